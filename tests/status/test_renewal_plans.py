"""Which agreements a renewal is planned for, once they are over."""

from __future__ import annotations

from typing import Any

import pytest

from mou_tracker.status.renewal_plans import wanted, wanted_again
from tests.make import agreement, known

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
