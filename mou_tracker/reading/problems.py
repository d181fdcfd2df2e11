"""How a problem is put: each rule of the reading rooms is one function of a place that makes the finding.

The functions live in `problems_file`, `problems_yaml`, `problems_shape`, `problems_values` and `problems_waivers`; each
one's docstring is its rule's manual page.
"""

from __future__ import annotations

from mou_tracker.core.diagnostics import Diagnostic, Related
from mou_tracker.core.phrases import Phrase
from mou_tracker.reading.page import At

LONGEST_QUOTE = 80


def error(
    rule: str, at: At, message: Phrase, hint: Phrase | None = None, related: tuple[Related, ...] = ()
) -> Diagnostic:
    """An error at a place."""
    return Diagnostic(rule, "error", message, at.file, at.span, hint, related)


def also(at: At, message: Phrase) -> tuple[Related, ...]:
    """A second place that explains a finding."""
    return (Related(at.file, at.span, message),)


def clipped(text: str) -> str:
    """A text of the register as findings quote it: not longer than a line."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
