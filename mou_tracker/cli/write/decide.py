"""`mou decide`: record what is to become of an agreement."""

from __future__ import annotations

from datetime import date

import click

from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.write.prompts import When, editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import choose, need
from mou_tracker.cli.write.session import agreement_of, change, open_session
from mou_tracker.edit.edits import decide
from mou_tracker.language.wording import Wording

DECISIONS = ("renew", "lapse")


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Record the decision to renew an agreement or to let it lapse. A decision may be changed later."))
    return options.make(
        "decide",
        say,
        text,
        run,
        [
            record_argument(),
            click.Argument(["decision"], type=inputs.Word(DECISIONS, say), required=False),
            click.Option(
                ["--on"], type=When(say), metavar="DATE", help=say(phrase("When it was decided; else today."))
            ),
            *editing(say, replace=False),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    decision: str | None,
    on: DateSpan | None,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
) -> int:
    """Record the decision."""
    need(say, {"ID": name, "renew|lapse": decision})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: one.is_signed and not one.closed))
    chosen = decision or choose(say, "renew|lapse", phrase("What was decided"), DECISIONS)
    today = DateSpan(session.today, session.today)
    return change(session, agreement, lambda: decide(agreement, chosen, on, today), dry_run)
