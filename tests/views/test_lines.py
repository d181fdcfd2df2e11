"""Columns and the text beside them, on a terminal of any width."""

from __future__ import annotations

import pytest

from mou_tracker.views.lines import beside, plain
from mou_tracker.views.terminal import terminal

ROWS = [
    (("2027-04-11", "melbourne-2024"), "", "latest safe start 2027-07-11 · 3 months before · Office"),
    (("–", "宽-2024"), "lapsed", "its last day is not known"),
]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            60,
            "  2027-04-11  melbourne-2024  latest safe start 2027-07-11\n"
            "                              · 3 months before · Office\n"
            "  –           宽-2024         its last day is not known\n",
        ),
        (
            50,
            "  2027-04-11  melbourne-2024\n"
            "      latest safe start 2027-07-11\n"
            "      · 3 months before · Office\n"
            "  –           宽-2024\n"
            "      its last day is not known\n",
        ),
    ],
)
def test_a_text_wraps_in_its_own_column(width: int, expected: str) -> None:
    """Where that would be narrower than half of the terminal it stands below its row."""
    assert terminal(list(beside(ROWS, width)), width, colour=False) == expected


def test_uncut() -> None:
    """Elsewhere than on a terminal each row is one line; no rows are none."""
    assert plain(beside(ROWS, None)) == (
        "  2027-04-11  melbourne-2024  latest safe start 2027-07-11 · 3 months before · Office\n"
        "  –           宽-2024         its last day is not known\n"
    )
    assert list(beside([], 80)) == []
