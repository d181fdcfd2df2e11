"""The house as a stranger finds it: rooms of a size to look over, each of which says what lives in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "mou_tracker"
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_has_at_most_twelve_modules(room: Path) -> None:
    """More than a dozen doors are a corridor."""
    assert len([path for path in room.glob("*.py") if path.name != "__init__.py"]) <= 12


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is(path: Path) -> None:
    """A room's `__init__` too: what lives there and where to begin."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_architecture_names_every_room_and_no_other() -> None:
    """The page is true: its picture lists the rooms that there are."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    picture = page.split("```")[1]
    named = {line.split()[0].rstrip("/") for line in picture.splitlines() if line.startswith("  ") and line[2] != " "}
    there = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert named == there | {"locale"}
