"""Each rule of the ladders by itself: what is spoken of, when, to whom, and what falls silent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.record import Agreement, Ladder, Snooze
from mou_tracker.agreement.register import Book, Contact, Register
from mou_tracker.basics.dates import Period
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.reminders.due import Reminder, due
from mou_tracker.reminders.history import History
from mou_tracker.reminders.program_notices import Notice
from mou_tracker.reminders.sentences import doubt, sentence
from mou_tracker.status.assess import assess
from tests.make import ENGLISH, INDONESIA, agreement, day, span

REGISTER = Register(
    language="en",
    owner=("office",),
    contacts={"office": Contact("Office", "office@example.org"), "ani": Contact("Ani", "ani@example.org")},
)
SHIPPED = read_book([("r.yaml", b"agreements: []\n")], ShippedProcedures()).procedures


def told(as_of: str, *records: Agreement, history: History | None = None) -> tuple[Reminder, ...]:
    """What is due on a day, of records under the shipped procedures."""
    book = Book(REGISTER, records, SHIPPED)
    return due(assess(book, day(as_of), INDONESIA), book, INDONESIA, day(as_of), history or History()).reminders


def of_records(as_of: str, *records: Agreement) -> list[tuple[str, str]]:
    """Milestones and rungs, without the lists."""
    return [(r.key.milestone, r.key.step) for r in told(as_of, *records) if not isinstance(r.about, Notice)]


def foreign(**given: Any) -> Agreement:
    """An agreement with a foreign local government."""
    return agreement("kota", **{"kind": "ksdpl", "owner": ("ani",), **given})


def step(name: str, **days: str) -> dict[str, str]:
    """A step of the path, days as texts."""
    return {"step": name, **days}


LETTER = step("letter-of-intent", done="2024-01-15")


@pytest.mark.parametrize(
    ("steps", "as_of", "expected"),
    [
        # Nothing recorded for two months: a week later the next step is asked for.
        ((LETTER,), "2024-03-21", []),
        ((LETTER,), "2024-03-22", [("next-step", "+1 week")]),
        ((LETTER,), "2025-01-06", [("next-step", "+6 months")]),
        # The DPRD agreed, and nothing is signed since.
        (
            (LETTER, step("dprd-approval", received="2024-02-01", done="2024-03-01", outcome="approved")),
            "2024-05-08",
            [("next-step", "+1 week")],
        ),
        # Refused: the path has stopped, and somebody has to say what becomes of it.
        (
            (LETTER, step("dprd-approval", received="2024-02-01", done="2024-03-01", outcome="refused")),
            "2024-05-08",
            [("next-step", "+1 week")],
        ),
        # Begun, but no receipt is recorded: two weeks, and a week.
        ((LETTER, step("dprd-approval", started="2024-02-01")), "2024-02-21", []),
        ((LETTER, step("dprd-approval", started="2024-02-01")), "2024-02-22", [("receipt:dprd-approval", "+1 week")]),
        # Received: the due day speaks.
        (
            (LETTER, step("dprd-approval", received="2024-02-01")),
            "2024-04-16",
            [("approval:dprd-approval", "-1 week")],
        ),
    ],
)
def test_what_has_no_due_day(steps: tuple[dict[str, str], ...], as_of: str, expected: list[tuple[str, str]]) -> None:
    """A path on which nothing is recorded any more is asked about; where a due day is known that one speaks."""
    assert of_records(as_of, foreign(steps=steps)) == expected


@pytest.mark.parametrize(
    ("as_of", "step"),
    [
        ("2027-06-21", "-18 months"),  # Saturday 19 June: told on the working day before, which waits for Monday
        ("2026-12-31", None),
    ],
)
def test_digest_days(as_of: str, step: str | None) -> None:
    """What is not urgent is told on the first working Monday from its day on."""
    record = agreement("suwon", kind="other", signed="2024-01-01", ends="2028-12-19", owner=("ani",))
    got = [rung for _, rung in of_records(as_of, record)]
    assert got == ([step] if step else [])
    assert [rung for _, rung in of_records("2027-06-18", record)] == []


@pytest.mark.parametrize(
    ("as_of", "step"),
    [
        ("2026-12-10", None),
        ("2026-12-11", "-2 weeks"),  # Friday: 16 days are left, but the rung is that of two weeks, which cannot wait
        ("2026-12-17", "-2 weeks"),
        ("2026-12-18", "-1 week"),
    ],
)
def test_a_rung_on_a_day_off(as_of: str, step: str | None) -> None:
    """A rung before a day that falls on a Sunday, here 13 and 20 December, is told on the working day before."""
    record = agreement("suwon", kind="other", signed="2026-11-30", ends="2026-12-27", owner=("ani",))
    assert [rung for _, rung in of_records(as_of, record)] == ([step] if step else [])


def test_a_renewal_that_is_begun_is_no_news() -> None:
    """The safe start is answered; the day to sign by speaks with its next rung, not with those that were silent."""
    old = foreign(signed="2022-10-04", term="5 years")
    new = agreement("next", kind="ksdpl", owner=("ani",), renews="kota", since="2027-01-07")
    assert of_records("2027-01-07", old) == [("safe-start", "+1 month")]
    assert of_records("2027-01-08", old, new) == []
    assert ("sign-by", "-6 months") in of_records("2027-04-05", old, new)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-12-20", ["ani"]),  # it may have lapsed since the 2nd
        ("2027-01-04", ["ani"]),  # surely lapsed for four days: nobody is told that it is two weeks late
        ("2027-01-30", ["ani"]),
        ("2027-02-01", ["ani", "head"]),
    ],
)
def test_others_are_told_of_what_is_surely_late(as_of: str, expected: list[str]) -> None:
    """An end known to the month counts for those to whom it is escalated from its latest day."""
    record = agreement("graz", kind="other", signed="2023-12", term="3 years", owner=("ani",))
    ladder = read_book(
        [("r.yaml", b"register: {reminders: {escalate: {after: 2 weeks, to: [h@example.org]}}}\nagreements: []\n")],
        ShippedProcedures(),
    ).register.reminders
    book = Book(Register(owner=("office",), contacts=REGISTER.contacts, reminders=ladder), (record,), SHIPPED)
    found = due(assess(book, day(as_of), INDONESIA), book, INDONESIA, day(as_of), History()).reminders
    names = {"ani@example.org": "ani", "h@example.org": "head"}
    assert sorted(names[r.key.recipient] for r in found if not isinstance(r.about, Notice)) == expected


@pytest.mark.parametrize(
    ("as_of", "given", "said"),
    [
        (
            "2026-12-10",
            {"signed": "2023-12", "term": "3 years"},
            "the last day is only known as December 2026; this counts from its earliest day",
        ),
        (
            "2027-01-04",
            {"signed": "2023-12", "term": "3 years"},
            "the last day is only known as December 2026; this counts from its latest day",
        ),
        (
            "2026-12-01",
            {"signed": "2020", "term": "indefinite", "follow_ups": [{"what": "Visit", "due": "2026-12"}]},
            "the day is only known as December 2026; this counts from the earliest one",
        ),
        (
            "2027-01-08",
            {"signed": "2020", "term": "indefinite", "follow_ups": [{"what": "Visit", "due": "2026-12"}]},
            "the day is only known as December 2026; this counts from the latest one",
        ),
    ],
)
def test_a_doubt_tells_from_where_is_counted(as_of: str, given: dict[str, Any], said: str) -> None:
    """Ahead from the earliest day, and once it is over from the latest: as the sentence itself does."""
    found = [r.about for r in told(as_of, agreement("a", kind="other", owner=("ani",), **given))]
    doubts = [doubt(about) for about in found if not isinstance(about, Notice)]
    assert [ENGLISH(one) for one in doubts if one] == [said]


def test_the_last_call_comes_before_a_day_off() -> None:
    """The day to sign by is Sunday 27 December, Thursday and Friday are holidays: the last call comes on Wednesday."""
    record = agreement("suwon", kind="other", signed="2020-01-01", ends="2026-12-27", owner=("ani",))
    assert of_records("2026-12-23", record) == [("sign-by", "0 days")]


@pytest.mark.parametrize(
    ("as_of", "kinds"),
    [
        ("2026-10-01", ["safe-start"]),  # missed long ago: it leads, and the day to sign by is silent
        ("2028-03-27", ["sign-by"]),  # the last month: the end itself
        ("2028-05-01", ["last-day"]),
    ],
)
def test_the_graver_thing_speaks(as_of: str, kinds: list[str]) -> None:
    """Never `182 days left` beside `too late by 125 days`; an end that is over mutes promises that are late."""
    promise = {"what": "Exchange staff", "due": "2026-01-05"}
    record = foreign(signed="2024-04-22", term="4 years", follow_ups=(promise,), dprd="required")
    if as_of == "2026-10-01":
        record = foreign(signed="2022-06-01", term="5 years")
    found = [kind.partition(":")[0] for kind, _ in of_records(as_of, record)]
    assert [kind for kind in found if kind != "follow-up"] == kinds
    assert ("follow-up" in found) is (as_of == "2028-03-27")


@pytest.mark.parametrize("rule", ["anniversary", "eve"])
@pytest.mark.parametrize("decision", [None, "renew"])
def test_the_last_month_is_about_the_end(rule: str, decision: str | None) -> None:
    """A safe start that was missed is not told any more, also on the last day, which follows the day to sign by."""
    renewal = {"mode": "by-agreement", "decision": decision}
    record = foreign(signed="2020-01-01", term="7 years 6 months", end_of_term=rule, renewal=renewal, dprd="required")
    last = date(2027, 7, 1) if rule == "anniversary" else date(2027, 6, 30)
    days = [last - timedelta(days=n) for n in range(31)]
    assert {kind for day in days for kind, _ in of_records(day.isoformat(), record)} == {"sign-by"}
    assert {kind for kind, _ in of_records((last + timedelta(days=1)).isoformat(), record)} == {"last-day"}
    assert {kind for kind, _ in of_records("2027-05-03", record)} == {"safe-start"}


def test_an_intention_is_not_its_fulfilment() -> None:
    """Decided to renew, the renewal begun and never gone on with: it is spoken of through the end and the lapse."""
    old = foreign(signed="2020-06-01", ends="2026-06-30", renewal={"mode": "by-agreement", "decision": "renew"})
    new = agreement(
        "kota-2026",
        kind="ksdpl",
        owner=("ani",),
        renews="kota",
        steps=(step("cooperation-plan", started="2025-09-01", done="2025-10-01"),),
    )
    days = [date(2025, 10, 6) + timedelta(weeks=n) for n in range(64)]
    said = {(r.key.agreement, r.key.milestone) for d in days for r in told(d.isoformat(), old, new)}
    assert said >= {("kota", "sign-by"), ("kota", "last-day"), ("kota-2026", "next-step")}


@pytest.mark.parametrize(
    ("snooze", "as_of", "silent"),
    [
        ({"until": "2026-12-01"}, "2026-10-05", True),
        ({"until": "2026-12-01"}, "2026-12-01", False),  # over on that day
        ({"until": "2027-06-01"}, "2026-12-10", False),  # the last month before an end is never hidden
        ({"until": "2027-06-01", "what": "end"}, "2026-12-10", True),
        ({"until": "2027-06-01", "what": "promises"}, "2026-10-05", False),
        ({"until": "2028-12-01", "on": "2025-09-01"}, "2026-10-05", False),  # at most 12 months
        ({"until": "2026-12-01", "on": "2019-12-01"}, "2026-10-05", False),  # signed since
    ],
)
def test_snooze(snooze: dict[str, str], as_of: str, silent: bool) -> None:
    """Silence with an end: nothing is told before it, but for the last month before an end."""
    given = {key: text if key == "what" else span(text) for key, text in snooze.items()}
    record = agreement(
        "suwon",
        kind="other",
        signed="2020-01-01",
        ends="2026-12-31",
        owner=("ani",),
        snooze=Snooze(**given, why="talks"),  # type: ignore[arg-type]
    )
    assert ([kind for kind, _ in of_records(as_of, record) if kind != "snooze-over"] == []) is silent


def test_the_day_a_snooze_ends_is_told() -> None:
    """On that day one mail says so, with the reason that was given."""
    snooze = Snooze(span("2026-12-01"), "talks go on")
    record = agreement("suwon", kind="other", signed="2020-01-01", ends="2029-12-31", owner=("ani",), snooze=snooze)
    (woken,) = (r for r in told("2026-12-07", record) if r.key.milestone == "snooze-over")
    assert ENGLISH(sentence(woken.about)) == ("the snooze is over since 1 December 2026 (talks go on); reminders go on")


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2016-06-15", "promised for June 2016: Exchange staff"),
        ("2016-07-07", "promised for June 2016, 7 days ago: Exchange staff"),
        ("2026-06-30", "promised for June 2016, 10 years ago: Exchange staff"),
    ],
)
def test_an_uncertain_day_is_told_in_its_own_precision(as_of: str, said: str) -> None:
    """June 2016 is not 1 June 2016, and late only after its last day; long ago is counted in years."""
    promise = {"what": "Exchange staff", "due": "2016-06"}
    record = agreement("x", kind="other", signed="2015-01-01", term="indefinite", follow_ups=(promise,), owner=("ani",))
    found = [r for r in told(as_of, record) if not isinstance(r.about, Notice)]
    assert [ENGLISH(sentence(r.about)) for r in found] == [said]


def lines(as_of: str, *records: Agreement) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The lists of a day: by address, of which records and what."""
    return {
        r.key.recipient: [(one.agreements, ENGLISH(one.why)) for one in r.about.lines]
        for r in told(as_of, *records)
        if isinstance(r.about, Notice)
    }


