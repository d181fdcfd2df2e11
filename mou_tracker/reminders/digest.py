"""A digest: what one mail says, as plain text, as HTML and as a calendar."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from msgspec import Struct

from mou_tracker.agreement.register import Book, Register
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.reminders.due import UNREADABLE, Reminder
from mou_tracker.reminders.milestones import Milestone
from mou_tracker.reminders.run_plan import Message
from mou_tracker.reminders.sentences import doubt, sentence, short
from mou_tracker.status.agenda import entries
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.calendar import ahead, calendar_bytes
from mou_tracker.views.cells import todo

WIDTH = 72


class Item(Struct, frozen=True):
    """One agreement: who it is with, what happens when, what to do next, and who acts."""

    id: str
    partner: str
    title: str
    status: str
    state: str
    facts: tuple[str, ...]
    remarks: tuple[str, ...]
    next: str
    who: str


class Digest(Struct, frozen=True):
    """All that a mail says, in one language; every text is harmless to print."""

    language: str
    subject: str
    heading: str
    greeting: str
    repeat: str
    items: tuple[Item, ...]
    notices: tuple[str, ...]
    footer: tuple[str, ...]
    labels: tuple[str, str]


def digest(message: Message, book: Book, as_of: date, say: Wording, calendar: bool = False) -> Digest:
    """What a message says in the words' language. `calendar` tells that its dates are attached."""
    groups: dict[str, list[Reminder]] = {}
    for reminder in message.reminders:
        if isinstance(reminder.about, Milestone):
            groups.setdefault(reminder.key.agreement, []).append(reminder)
    name = book.register.name or say(phrase("register of agreements"))
    heading = say(phrase("{name}, {day}", name=name, day=as_of))
    repeat = phrase("This may be a repeat: an earlier run was interrupted before it knew whether this mail went out.")
    return Digest(
        say.language,
        _flat(_subject(message, say)),
        _flat(heading),
        _flat(_greeting(message, len(groups), say)),
        say(repeat) if message.repeat else "",
        tuple(_item(group, book.register, say) for group in groups.values()),
        tuple(_flat(_said(r, say)) for r in message.reminders if not isinstance(r.about, Milestone)),
        tuple(_flat(text) for text in _footer(book, say, calendar)),
        (say(phrase("Next")), say(phrase("Who acts"))),
    )


def _subject(message: Message, say: Wording) -> str:
    first, others = message.reminders[0], len({r.key.agreement for r in message.reminders}) - 1
    leading = _capital(say(short(first.about)))
    return f"{leading} · {say(plural('{n} more', '{n} more', others))}" if others else leading


def _greeting(message: Message, count: int, say: Wording) -> str:
    to = message.recipient.name or message.recipient.address
    if not count:
        return say(phrase("To {name}.", name=to))
    return say(
        plural(
            "To {name}: {n} agreement asks for your attention.",
            "To {name}: {n} agreements ask for your attention.",
            count,
            name=to,
        )
    )


def _item(group: Sequence[Reminder], register: Register, say: Wording) -> Item:
    about = group[0].about
    assert isinstance(about, Milestone)
    found, agreement = about.assessment, about.assessment.agreement
    return Item(
        agreement.id,
        _flat(f"{agreement.partner.name}, {agreement.partner.country}"),
        _flat(agreement.title),
        say(found.status_name),
        found.status,
        tuple(_flat(_said(reminder, say)) for reminder in group),
        tuple(dict.fromkeys(_flat(text) for reminder in group for text in _remarks(reminder, say))),
        _flat(_capital(todo(found, say))),
        _flat(_who(found, group, register, say)),
    )


def _said(reminder: Reminder, say: Wording) -> str:
    text = say(sentence(reminder.about))
    # A problem begins with the path of its file, which stands as it is.
    return (text if reminder.about.kind == UNREADABLE else _capital(text)) + "."


