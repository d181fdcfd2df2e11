"""What the pages about editing show is what happens."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.sheets.import_map import read_map
from tests.conftest import ROOT, Ran


def block(page: str, mark: str) -> str:
    """The code block after a mark."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    match = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```\n", text, re.DOTALL)
    assert match, mark
    return match[1]


@pytest.mark.parametrize("mark", ["session", "session: fields"])
def test_the_session_in_the_manual_is_true(register: Callable[[str], Path], mou: Callable[..., Ran], mark: str) -> None:
    """Every command of the page, with the whole of what it prints."""
    register(block("editing.md", "session: agreements.yaml"))
    for part in block("editing.md", mark).split("$ mou ")[1:]:
        command, _, output = part.partition("\n")
        assert mou(*shlex.split(command), "--as-of=2026-11-21").out == output, command


def test_the_map_in_the_manual_is_sound() -> None:
    """It reads without a finding."""
    assert read_map("map.yaml", block("import.md", "map").encode())[1] == []
