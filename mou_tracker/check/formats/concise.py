"""One line for each finding, for pipes and for editors."""

from __future__ import annotations

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding
from mou_tracker.check.formats.report import SEVERITIES, Report, summary


def concise(report: Report) -> str:
    """`file:line:column: error: sentence [rule]`, and what was read."""
    return "".join(f"{one}\n" for one in (*(headline(report, f) for f in report.findings), summary(report)))


def headline(report: Report, finding: Finding) -> str:
    """One finding in one line."""
    place = f"{escape_text(finding.file)}:{finding.span.line}:{finding.span.col}"
    return f"{place}: {report.text(SEVERITIES[finding.severity])}: {report.text(finding.message)} [{finding.rule}]"
