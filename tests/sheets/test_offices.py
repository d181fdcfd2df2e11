"""Sheets in the manner of real offices come in by the proposal alone, nothing edited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import Ran
from tests.sheets.offices import OFFICES, rows


@pytest.mark.parametrize("name", OFFICES)
def test_every_row_comes_in_with_its_own_days(
    name: str, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """Partner, country by its kind, first and last day, row by row; a second import finds all of them again."""
    path = register("agreements: []\n")
    said = rows(len(name))
    OFFICES[name](Path(name), said)
    ran = mou("import", name, "--yes", "--as-of=2026-11-21")
    assert ran.out.splitlines()[-1] == f"{len(said)} rows: {len(said)} new, 0 changed, 0 same, 0 not taken"
    assert ran.status == 0
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert [(one["partner"]["name"], one["starts"], one["ends"], one["kind"]) for one in made] == [
        (one.partner[0], one.first.isoformat(), one.last.isoformat(), one.partner[3]) for one in said
    ]
    assert " exploring" not in ran.out
    again = mou("import", name, "--yes", "--as-of=2026-11-21")
    assert again.out.splitlines()[-1] == f"{len(said)} rows: 0 new, 0 changed, {len(said)} same, 0 not taken"
