"""`mou plan --all`: every renewal that has to come, in a line each, the most urgent start first."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.approvals.planning import Plan
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.facts import iso
from mou_tracker.views.lines import Line, Part, aligned, line
from mou_tracker.views.markdown import table
from mou_tracker.views.rows import Row, day

Planned = Sequence[tuple[Assessment, Plan]]
_TITLE = phrase("Latest safe starts, the most urgent first")
_NOTHING = phrase("No agreement in force has a day to sign by.")
PLAN_COLUMNS = (
    "id", "status", "last_day", "sign_by", "latest_start", "begun", "start", "signature", "spare", "gap", "dprd",
    "unknown", "calendar_final",
)  # fmt: skip


def plan_row(found: Assessment, plan: Plan) -> Row:
    """A plan without its steps as plain values; days are calendar days."""
    return {
        "id": found.agreement.id,
        "status": found.status,
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
    }


def all_lines(planned: Planned, say: Wording) -> list[Line]:
    """Every plan in a line, the most urgent start first."""
    lines = [line(Part(say(_TITLE), "title"))]
    if not planned:
        return [*lines, line(), line(say(_NOTHING))]
    lines.append(line())
    heads = aligned([(iso(plan.latest_start) or "–", found.agreement.id) for found, plan in planned])
    for (found, plan), head in zip(planned, heads, strict=True):
        lines.append(line("  ", Part(head, found.status), "  ", say(_urgency(found, plan)), indent=14))
    return lines


def all_markdown(planned: Planned, say: Wording) -> str:
    """The same as a Markdown table."""
    if not planned:
        return f"# {say(_TITLE)}\n\n{say(_NOTHING)}\n"
    heads = [
        say(head) for head in (phrase("start by"), phrase("Agreement"), phrase("sign by"), phrase("what it means"))
    ]
    rows = (
        (iso(plan.latest_start), found.agreement.id, iso(plan.sign_by), say(_urgency(found, plan)))
        for found, plan in planned
    )
    return f"# {say(_TITLE)}\n\n{table(heads, rows)}"


def _urgency(found: Assessment, plan: Plan) -> Phrase:
    if plan.begun:
        return phrase("under way; sign by {day}", day=iso(plan.sign_by))
    days = (plan.latest_start - found.as_of).days if plan.latest_start else 0
    sign = iso(plan.sign_by)
    if days < 0:
        return plural("{n} day too late for a renewal without a gap; sign by {day}",
                      "{n} days too late for a renewal without a gap; sign by {day}", -days, day=sign)  # fmt: skip
    return plural("in {n} day; sign by {day}", "in {n} days; sign by {day}", days, day=sign)
