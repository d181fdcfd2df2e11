"""The list of all that is open without a day to speak of it: once a period, so that nothing falls silent for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from mou_tracker.agreement.as_of import events
from mou_tracker.agreement.register import Register
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import Period, add_days, ahead, back, distance
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import partner_name
from mou_tracker.reminders.answers import settled_by
from mou_tracker.reminders.milestones import Milestone, RecordMilestones
from mou_tracker.reminders.recipients import recipient, recipients
from mou_tracker.reminders.schedule import DIGEST, HOUSEKEEPING, ReminderPoint, digest_day
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.reasons import next_step
from mou_tracker.views.cells import snoozed

LATELY = Period(months=1)
_EPOCH = date(2000, 1, 1)  # periods are counted from here, so that a list is due without anybody remembering the last


class HousekeepingLine(Struct, frozen=True):
    """One line: the records that it speaks of, what is open, and the command that settles it."""

    agreements: tuple[str, ...]
    partner: Phrase | None
    why: Phrase
    command: str = ""


class PersonalList(Struct, frozen=True):
    """The lines for one person, a contact's id or an address; due from `start`, a day on which digests go out."""

    name: str
    start: date
    lines: list[HousekeepingLine]


def lists(
    records: Sequence[RecordMilestones],
    register: Register,
    calendar: Calendar,
    as_of: date,
    refused: Callable[[date, str], bool],
) -> list[PersonalList]:
    """The lists of the period on a day: each owner's own lines, and all of them for the register's owner."""
    period = register.reminders.housekeeping or HOUSEKEEPING
    if not isinstance(period, Period):
        return []
    opens, closes = period_of(as_of, period)
    on = (register.reminders.digest or DIGEST).on
    start = digest_day(opens, on, calendar)
    if as_of < start:
        return []
    # Between the days of lists nobody is told that a record is open with which somebody has just dealt.
    lately = back(as_of, LATELY.length)
    idle = [one for one in records if as_of == start or not _touched(one.assessment, lately)]
    found = list(_lines(idle, opens, closes))
    bosses = recipients(register.owner, register, lambda address: refused(start, address))
    whole = {told.recipient.address for told in bosses}
    made = {address: PersonalList(address, start, [line for _, line in found]) for address in whole}
    for owners, line in found:
        for owner in owners:
            person = recipient(owner, register)
            if person is None or refused(start, person.address) or person.address in whole:
                continue  # the register's owner has it
            made.setdefault(person.address, PersonalList(owner, start, [])).lines.append(line)
    return [made[address] for address in sorted(made) if made[address].lines]


def _touched(one: Assessment, since: date) -> bool:
    """Whether something was recorded about a record from a day on: an event, a decision, a promise kept, a snooze."""
    agreement, snooze = one.agreement, one.agreement.snooze
    days = [*events(agreement), agreement.renewal.decided, snooze.on if snooze else None]
    days += [follow_up.done for follow_up in agreement.follow_ups]
    days += [activity.on for activity in agreement.activities]
    return any(since <= day.latest <= one.as_of for day in days if day)


def period_of(as_of: date, period: Period) -> tuple[date, date]:
    """The first day of the period that a day lies in, and that of the next one."""
    months, days = period.length
    if not days:
        number = ((as_of.year - _EPOCH.year) * 12 + as_of.month - _EPOCH.month) // months
        each = Period(months=months)
    else:
        each = Period(days=months * 31 + days)
        number = (as_of - _EPOCH).days // each.days
    return _times(number, each), _times(number + 1, each)


def _times(number: int, each: Period) -> date:
    """The first day of the period of that number."""
    return ahead(_EPOCH, Period(months=number * each.months, days=number * each.days).length)


def _lines(
    records: Sequence[RecordMilestones], opens: date, closes: date
) -> Iterator[tuple[tuple[str, ...], HousekeepingLine]]:
    muted = []
    for record in records:
        one = record.assessment
        if _settled(one):
            continue
        if one.agreement.reminders == "none":
            muted.append(one.agreement.id)
            continue
        line = _line(record, opens, closes)
        if line:
            yield one.agreement.owner, line
    if muted:
        n = len(muted)
        why = plural(
            "{n} record says `reminders: none`: {ids}", "{n} records say `reminders: none`: {ids}", n, ids=tuple(muted)
        )
        yield (), HousekeepingLine(tuple(muted), None, why)


