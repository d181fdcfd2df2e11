"""Where an agreement stands on its approval path: what is done, what is under way, since when, due when, how late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.procedure import Procedure, ProcedureStep
from mou_tracker.agreement.record import Agreement, Step
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import DateSpan

State = Literal["open", "under-way", "done", "passed", "refused", "not-needed"]


class StepState(Struct, frozen=True):
    """One step of a path on one day. `passed` is a step whose end is not recorded although a later one is reached.

    `days_late` counts working days past the due day, 0 if in time or unknown.

    A due day is the last of the step's limit in working days; `due` is a span where the clock's start is one, and
    lateness counts from its latest day: nothing is overdue while it may be in time.
    """

    step: ProcedureStep
    state: State = "open"
    entry: Step | None = None
    since: DateSpan | None = None
    due: DateSpan | None = None
    days_late: int = 0
    final: bool = True


class Path(Struct, frozen=True):
    """A record's approval path on one day. `council` is its council's step, `exploring` the last one of exploring."""

    steps: tuple[StepState, ...]
    council: str | None = None
    exploring: str | None = None

    @property
    def current(self) -> StepState | None:
        """The furthest step under way."""
        for step in reversed(self.steps):
            if step.state == "under-way":
                return step
        return None

    @property
    def refused(self) -> StepState | None:
        """The step whose refusal stops the path."""
        for step in self.steps:
            if step.state == "refused":
                return step
        return None

    @property
    def next(self) -> StepState | None:
        """The first step to come after everything that is done or under way; None where the path has stopped."""
        if self.refused:
            return None
        reached = max((i for i, s in enumerate(self.steps) if s.state in ("done", "under-way")), default=-1)
        return next((s for s in self.steps[reached + 1 :] if s.state == "open"), None)

    def of(self, step: str) -> StepState | None:
        """The state of one step."""
        return next((s for s in self.steps if s.step.id == step), None)

    @property
    def of_council(self) -> StepState | None:
        """The state of the council's step."""
        return self.of(self.council) if self.council else None

    @property
    def beyond_exploring(self) -> bool:
        """Whether a step after the last one of exploring is done or under way."""
        border = next((i for i, s in enumerate(self.steps) if s.step.id == self.exploring), -1)
        return any(s.state not in ("open", "not-needed") for s in self.steps[border + 1 :])


def path(agreement: Agreement, procedures: Mapping[str, Procedure], calendar: Calendar, as_of: date) -> Path:
    """The path of a record as known, with due days counted in the calendar's working days."""
    procedure = procedures.get(agreement.kind) if agreement.steps else None
    if procedure is None:
        return Path(())
    found: dict[str, StepState] = {}
    for entry in agreement.steps:
        position = procedure.position(entry.step)
        if position < 0:
            continue
        step = procedure.steps[position]
        if entry.outcome == "returned":
            _reopen(found, procedure, position, entry, calendar, as_of)
        else:
            found[entry.step] = _state(step, entry, calendar, as_of)
    signing = found.get(procedure.signing)
    if agreement.signed and not (signing and signing.state == "done"):
        step = procedure.steps[procedure.position(procedure.signing)]
        day = agreement.signing
        found[procedure.signing] = StepState(step, "done", Step(procedure.signing, done=day), day)
    council = procedure.council.step if procedure.council else None
    needed = procedure.council_needed(agreement.dprd)
    return Path(
        _states(procedure, found, needed, None if agreement.signed else council),
        council,
        procedure.exploring.through if procedure.exploring else None,
    )


def _states(
    procedure: Procedure, found: Mapping[str, StepState], needed: bool, council: str | None
) -> tuple[StepState, ...]:
    """All steps, with what is recorded of them; `needed` tells whether those that lead to the council are.

    Steps before a later one that is done no longer hold anything up, nor do unrecorded ones before one under way. The
    council's is not passed by: what it has received it has to decide, until the agreement is signed.
    """
    done = reached = 0
    for i, step in enumerate(procedure.steps):
        state = found.get(step.id)
        if state:
            reached = i
            done = i if state.state == "done" else done
    states = []
    for i, step in enumerate(procedure.steps):
        state = found.get(step.id)
        if state is None:
            unrecorded: State = "passed" if i < reached else "open"
            state = StepState(step, unrecorded if needed or not procedure.without_council(step) else "not-needed")
        elif state.state == "under-way" and i < done and step.id != council:
            state = StepState(step, "passed", state.entry, state.since)
        states.append(state)
    return tuple(states)


def _reopen(
    found: dict[str, StepState], procedure: Procedure, position: int, entry: Step, calendar: Calendar, as_of: date
) -> None:
    """A returned step reopens the step that the procedure names (itself where it names none) and all between.

    The reopened step begins anew on the day of the return; a clock that runs from receipt waits for it.
    """
    target = procedure.steps[position].returns_to or entry.step
    for step in procedure.steps[procedure.position(target) : position + 1]:
        found.pop(step.id, None)
    step = procedure.steps[procedure.position(target)]
    anew = _state(step, Step(target, started=entry.done), calendar, as_of)
    found[target] = replace(anew, entry=entry, since=entry.done)


def _state(step: ProcedureStep, entry: Step, calendar: Calendar, as_of: date) -> StepState:
    if entry.outcome == "refused":
        return StepState(step, "refused", entry, entry.done)
    if entry.finished:
        return StepState(step, "done", entry, entry.done)
    since = entry.received or entry.started
    due = due_days(step, entry, calendar)
    late = calendar.between(due.latest, as_of) if due else 0
    return StepState(step, "under-way", entry, since, due, late, calendar.is_final(due.latest) if due else True)


def due_days(step: ProcedureStep, entry: Step, calendar: Calendar) -> DateSpan | None:
    """The last day of the step's limit; None where it has no limit or its clock has not started.

    A clock that runs from receipt does not start on a mere beginning: nobody knows then when the letter came in.
    """
    clock = entry.received if step.clock == "received" else entry.started or entry.received
    if step.limit is None or clock is None:
        return None
    return DateSpan(calendar.after(clock.earliest, step.limit), calendar.after(clock.latest, step.limit))
