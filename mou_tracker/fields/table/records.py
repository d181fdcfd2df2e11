"""The keys of a record, and of the mappings in it."""

from __future__ import annotations

from mou_tracker.agreement import record as model
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields import combinations
from mou_tracker.fields.table.settings import LADDER, end_rule, owner
from mou_tracker.fields.value_types import Field, MappingType, ValueType, list_of, record
from mou_tracker.fields.values import (
    N_,
    address,
    any_date,
    country,
    either,
    extras,
    identifier,
    kind,
    number,
    path,
    period,
    said_fields,
    sha256,
    signatures,
    term,
    text,
    url,
    word,
)

_instrument = word(model.INSTRUMENTS)
_texts = list_of(text, phrase("a list"))

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
        Field("owner", owner, N_("Who sees to it.")),
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
        Field("end_of_term", end_rule, N_("Whether its term ends on the anniversary or on its eve.")),
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
        Field("owner", owner, N_("Who is told: a contact's id or a mail address, or a list of them.")),
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
