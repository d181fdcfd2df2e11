"""What to do next about a record, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mou_tracker.agreement.procedure import ProcedureStep
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.core.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Next:
    """The next thing to do, and the day by which; both None where nothing is to be done.

    `happens` tells that nobody has to do it: it comes about on that day. `provisional` tells that the day counts
    working days of a year whose collective leave is not published.
    """

    what: Phrase | None = None
    by: date | None = None
    happens: bool = False
    provisional: bool = False


def next_step(found: Assessment) -> Next:
    """What to do next, and by when: deadlines are the safe ones, counted from the earliest day."""
    match found.status:
        case "lapsed" | "due":
            return _next_ending(found)
        case "pending-dprd" | "in-approval" | "exploring":
            return _next_approval(found)
        case "upcoming":
            return Next(phrase("comes into force"), found.course.begins if found.course else None, happens=True)
        case "unknown" if found.successor and found.successor.signed:
            return Next(phrase("already renewed by {id}", id=found.successor.id))
        case "unknown":
            return Next(phrase("look up the term in the signed text and record it"))
        case "active":
            return _next_active(found)
    return Next()


def _next_ending(found: Assessment) -> Next:
    course, successor = found.course, found.successor
    by = course.decision_day if course and found.status == "due" else None
    if successor and successor.signed:
        return Next(phrase("already renewed by {id}", id=successor.id))
    if successor:
        return Next(phrase("bring {id} to signature", id=successor.id), by)
    if course and course.notice_by and found.status == "due":
        what = phrase("give notice, or it renews by itself")
        return Next(phrase("give notice: it is decided to let it lapse") if found.decided == "lapse" else what, by)
    if found.decided == "lapse":
        return Next(phrase("decided to let it lapse; close it"), by)
    if found.safe_start and found.first_step:
        return _next_start(found, found.safe_start, found.first_step)
    if found.decided == "renew":
        return Next(phrase("decided to renew; prepare the renewal"), by)
    return Next(phrase("renew it or close it"), by)


def _next_active(found: Assessment) -> Next:
    """The earlier of two days: the window opens, or a renewal has to start."""
    opens = found.course.due_from if found.course else None
    if found.safe_start and found.first_step and (opens is None or found.safe_start <= opens):
        return _next_start(found, found.safe_start, found.first_step)
    return Next(phrase("the renewal window opens"), opens, happens=True) if opens and opens > found.as_of else Next()


def _next_start(found: Assessment, safe_start: date, first_step: ProcedureStep) -> Next:
    if safe_start >= found.as_of:
        return Next(
            phrase("begin the renewal ({step})", step=first_step.name), safe_start, provisional=not found.calendar_final
        )
    late = plural(
        "too late for a renewal without a gap: {n} day; start it now or close it",
        "too late for a renewal without a gap: {n} days; start it now or close it",
        (found.as_of - safe_start).days,
    )
    return Next(late, found.course.decision_day if found.course else None)


def _next_approval(found: Assessment) -> Next:
    current, following = found.under_way, found.path.next
    if found.path.refused:
        return Next(phrase("revise the plan or close it"))
    if current:
        what = phrase("{step}: {actor} to act", step=current.step.name, actor=current.step.actor or "")
        if not current.step.actor:
            what = phrase("finish: {step}", step=current.step.name)
        return Next(what, current.due.earliest if current.due else None, provisional=not current.final)
    if following and following.step.actor:
        return Next(phrase("begin: {step} ({actor})", step=following.step.name, actor=following.step.actor))
    if following:
        return Next(phrase("begin: {step}", step=following.step.name))
    return Next(phrase("sign a letter of intent or close it"))
