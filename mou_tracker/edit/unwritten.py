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
from mou_tracker.edit.apply import in_order, is_allowed
from mou_tracker.edit.edits import Data
from mou_tracker.edit.serialize import is_block_text, item_lines, text_of
from mou_tracker.edit.tree import LIST, Style
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.value_types import MappingType, ValueType
from mou_tracker.fields.values import is_id
from mou_tracker.parsing.decode import LARGEST, scan
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.locations import Places
from mou_tracker.parsing.nodes import Node, Point, Scalar
from mou_tracker.parsing.recovery import entries
from mou_tracker.parsing.source_file import SourceFile
from mou_tracker.register.procedures import Procedures
from mou_tracker.register.read import with_known_steps
from mou_tracker.register.records import Records, read_record

Single = str | int | DateSpan | Period
_START, _QUOTED = Point(0), '"'
_MOST_PARTS, _LONGEST_KEY = 500, 100
_AROUND = 10  # the indentation, the colon and the quotes around a value, at most
_SINGLES = frozenset((str, int, DateSpan, Period))


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
        self._file, self._clean = file, _Clean(SourceFile(file))
        self._read: dict[str, _Read] = {}
        ids = {str(record["id"]) for record in records}
        if len(ids) < len(records) or ids & taken or not all(map(is_id, ids)):
            raise NotOrdinary
        self._each(records)
        if size + self._clean.size > LARGEST or not self._clean.are_allowed():
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
        ordered = in_order(record)
        values = self._clean.values(ordered)
        if values is not None:
            places = _PlacesAlone(ordered)
            return _Read(record, Agreement(**values, file=self._file, places=places))  # type: ignore[arg-type]
        read, source = Records(), _alone(ordered, self._file)
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


class _Unusual(Exception):
    """Something of which the text is to be read."""


class _Keys(Struct, frozen=True):
    """How the values under some keys of a mapping are read: each key with its reader, and the values that this read
    before, with their sizes; and how many bytes the keys take.
    """

    readers: tuple[tuple[str, ValueType, dict[Single, tuple[object, int]]], ...]
    size: int


class _Clean:
    """Reads records in which nothing is unusual from their values, as `fields.at_once` does from the parser's events.

    Raises NotOrdinary. `size` is how many bytes all of them take at most when they are written.
    """

    def __init__(self, source: SourceFile) -> None:
        self.size = 0
        self._source = source
        self._keys: dict[tuple[MappingType, tuple[str, ...]], _Keys] = {}
        self._values: dict[ValueType, dict[Single, tuple[object, int]]] = {}
        self._lists: dict[int, tuple[Sequence[Data], tuple[object, ...], int]] = {}
        self._signs: set[str] = set()

    def are_allowed(self) -> bool:
        """Whether a file may hold the signs of all these texts."""
        return is_allowed("".join(self._signs))

    def values(self, record: Mapping[str, Data]) -> dict[str, object] | None:
        """The values of a record; None where its text has to be read."""
        try:
            return self._mapping(AGREEMENT, record)
        except _Unusual:
            self._source.rewind((0, 0))
            self._look_through(record)
            return None

    def _look_through(self, value: Data) -> None:
        """See that all of a value is ordinary."""
        if isinstance(value, Single):
            self.size += self._text(value)[1]
        elif isinstance(value, Mapping):
            self.size += self._size_of(tuple(value))
            for one in value.values():
                self._look_through(one)
        elif not 0 < len(value) <= _MOST_PARTS:
            raise NotOrdinary
        else:
            for one in value:
                self._look_through(one)

    def _mapping(self, shape: MappingType, value: Mapping[str, Data]) -> dict[str, object]:
        keys = tuple(value)
        known = self._keys.get((shape, keys)) or self._new_keys(shape, keys)
        made: dict[str, object] = {}
        size = known.size
        for (key, reader, read), one in zip(known.readers, value.values(), strict=True):
            if one.__class__ in _SINGLES:
                made[key], taken = read.get(one) or self._single(reader, key, one, read)  # type: ignore[arg-type]
                size += taken
            else:
                made[key] = self._value(reader, key, one)
        self.size += size
        if self._source.count or not shape.holds(made):
            raise _Unusual
        return made

    def _value(self, reader: ValueType, key: str, value: Data) -> object:
        if isinstance(value, Single):
            read = self._values.setdefault(reader, {})
            found, size = read.get(value) or self._single(reader, key, value, read)
            self.size += size
            return found
        if isinstance(value, Mapping):
            if reader.shape is None:
                raise _Unusual
            return reader.shape.make(**self._mapping(reader.shape, value))
        return self._list(reader, key, value)

    def _single(
        self, reader: ValueType, key: str, value: Single, read: dict[Single, tuple[object, int]]
    ) -> tuple[object, int]:
        """A single value as it is read, and its size."""
        text, size = self._text(value)
        found = reader.memo.get(text)
        if found is None and reader.sound:
            found = reader.sound(text)
            if found is None:
                raise _Unusual
        elif found is None:
            found = reader.read(_scalar(text, value), key, self._source)
            if self._source.count:
                raise _Unusual
        made = read[value] = found, size
        return made

    def _list(self, reader: ValueType, key: str, value: Sequence[Data]) -> tuple[object, ...]:
        """The items of a list; the same one is read once, as that of the source which all rows of a sheet name."""
        known = self._lists.get(id(value))
        if known is None:
            if not 0 < len(value) <= _MOST_PARTS:
                raise NotOrdinary
            if reader.item is None or len(value) < reader.least:
                raise _Unusual
            before, item = self.size, reader.item
            items = tuple(self._value(item, key, one) for one in value)
            self._lists[id(value)] = value, items, self.size - before
            return items
        self.size += known[2]
        return known[1]

    def _new_keys(self, shape: MappingType, keys: tuple[str, ...]) -> _Keys:
        size = self._size_of(keys)
        if not shape.by_key.keys() >= set(keys) >= shape.needed:
            raise _Unusual
        readers = [(key, shape.by_key[key][2]) for key in keys]
        known = tuple((key, reader, self._values.setdefault(reader, {})) for key, reader in readers)
        made = self._keys[shape, keys] = _Keys(known, size)
        return made

    def _size_of(self, keys: tuple[str, ...]) -> int:
        if not 0 < len(keys) <= _MOST_PARTS or not all(len(key) <= _LONGEST_KEY and key.isprintable() for key in keys):
            raise NotOrdinary
        self._signs.update(*keys)
        return sum(map(_size, keys))

    def _text(self, value: Single) -> tuple[str, int]:
        """What stands in the file for a value, and its size."""
        text = value if isinstance(value, str) else text_of(value)
        assert text is not None
        if not text.isprintable() and not (is_block_text(text) and all(map(str.isprintable, text.split("\n")))):
            raise NotOrdinary
        if "<<<<<<<" in text or "=======" in text or ">>>>>>>" in text:  # what git leaves of a conflict
            raise NotOrdinary
        if not text.isascii():
            self._signs.update(text)
        return text, _size(text)


def _scalar(text: str, value: Single) -> Scalar:
    """A value's node. A text is in quotes: one that looks like nothing, or like a date, is written so."""
    node = Scalar(None, None, (True, False), text, _START, _START)
    node.style = _QUOTED if isinstance(value, str) else None
    return node


def _size(text: str) -> int:
    """How many bytes a text takes at most when it is written."""
    plain = len(text) if text.isascii() else len(text.encode())
    return plain + _AROUND * (1 + text.count("\n")) + text.count(_QUOTED) + text.count("\\")
