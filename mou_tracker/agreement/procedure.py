"""Approval procedures as data: all that is known of a kind of agreement, and what every limit rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import Words

# The procedures that are shipped, in the order in which people are asked; each is a file in approvals/procedures.
SHIPPED = ("ksdpl", "ksdll", "ksdd", "ksdpk")
# The kind of agreements that follow no procedure.
OTHER = "other"
KINDS = (*SHIPPED, OTHER)
COUNCIL_REQUIRED = "council-required"
# When an agreement is due for renewal where nobody says.
WINDOW = Period(months=12)


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
    """Where a renewal enters the procedure (its first step if not said) and whether it needs the council anew.

    `council` is `required`, `not-required` or `decide`; `certainty` says how sure that is.
    """

    starts_at: str | None = None
    council: str = "required"
    certainty: str | None = None


class Council(Struct, frozen=True):
    """The body whose consent an agreement needs, and the step of the path at which it gives it.

    `needed` says when, if the record itself does not: `always`, or only `if-said`. `since` is the first day on which
    the law asked for it, `instruments` are the papers that it asks it for; all of them if none is named. `pending` are
    the words for waiting for it, made of its name where there are none.
    """

    step: str
    name: Words
    needed: Literal["always", "if-said"] = "always"
    since: date | None = None
    instruments: tuple[str, ...] = ()
    pending: Words | None = None

    def asked_for(self, instrument: str) -> bool:
        """Whether the law asks for its consent to this kind of paper."""
        return not self.instruments or instrument in self.instruments


class Exploring(Struct, frozen=True):
    """What counts as exploring: every step up to this one; its name in a sentence, and what to do to get there."""

    through: str
    name: Words | None = None
    to_do: Words | None = None


class Procedure(Struct, frozen=True):
    """All that is known of a kind of agreement: its name, for whom it is, and its approval path.

    `signing` is the step that is the signature. `renewal_window` is by instrument, `default` for every other one;
    `own_windows` are those of them that the register itself sets for this kind.
    """

    kind: str
    name: Words
    steps: tuple[ProcedureStep, ...]
    signing: str
    partners: Literal["own-country", "abroad", "any"] = "any"
    council: Council | None = None
    exploring: Exploring | None = None
    renewal: RenewalPath = RenewalPath()
    renewal_window: Mapping[str, Period] = {}
    own_windows: Mapping[str, Period] = {}

    def position(self, step: str | None) -> int:
        """Where a step stands in the path, -1 if it is not one of its steps."""
        for i, known in enumerate(self.steps):
            if known.id == step:
                return i
        return -1

    @property
    def step_names(self) -> Mapping[str, Words]:
        """What the steps are called, by their ids."""
        return {one.id: one.name for one in self.steps}

    def of_council(self, step: str) -> bool:
        """Whether a step is the council's."""
        return self.council is not None and self.council.step == step

    def fits(self, at_home: Sequence[bool]) -> bool:
        """Whether it is for these partners, each of which is in the own country or abroad.

        Among several of an agreement with partners abroad some may be at home, but not the other way round.
        """
        if self.partners == "any":
            return True
        return all(at_home) if self.partners == "own-country" else not all(at_home)

    def window(self, instrument: str, usual: Period | None) -> Period:
        """How long before its decision day an agreement is due for renewal: what the register says of the kind, or else
        of all (`usual`), or else what is shipped.
        """
        own = self.own_windows.get(instrument) or self.own_windows.get("default")
        return own or usual or self.renewal_window.get(instrument) or self.renewal_window.get("default") or WINDOW

    def names_window(self, instrument: str, usual: Period | None) -> bool:
        """Whether that window was set for this very kind of paper."""
        if instrument in self.own_windows:
            return True
        return not usual and "default" not in self.own_windows and instrument in self.renewal_window

    def council_needed(self, said: str | None) -> bool:
        """Whether the council's consent is needed, by what the record says of it and else by the law."""
        if self.council is None:
            return False
        return said == "required" or (said is None and self.council.needed == "always")

    def without_council(self, step: ProcedureStep) -> bool:
        """Whether a step falls away where the council's consent is not needed."""
        return self.of_council(step.id) or step.only_if == COUNCIL_REQUIRED


def council_of(procedure: Procedure | None) -> Words | None:
    """What the council of a procedure is called; None where there is none."""
    return procedure.council.name if procedure and procedure.council else None


class StepChange(Struct, frozen=True):
    """The office's own target for a shipped step, or a step that it adds after another one."""

    id: str
    limit: int | None = None
    name: Words | None = None
    actor: Words | None = None
    after: str | None = None


class ProcedureChange(Struct, frozen=True):
    """What a register says about one shipped procedure."""

    steps: tuple[StepChange, ...] = ()
    renewal_starts_at: str | None = None
    dprd_on_renewal: str | None = None
    renewal_window: Mapping[str, Period] = {}
