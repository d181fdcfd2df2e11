"""`mou remind` sending: the run itself, a rehearsal to one address, and a mail that proves the settings."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from msgspec import json
from msgspec.structs import replace

from mou_tracker import clock
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.cli.register import LoadedRegister
from mou_tracker.cli.remind.channels import call_channels
from mou_tracker.cli.remind.session import ReminderSession, damaged, keepers, kept_by, known_keepers, settings_for
from mou_tracker.language.wording import Wording, wording
from mou_tracker.mail.deliver import Outcome, SendJob, run, why_failed
from mou_tracker.mail.ledger import Ledger
from mou_tracker.mail.ledger_file import disk_errors, opened, take_over
from mou_tracker.mail.ledger_place import NAME, Busy, lock, named_ledger, state_folder
from mou_tracker.mail.message import CannotSend, Envelope, Letter, Mail, Reply, compose
from mou_tracker.mail.settings import Settings
from mou_tracker.mail.transports import transport
from mou_tracker.register.files import home_folder
from mou_tracker.reminders.history import EventSequence, History
from mou_tracker.reminders.run_plan import Message, Plan

LONG_HELD = 3600.0  # seconds; a run has 15 minutes by default, so one that lasts an hour hangs


def send(session: ReminderSession, plan: Callable[[History], Plan] | None = None) -> int:
    """Send what is due, or what another `plan` says."""
    settings = session.settings()
    try:
        path = _own_ledger(session)
        with lock(path), disk_errors(path), opened(path, clock.now, register=session.identity) as ledger:
            session = _kept(session, ledger)
            post = _job(session, settings, plan)
            outcome = run(ledger, post)
            call_channels(session, settings, outcome.sent, ledger, post.until)
    except Busy as busy:
        return _busy(session, busy)
    _report(session, outcome)
    return 1 if outcome.undelivered or damaged(session.loaded) else 0


def _job(session: ReminderSession, settings: Settings, plan: Callable[[History], Plan] | None) -> SendJob:
    until = time.monotonic() + settings.deadline
    return SendJob(
        plan or partial(session.plan, session.rules(settings)),
        partial(_composed, session, settings, None),
        partial(transport, settings, until),
        session.loaded.as_of,
        until,
        settings.timeout,
    )


def _kept(session: ReminderSession, ledger: Ledger) -> ReminderSession:
    """Remember who keeps the register; where its section is broken, those whom an earlier run remembered."""
    loaded = session.loaded
    now = keepers(loaded.book.register)
    if now.people:
        ledger.know(json.encode(now).decode())
        return session
    register = kept_by(known_keepers(ledger), loaded.book.register) if damaged(loaded) else loaded.book.register
    return replace(session, loaded=replace(loaded, book=replace(loaded.book, register=register)))


def _own_ledger(session: ReminderSession) -> Path:
    """The register's ledger; that of version 0.1, one for all registers, is copied for this one first."""
    if named_ledger(session.given["ledger"], os.environ):
        return session.ledger
    state = state_folder(os.environ, home_folder())
    if session.ledger != state / NAME:
        return session.ledger
    with lock(session.ledger):
        return take_over(session.ledger, state, session.identity, clock.now)


