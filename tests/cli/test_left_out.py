"""Nothing is left out in silence: whatever of a register is not read is counted by every view, and never green."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.check.structural import sound
from mou_tracker.register.files import asked_for
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from tests.conftest import FROZEN, ROOT, Ran

Mou = Callable[..., Ran]

DAY = ("--as-of", "2026-11-21", "--lang", "en")
SETTINGS = "register: {name: Kecil, language: en, owner: a@example.org}\n"
RECORD = """\
  - {id: %s, title: One, partner: {name: Petaling Jaya, country: MY}, kind: ksdpl, instrument: mou,
     signed: 2024-11-27, term: indefinite, sources: [{title: x}], fields: [water]}
"""
SOUND = "agreements:\n" + RECORD % "pj"
OTHER = "agreements:\n" + RECORD % "other"


def written(text: str) -> Callable[[Path], None]:
    """Makes a file of a text."""
    return lambda path: path.write_bytes(text.encode("utf-8")) and None


def linked(to: str) -> Callable[[Path], None]:
    """Makes a link."""
    return lambda path: path.symlink_to(to)


def sparse(path: Path) -> None:
    """A file that is a byte too large."""
    with open(path, "wb") as file:
        file.write(OTHER.encode())
        file.truncate(16 * 1024 * 1024 + 1)


# What lies beside a sound file in a register that is a folder: its name, and how it is made.
HARMS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a pipe": ("x.yaml", os.mkfifo),
    "a link to nothing": ("x.yaml", linked("nothing.yaml")),
    "a link that leaves": ("x.yaml", linked("../secret.yaml")),
    "a link to something hidden": ("x.yaml", linked(".hidden.yaml")),
    "a link to itself": ("x.yaml", linked("x.yaml")),
    "a folder that leaves": ("sub", linked("../elsewhere")),
    "too large": ("x.yaml", sparse),
    "UTF-16": ("x.yaml", lambda path: path.write_bytes(OTHER.encode("utf-16"))),
    "not UTF-8": ("x.yaml", lambda path: path.write_bytes(b"# \xe9\n" + OTHER.encode())),
    "empty": ("x.yaml", written("")),
    "another key": ("x.yaml", written(OTHER.replace("agreements", "agreement"))),
    "another key beside": ("x.yaml", written(OTHER + "agreement:\n" + RECORD % "third")),
    "a list": ("x.yaml", written(RECORD % "other")),
    "a text": ("x.yaml", written("see the other file\n")),
    "a mapping": ("x.yaml", written("agreements: {other: 1}\n")),
    "twice the key": ("x.yaml", written(OTHER + "agreements:\n" + RECORD % "third")),
    "twice the settings": ("x.yaml", written(SETTINGS)),
    "a syntax error": ("x.yaml", written("agreements: [\n")),
    "two documents": ("x.yaml", written(OTHER + "---\n" + "agreements: []\n")),
    "a conflict": ("x.yaml", written("<<<<<<< a\n" + OTHER + "=======\n>>>>>>> b\n")),
    "settings": ("r.yaml", written(SETTINGS.replace("language: en", "language: en, timezon: UTC"))),
    "an owner who is nobody": ("r.yaml", written(SETTINGS.replace("a@example.org", "nobody"))),
    "a record": ("x.yaml", written(OTHER.replace("MY", "ZZ"))),
    "a record without an id": ("x.yaml", written(OTHER.replace("id: other, ", ""))),
}

LISTS = {
    "status": ("status",),
    "status markdown": ("status", "-f", "markdown"),
    "agenda": ("agenda",),
    "agenda markdown": ("agenda", "-f", "markdown"),
    "plan": ("plan", "--all"),
    "plan markdown": ("plan", "--all", "-f", "markdown"),
    "timeline": ("timeline",),
    "promises": ("promises",),
    "promises markdown": ("promises", "-f", "markdown"),
}
JSON = (("status", "-f", "json"), ("agenda", "-f", "json"), ("plan", "--all", "-f", "json"), ("promises", "-f", "json"))
OTHERS = {
    "status csv": ("status", "-f", "csv"),
    "show": ("show", "pj"),
    "show json": ("show", "pj", "-f", "json"),
    "calendar": ("calendar",),
    "report": ("report",),
    "export": ("export", "-", "-f", "csv"),
    "remind": ("remind", "--dry-run"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register that is a folder, with a sound record, and things that are none of its business."""
    made = tmp_path / "reg"
    (made / ".git").mkdir(parents=True)
    (made / "r.yaml").write_text(SETTINGS, "utf-8")
    (made / "a.yaml").write_text(SOUND, "utf-8")
    for name in (".hidden.yaml", ".git/x.yaml", "notes.txt", "../secret.yaml", "x.yaml~", "l.csv.map.yaml"):
        (made / name).write_text("agreements: [SECRET\n", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.yaml").write_text("agreements: [SECRET\n", "utf-8")
    return made


def test_what_is_none_of_its_business_is_not_missed(mou: Mou, folder: Path) -> None:
    """Hidden files and folders, other endings, maps of imports, links to what is read anyway; nothing is read twice."""
    (folder / "sub").mkdir()
    (folder / "sub" / "again.yaml").symlink_to("../a.yaml")
    (folder / "loop").symlink_to(".")
    (folder / "z.yml").symlink_to("notes")
    (folder / "m.xlsx.map.yaml").symlink_to("l.csv.map.yaml")
    (folder / "notes").write_text(OTHER, "utf-8")
    ran = mou("check", "reg")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "3 files, 2 agreements read: 0 errors, 3 warnings")
    assert [one.path.name for one in asked_for(folder)] == ["a.yaml", "r.yaml", "z.yml"]


@pytest.mark.parametrize("harm", HARMS)
def test_every_view_counts_it(mou: Mou, folder: Path, harm: str) -> None:
    """Exit 1, its place on standard error, a number in every format, and nothing green."""
    name, make = HARMS[harm]
    (folder / name).unlink(missing_ok=True)
    make(folder / name)
    place = f"reg/{name}"
    where = ("-r", "reg", *DAY)
    runs = {name: mou(*arguments, *where) for name, arguments in {**LISTS, **OTHERS}.items()}
    assert {name: ran.status for name, ran in runs.items() if ran.status != 1} == {}
    assert [name for name, ran in runs.items() if f"{place}:" not in ran.err] == []
    assert [name for name in LISTS if "could not be read" not in runs[name].out] == []
    assert [name for name, ran in runs.items() if "SECRET" in ran.out + ran.err] == []
    assert f"<code>{place}:" in runs["report"].out
    assert (f"{place}:" in runs["remind"].out) == (harm != "an owner who is nobody")
    assert "cannot be read" in runs["remind"].out or f"{place}:" in runs["remind"].out
    for arguments in JSON:
        found = json.loads(mou(*arguments, *where).out)["unreadable"]
        assert place in {one["file"] for one in found}
    metrics = mou("status", "-f", "prometheus", *where)
    assert (metrics.status, "\nmou_unreadable_records 0\n" in metrics.out) == (1, False)
    badge = mou("status", "-f", "badge", *where)
    assert (badge.status, json.loads(badge.out)["color"]) == (1, "lightgrey")
    nagios = mou("status", "-f", "nagios", *where)
    assert (nagios.status, nagios.out.startswith("MOU UNKNOWN: "), "'unreadable'=0" in nagios.out) == (3, True, False)
    check = mou("check", "reg")
    assert (check.status, f"{place}:" in check.out) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
@pytest.mark.parametrize("closed", ["sub", "x.yaml", "."])
def test_what_may_not_be_entered_or_opened(mou: Mou, monkeypatch: pytest.MonkeyPatch, closed: str) -> None:
    """Rights that forbid reading, for root too, who becomes somebody else here."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.chdir(name)
        reg = Path(name, "reg")
        (reg / "sub").mkdir(parents=True)
        for path in (reg / "r.yaml", reg / "x.yaml", reg / "sub" / "b.yaml"):
            path.write_text("agreements:\n" + RECORD % path.stem, "utf-8")
        Path(name).chmod(0o755)
        (reg / closed).chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(4321)
        try:
            status, check = mou("status", "-f", "nagios", "-r", "reg", *DAY), mou("check", "reg")
        finally:
            if root:
                os.seteuid(0)
            (reg / closed).chmod(0o755)
    place = "reg" if closed == "." else f"reg/{closed}"
    said = f"{place}:1:1: error: the file cannot be read: Permission denied [file-unreadable]"
    assert (status.status, said in status.err) == (3, True)
    assert (check.status, said in check.out) == (1, True)


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "corpus" / "bad").iterdir()), ids=lambda path: path.name)
def test_every_error_is_counted(path: Path) -> None:
    """A file with an error never looks whole: something in it counts as not read."""
    book = sound(read_book([("x.yaml", path.read_bytes())], ShippedProcedures()))
    assert bool(book.unread) == any(found.severity == "error" for found in book.diagnostics)


PIECES = ["register:\n  name: x\n", "agreements:\n", RECORD % "a", RECORD % "b", "agreement:\n", "- x\n", "# \x1b\n",
          "\ttab\n", "<<<<<<< a\n", ">>>>>>> b\n", "---\n", "%YAML 1.1\n", "  name: [\n", "\x85", "&x ", "  - {}\n",
          "  timezone: Nowhere\n", "}\n", "'", "agreements: []\n"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_however_a_text_is_put_together(pieces: list[str]) -> None:
    """Errors and what counts as not read go together, whatever stands where."""
    book = sound(read_book([("x.yaml", "".join(pieces).encode())], ShippedProcedures()))
    assert bool(book.unread) == any(found.severity == "error" for found in book.diagnostics)


def test_a_sound_register_has_lost_nothing() -> None:
    """The frozen one."""
    assert sound(read_book([("x.yaml", FROZEN.read_bytes())], ShippedProcedures())).unread == ()


@pytest.mark.parametrize("command", [("status",), ("agenda",), ("promises",), ("plan", "--all")])
def test_every_list_names_what_lies_ahead(command: tuple[str, ...], register: Callable[[str], Path], mou: Mou) -> None:
    """Programs are told of it as people are."""
    later = (RECORD % "q-2062").replace("signed: 2024-11-27", "signed: 2062-11")
    register(SETTINGS + SOUND + later)
    assert json.loads(mou(*command, *DAY, "-f", "json").out)["ahead"] == [{"id": "q-2062", "on": "2062-11"}]
