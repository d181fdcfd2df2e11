"""Another country's law: a register whose kinds, steps and councils are its own, through every command."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from mou_tracker.agreement.procedure import SHIPPED
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.checking import checked
from mou_tracker.cli.completing import complete_ids, complete_kinds, complete_steps
from mou_tracker.register.procedures import ShippedProcedures
from tests.conftest import ROOT, Ran
from tests.make import ENGLISH

Mou = Callable[..., Ran]
Golden = Callable[[str, str], None]
DAY = "--as-of=2026-11-21"
ELSEWHERE = Path(__file__).parents[1] / "data" / "elsewhere.yaml"
VIEWS = {
    "status.table": ("status", "--all"),
    "status.json": ("status", "--all", "-f", "json"),
    "status.markdown": ("status", "-f", "markdown"),
    "status.nagios": ("status", "-f", "nagios"),
    "pending.table": ("status", "--kind", "alliance", "--status", "pending-dprd"),
    "coimbra.table": ("show", "coimbra-2026"),
    "kirchberg.table": ("show", "kirchberg-2026"),
    "plovdiv.markdown": ("show", "plovdiv-2026", "-f", "markdown"),
    "plan.table": ("plan", "uppsala-2022"),
    "plan-of-a-pact.table": ("plan", "belval-2024"),
    "plan-under-way.json": ("plan", "tartu-2026", "-f", "json"),
    "plans.csv": ("plan", "--all", "-f", "csv"),
    "agenda.table": ("agenda", "--days", "365"),
    "timeline.txt": ("timeline",),
    "reminders.txt": ("remind", "--dry-run"),
    "calendar.ics": ("calendar",),
    "report.html": ("report",),
}
# The keys that stand for every council, in data and as names of styles.
KEYS = re.compile(r'pending[-_]dprd|"dprd"|\bdprd: not-required\b|(?<=[,\n])dprd(?=,)', re.IGNORECASE)
NAMES = re.compile(r"dprd|ksd[dlp]|letter of intent|pernyataan kehendak|wali kota|mayor", re.IGNORECASE)


@pytest.fixture
def elsewhere(register: Callable[..., Path]) -> Path:
    """The register where its office has it."""
    return register(ELSEWHERE.read_text("utf-8"), "data/agreements.yaml")


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_speaks_of_the_registers_own_law(mou: Mou, golden: Golden, name: str, language: str) -> None:
    """Whole outputs in both languages; none names a council, kind or step of Indonesia's law."""
    ran = mou(*VIEWS[name], DAY, "--lang", language)
    text = ran.out
    if name == "report.html":
        text = text[text.index("<main>") : text.index("<footer>")]
    golden(f"elsewhere/{language}/{name}", text)
    assert ran.err == "" or name == "reminders.txt"  # no ledger is set up here
    assert NAMES.findall(KEYS.sub("", text)) == []


@pytest.mark.usefixtures("elsewhere")
def test_its_register_has_no_findings(mou: Mou) -> None:
    """Its kinds, steps and partners are as its own procedures say."""
    assert mou("check", "--lang", "en") == Ran(0, "1 file, 8 agreements read: 0 errors, 0 warnings\n", "")


# What is changed in the register, and what the check says of it.
SLIPS = {
    ("kind: book-loan", "kind: book-lone"): [
        "141:11 not-allowed-word: `book-lone` is not one of the words allowed here; did you mean `book-loan`?"
    ],
    ("step: visit, done", "step: visits, done"): [
        "102:16 no-such-step: the procedure has no step `visits`; did you mean `visit`?"
    ],
    ("country: SE", "country: LU"): [
        "79:11 kind-elsewhere: `alliance` is for partners abroad, and this one is in LU; "
        "choose one of: ksdd, ksdpk, campus-pact, book-loan, other"
    ],
    ("Campus Kirchberg, country: LU", "Campus Kirchberg, country: PT"): [
        "132:11 kind-elsewhere: `campus-pact` is for partners in LU, and this one is in PT; "
        "choose one of: ksdpl, ksdll, ksdpk, alliance, book-loan, other"
    ],
    ("    dprd: required\n", ""): [
        "132:11 dprd-not-said: whether the board's consent is needed is not said; "
        "add `dprd: required` or `dprd: not-required`"
    ],
    ("senate-vote, received: 2022-06-01, done: 2022-06-30, outcome: approved", "review"): [
        "81:13 signed-without-dprd: signed on 3 October 2022 without the senate's consent on record; "
        "record the step `senate-vote`, or `dprd: not-required`"
    ],
    ("        through: visit", "        through: vist"): [
        "24:18 no-such-step: the procedure has no step `vist`; did you mean `visit`?"
    ],
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_told_in_its_own_words(slip: tuple[str, str]) -> None:
    """A mistyped kind or step has the nearest of the register's own; councils and countries are its own."""
    text = ELSEWHERE.read_text("utf-8")
    assert text.count(slip[0]) == 1
    found = checked({"a.yaml": text.replace(*slip).encode()}, ShippedProcedures())[0]
    said = [
        f"{one.span.line}:{one.span.col} {one.rule}: {ENGLISH(one.message)}; {ENGLISH(one.hint or phrase(''))}"
        for one in found
    ]
    assert said == SLIPS[slip]


PAGE = (ROOT / "docs" / "procedures.md").read_text("utf-8")


def block(mark: str) -> str:
    """The code of the manual after a mark."""
    return PAGE.split(f"<!-- {mark} -->\n", 1)[1].split("\n", 1)[1].split("\n```\n", 1)[0] + "\n"


def test_the_example_of_the_manual_is_true(mou: Mou, register: Callable[[str], Path]) -> None:
    """Its register is sound, and each command prints what is printed there, whole."""
    register(block("session: agreements.yaml"))
    parts = block("session").split("$ mou ")[1:]
    for part in parts:
        command, _, printed = part.partition("\n")
        ran = mou(*command.split(), *([] if command == "check" else [DAY]), "--lang", "en")
        assert (ran.out, ran.err) == (printed, "")
    assert len(parts) == 2


def test_the_changes_of_the_manual_are_sound() -> None:
    """What it shows of an office's own targets can be copied."""
    text = PAGE.split("```yaml\n", 1)[1].split("\n```\n", 1)[0]
    assert checked({"a.yaml": text.encode()}, ShippedProcedures())[0] == []


def test_completion_offers_the_registers_own(elsewhere: Path) -> None:
    """Kinds and steps are the register's; names in its settings are no ids of records."""
    asked = {"path": (str(elsewhere),)}
    context = click.Context(click.Command("x"))
    context.params = {**asked, "name": "uppsala-2022"}
    assert complete_kinds(context, "") == [*SHIPPED, "alliance", "campus-pact", "book-loan", "other"]
    assert complete_steps(context, "") == ["visit", "review", "legal-opinion", "senate-vote", "ceremony", "archive"]
    context.params = {**asked, "name": "library-2025"}
    assert complete_steps(context, "") == ["receipt"]
    context.params = asked
    assert complete_steps(context, "se") == ["senate-vote"]
    ids = ["uppsala", "coimbra", "bergen", "tartu", "plovdiv", "belval", "kirchberg", "library"]
    assert [name.rpartition("-")[0] for name in complete_ids(context, "")] == ids
