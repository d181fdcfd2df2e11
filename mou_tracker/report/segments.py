"""One agreement's time in pieces, for every picture of it: terms, extensions, gaps, renewal window, approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from msgspec import Struct

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.terms import TermInForce, as_extended
from mou_tracker.basics.dates import Bound, DateSpan, EndRule, add_days
from mou_tracker.status.assessment import Assessment

BandKind = Literal["term", "extension", "open", "unknown", "gap", "window", "approval", "late"]
MarkKind = Literal["step", "refused", "seen"]
FOREVER = DateSpan(date.max, date.max)
YEARS_BACK, YEARS_AHEAD = 20, 12
BOUNDS: tuple[Bound, Bound] = (0, 1)


class Band(NamedTuple):
    """A stretch of time, both ends inclusive; an end that is not fully known is a span of days.

    `open` has no end. Of `unknown` only the start is known: it is drawn to the day of looking and claims nothing.
    """

    kind: BandKind
    start: DateSpan
    end: DateSpan

    @property
    def sure(self) -> tuple[date, date] | None:
        """The days that belong to it whatever the uncertain dates turn out to be."""
        first, last = self.start.latest, self.end.earliest
        return (first, last) if first <= last else None


class Mark(NamedTuple):
    """A single event: an approval step taken or refused, or the day when an unsigned record was first known of."""

    kind: MarkKind
    day: DateSpan


def bands(assessment: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> tuple[Band, ...]:
    """All stretches of one record in the order in which they are painted; `others` are all records by id."""
    force = list(_in_force(assessment, rule))
    return (*force, *_gaps(assessment, force, others), *_window(assessment), *_approval(assessment))


def _in_force(assessment: Assessment, rule: EndRule) -> Iterator[Band]:
    """What was in force, cut where the agreement was closed."""
    closed = assessment.agreement.closed
    for band in _agreed(assessment, rule):
        if closed is None:
            yield band
        elif band.start.earliest <= closed.on.latest:
            yield band._replace(end=DateSpan(*map(min, band.end, closed.on)))


def _agreed(assessment: Assessment, rule: EndRule) -> Iterator[Band]:
    pieces = _pieces(assessment.agreement, rule)
    if not pieces:
        return
    *before, (kind, start, end) = pieces
    for piece in before:
        yield Band(piece[0], piece[1], piece[2] or piece[1])
    last = assessment.last_day
    if end is None:
        yield Band(kind, start, last) if last else Band("unknown", start, _until(assessment.as_of, start))
        return
    yield Band(kind, start, end)
    if last and assessment.course and assessment.course.times_renewed and last.latest > end.latest:
        yield Band("extension", _moved(end, 1), last)


Piece = tuple[BandKind, DateSpan, DateSpan | None]


def _pieces(agreement: Agreement, rule: EndRule) -> list[Piece]:
    """The terms as agreed, one after the other, by adding the extensions one by one."""
    made: list[Piece] = []
    chains = (as_extended(agreement, rule, bound) for bound in BOUNDS)
    for extension, early, late in zip((None, *agreement.extensions), *chains, strict=False):
        start, end = _span(early[-1].start, late[-1].start), _end(early[-1], late[-1])
        if extension is None or extension.starts:
            made.append(("open" if early[-1].open_ended else "term", start, end))
        else:
            _extend(made, end)
    return made


def _extend(made: list[Piece], end: DateSpan | None) -> None:
    """Lengthen the last piece by a new one; where it had no known end, or the end moves back, it is the piece's own."""
    _, start, before = made[-1]
    if before is None or before == FOREVER or (end is not None and end.latest <= before.latest):
        made[-1] = ("term", start, end)
    else:
        made.append(("open" if end == FOREVER else "extension", _moved(before, 1), end))


def _end(early: TermInForce, late: TermInForce) -> DateSpan | None:
    first, last = early.end(), late.end()
    if early.open_ended:
        return FOREVER
    return _span(first, last) if first and last else None


