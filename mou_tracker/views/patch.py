"""The difference of two texts as a patch that `git apply` takes."""

from __future__ import annotations

import difflib
import re

from mou_tracker.basics.escaping import visible

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # as git counts lines: other breaks are characters of a line


def patch(name: str, old: bytes, new: bytes) -> str:
    """A unified diff of a file before and after; empty if nothing changed. Raises UnicodeDecodeError."""
    before, after = (_LINE.findall(data.decode()) for data in (old, new))
    made = difflib.unified_diff(before, after, f"a/{name}" if old else "/dev/null", f"b/{name}")
    return "".join(_line(one) for one in made)


def _line(text: str) -> str:
    """One line of the diff, harmless to print; a carriage return at its end is part of the file."""
    body = text.rstrip("\r\n")
    ending = text[len(body) :]
    shown = body[:1] + visible(body[1:])
    return shown + (ending if ending.endswith("\n") else f"{ending}\n\\ No newline at end of file\n")
