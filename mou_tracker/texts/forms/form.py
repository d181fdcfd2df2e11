"""What a form is, and what several tables of forms name: the words that make a sentence say something else."""

from __future__ import annotations

from msgspec import Struct


class Form(Struct, frozen=True):
    """One way to state one field.

    `value` is what is stated where no value stands in the form. `rank` 1 counts before 2: a lower one is heard only
    where no higher one spoke. `after` is what the sentence before must be.
    """

    field: str
    form: str
    yes: tuple[tuple[str, str], ...]
    no: tuple[str, ...] = ()
    value: str | None = None
    unless: str | None = None
    never: str | None = None
    rank: int = 1
    needs: tuple[str, ...] = ()
    after: str | None = None


# More than one end, or an end and something else; what outlives the agreement; what lasts besides it.
OPEN_END = (
    r"(?<![\w])(?:earlier|later|sooner|latest|earliest) (?:of|to occur)|whichever|mana yang lebih|"
    r"but (?:at least|in any event|not later|no later|not earlier)|namun (?:sekurang-kurangnya|paling)"
)
SURVIVES = (
    r"surviv|confidential|kerahasiaan|warrant|non-?compet|indemnif|tetap berlaku setelah|"
    r"insurance|statute of limitation"
)
OPEN_OR_SURVIVING = f"{OPEN_END}|{SURVIVES}"
ELSEWHERE = (
    r"(?<![\w])(?:breach|in the event|if|cure|notice|force majeure|liabilit(?:y|ies)|liable|"
    r"amount|charges|fees?|limited|perform|obligations?|books|records|payment|while|"
    r"upon termination|terminated by|terminate|{renew}|only|days after|prior to|last day|first day|which|that|"
    r"survive|amend(?:ed|ments?)|apabila|jika|hak|tahap)(?![\w])"
)
