"""Carrying out a plan: intent, send, settled, one mail after the other, each recorded before the next begins."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date

from msgspec import Struct, field

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.mail.ledger import Ledger
from mou_tracker.mail.ledger_place import Unusable
from mou_tracker.mail.message import CannotSend, Mail, Reply, Send
from mou_tracker.reminders.history import EventSequence, History, Key
from mou_tracker.reminders.run_plan import Message, Plan

# Those named, the register's owner, its maintainer: after so many refusals nobody is left to stand in.
_ROUNDS = 3


class Outcome(Struct):
    """What became of a run: mails sent, mails tried in vain, and why it stopped before the rest, `left`, if it did.

    `waiting` are the addresses whose mails an earlier run tried in vain, with what becomes of them.
    """

    plan: Plan
    sent: list[Message] = field(default_factory=list)
    failed: list[tuple[Message, Reply]] = field(default_factory=list)
    stopped: CannotSend | None = None
    left: list[Message] = field(default_factory=list)
    waiting: tuple[tuple[str, Phrase], ...] = ()

    @property
    def undelivered(self) -> int:
        """How many mails are still to reach somebody, and how many things nobody can be told."""
        return len(self.failed) + len(self.left) + len(self.waiting) + len(self.plan.due.lost)


class SendJob(Struct, frozen=True):
    """What a run works with: how to plan from what is remembered, how to make a mail, the way out, and till when.

    A mail is made knowing the sequences of the events that were told before. `until` is a time of `time.monotonic`,
    `patience` the longest pause between two tries, in seconds.
    """

    plan: Callable[[History], Plan]
    compose: Callable[[Message, Mapping[str, EventSequence]], Mail]
    way: Callable[[], AbstractContextManager[Send]]
    day: date
    until: float
    patience: float | None = None


# How long to wait before a mail is tried again that was not taken yet, in seconds. Greylisting lets a second try pass
# after one to five minutes.
PAUSES: tuple[float, ...] = (5, 15, 60, 120, 240)


def run(ledger: Ledger, job: SendJob) -> Outcome:
    """One run. Nothing is sent before the ledger has taken a row. Raises Unusable where it cannot be written."""
    ledger.begin(job.day)
    ledger.give_up()
    outcome = Outcome(job.plan(ledger.memory()))
    plan = outcome.plan
    outcome.waiting = plan.due.waiting
    if not plan.hold:
        # A run that is held back counts for none, even if it dies now: it would unlock the next.
        ledger.start_sending(plan.abandoned, plan.mended, plan.closed)
    if plan.messages:
        _deliver(ledger, job, outcome)
    outcome.left += plan.kept
    note = outcome.stopped.message if outcome.stopped else plan.hold
    if note is None and plan.kept:
        note = phrase("more mails than `max_messages`")
    state = "held" if plan.hold else "failed" if outcome.undelivered else "good"
    ledger.end(state, len(outcome.sent), outcome.undelivered, note.msgid if note else "")
    return outcome


def _deliver(ledger: Ledger, job: SendJob, outcome: Outcome) -> None:
    """Send what is planned. What a server does not take yet is tried again, in this run while there is time."""
    tried: set[Key] = set()
    todo = list(outcome.plan.messages)
    for pause in (*PAUSES, None):
        _send_all(ledger, job, outcome, todo, tried)
        todo = [message for message, reply in outcome.failed if _passes(reply)]
        if outcome.stopped or not todo or pause is None:
            return
        wait = pause if job.patience is None else min(pause, job.patience)
        if time.monotonic() + wait >= job.until:
            return
        time.sleep(wait)
        outcome.failed = [pair for pair in outcome.failed if not _passes(pair[1])]


def _passes(reply: Reply) -> bool:
    """Whether a server said that it may take the mail later."""
    return reply.outcome == "deferred" and reply.code is not None and 400 <= reply.code < 500


def _send_all(ledger: Ledger, job: SendJob, outcome: Outcome, todo: list[Message], tried: set[Key]) -> None:
    """Send over one way; after a refusal plan again, which brings in those who stand in."""
    try:
        with job.way() as send:
            for _ in range(_ROUNDS):
                before = len(outcome.failed)
                while todo:
                    _in_time(job.until)
                    tried.update(todo[0].keys)
                    _one(ledger, job, send, todo.pop(0), outcome)
                refused = sum(reply.outcome == "refused" for _, reply in outcome.failed[before:])
                if not refused:
                    break
                outcome.plan = job.plan(ledger.memory())
                todo += [message for message in outcome.plan.messages if tried.isdisjoint(message.keys)]
                if outcome.plan.most is not None:
                    del todo[refused:]  # one stands in for each; the rest is for the next run
    except CannotSend as error:
        outcome.stopped = error
        outcome.left += todo


def _in_time(until: float) -> None:
    if time.monotonic() >= until:
        raise CannotSend(phrase("the time for one run is over (`deadline`)"))


def _one(ledger: Ledger, job: SendJob, send: Send, message: Message, outcome: Outcome) -> None:
    mail = job.compose(message, ledger.sequences())
    ledger.intend(message, job.day, hashlib.sha256(mail.content).hexdigest(), mail.events)
    try:
        reply = send(mail)
    except CannotSend as error:
        # A connection could not be had again: this mail surely did not go out.
        ledger.settle(message, job.day, "deferred", None, error.message.msgid)
        outcome.failed.append((message, Reply("deferred")))
        raise
    if reply.outcome == "unknown":
        outcome.failed.append((message, reply))
        return
    try:
        ledger.settle(message, job.day, reply.outcome, reply.code, reply.text)
    except sqlite3.Error as error:
        raise _unrecorded(message, reply, error) from None
    if reply.outcome == "sent":
        outcome.sent.append(message)
    else:
        outcome.failed.append((message, reply))


def _unrecorded(message: Message, reply: Reply, error: sqlite3.Error) -> Unusable:
    if reply.outcome != "sent":
        return Unusable(phrase("the ledger cannot be written: {why}", why=str(error)))
    text = phrase(
        "mail {id} to {address} was sent, but the ledger cannot be written: {why}",
        id=message.id,
        address=message.recipient.address,
        why=str(error),
    )
    hint = phrase("nothing further was sent; the next run may repeat this mail under the same Message-ID")
    return Unusable(text, hint)


def why_failed(reply: Reply) -> Phrase:
    """What a reply means for the mail."""
    return _WHY[reply.outcome]


_WHY = {
    "deferred": phrase("not delivered yet; the next run tries again"),
    "refused": phrase("the address was refused; whoever stands in is told"),
    "rejected": phrase("the mail was rejected; it is tried again tomorrow"),
    "unknown": phrase("the answer was lost; the next run may repeat it under the same Message-ID"),
}
