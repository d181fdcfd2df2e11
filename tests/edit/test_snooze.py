"""`mou snooze` and `mou ack`: silence is recorded with its end and its reason, shown, and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.edit.conftest import REGISTER, diff

Edit = Callable[..., Ran]
# Signed in 2025 instead of 2015: it ends on 27 November 2030.
RUNNING = REGISTER.replace("signed: 2015-11-27", "signed: 2025-11-27")


@pytest.fixture
def running(register: Callable[[str], Path]) -> Path:
    """The small register with an agreement in force."""
    return register(RUNNING)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--until", "2027-03-01"), "snooze: {until: 2027-03-01, why: talks, on: 2026-11-21}"),
        (("--until", "2027-03"), "snooze: {until: 2027-03, why: talks, on: 2026-11-21}"),
        (("--until", "3 months"), "snooze: {until: 2027-02-21, why: talks, on: 2026-11-21}"),
        (("--until", "3 bulan"), "snooze: {until: 2027-02-21, why: talks, on: 2026-11-21}"),
        (("--until", "2 weeks"), "snooze: {until: 2026-12-05, why: talks, on: 2026-11-21}"),
        (("--until", "12 months"), "snooze: {until: 2027-11-21, why: talks, on: 2026-11-21}"),
        (
            ("--until", "1 Maret 2027", "--what", "promises", "--by", "Ani: staf"),
            'snooze: {until: 2027-03-01, why: talks, by: "Ani: staf", on: 2026-11-21, what: promises}',
        ),
    ],
)
def test_a_snooze_is_one_line(running: Path, edit: Edit, arguments: tuple[str, ...], line: str) -> None:
    """A day as people write it, or how long; saying it again changes nothing, and `unset` gives the old file back."""
    said = ("snooze", "petaling-jaya-2015", *arguments, "--why", "talks")
    dry = edit(*said, "--dry-run")
    assert f"+    {line}" in dry.out.splitlines()
    assert running.read_text("utf-8") == RUNNING
    assert edit(*said).status == 0
    assert diff(RUNNING, running.read_text("utf-8")) == [f"+    {line}"]
    assert "nothing was changed" in edit(*said).out
    assert edit("unset", "petaling-jaya-2015", "snooze").status == 0
    assert running.read_text("utf-8") == RUNNING


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--until", "2028-01-01", "--why", "x"),
            "mou: error: a snooze lasts 12 months at most; 1 January 2028 is later\n"
            "     the latest day is 21 November 2027; snooze it again then\n",
        ),
        (("--until", "2026-11-21", "--why", "x"), "mou: error: 21 November 2026 does not lie ahead\n"),
        (("--until", "2026-11", "--why", "x"), "mou: error: November 2026 does not lie ahead\n"),
        (
            ("--until", "1 year", "--why", " "),
            "Usage: mou snooze [OPTIONS] ID\nmou: error: --why is missing\n",
        ),
        (
            ("--why", "x"),
            "Usage: mou snooze [OPTIONS] ID\nmou: error: --until is missing\n",
        ),
        (
            ("--until", "soon", "--why", "x"),
            "Usage: mou snooze [OPTIONS] ID\n"
            "mou: error: --until: 'soon' is not a date as 2026-11-21, 2026-11 or 2026\n",
        ),
        (
            ("--until", "indefinite", "--why", "x"),
            "Usage: mou snooze [OPTIONS] ID\n"
            "mou: error: --until: 'indefinite' is not a date as 2026-11-21, 2026-11 or 2026\n",
        ),
    ],
)
def test_a_snooze_needs_an_end_and_a_reason(
    running: Path, edit: Edit, arguments: tuple[str, ...], message: str
) -> None:
    """Never for more than a year, never without saying why."""
    assert edit("snooze", "petaling-jaya-2015", *arguments) == Ran(2, "", message)
    assert running.read_text("utf-8") == RUNNING


@pytest.mark.parametrize(
    ("what", "until", "said"),
    [((), "2027-02-27", True), ((), "2027-01-27", False), (("--what", "end"), "2027-02-27", False)],
)
def test_the_last_month_is_spoken_of(
    register: Callable[[str], Path], edit: Edit, what: tuple[str, ...], until: str, said: bool
) -> None:
    """Whoever snoozes into the last month before an end learns that it is told all the same."""
    register(REGISTER.replace("signed: 2015-11-27", "signed: 2022-02-27"))
    told = edit("snooze", "petaling-jaya-2015", "--until", until, "--why", "talks", *what).err
    remark = "the last month before 27 February 2027 is told all the same; --what end snoozes it too"
    assert (remark in told) is said


NOTICE = "    renewal: {mode: automatic, notice: 3 months}\n"


@pytest.mark.parametrize(
    ("more", "until", "said"),
    [
        # The day to give notice comes first, three months before the end.
        (NOTICE, "2026-12-27", "27 November 2026"),
        (NOTICE, "2026-11-22", "27 November 2026"),
        (NOTICE.replace("automatic, ", "automatic, decision: renew, "), "2027-03-27", None),
        ("    renewal: {decision: lapse}\n", "2027-02-27", "27 February 2027"),
        ("    renewal: {decision: lapse}\n", "2027-01-27", None),
    ],
)
def test_the_last_month_before_which_end(
    register: Callable[[str], Path], edit: Edit, more: str, until: str, said: str | None
) -> None:
    """Where notice stops a renewal its day counts, unless it is decided; an end that is meant is told as well."""
    register(
        REGISTER.replace("signed: 2015-11-27\n    term: 5 years\n", f"signed: 2022-02-27\n    term: 5 years\n{more}")
    )
    told = edit("snooze", "petaling-jaya-2015", "--until", until, "--why", "talks").err
    remark = "the last month before {} is told all the same; --what end snoozes it too"
    assert [line for line in told.splitlines() if "all the same" in line] == ([remark.format(said)] if said else [])


def test_a_new_snooze_takes_the_place_of_the_old_one_whole(running: Path, edit: Edit) -> None:
    """What the old one was about and who asked for it are not those of the new one."""
    edit("snooze", "petaling-jaya-2015", "--until", "3 months", "--why", "talks", "--what", "end", "--by", "Ani")
    assert edit("snooze", "petaling-jaya-2015", "--until", "4 months", "--why", "no budget").status == 0
    assert diff(RUNNING, running.read_text("utf-8")) == [
        "+    snooze: {until: 2027-03-21, why: no budget, on: 2026-11-21}"
    ]


def test_an_acknowledgement_lasts_until_the_next_rung(running: Path, edit: Edit) -> None:
    """The promise due in 2023 is past its ladder; the next word is that of 18 months before the end."""
    assert edit("ack", "petaling-jaya-2015", "--by", "Ani").status == 0
    # 29 May 2029 would be the rung; a snooze lasts a year at most.
    assert diff(RUNNING, running.read_text("utf-8")) == [
        "+    snooze: {until: 2027-11-21, why: ack, by: Ani, on: 2026-11-21}"
    ]
    assert edit("unset", "petaling-jaya-2015", "snooze").status == 0
    edit("set", "petaling-jaya-2015", "follow_ups[1].due=2026-12-31")
    edit("ack", "petaling-jaya-2015")
    assert "snooze: {until: 2026-12-23, why: ack, on: 2026-11-21}" in running.read_text("utf-8")
    # A week before the day would be 24 December, a day off.
    # It is no snooze that hides its own next rung: acknowledged again it waits for the same one.
    assert "nothing was changed" in edit("ack", "petaling-jaya-2015").out


@pytest.mark.parametrize(
    ("snooze", "left"),
    [
        (("--until", "12 months", "--why", "talks"), "snoozed until 2027-11-21: talks"),
        (("--until", "12 months", "--why", "talks", "--what", "The end"), "snoozed until 2027-11-21 (the end): talks"),
        (("--until", "3 months", "--why", "talks"), None),
    ],
)
def test_an_acknowledgement_ends_no_longer_snooze(
    running: Path, edit: Edit, snooze: tuple[str, ...], left: str | None
) -> None:
    """Somebody recorded why, and for longer: that stays, and whoever acknowledges is told so."""
    edit("snooze", "petaling-jaya-2015", *snooze)
    before = running.read_text("utf-8")
    ran = edit("ack", "petaling-jaya-2015")
    assert ran.status == 0
    if left:
        assert ran.out == f"petaling-jaya-2015 is already {left}; nothing was changed\n"
    assert (running.read_text("utf-8") == before) is (left is not None)


@pytest.mark.parametrize("what", ["promises", "PROMISES", "the promises", "janji"])
def test_what_is_silent_as_a_person_says_it(running: Path, edit: Edit, what: str) -> None:
    """In any case, and as either language calls it; also in `mou set`."""
    edit("snooze", "petaling-jaya-2015", "--until", "2027-03-01", "--why", "talks", "--what", what)
    line = "+    snooze: {until: 2027-03-01, why: talks, on: 2026-11-21, what: promises}"
    assert diff(RUNNING, running.read_text("utf-8")) == [line]
    edit("set", "petaling-jaya-2015", "snooze.what=end")
    assert edit("set", "petaling-jaya-2015", f"snooze.what={what}").status == 0
    assert diff(RUNNING, running.read_text("utf-8")) == [line]


def test_nothing_to_acknowledge(register: Callable[[str], Path], edit: Edit) -> None:
    """Where no reminder is to come there is none to wait for."""
    path = register(RUNNING.replace("    owner: ksln\n", "    owner: ksln\n    reminders: none\n", 1))
    old = path.read_text("utf-8")
    assert edit("ack", "petaling-jaya-2015") == Ran(
        2,
        "",
        "mou: error: no reminder of petaling-jaya-2015 is to come, so there is none to wait for\n"
        "     mou snooze petaling-jaya-2015 --until DATE snoozes it until a day\n",
    )
    assert path.read_text("utf-8") == old


@pytest.fixture
def snoozed(register: Callable[[str], Path]) -> Path:
    """An agreement that lapsed and is snoozed."""
    end = "    owner: ksln\n"
    return register(
        REGISTER.replace(end, f"{end}    snooze: {{until: 2027-03-01, why: talks in March, on: 2026-11-20}}\n", 1)
    )


@pytest.mark.usefixtures("snoozed")
@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (("status",), "snoozed until 2027-03-01: talks in March"),
        (("status", "-f", "markdown", "--lang", "en"), "snoozed until 2027-03-01: talks in March"),
        (("status", "--lang", "id"), "ditunda sampai 2027-03-01: talks in March"),
        (("show", "petaling-jaya-2015"), "until 2027-03-01 · talks in March · 2026-11-20"),
        (("show", "petaling-jaya-2015"), "it is snoozed until 1 March 2027"),
        (("agenda",), "snoozed until 2027-03-01"),
        (("agenda", "-f", "markdown", "--lang", "en"), "snoozed until 2027-03-01"),
        (("report", "--lang", "en"), "snoozed until 2027-03-01: talks in March"),
    ],
)
def test_every_view_shows_it(mou: Edit, command: tuple[str, ...], shown: str) -> None:
    """Whoever looks sees that nothing is told, until when, and why."""
    assert shown in mou(*command, "--as-of=2026-11-21").out
    assert shown not in mou(*command, "--as-of=2027-03-01").out


@pytest.mark.usefixtures("snoozed")
def test_programs_see_it(mou: Edit) -> None:
    """In JSON beside the keys that were there, null once it is over."""
    found = {}
    for day in ("2026-11-21", "2027-03-01"):
        rows = json.loads(mou("status", "-f", "json", f"--as-of={day}").out)["agreements"]
        found[day] = {row["id"]: row["snooze"] for row in rows}
        entries = json.loads(mou("agenda", "-f", "json", f"--as-of={day}").out)["entries"]
        found[f"agenda {day}"] = {entry["id"]: entry["snoozed"] for entry in entries}
    assert found == {
        "2026-11-21": {
            "petaling-jaya-2015": {"until": "2027-03-01", "why": "talks in March", "what": None},
            "daegu": None,
        },
        "agenda 2026-11-21": {"petaling-jaya-2015": "2027-03-01", "daegu": None},
        "2027-03-01": {"petaling-jaya-2015": None, "daegu": None},
        "agenda 2027-03-01": {"petaling-jaya-2015": None, "daegu": None},
    }


def test_a_snooze_is_told_in_the_readers_language(running: Path, edit: Edit) -> None:
    """All of its parts, when it comes and when it goes."""
    given = ("--until", "2027-02-27", "--why", "surat", "--what", "promises", "--lang", "id")
    ran = edit("snooze", "petaling-jaya-2015", *given)
    parts = "sampai 2027-02-27, alasan surat, dicatat 2026-11-21, tentang janji"
    assert ran.out.splitlines()[1].strip() == f"penundaan: {parts}"
    ran = edit("unset", "petaling-jaya-2015", "snooze", "--lang", "id")
    assert ran.out.splitlines()[1].strip() == f"penundaan dihapus, sebelumnya {parts}"
