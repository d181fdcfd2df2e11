"""New records as a register would read them back, without writing them: their values go to the readers of fields.

A preview of many thousand rows needs no text. Only what is ordinary is read so, where nobody could read the text
otherwise than it was meant; anything else is for the file itself to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book, PartialRecord, Unreadable
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.findings import Finding, Span, by_place
from mou_tracker.basics.patterns import pattern
from mou_tracker.edit.apply import in_order, is_allowed
from mou_tracker.edit.edits import Data
from mou_tracker.edit.serialize import is_block_text, item_lines, text_of
from mou_tracker.edit.tree import LIST, Style
from mou_tracker.fields.values import is_id
from mou_tracker.parsing.decode import LARGEST, scan
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.locations import Places
from mou_tracker.parsing.nodes import MappingNode, Node, Point, Scalar, SequenceNode
from mou_tracker.parsing.recovery import entries
from mou_tracker.parsing.source_file import SourceFile
from mou_tracker.register.procedures import Procedures
from mou_tracker.register.read import with_known_steps
from mou_tracker.register.records import Records, read_record

Single = str | int | DateSpan | Period
_START, _QUOTED = Point(0), '"'
_MOST_PARTS, _LONGEST_KEY = 500, 100
_AROUND = 10  # the indentation, the colon and the quotes around a value, at most
_CONFLICTS = pattern("<{7}|={7}|>{7}")


class NotOrdinary(Exception):
    """Only the file itself can show how this would be read back."""


class _Read(Struct, frozen=True):
    """A record and what came of reading it: an agreement, or why there is none."""

    record: Mapping[str, Data]
    agreement: Agreement | None
    findings: tuple[Finding, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    damaged: tuple[PartialRecord, ...] = ()


class NewRecords:
    """The new records of one file, each read once however often it is asked for; raises NotOrdinary.

    `size` is that of the file, and `taken` are the ids that it is not to give again.
    """

    def __init__(self, file: str, size: int, taken: set[str], records: Sequence[Mapping[str, Data]]) -> None:
        self._file, self._source, self._nodes = file, SourceFile(file), _Nodes()
        self._read: dict[str, _Read] = {}
        ids = {str(record["id"]) for record in records}
        if len(ids) < len(records) or ids & taken or not all(map(is_id, ids)):
            raise NotOrdinary
        self._each(records)
        if size + self._nodes.size > LARGEST or not self._nodes.are_allowed():
            raise NotOrdinary

    def added(self, book: Book, at: int, records: Iterable[Mapping[str, Data]]) -> Book:
        """The Book with these records, of which the first stands at an index of its agreements."""
        assert isinstance(book.procedures, Procedures)
        read = self._each(records)
        new, findings = Records(), [one for each in read for one in each.findings]
        for one in read:
            new.agreements += [one.agreement] if one.agreement else []
            new.unreadable += one.unreadable
            new.damaged += one.damaged
        sound, damaged = with_known_steps(new, findings, book.procedures)
        return replace(
            book,
            agreements=(*book.agreements[:at], *sound, *book.agreements[at:]),
            diagnostics=tuple(sorted((*book.diagnostics, *findings), key=by_place)),
            unreadable=(*book.unreadable, *new.unreadable),
            damaged=(*book.damaged, *damaged),
        )

    def _each(self, records: Iterable[Mapping[str, Data]]) -> list[_Read]:
        made = []
        for record in records:
            name = str(record["id"])
            known = self._read.get(name)
            if known is None or known.record is not record:
                known = self._read[name] = self._one(record)
            made.append(known)
        return made

    def _one(self, record: Mapping[str, Data]) -> _Read:
        """A sound record from its values; of one with errors its text is read, for their words and their order."""
        read, ordered = Records(), in_order(record)
        node = self._nodes.mapping(ordered)
        read_record(read, self._source, node, (0, 0), _PlacesAlone(ordered))
        if not self._source.count:
            return _Read(record, read.agreements[0])
        self._source, source, read = SourceFile(self._file), _alone(ordered, self._file), Records()
        for item in _items(source):
            read_record(read, source, item, (0, 0))
        return _Read(
            record,
            next(iter(read.agreements), None),
            tuple(replace(one, agreement=str(record["id"])) for one in sorted(source.findings, key=by_place)),
            tuple(read.unreadable),
            tuple(read.damaged),
        )


def _alone(record: Mapping[str, Data], file: str) -> SourceFile:
    """A record's text as the only one of its file."""
    source = SourceFile(file)
    lines = [f"{LIST}:", *item_lines(LIST, record, 2, 1, Style())]
    if not scan(source, "".join(f"{line}\n" for line in lines).encode()):
        raise NotOrdinary
    return source


