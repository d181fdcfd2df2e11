"""The dated things ahead as an iCalendar (RFC 5545): all-day events that a calendar can subscribe to.

Nothing comes from the clock, so the same data gives the same bytes. `UID` is made of the agreement's id, the kind of
date and who the register is; a date that moves keeps it, and the calendar updates the event in place. Without a METHOD
`DTSTAMP` tells when the data last changed (RFC 5545, 3.8.7.2): the last dated entry of the record itself. `SEQUENCE` is
the number of the event's day, so it grows as renewals and extensions move the day on. Who must also tell calendars of
a correction to an earlier day gives a revision from outside, such as the number of commits, or a sequence for each
event, as mails do whose ledger remembers what was told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import icalendar

from mou_tracker.agreement.register import Identity
from mou_tracker.basics.dates import add_days
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.labels import partner_name
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import Entry
from mou_tracker.status.reasons import arithmetic
from mou_tracker.views.cells import BASES

NINE_O_CLOCK = timedelta(hours=9)
EPOCH = date(2000, 1, 1)
USUAL_ALARMS = (30, 7)

Organizer = tuple[str | None, str]  # a name, if there is one, and a mail address


def ahead(entry: Entry) -> bool:
    """Whether a calendar shows it: it has a day, and that may still come."""
    return entry.day is not None and entry.day.latest >= entry.assessment.as_of


def _first_day(entry: Entry) -> date:
    assert entry.day is not None
    return entry.day.earliest


def calendar_bytes(
    events: Mapping[str, Entry],
    name: str,
    say: Wording,
    alarms: Sequence[int] = USUAL_ALARMS,
    revision: int | None = None,
    organizer: Organizer | None = None,
    sequences: Mapping[str, int] | None = None,
    head: str = "",
) -> bytes:
    """A whole calendar of `events_of` entries; `alarms` are days before an event.

    `revision` replaces the sequence that the dates give, and `sequences` are those of single events. With an
    `organizer` it is published by mail, which asks for no answer (RFC 5546 section 3.2.1). `head` stands before every
    summary, so that events of several registers in one calendar are told apart.
    """
    made = icalendar.Calendar()
    made.add("version", "2.0")
    if organizer:
        made.add("method", "PUBLISH")
    made.add("prodid", f"-//mou-tracker//mou//{say.language.upper()}")
    made.add("name", escape_text(name))
    made.add("x-wr-calname", escape_text(name))
    made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "P1D")
    for uid, entry in sorted(events.items(), key=lambda pair: (_first_day(pair[1]), pair[0])):
        event = _event(entry, uid, say, alarms, (sequences or {}).get(uid, revision), head)
        if organizer:
            event.add("organizer", _mailbox(organizer))
        made.add_component(event)
    return bytes(made.to_ical(sorted=True))


def events_of(entries: Iterable[Entry], register: Identity | None = None) -> dict[str, Entry]:
    """The entries that a calendar shows, by the UIDs of their events, which tell registers apart."""
    domain = _domain(register)
    return {f"{_uid(entry)}@{domain}": entry for entry in entries if ahead(entry)}


def _domain(register: Identity | None) -> str:
    """What stands for the register in a UID: its id, or a digest of git's first commit and the path.

    Nothing where only its path is known: a file that is moved would come into calendars twice.
    """
    if register is None or register.kind == "path":
        return "mou-tracker"
    return (
        register.name
        if register.kind == "id"
        else hashlib.sha256(register.name.encode("utf-8", "replace")).hexdigest()[:20]
    )


def usual_sequence(day: date) -> int:
    """The sequence that an event's day gives."""
    return day.toordinal()


def _mailbox(organizer: Organizer) -> icalendar.vCalAddress:
    """Who sends the calendar. A parameter can hold no quotes (RFC 5545 section 3.1)."""
    made = icalendar.vCalAddress(f"mailto:{organizer[1]}")
    if organizer[0]:
        made.params["CN"] = escape_text(organizer[0]).replace('"', "'")
    return made


def _uid(entry: Entry) -> str:
    """The agreement and the kind of date; which step or promise it is where there can be several.

    A promise is known by its place: its words are corrected, its day is moved, and promises before it are kept.
    """
    which = ""
    if entry.kind == "approval" and entry.assessment.under_way:
        which = f".{entry.assessment.under_way.step.id}"
    elif entry.kind == "follow-up":
        which = f".{entry.place}"
    return f"{entry.assessment.agreement.id}.{entry.kind}{which}"


def _event(
    entry: Entry, uid: str, say: Wording, alarms: Sequence[int], revision: int | None, head: str
) -> icalendar.Event:
    assert entry.day is not None
    day = _first_day(entry)
    made = icalendar.Event()
    made.add("uid", uid)
    made.add("dtstamp", _stamp(entry))
    made.add("sequence", revision if revision is not None else usual_sequence(day))
    made.add("dtstart", day)
    # What is known to the month or year is shown as that whole time: no day of it is more likely than another.
    made.add("dtend", add_days(entry.day.latest, 1))
    summary = escape_text(head + say(_summary(entry)))
    made.add("summary", summary)
    made.add("description", "\n".join(escape_text(said) for said in _description(entry, say)))
    made.add("categories", [entry.kind])
    made.add("transp", "TRANSPARENT")
    for before in alarms:
        made.add_component(_alarm(before, summary))
    return made


def _stamp(entry: Entry) -> datetime:
    moved = entry.assessment.last_move
    return datetime.combine(min(moved.earliest, entry.assessment.as_of) if moved else EPOCH, time(), UTC)


def _summary(entry: Entry) -> Phrase:
    who = partner_name(entry.assessment.agreement)
    if entry.day and not entry.day.certain:
        return phrase("{partner}: {what} (uncertain: {day})", partner=who, what=entry.what, day=entry.day)
    return phrase("{partner}: {what}", partner=who, what=entry.what)


def _description(entry: Entry, say: Wording) -> Iterable[str]:
    """What the day belongs to and rests on; nothing that counts from the day of looking."""
    agreement = entry.assessment.agreement
    yield agreement.title
    if entry.kind == "last-day":
        yield say(arithmetic(entry.assessment))
    yield say(phrase("Rests on: {basis}", basis=BASES[entry.basis]))
    if entry.owner:
        yield say(phrase("Owner: {owner}", owner=", ".join(entry.owner)))
    # Its name alone: the way to it depends on the folder that the program was started in, and is nobody's business.
    yield say(phrase("Recorded in {file}, {id}", file=agreement.file.rpartition("/")[2], id=agreement.id))


def _alarm(days: int, text: str) -> icalendar.Alarm:
    """At nine in the morning so many days before, counted from the start of the event."""
    made = icalendar.Alarm()
    made.add("action", "DISPLAY")
    made.add("description", text)
    made.add("trigger", NINE_O_CLOCK - timedelta(days=days))
    return made
