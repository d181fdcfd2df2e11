"""What several registers say together: what is not shown, in every format, and in whose language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import icalendar
import pytest

from tests.conftest import Ran
from tests.edit.terminal import at_a_terminal
from tests.several.conftest import DAY

Mou = Callable[..., Ran]
LATER = """\
  - id: later
    title: LoI Penang
    partner: {name: Penang, country: MY}
    kind: ksdpl
    instrument: loi
    signed: 2027-03-01
"""
AHEAD = "1 record lies ahead: calm/later, first known 2027-03-01"


@pytest.fixture
def with_calm(registers: Path, register: Callable[..., Path]) -> Path:
    """The two registers, and a third in which nothing is to be told but that a record lies ahead."""
    register(f"register: {{name: Calm, language: en}}\nagreements:\n{LATER}", "regs/calm.yaml")
    return registers


@pytest.mark.parametrize(
    ("command", "inside"),
    [
        (("status",), True),
        (("status", "-f", "markdown"), True),
        (("status", "-f", "json"), False),
        (("status", "-f", "csv"), False),
        (("status", "-f", "prometheus"), False),
        (("status", "-f", "badge"), False),
        (("agenda",), True),
        (("agenda", "-f", "markdown"), True),
        (("agenda", "-f", "json"), False),
        (("agenda", "-f", "csv"), False),
        (("calendar",), False),
    ],
)
def test_what_is_not_shown_is_told_once(mou: Mou, with_calm: Path, command: tuple[str, ...], inside: bool) -> None:
    """What a filter hides, and what lies ahead, be it in a register of which nothing else is told."""
    ran = mou(*command, "-r", "regs", "--as-of", DAY, "--lang", "en", "--country", "MY")
    told, other = (ran.out, ran.err) if inside else (ran.err, ran.out)
    for note in ("2 of 4 agreements shown; filter: country=MY", AHEAD):
        assert (told.replace("\\", "").count(note), other.replace("\\", "").count(note)) == (1, 0), ran


def test_a_page_tells_what_it_does_not_show(mou: Mou, with_calm: Path) -> None:
    """Whoever gets the page does not see the command line; who made it is told too."""
    ran = mou("report", "-r", "regs", "--as-of", DAY, "--lang", "en", "--country", "MY", "-o", "all.html")
    page = Path("all.html").read_text("utf-8")
    assert [line for line in ran.err.splitlines() if line] == ["2 of 4 agreements shown; filter: country=MY", AHEAD]
    english = re.findall(r'<p class="note">.*<span lang="en" class="in-en">(.*?)</span>', page)
    assert english == ["2 of 4 agreements shown; filter: country=MY", AHEAD]


def test_what_lies_ahead_is_of_the_ids_that_are_asked_for(mou: Mou, with_calm: Path) -> None:
    """Nobody asked for another."""
    asked = ("bandung/petaling-jaya-2015", "--as-of", DAY, "--lang", "en", "-f", "csv")
    assert mou("status", "-r", "regs", *asked).err == "1 of 4 agreements shown; filter: bandung/petaling-jaya-2015\n"
    assert "lies ahead" not in mou("status", "-r", "regs/bandung.yaml", *asked).err
    Path("regs/bandung.yaml").write_text(Path("regs/bandung.yaml").read_text("utf-8") + LATER, "utf-8")
    assert "lies ahead" not in mou("status", "-r", "regs/bandung.yaml", *asked).err


def heads(mou: Mou, *asked: str) -> set[str]:
    """The language in which each kind of document begins, of a folder of registers."""
    day = ("-r", "regs", *asked)
    calendar = icalendar.Calendar.from_ical(mou("calendar", *day, "--as-of", DAY).out)
    mou("report", *day, "--as-of", DAY, "-o", "all.html")
    check = json.loads(mou("check", *day, "-f", "json").out)
    found = [
        json.loads(mou("status", *day, "--as-of", DAY, "-f", "json").out)["register"],
        json.loads(mou("agenda", *day, "--as-of", DAY, "-f", "json").out)["register"],
        mou("status", *day, "--as-of", DAY, "-f", "markdown").out.split("\n")[0],
        mou("agenda", *day, "--as-of", DAY, "-f", "markdown").out.split("\n")[0],
        json.loads(mou("status", *day, "--as-of", DAY, "-f", "badge").out)["message"].split(",")[0],
        str(calendar["x-wr-calname"]),
        re.findall(r"<title>(.*)</title>", Path("all.html").read_text("utf-8"))[0],
        "2 registers" if any("no source" in one["message"] for one in check["findings"]) else "2 register",
    ]
    return {"en" if one.endswith("registers") else "id" for one in found}


@pytest.mark.parametrize(
    ("languages", "terminal", "asked", "expected"),
    [
        (("id", "id"), "en", (), {"id"}),
        (("en", "en"), "id", (), {"en"}),
        (("id", "en"), "id", (), {"id"}),
        (("id", "en"), "en", (), {"en"}),
        (("id", "id"), "en", ("--lang", "en"), {"en"}),
    ],
)
def test_documents_of_several_speak_their_language(
    mou: Mou,
    register: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    languages: tuple[str, str],
    terminal: str,
    asked: tuple[str, ...],
    expected: set[str],
) -> None:
    """As those of one do; where they have two, that of the terminal holds all together."""
    monkeypatch.setenv("LC_ALL", f"{terminal}.UTF-8")
    for name, language in zip("ab", languages, strict=True):
        text = LATER.replace("2027", "2025").replace("later", name)
        register(f"register: {{name: {name}, language: {language}}}\nagreements:\n{text}", f"regs/{name}.yaml")
    assert heads(mou, *asked) == expected
    # One of which nothing can be read has no language.
    if languages == ("en", "en"):
        register("register: {name: C\n", "regs/c.yaml")
        assert mou("status", "-r", "regs", "-f", "markdown").out.startswith("# 3 registers\n")
        assert "no source" in mou("check", "regs", "-f", "json").out


@pytest.mark.parametrize("option", ["--proofs", "--contacts"])
def test_what_a_page_of_all_has_no_place_for_is_refused(mou: Mou, registers: Path, option: str) -> None:
    """The registers' own pages have it; silence would be taken for having it."""
    ran = mou("report", "-r", "regs", option, "-o", "all.html")
    assert (ran.status, Path("all.html").exists(), "-o FOLDER/" in ran.err) == (2, False, True)
    assert mou("report", "-r", "regs", option, "-o", "site/").status == 0


