"""When a renewal must start so that there is no gap, and when a signature can be had at the earliest.

Backward from the day by which it must be signed, forward from the day it starts; lengths are working days. A step
begins on the day on which the one before it ends; day 1 is the first working day after that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.procedure import Procedure
from mou_tracker.agreement.record import Agreement
from mou_tracker.approvals.progress import Path, StepState
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.phrases import Words


class PlannedStep(Struct, frozen=True):
    """One step that is still to be taken.

    `start_by` and `finish_by` are the latest days that leave no gap (None without a day to sign by, or where nobody
    knows how long any step takes); `starts` and `finishes` are the earliest ones if everything takes its
    limit. `takes` is in working days, None where neither law
    nor target gives a length: it then counts as nothing and is named as unknown.
    """

    state: StepState
    takes: int | None
    starts: date
    finishes: date
    start_by: date | None = None
    finish_by: date | None = None

    @property
    def id(self) -> str:
        """The step's name in the procedure."""
        return self.state.step.id


class Plan(Struct, frozen=True):
    """The way to a signature. `sign_by` is the last day on which signing leaves no gap, None where there is none.

    `last_day` is the last day of the agreement that is to be renewed; `dprd` says what the plan assumes of the consent
    to a renewal that `council` is asked for, and `certainty` how sure that is.
    """

    steps: tuple[PlannedStep, ...]
    start: date
    sign_by: date | None = None
    last_day: date | None = None
    dprd: Literal["required", "not-required", "decide"] | None = None
    begun: bool = False
    final: bool = True
    council: Words | None = None
    certainty: str | None = None

    @property
    def latest_start(self) -> date | None:
        """The latest day on which the first step that is left may begin without a gap."""
        return self.steps[0].start_by if self.steps else self.sign_by

    @property
    def length_known(self) -> bool:
        """Whether law or target gives a length to any step that is left."""
        return not self.steps or length_known([step.state for step in self.steps])

    @property
    def signature(self) -> date | None:
        """The earliest day of signing if begun on `start` and every step takes its limit.

        None where nobody knows how long any of them takes.
        """
        if not self.length_known:
            return None
        return self.steps[-1].finishes if self.steps else self.start

    @property
    def spare(self) -> int | None:
        """Calendar days between the earliest signature and the day to sign by; negative: too late by so many."""
        return (self.sign_by - self.signature).days if self.sign_by and self.signature else None

    @property
    def gap(self) -> int:
        """Calendar days without an agreement in force if signed at the earliest; 0 if none."""
        return max(0, (self.signature - self.last_day).days - 1) if self.last_day and self.signature else 0

    @property
    def unknown(self) -> tuple[PlannedStep, ...]:
        """The steps whose length nobody knows."""
        return tuple(step for step in self.steps if step.takes is None)


def renewal_path(procedure: Procedure, agreement: Agreement) -> tuple[StepState, ...]:
    """The steps of a renewal that has not begun: from where a renewal enters the procedure to the signing."""
    entry = max(procedure.position(procedure.renewal.starts_at), 0)
    skip = procedure.renewal.council == "not-required" or agreement.dprd == "not-required"
    steps = procedure.steps[entry : procedure.position(procedure.signing) + 1]
    return tuple(StepState(step) for step in steps if not (skip and procedure.without_council(step)))


def remaining(path: Path, procedure: Procedure, agreement: Agreement) -> tuple[StepState, ...]:
    """The steps that a record under way still has before it, the one under way first.

    What lies before the furthest step reached counts as done, whether or not it was recorded.
    """
    if not path.steps:
        return renewal_path(procedure, agreement) if agreement.renews else _whole_path(procedure, agreement)
    last = next((i for i, s in enumerate(path.steps) if s.step.id == procedure.signing), len(path.steps) - 1)
    reached = max((i for i, s in enumerate(path.steps) if s.state in ("done", "under-way")), default=-1)
    first = reached if reached >= 0 and path.steps[reached].state == "under-way" else reached + 1
    return tuple(s for s in path.steps[first : last + 1] if s.state in ("open", "under-way", "refused"))


def _whole_path(procedure: Procedure, agreement: Agreement) -> tuple[StepState, ...]:
    steps = procedure.steps[: procedure.position(procedure.signing) + 1]
    skip = agreement.dprd == "not-required"
    return tuple(StepState(step) for step in steps if not (skip and procedure.without_council(step)))


def make_plan(
    steps: Sequence[StepState],
    calendar: Calendar,
    start: date,
    sign_by: date | None = None,
    last_day: date | None = None,
    dprd: Literal["required", "not-required", "decide"] | None = None,
) -> Plan:
    """Lay the steps out backward from `sign_by` and forward from `start`."""
    backward: list[tuple[date | None, date | None]] = []
    finish_by = sign_by if length_known(steps) else None
    for state in reversed(steps):
        takes = state.step.limit
        start_by = calendar.before(finish_by, takes or 0) if finish_by else None
        backward.append((start_by, finish_by))
        finish_by = start_by
    planned, begins = [], start
    for state, (start_by, by) in zip(steps, reversed(backward), strict=True):
        finishes = _finish(state, begins, calendar)
        starts = begins
        if state.state == "under-way" and state.since:
            starts = min(state.since.earliest, begins)
        planned.append(PlannedStep(state, state.step.limit, starts, finishes, start_by, by))
        begins = finishes
    final = all(calendar.is_final(step.finish_by or step.finishes) for step in planned)
    begun = any(state.state == "under-way" for state in steps)
    return Plan(tuple(planned), start, sign_by, last_day, dprd, begun, final)


def _finish(state: StepState, begins: date, calendar: Calendar) -> date:
    """The earliest end of a step: a step under way ends on its due day, or now if that is past."""
    if state.state == "under-way" and state.due:
        return max(begins, state.due.latest)
    return calendar.after(begins, state.step.limit or 0)


def renewal_plan(
    agreement: Agreement,
    procedure: Procedure,
    calendar: Calendar,
    as_of: date,
    sign_by: date | None,
    last_day: date | None,
) -> Plan:
    """The plan of a renewal that has not begun, started on `as_of`."""
    on_renewal = procedure.renewal.council
    assumed: Literal["required", "not-required", "decide"] | None = (
        None
        if procedure.council is None
        else "not-required"
        if "not-required" in (agreement.dprd, on_renewal)
        else "required"
        if on_renewal == "required"
        else "decide"
    )
    plan = make_plan(renewal_path(procedure, agreement), calendar, as_of, sign_by, last_day, assumed)
    return (
        replace(plan, council=procedure.council.name, certainty=procedure.renewal.certainty)
        if procedure.council
        else plan
    )


def length_known(steps: Sequence[StepState]) -> bool:
    """Whether law or target gives a length to any of these steps."""
    return any(state.step.limit is not None for state in steps)


def latest_start(steps: Sequence[StepState], calendar: Calendar, sign_by: date) -> date | None:
    """The latest day on which the first of these steps may begin without a gap.

    None where no step has a limit or a target: how long the approval takes is not known then, and the day to sign by
    would be false comfort (spec, dates).
    """
    if not length_known(steps):
        return None
    day = sign_by
    for state in reversed(steps):
        day = calendar.before(day, state.step.limit or 0)
    return day
