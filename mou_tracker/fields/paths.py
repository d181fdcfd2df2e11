"""Paths into a record, such as `renewal.mode` or `steps[signing].done`: what may stand there, from the table of keys.

What a key takes is found out from the schema of its reader, so that a new key of the table has its path at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from mou_tracker.basics.findings import nearest
from mou_tracker.basics.patterns import pattern
from mou_tracker.fields.table import SHAPES
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.value_types import MappingType, Schema, ValueType
from mou_tracker.fields.values import DATE_SCHEMA, day
from mou_tracker.language.called import field_called
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import SourceFile

_BY_NAME = {shape.name: shape for shape in SHAPES}
_PART = pattern(r"(?:^|\.)([^.\[\]]+)|\[((?:[^\[\]]|\[[^\]]*\])*)\]")

ITEM = "[]"  # stands in a path for whichever item of a list


class Takes(Struct, frozen=True):
    """What a key takes, one or several of these: a single value, a list of such, a mapping of one shape, a list of
    such mappings, a mapping of texts by free names. `words` are the words that a single value may be, if few; `date`
    tells that it may be a date.
    """

    single: bool = False
    values: bool = False
    shape: MappingType | None = None
    items: MappingType | None = None
    free: bool = False
    words: tuple[str, ...] = ()
    date: bool = False


def takes(reader: ValueType) -> Takes:
    """What a reader takes."""
    return _takes(reader.schema)


def _takes(schema: Schema) -> Takes:
    if schema in (DATE_SCHEMA, day.schema):
        return Takes(single=True, date=True)
    options = schema.get("anyOf")
    if isinstance(options, list):
        several = [_takes(option) for option in options]
        return Takes(
            any(one.single for one in several),
            any(one.values for one in several),
            next((one.shape for one in several if one.shape), None),
            next((one.items for one in several if one.items), None),
            any(one.free for one in several),
            tuple(word for one in several for word in one.words),
            any(one.date for one in several),
        )
    named = schema.get("$ref")
    if isinstance(named, str):
        return Takes(shape=_BY_NAME[named.rpartition("/")[2]])
    if schema.get("type") == "array":
        items = schema["items"]
        assert isinstance(items, dict)
        of = _takes(items)
        return Takes(values=of.single, items=of.shape, words=of.words)
    if schema.get("type") == "object":
        return Takes(free=True)
    words = schema.get("enum")
    return Takes(single=True, words=tuple(map(str, words)) if isinstance(words, list) else ())


def parts_of(path: str) -> tuple[str, ...] | None:
    """The parts of a path as it is typed, an item's name or number in brackets or after a dot; None if it is none."""
    found, at = [], 0
    while at < len(path):
        match = _PART.match(path, at)
        if match is None:
            return None
        found.append(match[1] if match[1] is not None else match[2])
        at = match.end()
    return tuple(found) or None


def reader_at(parts: Sequence[str]) -> ValueType | None:
    """The reader of what stands at a path, where any part stands for an item of a list; None if there is no such."""
    shape: MappingType | None = AGREEMENT
    reader: ValueType | None = None
    listed = free = False
    for part in parts:
        if listed:
            listed = False
            if shape is None and reader:
                reader = one_of(reader)
            continue
        if free and reader:
            reader, free, shape = _under_any_name(reader), False, None
            continue
        known = next((known for known in shape.fields if known.key == part), None) if shape else None
        if known is None:
            return None
        reader = known.reader
        said = takes(reader)
        shape, free = said.shape, said.free
        listed = bool(said.items or said.values)
        shape = said.items or shape
    return reader


def one_of(reader: ValueType) -> ValueType:
    """The reader of one value of a list."""

    def read(node: Node, key: str, source: SourceFile) -> object:
        found = reader.read(SequenceNode([node], node.start_mark, node.end_mark), key, source)
        return found[0] if isinstance(found, tuple) and len(found) == 1 else found

    schemas = [one for one in (reader.schema, *_alternatives(reader.schema)) if one.get("type") == "array"]
    items = schemas[0]["items"] if schemas else {}
    return ValueType(read, items if isinstance(items, dict) else {})


def _alternatives(schema: Schema) -> list[Schema]:
    several = schema.get("anyOf")
    return several if isinstance(several, list) else []


def _under_any_name(reader: ValueType) -> ValueType:
    """The reader of one value of a mapping whose names are free."""

    def read(node: Node, key: str, source: SourceFile) -> object:
        name = Scalar(None, None, (True, False), key, node.start_mark, node.end_mark)
        found = reader.read(MappingNode([(name, node)], node.start_mark, node.end_mark), key, source)
        return next(iter(found.values()), None) if isinstance(found, Mapping) else found

    schema = reader.schema.get("additionalProperties")
    return ValueType(read, schema if isinstance(schema, dict) else {})


def mapping_at(path: Sequence[str | int]) -> MappingType | None:
    """The shape of the mapping at a path, whose items of lists are numbers; None if none is known there."""
    shape: MappingType | None = AGREEMENT
    for part in path:
        if shape is None or isinstance(part, int):
            continue
        known = next((known for known in shape.fields if known.key == part), None)
        said = takes(known.reader) if known else Takes()
        shape = said.shape or said.items
    return shape


def all_paths(shape: MappingType = AGREEMENT, before: str = "") -> Iterator[tuple[str, Takes]]:
    """Every path of the table, in its order, with what it takes; `steps[].done` for a key of an item."""
    for known in shape.fields:
        said, path = takes(known.reader), f"{before}{known.key}"
        yield path, said
        if said.shape:
            yield from all_paths(said.shape, f"{path}.")
        if said.items:
            yield from all_paths(said.items, f"{path}{ITEM}.")


def nearest_path(path: str) -> str | None:
    """The path that somebody meant who typed one that is not there; items of lists keep the names they were given."""
    plain = re.sub(r"\[[^\]]*\]", ITEM, path)
    known = [one for one, _ in all_paths()]
    called = field_called(plain, known)
    if called:
        return called
    found = nearest(plain, known) or nearest(plain.replace("-", "_"), known)
    if found:
        return found
    ends = [one for one in known if one.rpartition(".")[2] == plain.replace("-", "_").lower()]
    return ends[0] if len(ends) == 1 else None