def test_housekeeping() -> None:
    """Once a quarter, on its first digest day: what no ladder speaks of, each to its owner and all to the office."""
    undated = agreement(
        "a", kind="other", signed="2020", term="indefinite", owner=("ani",), follow_ups=({"what": "Visit"},)
    )
    unknown = agreement("b", kind="other", signed="2020", term="unknown")
    muted = agreement("c", kind="other", signed="2020", term="unknown", reminders="none")
    well = agreement("d", kind="other", signed="2020-01-01", term="indefinite")
    records = (undated, unknown, muted, well)
    a = (("a",), "1 promise has no day: Visit")
    assert lines("2026-09-30", *records).keys() == {"ani@example.org", "office@example.org"}
    assert lines("2026-10-02", *records) == {}  # the quarter has begun, its first Monday has not come
    assert lines("2026-10-05", *records) == {
        "ani@example.org": [a],
        "office@example.org": [(("b",), "its term is not known"), a, (("c",), "1 record says `reminders: none`: c")],
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            foreign(steps=(LETTER, step("dprd-approval", received="2026-10-15"))),
            foreign(
                steps=(LETTER, step("dprd-approval", received="2026-10-15", done="2026-12-15", outcome="approved"))
            ),
        ),
        (
            foreign(steps=(LETTER, step("dprd-approval", started="2026-11-19"))),
            foreign(steps=(LETTER, step("dprd-approval", started="2026-11-19", received="2026-12-15"))),
        ),
        (
            foreign(signed="2020-01-01", term="7 years"),
            foreign(
                signed="2020-01-01", term="7 years", snooze=Snooze(span("2026-12-30"), "talks", on=span("2026-12-15"))
            ),
        ),
        (
            foreign(signed="2020", term="unknown", follow_ups=({"what": "Visit"},)),
            foreign(signed="2020", term="unknown", follow_ups=({"what": "Visit", "done": "2026-12-15"},)),
        ),
    ],
)
def test_what_was_just_recorded_is_not_told_as_open(before: Agreement, after: Agreement) -> None:
    """Whoever records a step or snoozes a record gets no list the next day that says that it is open.

    The list of the period has it if it was open then, and so has that of the next one if it still is.
    """
    assert lines("2026-12-16", after) == {}
    assert lines("2027-01-03", after) == {}  # also where it was recorded some days later
    assert lines("2026-10-05", before) == lines("2026-10-05", after)