def _settled(one: Assessment) -> bool:
    """Whether nobody has to do anything about a record any more."""
    if one.status in ("closed", "renewed"):
        return True
    return one.decided == "lapse" and one.status == "lapsed"


def is_renewed(one: Assessment) -> bool:
    """Whether the next instrument is signed, though this one may still be in force."""
    return one.successor is not None and one.successor.signed


def _line(record: RecordMilestones, opens: date, closes: date) -> HousekeepingLine | None:
    """What a list says of a record, None where it is well or its ladders speak of it in this period."""
    one, found = record.assessment, record.milestones
    agreement = one.agreement
    partner = partner_name(agreement, ", ")
    silent_until = snoozed(one)
    if silent_until and not (one.agreement.snooze and one.agreement.snooze.what):
        return HousekeepingLine((agreement.id,), partner, silent_until, f"mou unset {agreement.id} snooze")
    spoken = any(opens <= point.day < closes for m in found for point in (*m.times.fixed, *_repeated(m, opens)))
    # Beside what is past its ladder: what its ladder leaves out of this period, where the periods are short.
    silent = [m for m in found if m.times.reached(one.as_of) and not (spoken and m.times.coming(one.as_of))]
    undated = [f for f in agreement.follow_ups if not f.done and f.due is None]
    well = one.status == "active" and one.certain and (one.open_ended or one.last_day is not None)
    well = well or (one.status == "due" and (one.decided == "lapse" or is_renewed(one)))
    if not silent_until and not undated and (spoken or (well and not _past(silent))):
        return None
    said = [*([silent_until] if silent_until else ()), *(_matter(m) for m in _past(silent)), *_state(one, well)]
    if undated:
        said.append(
            plural(
                "{n} promise has no day: {what}", "{n} promises have no day: {what}", len(undated), what=undated[0].what
            )
        )
    if not said:
        return None
    return HousekeepingLine((agreement.id,), partner, phrase("{parts}", parts=tuple(said)), settled_by(one, undated))


def _repeated(one: Milestone, opens: date) -> Iterator[ReminderPoint]:
    """The repetition that comes first in a period, where a ladder repeats for ever."""
    if one.times.every:
        point = one.times.coming(add_days(opens, -1))
        if point:
            yield point


def _past(silent: Sequence[Milestone]) -> list[Milestone]:
    """What is past its ladder and still wants something."""
    return [one for one in silent if one.kind in ("safe-start", "approval", "follow-up") and one.over]


def _matter(one: Milestone) -> Phrase:
    wait = distance(one.day.latest, one.assessment.as_of)
    if one.kind == "follow-up":
        return phrase("promised {period} ago: {what}", period=wait, what=one.subject)
    if one.kind == "approval":
        return phrase("{step} was due {period} ago", step=one.subject, period=wait)
    return phrase("the renewal should have started {period} ago", period=wait)


def _state(one: Assessment, well: bool) -> Iterator[Phrase]:
    """What is open about the record itself."""
    if well:
        return
    last = one.last_day
    if one.status == "lapsed" and last:
        yield phrase("lapsed {period} ago, neither renewed nor closed", period=distance(last.latest, one.as_of))
    elif one.status == "unknown":
        yield phrase("its term is not known")
    elif one.status == "upcoming":
        yield phrase("signed, not in force yet")
    elif one.status in ("due", "active") and last:
        yield phrase(
            "last day {day}: {what}", day=last, what=next_step(one).what or phrase("decide whether to renew it")
        )
    elif one.last_move:
        since = one.last_move.latest
        if since >= one.as_of:
            yield phrase("not signed: {what}", what=next_step(one).what or "")
        else:
            yield phrase(
                "not signed, nothing recorded for {period}: {what}",
                period=distance(since, one.as_of),
                what=next_step(one).what or "",
            )
    else:
        yield phrase("not signed, without any dated step: {what}", what=next_step(one).what or "")
