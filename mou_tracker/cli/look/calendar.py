"""`mou calendar`: iCalendar of the dated things ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.register import asked, left_out, load, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import ENTRY_KINDS, agenda, kinds_meant

if TYPE_CHECKING:
    from mou_tracker.register.several import Named


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Write the dated things ahead as a calendar file (iCalendar) that other programs subscribe to."))
    kinds = inputs.names(("ends", *ENTRY_KINDS), inputs.date_labels)
    return options.make(
        "calendar",
        say,
        text,
        run,
        [
            click.Option(
                ["--what", "kinds"],
                multiple=True,
                type=inputs.Words(("ends", *ENTRY_KINDS), say, inputs.date_labels),
                metavar="KIND,...",
                help=say(phrase("Only dates of these kinds: {kinds}.", kinds=kinds)),
            ),
            click.Option(
                ["--date", "dates"],  # what `--what` was called before the agenda had it too
                multiple=True,
                type=inputs.Words(ENTRY_KINDS, say, inputs.date_labels),
                hidden=True,
            ),
            click.Option(
                ["--alarm", "alarms"],
                multiple=True,
                type=inputs.Number(0, 3660, say),
                metavar="DAYS",
                help=say(phrase("Remind so many days before, at nine o'clock; else 30 and 7. Repeatable.")),
            ),
            click.Option(["--no-alarms"], is_flag=True, help=say(phrase("Remind of nothing."))),
            click.Option(
                ["--revision"],
                type=inputs.Number(0, 2**31 - 1, say),
                metavar="N",
                help=say(phrase("A number that grows with every change of the data, such as that of commits.")),
            ),
            *options.filters(say),
            options.output_file(say),
            *options.reading(say),
        ],
        _several,
    )


def _several(say: Wording, registers: Sequence[Named], **values: Any) -> int:
    """The same of several registers together."""
    from mou_tracker.cli.several import calendar

    return calendar.run(say, registers, **values)


def run(
    say: Wording,
    kinds: tuple[tuple[str, ...], ...],
    dates: tuple[tuple[str, ...], ...],
    alarms: tuple[int, ...],
    no_alarms: bool,
    revision: int | None,
    target: str | None,
    path: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Write the calendar of the records that pass the filters."""
    from mou_tracker.views.calendar import USUAL_ALARMS, calendar_bytes, events_of

    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    wanted = kinds_meant(kind for words in (*kinds, *dates) for kind in words)
    found = agenda(kept, loaded.book.register, None)
    entries = [entry for entry in found if entry.kind in wanted and query.owns(entry.owner)]
    before = () if no_alarms else alarms or USUAL_ALARMS
    events = events_of(entries, loaded.identity)
    name = loaded.book.register.name or loaded.path.resolve().name
    write(calendar_bytes(events, name, loaded.document_words, before, revision), target)
    for note in left_out(loaded, query, len(kept)):
        click.echo(say(note), err=True)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0
