"""`mou agenda`: everything dated, ahead or overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, asked, drawn, left_out, load, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import Entry, agenda
from mou_tracker.views.agenda import COLUMNS, agenda_csv_row, agenda_lines, agenda_markdown, agenda_row


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Show everything dated, ahead or overdue: ends, notices, approval days, safe starts, promises."))
    days = say(phrase("How many calendar days to look ahead."))
    return options.make(
        "agenda",
        say,
        text,
        run,
        [
            click.Option(["--days"], type=click.IntRange(0, 36525), default=90, metavar="N", help=days),
            click.Option(
                ["--by"], type=click.Choice(["month", "owner"]), default="month", help=say(phrase("What to group by."))
            ),
            *options.filters(say),
            *options.output(say, "table", "json", "csv", "markdown"),
            *options.reading(say),
        ],
    )


def run(
    say: Wording, days: int, by: str, form: str, target: str | None, path: str | None, as_of: date | None, **given: Any
) -> int:
    """Print the agenda of the records that pass the filters."""
    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    entries = [entry for entry in agenda(kept, loaded.book.register, days) if query.owns(entry.owner)]
    write(_text(loaded, entries, by == "owner", form, target, left_out(loaded, query, len(kept))), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0


def _text(
    loaded: LoadedRegister, entries: list[Entry], by_owner: bool, form: str, target: str | None, notes: list[str]
) -> str:
    words = loaded.document_words
    if form == "json":
        from mou_tracker.views.rows import agenda_json

        return agenda_json(loaded.name, loaded.as_of, (agenda_row(entry, words) for entry in entries), loaded.ahead)
    if form == "csv":
        from mou_tracker.views.tables import csv_text

        for note in notes:
            click.echo(note, err=True)
        return csv_text(COLUMNS, (agenda_csv_row(entry, words) for entry in entries))
    if form == "markdown":
        return agenda_markdown(entries, loaded.name, loaded.as_of, by_owner, words, notes)
    return drawn(
        lambda width: agenda_lines(entries, loaded.name, loaded.as_of, by_owner, loaded.say, width, notes), target
    )
