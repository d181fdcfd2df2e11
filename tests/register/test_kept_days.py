"""Days off kept in the cache folder: the library's own, whatever becomes of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mou_tracker.approvals.working_days import Library, calendar, from_library
from mou_tracker.register.kept_days import cache_folder, kept_in

asked: list[tuple[str, bool, int]] = []


@pytest.fixture
def counted() -> Library:
    """The library, which tells how often it was asked."""
    asked.clear()

    def days_off(country: str, collective_leave: bool, year: int) -> frozenset[date]:
        asked.append((country, collective_leave, year))
        return from_library(country, collective_leave, year)

    return days_off


def fresh(folder: Path, library: Library) -> Library:
    """The kept days as another run finds them."""
    kept_in.cache_clear()
    return kept_in(folder, library)


def test_a_year_is_asked_for_once(tmp_path: Path, counted: Library) -> None:
    """The second run has the same days without the library, leave and country apart."""
    for _ in range(2):
        kept = fresh(tmp_path / "deep" / "mou", counted)
        assert [kept("JP", False, 2026), kept("TH", True, 2026), kept("TH", False, 2026), kept("JP", False, 2027)] == [
            from_library("JP", False, 2026),
            from_library("TH", True, 2026),
            from_library("TH", False, 2026),
            from_library("JP", False, 2027),
        ]
    assert asked == [("JP", False, 2026), ("TH", True, 2026), ("TH", False, 2026), ("JP", False, 2027)]


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"{",
        b"[]",
        b'{"release": 1, "days": {}}',
        b'{"release": "of another day", "days": {"2026": []}}',
        b'{"days": {"2026": ["2026-02-30"]}}',
        b"\xff",
    ],
)
def test_a_spoilt_file_is_no_harm(tmp_path: Path, counted: Library, spoilt: bytes) -> None:
    """Cut off, of another release, or nonsense: the library is asked, and the file is whole again."""
    (tmp_path / "holidays-JP.json").write_bytes(spoilt)
    days = from_library("JP", False, 2026)
    assert [fresh(tmp_path, counted)("JP", False, 2026), fresh(tmp_path, counted)("JP", False, 2026)] == [days, days]
    assert asked == [("JP", False, 2026)]


def test_a_folder_that_cannot_be_written(tmp_path: Path, counted: Library) -> None:
    """The days are right all the same."""
    (tmp_path / "mou").write_text("a file where the folder should be")
    assert fresh(tmp_path / "mou", counted)("JP", False, 2026) == from_library("JP", False, 2026)


@pytest.mark.parametrize("country", ["XX", "../../etc/passwd", ""])
def test_an_unknown_country_is_never_kept(tmp_path: Path, country: str) -> None:
    """It is refused as without a cache, and names no file."""
    with pytest.raises(ValueError, match="no holidays are known"):
        calendar(country, True, frozenset(), frozenset(), fresh(tmp_path, from_library))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/mou")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, Path("/h/.cache/mou")),
        ({"HOME": "/h"}, Path("/h/.cache/mou")),
        ({}, None),
    ],
)
def test_where_the_cache_lies(environment: dict[str, str], expected: Path | None) -> None:
    """As the XDG base directories say; nowhere under a cron that has no home."""
    assert cache_folder(environment) == expected
    assert (kept_in(None) is from_library) is True
