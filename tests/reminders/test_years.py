"""Years of runs over registers of any sort, day by day with a real ledger: nothing that needs somebody falls silent.

Nobody acts on any mail; what happens is what the records say happened, each on its day.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.record import Agreement, DigestDays, Escalation, Ladder, Snooze
from mou_tracker.agreement.register import Book, Contact, Register
from mou_tracker.basics.dates import DateSpan, add_days
from mou_tracker.mail.deliver import SendJob, run
from mou_tracker.mail.ledger import Ledger
from mou_tracker.mail.ledger_file import in_memory
from mou_tracker.mail.message import Mail, Reply, Send
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.reminders.due import Reminder
from mou_tracker.reminders.history import History
from mou_tracker.reminders.housekeeping import period_of
from mou_tracker.reminders.milestones import Milestone
from mou_tracker.reminders.run_plan import Message, Plan, Rules, make_plan
from mou_tracker.status.assess import assess
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.snoozes import ACKNOWLEDGED, hides, over_on, running
from tests.make import INDONESIA, agreement, period

SHIPPED = read_book([("r.yaml", b"agreements: []\n")], ShippedProcedures()).procedures
FIRST, LAST = date(2024, 6, 1), date(2026, 6, 30)
# A rung at the end of a period may wait for the digest, which holidays put off.
WAIT = 14
RECORDS = 10
CONTACTS = {
    "office": Contact("Office", "office@example.org"),
    "ani": Contact("Ani", "ani@example.org"),
    "gone": Contact("Gone"),
}

DAYS = st.dates(date(2017, 1, 1), date(2027, 6, 30))
LATER = st.dates(date(2023, 6, 1), LAST)


def exact(found: date) -> DateSpan:
    return DateSpan(found, found)


@st.composite
def some_date(draw: st.DrawFn) -> str:
    """A day, now and then known to its month or year only."""
    text = draw(DAYS).isoformat()
    return text[: draw(st.sampled_from((10, 10, 10, 7, 4)))]


@st.composite
def some_snooze(draw: st.DrawFn) -> Snooze:
    """A snooze of any length, with and without the day on which it was decided."""
    on = draw(LATER)
    until = add_days(on, draw(st.sampled_from((20, 100, 300, 700))))
    what = draw(st.sampled_from((None, None, "end", "approval", "promises")))
    why = draw(st.sampled_from(("talks", ACKNOWLEDGED)))
    return Snooze(exact(until), why, None, exact(on) if draw(st.booleans()) else None, what)


@st.composite
def some_promises(draw: st.DrawFn) -> tuple[dict[str, str], ...]:
    made = []
    for n in range(draw(st.integers(0, 2))):
        promise = {"what": f"Promise {n}"}
        if draw(st.booleans()):
            promise["due"] = draw(some_date())
        if draw(st.sampled_from((False, False, True))):
            promise["done"] = draw(LATER).isoformat()
        made.append(promise)
    return tuple(made)


@st.composite
def some_signed(draw: st.DrawFn) -> dict[str, Any]:
    """What a signed record says of its time in force, of its renewal and its end."""
    made: dict[str, Any] = {"signed": draw(some_date())}
    kind = draw(st.sampled_from(("term", "term", "term", "unknown", "indefinite", "ends")))
    if kind == "ends":
        made["ends"] = max(draw(some_date()), made["signed"])
    else:
        made["term"] = draw(st.sampled_from(("1 year", "30 months", "5 years"))) if kind == "term" else kind
    renewal: dict[str, Any] = {"mode": draw(st.sampled_from(("by-agreement", "automatic", "none", "unknown")))}
    if renewal["mode"] == "automatic":
        renewal |= {"period": "1 year", "notice": "3 months"}
    decision = draw(st.sampled_from((None, None, "renew", "lapse")))
    if decision:
        renewal |= {"decision": decision, "decided": draw(LATER).isoformat()}
    made["renewal"] = renewal
    if draw(st.sampled_from((False, False, False, True))):
        made["closed"] = {"on": draw(LATER).isoformat(), "how": "terminated"}
    return made


@st.composite
def some_path(draw: st.DrawFn) -> dict[str, Any]:
    """How far a record that is not signed is."""
    steps = []
    if draw(st.booleans()):
        steps.append({"step": "letter-of-intent", "done": draw(some_date())})
    if draw(st.booleans()):
        step = {"step": "dprd-approval", draw(st.sampled_from(("received", "started"))): draw(LATER).isoformat()}
        if draw(st.booleans()):
            step |= {"done": LAST.isoformat(), "outcome": draw(st.sampled_from(("approved", "refused", "returned")))}
        steps.append(step)
    return {"steps": tuple(steps), **({"since": draw(some_date())} if draw(st.booleans()) else {})}


@st.composite
def some_record(draw: st.DrawFn, number: int) -> Agreement:
    """A record of any sort, with whatever is missing in it."""
    kind = draw(st.sampled_from(("ksdpl", "ksdll", "other")))
    made: dict[str, Any] = {"kind": kind, "owner": draw(st.sampled_from(((), ("ani",), ("gone",), ("ani", "office"))))}
    made |= draw(some_signed()) if draw(st.sampled_from((True, True, False))) else draw(some_path())
    made["follow_ups"] = draw(some_promises())
    if draw(st.sampled_from((False, False, True))):
        made["snooze"] = draw(some_snooze())
    if draw(st.sampled_from((False,) * 7 + (True,))):
        made["reminders"] = "none"
    return agreement(f"r{number}", **made)


@st.composite
def some_book(draw: st.DrawFn) -> Book:
    """A register of a few such records; one of them may renew another."""
    records = [draw(some_record(number)) for number in range(draw(st.integers(8, RECORDS)))]
    if records[0].signed:
        new = agreement("new", kind=records[0].kind, owner=("ani",), renews="r0", since=draw(LATER).isoformat())
        if draw(st.booleans()):
            new = agreement("new", kind=records[0].kind, owner=("ani",), renews="r0", signed=draw(LATER).isoformat())
        records.append(new)
    boss = Escalation(period("2 weeks"), ("office",), ())
    ladder = Ladder(
        housekeeping=period(draw(st.sampled_from(("3 months", "1 month", "60 days")))),
        digest=DigestDays(draw(st.sampled_from(("monday", "friday")))),
        escalate=draw(st.sampled_from((None, boss))),
    )
    register = Register(language="en", owner=("office",), contacts=CONTACTS, reminders=ladder)
    return Book(register, tuple(records), SHIPPED)


@dataclass
class Years:
    """What the years brought: the reminders of each day, and how each record stood on it."""

    told: dict[date, list[Reminder]] = field(default_factory=dict)
    found: dict[str, dict[date, Assessment]] = field(default_factory=dict)

    def spoken(self, id: str) -> list[date]:
        return [day for day, told in self.told.items() if any(id in one.agreements for one in told)]

    def of(self, id: str, kind: str) -> list[tuple[date, str]]:
        """When a milestone of a kind was told of a record, and to whom."""
        return [
            (day, one.key.recipient)
            for day, told in self.told.items()
            for one in told
            if one.key.agreement == id and isinstance(one.about, Milestone) and one.about.kind == kind
        ]


def lived(book: Book, first: date = FIRST, last: date = LAST) -> Years:
    """A run on every day."""
    years, now = Years(), [datetime(first.year, first.month, first.day, 1, tzinfo=UTC)]
    with in_memory(lambda: now[0]) as ledger:
        ledger.assume((), first)
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            now[0] = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
            found = assess(book, day, INDONESIA)
            for one in found:
                years.found.setdefault(one.agreement.id, {})[day] = one
            years.told[day] = list(_day(ledger, found, book, day))
    return years


def _day(ledger: Ledger, found: Sequence[Assessment], book: Book, day: date) -> Iterator[Reminder]:
    @contextmanager
    def way() -> Iterator[Send]:
        yield lambda _: Reply("sent", 250)

    def plan(history: History) -> Plan:
        return make_plan(found, book, INDONESIA, day, history, Rules())

    def compose(message: Message, _: object) -> Mail:
        return Mail(message.id, "mou@localhost", message.recipient.address, b"")

    outcome = run(ledger, SendJob(plan, compose, way, day, time.monotonic() + 900))
    assert outcome.undelivered == 0
    return (reminder for message in outcome.sent for reminder in message.reminders)


def needs(one: Assessment) -> bool:
    """Whether somebody has to do something about a record, or to say what becomes of it (spec 5, no silence)."""
    if one.status in ("closed", "renewed") or one.decided == "lapse":
        return False
    if one.status == "due" and one.successor and one.successor.signed and not one.agreement.follow_ups:
        return False
    if one.status != "active" or not one.certain or (one.last_day is None and not one.open_ended):
        return True
    return any(not f.done and (f.due is None or f.due.latest < one.as_of) for f in one.agreement.follow_ups)


def silent_periods(book: Book, years: Years) -> Iterator[str]:
    """The records that needed somebody through a whole period and were not spoken of."""
    every = book.register.reminders.housekeeping
    assert every
    assert every != "none"
    for id, days in years.found.items():
        spoken, at = years.spoken(id), FIRST
        while True:
            opens, closes = period_of(at, every)
            if add_days(closes, WAIT) > LAST:
                break
            whole = [add_days(opens, n) for n in range((closes - opens).days)]
            heard = any(opens <= day < add_days(closes, WAIT) for day in spoken)
            if not heard and all(day in days and needs(days[day]) for day in whole):
                yield f"{id} {opens} {days[opens].status}"
            at = closes


def out_of_turn(years: Years) -> Iterator[str]:
    """What was told of records that are settled, decided or snoozed."""
    for day, told in years.told.items():
        for one in told:
            for id in one.agreements:
                if years.found[id][day].status in ("closed", "renewed"):
                    yield f"{id} {day} {years.found[id][day].status}: {one.key.milestone}"
            if not isinstance(one.about, Milestone):
                continue
            stands = one.about.assessment
            if stands.decided == "lapse" and one.about.kind in ("sign-by", "safe-start", "last-day"):
                yield f"{one.key.agreement} {day} decided to lapse: {one.key.milestone}"
            if stands.agreement.reminders == "none":
                yield f"{one.key.agreement} {day} wants none: {one.key.milestone}"
            if running(stands) and hides(stands, one.about.kind, one.about.day.earliest):
                yield f"{one.key.agreement} {day} snoozed: {one.key.milestone}"


def endless(years: Years) -> Iterator[str]:
    """Snoozes that hold on a day on which they must be over: by their own end, by 12 months, by something recorded."""
    for id, days in years.found.items():
        for day, one in days.items():
            snooze, record = one.agreement.snooze, one.agreement
            if snooze is None or not running(one):
                continue
            begun = snooze.on.latest if snooze.on else add_days(snooze.until.earliest, -366)
            moves = [*record.signing_days, *(span for step in record.steps for span in step.days)]
            later = snooze.on and any(begun < span.earliest <= day for span in moves)
            if not begun <= day < min(snooze.until.earliest, add_days(begun, 367)) or later:
                yield f"{id} {day} still snoozed"


def unended(years: Years) -> Iterator[str]:
    """Snoozes of whose end nobody heard, and ends that came without a word, whatever was intended."""
    for id, days in years.found.items():
        for day, one in days.items():
            snooze, over = one.agreement.snooze, over_on(one) == day
            lapsed = one.status == "lapsed" and one.course and add_days(one.course.last_day or day, 1) == day
            if not (over or lapsed) or one.agreement.reminders == "none" or add_days(day, 45) > LAST:
                continue
            soon = [add_days(day, n) for n in range(45)]
            if any(days[later].status != one.status for later in soon):
                continue
            if over and snooze and day > FIRST:
                expected = one.status not in ("closed", "renewed") and snooze.why != ACKNOWLEDGED
                if any(at in soon for at, _ in years.of(id, "snooze-over")) is not expected:
                    yield f"{id} {day} the end of its snooze"
            loud = lapsed and one.decided != "lapse" and not any(running(days[later]) for later in soon)
            if loud and not any(at in soon for at, _ in years.of(id, "last-day")):
                yield f"{id} {day} lapsed"


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(some_book())
def test_years_without_silence(book: Book) -> None:
    """Who needs somebody is spoken of in each period, nothing settled is, and every silence ends."""
    years = lived(book)
    assert list(silent_periods(book, years)) == []
    assert list(out_of_turn(years)) == []
    assert list(endless(years)) == []
    assert list(unended(years)) == []
