"""The keys of `register`: the settings of the whole register."""

from __future__ import annotations

from mou_tracker.agreement import record as model
from mou_tracker.agreement import register
from mou_tracker.agreement.record import Escalation, Ladder
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields.table.procedures import procedures
from mou_tracker.fields.value_types import Field, MappingType, list_of, mapping_of, record
from mou_tracker.fields.values import (
    N_,
    address,
    contact,
    country,
    day,
    identifier,
    period,
    period_or_none,
    rungs,
    text,
    timezone,
    truth,
    word,
)
from mou_tracker.language.wording import LANGUAGES

end_rule = word(("anniversary", "eve"))
_language = word(tuple(LANGUAGES))
owner = list_of(contact, phrase("a contact or a list of them"), least=1, lone=True)

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
        Field("to", owner, N_("Who is told then, besides the owner."), required=True),
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
        Field("end_of_term", end_rule, N_("Whether a term ends on the anniversary or on its eve.")),
        Field("renewal_window", period, N_("How long before the decision day an agreement is due for renewal.")),
        Field("holidays", record(HOLIDAYS), N_("Which days are no working days.")),
        Field("contacts", mapping_of(identifier, record(CONTACT), phrase("a mapping")), N_("Who can be told, by id.")),
        Field("owner", owner, N_("Who is told when a record names no owner.")),
        Field("maintainer", owner, N_("Who is told when a record cannot be read.")),
        Field("reminders", record(LADDER), N_("When to remind.")),
        Field("procedures", procedures, N_("The office's own targets for shipped kinds, and kinds of its own.")),
        Field("id", identifier, N_("Who the register is, for ledgers, calendars and metrics.")),
    ),
)
