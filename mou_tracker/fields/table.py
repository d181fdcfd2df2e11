"""THE table of keys: every key of a register, a record and a procedure, how it is read, and what it means."""

from __future__ import annotations

from functools import partial

from mou_tracker.agreement import record as model
from mou_tracker.agreement import register
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
from mou_tracker.agreement.record import Escalation, Ladder
from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import Words, phrase
from mou_tracker.fields import combinations
from mou_tracker.fields.value_types import Field, MappingType, ValueType, list_of, mapping_of, read_mapping, record
from mou_tracker.fields.values import (
    N_,
    SIGNATURE,
    address,
    any_date,
    contact,
    country,
    day,
    either,
    extras,
    identifier,
    kind,
    number,
    path,
    period,
    period_or_none,
    rungs,
    said_fields,
    sha256,
    signatures,
    term,
    text,
    timezone,
    truth,
    url,
    word,
)
from mou_tracker.fields.wrong_types import BROKEN, report_wrong_type
from mou_tracker.language.wording import LANGUAGES
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

_WINDOWS = MappingType(
    "renewal_windows",
    dict,
    (
        *(Field(one, period, N_("For this kind of paper.")) for one in model.INSTRUMENTS),
        Field("default", period, N_("For every kind of paper that is not named.")),
    ),
)


def _windows(node: Node, key: str, source: SourceFile) -> object:
    """A single period is the window of every kind of paper."""
    value = either(record(_WINDOWS), period).read(node, key, source)
    return {"default": value} if isinstance(value, Period) else value


