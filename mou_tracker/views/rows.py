"""One record as a row of plain values: the keys of `mou status -f json`, from which CSV and Markdown are cut too; and
the JSON outputs that are made of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import json

from mou_tracker.agreement.record import Agreement, Numbers, Partner
from mou_tracker.agreement.register import Unreadable
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Ahead, Assessment, counts
from mou_tracker.status.reasons import next_step, reason
from mou_tracker.status.snoozes import over_on, running

Row = dict[str, object]


def row(assessment: Assessment, say: Wording, contacts: bool = False) -> Row:
    """All that is known of one record on the day; every key is present, what is not known is None.

    The person at the partner is told only with `contacts`.
    """
    agreement, following = assessment.agreement, next_step(assessment)
    numbers, last = agreement.numbers or Numbers(), assessment.last_activity
    contact = agreement.contact if contacts else None
    parties = [_party(one) for one in agreement.parties]
    return {
        "id": agreement.id,
        "title": agreement.title,
        "partner": parties[0],
        "partners": parties,
        "kind": agreement.kind,
        "instrument": agreement.instrument,
        "status": assessment.status,
        "certain": assessment.certain,
        "signed": signed_text(agreement),
        "start": span(assessment.begins),
        "term": term_text(agreement),
        "open_ended": assessment.open_ended,
        "last_day": span(assessment.last_day),
        "days_left": assessment.days_left,
        "renewal": _renewal(assessment),
        "approval": _approval(assessment),
        "renews": agreement.renews,
        "successor": assessment.successor.id if assessment.successor else None,
        "stalled": assessment.stalled,
        "next": {"what": say(following.what) if following.what else None, "by": day(following.by)},
        "reason": say(reason(assessment)),
        "owner": list(assessment.owner),
        "file": agreement.file,
        "line": agreement.line,
        "snooze": _snooze(assessment),
        "numbers": {"ours": numbers.ours, "theirs": numbers.theirs},
        "under": agreement.under,
        "children": [
            {"id": one.agreement.id, "status": one.status, "last_day": span(one.last_day)}
            for one in assessment.children
        ],
        "unit": agreement.unit,
        "place": agreement.place,
        "fields": list(agreement.fields),
        "promises_open": sum(not follow_up.done for follow_up in agreement.follow_ups),
        "activities": len(agreement.activities),
        "last_activity": {"on": last.on.iso(), "what": last.what, "url": last.url} if last else None,
        "contact": {"name": contact.name, "email": contact.email, "phone": contact.phone} if contact else None,
    }


def _party(partner: Partner) -> Row:
    return {"name": partner.name, "country": partner.country, "body": partner.body, "place": partner.place}


def signed_text(agreement: Agreement) -> str | None:
    """The date of the last signature as written; None where nobody knows it."""
    days = agreement.signing_days
    if len(days) > 1:
        return max(days, key=lambda on: (on.latest, on.earliest)).iso()
    return days[0].iso() if days else None


def term_text(agreement: Agreement) -> str | None:
    """The term in plain English words, `indefinite`, or None."""
    term = agreement.term
    if isinstance(term, Period):
        return term.text()
    return "indefinite" if term == "indefinite" else None


def day(value: date | None) -> str | None:
    """A day as ISO text."""
    return value.isoformat() if value else None


def span(value: DateSpan | None) -> dict[str, str] | None:
    """A span as its earliest and latest day."""
    return {"earliest": value[0].isoformat(), "latest": value[1].isoformat()} if value else None


def _renewal(assessment: Assessment) -> Row:
    course = assessment.course
    return {
        "mode": assessment.agreement.renewal.mode,
        "window_opens": day(course.window_opens if course else None),
        "decision_day": day(course.decision_day if course else None),
        "notice_by": day(course.notice_by if course else None),
        "times_renewed": course.times_renewed if course else 0,
    }


def _approval(assessment: Assessment) -> Row | None:
    step = assessment.under_way
    if step is None:
        return None
    return {
        "step": step.step.id,
        "since": step.since.iso() if step.since else None,
        "due": day(step.due.earliest if step.due else None),
        "basis": step.step.basis,
        "days_late": step.days_late,
    }


def _snooze(assessment: Assessment) -> Row | None:
    """The snooze that holds on the day."""
    snooze = running(assessment)
    return {"until": day(over_on(assessment)), "why": snooze.why, "what": snooze.what} if snooze else None


def flat(values: Mapping[str, object]) -> Row:
    """The row with nested values spread over columns: `partner_name`, `last_day_earliest`.

    What names each item of a list is joined by `; `. Mail addresses alone, which hold none, are joined by blanks.
    A plan has whole days under some of these keys: they stay as they are.
    """
    found: Row = {}
    for key, value in values.items():
        if key in _SPREAD and not isinstance(value, str):
            inner = value if isinstance(value, Mapping) else {}
            found |= {f"{key}_{name}": inner.get(name) for name in _SPREAD[key]}
        elif isinstance(value, list):
            found[key] = (" " if key == "owner" else "; ").join(_named(one) for one in value)
        else:
            found[key] = value
    return found


def _named(item: object) -> str:
    """What an item of a list is called: an object's name or id, anything else as it is."""
    return str(next(item[key] for key in ("name", "id") if key in item) if isinstance(item, Mapping) else item)


