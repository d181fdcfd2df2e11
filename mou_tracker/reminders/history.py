"""A reminder's identity, and what the ledger remembers of those told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct, field


class Subject(NamedTuple):
    """One milestone on its date as far as one recipient is concerned; `date` is an ISO day, or empty."""

    agreement: str
    milestone: str
    date: str
    recipient: str


class Key(NamedTuple):
    """A reminder's identity: it holds no clock, so that a clock that goes back repeats nothing."""

    agreement: str
    milestone: str
    date: str
    step: str
    recipient: str

    @property
    def matter(self) -> Subject:
        """The identity without the step."""
        return Subject(self.agreement, self.milestone, self.date, self.recipient)


class EventSequence(NamedTuple):
    """The SEQUENCE of a calendar's event as a mail told it, and the day that the event had then."""

    sequence: int
    day: date


class BadAddress(NamedTuple):
    """An address that could not be reached, since a day, with the last answer."""

    since: date
    reply: str


class Unconfirmed(NamedTuple):
    """A mail that counts as sent although no answer to it ever came: to whom, first and last day, how many tries."""

    recipient: str
    first: date
    last: date
    tries: int


class HeldRun(NamedTuple):
    """A run that was held back: its day in the register's zone, and that of the clock."""

    day: date
    clock: date


# A mail whose acceptance stays unknown is tried again so many days after the first time, and then counts as sent.
AGAIN_AFTER = (1, 2, 4)


def next_try(tried: Sequence[date]) -> date | None:
    """The day from which a mail is tried again whose acceptance is not known; None where it counts as sent by now.

    `tried` are the days of the tries without an answer, in order. The next run repeats it at once: mostly it died, and
    nothing is wrong with the server.
    """
    days = sorted(set(tried))
    if len(tried) == 1:
        return days[0]
    if len(days) > len(AGAIN_AFTER):
        return None
    return max(days[0] + timedelta(days=AGAIN_AFTER[len(days) - 1]), days[-1] + timedelta(days=1))


class PastReminder(NamedTuple):
    """A reminder that was told or tried, on a day: sent, assumed, intent, deferred, refused or rejected.

    `past` is one that a ledger would assume if it began on that day.
    """

    key: Key
    passed: tuple[str, ...]
    state: str
    day: date


class History(Struct, frozen=True):
    """What the ledger remembers.

    `through` is the day of the latest step of a matter that was confirmed, or counts as told, `steps` the name of that
    step, and `late` how often it was told that the matter is late. `assumed` are the matters of which nothing was told:
    they were long past when the ledger began. `refused` are reminders that a mail server refused for their address,
    `rejected` those refused for another reason, with the day on which.
    `open` are those whose mail is not settled, with its Message-ID, and `intents` those of them that may have gone out
    once: they keep that Message-ID. `dates` is the latest date of a milestone that a recipient was told of, by
    agreement, milestone and recipient. `spent` are the Message-IDs of confirmed mails of which nothing counts as told
    any more: what they told came back, and is to come in a mail that is new. `troubles` are addresses that cannot be
    reached. `waiting` are those whose acceptance is not known and that are not to be tried again before a day, and
    `unconfirmed` the mails, by Message-ID, that were tried so often in vain that they count as sent.
    `last_run` is the day of the last run, None before the first, and `held` are those held back since.
    """

    through: Mapping[Subject, date] = field(default_factory=dict)
    steps: Mapping[Subject, str] = field(default_factory=dict)
    late: Mapping[Subject, int] = field(default_factory=dict)
    assumed: frozenset[Subject] = frozenset()
    refused: Mapping[Key, date] = field(default_factory=dict)
    rejected: Mapping[Key, date] = field(default_factory=dict)
    intents: Mapping[Key, str] = field(default_factory=dict)
    open: Mapping[Key, str] = field(default_factory=dict)
    dates: Mapping[tuple[str, str, str], date] = field(default_factory=dict)
    spent: frozenset[str] = frozenset()
    troubles: Mapping[str, BadAddress] = field(default_factory=dict)
    waiting: Mapping[Key, date] = field(default_factory=dict)
    unconfirmed: Mapping[str, Unconfirmed] = field(default_factory=dict)
    last_run: date | None = None
    held: tuple[HeldRun, ...] = ()
    installation: str = ""