def test_a_page_of_all_is_not_dumped_on_a_terminal(registers: Path) -> None:
    """As that of one."""
    status, screen = at_a_terminal(registers.parent, ["report", "-r", "regs"], [])
    assert (status, screen.splitlines()[-1]) == (2, "mou: error: a page needs a file to go to: -o FILE.html")


TWICE = """\
register: {name: Twice, language: en}
agreements:
  - {id: a, title: A, partner: {name: Leeds, country: GB}, kind: ksdpl, instrument: mou,
     signed: 2025-11-27, term: 5 years}
  - {id: a, title: B, partner: {name: York, country: GB}, kind: ksdpl, instrument: mou,
     signed: 2025-11-27, term: 5 years}
"""


@pytest.mark.parametrize("command", ["status", "agenda"])
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_a_register_with_nothing_urgent_has_its_line_alone(
    mou: Mou, with_broken: Path, register: Callable[..., Path], command: str, form: str
) -> None:
    """It says how much of it could not be read; a section of three empty groups would say no more."""
    register(TWICE, "regs/twice.yaml")
    out = mou(command, "-r", "regs", "--as-of", DAY, "--lang", "en", "-f", form).out
    lines = [line for line in out.splitlines() if "twice" in line]
    assert len(lines) == 1
    assert lines[0].rstrip(" |").endswith("1 record could not be read")
    assert "Twice" not in out.replace(lines[0], "")


@pytest.mark.parametrize("command", ["status", "agenda"])
def test_nobody_knows_how_many_records_an_unread_register_has(mou: Mou, with_broken: Path, command: str) -> None:
    """Not even that there are none."""
    day = ("-r", "regs", "--as-of", DAY, "--lang", "en")
    assert "| garut |  |  | cannot be read: " in mou(command, *day, "-f", "markdown").out
    assert re.search(r"^  garut +cannot be read: ", mou(command, *day).out, re.MULTILINE)
    mou("report", *day, "-o", "all.html")
    assert "<small>garut</small>" in Path("all.html").read_text("utf-8")


@pytest.mark.parametrize("path", ["regs", "regs/garut.yaml"])
def test_where_nothing_could_be_read_nothing_else_is_shown(mou: Mou, with_broken: Path, path: str) -> None:
    """So nothing says that it is."""
    assert "shown" not in mou("status", "-r", path, "--as-of", DAY, "--lang", "en").err


def test_the_list_of_registers_keeps_to_its_column(with_broken: Path) -> None:
    """On a terminal what is said of one wraps under itself."""
    for command in ("status", "agenda"):
        arguments = [command, "-r", "regs", "--as-of", DAY]
        screen = at_a_terminal(with_broken.parent, arguments, [], "en", {"COLUMNS": "60"})[1].splitlines()
        at = next(number for number, line in enumerate(screen) if line.startswith("  garut"))
        assert screen[at + 1].index(screen[at + 1].strip()) == screen[at].index("cannot")


def test_a_cut_list_of_registers_says_so(mou: Mou, register: Callable[..., Path]) -> None:
    """Twelve are named by ten and a sign."""
    for name in "abcdefghijkl":
        register(f"register: {{name: {name}}}\nagreements:\n{LATER}", f"regs/{name}.yaml")
    assert mou("timeline", "-r", "regs").err.endswith("regs/j.yaml, …\n")
    assert mou("show", "-r", "regs", "later").err.endswith("j/later, …\n")


@pytest.mark.parametrize("command", ["status", "agenda"])
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_what_a_filter_hides_is_not_said_to_be_in_order(mou: Mou, registers: Path, command: str, form: str) -> None:
    """Of a register of which nothing passes it nothing is known; and the filter is told once, for all."""
    ran = mou(command, "-r", "regs", "--as-of", DAY, "--lang", "en", "-f", form, "--country", "AU")
    [line] = [line for line in ran.out.splitlines() if "cimahi-ks" in line]
    assert line.rstrip(" |").endswith("none of its agreements fits the filter")
    assert ran.out.count("shown; filter: country=AU") == 1
    assert "3 agreements" not in ran.out


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (
            ("--owner", "nobody"),
            "no owner is called 'nobody'\n     bandung: known: a@bandung.example; cimahi-ks: known: b@cimahi.example\n",
        ),
        (
            ("--kind", "pact"),
            "`pact` is not one of the words allowed here\n     allowed: ksdpl, ksdll, ksdd, ksdpk, other\n",
        ),
    ],
)
def test_a_slip_is_answered_with_what_each_register_knows(
    mou: Mou, registers: Path, slip: tuple[str, ...], told: str
) -> None:
    """Not with what the first of them knows; once where all know the same."""
    ran = mou("status", "-r", "regs", "--lang", "en", *slip)
    assert (ran.status, ran.err) == (2, f"mou: error: {told}")
