"""`mou diff`: what changed in the register since a git revision, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click
from msgspec import Struct

from mou_tracker import clock
from mou_tracker.agreement.register import Book
from mou_tracker.basics.dates import Period, back
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.structural import sound
from mou_tracker.cli import inputs, options
from mou_tracker.cli.register import calendar, drawn, read_sources, register_path, report, write
from mou_tracker.history.changes import BookChange, changes
from mou_tracker.history.versions import book_at, repository, version_before
from mou_tracker.history.view import change_lines, changes_json, changes_markdown
from mou_tracker.language.wording import Wording, wording
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.status.assess import assess


class _Run(Struct, frozen=True):
    """What a format prints: the changes between two readings, seen on a day."""

    changed: BookChange
    old: str
    new: str | None
    day: date
    say: Wording
    document_words: Wording
    target: str | None


def _table(run: _Run) -> str:
    return drawn(lambda _: change_lines(run.changed, run.say), run.target)


def _json(run: _Run) -> Iterator[str]:
    return changes_json(run.changed, run.old, run.new, run.day)


def _markdown(run: _Run) -> str:
    words = run.document_words
    return changes_markdown(run.changed, run.old, run.new or words(phrase("the files as they are")), run.day, words)


# THE table of formats, the default one first.
FORMATS: Mapping[str, Callable[[_Run], str | Iterable[str]]] = {"table": _table, "json": _json, "markdown": _markdown}


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Say what changed in the register since a git revision, by agreement, and how each status moved for the "
            "same day. With two revisions it compares those, else the first with the files as they are. --since takes "
            "a day in place of a revision."
        )
    )
    return options.make(
        "diff",
        say,
        text,
        run,
        [
            click.Argument(["old"], metavar="[REVISION]", required=False),
            click.Argument(["new"], metavar="[REVISION]", required=False),
            click.Option(
                ["--since"],
                type=inputs.Past(say),
                metavar="DATE",
                help=say(phrase("What changed from the beginning of that day on: 2026-11-01, or `2 weeks ago`.")),
            ),
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
    )


def run(
    say: Wording,
    old: str | None,
    new: str | None,
    since: date | Period | None,
    form: str,
    target: str | None,
    path: str | None,
    as_of: date | None,
) -> int:
    """Print the changes."""
    if since is not None and old is not None:
        raise click.UsageError(say(phrase("give a revision or --since, not both")))
    found = register_path(path)
    where = repository(found)
    after = book_at(where, new) if new else _now(found)
    report(after, say)
    day = as_of or clock.today(after.register.timezone)
    if since is None:
        old = old or "HEAD"
        before = book_at(where, old)
    else:
        first = back(day, since.length) if isinstance(since, Period) else since
        commit, before = version_before(where, clock.beginning(first, after.register.timezone))
        old = commit or first.isoformat()
    stood, stands = (assess(book, day, calendar(book)) for book in (before, after))
    words = wording(click.get_current_context().find_root().obj or after.register.language)
    write(FORMATS[form](_Run(changes(before, after, stood, stands), old, new, day, say, words, target)), target)
    return 1 if after.unreadable or after.diagnostics else 0


def _now(path: Path) -> Book:
    return sound(read_book(read_sources(path), ShippedProcedures()))
