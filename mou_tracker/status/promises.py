"""What was promised to whom: every follow-up, kept or open, partner by partner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from mou_tracker.agreement.record import FollowUp
from mou_tracker.agreement.register import Register
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.filters import Query

State = Literal["overdue", "open", "kept"]
STATES: tuple[State, ...] = ("overdue", "open", "kept")


class Promise(Struct, frozen=True):
    """One follow-up of a record, its number from 1 there, who is told, and how it stands."""

    assessment: Assessment
    number: int
    follow_up: FollowUp
    owner: tuple[str, ...]

    @property
    def state(self) -> State:
        """Overdue once its latest day is past."""
        if self.follow_up.done:
            return "kept"
        due = self.follow_up.due
        return "overdue" if due and due.latest < self.assessment.as_of else "open"


def promises(assessments: Iterable[Assessment], register: Register, query: Query) -> list[Promise]:
    """The promises of some records by partner, open ones first, each by its day; those without a day last."""
    found = [
        Promise(one, number, follow_up, register.addresses(follow_up.owner or one.agreement.owner))
        for one in assessments
        for number, follow_up in enumerate(one.agreement.follow_ups, 1)
    ]
    return sorted((one for one in found if query.owns(one.owner)), key=_place)


def _place(one: Promise) -> tuple[object, ...]:
    agreement = one.assessment.agreement
    day = one.follow_up.done or one.follow_up.due
    days = (day is None, day.latest.toordinal() if day else 0)
    return (agreement.partner.name.casefold(), agreement.partner.country, one.state == "kept", *days, agreement.id)
