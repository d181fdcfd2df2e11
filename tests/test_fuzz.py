"""The tool that fuzzes the program: it must not rot, and must notice what it is for."""

from __future__ import annotations

import random
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

FUZZ = runpy.run_path(str(ROOT / "tools" / "fuzz.py"))
TARGETS: dict[str, Any] = FUZZ["TARGETS"]


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_takes_its_seeds_and_nonsense(name: str) -> None:
    """Its imports hold; sound texts, cut ones and none at all pass through it."""
    target = TARGETS[name]
    seeds = target.seeds()
    assert seeds
    for data in (seeds[0], seeds[-1], seeds[0][: len(seeds[0]) // 2], b"", b"\xff\x00"):
        target.drive(data)


def test_the_seeds_are_read_to_their_end() -> None:
    """Changed texts are worth little where the text that they come from is refused at once."""
    git, read_map = FUZZ["git"], FUZZ["read_map"]
    log, renames, tree, contents = FUZZ["GIT"]
    assert [one.day and one.day.isoformat() for one in git.parsed_log(log)] == ["2026-01-05", None]
    assert git.came_from("data/agreements.yaml", git.parsed_renames(renames)) == "x.yaml"
    assert [entry.mode for entry in git.parsed_tree(tree)] == ["100644", "120000", "160000"]
    assert git.parsed_contents(contents, 4) == [b"hello", None, None, None]
    assert [read_map("m.yaml", data)[1] for data in FUZZ["MAPS"]] == [[], []]
    for data in FUZZ["TOML"]:
        FUZZ["settings"](data)


def test_a_failure_is_kept_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The input lies in a file, the seed is named, the exit status is 1; where all is well it is 0."""
    monkeypatch.chdir(tmp_path)

    def drive(data: bytes) -> None:
        assert b"]" not in data

    monkeypatch.setitem(TARGETS, "map", FUZZ["Target"](drive, lambda: [b"a"]))
    for name in set(TARGETS) - {"map"}:
        monkeypatch.delitem(TARGETS, name)
    assert FUZZ["short_run"](5, 7) == 1
    (kept,) = tmp_path.iterdir()
    assert b"]" in kept.read_bytes()
    assert f"map: fails for the input in {kept.name}; seed 7" in capsys.readouterr().err
    monkeypatch.setitem(TARGETS, "map", FUZZ["Target"](lambda data: None, lambda: [b"a"]))
    assert FUZZ["short_run"](0.01, 7) == 0


def test_changes_are_those_of_the_seed() -> None:
    """What failed once can be made again."""
    changed = FUZZ["changed"]
    first, again = ([changed(b"abc", [b"abc"], random.Random(seed)) for seed in range(50)] for _ in range(2))
    assert first == again
    assert len(set(first)) > 25
