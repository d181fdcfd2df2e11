"""What comes in and goes out of a run: the register's files, what is wrong with them, and the result."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from mou_tracker.agreement.register import Book
from mou_tracker.basics.escaping import visible
from mou_tracker.basics.findings import Diagnostic, Failure
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.parsing.file_findings import file_unreadable
from mou_tracker.register import files

# Beyond this a run's real output would drown; `mou check` lists them all.
MOST_TOLD = 20


def register_path(given: str | None) -> Path:
    """Where the register is; a Failure says what to do if there is none."""
    try:
        path = files.find_register(given, os.environ, Path.cwd())
    except files.NoRegister:
        hint = phrase("name one with -r FILE, or go to the folder that holds data/agreements.yaml")
        raise Failure(phrase("no register found from here upward"), hint) from None
    if not path.exists():
        raise Failure(phrase("there is no register at {path}", path=str(path)))
    return path


def read_source(file: Path) -> tuple[str, bytes | Diagnostic]:
    """A file's name as people see it, and its bytes or why it could not be read."""
    name = files.shown_path(file, Path.cwd())
    try:
        return name, files.read_file(file)
    except OSError as error:
        return name, file_unreadable(name, error.strerror or str(error))


def report(book: Book, say: Wording) -> None:
    """Name on stderr whatever is wrong; the rest is shown as if nothing was."""
    errors = [finding for finding in book.diagnostics if finding.severity == "error"]
    for finding in errors[:MOST_TOLD]:
        place = f"{finding.file}:{finding.span.line}:{finding.span.col}"
        text = say(finding.message) + (f"; {say(finding.hint)}" if finding.hint else "")
        click.echo(visible(f"{place}: {say(phrase('error'))}: {text} [{finding.rule}]"), err=True)
    if len(errors) > MOST_TOLD:
        more = len(errors) - MOST_TOLD
        click.echo(say(plural("{n} more error: mou check", "{n} more errors: mou check", more)), err=True)
    if book.unreadable:
        number = len(book.unreadable)
        unread = plural("{n} record could not be read; the others are shown.",
                        "{n} records could not be read; the others are shown.", number)  # fmt: skip
        click.echo(say(unread), err=True)


def write(content: str | bytes, target: str | None) -> None:
    """Print a result, or write it to a file, whole or not at all."""
    if target is None and isinstance(content, str):
        # Not through click, which would search a large output for colours to take out; ours has none by now.
        sys.stdout.write(content)
    elif target is None:
        click.echo(content, nl=False)
    else:
        files.write_atomically(Path(target), content)