def test_what_was_recorded_before_the_list_of_a_month_is_in_none_between() -> None:
    """The list of December went out on the 7th without it; a receipt of the 4th recorded on the 8th is no news."""
    sent = foreign(steps=(LETTER, step("dprd-approval", started="2026-11-19", received="2026-12-04")))
    book = Book(
        Register(owner=("office",), contacts=REGISTER.contacts, reminders=Ladder(housekeeping=Period(months=1))),
        (sent,),
        SHIPPED,
    )
    found = {
        on: list(due(assess(book, day(on), INDONESIA), book, INDONESIA, day(on), History()).reminders)
        for on in ("2026-12-08", "2026-12-31")
    }
    assert found == {"2026-12-08": [], "2026-12-31": []}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "lapsed 9 months ago, neither renewed nor closed"),
        ({"renewal": {"decision": "renew"}}, "lapsed 9 months ago, neither renewed nor closed"),
        ({"renewal": {"decision": "lapse"}}, None),
        ({"renewal": {"mode": "none"}}, None),
        ({"closed": {"on": "2026-01-01", "how": "completed"}}, None),
    ],
)
def test_no_list_has_what_was_to_lapse(given: dict[str, Any], why: str | None) -> None:
    """An end that was decided, or agreed in the text, asks for nothing once it has come."""
    record = agreement("a", kind="other", signed="2020-01-01", ends="2026-01-01", **given)
    assert lines("2026-10-05", record) == ({"office@example.org": [(("a",), why)]} if why else {})


