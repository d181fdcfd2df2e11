"""Finding records in a text without reading it: for completion, which must be quick, and for the many old versions.

Only a guess from the layout, never used to judge: what is found is read properly, or offered to somebody who types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mou_tracker.basics.patterns import pattern

_KEY = r"[\"']?id[\"']?[ \t]*:[ \t]*[\"']?([a-z0-9]+(?:-[a-z0-9]+)*)[\"']?[ \t]*"
_ID = pattern(rf"^[ \t]*(?:-[ \t]+)?(?:\{{[ \t]*)?{_KEY}(?=[,}}#\r\n]|$)|[\[{{,][ \t]*{_KEY}(?=[,}}])", re.MULTILINE)
_SETTINGS = pattern(r"^register[ \t]*:[^\n]*(?:\n(?:[ \t#}\]][^\n]*|\r?)(?=\n|\Z))*", re.MULTILINE)
_DASH = pattern(r"^( *)-[ \r\n]", re.MULTILINE)


def ids(text: str) -> Iterator[str]:
    """The ids of the records of a text, in its order; those of steps and names among the settings are none."""
    for match in _ID.finditer(_SETTINGS.sub("", text)):
        yield match[1] or match[2]


def record_slice(text: str, name: str) -> str | None:
    """A text that holds one record of a larger one, as a register of its own; None if it is not laid out in lines."""
    text = _SETTINGS.sub("", text)
    for match in _ID.finditer(text):
        if (match[1] or match[2]) == name:
            return _around(text, match.start())
    return None


def settings_slice(text: str) -> str | None:
    """A text that holds the settings of a register and no records; None if there are none laid out in lines."""
    match = _SETTINGS.search(text)
    return match[0] + "\n" if match else None


def _around(text: str, at: int) -> str | None:
    """The list item around an index, under a key of its own."""
    line_end = text.find("\n", at + 1)
    line = text[text.rfind("\n", 0, at + 1) + 1 : len(text) if line_end < 0 else line_end]
    column = len(line) - len(line.lstrip(" "))
    deeper = column + (0 if line.lstrip(" ").startswith("-") else -1)
    dashes = [
        dash for dash in _DASH.finditer(text, 0, line_end if line_end >= 0 else len(text)) if len(dash[1]) <= deeper
    ]
    if not dashes:
        return None
    first = dashes[-1]
    after = re.compile(rf"^ {{0,{len(first[1])}}}[^ #\r\n]", re.MULTILINE).search(text, first.end())
    return "agreements:\n" + text[first.start() : after.start() if after else len(text)].rstrip() + "\n"
