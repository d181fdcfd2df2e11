"""`mou agenda` of several registers, each under its name, those with most overdue first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, drawn, screen_width, unread, write
from mou_tracker.cli.several.gather import Job, Together, csv_body, csv_of_all, jobs_for, share, together
from mou_tracker.language.wording import Wording
from mou_tracker.overview import data, texts
from mou_tracker.overview.shares import Share, qualified
from mou_tracker.register.several import Named
from mou_tracker.status.agenda import Entry, Wanted
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.filters import Query
from mou_tracker.views.agenda import COLUMNS, agenda_csv_row, agenda_lines, agenda_markdown, agenda_row
from mou_tracker.views.lines import Line


def one(job: Job) -> Share:
    """One register's share of the output."""
    return share(job, _made)


def _made(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> Mapping[str, Any]:
    as_shown = kept if job.form in ("json", "csv") else list(qualified(kept, job.key))
    entries = job.options["wanted"].of(as_shown, loaded.book.register, loaded.as_of, query)
    body, more = BODIES[job.form](job, loaded, entries)
    told = {"entries": len(entries), "overdue": sum(entry.overdue for entry in entries)}
    return {"body": body, "more": {**told, **more}}


Body = tuple[object, Mapping[str, object]]


def _table(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    name, notes = f"{job.key} · {loaded.name}", unread(loaded)
    by_owner, width = job.options["by_owner"], job.options["width"]
    lines = agenda_lines(entries, name, loaded.as_of, by_owner, job.say, width, notes)
    return (lines if entries else []), {}


def _markdown(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    name, notes, by_owner = f"{job.key} · {loaded.name}", unread(loaded), job.options["by_owner"]
    if not entries:
        return "", {}
    return agenda_markdown(entries, name, loaded.as_of, by_owner, loaded.document_words, notes), {}


def _json(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    rows = (agenda_row(entry, loaded.document_words) for entry in entries)
    rest = data.rest_of(loaded.book.unread, loaded.ahead, job.key, loaded.document_words)
    return job.kept(data.keyed_items(rows, job.key)), rest


def _csv(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    words = loaded.document_words
    return csv_body(job, COLUMNS, (agenda_csv_row(entry, words) for entry in entries)), {}


BODIES: Mapping[str, Callable[[Job, LoadedRegister, list[Entry]], Body]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}


def _all_table(run: Together) -> str:
    def lines(width: int | None) -> list[Line]:
        head = texts.agenda_head(run.shares, run.say, width, run.notes)
        return [*head, *texts.sections(run.shares)]

    return drawn(lines, run.target)


WHOLE: Mapping[str, Callable[[Together], str | Iterable[str]]] = {
    "table": _all_table,
    "json": lambda run: data.agenda_json(run.shares, run.documents),
    "csv": lambda run: csv_of_all(COLUMNS, run.shares),
    "markdown": lambda run: texts.agenda_markdown(run.shares, run.documents, run.notes),
}


def run(
    say: Wording,
    registers: Sequence[Named],
    wanted: Wanted,
    by: str,
    form: str,
    target: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print the agendas of several registers."""
    asked: dict[str, Any] = {"wanted": wanted, "by_owner": by == "owner", "csv": options.csv_style()}
    width = screen_width(target) if form == "table" else None
    jobs = jobs_for(say, registers, as_of, given, form, width=width, **asked)
    run = together(one, jobs, target, options.query((), given))
    run = replace(run, shares=sorted(run.shares, key=texts.agenda_order))
    write(WHOLE[form](run), target)
    if form in ("json", "csv"):
        run.tell_notes()
    return run.ended
