"""The JSON Schema of `mou check -f json`."""

from __future__ import annotations

from collections.abc import Mapping

from mou_tracker.views.problems.json import FORMAT
from mou_tracker.views.problems.report import SEVERITIES

Schema = dict[str, object]


def _closed(properties: Mapping[str, object]) -> Schema:
    """An object that has exactly these keys."""
    return {
        "type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False,
    }  # fmt: skip


_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PLACE: Schema = {"type": "integer", "minimum": 1}
_COLUMN: Schema = {**_PLACE, "description": "code points from 1"}
_END_COLUMN: Schema = {**_PLACE, "description": "exclusive"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}


def check_schema() -> Schema:
    """The schema, from the same constants as the output."""
    related = {"file": _TEXT, "line": _PLACE, "column": _COLUMN, "message": _TEXT}
    finding = {
        "rule": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "severity": {"enum": list(SEVERITIES)},
        "message": _TEXT,
        "hint": _TEXT_OR_NULL,
        "file": _TEXT,
        "line": _PLACE,
        "column": _COLUMN,
        "end_line": _PLACE,
        "end_column": _END_COLUMN,
        "agreement": {**_TEXT_OR_NULL, "description": "the record's id, where it could be read"},
        "related": {"type": "array", "items": _closed(related), "description": "other places that explain it"},
    }
    whole = {
        "format": {"const": FORMAT},
        "files": _COUNT,
        "agreements": {**_COUNT, "description": "records met, unreadable ones included"},
        "errors": _COUNT,
        "warnings": _COUNT,
        "findings": {"type": "array", "items": _closed(finding)},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "mou check -f json", **_closed(whole)}
