"""All files of a register as one Book: sound records, settings, and everything that is wrong."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from mou_tracker.agreement.procedure import OTHER, Procedure, ProcedureChange
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book, PartialRecord, Register, Unreadable
from mou_tracker.basics.findings import Finding, by_place
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields import combinations, wrong_types
from mou_tracker.fields.table import TOP
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.table.settings import REGISTER
from mou_tracker.fields.value_types import read_mapping
from mou_tracker.fields.wrong_types import BROKEN, blank, report_wrong_type
from mou_tracker.fields.wrong_values import not_allowed_word
from mou_tracker.parsing import file_findings
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import Loader, default_loader
from mou_tracker.parsing.locations import Places
from mou_tracker.parsing.nodes import REPORTED_KEY, Entry, MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.recovery import Parsed, entries
from mou_tracker.parsing.source_file import END_OF_LINE, Location, SourceFile, TooManyErrors, UntrustedRange
from mou_tracker.register.partial import spoiled
from mou_tracker.register.procedures import Procedures, sound_change, sound_kind, with_signing_step
from mou_tracker.register.records import Records, at_once, read_record

_TOP_KEYS = tuple(known.key for known in TOP)
RECORD_AT_TOP = phrase("records belong in the list under `agreements`")


class _Draft(Struct):
    """A Book while its files are read."""

    loader: Loader
    register: Register | None = None
    records: Records = field(default_factory=Records)
    findings: list[Finding] = field(default_factory=list)
    lost: list[Finding] = field(default_factory=list)


def read_book(
    files: Iterable[tuple[str, bytes | Parsed | Finding]],
    procedures: Mapping[str, Procedure],
    loader: Loader | None = None,
) -> Book:
    """The Book of a register's files, given as names with contents, or with the finding why there are none.

    `procedures` are those that are shipped, by kind. Nothing in the files raises: what is wrong becomes
    findings, and a record with an error is named in `unreadable`.
    """
    draft = _Draft(loader or default_loader())
    count = 0
    for file, content in files:
        count += 1
        if isinstance(content, Finding):
            draft.findings.append(content)
            draft.lost.append(content)
        else:
            _read_file(draft, file, content)
    register = draft.register or Register()
    read = len(draft.findings)
    said = {kind: _sound(draft, register, kind, procedures) for kind in register.procedures}
    draft.lost += draft.findings[read:]
    known = Procedures(procedures, said)
    agreements, damaged = with_known_steps(draft.records, draft.findings, known)
    lost = [Unreadable(one.file, one.span.line, None, one.message) for one in draft.lost if one.severity == "error"]
    return Book(
        replace(register, procedures=said),
        agreements,
        known,
        tuple(sorted(draft.findings, key=by_place)),
        tuple(sorted(draft.records.unreadable, key=lambda unreadable: (unreadable.file, unreadable.line))),
        count,
        damaged,
        tuple(lost),
    )


def _read_file(draft: _Draft, file: str, content: bytes | Parsed) -> None:
    source = SourceFile(file)
    first, before = len(draft.records.agreements), len(draft.records.unreadable)
    astray: list[Finding] = []
    try:
        if isinstance(content, Parsed):
            source.lines = content.lines
            _read_entries(draft, source, content.entries, astray, keep=True)
        elif scan(source, content):
            parts = entries(source, "agreements", draft.loader, at_once(draft.records, source))
            _read_entries(draft, source, parts, astray)
        else:
            astray += source.findings
    except TooManyErrors:
        found = file_findings.too_many_findings(source.between(0, 0))
        source.findings.append(found)
        astray.append(found)
    if source.spoiled:
        lines = sorted(source.spoiled)
        read = draft.records.agreements[first:]
        draft.records.agreements[first:] = [one for one in read if not _is_spoiled(draft, source, lines, one)]
        taken = set(map(id, astray))
        spoiled_at = [one for one in source.findings if one.span.line in source.spoiled and id(one) not in taken]
        astray += _outside(spoiled_at, draft.records.agreements[first:], draft.records.unreadable[before:])
    draft.findings += source.findings
    draft.lost += astray


def _outside(found: list[Finding], sound: list[Agreement], broken: list[Unreadable]) -> list[Finding]:
    """The findings that stand in none of the records that they spoil: before the first, or behind a sound one."""
    starts = sorted([*((one.line, False) for one in sound), *((one.line, True) for one in broken)])
    lines = [line for line, _ in starts]
    at = (bisect_right(lines, one.span.line) - 1 for one in found)
    return [one for one, place in zip(found, at, strict=True) if place < 0 or not starts[place][1]]


def _read_entries(
    draft: _Draft, source: SourceFile, parts: Iterable[Entry], astray: list[Finding], keep: bool = False
) -> None:
    """Read what stands in a file; `astray` gets what was found outside of records. `keep` lets places keep nodes."""
    firsts: dict[str, Scalar] = {}
    found = False
    state = source.state()
    for entry in parts:
        key, node = entry.key, entry.node
        if entry.item:
            broken = len(draft.records.unreadable)
            kept = Places.kept(source.lines, node) if keep and isinstance(node, MappingNode) else None
            read_record(draft.records, source, node, state, kept)
            if len(source.findings) > state[1]:  # those of a sound record, or above a broken one, are about neither
                first = source.at(node).span.line if len(draft.records.unreadable) > broken else END_OF_LINE
                astray += [one for one in source.findings[state[1] :] if one.span.line < first]
        else:
            if key is not None:
                _read_top(draft, source, key, node, firsts)
            elif not blank(node):
                report_wrong_type(node, "", source, phrase("a mapping with `register` and `agreements`"))
            astray += source.findings[state[1] :]
        found = found or key is not None or not blank(node)
        state = source.state()
    for finding in source.findings[state[1] :]:  # about the text as a whole: the records that it touches are not sound
        source.spoiled[finding.span.line] = UntrustedRange(1, 1, finding.message)
    if not found and not source.count:
        source.report(file_findings.file_empty(source.between(0, min(1, len(source.lines.text)))))
        astray += source.findings[-1:]


def _read_top(draft: _Draft, source: SourceFile, key: Scalar, node: Node, firsts: dict[str, Scalar]) -> None:
    """One top-level key but for the items of `agreements`, which come one by one."""
    name = key.value
    if name in firsts:
        source.report(wrong_types.duplicate_key(source.at(key), name, source.at(firsts[name])))
    elif name == "register":
        _read_register(draft, source, key, node)
    elif name != "agreements":
        if name in AGREEMENT.by_key and not any(known in AGREEMENT.by_key for known in firsts):
            source.report(wrong_types.unknown_key(source.at(key), name, (), RECORD_AT_TOP))
        elif name not in AGREEMENT.by_key and name != REPORTED_KEY:
            source.report(wrong_types.unknown_key(source.at(key), name, _TOP_KEYS))
    elif not isinstance(node, SequenceNode):
        report_wrong_type(node, "agreements", source, phrase("a list of records"))
    firsts.setdefault(name, key)


def _read_register(draft: _Draft, source: SourceFile, key: Scalar, node: Node) -> None:
    if draft.register is not None:
        first = Location(draft.register.file, draft.register.places[""])
        source.report(combinations.register_twice(source.at(key), first))
        return
    values: dict[str, object] = {}
    if isinstance(node, MappingNode):
        values = read_mapping(REGISTER, node, source)
    else:
        report_wrong_type(node, "register", source, phrase("a mapping"))
    places = Places(source.lines, node.start_mark.index, node.end_mark.index)
    sound = {name: value for name, value in values.items() if value is not BROKEN}
    draft.register = Register(**sound, file=source.file, places=places)  # type: ignore[arg-type]


def _is_spoiled(draft: _Draft, source: SourceFile, lines: list[int], agreement: Agreement) -> bool:
    """Whether a record that looked sound stands on characters that cannot be trusted; it is set aside then."""
    span = agreement.places[""]
    at = bisect_left(lines, span.line)
    if at == len(lines) or lines[at] > span.end_line:
        return False
    draft.records.unreadable.append(Unreadable(source.file, span.line, agreement.id, source.spoiled[lines[at]].message))
    harm = spoiled(agreement, source)
    if harm:
        draft.records.damaged.append(harm)
    return True


def _sound(
    draft: _Draft, register: Register, kind: str, procedures: Mapping[str, Procedure]
) -> ProcedureChange | Procedure | None:
    said = register.procedures[kind]
    if isinstance(said, Procedure):
        return sound_kind(kind, said, register, draft.findings)
    if said is None or kind not in procedures:
        return said
    return sound_change(procedures[kind], said, register, draft.findings)


def with_known_steps(
    records: Records, findings: list[Finding], procedures: Procedures
) -> tuple[tuple[Agreement, ...], tuple[PartialRecord, ...]]:
    """The sound records whose kind is known and whose steps are all in its procedure, and the damaged ones.

    To the damaged ones come those whose steps are strange. Of one whose kind is strange nothing can be checked. What is
    found joins the findings.
    """
    damaged = []
    for harm in records.damaged:
        if not _strange_kind(findings, harm.agreement, procedures):
            strange_steps = _strange_steps(findings, harm.agreement, procedures)
            told = with_signing_step(harm.told, procedures) if harm.told and not strange_steps else None
            damaged.append(replace(harm, told=told))
    sound = []
    known = {OTHER, *procedures, *procedures.unread}
    for agreement in records.agreements:
        if not agreement.steps and agreement.kind in known:
            sound.append(agreement)
            continue
        strange = _strange_kind(findings, agreement, procedures)
        found = [strange] if strange else _strange_steps(findings, agreement, procedures)
        if found:
            records.unreadable.append(Unreadable(agreement.file, agreement.line, agreement.id, found[0].message))
        else:
            sound.append(with_signing_step(agreement, procedures))
        if found and not strange:
            damaged.append(PartialRecord(agreement, frozenset(("steps.step",))))
    return tuple(sound), tuple(damaged)


def _strange_kind(findings: list[Finding], agreement: Agreement, procedures: Procedures) -> Finding | None:
    """A kind that is neither shipped nor the register's own; it joins the findings."""
    kind = agreement.kind
    if kind == OTHER or kind in procedures or kind in procedures.unread:
        return None
    at = Location(agreement.file, agreement.places["kind"])
    found = replace(not_allowed_word(at, kind, (*procedures, OTHER)), agreement=agreement.id)
    findings.append(found)
    return found


def _strange_steps(findings: list[Finding], agreement: Agreement, procedures: Procedures) -> list[Finding]:
    """What is wrong with the names of a record's steps; it joins the findings."""
    if not agreement.steps or agreement.kind in procedures.unread:
        return []
    procedure = procedures.get(agreement.kind)
    found = [
        replace(_strange(procedure, agreement, index), agreement=agreement.id)
        for index, step in enumerate(agreement.steps if procedure else agreement.steps[:1])
        if procedure is None or procedure.position(step.step) < 0
    ]
    findings += found
    return found


def _strange(procedure: Procedure | None, agreement: Agreement, index: int) -> Finding:
    at = Location(agreement.file, agreement.places[f"steps[{index}].step"])
    known = [step.id for step in procedure.steps] if procedure else []
    return combinations.no_such_step(at, agreement.steps[index].step, known, None if procedure else agreement.kind)
