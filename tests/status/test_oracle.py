"""Terms, renewals and days of notice as another program computed them, from random days and from hard ones.

`tests/data/dates-oracle.csv` was computed with java.time. `last_day` is that of the term which runs on `as_of`, and
`notice_by` that of the first term from it on whose day of notice is not past.
"""

from __future__ import annotations

import csv
from typing import Any

from tests.conftest import ROOT
from tests.make import agreement, known

LONG_AGO = "1900-01-01"


def computed(row: dict[str, str]) -> dict[str, str]:
    """The row with our own figures: a record signed long ago, so that it is known on every day, and assessed."""
    given: dict[str, Any] = {name: row[name] for name in ("term", "ends") if row[name]}
    if row["period"]:
        given["renewal"] = {"mode": "automatic", "period": row["period"], "notice": row["notice"]}
    found = known(row["as_of"], agreement(signed=LONG_AGO, starts=row["start"], **given), end_of_term=row["rule"])
    assert found.last_day
    assert found.course
    by = found.course.notice_by
    return {**row, "last_day": found.last_day.iso(), "notice_by": by.isoformat() if by else ""}


def test_two_thousand_terms_agree_with_another_program() -> None:
    """Every last day and every day of notice is the one that java.time gives, under both readings of a term's end."""
    with (ROOT / "tests" / "data" / "dates-oracle.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2000
    assert [(theirs, ours) for theirs in rows if (ours := computed(theirs)) != theirs] == []
