"""What an edit changes, shown as a patch."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
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
    the beginning or to the end, it goes to the longer of both, as there. Between them lines that stand once in both
    files, as those that begin records do, stay where they are, and it searches between two of these.
    """
    most = min(len(before), len(after))
    first, last = _alike(before, after, most), _alike(before[::-1], after[::-1], most)
    first, last = (first, min(last, most - first)) if first >= last else (min(first, most - last), last)
    ends = len(before) - last, len(after) - last
    codes, a, c = [("equal", 0, first, 0, first)], first, first
    for b, d in (*_staying(before[first : ends[0]], after[first : ends[1]], first), ends):
        found = difflib.SequenceMatcher(None, before[a:b], after[c:d]).get_opcodes() if (a, c) != (b, d) else ()
        codes += [(tag, a + i, a + j, c + k, c + m) for tag, i, j, k, m in found]
        a, c = b, d
    return [*_joined([*codes, ("equal", a, len(before), c, len(after))])]


def _staying(before: Sequence[str], after: Sequence[str], first: int) -> list[tuple[int, int]]:
    """The places of lines that stand once in both, as many as keep their order; counted from `first`."""
    places = _single(after)
    pairs = [(at, places[line]) for line, at in _single(before).items() if line in places]
    ends: list[int] = []  # the last place of the row of that length that ends earliest
    rows: list[int] = []
    before_it: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1], rows[length : length + 1] = [place], [number]
        before_it.append(rows[length - 1] if length else -1)
    kept, number = [], rows[-1] if rows else -1
    while number >= 0:
        kept.append(pairs[number])
        number = before_it[number]
    return [(one + first, other + first) for one, other in reversed(kept)]


def _single(lines: Sequence[str]) -> dict[str, int]:
    """The lines that stand once, with their places, in order."""
    count = Counter(lines)
    return {line: at for at, line in enumerate(lines) if count[line] == 1}


def _joined(codes: Iterable[Opcode]) -> Iterator[Opcode]:
    """The same with lines that stay together as one piece, as far as they are next to one another."""
    last: Opcode | None = None
    for code in codes:
        if last and last[0] == code[0]:
            last = (last[0], last[1], code[2], last[3], code[4])
            continue
        if last:
            yield last
        last = code
    if last:
        yield last


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
