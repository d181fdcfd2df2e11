"""The JSON Schema of `mou status -f json`."""

from __future__ import annotations

from mou_tracker.agreement.record import INSTRUMENTS, KINDS, RENEWAL_MODES
from mou_tracker.status.statuses import STATUSES

Schema = dict[str, object]


def _closed(properties: dict[str, object]) -> Schema:
    """An object that has exactly these keys."""
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer"}
_YES_NO: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_WRITTEN: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
_SPAN = _closed({"earliest": _DAY, "latest": _DAY})
_COUNT: Schema = {"type": "integer", "minimum": 0}


def _agreement() -> Schema:
    renewal = {
        "mode": {"enum": list(RENEWAL_MODES)}, "window_opens": _or_null(_DAY), "decision_day": _or_null(_DAY),
        "notice_by": _or_null(_DAY), "times_renewed": _COUNT,
    }  # fmt: skip
    approval = {
        "step": _TEXT, "since": _or_null(_WRITTEN), "due": _or_null(_DAY),
        "basis": {"enum": ["statute", "target", None]}, "days_late": {**_COUNT, "description": "working days"},
    }  # fmt: skip
    return _closed({
        "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 64},
        "title": _TEXT,
        "partner": _closed({"name": _TEXT, "country": _TEXT, "body": _or_null(_TEXT)}),
        "kind": {"enum": list(KINDS)},
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
    })  # fmt: skip


def status_schema() -> Schema:
    """JSON Schema 2020-12 of format `mou-status/1`."""
    unreadable = {"file": _TEXT, "line": {"type": "integer", "minimum": 1}, "id": _or_null(_TEXT), "message": _TEXT}
    head = _closed({
        "format": {"const": "mou-status/1"},
        "register": _TEXT,
        "as_of": _DAY,
        "counts": _closed(dict.fromkeys(STATUSES, _COUNT)),
        "agreements": {"type": "array", "items": _agreement()},
        "unreadable": {"type": "array", "items": _closed(dict(unreadable))},
    })  # fmt: skip
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "mou status -f json", **head}
