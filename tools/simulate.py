"""Let `mou remind` run day by day over years, and count what it says: `python tools/simulate.py [REGISTER] [options]`.

The days go by in memory, with a real ledger and the real plans; nobody acts on any mail. Printed are the mails of each
person and month, how many of their items are news, and which records are never spoken of although they need somebody.
An item is *news* where a day draws nearer, passes or changes, or where something is told for the first time; it is a
*repeat* where it says again that something is late. `--smtp HOST:PORT` sends the mails to a server besides, which has
to be on this machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from mou_tracker.agreement.register import Book
from mou_tracker.approvals.working_days import Calendar, calendar
from mou_tracker.check.structural import sound
from mou_tracker.language.wording import wording
from mou_tracker.mail.deliver import SendJob, run
from mou_tracker.mail.ledger import Ledger
from mou_tracker.mail.ledger_file import in_memory
from mou_tracker.mail.message import Envelope, Letter, Mail, Reply, Send, compose
from mou_tracker.mail.settings import read_settings
from mou_tracker.mail.transports import transport
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.reminders.digest import digest, digest_html, digest_text
from mou_tracker.reminders.due import Reminder, due, long_past
from mou_tracker.reminders.history import History
from mou_tracker.reminders.program_notices import Notice
from mou_tracker.reminders.run_plan import Message, Rules, make_plan
from mou_tracker.status.assess import assess
from mou_tracker.status.assessment import Assessment

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = ("ani", "budi", "citra", "office")


def generated(number: int, seed: int = 1) -> str:
    """A plausible register of four people, the same one for the same number and seed."""
    dice = random.Random(seed)
    lines = ["register:", "  name: Generated register", "  language: en", "  contacts:"]
    lines += [f"    {who}: {{name: {who.title()}, email: {who}@example.org}}" for who in PEOPLE]
    lines += ["  owner: office", "  maintainer: office", "agreements:"]
    for n in range(number):
        lines += _record(n, dice)
    return "\n".join(lines) + "\n"


def _record(n: int, dice: random.Random) -> Iterator[str]:
    kind = dice.choice(("ksdpl", "ksdpl", "ksdll", "ksdd", "other"))
    country = "ID" if kind == "ksdd" else dice.choice(("MY", "JP", "KR", "DE", "AU"))
    yield f"  - id: a{n}"
    yield f"    title: MoU no. {n}"
    yield f"    partner: {{name: Partner {n}, country: {country}}}"
    yield f"    kind: {kind}"
    yield "    instrument: mou"
    yield f"    owner: {dice.choice(PEOPLE)}"
    if kind == "ksdd":
        yield "    dprd: not-required"
    signed = date(2018, 1, 1) + timedelta(days=dice.randrange(365 * 9))
    what = dice.random()
    if what < 0.12:
        yield f"    since: {signed}"
        if kind in ("ksdpl", "ksdll"):
            yield f"    steps: [{{step: letter-of-intent, done: {signed}}}]"
    elif what < 0.2 and kind in ("ksdpl", "ksdll"):
        yield f"    steps: [{{step: letter-of-intent, done: {signed}}}, {{step: dprd-approval, received: {signed}}}]"
    elif what < 0.28:
        yield f"    signed: {signed}"
        yield "    term: unknown"
    else:
        yield f"    signed: {signed}"
        yield f"    term: {dice.choice(('1 year', '2 years', '3 years', '5 years', '5 years', 'indefinite'))}"
        if dice.random() < 0.2:
            yield "    renewal: {mode: automatic, period: 1 year, notice: 3 months}"
    if dice.random() < 0.4:
        due = signed + timedelta(days=dice.randrange(30, 900))
        yield "    follow_ups:"
        yield f"      - {{what: Promise {n}, due: {due}}}"
        if dice.random() < 0.4:
            yield f"      - {{what: Another promise {n}}}"


@dataclass
class Told:
    """What the years brought: mails by person and month, items by kind, and the days on which records were named."""

    mails: Counter[tuple[str, str]] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[date]] = field(default_factory=dict)
    listed: Counter[str] = field(default_factory=Counter)
    needs: dict[str, date] = field(default_factory=dict)
    lists: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    starts: dict[tuple[str, date], date] = field(default_factory=dict)
    ends: dict[tuple[str, date], tuple[date, date]] = field(default_factory=dict)


def news(reminder: Reminder, told: Told) -> bool:
    """Whether a reminder says what was not known before; a list does where a line of it was not in the last one."""
    if isinstance(reminder.about, Notice) and reminder.about.lines:
        lines = {line.agreements for line in reminder.about.lines}
        before, told.lists[reminder.key.recipient] = told.lists.get(reminder.key.recipient, set()), lines
        return not lines <= before
    return reminder.again < 2


def simulate(book: Book, first: date, last: date, way: Send | None = None) -> Told:
    """Every day from the first to the last, one run each."""
    told, days = Told(), working(book)
    now = [datetime(first.year, first.month, first.day, tzinfo=UTC)]
    with in_memory(lambda: now[0]) as ledger:
        found = assess(book, first, days)
        past = long_past(due(found, book, days, first, History()).reminders, first)
        ledger.assume(past, first)
        day = first
        while day <= last:
            now[0] = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
            found = assess(book, day, days)
            _observe(told, found, day)
            _run(ledger, found, book, days, day, told, way)
            day += timedelta(days=1)
    return told


def working(book: Book) -> Calendar:
    """The register's working days."""
    given = book.register.holidays
    return calendar(given.country, given.collective_leave, frozenset(given.add), frozenset(given.remove))


