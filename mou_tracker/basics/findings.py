"""What is wrong with a register, where, and what would be right; and how a failed run is told.

Nothing here knows of printing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple, TypeVar

from msgspec import Struct

from mou_tracker.basics.phrases import Phrase, phrase

Severity = Literal["error", "warning"]
F = TypeVar("F", bound=Callable[..., object])


class Span(NamedTuple):
    """A place in a file: lines and columns count from 1, columns in code points, the end is exclusive."""

    line: int
    col: int
    end_line: int
    end_col: int


class Related(Struct, frozen=True):
    """A second place that explains a finding, such as the first of two equal ids."""

    file: str
    span: Span
    message: Phrase


class Finding(Struct, frozen=True):
    """One finding: the rule's name, how grave it is, one sentence, its place, and a hint at what would be right."""

    rule: str
    severity: Severity
    message: Phrase
    file: str
    span: Span
    hint: Phrase | None = None
    related: tuple[Related, ...] = ()
    agreement: str | None = None


def reading_rule(function: F) -> F:
    """Mark what makes the finding of that name: a rule of reading, whose docstring is its manual page."""
    function.__dict__["is_reading_rule"] = True
    return function


def by_place(finding: Finding) -> tuple[str, Span, str, str]:
    """Sort key: file, place, rule."""
    return (finding.file, finding.span, finding.rule, finding.message.msgid)


LONGEST_GUESS, MOST_JUDGED, LETTERS_A_SLIP = 60, 10, 3
LEAST_PART = 3


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known word that is most like a text, None where none is like it."""
    return next(iter(alike(text, known, 1)), None)


def alike(text: str, known: Iterable[str], most: int) -> list[str]:
    """The known words that are like a text, the likest first, else the only one that begins so."""
    if len(text) > LONGEST_GUESS:
        return []
    from difflib import get_close_matches  # costs more to load than a whole sound register takes to check

    by_form, form = {_form(word): word for word in reversed([*known])}, _form(text)
    near = [one for one in get_close_matches(form, by_form, n=MOST_JUDGED, cutoff=0.6) if _near(form, one)]
    begun = [one for one in by_form if len(form) >= LEAST_PART and one.startswith(form)]
    return [by_form[one] for one in near or (begun if len(begun) == 1 else [])][:most]


def _near(text: str, word: str) -> bool:
    """Whether one was typed for the other: begun and left off, or with a slip in every third letter at most.

    Letters in common are not enough: `Atlantis` and `Albania` have five of eight.
    """
    if len(text) >= LEAST_PART and (word.startswith(text) or text.startswith(word)):
        return True
    return slips(text, word) <= max(1, max(len(text), len(word)) // LETTERS_A_SLIP)


def slips(text: str, word: str) -> int:
    """How many letters are wrong, missing, too many, or in the place of their neighbours."""
    before: list[int] = []
    row: list[int] = [*range(len(word) + 1)]
    for at, letter in enumerate(text):
        above, row = row, [at + 1]
        for place, other in enumerate(word):
            cost = min(above[place] + (letter != other), above[place + 1] + 1, row[place] + 1)
            if at and place and letter == word[place - 1] and text[at - 1] == other:
                cost = min(cost, before[place - 1] + 1)
            row.append(cost)
        before = above
    return row[-1]


def _form(word: str) -> str:
    """A word as it is compared."""
    return word.lower().replace(" ", "-")


MOST_NEAR, MOST_ALIKE = 5, 3


def nearest_ids(name: str, ids: Iterable[str]) -> list[str]:
    """The ids that somebody may have meant: those that begin so, else those that have it, else the few most like it."""
    known, plain = sorted(ids), "-".join(name.casefold().split())
    begun = [one for one in known if plain and one.startswith(plain)]
    having = [one for one in known if len(plain) >= LEAST_PART and plain in one]
    return begun or having or alike(plain, known, MOST_ALIKE)


def meant_instead(near: Sequence[str]) -> Phrase:
    """What to try in place of an id that no record has."""
    if len(near) > 1:
        shown = [*near[:MOST_NEAR], "…"] if len(near) > MOST_NEAR else near
        return phrase("did you mean one of these: {ids}?", ids=list(shown))
    return phrase("did you mean `{word}`?", word=near[0]) if near else phrase("mou status --all lists them")


def strange_sign(text: str) -> str | None:
    """The code point of a letter that is not ASCII in a text that otherwise is, such as U+0456; else None."""
    strange = [sign for sign in text if not sign.isascii()]
    if not strange or 2 * len(strange) > len(text):
        return None
    return f"U+{ord(strange[0]):04X}"


class Failure(Exception):
    """The run cannot go on; ends it with exit status 2 and this sentence."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint
