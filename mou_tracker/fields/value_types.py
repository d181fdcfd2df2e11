"""How nodes are read: a reader for each kind of value, a shape for each kind of mapping. Broken values never raise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from mou_tracker.basics.findings import Finding
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields.wrong_types import (
    BROKEN,
    DuplicateKeys,
    blank,
    duplicate_key,
    empty_value,
    is_misspelt,
    missing_key,
    place_of,
    repeated,
    report_wrong_type,
    unknown,
)
from mou_tracker.parsing.nodes import REPORTED_KEY, MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import Location, SourceFile

Schema = dict[str, object]
MOST_MEMORIES = 1 << 14  # the days of forty years


class InvalidValue(Exception):
    """A text is not a value of the wanted kind; carries the problem that says so at a place."""

    def __init__(self, problem: Callable[[Location], Finding]) -> None:
        super().__init__(problem)
        self.problem = problem


class ValueType(Struct, frozen=True, eq=False):
    """How a value is read, and the JSON Schema of what is accepted.

    `read` takes a node, the key at which it stands and the source, and returns the value or BROKEN after reporting why.
    `memo` holds values of texts that were read before; whoever loops over many nodes may look there first. `sound`
    gives the value of a text in quotes, None where only its node tells what is wrong. `shape` is that of a mapping,
    `item` what reads each item of a list, of which there are `least` at least; where either is missing, `read` alone
    knows what to make of a mapping or list.
    """

    read: Callable[[Node, str, SourceFile], object]
    schema: Schema
    memo: dict[str, object] = field(default_factory=dict)
    shape: MappingType | None = None
    item: ValueType | None = None
    least: int = 0
    sound: Callable[[str], object] | None = None


class Field(Struct, frozen=True):
    """One key of a mapping: its name, how its value is read, what it means (a message id), whether it must be there."""

    key: str
    reader: ValueType
    doc: str
    required: bool = False


Quick = tuple[str, dict[str, object], ValueType]
Check = Callable[[dict[str, object], Node, SourceFile], None]
Holds = Callable[[Mapping[str, object]], bool]


def _anything(_: Mapping[str, object]) -> bool:
    """What holds where nothing must go together."""
    return True


class MappingType:
    """One kind of mapping: its keys in the order of the documentation, what is made of it, what must go together.

    `holds` tells by the values whether it is together for certain; else `check` looks closer, and reports. `instead`
    names, for a key that must be there, another one that may stand in its place.
    """

    __slots__ = ("by_key", "check", "fields", "holds", "instead", "make", "name", "needed", "required")

    def __init__(
        self,
        name: str,
        make: Callable[..., object],
        fields: tuple[Field, ...],
        check: Check | None = None,
        holds: Holds = _anything,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        self.name, self.make, self.fields, self.instead = name, make, fields, instead or {}
        self.check, self.holds = check, holds
        self.by_key: dict[str, Quick] = {known.key: (known.key, known.reader.memo, known.reader) for known in fields}
        self.required = tuple(known.key for known in fields if known.required)
        self.needed = frozenset(self.required)


def scalar(convert: Callable[[str], object], schema: Schema, expected: Phrase, keep: bool = True) -> ValueType:
    """A reader of single values by their text; `keep` remembers values whose texts come back often."""
    memo: dict[str, object] = {}

    def read(node: Node, key: str, source: SourceFile) -> object:
        if not isinstance(node, Scalar):
            return report_wrong_type(node, key, source, expected)
        text: str = node.value
        try:
            value = convert(text)
        except InvalidValue as refused:
            source.report(empty_value(place_of(node, source), key) if blank(node) else refused.problem(source.at(node)))
            return BROKEN
        if keep and len(memo) < MOST_MEMORIES:
            memo[text] = value
        return value

    def sound(text: str) -> object:
        try:
            return convert(text)
        except InvalidValue:
            return None

    return ValueType(read, schema, memo, sound=sound)


def record(shape: MappingType) -> ValueType:
    """A reader of mappings of one shape."""

    def read(node: Node, key: str, source: SourceFile) -> object:
        if not isinstance(node, MappingNode):
            return report_wrong_type(node, key, source, phrase("a mapping"))
        count = source.count
        values = read_mapping(shape, node, source)
        return shape.make(**values) if source.count == count else made(shape, values)

    return ValueType(read, {"$ref": f"#/$defs/{shape.name}"}, shape=shape)


def list_of(item: ValueType, expected: Phrase, least: int = 0, lone: bool = False) -> ValueType:
    """A reader of lists, as tuples; with `lone` a single value stands for a list of one."""
    memo: dict[str, object] = {}

    def read(node: Node, key: str, source: SourceFile) -> object:
        if isinstance(node, SequenceNode):
            if len(node.items) < least:
                source.report(empty_value(source.at(node), key))
                return BROKEN
            return _items(node, key, source, item)
        if not lone or not isinstance(node, Scalar):
            return report_wrong_type(node, key, source, expected)
        value = item.read(node, key, source)
        if value is BROKEN:
            return BROKEN
        values = (value,)
        if len(memo) < MOST_MEMORIES:
            memo[node.value] = values
        return values

    schema: Schema = {"type": "array", "items": item.schema, **({"minItems": least} if least else {})}
    return ValueType(read, {"anyOf": [item.schema, schema]} if lone else schema, memo, item=item, least=least)


def _items(node: SequenceNode, key: str, source: SourceFile, item: ValueType) -> object:
    count, memo, read = source.count, item.memo, item.read
    values = []
    for value in node.items:
        found = memo.get(value.value) if value.__class__ is Scalar else None
        values.append(found if found is not None else read(value, key, source))
    return tuple(values if source.count == count else [value for value in values if value is not BROKEN])


def mapping_of(key: ValueType, value: ValueType, expected: Phrase) -> ValueType:
    """A reader of mappings whose keys are free, such as contact ids; gives a dict without the broken entries."""

    def read(node: Node, name: str, source: SourceFile) -> object:
        if not isinstance(node, MappingNode):
            return report_wrong_type(node, name, source, expected)
        return dict(_entries(node, key, value, source))

    schema: Schema = {"type": "object", "additionalProperties": value.schema, "propertyNames": key.schema}
    return ValueType(read, schema)


def _entries(
    node: MappingNode, key: ValueType, value: ValueType, source: SourceFile
) -> Iterator[tuple[object, object]]:
    firsts: dict[str, Scalar] = {}
    for name_node, value_node in node.pairs:
        text = name_node.value
        first = firsts.setdefault(text, name_node)
        if first is not name_node:
            source.report(duplicate_key(source.at(name_node), text, source.at(first)))
            continue
        name = key.read(name_node, text, source) if text != REPORTED_KEY else BROKEN
        found = value.read(value_node, text, source)
        if name is not BROKEN and found is not BROKEN:
            yield name, found


def read_mapping(shape: MappingType, node: MappingNode, source: SourceFile) -> dict[str, object]:
    """The values of a mapping by key, BROKEN among them; everything that is wrong is reported on the source."""
    values: dict[str, object] = {}
    by_key = shape.by_key
    repeats: DuplicateKeys | None = None
    for key, value in node.pairs:
        quick = by_key.get(key.value)
        if quick is None:
            unknown(by_key, key, source)
            continue
        name, memo, reader = quick
        if name in values:
            repeats = repeats or DuplicateKeys(node)
            if repeated(repeats, key, source, shape.name == "agreement"):
                break
            continue
        found = memo.get(value.value) if value.__class__ is Scalar else None
        values[name] = found if found is not None else reader.read(value, name, source)
    for name in shape.required:
        if name in values or shape.instead.get(name) in values:
            continue
        if is_misspelt(name, node, by_key):
            source.count += 1  # the misspelling has been told, but the record is not whole
        else:
            source.report(missing_key(source.at(node.pairs[0][0] if node.pairs else node), name))
    if shape.check and not shape.holds(values):
        shape.check(values, node, source)
    return values


def made(shape: MappingType, values: dict[str, object]) -> object:
    """What a shape makes of its sound values; BROKEN if a required one is not among them."""
    sound = {key: value for key, value in values.items() if value is not BROKEN}
    return shape.make(**sound) if all(name in sound for name in shape.required) else BROKEN
