"""Who would be told what and why, why others are not, and what went out: for `mou remind` and `mou show`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import nsmallest
from typing import NamedTuple

from mou_tracker.agreement.register import Register
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import Period, add_days
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import DATE_NAMES
from mou_tracker.language.wording import Wording
from mou_tracker.reminders.due import Reminder, Silence, begun, long_past, of_record, told_on
from mou_tracker.reminders.history import History, PastReminder
from mou_tracker.reminders.housekeeping import is_renewed, lists, period_of
from mou_tracker.reminders.milestones import Milestone, RecordMilestones, coming, milestones_of
from mou_tracker.reminders.program_notices import Notice
from mou_tracker.reminders.recipients import recipients
from mou_tracker.reminders.run_plan import Message, Plan
from mou_tracker.reminders.schedule import HOUSEKEEPING, ReminderPoint, said
from mou_tracker.reminders.sentences import sentence, short
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.lines import Line, Part, beside, line
from mou_tracker.views.sections import Row, Section

MILESTONE_NAMES = {
    **DATE_NAMES,
    "renewed-itself": phrase("renewed by itself"),
    "unreadable": phrase("cannot be read"),
    "undelivered": phrase("mail not delivered"),
    "housekeeping": phrase("list of what is open"),
    "unconfirmed": phrase("mail not confirmed"),
    "held": phrase("mails held back"),
    "too-many": phrase("too many mails"),
    "next-step": phrase("next step"),
    "receipt": phrase("receipt"),
    "ending": phrase("end, as decided"),
    "snooze-over": phrase("end of a snooze"),
}


def plan_lines(plan: Plan, name: str, as_of: date, say: Wording, width: int | None) -> list[Line]:
    """The whole plan: mails with their reminders, then the silences with their reasons."""
    lines = [line(Part(name, "title"), f" · {say.day(as_of)}", indent=2), line()]
    if plan.hold:
        held = phrase("held back: {why}", why=plan.hold)
        lines += [line(Part(say(held), "lapsed"), indent=2), line()]
    if not plan.messages:
        lines += [line(say(phrase("Nothing would be sent."))), line()]
    for message in plan.messages:
        lines += [*_message(message, say), line()]
    if plan.kept:
        text = plural("{n} mail that a later run sends", "{n} mails that a later run sends", len(plan.kept))
        lines += [line(Part(say(text), "strong")), line()]
    for message in plan.kept:
        lines += [*_message(message, say), line()]
    if plan.due.silences:
        lines += [line(Part(say(phrase("Silent")), "strong"), f" {len(plan.due.silences)}")]
        styled = ((one, "lapsed" if one.lost else "") for one in plan.due.silences)
        lines += beside([((one.agreement or "–",), style, say(_silence(one))) for one, style in styled], width)
    return lines


def _message(message: Message, say: Wording) -> Iterator[Line]:
    to = message.recipient
    who = f"{to.name} <{to.address}>" if to.name else to.address
    count = plural("{n} reminder", "{n} reminders", len(message.reminders))
    again = say(phrase(", perhaps a repeat")) if message.repeat else ""
    beside = " · " + say(phrase("also by {channel}", channel=to.channel)) if to.channel else ""
    yield line(Part(say(phrase("to {who}", who=who)), "strong"), f" · {say(count)}{again}{beside}", indent=2)
    yield line("  ", say(short(message.reminders[0].about)), indent=4)
    for reminder in message.reminders:
        name = reminder.key.agreement or "–"
        yield line("  · ", Part(name, "strong"), f"  {say(sentence(reminder.about))}", indent=6)
        yield line("      ", Part(say(why(reminder)), "dim"), indent=8)


def why(reminder: Reminder) -> Phrase:
    """Why a reminder is due: its rung with its day, the rungs passed over, and why it comes to this person."""
    parts: list[Phrase] = []
    if isinstance(reminder.about, Notice):
        parts.append(phrase("told once"))
    else:
        parts.append(phrase("{step}, {day}", step=said(reminder.step.label), day=reminder.step.day.isoformat()))
    if reminder.passed:
        parts.append(phrase("passed over: {steps}", steps=[said(label) for label in reminder.passed]))
    if reminder.moved_from:
        parts.append(phrase("the date was {day} before", day=reminder.moved_from.isoformat()))
    if reminder.because:
        parts.append(phrase("to them since {why}", why=reminder.because))
    return phrase("{parts}", parts=tuple(parts))


def _silence(silence: Silence) -> Phrase:
    about = silence.about
    if about is None:
        return _reason(silence)
    day = about.day.iso() if isinstance(about, Milestone) else about.date
    what = phrase("{what} {day}", what=MILESTONE_NAMES[about.kind], day=day) if day else MILESTONE_NAMES[about.kind]
    return phrase("{what}: {why}", what=what, why=_reason(silence))


def _reason(silence: Silence) -> Phrase:
    if silence.coming is None:
        return silence.why
    return phrase(
        "{why}; next: {step}, {day}",
        why=silence.why,
        step=said(silence.coming.label),
        day=silence.coming.day.isoformat(),
    )


def unspoken(
    records: Sequence[RecordMilestones], register: Register, calendar: Calendar, as_of: date
) -> tuple[str, ...]:
    """The ids of the records that need somebody and of which nobody will hear: by no ladder, and in no list."""
    period = register.reminders.housekeeping or HOUSEKEEPING
    following = period_of(as_of, period)[1] if isinstance(period, Period) else as_of
    listed = {
        id
        for day in (as_of, add_days(as_of, _LISTS_WITHIN), add_days(following, _LISTS_WITHIN))
        for told in lists(records, register, calendar, day, lambda *_: False)
        for line in told.lines
        for id in line.agreements
    }

    def heard(one: RecordMilestones) -> bool:
        return any(m.times.coming(as_of) and _people(m, register) for m in one.milestones)

    silent = (one.assessment for one in records if not _well(one.assessment) and not heard(one))
    return tuple(one.agreement.id for one in silent if one.agreement.id not in listed)


_LISTS_WITHIN = 14  # days into a period; its lists go out by then, on the first day of digests


def _well(one: Assessment) -> bool:
    """Whether a record needs nobody now."""
    settled = one.status in ("renewed", "closed", "upcoming") or one.decided == "lapse"
    return settled or (one.status == "active" and one.certain) or (one.status == "due" and is_renewed(one))


def _people(milestone: Milestone, register: Register) -> str:
    told = recipients(milestone.owners, register, lambda _: False)
    return ", ".join(one.recipient.name or one.recipient.address for one in told)


class Announced(NamedTuple):
    """A rung of a milestone, and the day on which a mail tells of it."""

    day: date
    step: ReminderPoint
    about: Milestone


def announced(
    records: Sequence[RecordMilestones], register: Register, calendar: Calendar, history: History, most: int
) -> list[Announced]:
    """What is told next, in order: by the next run, with the digest for which it waits, or once its rung has come."""
    found = [one for record in records for one in _reached(record, register, calendar, history)]
    for step, about in coming(records, 2 * most):  # a digest is a few days away: those that come next are among these
        found.append(Announced(told_on(step, about, register, calendar), step, about))
    return nsmallest(most, found, key=lambda one: (one.day, one.about.assessment.agreement.id, one.about.key))


def _reached(record: RecordMilestones, register: Register, calendar: Calendar, history: History) -> Iterator[Announced]:
    """The rungs that are reached and not told yet, each once however many people hear of it."""
    told = {}
    for one in of_record(record, register, calendar, history):
        if isinstance(one.about, Milestone):
            if isinstance(one, Reminder):
                told[one.about.key] = Announced(record.assessment.as_of, one.step, one.about)
            elif one.digest:
                step, day = one.digest
                told.setdefault(one.about.key, Announced(day, step, one.about))
    yield from told.values()


def armed_lines(armed: Sequence[Announced], register: Register, say: Wording, width: int | None) -> list[Line]:
    """What is told next, in order, and who hears of each."""
    if not armed:
        return [line("  ", say(phrase("none")))]
    rows = []
    for day, step, about in armed:
        who = _people(about, register) or say(phrase("nobody"))
        told = " · ".join((_name(about, say), say(said(step.label)), who))
        rows.append(((day.isoformat(), about.assessment.agreement.id), "", told))
    return list(beside(rows, width))


MOST_SENT, MOST_COMING = 10, 3
_STATES = {
    "sent": phrase("told"),
    "assumed": phrase("counted as told when the ledger began"),
    "past": phrase("counts as told once a ledger begins"),
    "intent": phrase("sent, perhaps: the answer is not known"),
    "deferred": phrase("not delivered yet"),
    "refused": phrase("address refused"),
    "rejected": phrase("rejected by the mail server"),
}


def reminded(
    assessment: Assessment,
    register: Register,
    calendar: Calendar,
    past: Sequence[PastReminder],
    history: History | None,
    say: Wording,
) -> Section:
    """The section: `past` and `history` are what the ledger knows of the record, None where there is no ledger yet."""
    [record] = milestones_of([assessment], register, calendar)
    if history is None:
        on = assessment.as_of
        new = [one for one in of_record(record, register, calendar, History()) if isinstance(one, Reminder)]
        past, history = [PastReminder(one.key, (), "past", on) for one in long_past(new, on)], begun(new, on)
    rows = [
        *_past(past[-MOST_SENT:], say),
        *_due(record, register, calendar, history, say),
        *_coming(record, register, calendar, history, say),
    ]
    return Section(phrase("Reminders"), tuple(rows))


def _past(past: Sequence[PastReminder], say: Wording) -> Iterator[Row]:
    for one in past:
        kind = one.key.milestone.partition(":")[0]
        about = f"{say(MILESTONE_NAMES.get(kind) or phrase('{text}', text=kind))} {one.key.date}".rstrip()
        told = phrase(
            "{state}: {address}, {step}", state=_STATES[one.state], address=one.key.recipient, step=said(one.key.step)
        )
        yield one.day.isoformat(), about, say(told)


def _due(
    record: RecordMilestones, register: Register, calendar: Calendar, history: History, say: Wording
) -> Iterator[Row]:
    """What the next run tells, or the one reason why nothing is ever told."""
    for one in of_record(record, register, calendar, history):
        if isinstance(one, Reminder) and isinstance(one.about, Milestone):
            text = phrase("by the next run: {address}, {step}", address=one.key.recipient, step=said(one.step.label))
            yield record.assessment.as_of.isoformat(), _name(one.about, say), say(text)
        elif isinstance(one, Reminder):
            continue
        elif one.about is None:
            yield say(phrase("none")), "", say(phrase("because {why}", why=one.why))
        elif one.lost:
            yield say(phrase("none")), "", say(one.why)


def _coming(
    record: RecordMilestones, register: Register, calendar: Calendar, history: History, say: Wording
) -> Iterator[Row]:
    for day, step, milestone in announced([record], register, calendar, history, MOST_COMING):
        if day > record.assessment.as_of:  # what the next run tells stands before
            text: Phrase = said(step.label)
            yield day.isoformat(), _name(milestone, say), say(text)


def _name(milestone: Milestone, say: Wording) -> str:
    return f"{say(MILESTONE_NAMES[milestone.kind])} {milestone.day.iso()}"
