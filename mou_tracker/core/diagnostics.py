"""Findings about a register: what is wrong, where, and what would be right. Knows nothing of printing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from mou_tracker.core.phrases import Phrase

Severity = Literal["error", "warning"]


class Span(NamedTuple):
    """A place in a file: lines and columns count from 1, columns in code points, the end is exclusive."""

    line: int
    col: int
    end_line: int
    end_col: int


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding, such as the first of two equal ids."""

    file: str
    span: Span
    message: Phrase


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: the rule's name, how grave it is, one sentence, its place, and a hint at what would be right."""

    rule: str
    severity: Severity
    message: Phrase
    file: str
    span: Span
    hint: Phrase | None = None
    related: tuple[Related, ...] = ()
    agreement: str | None = None


def by_place(finding: Diagnostic) -> tuple[str, Span, str, str]:
    """Sort key: file, place, rule."""
    return (finding.file, finding.span, finding.rule, finding.message.msgid)
