"""A mail as bytes (RFC 5322), and what a transport says of it. Composing is pure: the day and the id come in."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import wrap
from typing import Literal

from msgspec import Struct, field

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase
from mou_tracker.reminders.history import EventSequence

# sent: the server has taken it. deferred: it surely has not, try again. refused: not to this address. rejected: not
# this mail. unknown: the answer to the final dot was lost, so that nobody can tell.
Outcome = Literal["sent", "deferred", "refused", "rejected", "unknown"]
LONGEST_SUBJECT = 150
_IN_A_WORD = 36  # octets, which are 48 in base64: `Reply-To: "=?utf-8?b?` and `?=` make 71 of them
_PLAIN_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9 -]{,60}")
_QUOTABLE = pattern(r"[!-~]{1,400}(?: [!-~]{1,400})*")


class Reply(Struct, frozen=True):
    """What became of one mail, with the server's own words."""

    outcome: Outcome
    code: int | None = None
    text: str = ""


class Mail(Struct, frozen=True):
    """What a transport gets: envelope addresses in ASCII, and the whole message with CRLF line ends.

    `events` are those of its calendar, by their UIDs, which the ledger remembers.
    """

    id: str
    sender: str
    recipient: str
    content: bytes
    events: Mapping[str, EventSequence] = field(default_factory=dict)


class CannotSend(Exception):
    """The way to the mail server is closed for all mails: says why. Nothing was sent."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


Send = Callable[[Mail], Reply]


class Letter(Struct, frozen=True):
    """What a mail says, in three forms; `calendar` is an iCalendar object, None where it has no dates.

    `events` are those of the calendar; `agreements` the ids of the records that it speaks of, for filters to find.
    """

    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    events: Mapping[str, EventSequence] = field(default_factory=dict)
    agreements: tuple[str, ...] = ()


Mailbox = tuple[str | None, str]  # a name, if there is one, and an address


class Envelope(Struct, frozen=True):
    """From whom and to whom, and where answers go. Addresses are ASCII already (`wire_address`); names are any text."""

    sender: Mailbox
    to: Mailbox
    reply_to: Mailbox | None = None
    register: str | None = None  # its id, where it has one


def compose(letter: Letter, envelope: Envelope, id: str, when: datetime) -> Mail:
    """The mail with all its headers."""
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
    sender, to = envelope.sender, envelope.to
    head = {
        "From": mailbox(*sender),
        "To": mailbox(*to),
        "Reply-To": mailbox(*envelope.reply_to) if envelope.reply_to else None,
        "Subject": _subject(one_line(letter.subject, LONGEST_SUBJECT)),
        "Message-ID": id,
        # RFC 2919: what filters sort by, the same for all mails of one register or, if it has no id, of one sender.
        "List-Id": f"<{envelope.register or 'reminders'}.mou.{sender[1].rpartition('@')[2]}>",
        "X-Mou-Agreements": "\r\n ".join(_wrapped(", ".join(letter.agreements))) or None,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value is not None)
    return Mail(id, sender[1], to[1], lines.encode("ascii") + message.as_bytes(), letter.events)


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
        quoted = _wrapped('"' + re.sub(r'(["\\])', r"\\\1", name) + '"')
        return "\r\n ".join([*quoted, f"<{address}>"]) if len(quoted) > 1 else f"{quoted[0]} <{address}>"
    words = _encoded_words(name)
    if len(words) == 1:
        return f"{words[0]}\r\n <{address}>"
    # Several stand in quotes, which RFC 2047 (section 5) does not want: without them Python's parser puts a space
    # between them. In quotes it joins them, and so do mutt, Thunderbird and the older parser.
    return '"' + "\r\n ".join(words) + f'"\r\n <{address}>'


def _wrapped(text: str) -> list[str]:
    """Lines that are broken at spaces only."""
    return wrap(text, 70, break_long_words=False, break_on_hyphens=False)


def _encoded_words(text: str) -> list[str]:
    """A text as encoded words, no letter in two: each of 75 octets at most, its line of 76 (RFC 2047 section 2)."""
    parts = [""]
    for sign in text:
        if len((parts[-1] + sign).encode()) > _IN_A_WORD:
            parts.append("")
        parts[-1] += sign
    return [f"=?utf-8?b?{b64encode(part.encode()).decode()}?=" for part in parts]


def _subject(text: str) -> str:
    if text.isascii() and "=?" not in text:
        return text
    return "\r\n ".join(_encoded_words(text))


def one_line(text: str, most: int | None = None) -> str:
    """A text without line breaks or hidden characters, at most so long: what a header may hold."""
    text = escape_text(re.sub(r"[\s\x85\u2028\u2029]+", " ", text).strip())
    return text if most is None or len(text) <= most else text[: most - 1].rstrip() + "…"
