"""A mail as bytes (RFC 5322), and what a transport says of it. Composing is pure: the day and the id come in."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

from mou_tracker.core.phrases import Phrase
from mou_tracker.core.visible import visible

# sent: the server has taken it. deferred: it surely has not, try again. refused: not to this address. rejected: not
# this mail. unknown: the answer to the final dot was lost, so that nobody can tell.
Outcome = Literal["sent", "deferred", "refused", "rejected", "unknown"]
LONGEST_SUBJECT = 150
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]{1,50}")
_QUOTABLE = re.compile(r"[ -~]{1,50}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one mail, with the server's own words."""

    outcome: Outcome
    code: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
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


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, in three forms; `calendar` is an iCalendar object, None where it has no dates."""

    subject: str
    text: str
    html: str
    calendar: bytes | None = None


Mailbox = tuple[str | None, str]  # a name, if there is one, and an address


def compose(letter: Letter, sender: Mailbox, to: Mailbox, id: str, when: datetime) -> Mail:
    """The mail with all its headers. Addresses are ASCII already (`wire_address`); names may be any text."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(letter.subject, LONGEST_SUBJECT)
    message["Date"] = format_datetime(when)
    # RFC 3834: no vacation notice may answer; the second one is for Exchange, which does not know the first.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        message.add_attachment(
            letter.calendar, "text", "calendar", cte="base64", filename="mou.ics",
            params={"method": "PUBLISH", "charset": "utf-8"},
        )  # fmt: skip
    # The policy folds a long display name wrongly and loses its quotes, so that its commas split the address
    # (CVE-2025-1795); it also reads and rewrites what it is given. These three are written here.
    head = f"From: {mailbox('From', *sender)}\r\nTo: {mailbox('To', *to)}\r\nMessage-ID: {id}\r\n"
    return Mail(id, sender[1], to[1], head.encode("ascii") + message.as_bytes())


def mailbox(header: str, name: str | None, address: str) -> str:
    """A name and address for a header line, which parse back to the same whatever the name's length and script."""
    if not name:
        return address
    name = one_line(name)
    if _PLAIN_NAME.fullmatch(name) and name == name.strip():
        return f"{name} <{address}>"
    if _QUOTABLE.fullmatch(name):
        quoted = re.sub(r'(["\\])', r"\\\1", name)
        return f'"{quoted}" <{address}>'
    encoded = Header(name, "utf-8", header_name=header, maxlinelen=75).encode(linesep="\r\n")
    return f"{encoded}\r\n <{address}>"


def one_line(text: str, most: int | None = None) -> str:
    """A text without line breaks or hidden characters, at most so long: what a header may hold."""
    text = visible(re.sub(r"[\s\x85\u2028\u2029]+", " ", text).strip())
    return text if most is None or len(text) <= most else text[: most - 1].rstrip() + "…"
