"""How a finding is put together; used by all modules of problems."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.basics.findings import Diagnostic, Related, nearest, strange_sign
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.reading.page import At

LONGEST_QUOTE = 80


def error(
    rule: str, at: At, message: Phrase, hint: Phrase | None = None, related: tuple[Related, ...] = ()
) -> Diagnostic:
    """An error at a place."""
    return Diagnostic(rule, "error", message, at.file, at.span, hint, related)


def warning(rule: str, at: At, message: Phrase, hint: Phrase | None = None) -> Diagnostic:
    """A warning at a place."""
    return Diagnostic(rule, "warning", message, at.file, at.span, hint)


def also(at: At, message: Phrase) -> tuple[Related, ...]:
    """A second place that explains a finding."""
    return (Related(at.file, at.span, message),)


def clipped(text: str) -> str:
    """A text of the register as findings quote it: not longer than a line."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def suggested(text: str, known: Sequence[str]) -> Phrase | None:
    """What was meant by a name that is not known."""
    if text.startswith("-"):
        return phrase("a space is missing after the dash")
    if strange_sign(text):
        return phrase("it contains {code}, which is not the letter it looks like", code=strange_sign(text))
    best = nearest(text, known)
    return phrase("did you mean `{word}`?", word=best) if best else None
