"""Records, registers and calendars from keyword arguments; dates and periods are texts, as a register writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from mou_tracker.agreement.procedure import Council, Exploring, Procedure, ProcedureStep, RenewalPath
from mou_tracker.agreement.record import (
    UNKNOWN_SIGNING,
    Agreement,
    Closing,
    Extension,
    FollowUp,
    Partner,
    Renewal,
    Signature,
    Step,
    Term,
)
from mou_tracker.agreement.register import Book, Contact, Register
from mou_tracker.agreement.terms import TermOutlook, course
from mou_tracker.approvals.working_days import Calendar, calendar
from mou_tracker.basics.dates import DateSpan, EndRule, Length, Period, parse_date, parse_period
from mou_tracker.basics.phrases import Words
from mou_tracker.language.wording import Wording
from mou_tracker.status.assess import assess
from mou_tracker.status.assessment import Assessment

INDONESIA = calendar("ID", True, frozenset(), frozenset())
ENGLISH = Wording("en", lambda text: text, lambda one, many, n: one if n == 1 else many)


def day(text: str) -> date:
    """One day: `2015-11-27`."""
    return date.fromisoformat(text)


def span(text: str) -> DateSpan:
    """A date as a register writes it; also both ends joined by `/`, as output writes a span of no simpler form."""
    first, _, last = text.partition("/")
    return DateSpan(day(first), day(last)) if last else parse_date(text)


def period(text: str) -> Period:
    """A period as a register writes it."""
    found = parse_period(text)
    assert found, text
    return found


def length(text: str) -> Length:
    """A period's length; an empty text is no length at all."""
    return period(text).length if text else Length(0, 0)


def term(text: str) -> Term:
    """A term as a register writes it."""
    return text if text in ("indefinite", "unknown") else period(text)  # type: ignore[return-value]


def agreement(id: str = "petaling-jaya", **given: Any) -> Agreement:
    """A record as a register would give it; everything not given is absent."""
    made: dict[str, Any] = {
        "title": f"Bandung – {id}",
        "partner": Partner("Petaling Jaya", "MY"),
        "kind": "ksdpl",
        "instrument": "mou",
    }
    return Agreement(id=id, **made | {name: _FIELDS.get(name, _same)(value) for name, value in given.items()})


def changed(record: Agreement, **given: Any) -> Agreement:
    """The record with some fields written anew."""
    return replace(record, **{name: _FIELDS.get(name, _same)(value) for name, value in given.items()})


def _same(value: Any) -> Any:
    return value


def _signed(value: str | Sequence[tuple[str, str]]) -> tuple[Signature, ...]:
    if isinstance(value, str):
        return UNKNOWN_SIGNING if value == "unknown" else (Signature(span(value)),)
    return tuple(Signature(span(on), by) for by, on in value)


_DATES = ("signed", "starts", "ends", "decided", "received", "started", "done", "on", "due")
_PERIODS = ("period", "notice")


def _mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(value)
    for name, text in value.items():
        if name in _DATES:
            made[name] = span(text)
        elif name in _PERIODS:
            made[name] = period(text)
        elif name == "term":
            made[name] = term(text)
    return made


_FIELDS: dict[str, Any] = {
    "since": span,
    "starts": span,
    "ends": span,
    "notice_given": span,
    "term": term,
    "signed": _signed,
    "renewal": lambda value: Renewal(**_mapping(value)),
    "closed": lambda value: Closing(**_mapping(value)),
    "extensions": lambda values: tuple(Extension(**_mapping(value)) for value in values),
    "steps": lambda values: tuple(Step(**_mapping(value)) for value in values),
    "follow_ups": lambda values: tuple(FollowUp(**_mapping(value)) for value in values),
    "partner": lambda value: Partner(*value),
}


def register(**given: Any) -> Register:
    """A register's settings; `renewal_window` as text, contacts as `{id: address}`."""
    made = dict(given)
    if "renewal_window" in made:
        made["renewal_window"] = period(made["renewal_window"])
    if "contacts" in made:
        made["contacts"] = {name: Contact(name, address) for name, address in made["contacts"].items()}
    return Register(**made)


def book(*records: Agreement, **settings: Any) -> Book:
    """A register of these records."""
    return Book(register(**settings), records, {"ksdpl": KSDPL, "ksdd": KSDD})


def assess_all(on: str, *records: Agreement, working: Calendar = INDONESIA, **settings: Any) -> list[Assessment]:
    """All records known on a day, as `mou status` orders them."""
    return assess(book(*records, **settings), day(on), working)


