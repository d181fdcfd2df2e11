"""Why a record has its status, in one sentence with its arithmetic; and what to do next, by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from mou_tracker.agreement.procedure import Procedure, ProcedureStep
from mou_tracker.agreement.record import Agreement, Closing, Extension
from mou_tracker.approvals.progress import StepState
from mou_tracker.basics.dates import At, DateSpan, Period, as_period
from mou_tracker.basics.phrases import Joined, Phrase, Words, phrase, plural
from mou_tracker.language.labels import CLOSING_NAMES
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.deadlines import decision
from mou_tracker.status.distances import how_far, late, within


def ago(assessment: Assessment) -> Phrase:
    """How far the last day is from the day: `in 17 months`, `today`, `between 1 and 12 months from now`."""
    assert assessment.last_day is not None
    return how_far(assessment.as_of, assessment.last_day)


def arithmetic(assessment: Assessment) -> Phrase:
    """How the last day was reached: `27 November 2015 + 5 years: last day 27 November 2020`."""
    agreement, last = assessment.agreement, assessment.last_day
    assert last is not None
    closed = agreement.closed
    if assessment.closes and assessment.last_day == assessment.closes.on:
        return phrase("closes {when} ({how})", how=CLOSING_NAMES[assessment.closes.how], when=At(assessment.closes.on))
    if closed and assessment.last_day == closed.on:
        return phrase("{how} with {day} as its last day", how=CLOSING_NAMES[closed.how], day=closed.on)
    if agreement.ends_with and not agreement.ends:
        return phrase("it ends with {id}: last day {last}", id=agreement.ends_with, last=last)
    base = _base(assessment)
    times = assessment.course.times_renewed if assessment.course else 0
    if times:
        return plural(
            "{base}, renewed by itself {n} time by {period}: last day {last}",
            "{base}, renewed by itself {n} times by {period}: last day {last}",
            times,
            base=base,
            period=agreement.renewal.period or agreement.term,
            last=last,
        )
    return phrase("{base}: last day {last}", base=base, last=last)


def _base(assessment: Assessment) -> object:
    """What the end is counted from: the start and the terms, or the end that the text states."""
    agreement = assessment.agreement
    stated = agreement.ends
    parts: list[object] = [agreement.starts or agreement.signing or phrase("an unknown day")]
    if isinstance(agreement.term, Period) and not stated:
        parts.append(agreement.term)
    for extension in agreement.extensions:
        if extension.starts:
            if assessment.last_day and assessment.last_day.latest < extension.starts.earliest:
                break  # it is signed, but an earlier time in force still runs
            parts, stated = [extension.starts], None
        if extension.ends:
            stated = extension.ends
        elif isinstance(extension.term, Period):
            parts, stated = ([stated] if stated else parts) + [extension.term], None
    if stated:
        return phrase("end as stated")
    return Joined(tuple(parts), " + ") if len(parts) > 1 else parts[0]


def signing_day(agreement: Agreement) -> DateSpan | Phrase:
    """When it was signed, to be told after "signed"."""
    return agreement.signing or phrase("on an unknown day")


def unmeasured(agreement: Agreement) -> Extension | None:
    """The extension of which nobody knows for how long it is: then nobody knows the end, whatever the term was.

    None where there is none, or a later one says from when or until when it counts.
    """
    found = None
    for extension in agreement.extensions:
        if extension.term == "unknown" and not extension.ends:
            found = extension
        elif extension.ends or extension.starts or extension.term == "indefinite":
            found = None
    return found


def reason(assessment: Assessment) -> Phrase:
    """One sentence that says why the record has its status."""
    return _REASONS[assessment.status](assessment)


def _exploring(assessment: Assessment) -> Phrase:
    step = _exploring_through(assessment)
    if step and assessment.last_move:
        return phrase(
            "Nothing is recorded beyond {step}; the last entry is of {day}.", step=step, day=assessment.last_move
        )
    if step:
        return phrase("Nothing is recorded beyond {step}.", step=step)
    if assessment.last_move:
        return phrase(
            "Nothing is recorded beyond the letter of intent; the last entry is of {day}.", day=assessment.last_move
        )
    return phrase("Nothing is recorded beyond the letter of intent.")


def _exploring_through(assessment: Assessment) -> Words | None:
    """The last step of exploring, as its procedure calls it in a sentence."""
    procedure = assessment.procedure
    if procedure is None or procedure.exploring is None:
        return None
    at = procedure.position(procedure.exploring.through)
    return procedure.exploring.name or procedure.steps[at].name


def _pending(assessment: Assessment) -> Phrase:
    step, procedure = assessment.under_way, assessment.procedure
    assert step is not None
    assert procedure is not None
    assert procedure.council is not None
    council = procedure.council.name
    if step.since and step.step.limit is None:
        return phrase(
            "The {council} has been at it since {since}; no limit is known.", council=council, since=step.since
        )
    if step.due is None or step.since is None:
        return phrase(
            "The {council} has been at it since {since}; when its clock began is not known.",
            council=council,
            since=step.since,
        )
    since, due, limit = step.since, step.due, step.step.limit
    if step.days_late:
        return phrase(
            "Received by the {council} {received} + {limit} working days: due {due}, {late}.",
            council=council,
            received=At(since),
            limit=limit,
            due=due,
            late=late(assessment.as_of, due, step.days_late),
        )
    if not step.final:
        return phrase(
            "Received by the {council} {received} + {limit} working days: due {due}, provisionally: collective leave "
            "of that year is not published yet.",
            council=council,
            received=At(since),
            limit=limit,
            due=due,
        )
    return phrase(
        "Received by the {council} {received} + {limit} working days: due {due}.",
        council=council,
        received=At(since),
        limit=limit,
        due=due,
    )


def _in_approval(assessment: Assessment) -> Phrase:
    if assessment.path.refused:
        return phrase("{step} was refused; the path has stopped.", step=assessment.path.refused.step.name)
    done = _last_done(assessment)
    if assessment.under_way and assessment.under_way.since:
        return phrase(
            "{step} is under way since {day}.", step=assessment.under_way.step.name, day=assessment.under_way.since
        )
    if assessment.under_way:
        return phrase("{step} is under way.", step=assessment.under_way.step.name)
    if done and done.since:
        return phrase("{step} is done since {day}; nothing is recorded after it.", step=done.step.name, day=done.since)
    return phrase("Its approval is under way.")


def _last_done(assessment: Assessment) -> StepState | None:
    return next((s for s in reversed(assessment.path.steps) if s.state == "done"), None)


def _closes_unbegun(assessment: Assessment) -> bool:
    """Whether it is known to close before it comes into force."""
    begins, closes = assessment.begins, assessment.closes
    return bool(begins and closes and closes.on.latest < begins.earliest)


def _upcoming(assessment: Assessment) -> Phrase:
    if _closes_unbegun(assessment):
        return _until_the_end(assessment)
    begins = assessment.courses and DateSpan(assessment.courses[0].begins, assessment.courses[1].begins)
    return phrase("Signed {signed}, in force from {start}.", signed=signing_day(assessment.agreement), start=begins)


def _unknown(assessment: Assessment) -> Phrase:
    if assessment.closes:
        return _until_the_end(assessment)
    if assessment.agreement.ends_with:
        return phrase("It ends with {id}, whose end is not known.", id=assessment.agreement.ends_with)
    day, term = signing_day(assessment.agreement), assessment.agreement.term
    if extension := unmeasured(assessment.agreement):
        return phrase(
            "The extension signed {when} is of unknown term, so nothing can be said.", when=At(extension.signed)
        )
    if isinstance(term, Period):
        return phrase("Signed {day}, so nobody can tell when its term of {term} ends.", day=day, term=term)
    return phrase("Signed {day}; no term or end is recorded, so nothing can be said.", day=day)


def _active(assessment: Assessment) -> Phrase:
    if assessment.open_ended:
        return phrase("Signed {day}; in force without an end.", day=signing_day(assessment.agreement))
    course = assessment.course
    if course and course.window_cut and course.due_from and not assessment.closes:
        return phrase(
            "{arithmetic}, {when}; its renewal window is cut to half the term, {period}, and opens on {opens}.",
            arithmetic=arithmetic(assessment),
            when=ago(assessment),
            period=as_period(course.window_cut),
            opens=course.due_from,
        )
    return _until_the_end(assessment)


def _until_the_end(assessment: Assessment) -> Phrase:
    return phrase("{arithmetic}, {when}.", arithmetic=arithmetic(assessment), when=ago(assessment))


def _due(assessment: Assessment) -> Phrase:
    if assessment.closes:
        return _until_the_end(assessment)
    if not assessment.certain and assessment.last_day and assessment.last_day.earliest < assessment.as_of:
        return phrase("{arithmetic}; it may already have ended.", arithmetic=arithmetic(assessment))
    course = assessment.course
    if course and course.window_cut:
        return phrase(
            "{arithmetic}, {when}; the renewal window, cut to half the term, {period}, is open since {opens}.",
            arithmetic=arithmetic(assessment),
            when=ago(assessment),
            period=as_period(course.window_cut),
            opens=course.due_from,
        )
    return phrase(
        "{arithmetic}, {when}; the renewal window is open since {opens}.",
        arithmetic=arithmetic(assessment),
        when=ago(assessment),
        opens=assessment.course and assessment.course.due_from,
    )


def _lapsed(assessment: Assessment) -> Phrase:
    return phrase(
        "{arithmetic}, {when}; nothing signed renews it.", arithmetic=arithmetic(assessment), when=ago(assessment)
    )


def _renewed(assessment: Assessment) -> Phrase:
    assert assessment.successor is not None
    return phrase("{arithmetic}; renewed by {id}.", arithmetic=arithmetic(assessment), id=assessment.successor.id)


def _closed(assessment: Assessment) -> Phrase:
    closed = assessment.agreement.closed
    assert closed is not None
    how = CLOSING_NAMES[closed.how]
    if assessment.last_day and assessment.last_day.latest < closed.on.earliest:
        return phrase(
            "{how} {when}; the last day in force was {last}.", how=how, when=At(closed.on), last=assessment.last_day
        )
    if closed.by:
        return phrase("{how} by {id}; the last day was {day}.", how=how, id=closed.by, day=closed.on)
    return phrase("{how}; the last day was {day}.", how=how, day=closed.on)


_REASONS: dict[str, Callable[[Assessment], Phrase]] = {
    "exploring": _exploring,
    "pending-dprd": _pending,
    "in-approval": _in_approval,
    "upcoming": _upcoming,
    "unknown": _unknown,
    "active": _active,
    "due": _due,
    "lapsed": _lapsed,
    "renewed": _renewed,
    "closed": _closed,
}


def renewal_under_way(assessment: Assessment) -> Phrase | None:
    """The record that is to renew this one, with its own status."""
    successor = assessment.successor
    if successor is None:
        return None
    return phrase("renewal: {status}, {id}", status=successor.status_name, id=successor.id)


class Next(Struct, frozen=True):
    """The next thing to do, and the day by which; both None where nothing is to be done.

    `happens` tells that nobody has to do it: it comes about on that day. `provisional` tells that the day counts
    working days of a year whose collective leave is not published.
    """

    what: Phrase | None = None
    by: date | None = None
    happens: bool = False
    provisional: bool = False


def next_step(assessment: Assessment) -> Next:
    """What to do next, and by when: deadlines are the safe ones, counted from the earliest day."""
    match assessment.status:
        case "lapsed" | "due":
            return _next_ending(assessment)
        case "pending-dprd" | "in-approval" | "exploring":
            return _next_approval(assessment)
        case "upcoming" if assessment.closes and _closes_unbegun(assessment):
            return _next_closing(assessment.closes)
        case "upcoming":
            return Next(
                phrase("comes into force"), assessment.course.begins if assessment.course else None, happens=True
            )
        case "unknown" if assessment.successor and assessment.successor.signed:
            return Next(phrase("already renewed by {id}", id=assessment.successor.id))
        case "unknown" if assessment.closes:
            return _next_closing(assessment.closes)
        case "unknown" if isinstance(assessment.agreement.term, Period) and assessment.start is None:
            return Next(phrase("look up the day of signing in the signed text and record it"))
        case "unknown":
            return Next(phrase("look up the term in the signed text and record it"))
        case "active":
            return _next_active(assessment)
    return Next()


def _next_ending(assessment: Assessment) -> Next:
    successor, open_decision = assessment.successor, decision(assessment)
    by = _safe_day(assessment)
    if assessment.closes:
        return _next_closing(assessment.closes)
    if successor and successor.signed:
        return Next(phrase("already renewed by {id}", id=successor.id))
    if successor:
        return Next(phrase("bring {id} to signature", id=successor.id), by)
    if open_decision and open_decision.kind == "notice-by":
        what = phrase("give notice (else it renews by itself)")
        return Next(
            phrase("give notice (it is decided to let it lapse)") if assessment.decided == "lapse" else what, by
        )
    if assessment.decided == "lapse":
        last = assessment.last_day.earliest if assessment.last_day and assessment.status == "due" else None
        return Next(phrase("decided to let it lapse; close it"), last)
    if assessment.safe_start and assessment.first_step:
        return _next_start(assessment, assessment.safe_start, assessment.first_step)
    if assessment.decided == "renew":
        if assessment.course and assessment.course.notice_by:
            return Next(phrase("decided to renew: it renews by itself"), by, happens=True)
        return Next(phrase("decided to renew; prepare the renewal"), by)
    if assessment.first_step:
        return Next(phrase("how long the approval takes is not known: renew it or close it"), by)
    return Next(phrase("renew it or close it"), by)


def _next_closing(closes: Closing) -> Next:
    """A closing that is announced: nobody has to do anything."""
    return Next(phrase("it closes"), closes.on.earliest if closes.on.certain else None, happens=True)


def _next_active(assessment: Assessment) -> Next:
    """The earlier of two days: the window opens, or a renewal has to start."""
    if assessment.successor and assessment.successor.signed:
        return Next(phrase("already renewed by {id}", id=assessment.successor.id))
    if assessment.closes:
        return _next_closing(assessment.closes)
    opens = assessment.course.due_from if assessment.course else None
    if assessment.safe_start and assessment.first_step and (opens is None or assessment.safe_start <= opens):
        return _next_start(assessment, assessment.safe_start, assessment.first_step)
    return (
        Next(phrase("the renewal window opens"), opens, happens=True) if opens and opens > assessment.as_of else Next()
    )


def _next_start(assessment: Assessment, safe_start: date, first_step: ProcedureStep) -> Next:
    if safe_start >= assessment.as_of:
        return Next(
            phrase("begin the renewal ({step})", step=first_step.name),
            safe_start,
            provisional=not assessment.calendar_final,
        )
    late_by = within((assessment.as_of - safe_start).days, safe_start)
    too_late = phrase("too late for a renewal without a gap: {time}; start it now or close it", time=late_by)
    return Next(too_late, _safe_day(assessment))


def _safe_day(assessment: Assessment) -> date | None:
    """The day by which the next decision of an agreement in force has to be carried out."""
    return assessment.course.decision_day if assessment.course and assessment.status in ("due", "active") else None


def _next_approval(assessment: Assessment) -> Next:
    current, following = assessment.under_way, assessment.path.next
    if assessment.path.refused:
        return Next(phrase("revise the plan or close it"))
    if current:
        what = phrase("{step}: {actor} to act", step=current.step.name, actor=current.step.actor or "")
        if not current.step.actor:
            what = phrase("finish: {step}", step=current.step.name)
        return Next(what, current.due.earliest if current.due else None, provisional=not current.final)
    if assessment.closes:
        return _next_closing(assessment.closes)
    if following and following.step.actor:
        return Next(phrase("begin: {step} ({actor})", step=following.step.name, actor=following.step.actor))
    if following:
        return Next(phrase("begin: {step}", step=following.step.name))
    return Next(_first_thing(assessment.procedure))


def _first_thing(procedure: Procedure | None) -> Phrase:
    """What to do with a record of which no step is recorded."""
    if procedure is None:
        return phrase("sign a letter of intent or close it")
    if procedure.exploring and procedure.exploring.to_do:
        return phrase("{to_do} or close it", to_do=procedure.exploring.to_do)
    return phrase("begin: {step}, or close it", step=procedure.steps[0].name)
