"""Clean mappings read straight from the parser's events. Nearly all are clean, and nodes cost more than their values.

Whatever is unusual is left alone: the events that were taken come again then, become nodes, and `value_types` reads
these with care and says what is wrong. So this reads less than may stand in a register, and reports nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mou_tracker.fields.value_types import MappingType, ValueType
from mou_tracker.parsing.events import MAPPING, MAPPING_END, SCALAR, SEQUENCE, SEQUENCE_END, Mark
from mou_tracker.parsing.nodes import ReadMapping
from mou_tracker.parsing.source_file import SourceFile
from mou_tracker.parsing.stream import quoted

MOST_EVENTS = 2000  # what may be too large is counted with care


class _Unusual(Exception):
    """Something that is not read here."""


class Reader:
    """Reads mappings of one shape that begin with the key `first`, if `fits` takes their values.

    `get` gives the next event, and each that was got for the last mapping is in `taken`.
    """

    __slots__ = ("_first", "_fits", "_get", "_keep", "_may_mark", "_shape", "_source", "taken")

    def __init__(
        self,
        shape: MappingType,
        first: str,
        fits: Callable[[Mapping[str, object]], bool],
        source: SourceFile,
        get: Callable[[], Any],
    ) -> None:
        self._shape, self._first, self._fits = shape, first, fits
        self._source, self._get = source, get
        self._may_mark = "&" in source.lines.text or "!" in source.lines.text
        self.taken: list[Any] = []
        self._keep = self.taken.append

    def read(self, start: Any) -> ReadMapping | None:
        """The mapping that begins with an event; None, with nothing reported, if anything in it is unusual."""
        self.taken.clear()
        state = self._source.state()
        try:
            values, end = self._mapping(self._shape, start)
        except _Unusual:
            self._source.rewind(state)
            return None
        key, value = self.taken[:2]
        if key.value != self._first or not self._fits(values) or self._marked(start, end):
            return None
        return ReadMapping(values, value, start.start_mark, end)

    def _marked(self, start: Any, end: Mark) -> bool:
        """Whether an anchor or a tag stands in what was taken: its text is asked first, which hardly ever has signs
        of any.
        """
        if not self._may_mark:
            return False
        text, first, last = self._source.lines.text, start.start_mark.index, end.index
        if text.find("&", first, last) < 0 and text.find("!", first, last) < 0:
            return False
        begun = (event for event in (start, *self.taken) if event.__class__ in (SCALAR, MAPPING, SEQUENCE))
        return any(event.anchor or event.tag for event in begun)

    def _mapping(self, shape: MappingType, start: Any) -> tuple[dict[str, object], Mark]:
        """The values of a mapping, as `read_mapping` reads them, and where it ends."""
        get, keep, source, by_key = self._get, self._keep, self._source, shape.by_key
        count = source.count
        values: dict[str, object] = {}
        value: Any = None
        end: Mark | None = None
        keep(key := get())
        while key.__class__ is SCALAR:
            known = by_key.get(key.value)
            if known is None:
                raise _Unusual
            name, memo, reader = known
            if name in values:
                raise _Unusual
            keep(value := get())
            if value.__class__ is SCALAR:
                if value.style:
                    value = quoted(self._source.lines.text, value)
                found = memo.get(value.value)
                values[name] = found if found is not None else reader.read(value, name, source)
            elif value.__class__ is MAPPING and reader.shape:
                inner, end = self._mapping(reader.shape, value)
                values[name] = reader.shape.make(**inner)
            elif value.__class__ is SEQUENCE and reader.item:
                values[name], end = self._list(reader, name, value)
            else:
                raise _Unusual
            keep(key := get())
        sound = source.count == count and values.keys() >= shape.needed and shape.holds(values)
        if not sound or key.__class__ is not MAPPING_END:
            raise _Unusual
        if value.__class__ is SCALAR:
            end = value.end_mark
        return values, key.end_mark if end is None or start.flow_style else end

    def _list(self, reader: ValueType, name: str, start: Any) -> tuple[tuple[object, ...], Mark]:
        """The items of a list, and where it ends."""
        get, keep, item = self._get, self._keep, reader.item
        assert item is not None
        memo, shape = item.memo, item.shape
        items: list[object] = []
        value: Any = None
        end: Mark | None = None
        keep(event := get())
        while event.__class__ is not SEQUENCE_END:
            value = event
            if value.__class__ is SCALAR:
                if value.style:
                    value = quoted(self._source.lines.text, value)
                found = memo.get(value.value)
                items.append(found if found is not None else item.read(value, name, self._source))
            elif value.__class__ is MAPPING and shape:
                inner, end = self._mapping(shape, value)
                items.append(shape.make(**inner))
            else:
                raise _Unusual
            if len(self.taken) > MOST_EVENTS:
                raise _Unusual
            keep(event := get())
        if len(items) < reader.least:
            raise _Unusual
        if value.__class__ is SCALAR:
            end = value.end_mark
        return tuple(items), event.end_mark if end is None or start.flow_style else end
