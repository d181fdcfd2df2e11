"""One file while it is read: its text, the places of its values, and what was found wrong in it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from mou_tracker.core.diagnostics import Diagnostic, Span
from mou_tracker.core.phrases import Phrase

if TYPE_CHECKING:
    from mou_tracker.reading.source import Mapping as MappingNode
    from mou_tracker.reading.source import Node

MOST_FINDINGS = 20_000


class At(NamedTuple):
    """Where a finding points: a file and a place in it."""

    file: str
    span: Span


class Spoiled(NamedTuple):
    """A stretch of the text, from one index to another, that cannot be trusted, and why."""

    start: int
    end: int
    message: Phrase


class Lines:
    """A text that can tell the line and column of an index; its lines are counted when first asked."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: array[int] | None = None

    def span(self, start: int, end: int) -> Span:
        """The place between two indices of the text."""
        return Span(*self.place(start), *self.place(end))

    def place(self, index: int) -> tuple[int, int]:
        """The line and column of an index, both from 1."""
        starts = self._starts
        if starts is None:
            starts = self._starts = array("Q", [0])
            position = self.text.find("\n")
            while position >= 0:
                starts.append(position + 1)
                position = self.text.find("\n", position + 1)
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def line_around(self, index: int) -> tuple[int, int]:
        """The indices between which the line of an index lies, without its break."""
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", index)
        return start, len(self.text) if end < 0 else end


class Places(Mapping[str, Span]):
    """The places of a record's values by field path, packed: paths are shared between records of one shape."""

    __slots__ = ("_indices", "_lines", "_paths")

    def __init__(self, lines: Lines, paths: tuple[str, ...], indices: array[int]) -> None:
        self._lines, self._paths, self._indices = lines, paths, indices

    def __getitem__(self, path: str) -> Span:
        try:
            at = 2 * self._paths.index(path)
        except ValueError:
            raise KeyError(path) from None
        return self._lines.span(self._indices[at], self._indices[at + 1])

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Page:
    """One file while it is read. `count` counts all errors, `findings` keeps the first 20,000 of them."""

    __slots__ = ("_shapes", "count", "file", "findings", "leftover", "lines", "nodes", "paths", "spoiled")

    def __init__(self, file: str, text: str = "") -> None:
        self.file = file
        self.lines = Lines(text)
        self.findings: list[Diagnostic] = []
        self.count = 0
        self.spoiled: list[Spoiled] = []
        self.leftover: MappingNode | None = None
        self.paths: list[str] = []
        self.nodes: list[Node] = []
        self._shapes: dict[tuple[str, ...], tuple[str, ...]] = {}

    def at(self, node: Node) -> At:
        """Where a node stands."""
        return self.between(node.start_mark.index, node.end_mark.index)

    def between(self, start: int, end: int) -> At:
        """The place between two indices of the text."""
        return At(self.file, self.lines.span(start, end))

    def report(self, finding: Diagnostic) -> None:
        """Take a finding, unless it only follows from a stretch that is known to be spoiled."""
        if self.spoiled and self._follows(finding):
            return
        self.count += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)

    def spoil(self, start: int, end: int, finding: Diagnostic) -> None:
        """Report a finding about the characters themselves, and mark them as not to be trusted."""
        self.count += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        self.spoiled.append(Spoiled(start, end, finding.message))

    def _follows(self, finding: Diagnostic) -> bool:
        """Whether a finding stands on spoiled characters; for syntax their line is enough."""
        for stretch in self.spoiled:
            first, last = self.lines.span(stretch.start, stretch.end)[:2], self.lines.place(stretch.end)
            line, col, end_line, end_col = finding.span
            if finding.rule == "yaml-syntax" and first[0] <= end_line and line <= last[0]:
                return True
            if first < (end_line, end_col) and (line, col) < last:
                return True
        return False

    def begin(self) -> None:
        """Forget the places of the record before."""
        self.paths = [""]
        self.nodes = []

    def places(self, whole: Node) -> Places:
        """The places read since `begin`, of a record that is this node."""
        paths = tuple(self.paths)
        marks = [index for node in self.nodes for index in (node.start_mark.index, node.end_mark.index)]
        indices = array("I", [whole.start_mark.index, whole.end_mark.index, *marks])
        return Places(self.lines, self._shapes.setdefault(paths, paths), indices)
