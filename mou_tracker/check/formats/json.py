"""Findings as JSON, for programs, and its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding, Related
from mou_tracker.check.formats.report import SEVERITIES, Checkup, Report, owners

FORMAT = "mou-check/1"


def json_text(report: Report) -> str:
    """One object: counts and findings. Columns are code points from 1, ends are exclusive."""
    known = owners(report)
    found = {
        "format": FORMAT,
        "files": len(report.files),
        "agreements": report.agreements,
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        **({"registers": [_register(one) for one in report.registers]} if report.registers else {}),
        "findings": [
            _finding(report, finding) | ({"register": known[finding.file].key} if finding.file in known else {})
            for finding in report.findings
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _finding(report: Report, finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": report.text(finding.message),
        "hint": report.text(finding.hint) if finding.hint else None,
        "file": escape_text(finding.file),
        "line": finding.span.line,
        "column": finding.span.col,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_col,
        "agreement": finding.agreement,
        "related": [_related(report, other) for other in finding.related],
    }


def _register(one: Checkup) -> Mapping[str, object]:
    return {
        "register": one.key,
        "path": escape_text(one.place),
        "files": len(one.files),
        "agreements": one.agreements,
        "errors": one.errors,
        "warnings": one.warnings,
    }


def _related(report: Report, other: Related) -> Mapping[str, object]:
    return {
        "file": escape_text(other.file),
        "line": other.span.line,
        "column": other.span.col,
        "message": report.text(other.message),
    }


Schema = dict[str, object]


def _closed(properties: Mapping[str, object], more: Mapping[str, object] | None = None) -> Schema:
    """An object that has exactly these keys; those of `more` only where several registers are checked together."""
    return {
        "type": "object",
        "properties": {**properties, **(more or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


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
    key: Schema = {"type": "string", "description": "what stands before the register's ids; several registers only"}
    register = {
        "register": key,
        "path": _TEXT,
        "files": _COUNT,
        "agreements": _COUNT,
        "errors": _COUNT,
        "warnings": _COUNT,
    }
    registers: Schema = {"type": "array", "items": _closed(register), "description": "the worst first"}
    whole = {
        "format": {"const": FORMAT},
        "files": _COUNT,
        "agreements": {**_COUNT, "description": "records met, unreadable ones included"},
        "errors": _COUNT,
        "warnings": _COUNT,
        "findings": {"type": "array", "items": _closed(finding, {"register": key})},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mou check -f json",
        **_closed(whole, {"registers": registers}),
    }
