"""When to remind of a milestone, as the register writes it."""

from __future__ import annotations

from dataclasses import dataclass

from mou_tracker.basics.dates import Period


@dataclass(frozen=True, slots=True)
class Rungs:
    """One ladder: how long before (negative: after) a milestone to speak, and the period that repeats for ever."""

    steps: tuple[Period, ...]
    every: Period | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who else is told when a matter stays late for this long."""

    after: Period
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """When to remind of each kind of milestone; None keeps the default for that kind."""

    decision: Rungs | None = None
    lapsed: Rungs | None = None
    approval: Rungs | None = None
    follow_up: Rungs | None = None
    escalate: Escalation | None = None
