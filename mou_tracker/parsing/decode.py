"""From bytes to a text that both parsers read alike: encoding, forbidden characters, tabs, conflict markers.

What is wrong is reported and then blanked out at the same length, so that places stay true and the rest can be read.
"""

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
from mou_tracker.parsing.conflict_markers import without_conflicts
from mou_tracker.parsing.source_file import MOST_FINDINGS, LineIndex, Location, SourceFile

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
    """Put the text of a file into its source, reporting what is wrong with its characters; False if it cannot be read.

    Raises TooManyErrors where far too much is wrong.
    """
    nowhere = source.between(0, 0)
    if len(data) > LARGEST:
        source.report(file_findings.file_too_large(nowhere))
        return False
    encoding = _other_encoding(data)
    if encoding:
        source.report(file_findings.not_utf8(nowhere, encoding, 1))
        return False
    data = data.removeprefix(b"\xef\xbb\xbf")
    source.lines = LineIndex(_clean(source, _decoded(source, data), data))
    return True


def _clean(source: SourceFile, text: str, data: bytes) -> str:
    """The text, which was read from these bytes, with everything blanked out that the two parsers do not read alike."""
    source.lines = read = LineIndex(text)
    if any(sign in text and 7 * sign in text for sign in "<>="):  # one sign is found ten times as fast as seven
        text = without_conflicts(source, text)
    if "%" in text:
        _spoil_lines(source, _DIRECTIVE, text, lambda _, at: file_findings.directive(at))
        text = _DIRECTIVE.sub(lambda match: " " * len(match[0]), text)
    if text is not read.text or source.count:
        data = text.encode("utf-8", "surrogatepass")
    if has_foreign(data) or ("\r" in text and text.count("\r") != text.count("\r\n")):
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
