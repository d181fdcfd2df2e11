"""`mou agenda` of several registers, each under its name, those with most overdue first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import click
from msgspec import Struct

from mou_tracker.basics.phrases import Phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, drawn, screen_width, unread, write
from mou_tracker.cli.several.gather import Job, ended, gathered, jobs_for, left_out, share
from mou_tracker.language.wording import Wording, wording
from mou_tracker.overview import data, texts
from mou_tracker.overview.shares import Share, qualified, qualified_ahead
from mou_tracker.register.several import Named
from mou_tracker.status.agenda import Entry, Wanted
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.filters import Query
from mou_tracker.views.agenda import COLUMNS, agenda_csv_row, agenda_lines, agenda_markdown, agenda_row
from mou_tracker.views.lines import Line
from mou_tracker.views.status import ahead_note


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


def _notes(job: Job, loaded: LoadedRegister) -> list[Phrase]:
    ahead = [ahead_note(qualified_ahead(loaded.ahead, job.key))] if loaded.ahead else []
    return [*ahead, *unread(loaded)]


def _table(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    name, notes = f"{job.key} · {loaded.name}", _notes(job, loaded)
    by_owner, width = job.options["by_owner"], job.options["width"]
    lines = agenda_lines(entries, name, loaded.as_of, by_owner, job.say, width, notes)
    return (lines if entries or notes else []), {}


def _markdown(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    name, notes, by_owner = f"{job.key} · {loaded.name}", _notes(job, loaded), job.options["by_owner"]
    if not entries and not notes:
        return "", {}
    return agenda_markdown(entries, name, loaded.as_of, by_owner, loaded.document_words, notes), {}


def _json(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    rows = (agenda_row(entry, loaded.document_words) for entry in entries)
    rest = data.rest_of(loaded.book.unread, loaded.ahead, job.key, loaded.document_words)
    return job.kept(data.items(rows, job.key)), rest


def _csv(job: Job, loaded: LoadedRegister, entries: list[Entry]) -> Body:
    from mou_tracker.views.tables import csv_rows

    rows = ({**agenda_csv_row(entry, loaded.document_words), "register": job.key} for entry in entries)
    return job.kept(csv_rows((*COLUMNS, "register"), rows, job.options["csv"])), {}


BODIES: Mapping[str, Callable[[Job, LoadedRegister, list[Entry]], Body]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}


class _Run(Struct, frozen=True):
    """What a format puts together."""

    shares: Sequence[Share]
    say: Wording
    documents: Wording
    target: str | None
    notes: Sequence[Phrase]


def _all_table(run: _Run) -> str:
    def lines(width: int | None) -> list[Line]:
        head = texts.agenda_head(run.shares, run.say, width, run.notes)
        return [*head, *texts.sections(run.shares)]

    return drawn(lines, run.target)


def _all_csv(run: _Run) -> Iterator[str]:
    from mou_tracker.views.tables import csv_pieces

    yield from csv_pieces((*COLUMNS, "register"), (), options.csv_style())
    for one in run.shares:
        yield from data.pieces(one.body)


WHOLE: Mapping[str, Callable[[_Run], str | Iterable[str]]] = {
    "table": _all_table,
    "json": lambda run: data.agenda_json(run.shares, run.documents),
    "csv": _all_csv,
    "markdown": lambda run: texts.agenda_markdown(run.shares, run.documents),
}


def run(
    say: Wording,
    registers: Sequence[Named],
    days: int | None,
    year: int | None,
    until: date | None,
    what: tuple[tuple[str, ...], ...],
    by: str,
    form: str,
    target: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print the agendas of several registers."""
    wanted = Wanted(days, year, until, tuple(word for words in what for word in words))
    width = screen_width(target) if form == "table" else None
    jobs = jobs_for(
        say, registers, as_of, given, form, wanted=wanted, by_owner=by == "owner", width=width, csv=options.csv_style()
    )
    shares = sorted(gathered(one, jobs), key=texts.agenda_order)
    notes = left_out(shares, options.query((), given).text())
    words = wording(jobs[0].documents or say.language)
    write(WHOLE[form](_Run(shares, say, words, target, notes)), target)
    if form in ("json", "csv"):
        for note in notes:
            click.echo(say(note), err=True)
    return ended(shares)
