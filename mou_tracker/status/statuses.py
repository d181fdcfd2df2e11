"""The statuses that a record can have: exactly one on each day; and their words, some of which are the procedure's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from mou_tracker.agreement.procedure import Council, Procedure
from mou_tracker.basics.phrases import Phrase, Words, phrase

Status = Literal[
    "exploring", "pending-dprd", "in-approval", "upcoming", "unknown", "active", "due", "lapsed", "renewed", "closed"
]
STATUSES: tuple[Status, ...] = (
    "exploring",
    "pending-dprd",
    "in-approval",
    "upcoming",
    "unknown",
    "active",
    "due",
    "lapsed",
    "renewed",
    "closed",
)
ATTENTION: tuple[Status, ...] = ("lapsed", "due", "pending-dprd")
PENDING: Status = "pending-dprd"

_NAMES: Mapping[Status, Phrase] = {
    "exploring": phrase("exploring"),
    "in-approval": phrase("in approval"),
    "upcoming": phrase("upcoming"),
    "unknown": phrase("term unknown"),
    "active": phrase("active"),
    "due": phrase("due for renewal"),
    "lapsed": phrase("lapsed"),
    "renewed": phrase("renewed"),
    "closed": phrase("closed"),
}
_COUNCIL = phrase("council")


def status_name(status: Status, procedure: Procedure | None) -> Phrase:
    """A record's status in words; which council it waits for its kind's procedure says."""
    return _NAMES.get(status) or _pending([procedure.council] if procedure and procedure.council else [])


def status_names(procedures: Iterable[Procedure | None]) -> Mapping[Status, Phrase]:
    """The statuses in words for the records of these procedures together."""
    return {**_NAMES, PENDING: _pending(_councils(procedures))}


def council_name(procedures: Iterable[Procedure | None]) -> Words | Phrase:
    """The council of these procedures, in general terms if they have several or none."""
    names = {council.name for council in _councils(procedures)}
    return names.pop() if len(names) == 1 else _COUNCIL


def _councils(procedures: Iterable[Procedure | None]) -> list[Council]:
    return list(dict.fromkeys(one.council for one in procedures if one and one.council))


def _pending(councils: list[Council]) -> Phrase:
    said = {(council.name, council.pending) for council in councils}
    if len(said) != 1:
        return phrase("pending {council} approval", council=_COUNCIL)
    name, pending = said.pop()
    return phrase("{words}", words=pending) if pending else phrase("pending {council} approval", council=name)
