"""`mou timeline`: all agreements over the years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import click
from msgspec import Struct

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, asked, drawn, left_out, load, tell_beside, unread, write
from mou_tracker.language.wording import Wording
from mou_tracker.report.timeline import timeline_lines
from mou_tracker.status.assessment import Assessment


class _Run(Struct, frozen=True):
    """What a format draws: the records kept, and the notes on what it leaves out."""

    loaded: LoadedRegister
    kept: list[Assessment]
    notes: list[Phrase]
    target: str | None


def _table(run: _Run) -> str:
    loaded, rule = run.loaded, run.loaded.book.register.end_of_term
    notes = [*run.notes, *unread(loaded)]
    return drawn(
        lambda width: timeline_lines(run.kept, rule, loaded.name, loaded.as_of, loaded.say, width, notes),
        run.target,
    )


def _svg(run: _Run) -> str:
    from mou_tracker.report.svg import svg_document

    loaded, rule = run.loaded, run.loaded.book.register.end_of_term
    tell_beside(loaded.say, run.notes)
    return svg_document(run.kept, rule, loaded.name, loaded.as_of, loaded.document_words)


# THE table of formats, the default one first; each loads what it needs when it is asked for.
FORMATS: Mapping[str, Callable[[_Run], str]] = {"table": _table, "svg": _svg}


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
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
    )


def run(say: Wording, form: str, target: str | None, path: str | None, as_of: date | None, **given: Any) -> int:
    """Print the timeline of the records that pass the filters."""
    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    write(FORMATS[form](_Run(loaded, kept, left_out(loaded, query, len(kept)), target)), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0
