"""Edits of a register's file: bytes in, bytes out, and no line changes but those that say something new.

Places come from the parser's marks; the new text is put in from the end backwards. Whatever the result, it is read
again and compared with what was meant, so that an odd layout ends in CannotPlace and never in a wrong record.

What the record must say afterwards is worked out on its contents alone, as the judge of every edit; the result can be
shown as a patch.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.patterns import pattern
from mou_tracker.edit.edits import Add, Change, Data, Drop, NewRecord, Path, Put
from mou_tracker.edit.insert import (
    CannotPlace,
    NotAllowed,
    Splice,
    braced,
    new_items,
    new_pairs,
    opened,
    place_records,
    replaced,
    spliced,
)
from mou_tracker.edit.rewrite import rewritten, without_item, without_pair
from mou_tracker.edit.serialize import inline, text_of, texts_in
from mou_tracker.edit.tree import (
    LIST,
    Beginning,
    Plain,
    Style,
    Tree,
    beginning,
    column,
    is_flow,
    plain,
    tree,
    tree_around,
)
from mou_tracker.fields.paths import mapping_at
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.recovery import Parsed, Piece, item_around, items_of
from mou_tracker.parsing.source_file import SourceFile


def as_plain(value: Data) -> Plain:
    """A value as a reader of the text sees it."""
    if isinstance(value, str):  # most values: asked first
        return value.rstrip("\n")
    text = text_of(value)
    if text is not None:
        return text
    if isinstance(value, Mapping):
        return {key: as_plain(one) for key, one in value.items()}
    assert not isinstance(value, (str, int, DateSpan, Period))
    return [as_plain(one) for one in value]


def applied(record: Plain, change: Change) -> Plain:
    """A record's contents with a change; what is given is left as it was."""
    assert isinstance(record, dict)
    if isinstance(change, Put):
        return _put_expected(record, change.path, change.value)
    if isinstance(change, Drop):
        return _dropped(record, change.path)
    listed = record.get(change.key, [])
    assert isinstance(listed, list)
    return {**record, change.key: [*listed, as_plain(change.value)]}


def _put_expected(old: Plain, path: Sequence[str | int], value: Data) -> Plain:
    """The contents with a value at a path; a mapping is merged into the one that stands there."""
    if path:
        key, *rest = path
        if isinstance(old, list) and isinstance(key, int):
            return [_put_expected(item, rest, value) if at == key else item for at, item in enumerate(old)]
        known = old if isinstance(old, dict) else {}
        return {**known, str(key): _put_expected(known.get(str(key)), rest, value)}
    if isinstance(old, dict) and isinstance(value, Mapping):
        return {**old, **{key: _put_expected(old.get(key), (), one) for key, one in value.items()}}
    return as_plain(value)


def _dropped(old: Plain, path: Path) -> Plain:
    """The contents without what stands at a path; what holds nothing else goes with it, but for the record itself."""
    key, *rest = path
    inner = _at(old, key)
    left = _dropped(inner, tuple(rest)) if rest else None
    if isinstance(old, list):
        assert isinstance(key, int)
        return [*old[:key], *([left] if left else []), *old[key + 1 :]]
    assert isinstance(old, dict)
    return {name: left if name == key else one for name, one in old.items() if name != key or left}


def _at(old: Plain, key: str | int) -> Plain:
    if isinstance(old, list) and isinstance(key, int) and key < len(old):
        return old[key]
    if isinstance(old, dict) and str(key) in old:
        return old[str(key)]
    raise LookupError(key)


_BOM = b"\xef\xbb\xbf"


