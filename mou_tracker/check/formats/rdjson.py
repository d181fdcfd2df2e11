"""Findings as reviewdog reads them. Its columns count the bytes of UTF-8, not characters."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding, Span
from mou_tracker.check.formats.report import Report, with_hint


def rdjson(report: Report) -> str:
    """One object with all findings."""
    found = {"source": {"name": "mou"}, "diagnostics": [_diagnostic(report, finding) for finding in report.findings]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _diagnostic(report: Report, finding: Finding) -> Mapping[str, object]:
    return {
        "message": with_hint(report, finding),
        "location": {"path": escape_text(finding.file), "range": _range(report, finding.file, finding.span)},
        "severity": finding.severity.upper(),
        "code": {"value": finding.rule},
    }


def _range(report: Report, file: str, span: Span) -> Mapping[str, object]:
    return {
        "start": {"line": span.line, "column": _bytes(report.line(file, span.line), span.col)},
        "end": {"line": span.end_line, "column": _bytes(report.line(file, span.end_line), span.end_col)},
    }


def _bytes(line: str, column: int) -> int:
    """A column in code points as one in bytes."""
    before = line[: column - 1]
    return column + len(before.encode("utf-8", "surrogatepass")) - len(before)