def _remarks(reminder: Reminder, say: Wording) -> Iterator[str]:
    """What is to be known beside the fact: that it is uncertain, was told otherwise before, or why it comes to you."""
    if isinstance(reminder.about, Milestone):
        doubtful = doubt(reminder.about)
        if doubtful:
            yield _capital(say(phrase("not certain: {why}", why=doubtful))) + "."
    if reminder.moved_from:
        yield _capital(say(phrase("the date has changed: it was {day} before", day=reminder.moved_from))) + "."
    if reminder.because:
        yield _capital(say(phrase("this comes to you since {why}", why=reminder.because))) + "."


def _who(assessment: Assessment, group: Sequence[Reminder], register: Register, say: Wording) -> str:
    """Who acts: the step's actor while an approval is under way, else the people whose matter it is."""
    step = assessment.under_way
    if step and step.step.actor and any(r.about.kind == "approval" for r in group):
        return say.spell(step.step.actor)
    owners = dict.fromkeys(o for r in group if isinstance(r.about, Milestone) for o in r.about.owners) or register.owner
    return ", ".join(_name(owner, register) for owner in owners) or say(phrase("nobody is named"))


def _name(owner: str, register: Register) -> str:
    contact = register.contacts.get(owner)
    return (contact and (contact.name or contact.email)) or owner


def _footer(book: Book, say: Wording, calendar: bool) -> Iterator[str]:
    if calendar:
        yield say(phrase("The dates ahead are attached as a calendar: open mou.ics to take them into yours."))
    broken = len(book.unreadable)
    if broken:
        yield say(
            plural(
                "{n} record could not be read; nothing is told of it until it is mended.",
                "{n} records could not be read; nothing is told of them until they are mended.",
                broken,
            )
        )
    yield say(
        phrase(
            "Sent by mou remind, which tells each thing once. What is signed, closed or decided falls silent "
            "as soon as the register says so."
        )
    )


def _flat(text: str) -> str:
    """A text of the register as one line in which nothing hides."""
    return escape_text(" ".join(text.split()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def digest_text(made: Digest) -> str:
    """The plain text: no line over 72 columns but for words longer than that, and every line break our own."""
    lines = [*_wrapped(made.heading), "=" * min(len(made.heading), WIDTH), *_wrapped(made.greeting)]
    if made.repeat:
        lines += ["", *_wrapped(made.repeat)]
    for number, item in enumerate(made.items, 1):
        lines += ["", *_item_lines(number, item, made.labels)]
    for notice in made.notices:
        lines += ["", *_wrapped(notice, "! ")]
    lines += ["", "--"]
    for text in made.footer:
        lines += _wrapped(text)
    return "\n".join(lines) + "\n"


def _item_lines(number: int, item: Item, labels: tuple[str, str]) -> Iterator[str]:
    yield from _wrapped(f"{item.partner} – {item.status}", f"{number}. ")
    for text in (item.title, *item.facts):
        yield from _wrapped(text, "   ")
    for text in item.remarks:
        yield from _wrapped(f"({text})", "   ")
    if item.next:
        yield from _wrapped(f"{labels[0]}: {item.next}", "   → ")
    yield from _wrapped(f"{labels[1]}: {item.who}", "     ")
    yield from _wrapped(f"[{item.id}]", "     ")


def _wrapped(text: str, lead: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [lead.rstrip()]


@cache
def _template() -> Template:
    made = Environment(
        loader=PackageLoader("mou_tracker.reminders", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return made.get_template("digest.html")


def digest_html(made: Digest) -> str:
    """The same as a page that needs nothing from elsewhere: no picture, no link, no script."""
    return _template().render(digest=made)


def digest_calendar(message: Message, register: Register, say: Wording) -> bytes | None:
    """The days ahead of the agreements that a message covers; None where there are none.

    METHOD:PUBLISH asks for no answer (RFC 5546); the same events as in `mou calendar`, so that they update each other.
    """
    found: dict[str, Assessment] = {}
    for reminder in message.reminders:
        if isinstance(reminder.about, Milestone):
            found[reminder.key.agreement] = reminder.about.assessment
    dated = [entry for one in found.values() for entry in entries(one, register) if ahead(entry)]
    if not dated:
        return None
    version = b"VERSION:2.0\r\n"
    before, _, after = calendar_bytes(dated, register.name or "mou", say).partition(version)
    return before + version + b"METHOD:PUBLISH\r\n" + after
