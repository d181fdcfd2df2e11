"""What the program tells about itself: records that it cannot read, and people whom it cannot reach."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from typing import Literal

from mou_tracker.agreement.register import Book
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.core.memory import Matter, Memory

PATIENCE = timedelta(days=3)
NoticeKind = Literal["unreadable", "undelivered"]
UNREADABLE: NoticeKind = "unreadable"
UNDELIVERED: NoticeKind = "undelivered"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell `people` once. `agreement` is an id or empty; `address` is whom not to tell it to."""

    kind: NoticeKind
    agreement: str
    key: str
    text: Phrase
    people: tuple[str, ...]
    date: str = ""
    step: str = "once"
    since: Day = Day.min
    address: str = ""


def notices(book: Book, as_of: Day, memory: Memory) -> Iterator[Notice]:
    """All notices that hold on a day, told before or not."""
    yield from unreadable(book)
    for address, trouble in sorted(memory.troubles.items()):
        if trouble.since + PATIENCE <= as_of:
            text = phrase("mail to {address} could not be delivered since {day}: {reply}", address=address,
                          day=trouble.since, reply=trouble.reply)  # fmt: skip
            yield Notice(
                UNDELIVERED, "", f"{UNDELIVERED}:{address}", text, book.register.owner, trouble.since.isoformat(),
                address=address,
            )  # fmt: skip


def unreadable(book: Book) -> Iterator[Notice]:
    """One notice for each record that cannot be read, and for each file that holds errors outside its records."""
    people = book.register.maintainer or book.register.owner
    for broken in book.unreadable:
        place = phrase("{file}:{line}: {message}", file=broken.file, line=broken.line,
                       message=_named(broken.id, broken.message))  # fmt: skip
        yield Notice(UNREADABLE, broken.id or "", _problem(broken.file, broken.id, broken.message), place, people)
    told: set[str] = set()
    for finding in book.diagnostics:
        known = finding.agreement is not None or any(b.file == finding.file for b in book.unreadable)
        if finding.severity == "error" and not known and finding.file not in told:
            told.add(finding.file)
            place = phrase("{file}:{line}: {message}", file=finding.file, line=finding.span.line,
                           message=finding.message)  # fmt: skip
            yield Notice(UNREADABLE, "", _problem(finding.file, None, finding.message), place, people)


def _named(id: str | None, message: Phrase) -> Phrase:
    """What is wrong, with the id of the record where it is known."""
    return phrase("{id}: {why}", id=id, why=message) if id else message


def _problem(file: str, agreement: str | None, message: Phrase) -> str:
    """Names a problem by what is wrong and not by its line, which moves with every edit above it."""
    text = repr((file, agreement, message))
    return f"{UNREADABLE}:{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"


def mended(book: Book, memory: Memory) -> tuple[Matter, ...]:
    """Problems told before that are gone: should they come back, they are told again."""
    present = {(notice.agreement, notice.key) for notice in unreadable(book)}
    gone = (matter for matter in memory.through if matter.milestone.startswith(f"{UNREADABLE}:"))
    return tuple(sorted(matter for matter in gone if (matter.agreement, matter.milestone) not in present))