def with_changes(data: bytes, name: str, changes: Sequence[Change], at: tuple[int, int] | None = None) -> bytes:
    """The file with changes of the record of that id.

    `at` is the line and column of the record, if known: of a large file only that part is read then, where its layout
    allows it. Raises LookupError if the file has no such record, CannotPlace, NotAllowed, and UnicodeDecodeError for
    what is not UTF-8.
    """
    if len(changes) > 1 and any(isinstance(change, Drop) for change in changes):
        for change in changes:  # what goes may take neighbours with it: each is judged on what the last one left
            data = with_changes(data, name, [change])
        return data
    for change in changes:
        if not isinstance(change, Drop):
            _allowed(change.value)
    found = _changed_around(data, name, changes, at) if at else None
    if found is not None:
        return found
    before = tree(data)
    record = before.record(name)
    if record is None or before.listed is None:
        raise LookupError(name)
    style = before.style(record)
    splices = [splice for change in changes for splice in _splices(record, change, before, style)]
    wanted = [plain(item) for item in before.listed.items]
    index = before.listed.items.index(record)
    for change in changes:
        wanted[index] = applied(wanted[index], change)
    result = _result(data, splices)
    _verified(before, result, wanted)
    return result


def _changed_around(data: bytes, name: str, changes: Sequence[Change], at: tuple[int, int]) -> bytes | None:
    """The file with changes of the record at a place, of which no other record was read; None if that does not do."""
    found = tree_around(data, at)
    if found is None:
        return None
    before, piece = found
    record = before.record(name)
    if record is None or not piece.start <= record.start_mark.index < piece.end:
        return None
    style = before.style(record)
    splices = [splice for change in changes for splice in _splices(record, change, before, style)]
    wanted = plain(record)
    for change in changes:
        wanted = applied(wanted, change)
    result = _result(data, splices)
    return result if is_what_was_meant(data, result, piece, wanted) else None


def is_what_was_meant(data: bytes, result: bytes, piece: Piece, wanted: Plain) -> bool:
    """Whether all before and after a record's lines is what it was, and these say exactly what was meant.

    They are whole items of the list before and after, begin and end with a line, and are cut out alike: so what stands
    around them is read as it was.
    """
    old, new = (text.removeprefix(_BOM).decode() for text in (data, result))
    end = len(new) - (len(old) - piece.end)
    lines = new[piece.start : end]
    if new[: piece.start] != old[: piece.start] or new[end:] != old[piece.end :]:
        return False
    if end < len(new) and not lines.endswith("\n"):
        return False
    return _say(lines, wanted)


class RecordChanges(Struct, frozen=True):
    """The changes of one record: its id, and the line and column at which it stands."""

    name: str
    at: tuple[int, int]
    changes: Sequence[Change]


def with_changes_of(data: bytes, edits: Sequence[RecordChanges]) -> tuple[bytes, list[RecordChanges]]:
    """The file with changes of many records, and the records that are written so that theirs cannot be put in.

    Each is changed and looked at in its own lines, however many there are; raises as `with_changes` does.
    """
    begun, text = beginning(data), data.removeprefix(_BOM).decode()
    parts: list[tuple[Piece, str]] = []
    left: list[RecordChanges] = []
    for edit in edits:
        dropping = any(isinstance(change, Drop) for change in edit.changes)
        for change in edit.changes:
            if not isinstance(change, Drop):
                _allowed(change.value)
        part = _changed_part(begun, edit) if begun and begun.source.lines.text == text and not dropping else None
        if part is None:
            left.append(edit)
        else:
            parts.append(part)
    made, end = [], 0
    for piece, new in sorted(parts, key=lambda part: part[0].start):
        if piece.start < end:  # two records that share their lines
            raise CannotPlace
        made += [text[end : piece.start], new]
        end = piece.end
    result = (_BOM if data.startswith(_BOM) else b"") + "".join([*made, text[end:]]).encode()
    failed = []
    for edit in left:
        try:
            result = with_changes(result, edit.name, edit.changes)
        except CannotPlace:
            failed.append(edit)
    return result, failed


def _changed_part(begun: Beginning, edit: RecordChanges) -> tuple[Piece, str] | None:
    """A record's lines and what becomes of them; None if that does not do."""
    found = begun.around(edit.at)
    if found is None:
        return None
    before, piece = found
    record = before.record(edit.name)
    if record is None or not piece.start <= record.start_mark.index < piece.end:
        return None
    text, style = before.lines.text, begun.style(record)
    try:
        splices = [splice for change in edit.changes for splice in _splices(record, change, before, style)]
    except CannotPlace:
        return None
    if any(not piece.start <= one.start <= one.end <= piece.end for one in splices):
        return None
    wanted = plain(record)
    for change in edit.changes:
        wanted = applied(wanted, change)
    shifted = [Splice(one.start - piece.start, one.end - piece.start, one.text) for one in splices]
    new = spliced(text[piece.start : piece.end], shifted)
    if piece.end < len(text) and not new.endswith("\n"):
        return None
    return (piece, new) if _say(new, wanted) else None


