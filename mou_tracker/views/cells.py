"""The short facts of a record for tables: dates as ISO, one phrase each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mou_tracker.agreement.procedure import ProcedureStep, article_words
from mou_tracker.agreement.record import Agreement, Numbers, PartnerContact
from mou_tracker.basics.dates import DateSpan, Period, distance
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import CLOSING_NAMES, INSTRUMENT_NAMES, SNOOZED_NAMES, partner_name
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.distances import late
from mou_tracker.status.reasons import Next, ago, next_step, renewal_under_way
from mou_tracker.status.snoozes import ACKNOWLEDGED, over_on, running


def iso(value: DateSpan | date | None) -> str:
    """A day or span as ISO text at its own precision; nothing where it is not known."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value.iso()


def who(assessment: Assessment, say: Wording) -> tuple[str, str, str]:
    """The first cells of a row: id, partner with country, instrument."""
    agreement = assessment.agreement
    return agreement.id, say(partner_name(agreement)), say(INSTRUMENT_NAMES[agreement.instrument])


MOST_CHILDREN = 5


def beside(assessment: Assessment, say: Wording, contacts: bool = False) -> list[str]:
    """What a list tells of a record besides its dates: numbers, the last activity, what still runs under it.

    That nothing was done is told of what is over or due: it helps to decide on a renewal. The person at the partner is
    told only with `contacts`.
    """
    agreement, last = assessment.agreement, assessment.last_activity
    told = [numbers_of(agreement, say)]
    if last:
        told.append(say(phrase("last activity {day}: {what}", day=iso(last.on), what=last.what)))
    elif assessment.status in ("lapsed", "due"):
        told.append(say(phrase("no activity is recorded")))
    if assessment.status == "lapsed" and assessment.running_children:
        told.append(say(running_children(assessment)))
    if contacts:
        told.append(contact_of(agreement, say))
    return [one for one in told if one]


def numbers_of(agreement: Agreement, say: Wording) -> str:
    """The numbers that the document bears, the own one first; nothing where none is recorded."""
    numbers = agreement.numbers or Numbers()
    if numbers.ours and numbers.theirs:
        return say(phrase("no. {ours}, the partner's {theirs}", ours=numbers.ours, theirs=numbers.theirs))
    if numbers.theirs:
        return say(phrase("the partner's no. {theirs}", theirs=numbers.theirs))
    return say(phrase("no. {ours}", ours=numbers.ours)) if numbers.ours else ""


def contact_of(agreement: Agreement, say: Wording) -> str:
    """The person at the partner with the ways to reach them; nothing where none is recorded."""
    person = agreement.contact or PartnerContact()
    ways = ", ".join(part for part in (person.name, person.email, person.phone) if part)
    return say(phrase("contact at the partner: {ways}", ways=ways)) if ways else ""


def running_children(assessment: Assessment) -> Phrase:
    """The agreements that are in force though the framework that they carry out is over."""
    running = assessment.running_children
    listed = ", ".join(one.agreement.id for one in running[:MOST_CHILDREN])
    return plural(
        "{n} agreement under it still runs: {listed}",
        "{n} agreements under it still run: {listed}",
        len(running),
        listed=listed + (", …" if len(running) > MOST_CHILDREN else ""),
    )


BASES: Mapping[str, Phrase] = {
    "agreement": phrase("the agreement's term"),
    "statute": phrase("law"),
    "target": phrase("office's target"),
    "promise": phrase("promised"),
}


def rests_on(known: ProcedureStep) -> Phrase:
    """What a step's limit rests on: law with its article, the office's target, or nothing known.

    Nothing unverified is called law.
    """
    if known.limit is None:
        return phrase("no limit known")
    if known.basis == "statute":
        return phrase("law: {article}", article=article_words(known.article or ""))
    return BASES["target"]


def basis(assessment: Assessment, say: Wording) -> str:
    """What the last day is counted from, as in `2015-11-27 + 5 years`."""
    agreement = assessment.agreement
    start = agreement.starts or agreement.signing
    if not agreement.signed or agreement.ends_with or any(e.starts for e in agreement.extensions):
        return ""
    if agreement.ends or any(e.ends for e in agreement.extensions):
        return say(phrase("end as stated"))
    if start is None:
        return ""
    terms = [agreement.term, *(e.term for e in agreement.extensions)]
    periods = [say.period(term) for term in terms if isinstance(term, Period)]
    times = assessment.course.times_renewed if assessment.course else 0
    each = agreement.renewal.period or agreement.term
    if times and isinstance(each, Period):
        periods.append(f"{times} × {say.period(each)}")
    return " + ".join([iso(start), *periods])


