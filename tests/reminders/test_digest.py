"""What a mail says: its subject, its overview, how to answer, and the calendar that it brings."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.agreement.record import Agreement, Snooze
from mou_tracker.agreement.register import Book, Contact, Register
from mou_tracker.language.wording import Wording, wording
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.reminders.digest import Digest, digest, digest_calendar, digest_html, digest_text, next_sequence
from mou_tracker.reminders.history import EventSequence, History, Subject
from mou_tracker.reminders.run_plan import Message, Rules, make_plan
from mou_tracker.status.assess import assess
from tests.make import ENGLISH, INDONESIA, agreement, changed, day, span

OFFICE = Register(
    language="en",
    owner=("office",),
    maintainer=("keeper",),
    contacts={
        "office": Contact("Office", "office@example.org"),
        "keeper": Contact("Keeper", "Keeper+mou@Example.ORG"),
        "ani": Contact("Ani", "ani@example.org"),
    },
)
SHIPPED = read_book([("r.yaml", b"agreements: []\n")], ShippedProcedures()).procedures
LONG = "Pemerintah Kota Administratif Yang Namanya Sangat Panjang Sekali Di Sana"
INDONESIAN = wording("id")


def message(as_of: str, *records: Agreement, history: History | None = None) -> tuple[Message, Book]:
    """The mail of a day to Ani."""
    book = Book(OFFICE, records, SHIPPED)
    found = assess(book, day(as_of), INDONESIA)
    plan = make_plan(found, book, INDONESIA, day(as_of), history or History(), Rules())
    return next(one for one in plan.messages if one.recipient.address == "ani@example.org"), book


def told(as_of: str, *records: Agreement, say: Wording = ENGLISH, history: History | None = None) -> Digest:
    """What that mail says."""
    mail, book = message(as_of, *records, history=history)
    return digest(mail, book, day(as_of), say)


def foreign(id: str = "kota", name: str = LONG, **given: Any) -> Agreement:
    """An agreement with a foreign local government, whose name is long."""
    return agreement(id, **{"kind": "ksdpl", "owner": ("ani",), "partner": (name, "MY"), **given})


def other(id: str = "kota", name: str = LONG, **given: Any) -> Agreement:
    """An agreement without an approval path."""
    return foreign(id, name, **{"kind": "other", **given})


PROMISE = {"what": "Exchange staff and send the yearly report about it to everybody", "due": "2026-11-30"}
LETTER = {"step": "letter-of-intent", "done": "2026-01-15"}
PENDING = {"step": "dprd-approval", "received": "2026-09-21"}
AUTOMATIC = {"mode": "automatic", "period": "1 year", "notice": "5 days"}
SUBJECTS = [
    (
        other(signed="2020-01-01", ends="2026-11-20"),
        "Renew or close, lapsed 20 Nov 2026",
        "Perbarui/tutup, berakhir 20 Nov 2026",
    ),
    (
        other(signed="2020-01-01", ends="2026-11"),
        "Renew or close, may have lapsed Nov 2026",
        "Perbarui/tutup, mungkin berakhir Nov 2026",
    ),
    (other(signed="2020-01-01", ends="2026-12-05"), "Sign by 5 Dec 2026", "Tanda tangani, batas 5 Des 2026"),
    (foreign(signed="2024-12-05", ends="2026-12-05", dprd="required"), "Ends 5 Dec 2026", "Berakhir 5 Des 2026"),
    (
        foreign(signed="2022-12-05", term="5 years", dprd="required"),
        "Start renewal by 7 Feb 2027",
        "Mulai pembaruan, batas 7 Feb 2027",
    ),
    (
        foreign(signed="2022-06-05", term="5 years", dprd="required"),
        "Start renewal, late since 30 Jul 2026",
        "Pembaruan terlambat sejak 30 Jul 2026",
    ),
    (foreign(steps=(LETTER, PENDING)), "DPRD approval by 23 Nov 2026", "Persetujuan DPRD, batas 23 Nov 2026"),
    (foreign(steps=(LETTER,)), "Next step, none since 15 Jan 2026", "Langkah terhenti sejak 15 Jan 2026"),
    (
        other(signed="2020-01-01", term="indefinite", follow_ups=(PROMISE,)),
        "Promise for 30 Nov 2026",
        "Janji untuk 30 Nov 2026",
    ),
    (
        other(signed="2024-12-05", term="2 years", renewal=AUTOMATIC),
        "Give notice by 30 Nov 2026",
        "Beri tahu, batas 30 Nov 2026",
    ),
]


@pytest.mark.parametrize(("record", "english", "indonesian"), SUBJECTS, ids=[text for _, text, _ in SUBJECTS])
def test_the_subject_is_what_to_do_first(record: Agreement, english: str, indonesian: str) -> None:
    """About 40 characters, of which the name takes what is left; the day is never cut, however long the names are."""
    for say, text in ((ENGLISH, english), (INDONESIAN, indonesian)):
        subject = told("2026-11-23", record, say=say).subject
        assert subject.startswith(f"{text}: Pemerin")
        assert len(subject) <= max(40, len(text) + 10)
        short = told("2026-11-23", changed(record, partner=("Ulm", "DE")), say=say).subject
        assert short == f"{text}: Ulm"


@pytest.mark.parametrize(
    ("step", "english", "indonesian"),
    [
        ("signing", "Signing, due 3 Nov 2026: Ulm", "Penandatanganan, batas 3 Nov 2026: Ulm"),
        ("consultation", "Coordination and…, due 10 Nov 2026: Ulm", "Koordinasi dan…, batas 10 Nov 2026: Ulm"),
        ("draft-text", "Drafting of the t…, due 10 Nov 2026: Ulm", "Penyusunan ranc…, batas 10 Nov 2026: Ulm"),
    ],
)
def test_the_name_of_a_step_is_cut_in_the_subject(step: str, english: str, indonesian: str) -> None:
    """To what 40 characters leave for it, its day and the partner never."""
    record = foreign(name="Ulm", steps=({"step": step, "started": "2026-10-20"},))
    assert [told("2026-11-23", record, say=say).subject for say in (ENGLISH, INDONESIAN)] == [english, indonesian]


def test_the_subject_counts_the_others() -> None:
    """What else the mail holds is a number at its end."""
    records = [other(f"a{n}", signed="2020-01-01", ends="2026-12-05") for n in range(3)]
    assert told("2026-11-23", *records).subject == "Sign by 5 Dec 2026: Pemerintah Kota… +2"


@pytest.mark.parametrize(("number", "overview"), [(7, False), (8, True)])
def test_an_overview_of_many(number: int, overview: bool) -> None:
    """With more than seven items a mail begins with one line for each, in text and HTML."""
    records = [other(f"a{n}", f"Kota {n}", signed="2020-01-01", ends="2026-12-05") for n in range(number)]
    made = told("2026-11-23", *records)
    line = "Kota 1, MY: Sign the renewal by 5 December 2026: 12 days left."
    assert (line in made.overview) is overview
    assert len(made.items) == number
    for shown in (digest_text(made), digest_html(made)):
        assert (line in shown) is overview


def test_still_for_the_third_time() -> None:
    """A repeat says so and how often, in words."""
    record = foreign(steps=(LETTER,))
    subject = Subject("kota", "next-step", "2026-03-15", "ani@example.org")
    history = History(through={subject: date(2026, 4, 15)}, steps={subject: "+1 month"}, late={subject: 2})
    (item,) = told("2026-06-15", record, history=history).items
    assert item.facts[0].startswith("Still, 3rd time: nothing is recorded since 15 January 2026")
    (item,) = told("2026-06-15", record, history=history, say=INDONESIAN).items
    assert item.facts[0].startswith("Masih, kali ke-3: ")


def test_how_to_answer() -> None:
    """Under each item the commands, whole on one line each, and links that open a mail to the register's keeper."""
    record = foreign("kota-dengan-nama-yang-panjang-sekali-2020", signed="2020-01-01", ends="2026-11-20")
    made = told("2026-11-23", record)
    (item,) = made.items
    assert item.command == " · ".join(f"mou {verb} {record.id}" for verb in ("renew", "close", "snooze"))
    text = digest_text(made)
    for command in item.command.split(" · "):
        assert command in text
    assert f"write “[{record.id}]” and one of done, later, wrong date to Keeper+mou@example.org." in " ".join(
        text.split()
    )
    links = re.findall(r'href="([^"]*)">([^<]*)<', digest_html(made))
    assert [name for _, name in links] == ["done", "later", "wrong date"]
    for link, name in links:
        parts = urlsplit(link.replace("&amp;", "&"))
        query = parse_qs(parts.query, strict_parsing=True)
        assert (parts.scheme, unquote(parts.path)) == ("mailto", "Keeper+mou@example.org")
        assert query["subject"] == [f"[{record.id}] {name}"]
        assert query["body"][0].endswith(
            "\r\n\r\n> Lapsed: the last day in force was 20 November 2026, 3 days ago.\r\n"
        )
        assert "+" not in parts.query.replace("%2B", "")  # a plus is a plus in such links, not a space (RFC 6068)
        assert len(link) < 1000


