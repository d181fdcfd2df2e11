"""Findings as GitHub workflow commands, which show as annotations, and as the table for a step's summary."""

from __future__ import annotations

from collections.abc import Iterator

from mou_tracker.basics.escaping import escape_ci_commands, escape_text
from mou_tracker.basics.findings import Finding, Severity
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.check.formats.concise import concise
from mou_tracker.check.formats.report import SEVERITIES, Report, summary, with_hint

MOST = 10
LONGEST_MESSAGE = 4096
LARGEST_SUMMARY = 1_000_000


def github(report: Report) -> str:
    """The annotations, then the whole list with what was read."""
    return commands(report) + escape_ci_commands(concise(report))


def commands(report: Report) -> str:
    """Ten annotations of each kind, errors first: a step shows no more; the tenth says how many are left out."""
    return "".join(f"{command}\n" for severity in SEVERITIES for command in _commands(report, severity))


def _commands(report: Report, severity: Severity) -> Iterator[str]:
    found = [finding for finding in report.findings if finding.severity == severity]
    for number, finding in enumerate(found[:MOST], 1):
        message = with_hint(report, finding)
        if number == MOST and len(found) > MOST:
            more = plural("and {n} more finding: see the log", "and {n} more findings: see the log", len(found) - MOST)
            message += "\n" + report.text(more)
        yield _command(report.from_root(finding.file), finding, escape_ci_commands(message)[:LONGEST_MESSAGE])


def _command(file: str, finding: Finding, message: str) -> str:
    """One command. The runner drops columns of a place that spans lines, and all of an end before its start."""
    span = finding.span
    properties = {"file": escape_text(file), "line": span.line, "endLine": max(span.end_line, span.line)}
    if span.end_line == span.line:
        properties |= {"col": span.col, "endColumn": max(span.end_col, span.col)}
    properties["title"] = finding.rule
    joined = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{finding.severity} {joined}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(report: Report) -> str:
    """All findings as a Markdown table, as far as a summary may grow."""
    lines = [f"**{_markdown(summary(report))}**"]
    if report.findings:
        heads = (phrase("Place"), phrase("Rule"), phrase("Finding"))
        lines += ["", f"| {' | '.join(report.text(head) for head in heads)} |", "|---|---|---|"]
    size = 0
    for number, finding in enumerate(report.findings):
        row = _row(report, finding)
        size += len(row.encode("utf-8", "replace"))
        if size > LARGEST_SUMMARY:
            left = len(report.findings) - number
            more = plural("and {n} more finding: see the log", "and {n} more findings: see the log", left)
            lines += ["", report.text(more)]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _row(report: Report, finding: Finding) -> str:
    place = f"{escape_text(finding.file)}:{finding.span.line}:{finding.span.col}"
    severity = report.text(SEVERITIES[finding.severity])
    return f"| {_markdown(place)} | {severity} {finding.rule} | {_markdown(with_hint(report, finding, '; '))} |"


def _markdown(text: str) -> str:
    """Text without meaning to Markdown or HTML."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join("\\" + char if char in "\\|`*_[]#~" else char for char in text)