def test_no_list_has_what_is_renewed_ahead() -> None:
    """Once the next instrument is signed nothing of this one is open but its promises, until its end too."""
    old = {"kind": "other", "signed": "2022-01-01", "ends": "2026-12-31"}
    new = agreement("b", kind="other", signed="2026-09-01", starts="2027-01-01", term="4 years", renews="a")

    def listed(*records: Agreement) -> list[str]:
        return [id for ids, _ in lines("2026-10-05", *records)["office@example.org"] for id in ids]

    assert listed(agreement("a", **old), new) == ["b"]
    assert listed(agreement("a", **old, follow_ups=({"what": "Visit"},)), new) == ["a", "b"]


@pytest.mark.parametrize(
    ("months", "as_of", "listed"),
    [
        (1, "2026-11-09", True),  # between the rungs of 3 and 6 months: October has one, November has none
        (1, "2026-10-05", False),
        (3, "2026-10-05", False),
        (1, "2027-02-01", True),  # past its ladder
    ],
)
def test_lists_more_often_than_rungs(months: int, as_of: str, listed: bool) -> None:
    """A late promise of an agreement in force is in the list of each period in which its ladder says nothing."""
    record = agreement(
        "a", kind="other", signed="2020", term="indefinite", follow_ups=({"what": "Visit", "due": "2026-07-06"},)
    )
    ladder = Ladder(housekeeping=Period(months=months))
    book = Book(Register(owner=("office",), contacts=REGISTER.contacts, reminders=ladder), (record,), SHIPPED)
    found = due(assess(book, day(as_of), INDONESIA), book, INDONESIA, day(as_of), History()).reminders
    lists = [one.about.lines for one in found if isinstance(one.about, Notice)]
    assert [[line.agreements for line in lines] for lines in lists] == ([[("a",)]] if listed else [])


