"""`mou plan` and `mou agenda` as their users see them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mou_tracker.status.assess import Assessor
from tests.conftest import Ran

Mou = Callable[..., Ran]
Write = Callable[[str], Path]
Golden = Callable[[str, str], None]
DAY = "--as-of=2026-11-21"
REGISTER = """\
register:
  name: Kecil
  owner: a@example.org
{procedures}
agreements:
  - id: melbourne
    title: Melbourne
    partner: {{name: Melbourne, country: AU}}
    kind: ksdpl
    instrument: mou
    signed: 2024-04-22
    term: 4 years
  - id: other
    title: Other
    partner: {{name: Somebody, country: AU}}
    kind: other
    instrument: other
    signed: 2024-04-22
    term: 4 years
"""


@pytest.mark.usefixtures("bandung")
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("name", ["melbourne-2024", "petaling-jaya-2015", "daegu"])
def test_plan(mou: Mou, golden: Golden, name: str, form: str) -> None:
    """A renewal not yet begun, one of a lapsed agreement, and a record under way, whole in every format."""
    ran = mou("plan", name, DAY, "-f", form, "--lang", "en")
    golden(f"plan/{name}.{form}", ran.out)
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.usefixtures("bandung")
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_all_plans(mou: Mou, golden: Golden, form: str) -> None:
    """Every agreement in force by its latest safe start."""
    golden(f"plan/all.{form}", mou("plan", "--all", DAY, "-f", form, "--lang", "en").out)


@pytest.mark.usefixtures("bandung")
def test_all_plans_say_the_same_for_spreadsheets(mou: Mou) -> None:
    """No cell of the CSV is empty where the JSON has a value."""
    plans = json.loads(mou("plan", "--all", DAY, "-f", "json").out)["plans"]
    rows = list(csv.DictReader(mou("plan", "--all", DAY, "-f", "csv").out.splitlines()))
    assert rows == [{key: cell(value) for key, value in plan.items()} for plan in plans]


def cell(value: object) -> str:
    """A value of the JSON as a CSV writes it."""
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


@pytest.mark.usefixtures("bandung")
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_agenda(mou: Mou, golden: Golden, form: str) -> None:
    """What is overdue, what comes in 400 days, and what has no date, whole in every format."""
    ran = mou("agenda", "--days", "400", DAY, "-f", form, "--lang", "en")
    golden(f"agenda/bandung.{form}", ran.out)
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.usefixtures("bandung")
def test_agenda_by_owner(mou: Mou, golden: Golden) -> None:
    """Grouped by who acts."""
    golden("agenda/by-owner.table", mou("agenda", "--by", "owner", DAY, "--lang", "en").out)


def test_the_office_replaces_a_target(mou: Mou, register: Write) -> None:
    """The cooperation plan takes 5 working days in this office: the latest safe start moves, the DPRD's 45 stay."""
    register(REGISTER.format(procedures=""))
    shipped = json.loads(mou("plan", "melbourne", "-f", "json", DAY).out)
    register(REGISTER.format(procedures="  procedures: {ksdpl: {steps: {cooperation-plan: 5}}}"))
    ours = json.loads(mou("plan", "melbourne", "-f", "json", DAY).out)
    assert [(s["step"], s["takes"]) for s in ours["steps"]][:2] == [("cooperation-plan", 5), ("dprd-approval", 45)]
    assert ours["steps"][1:] != shipped["steps"][1:]  # what comes after begins earlier
    assert [s["start_by"] for s in ours["steps"][1:]] == [s["start_by"] for s in shipped["steps"][1:]]
    assert ours["latest_start"] > shipped["latest_start"]


def test_the_office_adds_a_step(mou: Mou, register: Write) -> None:
    """A step of its own, after a shipped one, with its own target."""
    added = "{limit: 7, after: draft-text, name: {id: Telaah hukum, en: Legal review}, actor: {id: Hukum, en: legal}}"
    register(REGISTER.format(procedures=f"  procedures: {{ksdpl: {{steps: {{legal-review: {added}}}}}}}"))
    ran = mou("plan", "melbourne", "-f", "json", DAY)
    steps = [(s["step"], s["takes"], s["basis"]) for s in json.loads(ran.out)["steps"]]
    assert steps[3:5] == [("draft-text", 15, "target"), ("legal-review", 7, "target")]


def test_a_limit_in_law_cannot_be_overridden(mou: Mou, register: Write) -> None:
    """Refused with the article; everything else goes on with the limit of the law."""
    register(REGISTER.format(procedures="  procedures: {ksdpl: {steps: {dprd-approval: 30}}}"))
    ran = mou("plan", "melbourne", "-f", "json", DAY)
    assert "[statutory-limit]" in ran.err
    assert "PP 28/2018 art. 30(4)" in ran.err
    assert json.loads(ran.out)["steps"][1]["takes"] == 45
    assert ran.status == 1


