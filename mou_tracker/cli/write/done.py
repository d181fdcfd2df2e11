"""`mou done`: record that a promise was kept."""

from __future__ import annotations

from datetime import date

import click
from click.shell_completion import CompletionItem

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.write.prompts import When, ask_day, editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import ask, missing, need
from mou_tracker.cli.write.session import EditSession, agreement_of, change, open_session
from mou_tracker.edit.edits import index_of, keep_promise
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase("Record that a promise (`follow_ups`) was kept. It is named by its text, a part of it, or its number.")
    )
    return options.make(
        "done",
        say,
        text,
        run,
        [
            record_argument(),
            click.Argument(["what"], metavar="PROMISE", required=False, shell_complete=_complete),
            click.Option(["--on"], type=When(say), metavar="DATE", help=say(phrase("When it was done."))),
            *editing(say),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    what: str | None,
    on: DateSpan | None,
    replace: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
) -> int:
    """Record the promise as kept."""
    need(say, {"ID": name, "FOLLOW-UP": what, "--on": on})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda one: any(not f.done for f in one.follow_ups)))
    index = _index(agreement, what) if what else _asked(session, agreement)
    day = on or ask_day(session, "--on", phrase("Done on"))
    return change(session, agreement, lambda: keep_promise(agreement, index, day, replace), dry_run)


def _complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from mou_tracker.cli.completing import complete_promises

    return complete_promises(ctx, incomplete)


def _asked(session: EditSession, agreement: Agreement) -> int:
    """The follow-up that is answered, of those that are open."""
    left = [f"{number} {one.what}" for number, one in enumerate(agreement.follow_ups, 1) if not one.done]
    if not left:
        raise missing(session.say, ["FOLLOW-UP"])
    asked = phrase("Which promise ({listed})", listed="; ".join(left))
    index: int = ask(session.say, "FOLLOW-UP", asked, lambda text: _index(agreement, text))
    return index


def _index(agreement: Agreement, what: str) -> int:
    """Which follow-up is meant; a Failure lists them where that is not certain."""
    names = [one.what for one in agreement.follow_ups]
    if what in names:
        return names.index(what)
    at = index_of(what, len(names))
    if at is not None:
        return at
    found = [index for index, one in enumerate(names) if what.casefold() in one.casefold()]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{number} {one}" for number, one in enumerate(names, 1))
    if not found:
        text = phrase("{id} has no promise {what}", id=agreement.id, what=repr(what))
    else:
        text = phrase("{what} fits several promises of {id}", what=repr(what), id=agreement.id)
    raise Failure(text, phrase("its promises: {listed}", listed=listed) if listed else None)
