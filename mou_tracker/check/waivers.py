"""Comments in a register that waive findings: `# mou: allow[rule, other-rule] because REASON`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from msgspec import Struct

from mou_tracker.basics.findings import Finding, Span, nearest, reading_rule
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.reading_rules import READING_RULES, marked
from mou_tracker.parsing.characters import parts
from mou_tracker.parsing.source_file import LineIndex, Location
from mou_tracker.parsing.yaml_findings import warning


@reading_rule
def unused_waiver(at: Location, rule: str, can_be_waived: bool) -> Finding:
    """A comment waives a finding that is not there.

    What was waived has been corrected, or the comment stands on the wrong line: it belongs on the line of the finding
    or alone on the line above. Errors that make a record unreadable cannot be waived.

    Bad:
        register:
          name: Kota Bandung  # mou: allow[no-owner] because the office is being moved #! unused-waiver

    Good:
        register:
          name: Kota Bandung
    """
    message = (
        phrase("nothing here is waived by `{rule}`", rule=rule)
        if can_be_waived
        else phrase("an error of the rule `{rule}` cannot be waived", rule=rule)
    )
    return warning("unused-waiver", at, message, phrase("remove it"))


@reading_rule
def waiver_without_reason(at: Location) -> Finding:
    """A comment waives a finding and does not say why.

    The reason is for whoever reads the file next year: `# mou: allow[rule] because …`. The finding stays waived.

    Bad:
        agreements:
          - id: oslo  # mou: allow[no-source, no-owner] #! waiver-without-reason
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi

    Good:
        agreements:
          - id: oslo  # mou: allow[no-source, no-owner] because the archive has not answered yet
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
    """
    message = phrase("this waiver gives no reason")
    return warning("waiver-without-reason", at, message, phrase("write `because` and the reason after the brackets"))


@reading_rule
def unknown_rule_in_waiver(at: Location, rule: str, known: tuple[str, ...]) -> Finding:
    """A comment waives a rule that does not exist.

    A misspelt rule waives nothing. `mou check --rules` lists all rules.

    Bad:
        register:
          name: Kota Bandung  # mou: allow[no-ovner] because the office is being moved #! unknown-rule-in-waiver

    Good:
        register:
          name: Kota Bandung
    """
    best = nearest(rule, known)
    hint = phrase("did you mean `{word}`?", word=best) if best else phrase("`mou check --rules` lists them")
    return warning("unknown-rule-in-waiver", at, phrase("there is no rule `{rule}`", rule=rule), hint)


WAIVER_RULES = marked(__name__)

_MARK = "mou: allow"
_WAIVER = pattern(r"#[ \t]*mou: allow\[([^\]\n]*)\][ \t]*([^\n\r]*)")
_REASON = pattern(r"because\s+\S")


class Waiver(Struct, frozen=True):
    """A waiver: where it stands, the line for which it holds, the rules it waives, and why."""

    file: str
    line: int
    target_line: int
    rules: tuple[str, ...]
    reason: str
    span: Span


def find_waivers(file: str, text: str) -> list[Waiver]:
    """The waivers in a file's text, in its order."""
    if _MARK not in text:
        return []
    lines = LineIndex(text)
    return [
        _waiver(file, lines, match, part.start)
        for part in parts(text)
        if part.kind == "comment" and (match := _WAIVER.search(text, part.start, part.end))
    ]


def _waiver(file: str, lines: LineIndex, match: re.Match[str], comment: int) -> Waiver:
    span = lines.span(*match.span())
    start, _ = lines.line_around(comment)
    alone = not lines.text[start:comment].strip()
    rules = tuple(rule.strip() for rule in match[1].split(",") if rule.strip())
    return Waiver(file, span.line, span.line + alone, rules, match[2].strip(), span)


def apply(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    known: Collection[str],
    unsure: Callable[[Waiver, str], bool] = lambda _, __: False,
    firm: Collection[str] = READING_RULES,
) -> Iterator[Finding]:
    """The findings that are not waived, and then what is wrong with the waivers.

    `known` are the other rules' names, `firm` those of rules that cannot be waived; `unsure` tells of a waiver and a
    rule whether there may be something to waive once other errors are mended.
    """
    open_waivers: dict[tuple[str, int, str], list[Waiver]] = {}
    waivers = list(waivers)
    for waiver in waivers:
        for rule in waiver.rules:
            open_waivers.setdefault((waiver.file, waiver.target_line, rule), []).append(waiver)
    used: set[tuple[str, int, str]] = set()
    for finding in findings:
        place = (finding.file, finding.span.line, finding.rule)
        if place in open_waivers and finding.rule not in firm:
            used.add(place)
        else:
            yield finding
    all_rules = frozenset((*known, *READING_RULES, *WAIVER_RULES))
    for waiver in waivers:
        yield from _problems(waiver, used, known, all_rules, unsure, firm)


def _problems(
    waiver: Waiver,
    used: set[tuple[str, int, str]],
    known: Collection[str],
    all_rules: Collection[str],
    unsure: Callable[[Waiver, str], bool],
    firm: Collection[str],
) -> Iterator[Finding]:
    at = Location(waiver.file, waiver.span)
    if not _REASON.match(waiver.reason):
        yield waiver_without_reason(at)
    for rule in waiver.rules:
        if rule not in all_rules:
            yield unknown_rule_in_waiver(at, rule, tuple(known))
        elif (waiver.file, waiver.target_line, rule) not in used and not unsure(waiver, rule):
            yield unused_waiver(at, rule, rule not in firm)
