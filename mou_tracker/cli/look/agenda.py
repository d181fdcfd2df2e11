"""`mou agenda`: everything dated, ahead or overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.register import LoadedRegister, asked, drawn, left_out, load, tell_beside, unread, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import ENTRY_KINDS, Entry, Wanted
from mou_tracker.views.agenda import COLUMNS, agenda_csv_row, agenda_lines, agenda_markdown, agenda_row

if TYPE_CHECKING:
    from mou_tracker.register.several import Named


class _Run(Struct, frozen=True):
    """What a format prints: the entries wanted, and the notes on what it leaves out."""

    loaded: LoadedRegister
    entries: list[Entry]
    by_owner: bool
    notes: list[Phrase]
    target: str | None


def _table(run: _Run) -> str:
    loaded, entries, notes = run.loaded, run.entries, [*run.notes, *unread(run.loaded)]
    return drawn(
        lambda width: agenda_lines(entries, loaded.name, loaded.as_of, run.by_owner, loaded.say, width, notes),
        run.target,
    )


def _json(run: _Run) -> Iterator[str]:
    from mou_tracker.views.rows import agenda_json

    tell_beside(run.loaded.say, run.notes)
    loaded, words = run.loaded, run.loaded.document_words
    return agenda_json(
        loaded.name,
        loaded.as_of,
        (agenda_row(entry, words) for entry in run.entries),
        loaded.book.unread,
        loaded.ahead,
        words,
    )


def _csv(run: _Run) -> str:
    from mou_tracker.views.tables import csv_text

    tell_beside(run.loaded.say, run.notes)
    return csv_text(
        COLUMNS, (agenda_csv_row(entry, run.loaded.document_words) for entry in run.entries), options.csv_style()
    )


def _markdown(run: _Run) -> str:
    loaded, notes = run.loaded, [*run.notes, *unread(run.loaded)]
    return agenda_markdown(run.entries, loaded.name, loaded.as_of, run.by_owner, loaded.document_words, notes)


# THE table of formats, the default one first; each loads what it needs when it is asked for.
FORMATS: Mapping[str, Callable[[_Run], str | Iterable[str]]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}


_GROUPS = {"month": phrase("month"), "owner": phrase("owner")}


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Show everything dated, ahead or overdue: ends, notices, approval days, safe starts, promises."))
    kinds = inputs.names(("ends", *ENTRY_KINDS), inputs.date_labels)
    days = say(phrase("How many calendar days to look ahead; else 90."))
    return options.make(
        "agenda",
        say,
        text,
        run,
        [
            click.Option(["--days"], type=inputs.Number(0, 36525, say), default=None, metavar="DAYS", help=days),
            click.Option(
                ["--year"],
                type=inputs.Number(1900, 2200, say),
                metavar="YEAR",
                help=say(phrase("What falls on a day of this year.")),
            ),
            click.Option(
                ["--until"], type=inputs.Day(say), metavar="DATE", help=say(phrase("The last day to look at."))
            ),
            click.Option(
                ["--what"],
                multiple=True,
                type=inputs.Words(("ends", *ENTRY_KINDS), say, inputs.date_labels),
                metavar="KIND,...",
                help=say(phrase("Only dates of these kinds: {kinds}.", kinds=kinds)),
            ),
            click.Option(
                ["--by"],
                type=inputs.Word(["month", "owner"], say, lambda: [_GROUPS]),
                default="month",
                help=say(phrase("What to group by.")),
            ),
            *options.filters(say),
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
        _several,
    )


def _several(
    say: Wording,
    registers: Sequence[Named],
    days: int | None,
    year: int | None,
    until: date | None,
    what: tuple[tuple[str, ...], ...],
    **given: Any,
) -> int:
    """The same of several registers together."""
    from mou_tracker.cli.several import agenda as together

    return together.run(say, registers, _wanted(say, days, year, until, what), **given)


def _wanted(
    say: Wording, days: int | None, year: int | None, until: date | None, what: Iterable[Sequence[str]]
) -> Wanted:
    if sum(one is not None for one in (days, year, until)) > 1:
        raise click.UsageError(say(phrase("only one of --days, --year and --until can be given")))
    return Wanted(days, year, until, tuple(word for words in what for word in words))


def run(
    say: Wording,
    days: int | None,
    year: int | None,
    until: date | None,
    what: tuple[tuple[str, ...], ...],
    by: str,
    form: str,
    target: str | None,
    path: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print the agenda of the records that pass the filters."""
    wanted = _wanted(say, days, year, until, what)
    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    entries = wanted.of(kept, loaded.book.register, loaded.as_of, query)
    notes = left_out(loaded, query, len(kept))
    write(FORMATS[form](_Run(loaded, entries, by == "owner", notes, target)), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0
