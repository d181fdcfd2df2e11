"""Approval procedures: the shipped files, read; what a register changes in them, and what it defines of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar, overload

from msgspec.structs import replace

from mou_tracker.agreement.procedure import SHIPPED, Procedure, ProcedureChange, ProcedureStep, StepChange
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Register
from mou_tracker.basics.findings import Finding, Span
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields import combinations
from mou_tracker.fields.combinations import incomplete, no_such_step
from mou_tracker.fields.table.procedures import PROCEDURE
from mou_tracker.fields.value_types import made, read_mapping
from mou_tracker.fields.wrong_types import BROKEN
from mou_tracker.fields.wrong_values import statutory_limit
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import Loader, default_loader
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar
from mou_tracker.parsing.source_file import Location, SourceFile
from mou_tracker.parsing.stream import Stream


def read_procedure(text: str, file: str = "", loader: Loader | None = None) -> Procedure:
    """The procedure that a YAML text describes; raises ValueError with the first finding if it is not sound."""
    source = SourceFile(file)
    scan(source, text.encode())
    pairs: list[tuple[Scalar, Node]] = [
        (entry.key, entry.node)
        for entry in Stream(source, loader or default_loader()).entries()
        if entry.key is not None
    ]
    if not pairs:
        raise ValueError(f"{file}: no procedure")
    whole = MappingNode(pairs, pairs[0][0].start_mark, pairs[-1][1].end_mark)
    procedure = made(PROCEDURE, read_mapping(PROCEDURE, whole, source))
    if source.findings or procedure is BROKEN:
        raise ValueError(f"{file}:{source.findings[0].span.line}: {source.findings[0].rule}")
    assert isinstance(procedure, Procedure)
    return procedure


T = TypeVar("T")


class Procedures(Mapping[str, Procedure]):
    """The procedures of all kinds: those shipped with the register's changes, each made when it is first asked for,
    and the register's own. Kinds of its own that could not be read have none, but are no mistake in a record.
    """

    def __init__(
        self,
        shipped: Mapping[str, Procedure],
        said: Mapping[str, ProcedureChange | Procedure | None],
    ) -> None:
        self._shipped, self._said = shipped, said
        self._read = {kind: one for kind, one in said.items() if isinstance(one, Procedure)}
        self._kinds = (*shipped, *self._read)
        self.unread = frozenset(kind for kind, one in said.items() if one is None)

    def __getitem__(self, kind: str) -> Procedure:
        if kind not in self._read:
            shipped = self._shipped[kind]
            change = self._said.get(kind)
            self._read[kind] = merged(shipped, change) if isinstance(change, ProcedureChange) else shipped
        return self._read[kind]

    @overload
    def get(self, kind: str, /) -> Procedure | None: ...

    @overload
    def get(self, kind: str, default: Procedure | T, /) -> Procedure | T: ...

    def get(self, kind: str, default: object = None, /) -> object:
        """The procedure of a kind. Each view asks for each record's, and what a Mapping brings along is slow."""
        return self._read.get(kind) or super().get(kind, default)

    def __contains__(self, kind: object) -> bool:
        return kind in self._kinds

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def merged(procedure: Procedure, change: ProcedureChange) -> Procedure:
    """A procedure with the office's own targets and steps; what names no step is passed over."""
    for step in change.steps:
        procedure = _with_step(procedure, step)
    renewal = replace(
        procedure.renewal,
        starts_at=change.renewal_starts_at or procedure.renewal.starts_at,
        council=change.dprd_on_renewal or procedure.renewal.council,
        certainty=None if change.dprd_on_renewal or change.renewal_starts_at else procedure.renewal.certainty,
    )
    return replace(procedure, renewal=renewal, own_windows=change.renewal_window)


def _with_step(procedure: Procedure, change: StepChange) -> Procedure:
    steps = list(procedure.steps)
    at = procedure.position(change.id)
    if at >= 0:
        old = steps.pop(at)
        target = old if change.limit is None else replace(old, limit=change.limit, basis="target", article=None)
        new = replace(target, name=change.name or old.name, actor=change.actor or old.actor)
    elif change.name and change.after:
        basis: Literal["target"] | None = "target" if change.limit else None
        new = ProcedureStep(change.id, change.name, change.actor, limit=change.limit, basis=basis)
    else:
        return procedure
    after = next((i for i, step in enumerate(steps) if step.id == change.after), at - 1)
    steps.insert(after + 1, new)
    return replace(procedure, steps=tuple(steps))


def sound_change(
    procedure: Procedure, change: ProcedureChange, register: Register, findings: list[Finding]
) -> ProcedureChange:
    """The part of a change that fits the shipped procedure; findings about the rest are added to the list."""
    steps: list[StepChange] = []
    prefix = f"procedures.{procedure.kind}"
    for step in change.steps:
        known = [earlier.id for earlier in merged(procedure, ProcedureChange(tuple(steps))).steps]
        finding = _step_problem(procedure, step, known, register, f"{prefix}.steps.{step.id}")
        if finding:
            findings.append(finding)
        else:
            steps.append(step)
    starts_at = change.renewal_starts_at
    whole = merged(procedure, ProcedureChange(tuple(steps)))
    if starts_at:
        path = f"{prefix}.renewal_starts_at"
        finding = _not_a_step(whole, starts_at, register, path) or _after_signing(whole, starts_at, register, path)
        if finding:
            findings.append(finding)
            starts_at = None
    return ProcedureChange(tuple(steps), starts_at, change.dprd_on_renewal, change.renewal_window)


