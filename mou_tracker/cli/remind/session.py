"""What every mode of `mou remind` works on: the register on a day, the ledger's place, the settings and the rules."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import DecodeError, Struct, json
from msgspec.structs import replace

from mou_tracker import clock
from mou_tracker.agreement.register import Contact, Identity, Register
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli.register import LoadedRegister, calendar, load
from mou_tracker.language.wording import Wording
from mou_tracker.mail.ledger_place import (
    Missing,
    check_folder,
    check_place,
    missing,
    named_ledger,
    state_folder,
    usual_ledger,
)
from mou_tracker.mail.settings import Settings, read_settings
from mou_tracker.mail.settings_place import BadSettings, UnsafeSettings, not_read, settings_place
from mou_tracker.register.files import home_folder
from mou_tracker.reminders.due import begun, due
from mou_tracker.reminders.history import History, PastReminder
from mou_tracker.reminders.recipients import Recipient, recipient
from mou_tracker.reminders.run_plan import Plan, Rules, make_plan

if TYPE_CHECKING:
    from mou_tracker.mail.ledger import Ledger


class ReminderSession(Struct, frozen=True):
    """What every mode works on."""

    loaded: LoadedRegister
    identity: Identity
    ledger: Path
    given: Mapping[str, Any]

    @property
    def say(self) -> Wording:
        """The words of the screen."""
        return self.loaded.say

    def tell(self, said: Phrase) -> None:
        """A sentence about the run, on stderr."""
        click.echo(escape_text(self.say(said)).rstrip(), err=True)

    def print(self, said: Phrase) -> None:
        """A sentence that is the run's result, on stdout."""
        click.echo(escape_text(self.say(said)).rstrip())

    def settings(self) -> Settings:
        """How mail is sent. Raises BadSettings."""
        return settings_for(self.loaded, self.given["settings"])

    def rules(self, settings: Settings | None) -> Rules:
        """How the run is to be done."""
        domain, most = (settings.domain, settings.max_messages) if settings else ("localhost", 500)
        return Rules(domain, self.given["each"], most, self.given["catch_up"])

    def plan(self, rules: Rules, history: History) -> Plan:
        """What a run would do."""
        loaded = self.loaded
        return make_plan(loaded.assessments, loaded.book, calendar(loaded.book), loaded.as_of, history, rules)

    def begun(self) -> History:
        """What a ledger would remember that begins now."""
        loaded = self.loaded
        what = due(loaded.assessments, loaded.book, calendar(loaded.book), loaded.as_of, History())
        return begun(what.reminders, loaded.as_of)

    def to_adopt(self) -> tuple[Path, Path | None]:
        """The ledger of a register that is not where it was, and where it is to lie if that is elsewhere.

        Raises Missing or Failure.
        """
        state = state_folder(os.environ, home_folder())
        usual = usual_ledger(state, self.identity)
        path = self.ledger
        if not os.path.lexists(path) and path == usual:
            from mou_tracker.mail.ledger_file import ledgers_in

            left = [(at, owner) for at, owner in ledgers_in(state) if not os.path.lexists(owner.path)]
            if len(left) > 1:
                names = ", ".join(f"{at} ({owner})" for at, owner in left)
                raise Failure(
                    phrase("there are several ledgers whose register is gone: {names}", names=names),
                    phrase("say which one: mou remind --adopt --ledger FILE"),
                )
            if not left:
                raise missing(path)
            path = left[0][0]
        in_state = path.parent.parent == state and path != usual and not os.path.lexists(usual.parent)
        return path, usual if in_state else None

    @contextmanager
    def memory(self) -> Iterator[History]:
        """What the ledger remembers, only read; where there is none, said so, what one would that begins now."""
        try:
            check_place(self.ledger)
            from mou_tracker.mail.ledger_file import disk_errors, opened  # with SQLite, where there is a ledger

            with (
                disk_errors(self.ledger),
                opened(self.ledger, clock.now, write=False, register=self.identity) as ledger,
            ):
                yield ledger.memory()
        except Missing as error:
            self.tell(error.message)
            self.tell(phrase("shown as for the first run after: mou remind --init"))
            yield self.begun()


