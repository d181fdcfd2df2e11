"""`mou set`: any field by its name."""

from __future__ import annotations

from datetime import date

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.record.asking import as_meant, asked_assignment, assignments, whole_assignment
from mou_tracker.cli.write.prompts import editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import need
from mou_tracker.cli.write.session import agreement_to_mend, change, open_session
from mou_tracker.edit.assign import assigned, split_assignment
from mou_tracker.fields.typed import order_in
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Record any field of an agreement by its name, as term='5 tahun' or renewal.mode=automatic; what stands "
            "there is replaced. One item of a list is named by its number or name: steps[signing].done=2026-11-20."
        )
    )
    return options.make(
        "set",
        say,
        text,
        run,
        [record_argument(), assignments("given", "FIELD=VALUE"), *editing(say, replace=False)],
    )


def run(
    say: Wording, name: str | None, given: tuple[str, ...], dry_run: bool, path: str | None, as_of: date | None
) -> int:
    """Record the fields."""
    need(say, {"ID": name, "FIELD=VALUE": given})
    session = open_session(say, path, as_of)
    agreement = agreement_to_mend(session, name_or_ask(session, name, lambda _: True))
    order = order_in(session.raw.register.language)
    typed = [whole_assignment(session, one) for one in given] or [asked_assignment(session, agreement)]
    pairs = ((path, as_meant(session, path, text)) for path, text in map(split_assignment, typed))
    return change(session, agreement, lambda: assigned(agreement, pairs, order, session.procedure(agreement)), dry_run)