def test_the_dprd_on_renewal_is_the_offices_choice(mou: Mou, register: Write) -> None:
    """Unsettled in law: the plan says what it assumes and that it is unverified."""
    register(REGISTER.format(procedures="  procedures: {ksdpl: {dprd_on_renewal: not-required}}"))
    out = mou("plan", "melbourne", DAY).out
    assert "DPRD approval" not in out
    assert "This plan assumes that the renewal needs no approval of the DPRD (unverified)." in out


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), "mou: error: give an agreement's ID, or --all\n"),
        (("melbourne", "--all"), "mou: error: give an agreement's ID, or --all\n"),
        (("other",), "mou: error: other is of kind other: no procedure is known for it\n"),
        (("nobody",), "mou: error: there is no agreement 'nobody'\n     mou status --all lists them\n"),
    ],
)
def test_wrong_usage(mou: Mou, register: Write, arguments: tuple[str, ...], error: str) -> None:
    """Exit 2 with one sentence."""
    register(REGISTER.format(procedures=""))
    ran = mou("plan", *arguments, DAY)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(error)


def test_too_late_for_a_renewal_without_a_gap(mou: Mou, register: Write) -> None:
    """Past the latest safe start `mou status` says by how many days, and `mou plan` what comes of it."""
    register(REGISTER.format(procedures=""))
    start = json.loads(mou("plan", "melbourne", "-f", "json", DAY).out)["latest_start"]
    assert start == "2027-07-11"
    late = mou("status", "melbourne", "--as-of=2027-08-21").out
    assert "→ too late for a renewal without a gap: 41 days; start it now or close it by 2028-04-21" in late
    plan = mou("plan", "melbourne", "--as-of=2027-08-21").out
    assert "Latest safe start 11 July 2027, 41 days too late.\n" in plan
    assert "days too late" in plan
    assert "the gap will be" in plan


@pytest.mark.usefixtures("bandung")
def test_nothing_is_planned_for_what_is_renewed(mou: Mou) -> None:
    """A renewed agreement has no gap ahead; its renewal may be planned."""
    ran = mou("plan", "kawasaki-2016", DAY)
    assert ran == Ran(
        2, "", "mou: error: kawasaki-2016 is renewed: there is nothing to plan\n     mou plan kawasaki-2020\n"
    )


def test_all_with_one_assessor(register: Write, mou: Mou, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans of all agreements look at the whole register as often as the plan of a few: not once for each."""
    record = REGISTER[REGISTER.index("  - id: melbourne") : REGISTER.index("  - id: other")].format()
    made = 0
    begin = Assessor.__init__

    def counted(assessor: Assessor, *given: Any) -> None:
        nonlocal made
        made += 1
        begin(assessor, *given)

    monkeypatch.setattr(Assessor, "__init__", counted)
    for count in (2, 20):
        made = 0
        many = "".join(record.replace("melbourne", f"melbourne-{n}") for n in range(count))
        register("agreements:\n" + many)
        assert (mou("plan", "--all", DAY).out.count("melbourne-"), made) == (count, 2)


def test_lapsed_agreements_by_what_is_at_stake(register: Write, mou: Mou) -> None:
    """Open promises first, then activities, then what still runs under it, then the longer gap; with the reasons.

    What is decided to lapse is not planned, and a kind without a procedure is named.
    """
    record = "  - {{id: {}, title: T, partner: {{name: P, country: MY}}, kind: {}, instrument: mou, signed: {}"
    record += ", term: 2 years{}}}\n"
    done = ", activities: [{on: 2018-03, what: Visit}, {on: 2019, what: Visit}]"
    rows = [
        ("old", "ksdpl", "1990-01-05", ""),
        ("new", "ksdpl", "2020-01-05", ""),
        ("framework", "ksdpl", "2020-01-05", ""),
        ("promised", "ksdpl", "2020-01-05", ", follow_ups: [{what: A}, {what: B}, {what: C, done: 2020}]"),
        ("visited", "ksdpl", "2018-01-05", done),
        ("left", "ksdpl", "2018-01-05", ", renewal: {decision: lapse}"),
        ("kindless", "other", "2018-01-05", ""),
    ]
    child = (
        "  - {id: child, title: C, partner: {name: P, country: MY}, kind: ksdpl, instrument: ia, signed: 2020-03-01,\n"
    )
    child += "     term: 60 years, under: framework}\n"
    register("register: {language: en}\nagreements:\n" + "".join(record.format(*row) for row in rows) + child)
    ran = mou("plan", "--all", DAY, "--lang", "en")
    assert ran.err == "no procedure is known for the kind of: kindless\n"
    assert ran.out.partition("\n\nLapsed")[2].splitlines()[2:] == [
        "  1.  promised  2 promises open; no activity is recorded; over for 4 years 10 months; "
        "signed on 2027-09-24 at the earliest",
        "  2.  visited  2 activities, the last 2019; over for 6 years 10 months; signed on 2027-09-24 at the earliest",
        "  3.  framework  no activity is recorded; 1 agreement under it still runs: child; over for 4 years 10 months; "
        "signed on 2027-09-24 at the earliest",
        "  4.  old  no activity is recorded; over for 34 years 10 months; signed on 2027-09-24 at the earliest",
        "  5.  new  no activity is recorded; over for 4 years 10 months; signed on 2027-09-24 at the earliest",
    ]
