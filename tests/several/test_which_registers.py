"""A folder is one register unless every part of it is plainly one of its own; and what each is called."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mou_tracker.register.several import keyed, registers_among, registers_at
from tests.conftest import ROOT, Ran

A, B = "register: {name: A}\n", "register: {name: B}\n"
NAMELESS = "register: {language: id}\n"
NONE = "agreements: []\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.yaml": A}, ["."]),
        ({"a.yaml": A, "b.yaml": NONE}, ["."]),
        ({"a.yaml": NONE, "b.yaml": NONE}, ["."]),
        ({"a.yaml": A, "b.yaml": B}, ["a.yaml", "b.yaml"]),
        ({"a.yaml": A, "b.yaml": A}, ["."]),  # one section, copied
        ({"a.yaml": NAMELESS, "b.yaml": NAMELESS}, ["."]),
        ({"a.yaml": A, "b.yaml": NAMELESS}, ["a.yaml", "b.yaml"]),
        (
            {"a.yaml": "register: {name: A, authority: X}\n", "b.yaml": "register: {name: A, authority: Y}\n"},
            ["a.yaml", "b.yaml"],
        ),
        ({"a.yaml": "register: {id: a, name: A}\n", "b.yaml": "register: {id: b, name: A}\n"}, ["a.yaml", "b.yaml"]),
        ({"a.yaml": A, "b.yaml": B, "c.yaml": NONE}, ["."]),  # whose would c be?
        ({"x/a.yaml": A, "x/2.yaml": NONE, "y/b.yaml": B, "y/2.yaml": NONE}, ["x", "y"]),
        ({"own.yaml": A, "y/b.yaml": B, "y/2.yaml": NONE}, ["own.yaml", "y"]),  # a province and its city
        ({"in/a.yaml": A, "in/b.yaml": B}, ["in/a.yaml", "in/b.yaml"]),
        ({"p/a.yaml": A, "p/b.yaml": B, "q.yaml": "register: {name: Q}\n"}, ["p/a.yaml", "p/b.yaml", "q.yaml"]),
        ({"p/a.yaml": A, "p/b.yaml": A, "q.yaml": B}, ["p", "q.yaml"]),  # the copy is p's own fault
        ({"a.yaml": A, "b.yaml": B, "c.yaml": ""}, ["a.yaml", "b.yaml", "c.yaml"]),  # emptied by a full disk
        ({"a.yaml": A, "b.yaml": B, "c.yaml": "\0\0"}, ["a.yaml", "b.yaml", "c.yaml"]),
        ({"a.yaml": A, "b.yaml": "\ufeffregister:\r\n  name: B\r\n"}, ["a.yaml", "b.yaml"]),
        ({"a.yaml": A, "b.yaml": "'register': {name: B}\n"}, ["a.yaml", "b.yaml"]),
        ({"a.yaml": A, "b.yaml": "{register: {name: B}}\n"}, ["a.yaml", "b.yaml"]),
        ({"a.yaml": A, "b.yaml": "# register: {name: B}\nagreements: []\n"}, ["."]),
        ({"a.yaml": A, "b.yaml": B, ".c.yaml": NONE, "notes.txt": "x"}, ["a.yaml", "b.yaml"]),
    ],
)
def test_a_folder_is_many_registers_where_each_part_is_one(
    tmp_path: Path, files: Mapping[str, str], expected: list[str]
) -> None:
    """What is in doubt is one register, whose reader says what is wrong with it."""
    for name, text in files.items():
        path = tmp_path / "top" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    top = tmp_path / "top"
    assert [one.relative_to(top).as_posix() for one in registers_at(top).paths] == expected


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({"a.yaml": A, "b.yaml": B}, None),
        ({"a.yaml": A, "b.yaml": A}, None),
        ({"a.yaml": A, "b.yaml": B, "c.yaml": NONE}, "c.yaml"),
        ({"p/a.yaml": A, "p/b.yaml": B, "p/c.yaml": NONE}, "p/c.yaml"),
        ({"p/a.yaml": A, "p/b.yaml": B, "p/c.yaml": NONE, "q.yaml": NAMELESS}, "p/c.yaml"),
        ({"o.yaml": NAMELESS, "p/a.yaml": A, "p/b.yaml": B, "p/c/d.yaml": NONE}, "p/c"),
    ],
)
def test_the_part_that_is_no_register_is_named(tmp_path: Path, files: Mapping[str, str], part: str | None) -> None:
    """However deep it lies: all that lies beside it is read as one register for its sake."""
    for name, text in files.items():
        path = tmp_path / "top" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    doubt = registers_at(tmp_path / "top").doubt
    assert (doubt and doubt.args) == (part and {"part": str(tmp_path / "top" / part)})


def test_paths_are_one_register_unless_each_is_one(register: Callable[..., Path]) -> None:
    """What `mou check` is given: files of one register, or registers."""
    a, b, c = register(A, "a.yaml"), register(B, "b.yaml"), register(NONE, "c.yaml")
    assert registers_among([a, c]).paths == ()
    assert registers_among([a, b]).paths == (a, b)
    assert registers_among([a, b, a]).paths == (a, b)
    assert registers_among([a, b, c]).paths == ()
    assert registers_among([a.parent]).paths == ()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"bandung.yaml": A, "Kota Cimahi.yaml": B}, ["bandung", "kota-cimahi"]),
        ({"bandung.yaml": "register: {id: b-1}\n", "cimahi.yaml": B}, ["b-1", "cimahi"]),
        ({"bandung/agreements.yaml": A, "cimahi/data/agreements.yaml": B}, ["bandung", "cimahi"]),
        ({"x/bandung.yaml": A, "y/bandung.yaml": B}, ["x-bandung", "y-bandung"]),
        ({"bandung.yaml": A, "bandung.yml": B}, ["top-bandung", "top-bandung-2"]),
    ],
)
def test_each_has_a_name_of_its_own(tmp_path: Path, files: Mapping[str, str], expected: list[str]) -> None:
    """Its id, else what its file or folder is called, in the letters of ids."""
    paths = []
    for name, text in files.items():
        path = tmp_path / "top" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        paths.append(path)
    assert [one.key for one in keyed(paths)] == expected


def test_a_link_that_leaves_the_folder_is_named_and_not_followed(
    mou: Callable[..., Ran], register: Callable[..., Path]
) -> None:
    """What it shows might be anything on the machine; the registers beside it are read all the same."""
    register(A + NONE, "regs/a.yaml")
    register(B + NONE, "regs/b.yaml")
    outside = register("register: {name: C}\nagreements: []\n", "elsewhere/c.yaml")
    (outside.parent.parent / "regs" / "c.yaml").symlink_to(outside)
    ran = mou("status", "-r", "regs", "-f", "json")
    assert ran.status == 1
    assert [one["register"] for one in json.loads(ran.out)["registers"] if one["error"]] == ["c"]
    assert "c: it is a link that leaves" in ran.err
    assert "regs/c.yaml:1:1: error: the file cannot be read: it is a link" in mou("check", "regs").out
    assert mou("show", "-r", "regs", "c/x").status == 2
    metrics = mou("status", "-r", "regs", "-f", "prometheus").out
    assert re.findall(r'^mou_unreadable_records\{register="(.*c\.yaml)"\} 1$', metrics, re.MULTILINE) == [
        str(Path("regs/c.yaml").absolute())
    ]


@pytest.mark.parametrize("beside", ["other.yaml", "others"])
def test_a_check_of_several_paths_tells_of_what_it_does_not_follow(
    mou: Callable[..., Ran], register: Callable[..., Path], beside: str
) -> None:
    """Nothing that was asked for is left out in silence, however it was asked for."""
    register(A + NONE, "regs/a.yaml")
    register(B + NONE, "regs/b.yaml")
    register("register: {name: D}\n" + NONE, "other.yaml" if beside == "other.yaml" else "others/d.yaml")
    Path("regs/c.yaml").symlink_to(register("register: {name: C}\nagreements: []\n", "elsewhere/c.yaml"))
    named = mou("check", "-r", "regs", "-r", beside)
    assert mou("check", "regs", beside) == named
    assert (named.status, "regs/c.yaml:1:1: error: the file cannot be read: it is a link" in named.out) == (1, True)


def test_a_folder_of_one_register_is_not_read_as_yaml_to_know_that(register: Callable[..., Path]) -> None:
    """Its one section is told by a look at the text: the files are read once, by the command."""
    register(A, "one/settings.yaml")
    register(NONE, "one/2015.yaml")
    program = (
        "import sys; from pathlib import Path; from mou_tracker.register.several import registers_at\n"
        "print(len(registers_at(Path('one')).paths), 'mou_tracker.register.read' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout == "1 False\n"


def test_the_key_is_that_of_the_settings_whatever_else_cannot_be_read(register: Callable[..., Path]) -> None:
    """An emptied file beside them takes no name away."""
    register("", "one/2015.yaml")
    register("register: {id: own}\n", "one/settings.yaml")
    register(B, "two.yaml")
    assert [one.key for one in keyed([Path("one")])] == ["own"]
    found = registers_at(Path())
    assert [one.key for one in keyed(found.paths, found.refused, found.ids)] == ["own", "two"]
