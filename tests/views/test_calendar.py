"""The calendar file, read back by a library that did not write it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Identity, Register
from mou_tracker.status.agenda import agenda
from mou_tracker.views.calendar import calendar_bytes, events_of
from tests.conftest import Ran
from tests.make import ENGLISH, agreement, assess_all, changed
from tests.views.samples import DAY, NAME, sample

Mou = Callable[..., Ran]
MELBOURNE = agreement("melbourne", signed="2024-04-22", term="4 years", partner=("Melbourne", "AU"))


def test_calendars_of_several_registers() -> None:
    """Two registers with one id are two events; the same one is the same, wherever it lies."""
    found = agenda(assess_all("2026-11-21", agreement("suwon", signed="2022-01-01", term="5 years")), Register(), None)

    def uids(register: Identity | None) -> set[str]:
        made = vobject.readOne(calendar_bytes(events_of(found, register), NAME, ENGLISH).decode())
        return {event.uid.value for event in made.vevent_list}

    one, other = Identity("git", "1:a.yaml", "/srv/a.yaml"), Identity("git", "2:a.yaml", "/srv/a.yaml")
    assert uids(one) == uids(replace(one, path="/elsewhere"))
    assert not uids(one) & uids(other)
    assert {uid.partition("@")[2] for uid in uids(Identity("id", "bandung-ksln", "/srv"))} == {"bandung-ksln"}
    assert uids(Identity("path", "/srv", "/srv")) == uids(Identity("path", "/x", "/x")) == uids(None), "it may be moved"


def made(on: str, *records: Agreement, alarms: Sequence[int] = (30, 7), revision: int | None = None) -> bytes:
    """The calendar of some records on a day."""
    found = agenda(assess_all(on, *records), Register(), None)
    return calendar_bytes(events_of(found), NAME, ENGLISH, alarms, revision)


def events(content: bytes) -> list[Any]:
    """The events as the other library reads them."""
    return list(vobject.readOne(content.decode()).contents.get("vevent", []))


def days(content: bytes) -> dict[str, tuple[date, date]]:
    """First and last day of each event by UID."""
    return {e.uid.value: (e.dtstart.value, e.dtend.value - timedelta(1)) for e in events(content)}


def test_whole_calendar(golden: Callable[[str, str], None]) -> None:
    """Every kind of date of a register with every shape, as bytes."""
    book, found = sample()
    golden("calendar.ics", calendar_bytes(events_of(agenda(found, book.register, None)), NAME, ENGLISH).decode())


def test_days_read_back() -> None:
    """An all-day event starts on its day and ends before the next one; one event for each kind of date."""
    assert days(made(DAY, MELBOURNE)) == {
        "melbourne.safe-start@mou-tracker": (date(2027, 7, 11), date(2027, 7, 11)),
        "melbourne.sign-by@mou-tracker": (date(2028, 4, 21), date(2028, 4, 21)),
        "melbourne.last-day@mou-tracker": (date(2028, 4, 22), date(2028, 4, 22)),
    }


def test_what_is_over_is_not_ahead() -> None:
    """A last day long past is no event; one that may still come is, on any day of its year."""
    assert days(made(DAY, agreement("a", signed="2015-11-27", term="5 years"))) == {}
    vague = days(made(DAY, agreement("a", signed="2021", term="5 years", renewal={"mode": "none"})))
    assert vague == {"a.last-day@mou-tracker": (date(2026, 1, 1), date(2026, 12, 31))}


def test_importing_twice_gives_no_doubles() -> None:
    """A UID is one agreement and one kind of date, so a second import replaces; two promises are two events."""
    promises = [{"what": what, "due": "2027-03-01"} for what in ("Visit", "Visit", "Letter")]
    record = agreement("a", since="2020", follow_ups=promises)
    first, second = events(made(DAY, record)), events(made("2026-12-01", record))
    store = {event.uid.value: event for event in [*first, *second]}
    assert len(store) == len(first) == len(second) == 3


LETTER, VISIT, REPORT = (
    {"what": "Letter", "due": "2027-03-01"},
    {"what": "Visit", "due": "2027-05-01"},
    {"what": "Visit", "due": "2027-05-01"},
)


@pytest.mark.parametrize(
    ("edited", "kept"),
    [
        ((LETTER, VISIT, REPORT), (1, 2, 3)),
        (({**LETTER, "done": "2026-11-01"}, VISIT, REPORT), (2, 3)),
        ((LETTER, {**VISIT, "done": "2026-11-01"}, REPORT), (1, 3)),
        (({**LETTER, "what": "A letter of thanks"}, VISIT, {**REPORT, "what": "Report"}), (1, 2, 3)),
        ((LETTER, {**VISIT, "due": "2027-02-01"}, REPORT), (1, 2, 3)),
        ((LETTER, {"what": "Visit"}, REPORT), (1, 3)),
        ((LETTER, VISIT, REPORT, {"what": "Visit", "due": "2027-01-01"}), (1, 2, 3, 4)),
    ],
)
def test_a_promise_stays_the_same_event(edited: Sequence[dict[str, str]], kept: Sequence[int]) -> None:
    """Whatever is kept before it, however it is worded and when it is due: its place among the promises names it."""
    record = agreement("a", since="2020", follow_ups=list(edited))
    assert set(days(made(DAY, record))) == {f"a.follow-up.{place}@mou-tracker" for place in kept}


def test_an_extension_moves_the_event_and_raises_its_sequence() -> None:
    """The same UID with a higher SEQUENCE and a later DTSTAMP: a calendar takes it as news."""
    record = agreement("a", signed="2024-01-01", term="3 years", renewal={"mode": "none"})
    longer = changed(record, extensions=[{"signed": "2026-05-01", "term": "2 years"}])
    (before,), (after,) = events(made(DAY, record)), events(made(DAY, longer))
    assert (before.uid.value, before.dtstart.value) == ("a.last-day@mou-tracker", date(2027, 1, 1))
    assert (after.uid.value, after.dtstart.value) == ("a.last-day@mou-tracker", date(2029, 1, 1))
    assert int(after.sequence.value) - int(before.sequence.value) == 731
    assert after.dtstamp.value > before.dtstamp.value


def test_a_revision_from_outside_is_the_sequence() -> None:
    """`--revision` for those who must announce a correction to an earlier day too."""
    assert {event.sequence.value for event in events(made(DAY, MELBOURNE, revision=417))} == {"417"}


def test_alarms_are_relative() -> None:
    """At nine o'clock so many days before, counted from the event; none if none are wanted."""
    alarms = [a.trigger.value for a in events(made(DAY, MELBOURNE, alarms=(30, 1)))[0].valarm_list]
    assert alarms == [timedelta(hours=9) - timedelta(days=30), timedelta(hours=9) - timedelta(days=1)]
    assert [event.contents.get("valarm") for event in events(made(DAY, MELBOURNE, alarms=()))] == [None] * 3


