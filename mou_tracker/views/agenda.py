"""`mou agenda` as lines, rows and Markdown: grouped by month, or by who acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from mou_tracker.basics.dates import DateSpan, month_end
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import Entry, snoozed_until
from mou_tracker.status.distances import how_far, overdue
from mou_tracker.views.cells import BASES, iso
from mou_tracker.views.lines import Line, Part, aligned, cells, line
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
    heads = aligned([(iso(e.day) or "–", e.assessment.agreement.id) for e in group])
    room = max(map(cells, heads))
    for entry, head in zip(group, heads, strict=True):
        days = say(when(entry)) if entry.day else ""
        tail = " · ".join(part for part in (say(entry.what), days, _basis(entry, say), _silent(entry, say)) if part)
        style = "lapsed" if entry.overdue else "strong"
        if width is not None and room > width // 2:
            yield line("  ", Part(head, style), indent=4)
            yield line("      ", tail, indent=6)
        else:
            yield line("  ", Part(head, style), " " * (room - cells(head) + 2), tail, indent=room + 4)


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
