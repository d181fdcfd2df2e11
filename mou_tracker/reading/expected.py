"""What a record says after a change, worked out on its contents alone: the judge of every edit of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.core.edits import Change, Data, Put
from mou_tracker.reading.tree import Plain
from mou_tracker.reading.written import text_of


def as_plain(value: Data) -> Plain:
    """A value as a reader of the text sees it."""
    text = text_of(value)
    if text is not None:
        return text.rstrip("\n")
    if isinstance(value, Mapping):
        return {key: as_plain(one) for key, one in value.items()}
    assert not isinstance(value, (str, int, DateSpan, Period))
    return [as_plain(one) for one in value]


def applied(record: Plain, change: Change) -> Plain:
    """A record's contents with a change; what is given is left as it was."""
    assert isinstance(record, dict)
    if isinstance(change, Put):
        return _put(record, change.path, change.value)
    listed = record.get(change.key, [])
    assert isinstance(listed, list)
    return {**record, change.key: [*listed, as_plain(change.value)]}


def _put(old: Plain, path: Sequence[str | int], value: Data) -> Plain:
    """The contents with a value at a path; a mapping is merged into the one that stands there."""
    if path:
        key, *rest = path
        if isinstance(old, list) and isinstance(key, int):
            return [_put(item, rest, value) if at == key else item for at, item in enumerate(old)]
        known = old if isinstance(old, dict) else {}
        return {**known, str(key): _put(known.get(str(key)), rest, value)}
    if isinstance(old, dict) and isinstance(value, Mapping):
        return {**old, **{key: _put(old.get(key), (), one) for key, one in value.items()}}
    return as_plain(value)
