"""Findings with the line that they are about, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.formats.concise import headline
from mou_tracker.check.formats.report import SEVERITIES, Report, fared, owners, summary
from mou_tracker.views.lines import cells, wrapped

WIDEST = 160
LEFT = 60
_COLOURS = {"error": "1;31", "warning": "1;33", "gutter": "1;34"}


def full(report: Report) -> str:
    """Each finding with its line, a caret under the place, the hint, and the other places that explain it."""
    return "\n".join([*_with_heads(report), summary(report) + "\n"])


def blocks(report: Report) -> list[str]:
    """The findings alone, without what was read."""
    return ["\n".join(_block(report, finding)) + "\n" for finding in report.findings]


def _with_heads(report: Report) -> list[str]:
    """The findings, those of each of several registers under its name."""
    known, made, before = owners(report), list[str](), None
    for finding, block in zip(report.findings, blocks(report), strict=True):
        one = known.get(finding.file)
        if one and one is not before:
            made.append(_style(report, report.text(fared(one)), "gutter") + "\n")
            before = one
        made.append(block)
    return made


def _block(report: Report, finding: Finding) -> Iterator[str]:
    yield from _headline(report, finding)
    number = str(finding.span.line)
    margin = " " * len(number)
    line = report.line(finding.file, finding.span.line).rstrip()
    hint = report.text(finding.hint) if finding.hint else ""
    if line and finding.span.col <= len(line) + 1:
        room = WIDEST if report.width is None else min(WIDEST, report.width - len(margin) - len(" | ") - len("……"))
        text, before, under = _snippet(line, finding, room)
        caret = " " * before + _style(report, "^" * under, finding.severity)
        yield _gutter(report, margin)
        yield f"{_gutter(report, number)} {text}"
        if report.width is None or len(margin) + len(" | ") + before + under + 1 + cells(hint) <= report.width:
            caret, hint = f"{caret} {hint}", ""
        yield f"{_gutter(report, margin)} {caret}".rstrip()
    if hint:
        yield from _beside(report, margin, hint)
    for other in finding.related:
        place = f"{other.file}:{other.span.line}:{other.span.col}"
        yield from _beside(
            report, margin, report.text(phrase("see {place}: {message}", place=place, message=other.message))
        )


def _beside(report: Report, margin: str, text: str) -> list[str]:
    """What is said besides, under the line."""
    return wrapped(f"{margin} = {text}", report.width, len(margin) + 3)


def _snippet(line: str, finding: Finding, widest: int) -> tuple[str, int, int]:
    """The line as shown, cut around the place if it is long, how many cells lie before the caret, and its width."""
    first = finding.span.col - 1
    last = finding.span.end_col - 1 if finding.span.end_line == finding.span.line else len(line)
    start, end = _cut(line, first, widest)
    head, tail = "…" if start else "", "…" if end < len(line) else ""
    before = cells(head + _shown(line[start:first]))
    under = cells(_shown(line[first : min(last, end)]))
    return head + _shown(line[start:end]) + tail, before, max(1, under)


def _cut(line: str, first: int, widest: int) -> tuple[int, int]:
    """The part of a line that is shown: all of a short one, else what lies around a place."""
    if len(line) <= widest and _room(line) <= widest:
        return 0, len(line)
    start, end = max(first - widest, 0), first
    while _room(line[start:first]) > min(LEFT, widest // 2):
        start += 1
    room = widest - _room(line[start:first])
    while end < len(line) and (room := room - _room(line[end])) >= 0:
        end += 1
    return start, end


def _room(text: str) -> int:
    """How much a text counts towards the widest line: its cells, and for a mark that takes none still one.

    A letter may carry any number of marks, and a terminal has to draw them all.
    """
    return sum(max(1, cells(sign)) for sign in _shown(text))


def _shown(text: str) -> str:
    return escape_text(text.replace("\t", "    "))


def _headline(report: Report, finding: Finding) -> list[str]:
    """The first line of a finding, with the word for its severity in colour."""
    rows = wrapped(headline(report, finding), report.width, 2)
    word = f" {report.text(SEVERITIES[finding.severity])}:"
    coloured = f" {_style(report, word.strip(' :'), finding.severity)}:"
    return "\n".join(rows).replace(word, coloured, 1).split("\n")


def _gutter(report: Report, text: str) -> str:
    return _style(report, f"{text} |", "gutter")


def _style(report: Report, text: str, style: str) -> str:
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if report.colour else text
