"""Merge conflicts that were left in a file: one finding each, and the other version is not taken as data."""

from __future__ import annotations

import re

from mou_tracker.basics.patterns import pattern
from mou_tracker.parsing.file_findings import conflict_marker
from mou_tracker.parsing.source_file import SourceFile

_MARKER = pattern(r"^(?:([<>|])\1{6}(?: [^\n]*)?|={7})\r?$", re.MULTILINE)
_ANY = pattern(r"[^\n]")


def without_conflicts(source: SourceFile, text: str) -> str:
    """The text with the markers blanked out, and with them everything but the first version."""
    pieces: list[str] = []
    end = 0
    opened: re.Match[str] | None = None
    hidden = -1
    for marker in _MARKER.finditer(text):
        start, sign = marker.start(), marker[0][0]
        if sign == "<":
            _report(source, opened, opened)
            opened, hidden = marker, -1
        elif sign == ">" or opened is None:
            _report(source, opened or marker, marker)
            start = hidden if hidden >= 0 else start
            opened, hidden = None, -1
        else:
            hidden = start if hidden < 0 else hidden
            continue
        pieces += [text[end:start], _ANY.sub(" ", text[start : marker.end()])]
        end = marker.end()
    _report(source, opened, opened)
    return "".join([*pieces, text[end:]])


def _report(source: SourceFile, first: re.Match[str] | None, last: re.Match[str] | None) -> None:
    if first and last:
        finding = conflict_marker(source.between(first.start(), first.start() + 7))
        source.spoil(first.start(), last.end(), finding)
