"""One agreement whole, as titled sections of rows: what `mou show` prints in every text format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from mou_tracker.agreement.procedure import ProcedureStep
from mou_tracker.agreement.record import Agreement, Numbers, Signature, Snooze, Step, leaves
from mou_tracker.agreement.register import Register
from mou_tracker.approvals.progress import StepState
from mou_tracker.basics.dates import At, DateSpan, Period, as_period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import (
    CLOSING_NAMES,
    INSTRUMENT_NAMES,
    MODE_NAMES,
    OUTCOME_NAMES,
    SNOOZED_NAMES,
    kind_name,
    told,
    worded,
)
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import Gap
from mou_tracker.status.assess import renewal_window
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.distances import late
from mou_tracker.status.reasons import arithmetic, unmeasured
from mou_tracker.status.snoozes import ACKNOWLEDGED, over_on, running
from mou_tracker.views.cells import iso, rests_on

Row = tuple[str, ...]


class Section(Struct, frozen=True):
    """A heading and its rows; the last cell of a row may be long."""

    title: Phrase
    rows: tuple[Row, ...]


def sections(
    assessment: Assessment, register: Register, say: Wording, without: Sequence[Gap] = (), contacts: bool = False
) -> list[Section]:
    """All sections that have something to say; `without` are the times in which nothing was in force.

    The person at the partner is told only with `contacts`.
    """
    made = [
        Section(phrase("Agreement"), tuple(_identity(assessment, say, contacts))),
        Section(phrase("Carried out by"), tuple(_relative(one, say) for one in assessment.children)),
        Section(phrase("How each date was reached"), (*_dates(assessment, register, say), *_gap_rows(without, say))),
        Section(phrase("History"), tuple(_history(assessment, say))),
        Section(
            phrase("Approval path"), tuple(_path_row(step, assessment.as_of, say) for step in assessment.path.steps)
        ),
        Section(phrase("Activities"), tuple(_activities(assessment))),
        Section(phrase("Promises"), tuple(_follow_ups(assessment, say))),
        Section(phrase("Documents"), tuple((d.title, d.path or d.url or "") for d in assessment.agreement.documents)),
        Section(phrase("Sources"), tuple(_sources(assessment, say))),
        Section(phrase("Notes"), ((assessment.agreement.notes.strip(),),) if assessment.agreement.notes else ()),
        Section(phrase("Also recorded"), tuple(_others(assessment, say))),
    ]
    return [section for section in made if section.rows]


# Fields that the sections above tell in their own way, so that their bare value need not stand anywhere.
TOLD = frozenset(
    (
        *(
            "id",
            "title",
            "partner.name",
            "partner.country",
            "partner.body",
            "partner.place",
            "kind",
            "instrument",
            "since",
            "starts",
        ),
        *("partners[].name", "partners[].country", "partners[].body", "partners[].place", "signed[].name"),
        *(
            "signed[].title",
            "signed[].on",
            "signed[].by",
            "notice_given",
            "renewal.mode",
            "renewal.period",
            "renewal.times",
        ),
        *("renewal.notice", "renewal.decision", "closed.on", "closed.how", "closed.by", "renews", "owner", "fields"),
        *("extensions[].signed", "extensions[].starts", "steps[].step", "steps[].received", "steps[].started"),
        *("steps[].done", "steps[].outcome", "steps[].reference", "steps[].note", "follow_ups[].what"),
        *("follow_ups[].due", "follow_ups[].done"),
        *("documents[].title", "documents[].path"),
        *("documents[].url", "sources[].title", "sources[].publisher", "sources[].published", "sources[].url"),
        *("snooze.until", "snooze.why", "snooze.by", "snooze.on", "snooze.what"),
        *("sources[].file", "sources[].says", "notes", "numbers.ours", "numbers.theirs", "under", "unit", "place"),
        *("contact.name", "contact.email", "contact.phone"),
        *("activities[].on", "activities[].what", "activities[].url"),
    )
)
_KEY = pattern(r"\[.*\]", re.DOTALL)


def _others(assessment: Assessment, say: Wording) -> Iterator[Row]:
    """Whatever else the record gives, by the words for its field: what has no row of its own is shown all the same."""
    agreement, elsewhere = assessment.agreement, {*TOLD}
    if agreement.signed and not (assessment.agreement.closed or assessment.closes):
        elsewhere |= {"ends"} if agreement.ends else {"term"}  # the arithmetic of the last day names it
    for path, value in leaves(agreement):
        if _KEY.sub("[]", path) not in elsewhere:
            yield say(worded(path, assessment.procedure)), say.spell(told(path, value))


def _identity(assessment: Assessment, say: Wording, contacts: bool) -> Iterator[Row]:
    agreement = assessment.agreement
    numbers = agreement.numbers or Numbers()
    for partner in agreement.parties:
        where = ", ".join(part for part in (partner.name, partner.place, partner.country) if part)
        yield say(phrase("Partner")), where + (f" ({partner.body})" if partner.body else "")
    yield say(phrase("Kind")), say.spell(kind_name(agreement.kind, assessment.procedure))
    yield say(phrase("Instrument")), say(INSTRUMENT_NAMES[agreement.instrument])
    if numbers.ours:
        yield say(phrase("Number")), numbers.ours
    if numbers.theirs:
        yield say(phrase("The partner's number")), numbers.theirs
    if agreement.under:
        above = _relative(assessment.framework, say) if assessment.framework else (agreement.under,)
        yield say(phrase("Under the framework")), ", ".join(part for part in above if part)
    if agreement.place:
        yield say(phrase("Signed in")), agreement.place
    if agreement.unit:
        yield say(phrase("Unit in charge")), agreement.unit
    if agreement.fields:
        yield say(phrase("Fields")), ", ".join(agreement.fields)
    yield say(phrase("Renewal")), _renewal(agreement, say)
    if agreement.renews:
        yield say(phrase("Renews")), agreement.renews
    if assessment.successor:
        yield say(phrase("Renewed by")), assessment.successor.id
    if agreement.snooze:
        yield say(phrase("Snooze")), _snooze(assessment, agreement.snooze, say)
    yield say(phrase("Owner")), ", ".join(assessment.owner) or say(phrase("nobody is named"))
    person = agreement.contact if contacts else None
    if person:
        ways = (person.name, person.email, person.phone)
        yield say(phrase("Contact at the partner")), ", ".join(way for way in ways if way)
    yield say(phrase("Recorded in")), f"{agreement.file}:{agreement.line}"


def _snooze(assessment: Assessment, snooze: Snooze, say: Wording) -> str:
    """Until when, about what, why, and who decided it when; whether it holds on the day."""
    parts = [say(phrase("until {day}", day=iso(snooze.until)))]
    over = over_on(assessment)
    if over and over <= assessment.as_of and over != snooze.until.earliest:
        parts.append(say(phrase("over since {day}", day=iso(over))))
    elif over and over <= assessment.as_of:
        parts.append(say(phrase("over")))
    elif running(assessment) is None:
        parts.append(say(phrase("not begun")))
    if snooze.what:
        parts.append(say(SNOOZED_NAMES[snooze.what]))
    if snooze.why:
        parts.append(say(phrase("acknowledged")) if snooze.why == ACKNOWLEDGED else snooze.why)
    if snooze.by:
        parts.append(snooze.by)
    if snooze.on:
        parts.append(iso(snooze.on))
    return " · ".join(parts)


def _relative(one: Assessment, say: Wording) -> Row:
    """A framework or an agreement under it in short: what it is and how it stands on the day."""
    end = say(phrase("last day {day}", day=iso(one.last_day))) if one.last_day else ""
    return one.agreement.id, say(INSTRUMENT_NAMES[one.agreement.instrument]), say(one.status_name), end


def _activities(assessment: Assessment) -> Iterator[Row]:
    """What was done under it, in the order of its days; addresses have a column where there is one."""
    activities = sorted(assessment.agreement.activities, key=lambda one: one.on)
    linked = any(one.url for one in activities)
    for one in activities:
        yield (iso(one.on), one.what, one.url or "") if linked else (iso(one.on), one.what)


def _renewal(agreement: Agreement, say: Wording) -> str:
    renewal = agreement.renewal
    parts = [say(MODE_NAMES[renewal.mode])]
    if renewal.period:
        parts.append(say(phrase("by {period} each time", period=renewal.period)))
    if renewal.times:
        parts.append(say(plural("at most {n} time", "at most {n} times", renewal.times)))
    if renewal.notice:
        parts.append(say(phrase("notice of {period}", period=renewal.notice)))
    if renewal.decision == "renew":
        parts.append(say(phrase("decided to renew")))
    if renewal.decision == "lapse":
        parts.append(say(phrase("decided to let it lapse")))
    return ", ".join(parts)


def _dates(assessment: Assessment, register: Register, say: Wording) -> Iterator[Row]:
    agreement, course = assessment.agreement, assessment.course
    if course is None:
        return
    if agreement.signing is None:
        yield say(phrase("signed")), "–", say(phrase("on an unknown day"))
    how = phrase("as the text says") if agreement.starts else phrase("the day of the last signature")
    if assessment.start is None:
        how = phrase("nobody knows when it was signed")
    yield say(phrase("in force from")), iso(assessment.start) or "–", say(how)
    if assessment.begins and assessment.begins != assessment.start:
        yield say(phrase("in force again from")), iso(assessment.begins), say(phrase("as the extension says"))
    if assessment.last_day is None:
        text = phrase("it has no end") if assessment.open_ended else phrase("no term or end is recorded")
        if isinstance(agreement.term, Period) and not assessment.open_ended:
            text = phrase("its term of {period} counts from a day that nobody knows", period=agreement.term)
        if extension := unmeasured(agreement):
            text = phrase("the extension signed {when} is of unknown term", when=At(extension.signed))
        yield say(phrase("last day")), "–", say(text)
        return
    yield say(phrase("last day")), iso(assessment.last_day), say(arithmetic(assessment))
    if assessment.closes:
        return
    if course.notice_by:
        yield say(phrase("notice by")), iso(course.notice_by), say(_notice_how(agreement))
    elif course.decision_day:
        yield say(phrase("renewal deadline")), iso(course.decision_day), say(_deadline_how(assessment))
    if course.window_opens:
        usual = renewal_window(register, agreement, assessment.procedure)
        window = phrase("{period} before that", period=usual)
        if course.window_cut:
            half = as_period(course.window_cut)
            window = phrase("{half} before that, half the term: {period} would be longer", half=half, period=usual)
        elif course.notice_by:
            window = phrase("{period} before that, or with its term", period=usual)
        yield say(phrase("window opens")), iso(course.window_opens), say(window)


def _gap_rows(without: Sequence[Gap], say: Wording) -> Iterator[Row]:
    for gap in without:
        days = plural("{n} day, and no end yet", "{n} days, and no end yet", gap.days)
        if not gap.lasts:
            days = plural("{n} day", "{n} days", gap.days)
        span = phrase("{first} to {last}", first=iso(gap.first), last=iso(gap.last))
        yield say(phrase("not in force")), say(span), say(days)


def _notice_how(agreement: Agreement) -> Phrase:
    notice = agreement.renewal.notice
    if notice is None:
        return phrase("no notice period is recorded, so the last day itself")
    return phrase("the last day that leaves the whole notice period of {period}", period=notice)


def _deadline_how(assessment: Assessment) -> Phrase:
    last = assessment.last_day
    if last and not last.certain:
        return phrase("safe: counted from the earliest day on which it may end, {last}", last=last)
    if _end_stated(assessment.agreement):
        return phrase("the end as the text states it")
    return phrase("the day before the corresponding day: safe whether the text counts that day or not")


def _end_stated(agreement: Agreement) -> bool:
    """Whether the last word on its end is a day, not a term."""
    lengthened = [extension for extension in agreement.extensions if extension.ends or extension.term]
    return bool(lengthened[-1].ends if lengthened else agreement.ends)


def _history(assessment: Assessment, say: Wording) -> Iterator[Row]:
    """What happened, in order of its earliest days."""
    agreement = assessment.agreement
    events: list[tuple[DateSpan, str]] = []
    if agreement.since:
        events.append((agreement.since, say(phrase("first known of"))))
    for signature in agreement.signed:
        by = signature.by
        if signature.on != "unknown":
            by = f"{by} ({signed_by})" if (signed_by := _person(signature)) and by else by
            events.append((signature.on, say(phrase("signed by {who}", who=by) if by else phrase("signed"))))
    names = {step.step.id: say.spell(step.step.name) for step in assessment.path.steps}
    undated = []
    for entry in agreement.steps:  # each as it is recorded: a step may be returned, refused and taken again
        said = [*_told(entry, names.get(entry.step, entry.step), say)]
        events += said
        if not said:
            undated.append(f"{names.get(entry.step, entry.step)}: {_outcome(entry, say, phrase('on an unknown day'))}")
    for extension in agreement.extensions:
        events.append((extension.signed, say(phrase("extension signed"))))
    if agreement.notice_given:
        events.append((agreement.notice_given, say(phrase("notice given"))))
    for follow_up in agreement.follow_ups:
        if follow_up.done:
            events.append((follow_up.done, follow_up.what))
    if agreement.closed:
        events.append((agreement.closed.on, say(CLOSING_NAMES[agreement.closed.how])))
    for day, what in sorted(events, key=lambda event: event[0]):
        yield iso(day), what
    for what in undated:
        yield "–", what


def _told(entry: Step, name: str, say: Wording) -> Iterator[tuple[DateSpan, str]]:
    """What is recorded of a step, on its days; what is remarked on it stands at the last of them."""
    days = [
        (entry.received, say(phrase("{step}: received", step=name))),
        (entry.started, say(phrase("{step}: begun", step=name))),
        (entry.done, f"{name}: {_outcome(entry, say, phrase('done'))}"),
    ]
    dated = [(day, what) for day, what in days if day]
    if not dated or entry.done:
        yield from dated
        return
    yield from dated[:-1]
    day, what = dated[-1]
    yield day, what + _remarks(entry)


def _outcome(entry: Step, say: Wording, otherwise: Phrase) -> str:
    return say(OUTCOME_NAMES.get(entry.outcome or "", otherwise)) + _remarks(entry)


def _remarks(entry: Step) -> str:
    remarks = "; ".join(part for part in (entry.reference, entry.note) if part)
    return f" ({remarks})" if remarks else ""


def _person(signature: Signature) -> str:
    """Who put a signature there, and as what."""
    return ", ".join(part for part in (signature.name, signature.title) if part)


_MARKS = {"done": "✓", "passed": "✓", "under-way": "▶", "refused": "✗", "open": "·", "not-needed": "–"}


def _path_row(step: StepState, as_of: date, say: Wording) -> Row:
    """Mark, name, who acts, when, and what the limit rests on."""
    actor = say.spell(step.step.actor) if step.step.actor else ""
    return f"{_MARKS[step.state]} {say.spell(step.step.name)}", actor, _when(step, as_of, say), say(_limit(step.step))


def _when(step: StepState, as_of: date, say: Wording) -> str:
    if step.state == "not-needed":
        return say(phrase("not needed"))
    if step.state == "passed":
        begun = say(phrase("since {day}", day=iso(step.since))) + ", " if step.since else ""
        return begun + say(phrase("its end is not recorded"))
    if step.state == "under-way":
        since = say(phrase("since {day}", day=iso(step.since))) if step.since else say(phrase("under way"))
        due = say(phrase("due {day}", day=iso(step.due))) if step.due else ""
        parts = [since, due, say(late(as_of, step.due, step.days_late)) if step.due and step.days_late else ""]
        if not step.final:
            parts.append(say(phrase("the calendar of that year is not final")))
        return ", ".join(part for part in parts if part)
    return iso(step.since) or (say(phrase("done")) if step.state == "done" else "")


def _limit(step: ProcedureStep) -> Phrase:
    """How many working days a step may take, and what that rests on."""
    if step.limit is None:
        return rests_on(step)
    days = plural("{n} working day", "{n} working days", step.limit)
    return phrase("{days}, {basis}", days=days, basis=rests_on(step))


def _follow_ups(assessment: Assessment, say: Wording) -> Iterator[Row]:
    for follow_up in assessment.agreement.follow_ups:
        if follow_up.done and follow_up.due:
            text = phrase("done {day}, due {due}", day=iso(follow_up.done), due=iso(follow_up.due))
            yield f"✓ {follow_up.what}", say(text)
        elif follow_up.done:
            yield f"✓ {follow_up.what}", say(phrase("done {day}", day=iso(follow_up.done)))
        elif follow_up.due and follow_up.due.latest < assessment.as_of:
            yield f"! {follow_up.what}", say(phrase("overdue since {day}", day=iso(follow_up.due)))
        elif follow_up.due:
            yield f"○ {follow_up.what}", say(phrase("due {day}", day=iso(follow_up.due)))
        else:
            yield f"○ {follow_up.what}", say(phrase("no date set"))


def _sources(assessment: Assessment, say: Wording) -> Iterator[Row]:
    procedure = assessment.procedure
    for source in assessment.agreement.sources:
        where = source.url or source.file or ""
        parts = [source.publisher or "", iso(source.published), where]
        fields = [worded(one, procedure) for one in source.says]
        backs = say(phrase("backs {fields}", fields=fields)) if fields else ""
        yield source.title, ", ".join(part for part in [*parts, backs] if part)
