"""Time as SVG: a strip for each agreement, and the timeline as a picture that stands for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pkgutil import get_data

from markupsafe import escape

from mou_tracker.basics.dates import DateSpan, EndRule
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.report.segments import FOREVER, Axis, Band, Mark, axis, bands, marks
from mou_tracker.status.assessment import Assessment, status_words
from mou_tracker.views.cells import iso
from mou_tracker.views.lines import cells
from mou_tracker.views.status import ORDER

HEIGHT = 24
MIDDLE = HEIGHT // 2
THINNEST = 0.3
MOST_YEARS = 16
LAST_LABEL = 0.93
# Stripes for a renewal window, oblique lines for what is uncertain, and the signs of approval steps.
DEFINITIONS = (
    '<pattern id="_w" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="pw" d="M0 0V5"/></pattern>'
    '<pattern id="_q" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<path class="pq" d="M0 0V4"/></pattern>'
    '<path id="_d" d="M0-4.5 4.5 0 0 4.5-4.5 0z"/><path id="_x" d="M-4-4 4 4M-4 4 4-4"/>'
)
LEGEND: tuple[tuple[str, Phrase], ...] = (
    ('<rect class="t" y="7" width="100%" height="10" rx="2"/>', phrase("in force")),
    ('<rect class="e" y="7" width="100%" height="10" rx="2"/>', phrase("extended or renewed")),
    (
        '<rect class="t" y="7" width="100%" height="10" rx="2"/><rect class="w" y="7" width="100%" height="10"/>',
        phrase("renewal window"),
    ),
    ('<line class="g" x1="0" x2="100%" y1="12" y2="12"/>', phrase("gap, not in force")),
    ('<rect class="u" x="1" y="7" width="92%" height="10" rx="2"/>', phrase("signed, term unknown")),
    ('<rect class="q" x="1" y="7" width="92%" height="10"/>', phrase("uncertain date")),
    (
        '<line class="a" x1="0" x2="100%" y1="12" y2="12"/><use class="d" href="#_d" x="50%" y="12"/>',
        phrase("approval, with its steps"),
    ),
    ('<use class="d h" href="#_d" x="50%" y="12"/>', phrase("day not exact, or the last entry")),
    ('<line class="l" x1="0" x2="100%" y1="12" y2="12"/>', phrase("past its due day")),
)


def percent(share: float) -> str:
    """A share of the width."""
    return f"{share * 100:.1f}".rstrip("0").rstrip(".") + "%"


def strip(assessment: Assessment, drawn: Iterable[Band], events: Iterable[Mark], years: Axis) -> str:
    """What stands in one agreement's strip."""
    shown = [band for band in drawn if band.start.earliest <= years.last and band.end.latest >= years.first]
    parts = [_PAINTERS[band.kind](band, years) for band in shown]
    parts += [_mark(mark, years) for mark in events if years.first <= mark.day.latest]
    return "".join([*parts, *_words(assessment, shown, years)])


def _rect(kind: str, first: date, last: date, years: Axis, rounded: bool = True) -> str:
    start, end = years.at(first), years.after(last)
    width = percent(max(end - start, THINNEST / 100))
    corner = ' rx="2"' if rounded else ""
    return f'<rect class="{kind}" x="{percent(start)}" y="7" width="{width}" height="10"{corner}/>'


def _line(kind: str, first: date, last: date, years: Axis) -> str:
    start, end = percent(years.at(first)), percent(years.after(last))
    return f'<line class="{kind}" x1="{start}" x2="{end}" y1="{MIDDLE}" y2="{MIDDLE}"/>'


def _bar(kind: str) -> Callable[[Band, Axis], str]:
    """A bar whose uncertain ends are hatched."""

    def paint(band: Band, years: Axis) -> str:
        first, last = band.start.earliest, band.end.latest
        if band.sure is None:
            return _rect("q", first, last, years, rounded=False)
        parts = [_rect(kind, *band.sure, years)]
        if not band.start.certain:
            parts.append(_rect("q", first, band.start.latest, years, rounded=False))
        if not band.end.certain:
            parts.append(_rect("q", band.end.earliest, last, years, rounded=False))
        return "".join(parts)

    return paint


