"""Everything dated, ahead or overdue, and the times without an agreement in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from mou_tracker.agreement.register import Register
from mou_tracker.agreement.terms import runs
from mou_tracker.basics.dates import DateSpan, EndRule, add_days
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.deadlines import Basis, Deadline, deadlines
from mou_tracker.status.snoozes import hides, over_on

if TYPE_CHECKING:
    from mou_tracker.status.filters import Query


class Gap(Struct, frozen=True):
    """The days, both inclusive, on which certainly nothing was in force; `lasts` while it has not ended."""

    first: date
    last: date
    lasts: bool = False

    @property
    def days(self) -> int:
        """How many calendar days."""
        return (self.last - self.first).days + 1


def gaps(assessment: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> list[Gap]:
    """All gaps of a record on its day, in order: before it began, within it, and after it."""
    return sorted((gap for gap in _gaps(assessment, rule, others) if gap), key=lambda gap: gap.first)


def _gaps(assessment: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> Iterator[Gap | None]:
    before = others.get(assessment.agreement.renews or "")
    if before and before.last_day and assessment.start:
        yield _between(before.last_day.latest, assessment.start.earliest)
    late, early = runs(assessment.agreement, rule, 1), runs(assessment.agreement, rule, 0)
    for (ended, _), (_, resumed) in pairwise(zip(late, early, strict=True)):
        end = ended.end()
        if end:
            yield _between(end, resumed.start)
    after = others.get(assessment.successor.id) if assessment.successor else None
    if assessment.status == "renewed" and after and after.start and assessment.last_day:
        yield _between(assessment.last_day.latest, after.start.earliest)
    if assessment.status == "lapsed" and assessment.last_day:
        yield Gap(add_days(assessment.last_day.latest, 1), assessment.as_of, lasts=True)


def _between(end: date, start: date) -> Gap | None:
    """The gap between a last day and a first day, None if there is none."""
    gap = Gap(add_days(end, 1), add_days(start, -1))
    return gap if gap.days > 0 else None


EntryKind = Literal["last-day", "notice-by", "sign-by", "approval", "safe-start", "follow-up"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("last-day", "notice-by", "sign-by", "approval", "safe-start", "follow-up")


class Entry(Struct, frozen=True):
    """One dated thing of one agreement; `day` is None for a promise without a date. `overdue` is past and undone.

    `basis` tells what the day rests on: the agreement's own text, the law, the office's targets, or a promise.
    `provisional` tells that it counts working days of a year whose collective leave is not published. `latest` is the
    last day that an uncertain end allows, where `day` is the one that is safe whatever it turns out to be. `place` is
    that of a promise among the record's follow-ups.
    """

    day: DateSpan | None
    kind: EntryKind
    assessment: Assessment
    what: Phrase
    basis: Basis
    owner: tuple[str, ...]
    overdue: bool
    provisional: bool
    latest: DateSpan | None
    place: int

    @property
    def days(self) -> int | None:
        """Calendar days from the day of looking, negative once past; counted to the earliest day."""
        return (self.day.earliest - self.assessment.as_of).days if self.day else None


def entries(assessment: Assessment, register: Register) -> Iterator[Entry]:
    """All entries of one agreement: the deadlines that still ask for something, and a last day that lies ahead."""
    for one in deadlines(assessment):
        ahead = one.kind == "last-day" and one.day is not None and assessment.as_of <= one.day.latest
        if one.kind != "renewed-itself" and (one.open or ahead):
            yield _entry(assessment, register, one.kind, one)


def snoozed_until(entry: Entry) -> date | None:
    """The day until which reminders of an entry are silent; None where none hides it."""
    found = entry.assessment
    day = entry.day.earliest if entry.day else found.as_of
    return over_on(found) if hides(found, entry.kind, day) else None


def agenda(assessments: Iterable[Assessment], register: Register, days: int | None = 90) -> list[Entry]:
    """What is overdue, what lies within `days` calendar days (None: however far), and promises without a date."""
    made = [entry for one in assessments for entry in entries(one, register)]
    kept = [e for e in made if e.overdue or e.day is None or days is None or within(e, days)]
    return sorted(kept, key=by_day)


def agenda_of_year(assessments: Iterable[Assessment], register: Register, year: int) -> list[Entry]:
    """What may fall on a day of a year, overdue or not."""
    made = (entry for one in assessments for entry in entries(one, register) if entry.day)
    kept = [one for one in made if one.day and one.day.earliest.year <= year <= one.day.latest.year]
    return sorted(kept, key=by_day)


def kinds_meant(words: Iterable[str]) -> set[str]:
    """The kinds of dates that were asked for, `ends` being the last days; all where nothing was."""
    return {"last-day" if word == "ends" else word for word in words} or {*ENTRY_KINDS}


class Wanted(Struct, frozen=True):
    """What to look at: so many days ahead, a year, or until a day, 90 days where nothing is said; and dates of which
    kinds, `ends` being the last days; none means all.
    """

    days: int | None = None
    year: int | None = None
    until: date | None = None
    what: tuple[str, ...] = ()

    def of(self, assessments: Iterable[Assessment], register: Register, as_of: date, query: Query) -> list[Entry]:
        """These entries of the records, of the owners that a query asks for."""
        if self.year is not None:
            found = agenda_of_year(assessments, register, self.year)
        else:
            days = (self.until - as_of).days if self.until else self.days
            found = agenda(assessments, register, 90 if days is None else days)
        kinds = kinds_meant(self.what)
        return [entry for entry in found if entry.kind in kinds and query.owns(entry.owner)]


def within(entry: Entry, days: int) -> bool:
    """Whether an entry's day lies between today and so many days on."""
    return entry.day is not None and entry.day.earliest <= entry.assessment.as_of + timedelta(days=days)


def by_day(entry: Entry) -> tuple[bool, date, str, str]:
    """Sort key: by day, those without one last."""
    return (entry.day is None, entry.day.earliest if entry.day else date.max, entry.assessment.agreement.id, entry.kind)


def _entry(assessment: Assessment, register: Register, kind: EntryKind, one: Deadline) -> Entry:
    owner = assessment.owner
    if one.follow_up:
        owner = register.addresses(one.follow_up.owner or assessment.agreement.owner)
    what, latest = _what(assessment, one), one.latest if one.latest != one.day else None
    return Entry(one.day, kind, assessment, what, one.basis, owner, one.overdue, one.provisional, latest, one.place)


def _what(assessment: Assessment, one: Deadline) -> Phrase:
    if one.follow_up:
        return phrase("{what}", what=one.follow_up.what)
    if one.step:
        return phrase("{step} is due", step=one.step.step.name)
    if one.kind == "safe-start" and assessment.first_step:
        return phrase("latest safe start of the renewal: {step}", step=assessment.first_step.name)
    safe = one.latest is not None and one.latest != one.day
    if one.kind == "notice-by":
        told = phrase("last day to give notice, or it renews by itself")
    elif one.kind == "sign-by":
        told = phrase("sign the renewal by this day")
    else:
        return phrase("last day in force")
    return phrase("{what} (the safe day)", what=told) if safe else told
