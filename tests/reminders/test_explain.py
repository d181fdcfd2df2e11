"""The reminders of one agreement as `mou show` tells them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from mou_tracker.agreement.record import Ladder, Offsets
from mou_tracker.agreement.register import Contact, Register
from mou_tracker.cli.register import load
from mou_tracker.cli.remind.session import remembered
from mou_tracker.reminders.explain import reminded, unspoken
from mou_tracker.reminders.history import History, Key, PastReminder
from mou_tracker.reminders.housekeeping import lists
from mou_tracker.reminders.milestones import milestones_of
from mou_tracker.views.sections import Row
from tests.mail.conftest import Desk
from tests.mail.registers import record, register
from tests.make import ENGLISH, INDONESIA, agreement, assess_all, day, period

REGISTER = Register(owner=("office",), contacts={"office": Contact("Office", "office@x.org")})


def rows(
    as_of: str, past: tuple[PastReminder, ...] = (), memory: History | None = None, **given: Any
) -> tuple[Row, ...]:
    """The rows of an agreement that ends on 2026-12-31."""
    made = agreement("suwon", **{"kind": "other", "signed": "2020-01-01", "ends": "2026-12-31"} | given)
    (found,) = assess_all(as_of, made, working=INDONESIA)
    return reminded(found, REGISTER, INDONESIA, past, memory or History(), ENGLISH).rows


KEY = Key("suwon", "sign-by", "2026-12-31", "-1 month", "office@x.org")


def test_sent_due_and_to_come() -> None:
    """What went out with its day, what the next run tells, and the next steps."""
    past = (PastReminder(KEY, ("-3 months",), "sent", day("2026-12-01")),)
    assert rows("2026-12-18", past, History(through={KEY.matter: day("2026-11-30")})) == (
        ("2026-12-01", "last day to sign the renewal 2026-12-31", "told: office@x.org, 1 month before"),
        ("2026-12-18", "last day to sign the renewal 2026-12-31", "by the next run: office@x.org, 2 weeks before"),
        ("2026-12-23", "last day to sign the renewal 2026-12-31", "1 week before"),
    )


def test_nothing_due_today() -> None:
    """After that is told, only what comes."""
    memory = History(through={KEY.matter: day("2026-12-17")})
    assert rows("2026-12-18", memory=memory) == (
        ("2026-12-23", "last day to sign the renewal 2026-12-31", "1 week before"),
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"reminders": "none"}, "the record says `reminders: none`"),
        ({"closed": {"on": "2026-12-01", "how": "completed"}}, "it is closed"),
        (
            {"renewal": {"mode": "automatic", "period": "1 year", "notice": "1 month", "decision": "renew"}},
            "it is decided to renew it",
        ),
        ({"ends": "2026-12-01", "renewal": {"mode": "none"}}, "it is decided, or agreed in its text, to let it lapse"),
    ],
)
def test_why_none_comes(given: dict[str, Any], why: str) -> None:
    """Where nothing is ever told, that is said with its reason."""
    assert rows("2026-12-18", **given) == (("none", "", f"because {why}"),)


def test_what_the_ledger_knows(desk: Desk) -> None:
    """`mou show` gets past and memory of one record; nothing where there is no ledger yet."""
    desk.settings(outbox=desk.folder / "out")
    desk.monkeypatch.setenv("MOU_LEDGER", str(desk.ledger))
    desk.write(register(record("suwon")))
    loaded = load(ENGLISH, str(desk.folder / "agreements.yaml"), day("2027-06-01"))
    assert remembered(loaded, "suwon") == ([], None)
    desk.begin("2027-06-01")
    assert desk.remind("2027-06-01").status == 0
    past, memory = remembered(loaded, "suwon")
    assert [(one.key.step, one.state, one.day) for one in past] == [("-1 month", "sent", day("2027-06-01"))]
    assert memory is not None
    assert set(memory.through) == {past[0].key.matter}


@pytest.mark.parametrize("as_of", ["2026-10-02", "2026-11-16", "2026-11-18", "2026-12-30", "2027-01-02", "2031-03-03"])
def test_what_the_next_list_will_have_is_spoken_of(as_of: str) -> None:
    """An agreement that lapsed and whose last rung has been told comes in the list of the period that follows."""
    lapsed = agreement("kawasaki", kind="other", signed="2023-05-17", ends="2026-05-17")
    found = milestones_of(assess_all(as_of, lapsed, working=INDONESIA), REGISTER, INDONESIA)
    assert unspoken(found, REGISTER, INDONESIA, day(as_of)) == ()


@pytest.mark.parametrize(("signed", "named"), [("2020-01-01", ()), ("2020", ("suwon",))])
def test_what_may_be_due_is_named_where_nobody_hears_of_it(signed: str, named: tuple[str, ...]) -> None:
    """In force it needs nobody; where that is not certain somebody must look, though the ladder has nobody to tell."""
    renewal = {"mode": "automatic", "period": "1 year", "notice": "3 months"}
    found = assess_all(
        "2026-11-21", agreement("suwon", signed=signed, term="5 years", renewal=renewal), working=INDONESIA
    )
    assert [(one.status, one.certain) for one in found] == [("active", not named)]
    records = milestones_of(found, Register(), INDONESIA)
    assert unspoken(records, Register(), INDONESIA, day("2026-11-21")) == named


def test_where_no_lists_are_wanted_it_is_said() -> None:
    """Then nobody hears of it any more."""
    lapsed = agreement("kawasaki", kind="other", signed="2023-05-17", ends="2026-05-17")
    quiet = replace(REGISTER, reminders=replace(REGISTER.reminders, housekeeping="none"))
    found = milestones_of(assess_all("2026-11-27", lapsed, working=INDONESIA), quiet, INDONESIA)
    assert unspoken(found, quiet, INDONESIA, day("2026-11-27")) == ("kawasaki",)


@pytest.mark.parametrize(
    ("every", "listed"), [(None, ["kawasaki"]), ("1 month", []), ("3 months", []), ("100 years", ["kawasaki"])]
)
def test_what_its_ladder_repeats_in_a_quarter_is_not_in_that_list(every: str | None, listed: list[str]) -> None:
    """`then every 1 month` itself speaks of what lapsed long ago; a repetition that lies further on does not."""
    after = Offsets((period("1 day"),), period(every) if every else None)
    ours = replace(REGISTER, reminders=Ladder(lapsed=after))
    ended = agreement("kawasaki", kind="other", signed="2018-05-17", ends="2021-05-17")
    found = milestones_of(assess_all("2026-10-20", ended, working=INDONESIA), ours, INDONESIA)
    told = lists(found, ours, INDONESIA, day("2026-10-20"), lambda *_: False)
    assert [id for one in told for line in one.lines for id in line.agreements] == listed