HOSTILE = "a\r\nATTENDEE:mailto:evil@example.org; b, c\\ \x1b[31m\u202e\u2028 " + "宽ü" * 60


def test_hostile_text_is_text() -> None:
    """Line breaks, separators, hidden characters and wide text inject nothing; lines are folded at 75 octets."""
    record = changed(MELBOURNE, title=HOSTILE, partner=(HOSTILE, "AU"))
    content = made(DAY, record)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    last = next(event for event in events(content) if event.uid.value == "melbourne.last-day@mou-tracker")
    shown = HOSTILE.replace("\r", "\\x0d").replace("\n", "\\x0a").replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    shown = shown.replace("\u2028", "\\u2028")
    assert last.summary.value == f"{shown} AU: last day in force"
    assert "attendee" not in last.contents


REGISTER = """register: {timezone: Asia/Jakarta, language: en}
agreements:
  - {id: b, title: B, partner: {name: Oslo, country: NO}, kind: ksdpl, instrument: mou,
     signed: 2024-04-22, term: 4 years}
  - {id: a, title: A, partner: {name: Lima, country: PE}, kind: other, instrument: mou,
     signed: 2024-04-22, term: 4 years}
"""


def test_same_bytes_whatever_zone_and_locale(register: Callable[[str], Path]) -> None:
    """Machines east and west of UTC and in other languages write the same file, in whichever folder they are asked."""
    path = register(REGISTER)
    command = [sys.executable, "-m", "mou_tracker", "calendar", "-r", str(path), "--as-of", DAY]
    zones = (
        {"TZ": "UTC"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "id_ID.UTF-8"},
        {"TZ": "Pacific/Pago_Pago", "LANG": "C"},
    )
    made = {
        subprocess.run(command, env={"PATH": "", **zone}, cwd=folder, capture_output=True, check=True).stdout
        for zone in zones
        for folder in (path.parent, path.parent.parent, Path("/"))
    }
    assert len(made) == 1
    assert len(events(made.pop())) == 5


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--date", "last-day"], ["a.last-day", "b.last-day"]),
        (["--what", "ends"], ["a.last-day", "b.last-day"]),
        (["--what", "last-days, Safe-Starts"], ["b.safe-start", "a.last-day", "b.last-day"]),
        (["--date", "last-day,safe-start", "--kind", "ksdpl"], ["b.safe-start", "b.last-day"]),
        (["--country", "PE"], ["a.sign-by", "a.last-day"]),
        (["--partner", "osl", "--date", "sign-by"], ["b.sign-by"]),
    ],
)
def test_filters(options: list[str], expected: list[str], mou: Mou, register: Callable[[str], Path]) -> None:
    """The kind of date and the filters of every view narrow the calendar down."""
    path = register(REGISTER)
    target = path.parent / "out.ics"
    ran = mou("calendar", "-r", path, "--as-of", DAY, *options, "-o", target)
    assert (ran.status, ran.out) == (0, "")
    uids = [event.uid.value.removesuffix("@mou-tracker") for event in events(target.read_bytes())]
    assert uids == expected


def test_an_unknown_kind_of_date_is_refused(mou: Mou, register: Callable[[str], Path]) -> None:
    """Wrong usage ends with 2 and names the kinds there are."""
    ran = mou("calendar", "-r", register(REGISTER), "--date", "ends")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(
        "--date: `ends` is not one of the words allowed here\n"
        "     allowed: last-day, notice-by, sign-by, approval, safe-start, follow-up\n"
    )


def test_what_is_due_today_is_still_ahead() -> None:
    """The day itself is the last one on which a calendar shows it."""
    record = agreement("a", since="2020", follow_ups=[{"what": "Visit", "due": "2026-12-01"}])
    assert [len(events(made(on, record))) for on in ("2026-11-30", "2026-12-01", "2026-12-02")] == [1, 1, 0]
