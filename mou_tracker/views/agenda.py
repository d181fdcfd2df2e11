"""`mou agenda` and `mou promises` as lines, rows and Markdown: by month, by who acts, by partner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from mou_tracker.basics.dates import At, DateSpan, month_end
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import PROMISE_NAMES
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import Entry, snoozed_until
from mou_tracker.status.distances import how_far, overdue
from mou_tracker.status.promises import Promise
from mou_tracker.views.cells import BASES, iso
from mou_tracker.views.lines import Line, Part, beside, cells, line
from mou_tracker.views.rows import Row, span
from mou_tracker.views.tables import escaped, table

Groups = list[tuple[str, list[Entry]]]


def grouped(entries: Sequence[Entry], by_owner: bool, say: Wording) -> Groups:
    """The entries under a heading each: overdue first, then month by month, those without a date last."""
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: not e.overdue) if not by_owner else entries:
        for head in (entry.owner or (say(phrase("nobody is named")),)) if by_owner else (_month(entry, say),):
            groups.setdefault(head, []).append(entry)
    return sorted(groups.items()) if by_owner else list(groups.items())


def _month(entry: Entry, say: Wording) -> str:
    if entry.overdue:
        return say(phrase("overdue"))
    if entry.day is None:
        return say(phrase("without a date"))
    first = entry.day.earliest.replace(day=1)
    return say.span(DateSpan(first, month_end(first)))


def agenda_lines(
    entries: Sequence[Entry],
    name: str,
    as_of: date,
    by_owner: bool,
    say: Wording,
    width: int | None,
    notes: Sequence[Phrase] = (),
) -> list[Line]:
    """The whole view."""
    right = f"{say.day(as_of)} · {say(plural('{n} date', '{n} dates', len(entries)))}"
    room = min(width or 0, 120) - cells(name) - cells(right)
    lines = [line(Part(name, "title"), " " * max(3, room), right, indent=2)]
    for head, group in grouped(entries, by_owner, say):
        style = "lapsed" if group[0].overdue and not by_owner else "strong"
        lines += [
            line(),
            line(Part(head if by_owner else head[:1].upper() + head[1:], style), f" {len(group)}"),
            *_rows(group, say, width),
        ]
    if not entries:
        lines += [line(), line(say(phrase("Nothing is due.")))]
    return [*lines, *(part for note in notes for part in (line(), line(say(note), indent=2)))]


def _rows(group: Sequence[Entry], say: Wording, width: int | None) -> Iterator[Line]:
    rows = []
    for entry in group:
        days = say(when(entry)) if entry.day else ""
        tail = " · ".join(part for part in (say(entry.what), days, _basis(entry, say), _silent(entry, say)) if part)
        style = "lapsed" if entry.overdue else "strong"
        rows.append(((iso(entry.day) or "–", entry.assessment.agreement.id), style, tail))
    return beside(rows, width)


def _basis(entry: Entry, say: Wording) -> str:
    """What the day rests on, and whether it can still move."""
    known = say(BASES[entry.basis])
    return say(phrase("{what} (provisional)", what=known)) if entry.provisional else known


def _silent(entry: Entry, say: Wording) -> str:
    """Until when no reminder tells of it."""
    until = snoozed_until(entry)
    return say(phrase("snoozed until {day}", day=iso(until))) if until else ""


def when(entry: Entry) -> Phrase:
    """How far away an entry is: `in 3 months`, `today`, `20 days overdue`; both bounds where its day is uncertain.

    To a day that is safe whatever an uncertain end turns out to be it is counted plainly, until that day is past.
    """
    assert entry.day is not None
    as_of, day = entry.assessment.as_of, entry.day
    if entry.latest and day.latest < as_of:
        day = DateSpan(day.earliest, entry.latest.latest)
    return overdue(as_of, day) if entry.overdue and day.latest < as_of else how_far(as_of, day)


COLUMNS = (
    "day_earliest",
    "day_latest",
    "days",
    "overdue",
    "kind",
    "what",
    "basis",
    "id",
    "partner",
    "status",
    "owner",
    "snoozed",
)


def agenda_row(entry: Entry, say: Wording) -> Row:
    """One entry as plain values."""
    agreement = entry.assessment.agreement
    return {
        "day": span(entry.day),
        "days": entry.days,
        "overdue": entry.overdue,
        "kind": entry.kind,
        "what": say(entry.what),
        "basis": entry.basis,
        "id": agreement.id,
        "partner": {"name": agreement.partner.name, "country": agreement.partner.country},
        "partners": [{"name": one.name, "country": one.country} for one in agreement.parties],
        "status": entry.assessment.status,
        "owner": list(entry.owner),
        "snoozed": iso(snoozed_until(entry)) or None,
    }


def agenda_csv_row(entry: Entry, say: Wording) -> Row:
    """The same with nothing nested."""
    row = agenda_row(entry, say)
    day = entry.day
    row |= {"day_earliest": iso(day and day.earliest), "day_latest": iso(day and day.latest)}
    return row | {"partner": entry.assessment.agreement.partner.name, "owner": " ".join(entry.owner)}


def _what(entry: Entry, say: Wording) -> str:
    return "; ".join(part for part in (say(entry.what), _silent(entry, say)) if part)


def agenda_markdown(
    entries: Sequence[Entry], name: str, as_of: date, by_owner: bool, say: Wording, notes: Sequence[Phrase] = ()
) -> str:
    """The view as Markdown tables."""
    heads = [say(h) for h in (phrase("Day"), phrase("Agreement"), phrase("What"), phrase("Rests on"), phrase("Owner"))]
    parts = [f"# {escaped(name)}\n", f"{say.day(as_of)}\n"]
    for head, group in grouped(entries, by_owner, say):
        parts.append(f"## {escaped(head)}\n")
        parts.append(
            table(
                heads,
                (
                    (iso(e.day), e.assessment.agreement.id, _what(e, say), _basis(e, say), ", ".join(e.owner))
                    for e in group
                ),
            )
        )
    return "\n".join([*parts, *(f"{escaped(say(note))}\n" for note in notes)])


PROMISE_COLUMNS = ("partner", "country", "id", "number", "what", "state", "due", "done", "owner")


def promise_row(one: Promise) -> Row:
    """One promise as plain values."""
    agreement, follow_up = one.assessment.agreement, one.follow_up
    return {
        "partner": {"name": agreement.partner.name, "country": agreement.partner.country},
        "partners": [{"name": party.name, "country": party.country} for party in agreement.parties],
        "id": agreement.id,
        "number": one.number,
        "what": follow_up.what,
        "state": one.state,
        "due": follow_up.due.iso() if follow_up.due else None,
        "done": follow_up.done.iso() if follow_up.done else None,
        "owner": list(one.owner),
    }


def promise_csv_row(one: Promise) -> Row:
    """The same with nothing nested."""
    partners = "; ".join(party.name for party in one.assessment.agreement.parties)
    country = "; ".join(party.country for party in one.assessment.agreement.parties)
    return {**promise_row(one), "partner": partners, "country": country, "owner": " ".join(one.owner)}


def promise_lines(
    found: Sequence[Promise], name: str, as_of: date, say: Wording, width: int | None, notes: Sequence[Phrase] = ()
) -> list[Line]:
    """The promises under their partners, each with its state, day, record and owner."""
    kept = sum(one.state == "kept" for one in found)
    right = say(phrase("{day} · {open} open, {kept} kept", day=as_of, open=len(found) - kept, kept=kept))
    room = min(width or 0, 120) - cells(name) - cells(right)
    lines = [line(Part(name, "title"), " " * max(3, room), right, indent=2)]
    last = ""
    for one in found:
        head = _promised_to(one)
        if head != last:
            lines += [line(), line(Part(head, "strong"))]
            last = head
        style = "lapsed" if one.state == "overdue" else "dim" if one.state == "kept" else "strong"
        tail = " · ".join(
            part for part in (_stands(one, say), one.assessment.agreement.id, ", ".join(one.owner)) if part
        )
        lines += [line("  ", Part(one.follow_up.what, style), indent=4), line("     ", tail, indent=5)]
    if not found:
        lines += [line(), line(say(phrase("Nothing was promised.")))]
    return [*lines, *(part for note in notes for part in (line(), line(say(note), indent=2)))]


def _promised_to(one: Promise) -> str:
    agreement = one.assessment.agreement
    return ", ".join(f"{party.name} {party.country}" for party in agreement.parties)


def _stands(one: Promise, say: Wording) -> str:
    """How a promise stands: kept when, due when and how far away that is."""
    follow_up, as_of = one.follow_up, one.assessment.as_of
    if follow_up.done:
        return say(phrase("kept {at}", at=At(follow_up.done)))
    if follow_up.due is None:
        return say(phrase("no day is set"))
    far = overdue(as_of, follow_up.due) if one.state == "overdue" else how_far(as_of, follow_up.due)
    return say(phrase("due {day}, {far}", day=follow_up.due, far=far))


def promise_markdown(
    found: Sequence[Promise], name: str, as_of: date, say: Wording, notes: Sequence[Phrase] = ()
) -> str:
    """A heading and one table, a row a promise."""
    said = (
        phrase("partner"),
        phrase("promise"),
        phrase("state"),
        phrase("due"),
        phrase("kept"),
        phrase("owner"),
        phrase("id"),
    )
    rows = [
        (
            _promised_to(one),
            one.follow_up.what,
            say(PROMISE_NAMES[one.state]),
            iso(one.follow_up.due),
            iso(one.follow_up.done),
            ", ".join(one.owner),
            one.assessment.agreement.id,
        )
        for one in found
    ]
    lines = [f"# {escaped(name)}, {say.day(as_of)}", "", table([say(head) for head in said], rows)]
    return "\n".join([*lines, *(f"\n{escaped(say(note))}\n" for note in notes)])
