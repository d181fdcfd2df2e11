"""Approval procedures as data: the steps of each kind of agreement, who acts, and what every limit rests on."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from mou_tracker.basics.phrases import Words


def article_words(article: str) -> Words:
    """An article as each language cites it: `art. 30(4)` is `Pasal 30 ayat (4)` in Indonesian."""
    return Words(id=re.sub(r"(?<=[0-9])\(", " ayat (", article.replace("art.", "Pasal")), en=article)


class ProcedureStep(Struct, frozen=True):
    """One step of a procedure: who acts, on what, how long it may take (working days) and what that rests on."""

    id: str
    name: Words
    actor: Words | None = None
    document: Words | None = None
    clock: Literal["received", "started"] = "started"
    limit: int | None = None
    basis: Literal["statute", "target"] | None = None
    article: str | None = None
    certainty: str | None = None
    returns_to: str | None = None
    only_if: str | None = None


class RenewalPath(Struct, frozen=True):
    """Where a renewal enters the procedure and whether it needs the DPRD anew, with how sure that is."""

    starts_at: str
    dprd: str = "required"
    certainty: str | None = None


class Procedure(Struct, frozen=True):
    """The approval path of a kind of agreement."""

    kind: str
    name: Words
    steps: tuple[ProcedureStep, ...]
    renewal: RenewalPath

    def position(self, step: str) -> int:
        """Where a step stands in the path, -1 if it is not one of its steps."""
        return next((i for i, known in enumerate(self.steps) if known.id == step), -1)


class StepChange(Struct, frozen=True):
    """The office's own target for a shipped step, or a step that it adds after another one."""

    id: str
    limit: int | None = None
    name: Words | None = None
    actor: Words | None = None
    after: str | None = None


class ProcedureChange(Struct, frozen=True):
    """What a register says about one procedure."""

    steps: tuple[StepChange, ...] = ()
    renewal_starts_at: str | None = None
    dprd_on_renewal: str | None = None
