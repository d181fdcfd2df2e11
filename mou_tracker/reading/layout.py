"""Edits of a register's file: bytes in, bytes out, and no line changes but those that say something new.

Places come from the parser's marks; the new text is put in from the end backwards. Whatever the result, it is read
again and compared with what was meant, so that an odd layout ends in CannotPlace and never in a wrong record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from mou_tracker.core.edits import Add, Change, Data, NewRecord, Path, Put
from mou_tracker.fields.table import AGREEMENT, CLOSED, EXTENSION, FOLLOW_UP, PARTNER, RENEWAL, STEP
from mou_tracker.fields.values import SIGNATURE
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.nodes import MappingNode, Node, SequenceNode
from mou_tracker.parsing.source_file import Page
from mou_tracker.reading.expected import applied, as_plain
from mou_tracker.reading.new_records import place_records
from mou_tracker.reading.placing import (
    CannotPlace,
    NotAllowed,
    Splice,
    braced,
    new_items,
    new_pairs,
    opened,
    replaced,
    spliced,
)
from mou_tracker.reading.styles import Style, column, is_flow
from mou_tracker.reading.tree import LIST, Plain, Tree, plain, tree
from mou_tracker.reading.written import inline, texts_in

_BOM = b"\xef\xbb\xbf"
_SHAPES = {
    "": AGREEMENT, "signed": SIGNATURE, "partner": PARTNER, "renewal": RENEWAL, "extensions": EXTENSION,
    "closed": CLOSED, "steps": STEP, "follow_ups": FOLLOW_UP,
}  # fmt: skip


def with_changes(data: bytes, name: str, changes: Sequence[Change]) -> bytes:
    """The file with changes of the record of that id.

    Raises LookupError if it has no such record, CannotPlace, NotAllowed, and UnicodeDecodeError for what is not UTF-8.
    """
    for change in changes:
        _allowed(change.value)
    before = tree(data)
    record = before.record(name)
    if record is None or before.listed is None:
        raise LookupError(name)
    style = before.style(record)
    splices = [splice for change in changes for splice in _splices(record, change, before, style)]
    wanted = [plain(item) for item in before.listed.items]
    at = before.listed.items.index(record)
    for change in changes:
        wanted[at] = applied(wanted[at], change)
    return _verified(before, _result(data, splices), wanted)


def with_records(data: bytes, records: Sequence[NewRecord]) -> bytes:
    """The file with new records, each after the one that it names, or last; raises as `with_changes` does."""
    for name, group in groupby(records, key=attrgetter("after")):
        values = [_ordered(record.value) for record in group]
        _allowed(values)
        before = tree(data)
        items = before.listed.items if before.listed else []
        after = before.record(name) if name else None
        at = items.index(after) + 1 if after is not None else len(items)
        wanted = [plain(item) for item in items]
        wanted[at:at] = map(as_plain, values)
        data = _verified(before, _result(data, place_records(before, at, values)), wanted)
    return data


def is_allowed(text: str) -> bool:
    """Whether a register may hold all characters of a text: none that steers a terminal or cannot be seen."""
    page = Page("")
    return (
        scan(page, "".join(f"# {line}\n" for line in text.split("\n")).encode(errors="replace")) and not page.findings
    )


def _allowed(value: Data) -> None:
    for text in texts_in(value):
        if not is_allowed(text.replace("\t", " ")):
            raise NotAllowed(text)


def _ordered(record: Mapping[str, Data]) -> dict[str, Data]:
    """A record with its keys in the order of the table."""
    return {key: record[key] for key in sorted(record, key=_order(()).index)}


def _result(data: bytes, splices: Iterable[Splice]) -> bytes:
    bom = _BOM if data.startswith(_BOM) else b""
    return bom + spliced(data.removeprefix(_BOM).decode(), list(splices)).encode()


def _verified(before: Tree, result: bytes, wanted: list[Plain]) -> bytes:
    """The result, if it says exactly what was meant and nothing else has changed."""
    after = tree(result)
    found = [plain(item) for item in after.listed.items] if after.listed else []
    if found != wanted or _settings(before) != _settings(after):
        raise CannotPlace
    return result


def _settings(of: Tree) -> list[tuple[str, Plain]]:
    """What a file says besides its records."""
    return [(key.value, plain(value)) for key, value in of.pairs if key.value != LIST]


def _splices(record: MappingNode, change: Change, whole: Tree, style: Style) -> Iterable[Splice]:
    """The places and texts of one change."""
    if isinstance(change, Put):
        return _put(record, change.path, change.value, whole, style)
    return _add(record, change, whole, style)


def _add(record: MappingNode, change: Add, whole: Tree, style: Style) -> Iterable[Splice]:
    """A further item of a list, or the first one."""
    existing = _child(record, change.key)
    if existing is None:
        return new_pairs(record, {change.key: [change.value]}, _order(()), whole.lines, style)
    if not isinstance(existing, SequenceNode):
        raise CannotPlace
    if existing.items:
        return new_items(change.key, existing, [change.value], whole.lines, style)
    if is_flow(record, whole.lines.text):
        start = existing.start_mark.index
        return [Splice(start, start + 1, "[" + inline(change.value, True))]
    return opened(change.key, [change.value], column(record, whole.lines), existing, whole.lines, style)


def _put(record: MappingNode, path: Path, value: Data, whole: Tree, style: Style) -> Iterator[Splice]:
    """Set a value: replaced if it is there, else put in after the keys that come before it."""
    above: Node | None = None
    parent: Node | None = record
    for key in path[:-1]:
        above, parent = parent, _child(parent, key)
    last = path[-1]
    node = _child(parent, last)
    if isinstance(node, MappingNode) and isinstance(value, Mapping):
        known = {key: child for key in value if (child := _child(node, key)) is not None}
        yield from (replaced(child, value[key]) for key, child in known.items())
        fresh = {key: one for key, one in value.items() if key not in known}
        yield from _new_keys(node, parent, path, fresh, whole, style)
    elif node is not None:
        yield replaced(node, value)
    elif isinstance(parent, MappingNode) and isinstance(last, str):
        yield from _new_keys(parent, above, path[:-1], {last: value}, whole, style)
    else:
        raise CannotPlace


def _new_keys(
    node: MappingNode, above: Node | None, path: Path, values: Mapping[str, Data], whole: Tree, style: Style
) -> Iterable[Splice]:
    """Keys that a mapping does not have yet; `above` is what it stands in."""
    text = whole.lines.text
    if values and isinstance(above, SequenceNode) and is_flow(above, text) and not is_flow(node, text):
        return braced(node, values)
    return new_pairs(node, values, _order(path), whole.lines, style)


def _child(node: Node | None, key: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for name, value in node.pairs if name.value == key), None)
    if isinstance(node, SequenceNode) and isinstance(key, int):
        return node.items[key]
    return None


def _order(path: Path) -> tuple[str, ...]:
    """The keys of the mapping at a path, in the order of the table of keys."""
    shape = _SHAPES.get(str(path[0]) if path else "")
    return tuple(known.key for known in shape.fields) if shape else ()
