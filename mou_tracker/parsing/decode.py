"""Merge conflicts that were left in a file: one finding each, and the other version is not taken as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from mou_tracker.basics.findings import Finding
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.parsing import file_findings
from mou_tracker.parsing.characters import ALLOWED, BREAKS, has_foreign, refused, without_tabs_and_escapes
from mou_tracker.parsing.file_findings import conflict_marker
from mou_tracker.parsing.source_file import MOST_FINDINGS, LineIndex, Location, SourceFile

_MARKER = pattern(r"^(?:([<>|])\1{6}(?: [^\n]*)?|={7})\r?$", re.MULTILINE)
_ANY = pattern(r"[^\n]")


def without_conflicts(source: SourceFile, text: str) -> str:
    """The text with the markers blanked out, and with them everything but the first version."""
    pieces: list[str] = []
    end = 0
    opened: re.Match[str] | None = None
    hidden = -1
    for marker in _MARKER.finditer(text):
        start, sign = marker.start(), marker[0][0]
        if sign == "<":
            _report(source, opened, opened)
            opened, hidden = marker, -1
        elif sign == ">" or opened is None:
            _report(source, opened or marker, marker)
            start = hidden if hidden >= 0 else start
            opened, hidden = None, -1
        else:
            hidden = start if hidden < 0 else hidden
            continue
        pieces += [text[end:start], _ANY.sub(" ", text[start : marker.end()])]
        end = marker.end()
    _report(source, opened, opened)
    return "".join([*pieces, text[end:]])


def _report(source: SourceFile, first: re.Match[str] | None, last: re.Match[str] | None) -> None:
    if first and last:
        finding = conflict_marker(source.between(first.start(), first.start() + 7))
        source.spoil(first.start(), last.end(), finding)


LARGEST = 16 * 1024 * 1024
_BREAK = pattern(f"[{BREAKS}]|\r(?!\n)")
_UNDECODED = pattern("[\udc80-\udcff]+")
_NO_BREAK = pattern(r"^(?: *(?:- +)*(?:-|[\w-]+:)?)\xa0", re.MULTILINE)
_DIRECTIVE = pattern(r"^%[^\n]*", re.MULTILINE)


@cache
def _refused() -> re.Pattern[str]:
    """What is refused; compiled only for a text that needs it, since that takes longer than all the rest."""
    return re.compile(f"[^{ALLOWED}]|\r(?!\n)")


def scan(source: SourceFile, data: bytes) -> bool:
    """Put the text of a file on its page, reporting what is wrong with its characters; False if it cannot be read.

    Raises Hopeless where far too much is wrong.
    """
    nowhere = source.between(0, 0)
    if len(data) > LARGEST:
        source.report(file_findings.file_too_large(nowhere, len(data)))
        return False
    encoding = _other_encoding(data)
    if encoding:
        source.report(file_findings.not_utf8(nowhere, encoding, 1))
        return False
    source.lines = LineIndex(_clean(source, _decoded(source, data.removeprefix(b"\xef\xbb\xbf"))))
    return True


def _clean(source: SourceFile, text: str) -> str:
    """The text with everything blanked out that the two parsers would not read alike."""
    source.lines = LineIndex(text)
    if "<<<<<<<" in text or ">>>>>>>" in text or "=======" in text:
        text = without_conflicts(source, text)
    if "%" in text:
        _spoil_lines(source, _DIRECTIVE, text, lambda _, at: file_findings.directive(at))
        text = _DIRECTIVE.sub(lambda match: " " * len(match[0]), text)
    if has_foreign(text) or text.count("\r") != text.count("\r\n"):
        _spoil_lines(source, _refused(), text, lambda match, at: refused(match[0], at))
        text = _BREAK.sub(" ", text)
        text = _refused().sub("\ufffd", text)
    if "\xa0" in text:
        _spoil_lines(source, _NO_BREAK, text, lambda _, at: refused("\xa0", at))
        text = _NO_BREAK.sub(lambda match: match[0].replace("\xa0", " "), text)
    return without_tabs_and_escapes(source, text)


def _other_encoding(data: bytes) -> Phrase | None:
    """What a file is that is not even nearly UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return phrase("it is UTF-16, as some Windows programs save it")
    head = data[:4096]
    if head.count(0) * 4 > len(head):
        return phrase("it looks like UTF-16 without a mark, or like no text at all")
    return None


def _decoded(source: SourceFile, data: bytes) -> str:
    """The text; bytes that are not UTF-8 are reported once, and their lines spoiled."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        wrong = data[error.start]
    text = data.decode(errors="surrogateescape")
    source.lines = LineIndex(text)
    bad = list(islice(firsts_of_lines(_UNDECODED, text), MOST_FINDINGS + 1))
    code = f"0x{wrong:02X}"
    if wrong >= 0xA0:
        encoding = phrase("the byte {code} would be “{sign}” in Latin-1 (Windows-1252)", code=code, sign=chr(wrong))
    else:
        encoding = phrase("the byte {code} belongs to another encoding", code=code)
    finding = file_findings.not_utf8(source.between(*bad[0].span()), encoding, len(bad))
    for number, match in enumerate(bad):
        source.spoil(match.start(), source.lines.line_around(match.start())[1], finding, quiet=number > 0)
    return _UNDECODED.sub("\ufffd", text)


def _spoil_lines(
    source: SourceFile, pattern: re.Pattern[str], text: str, problem: Callable[[re.Match[str], Location], Finding]
) -> None:
    """Report the first match in each line, and take the rest of that line as spoiled."""
    for match in firsts_of_lines(pattern, text):
        start = match.end() - 1 if pattern is _NO_BREAK else match.start()
        end = match.end() if pattern is not _refused() else start + 1
        finding = problem(match, source.between(start, end))
        source.spoil(start, source.lines.line_around(start)[1], finding)


def firsts_of_lines(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The first match of a pattern in each line that has one."""
    match = pattern.search(text)
    while match:
        yield match
        after = text.find("\n", match.end() - 1)
        match = pattern.search(text, after) if after >= 0 else None
