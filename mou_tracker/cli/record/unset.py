"""`mou unset`: take fields away."""

from __future__ import annotations

from datetime import date

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.record.asking import asked_field, assignments
from mou_tracker.cli.write.prompts import editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import need
from mou_tracker.cli.write.session import agreement_to_mend, change, open_session
from mou_tracker.edit.assign import taken_away
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Take fields of an agreement away, or one item of a list: notes, renewal.notice, follow_ups[2]. What "
            "would be empty without them goes too."
        )
    )
    return options.make(
        "unset",
        say,
        text,
        run,
        [record_argument(), assignments("given", "FIELD"), *editing(say, replace=False)],
    )


def run(
    say: Wording, name: str | None, given: tuple[str, ...], dry_run: bool, path: str | None, as_of: date | None
) -> int:
    """Take the fields away."""
    need(say, {"ID": name, "FIELD": given})
    session = open_session(say, path, as_of)
    agreement = agreement_to_mend(session, name_or_ask(session, name, lambda _: True))
    fields = given or (asked_field(session, agreement, recorded=True),)
    return change(session, agreement, lambda: taken_away(agreement, fields, session.procedure(agreement)), dry_run)
