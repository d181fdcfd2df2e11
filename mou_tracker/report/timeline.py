"""`mou timeline`: all agreements over the years as lines of text, grouped by status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import ceil

from mou_tracker.basics.dates import DateSpan, EndRule
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.report.segments import FOREVER, Axis, Band, Mark, axis, bands, marks
from mou_tracker.status.assessment import Assessment, status_words
from mou_tracker.views.lines import Line, Part, cells, line, padded
from mou_tracker.views.status import ORDER

NARROWEST, USUAL, WITH_LAST_DAY = 60, 100, 78
GLYPHS = {
    "term": "━",
    "extension": "═",
    "open": "━",
    "unknown": "╌",
    "gap": "·",
    "window": "▒",
    "approval": "┄",
    "late": "┄",
    "step": "◆",
    "refused": "✗",
    "seen": "◇",
}
LATE = "!"


def timeline_lines(
    assessments: Sequence[Assessment],
    rule: EndRule,
    name: str,
    as_of: date,
    say: Wording,
    width: int | None,
    notes: Sequence[Phrase] = (),
) -> list[Line]:
    """The whole view; `width` None means the usual one."""
    width = max(NARROWEST, width or USUAL)
    others = {one.agreement.id: one for one in assessments}
    drawn = {one.agreement.id: bands(one, rule, others) for one in assessments}
    years = axis((band for one in drawn.values() for band in one), as_of)
    room = min(max((len(one.agreement.id) for one in assessments), default=8), width // 3)
    bar = width - room - 4 - (12 if width >= WITH_LAST_DAY else 0)
    lines = [_head(name, as_of, len(assessments), say, width), line(), *_scale(years, as_of, bar, room, say)]
    names = status_words(assessments)
    for status in ORDER:
        group = [one for one in assessments if one.status == status]
        if group:
            lines.append(line(Part(say(names[status]).upper(), status), Part(f" {len(group)}", "strong")))
        for one in group:
            row = painted(drawn[one.agreement.id], marks(one), years, bar, as_of)
            lines.append(_row(one, row, room, width >= WITH_LAST_DAY))
    lines += [line(), *_key(say, width)]
    return [*lines, *(part for note in notes for part in (line(), line(say(note), indent=2)))]


def _head(name: str, as_of: date, number: int, say: Wording, width: int) -> Line:
    right = f"{say.day(as_of)} · {say(plural('{n} agreement', '{n} agreements', number))}"
    return line(Part(name, "title"), " " * max(3, width - cells(name) - cells(right)), right, indent=2)


def _scale(years: Axis, as_of: date, bar: int, room: int, say: Wording) -> Iterator[Line]:
    """The years, and below them a sign at the day of looking."""
    scale = [" "] * bar
    for year in years.years(max(2, bar // 6)):
        at = int(years.at(date(year, 1, 1)) * bar)
        if at + 4 <= bar:
            scale[at : at + 4] = str(year)
    yield line(" " * (room + 4), Part("".join(scale).rstrip(), "dim"))
    at, today = _today(years, as_of, bar), say(phrase("today"))
    text = f"{' ' * at}▼ {today}" if at + cells(today) + 2 <= bar else f"{' ' * (at - cells(today) - 1)}{today} ▼"
    yield line(" " * (room + 4), Part(text, "strong"))


def _today(years: Axis, as_of: date, bar: int) -> int:
    return min(bar - 1, int(years.at(as_of) * bar))


def _row(assessment: Assessment, bar: str, room: int, with_last_day: bool) -> Line:
    name = assessment.agreement.id
    shown = name if cells(name) <= room else name[: room - 1] + "…"
    last = f"  {_last_day(assessment.last_day)}" if with_last_day and assessment.last_day else ""
    return line("  ", padded(shown, room), "  ", Part(bar, assessment.status), last)


def _last_day(last: DateSpan) -> str:
    """In ten cells, an uncertain one with a question mark."""
    text = last.iso()
    if last.certain:
        return text
    return f"{text}?" if "/" not in text else f"{last.earliest.year}/{last.latest.year}?"


def painted(drawn: Iterable[Band], events: Iterable[Mark], years: Axis, width: int, as_of: date) -> str:
    """The record's time as one row of signs; what lies off the edges is marked by an arrow."""
    row = [" "] * width
    row[_today(years, as_of, width)] = "│"
    for band in drawn:
        if band.start.earliest > years.last or band.end.latest < years.first:
            continue
        _fill(row, "?", years, band.start.earliest, band.end.latest)
        sure = band.sure
        if sure:
            last = _fill(row, GLYPHS[band.kind], years, *sure)
            row[last] = LATE if band.kind == "late" else row[last]
        if band.start.earliest < years.first:
            row[0] = "◂"
        if band.end.latest > years.last:
            row[-1] = "▸" if band.end == FOREVER or band.end.certain else "?"
    for mark in events:
        if years.first <= mark.day.earliest <= years.last:
            cell = min(width - 1, int(years.at(mark.day.earliest) * width))
            row[cell] = row[cell] if row[cell] == LATE else GLYPHS[mark.kind]
    return "".join(row)


def _fill(row: list[str], sign: str, years: Axis, first: date, last: date) -> int:
    """Paint at least one cell; gives the last one painted."""
    start = min(len(row) - 1, int(years.at(first) * len(row)))
    end = max(start + 1, min(len(row), ceil(years.after(last) * len(row))))
    row[start:end] = [sign] * (end - start)
    return end - 1


def _key(say: Wording, width: int) -> Iterator[Line]:
    """What the signs mean, in as many lines as it takes."""
    parts = [
        f"━ {say(phrase('in force'))}",
        f"═ {say(phrase('extended or renewed'))}",
        f"▒ {say(phrase('renewal window'))}",
        f"· {say(phrase('gap, not in force'))}",
        f"╌ {say(phrase('signed, term unknown'))}",
        f"? {say(phrase('uncertain date'))}",
        f"┄ {say(phrase('approval'))}",
        f"◆ {say(phrase('approval step'))}",
        f"! {say(phrase('past its due day'))}",
        f"✗ {say(phrase('refused'))}",
        f"◇ {say(phrase('last entry'))}",
    ]
    row = ""
    for part in parts:
        if row and cells(row) + cells(part) + 5 > width:
            yield line("  ", Part(row, "dim"))
            row = ""
        row += ("   " if row else "") + part
    yield line("  ", Part(row, "dim"))