def _span(one: date, other: date) -> DateSpan:
    return DateSpan(min(one, other), max(one, other))


def _until(day: date, start: DateSpan) -> DateSpan:
    day = max(day, start.latest)
    return DateSpan(day, day)


def _moved(span: DateSpan, days: int) -> DateSpan:
    return DateSpan(add_days(span.earliest, days), add_days(span.latest, days))


def _gaps(assessment: Assessment, force: list[Band], others: Mapping[str, Assessment]) -> Iterator[Band]:
    """Where nothing was in force: between two terms, and after the last one until it was renewed or is looked at."""
    for band, after in pairwise(force):
        if _moved(band.end, 1).latest < after.start.earliest:
            yield Band("gap", _moved(band.end, 1), _moved(after.start, -1))
    if not force or assessment.last_day is None or assessment.status not in ("lapsed", "renewed"):
        return
    successor = others.get(assessment.successor.id) if assessment.successor else None
    until = DateSpan(assessment.as_of, assessment.as_of)
    if assessment.status == "renewed" and successor and successor.start:
        until = _moved(successor.start, -1)
    if assessment.last_day.latest < until.earliest:
        yield Band("gap", _moved(assessment.last_day, 1), until)


def _window(assessment: Assessment) -> Iterator[Band]:
    course = assessment.course
    if course and course.window_opens and course.decision_day and assessment.status not in ("renewed", "closed"):
        opens = max(course.window_opens, course.begins)
        yield Band("window", DateSpan(opens, opens), DateSpan(course.decision_day, course.decision_day))


def _approval(assessment: Assessment) -> Iterator[Band]:
    """From the first dated step to the last one, or to the due day of the step under way, and past it if late."""
    days = [day for state in assessment.path.steps if state.entry for day in state.entry.days]
    if not days:
        return
    first, last = min(days), max(days, key=lambda day: day.latest)
    step = assessment.under_way
    if step and step.due and not assessment.agreement.signed:
        yield Band("approval", first, step.due)
        if step.days_late:
            yield Band("late", _moved(step.due, 1), DateSpan(assessment.as_of, assessment.as_of))
        return
    if first != last:
        yield Band("approval", first, last)


def marks(assessment: Assessment) -> tuple[Mark, ...]:
    """The single events worth a sign of their own."""
    made = [
        Mark("refused" if state.state == "refused" else "step", day)
        for state in assessment.path.steps
        if state.entry and (day := state.entry.done or state.since)
    ]
    if not made and not assessment.agreement.signed and assessment.last_move:
        made.append(Mark("seen", assessment.last_move))
    return tuple(made)


class Axis(Struct, frozen=True):
    """The years that a picture shows, from the first of January of one to the end of another."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day begins, from 0 to 1; days outside stick to the edges."""
        return min(1.0, max(0.0, (day - self.first).days / ((self.last - self.first).days + 1)))

    def after(self, day: date) -> float:
        """Where a day ends."""
        return self.at(add_days(day, 1))

    def years(self, most: int) -> list[int]:
        """Round years for the head, at most so many."""
        count = self.last.year - self.first.year + 1
        step = next((s for s in (1, 2, 5, 10, 20, 50) if count <= s * most), 100)
        return [year for year in range(self.first.year, self.last.year + 1) if year % step == 0]


def axis(drawn: Iterable[Band], as_of: date) -> Axis:
    """The years of all bands, not more than 20 back and 12 ahead, with some room for writing on the right."""
    known = list(drawn)
    first = min((band.start.earliest.year for band in known), default=as_of.year)
    last = max((band.end.latest.year for band in known if band.end != FOREVER), default=as_of.year)
    first = min(max(first, as_of.year - YEARS_BACK), as_of.year - 1)
    last = max(min(last, as_of.year + YEARS_AHEAD), as_of.year + 1)
    room = max(1, (last - first) // 8)
    return Axis(date(max(first, 1), 1, 1), date(min(last + room, 9999), 12, 31))
