"""Values as YAML text, quoted only where needed, in the manner of the file that they go into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.patterns import pattern
from mou_tracker.edit.edits import Data
from mou_tracker.edit.tree import Style

# What YAML 1.1 or 1.2 readers would take for a truth value, a number, a date or nothing at all. Wider than any of
# them: a text that only looks like a number is quoted too, which no reader minds.
_NOT_TEXT = pattern(
    r"""(?:~|null|y|n|yes|no|true|false|on|off|=|<<
    | [-+]?\.?[0-9][-+0-9_.:,e]*
    | [-+]?0[xob][0-9a-f_]+
    | [-+]?\.(?:inf|nan)
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOT_PLAIN = pattern(r"^[-?:,\[\]{}#&*!|>'\"%@`\s]|^\.\.\.|:(?=\s|$)|\s#|\s$|[^\S ]")
_NOT_IN_FLOW = pattern(r"[,\[\]{}?]|:(?=[,\[\]{}])")
_UNPRINTABLE = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
# A text of more letters than any word that YAML gives a meaning, and of no sign that has one: most there are.
_SURELY_PLAIN = pattern(r"[A-Za-z][A-Za-z0-9 ./()_-]{4,}[A-Za-z0-9)]")
_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def scalar(text: str, flow: bool, quote: str = "") -> str:
    """A text as one line of YAML, inside braces (`flow`) or not; `quote` is the kind of quotes to use if it can be."""
    if not quote and _SURELY_PLAIN.fullmatch(text):
        return text
    if _UNPRINTABLE.search(text):
        return _double(text)
    if not quote and is_plain(text, flow):
        return text
    if quote != '"' and ("\\" in text or '"' in text or quote == "'"):
        return "'" + text.replace("'", "''") + "'"
    return _double(text)


def is_plain(text: str, flow: bool) -> bool:
    """Whether a text may stand without quotes and is a text for every reader."""
    if not text or _NOT_TEXT.fullmatch(text) or _NOT_PLAIN.search(text):
        return False
    return not (flow and _NOT_IN_FLOW.search(text))


def _double(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(sign) or _escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if not _UNPRINTABLE.match(sign):
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def is_block_text(text: str) -> bool:
    """Whether a text of several lines can stand as a block of lines as they are."""
    lines = text.split("\n")
    clean = all(not _UNPRINTABLE.search(line) and line == line.rstrip() for line in lines)
    return len(lines) > 1 and clean and bool(lines[0]) and bool(lines[-1]) and lines[0][0] not in " \t"


WIDEST = 120


def text_of(value: Data) -> str | None:
    """A single value's text, None for a list or mapping."""
    match value:
        case str():
            return value
        case DateSpan():
            return value.iso()
        case Period():
            return value.text()
        case int():
            return str(value)
    return None


def texts_in(value: Data) -> Iterator[str]:
    """All texts of a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_in(one)
    elif not isinstance(value, (int, DateSpan, Period)):
        for one in value:
            yield from texts_in(one)


def inline(value: Data, flow: bool, quote: str = "") -> str:
    """A value in one line. Dates and numbers are not texts and stay bare, but where everything is in quotes."""
    text = text_of(value)
    if text is not None:
        bare = not isinstance(value, str) and (not quote or isinstance(value, int))
        return text if bare else scalar(text, flow, quote)
    if isinstance(value, Mapping):
        return "{" + ", ".join(pair(key, one, quote) for key, one in value.items()) + "}"
    assert not isinstance(value, (str, int, DateSpan, Period))
    return "[" + ", ".join(inline(one, True, quote) for one in value) + "]"


def pair(key: str, value: Data, quote: str = "") -> str:
    """A key with its value inside braces. Keys are words of ours and stand plain, `on` too, as the schema has them."""
    return f"{scalar(key, True, quote) if quote else key_text(key, True)}: {inline(value, True, quote)}"


def key_text(key: str, flow: bool) -> str:
    """A key as it stands: words of ours plain, what somebody else named (`extra`) in quotes where it needs them."""
    return key if key.isidentifier() else scalar(key, flow)


def pair_lines(key: str, value: Data, column: int, style: Style, opened: bool = False) -> list[str]:
    """A key with its value as lines of a block mapping whose keys stand in a column (from 0).

    `opened`: a list goes into lines of its own whatever the file does elsewhere.
    """
    head = f"{' ' * column}{key_text(key, False)}:"
    text = text_of(value)
    if text is not None and isinstance(value, str) and is_block_text(text):
        pad = " " * (column + style.indent)
        return [f"{head} |-", *(pad + line if line else "" for line in text.split("\n"))]
    if text is not None:
        return [f"{head} {inline(value, False)}"]
    if not opened and _may_be_inline(key, value, style):
        line = f"{head} {inline(value, False)}"
        if len(line) <= WIDEST:
            return [line]
    if isinstance(value, Mapping):
        return [head, *mapping_lines(value, column + style.indent, style)]
    assert not isinstance(value, (str, int, DateSpan, Period))
    dash = column + style.offset
    return [head, *(line for one in value for line in item_lines(key, one, dash, style.gap, style))]


def mapping_lines(value: Mapping[str, Data], column: int, style: Style) -> list[str]:
    """A block mapping."""
    return [line for key, one in value.items() for line in pair_lines(key, one, column, style)]


def item_lines(key: str, value: Data, dash: int, gap: int, style: Style, flow: bool | None = None) -> list[str]:
    """One item of the list under a key, as lines with the dash in a column (from 0) and a gap after it."""
    head = f"{' ' * dash}-{' ' * gap}"
    in_line = style.items_inline(key) if flow is None else flow
    if not isinstance(value, Mapping) or in_line:
        return [head + inline(value, False)]
    first, *rest = mapping_lines(value, dash + 1 + gap, style)
    return [head + first.lstrip(" "), *rest]


def _may_be_inline(key: str, value: Data, style: Style) -> bool:
    """Whether a list or mapping goes into one line where it is short: as the file does it, a list of texts only."""
    assert not isinstance(value, (str, int, DateSpan, Period))
    return style.inline(key) and (isinstance(value, Mapping) or not any(isinstance(one, Mapping) for one in value))
