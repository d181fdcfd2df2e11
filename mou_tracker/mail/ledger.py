"""The ledger: which reminders went out, in SQLite. Every change is committed before the next thing happens.

A mail is recorded as intended, sent, and recorded as settled. What dies in between stays an intent, which the next run
repeats under the same Message-ID. No text of a mail is kept: what is sent again is made anew from that day's register.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mou_tracker.agreement.register import Identity
from mou_tracker.reminders.due import Reminder
from mou_tracker.reminders.history import (
    BadAddress,
    EventSequence,
    HeldRun,
    History,
    Key,
    PastReminder,
    Subject,
    Unconfirmed,
    next_try,
)
from mou_tracker.reminders.run_plan import Message

_OPEN = "state IN ('intent', 'deferred', 'rejected')"
# It may have gone out once, whatever became of it later.
_DOUBTFUL = "(state = 'intent' OR doubtful AND state IN ('deferred', 'rejected', 'refused', 'abandoned'))"

_SPENT = (
    "SELECT id FROM message m WHERE state = 'sent' AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.message = m.id)"
)

_LONG_PAST = 731  # days; an uncertain date may be as long as a year
_CLOCKS_DIFFER = timedelta(days=1)  # a clock that is put back by less proves nothing


def _days(written: str) -> list[date]:
    """The days of tries, as the ledger has them."""
    return [date.fromisoformat(day) for day in written.split()]


def _forget(db: sqlite3.Connection, agreement: str) -> None:
    """Remove what was told of an agreement, with the mails that told nothing else."""
    mails = db.execute("SELECT DISTINCT message FROM reminder WHERE agreement = ?", (agreement,)).fetchall()
    db.execute("DELETE FROM reminder WHERE agreement = ?", (agreement,))
    db.execute("DELETE FROM sequences WHERE uid GLOB ? || '.*'", (agreement,))
    db.executemany(
        "DELETE FROM message WHERE id = ?1 AND id <> 'assumed' AND NOT EXISTS "
        "(SELECT 1 FROM reminder r WHERE r.message = ?1)",
        mails,
    )


class Run(NamedTuple):
    """One run as recorded; `state` is begun, held, sending, failed or good: that one left nothing undelivered.

    `day` is that of the register, `started` the moment at which it really began, in UTC.
    """

    day: date
    state: str
    sent: int
    failed: int
    note: str
    started: datetime


class Pending(NamedTuple):
    """A mail that is not delivered: its state is intent, deferred, rejected or refused."""

    recipient: str
    state: str
    attempts: int
    day: date
    reply: str


class Ledger:
    """An open ledger. Times are UTC texts from `now`; every method raises sqlite3.Error where the disk fails."""

    def __init__(self, connection: sqlite3.Connection, now: Callable[[], datetime]) -> None:
        self._db, self._now = connection, now
        self._run, self._day = 0, date.min
        self._events: dict[str, EventSequence] | None = None

    def _time(self) -> str:
        return self._now().isoformat(timespec="milliseconds")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def owner(self) -> Identity | None:
        """Whose ledger it is; None where that was never said, as in one of version 0.1."""
        rows = self._db.execute("SELECT name, value FROM meta WHERE name LIKE 'register%'")
        known = dict(rows.fetchall())
        if "register" not in known:
            return None
        return Identity(known["register_kind"], known["register"], known["register_path"])

    def belong(self, register: Identity) -> None:
        """Say whose ledger it is."""
        said = {"register": register.name, "register_kind": register.kind, "register_path": register.path}
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", said.items())

    def know(self, people: str) -> None:
        """Remember whom to tell should the register become unreadable."""
        if self.known() != people:
            with self._transaction() as db:
                db.execute("INSERT OR REPLACE INTO meta VALUES ('keepers', ?)", (people,))

    def known(self) -> str:
        """What `know` was told last; empty where that never was."""
        row = self._db.execute("SELECT value FROM meta WHERE name = 'keepers'").fetchone()
        return str(row[0]) if row else ""

    def last_told(self) -> list[str]:
        """The addresses that were told of something unreadable last, else those that the last run reached."""
        unreadable = (
            "SELECT DISTINCT r.recipient FROM reminder r JOIN message m ON m.id = r.message WHERE state = 'sent' AND "
            "milestone LIKE 'unreadable:%' AND m.day = (SELECT max(m.day) FROM reminder r JOIN message m "
            "ON m.id = r.message WHERE state = 'sent' AND milestone LIKE 'unreadable:%')"
        )
        last = "SELECT DISTINCT recipient FROM message WHERE state = 'sent' AND run = (SELECT max(run) FROM message)"
        found = self._db.execute(unreadable).fetchall() or self._db.execute(last).fetchall()
        return sorted(row[0] for row in found)

    def mark_taken(self, register: Identity) -> None:
        """Note in the ledger of all registers that one of them has its own by now."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"taken:{register.name}", self._time()))

    def taken_by(self, register: Identity) -> bool:
        """Whether a register has taken its part of the ledger of all."""
        known = self._db.execute("SELECT count(*) FROM meta WHERE name = ?", (f"taken:{register.name}",))
        return bool(known.fetchone()[0])

    def agreements(self) -> set[str]:
        """The ids of all agreements of which something was told or tried."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT agreement FROM reminder WHERE agreement <> ''")}

    def memory(self) -> History:
        """What is remembered, for the pure functions."""
        covered = self._db.execute(
            "SELECT agreement, milestone, date, r.recipient, max(step_day), step, "
            "sum(state = 'sent' AND step LIKE '+%'), state FROM reminder r JOIN message m "
            "ON m.id = r.message WHERE state IN ('sent', 'assumed') GROUP BY 1, 2, 3, 4"
        ).fetchall()
        # SQLite takes the other columns from the row that has the maximum.
        through = {Subject(*row[:4]): date.fromisoformat(row[4]) for row in covered}
        latest = self._db.execute(
            "SELECT agreement, milestone, r.recipient, date, max(last) FROM reminder r JOIN message m "
            "ON m.id = r.message WHERE state = 'sent' AND date <> '' GROUP BY 1, 2, 3"
        )
        dates = {(row[0], row[1], row[2]): date.fromisoformat(row[3]) for row in latest}
        runs = self._db.execute(
            "SELECT max(day) FROM run WHERE state NOT IN ('begun', 'held') AND id <> ?", (self._run,)
        )
        last = runs.fetchone()[0]
        held = self._db.execute(
            "SELECT day, started FROM run WHERE state = 'held' AND id > (SELECT coalesce(max(id), 0) FROM run "
            "WHERE state NOT IN ('begun', 'held') AND id <> ?) ORDER BY id",
            (self._run,),
        )
        return History(
            through=through,
            steps={Subject(*row[:4]): row[5] for row in covered},
            late={Subject(*row[:4]): row[6] for row in covered},
            assumed=frozenset(Subject(*row[:4]) for row in covered if row[7] == "assumed"),
            refused={key: day for key, _, day in self._keys("state = 'refused'")},
            rejected={key: day for key, _, day in self._keys("state = 'rejected'")},
            intents={key: message for key, message, _ in self._keys(_DOUBTFUL)},
            open={key: message for key, message, _ in self._keys(_OPEN)},
            dates=dates,
            spent=frozenset(row[0] for row in self._db.execute(_SPENT)),
            troubles={
                row[0]: BadAddress(date.fromisoformat(row[1]), row[2])
                for row in self._db.execute("SELECT recipient, since, reply FROM trouble")
            },
            waiting=self._waiting(),
            unconfirmed=self._unconfirmed(),
            last_run=date.fromisoformat(last) if last else None,
            held=tuple(HeldRun(date.fromisoformat(day), date.fromisoformat(at[:10])) for day, at in held),
            installation=self._db.execute("SELECT value FROM meta WHERE name = 'installation'").fetchone()[0],
        )

    def _waiting(self) -> dict[Key, date]:
        rows = self._db.execute(
            "SELECT agreement, milestone, date, step, r.recipient, unanswered FROM reminder r JOIN message m "
            "ON m.id = r.message WHERE state = 'intent'"
        )
        days = ((Key(*row[:5]), next_try(_days(row[5]))) for row in rows)
        return {key: day for key, day in days if day}

    def _unconfirmed(self) -> dict[str, Unconfirmed]:
        """Mails that count as sent without an answer; those that only tell of such ones are not told of in turn."""
        rows = self._db.execute(
            "SELECT id, recipient, unanswered FROM message m WHERE state = 'sent' AND unanswered <> '' AND EXISTS "
            "(SELECT 1 FROM reminder r WHERE r.message = m.id AND milestone NOT LIKE 'unconfirmed:%')"
        )
        found = ((row[0], row[1], _days(row[2])) for row in rows)
        return {id: Unconfirmed(who, days[0], days[-1], len(days)) for id, who, days in found}

    def _keys(self, where: str) -> Iterator[tuple[Key, str, date]]:
        rows = self._db.execute(
            "SELECT agreement, milestone, date, step, r.recipient, message, day FROM reminder r JOIN message m "
            f"ON m.id = r.message WHERE {where}"
        )
        return ((Key(*row[:5]), row[5], date.fromisoformat(row[6])) for row in rows)

    def begin(self, day: date) -> None:
        """Write the run's own row: only a write proves that the disk takes one."""
        with self._transaction() as db:
            cursor = db.execute(
                "INSERT INTO run (day, started, state) VALUES (?, ?, 'begun')", (day.isoformat(), self._time())
            )
        self._run, self._day = cursor.lastrowid or 0, day

    def give_up(self) -> None:
        """Count as sent what was tried so often without an answer that more would only be repeats."""
        with self._transaction() as db:
            rows = db.execute(
                "SELECT id, unanswered FROM message WHERE state = 'intent' AND unanswered <> ''"
            ).fetchall()
            for id, tried in rows:
                if next_try(_days(tried)) is None:
                    db.execute(
                        "UPDATE message SET state = 'sent', doubtful = 1, last = ? WHERE id = ?", (self._time(), id)
                    )

    def start_sending(self, abandoned: Iterable[str], mended: Iterable[Subject], closed: Iterable[str] = ()) -> None:
        """From here on mail may go out.

        What is no longer due is given up, what is mended is forgotten, and so is all of agreements long closed, and of
        events long past: what comes later on has a greater sequence anyway.
        """
        with self._transaction() as db:
            db.execute("UPDATE run SET state = 'sending' WHERE id = ?", (self._run,))
            for message in abandoned:
                db.execute(
                    "UPDATE message SET doubtful = doubtful OR state = 'intent', state = 'abandoned', last = ? "
                    "WHERE id = ?",
                    (self._time(), message),
                )
            db.execute(f"DELETE FROM trouble WHERE recipient NOT IN (SELECT recipient FROM message WHERE {_OPEN})")
            for matter in mended:
                db.execute(
                    "DELETE FROM reminder WHERE agreement = ? AND milestone = ? AND date = ? AND recipient = ?", matter
                )
            for agreement in closed:
                _forget(db, agreement)
            db.execute("DELETE FROM sequences WHERE sequence < ?", (max(0, self._day.toordinal() - _LONG_PAST),))
        self._events = None

    def end(self, state: str, sent: int, failed: int, note: str = "") -> None:
        """How the run ended."""
        with self._transaction() as db:
            db.execute(
                "UPDATE run SET ended = ?, state = ?, sent = ?, failed = ?, note = ? WHERE id = ?",
                (self._time(), state, sent, failed, note, self._run),
            )

    def channel_called(self, name: str, day: date, trouble: str) -> None:
        """What became of the last call of a channel: why it failed, or an empty text."""
        with self._transaction() as db:
            if trouble:
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"channel:{name}", f"{day} {trouble}"))
            else:
                db.execute("DELETE FROM meta WHERE name = ?", (f"channel:{name}",))

    def channel_troubles(self) -> list[tuple[str, date, str]]:
        """The channels whose last call failed: on which day, and why."""
        rows = self._db.execute("SELECT substr(name, 9), value FROM meta WHERE name LIKE 'channel:%' ORDER BY 1")
        return [(name, date.fromisoformat(value[:10]), value[11:]) for name, value in rows]

    def sequences(self) -> Mapping[str, EventSequence]:
        """What mails told of the events of calendars, by UID; read once, however many mails a run makes."""
        if self._events is None:
            rows = self._db.execute("SELECT uid, sequence, day FROM sequences")
            self._events = {row[0]: EventSequence(row[1], date.fromisoformat(row[2])) for row in rows}
        return self._events

    def intend(
        self, message: Message, day: date, text_sha256: str, events: Mapping[str, EventSequence] | None = None
    ) -> None:
        """A mail is about to be sent: from here on it counts as one that may have gone out, its calendar too."""
        with self._transaction() as db:
            now = self._time()
            db.execute(
                "INSERT INTO message (id, recipient, state, attempts, first, last, day, text_sha256, run, unanswered) "
                "VALUES (?1, ?2, 'intent', 1, ?3, ?3, ?4, ?5, ?6, ?4) ON CONFLICT (id) DO UPDATE SET "
                "doubtful = doubtful OR state = 'intent', state = 'intent', attempts = attempts + 1, last = ?3, "
                "day = ?4, text_sha256 = ?5, run = ?6, unanswered = trim(unanswered || ' ' || ?4)",
                (message.id, message.recipient.address, now, day.isoformat(), text_sha256, self._run),
            )
            # A repeat covers what is due today; what it covered before and is not due now must not count as told by it.
            db.execute("DELETE FROM reminder WHERE message = ?", (message.id,))
            self._cover(db, message.reminders, message.id)
            db.executemany(
                "INSERT OR REPLACE INTO sequences VALUES (?, ?, ?)",
                ((uid, one.sequence, one.day.isoformat()) for uid, one in (events or {}).items()),
            )
        if self._events is not None:
            self._events.update(events or {})

    def _cover(self, db: sqlite3.Connection, reminders: Iterable[Reminder], message: str) -> None:
        db.executemany(
            "INSERT OR REPLACE INTO reminder VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((*r.key, r.step.day.isoformat(), ", ".join(r.passed), message) for r in reminders),
        )

    def settle(self, message: Message, day: date, state: str, code: int | None, reply: str) -> None:
        """What became of a mail: sent, deferred, refused or rejected, with the server's answer."""
        address = message.recipient.address
        with self._transaction() as db:
            db.execute(
                "UPDATE message SET state = ?1, code = ?2, reply = ?3, last = ?4, day = ?5, unanswered = "
                # The last try is answered; one that is accepted ends all doubt.
                "CASE ?1 WHEN 'sent' THEN '' ELSE rtrim(substr(unanswered, 1, max(0, length(unanswered) - 10))) END "
                "WHERE id = ?6",
                (state, code, reply, self._time(), day.isoformat(), message.id),
            )
            if state in ("deferred", "rejected"):
                db.execute(
                    "INSERT INTO trouble VALUES (?1, ?2, ?3) ON CONFLICT (recipient) DO UPDATE SET reply = ?3",
                    (address, day.isoformat(), reply),
                )
            else:
                db.execute("DELETE FROM trouble WHERE recipient = ?", (address,))

    def assume(self, reminders: Sequence[Reminder], day: date) -> None:
        """Count reminders as told without telling them."""
        with self._transaction() as db:
            now = self._time()
            db.execute(
                "INSERT INTO message (id, recipient, state, attempts, first, last, day, text_sha256, run) "
                "VALUES ('assumed', '', 'assumed', 0, ?1, ?1, ?2, '', 0)",
                (now, day.isoformat()),
            )
            db.execute(
                "INSERT INTO run (day, started, ended, state) VALUES (?1, ?2, ?2, 'init')", (day.isoformat(), now)
            )
            self._cover(db, reminders, "assumed")

    def last_good(self) -> Run | None:
        """The last run that left nothing undelivered; none that a clock far ahead dated later than now."""
        latest = (self._now() + _CLOCKS_DIFFER).isoformat(timespec="milliseconds")
        return next(self._runs("WHERE state = 'good' AND started <= ?", latest), None)

    def last(self) -> Run | None:
        """The last run of any outcome."""
        return next(self._runs("WHERE state <> 'init'"), None)

    def _runs(self, where: str, *values: str) -> Iterator[Run]:
        rows = self._db.execute(
            f"SELECT day, state, sent, failed, note, started FROM run {where} ORDER BY id DESC LIMIT 1", values
        )
        for day, state, sent, failed, note, started in rows:
            yield Run(date.fromisoformat(day), state, sent, failed, note, datetime.fromisoformat(started))

    def pending(self) -> list[Pending]:
        """The mails that are not delivered and cover something; the refused ones among them were told to others.

        An address that was refused once and has taken a later mail is none of them.
        """
        rows = self._db.execute(
            "SELECT m.recipient, state, attempts, day, reply FROM message m WHERE state IN ('intent', 'deferred', "
            "'rejected', 'refused') AND EXISTS (SELECT 1 FROM reminder r WHERE r.message = m.id) AND NOT (state = "
            "'refused' AND EXISTS (SELECT 1 FROM message s WHERE s.recipient = m.recipient AND s.state = 'sent' AND "
            "s.last > m.last)) ORDER BY 1, 4, 2, m.id"
        )
        return [Pending(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4]) for row in rows]

    def unsent(self) -> int:
        """How many mails the last run left untried: it was held or it stopped, and `pending` does not hold them."""
        last = self.last()
        if not last or not last.note:
            return 0
        known = self._db.execute(
            "SELECT count(*) FROM message m WHERE (state IN ('intent', 'deferred', 'rejected') OR state = 'refused' "
            "AND run = (SELECT max(id) FROM run)) AND EXISTS (SELECT 1 FROM reminder r WHERE r.message = m.id)"
        )
        return max(0, last.failed - int(known.fetchone()[0]))

    def history(self, agreement: str) -> list[PastReminder]:
        """What was told of one agreement, in order."""
        rows = self._db.execute(
            "SELECT agreement, milestone, date, step, r.recipient, passed, state, day FROM reminder r JOIN message m "
            "ON m.id = r.message WHERE agreement = ? AND state <> 'abandoned' ORDER BY day, last, 2, 3, 4, 5",
            (agreement,),
        )
        return [
            PastReminder(Key(*row[:5]), tuple(p for p in row[5].split(", ") if p), row[6], date.fromisoformat(row[7]))
            for row in rows
        ]
