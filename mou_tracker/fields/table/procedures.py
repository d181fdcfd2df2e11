"""The keys of a procedure in a file of its own, and of what a register says under `procedures`."""

from __future__ import annotations

from functools import partial

from mou_tracker.agreement import record as model
from mou_tracker.agreement.procedure import (
    COUNCIL_REQUIRED,
    OTHER,
    SHIPPED,
    Council,
    Exploring,
    Procedure,
    ProcedureChange,
    ProcedureStep,
    RenewalPath,
    StepChange,
)
from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import Words, phrase
from mou_tracker.fields.value_types import Field, MappingType, ValueType, list_of, mapping_of, read_mapping, record
from mou_tracker.fields.values import N_, day, either, identifier, number, period, text, word
from mou_tracker.fields.wrong_types import BROKEN, report_wrong_type
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import SourceFile

_dprd = word(("required", "not-required", "decide"))

WORDS = MappingType(
    "words",
    Words,
    (
        Field("id", text, N_("In Indonesian."), required=True),
        Field("en", text, N_("In English."), required=True),
    ),
)

PROCEDURE_STEP = MappingType(
    "procedure_step",
    ProcedureStep,
    (
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
        Field("only_if", word((COUNCIL_REQUIRED,)), N_("When the step is needed, if not always.")),
    ),
)

RENEWAL_PATH = MappingType(
    "renewal_path",
    RenewalPath,
    (
        Field("starts_at", identifier, N_("The step at which a renewal begins; the first one if it is not said.")),
        Field("council", _dprd, N_("Whether a renewal needs the council's consent anew.")),
        Field("certainty", text, N_("How sure that is.")),
    ),
)

COUNCIL = MappingType(
    "council",
    Council,
    (
        Field("step", identifier, N_("The step at which it decides."), required=True),
        Field("name", record(WORDS), N_("What it is called, without an article."), required=True),
        Field("needed", word(("always", "if-said")), N_("When its consent is needed, if a record does not say it.")),
        Field("since", day, N_("The first day of signing for which the law asks for it.")),
        Field(
            "instruments",
            list_of(word(model.INSTRUMENTS), phrase("a list"), least=1),
            N_("The kinds of paper that need it; all of them if none is named."),
        ),
        Field("pending", record(WORDS), N_("The words for waiting for it, if not “pending … approval”.")),
    ),
)

EXPLORING = MappingType(
    "exploring",
    Exploring,
    (
        Field("through", identifier, N_("The last step that counts as exploring."), required=True),
        Field("name", record(WORDS), N_("What that step is called in a sentence.")),
        Field("to_do", record(WORDS), N_("What to do to get there.")),
    ),
)

RENEWAL_WINDOWS = MappingType(
    "renewal_windows",
    dict,
    (
        *(Field(one, period, N_("For this kind of paper.")) for one in model.INSTRUMENTS),
        Field("default", period, N_("For every kind of paper that is not named.")),
    ),
)


def _windows(node: Node, key: str, source: SourceFile) -> object:
    """A single period is the window of every kind of paper."""
    value = either(record(RENEWAL_WINDOWS), period).read(node, key, source)
    return {"default": value} if isinstance(value, Period) else value


_RENEWAL_WINDOW = Field(
    "renewal_window",
    ValueType(_windows, {"anyOf": [record(RENEWAL_WINDOWS).schema, period.schema]}),
    N_("How long before the decision day an agreement is due for renewal: one period, or one by kind of paper."),
)

_KIND = (
    Field("name", record(WORDS), N_("Its name for people."), required=True),
    Field("partners", word(("own-country", "abroad", "any")), N_("Where its partners are.")),
    Field("council", record(COUNCIL), N_("The body whose consent is needed.")),
    Field("exploring", record(EXPLORING), N_("Which steps count as exploring.")),
    Field("signing", identifier, N_("The step that is the signature."), required=True),
    _RENEWAL_WINDOW,
    Field("renewal", record(RENEWAL_PATH), N_("How a renewal takes it.")),
    Field(
        "steps",
        list_of(record(PROCEDURE_STEP), phrase("a list"), least=1),
        N_("Its steps in order."),
        required=True,
    ),
)
# A procedure in a file of its own says its kind; under a register's `procedures` the key says it.

PROCEDURE = MappingType(
    "procedure",
    Procedure,
    (Field("kind", identifier, N_("The kind of agreements that take this path."), required=True), *_KIND),
)

OWN_KIND = MappingType("kind", partial(Procedure, ""), _KIND)

STEP_CHANGE = MappingType(
    "step_change",
    dict,
    (
        Field("limit", number, N_("The office's own target, in working days.")),
        Field("after", identifier, N_("The step after which this one is added.")),
        Field("name", record(WORDS), N_("The name of an added step.")),
        Field("actor", record(WORDS), N_("Who acts.")),
    ),
)


def _change(steps: dict[str, object] | None = None, **rest: object) -> ProcedureChange:
    return ProcedureChange(tuple(_step(name, said) for name, said in (steps or {}).items()), **rest)  # type: ignore[arg-type]


def _step(name: str, said: object) -> StepChange:
    """A bare number replaces the target."""
    return StepChange(name, **said) if isinstance(said, dict) else StepChange(name, limit=said)  # type: ignore[arg-type]


CHANGE = MappingType(
    "procedure_change",
    _change,
    (
        Field(
            "steps",
            mapping_of(identifier, either(record(STEP_CHANGE), number), phrase("a mapping")),
            N_("Targets by step, as a number of working days, and steps that the office adds."),
        ),
        Field("dprd_on_renewal", _dprd, N_("Whether a renewal needs the council's consent anew.")),
        Field("renewal_starts_at", identifier, N_("The step at which a renewal begins.")),
        _RENEWAL_WINDOW,
    ),
)

CHANGES = MappingType(
    "procedures",
    dict,
    tuple(Field(kind, record(CHANGE), N_("Changes to the procedure of this kind.")) for kind in SHIPPED),
)

_own_kinds = mapping_of(identifier, record(OWN_KIND), phrase("a mapping"))


def _is_own(key: Scalar, value: Node) -> bool:
    """Whether a key under `procedures` defines a kind: it is none of those shipped and has a name, say."""
    if key.value in (*SHIPPED, OTHER) or not isinstance(value, MappingNode):
        return False
    return any(
        part.value in ("name", "signing") or (part.value == "steps" and isinstance(said, SequenceNode))
        for part, said in value.pairs
    )


def _procedures(node: Node, key: str, source: SourceFile) -> object:
    """Changes to shipped procedures, and whole ones: None stands for a kind of which too little is sound."""
    if not isinstance(node, MappingNode):
        return report_wrong_type(node, key, source, phrase("a mapping"))
    own = [pair for pair in node.pairs if _is_own(*pair)]
    rest = MappingNode([pair for pair in node.pairs if not _is_own(*pair)], node.start_mark, node.end_mark)
    changed = read_mapping(CHANGES, rest, source)
    made = {name: change for name, change in changed.items() if change is not BROKEN}
    if not own:
        return made
    kinds = _own_kinds.read(MappingNode(own, node.start_mark, node.end_mark), key, source)
    assert isinstance(kinds, dict)
    return made | {name.value: None for name, _ in own} | kinds


procedures = ValueType(
    _procedures,
    {
        "type": "object",
        "properties": {known.key: known.reader.schema for known in CHANGES.fields},
        "additionalProperties": record(OWN_KIND).schema,
        "propertyNames": identifier.schema,
    },
)
