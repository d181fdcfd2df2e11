"""`mou status` of several registers: how each stands, then each by itself, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from mou_tracker import clock
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, drawn, no_agreement, screen_width, shown_of, write
from mou_tracker.cli.several.gather import NOBODY, Job, Together, csv_body, csv_of_all, jobs_for, share, together
from mou_tracker.language.wording import Wording
from mou_tracker.overview import data, texts
from mou_tracker.overview.shares import Share, qualified, totals
from mou_tracker.register.several import Named, own_id
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.filters import Query, is_number
from mou_tracker.status.statuses import ATTENTION
from mou_tracker.views.lines import Line
from mou_tracker.views.status import Shown, status_lines


def one(job: Job) -> Share:
    """One register's share of the output."""
    made = share(job, _made)
    if made.failed and job.form == "prometheus":
        from mou_tracker.history.identity import identity
        from mou_tracker.views.monitoring import failed_metrics

        # A link that is not followed is called by where it lies itself.
        name = str(job.path.absolute()) if job.refused else identity(job.path, own_id(job.path)).name
        return replace(made, body=failed_metrics(clock.now(), name))
    return made


def _made(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> Mapping[str, Any]:
    body = BODIES[job.form](job, loaded, query, kept)
    more: dict[str, Any] = body if isinstance(body, dict) else {"body": body}
    if job.ids:
        more["more"] = {**more.get("more", {}), **_mentioned(job, loaded)}
    return more


def _mentioned(job: Job, loaded: LoadedRegister) -> Mapping[str, Any]:
    """Which of the ids asked for the register knows, and all that it has where it does not know one."""
    known = {agreement.id for agreement in loaded.book.agreements} | {u.id for u in loaded.book.unreadable if u.id}
    found = [id for id in job.ids if id in known or any(is_number(id, a) for a in loaded.book.agreements)]
    return {"found": found, "known": sorted(known) if len(found) < len(job.ids) else []}


def _shown(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> Shown:
    shown = shown_of(loaded, query, kept, job.options["everything"], job.options["contacts"])
    return replace(
        shown,
        name=f"{job.key} · {loaded.name}",
        assessments=list(qualified(kept, job.key)),
        hidden=0,  # this and what lies ahead is told of all together
        ahead=(),
    )


def _calm(shown: Shown) -> bool:
    """Whether there is nothing to tell of a register beyond the line that it has among all."""
    return not any(group for _, group in shown.spelled_out())


def _table(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> list[Line]:
    shown = _shown(job, loaded, query, kept)
    return [] if _calm(shown) else status_lines(shown, job.say, job.options["width"])


def _markdown(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> str:
    from mou_tracker.views.tables import status_markdown

    shown = _shown(job, loaded, query, kept)
    return "" if _calm(shown) else status_markdown(shown, loaded.document_words)


def _json(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> Mapping[str, Any]:
    from mou_tracker.views.rows import row

    words = loaded.document_words
    rows = (row(one, words, job.options["contacts"]) for one in kept)
    more = data.rest_of(loaded.book.unread, loaded.ahead, job.key, words)
    return {"body": job.kept(data.keyed_items(rows, job.key)), "more": more}


def _csv(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> object:
    from mou_tracker.views.rows import COLUMNS, flat, row

    words, contacts = loaded.document_words, job.options["contacts"]
    return csv_body(job, COLUMNS, (flat(row(one, words, contacts)) for one in kept))


def _prometheus(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> str:
    from mou_tracker.views.monitoring import prometheus_text

    return prometheus_text(kept, len(loaded.book.unread), loaded.identity.name)


def _monitored(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> Mapping[str, Any]:
    from mou_tracker.views.monitoring import MOST_NAMED

    urgent = [f"{job.key}/{one.agreement.id}" for one in kept if one.status in ATTENTION]
    return {"more": {"urgent": urgent[: MOST_NAMED + 1]}}


# What a register gives to each format, and below how those of all are put together: THE tables for several.
BODIES: Mapping[str, Callable[[Job, LoadedRegister, Query, list[Assessment]], Any]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
    "prometheus": _prometheus,
    "nagios": _monitored,
    "badge": _monitored,
}


def _all_table(run: Together) -> str:
    def lines(width: int | None) -> list[Line]:
        return [*texts.head_lines(run.shares, run.say, width, run.notes), *texts.sections(run.shares)]

    return drawn(lines, run.target)


def _all_json(run: Together) -> Iterator[str]:
    return data.status_json(run.shares, run.documents)


def _all_csv(run: Together) -> Iterator[str]:
    from mou_tracker.views.rows import COLUMNS

    return csv_of_all(COLUMNS, run.shares)


def _all_markdown(run: Together) -> str:
    return texts.markdown(run.shares, run.documents, run.notes)


def _all_metrics(run: Together) -> Iterator[str]:
    return data.metrics(run.shares)


def _all_nagios(run: Together) -> str:
    from mou_tracker.views.monitoring import nagios_line

    return nagios_line(texts.figures(run.shares), run.say)


def _all_badge(run: Together) -> str:
    from mou_tracker.views.monitoring import badge_json

    return badge_json(texts.figures(run.shares), run.documents)


WHOLE: Mapping[str, Callable[[Together], str | Iterable[str]]] = {
    "table": _all_table,
    "json": _all_json,
    "csv": _all_csv,
    "markdown": _all_markdown,
    "prometheus": _all_metrics,
    "nagios": _all_nagios,
    "badge": _all_badge,
}


def run(
    say: Wording,
    registers: Sequence[Named],
    ids: tuple[str, ...],
    everything: bool,
    fail_on: tuple[str, ...],
    form: str,
    target: str | None,
    contacts: bool,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print the status of the records of several registers that pass the filters."""
    if form == "xlsx":
        hint = phrase("name one with -r, or take -f csv, which has all in one table")
        raise Failure(phrase("a spreadsheet is of one register, and {n} are named", n=len(registers)), hint)
    asked: dict[str, Any] = {"everything": everything, "contacts": contacts, "csv": options.csv_style()}
    width = screen_width(target) if form == "table" else None
    jobs = jobs_for(say, registers, as_of, given, form, ids, width=width, **asked)
    run = together(one, jobs, target, options.query(ids, given), lenient=form in _MONITORING)
    _all_known(jobs, run.shares)
    write(WHOLE[form](run), target)
    if form == "nagios":
        from mou_tracker.views.monitoring import state

        return int(state(texts.figures(run.shares)))
    if form not in ("table", "markdown"):
        run.tell_notes()
    failed = any(totals(run.shares)[status] for status in fail_on)  # type: ignore[index]
    return 1 if failed else run.ended


_MONITORING = ("prometheus", "nagios", "badge")


def _all_known(jobs: Sequence[Job], shares: Sequence[Share]) -> None:
    """Refuse an id that no register knows, with the nearest one that one does."""
    asked = {(job.key, id) for job in jobs for id in job.ids if id != NOBODY}
    found = {(one.key, id) for one in shares for id in one.more.get("found", ())}  # type: ignore[attr-defined]
    known = {id for _, id in found}
    for key, id in sorted(asked - found):
        bare = sum(id == other for _, other in asked) > 1
        if not bare or id not in known:
            near = [f"{one.key}/{id}" for one in shares for id in one.more.get("known", ())]  # type: ignore[attr-defined]
            raise no_agreement(id if bare else f"{key}/{id}", near)
