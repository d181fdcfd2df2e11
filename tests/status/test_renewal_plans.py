"""Which agreements a renewal is planned for, once they are over."""

from __future__ import annotations

from typing import Any

import pytest

from mou_tracker.status.assess import Assessor
from mou_tracker.status.renewal_plans import plan_for, wanted, wanted_again
from tests.make import INDONESIA, agreement, book, day, known

OVER = {"signed": "2015-11-27", "term": "5 years"}


@pytest.mark.parametrize(
    ("given", "status", "first", "again"),
    [
        (OVER, "lapsed", False, True),
        ({**OVER, "renewal": {"decision": "lapse"}}, "lapsed", False, False),
        ({**OVER, "renewal": {"decision": "renew"}}, "lapsed", False, True),
        ({**OVER, "closed": {"on": "2019-01-01", "how": "terminated"}}, "closed", False, False),
        ({"signed": "2024-11-27", "term": "5 years"}, "active", True, False),
        ({"signed": "2024-11-27", "term": "5 years", "renewal": {"decision": "lapse"}}, "active", False, False),
        ({"signed": "2024-11-27"}, "unknown", False, False),
    ],
)
def test_which_agreements_a_renewal_is_planned_for(
    given: dict[str, Any], status: str, first: bool, again: bool
) -> None:
    """What is in force and what has lapsed, unless somebody decided against it; nothing else."""
    found = known("2026-11-21", agreement(**given))
    assert (found.status, wanted(found), wanted_again(found)) == (status, first, again)


@pytest.mark.parametrize("which", ["melbourne", "again"])
@pytest.mark.parametrize("asked", [None, "2028-01-10"])
def test_by_when_a_renewal_must_be_signed(which: str, asked: str | None) -> None:
    """By the safe day of what it renews, whichever of the two is asked for; by another day where one is given."""
    old = agreement("melbourne", signed="2024-04-22", term="4 years")
    new = agreement("again", renews="melbourne", steps=[{"step": "cooperation-plan", "started": "2026-11-02"}])
    records, on = (old, new), day("2026-11-21")
    found = known("2026-11-21", *(records if which == "melbourne" else records[::-1]))
    plan = plan_for(found, Assessor(book(*records), on, INDONESIA), None, day(asked) if asked else None)
    assert plan is not None
    assert plan.sign_by == day(asked or "2028-04-21")
    assert plan.begun
