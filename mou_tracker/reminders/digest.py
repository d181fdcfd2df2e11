"""A digest: what one mail says, as plain text, as HTML and as a calendar."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from msgspec import Struct

from mou_tracker.agreement.register import Book, Identity, Register
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import partner_name
from mou_tracker.language.wording import Wording
from mou_tracker.reminders.answers import answers_to
from mou_tracker.reminders.due import Reminder
from mou_tracker.reminders.history import EventSequence
from mou_tracker.reminders.housekeeping import HousekeepingLine
from mou_tracker.reminders.milestones import Milestone
from mou_tracker.reminders.program_notices import UNREADABLE, Notice
from mou_tracker.reminders.recipients import recipient
from mou_tracker.reminders.run_plan import Message
from mou_tracker.reminders.sentences import doubt, sentence, short
from mou_tracker.status.agenda import entries
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.calendar import Organizer, calendar_bytes, events_of, usual_sequence
from mou_tracker.views.cells import todo

WIDTH = 72
# About this much of a subject is seen in a list of mails; a partner's and a step's name are never cut to less.
SUBJECT, LEAST_NAME, LEAST_STEP = 40, 8, 16
# With more items than this a mail begins with an overview.
MOST_AT_ONCE = 7
# So much of a fact goes into the link of an answer: some mail programs take no long ones.
QUOTED = 200


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
    command: str = ""
    answers: tuple[Answer, ...] = ()


class Answer(Struct, frozen=True):
    """A way to answer without a terminal: its name, and a link that opens a mail with the text filled in."""

    name: str
    link: str


class Line(Struct, frozen=True):
    """One line of the list of what is open: with whom, what, and the command that settles it."""

    partner: str
    why: str
    command: str
    ids: str
    answer: str = ""


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
    labels: tuple[str, str, str]
    overview: tuple[str, ...] = ()
    list_heading: str = ""
    lines: tuple[Line, ...] = ()
    by_mail: str = ""


def digest(message: Message, book: Book, as_of: date, say: Wording, calendar: bool = False) -> Digest:
    """What a message says in the words' language. `calendar` tells that its dates are attached."""
    groups: dict[str, list[Reminder]] = {}
    for reminder in message.reminders:
        if isinstance(reminder.about, Milestone):
            groups.setdefault(reminder.key.agreement, []).append(reminder)
    name = book.register.name or say(phrase("register of agreements"))
    heading = say(phrase("{name}, {day}", name=name, day=as_of))
    repeat = phrase("This may be a repeat: an earlier run was interrupted before it knew whether this mail went out.")
    items = tuple(_item(group, book.register, say) for group in groups.values())
    listed = (one for r in message.reminders if isinstance(r.about, Notice) for one in r.about.lines)
    lines = tuple(_line(one, book.register, say) for one in listed)
    told = (r for r in message.reminders if isinstance(r.about, Notice) and not r.about.lines)
    return Digest(
        say.language,
        _flat(_subject(message, say)),
        _flat(heading),
        _flat(_greeting(message, len(groups), say)),
        say(repeat) if message.repeat else "",
        items,
        tuple(_flat(_said(r, say)) for r in told),
        tuple(_flat(text) for text in _footer(book, say, calendar)),
        (say(phrase("Next")), say(phrase("Who acts")), say(phrase("Answer by mail"))),
        tuple(_flat(f"{item.partner}: {item.facts[0]}") for item in items) if len(items) > MOST_AT_ONCE else (),
        say(phrase("Open, without a day to remind you of it")) if lines else "",
        lines,
        _flat(_by_mail(items, book.register, say)),
    )


def _line(one: HousekeepingLine, register: Register, say: Wording) -> Line:
    partner = _flat(say(one.partner)) if one.partner else ""
    why, ids, to = _flat(_capital(say(one.why))), ", ".join(one.agreements), _keeper(register)
    asked = say(phrase("What becomes of it:"))
    answer = _mail_link(to, f"[{ids}]", asked, f"{partner}: {why}") if to and one.command else ""
    return Line(partner, why, one.command, ids, answer)


def _subject(message: Message, say: Wording) -> str:
    """What to do first, its day, and with whom: of the names as much as leaves about 40 characters."""
    first, others = message.reminders[0].about, len({r.key.agreement for r in message.reminders if r.key.agreement}) - 1
    end = say(phrase(" +{n}", n=others)) if others > 0 else ""
    if not isinstance(first, Milestone):
        return _capital(say(short(first))) + end
    name = _flat(first.assessment.agreement.partner.name)
    what = _flat(say.spell(first.subject)) if first.kind == "approval" else ""
    over = len(say(short(first, name, what)) + end) - SUBJECT
    shown = _cut(name, over, LEAST_NAME)
    return _capital(say(short(first, shown, _cut(what, over - len(name) + len(shown), LEAST_STEP)))) + end


def _cut(name: str, over: int, least: int) -> str:
    """A name without so many characters at its end, but never less of it than tells whose it is."""
    most = max(len(name) - over, least)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


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
        _flat(say(partner_name(agreement, ", "))),
        _flat(agreement.title),
        say(found.status_name),
        found.status,
        tuple(_flat(_said(reminder, say)) for reminder in group),
        tuple(dict.fromkeys(_flat(text) for reminder in group for text in _remarks(reminder, say))),
        _flat(_capital(todo(found, say))),
        _flat(_who(found, group, register, say)),
        answers_to(*(one.about for one in group if isinstance(one.about, Milestone))),
        tuple(_answers(group, register, say)),
    )