def _items(source: SourceFile) -> Iterator[Node]:
    return (entry.node for entry in entries(source, LIST, default_loader()) if entry.item)


class _PlacesAlone(Mapping[str, Span]):
    """Where the values of a record stand when it is the only one of its file, which is written for whoever asks."""

    __slots__ = ("_places", "_record")

    def __init__(self, record: Mapping[str, Data]) -> None:
        self._record, self._places = record, None  # type: tuple[Mapping[str, Data], Places | None]

    def _all(self) -> Places:
        if self._places is None:
            source = _alone(self._record, "")
            node = next(_items(source))
            self._places = Places(source.lines, node.start_mark.index, node.end_mark.index)
        return self._places

    def __getitem__(self, path: str) -> Span:
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class _Nodes:
    """Nodes of values, as they are read back; a value has one node, however often it comes. Raises NotOrdinary."""

    def __init__(self) -> None:
        self.size = 0
        self._values: dict[Single, tuple[Scalar, int]] = {}
        self._lists: dict[int, tuple[Sequence[Data], Node, int]] = {}
        self._signs: set[str] = set()
        self._keys: dict[tuple[str, ...], tuple[list[Scalar], int]] = {}

    def are_allowed(self) -> bool:
        """Whether a file may hold all these texts, on a line of its own each."""
        keys = "\n".join(key for keys in self._keys for key in keys)
        texts = "\n".join(value for value in self._values if isinstance(value, str))
        return is_allowed("".join(self._signs) + keys) and not _CONFLICTS.search(texts)

    def mapping(self, value: Mapping[str, Data]) -> MappingNode:
        """The node of a mapping, such as a record."""
        keys = tuple(value)
        nodes, size = self._keys.get(keys) or self._new_keys(keys)
        self.size += size
        values = [self._node(one) for one in value.values()]
        return MappingNode(list(zip(nodes, values, strict=True)), _START, _START)

    def _node(self, value: Data) -> Node:
        if isinstance(value, (str, int, DateSpan, Period)):
            node, size = self._values.get(value) or self._new_value(value)
            self.size += size
            return node
        if isinstance(value, Mapping):
            return self.mapping(value)
        known = self._lists.get(id(value))  # the rows of a sheet name one source
        if known is None:
            if not 0 < len(value) <= _MOST_PARTS:
                raise NotOrdinary
            before, made = self.size, SequenceNode([self._node(one) for one in value], _START, _START)
            self._lists[id(value)] = value, made, self.size - before
            return made
        self.size += known[2]
        return known[1]

    def _new_keys(self, keys: tuple[str, ...]) -> tuple[list[Scalar], int]:
        if not 0 < len(keys) <= _MOST_PARTS or not all(len(key) <= _LONGEST_KEY and key.isprintable() for key in keys):
            raise NotOrdinary
        made = [_scalar(key, None if key.isidentifier() else _QUOTED) for key in keys]
        found = self._keys[keys] = [node for node, _ in made], sum(size for _, size in made)
        return found

    def _new_value(self, value: Single) -> tuple[Scalar, int]:
        """The node of a value. A text is in quotes: one that looks like nothing, or like a date, is written so."""
        text = text_of(value)
        assert text is not None
        if not text.isprintable() and not (is_block_text(text) and all(map(str.isprintable, text.split("\n")))):
            raise NotOrdinary
        if not text.isascii():
            self._signs.update(text)
        found = self._values[value] = _scalar(text, _QUOTED if isinstance(value, str) else None)
        return found


def _scalar(text: str, style: str | None) -> tuple[Scalar, int]:
    """A text's node, and how many bytes it takes at most when it is written."""
    node = Scalar(None, None, (True, False), text, _START, _START)
    node.style = style
    return node, len(text.encode()) + _AROUND * (1 + text.count("\n")) + text.count(_QUOTED) + text.count("\\")
