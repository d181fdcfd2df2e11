"""The tool that fuzzes the program, without the fuzzer: it must not rot between the rare runs of it."""

from __future__ import annotations

import runpy
import sys
from contextlib import nullcontext
from types import ModuleType

import pytest

from tests.conftest import FROZEN, ROOT


def test_the_fuzzer_finds_all_that_it_drives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its imports hold, and a sound register, a damaged one and no register at all pass through it."""
    atheris = ModuleType("atheris")
    vars(atheris)["instrument_imports"] = lambda include: nullcontext()
    monkeypatch.setitem(sys.modules, "atheris", atheris)
    found = runpy.run_path(str(ROOT / "tools" / "fuzz.py"))
    drive, drive_text = found["one"], found["text"]
    sound = FROZEN.read_bytes()
    assert [drive(data) for data in (sound, sound.replace(b"}", b"", 1), sound[:2000], b"\xff\x00")] == [None] * 4
    memorandum = (ROOT / "docs" / "examples" / "memorandum.txt").read_bytes()
    assert [drive_text(data) for data in (memorandum, b"<html><p>" + memorandum, memorandum[:500], b"\xff\x00")] == [
        None
    ] * 4