def _answers(group: Sequence[Reminder], register: Register, say: Wording) -> Iterator[Answer]:
    """Links that open a mail to whoever keeps the register, for readers who use no terminal (RFC 6068)."""
    about, to = group[0].about, _keeper(register)
    if to is None or not isinstance(about, Milestone) or not answers_to(about):
        return
    id = about.assessment.agreement.id
    for name, text in _ANSWERS:
        yield Answer(say(name), _mail_link(to, f"[{id}] {say(name)}", say(text), _flat(_said(group[0], say))))


def _mail_link(to: str, subject: str, text: str, about: str) -> str:
    """A link that opens a mail with its text filled in and what it answers quoted (RFC 6068)."""
    said = about if len(about) <= QUOTED else about[: QUOTED - 1] + "…"
    body = f"{text} \r\n\r\n> {said}\r\n"
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


_ANSWERS = (
    (phrase("done"), phrase("This is done, on (day):")),
    (phrase("later"), phrase("Remind me again on (day), because:")),
    (phrase("wrong date"), phrase("The date is wrong. Right is:")),
)


def _keeper(register: Register) -> str | None:
    """The address of whoever keeps the register, to whom answers go."""
    keepers = register.maintainer or register.owner
    return next((person.address for name in keepers if (person := recipient(name, register))), None)


def _by_mail(items: Sequence[Item], register: Register, say: Wording) -> str:
    """How to answer without a terminal where a mail is read as plain text, in which no link stands."""
    first, to = next((item.id for item in items if item.answers), None), _keeper(register)
    if first is None or to is None:
        return ""
    words = tuple(name for name, _ in _ANSWERS)
    return say(phrase("Answer by mail: write “[{id}]” and one of {words} to {to}.", id=first, words=words, to=to))


def _said(reminder: Reminder, say: Wording) -> str:
    text = say(sentence(reminder.about))
    if reminder.again > 1:
        text = say(_still(reminder.again, text))
    # A problem begins with the path of its file, which stands as it is.
    return (text if reminder.about.kind == UNREADABLE else _capital(text)) + "."


def _still(n: int, what: str) -> Phrase:
    """That it is said again, and the how manieth time it is."""
    if n == 2:
        return phrase("still, 2nd time: {what}", what=what)
    if n == 3:
        return phrase("still, 3rd time: {what}", what=what)
    if n <= 20:
        return phrase("still, {n}th time: {what}", n=n, what=what)
    return phrase("still, told {n} times: {what}", n=n, what=what)


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
    broken = len(book.unread)
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
    if made.overview:
        lines.append("")
        for number, text in enumerate(made.overview, 1):
            lines += _wrapped(text, f"{number:2}. ")
    for number, item in enumerate(made.items, 1):
        lines += ["", *_item_lines(number, item, made.labels)]
    for notice in made.notices:
        lines += ["", *_wrapped(notice, "! ")]
    if made.lines:
        lines += ["", *_wrapped(made.list_heading), "-" * min(len(made.list_heading), WIDTH)]
        for one in made.lines:
            lines += _wrapped(f"{one.partner}: {one.why}" if one.partner else one.why, "- ")
            lines += _commands(one.command or f"[{one.ids}]", "    ") if one.partner else []
    if made.by_mail:
        lines += ["", *_wrapped(made.by_mail)]
    lines += ["", "--"]
    for text in made.footer:
        lines += _wrapped(text)
    return "\n".join(lines) + "\n"


def _item_lines(number: int, item: Item, labels: tuple[str, str, str]) -> Iterator[str]:
    yield from _wrapped(f"{item.partner} – {item.status}", f"{number}. ")
    for text in (item.title, *item.facts):
        yield from _wrapped(text, "   ")
    for text in item.remarks:
        yield from _wrapped(f"({text})", "   ")
    if item.next:
        yield from _wrapped(f"{labels[0]}: {item.next}", "   → ")
    yield from _wrapped(f"{labels[1]}: {item.who}", "     ")
    yield from _commands(item.command, "     ", f"[{item.id}] ")


def _commands(commands: str, lead: str, before: str = "") -> list[str]:
    """Commands in lines, each whole and at the beginning of one or after a dot: they are there to be copied."""
    whole = commands.replace(" ", "\xa0").replace("\xa0·\xa0", "\xa0· ")
    return [text.replace("\xa0", " ") for text in _wrapped(f"{before}{whole}".rstrip(), lead)]


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
    """The same as a page that needs nothing from elsewhere, no picture and no script; its links only open mails."""
    return _template().render(digest=made)


def digest_calendar(
    message: Message,
    register: Register,
    say: Wording,
    organizer: Organizer,
    told: Mapping[str, EventSequence],
    identity: Identity | None = None,
) -> tuple[bytes, Mapping[str, EventSequence]] | None:
    """The days ahead of the agreements that a message covers, and the sequences of its events; None without any.

    The same events as in `mou calendar`, so that they update each other; `told` are the sequences of earlier mails.
    """
    found: dict[str, Assessment] = {}
    for reminder in message.reminders:
        if isinstance(reminder.about, Milestone):
            found[reminder.key.agreement] = reminder.about.assessment
    events = events_of((entry for one in found.values() for entry in entries(one, register)), identity)
    if not events:
        return None
    days = {uid: entry.day.earliest for uid, entry in events.items() if entry.day}
    numbered = {uid: next_sequence(day, told.get(uid)) for uid, day in days.items()}
    sequences = {uid: one.sequence for uid, one in numbered.items()}
    content = calendar_bytes(events, register.name or "mou", say, organizer=organizer, sequences=sequences)
    return content, numbered


def next_sequence(day: date, told: EventSequence | None) -> EventSequence:
    """The sequence of an event on a day: it grows whenever the day moves, earlier too (RFC 5546 section 2.1.4)."""
    if told is None:
        return EventSequence(usual_sequence(day), day)
    if told.day == day:
        return told
    return EventSequence(max(told.sequence + 1, usual_sequence(day)), day)
