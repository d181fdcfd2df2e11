"""A register, or several together, for monitoring: a Nagios line, a badge, Prometheus metrics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import IntEnum

from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, Words, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment, counts, status_words
from mou_tracker.status.statuses import ATTENTION, PENDING, Status, council_name
from mou_tracker.views.status import unread_note

MOST_NAMED = 5


class State(IntEnum):
    """The exit codes of a monitoring plugin."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


class Figures(Struct, frozen=True):
    """What is counted, in one register or in several together.

    `counts` are the records by status, in the words `names`; `late` are those overdue at the `council`; `unreadable`
    counts what could not be read, `mixed` says that not all of it are records; `urgent` are the ids of those that need
    attention. Of several registers `title` says how many, `registers` counts them, and `failed` those that cannot be
    read at all.
    """

    counts: Mapping[Status, int]
    names: Mapping[Status, Phrase]
    late: int = 0
    council: Words | Phrase = council_name(())
    unreadable: int = 0
    mixed: bool = False
    urgent: Sequence[str] = ()
    title: Phrase | None = None
    registers: int = 0
    failed: int = 0


def figures(assessments: Sequence[Assessment], unreadable: int, mixed: bool = False) -> Figures:
    """Those of one register."""
    late = overdue(assessments)
    return Figures(
        counts(assessments),
        status_words(assessments),
        len(late),
        council_name(one.procedure for one in late),
        unreadable,
        mixed,
        [one.agreement.id for one in assessments if one.status in ATTENTION],
    )


def state(found: Figures) -> State:
    """The worst that holds: CRITICAL if something has lapsed or a council's approval is overdue, UNKNOWN if something
    could not be read, WARNING if a renewal is due or a council's approval pending.
    """
    if found.counts["lapsed"] or found.late:
        return State.CRITICAL
    if found.unreadable or found.failed:
        return State.UNKNOWN
    return State.WARNING if any(found.counts[status] for status in ATTENTION) else State.OK


def overdue(assessments: Sequence[Assessment]) -> list[Assessment]:
    """The records that are pending at a council past its limit."""
    return [one for one in assessments if one.status == PENDING and one.under_way and one.under_way.days_late]


def nagios_line(found: Figures, say: Wording) -> str:
    """State, counts and the first names, then the numbers for a graph."""
    names = [*found.urgent[:MOST_NAMED], *(["…"] if len(found.urgent) > MOST_NAMED else [])]
    text = f"{_told(found, say)}{': ' if names else ''}{', '.join(names)}"
    numbers: dict[str, int] = {status: found.counts[status] for status in ATTENTION}
    numbers |= {"overdue": found.late, "unreadable": found.unreadable}
    if found.title:
        numbers |= {"registers": found.registers, "failed": found.failed}
    data = " ".join(f"'{name}'={number};;;0" for name, number in numbers.items())
    return f"MOU {state(found).name}: {_one_line(text)} | {data}\n"


def failed_line(message: str) -> str:
    """The line where nothing could be read at all."""
    return f"MOU {State.UNKNOWN.name}: {_one_line(message)}\n"


def failed_metrics(moment: datetime, register: str) -> str:
    """The metrics where nothing could be read at all: when that was, and a number for the alarm.

    `register` is empty where it is not even known which one that was.
    """
    labels = {"register": register} if register else {}
    lines = [
        *_head("mou_unreadable_records", "Records that could not be read."),
        _sample("mou_unreadable_records", labels, 1),
        *_head("mou_read_failed_timestamp_seconds", "When nothing could be read, in seconds since 1970."),
        _sample("mou_read_failed_timestamp_seconds", labels, int(moment.timestamp())),
    ]
    return "".join(f"{line}\n" for line in lines)


def failed_badge(say: Wording, register: str = "") -> str:
    """The badge where nothing could be read at all; `register` is the id where that is known."""
    return _badge(say(phrase("the register cannot be read")), State.UNKNOWN, register)


