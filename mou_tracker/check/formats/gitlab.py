"""Findings as GitLab reads them for its code quality widget."""

from __future__ import annotations

import json

from mou_tracker.basics.escaping import escape_text
from mou_tracker.check.formats.report import Report, fingerprints, with_hint

_SEVERITIES = {"error": "major", "warning": "minor"}


def gitlab(report: Report) -> str:
    """A JSON list; an empty one for a clean run."""
    found = [
        {
            "description": with_hint(report, finding, "; "),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": escape_text(report.from_root(finding.file)), "lines": {"begin": finding.span.line}},
        }
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
