"""What a check found, with all that the formats need to say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Finding, Severity
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording

SEVERITIES: Mapping[Severity, Phrase] = {"error": phrase("error"), "warning": phrase("warning")}


def _nothing(_: str) -> Sequence[str]:
    return ()


def _same(text: str) -> str:
    return text


def _no_page(_: str) -> str:
    return ""


class Report(Struct, frozen=True):
    """The findings of one check, in order of place.

    `lines_of` gives the lines of a file without their breaks, none for a file that could not be read; `from_root` a
    file's path from the top of the repository, which build services want; `page_of` a rule's manual page. `colour` is
    for a terminal; `strict` lets warnings fail the run.
    """

    findings: Sequence[Finding]
    files: Sequence[str]
    agreements: int
    say: Wording
    lines_of: Callable[[str], Sequence[str]] = _nothing
    from_root: Callable[[str], str] = _same
    page_of: Callable[[str], str] = _no_page
    colour: bool = False
    strict: bool = False

    def text(self, said: Phrase) -> str:
        """A phrase in the reader's language, safe to print."""
        return escape_text(self.say(said))

    def line(self, file: str, number: int) -> str:
        """One line of a file, empty where there is none."""
        lines = self.lines_of(file)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the run fail."""
        return self.strict or finding.severity == "error"

    def count(self, severity: Severity) -> int:
        """How many findings are so grave."""
        return sum(finding.severity == severity for finding in self.findings)


def with_hint(report: Report, finding: Finding, between: str = "\n") -> str:
    """A finding's sentence and, after it, the hint."""
    said = report.text(finding.message)
    return said + between + report.text(finding.hint) if finding.hint else said


def summary(report: Report) -> str:
    """The last line: what was read, and how much was found."""
    errors, warnings = report.count("error"), report.count("warning")
    return report.text(
        phrase(
            "{files}, {agreements} read: {errors}, {warnings}",
            files=plural("{n} file", "{n} files", len(report.files)),
            agreements=plural("{n} agreement", "{n} agreements", report.agreements),
            errors=plural("{n} error", "{n} errors", errors),
            warnings=plural("{n} warning", "{n} warnings", warnings),
        )
    )


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """A name for each finding that stays when lines move; equal ones are numbered."""
    from hashlib import sha256  # costs more to load than a small register takes to check

    seen: dict[tuple[object, ...], int] = {}
    names = []
    for finding in findings:
        message = finding.message
        key = (finding.file, finding.rule, finding.agreement, message.msgid, repr(sorted(message.args.items())))
        seen[key] = seen.get(key, 0) + 1
        text = "\0".join(map(str, (*key, seen[key])))
        names.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return names
