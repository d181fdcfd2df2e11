"""What was agreed about time: the term, what extended it, and from which anchor each is counted.

A partial date has two corners, its earliest and its latest day; every function here works on one of them.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mou_tracker.basics.dates import Corner, EndRule, Length, Period, add_days, last_day
from mou_tracker.core.model import Agreement, Extension, Term

ZERO = Length(0, 0)


class Run(NamedTuple):
    """A time in force that is counted from one anchor: the term and what extended it.

    `length` is None where no term is known; `stated` is an end that the text prints.
    """

    start: date
    anchor: date
    rule: EndRule
    length: Length | None = None
    stated: date | None = None
    open_ended: bool = False

    @property
    def known(self) -> bool:
        """Whether its end can be told."""
        return self.stated is not None or self.length is not None

    def end(self, period: Length = ZERO, times: int = 0, rule: EndRule | None = None) -> date | None:
        """The last day in force after so many renewals; None where it is unknown or open-ended.

        After a stated end the anchor is the day after it and terms are half-open, which is the `eve` reading.
        """
        if self.stated is not None:
            if times == 0:
                return self.stated
            return last_day(add_days(self.stated, 1), ZERO.plus(period, times), "eve")
        if self.length is None:
            return None
        return last_day(self.anchor, self.length.plus(period, times), rule or self.rule)

    def safe_day(self, period: Length = ZERO, times: int = 0) -> date | None:
        """The day on which the term is still in force under both readings: the day before the corresponding day."""
        return self.end(period, times, "eve")


def runs(agreement: Agreement, default_rule: EndRule, corner: Corner) -> tuple[Run, ...]:
    """The times in force as agreed, in order, without automatic renewals; empty while unsigned."""
    start = agreement.starts or agreement.signing
    if start is None or not agreement.signed:
        return ()
    rule = agreement.end_of_term or default_rule
    stated = agreement.ends[corner] if agreement.ends else None
    first = Run(start[corner], start[corner], rule, stated=stated)
    if stated is None:
        first = _lengthened(first, agreement.term, first=True)
    found = [first]
    for extension in agreement.extensions:
        if extension.starts:
            found.append(_restarted(extension, rule, corner))
        else:
            found[-1] = _extended(found[-1], extension, corner)
    return tuple(found)


def _lengthened(run: Run, term: Term | None, first: bool = False) -> Run:
    if term == "indefinite":
        return run._replace(open_ended=True, length=None, stated=None)
    if not isinstance(term, Period) or run.open_ended:
        return run
    if run.stated is not None:
        return run._replace(anchor=add_days(run.stated, 1), rule="eve", length=term.length, stated=None)
    if run.length is None and not first:
        return run
    return run._replace(length=(run.length or ZERO).plus(term.length))


def _restarted(extension: Extension, rule: EndRule, corner: Corner) -> Run:
    assert extension.starts is not None
    start = extension.starts[corner]
    run = Run(start, start, rule)
    if extension.ends:
        return run._replace(stated=extension.ends[corner])
    return _lengthened(run, extension.term, first=True)


def _extended(run: Run, extension: Extension, corner: Corner) -> Run:
    if extension.ends:
        return run._replace(stated=extension.ends[corner], open_ended=False, length=None)
    if extension.term == "unknown":
        return run._replace(stated=None, open_ended=False, length=None)
    return _lengthened(run, extension.term)