@given(st.integers(1, 60))
def test_commands_stand_whole_in_a_line(length: int) -> None:
    """However long an id is: no line of a mail breaks within a command, or begins with the dot between two."""
    id = "k" * length
    late = other(id, "Ulm", signed="2020-01-01", ends="2026-11-20")
    notice = other(f"{id}-2", "Ulm", signed="2020-01-01", term="7 years", renewal={"mode": "automatic"})
    unknown = other(f"{id}-3", "Ulm", signed="2020-01-01", term="unknown")
    for on in ("2026-10-05", "2026-11-23", "2026-12-07"):
        made = told(on, late, notice, unknown)
        rows = digest_text(made).splitlines()
        for commands in (*(item.command for item in made.items), *(one.command for one in made.lines)):
            for command in filter(None, commands.split(" · ")):
                assert any(row.strip().removesuffix(" ·").endswith(command) or f"{command} ·" in row for row in rows)
        assert [row for row in rows if row.strip().startswith("·")] == []


@pytest.mark.parametrize(
    ("as_of", "subject"),
    [
        ("2026-12-07", "Goes on by itself after 1 Jan 2027: Ulm"),  # the notice day is past, the term still runs
        ("2027-01-04", "Renews by itself, now 1 Jan 2034: Ulm"),
    ],
)
def test_the_subject_of_what_renews_itself(as_of: str, subject: str) -> None:
    """Until the new term has begun the old one's last day is no new one."""
    record = other(
        "ulm", "Ulm", signed="2020-01-01", term="7 years", renewal={"mode": "automatic", "notice": "1 month"}
    )
    assert told(as_of, record).subject == subject