def assess_one(on: str, record: Agreement, *others: Agreement, **settings: Any) -> Assessment | None:
    """One record on a day, among others; None where it is not known."""
    found = assess_all(on, record, *others, **settings)
    return next((one for one in found if one.agreement.id == record.id), None)


def known(on: str, record: Agreement, *others: Agreement, **settings: Any) -> Assessment:
    """One record on a day on which it is known."""
    found = assess_one(on, record, *others, **settings)
    assert found is not None
    return found


def course_on(
    on: str, record: Agreement, rule: EndRule = "anniversary", window: str = "6 months"
) -> TermOutlook | None:
    """How a record of certain dates runs, seen on a day."""
    return course(record, rule, length(window), day(on), 0)


def expected(start: str, last_day: str | None = None, **given: Any) -> TermOutlook:
    """A course from texts. Where they are not given it begins with its start, only renewals past are certain, it is
    due from the day its window opens, and it is ending where no notice is to be given.
    """
    days: dict[str, Any] = {
        "begins": start,
        "last_day": last_day,
        "times_certain": given.get("times_renewed", 0),
        "due_from": given.get("window_opens"),
        "ending": "notice_by" not in given,
        **given,
    }
    if "window_cut" in given:
        days["window_cut"] = length(given["window_cut"])
    made: dict[str, Any] = {name: day(value) if isinstance(value, str) else value for name, value in days.items()}
    return TermOutlook(day(start), **made)


_PLAIN = {"id": "Pemda", "en": "city"}
_MAYOR = {"id": "Wali kota", "en": "mayor"}
_HOME = {"id": "Mendagri", "en": "Home Affairs ministry"}
_DPRD = ProcedureStep(
    "dprd-approval",
    Words("Persetujuan DPRD", "DPRD approval"),
    Words("DPRD", "DPRD"),
    clock="received",
    limit=45,
    basis="statute",
    article="PP 28/2018 art. 30(4)",
)


def _target(id: str, name: str, actor: Mapping[str, str], limit: int | None, **given: Any) -> ProcedureStep:
    return ProcedureStep(
        id, Words(f"{name} (id)", name), Words(**actor), limit=limit, basis="target" if limit else None, **given
    )


# Its words are those of the pretended language with which pages are tested.
KSDPL = Procedure(
    "ksdpl",
    Words("¡KSDPL, with a foreign local government", "KSDPL, with a foreign local government"),
    (
        _target("initiative", "Initiative", _PLAIN, None),
        _target("exploration", "Exploration", _MAYOR, 20),
        _target("consultation", "Consultation", _MAYOR, 15),
        _target("letter-of-intent", "Letter of intent", _MAYOR, 15),
        _target("cooperation-plan", "Cooperation plan", _PLAIN, 30),
        _DPRD,
        _target("ministry-verification", "Home Affairs verification", _HOME, 20, returns_to="cooperation-plan"),
        _target("draft-text", "Drafting of the text", _PLAIN, 15),
        _target("interministry-meeting", "Interministerial meeting", _HOME, 20),
        _target("ministry-approval", "Home Affairs approval", _HOME, 15),
        _target("counterpart-talks", "Talks with the foreign partner", _HOME, 30),
        _target("confirmation-letter", "Confirmation letter", _HOME, 15),
        _target("signing", "Signing", _MAYOR, 10),
        ProcedureStep("deposit", Words("Penyimpanan naskah asli", "Deposit of the original")),
    ),
    "signing",
    partners="abroad",
    council=Council(
        "dprd-approval", Words("DPRD", "DPRD"), since=date(2018, 7, 13), instruments=("mou", "pks", "other")
    ),
    exploring=Exploring(
        "letter-of-intent",
        Words("the letter of intent", "the letter of intent"),
        Words("sign a letter of intent", "sign a letter of intent"),
    ),
    renewal=RenewalPath("cooperation-plan", certainty="unverified"),
    renewal_window={"default": Period(months=18)},
)
KSDD = Procedure(
    "ksdd",
    Words("KSDD, dengan daerah lain", "KSDD, with another Indonesian region"),
    (
        _target("preparation", "Preparation", _PLAIN, None),
        _target("offer", "Offer", _PLAIN, None),
        _target("joint-text", "Joint text", _PLAIN, None),
        replace(_DPRD, limit=None, basis=None, article="PP 28/2018 art. 6(2)", only_if="council-required"),
        _target("signing", "Signing", _MAYOR, None),
    ),
    "signing",
    partners="own-country",
    council=Council("dprd-approval", Words("DPRD", "DPRD"), "if-said"),
    exploring=Exploring("offer"),
    renewal=RenewalPath("offer"),
)
