"""The office's own words for instruments, closings, ways of renewal and the fields of a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from mou_tracker.agreement.procedure import OTHER, Procedure, council_of
from mou_tracker.agreement.record import Agreement, Offsets, written
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Joined, Phrase, Words, phrase, plural

INSTRUMENT_NAMES: Mapping[str, Phrase] = {
    "loi": phrase("LoI"),
    "mou": phrase("MoU"),
    "pks": phrase("PKS"),
    "ia": phrase("IA"),
    "addendum": phrase("addendum"),
    "other": phrase("other"),
}
CLOSING_NAMES: Mapping[str, Phrase] = {
    "terminated": phrase("terminated"),
    "replaced": phrase("replaced"),
    "completed": phrase("completed"),
    "abandoned": phrase("abandoned"),
}
SNOOZED_NAMES: Mapping[str, Phrase] = {
    "end": phrase("the end"),
    "approval": phrase("the approval"),
    "promises": phrase("the promises"),
}
MODE_NAMES: Mapping[str, Phrase] = {
    "by-agreement": phrase("by agreement"),
    "automatic": phrase("automatic"),
    "none": phrase("none is foreseen"),
    "unknown": phrase("unknown"),
}

DATE_NAMES: Mapping[str, Phrase] = {
    "last-day": phrase("last day in force"),
    "notice-by": phrase("last day to give notice"),
    "sign-by": phrase("last day to sign the renewal"),
    "approval": phrase("approval step"),
    "safe-start": phrase("latest safe start"),
    "follow-up": phrase("promise"),
}
PROMISE_NAMES: Mapping[str, Phrase] = {"overdue": phrase("overdue"), "open": phrase("open"), "kept": phrase("kept")}
OUTCOME_NAMES: Mapping[str, Phrase] = {
    "approved": phrase("approved"),
    "refused": phrase("refused"),
    "returned": phrase("returned"),
}
_TERMS: Mapping[str, Phrase] = {"indefinite": phrase("without an end"), "unknown": phrase("unknown")}
# The words that stand for a register's own words, by the field's path without the keys of its items.
WORD_NAMES: Mapping[str, Mapping[str, Phrase]] = {
    "instrument": INSTRUMENT_NAMES,
    "extensions.instrument": INSTRUMENT_NAMES,
    "renewal.mode": MODE_NAMES,
    "renewal.decision": {"renew": phrase("renew"), "lapse": phrase("let it lapse")},
    "closed.how": CLOSING_NAMES,
    "steps.outcome": OUTCOME_NAMES,
    "snooze.what": SNOOZED_NAMES,
    "term": _TERMS,
    "extensions.term": _TERMS,
    "renewal.period": _TERMS,
    "dprd": {"required": phrase("required"), "not-required": phrase("not required")},
}

FIELD_NAMES: Mapping[str, Phrase] = {
    "title": phrase("title"),
    "partner.name": phrase("partner"),
    "partner.country": phrase("country"),
    "partner.body": phrase("body that signs"),
    "partner.place": phrase("place of the partner"),
    "kind": phrase("kind"),
    "instrument": phrase("instrument"),
    "partners": phrase("partners"),
    "numbers": phrase("numbers"),
    "numbers.ours": phrase("our number"),
    "numbers.theirs": phrase("the partner's number"),
    "under": phrase("under the framework"),
    "unit": phrase("unit in charge"),
    "contact": phrase("contact at the partner"),
    "contact.name": phrase("contact at the partner"),
    "contact.email": phrase("contact's mail address"),
    "contact.phone": phrase("contact's telephone"),
    "since": phrase("known since"),
    "place": phrase("place of signing"),
    "signed": phrase("signed"),
    "starts": phrase("in force from"),
    "term": phrase("term"),
    "ends": phrase("last day as stated"),
    "ends_with": phrase("ends with"),
    "end_of_term": phrase("end of term"),
    "renewal.mode": phrase("renewal"),
    "renewal.period": phrase("renewal period"),
    "renewal.times": phrase("renewals at most"),
    "renewal.notice": phrase("notice period"),
    "renewal.decision": phrase("decision"),
    "renewal.decided": phrase("decided on"),
    "termination": phrase("early termination"),
    "termination.notice": phrase("notice for leaving early"),
    "notice_given": phrase("notice given"),
    "closed": phrase("closed"),
    "closed.on": phrase("closed, last day"),
    "closed.how": phrase("closed, how"),
    "closed.by": phrase("closed, replaced by"),
    "closed.reason": phrase("closed, reason"),
    "renews": phrase("renews"),
    "fields": phrase("fields of cooperation"),
    "owner": phrase("owner"),
    "reminders": phrase("reminders"),
    "snooze": phrase("snooze"),
    "snooze.until": phrase("snoozed until"),
    "snooze.why": phrase("snoozed, why"),
    "snooze.by": phrase("snoozed, asked for by"),
    "snooze.on": phrase("snoozed, asked for on"),
    "snooze.what": phrase("snoozed, about what"),
    "extra": phrase("the office's own"),
    "notes": phrase("notes"),
    "id": phrase("id of the register"),
    "name": phrase("name of the register"),
    "authority": phrase("authority"),
    "timezone": phrase("time zone"),
    "language": phrase("language"),
    "renewal_window": phrase("renewal window"),
    "holidays": phrase("days off"),
    "contacts": phrase("contacts"),
    "maintainer": phrase("maintainer of the register"),
    "procedures": phrase("approval paths"),
    "partner": phrase("partner"),
    "renewal": phrase("renewal"),
    "extensions": phrase("extensions"),
    "steps": phrase("approval path"),
    "follow_ups": phrase("promises"),
    "activities": phrase("activities"),
    "documents": phrase("documents"),
    "sources": phrase("sources"),
}
_ITEMS: Mapping[str, Callable[[object], Phrase]] = {
    "partners": lambda key: phrase("partner {key}", key=key),
    "activities": lambda key: phrase("activity “{key}”", key=key),
    "extra": lambda key: phrase("“{key}”", key=key),
    "signed": lambda key: phrase("signature of {key}", key=key),
    "extensions": lambda key: phrase("extension signed {key}", key=key),
    "steps": lambda key: phrase("step {key}", key=key),
    "follow_ups": lambda key: phrase("promise “{key}”", key=key),
    "documents": lambda key: phrase("document “{key}”", key=key),
    "sources": lambda key: phrase("source “{key}”", key=key),
}
PART_NAMES: Mapping[str, Phrase] = {
    "country": phrase("country"),
    "body": phrase("body that signs"),
    "place": phrase("place"),
    "name": phrase("name"),
    "text": phrase("text"),
    "on": phrase("day"),
    "signed": phrase("signed"),
    "term": phrase("term"),
    "ends": phrase("last day as stated"),
    "starts": phrase("in force from"),
    "instrument": phrase("instrument"),
    "document": phrase("document"),
    "received": phrase("received"),
    "started": phrase("started"),
    "done": phrase("done"),
    "outcome": phrase("outcome"),
    "reference": phrase("reference"),
    "note": phrase("note"),
    "due": phrase("due"),
    "owner": phrase("owner"),
    "path": phrase("file"),
    "file": phrase("file"),
    "url": phrase("web address"),
    "sha256": phrase("checksum"),
    "publisher": phrase("publisher"),
    "published": phrase("published"),
    "says": phrase("backs"),
    "how": phrase("how"),
    "by": phrase("by"),
    "reason": phrase("reason"),
    "title": phrase("title"),
    "what": phrase("wording"),
    "ours": phrase("our number"),
    "theirs": phrase("the partner's number"),
    "email": phrase("mail address"),
    "phone": phrase("telephone"),
    "notice": phrase("notice"),
    "mode": phrase("renewal"),
    "period": phrase("renewal period"),
    "times": phrase("renewals at most"),
    "decision": phrase("decision"),
    "decided": phrase("decided on"),
    "step": phrase("step"),
    "sources": phrase("sources"),
}
# What a part is called where its name alone would say something else, and the parts of settings.
_OWN_PARTS: Mapping[str, Phrase] = {
    "follow_ups.done": phrase("kept"),
    "snooze.until": phrase("until"),
    "snooze.why": phrase("reason"),
    "snooze.by": phrase("asked for by"),
    "snooze.on": phrase("recorded on"),
    "snooze.what": phrase("about"),
    "reminders.decision": phrase("before the decision"),
    "reminders.safe_start": phrase("before the latest safe start"),
    "reminders.late": phrase("when something is late"),
    "reminders.lapsed": phrase("after the last day"),
    "reminders.approval": phrase("before an approval is due"),
    "reminders.follow_up": phrase("before a promise is due"),
    "reminders.idle": phrase("when nothing is recorded for"),
    "reminders.digest": phrase("digests"),
    "reminders.digest.on": phrase("on the weekday"),
    "reminders.digest.urgent": phrase("urgent from"),
    "reminders.housekeeping": phrase("list of all that is open, every"),
    "reminders.escalate": phrase("told as well"),
    "reminders.escalate.after": phrase("after"),
    "reminders.escalate.to": phrase("to whom"),
    "reminders.escalate.for": phrase("for"),
}
_ITEM = pattern(r"(\w+)\[(.*)\](?:\.(\w+))?", re.DOTALL)


def worded(path: str, procedure: Procedure | None = None) -> Phrase:
    """A field's path (`term`, `steps[signing].done`) in words; the path itself where it has none.

    `procedure` is the record's, by which its steps and its council are called.
    """
    if path == "dprd":
        return phrase("{council} approval", council=council_of(procedure) or phrase("council"))
    match = _ITEM.fullmatch(path)
    if match and match[1] in _ITEMS:
        item = _ITEMS[match[1]](_step_name(match[2], procedure) if match[1] == "steps" else match[2])
        if match[1] == "extra":
            return item
        return phrase("{item}, {field}", item=item, field=part_name(match[1], match[3])) if match[3] else item
    while path not in FIELD_NAMES and "." in path:
        path = path.rpartition(".")[0]  # a part without a word of its own is told by what it belongs to
    return FIELD_NAMES.get(path) or phrase("{field}", field=path)


def _step_name(key: str, procedure: Procedure | None) -> object:
    """What a step is called by which an entry is known, whose further entries are numbered: `signing`, `signing 2`."""
    names = procedure.step_names if procedure else {}
    step, _, number = key.partition(" ")
    if step not in names:
        return key
    return Joined((names[step], number), " ") if number else names[step]


def part_name(path: str, name: str) -> object:
    """What one part of the value at a path is called; its own name where it has no words."""
    key = name.rstrip("_")  # an attribute may not be called `for`
    return _OWN_PARTS.get(f"{_KEY.sub('', path)}.{key}") or PART_NAMES.get(key, key)


def partner_name(agreement: Agreement, apart: str = " ") -> Phrase:
    """With whom in one line: the first partner with its country, and how many others there are."""
    first = f"{agreement.partner.name}{apart}{agreement.partner.country}"
    others = len(agreement.parties) - 1
    if others:
        return plural("{partner} and {n} other", "{partner} and {n} others", others, partner=first)
    return phrase("{partner}", partner=first)


def kind_name(kind: str, procedure: Procedure | None) -> Phrase | Words:
    """A kind of agreements as its procedure calls it."""
    if procedure:
        return procedure.name
    return phrase("another kind of cooperation") if kind == OTHER else phrase("{kind}", kind=kind)


_KEY = pattern(r"\[[^\]]*\]")


def told(path: str, value: object, without: str = "") -> object:
    """A value of the field at a path as people read it: a register's own words in theirs, periods in their language.

    Days stay as written. None says nothing; `without` leaves an attribute of a whole item out.
    """
    if isinstance(value, Struct):
        parts = ((name, getattr(value, name)) for name in value.__struct_fields__ if name != without)
        said = ((name, told(f"{path}.{name}", one)) for name, one in parts)
        if isinstance(value, Offsets):
            return tuple(one for _, one in said if one)
        return tuple(phrase("{field} {value}", field=part_name(path, name), value=one) for name, one in said if one)
    if isinstance(value, tuple) and not isinstance(value, DateSpan | Period):
        return tuple(told(path, one) for one in value)
    if isinstance(value, Period):
        return value
    if isinstance(value, str):
        if _KEY.sub("", path) == "sources.says":
            return worded(value)
        return WORD_NAMES.get(_KEY.sub("", path), {}).get(value, value)
    return written(value)
