"""`mou timeline -f svg`: the timeline of the report as a picture that stands for itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from importlib.resources import files

from mou_tracker.basics.dates import EndRule
from mou_tracker.basics.escaping import visible
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.language.names import STATUS_NAMES
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.bands import Axis, axis, bands, marks
from mou_tracker.views.lines import cells
from mou_tracker.views.status import ORDER
from mou_tracker.views.strips import DEFINITIONS, HEIGHT, LEGEND, grid, head, strip

WIDTH, LEFT, MARGIN, TOP, HEADING = 1120, 250, 24, 112, 34
LABEL_CELLS = 30


def style(*names: str) -> str:
    """The text of some of the package's own style sheets."""
    folder = files("mou_tracker") / "views" / "templates"
    return "".join((folder / name).read_text("utf-8") for name in names)


def safe(text: str) -> str:
    """A text from the register as SVG may carry it."""
    return escape(visible(text))


def label(found: Assessment) -> str:
    """With whom, short enough for its column."""
    partner = found.agreement.partner
    name = f"{partner.name} {partner.country}"
    while cells(name) > LABEL_CELLS:
        name = name[:-2].rstrip() + "…" if name.endswith("…") else name[:-1].rstrip() + "…"
    return name


def svg_document(found: Sequence[Assessment], rule: EndRule, name: str, as_of: date, say: Wording) -> str:
    """The whole picture."""
    others = {one.agreement.id: one for one in found}
    drawn = {one.agreement.id: bands(one, rule, others) for one in found}
    years = axis((band for one in drawn.values() for band in one), as_of)
    rows, bottom = [], TOP
    for status in ORDER:
        group = [one for one in found if one.status == status]
        if group:
            words = f"{safe(say(STATUS_NAMES[status]))} <tspan>{len(group)}</tspan>"
            rows.append(f'<text class="group s-{status}" x="{MARGIN}" y="{bottom + 24}">{words}</text>')
            bottom += HEADING
        for one in group:
            rows.append(_row(one, strip(one, drawn[one.agreement.id], marks(one), years), bottom))
            bottom += HEIGHT
    inner = f"{_frame(years, as_of, bottom, say)}\n{chr(10).join(rows)}\n{_legend(bottom + 28, say)}"
    return _document(inner, name, as_of, len(found), bottom + 84, say)


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


def _row(found: Assessment, inner: str, y: int) -> str:
    agreement = found.agreement
    title = f"<title>{safe(agreement.title)} ({agreement.id})</title>"
    words = f'<text class="label" x="{MARGIN + 8}" y="{y + 16}">{safe(label(found))}</text>'
    return f"<g>{title}{words}{_plot(y, HEIGHT, inner, f'strip s-{found.status}')}</g>"


def _legend(y: int, say: Wording) -> str:
    """The signs with their meaning, four beside each other."""
    parts, wide = [], (WIDTH - 2 * MARGIN) // 4
    for number, (sign, meaning) in enumerate(LEGEND):
        x, row = MARGIN + number % 4 * wide, y + number // 4 * 22
        parts.append(f'<svg class="strip key" x="{x}" y="{row - 16}" width="36" height="24">{sign}</svg>')
        parts.append(f'<text class="n" x="{x + 46}" y="{row}">{safe(say(meaning))}</text>')
    return "".join(parts)
