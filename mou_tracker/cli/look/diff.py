"""`mou diff`: what changed in the register since a git revision, in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mou_tracker import clock
from mou_tracker.agreement.register import Book
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.structural import sound
from mou_tracker.cli import options
from mou_tracker.cli.register import calendar, drawn, read_source, register_path, report, write
from mou_tracker.history.changes import changes
from mou_tracker.history.versions import book_at, repository
from mou_tracker.history.view import change_lines, changes_json, changes_markdown
from mou_tracker.language.wording import Wording, wording
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.status.assess import assess


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Say what changed in the register since a git revision, by agreement, and how each status moved for the "
            "same day. With two revisions it compares those, else the first with the files as they are."
        )
    )
    return options.make(
        "diff",
        say,
        text,
        run,
        [
            click.Argument(["old"], metavar="REV", default="HEAD", required=False),
            click.Argument(["new"], metavar="[REV2]", required=False),
            *options.output(say, "table", "json", "markdown"),
            *options.reading(say),
        ],
    )


def run(
    say: Wording, old: str, new: str | None, form: str, target: str | None, path: str | None, as_of: date | None
) -> int:
    """Print the changes."""
    found = register_path(path)
    where = repository(found)
    before = book_at(where, old)
    after = book_at(where, new) if new else _now(found)
    report(after, say)
    day = as_of or clock.today(after.register.timezone)
    stood, stands = (assess(book, day, calendar(book)) for book in (before, after))
    change = changes(before, after, stood, stands)
    words = wording(click.get_current_context().find_root().obj or after.register.language)
    if form == "json":
        text = changes_json(change, old, new, day)
    elif form == "markdown":
        text = changes_markdown(change, old, new or words(phrase("the files as they are")), day, words)
    else:
        text = drawn(lambda _: change_lines(change, say), target)
    write(text, target)
    return 1 if after.unreadable or after.diagnostics else 0


def _now(path: Path) -> Book:
    sources = [read_source(file) for file in files.register_files(path)]
    return sound(read_book(sources, ShippedProcedures()))
