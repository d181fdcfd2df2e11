"""Texts as YAML scalars that every YAML reader takes for the same text, quoted only where that is needed."""

from __future__ import annotations

import re

# What YAML 1.1 or 1.2 readers would take for a truth value, a number, a date or nothing at all. Wider than any of
# them: a text that only looks like a number is quoted too, which no reader minds.
_NOT_TEXT = re.compile(
    r"""(?:~|null|y|n|yes|no|true|false|on|off|=|<<
    | [-+]?\.?[0-9][-+0-9_.:,e]*
    | [-+]?0[xo][0-9a-f_]+
    | [-+]?\.(?:inf|nan)
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NOT_PLAIN = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`\s]|^\.\.\.|:(?=\s|$)|\s#|\s$|[^\S ]")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}?]|:(?=[,\[\]{}])")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def scalar(text: str, flow: bool, quote: str = "") -> str:
    """A text as one line of YAML, inside braces (`flow`) or not; `quote` is the kind of quotes to use if it can be."""
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
