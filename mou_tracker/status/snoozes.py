"""Which snooze of a record holds on a day and what it hides; every view and mail asks here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mou_tracker.agreement.as_of import events
from mou_tracker.agreement.record import Snooze
from mou_tracker.basics.dates import DateSpan, Period, ahead, back
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.deadlines import deadlines

LONGEST = Period(months=12)
LAST_MONTH = Period(months=1)
# The reason that `mou ack` records. Whoever has read a reminder hears of it again by the next rung itself.
ACKNOWLEDGED = "ack"
OF_END = ("renewed-itself", "last-day", "notice-by", "sign-by", "safe-start", "ending")


def limit(snooze: Snooze) -> date:
    """The latest day on which a snooze is over: its own, and at most 12 months after it was decided (spec 5)."""
    until = snooze.until.earliest
    return min(until, ahead(snooze.on.latest, LONGEST.length)) if snooze.on else until


def over_on(assessment: Assessment) -> date | None:
    """The day on which the record's snooze is over; None where it has none. What is recorded after `on` ends it."""
    snooze = assessment.agreement.snooze
    if snooze is None:
        return None
    moved = (day.earliest for day in _moves(assessment) if snooze.on and day.earliest > snooze.on.latest)
    return min((limit(snooze), *moved))


def running(assessment: Assessment) -> Snooze | None:
    """The snooze that holds on the day; None where there is none, it has not begun, or it is over.

    Where nobody recorded when it was decided it holds for the last 12 months before its day, so that none lasts longer.
    """
    snooze, over = assessment.agreement.snooze, over_on(assessment)
    if snooze is None or over is None or over <= assessment.as_of:
        return None
    begins = snooze.on.earliest if snooze.on else back(snooze.until.earliest, LONGEST.length)
    return snooze if begins <= assessment.as_of else None


def _moves(assessment: Assessment) -> Iterator[DateSpan]:
    """When something was recorded of it: an event, or what is to become of it."""
    decided = assessment.agreement.renewal.decided
    known = (*events(assessment.agreement), *((decided,) if decided else ()))
    return (day for day in known if day.earliest <= assessment.as_of)


def hides(assessment: Assessment, kind: str, day: date) -> bool:
    """Whether the snooze that holds hides a deadline or milestone of a kind.

    The last month before an end, or before the day to give notice, is hidden only where it says that the end is meant.
    """
    snooze = running(assessment)
    if snooze is None:
        return False
    of_end = kind in OF_END
    if snooze.what:
        return snooze.what == ("end" if of_end else "promises" if kind == "follow-up" else "approval")
    end = day if kind == "notice-by" else assessment.course.last_day if assessment.course else None
    return not (of_end and end and _last_month(end) <= assessment.as_of <= end)


def told_before(assessment: Assessment, until: date) -> date | None:
    """The end, or the day to give notice, that is told of before a day until which all is to be silent; None if none.

    Where notice stops a renewal its day is the one that counts, else the last day.
    """
    by_notice = bool(assessment.course and assessment.course.notice_by)
    for one in deadlines(assessment):
        meant = one.kind == "notice-by" and one.open if by_notice else one.kind == "last-day"
        if meant and one.day and assessment.as_of <= one.day.earliest and _last_month(one.day.earliest) < until:
            return one.day.earliest
    return None


def _last_month(end: date) -> date:
    """The first day of the month before an end."""
    return back(end, LAST_MONTH.length)
