"""Findings as JUnit XML, which most build services show."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding
from mou_tracker.check.formats.concise import headline
from mou_tracker.check.formats.report import Report, with_hint


def junit(report: Report) -> str:
    """A suite for each file with a case for each finding: it failed if the run fails by it, else it passed and says so.

    A clean file is one case that passed.
    """
    found: dict[str, list[Finding]] = {file: [] for file in report.files}
    for finding in report.findings:
        found.setdefault(finding.file, []).append(finding)
    tests = sum(max(len(findings), 1) for findings in found.values())
    root = Element(
        "testsuites", name="mou check", tests=str(tests), failures=str(sum(map(report.fails, report.findings)))
    )
    for file, findings in found.items():
        _suite(root, report, escape_text(file), findings)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, report: Report, file: str, findings: Sequence[Finding]) -> None:
    tests, failures = str(max(len(findings), 1)), str(sum(map(report.fails, findings)))
    suite = SubElement(root, "testsuite", name=file, tests=tests, failures=failures, errors="0", skipped="0")
    if not findings:
        SubElement(suite, "testcase", classname=file, name="mou check")
    for finding in findings:
        name = f"{finding.agreement or f'line {finding.span.line}'} ({finding.rule})"
        case = SubElement(suite, "testcase", classname=file, name=escape_text(name), line=str(finding.span.line))
        if report.fails(finding):
            failure = SubElement(case, "failure", type=finding.severity, message=with_hint(report, finding, "; "))
            failure.text = headline(report, finding)
        else:
            SubElement(case, "system-out").text = headline(report, finding)
