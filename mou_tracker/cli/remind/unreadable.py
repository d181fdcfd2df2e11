"""`mou remind` where the register cannot be read at all: the ledger knows whom it told last, and that one is mailed."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import click

from mou_tracker import clock
from mou_tracker.agreement.register import Book, Register
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli.register import LoadedRegister, calendar, read_source
from mou_tracker.cli.remind.session import ReminderSession, kept_by, known_keepers, ledger_of
from mou_tracker.history.identity import identity
from mou_tracker.language.wording import Wording
from mou_tracker.mail.ledger_file import opened
from mou_tracker.mail.ledger_place import Unusable
from mou_tracker.mail.message import CannotSend
from mou_tracker.mail.settings_place import BadSettings
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.register.several import own_id
from mou_tracker.reminders.history import History
from mou_tracker.reminders.program_notices import register_unreadable
from mou_tracker.reminders.run_plan import Plan, plan_of_one


def tell(say: Wording, path: str | None, failure: Failure, given: dict[str, Any]) -> None:
    """Mail the register's maintainer that it cannot be read, once for each problem; says on stderr if that fails."""
    try:
        session = _session(say, path, given)
        if session is None:
            return
        from mou_tracker.cli.remind.send import send

        problem = _problem(session.loaded.path, failure)
        if send(session, partial(_plan, session, problem)) == 0:
            return
    except (Unusable, BadSettings, CannotSend) as error:
        click.echo(escape_text(say(error.message)), err=True)
    click.echo(say(phrase("the register's maintainer could not be told of it")), err=True)


def _session(say: Wording, path: str | None, given: dict[str, Any]) -> ReminderSession | None:
    """What a run works on, from what the ledger remembers; None where there is none that knows anybody."""
    try:
        found = files.find_register(path, os.environ, Path.cwd())
    except files.NoRegister:
        return None
    who = identity(found, own_id(found))
    ledger = ledger_of(who, given["ledger"], ())
    if not os.path.lexists(ledger):
        return None
    with opened(ledger, clock.now, write=False) as looked_at:
        owner, known = looked_at.owner(), known_keepers(looked_at)
    if not known.people or (owner and not owner.is_same(who)):
        return None
    blank = Register(name=known.name, timezone=known.timezone, language=known.language)
    loaded = LoadedRegister(Book(kept_by(known, blank), (), {}), found, clock.today(known.timezone), say)
    # Its id may not be readable: whose ledger it is, the ledger itself knows best.
    return ReminderSession(loaded, owner or who, ledger, given)


def _problem(path: Path, failure: Failure) -> tuple[Phrase, str]:
    """What is wrong, and the same without a path, which depends on where it is run from.

    The first thing that a reader would stumble over, else why there is nothing to read.
    """
    sources = []
    with suppress(OSError):
        sources = [read_source(file) for file in files.register_files(path)] if path.exists() else []
    for finding in read_book(sources, ShippedProcedures()).diagnostics if sources else ():
        if finding.severity == "error":
            said = phrase("{file}: {message}", file=finding.file, message=finding.message)
            return said, repr((Path(finding.file).name, finding.message))
    return failure.message, failure.message.msgid


def _plan(session: ReminderSession, problem: tuple[Phrase, str], history: History) -> Plan:
    book, as_of = session.loaded.book, session.loaded.as_of
    rules = session.rules(session.settings())
    said, same = problem
    return plan_of_one(register_unreadable(said, book, same), book, calendar(book), as_of, history, rules)
