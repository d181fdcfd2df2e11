"""Findings as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mou_tracker.basics.escaping import visible
from mou_tracker.basics.findings import Diagnostic, Related
from mou_tracker.views.problems.report import Report

FORMAT = "mou-check/1"


def json_text(report: Report) -> str:
    """One object: counts and findings. Columns are code points from 1, ends are exclusive."""
    found = {
        "format": FORMAT,
        "files": len(report.files),
        "agreements": report.agreements,
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "findings": [_finding(report, finding) for finding in report.findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _finding(report: Report, finding: Diagnostic) -> Mapping[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": report.text(finding.message),
        "hint": report.text(finding.hint) if finding.hint else None,
        "file": visible(finding.file),
        "line": finding.span.line,
        "column": finding.span.col,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_col,
        "agreement": finding.agreement,
        "related": [_related(report, other) for other in finding.related],
    }


def _related(report: Report, other: Related) -> Mapping[str, object]:
    return {
        "file": visible(other.file),
        "line": other.span.line,
        "column": other.span.col,
        "message": report.text(other.message),
    }
