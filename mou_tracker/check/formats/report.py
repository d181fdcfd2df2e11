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


class Checkup(Struct, frozen=True):
    """How one of several registers fared."""

    key: str
    place: str
    files: Sequence[str]
    agreements: int
    errors: int
    warnings: int


class Report(Struct, frozen=True):
    """The findings of one check, in order of place; those of several registers one register after another.

    `lines_of` gives the lines of a file without their breaks, none for a file that could not be read; `from_root` a
    file's path from the top of the repository, which build services want; `page_of` a rule's manual page. `colour` is
    for a terminal, and so is `width`, its columns; `strict` lets warnings fail the run.
    """

    findings: Sequence[Finding]
    files: Sequence[str]
    agreements: int
    say: Wording
    lines_of: Callable[[str], Sequence[str]] = _nothing
    from_root: Callable[[str], str] = _same
    page_of: Callable[[str], str] = _no_page
    colour: bool = False
    width: int | None = None
    strict: bool = False
    registers: Sequence[Checkup] = ()

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


def owners(report: Report) -> Mapping[str, Checkup]:
    """Which of several registers each file belongs to; nothing where only one was checked."""
    return {file: one for one in report.registers for file in one.files}


def fared(one: Checkup) -> Phrase:
    """What was found in one of several registers."""
    return phrase("{register}: {errors}, {warnings}", register=one.key, errors=errors(one), warnings=warnings(one))


def by_register(report: Report) -> list[str]:
    """How each of several registers fared, in a line; nothing where only one was checked."""
    bad = [one for one in report.registers if one.errors or one.warnings]
    lines = [fared(one) for one in bad]
    clean = len(report.registers) - len(bad)
    if clean:
        lines.append(plural("{n} register without a finding", "{n} registers without a finding", clean))
    return [report.text(one) for one in lines]


def errors(one: Checkup) -> Phrase:
    """How many errors."""
    return plural("{n} error", "{n} errors", one.errors)


def warnings(one: Checkup) -> Phrase:
    """How many warnings."""
    return plural("{n} warning", "{n} warnings", one.warnings)


def with_hint(report: Report, finding: Finding, between: str = "\n") -> str:
    """A finding's sentence and, after it, the hint."""
    said = report.text(finding.message)
    return said + between + report.text(finding.hint) if finding.hint else said


def summary(report: Report) -> str:
    """The last line: what was read, and how much was found; before it a line for each of several registers."""
    whole = Checkup("", "", report.files, report.agreements, report.count("error"), report.count("warning"))
    last = phrase(
        "{files}, {agreements} read: {errors}, {warnings}",
        files=plural("{n} file", "{n} files", len(whole.files)),
        agreements=plural("{n} agreement", "{n} agreements", whole.agreements),
        errors=errors(whole),
        warnings=warnings(whole),
    )
    return "\n".join([*by_register(report), report.text(last)])


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