def _say(lines: str, wanted: Plain) -> bool:
    """Whether some lines are one whole item of a list, which says what was meant."""
    source = SourceFile("")
    if not scan(source, lines.encode()) or source.count:
        return False
    found = items_of(source, Piece(0, len(lines), item=True), default_loader())
    if found is None or [plain(item) for item in found] != [wanted]:
        return False
    again = item_around(lines, found[0].start_mark.index)
    return again is not None and (again.start, again.end) == (0, len(lines))


def with_records(data: bytes, records: Sequence[NewRecord]) -> bytes:
    """The file with new records, each after the one that it names, or last; raises as `with_changes` does."""
    return with_records_parsed(data, records)[0]


def with_records_parsed(data: bytes, records: Sequence[NewRecord]) -> tuple[bytes, Parsed | None]:
    """The same, and the result parsed, as it was to see that it is what was meant; None where its text has errors."""
    parsed: Parsed | None = None
    for name, group in groupby(records, key=attrgetter("after")):
        values = [in_order(record.value) for record in group]
        _allowed(values)
        before = tree(data)
        items = before.listed.items if before.listed else []
        after = before.record(name) if name else None
        at = items.index(after) + 1 if after is not None else len(items)
        wanted = [plain(item) for item in items]
        wanted[at:at] = map(as_plain, values)
        data = _result(data, place_records(before, at, values))
        parsed = _verified(before, data, wanted).parsed
    return data, parsed


def is_allowed(text: str) -> bool:
    """Whether a register may hold all characters of a text: none that steers a terminal or cannot be seen."""
    source = SourceFile("")
    return (
        scan(source, "".join(f"# {line}\n" for line in text.split("\n")).encode(errors="replace"))
        and not source.findings
    )


def _allowed(value: Data) -> None:
    texts = [*texts_in(value)]
    if not is_allowed("\n".join(texts).replace("\t", " ")):  # all at once: an import brings many thousands
        for text in texts:
            if not is_allowed(text.replace("\t", " ")):
                raise NotAllowed(text)


def in_order(record: Mapping[str, Data]) -> dict[str, Data]:
    """A record with its keys in the order of the table."""
    return {key: record[key] for key in _sorted(tuple(record))}


