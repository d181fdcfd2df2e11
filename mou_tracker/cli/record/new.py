"""`mou new`: begin the record of an agreement."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.agreement.procedure import OTHER
from mou_tracker.agreement.record import INSTRUMENTS
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.write.prompts import When, ask, choose, editing, file_of, is_terminal, maybe, terms
from mou_tracker.cli.write.session import EditSession, add, open_session
from mou_tracker.edit.edits import Data, NewRecord, given, id_for
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Begin the record of an agreement. On a terminal it asks for what the options leave out."))
    return options.make(
        "new",
        say,
        text,
        run,
        [
            click.Option(
                ["--id", "name"], metavar="ID", help=say(phrase("Its id; made from the partner's name else."))
            ),
            click.Option(["--title"], metavar="TEXT", help=say(phrase("What it is called."))),
            click.Option(["--partner"], metavar="NAME", help=say(phrase("With whom."))),
            click.Option(["--country"], metavar="CODE", help=say(phrase("The partner's country, as in MY."))),
            click.Option(
                ["--body"], metavar="NAME", help=say(phrase("The body that signs, if not the partner itself."))
            ),
            click.Option(
                ["--kind"],
                metavar="KIND",
                help=say(phrase("The kind of cooperation.")),
                shell_complete=options.complete_kinds,
            ),
            click.Option(["--instrument"], type=click.Choice(INSTRUMENTS), help=say(phrase("The kind of paper."))),
            click.Option(["--since"], type=When(say), metavar="DATE", help=say(phrase("When it was first known of."))),
            click.Option(["--signed"], type=When(say), metavar="DATE", help=say(phrase("When it was signed."))),
            *terms(say),
            click.Option(
                ["--dprd"],
                type=click.Choice(["required", "not-required"]),
                help=say(phrase("Whether the council must approve.")),
            ),
            click.Option(
                ["--field", "fields"], multiple=True, metavar="TEXT", help=say(phrase("An area of cooperation."))
            ),
            click.Option(["--owner"], metavar="CONTACT", help=say(phrase("Who is told: a contact or a mail address."))),
            click.Option(
                ["--file"], metavar="FILE", help=say(phrase("The file of a folder register that it goes into."))
            ),
            *editing(say, replace=False),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    title: str | None,
    partner: str | None,
    country: str | None,
    body: str | None,
    kind: str | None,
    instrument: str | None,
    signed: DateSpan | None,
    fields: tuple[str, ...],
    file: str | None,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Add the record."""
    session = open_session(say, path, as_of)
    into = file_of(session, file)
    whom = partner or ask(say, "--partner", phrase("With whom"))
    where = country or ask(say, "--country", phrase("Country (two letters)"))
    what = _kind(session, kind)
    paper = instrument or choose(say, "--instrument", phrase("Instrument"), INSTRUMENTS, "mou")
    called = title or ask(say, "--title", phrase("Title"), default=_title(paper, whom))
    proposal = id_for(whom, signed.earliest.year if signed else None, session.ids)
    chosen = name or (ask(say, "--id", phrase("Id"), default=proposal) if is_terminal() else proposal)
    if signed is None and is_terminal():
        answer = maybe(say, phrase("Signed on (empty: not signed)"))
        signed = When(say).convert(answer, None, None) if answer else None
    value: dict[str, Data] = {
        "id": chosen,
        "title": called,
        "partner": given(name=whom, country=where, body=body),
        "kind": what,
        "instrument": paper,
        **given(since=stated.pop("since")),
        **given(signed=signed),
        **given(**stated),
    }
    if fields:
        value["fields"] = fields
    return add(session, into, [NewRecord(value)], dry_run)


def _kind(session: EditSession, given_kind: str | None) -> str:
    """The kind asked for, one of those shipped or of the register's own."""
    kinds = (*session.book.procedures, OTHER)
    what = given_kind or choose(session.say, "--kind", phrase("Kind"), kinds)
    if what not in kinds:
        raise Failure(phrase("{word} is none of {words}", word=repr(what), words=", ".join(kinds)))
    return what


def _title(instrument: str, partner: str) -> str:
    names = {"mou": "MoU", "loi": "LoI", "pks": "PKS", "ia": "IA"}
    return f"{names.get(instrument, instrument.capitalize())} {partner}"