def _one_line(text: str) -> str:
    """Nothing that ends the line or begins its numbers."""
    return escape_text(text).replace("|", "/")


def _told(found: Figures, say: Wording) -> str:
    parts = [f"{found.counts[s]} {say(found.names[s])}" for s in ATTENTION if found.counts[s]]
    said: list[Phrase] = []
    if found.late:
        said.append(
            plural("{n} overdue at the {council}", "{n} overdue at the {council}", found.late, council=found.council)
        )
    if found.unreadable:
        said.append(unread_note(found.unreadable, found.mixed))
    if found.failed:
        said.append(plural("{n} register cannot be read", "{n} registers cannot be read", found.failed))
    if not parts and not said:
        said.append(phrase("nothing needs attention"))
    return ", ".join([*([say(found.title)] if found.title else []), *parts, *map(say, said)])


_COLOURS = {State.OK: "brightgreen", State.WARNING: "orange", State.CRITICAL: "red", State.UNKNOWN: "lightgrey"}


def badge_json(found: Figures, say: Wording, register: str = "") -> str:
    """What shields.io reads from an address (its endpoint schema); `register` is the id of one that has one."""
    return _badge(_told(found, say), state(found), register)


def _badge(message: str, now: State, register: str = "") -> str:
    """A badge of a message in the colour of a state."""
    label = f"MoU {register}".rstrip()
    made = {"schemaVersion": 1, "label": label, "message": message, "color": _COLOURS[now]}
    if now == State.UNKNOWN:
        made["isError"] = True
    return json.dumps(made, ensure_ascii=False) + "\n"


def prometheus_text(assessments: Sequence[Assessment], unreadable: int, register: str) -> str:
    """Counts by status, and per agreement the days left and the working days by which its approval step is late.

    Every series names the register, so that those of several do not mix.
    """
    return "".join(f"{line}\n" for line in _lines(assessments, unreadable, register))


def _lines(assessments: Sequence[Assessment], unreadable: int, register: str) -> Iterator[str]:
    yield from _head("mou_agreements", "Agreements by status.")
    for status, number in counts(assessments).items():
        yield _sample("mou_agreements", {"register": register, "status": status}, number)
    yield from _head("mou_unreadable_records", "Records that could not be read.")
    yield _sample("mou_unreadable_records", {"register": register}, unreadable)
    yield from _head("mou_days_left", "Calendar days to the last day in force, 0 on it, negative once it is over.")
    yield from _each("mou_days_left", ((one, one.days_left) for one in assessments), register)
    yield from _head("mou_decision_days_left", "Calendar days to the day by which to renew or to give notice.")
    yield from _each("mou_decision_days_left", ((one, _decision(one)) for one in assessments), register)
    yield from _head("mou_approval_days_late", "Working days by which the approval step under way is past its limit.")
    yield from _each("mou_approval_days_late", ((one, _late(one)) for one in assessments), register)


def _decision(assessment: Assessment) -> int | None:
    course = assessment.course
    return (course.decision_day - assessment.as_of).days if course and course.decision_day else None


def _late(assessment: Assessment) -> int | None:
    step = assessment.under_way
    return step.days_late if step and step.due and assessment.status not in ("closed", "renewed") else None


def _head(name: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} gauge"


def _each(name: str, values: Iterable[tuple[Assessment, int | None]], register: str) -> Iterator[str]:
    for found, value in sorted(values, key=lambda pair: pair[0].agreement.id):
        if value is not None:
            partner = found.agreement.partner
            labels = {
                "register": register,
                "id": found.agreement.id,
                "partner": partner.name,
                "country": partner.country,
                "kind": found.agreement.kind,
                "status": found.status,
            }
            yield _sample(name, labels, value)


def _sample(name: str, labels: dict[str, str], value: int) -> str:
    inner = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inner}}} {value}" if inner else f"{name} {value}"


def _escaped(text: str) -> str:
    """A label's value; a line break in it is written out like every hidden character, then backslash and quote."""
    return escape_text(text).replace("\\", "\\\\").replace('"', '\\"')