_RENEWAL_WINDOW = Field(
    "renewal_window",
    ValueType(_windows, {"anyOf": [record(_WINDOWS).schema, period.schema]}),
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


_end_rule = word(("anniversary", "eve"))
_language = word(tuple(LANGUAGES))
_instrument = word(model.INSTRUMENTS)
_owner = list_of(contact, phrase("a contact or a list of them"), least=1, lone=True)
_texts = list_of(text, phrase("a list"))

CONTACT = MappingType(
    "contact",
    register.Contact,
    (
        Field("name", text, N_("The name of a person or office.")),
        Field("email", address, N_("One mail address.")),
        Field("language", _language, N_("The language of mails to this contact.")),
        Field("channel", identifier, N_("Another way to reach them besides, a command of mou.toml.")),
    ),
)

HOLIDAYS = MappingType(
    "holidays",
    register.Holidays,
    (
        Field("country", country, N_("Whose public holidays are no working days.")),
        Field("collective_leave", truth, N_("Whether days of collective leave are no working days either.")),
        Field("add", list_of(day, phrase("a list of dates")), N_("Further days that are no working days.")),
        Field("remove", list_of(day, phrase("a list of dates")), N_("Holidays that are working days here.")),
    ),
)

DIGEST = MappingType(
    "digest",
    model.DigestDays,
    (
        Field("on", word(model.WEEKDAYS), N_("The weekday on which what is not urgent is told.")),
        Field("urgent", period, N_("A deadline as near as this is told at once.")),
    ),
)


def _escalation(after: object, to: object, **rest: object) -> Escalation:
    return Escalation(after, to, rest.get("for", ()))  # type: ignore[arg-type]


ESCALATION = MappingType(
    "escalation",
    _escalation,
    (
        Field("after", period, N_("How long something must be late."), required=True),
        Field("to", _owner, N_("Who is told then, besides the owner."), required=True),
        Field(
            "for",
            list_of(word(model.ESCALATED), phrase("a list"), least=1, lone=True),
            N_("Of what; all four if it is not said."),
        ),
    ),
)

LADDER = MappingType(
    "ladder",
    Ladder,
    (
        Field("decision", rungs, N_("How long before the decision day to remind.")),
        Field("safe_start", rungs, N_("How long before the latest safe start of a renewal to remind.")),
        Field("late", rungs, N_("How long after a day that has passed to remind that it is late.")),
        Field("lapsed", rungs, N_("How long after the last day to remind.")),
        Field("approval", rungs, N_("How long before the due day of an approval step to remind.")),
        Field("follow_up", rungs, N_("How long before the due day of a promise to remind.")),
        Field("idle", period, N_("How long nothing may be recorded of a path that has no due day.")),
        Field("digest", record(DIGEST), N_("When what is not urgent is told.")),
        Field("housekeeping", period_or_none, N_("How often the list of all that is open is sent, or `none`.")),
        Field("escalate", record(ESCALATION), N_("Who else is told when something stays late.")),
    ),
)

REGISTER = MappingType(
    "register",
    register.Register,
    (
        Field("name", text, N_("The register's name, as reports show it.")),
        Field("authority", text, N_("The authority whose agreements these are.")),
        Field("timezone", timezone, N_("The time zone whose date is today.")),
        Field("language", _language, N_("The language of mails and reports.")),
        Field("end_of_term", _end_rule, N_("Whether a term ends on the anniversary or on its eve.")),
        Field("renewal_window", period, N_("How long before the decision day an agreement is due for renewal.")),
        Field("holidays", record(HOLIDAYS), N_("Which days are no working days.")),
        Field("contacts", mapping_of(identifier, record(CONTACT), phrase("a mapping")), N_("Who can be told, by id.")),
        Field("owner", _owner, N_("Who is told when a record names no owner.")),
        Field("maintainer", _owner, N_("Who is told when a record cannot be read.")),
        Field("reminders", record(LADDER), N_("When to remind.")),
        Field("procedures", procedures, N_("The office's own targets for shipped kinds, and kinds of its own.")),
        Field("id", identifier, N_("Who the register is, for ledgers, calendars and metrics.")),
    ),
)

PARTNER = MappingType(
    "partner",
    model.Partner,
    (
        Field("name", text, N_("The partner's name."), required=True),
        Field("country", country, N_("The partner's country: two letters of ISO 3166-1."), required=True),
        Field("body", text, N_("The body that signs, if it is not the partner itself.")),
        Field("place", text, N_("Where the partner is, where that is not its name.")),
    ),
)
_partners = list_of(record(PARTNER), phrase("a list of partners"), least=1)
partners = ValueType(_partners.read, {**_partners.schema, "minItems": 2})

NUMBERS = MappingType(
    "numbers",
    model.Numbers,
    (
        Field("ours", text, N_("The own office's number, as printed.")),
        Field("theirs", text, N_("The partner's number, as printed.")),
    ),
    combinations.numbers,
    bool,
)

PARTNER_CONTACT = MappingType(
    "partner_contact",
    model.PartnerContact,
    (
        Field("name", text, N_("The name of the person at the partner.")),
        Field("email", address, N_("One mail address.")),
        Field("phone", text, N_("A telephone number.")),
    ),
    combinations.partner_contact,
    bool,
)

TERMINATION = MappingType(
    "termination",
    model.Termination,
    (Field("notice", period, N_("How long before it either side may leave early."), required=True),),
)

ACTIVITY = MappingType(
    "activity",
    model.Activity,
    (
        Field("on", any_date, N_("When it was."), required=True),
        Field("what", text, N_("What was done."), required=True),
        Field("url", url, N_("Where it is told on the web.")),
    ),
)

RENEWAL = MappingType(
    "renewal",
    model.Renewal,
    (
        Field("mode", word(model.RENEWAL_MODES), N_("How the text says it is renewed.")),
        Field("period", period, N_("How long each renewal lasts; the term if it is not said.")),
        Field("times", number, N_("How often it may be renewed at most.")),
        Field("notice", period, N_("How long before the end notice must be given.")),
        Field("decision", word(("renew", "lapse")), N_("What was decided.")),
        Field("decided", any_date, N_("When it was decided.")),
    ),
)

EXTENSION = MappingType(
    "extension",
    model.Extension,
    (
        Field("signed", any_date, N_("When the extension was signed."), required=True),
        Field("term", term, N_("For how long.")),
        Field("ends", any_date, N_("The new last day, as the text prints it.")),
        Field("starts", any_date, N_("From when, if not from the end before.")),
        Field("instrument", _instrument, N_("The kind of paper.")),
        Field("document", text, N_("The document that says so.")),
    ),
    combinations.extension,
    combinations.says_how_long,
)

CLOSED = MappingType(
    "closed",
    model.Closing,
    (
        Field("on", any_date, N_("The last day in force."), required=True),
        Field("how", word(model.CLOSINGS), N_("How it ended."), required=True),
        Field("by", identifier, N_("The agreement that replaced it.")),
        Field("reason", text, N_("Why.")),
    ),
)

STEP = MappingType(
    "step",
    model.Step,
    (
        Field("step", identifier, N_("Which step of the kind's procedure."), required=True),
        Field("received", any_date, N_("When the one who acts received it.")),
        Field("started", any_date, N_("When it was begun.")),
        Field("done", any_date, N_("When it was done.")),
        Field("outcome", word(model.OUTCOMES), N_("What came of it.")),
        Field("reference", text, N_("The number of the letter.")),
        Field("note", text, N_("A remark.")),
    ),
)

FOLLOW_UP = MappingType(
    "follow_up",
    model.FollowUp,
    (
        Field("what", text, N_("What was promised."), required=True),
        Field("due", any_date, N_("Until when.")),
        Field("owner", _owner, N_("Who sees to it.")),
        Field("done", any_date, N_("When it was done.")),
    ),
)

DOCUMENT = MappingType(
    "document",
    model.Document,
    (
        Field("title", text, N_("The document's title."), required=True),
        Field("path", path, N_("Where it lies, relative to the register's file.")),
        Field("url", url, N_("Where it is on the web.")),
        Field("sha256", sha256, N_("Its SHA-256 checksum.")),
    ),
)

SOURCE = MappingType(
    "source",
    model.Source,
    (
        Field("title", text, N_("The source's title."), required=True),
        Field("publisher", text, N_("Who published it.")),
        Field("published", any_date, N_("When it was published.")),
        Field("url", url, N_("Where it is on the web.")),
        Field("file", path, N_("The file that keeps a copy.")),
        Field("says", list_of(said_fields, phrase("a list of fields")), N_("The fields of the record that it backs.")),
    ),
)

SNOOZE = MappingType(
    "snooze",
    model.Snooze,
    (
        Field("until", any_date, N_("The day on which reminders begin again."), required=True),
        Field("why", text, N_("The reason.")),
        Field("by", text, N_("Who decided it.")),
        Field("on", any_date, N_("When it was decided; what is recorded later ends it.")),
        Field("what", word(model.SNOOZED), N_("What is snoozed; else all but the last month before an end.")),
    ),
)

AGREEMENT = MappingType(
    "agreement",
    model.Agreement,
    (
        Field(
            "id", identifier, N_("The name by which commands and other records call it; never changes."), required=True
        ),
        Field("title", text, N_("What it is called."), required=True),
        Field("partner", record(PARTNER), N_("With whom."), required=True),
        Field("kind", kind, N_("The kind of cooperation; it picks the procedure."), required=True),
        Field("instrument", _instrument, N_("The kind of paper."), required=True),
        Field("partners", partners, N_("With whom, in place of `partner`, where there are several.")),
        Field("numbers", record(NUMBERS), N_("The numbers that the document bears.")),
        Field("under", identifier, N_("The framework agreement that this one carries out.")),
        Field("unit", text, N_("The own unit in charge.")),
        Field("contact", record(PARTNER_CONTACT), N_("The person at the partner; told only where it is asked for.")),
        Field("since", any_date, N_("When it was first known of.")),
        Field("place", text, N_("Where it was signed.")),
        Field(
            "signed", signatures, N_("When it was signed, or `unknown`; with several signatures the last one counts.")
        ),
        Field("starts", any_date, N_("From when it is in force; from the signing if it is not said.")),
        Field("term", term, N_("For how long.")),
        Field("ends", any_date, N_("The last day as the text prints it; wins over the term.")),
        Field("ends_with", identifier, N_("The agreement with which it ends.")),
        Field("end_of_term", _end_rule, N_("Whether its term ends on the anniversary or on its eve.")),
        Field("renewal", record(RENEWAL), N_("What the text says of renewal, and what was decided.")),
        Field("termination", record(TERMINATION), N_("How it can be left early, as the text says.")),
        Field("notice_given", any_date, N_("When notice was given, which stops an automatic renewal.")),
        Field("extensions", list_of(record(EXTENSION), phrase("a list")), N_("What lengthened this same instrument.")),
        Field("closed", record(CLOSED), N_("How and when it ended beside its term.")),
        Field("renews", identifier, N_("The agreement after which this one is the next.")),
        Field("steps", list_of(record(STEP), phrase("a list")), N_("The approval path so far.")),
        Field("dprd", word(model.COUNCIL_NEEDS), N_("Whether the council must approve.")),
        Field("follow_ups", list_of(record(FOLLOW_UP), phrase("a list")), N_("Promises to act on.")),
        Field("activities", list_of(record(ACTIVITY), phrase("a list")), N_("What was done under it.")),
        Field("fields", _texts, N_("Areas of cooperation.")),
        Field("owner", _owner, N_("Who is told: a contact's id or a mail address, or a list of them.")),
        Field("documents", list_of(record(DOCUMENT), phrase("a list")), N_("The documents that belong to it.")),
        Field("sources", list_of(record(SOURCE), phrase("a list")), N_("Where the facts come from.")),
        Field("reminders", either(record(LADDER), word(("none",))), N_("When to remind, in place of the register's.")),
        Field("snooze", record(SNOOZE), N_("Reminders snoozed until a day, with the reason.")),
        Field("extra", extras, N_("What the office keeps besides, by names of its own; never interpreted.")),
        Field("notes", text, N_("Anything else.")),
    ),
    combinations.agreement,
    combinations.is_plain,
    {"partner": "partners"},
)

TOP = (
    Field("register", record(REGISTER), N_("The settings of the whole register.")),
    Field("agreements", list_of(record(AGREEMENT), phrase("a list of records")), N_("The agreements.")),
)
SHAPES = (
    REGISTER,
    CONTACT,
    HOLIDAYS,
    LADDER,
    DIGEST,
    ESCALATION,
    CHANGE,
    STEP_CHANGE,
    OWN_KIND,
    COUNCIL,
    EXPLORING,
    _WINDOWS,
    RENEWAL_PATH,
    PROCEDURE_STEP,
    WORDS,
    AGREEMENT,
    PARTNER,
    NUMBERS,
    PARTNER_CONTACT,
    SIGNATURE,
    RENEWAL,
    TERMINATION,
    EXTENSION,
    CLOSED,
    STEP,
    FOLLOW_UP,
    ACTIVITY,
    DOCUMENT,
    SOURCE,
    SNOOZE,
)
