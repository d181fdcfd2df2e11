"""JSON output: one record a line, the same bytes for the same data and day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from mou_tracker.agreement.register import Unreadable
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment, counts
from mou_tracker.views.rows import row

encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def status_json(
    register: str, as_of: date, found: Sequence[Assessment], unreadable: Iterable[Unreadable], say: Wording
) -> str:
    """`mou-status/1`: the register's name, counts by status, every record, and what could not be read."""
    broken = [{"file": u.file, "line": u.line, "id": u.id, "message": say(u.message)} for u in unreadable]
    head = {"format": "mou-status/1", "register": register, "as_of": as_of.isoformat(), "counts": counts(found)}
    return (
        f"{encode(head)[:-1]},\n"
        f' "agreements": {listed(row(one, say) for one in found)},\n'
        f' "unreadable": {listed(broken)}}}\n'
    )


def listed(values: Iterable[Mapping[str, object]]) -> str:
    """A JSON list with one value a line."""
    inner = ",\n  ".join(map(encode, values))
    return f"[\n  {inner}]" if inner else "[]"


def agenda_json(register: str, as_of: date, entries: Iterable[Mapping[str, object]]) -> str:
    """`mou-agenda/1`: what is dated, in order."""
    head = {"format": "mou-agenda/1", "register": register, "as_of": as_of.isoformat()}
    return f'{encode(head)[:-1]},\n "entries": {listed(entries)}}}\n'


def plan_json(as_of: date, plan: Mapping[str, object], steps: Iterable[Mapping[str, object]]) -> str:
    """`mou-plan/1`: one plan with its steps."""
    head = {"format": "mou-plan/1", "as_of": as_of.isoformat(), **plan}
    return f'{encode(head)[:-1]},\n "steps": {listed(steps)}}}\n'


def plans_json(as_of: date, plans: Iterable[Mapping[str, object]]) -> str:
    """`mou-plans/1`: every plan in a line, the most urgent first."""
    head = {"format": "mou-plans/1", "as_of": as_of.isoformat()}
    return f'{encode(head)[:-1]},\n "plans": {listed(plans)}}}\n'
