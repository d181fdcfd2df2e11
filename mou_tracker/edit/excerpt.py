"""One record as a text of its own: what an editor shows of it, notes beside its lines, and how it goes back.

Lines that come back as they went out are the file's own, byte for byte, so that a change is no larger than what was
typed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.edit.insert import end_of_block
from mou_tracker.edit.tree import LIST, column, is_flow, plain, tree

_BOM = b"\xef\xbb\xbf"
MARK = "#!"
_LINE = pattern(r"[^\n]*\n|[^\n]+")  # as editors count lines: other breaks are characters of a line


class Excerpt(Struct, frozen=True):
    """The lines of a record in a file, with their ends, and all before and after them. `first` is the line of the file
    (from 1) that the first of them is in, `column` how many columns (from 0) the record stands to the right.
    """

    before: str
    lines: tuple[str, ...]
    after: str
    first: int
    column: int
    newline: str
    bom: bool = False

    @property
    def text(self) -> str:
        """The record for people: at the left margin, and with plain line ends."""
        return "".join(f"{line}\n" for line in self._shown)

    @property
    def _shown(self) -> list[str]:
        return [self._at_margin(line.removesuffix("\n").removesuffix("\r")) for line in self.lines]

    def _at_margin(self, line: str) -> str:
        return line[min(self.column, len(line) - len(line.lstrip(" "))) :]

    def file_with(self, text: str) -> bytes:
        """The file in which the record's text is another one."""
        shown = self._shown
        # How many empty lines a record ends with is the file's own, and may belong to a text at its end.
        typed = _without_end(text.replace("\r\n", "\n").split("\n"))
        typed += shown[len(_without_end(shown)) :]
        made: list[str] = []
        for tag, a, b, c, d in difflib.SequenceMatcher(None, shown, typed, autojunk=False).get_opcodes():
            if tag == "equal":
                made += [line if line.endswith("\n") else line + self.newline for line in self.lines[a:b]]
            else:
                made += [(" " * self.column + line if line else "") + self.newline for line in typed[c:d]]
        made[0] = self._at_margin(made[0])
        record = "".join(made)
        if not self.lines[-1].endswith("\n"):
            record = record.removesuffix("\n").removesuffix("\r")
        return (_BOM if self.bom else b"") + (self.before + record + self.after).encode("utf-8", "surrogatepass")

    def line_of(self, line: int) -> int:
        """Which line of the record's text (from 0) a line of the file is; below 0 for what stands before it."""
        return line - self.first


def _without_end(lines: list[str]) -> list[str]:
    """Lines without the empty ones at the end."""
    count = len(lines)
    while count and not lines[count - 1].strip():
        count -= 1
    return lines[:count]


def excerpt(data: bytes, name: str) -> Excerpt:
    """The record of that id. Raises LookupError if the file has none, UnicodeDecodeError for what is not UTF-8."""
    whole = tree(data)
    record = whole.record(name)
    if record is None or whole.listed is None:
        raise LookupError(name)
    text, start = whole.lines.text, record.start_mark.index
    original = data.removeprefix(_BOM).decode()
    flow = is_flow(record, text)
    end = record.end_mark.index if flow else end_of_block(record, column(whole.listed, whole.lines), text)
    place = column(record, whole.lines)
    lines = _LINE.findall(" " * place + original[start:end])
    if len(text) != len(original):
        raise LookupError(name)
    return Excerpt(
        original[:start],
        tuple(lines),
        original[end:],
        whole.lines.place(start)[0],
        place,
        "\r\n" if "\r\n" in original else "\n",
        data.startswith(_BOM),
    )


def reaches_beyond(before: bytes, after: bytes, name: str) -> bool:
    """Whether an edit of one record's text changed what the file says besides, as an open quote would."""
    old, new = tree(before), tree(after)
    if old.listed is None or new.listed is None or len(old.listed.items) != len(new.listed.items):
        return True
    at = next((at for at, item in enumerate(old.listed.items) if item is old.record(name)), -1)
    pairs = zip(old.listed.items, new.listed.items, strict=True)
    said = [[(key.value, plain(value)) for key, value in of.pairs if key.value != LIST] for of in (old, new)]
    return said[0] != said[1] or any(plain(a) != plain(b) for n, (a, b) in enumerate(pairs) if n != at)


def mark_for(text: str) -> str:
    """What the notes begin with: a comment that no line of a text begins with."""
    mark = MARK
    while any(line.lstrip().startswith(mark) for line in text.split("\n")):
        mark += "!"
    return mark


def with_notes(text: str, mark: str, head: Iterable[str], beside: Mapping[int, Iterable[str]]) -> str:
    """A text with notes above it and under its lines (from 0)."""
    lines = [f"{mark} {note}".rstrip() for note in head]
    for number, line in enumerate(text.removesuffix("\n").split("\n")):
        lines.append(line)
        lines += [f"{mark} {note}" for note in beside.get(number, ())]
    return "".join(f"{line}\n" for line in lines)


def without_notes(text: str, mark: str) -> str:
    """A text as it was typed: the notes go, also those that an editor has moved to the right."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(mark))
