"""Lines for a terminal, wrapped and coloured by rich. Texts are never read as markup."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from mou_tracker.views.lines import Line

_STYLES = {
    "lapsed": "bold red",
    "due": "bold yellow",
    "pending-dprd": "bold magenta",
    "in-approval": "magenta",
    "unknown": "cyan",
    "exploring": "blue",
    "upcoming": "green",
    "active": "green",
    "renewed": "dim",
    "closed": "dim",
    "strong": "bold",
    "dim": "dim",
    "title": "bold",
    "next": "",
    "error": "bold red",
    "warning": "bold yellow",
}


def terminal(lines: Iterable[Line], width: int, colour: bool = True) -> str:
    """The lines as a terminal of that width shows them."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for line in lines:
        for row in _rows(line, width, console):
            console.print(row, no_wrap=True, overflow="ignore", crop=False)
    return out.getvalue()


def _rows(line: Line, width: int, console: Console) -> list[Text]:
    """The line as rows of the width; rows after the first are indented."""
    text = Text.assemble(*((part.text, _STYLES.get(part.style, "")) for part in line.parts))
    if text.cell_len <= width:
        return [text]
    first = text.wrap(console, width)[0]
    after = len(first.plain)
    after += len(text.plain[after:]) - len(text.plain[after:].lstrip())
    head, tail = text.divide([after])
    rows = [head, *(Text(" " * line.indent) + row for row in tail.wrap(console, max(20, width - line.indent)))]
    for row in rows:
        row.rstrip()
    return rows
