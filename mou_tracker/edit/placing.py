"""Where a change of a record goes in its text: the places, from the parser's marks, and the new text for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mou_tracker.edit.edits import Add, Change, Data, Drop, Path, Put
from mou_tracker.edit.insert import CannotPlace, Splice, braced, new_items, new_pairs, opened, replaced
from mou_tracker.edit.rewrite import rewritten, without_item, without_pair
from mou_tracker.edit.serialize import inline, text_of
from mou_tracker.edit.tree import Style, Tree, column, is_flow
from mou_tracker.fields.paths import mapping_at
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode


def splices_of(record: MappingNode, change: Change, whole: Tree, style: Style) -> Iterable[Splice]:
    """The places and texts of one change."""
    if isinstance(change, Put):
        return _put(record, change, whole, style)
    if isinstance(change, Drop):
        return [_drop(record, change.path, whole)]
    return _add(record, change, whole, style)


def _add(record: MappingNode, change: Add, whole: Tree, style: Style) -> Iterable[Splice]:
    """Further items of a list, or the first ones."""
    existing, values = _child(record, change.key), [change.value, *change.more]
    if existing is None:
        return new_pairs(record, {change.key: values}, order_of_keys(()), whole.lines, style)
    if not isinstance(existing, SequenceNode):
        raise CannotPlace
    if existing.items:
        return new_items(change.key, existing, values, whole.lines, style)
    if is_flow(record, whole.lines.text):
        start = existing.start_mark.index
        return [Splice(start, start + 1, "[" + ", ".join(inline(value, True) for value in values))]
    return opened(change.key, values, column(record, whole.lines), existing, whole.lines, style)


def _put(record: MappingNode, change: Put, whole: Tree, style: Style) -> Iterator[Splice]:
    """Set a value: rewritten if it is there, else put in after the keys that come before it."""
    path, value = change.path, change.value
    above: Node | None = None
    parent: Node | None = record
    for key in path[:-1]:
        above, parent = parent, _child(parent, key)
    last = path[-1]
    node = _child(parent, last)
    if isinstance(node, MappingNode) and isinstance(value, Mapping):
        yield from _merge(node, parent, change, whole, style)
    elif node is not None and not (change.any_kind or _alike_in_kind(node, value)):
        raise CannotPlace
    elif node is not None and isinstance(parent, MappingNode):
        name = next(name for name, _ in parent.pairs if name.value == last)
        yield from rewritten(parent, name, node, value, whole.lines, style)
    elif node is not None:
        yield replaced(node, value)
    elif isinstance(parent, MappingNode) and isinstance(last, str):
        yield from _new_keys(parent, above, path[:-1], {last: value}, whole, style)
    else:
        raise CannotPlace


def _merge(node: MappingNode, above: Node | None, change: Put, whole: Tree, style: Style) -> Iterator[Splice]:
    """The keys of a mapping put into one that is there; `above` is what that one stands in."""
    assert isinstance(change.value, Mapping)
    fresh = dict(change.value)
    for name, child in node.pairs:
        if name.value not in fresh:
            continue
        value = fresh.pop(name.value)
        if isinstance(child, MappingNode) and isinstance(value, Mapping):
            yield from _merge(child, node, change._replace(path=(*change.path, name.value), value=value), whole, style)
        elif change.any_kind or _alike_in_kind(child, value):
            yield from rewritten(node, name, child, value, whole.lines, style)
        else:
            raise CannotPlace
    yield from _new_keys(node, above, change.path, fresh, whole, style)


def _drop(record: MappingNode, path: Path, whole: Tree) -> Splice:
    """Take away what stands at a path, or the outermost of what holds nothing else."""
    on_the_way: list[Node] = [record]
    for key in path:
        child = _child(on_the_way[-1], key)
        if child is None:
            raise LookupError(path)
        on_the_way.append(child)
    depth = len(path) - 1
    while depth and _size(on_the_way[depth]) == 1:
        depth -= 1
    node, key = on_the_way[depth], path[depth]
    if isinstance(node, SequenceNode) and isinstance(key, int):
        return without_item(node, key, whole.lines)
    assert isinstance(node, MappingNode)
    at = next(at for at, (name, _) in enumerate(node.pairs) if name.value == key)
    return without_pair(node, at, whole.lines)


def _new_keys(
    node: MappingNode, above: Node | None, path: Path, values: Mapping[str, Data], whole: Tree, style: Style
) -> Iterable[Splice]:
    """Keys that a mapping does not have yet; `above` is what it stands in."""
    text = whole.lines.text
    if values and isinstance(above, SequenceNode) and is_flow(above, text) and not is_flow(node, text):
        return braced(node, values)
    return new_pairs(node, values, order_of_keys(path), whole.lines, style)


def _alike_in_kind(node: Node, value: Data) -> bool:
    """Whether both are single values, lists or mappings."""
    if text_of(value) is not None:
        return isinstance(node, Scalar)
    return isinstance(node, MappingNode if isinstance(value, Mapping) else SequenceNode)


def _child(node: Node | None, key: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for name, value in node.pairs if name.value == key), None)
    if isinstance(node, SequenceNode) and isinstance(key, int):
        return node.items[key] if key < len(node.items) else None
    return None


def _size(node: Node) -> int:
    if isinstance(node, MappingNode):
        return len(node.pairs)
    return len(node.items) if isinstance(node, SequenceNode) else 0


def order_of_keys(path: Path) -> tuple[str, ...]:
    """The keys of the mapping at a path, in the order of the table of keys."""
    shape = mapping_at(path)
    return tuple(known.key for known in shape.fields) if shape else ()
