"""Whether there is a screen, and how lines get onto it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from mou_tracker.views.lines import Line, plain


def screen_width(target: str | None) -> int | None:
    """The terminal's width, None where the output goes elsewhere."""
    if target is not None or not sys.stdout.isatty():
        return None
    import shutil

    return max(40, shutil.get_terminal_size().columns)


def drawn(lines: Callable[[int | None], list[Line]], target: str | None) -> str:
    """Lines as text: through rich on a terminal, plain and uncut elsewhere."""
    width = screen_width(target)
    if width is None:
        return plain(lines(None))
    from mou_tracker.views.terminal import terminal

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return terminal(lines(width), width, colour)
