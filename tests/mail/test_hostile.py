"""Hostile text in a register reaches nobody as anything but text: not a header, not markup, not a calendar line."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import icalendar
import pytest

from mou_tracker.agreement.record import Agreement, FollowUp, Partner, Signature
from mou_tracker.agreement.register import Book, Contact, Register
from mou_tracker.basics.dates import parse_date
from mou_tracker.mail.message import Envelope, Letter, Mail, compose
from mou_tracker.reminders.digest import digest, digest_calendar, digest_html, digest_text
from mou_tracker.reminders.history import History
from mou_tracker.reminders.run_plan import Message, Rules, make_plan
from mou_tracker.status.assess import assess
from tests.mail.conftest import Desk
from tests.mail.registers import HEAD, record, register
from tests.mail.server import Server
from tests.mail.test_message import ID, WHEN, parsed
from tests.make import ENGLISH, INDONESIA

ATTACKS = [
    "x\r\nBcc: evil@example.net\r\n\r\nbody",
    "x\nATTENDEE:mailto:evil@x",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "a;b,c\\n\\",
    "a\u202eb\u2028c",
    "\x1b[2K\x1b]8;;http://evil\x07",
    "javascript:alert(1)",
    "%s {name} {0}",
    "]]></style><style>*{display:none}",
    "市" * 120,
    "\x00\x85\x9b31m",
    ".\r\n.\r\nMAIL",
]
DAY = date(2027, 6, 1)


def hostile(text: str) -> tuple[Message, Book]:
    """A message about a record in which every free text is the attack."""
    record = Agreement(
        "suwon",
        text,
        Partner(text, "KR", text),
        "other",
        "mou",
        signed=(Signature(parse_date("2020-01-01"), text),),
        ends=parse_date("2027-06-30"),
        owner=("ani",),
        follow_ups=(FollowUp(text, parse_date("2027-06-01")),),
    )
    settings = Register(name=text, language="en", contacts={"ani": Contact(text, "ani@example.org")})
    book = Book(settings, (record,), {})
    (message,) = make_plan(assess(book, DAY, INDONESIA), book, INDONESIA, DAY, History(), Rules()).messages
    return message, book


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"{tag} {name}" for name, _ in attributes)}


@pytest.mark.parametrize("attack", ATTACKS)
def test_mail_of_hostile_text(attack: str) -> None:
    """One header of each name, the template's own tags only, one calendar whose texts read back as written out."""
    message, book = hostile(attack)
    made = digest(message, book, DAY, ENGLISH, calendar=True)
    text, html = digest_text(made), digest_html(made)
    dates, events = digest_calendar(message, book.register, ENGLISH, (attack, "mou@example.org"), {}) or (None, {})
    sender, reply_to = (attack, "mou@example.org"), (attack, "reply@example.org")
    envelope = Envelope(sender, (attack, "ani@example.org"), reply_to)
    mail: Mail = compose(Letter(made.subject, text, html, dates, events, ("suwon",)), envelope, ID, WHEN)
    head = parsed(mail)
    assert sorted(head.keys()) == sorted(set(head.keys()))
    assert "Bcc" not in head
    assert [a.addr_spec for a in head["To"].addresses] == ["ani@example.org"]
    assert [a.addr_spec for a in head["Reply-To"].addresses] == ["reply@example.org"]
    for shown in (text, html):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]", shown)
    page = Tags()
    page.feed(html)
    assert page.seen <= {
        "html",
        "html lang",
        "head",
        "meta",
        "meta charset",
        "meta name",
        "meta content",
        "meta http-equiv",
        "title",
        "body",
        "body style",
        "div",
        "div style",
        "h1",
        "h1 style",
        "p",
        "p style",
        "section",
        "section style",
        "h2",
        "h2 style",
        "ul",
        "ul style",
        "li",
        "strong",
        "code",
        "code style",
        "footer",
        "footer style",
    }
    assert dates is not None
    calendar = icalendar.Calendar.from_ical(dates)
    assert {prop for event in calendar.walk("VEVENT") for prop in event} <= {
        "UID",
        "DTSTAMP",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "CATEGORIES",
        "TRANSP",
        "ORGANIZER",
    }
    assert {str(event["ORGANIZER"]) for event in calendar.walk("VEVENT")} == {"mailto:mou@example.org"}
    assert max(map(len, dates.split(b"\r\n"))) <= 75


def test_plain_text_is_narrow() -> None:
    """No line over 72 columns, and no trailing space."""
    message, book = hostile("Memorandum of understanding between two cities " * 6)
    lines = digest_text(digest(message, book, DAY, ENGLISH)).split("\n")
    assert max(map(len, lines)) <= 72
    assert [line for line in lines if line != line.rstrip()] == []


def test_one_bad_address_among_many(posted: Desk, server: Server) -> None:
    """A contact without an address: its reminders come to the register's owner; the others are told as usual."""
    head = HEAD.replace("    budi: {name: Budi, email: budi@example.org}\n", "    budi: {name: Budi}\n")
    posted.write(register(record("suwon"), record("oslo", owner="budi"), head=head))
    posted.begin("2027-06-01")
    assert posted.remind("2027-06-01").status == 0
    assert server.recipients() == ["ani@example.org", "office@example.org"]


def test_names_and_domains_beyond_ascii(posted: Desk, server: Server) -> None:
    """A name in any script, and a domain that goes over the wire as A-labels."""
    contact = '{name: "Bagian Ünïcode, 市", email: ani@bücher.example}'
    head = HEAD.replace("{name: Ani, email: ani@example.org}", contact)
    posted.write(register(record("suwon"), head=head))
    posted.begin("2027-06-01")
    assert posted.remind("2027-06-01").status == 0
    ((who, mail),) = server.inbox
    (address,) = mail["To"].addresses
    assert (who, address.addr_spec) == ("ani@xn--bcher-kva.example",) * 2
    assert address.display_name == "Bagian Ünïcode, 市"
