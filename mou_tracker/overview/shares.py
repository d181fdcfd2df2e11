"""What a register gives to an output of several, in which order they stand, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.phrases import Phrase, Words
from mou_tracker.status.assessment import Ahead, Assessment
from mou_tracker.status.statuses import ATTENTION, PENDING, STATUSES, Status, council_name, status_names

Misfit = tuple[Phrase, Phrase | None]  # what a filter does not mean, and what it might


class Share(Struct, frozen=True):
    """One register's part: how it stands, and its piece of the output.

    `key` stands before its ids. `total` counts its records, `shown` those that pass the filters, `counts` these by
    status, in the words `names`; `overdue` those past their limit at the `council`. `unreadable` counts what could not
    be read, `mixed` says that not all of it are records, `findings` that something in its data is wrong, `ahead` are
    the records that lie after the day. `failed` is why nothing of it could be read, `misfit` why a filter means nothing
    in it. `told` is what goes to the standard error. `body` is its piece: a text, lines, or the file that holds the
    text. `more` are further pieces by name.
    """

    key: str
    place: str
    name: str = ""
    language: str = ""
    as_of: date | None = None
    counts: Mapping[Status, int] = {}
    names: Mapping[Status, Phrase] = {}
    total: int = 0
    shown: int = 0
    overdue: int = 0
    council: Words | Phrase = council_name(())
    unreadable: int = 0
    mixed: bool = False
    findings: bool = False
    ahead: Sequence[Ahead] = ()
    failed: Phrase | None = None
    misfit: Misfit | None = None
    told: str = ""
    body: object = ""
    more: Mapping[str, object] = {}

    @property
    def urgent(self) -> int:
        """How many records need attention."""
        return sum(self.counts.get(status, 0) for status in ATTENTION)


def worst_first(shares: Iterable[Share]) -> list[Share]:
    """In the order in which they are shown: unread ones, then by what has lapsed, is overdue, due or pending."""
    return sorted(shares, key=_standing)


def _standing(share: Share) -> tuple[object, ...]:
    numbers = [-share.counts.get(status, 0) for status in ATTENTION]
    return (share.failed is None, numbers[0], -share.overdue, *numbers[1:], -share.unreadable, share.key)


def totals(shares: Iterable[Share]) -> dict[Status, int]:
    """How many records of all registers have each status."""
    numbers: dict[Status, int] = dict.fromkeys(STATUSES, 0)
    for share in shares:
        for status, number in share.counts.items():
            numbers[status] += number
    return numbers


def names(shares: Iterable[Share]) -> Mapping[Status, Phrase]:
    """The statuses in words for all of them: the council is that of those that wait for one, else of all."""
    known = [share for share in shares if share.names]
    waiting = [share.names for share in known if share.counts.get(PENDING)] or [share.names for share in known]
    if waiting and all(one[PENDING] == waiting[0][PENDING] for one in waiting):
        return waiting[0]
    return status_names(())


def council(shares: Iterable[Share]) -> Words | Phrase:
    """The council at which records of these registers are overdue, in general terms where there are several."""
    known = [share.council for share in shares if share.overdue]
    return known[0] if known and all(one == known[0] for one in known) else council_name(())


def latest_day(shares: Iterable[Share]) -> date | None:
    """The day of the register in which it is latest: each has its own time zone."""
    return max((share.as_of for share in shares if share.as_of), default=None)


def qualified(assessments: Iterable[Assessment], key: str) -> Iterator[Assessment]:
    """The records as several registers' lists write them: every id with the register's key before it."""
    for one in assessments:
        successor = replace(one.successor, id=f"{key}/{one.successor.id}") if one.successor else None
        children = tuple(qualified(one.children, key))
        yield replace(one, agreement=_keyed(one.agreement, key), successor=successor, children=children)


def qualified_ahead(ahead: Sequence[Ahead], key: str) -> list[Ahead]:
    """The same for records that lie ahead."""
    return [replace(one, id=f"{key}/{one.id}") for one in ahead]


def _keyed(agreement: Agreement, key: str) -> Agreement:
    def other(id: str | None) -> str | None:
        return f"{key}/{id}" if id else None

    closed = agreement.closed
    if closed and closed.by:
        closed = replace(closed, by=other(closed.by))
    return replace(
        agreement,
        id=f"{key}/{agreement.id}",
        renews=other(agreement.renews),
        under=other(agreement.under),
        ends_with=other(agreement.ends_with),
        closed=closed,
    )
