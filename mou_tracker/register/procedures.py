"""Approval procedures: the shipped files, read, and what a register changes in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from mou_tracker.agreement.procedure import Procedure, ProcedureChange, ProcedureStep, StepChange
from mou_tracker.agreement.register import Register
from mou_tracker.basics.findings import Finding, Span
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields.combinations import incomplete, no_such_step
from mou_tracker.fields.table import PROCEDURE
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


class Procedures(Mapping[str, Procedure]):
    """The procedures of all kinds with the register's changes, each parsed when it is first asked for."""

    def __init__(self, texts: Mapping[str, str], changes: Mapping[str, ProcedureChange], loader: Loader | None) -> None:
        self._texts, self._changes, self._loader = texts, changes, loader
        self._read: dict[str, Procedure] = {}

    def __getitem__(self, kind: str) -> Procedure:
        if kind not in self._read:
            shipped = read_procedure(self._texts[kind], kind, self._loader)
            self._read[kind] = merged(shipped, self._changes.get(kind, ProcedureChange()))
        return self._read[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def merged(procedure: Procedure, change: ProcedureChange) -> Procedure:
    """A procedure with the office's own targets and steps; what names no step is passed over."""
    for step in change.steps:
        procedure = _with_step(procedure, step)
    renewal = replace(
        procedure.renewal,
        starts_at=change.renewal_starts_at or procedure.renewal.starts_at,
        dprd=change.dprd_on_renewal or procedure.renewal.dprd,
        certainty=None if change.dprd_on_renewal or change.renewal_starts_at else procedure.renewal.certainty,
    )
    return replace(procedure, renewal=renewal)


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
    known = [step.id for step in merged(procedure, ProcedureChange(tuple(steps))).steps]
    if starts_at and starts_at not in known:
        findings.append(no_such_step(_at(register, f"{prefix}.renewal_starts_at"), starts_at, known))
        starts_at = None
    return ProcedureChange(tuple(steps), starts_at, change.dprd_on_renewal)


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


KINDS = ("ksdpl", "ksdll", "ksdd", "ksdpk")


class ShippedProcedures(Mapping[str, str]):
    """Kind of agreement -> the procedure's YAML text."""

    def __getitem__(self, kind: str) -> str:
        if kind not in KINDS:
            raise KeyError(kind)
        return (Path(__file__).resolve().parent.parent / "approvals" / "procedures" / f"{kind}.yaml").read_text("utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)