_SPREAD = {
    "partner": ("name", "country", "body", "place"),
    "start": ("earliest", "latest"),
    "last_day": ("earliest", "latest"),
    "renewal": ("mode", "window_opens", "decision_day", "notice_by", "times_renewed"),
    "approval": ("step", "since", "due", "basis", "days_late"),
    "next": ("what", "by"),
    "snooze": ("until", "why", "what"),
    "numbers": ("ours", "theirs"),
    "last_activity": ("on", "what", "url"),
    "contact": ("name", "email", "phone"),
}
COLUMNS: tuple[str, ...] = (
    "id",
    "title",
    "partner_name",
    "partner_country",
    "partner_body",
    "partners",
    "kind",
    "instrument",
    "status",
    "certain",
    "signed",
    "start_earliest",
    "start_latest",
    "term",
    "open_ended",
    "last_day_earliest",
    "last_day_latest",
    "days_left",
    *(f"renewal_{n}" for n in _SPREAD["renewal"]),
    *(f"approval_{n}" for n in _SPREAD["approval"]),
    "renews",
    "successor",
    "stalled",
    "next_what",
    "next_by",
    "reason",
    "owner",
    "file",
    "line",
    *(f"snooze_{n}" for n in _SPREAD["snooze"]),
    "partner_place",
    "numbers_ours",
    "numbers_theirs",
    "under",
    "children",
    "unit",
    "place",
    "fields",
    "promises_open",
    "activities",
    "last_activity_on",
    "last_activity_what",
    "last_activity_url",
    "contact_name",
    "contact_email",
    "contact_phone",
)


def encode(value: object) -> str:
    """A value as JSON on one line, its texts in UTF-8."""
    try:
        return json.format(json.encode(value), indent=0).decode()
    except UnicodeEncodeError:  # a file's name that is no UTF-8: msgspec refuses it, and what prints escapes it
        from json import dumps

        return dumps(value, ensure_ascii=False)


def whole(head: Mapping[str, object], **lists: Iterable[str]) -> Iterator[str]:
    """An output: the keys of its head, then its lists by name, in pieces."""
    yield encode(head)[:-1]
    for name, pieces in lists.items():
        yield f',\n "{name}": '
        yield from pieces
    yield "}\n"


def listed(values: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """A JSON list with one value a line."""
    return joined([items(values)])


def joined(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """A JSON list of the items of several."""
    before = "["
    for part in parts:
        first = True
        for piece in part:
            if piece:
                yield before + piece if first else piece
                before, first = ",", False
    yield "]" if before == "," else "[]"


def items(values: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """What stands between the brackets of a JSON list, one value a line."""
    before = ""
    for value in values:
        yield f"{before}\n  {encode(value)}"
        before = ","


def broken(unreadable: Iterable[Unreadable], say: Wording) -> Iterator[Row]:
    """What could not be read, as plain values."""
    return ({"file": u.file, "line": u.line, "id": u.id, "message": say(u.message)} for u in unreadable)


def later(ahead: Iterable[Ahead]) -> Iterator[Row]:
    """The records that lie ahead, as plain values."""
    return ({"id": one.id, "on": one.on.iso()} for one in ahead)


def status_json(
    register: str,
    as_of: date,
    assessments: Sequence[Assessment],
    unreadable: Iterable[Unreadable],
    ahead: Iterable[Ahead],
    say: Wording,
    contacts: bool = False,
) -> Iterator[str]:
    """`mou-status/1`: the register's name, counts by status, every record, what could not be read, what lies ahead.

    It comes record by record: a large register's rows need not all be there at once.
    """
    head = {"format": "mou-status/1", "register": register, "as_of": as_of.isoformat(), "counts": counts(assessments)}
    rows = (row(one, say, contacts) for one in assessments)
    return whole(head, agreements=listed(rows), unreadable=listed(broken(unreadable, say)), ahead=listed(later(ahead)))


def agenda_json(
    register: str,
    as_of: date,
    entries: Iterable[Mapping[str, object]],
    unreadable: Iterable[Unreadable],
    ahead: Iterable[Ahead],
    say: Wording,
) -> Iterator[str]:
    """`mou-agenda/1`: what is dated, in order, what could not be read, and the records that lie ahead."""
    head = {"format": "mou-agenda/1", "register": register, "as_of": as_of.isoformat()}
    return whole(head, entries=listed(entries), unreadable=listed(broken(unreadable, say)), ahead=listed(later(ahead)))


def plan_json(as_of: date, plan: Mapping[str, object], steps: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """`mou-plan/1`: one plan with its steps."""
    return whole({"format": "mou-plan/1", "as_of": as_of.isoformat(), **plan}, steps=listed(steps))


def plans_json(
    as_of: date,
    plans: Iterable[Mapping[str, object]],
    unreadable: Iterable[Unreadable],
    ahead: Iterable[Ahead],
    say: Wording,
) -> Iterator[str]:
    """`mou-plans/1`: every plan in a line, the most urgent first, what could not be read, and what lies ahead."""
    head = {"format": "mou-plans/1", "as_of": as_of.isoformat()}
    return whole(head, plans=listed(plans), unreadable=listed(broken(unreadable, say)), ahead=listed(later(ahead)))
