"""`mou status -f nagios` and `-f badge`: the whole register in one line, and how bad it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import IntEnum

from mou_tracker.basics.escaping import visible
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.names import STATUS_NAMES
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment, counts
from mou_tracker.status.statuses import ATTENTION

MOST_NAMED = 5


class State(IntEnum):
    """The exit codes of a monitoring plugin."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


def state(found: Sequence[Assessment], unreadable: int) -> State:
    """The worst that holds: CRITICAL if something has lapsed or a DPRD approval is overdue, UNKNOWN if a record could
    not be read, WARNING if a renewal is due or a DPRD approval pending.
    """
    if any(one.status == "lapsed" for one in found) or overdue(found):
        return State.CRITICAL
    if unreadable:
        return State.UNKNOWN
    return State.WARNING if any(one.status in ATTENTION for one in found) else State.OK


def overdue(found: Sequence[Assessment]) -> list[Assessment]:
    """The records that are pending at the DPRD past its limit, which is the one that is law."""
    return [one for one in found if one.status == "pending-dprd" and one.under_way and one.under_way.days_late]


def nagios_line(found: Sequence[Assessment], unreadable: int, say: Wording) -> str:
    """State, counts and the first names, then the numbers for a graph."""
    urgent = [one for one in found if one.status in ATTENTION]
    names = [one.agreement.id for one in urgent[:MOST_NAMED]] + (["…"] if len(urgent) > MOST_NAMED else [])
    text = f"{_told(found, unreadable, say)}{': ' if names else ''}{', '.join(names)}"
    numbers = counts(found)
    data = " ".join(f"'{status}'={numbers[status]};;;0" for status in ATTENTION)
    data += f" 'overdue'={len(overdue(found))};;;0 'unreadable'={unreadable};;;0"
    return f"MOU {state(found, unreadable).name}: {_one_line(text)} | {data}\n"


def failed_line(message: str) -> str:
    """The line where nothing could be read at all."""
    return f"MOU {State.UNKNOWN.name}: {_one_line(message)}\n"


def _one_line(text: str) -> str:
    """Nothing that ends the line or begins its numbers."""
    return visible(text).replace("|", "/")


def _told(found: Sequence[Assessment], unreadable: int, say: Wording) -> str:
    numbers = counts(found)
    parts = [f"{numbers[status]} {say(STATUS_NAMES[status])}" for status in ATTENTION if numbers[status]]
    late = len(overdue(found))
    said: list[Phrase] = [plural("{n} overdue at the DPRD", "{n} overdue at the DPRD", late)] if late else []
    if unreadable:
        said.append(plural("{n} record could not be read", "{n} records could not be read", unreadable))
    if not parts and not said:
        said.append(phrase("nothing needs attention"))
    return ", ".join([*parts, *map(say, said)])


_COLOURS = {State.OK: "brightgreen", State.WARNING: "orange", State.CRITICAL: "red", State.UNKNOWN: "lightgrey"}


def badge_json(found: Sequence[Assessment], unreadable: int, say: Wording) -> str:
    """What shields.io reads from an address (its endpoint schema)."""
    now = state(found, unreadable)
    made = {"schemaVersion": 1, "label": "MoU", "message": _told(found, unreadable, say), "color": _COLOURS[now]}
    if now == State.UNKNOWN:
        made["isError"] = True
    return json.dumps(made, ensure_ascii=False) + "\n"