def _busy(session: ReminderSession, busy: Busy) -> int:
    if busy.seconds < LONG_HELD:
        session.tell(phrase("another run is at work; this one sends nothing"))
        return 0
    hours = int(busy.seconds // 3600)
    session.tell(
        plural(
            "another run is at work for {n} hour; end it if it hangs",
            "another run is at work for {n} hours; end it if it hangs",
            hours,
        )
    )
    return 1


def _report(session: ReminderSession, outcome: Outcome) -> None:
    """What went out on stdout, nothing where nothing did; what did not go out on stderr, by name."""
    if outcome.sent:
        n = sum(len(message.reminders) for message in outcome.sent)
        mails = plural("{n} mail sent", "{n} mails sent", len(outcome.sent))
        click.echo(session.say(plural("{mails}, {n} reminder", "{mails}, {n} reminders", n, mails=mails)))
    for message, reply in outcome.failed:
        answer = " ".join(part for part in (str(reply.code or ""), reply.text) if part)
        session.tell(
            phrase(
                "{address}: {what} {answer}",
                address=message.recipient.address,
                what=why_failed(reply),
                answer=f"({answer})" if answer else "",
            )
        )
    for address, why in outcome.waiting:
        session.tell(phrase("{address}: {what} {answer}", address=address, what=why, answer=""))
    for lost in outcome.plan.due.lost:
        session.tell(phrase("{id}: {why}", id=lost.agreement or "–", why=lost.why))
    if outcome.stopped:
        not_sent(session.say, outcome.stopped)
    if outcome.plan.hold:
        session.tell(phrase("held back: {why}", why=outcome.plan.hold))
        hint = phrase(
            "see what is due with --dry-run; if the day is right, send it with --catch-up, or wait: after three runs "
            "on days that go on as the clock does it is sent by itself"
        )
        session.tell(hint)
    elif outcome.left:
        session.tell(plural("{n} mail was not sent", "{n} mails were not sent", len(outcome.left)))
        for message in outcome.left:
            session.tell(
                plural(
                    "{address}: {n} reminder not sent",
                    "{address}: {n} reminders not sent",
                    len(message.reminders),
                    address=message.recipient.address,
                )
            )


def not_sent(say: Wording, error: CannotSend) -> int:
    """Say why the way to the server is closed."""
    for said in (error.message, error.hint):
        if said:
            click.echo(escape_text(say(said)), err=True)
    return 1


def _composed(
    session: ReminderSession,
    settings: Settings,
    divert: str | None,
    message: Message,
    told: Mapping[str, EventSequence],
) -> Mail:
    """The mail of a message in its reader's language; `divert` is who gets it instead, in a rehearsal."""
    from mou_tracker.reminders.digest import digest, digest_calendar, digest_html, digest_text

    loaded, to, words = session.loaded, message.recipient, wording(message.recipient.language)
    sender = (settings.name or loaded.book.register.name, settings.address)
    made = digest_calendar(message, loaded.book.register, words, sender, told, session.identity)
    dates, events = made or (None, {})
    said = digest(message, loaded.book, loaded.as_of, words, dates is not None)
    if divert:
        mark = words(phrase("REHEARSAL of {day}, for {address}", day=loaded.as_of, address=to.address))
        said = replace(said, subject=f"[{mark}] {said.subject}", greeting=f"{mark}. {said.greeting}")
        message = replace(message, id=message.id.replace("<mou.", "<mou.rehearsal."))
    letter = Letter(said.subject, digest_text(said), digest_html(said), dates, events, message.agreements)
    when = clock.now().astimezone(ZoneInfo(loaded.book.register.timezone))
    whom = (None, divert) if divert else (to.name, to.address)
    envelope = Envelope(sender, whom, settings.reply_to, loaded.book.register.id)
    return compose(letter, envelope, message.id, when)


def rehearse(session: ReminderSession) -> int:
    """Send everything to one address and record nothing."""
    settings, divert = session.settings(), session.given["to"]
    with session.memory() as memory:
        plan = session.plan(replace(session.rules(settings), confirmed=True), memory)
    until, failed = time.monotonic() + settings.deadline, 0
    with transport(settings, until) as send_one:
        for message in plan.messages:
            reply = send_one(_composed(session, settings, divert, message, {}))
            failed += reply.outcome != "sent"
            _answered(divert, reply, session.say(phrase("(for {address})", address=message.recipient.address)))
    return 1 if failed else 0


def test_mail(loaded: LoadedRegister, given: Mapping[str, Any]) -> int:
    """Send one mail that says only that the settings work."""
    settings, to = settings_for(loaded, given["settings"]), given["test_mail"]
    name, words = loaded.name, loaded.document_words
    text = words(phrase("This mail proves that mou remind can send mail for {name}.", name=name))
    letter = Letter(words(phrase("Test mail of {name}", name=name)), f"{text}\n", f"<p>{escape(text)}</p>\n")
    when = clock.now()
    id = f"<mou.test.{when:%Y%m%d%H%M%S%f}@{settings.domain}>"
    with transport(settings, time.monotonic() + settings.deadline) as send_one:
        envelope = Envelope((settings.name, settings.address), (None, to), settings.reply_to)
        reply = send_one(compose(letter, envelope, id, when))
    _answered(to, reply)
    return 0 if reply.outcome == "sent" else 1


def _answered(address: str, reply: Reply, instead: str = "") -> None:
    """What became of a mail: the address that it really went to, and whose it would have been."""
    words = (f"{address}: {reply.outcome}", str(reply.code or ""), reply.text, instead)
    click.echo(escape_text(" ".join(word for word in words if word)))
