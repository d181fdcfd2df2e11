"""Comments that nobody meant: in `title: MoU #5` YAML takes the number for a comment, and the title is `MoU`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from mou_tracker.basics.findings import Finding, reading_rule
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.reading_rules import marked
from mou_tracker.fields import table
from mou_tracker.fields.value_types import MappingType
from mou_tracker.fields.values import text
from mou_tracker.parsing.characters import parts
from mou_tracker.parsing.source_file import LineIndex, Location
from mou_tracker.parsing.yaml_findings import clipped, warning


@reading_rule
def comment_cuts_text(at: Location, comment: str) -> Finding:
    """A text ends at a `#` that YAML takes for the beginning of a comment.

    After a blank a `#` begins a comment, so `title: MoU #5` says `MoU`. Put the whole value in quotes; or, where it is
    meant as a comment, a blank after the `#` or a second one before it. Only values of free text are looked at.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU #5 Bandung – Suwon     #! comment-cuts-text
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: loi
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:
        agreements:
          - id: suwon-2015
            title: "MoU #5 Bandung – Suwon"   # as its first page says
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: loi
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    message = phrase("the text ends before `{comment}`, which YAML takes for a comment", comment=clipped(comment))
    hint = phrase("put the whole value in quotes, or a blank after `#` if it is a comment")
    return warning("comment-cuts-text", at, message, hint)


COMMENT_RULES = marked(__name__)

_HINT = pattern(r" #[^\s#!]")
_LINE = pattern(r"[ ]*(?:- +)*([a-z_]+): +[^\s\"'|>\[\]{}&*!%@`#][^\n]*[^\s] ")


def cut_texts(file: str, source: str) -> Iterator[Finding]:
    """The texts of a file that a comment cuts short; nearly every file has no sign of one, and is let go at once."""
    if not _HINT.search(source):
        return
    lines, keys = LineIndex(source), _keys_of_text()
    for part in parts(source):
        if part.kind == "comment" and _HINT.match(source, part.start - 1):
            start, _ = lines.line_around(part.start)
            line = _LINE.fullmatch(source, start, part.start)
            if line and line[1] in keys:
                end = part.start + len(source[part.start : part.end].rstrip())
                yield comment_cuts_text(Location(file, lines.span(part.start, end)), source[part.start : end])


@cache
def _keys_of_text() -> frozenset[str]:
    """The keys whose values are free text, wherever they stand."""
    kinds = (kind for kind in vars(table).values() if isinstance(kind, MappingType))
    return frozenset(field.key for kind in kinds for field in kind.fields if field.reader is text)
