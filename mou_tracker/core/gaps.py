"""Times without an agreement in force: between two terms of one record, and between a record and its renewal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mou_tracker.agreement.terms import runs
from mou_tracker.basics.dates import EndRule, add_days
from mou_tracker.core.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Gap:
    """The days, both inclusive, on which certainly nothing was in force; `lasts` while it has not ended."""

    first: date
    last: date
    lasts: bool = False

    @property
    def days(self) -> int:
        """How many calendar days."""
        return (self.last - self.first).days + 1


def gaps(found: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> list[Gap]:
    """All gaps of a record on its day, in order: before it began, within it, and after it."""
    return sorted((gap for gap in _gaps(found, rule, others) if gap), key=lambda gap: gap.first)


def _gaps(found: Assessment, rule: EndRule, others: Mapping[str, Assessment]) -> Iterator[Gap | None]:
    before = others.get(found.agreement.renews or "")
    if before and before.last_day and found.start:
        yield _between(before.last_day.latest, found.start.earliest)
    late, early = runs(found.agreement, rule, 1), runs(found.agreement, rule, 0)
    for (ended, _), (_, resumed) in pairwise(zip(late, early, strict=True)):
        end = ended.end()
        if end:
            yield _between(end, resumed.start)
    after = others.get(found.successor.id) if found.successor else None
    if found.status == "renewed" and after and after.start and found.last_day:
        yield _between(found.last_day.latest, after.start.earliest)
    if found.status == "lapsed" and found.last_day:
        yield Gap(add_days(found.last_day.latest, 1), found.as_of, lasts=True)


def _between(end: date, start: date) -> Gap | None:
    """The gap between a last day and a first day, None if there is none."""
    gap = Gap(add_days(end, 1), add_days(start, -1))
    return gap if gap.days > 0 else None
