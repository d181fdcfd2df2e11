"""`mou remind`: tells what is due to be told, once, and shows what it would tell and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from mou_tracker.basics.addresses import wire_address
from mou_tracker.basics.dates import Period, parse_period
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.misuse import Misuse
from mou_tracker.language.wording import Wording

if TYPE_CHECKING:
    from mou_tracker.cli.remind.session import ReminderSession
    from mou_tracker.register.several import Named


class _Age(click.ParamType):  # type: ignore[type-arg]
    """How long ago something may be."""

    name = "period"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period; anything else is refused."""
        period = parse_period(value) if isinstance(value, str) else value
        if period is None:
            self.fail(self.say(phrase("{text} is no period such as `2 days`", text=repr(value))), param, ctx)
        assert isinstance(period, Period)
        return period


class _Address(click.ParamType):  # type: ignore[type-arg]
    """A mail address, as it goes over the wire."""

    name = "address"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address; anything else is refused."""
        address = wire_address(str(value))
        if address is None:
            self.fail(self.say(phrase("{text} is no mail address", text=repr(value))), param, ctx)
        return address


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Send the reminders that are due, each once. Quiet when nothing is; safe to run at any time."))
    return options.make("remind", say, text, run, [*_modes(say), *_ways(say), *options.reading(say)], _several)


def _modes(say: Wording) -> options.Params:
    def flag(name: str, help: str) -> click.Option:
        return click.Option([name], is_flag=True, help=help)

    return [
        flag("--dry-run", say(phrase("Show who would be told what and why, and why others are not. Touches nothing."))),
        flag("--init", say(phrase("Begin the ledger, before the first run. Sends nothing."))),
        flag("--adopt", say(phrase("Go on with the ledger of a register that was moved or renamed. Sends nothing."))),
        flag("--status", say(phrase("Show the last good run, what is not delivered, and what comes next."))),
        click.Option(
            ["--max-age"],
            type=_Age(say),
            default="2 days",
            metavar="PERIOD",
            help=say(phrase("With --status: exit with status 1 if the last good run is older than this; else 2 days.")),
        ),
        click.Option(
            ["--test-mail"],
            type=_Address(say),
            metavar="ADDRESS",
            help=say(phrase("Send one mail to prove the settings.")),
        ),
    ]


def _ways(say: Wording) -> options.Params:
    return [
        click.Option(
            ["--to"],
            type=_Address(say),
            metavar="ADDRESS",
            help=say(phrase("Rehearse: send everything to this address instead, and record nothing.")),
        ),
        click.Option(["--each"], is_flag=True, help=say(phrase("One mail an agreement instead of one a person."))),
        click.Option(
            ["--catch-up"],
            is_flag=True,
            help=say(phrase("Send although the last run is long ago or the mails are very many.")),
        ),
        click.Option(
            ["--settings"],
            metavar="FILE",
            help=say(phrase("How mail is sent. Else MOU_SETTINGS, mou.toml in ~/.config/mou, in /etc/mou.")),
        ),
        click.Option(
            ["--ledger"], metavar="FILE", help=say(phrase("The ledger's file. Else MOU_LEDGER, else the state folder."))
        ),
    ]


def run(say: Wording, path: str | None, as_of: date | None, ledger: str | None, **given: Any) -> int:
    """Do what was asked for."""
    modes = _modes_given(say, as_of, given)
    return _carried_out(say, modes, path, as_of, ledger, given)


def _several(say: Wording, registers: Sequence[Named], as_of: date | None, ledger: str | None, **given: Any) -> int:
    """The same for one register after another, each with its own ledger and deadline; none stops another."""
    from mou_tracker.cli.several import remind

    modes = _modes_given(say, as_of, given)
    remind.refuse_one_ledger(ledger, len(registers))
    return remind.one_by_one(say, registers, lambda path: _carried_out(say, modes, path, as_of, None, dict(given)))


def _modes_given(say: Wording, as_of: date | None, given: Mapping[str, Any]) -> list[str]:
    """The mode asked for, if any; a refusal where what is asked for does not go together."""
    modes = [name for name in ("dry_run", "init", "adopt", "status", "test_mail", "to") if given[name]]
    if len(modes) > 1:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in modes)
        raise click.UsageError(say(phrase("{options} do not go together", options=names)))
    asked = click.get_current_context().get_parameter_source("max_age") is not ParameterSource.DEFAULT
    if asked and not given["status"]:
        # Whoever asks how long ago the last run was does not want one.
        raise click.UsageError(say(phrase("{option} needs {other}", option="--max-age", other="--status")))
    if as_of is not None and not any(given[name] for name in _OTHER_DAYS):
        hint = phrase(
            "look with --dry-run, rehearse with --to ADDRESS, or begin with --init; a real run asks the clock"
        )
        raise Misuse(say(phrase("--as-of sends nothing: mails would tell what is not so today")), say(hint))
    return modes


def _carried_out(
    say: Wording, modes: list[str], path: str | None, as_of: date | None, ledger: str | None, given: dict[str, Any]
) -> int:
    from mou_tracker.mail.ledger_place import Unusable
    from mou_tracker.mail.settings_place import BadSettings

    given["ledger"] = ledger
    try:
        if modes == ["test_mail"]:
            return _test_mail(say, path, given)
        session = _opened(say, modes, path, as_of, given)
        return _looking(modes[0], session) if modes and modes[0] in _LOOKING else _sending(modes, session)
    except (Unusable, BadSettings) as error:
        raise Failure(error.message, error.hint) from None


def _opened(
    say: Wording, modes: list[str], path: str | None, as_of: date | None, given: dict[str, Any]
) -> ReminderSession:
    """What a mode works on; where a run's register cannot be read its maintainer is told."""
    from mou_tracker.cli.remind.session import open_session

    try:
        return open_session(say, path, as_of, given)
    except Failure as failure:
        if not modes:
            from mou_tracker.cli.remind import unreadable

            unreadable.tell(say, path, failure, given)
        raise


_OTHER_DAYS = ("dry_run", "to", "init")
_LOOKING = ("dry_run", "init", "adopt", "status")


def _looking(mode: str, session: ReminderSession) -> int:
    """The modes that send nothing, and load nothing of what sends."""
    from mou_tracker.cli.remind import preview

    modes = {
        "dry_run": preview.dry_run,
        "init": preview.init,
        "adopt": preview.adopt,
        "status": preview.status,
    }
    return modes[mode](session)


def _sending(modes: list[str], session: ReminderSession) -> int:
    from mou_tracker.cli.remind import send
    from mou_tracker.mail.message import CannotSend

    try:
        return send.rehearse(session) if modes else send.send(session)
    except CannotSend as error:
        return send.not_sent(session.say, error)


def _test_mail(say: Wording, path: str | None, given: Mapping[str, Any]) -> int:
    """Sent for the settings' sake alone: neither a ledger nor who the register is matters to it."""
    from mou_tracker.cli.register import load
    from mou_tracker.cli.remind import send
    from mou_tracker.mail.message import CannotSend

    try:
        return send.test_mail(load(say, path, None), given)
    except CannotSend as error:
        return send.not_sent(say, error)
