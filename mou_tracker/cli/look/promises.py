"""`mou promises`: what was promised to whom, kept or open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import click
from msgspec import Struct

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.register import LoadedRegister, asked, drawn, left_out, load, tell_beside, unread, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.promises import STATES, Promise, promises
from mou_tracker.views.agenda import PROMISE_COLUMNS, promise_csv_row, promise_lines, promise_markdown, promise_row


class _Run(Struct, frozen=True):
    """What a format prints: the promises wanted, and the notes on what it leaves out."""

    loaded: LoadedRegister
    found: list[Promise]
    notes: list[Phrase]
    target: str | None


def _table(run: _Run) -> str:
    loaded, notes = run.loaded, [*run.notes, *unread(run.loaded)]
    return drawn(
        lambda width: promise_lines(run.found, loaded.name, loaded.as_of, loaded.say, width, notes), run.target
    )


def _json(run: _Run) -> Iterator[str]:
    from mou_tracker.views.rows import broken, later, listed, whole

    tell_beside(run.loaded.say, run.notes)
    loaded = run.loaded
    head = {"format": "mou-promises/1", "register": loaded.name, "as_of": loaded.as_of.isoformat()}
    rows, unreadable = map(promise_row, run.found), broken(loaded.book.unread, loaded.document_words)
    return whole(head, promises=listed(rows), unreadable=listed(unreadable), ahead=listed(later(loaded.ahead)))


def _csv(run: _Run) -> str:
    from mou_tracker.views.tables import csv_text

    tell_beside(run.loaded.say, run.notes)
    return csv_text(PROMISE_COLUMNS, map(promise_csv_row, run.found), options.csv_style())


def _markdown(run: _Run) -> str:
    loaded, notes = run.loaded, [*run.notes, *unread(run.loaded)]
    return promise_markdown(run.found, loaded.name, loaded.as_of, loaded.document_words, notes)


# THE table of formats, the default one first; each loads what it needs when it is asked for.
FORMATS: Mapping[str, Callable[[_Run], str | Iterable[str]]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Show every promise to a partner, kept or open, with its day and owner."))
    states = say(phrase("Only promises that stand so: {words}.", words=inputs.names(STATES, inputs.promise_labels)))
    return options.make(
        "promises",
        say,
        text,
        run,
        [
            click.Option(
                ["--state"],
                multiple=True,
                type=inputs.Words(STATES, say, inputs.promise_labels),
                metavar="STATE,...",
                help=states,
            ),
            *options.filters(say),
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
    )


def run(
    say: Wording,
    state: tuple[tuple[str, ...], ...],
    form: str,
    target: str | None,
    path: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print the promises of the records that pass the filters."""
    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    wanted = {word for words in state for word in words} or {*STATES}
    found = [one for one in promises(kept, loaded.book.register, query) if one.state in wanted]
    write(FORMATS[form](_Run(loaded, found, left_out(loaded, query, len(kept)), target)), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0
