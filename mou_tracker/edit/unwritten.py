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
        named = [(str(record["id"]), record) for record in records]
        new = [one for one in named if one[0] not in self._read or self._read[one[0]].record is not one[1]]
        ordered = [in_order(record) for _, record in new]
        for (name, record), one, values in zip(new, ordered, self._clean.records(ordered), strict=True):
            self._read[name] = self._one(record, one, values)
        return [self._read[name] for name, _ in named]

    def _one(self, record: Mapping[str, Data], ordered: Mapping[str, Data], values: dict[str, object] | None) -> _Read:
        """A sound record from its values; of one with errors its text is read, for their words and their order."""
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


_UNUSUAL = object()  # in the place of a value of which the text is to be read


class _Clean:
    """Reads records in which nothing is unusual from their values, key by key: most of what stands under one key of a
    list stands there many times, and is read once.

    Raises NotOrdinary. `size` is how many bytes all of them take at most when they are written.
    """

    def __init__(self, source: SourceFile) -> None:
        self.size = 0
        self._source = source
        self._lists: dict[int, tuple[Sequence[Data], object, int]] = {}
        self._signs: set[str] = set()

    def are_allowed(self) -> bool:
        """Whether a file may hold the signs of all these texts."""
        return is_allowed("".join(self._signs))

    def records(self, records: Sequence[Mapping[str, Data]]) -> list[dict[str, object] | None]:
        """The values of each record; None for one whose text has to be read."""
        return self._mappings(AGREEMENT, records)

    def _mappings(
        self, shape: MappingType | None, values: Sequence[Mapping[str, Data]]
    ) -> list[dict[str, object] | None]:
        """The values of each mapping, of which those with the same keys are read together; without a shape none is
        read, but only looked through.
        """
        made: list[dict[str, object] | None] = [None] * len(values)
        alike: dict[tuple[str, ...], list[int]] = {}
        for at, value in enumerate(values):
            alike.setdefault(tuple(value), []).append(at)
        for keys, places in alike.items():
            self._look_through(keys, len(places))
            by_key = shape.by_key if shape else {}
            columns = [
                self._column(by_key[key][2] if key in by_key else None, [values[at][key] for at in places])
                for key in keys
            ]
            if shape is None or not by_key.keys() >= set(keys) >= shape.needed:
                continue
            usual = not any(_UNUSUAL in column for column in columns)
            for at, row in zip(places, zip(*columns, strict=True), strict=True):
                if usual or _UNUSUAL not in row:
                    one = dict(zip(keys, row, strict=True))
                    made[at] = one if shape.holds(one) else None
        return made

    def _column(self, reader: ValueType | None, values: Sequence[Data]) -> list[object]:
        """What the values under one key are read as."""
        kinds = {*map(type, values)}
        if kinds == {str} and _are_plain(values):  # type: ignore[arg-type]
            signs = "".join(values)  # type: ignore[arg-type]
            self.size += len(signs.encode()) + _AROUND * len(values)
            self._signs.update(signs)
            known = {text: self._read(reader, text) for text in dict.fromkeys(values)}  # type: ignore[arg-type]
            return [*map(known.__getitem__, values)]
        if kinds <= _SINGLES:
            read: dict[Data, object] = {}
            sizes: dict[Data, int] = {}
            for value in dict.fromkeys(values):
                read[value], sizes[value] = self._single(reader, value)  # type: ignore[arg-type]
            self.size += sum(map(sizes.__getitem__, values))
            return [*map(read.__getitem__, values)]
        if all(isinstance(value, Mapping) for value in values):
            shape = reader.shape if reader else None
            found = self._mappings(shape, values)  # type: ignore[arg-type]
            return [_UNUSUAL if one is None or shape is None else shape.make(**one) for one in found]
        return [self._value(reader, value) for value in values]

    def _value(self, reader: ValueType | None, value: Data) -> object:
        if isinstance(value, Single):
            found, size = self._single(reader, value)
            self.size += size
            return found
        return self._column(reader, [value])[0] if isinstance(value, Mapping) else self._list(reader, value)

    def _list(self, reader: ValueType | None, value: Sequence[Data]) -> object:
        """The items of a list; the same one is read once, as that of the source which all rows of a sheet name."""
        known = self._lists.get(id(value))
        if known is None:
            if not 0 < len(value) <= _MOST_PARTS:
                raise NotOrdinary
            before = self.size
            items = self._column(reader.item if reader else None, value)
            read = reader is not None and len(value) >= reader.least and _UNUSUAL not in items
            made = tuple(items) if read else _UNUSUAL
            self._lists[id(value)] = value, made, self.size - before
            return made
        self.size += known[2]
        return known[1]

    def _single(self, reader: ValueType | None, value: Single) -> tuple[object, int]:
        """What a single value is read as, and its size."""
        text = value if isinstance(value, str) else text_of(value)
        assert text is not None
        if not text.isprintable() and not (is_block_text(text) and all(map(str.isprintable, text.split("\n")))):
            raise NotOrdinary
        if "<<<<<<<" in text or "=======" in text or ">>>>>>>" in text:  # what git leaves of a conflict
            raise NotOrdinary
        if not text.isascii():
            self._signs.update(text)
        return self._read(reader, text, isinstance(value, str)), _size(text)

    def _read(self, reader: ValueType | None, text: str, quoted: bool = True) -> object:
        """What a single value is read as, by the text that stands for it in the file."""
        if reader is None:
            return _UNUSUAL
        found = reader.memo.get(text)
        if found is None and reader.sound:
            found = reader.sound(text)
            found = _UNUSUAL if found is None else found
        elif found is None:
            found = reader.read(_scalar(text, quoted), "", self._source)
            if self._source.count:
                self._source.rewind((0, 0))
                found = _UNUSUAL
        return found

    def _look_through(self, keys: tuple[str, ...], times: int) -> None:
        """See that keys are ordinary, and count so many of them."""
        if not 0 < len(keys) <= _MOST_PARTS or not all(len(key) <= _LONGEST_KEY and key.isprintable() for key in keys):
            raise NotOrdinary
        self._signs.update(*keys)
        self.size += times * sum(map(_size, keys))


def _are_plain(texts: Sequence[str]) -> bool:
    """Whether texts hold nothing that could make them longer in a file, or trouble its readers: as nearly all."""
    one = "\n".join(texts)
    if '"' in one or "\\" in one or "<<<<<<<" in one or "=======" in one or ">>>>>>>" in one:
        return False
    return "".join(texts).isprintable()


def _scalar(text: str, quoted: bool) -> Scalar:
    """A value's node. A text is in quotes: one that looks like nothing, or like a date, is written so."""
    node = Scalar(None, None, (True, False), text, _START, _START)
    node.style = _QUOTED if quoted else None
    return node


def _size(text: str) -> int:
    """How many bytes a text takes at most when it is written."""
    plain = len(text) if text.isascii() else len(text.encode())
    return plain + _AROUND * (1 + text.count("\n")) + text.count(_QUOTED) + text.count("\\")
