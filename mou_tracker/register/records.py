"""Records of the list `agreements`: each is taken whole or set aside with its first error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import PartialRecord, Unreadable
from mou_tracker.basics.findings import Span
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields import combinations
from mou_tracker.fields.at_once import Reader
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.value_types import read_mapping
from mou_tracker.fields.wrong_types import report_wrong_type
from mou_tracker.parsing.locations import Places
from mou_tracker.parsing.nodes import MappingNode, Node, ReadMapping, Reported
from mou_tracker.parsing.source_file import SourceFile
from mou_tracker.parsing.stream import AtOnceFor
from mou_tracker.register.partial import salvage

_SALVAGED_ID = pattern(r"\bid: *[\"']?([a-z0-9]+(?:-[a-z0-9]+)*)[\"']?(?=[ ,}\r\n])")


class Records(Struct):
    """The records read so far. `ids` maps each id to its first place: a source and two indices of its text."""

    agreements: list[Agreement] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    damaged: list[PartialRecord] = field(default_factory=list)
    ids: dict[str, tuple[SourceFile, int, int]] = field(default_factory=dict)


def at_once(records: Records, source: SourceFile) -> AtOnceFor:
    """What reads clean records of a source without nodes: those that begin with their id, which no other one has."""
    ids = records.ids
    return partial(Reader, AGREEMENT, "id", lambda values: values["id"] not in ids, source)


def read_record(
    records: Records,
    source: SourceFile,
    node: Node,
    state: tuple[int, int],
    places: Mapping[str, Span] | None = None,
) -> None:
    """Read one item of the list, or the several records that a forgotten dash melted into one.

    `state` is the source's before the item's node was built: an anchor or tag in it has been reported since. `places`
    are those of the record's values, if they are not to be looked up in the source.
    """
    if isinstance(node, ReadMapping):
        id = node.first
        records.ids[id.value] = (source, id.start_mark.index, id.end_mark.index)
        _append(records, source, node, node.values)
        return
    melted: Phrase | None = None
    rest: Node | None = node
    while rest is not None:
        node, source.leftover = rest, None
        count = source.count
        values: dict[str, object] = {}
        if isinstance(node, MappingNode):
            values = read_mapping(AGREEMENT, node, source)
            _claim_id(records, source, node, values.get("id"))
        else:
            report_wrong_type(node, "agreements", source, phrase("a record"))
        if melted is None and source.count == count and not _was_odd(source, node, state):
            _append(records, source, node, values, places)
        else:
            harm = salvage(values, node, source, source.findings[state[1] :])
            if harm:
                records.damaged.append(harm)
            melted = _set_aside(records, source, node, values.get("id"), state, melted)
        state, places = source.state(), None
        rest = source.leftover


def _append(
    records: Records,
    source: SourceFile,
    node: Node,
    values: dict[str, object],
    places: Mapping[str, Span] | None = None,
) -> None:
    if places is None:
        start = node.start_mark
        first_line = None if start.line is None else start.line + 1
        places = Places(source.lines, start.index, node.end_mark.index, first_line)
    values["file"], values["places"] = source.file, places
    records.agreements.append(Agreement(**values))  # type: ignore[arg-type]


def _claim_id(records: Records, source: SourceFile, node: MappingNode, name: object) -> None:
    """Report an id that another record has."""
    if not isinstance(name, str):
        return
    first, place = node.pairs[0]
    if first.value != "id":
        place = next(value for key, value in node.pairs if key.value == "id")
    start, end = place.start_mark.index, place.end_mark.index
    other, first_start, first_end = records.ids.setdefault(name, (source, start, end))
    if (other, first_start) != (source, start):
        earlier = other.between(first_start, first_end)
        source.report(combinations.duplicate_id(source.between(start, end), name, earlier))


def _was_odd(source: SourceFile, node: Node, state: tuple[int, int]) -> bool:
    """Whether something was found in a record while its node was built, and not only on the way to it."""
    if source.count == state[0]:
        return False
    span = source.at(node).span
    return any(span.line <= finding.span.line <= span.end_line for finding in source.findings[state[1] :])


def _set_aside(
    records: Records, source: SourceFile, node: Node, name: object, state: tuple[int, int], melted: Phrase | None
) -> Phrase | None:
    """Put a record among the unreadable; gives the message for what melted into it, if something did."""
    salvage = None
    if isinstance(node, Reported):
        match = _SALVAGED_ID.search(source.lines.text, node.start_mark.index, node.end_mark.index)
        salvage = match[1] if match else None
    known = name if isinstance(name, str) else salvage
    if known:
        source.findings[state[1] :] = [replace(finding, agreement=known) for finding in source.findings[state[1] :]]
    found = source.findings[state[1] :] or source.findings[-1:]
    message = melted or (found[0].message if found else phrase("this record cannot be read"))
    records.unreadable.append(Unreadable(source.file, source.at(node).span.line, known, message))
    return found[-1].message if source.leftover and found else None
