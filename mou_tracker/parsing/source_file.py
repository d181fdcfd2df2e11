"""One file while it is read: its text with lines and columns, and what was found wrong in it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from mou_tracker.basics.findings import Finding, Span
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase

if TYPE_CHECKING:
    from mou_tracker.parsing.nodes import MappingNode, Node

MOST_FINDINGS = 20_000
_LINE_BREAK = pattern("\n")
END_OF_LINE = 1 << 30


class Location(Struct, frozen=True):
    """Where a finding points: a file and a place in it."""

    file: str
    span: Span


class UntrustedRange(Struct, frozen=True):
    """A part of a line, from one column to another, whose characters cannot be trusted, and why."""

    start: int
    end: int
    message: Phrase


class TooManyErrors(Exception):
    """So much of a file is wrong that the rest is not worth reading."""


class LineIndex:
    """A text that can tell the line and column of an index; its lines are counted when first asked."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: array[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """The place between two indices of the text."""
        starts = self._starts or self._counted()
        line = bisect_right(starts, start)
        end_line = bisect_right(starts, end, line - 1)
        return Span(line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)

    def place(self, index: int) -> tuple[int, int]:
        """The line and column of an index, both from 1."""
        starts = self._starts or self._counted()
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def index(self, line: int, col: int) -> int:
        """The index of a place that `place` tells."""
        starts = self._starts or self._counted()
        return starts[line - 1] + col - 1

    def _counted(self) -> array[int]:
        starts = self._starts = array("Q", [0])
        starts.extend(match.end() for match in _LINE_BREAK.finditer(self.text))
        return starts

    def line_around(self, index: int) -> tuple[int, int]:
        """The indices between which the line of an index lies, without its break."""
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", index)
        return start, len(self.text) if end < 0 else end


class SourceFile:
    """One file while it is read. `count` counts all errors, also those that only follow from spoiled characters.

    `leftover` is what follows in a mapping after a forgotten dash.
    """

    __slots__ = ("count", "file", "findings", "leftover", "lines", "spoiled")

    def __init__(self, file: str, text: str = "") -> None:
        self.file = file
        self.lines = LineIndex(text)
        self.findings: list[Finding] = []
        self.count = 0
        self.spoiled: dict[int, UntrustedRange] = {}
        self.leftover: MappingNode | None = None

    def at(self, node: Node) -> Location:
        """Where a node stands."""
        return self.between(node.start_mark.index, node.end_mark.index)

    def between(self, start: int, end: int) -> Location:
        """The place between two indices of the text."""
        return Location(self.file, self.lines.span(start, end))

    def report(self, finding: Finding) -> None:
        """Take a finding, unless it only follows from a stretch that is known to be spoiled."""
        self.count += 1
        if self.spoiled and self._follows(finding):
            return
        self.findings.append(finding)
        if len(self.findings) > MOST_FINDINGS:
            raise TooManyErrors

    def spoil(self, start: int, end: int, finding: Finding, quiet: bool = False) -> None:
        """Mark characters as not to be trusted, and report it unless their line has such a finding already."""
        line, col, end_line, end_col = self.lines.span(start, end)
        if line not in self.spoiled and not quiet:
            self.count += 1
            self.findings.append(finding)
        for number in range(line, end_line + 1):
            last = end_col if number == end_line else END_OF_LINE
            self.spoiled.setdefault(number, UntrustedRange(col if number == line else 1, last, finding.message))
        if len(self.spoiled) > MOST_FINDINGS:
            raise TooManyErrors

    def _follows(self, finding: Finding) -> bool:
        """Whether a finding stands on spoiled characters; for syntax their line is enough."""
        line, col, end_line, end_col = finding.span
        for number, first, after in ((line, col, end_col if line == end_line else END_OF_LINE), (end_line, 1, end_col)):
            stretch = self.spoiled.get(number)
            if stretch and (finding.rule == "yaml-syntax" or (stretch.start < after and first < stretch.end)):
                return True
        return False

    def state(self) -> tuple[int, int]:
        """How much has been found so far."""
        return self.count, len(self.findings)

    def rewind(self, state: tuple[int, int]) -> None:
        """Forget what was found since: the same part will be read again."""
        self.count = state[0]
        del self.findings[state[1] :]
