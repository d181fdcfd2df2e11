"""Text from data made safe to print: characters that steer a terminal or hide others are written out."""

from __future__ import annotations

import re

from mou_tracker.basics.patterns import pattern

# Controls, C1, soft hyphen, bidi and other invisible formatting, line and paragraph separators, byte order mark,
# annotation and tag characters, lone surrogates and noncharacters. ZWNJ and ZWJ stay: Persian, Indic scripts and emoji
# need them.
_HIDDEN = pattern(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_OLD_COMMANDS = pattern(r"##(?=\[|vso\[|teamcity\[)")
_NEW_COMMANDS = pattern(r"(^|[\r\n])([^\S\r\n]*)::")

# What a spreadsheet takes for the beginning of a formula, full-width forms included, with the apostrophes that keep it.
_FORMULA = pattern(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def escape_text(text: str) -> str:
    r"""The text with every hidden or steering character written out (`\x1b`, `\u202e`), never dropped."""
    # Whatever is hidden is not printable either: nearly every text needs no pattern, which takes long to compile.
    if text.isprintable() or not _HIDDEN.search(text):
        return text
    return _HIDDEN.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def escape_ci_commands(text: str, signs: str = "##\\") -> str:
    r"""Lines that a build service prints without obeying them: no `##[command]` anywhere, no `::command` at a start.

    The old form is taken anywhere in a line, also as `##vso[` and `##teamcity[`; the new one after white space. What
    stands for the old form's signs may be chosen: JSON has a way of its own to write them.
    """
    if "##" in text:
        text = _OLD_COMMANDS.sub(lambda _: signs, text)
    return _NEW_COMMANDS.sub(r"\1\2\\::", text) if "::" in text else text


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula; `unguarded` takes the apostrophe off again."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that a cell was guarded for."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
