"""The table of keys of procedures: the shipped files, and what a register changes in them."""

from __future__ import annotations

from mou_tracker.agreement.procedure import Procedure, ProcedureChange, ProcedureStep, RenewalPath, StepChange, Words
from mou_tracker.agreement.record import KINDS
from mou_tracker.basics.phrases import phrase
from mou_tracker.reading.forms import number
from mou_tracker.reading.shapes import Field, Shape, list_of, mapping_of, record
from mou_tracker.reading.values import identifier, text, word
from mou_tracker.reading.words import N_, either

_dprd = word(("required", "not-required", "decide"))

WORDS = Shape("words", Words, (
    Field("id", text, N_("In Indonesian."), required=True),
    Field("en", text, N_("In English."), required=True),
))  # fmt: skip

PROCEDURE_STEP = Shape("procedure_step", ProcedureStep, (
    Field("id", identifier, N_("The step's name in records."), required=True),
    Field("name", record(WORDS), N_("Its name for people."), required=True),
    Field("actor", record(WORDS), N_("Who acts.")),
    Field("document", record(WORDS), N_("The document that comes out.")),
    Field("clock", word(("received", "started")), N_("From when its time counts.")),
    Field("limit", number, N_("How long it may take, in working days.")),
    Field("basis", word(("statute", "target")), N_("What the limit rests on.")),
    Field("article", text, N_("The article of the law.")),
    Field("certainty", text, N_("How sure that is.")),
    Field("returns_to", identifier, N_("The step that is open again after a return.")),
    Field("only_if", text, N_("When the step is needed, if not always.")),
))  # fmt: skip

RENEWAL_PATH = Shape("renewal_path", RenewalPath, (
    Field("starts_at", identifier, N_("The step at which a renewal begins."), required=True),
    Field("dprd", _dprd, N_("Whether a renewal needs the DPRD anew.")),
    Field("certainty", text, N_("How sure that is.")),
))  # fmt: skip

PROCEDURE = Shape("procedure", Procedure, (
    Field("kind", word(KINDS), N_("The kind of agreements that take this path."), required=True),
    Field("name", record(WORDS), N_("Its name for people."), required=True),
    Field("renewal", record(RENEWAL_PATH), N_("How a renewal takes it."), required=True),
    Field("steps", list_of(record(PROCEDURE_STEP), phrase("a list")), N_("Its steps in order."), required=True),
))  # fmt: skip

STEP_CHANGE = Shape("step_change", dict, (
    Field("limit", number, N_("The office's own target, in working days.")),
    Field("after", identifier, N_("The step after which this one is added.")),
    Field("name", record(WORDS), N_("The name of an added step.")),
    Field("actor", record(WORDS), N_("Who acts.")),
))  # fmt: skip


def _change(steps: dict[str, object] | None = None, **rest: object) -> ProcedureChange:
    return ProcedureChange(tuple(_step(name, said) for name, said in (steps or {}).items()), **rest)  # type: ignore[arg-type]


def _step(name: str, said: object) -> StepChange:
    """A bare number replaces the target."""
    return StepChange(name, **said) if isinstance(said, dict) else StepChange(name, limit=said)  # type: ignore[arg-type]


CHANGE = Shape("procedure_change", _change, (
    Field("steps", mapping_of(identifier, either(record(STEP_CHANGE), number), phrase("a mapping")),
          N_("Targets by step, as a number of working days, and steps that the office adds.")),
    Field("dprd_on_renewal", _dprd, N_("Whether a renewal needs the DPRD anew.")),
    Field("renewal_starts_at", identifier, N_("The step at which a renewal begins.")),
))  # fmt: skip

CHANGES = Shape("procedures", dict, tuple(
    Field(kind, record(CHANGE), N_("Changes to the procedure of this kind.")) for kind in KINDS if kind != "other"
))  # fmt: skip
changes = record(CHANGES)
