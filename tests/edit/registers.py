"""Registers of random content in random handwriting, for the properties of edits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

Record = dict[str, Any]

TEXTS = st.one_of(
    st.sampled_from(
        [
            "MoU Bandung",
            "yes",
            "No",
            "NO",
            "~",
            "null",
            "12:30",
            "0123",
            "1e3",
            "2015-11-27",
            "a: b",
            "a #b",
            "- x",
            "'",
            '"',
            "x:",
            "{x}",
            "[a, b]",
            "a, b",
            "#x",
            "&Co",
            "*",
            "!x",
            "%x",
            "@x",
            "`x`",
            "? x",
            "Persatuan – Bangsa",
            "naïve: 日本",
            "back\\slash",
            "it's",
            'he said "no"',
            "=",
            "<<",
            ".inf",
            "0x1F",
            "1_000",
            "+62 22",
            "…",
            "...",
            "---",
            "a: 'b' #c",
            "https://example.org/?a=b#c",
            " leading",
            "trailing ",
            "on",
            "y",
            "a  b",
            "😀",
            "x?",
            "?x",
            ":x",
            "1.10",
            "|",
            ">-",
        ]
    ),
    st.text("abc XYZ:#-'\",[]{}&*!|>%@`?\\é日=~0159.", min_size=1, max_size=12).filter(lambda text: bool(text.strip())),
)
DATES = st.one_of(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)).map(str),
    st.sampled_from(["2015", "2015-11"]),
)
COMMENTS = st.sampled_from(
    ["# note", "#", "# - {step: later}", "#: 'odd\" {", "# mou: allow[no-source] because it is known"]
)


@st.composite
def records(draw: st.DrawFn, name: str) -> Record:
    """The contents of one record; all values are texts."""
    made: Record = {
        "id": name,
        "title": draw(TEXTS),
        "partner": {"name": draw(TEXTS), "country": draw(st.sampled_from(["MY", "NO", "JP"]))},
        "kind": "ksdpl",
        "instrument": "mou",
    }
    if draw(st.booleans()):
        made["signed"] = draw(DATES)
    if draw(st.booleans()):
        made["renewal"] = {"mode": "by-agreement"}
    if draw(st.booleans()):
        made["steps"] = [
            draw(st.sampled_from([{"step": "initiative", "done": "2015"}, {"step": "exploration"}]))
            for _ in range(draw(st.integers(1, 3)))
        ]
    if draw(st.booleans()):
        made["follow_ups"] = [{"what": draw(TEXTS)} for _ in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        made["fields"] = draw(st.lists(TEXTS, min_size=1, max_size=3))
    if draw(st.booleans()):
        made["notes"] = draw(st.sampled_from(["one line", "two\nlines", "a\n\nb", "  indented\nmore"]))
    if draw(st.booleans()):
        items = list(made.items())
        made = dict([items[0], *draw(st.permutations(items[1:]))])
    return made


class Hand:
    """One person's way of writing a file."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.indent = draw(st.sampled_from([2, 3, 4]))
        self.offset = draw(st.sampled_from([0, 2, 4]))
        self.gap = draw(st.sampled_from([1, 1, 3]))
        self.commenting = draw(st.sampled_from([0, 0, 1, 3]))
        self.flowing = draw(st.sampled_from([0, 1, 2, 4]))
        self.quoting = draw(st.sampled_from([0, 1, 3]))

    def chance(self, times: int, of: int = 4) -> bool:
        """True that many times of four."""
        return times > 0 and self.draw(st.integers(1, of)) <= times

    def comment(self) -> str:
        """A comment at the end of a line, or nothing."""
        return f"  {self.draw(COMMENTS)}" if self.chance(self.commenting, 8) else ""

    def between(self, column: int, before: str) -> list[str]:
        """Empty lines and comments of their own before a line in some column, after a value that began with a line.

        What is deeper than the key of a block text belongs to that text: there is no comment.
        """
        if not self.chance(self.commenting, 8):
            return []
        deepest = column if before.endswith(("|", "|-", "|+")) else column + 2
        pad = " " * self.draw(st.sampled_from([0, column, deepest]))
        return self.draw(st.sampled_from([[""], [pad + "# note"], ["", pad + "# - id: old", ""], ["  "]]))

    def scalar(self, text: str, flow: bool) -> str:
        """A text in one line, in quotes if it needs them or if this hand likes them."""
        plain = text[0].isalnum() and text[-1].isalnum() and not any(sign in text for sign in ":#,[]{}?\n'\"\\`&*!|>%@")
        if plain and not self.chance(self.quoting):
            return text
        if "\n" not in text and self.chance(2):
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    def flow(self, value: Any, pad: str = "") -> str:
        """A value in brackets or braces, over several lines if there is a pad for them and this hand likes it."""
        if isinstance(value, str):
            return self.scalar(value, True)
        if isinstance(value, Mapping):
            parts, opening, closing = [f"{key}: {self.flow(one)}" for key, one in value.items()], "{", "}"
        else:
            parts, opening, closing = [self.flow(one) for one in value], "[", "]"
        if pad and self.chance(2):
            lines = f",\n{pad}".join(parts)
            last = self.draw(st.sampled_from(["", ","]))
            return f"{opening}\n{pad}{lines}{last}\n{pad}{closing}"
        space = self.draw(st.sampled_from(["", " "]))
        return f"{opening}{space}{', '.join(parts)}{self.draw(st.sampled_from(['', ',']))}{space}{closing}"

    def value(self, key: str, value: Any, column: int) -> list[str]:
        """A key and its value as lines."""
        head = " " * column + key + ":"
        pad = " " * (column + 2)
        if isinstance(value, str) and "\n" in value and value[0] != " " and self.chance(3):
            sign = self.draw(st.sampled_from(["|", "|-", "|+"]))
            deep = " " * (column + self.indent)
            return [f"{head} {sign}", *(deep + line if line else "" for line in value.split("\n"))]
        if isinstance(value, str) and " " in value and re.fullmatch("[a-zA-Z]+ [a-zA-Z]+", value) and self.chance(1):
            first, _, rest = value.partition(" ")
            return [f"{head} {first}", pad + rest]
        if isinstance(value, str) or self.chance(self.flowing):
            text = self.scalar(value, False) if isinstance(value, str) else self.flow(value, pad)
            return (f"{head} {text}{self.comment()}").split("\n")
        if isinstance(value, Mapping):
            return [head + self.comment(), *self.mapping(value, column + self.indent)]
        return [head + self.comment(), *self.items(value, column + self.offset)]

    def mapping(self, value: Mapping[str, Any], column: int) -> list[str]:
        """A block mapping."""
        lines: list[str] = []
        before = ""
        for key, one in value.items():
            made = self.value(key, one, column)
            lines += [*(self.between(column, before) if before else []), *made]
            before = made[0]
        return lines

    def items(self, value: list[Any], column: int) -> list[str]:
        """A block list."""
        lines: list[str] = []
        for number, one in enumerate(value):
            lines += self.between(column, "") if number else []
            dash = " " * column + "-" + " " * self.gap
            if isinstance(one, str):
                lines.append(dash + self.scalar(one, False) + self.comment())
            elif self.chance(self.flowing):
                lines += (dash + self.flow(one, " " * (column + 3)) + self.comment()).split("\n")
            else:
                first, *rest = self.mapping(one, len(dash))
                lines += [dash + first.lstrip(" "), *rest]
        return lines


@st.composite
def registers(draw: st.DrawFn) -> tuple[bytes, list[Record]]:
    """A register's file, and what it says."""
    hand = Hand(draw)
    made = [draw(records(f"r{number}")) for number in range(draw(st.integers(1, 3)))]
    lines = draw(st.sampled_from([[], ["# head", ""], ["register:", "  name: Uji"], ["---"]]))
    whole = hand.value("agreements", made, 0)
    text = "\n".join([*lines, *whole, *draw(st.sampled_from([[], ["# end"], ["", "  # end", ""], ["..."]]))])
    text += draw(st.sampled_from(["", "\n", "\n\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode(), made