@lru_cache(maxsize=1024)
def _sorted(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a record in the order of the table; the many records of a list have the same ones."""
    return tuple(sorted(keys, key=_order(()).index))


def _result(data: bytes, splices: Iterable[Splice]) -> bytes:
    bom = _BOM if data.startswith(_BOM) else b""
    return bom + spliced(data.removeprefix(_BOM).decode(), list(splices)).encode()


def _verified(before: Tree, result: bytes, wanted: list[Plain]) -> Tree:
    """The tree of the result, if that says exactly what was meant and nothing else has changed."""
    after = tree(result)
    found = [plain(item) for item in after.listed.items] if after.listed else []
    if found != wanted or _settings(before) != _settings(after):
        raise CannotPlace
    return after


def _settings(of: Tree) -> list[tuple[str, Plain]]:
    """What a file says besides its records."""
    return [(key.value, plain(value)) for key, value in of.pairs if key.value != LIST]


def _splices(record: MappingNode, change: Change, whole: Tree, style: Style) -> Iterable[Splice]:
    """The places and texts of one change."""
    if isinstance(change, Put):
        return _put(record, change, whole, style)
    if isinstance(change, Drop):
        return [_drop(record, change.path, whole)]
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


def _alike_in_kind(node: Node, value: Data) -> bool:
    """Whether both are single values, lists or mappings."""
    if text_of(value) is not None:
        return isinstance(node, Scalar)
    return isinstance(node, MappingNode if isinstance(value, Mapping) else SequenceNode)


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


def _size(node: Node) -> int:
    if isinstance(node, MappingNode):
        return len(node.pairs)
    return len(node.items) if isinstance(node, SequenceNode) else 0


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
        return node.items[key] if key < len(node.items) else None
    return None


def _order(path: Path) -> tuple[str, ...]:
    """The keys of the mapping at a path, in the order of the table of keys."""
    shape = mapping_at(path)
    return tuple(known.key for known in shape.fields) if shape else ()


_LINE = pattern(r"[^\n]*\n|[^\n]+")  # as git counts lines: other breaks are characters of a line


def patch(name: str, old: bytes, new: bytes) -> str:
    """A unified diff of a file before and after; empty if nothing changed. Raises UnicodeDecodeError."""
    before, after = (_LINE.findall(data.decode()) for data in (old, new))
    if before == after:
        return ""
    head = f"--- {f'a/{name}' if old else '/dev/null'}\n+++ b/{name}\n"
    return head + "".join(_hunk(before, after, codes) for codes in _grouped(_opcodes(before, after)))


Opcode = tuple[str, int, int, int, int]
_CONTEXT = 3


def _opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """What to do with which lines. The ones that all changes leave before and after them are not searched for others.

    An edit is small, a register large: difflib would look at every line, for seconds. Where a line more may belong to
    the beginning or to the end, it goes to the longer of both, as there.
    """
    most = min(len(before), len(after))
    first, last = _alike(before, after, most), _alike(before[::-1], after[::-1], most)
    first, last = (first, min(last, most - first)) if first >= last else (min(first, most - last), last)
    ends = len(before) - last, len(after) - last
    found = difflib.SequenceMatcher(None, before[first : ends[0]], after[first : ends[1]]).get_opcodes()
    return [
        ("equal", 0, first, 0, first),
        *((tag, a + first, b + first, c + first, d + first) for tag, a, b, c, d in found),
        ("equal", ends[0], len(before), ends[1], len(after)),
    ]


def _alike(before: Sequence[str], after: Sequence[str], most: int) -> int:
    """How many lines are the same from the beginning on."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((number for number, (one, other) in pairs if one != other), most)


def _grouped(codes: Iterable[Opcode]) -> Iterator[list[Opcode]]:
    """The changes with the lines around them, those together that are near one another."""
    group: list[Opcode] = []
    for tag, a, b, c, d in codes:
        if tag != "equal":
            group.append((tag, a, b, c, d))
        elif a < b:
            if group and b - a > 2 * _CONTEXT:
                yield [*group, (tag, a, a + _CONTEXT, c, c + _CONTEXT)]
                group = []
            group.append((tag, max(a, b - _CONTEXT), b, max(c, d - _CONTEXT), d) if not group else (tag, a, b, c, d))
    if any(tag != "equal" for tag, *_ in group):
        tag, a, b, c, d = group[-1]
        yield [*group[:-1], (tag, a, min(b, a + _CONTEXT), c, min(d, c + _CONTEXT)) if tag == "equal" else group[-1]]


def _hunk(before: Sequence[str], after: Sequence[str], codes: Sequence[Opcode]) -> str:
    lines = [f"@@ -{_range(codes[0][1], codes[-1][2])} +{_range(codes[0][3], codes[-1][4])} @@\n"]
    for tag, a, b, c, d in codes:
        if tag == "equal":
            lines += [_line(f" {line}") for line in before[a:b]]
        else:
            lines += [_line(f"-{line}") for line in before[a:b]]
            lines += [_line(f"+{line}") for line in after[c:d]]
    return "".join(lines)


def _range(start: int, end: int) -> str:
    """Where lines stand, as a hunk's head says it: the line before where there are none."""
    count = end - start
    return str(start + 1) if count == 1 else f"{start + 1 if count else start},{count}"


def _line(text: str) -> str:
    """One line of the diff, harmless to print; a carriage return at its end is part of the file."""
    body = text.rstrip("\r\n")
    ending = text[len(body) :]
    shown = body[:1] + escape_text(body[1:])
    return shown + (ending if ending.endswith("\n") else f"{ending}\n\\ No newline at end of file\n")
