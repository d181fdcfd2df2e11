"""`mou sign`: record a signature."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.write.prompts import (
    When,
    ask_day,
    ask_facts,
    editing,
    fact_options,
    facts_meant,
    name_or_ask,
    record_argument,
    terms,
)
from mou_tracker.cli.write.questions import is_terminal, need
from mou_tracker.cli.write.session import agreement_of, change, open_session
from mou_tracker.edit.edits import Change, facts, sign
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Record that an agreement was signed, by all at once or by one party."))
    return options.make(
        "sign",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(
                ["--on"],
                type=When(say, unknown=True),
                metavar="DATE",
                help=say(phrase("The day of the signature; `unknown` if nobody knows it.")),
            ),
            click.Option(
                ["--by"], metavar="PARTY", help=say(phrase("Who signed, where each party signs on its own day."))
            ),
            *terms(say),
            *fact_options(say),
            *editing(say),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    on: DateSpan | str | None,
    by: str | None,
    replace: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
    **stated: Any,
) -> int:
    """Record the signature, and what else is given or answered."""
    need(say, {"ID": name, "--on": on})
    if by and on == "unknown":
        raise click.UsageError(say(phrase("{options} do not go together", options="--by, --on unknown")))
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: not one.signed))
    day = on or ask_day(session, "--on", phrase("Signed on"))
    wanted = facts_meant(session, stated)
    if is_terminal() and not agreement.signed:
        wanted |= ask_facts(session, {**_known(agreement), **wanted}, signing=True)

    def wanted_changes() -> list[Change]:
        return [*sign(agreement, day, by, replace), *facts(agreement, wanted, replace, ("signed",))]

    return change(session, agreement, wanted_changes, dry_run)


def _known(agreement: Agreement) -> dict[str, object]:
    mode = agreement.renewal.mode
    return {
        "term": agreement.term,
        "ends": agreement.ends,
        "mode": mode != "unknown" and mode,
        "owner": agreement.owner,
        "source": agreement.sources,
    }
