"""Days pass, cron runs or does not, servers fail, records change, ledgers vanish: after each run the promise holds.

The machine drives the real plan, ledger and delivery; only the way out is a function handed in. What is due is worked
out anew here, by loops, with months counted on a table.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement, Closing, Ladder, Offsets, Partner, Renewal, Signature
from mou_tracker.agreement.register import Book, Contact, Register, Unreadable
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.phrases import phrase
from mou_tracker.mail.deliver import Outcome, SendJob, run
from mou_tracker.mail.ledger_file import create, opened
from mou_tracker.mail.ledger_place import Missing
from mou_tracker.mail.message import CannotSend, Mail, Reply, Send
from mou_tracker.reminders.due import due, long_past
from mou_tracker.reminders.history import History, Key
from mou_tracker.reminders.run_plan import Message, Rules, make_plan
from mou_tracker.status.assess import assess
from tests.make import INDONESIA
from tests.months import corresponding

LAPSED = Offsets((Period(days=1), Period(months=1), Period(months=3)), Period(months=6))
REGISTER = Register(
    reminders=Ladder(lapsed=LAPSED, housekeeping="none"),
    owner=("office",),
    maintainer=("keeper",),
    contacts={name: Contact(name, f"{name}@x.org") for name in ("office", "keeper", "ani", "budi")},
)
IDS = ("a", "b", "c")
MONTHS_BEFORE, DAYS_BEFORE = (18, 12, 6, 3, 1), (14, 7, 1, 0)


def reached(ends: date, as_of: date) -> tuple[str, date] | None:
    """The milestone that counts on a day, and the day of its latest step: by going through all of them."""
    if as_of <= ends:
        days = [corresponding(ends, -months) for months in MONTHS_BEFORE]
        days += [ends - timedelta(days=number) for number in DAYS_BEFORE]
        days = [working(day) if -400 < (day - as_of).days < 60 else day for day in days]
        name = "sign-by"
    else:
        days = [ends + timedelta(days=1), corresponding(ends, 1)]
        days += [corresponding(ends, 3 + 6 * n) for n in range(200)]
        name = "last-day"
    come = [day for day in days if day <= as_of]
    return (name, max(come)) if come else None


def working(day: date) -> date:
    """The working day on which something before a day is told."""
    while not INDONESIA.is_working(day):
        day -= timedelta(days=1)
    return day


def waits(name: str, ends: date, step: date, as_of: date) -> bool:
    """Whether a step is not urgent, and no Monday (nor, where that is a day off, a working day after it) has come."""
    if step == ends + timedelta(days=1) or (name == "sign-by" and as_of >= ends - timedelta(weeks=2)):
        return False
    monday = step - timedelta(days=step.weekday())
    while True:
        told = monday
        while not INDONESIA.is_working(told):
            told += timedelta(days=1)
        if told >= step:
            return told > as_of
        monday += timedelta(weeks=1)


def moved_by(told: str, ends: date) -> timedelta:
    """How far a rung told of one date counts for another: as far as the date moved, by five working days at most."""
    before = date.fromisoformat(told)
    first, last = sorted((before, ends))
    if INDONESIA.between(first, last) > 5:
        return timedelta(days=-10_000)
    return timedelta(days=10 if before != ends else 0)  # a rung before a day off moves too


@dataclass(frozen=True)
class Record:
    """What the machine knows of a record."""

    ends: date
    owner: str
    settled: str = ""  # closed, decided, renewed
    broken: str = ""


@dataclass
class Delivery:
    """One mail that a server took. `confirmed` once its yes was recorded."""

    message: Message
    life: int
    confirmed: bool = False


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Office:
    """The world: a day, records, a ledger, and every mail that ever arrived."""

    folder: Path
    day: date
    records: dict[str, Record] = field(default_factory=dict)
    arrived: list[Delivery] = field(default_factory=list)
    rejected: set[date] = field(default_factory=set)
    tried: dict[str, Message] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    life: int = 0

    @property
    def ledger(self) -> Path:
        return self.folder / "state" / "ledger.sqlite"

    def book(self) -> Book:
        sound = {id: record for id, record in self.records.items() if not record.broken}
        unreadable = [
            Unreadable("r.yaml", n, id, phrase("{what}", what=r.broken))
            for n, (id, r) in enumerate(self.records.items())
            if r.broken
        ]
        agreements = [agreement for id, record in sound.items() for agreement in written(id, record)]
        return Book(REGISTER, tuple(agreements), {}, unreadable=tuple(unreadable))

    def begin(self) -> None:
        book = self.book()
        reminders = due(assess(book, self.day, INDONESIA), book, INDONESIA, self.day, NOTHING).reminders
        create(self.ledger, now, long_past(reminders, self.day), self.day)
        self.life += 1

    def run(self, acts: list[str], way_open: bool) -> Outcome:
        """One run; `acts` are what the server does with one mail after the other, then it behaves well."""
        book, todo = self.book(), iter(acts)
        # Closed since 2000: what was told of them is removed, and would be told again were they opened.
        self.forgotten |= {id for id, record in self.records.items() if record.settled == "closed"}

        def plan(memory):  # type: ignore[no-untyped-def]
            rules = Rules("x.org", confirmed=True)
            return make_plan(assess(book, self.day, INDONESIA), book, INDONESIA, self.day, memory, rules)

        sending: list[Message] = []

        def compose(message: Message, _: object) -> Mail:
            sending.append(message)
            self.tried[message.id] = message
            return Mail(message.id, "mou@x.org", message.recipient.address, b"")

        def send(_: Mail) -> Reply:
            act = next(todo, "sent")
            self.rejected |= {self.day} if act in ("rejected", "refused") else set()
            if act in ("sent", "killed-after", "lost-after"):
                self.arrived.append(Delivery(sending[-1], self.life))
            if act.startswith("killed"):
                raise Killed
            return Reply("unknown" if act.startswith("lost") else act)  # type: ignore[arg-type]

        @contextmanager
        def way() -> Iterator[Send]:
            if not way_open:
                raise CannotSend(phrase("down"))
            yield send

        with opened(self.ledger, now) as ledger:
            outcome = run(ledger, SendJob(plan, compose, way, self.day, float("inf")))
        for delivery in self.arrived:
            delivery.confirmed |= any(delivery.message is message for message in outcome.sent)
        return outcome

    def memory(self) -> History:
        with opened(self.ledger, now, write=False) as ledger:
            return ledger.memory()


def written(id: str, record: Record) -> list[Agreement]:
    """The record as the register has it, with its successor where it has been renewed."""
    long_ago = DateSpan(date(2000, 1, 1), date(2000, 1, 1))
    made = Agreement(
        id,
        id,
        Partner(id, "MY"),
        "other",
        "mou",
        signed=(Signature(long_ago),),
        ends=DateSpan(record.ends, record.ends),
        owner=(record.owner,),
    )
    if record.settled == "closed":
        return [replace(made, closed=Closing(long_ago, "terminated"))]
    if record.settled == "decided":
        return [replace(made, renewal=Renewal(decision="lapse"))]
    if record.settled == "renewed":
        return [made, replace(made, id=f"{id}-next", ends=None, term="indefinite", renews=id)]
    return [made]


def now() -> datetime:
    return datetime.now(UTC)


NOTHING = History()
ACTS = st.lists(
    st.sampled_from(
        ["sent", "deferred", "refused", "rejected", "lost-after", "lost-before", "killed-after", "killed-before"]
    ),
    max_size=4,
)


class Promise(RuleBasedStateMachine):
    """Everything that can happen to an office, in any order."""

    @initialize(
        records=st.lists(st.tuples(st.integers(-900, 900), st.sampled_from(["ani", "budi"])), min_size=1, max_size=3)
    )
    def office(self, records: list[tuple[int, str]]) -> None:
        # In memory where there is such a place: thousands of small ledgers are synced here.
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.world = Office(self.folder, date(2026, 6, 15))
        for id, (offset, owner) in zip(IDS, records, strict=False):
            self.world.records[id] = Record(self.world.day + timedelta(days=offset), owner)
        self.world.begin()

    def teardown(self) -> None:
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)

    @rule(days=st.integers(-40, 40) | st.integers(100, 900))
    def days_pass(self, days: int) -> None:
        """Forward mostly; the clock may also be set back."""
        self.world.day = max(self.world.day + timedelta(days=days), date(2020, 1, 1))

    @rule(id=st.sampled_from(IDS), offset=st.integers(-900, 900))
    def moved(self, id: str, offset: int) -> None:
        if id in self.world.records:
            self.world.records[id] = with_changes(self.world.records[id], ends=self.world.day + timedelta(days=offset))

    @rule(id=st.sampled_from(IDS), how=st.sampled_from(["closed", "decided", "renewed", ""]))
    def settled(self, id: str, how: str) -> None:
        if id in self.world.records:
            self.world.records[id] = with_changes(self.world.records[id], settled=how)

    @rule(id=st.sampled_from(IDS), how=st.sampled_from(["wrong", "worse", ""]))
    def broken(self, id: str, how: str) -> None:
        if id in self.world.records:
            self.world.records[id] = with_changes(self.world.records[id], broken=how)

    @rule(id=st.sampled_from(IDS), owner=st.sampled_from(["ani", "budi", "nobody"]))
    def handed_over(self, id: str, owner: str) -> None:
        if id in self.world.records:
            self.world.records[id] = with_changes(self.world.records[id], owner=owner)

    @rule(acts=ACTS)
    def bad_run(self, acts: list[str]) -> None:
        """A run over a server that fails in any way, or that is killed at any mail."""
        try:
            self._run(acts, True)
        except Killed:
            self._promised_silence()

    @rule()
    def run_without_a_server(self) -> None:
        before = len(self.world.arrived)
        outcome = self._run([], False)
        assert len(self.world.arrived) == before
        assert bool(outcome.undelivered) == bool(outcome.plan.messages or outcome.plan.due.lost or outcome.waiting)

    @rule()
    def good_run(self) -> None:
        """A run that reaches a server: everything due is told now, and a second run has nothing to do.

        What a server rejected today, or refused to everybody, waits until another day, and so does what was sent
        twice without an answer.
        """
        waiting = self.world.memory().waiting.values()
        while self.world.day in self.world.rejected or any(day > self.world.day for day in waiting):
            self.world.day += timedelta(days=1)
        outcome = self._run([], True)
        assert (outcome.failed, outcome.stopped, outcome.left) == ([], None, [])
        self._told_everything()
        again = self._run([], True)
        assert again.plan.messages == ()

    @rule()
    def ledger_lost(self) -> None:
        """Without a ledger nothing is sent; begun anew, everything open is told once more."""
        shutil.rmtree(self.world.ledger.parent)
        before = len(self.world.arrived)
        with pytest.raises(Missing):
            self._run([], True)
        assert len(self.world.arrived) == before
        self.world.begin()

    def _run(self, acts: list[str], way_open: bool) -> Outcome:
        self.before = len(self.world.arrived)
        outcome = self.world.run(acts, way_open)
        self._promised_silence()
        return outcome

    def _promised_silence(self) -> None:
        """Nothing that went out in this run was about a record that is settled, and each step was the latest one."""
        for delivery in self.world.arrived[self.before :]:
            for reminder in delivery.message.reminders:
                record = self.world.records.get(reminder.key.agreement)
                if reminder.key.milestone in ("sign-by", "last-day"):
                    assert record
                    assert not record.settled
                    assert not record.broken
                    assert (reminder.key.milestone, reminder.step.day) == reached(record.ends, self.world.day)

    def _told_everything(self) -> None:
        """Each record's latest step was told to its owner, or to whoever stands in, in this ledger's life."""
        mails = [delivery.message for delivery in self.world.arrived if delivery.life == self.world.life]
        # What was sent four times without an answer counts as sent.
        mails += [self.world.tried[id] for id in self.world.memory().unconfirmed]
        told = [(reminder.key, reminder.step.day) for mail in mails for reminder in mail.reminders]
        for id, record in self.world.records.items():
            if record.broken:
                assert any(key.agreement == id and key.milestone.startswith("unreadable:") for key, _ in told)
                continue
            step = reached(record.ends, self.world.day)
            if record.settled or step is None or waits(step[0], record.ends, step[1], self.world.day):
                continue
            who = {f"{record.owner}@x.org"} if record.owner != "nobody" else {"office@x.org"}
            heard = {
                key.recipient
                for key, day in told
                if key[:2] == (id, step[0]) and day >= step[1] - moved_by(key.date, record.ends)
            }
            assert heard & (who | {"office@x.org", "keeper@x.org"})

    @precondition(lambda self: hasattr(self, "world"))
    @invariant()
    def nothing_confirmed_twice(self) -> None:
        """A reminder once confirmed never comes again, and an unconfirmed one only under its Message-ID."""
        confirmed: dict[tuple[int, Key], str] = {}
        seen: dict[tuple[int, Key], str] = {}
        for delivery in self.world.arrived:
            for key in delivery.message.keys:
                if key.milestone.startswith("unreadable:") or key.agreement in self.world.forgotten:
                    continue  # told again once mended and broken anew, or closed long ago and opened again
                place = (delivery.life, key)
                assert place not in confirmed
                assert seen.setdefault(place, delivery.message.id) == delivery.message.id
                if delivery.confirmed:
                    confirmed[place] = delivery.message.id


TestPromise = Promise.TestCase
TestPromise.settings = settings(max_examples=40, stateful_step_count=25, deadline=None, print_blob=True)
