"""`mou add`: one more item of a list."""

from __future__ import annotations

from datetime import date

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.record.asking import as_meant, asked_item, asked_list, assignments
from mou_tracker.cli.write.prompts import editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import need
from mou_tracker.cli.write.session import EditSession, agreement_to_mend, change, open_session
from mou_tracker.edit.assign import added
from mou_tracker.fields.typed import order_in
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Add to a list of an agreement: an item with its fields, as follow_ups what='Pelatihan guru' due=2027, "
            "or values, as fields pariwisata."
        )
    )
    return options.make(
        "add",
        say,
        text,
        run,
        [
            record_argument(),
            assignments("listed", "LIST", lone=True),
            assignments("given", "FIELD=VALUE"),
            *editing(say, replace=False),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    listed: str | None,
    given: tuple[str, ...],
    dry_run: bool,
    path: str | None,
    as_of: date | None,
) -> int:
    """Add the item."""
    need(say, {"ID": name, "LIST": listed, "FIELD=VALUE": given})
    session = open_session(say, path, as_of)
    agreement = agreement_to_mend(session, name_or_ask(session, name, lambda _: True))
    where = listed or asked_list(session)
    typed = [_as_meant(session, where, text) for text in given or asked_item(session, agreement, where)]
    order = order_in(session.raw.register.language)
    procedure = session.procedure(agreement)
    return change(session, agreement, lambda: added(agreement, where, typed, order, procedure), dry_run)


def _as_meant(session: EditSession, where: str, text: str) -> str:
    """A field of an item, or a value of a list, as `as_meant` has it."""
    key, equals, value = text.partition("=")
    return f"{key}={as_meant(session, f'{where}[].{key}', value)}" if equals else as_meant(session, where, text)