def sound_kind(kind: str, procedure: Procedure, register: Register, findings: list[Finding]) -> Procedure | None:
    """A kind of the register's own without what does not fit in it; findings about that are added to the list.

    What names a step that is not there is left out; where it is the signature, the last step is. None where none of
    its steps could be read, which is told already.
    """
    prefix = f"procedures.{kind}"
    if not procedure.steps:
        return None
    steps: dict[str, ProcedureStep] = {}
    for i, step in enumerate(procedure.steps):
        if step.id in steps:
            findings.append(combinations.step_twice(_at(register, f"{prefix}.steps[{i}].id"), step.id))
            continue
        sound = _sound_limit(step, register, f"{prefix}.steps[{i}]", findings)
        if sound.only_if and procedure.council is None:
            message = phrase("this depends on a council, but the kind has none")
            hint = phrase("add `council` with its `step` and `name`")
            findings.append(incomplete(_at(register, f"{prefix}.steps[{i}].only_if"), message, hint))
            sound = replace(sound, only_if=None)
        steps[step.id] = sound
    whole = replace(procedure, kind=kind, steps=tuple(steps.values()), own_windows=procedure.renewal_window)
    for i, step in enumerate(whole.steps):
        if step.returns_to and _reported(whole, step.returns_to, register, f"{prefix}.steps[{i}].returns_to", findings):
            steps[step.id] = replace(step, returns_to=None)
    whole = replace(whole, steps=tuple(steps.values()))
    if _reported(whole, whole.signing, register, f"{prefix}.signing", findings):
        whole = replace(whole, signing=whole.steps[-1].id)
    if whole.council and _reported(whole, whole.council.step, register, f"{prefix}.council.step", findings):
        whole = replace(whole, council=None)
    if whole.exploring and _reported(whole, whole.exploring.through, register, f"{prefix}.exploring.through", findings):
        whole = replace(whole, exploring=None)
    starts_at, path = whole.renewal.starts_at, f"{prefix}.renewal.starts_at"
    if starts_at:
        finding = _not_a_step(whole, starts_at, register, path) or _after_signing(whole, starts_at, register, path)
        if finding:
            findings.append(finding)
            whole = replace(whole, renewal=replace(whole.renewal, starts_at=None))
    return whole


def _sound_limit(step: ProcedureStep, register: Register, path: str, findings: list[Finding]) -> ProcedureStep:
    """A limit rests on a law that is named, or it is the office's own target."""
    if step.limit is None:
        if step.basis:
            message = phrase("a basis is named, but no limit rests on it")
            findings.append(incomplete(_at(register, f"{path}.basis"), message, phrase("add `limit` in working days")))
        return replace(step, basis=None)
    if step.basis == "statute" and not step.article:
        message = phrase("the law that sets this limit is not named")
        hint = phrase("add `article`, or write `basis: target` if it is the office's own figure")
        findings.append(incomplete(_at(register, f"{path}.basis"), message, hint))
        return replace(step, basis="target")
    return replace(step, basis=step.basis or "target")


def _not_a_step(procedure: Procedure, step: str, register: Register, path: str) -> Finding | None:
    known = [one.id for one in procedure.steps]
    return None if step in known else no_such_step(_at(register, path), step, known)


def _reported(procedure: Procedure, step: str, register: Register, path: str, findings: list[Finding]) -> bool:
    """Whether a step is not one of the procedure's, which is reported then."""
    finding = _not_a_step(procedure, step, register, path)
    if finding:
        findings.append(finding)
    return finding is not None


def _after_signing(procedure: Procedure, step: str, register: Register, path: str) -> Finding | None:
    """A renewal that began after the signature would have nothing before it."""
    if procedure.position(step) <= procedure.position(procedure.signing):
        return None
    known = [one.id for one in procedure.steps[: procedure.position(procedure.signing) + 1]]
    return combinations.starts_after_signing(_at(register, path), step, procedure.signing, known)


def _step_problem(
    procedure: Procedure, step: StepChange, known: list[str], register: Register, path: str
) -> Finding | None:
    at = _at(register, path)
    position = procedure.position(step.id)
    if position >= 0:
        shipped = procedure.steps[position]
        if step.limit is not None and shipped.basis == "statute":
            return statutory_limit(at, step.id, shipped.article or "")
    elif step.name is None and step.after is None:
        return no_such_step(at, step.id, known)
    elif step.name is None or step.after is None:
        message = phrase("an added step needs `name` and `after`")
        return incomplete(at, message, phrase("say how it is called and which step it follows"))
    if step.after is not None and step.after not in known:
        return no_such_step(_at(register, f"{path}.after"), step.after, known)
    return None


def _at(register: Register, path: str) -> Location:
    return Location(register.file, register.places.get(path, Span(1, 1, 1, 1)))


def with_signing_step(agreement: Agreement, procedures: Mapping[str, Procedure]) -> Agreement:
    """A record that knows which step of its procedure is the signature."""
    procedure = procedures.get(agreement.kind) if agreement.steps else None
    if procedure is None or procedure.signing == agreement.signing_step:
        return agreement
    return replace(agreement, signing_step=procedure.signing)


def procedure_file(kind: str) -> Path:
    """The file of a shipped procedure."""
    return Path(__file__).resolve().parent.parent / "approvals" / "procedures" / f"{kind}.yaml"


class ShippedProcedures(Mapping[str, Procedure]):
    """The shipped procedures by kind, loaded when the first is asked for."""

    def __getitem__(self, kind: str) -> Procedure:
        return self._all[kind]

    @cached_property
    def _all(self) -> Mapping[str, Procedure]:
        from mou_tracker.approvals.shipped import PROCEDURES

        return PROCEDURES

    def __contains__(self, kind: object) -> bool:
        return kind in SHIPPED

    def __iter__(self) -> Iterator[str]:
        return iter(SHIPPED)

    def __len__(self) -> int:
        return len(SHIPPED)
