"""Days off that the `holidays` library has computed, kept in the user's cache folder.

To load that library takes as long as all the rest of a run. What is kept belongs to one release of it, and may be
deleted, damaged or unwritable at any time: then the library is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from msgspec import DecodeError, json

from mou_tracker.approvals.working_days import Library, from_library
from mou_tracker.basics.findings import Failure
from mou_tracker.register.files import own_folder
from mou_tracker.register.output import put_out


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where a user's caches lie (XDG base directories); None where the environment does not say."""
    home = Path(environment.get("HOME", ""))
    return own_folder(environment, "XDG_CACHE_HOME", home if home.is_absolute() else None, ".cache")


@cache
def kept_in(folder: Path | None, library: Library = from_library) -> Library:
    """A library that looks into a folder first, and keeps there what it had to ask for."""
    if folder is None:
        return library

    def days_off(country: str, collective_leave: bool, year: int) -> frozenset[date]:
        file = folder / f"holidays-{country}{'-leave' if collective_leave else ''}.json"
        release = _release()
        kept = _read(file, release) if country.isalpha() else {}
        if (days := kept.get(str(year))) is None:
            days = library(country, collective_leave, year)
            kept[str(year)] = days
            with suppress(OSError, Failure):
                folder.mkdir(parents=True, exist_ok=True)
                listed = {one: sorted(day.isoformat() for day in kept[one]) for one in sorted(kept)}
                put_out(str(file), json.encode({"release": release, "days": listed}))
        return days

    return days_off


@cache
def _release() -> str:
    """Which release of the library is installed, by its own file: to import it is what is to be avoided."""
    found = PathFinder.find_spec("holidays")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "version.py").read_text("utf-8")


def _read(file: Path, release: str) -> dict[str, frozenset[date]]:
    """What is kept of that release; nothing where there is no such file, or none that can be read as one."""
    try:
        kept = json.decode(file.read_bytes(), type=dict[str, str | dict[str, list[date]]])
    except (OSError, DecodeError):
        return {}
    days = kept.get("days")
    if kept.get("release") != release or not isinstance(days, dict):
        return {}
    return {year: frozenset(listed) for year, listed in days.items()}