SOME_DAY = st.dates(date(2015, 1, 1), date(2027, 12, 31)).map(date.isoformat)


@st.composite
def some_record(draw: st.DrawFn, number: int) -> Agreement:
    """A record of any sort: signed or not, with whatever is missing in it."""
    given: dict[str, Any] = {
        "kind": draw(st.sampled_from(("ksdpl", "ksdll", "other"))),
        "owner": draw(st.sampled_from(((), ("ani",), ("nobody",)))),
    }
    what = draw(st.sampled_from(("draft", "letter", "dprd", "unknown", "term", "closed", "none")))
    if what == "letter":
        given["steps"] = (step("letter-of-intent", done=draw(SOME_DAY)),)
    if what == "dprd":
        given["steps"] = (step("dprd-approval", **{draw(st.sampled_from(("received", "started"))): draw(SOME_DAY)}),)
    if what in ("unknown", "term", "closed", "none"):
        given["signed"] = draw(SOME_DAY)
        given["term"] = "unknown" if what == "unknown" else draw(st.sampled_from(("1 year", "5 years", "indefinite")))
    if what == "closed":
        given["closed"] = {"on": draw(SOME_DAY), "how": "terminated"}
    if what == "none":
        given["reminders"] = "none"
    if draw(st.booleans()):
        given["follow_ups"] = ({"what": "Visit", **({"due": draw(SOME_DAY)} if draw(st.booleans()) else {})},)
    if draw(st.booleans()) and "signed" in given:
        mode = draw(st.sampled_from(("automatic", "none", "by-agreement")))
        given["renewal"] = {"mode": mode, **({"period": "1 year", "notice": "3 months"} if mode == "automatic" else {})}
    if draw(st.booleans()):
        given["snooze"] = Snooze(span(draw(SOME_DAY)), "why")
    return agreement(f"r{number}", **given)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.integers(2018, 2027))
