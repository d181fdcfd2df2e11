"""The whole register for monitoring: a Nagios line, a badge, Prometheus metrics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import IntEnum

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment, counts, status_words
from mou_tracker.status.statuses import ATTENTION, PENDING, council_name
from mou_tracker.views.status import unread_note

MOST_NAMED = 5


class State(IntEnum):
    """The exit codes of a monitoring plugin."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


def state(assessments: Sequence[Assessment], unreadable: int) -> State:
    """The worst that holds: CRITICAL if something has lapsed or a council's approval is overdue, UNKNOWN if something
    could not be read, WARNING if a renewal is due or a council's approval pending.
    """
    if any(one.status == "lapsed" for one in assessments) or overdue(assessments):
        return State.CRITICAL
    if unreadable:
        return State.UNKNOWN
    return State.WARNING if any(one.status in ATTENTION for one in assessments) else State.OK


def overdue(assessments: Sequence[Assessment]) -> list[Assessment]:
    """The records that are pending at a council past its limit."""
    return [one for one in assessments if one.status == PENDING and one.under_way and one.under_way.days_late]


def nagios_line(assessments: Sequence[Assessment], unreadable: int, say: Wording, mixed: bool = False) -> str:
    """State, counts and the first names, then the numbers for a graph."""
    urgent = [one for one in assessments if one.status in ATTENTION]
    names = [one.agreement.id for one in urgent[:MOST_NAMED]] + (["…"] if len(urgent) > MOST_NAMED else [])
    text = f"{_told(assessments, unreadable, say, mixed)}{': ' if names else ''}{', '.join(names)}"
    numbers = counts(assessments)
    data = " ".join(f"'{status}'={numbers[status]};;;0" for status in ATTENTION)
    data += f" 'overdue'={len(overdue(assessments))};;;0 'unreadable'={unreadable};;;0"
    return f"MOU {state(assessments, unreadable).name}: {_one_line(text)} | {data}\n"


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


def failed_badge(say: Wording) -> str:
    """The badge where nothing could be read at all."""
    return badge(say(phrase("the register cannot be read")), State.UNKNOWN)


def _one_line(text: str) -> str:
    """Nothing that ends the line or begins its numbers."""
    return escape_text(text).replace("|", "/")


def _told(assessments: Sequence[Assessment], unreadable: int, say: Wording, mixed: bool) -> str:
    numbers, names = counts(assessments), status_words(assessments)
    parts = [f"{numbers[status]} {say(names[status])}" for status in ATTENTION if numbers[status]]
    late = overdue(assessments)
    said: list[Phrase] = []
    if late:
        at = council_name(one.procedure for one in late)
        said.append(plural("{n} overdue at the {council}", "{n} overdue at the {council}", len(late), council=at))
    if unreadable:
        said.append(unread_note(unreadable, mixed))
    if not parts and not said:
        said.append(phrase("nothing needs attention"))
    return ", ".join([*parts, *map(say, said)])


_COLOURS = {State.OK: "brightgreen", State.WARNING: "orange", State.CRITICAL: "red", State.UNKNOWN: "lightgrey"}


def badge_json(
    assessments: Sequence[Assessment], unreadable: int, say: Wording, register: str = "", mixed: bool = False
) -> str:
    """What shields.io reads from an address (its endpoint schema); `register` is the id of one that has one."""
    now = state(assessments, unreadable)
    return badge(_told(assessments, unreadable, say, mixed), now, register)


def badge(message: str, now: State, register: str = "") -> str:
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
