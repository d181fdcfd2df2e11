"""What is left of a record with errors: enough of it to check the rest, and which of its fields are broken."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import PartialRecord
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding, nearest
from mou_tracker.basics.patterns import pattern
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.wrong_types import BROKEN
from mou_tracker.parsing.locations import Places
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import SourceFile

_PART = pattern(r"[^.\[\]]+")
_ABSENT = ("sources", "owner", "dprd", "steps")
_TERM = ("term", "ends", "ends_with", "extensions")
_STRANGER = "\0"
_PEOPLE = pattern(r"(follow_ups\[[0-9]+\]\.)?owner(\[[0-9]+\])?|reminders\.escalate(\.to(\[[0-9]+\])?)?")


def salvage(
    values: dict[str, object], node: Node, source: SourceFile, found: Iterable[Finding]
) -> PartialRecord | None:
    """A record of these values and findings without what they make doubtful; None if not even its head is sound."""
    if not isinstance(node, MappingNode) or any(values.get(name, BROKEN) is BROKEN for name in AGREEMENT.required):
        return None
    starts, found = [source.lines.place(key.start_mark.index) for key, _ in node.pairs], tuple(found)
    broken = {name for name, value in values.items() if value is BROKEN}
    for finding in found:
        place = finding.span[:2]
        number = bisect_right(starts, place) - 1
        if number >= 0 and place <= source.lines.place(node.end_mark.index) and finding.rule != "missing-dash":
            broken.add(_path_to(node, number, values, source, finding))
    if source.spoiled:
        lines = {
            key.value: (start[0], source.lines.place(value.end_mark.index)[0])
            for (key, value), start in zip(node.pairs, starts, strict=True)
        }
        broken |= _spoiled(source, source.at(node).span.line, source.at(node).span.end_line, lines)
    places = Places(source.lines, node.start_mark.index, node.end_mark.index)
    sound = {name: value for name, value in values.items() if value is not BROKEN}
    agreement = Agreement(**sound, file=source.file, places=places)  # type: ignore[arg-type]
    harm = _damaged(agreement, broken, values)
    if harm and about_people(harm.broken) and all(finding.rule != "missing-dash" for finding in found):
        return replace(harm, told=_as_written(agreement, node))
    return harm


def about_people(broken: Collection[str]) -> bool:
    """Whether nothing of a record is broken but who is told of it, of a promise, or of what is late."""
    return all(_PEOPLE.fullmatch(path) for path in broken)


def _as_written(agreement: Agreement, node: MappingNode) -> Agreement:
    """The record with everybody who is named in it, also those who cannot be told: others stand in for these."""
    promises = next((value for key, value in node.pairs if key.value == "follow_ups"), None)
    items = promises.items if isinstance(promises, SequenceNode) else []
    follow_ups = zip(agreement.follow_ups, items, strict=True) if agreement.follow_ups else ()
    return replace(
        agreement,
        owner=_named(node),
        follow_ups=tuple(replace(one, owner=_named(item)) for one, item in follow_ups),
    )


def _named(node: Node) -> tuple[str, ...]:
    """The texts under `owner`, as they can be shown: they may hold what no register may."""
    owners = [value for key, value in node.pairs if key.value == "owner"] if isinstance(node, MappingNode) else []
    each = (one for owner in owners for one in (owner.items if isinstance(owner, SequenceNode) else (owner,)))
    return tuple(escape_text(one.value) for one in each if isinstance(one, Scalar) and one.value)


def spoiled(agreement: Agreement, source: SourceFile) -> PartialRecord | None:
    """A record that stands on characters which cannot be trusted, without the fields on their lines."""
    whole = agreement.places[""]
    places = {name: agreement.places.get(name) for name in AGREEMENT.by_key}
    lines = {name: (place.line, place.end_line) for name, place in places.items() if place}
    return _damaged(agreement, _spoiled(source, whole.line, whole.end_line, lines), lines)


def _damaged(agreement: Agreement, broken: Collection[str], present: Collection[str]) -> PartialRecord | None:
    """The record without its broken fields. What a strange key was meant for is unknown: nothing counts as missing."""
    broken = set(broken)
    for name in [name for name in broken if name.startswith(_STRANGER)]:
        broken.remove(name)
        near = nearest(name[1:], AGREEMENT.by_key)
        if near is None:
            broken |= set(_ABSENT) - set(present)
            broken |= set() if any(field in present for field in _TERM) else set(_TERM)
        elif near not in present:
            broken.add(near)
    if broken & {"title", "partner", "partners", "kind", "instrument"}:
        return None
    return PartialRecord(without(agreement, broken), frozenset(broken))


def _spoiled(source: SourceFile, first: int, last: int, lines: dict[str, tuple[int, int]]) -> set[str]:
    """The fields that stand on lines with characters that cannot be trusted."""
    broken: set[str] = set()
    for number in (number for number in range(first, last + 1) if number in source.spoiled):
        names = {name for name, (start, end) in lines.items() if start <= number <= end}
        broken |= {name if name in AGREEMENT.by_key else _STRANGER + name for name in names} or {_STRANGER}
    return broken


def _path_to(node: MappingNode, number: int, values: dict[str, object], source: SourceFile, finding: Finding) -> str:
    """The field in which a finding lies, as deep as what was read there is still of use."""
    key, value = node.pairs[number]
    if key.value not in AGREEMENT.by_key:
        return _STRANGER + key.value
    if finding.rule == "duplicate-key" and finding.span[:2] == source.lines.place(key.start_mark.index):
        return key.value
    return key.value + _below(value, values.get(key.value), source, finding)


def _below(node: Node, made: Any, source: SourceFile, finding: Finding) -> str:
    """The rest of a path: into an item or key that holds the finding, if its whole is still what the text says."""
    place = finding.span[:2]
    if isinstance(node, SequenceNode) and isinstance(made, tuple) and len(made) == len(node.items):
        number = bisect_right(node.items, place, key=lambda item: source.lines.place(item.start_mark.index)) - 1
        return f"[{number}]" + _below(node.items[number], made[number], source, finding) if number >= 0 else ""
    if isinstance(node, MappingNode) and isinstance(made, Struct):
        number = bisect_right(node.pairs, place, key=lambda pair: source.lines.place(pair[0].start_mark.index)) - 1
        key, value = node.pairs[number] if number >= 0 else (None, node)
        repeated = finding.rule == "duplicate-key" and key and place == source.lines.place(key.start_mark.index)
        if key and key.value in _defaults(type(made)) and not repeated:
            return f".{key.value}" + _below(value, getattr(made, key.value), source, finding)
    return ""


def without(agreement: Agreement, paths: Iterable[str]) -> Agreement:
    """The record with these fields empty, but for those that nothing can stand for."""
    for path in paths:
        agreement = _emptied(agreement, _PART.findall(path))
    return agreement


def _emptied(thing: Any, path: list[str]) -> Any:
    name, rest = path[0], path[1:]
    if isinstance(thing, tuple):
        number = int(name)
        if not rest or number >= len(thing):
            return thing
        return (*thing[:number], _emptied(thing[number], rest), *thing[number + 1 :])
    if not isinstance(thing, Struct):
        return thing
    value = _emptied(getattr(thing, name), rest) if rest else _defaults(type(thing))[name]
    return thing if value is NODEFAULT else replace(thing, **{name: value})


def _defaults(kind: type[Struct]) -> dict[str, object]:
    """What each field of a kind is where a record leaves it out; NODEFAULT where it must be there."""
    names, given = kind.__struct_fields__, kind.__struct_defaults__
    return dict(zip(names, (*(NODEFAULT,) * (len(names) - len(given)), *given), strict=True))
