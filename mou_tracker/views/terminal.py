"""Lines for a terminal, wrapped and coloured by rich. Texts are never read as markup."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from mou_tracker.views.lines import Line, cells

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
        for row in _rows(line, width):
            console.print(row, no_wrap=True, overflow="ignore", crop=False)
    return out.getvalue()


def _rows(line: Line, width: int) -> list[Text]:
    """The line as rows of the width; rows after the first are indented."""
    rest = Text.assemble(*((part.text, _STYLES.get(part.style, "")) for part in line.parts))
    rows, room, indented = [], width, max(20, width - line.indent)
    while rest.cell_len > room:
        end = _end_of_row(rest.plain, room, indented)
        after = len(rest) - len(rest.plain[end:].lstrip())
        row, _, rest = rest.divide([end, after])
        rows.append(row)
        room = indented
    rows.append(rest)
    for row in rows:
        row.rstrip()
    return [rows[0], *(Text(" " * line.indent) + row for row in rows[1:])]


_BETWEEN = " · "


def _end_of_row(text: str, room: int, next_room: int) -> int:
    """Where a row that has so much room ends: before a piece that stands whole in the next row, else after a word."""
    taken = word = piece = 0
    begun = False
    for at, sign in enumerate(text):
        begun = begun or sign != " "
        if begun and sign == " ":
            word = at
            if text.startswith(_BETWEEN, at):
                piece = at
        taken += cells(sign)
        if taken > room:
            break
    following = text[piece + 1 :].split(_BETWEEN, 1)[0]
    if piece and cells(following) <= next_room:
        return piece
    return word or max(1, at)