def settings_for(loaded: LoadedRegister, given: str | None) -> Settings:
    """How mail of a register is sent: by the file given, else by that of the user. Raises BadSettings."""
    place = settings_place(given, os.environ, home_folder(), loaded.path)
    try:
        return read_settings(place.file, os.environ)
    except UnsafeSettings:
        raise
    except BadSettings:
        if place.unread and not place.file.exists():
            raise not_read(place.unread, place.file) from None
        raise


def open_session(say: Wording, path: str | None, as_of: date | None, given: Mapping[str, Any]) -> ReminderSession:
    """Read the register and find the ledger."""
    loaded = load(say, path, as_of, telling=True)
    if not gc.isenabled():
        gc.freeze()  # what is there by now stays, and to look through it takes longer than all that is told
        gc.enable()  # a run that makes many mails makes many circles of objects too
    who = loaded.identity
    return ReminderSession(loaded, who, ledger_of(who, given["ledger"], _ids(loaded)), given)


def _ids(loaded: LoadedRegister) -> set[str]:
    """The ids of all records, broken ones too."""
    return {one.id for one in loaded.book.agreements} | {one.id for one in loaded.book.unreadable if one.id}


def ledger_of(register: Identity, given: str | None, ids: Collection[str]) -> Path:
    """The ledger named, else that of the register, which has the records `ids`. Raises Unusable."""
    named = named_ledger(given, os.environ)
    if named:
        return named
    state = state_folder(os.environ, home_folder())
    usual = usual_ledger(state, register)
    if not state.is_dir():
        return usual
    check_folder(state)  # whoever writes there could put another folder in the place of the register's
    if os.path.lexists(usual):
        return usual
    from mou_tracker.mail.ledger_file import find_ledger  # with SQLite

    return find_ledger(state, register, ids)


def remembered(loaded: LoadedRegister, agreement: str) -> tuple[list[PastReminder], History | None]:
    """What the ledger knows of one agreement, for `mou show`; None where there is no ledger. Raises Unusable."""
    who = loaded.identity
    path = ledger_of(who, None, _ids(loaded))
    try:
        check_place(path)
        from mou_tracker.mail.ledger_file import disk_errors, opened

        with disk_errors(path), opened(path, clock.now, write=False, register=who) as found:
            return found.history(agreement), found.memory()
    except Missing:
        return [], None


class Keepers(Struct, frozen=True):
    """What a mail needs of a register that cannot be read: as a run remembers it."""

    name: str | None
    timezone: str
    language: str
    people: tuple[Recipient, ...]


def keepers(register: Register) -> Keepers:
    """Who is to be told should the register become unreadable: its maintainer, else its owner."""
    people = tuple(person for name in register.maintainer if (person := recipient(name, register)))
    people = people or tuple(person for name in register.owner if (person := recipient(name, register)))
    return Keepers(register.name, register.timezone, register.language, people)


def known_keepers(ledger: Ledger) -> Keepers:
    """Whom a run remembered; of a ledger that is older, those who were told something last."""
    with suppress(DecodeError):
        return json.decode(ledger.known(), type=Keepers)
    people = tuple(Recipient(address) for address in ledger.last_told())
    return Keepers(None, Register().timezone, Register().language, people)


def kept_by(known: Keepers, register: Register) -> Register:
    """A register whose own section names nobody, with those who are remembered as its maintainer."""
    people = {f"keeper-{n}": Contact(one.name, one.address, one.language) for n, one in enumerate(known.people)}
    return replace(register, contacts={**register.contacts, **people}, maintainer=tuple(people))


def damaged(loaded: LoadedRegister) -> bool:
    """Whether something in the register could not be read."""
    return bool(loaded.book.unreadable) or any(found.severity == "error" for found in loaded.book.diagnostics)
