"""The places of a record's values, looked up in its text again when somebody asks: hardly anybody does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from unicodedata import is_normalized

from mou_tracker.basics.findings import Span
from mou_tracker.basics.patterns import pattern
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.nodes import MappingNode, Node, SequenceNode
from mou_tracker.parsing.source_file import LineIndex, SourceFile
from mou_tracker.parsing.stream import Stream
from mou_tracker.parsing.syntax_errors import Halt

_KEY = pattern(r"[a-z_]+")


class Places(Mapping[str, Span]):
    """The places of all values below a node by field path (`renewal.notice`, `steps[0].done`); "" is the whole node.

    `first_line` is the one on which it begins, if that is known without a look. The node itself is kept only where
    somebody else keeps it too: those of a large file take forty times its size.
    """

    __slots__ = ("_end", "_found", "_lines", "_node", "_start", "first_line")

    def __init__(
        self,
        lines: LineIndex,
        start: int,
        end: int,
        first_line: int | None = None,
        node: MappingNode | None = None,
    ) -> None:
        self._lines, self._start, self._end, self.first_line, self._node = lines, start, end, first_line, node
        self._found: dict[str, Span] | None = None

    @classmethod
    def kept(cls, lines: LineIndex, node: MappingNode) -> Places:
        """The places of a node that somebody else keeps."""
        start = node.start_mark
        return cls(lines, start.index, node.end_mark.index, None if start.line is None else start.line + 1, node)

    @property
    def start(self) -> int:
        """The index at which the node begins."""
        return self._start

    @property
    def is_composed(self) -> bool:
        """Whether the node's text is in NFC: no letter and its accent stand apart."""
        text = self._lines.text
        if text.isascii():
            return True
        part = text[self._start : self._end]
        return part.isascii() or is_normalized("NFC", part)

    def decomposed(self) -> Iterator[str]:
        """The paths of the values that are not in NFC, without those in which another one lies."""
        apart = [path for path in self if path and not is_normalized("NFC", self.text_of(path))]
        return (path for path in apart if not any(other.startswith((f"{path}.", f"{path}[")) for other in apart))

    def text_of(self, path: str) -> str:
        """The text of a value as it is written."""
        span = self[path]
        return self._lines.text[self._lines.index(span.line, span.col) : self._lines.index(span.end_line, span.end_col)]

    def moved(self, lines: LineIndex, by: int) -> Places:
        """The places of the same node in another text, in which it stands further on by so many characters."""
        return Places(lines, self._start + by, self._end + by)

    def __contains__(self, path: object) -> bool:
        """Whether there is such a value. A key whose letters do not stand in the text is none, unless escapes do."""
        text = self._lines.text
        key = _KEY.match(path) if self._found is None and isinstance(path, str) else None
        if key and text.find(key[0], self._start, self._end) < 0 and text.find("\\", self._start, self._end) < 0:
            return False
        return path in self._all()

    def __getitem__(self, path: str) -> Span:
        if not path:
            return self._lines.span(self._start, self._end)
        if self._node and self._found is None:
            for key, value in self._node.pairs:
                if key.value == path:
                    return self._lines.span(value.start_mark.index, value.end_mark.index)
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, Span]:
        if self._found is None:
            self._found = {"": self[""]}
            if self._node:
                for key, node in self._node.pairs:
                    self._walk(key.value, node)
                return self._found
            source = SourceFile("")
            source.lines = self._lines
            stream = Stream(source, default_loader(), self._start, self._end)
            with suppress(Halt):  # the two parsers differ over texts that hardly anybody writes
                for entry in stream.entries():
                    if entry.key is not None:
                        self._walk(entry.key.value, entry.node)
        return self._found

    def _walk(self, path: str, node: Node) -> None:
        assert self._found is not None
        self._found.setdefault(path, self._lines.span(node.start_mark.index, node.end_mark.index))
        if isinstance(node, MappingNode):
            for key, value in node.pairs:
                self._walk(f"{path}.{key.value}", value)
        elif isinstance(node, SequenceNode):
            for index, item in enumerate(node.items):
                self._walk(f"{path}[{index}]", item)
