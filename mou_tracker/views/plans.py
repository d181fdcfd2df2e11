"""`mou plan` as lines, rows and Markdown: one renewal step by step, or all of them in a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from mou_tracker.approvals.planning import Plan, PlannedStep
from mou_tracker.basics.dates import add_days, distance
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import partner_name
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.distances import how_far, late, within
from mou_tracker.views.cells import iso, rests_on, running_children
from mou_tracker.views.lines import Line, Part, aligned, cells, line
from mou_tracker.views.rows import Row, day
from mou_tracker.views.tables import escaped, table

HEADS = (phrase("step"), phrase("who acts"), phrase("start by"), phrase("takes"), phrase("rests on"))


def takes(step: PlannedStep) -> Phrase:
    """How long a step takes, in working days."""
    if step.takes is None:
        return phrase("unknown")
    return plural("{n} working day", "{n} working days", step.takes)


def _cells(step: PlannedStep, known_length: bool, say: Wording) -> tuple[str, ...]:
    known = step.state.step
    return (
        say.spell(known.name),
        say.spell(known.actor) if known.actor else "",
        iso(step.start_by or step.starts) if known_length else "",
        say(takes(step)),
        say(rests_on(step.state.step)),
    )


def plan_lines(assessment: Assessment, plan: Plan, say: Wording, width: int | None) -> list[Line]:
    """The whole view: heading, steps, a Gantt chart, and what it comes to."""
    partner = partner_name(assessment.agreement)
    title = say(phrase("{partner}: the way to a signature", partner=partner))
    lines = [line(Part(title, "title"), "   ", say(phrase("as of {day}", day=assessment.as_of)), indent=2)]
    if plan.sign_by:
        text = phrase("last day {last} · sign by {day}", last=iso(assessment.last_day), day=plan.sign_by.isoformat())
        lines.append(line(say(text), indent=2))
    elif plan.last_day:
        lines.append(line(say(phrase("last day {last}", last=iso(assessment.last_day))), indent=2))
    lines += [line(), *_table(plan, assessment.as_of, say, width)]
    chart = gantt(plan, min(width or 100, 120), say)
    if chart:
        lines += [line(), *(line("  ", text) for text in chart)]
    return [*lines, line(), *(line(say(sentence), indent=2) for sentence in outcome(plan))]


def _table(plan: Plan, as_of: date, say: Wording, width: int | None) -> Iterator[Line]:
    heads = [say(head) for head in HEADS]
    if not plan.sign_by:
        heads[2] = say(phrase("begins"))
    rows = aligned([heads, *(_cells(step, plan.length_known, say) for step in plan.steps)], "  ")
    if width is not None and max(map(cells, rows)) + 2 > width:
        for step in plan.steps:
            name, actor, day, *rest = _cells(step, plan.length_known, say)
            yield line("  ", Part(name, "strong"), f" · {actor}" if actor else "", indent=4)
            yield line("      ", " · ".join([f"{heads[2]} {day}", *rest]), indent=6)
        return
    yield line("  ", Part(rows[0], "dim"))
    for step, row in zip(plan.steps, rows[1:], strict=True):
        yield line("  ", row)
        if step.state.due and step.state.days_late:
            told = late(as_of, step.state.due, step.state.days_late)
            yield line("    ", Part(say(told), "lapsed"), indent=4)


def gantt(plan: Plan, width: int, say: Wording) -> list[str]:
    """The steps over time, begun on the plan's start: a bar each, `|` for the day to sign by."""
    if not plan.steps or plan.signature is None:
        return []
    first = min(plan.start, *(s.starts for s in plan.steps))
    last = max(plan.signature, plan.sign_by or plan.signature)
    names = [say.spell(step.state.step.name) for step in plan.steps]
    room = max(map(cells, names))
    span, bar = max(1, (last - first).days), max(20, width - room - 6)

    def at(when: date) -> int:
        return min(bar - 1, max(0, (when - first).days * bar // span))

    lines = []
    for name, step in zip(names, plan.steps, strict=True):
        row = [" "] * bar
        for cell in range(at(step.starts), max(at(step.finishes), at(step.starts) + 1)):
            row[cell] = "?" if step.takes is None else "█"
        if plan.sign_by and first <= plan.sign_by <= last:
            row[at(plan.sign_by)] = "|"
        lines.append(f"{name}{' ' * (room - cells(name))}  {''.join(row)}".rstrip())
    ends = f"{first.isoformat()}{last.isoformat():>{bar - 10}}"
    key = say(phrase("█ if begun on {day}", day=plan.start.isoformat()))
    if plan.sign_by:
        key = say(phrase("█ if begun on {day}   | sign by", day=plan.start.isoformat()))
    return [" " * (room + 2) + ends, *lines, key]


def outcome(plan: Plan) -> list[Phrase]:
    """What the plan comes to, in sentences; nothing unverified is called law."""
    said = [*_start_sentences(plan), *_signature_sentences(plan)]
    if plan.unknown and not plan.length_known:
        names = tuple(step.state.step.name for step in plan.unknown)
        said.append(
            phrase("How long the approval takes is not known: neither law nor target says it of {names}.", names=names)
        )
    elif plan.unknown:
        names = tuple(step.state.step.name for step in plan.unknown)
        text = phrase("No length is known for: {names}. They count as no time here, so it takes longer.", names=names)
        said.append(text)
    if plan.dprd == "required" and plan.certainty != "unverified":
        said.append(
            phrase("This plan assumes that the renewal needs the approval of the {council}.", council=plan.council)
        )
    elif plan.dprd == "required":
        said.append(
            phrase(
                "Whether a renewal needs the {council}'s approval anew is unsettled in law (unverified); "
                "this plan assumes that it does.",
                council=plan.council,
            )
        )
    elif plan.dprd == "decide":
        said.append(
            phrase(
                "Whether this renewal needs the {council}'s approval is for the office to decide; it is counted.",
                council=plan.council,
            )
        )
    elif plan.dprd == "not-required":
        said.append(
            phrase(
                "This plan assumes that the renewal needs no approval of the {council} (unverified).",
                council=plan.council,
            )
        )
    if not plan.final:
        said.append(phrase("Collective leave is not published for all these years: the days may still move."))
    return said


def _start_sentences(plan: Plan) -> Iterator[Phrase]:
    start = plan.latest_start
    if start is None:
        return
    if plan.begun:
        yield phrase("It is under way: the step at hand has to be over by {day}.", day=plan.steps[0].finish_by)
        return
    days = (start - plan.start).days
    if days < 0:
        yield phrase("Latest safe start {day}, {time} too late.", day=start, time=within(-days, start))
    elif days == 0:
        yield phrase("Latest safe start {day}: today.", day=start)
    else:
        yield phrase("Latest safe start {day}, in {time}.", day=start, time=within(days, plan.start))
    if start.weekday() > 4:
        yield phrase("That is a weekend; the Friday before is {day}.", day=add_days(start, 4 - start.weekday()))


def _signature_sentences(plan: Plan) -> Iterator[Phrase]:
    if plan.signature is None:
        return
    begun = phrase("Carried on from {day}", day=plan.start) if plan.begun else phrase("Begun on {day}", day=plan.start)
    if plan.gap:
        assert plan.last_day is not None
        gap = distance(plan.last_day, add_days(plan.signature, -1))
        yield phrase(
            "{begun}: signed on {day} at the earliest; the gap will be {gap}.", begun=begun, day=plan.signature, gap=gap
        )
    elif plan.spare is not None and plan.sign_by and plan.spare >= 0:
        yield phrase(
            "{begun}: signed on {day} at the earliest, {time} to spare.",
            begun=begun,
            day=plan.signature,
            time=within(plan.spare, plan.signature),
        )
    elif plan.spare is not None and plan.sign_by:
        yield phrase(
            "{begun}: signed on {day} at the earliest, {time} too late.",
            begun=begun,
            day=plan.signature,
            time=within(-plan.spare, plan.sign_by),
        )
    else:
        yield phrase("{begun}: signed on {day} at the earliest.", begun=begun, day=plan.signature)


STEP_COLUMNS = (
    "step",
    "name",
    "actor",
    "state",
    "takes",
    "basis",
    "article",
    "certainty",
    "start_by",
    "finish_by",
    "starts",
    "finishes",
    "days_late",
)


def step_row(step: PlannedStep, say: Wording) -> Row:
    """One step as plain values; lengths and lateness in working days."""
    known = step.state.step
    return {
        "step": known.id,
        "name": say.spell(known.name),
        "actor": say.spell(known.actor) if known.actor else None,
        "state": step.state.state,
        "takes": step.takes,
        "basis": known.basis,
        "article": known.article,
        "certainty": known.certainty,
        "start_by": day(step.start_by),
        "finish_by": day(step.finish_by),
        "starts": day(step.starts),
        "finishes": day(step.finishes),
        "days_late": step.state.days_late,
    }


def plan_markdown(assessment: Assessment, plan: Plan, say: Wording) -> str:
    """The view as Markdown."""
    agreement = assessment.agreement
    heads = [say(head) for head in HEADS]
    parts = [
        f"# {escaped(agreement.title)}\n",
        f"`{agreement.id}` · {say(phrase('as of {day}', day=assessment.as_of))}\n",
        table(heads, (_cells(step, plan.length_known, say) for step in plan.steps)),
        "".join(f"- {escaped(say(sentence))}\n" for sentence in outcome(plan)),
    ]
    return "\n".join(parts)


Planned = Sequence[tuple[Assessment, Plan]]
_TITLE = phrase("Latest safe starts, the most urgent first")
_NOTHING = phrase("No agreement in force has a day to sign by.")
_LAPSED = phrase("Lapsed, by what is at stake: promises and activities, then the gap, then how soon it could be signed")
PLAN_COLUMNS = (
    "id",
    "status",
    "last_day",
    "sign_by",
    "latest_start",
    "begun",
    "start",
    "signature",
    "spare",
    "gap",
    "dprd",
    "unknown",
    "calendar_final",
    "promises_open",
    "activities",
    "running_under",
)


def plan_row(assessment: Assessment, plan: Plan) -> Row:
    """A plan without its steps as plain values; days are calendar days."""
    return {
        "id": assessment.agreement.id,
        "status": assessment.status,
        "last_day": day(plan.last_day),
        "sign_by": day(plan.sign_by),
        "latest_start": day(plan.latest_start),
        "begun": plan.begun,
        "start": day(plan.start),
        "signature": day(plan.signature),
        "spare": plan.spare,
        "gap": plan.gap,
        "dprd": plan.dprd,
        "unknown": [step.id for step in plan.unknown],
        "calendar_final": plan.final,
        "promises_open": sum(not follow_up.done for follow_up in assessment.agreement.follow_ups),
        "activities": len(assessment.agreement.activities),
        "running_under": [one.agreement.id for one in assessment.running_children],
    }


def all_lines(planned: Planned, say: Wording, notes: Sequence[Phrase] = ()) -> list[Line]:
    """Every plan in a line, the most urgent start first, then what has lapsed in its order, and notes at the end."""
    running, lapsed = _parted(planned)
    lines = [line(Part(say(_TITLE), "title")), line()]
    if not running:
        lines.append(line(say(_NOTHING)))
    heads = aligned([(iso(plan.latest_start) or "–", found.agreement.id) for found, plan in running])
    for (found, plan), head in zip(running, heads, strict=True):
        lines.append(line("  ", Part(head, found.status), "  ", say(_urgency(found, plan)), indent=14))
    if lapsed:
        lines += [line(), line(Part(say(_LAPSED), "title")), line()]
    heads = aligned([(f"{number}.", found.agreement.id) for number, (found, _) in enumerate(lapsed, 1)])
    for (found, plan), head in zip(lapsed, heads, strict=True):
        lines.append(line("  ", Part(head, found.status), "  ", "; ".join(map(say, stakes(found, plan))), indent=8))
    return lines + [one for note in notes for one in (line(), line(say(note)))]


def all_markdown(planned: Planned, say: Wording, notes: Sequence[Phrase] = ()) -> str:
    """The same as Markdown tables."""
    running, lapsed = _parted(planned)
    heads = [
        say(head) for head in (phrase("start by"), phrase("Agreement"), phrase("sign by"), phrase("what it means"))
    ]
    rows = (
        (iso(plan.latest_start), found.agreement.id, iso(plan.sign_by), say(_urgency(found, plan)))
        for found, plan in running
    )
    told = f"# {say(_TITLE)}\n\n{table(heads, rows) if running else say(_NOTHING) + chr(10)}"
    after = "".join(f"\n{escaped(say(note))}\n" for note in notes)
    if not lapsed:
        return f"{told}{after}"
    heads = [say(head) for head in (phrase("Agreement"), phrase("Last day"), phrase("what is at stake"))]
    over = (
        (found.agreement.id, iso(found.last_day), "; ".join(map(say, stakes(found, plan)))) for found, plan in lapsed
    )
    return f"{told}\n# {say(_LAPSED)}\n\n{table(heads, over)}{after}"


def _parted(planned: Planned) -> tuple[Planned, Planned]:
    """What is in force, and what has lapsed, both in their order."""
    lapsed = [(found, plan) for found, plan in planned if found.status == "lapsed"]
    return [(found, plan) for found, plan in planned if found.status != "lapsed"], lapsed


def stakes(assessment: Assessment, plan: Plan) -> Iterator[Phrase]:
    """Why a lapsed agreement stands where it does among others: what is lost, since when, and how soon it ends."""
    agreement, last = assessment.agreement, assessment.last_activity
    promises = sum(not follow_up.done for follow_up in agreement.follow_ups)
    if promises:
        yield plural("{n} promise open", "{n} promises open", promises)
    if last:
        done = len(agreement.activities)
        yield plural("{n} activity, {day}", "{n} activities, the last {day}", done, day=iso(last.on))
    else:
        yield phrase("no activity is recorded")
    if assessment.running_children:
        yield running_children(assessment)
    if assessment.last_day and assessment.last_day.latest < assessment.as_of:
        gap = within((assessment.as_of - assessment.last_day.latest).days, assessment.last_day.latest)
        yield phrase("over for {time}", time=gap)
    if plan.signature is None:
        yield phrase("how long its approval takes is not known")
    elif plan.begun:
        yield phrase("under way, signed on {day} at the earliest", day=iso(plan.signature))
    else:
        yield phrase("signed on {day} at the earliest", day=iso(plan.signature))


def _urgency(assessment: Assessment, plan: Plan) -> Phrase:
    if plan.begun:
        return phrase("under way; sign by {day}", day=iso(plan.sign_by))
    sign = iso(plan.sign_by)
    if plan.latest_start is None:
        return phrase("how long its approval takes is not known; sign by {day}", day=sign)
    days = (plan.latest_start - assessment.as_of).days
    if days < 0:
        time = within(-days, plan.latest_start)
        return phrase("{time} too late for a renewal without a gap; sign by {day}", time=time, day=sign)
    when = how_far(assessment.as_of, plan.latest_start)
    return phrase("{when}; sign by {day}", when=when, day=sign)
