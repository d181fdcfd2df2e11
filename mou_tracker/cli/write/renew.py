"""`mou renew`: begin the record of the next instrument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from mou_tracker.agreement.record import INSTRUMENTS, Agreement
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.write.prompts import editing, name_or_ask, new_id_option, record_argument
from mou_tracker.cli.write.questions import confirm, is_terminal, need
from mou_tracker.cli.write.session import EditSession, add, agreement_of, open_session
from mou_tracker.edit.edits import Data, given, next_id, next_instrument
from mou_tracker.language.labels import worded
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Begin the record of the next instrument after an agreement. It keeps title, partners, kind, instrument, "
            "unit, fields and owner; all else is the old one's own and stays there."
        )
    )
    return options.make(
        "renew",
        say,
        text,
        run,
        [
            record_argument(),
            new_id_option(say, "new", phrase("The new record's id; else made from the old one.")),
            click.Option(["--title"], metavar="TEXT", help=say(phrase("Its title; else the old one."))),
            click.Option(["--instrument"], type=inputs.Word(INSTRUMENTS, say), help=say(phrase("The kind of paper."))),
            options.council_option(say),
            click.Option(
                ["--another"], is_flag=True, help=say(phrase("Begin one more beside a renewal that is there."))
            ),
            *editing(say, replace=False),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    new: str | None,
    another: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Add the record, unless there is one already."""
    need(say, {"ID": name})
    session = open_session(say, path, as_of)
    old = agreement_of(session, name_or_ask(session, name, lambda one: one.is_signed and not one.closed))
    if not old.is_signed:
        raise Failure(phrase("{id} was never signed: there is nothing to renew", id=old.id))
    known, wanted = _successor(session, old), given(**stated)
    if known and (new == known.id or not _one_more(session, known, old, new, another)):
        _refuse_others(known, old, wanted)
        click.echo(say(phrase("{new} renews {id} already; nothing was changed", new=known.id, id=old.id)))
        return 0
    today = DateSpan(session.today, session.today)
    record = next_instrument(old, new or next_id(old.id, session.today.year, session.ids), today, wanted)
    return add(session, old.file, [record], dry_run)


def _refuse_others(known: Agreement, old: Agreement, wanted: Mapping[str, Data]) -> None:
    """Refuse what was given for a renewal that is there and says otherwise: it would be lost without a word."""
    for key, value in wanted.items():
        if getattr(known, key) != value:
            told = phrase("{new} renews {id} already, with another {field}", new=known.id, id=old.id, field=worded(key))
            hint = phrase("mou set {new} {field}=… changes it; --another begins one more", new=known.id, field=key)
            raise Failure(told, hint)


def _one_more(session: EditSession, known: Agreement, old: Agreement, new: str | None, another: bool) -> bool:
    """Whether a second renewal is meant beside one that is there; asked on a terminal while that one is unsigned."""
    if another:
        return True
    if is_terminal() and not known.is_signed:
        asked = phrase("{new} renews {id} already and is not signed. Begin another one?", new=known.id, id=old.id)
        return confirm(session.say, asked, default=False)
    if new is None:
        return False
    text = phrase("{new} renews {id} already", new=known.id, id=old.id)
    raise Failure(text, phrase("--another begins one more; mou close ends one that came to nothing"))


def _successor(session: EditSession, old: Agreement) -> Agreement | None:
    """The record that renews this one and was not given up."""
    return next((one for one in session.book.agreements if one.renews == old.id and not one.closed), None)
