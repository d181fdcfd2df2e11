"""`mou timeline`: all agreements over the years."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import asked, drawn, left_out, load, write
from mou_tracker.language.wording import Wording
from mou_tracker.report.timeline import timeline_lines


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Draw all agreements over the years: terms, extensions, gaps, renewal windows, approvals."))
    return options.make(
        "timeline",
        say,
        text,
        run,
        [
            *options.filters(say),
            *options.output(say, "table", "svg"),
            *options.reading(say),
        ],
    )


def run(say: Wording, form: str, target: str | None, path: str | None, as_of: date | None, **given: Any) -> int:
    """Print the timeline of the records that pass the filters."""
    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    notes = left_out(loaded, query, len(kept))
    rule = loaded.book.register.end_of_term
    if form == "svg":
        from mou_tracker.report.svg import svg_document

        write(svg_document(kept, rule, loaded.name, loaded.as_of, loaded.document_words), target)
        for note in notes:
            click.echo(say(note), err=True)
    else:
        name, day, words = loaded.name, loaded.as_of, loaded.say
        write(drawn(lambda width: timeline_lines(kept, rule, name, day, words, width, notes), target), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0
