"""`mou new`: begin the record of an agreement."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.agreement.procedure import OTHER
from mou_tracker.agreement.record import INSTRUMENTS
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.write.prompts import (
    When,
    ask_council,
    ask_facts,
    ask_new_id,
    editing,
    fact_options,
    facts_meant,
    file_of,
    maybe_day,
    new_id_option,
    terms,
)
from mou_tracker.cli.write.questions import ask, choose, is_terminal, need
from mou_tracker.cli.write.session import EditSession, add, open_session
from mou_tracker.edit.edits import Data, NewRecord, given, id_for, source_of
from mou_tracker.language.labels import INSTRUMENT_NAMES, kind_name
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
            new_id_option(say, "name", phrase("Its id; else made from the partner's name.")),
            click.Option(["--title"], metavar="TEXT", help=say(phrase("What it is called."))),
            click.Option(["--partner"], metavar="NAME", help=say(phrase("With whom."))),
            click.Option(
                ["--country"],
                type=inputs.Country(say),
                metavar="COUNTRY",
                help=say(phrase("The partner's country, as in MY or Malaysia.")),
            ),
            click.Option(
                ["--body"], metavar="NAME", help=say(phrase("The body that signs, if not the partner itself."))
            ),
            click.Option(
                ["--kind"],
                metavar="KIND",
                help=say(phrase("The kind of cooperation.")),
                shell_complete=options.complete_kinds,
            ),
            click.Option(["--instrument"], type=inputs.Word(INSTRUMENTS, say), help=say(phrase("The kind of paper."))),
            click.Option(["--since"], type=When(say), metavar="DATE", help=say(phrase("When it was first known of."))),
            click.Option(
                ["--signed"],
                type=When(say, unknown=True),
                metavar="DATE",
                help=say(phrase("When it was signed; `unknown` if nobody knows the day.")),
            ),
            *terms(say),
            *fact_options(say),
            options.council_option(say),
            click.Option(
                ["--field", "fields"], multiple=True, metavar="TEXT", help=say(phrase("An area of cooperation."))
            ),
            click.Option(
                ["--into", "--file", "file"],
                metavar="FILE",
                help=say(phrase("The file of a folder register that it goes into.")),
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
    signed: DateSpan | str | None,
    fields: tuple[str, ...],
    file: str | None,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Add the record."""
    must = {"--partner": partner, "--country": country, "--kind": kind, "--instrument": instrument, "--title": title}
    need(say, must)
    session = open_session(say, path, as_of)
    into = file_of(session, file)
    whom = partner or ask(say, "--partner", phrase("With whom"))
    where = country or ask(say, "--country", phrase("Country, as Malaysia or MY"), inputs.Country(say))
    what = _kind(session, kind)
    paper = instrument or choose(say, "--instrument", phrase("Instrument"), INSTRUMENTS, "mou")
    proposal = f"{say(INSTRUMENT_NAMES[paper])} {whom}"
    called = title or ask(say, "--title", phrase("Title"), default=proposal[:1].upper() + proposal[1:])
    on = signed or maybe_day(session, "--signed", phrase("Signed on, `unknown` if nobody knows the day"))
    year = on.earliest.year if isinstance(on, DateSpan) else None
    chosen = name or ask_new_id(session, id_for(whom, year, session.ids))
    facts = facts_meant(session, stated)
    if is_terminal():
        facts |= (ask_facts(session, facts) if on else {}) | ask_council(session, what, facts)
    value: dict[str, Data] = {
        "id": chosen,
        "title": called,
        "partner": given(name=whom, country=where, body=body),
        "kind": what,
        "instrument": paper,
        **given(signed=on),
        **{key: one for key, one in facts.items() if key not in ("mode", "source")},
    }
    if "mode" in facts:
        value["renewal"] = {"mode": facts["mode"]}
    if "source" in facts:
        value["sources"] = [source_of(facts, ("signed",) if on else ())]
    if fields:
        value["fields"] = fields
    return add(session, into, [NewRecord(value)], dry_run)


def _kind(session: EditSession, given_kind: str | None) -> str:
    """The kind asked for, one of those shipped or of the register's own, by its id or what it is called."""
    procedures = session.book.procedures
    kinds = (*procedures, OTHER)
    names = [{kind: kind_name(kind, procedures.get(kind)) for kind in kinds}]
    if given_kind:
        return inputs.one_of(session.say, given_kind, kinds, *options.given_as("kind"), lambda: names)
    return choose(session.say, "--kind", phrase("Kind"), kinds, labels=lambda: names)