def _observe(told: Told, found: list[Assessment], day: date) -> None:
    for one in found:
        settled = one.status in ("renewed", "closed", "upcoming") or (one.status == "active" and one.certain)
        if not settled and one.decided != "lapse":
            told.needs.setdefault(one.agreement.id, day)
        if one.safe_start and not one.successor:
            told.starts.setdefault((one.agreement.id, one.safe_start), day)


def _run(
    ledger: Ledger,
    found: list[Assessment],
    book: Book,
    days: Calendar,
    day: date,
    told: Told,
    way: Send | None,
) -> None:
    @contextmanager
    def opened() -> Iterator[Send]:
        yield way or (lambda mail: Reply("sent", 250))

    def plan(history: History):  # type: ignore[no-untyped-def]
        return make_plan(found, book, days, day, history, Rules())

    def composed(message: Message, _: object) -> Mail:
        if way is None:
            return Mail(message.id, "mou@localhost", message.recipient.address, b"")
        said = digest(message, book, day, wording(message.recipient.language))
        when = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        to = (message.recipient.name, message.recipient.address)
        letter = Letter(said.subject, digest_text(said), digest_html(said))
        return compose(letter, Envelope((None, "mou@localhost"), to), message.id, when)

    outcome = run(ledger, SendJob(plan, composed, opened, day, time.monotonic() + 900))
    for message in outcome.sent:
        told.mails[message.recipient.address, f"{day:%Y-%m}"] += 1
        for reminder in message.reminders:
            kind = "list" if isinstance(reminder.about, Notice) and reminder.about.lines else "item"
            told.items[f"{kind} {'news' if news(reminder, told) else 'repeat'}"] += 1
            told.listed[message.recipient.address] += len(reminder.agreements) - 1
            for id in reminder.agreements:
                told.named.setdefault(id, []).append(day)


@dataclass(frozen=True)
class Figures:
    """What the years come to. `news` are the shares of items of ladders, and of lists, with something new, in percent;
    `late` are renewals first spoken of after their latest safe
    start, `silences` the days until somebody was told again after each safe start that was missed.
    """

    mails: int
    news: Mapping[str, float]
    silent: tuple[str, ...]
    late: tuple[str, ...]
    silences: tuple[int, ...]

    @property
    def silence(self) -> int:
        """The longest one."""
        return max(self.silences, default=0)


def figures(told: Told, first: date, last: date) -> Figures:
    """The figures by which years are compared."""
    news = {}
    for kind in ("item", "list"):
        items = told.items[f"{kind} news"] + told.items[f"{kind} repeat"]
        news[kind] = 100 * told.items[f"{kind} news"] / items if items else 0.0
    late, silences = [], []
    for (id, start), seen in sorted(told.starts.items()):
        if not first < start <= last - timedelta(days=31) or seen > start:
            continue
        named = told.named.get(id, [])
        if not any(day <= start for day in named):
            late.append(f"{id} {start}")
        after = [day for day in named if day > start]
        silences.append((after[0] - start).days if after else (last - start).days)
    silent = sorted(id for id in told.needs if id not in told.named)
    mails = sum(told.mails.values())
    return Figures(mails, news, tuple(silent), tuple(late), tuple(silences))


def report(told: Told, first: date, last: date, by_month: bool) -> Iterator[str]:
    """What is printed, line by line."""
    found = figures(told, first, last)
    yield f"{first} to {last}: {found.mails} mails"
    people = Counter({who: 0 for who, _ in told.mails})
    for (who, _), n in told.mails.items():
        people[who] += n
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    for who, n in sorted(people.items()):
        most = max(n for (other, _), n in told.mails.items() if other == who)
        yield f"  {who}: {n} mails, {n / months:.1f} a month, at most {most}; {told.listed[who]} lines in lists"
    if by_month:
        for (who, month), n in sorted(told.mails.items()):
            yield f"    {month} {who} {n}"
    for kind, name in (("item", "items of ladders"), ("list", "quarterly lists")):
        new, again = told.items[f"{kind} news"], told.items[f"{kind} repeat"]
        share = found.news[kind]
        yield f"{name}: {new + again}, {new} with news ({share:.0f} %), {again} that say again what was known"
    yield f"never spoken of: {len(found.silent)}" + (f" ({', '.join(found.silent)})" if found.silent else "")
    yield f"renewals first spoken of after their latest safe start: {len(found.late)}" + (
        f" ({'; '.join(found.late)})" if found.late else ""
    )
    if found.silences:
        middle = median(found.silences)
        yield f"silence after a missed safe start: median {middle:.0f} days, at most {found.silence}"


def main(arguments: list[str]) -> int:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("register", nargs="?", type=Path, default=ROOT / "data" / "agreements.yaml")
    parser.add_argument("--generated", type=int, metavar="N", help="a made-up register of so many records instead")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2024, 1, 1), metavar="DATE")
    parser.add_argument("--last", type=date.fromisoformat, default=date(2029, 12, 31), metavar="DATE")
    parser.add_argument("--months", action="store_true", help="each person's mails month by month")
    parser.add_argument("--smtp", metavar="HOST:PORT", help="send the mails there besides")
    given = parser.parse_args(arguments)
    data = generated(given.generated).encode() if given.generated else given.register.read_bytes()
    book = sound(read_book([(str(given.register), data)], ShippedProcedures()))
    if not given.smtp:
        told = simulate(book, given.first, given.last)
    else:
        host, _, port = given.smtp.partition(":")
        asked = {"MOU_MAIL_HOST": host, "MOU_MAIL_PORT": port, "MOU_MAIL_FROM": "mou@localhost.example"}
        with transport(read_settings(Path("none.toml"), asked), time.monotonic() + 86_400) as way:
            told = simulate(book, given.first, given.last, way)
    for line in report(told, given.first, given.last, given.months):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