def facts(assessment: Assessment, say: Wording) -> tuple[str, str, str]:
    """Three cells that tell the dates of a record: what from, until when, how far away."""
    match assessment.status:
        case "exploring" | "pending-dprd" | "in-approval":
            return _approval(assessment, say)
        case "closed":
            closed = assessment.agreement.closed
            assert closed is not None
            return say(CLOSING_NAMES[closed.how]), say(phrase("last day {day}", day=iso(closed.on))), ""
        case "upcoming":
            begins = assessment.course.begins if assessment.course else None
            return basis(assessment, say), say(phrase("in force from {day}", day=iso(begins))), ""
    if assessment.last_day is None:
        signing = assessment.agreement.signing
        signed = say(phrase("signed {day}", day=iso(signing)) if signing else phrase("signed on an unknown day"))
        return signed, _endless(assessment, say), ""
    when = say(ago(assessment))
    if not assessment.certain or not assessment.last_day.certain:
        when = say(phrase("{when}, uncertain", when=when))
    return basis(assessment, say), say(phrase("last day {day}", day=iso(assessment.last_day))), when


def _endless(assessment: Assessment, say: Wording) -> str:
    """Why a record in force has no last day: it has no end, nobody knows its term, or nobody knows from when."""
    if assessment.open_ended:
        return say(phrase("no end"))
    term = assessment.agreement.term
    return say(phrase("term of {period}", period=term) if isinstance(term, Period) else phrase("term unknown"))


def _approval(assessment: Assessment, say: Wording) -> tuple[str, str, str]:
    step, consent = assessment.under_way, assessment.consent
    stalled = say(stalled_since(assessment)) if assessment.stalled else ""
    if consent and consent.since and not assessment.path.refused:
        council = consent.step.actor or consent.step.name
        agreed = phrase("{council} agreed {day}", council=council, day=iso(consent.since))
        latest = assessment.last_move or consent.since
        time = distance(latest.latest, assessment.as_of)
        idle = phrase("nothing since: {time}", time=time)
        if latest != consent.since:
            idle = phrase("nothing since {day}: {time}", day=iso(latest), time=time)
        return say(agreed), say(idle), ""
    if assessment.path.refused:
        refused = assessment.path.refused
        return say(phrase("{step}: refused {day}", step=refused.step.name, day=iso(refused.since))), "", stalled
    if step is None:
        moved = say(phrase("last entry {day}", day=iso(assessment.last_move))) if assessment.last_move else ""
        return ("", "", stalled) if stalled else (moved, "", "")
    since = say(phrase("{step} since {day}", step=step.step.name, day=iso(step.since)))
    due = say(phrase("due {day}", day=iso(step.due))) if step.due else say(phrase("due day not known"))
    if not step.final:
        due = say(phrase("{what} (provisional)", what=due))
    if step.due and step.days_late:
        return since, due, say(late(assessment.as_of, step.due, step.days_late))
    return since, due, stalled


def stalled_since(assessment: Assessment) -> Phrase:
    """Since when an unsigned record has not moved."""
    return phrase("stalled since {day}", day=iso(assessment.last_move))


def snoozed(assessment: Assessment) -> Phrase | None:
    """Until when a record, or a part of it, is silent, and why; None where it is not."""
    snooze = running(assessment)
    if snooze is None:
        return None
    day = iso(over_on(assessment))
    if snooze.why == ACKNOWLEDGED:
        return phrase("acknowledged until {day}", day=day)
    if snooze.what:
        told = phrase("snoozed until {day} ({what})", day=day, what=SNOOZED_NAMES[snooze.what])
    else:
        told = phrase("snoozed until {day}", day=day)
    return phrase("{what}: {why}", what=told, why=snooze.why) if snooze.why else told


def todo(assessment: Assessment, say: Wording) -> str:
    """The next step with its day, the renewal under way, and until when reminders of it are silent."""
    following: Next = next_step(assessment)
    parts = []
    if following.what:
        what = say(following.what)
        day = iso(following.by)
        when = phrase("{what} by {day}", what=what, day=day)
        if following.happens:
            when = phrase("{what} on {day}", what=what, day=day)
        elif following.by and following.by < assessment.as_of:
            when = phrase("{what}, due {day}", what=what, day=day)
        told = say(when) if following.by else what
        parts.append(say(phrase("{what} (provisional)", what=told)) if following.by and following.provisional else told)
    successor = renewal_under_way(assessment)
    if successor and assessment.successor and not assessment.successor.signed:
        parts.append(say(successor))
    promises = sum(not follow_up.done for follow_up in assessment.agreement.follow_ups)
    if promises and assessment.status not in ("closed", "renewed"):
        parts.append(say(plural("{n} promise open", "{n} promises open", promises)))
    silent = snoozed(assessment)
    if silent and assessment.status not in ("closed", "renewed"):
        parts.append(say(silent))
    return " · ".join(parts)