def test_no_silence(data: st.DataObject, year: int) -> None:
    """Whoever needs somebody for a whole quarter is spoken of in the quarter or the week after; what is settled never.

    Spoken of by a rung that is told in it or by its list, to whatever address; a snooze is a line of the list.
    """
    records = tuple(data.draw(some_record(n)) for n in range(3))
    book = Book(REGISTER, records, SHIPPED)
    first = date(year, 4, 1)
    days = [first + timedelta(days=n) for n in range(91)]
    spoken: set[str] = set()
    needs: dict[str, int] = {}
    settled: set[str] = {one.id for one in records}
    for at in days:
        found = assess(book, at, INDONESIA)
        for one in found:
            ends = one.decided == "lapse"
            well = one.status in ("closed", "renewed") or (one.status == "active" and one.certain) or ends
            needs[one.agreement.id] = needs.get(one.agreement.id, 0) + (not well)
            if one.status not in ("closed", "renewed"):
                settled.discard(one.agreement.id)
        if at.weekday() == 0 or at == days[-1]:
            what = due(found, book, INDONESIA, at, History())
            spoken |= {id for r in what.reminders for id in r.agreements}
    assert {id for id, n in needs.items() if n == len(days)} - spoken == set()
    assert settled & spoken == set()


@pytest.mark.parametrize("period", ["1 month", "3 months", "12 months", "10 days"])
def test_any_period_of_lists(period: str) -> None:
    """A list comes once in each period, on a digest day, whatever its length."""
    from mou_tracker.basics.dates import parse_period
    from mou_tracker.reminders.housekeeping import lists
    from mou_tracker.reminders.milestones import milestones_of

    wanted = parse_period(period)
    assert isinstance(wanted, Period)
    register = Register(owner=("office",), contacts=REGISTER.contacts, reminders=Ladder(housekeeping=wanted))
    book = Book(register, (agreement("b", kind="other", signed="2020", term="unknown"),), {})
    starts = set()
    for n in range(730):
        at = date(2025, 1, 1) + timedelta(days=n)
        found = milestones_of(assess(book, at, INDONESIA), register, INDONESIA)
        starts |= {one.start for one in lists(found, register, INDONESIA, at, lambda *_: False)}
    assert all(
        start.weekday() == 0 or not INDONESIA.is_working(start - timedelta(days=start.weekday())) for start in starts
    )
    length = {"1 month": 24, "3 months": 8, "12 months": 2, "10 days": 73}[period]
    assert abs(len(starts) - length) <= 1
