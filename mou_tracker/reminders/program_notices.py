"""What the program tells about itself: records that it cannot read, people whom it cannot reach, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.register import Book, Register
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.reminders.history import History, Key
from mou_tracker.reminders.housekeeping import HousekeepingLine, lists
from mou_tracker.reminders.milestones import RecordMilestones

# Mail to an address fails for so long before its failing is told.
PATIENCE = timedelta(days=3)
NoticeKind = Literal["unreadable", "undelivered", "housekeeping", "unconfirmed", "held", "too-many"]
UNREADABLE: NoticeKind = "unreadable"
UNDELIVERED: NoticeKind = "undelivered"
LIST: NoticeKind = "housekeeping"
UNCONFIRMED: NoticeKind = "unconfirmed"
# A one-off of longer ago counts as told when a ledger begins; a clock that is further ahead of the last run is doubted.
LONG = timedelta(days=45)


class Notice(Struct, frozen=True):
    """One thing to tell `people` once. `agreement` is an id or empty; `address` is whom not to tell it to.

    `formerly` is the key by which ledgers of the first version know it.
    """

    kind: NoticeKind
    agreement: str
    key: str
    text: Phrase
    people: tuple[str, ...]
    date: str = ""
    step: str = "once"
    since: Day = Day.min
    address: str = ""
    lines: tuple[HousekeepingLine, ...] = ()
    formerly: str = ""


def notices(
    records: Sequence[RecordMilestones], book: Book, calendar: Calendar, as_of: Day, history: History
) -> Iterator[Notice]:
    """All notices that hold on a day, told before or not."""
    yield from unreadable(book)
    yield from _housekeeping(records, book.register, calendar, as_of, history)
    for address, trouble in sorted(history.troubles.items()):
        if trouble.since + PATIENCE <= as_of:
            text = phrase(
                "mail to {address} could not be delivered since {day}: {reply}",
                address=address,
                day=trouble.since,
                reply=trouble.reply,
            )
            yield Notice(
                UNDELIVERED,
                "",
                f"{UNDELIVERED}:{address}",
                text,
                book.register.owner,
                trouble.since.isoformat(),
                address=address,
            )
    for key, day in sorted(history.refused.items()):
        if key.milestone == LIST and as_of - LONG < day:
            text = phrase(
                "the mail server refused {address} on {day}: the list of what is open was not delivered",
                address=key.recipient,
                day=day,
            )
            refused = f"{UNDELIVERED}:{key.recipient}"
            yield Notice(UNDELIVERED, "", refused, text, book.register.owner, key.date, address=key.recipient)
    for id, lost in sorted(history.unconfirmed.items()):
        text = plural(
            "mail of {day} to {address} may not have arrived: it counts as sent after {n} try without an answer",
            "mail of {day} to {address} may not have arrived: it counts as sent after {n} tries without an answer",
            lost.tries,
            day=lost.first,
            address=lost.recipient,
        )
        yield Notice(UNCONFIRMED, "", f"{UNCONFIRMED}:{id}", text, book.register.owner, lost.first.isoformat())


def _housekeeping(
    records: Sequence[RecordMilestones], register: Register, calendar: Calendar, as_of: Day, history: History
) -> Iterator[Notice]:
    """One list for each owner, and the whole one for the register's owner, once a period."""

    def refused(start: Day, address: str) -> bool:
        return Key("", LIST, start.isoformat(), "list", address) in history.refused

    for told in lists(records, register, calendar, as_of, refused):
        n = len(told.lines)
        text = plural("{n} agreement is open without a next day", "{n} agreements are open without a next day", n)
        yield Notice(
            LIST, "", LIST, text, (told.name,), told.start.isoformat(), "list", told.start, lines=tuple(told.lines)
        )


def unreadable(book: Book) -> Iterator[Notice]:
    """One notice for each record that cannot be read, and for each file that holds errors outside its records."""
    people = book.register.maintainer or book.register.owner
    for broken in book.unreadable:
        place = phrase(
            "{file}:{line}: {message}", file=broken.file, line=broken.line, message=_named(broken.id, broken.message)
        )
        yield _unreadable(broken.file, broken.id, broken.message, place, people)
    told: set[str] = set()
    for lost in book.lost:
        if lost.file not in told:
            told.add(lost.file)
            place = phrase("{file}:{line}: {message}", file=lost.file, line=lost.line, message=lost.message)
            yield _unreadable(lost.file, None, lost.message, place, people)


WHOLE = f"{UNREADABLE}:register:"  # begins the key of a register that cannot be read at all


def register_unreadable(problem: Phrase, book: Book, same: str) -> Notice:
    """That nothing of the register can be read; `book` holds what is remembered of it.

    `same` says what the problem is, without the place from which it was seen.
    """
    key = _digest(same)
    text = phrase("the register cannot be read, and nobody is reminded until it can: {problem}", problem=problem)
    return Notice(UNREADABLE, "", f"{WHOLE}{key}", text, book.register.maintainer or book.register.owner)


def _named(id: str | None, message: Phrase) -> Phrase:
    """What is wrong, with the id of the record where it is known."""
    return phrase("{id}: {why}", id=id, why=message) if id else message


def _unreadable(file: str, agreement: str | None, message: Phrase, place: Phrase, people: tuple[str, ...]) -> Notice:
    """Named by what is wrong and not by its line, which moves with every edit above it.

    Nor by the whole path, which is another one for who runs it from another folder.
    """
    keys = [f"{UNREADABLE}:{_digest(repr((of, agreement, message)))}" for of in (file.rpartition("/")[2], file)]
    return Notice(UNREADABLE, agreement or "", keys[0], place, people, formerly=keys[1])


def _digest(text: str) -> str:
    from hashlib import sha256  # brings OpenSSL, which is slow to load

    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