def test_a_snooze_that_is_over_has_commands() -> None:
    """Reminders go on, and what settles the record stands under it."""
    record = other("ulm", "Ulm", signed="2020-01-01", ends="2027-03-01", snooze=Snooze(span("2026-12-10"), "talks"))
    (item,) = told("2026-12-10", record).items
    assert item.facts[0] == "The snooze is over since 10 December 2026 (talks); reminders go on."
    assert item.command == "mou renew ulm · mou snooze ulm"
    done = [{"step": "letter-of-intent", "done": "2026-09-01"}]
    letter = foreign("brno", "Brno", steps=done, snooze=Snooze(span("2026-12-10"), "talks", on=span("2026-10-01")))
    commands = [one.command for one in told("2026-12-10", letter).items]
    assert commands == ["mou step brno · mou close brno · mou snooze brno"]


def test_how_to_answer_a_list() -> None:
    """Each line of what is open has its command and a link too."""
    made = told("2026-10-05", other("kota", "Ulm", signed="2020-01-01", term="unknown"))
    (line,) = made.lines
    assert (line.command, line.why) == ("mou set kota term", "Its term is not known")
    (link,) = re.findall(r'href="(mailto:[^"]*)"', digest_html(made))
    query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    body = "What becomes of it: \r\n\r\n> Ulm, MY: Its term is not known\r\n"
    assert query == {"subject": ["[kota]"], "body": [body]}


