"""What an edit changes, shown as a patch."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.patterns import pattern

_LINE = pattern(r"[^\n]*\n|[^\n]+")  # as git counts lines: other breaks are characters of a line
Opcode = tuple[str, int, int, int, int]
_CONTEXT = 3


def patch(name: str, old: bytes, new: bytes) -> str:
    """A unified diff of a file before and after; empty if nothing changed. Raises UnicodeDecodeError."""
    before, after = (_LINE.findall(data.decode()) for data in (old, new))
    if before == after:
        return ""
    head = f"--- {f'a/{name}' if old else '/dev/null'}\n+++ b/{name}\n"
    return head + "".join(_hunk(before, after, codes) for codes in _grouped(_opcodes(before, after)))


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """What to do with which lines. The ones that all changes leave before and after them are not searched for others.

    An edit is small, a register large: difflib would look at every line, for seconds. Where a line more may belong to
    the beginning or to the end, it goes to the longer of both, as there.
    """
    most = min(len(before), len(after))
    first, last = _alike(before, after, most), _alike(before[::-1], after[::-1], most)
    first, last = (first, min(last, most - first)) if first >= last else (min(first, most - last), last)
    ends = len(before) - last, len(after) - last
    found = difflib.SequenceMatcher(None, before[first : ends[0]], after[first : ends[1]]).get_opcodes()
    return [
        ("equal", 0, first, 0, first),
        *((tag, a + first, b + first, c + first, d + first) for tag, a, b, c, d in found),
        ("equal", ends[0], len(before), ends[1], len(after)),
    ]


def _alike(before: Sequence[str], after: Sequence[str], most: int) -> int:
    """How many lines are the same from the beginning on."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((number for number, (one, other) in pairs if one != other), most)


def _grouped(codes: Iterable[Opcode]) -> Iterator[list[Opcode]]:
    """The changes with the lines around them, those together that are near one another."""
    group: list[Opcode] = []
    for tag, a, b, c, d in codes:
        if tag != "equal":
            group.append((tag, a, b, c, d))
        elif a < b:
            if group and b - a > 2 * _CONTEXT:
                yield [*group, (tag, a, a + _CONTEXT, c, c + _CONTEXT)]
                group = []
            group.append((tag, max(a, b - _CONTEXT), b, max(c, d - _CONTEXT), d) if not group else (tag, a, b, c, d))
    if any(tag != "equal" for tag, *_ in group):
        tag, a, b, c, d = group[-1]
        yield [*group[:-1], (tag, a, min(b, a + _CONTEXT), c, min(d, c + _CONTEXT)) if tag == "equal" else group[-1]]


def _hunk(before: Sequence[str], after: Sequence[str], codes: Sequence[Opcode]) -> str:
    lines = [f"@@ -{_range(codes[0][1], codes[-1][2])} +{_range(codes[0][3], codes[-1][4])} @@\n"]
    for tag, a, b, c, d in codes:
        if tag == "equal":
            lines += [_line(f" {line}") for line in before[a:b]]
        else:
            lines += [_line(f"-{line}") for line in before[a:b]]
            lines += [_line(f"+{line}") for line in after[c:d]]
    return "".join(lines)


def _range(start: int, end: int) -> str:
    """Where lines stand, as a hunk's head says it: the line before where there are none."""
    count = end - start
    return str(start + 1) if count == 1 else f"{start + 1 if count else start},{count}"


def _line(text: str) -> str:
    """One line of the diff, harmless to print; a carriage return at its end is part of the file."""
    body = text.rstrip("\r\n")
    ending = text[len(body) :]
    shown = body[:1] + escape_text(body[1:])
    return shown + (ending if ending.endswith("\n") else f"{ending}\n\\ No newline at end of file\n")
