"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding, Span
from mou_tracker.check.formats.report import Report, fingerprints, with_hint

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 25_000
LONGEST_TEXT = 1024


def sarif(report: Report) -> str:
    """One run; a clean one has an empty list of results."""
    rules = sorted({finding.rule for finding in report.findings})
    found = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "mou", "rules": [_rule(rule, report.page_of(rule)) for rule in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(report, finding, rules.index(finding.rule), fingerprint)
                    for finding, fingerprint in zip(report.findings[:MOST], fingerprints(report.findings), strict=False)
                ],
            }
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str, page: str) -> Mapping[str, object]:
    first = page.strip().partition("\n\n")[0].replace("\n", " ") or name
    return {
        "id": name,
        "shortDescription": {"text": first[:LONGEST_TEXT]},
        "fullDescription": {"text": first[:LONGEST_TEXT]},
        "help": {"text": page.strip() or name},
    }


def _result(report: Report, finding: Finding, index: int, fingerprint: str) -> Mapping[str, object]:
    related = [
        {"id": number, "message": {"text": report.text(other.message)}} | _location(report, other.file, other.span)
        for number, other in enumerate(finding.related, 1)
    ]
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": with_hint(report, finding)},
        "locations": [_location(report, finding.file, finding.span)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"mouFinding/v1": fingerprint},
    }


def _location(report: Report, file: str, span: Span) -> dict[str, object]:
    region = {"startLine": span.line, "startColumn": span.col, "endLine": span.end_line, "endColumn": span.end_col}
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(escape_text(report.from_root(file)))}, "region": region}
    }