def _rule(kind: str) -> Callable[[Band, Axis], str]:
    return lambda band, years: _line(kind, band.start.earliest, band.end.latest, years)


_PAINTERS: dict[str, Callable[[Band, Axis], str]] = {
    "term": _bar("t"),
    "extension": _bar("e"),
    "open": _bar("t"),
    "unknown": _bar("u"),
    "window": _bar("w"),
    "gap": _rule("g"),
    "approval": _rule("a"),
    "late": _rule("l"),
}


def _mark(mark: Mark, years: Axis) -> str:
    """A sign in the middle of its days; a hollow one with a line over all of them where the day is not known."""
    at = percent((years.at(mark.day.earliest) + years.after(mark.day.latest)) / 2)
    sign = "_x" if mark.kind == "refused" else "_d"
    style = "x" if mark.kind == "refused" else "d" if mark.day.certain and mark.kind == "step" else "d h"
    reach = "" if mark.day.certain else _line("k", mark.day.earliest, mark.day.latest, years)
    return f'{reach}<use class="{style}" href="#{sign}" x="{at}" y="{MIDDLE}"/>'


def _words(assessment: Assessment, shown: list[Band], years: Axis) -> Iterator[str]:
    """The year in which it began where that is off the picture, and its last day behind all that is drawn."""
    if not shown:
        return
    first = min(band.start.earliest for band in shown)
    if first < years.first:
        yield f'<text class="b" x="0" dx="3" y="16">‹ {first.year}</text>'
    last = max(band.end.latest for band in shown)
    text = _last_day(assessment)
    if text and last < years.last:
        yield f'<text class="n" x="{percent(years.after(last))}" dx="6" y="16">{text}</text>'
    elif last == FOREVER.latest:
        yield '<text class="b" x="100%" dx="-3" y="16" text-anchor="end">›</text>'


def _last_day(assessment: Assessment) -> str:
    if assessment.last_day is None:
        return "?" if assessment.status == "unknown" else ""
    return iso(assessment.last_day) if assessment.last_day.certain else f"{iso(_years(assessment.last_day))}?"


def _years(last: DateSpan) -> DateSpan:
    """A span that is no month and no year, widened to the years that it touches."""
    if "/" not in last.iso() or last.earliest.year != last.latest.year:
        return last
    return DateSpan(date(last.earliest.year, 1, 1), date(last.earliest.year, 12, 31))


def head(years: Axis, as_of: date, today: str) -> str:
    """The years over all strips, and a word at the day of looking (already made safe)."""
    now = years.at(as_of)
    parts = [f'<use class="now" href="#_d" x="{percent(now)}" y="30"/>']
    for number, year in enumerate(years.years(MOST_YEARS)):
        if years.at(date(year, 1, 1)) > LAST_LABEL:
            break
        fine = " f" if number % 2 else ""
        parts.append(f'<text class="y{fine}" x="{percent(years.at(date(year, 1, 1)))}" dx="3" y="12">{year}</text>')
    return "".join(parts) + f'<text class="now" x="{percent(now)}" dx="-8" y="34" text-anchor="end">{today}</text>'


def grid(years: Axis, as_of: date) -> str:
    """A fine line for each year in the head and one for the day of looking, over the whole height."""
    lines = [_upright("y", years.at(date(year, 1, 1))) for year in years.years(MOST_YEARS)]
    return "".join(lines) + _upright("now", years.at(as_of))


def _upright(kind: str, share: float) -> str:
    at = percent(share)
    return f'<line class="{kind}" x1="{at}" x2="{at}" y1="0" y2="100%"/>'


WIDTH, LEFT, MARGIN, TOP, HEADING = 1120, 250, 24, 112, 34
LABEL_CELLS = 30


def style(*names: str) -> str:
    """The text of some of the package's own style sheets."""
    return "".join(map(shipped_text, names))


def shipped_text(name: str) -> str:
    """The text of a style sheet, script or template of the package."""
    data = get_data("mou_tracker.report", f"templates/{name}")  # importlib.resources takes 3 ms to load
    assert data is not None
    return data.decode()


