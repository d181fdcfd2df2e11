"""Edits of a register's file: bytes in, bytes out, and no line changes but those that say something new.

Places come from the parser's marks (`placing`); the new text is put in from the end backwards. Whatever the result, it
is read again and compared with what was meant, so that an odd layout ends in CannotPlace and never in a wrong record.

What the record must say afterwards is worked out on its contents alone, as the judge of every edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.edit.edits import Add, Change, Data, Drop, NewRecord, Path, Put
from mou_tracker.edit.insert import CannotPlace, NotAllowed, Splice, place_records, spliced
from mou_tracker.edit.placing import order_of_keys, splices_of
from mou_tracker.edit.serialize import text_of, texts_in
from mou_tracker.edit.tree import LIST, Beginning, Plain, Tree, beginning, plain, tree, tree_around
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import default_loader
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
    return {**record, change.key: [*listed, *map(as_plain, (change.value, *change.more))]}


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
            _allowed([change.value, *change.more] if isinstance(change, Add) else change.value)
    found = _changed_around(data, name, changes, at) if at else None
    if found is not None:
        return found
    before = tree(data)
    record = before.record(name)
    if record is None or before.listed is None:
        raise LookupError(name)
    style = before.style(record)
    splices = [splice for change in changes for splice in splices_of(record, change, before, style)]
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
    splices = [splice for change in changes for splice in splices_of(record, change, before, style)]
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
                _allowed([change.value, *change.more] if isinstance(change, Add) else change.value)
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
        splices = [splice for change in edit.changes for splice in splices_of(record, change, before, style)]
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
        scan(source, "".join(f"# {line}\n" for line in text.split("\n")).encode(errors="surrogatepass"))
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
    keys = tuple(record)
    order = _sorted(keys)
    return dict(record) if order == keys else {key: record[key] for key in order}


@lru_cache(maxsize=1024)
def _sorted(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a record in the order of the table; the many records of a list have the same ones."""
    return tuple(sorted(keys, key=order_of_keys(()).index))


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
