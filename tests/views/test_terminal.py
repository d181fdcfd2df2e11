"""Lines on a terminal of any width: nothing is lost, nothing is too wide, and no piece is broken that fits a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.views.lines import cells, line
from mou_tracker.views.terminal import terminal

PIECES = st.lists(
    st.lists(st.text(st.sampled_from("abcxyz-é日"), min_size=1, max_size=9), min_size=1, max_size=6).map(" ".join),
    min_size=1,
    max_size=6,
)


def rows_of(text: str, width: int, indent: int) -> list[str]:
    """A text as rows of a terminal."""
    return terminal([line(text, indent=indent)], width, colour=False).splitlines()


@given(PIECES, st.integers(30, 60), st.integers(0, 8))
def test_a_piece_that_fits_a_row_is_not_broken(pieces: list[str], width: int, indent: int) -> None:
    """What stands between two dots, a command above all, is copied in one go; and all of it is there."""
    rows = rows_of(" · ".join(pieces), width, indent)
    assert " ".join(" ".join(rows).split()) == " · ".join(pieces)
    assert [row for row in rows if cells(row) > width] == []
    fit = [piece for piece in pieces[1:] if cells(f"· {piece}") <= max(20, width - indent)]
    assert [piece for piece in fit if not any(piece in row for row in rows)] == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "     → begin the renewal by 2027-07-11 (provisional) · mou plan melbourne-2024",
            ["     → begin the renewal by 2027-07-11 (provisional)", "       · mou plan melbourne-2024"],
        ),
        ("a" * 75, ["a" * 60, " " * 7 + "a" * 15]),
        ("     " + "a" * 75, ["     " + "a" * 55, " " * 7 + "a" * 20]),
        ("left" + " " * 56 + "27 November 2026 · 9 dates", ["left", "       27 November 2026 · 9 dates"]),
    ],
)
def test_rows(text: str, rows: list[str]) -> None:
    """A command in a row of its own, words that are too long, gaps that are too wide."""
    assert rows_of(text, 60, 7) == [row.rstrip() for row in rows]


def test_a_very_long_text_takes_no_time_that_is_noticed() -> None:
    """The longest value that a register may have."""
    assert len(rows_of("word · " * 9_000, 80, 4)) > 700