def safe(text: str) -> str:
    """A text from the register as SVG may carry it."""
    return str(escape(escape_text(text)))


def label(assessment: Assessment) -> str:
    """With whom, short enough for its column."""
    partners = assessment.agreement.parties
    more = f" +{len(partners) - 1}" if len(partners) > 1 else ""
    name = f"{partners[0].name} {partners[0].country}"
    while cells(name) > LABEL_CELLS - len(more):
        name = name[:-2].rstrip() + "…" if name.endswith("…") else name[:-1].rstrip() + "…"
    return name + more


def svg_document(assessments: Sequence[Assessment], rule: EndRule, name: str, as_of: date, say: Wording) -> str:
    """The whole picture."""
    others = {one.agreement.id: one for one in assessments}
    drawn = {one.agreement.id: bands(one, rule, others) for one in assessments}
    years = axis((band for one in drawn.values() for band in one), as_of)
    names = status_words(assessments)
    rows, bottom = [], TOP
    for status in ORDER:
        group = [one for one in assessments if one.status == status]
        if group:
            words = f"{safe(say(names[status]))} <tspan>{len(group)}</tspan>"
            rows.append(f'<text class="group s-{status}" x="{MARGIN}" y="{bottom + 24}">{words}</text>')
            bottom += HEADING
        for one in group:
            rows.append(_row(one, strip(one, drawn[one.agreement.id], marks(one), years), bottom))
            bottom += HEIGHT
    inner = f"{_frame(years, as_of, bottom, say)}\n{chr(10).join(rows)}\n{_legend(bottom + 28, say)}"
    return _document(inner, name, as_of, len(assessments), bottom + 84, say)


def _document(inner: str, name: str, as_of: date, number: int, height: int, say: Wording) -> str:
    title = safe(name)
    below = f"{say.day(as_of)} · {safe(say(plural('{n} agreement', '{n} agreements', number)))}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-labelledby="_title" lang="{say.language}">\n<title id="_title">{title}, {below}</title>\n'
        f"<style>{style('colours.css', 'timeline.css', 'picture.css')}</style>\n<defs>{DEFINITIONS}</defs>\n"
        f'<rect class="page" width="100%" height="100%"/>\n<text class="title" x="{MARGIN}" y="42">{title}</text>\n'
        f'<text class="n" x="{MARGIN}" y="64">{below}</text>\n{inner}\n</svg>\n'
    )


def _plot(y: int, height: int, inner: str, kind: str) -> str:
    width = WIDTH - LEFT - MARGIN
    return f'<svg class="{kind}" x="{LEFT}" y="{y}" width="{width}" height="{height}" overflow="visible">{inner}</svg>'


def _frame(years: Axis, as_of: date, bottom: int, say: Wording) -> str:
    today = f"{safe(say(phrase('today')))} {as_of.isoformat()}"
    return _plot(TOP - 36, 36, head(years, as_of, today), "head") + _plot(TOP, bottom - TOP, grid(years, as_of), "grid")


def _row(assessment: Assessment, inner: str, y: int) -> str:
    agreement = assessment.agreement
    title = f"<title>{safe(agreement.title)} ({agreement.id})</title>"
    words = f'<text class="label" x="{MARGIN + 8}" y="{y + 16}">{safe(label(assessment))}</text>'
    return f"<g>{title}{words}{_plot(y, HEIGHT, inner, f'strip s-{assessment.status}')}</g>"


def _legend(y: int, say: Wording) -> str:
    """The signs with their meaning, four beside each other."""
    parts, wide = [], (WIDTH - 2 * MARGIN) // 4
    for number, (sign, meaning) in enumerate(LEGEND):
        x, row = MARGIN + number % 4 * wide, y + number // 4 * 22
        parts.append(f'<svg class="strip key" x="{x}" y="{row - 16}" width="36" height="24">{sign}</svg>')
        parts.append(f'<text class="n" x="{x + 46}" y="{row}">{safe(say(meaning))}</text>')
    return "".join(parts)
