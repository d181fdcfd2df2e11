"""`mou status` as lines: what needs attention first, the next step under each, counts for the rest; and the JSON Schema
of its JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from mou_tracker.agreement.record import INSTRUMENTS, RENEWAL_MODES, SNOOZED
from mou_tracker.basics.phrases import Joined, Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Ahead, Assessment
from mou_tracker.status.statuses import ATTENTION, STATUSES, Status
from mou_tracker.views.cells import beside, facts, stalled_since, todo, who
from mou_tracker.views.lines import Line, Part, aligned, cells, line

ORDER: tuple[Status, ...] = (
    *ATTENTION,
    "in-approval",
    "unknown",
    "exploring",
    "upcoming",
    "active",
    "renewed",
    "closed",
)
WIDE = 116


class Shown(Struct, frozen=True):
    """What a status view is made of: the records, what their statuses are called, which of their groups to
    spell out, what a filter left out, and whether the persons at the partners are told.
    """

    name: str
    as_of: date
    assessments: Sequence[Assessment]
    names: Mapping[Status, Phrase]
    groups: Sequence[Status] = ATTENTION
    hidden: int = 0
    filters: Joined = Joined((), " ")
    ahead: Sequence[Ahead] = ()
    contacts: bool = False
    unread: Phrase | None = None

    def spelled_out(self) -> Iterator[tuple[Status, Sequence[Assessment]]]:
        """The groups that are told record by record, in order; what asks for attention is there though it be empty.

        What has stalled after the council's consent is spelled out beside them: it is easily forgotten.
        """
        for status in ORDER:
            group = [one for one in self.assessments if one.status == status]
            if status in self.groups:
                if group or status in ATTENTION:
                    yield status, group
            elif status == "in-approval" and (stuck := [one for one in group if one.consent]):
                yield status, stuck

    def counted(self) -> Iterator[tuple[Status, Sequence[Assessment]]]:
        """The groups that are only counted."""
        for status in ORDER:
            if status not in self.groups:
                group = [one for one in self.assessments if one.status == status and not one.consent]
                if group:
                    yield status, group


def status_lines(shown: Shown, say: Wording, width: int | None) -> list[Line]:
    """The whole view. `width` None means as wide as it takes."""
    lines, names = [_head(shown, say, width)], shown.names
    for status, group in shown.spelled_out():
        lines += [line(), *_group(status, names[status], group, shown, say, width)]
    rest = _rest(shown, say)
    if rest:
        lines += [line(), line(rest, indent=2)]
    if shown.hidden:
        lines += [line(), line(say(hidden_note(len(shown.assessments), shown.hidden, shown.filters)), indent=2)]
    if shown.ahead:
        lines += [line(), line(say(ahead_note(shown.ahead)), indent=2)]
    if shown.unread:
        lines += [line(), line(Part(say(shown.unread), "lapsed"), indent=2)]
    return lines


MOST_NAMED = 5


def ahead_note(ahead: Sequence[Ahead]) -> Phrase:
    """The records that are not shown since they lie after the day."""
    listed = chained([phrase("{id}, first known {day}", id=one.id, day=one.on.iso()) for one in ahead])
    return plural("{n} record lies ahead: {listed}", "{n} records lie ahead: {listed}", len(ahead), listed=listed)


def chained(said: Sequence[Phrase]) -> Phrase:
    """The first of some phrases in one, and a sign that there are more."""
    listed = said[0]
    for one in [*said[1:MOST_NAMED], *(["…"] if len(said) > MOST_NAMED else [])]:
        listed = phrase("{first}; {then}", first=listed, then=one)
    return listed


def unread_note(number: int, mixed: bool) -> Phrase:
    """How much of a register could not be read; `mixed` says that not all of it are records."""
    if mixed:
        return plural(
            "{n} part of the register could not be read", "{n} parts of the register could not be read", number
        )
    return plural("{n} record could not be read", "{n} records could not be read", number)


def hidden_note(shown: int, hidden: int, filters: Joined) -> Phrase:
    """How much a filter hides."""
    return phrase(
        "{shown} of {total} agreements shown; filter: {filters}", shown=shown, total=shown + hidden, filters=filters
    )


def _head(shown: Shown, say: Wording, width: int | None) -> Line:
    number = len(shown.assessments) + shown.hidden
    right = f"{say.day(shown.as_of)} · {say(plural('{n} agreement', '{n} agreements', number))}"
    room = min(width or 0, 120) - cells(shown.name) - cells(right)
    return line(Part(shown.name, "title"), " " * max(3, room), right, indent=2)


def _group(
    status: Status, words: Phrase, group: Sequence[Assessment], shown: Shown, say: Wording, width: int | None
) -> Iterator[Line]:
    yield line(Part(say(words).upper(), status), Part(f" {len(group)}", "strong"))
    if not group:
        return
    wide = width is None or width >= WIDE
    rows = [(*who(one, say), *facts(one, say)) for one in group]
    heads = aligned(rows if wide else [row[:3] for row in rows])
    for one, row, head in zip(group, rows, heads, strict=True):
        name, partner = head[: len(row[0])], head[len(row[0]) :]
        yield line("  ", Part(name, "strong"), partner, indent=5)
        if not wide and any(row[3:]):
            yield line("     ", ", ".join(cell for cell in row[3:] if cell), indent=5)
        following = " · ".join(part for part in (todo(one, say), _command(one)) if part)
        if following:
            yield line("     → ", Part(following, "next"), indent=7)
        told = " · ".join(beside(one, say, shown.contacts))
        if told:
            yield line("     ", Part(told, "dim"), indent=7)


def _command(assessment: Assessment) -> str:
    """The command that takes the next step, where there is one."""
    name = assessment.agreement.id
    if assessment.status == "lapsed" and not assessment.successor and assessment.decided != "lapse":
        return f"mou renew {name}"
    return f"mou plan {name}" if assessment.status == "due" and assessment.safe_start else ""


def _rest(shown: Shown, say: Wording) -> str:
    """The counts of the statuses that are not spelled out."""
    parts, names = [], shown.names
    for status, group in shown.counted():
        part = f"{len(group)} {say(names[status])}"
        stalled = [one for one in group if one.stalled]
        if len(stalled) == 1:
            part += ", " + say(stalled_since(stalled[0]))
        elif stalled:
            part += ", " + say(phrase("{n} stalled", n=len(stalled)))
        parts.append(part)
    return " · ".join([*parts, "mou status --all"]) if parts else ""


Schema = dict[str, object]


def _closed(properties: dict[str, object], more: dict[str, object] | None = None) -> Schema:
    """An object that has exactly these keys; those of `more` only where several registers are shown together."""
    return {
        "type": "object",
        "properties": properties | (more or {}),
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer"}
_YES_NO: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_WRITTEN: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
_PARTY = _closed({"name": _TEXT, "country": _TEXT, "body": _or_null(_TEXT), "place": _or_null(_TEXT)})
_MAYBE = _or_null(_TEXT)
_ACTIVITY = _closed({"on": _WRITTEN, "what": _TEXT, "url": _MAYBE})
_CONTACT = _closed({"name": _MAYBE, "email": _MAYBE, "phone": _MAYBE})
_SPAN = _closed({"earliest": _DAY, "latest": _DAY})
_COUNT: Schema = {"type": "integer", "minimum": 0}


def _agreement() -> Schema:
    renewal = {
        "mode": {"enum": list(RENEWAL_MODES)},
        "window_opens": _or_null(_DAY),
        "decision_day": _or_null(_DAY),
        "notice_by": _or_null(_DAY),
        "times_renewed": _COUNT,
    }
    approval = {
        "step": _TEXT,
        "since": _or_null(_WRITTEN),
        "due": _or_null(_DAY),
        "basis": {"enum": ["statute", "target", None]},
        "days_late": {**_COUNT, "description": "working days"},
    }
    snooze = {"until": _DAY, "why": _or_null(_TEXT), "what": {"enum": [*SNOOZED, None]}}
    return _closed(
        {
            "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 64},
            "title": _TEXT,
            "partner": _PARTY,
            "partners": {"type": "array", "minItems": 1, "items": _PARTY},
            "kind": {"type": "string"},
            "instrument": {"enum": list(INSTRUMENTS)},
            "status": {"enum": list(STATUSES)},
            "certain": {**_YES_NO, "description": "false where another day of an uncertain date gives another status"},
            "signed": {**_or_null(_WRITTEN), "description": "the last signature as written"},
            "start": _or_null(_SPAN),
            "term": _or_null(_TEXT),
            "open_ended": _YES_NO,
            "last_day": {**_or_null(_SPAN), "description": "of the running term, inclusive, renewals counted"},
            "days_left": {**_or_null(_WHOLE), "description": "calendar days to the latest last day"},
            "renewal": _closed(renewal),
            "approval": {**_or_null(_closed(approval)), "description": "the step under way"},
            "renews": _or_null(_TEXT),
            "successor": _or_null(_TEXT),
            "stalled": {**_YES_NO, "description": "unsigned and not moved for a year"},
            "next": _closed({"what": _or_null(_TEXT), "by": _or_null(_DAY)}),
            "reason": _TEXT,
            "owner": {"type": "array", "items": _TEXT},
            "file": _TEXT,
            "line": {"type": "integer", "minimum": 1},
            "snooze": {**_or_null(_closed(snooze)), "description": "the one that holds on the day"},
            "numbers": _closed({"ours": _MAYBE, "theirs": _MAYBE}),
            "under": {**_MAYBE, "description": "the framework agreement that it carries out"},
            "children": {
                "type": "array",
                "items": _closed({"id": _TEXT, "status": {"enum": list(STATUSES)}, "last_day": _or_null(_SPAN)}),
                "description": "the agreements that carry it out",
            },
            "unit": _MAYBE,
            "place": _MAYBE,
            "fields": {"type": "array", "items": _TEXT},
            "promises_open": _COUNT,
            "activities": _COUNT,
            "last_activity": _or_null(_ACTIVITY),
            "contact": {**_or_null(_CONTACT), "description": "the person at the partner, only with --contacts"},
        },
        {"register": _KEY},
    )


_KEY: Schema = {"type": "string", "description": "what stands before the register's ids; several registers only"}


def _register() -> Schema:
    """One of several registers."""
    return _closed(
        {
            "register": _KEY,
            "name": _or_null(_TEXT),
            "path": _TEXT,
            "as_of": {**_or_null(_DAY), "description": "today in its own time zone"},
            "agreements": {**_COUNT, "description": "those shown"},
            "counts": _closed(dict.fromkeys(STATUSES, _COUNT)),
            "unreadable": _COUNT,
            "error": {**_or_null(_TEXT), "description": "why nothing of it could be read"},
        }
    )


def status_schema() -> Schema:
    """JSON Schema 2020-12 of format `mou-status/1`."""
    unreadable = {"file": _TEXT, "line": {"type": "integer", "minimum": 1}, "id": _or_null(_TEXT), "message": _TEXT}
    head = _closed(
        {
            "format": {"const": "mou-status/1"},
            "register": _TEXT,
            "as_of": _DAY,
            "counts": _closed(dict.fromkeys(STATUSES, _COUNT)),
            "agreements": {"type": "array", "items": _agreement()},
            "unreadable": {"type": "array", "items": _closed(dict(unreadable), {"register": _KEY})},
            "ahead": {"type": "array", "items": _closed({"id": _TEXT, "on": _WRITTEN}, {"register": _KEY})},
        },
        {"registers": {"type": "array", "items": _register(), "description": "the worst first"}},
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "mou status -f json", **head}
