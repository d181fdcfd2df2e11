"""A mail as bytes (RFC 5322), and what a transport says of it. Composing is pure: the day and the id come in."""

from __future__ import annotations

import re
import textwrap
from base64 import b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase

# sent: the server has taken it. deferred: it surely has not, try again. refused: not to this address. rejected: not
# this mail. unknown: the answer to the final dot was lost, so that nobody can tell.
Outcome = Literal["sent", "deferred", "refused", "rejected", "unknown"]
LONGEST_SUBJECT = 150
_LONGEST_WORD = 700  # so that the line stays below 998 octets (RFC 5322 section 2.1.1) with the longest address
_PLAIN_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9 -]{,60}")
_QUOTABLE = pattern(r"[!-~]{1,400}(?: [!-~]{1,400})*")


class Reply(Struct, frozen=True):
    """What became of one mail, with the server's own words."""

    outcome: Outcome
    code: int | None = None
    text: str = ""


class Mail(Struct, frozen=True):
    """What a transport gets: envelope addresses in ASCII, and the whole message with CRLF line ends."""

    id: str
    sender: str
    recipient: str
    content: bytes


class CannotSend(Exception):
    """The way to the mail server is closed for all mails: says why. Nothing was sent."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


Send = Callable[[Mail], Reply]
# Opens the way once for a whole run; raises CannotSend.
Transport = Callable[[], AbstractContextManager[Send]]


class Letter(Struct, frozen=True):
    """What a mail says, in three forms; `calendar` is an iCalendar object, None where it has no dates."""

    subject: str
    text: str
    html: str
    calendar: bytes | None = None


Mailbox = tuple[str | None, str]  # a name, if there is one, and an address


def compose(letter: Letter, sender: Mailbox, to: Mailbox, id: str, when: datetime) -> Mail:
    """The mail with all its headers. Addresses are ASCII already (`wire_address`); names may be any text."""
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(when)
    # RFC 3834: no vacation notice may answer; the second one is for Exchange, which does not know the first.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        message.add_attachment(
            letter.calendar,
            "text",
            "calendar",
            cte="base64",
            filename="mou.ics",
            params={"method": "PUBLISH", "charset": "utf-8"},
        )
    _set_boundaries(message)
    # The policy folds a long display name wrongly and loses its quotes, so that its commas split the address
    # (CVE-2025-1795), and puts spaces into subjects that turn from ASCII to something else. These are written here.
    head = (
        f"From: {mailbox(*sender)}\r\nTo: {mailbox(*to)}\r\n"
        f"Subject: {_subject(one_line(letter.subject, LONGEST_SUBJECT))}\r\nMessage-ID: {id}\r\n"
    )
    return Mail(id, sender[1], to[1], head.encode("ascii") + message.as_bytes())


def _set_boundaries(message: EmailMessage) -> None:
    """The same mail gives the same bytes. `=_` cannot occur in the parts, which are quoted-printable or base64."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_mou_{number}")


def mailbox(name: str | None, address: str) -> str:
    """A name and address for a header line, which parse back to the same whatever the name's length and script."""
    name = one_line(name or "")
    if not name:
        return address
    if _PLAIN_NAME.fullmatch(name):
        return f"{name} <{address}>"
    if _QUOTABLE.fullmatch(name) and "=?" not in name:
        quoted = textwrap.wrap(
            '"' + re.sub(r'(["\\])', r"\\\1", name) + '"', 70, break_long_words=False, break_on_hyphens=False
        )
        return "\r\n ".join([*quoted, f"<{address}>"]) if len(quoted) > 1 else f"{quoted[0]} <{address}>"
    # One encoded word, longer than RFC 2047 has it: readers, Python's among them, put spaces between several in a name.
    word = f"=?utf-8?b?{b64encode(name.encode()).decode()}?="
    if len(word) > _LONGEST_WORD:
        word = Header(name, "utf-8", header_name="From").encode(linesep="\r\n") + "\r\n"
    return f"{word} <{address}>"


def _subject(text: str) -> str:
    if text.isascii() and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")


def one_line(text: str, most: int | None = None) -> str:
    """A text without line breaks or hidden characters, at most so long: what a header may hold."""
    text = escape_text(re.sub(r"[\s\x85\u2028\u2029]+", " ", text).strip())
    return text if most is None or len(text) <= most else text[: most - 1].rstrip() + "…"