def test_a_link_is_never_too_long() -> None:
    """Of a long promise in another script a part is quoted: some programs take no long links."""
    promise = {"what": "市" * 900, "due": "2026-11-30"}
    made = told("2026-11-23", other(signed="2020-01-01", term="indefinite", follow_ups=(promise,)))
    assert max(len(answer.link) for answer in made.items[0].answers) < 2100


@pytest.mark.parametrize(
    ("told_before", "now", "expected"),
    [
        (None, "2026-12-05", ("2026-12-05", 0)),
        (("2026-12-05", 0), "2026-12-05", ("2026-12-05", 0)),  # the same day: nothing grows
        (("2026-12-05", 0), "2026-12-30", ("2026-12-30", 0)),  # later: as the day gives it
        (("2026-12-05", 0), "2025-12-05", ("2026-12-05", 1)),  # earlier: one more than was told
        (("2026-12-05", 1), "2026-12-05", ("2026-12-05", 2)),  # and back again
        (("2026-12-05", 1), "2027-12-05", ("2027-12-05", 0)),
    ],
)
def test_the_sequence_only_grows(told_before: tuple[str, int] | None, now: str, expected: tuple[str, int]) -> None:
    """The number of a day plus so much; told with more than the number of its day it was of the day of 2025."""

    def number(of: tuple[str, int]) -> int:
        return day(of[0]).toordinal() + of[1]

    if told_before is None:
        before = None
    else:
        before = EventSequence(number(told_before), day("2025-12-05" if told_before[1] else told_before[0]))
    made = next_sequence(day(now), before)
    assert made == EventSequence(number(expected), day(now))
    assert before is None or (made.sequence > before.sequence) is (made.day != before.day)


def test_the_calendar_of_a_mail() -> None:
    """Published by who sends the mail, each event with a sequence of its own, the same UIDs as before."""
    term = {"signed": "2020-01-01", "term": "6 years 11 months"}
    sender = ('Kota "Bandung", Bagian; Kerja', "mou@example.org")
    first, book = message("2026-11-16", other(**term))
    made = digest_calendar(first, book.register, ENGLISH, sender, {})
    assert made is not None
    later, book = message("2026-11-16", other(**{**term, "term": "6 years 11 months 3 days"}))
    moved_on = digest_calendar(later, book.register, ENGLISH, sender, made[1])
    again = digest_calendar(first, book.register, ENGLISH, sender, (moved_on or made)[1])
    assert moved_on is not None
    assert again is not None
    known: dict[str, int] = {}
    for content, numbered in (made, moved_on, again):
        calendar = icalendar.Calendar.from_ical(content)
        assert str(calendar["METHOD"]) == "PUBLISH"
        events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
        assert events.keys() == numbered.keys()
        assert events.keys() >= known.keys()
        for uid, event in events.items():
            assert str(event["ORGANIZER"]) == "mailto:mou@example.org"
            assert event["ORGANIZER"].params["CN"] == "Kota 'Bandung', Bagian; Kerja"
            assert int(event["SEQUENCE"]) == numbered[uid].sequence > known.get(uid, 0)
            known[uid] = numbered[uid].sequence


def test_an_old_day_is_no_longer_in_the_calendar() -> None:
    """What is over has no event; a mail without days ahead brings no calendar."""
    mail, book = message("2026-11-23", other(signed="2020-01-01", ends="2026-11-20"))
    assert digest_calendar(mail, book.register, ENGLISH, (None, "mou@example.org"), {}) is None
