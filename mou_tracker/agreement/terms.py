"""From a record's dates to its terms: what was agreed, when it is in force, until when, and by when to act.

A partial date has two bounds, its earliest and its latest day; every function here works on one of them.
Renewals are counted from the anchor and never from a computed end, so they cannot drift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement, Extension, Term
from mou_tracker.basics.dates import (
    Bound,
    EndRule,
    Length,
    Period,
    add_days,
    ahead,
    back,
    between,
    last_day,
    month_end,
    notice_by,
)

ZERO = Length(0, 0)
MEAN_MONTH = 30.436875
# The first day of what is in force since a day that nobody knows.
START_UNKNOWN = date.min


class TermInForce(Struct, frozen=True):
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
        length = self.length.plus(period, times) if times else self.length
        return last_day(self.anchor, length, rule or self.rule)

    def safe_day(self, period: Length = ZERO, times: int = 0) -> date | None:
        """The day on which the term is still in force under both readings: the day before the corresponding day."""
        return self.end(period, times, "eve")


def runs(agreement: Agreement, default_rule: EndRule, bound: Bound) -> tuple[TermInForce, ...]:
    """The times in force as agreed, in order, without automatic renewals; empty while unsigned."""
    first = _first(agreement, default_rule, bound)
    if first is None:
        return ()
    if not agreement.extensions:
        return (first,)
    *_, found = as_extended(agreement, default_rule, bound)
    return tuple(found)


def _first(agreement: Agreement, default_rule: EndRule, bound: Bound) -> TermInForce | None:
    """The time in force before any extension; None while unsigned."""
    if not agreement.signed:
        return None
    start = agreement.starts or agreement.signing
    rule = agreement.end_of_term or default_rule
    if start is None:
        return _of_unknown_start(agreement, rule, bound)
    if agreement.ends:
        return TermInForce(start[bound], start[bound], rule, stated=agreement.ends[bound])
    if isinstance(agreement.term, Period):
        return TermInForce(start[bound], start[bound], rule, agreement.term.length)
    return _lengthened(TermInForce(start[bound], start[bound], rule), agreement.term, first=True)


def _of_unknown_start(agreement: Agreement, rule: EndRule, bound: Bound) -> TermInForce:
    """The time in force of what was signed on a day that nobody knows: a term has no end then, a stated one has."""
    run = TermInForce(
        START_UNKNOWN, START_UNKNOWN, rule, open_ended=agreement.term == "indefinite" and not agreement.ends
    )
    return replace(run, stated=agreement.ends[bound]) if agreement.ends else run


def as_extended(agreement: Agreement, default_rule: EndRule, bound: Bound) -> Iterator[list[TermInForce]]:
    """The times in force before the first extension, then after each one; nothing while unsigned.

    It is one list that grows: a record may have thousands of extensions. Take from it what is needed before the next.
    """
    first = _first(agreement, default_rule, bound)
    if first is None:
        return
    rule = agreement.end_of_term or default_rule
    found = [first]
    yield found
    for extension in agreement.extensions:
        extended = after_extension(found[-1], extension, rule, bound)
        if extension.starts:
            found.append(extended)
        else:
            found[-1] = extended
        yield found


def after_extension(run: TermInForce, extension: Extension, rule: EndRule, bound: Bound) -> TermInForce:
    """A time in force made longer by an extension, or the new one where that says from when it counts."""
    return _restarted(extension, rule, bound) if extension.starts else _extended(run, extension, bound)


def _lengthened(run: TermInForce, term: Term | None, first: bool = False) -> TermInForce:
    if term == "indefinite":
        return replace(run, open_ended=True, length=None, stated=None)
    if not isinstance(term, Period) or run.open_ended:
        return run
    if run.stated is not None:
        return replace(run, anchor=add_days(run.stated, 1), rule="eve", length=term.length, stated=None)
    if run.length is None and not first:
        return run
    return replace(run, length=run.length.plus(term.length) if run.length else term.length)


def _restarted(extension: Extension, rule: EndRule, bound: Bound) -> TermInForce:
    assert extension.starts is not None
    start = extension.starts[bound]
    run = TermInForce(start, start, rule)
    if extension.ends:
        return replace(run, stated=extension.ends[bound])
    return _lengthened(run, extension.term, first=True)


def _extended(run: TermInForce, extension: Extension, bound: Bound) -> TermInForce:
    if extension.ends:
        return replace(run, stated=extension.ends[bound], open_ended=False, length=None)
    if extension.term == "unknown":
        return replace(run, stated=None, open_ended=False, length=None)
    return _lengthened(run, extension.term)


class TermOutlook(Struct, frozen=True):
    """How an agreement runs, seen on one day, for one bound of its uncertain dates. All days inclusive.

    `begins` is the first day of the uninterrupted time in force that counts on this day, `start` the very first.
    `last_day` belongs to the term that runs on the day; `decision_day`, `notice_by` and `window_opens` to the next
    decision that is still open. Once a notice day has passed the next term is certain: then it is `due_from` the
    beginning of that term at the earliest, though its window opens before. `times_certain` counts the renewals that
    can no longer be stopped, `notice_passed` is the notice day that passed last without a notice; `ending` tells that
    it renews by itself no more. `window_cut` is the renewal window that counts where the usual one is longer than half
    the term (spec, dates).
    """

    start: date
    begins: date
    last_day: date | None = None
    open_ended: bool = False
    times_renewed: int = 0
    notice_by: date | None = None
    decision_day: date | None = None
    window_opens: date | None = None
    times_certain: int = 0
    notice_passed: date | None = None
    due_from: date | None = None
    ending: bool = True
    window_cut: Length | None = None

    def closed_on(self, day: date) -> TermOutlook:
        """The same, ended early (or marked as ended late) on a day: nothing is left to decide."""
        last = min(self.last_day, day) if self.last_day else day
        return replace(
            self, last_day=last, open_ended=False, notice_by=None, decision_day=None, window_opens=None, due_from=None
        )

    def closing_on(self, day: date) -> TermOutlook:
        """The same, with a closing announced for a day ahead: until then it goes on as it does, renewals included."""
        return (self if self.ending else replace(self, last_day=day)).closed_on(day)


class RenewalLimits(Struct, frozen=True):
    """What holds automatic renewals back from outside: the day on which a renewal of the agreement was signed, and
    how many renewals at most may count as certain, because another reading of its dates has no more. `whole_window`
    tells that the window was set for this very kind of paper, so that it is not cut to half the term.
    """

    replaced: date | None = None
    most_certain: int | None = None
    whole_window: bool = False


FREE = RenewalLimits()


def course(
    agreement: Agreement, rule: EndRule, window: Length, as_of: date, bound: Bound, limits: RenewalLimits = FREE
) -> TermOutlook | None:
    """How the agreement, as known, runs on a day; None while unsigned. Ignores `ends_with` and a closing."""
    chain = runs(agreement, rule, bound)
    if not chain:
        return None
    index = _current(chain, as_of)
    begins = chain[index].start
    for earlier in reversed(chain[:index]):
        end = earlier.end()
        if end is None or add_days(end, 1) < begins:
            break
        begins = min(begins, earlier.start)
    return _outlook(chain, index, begins, agreement, window, as_of, bound, limits)


def last_day_seen(chain: Sequence[TermInForce], agreement: Agreement, as_of: date, bound: Bound) -> date | None:
    """The last day of the term that counts on a day, of times in force some of which are perhaps still to be added."""
    index = _current(chain, as_of)
    run = chain[index]
    if run.open_ended or not _may_renew(chain, index, agreement):
        return None if run.open_ended else run.end()
    return _outlook(chain, index, run.start, agreement, ZERO, as_of, bound, FREE).last_day


def _may_renew(chain: Sequence[TermInForce], index: int, agreement: Agreement) -> bool:
    """Whether a time in force is one that renews itself: the last one of an agreement that does."""
    return index == len(chain) - 1 and agreement.renewal.mode == "automatic"


def _outlook(
    chain: Sequence[TermInForce],
    index: int,
    begins: date,
    agreement: Agreement,
    window: Length,
    as_of: date,
    bound: Bound,
    limits: RenewalLimits,
) -> TermOutlook:
    """The outlook on a day on which one of the times in force counts."""
    run = chain[index]
    found = TermOutlook(chain[0].start, begins, open_ended=run.open_ended)
    if run.open_ended or not run.known:
        return found
    if not _may_renew(chain, index, agreement):
        return _final(found, run, ZERO, 0, window, limits)
    return _renewing(found, run, agreement, window, as_of, bound, limits)


def _current(chain: Sequence[TermInForce], as_of: date) -> int:
    """The run that counts on a day: an earlier one only while it still runs, or may, and no later one continues it."""
    index = len(chain) - 1
    while index and as_of < chain[index].start:
        end = chain[index - 1].end()
        if end is not None and (end < as_of or chain[index].start <= add_days(end, 1)):
            break
        index -= 1
    return index


def _renewing(
    outlook: TermOutlook,
    run: TermInForce,
    agreement: Agreement,
    window: Length,
    as_of: date,
    bound: Bound,
    limits: RenewalLimits,
) -> TermOutlook:
    """Add the end of the running term and the next open decision of what renews itself."""
    renewal = agreement.renewal
    period = renewal.period or agreement.term
    if not isinstance(period, Period):
        return _final(outlook, run, ZERO, 0, window, limits)
    each = period.length
    notice = renewal.notice.length if renewal.notice else ZERO

    @cache
    def end(times: int) -> date:
        last = run.end(each, times)
        assert last is not None
        return last

    @cache
    def notice_day(times: int) -> date:
        return notice_by(end(times), notice)

    most = renewal.times
    if agreement.notice_given:
        most = _fewer(first_time(notice_day, agreement.notice_given[bound], each), most)
    if limits.replaced:
        most = _fewer(first_time(end, limits.replaced, each), most)
    running = _fewer(first_time(end, as_of, each), most)
    deciding = _fewer(_fewer(first_time(notice_day, as_of, each), most), limits.most_certain)
    outlook = replace(
        outlook,
        last_day=end(running),
        times_renewed=running,
        times_certain=deciding,
        notice_passed=notice_day(deciding - 1) if deciding else None,
    )
    due_from = add_days(end(deciding - 1), 1) if deciding else date.min
    if deciding == most:
        return _final(outlook, run, each, deciding, window, limits, due_from)
    by = notice_day(deciding)
    cut = None if limits.whole_window else _half(run, each, deciding, window)
    opens = back(by, cut or window)
    return replace(
        outlook,
        notice_by=by,
        decision_day=by,
        window_opens=opens,
        due_from=max(opens, due_from),
        ending=False,
        window_cut=cut,
    )


def _final(
    outlook: TermOutlook,
    run: TermInForce,
    each: Length,
    times: int,
    window: Length,
    limits: RenewalLimits,
    due_from: date = date.min,
) -> TermOutlook:
    """A term that does not renew by itself: decide by the day that is safe under both readings."""
    safe = run.safe_day(each, times)
    assert safe is not None
    cut = None if limits.whole_window else _half(run, each, times, window)
    opens = back(safe, cut or window)
    return replace(
        outlook,
        last_day=outlook.last_day or run.end(each, times),
        decision_day=safe,
        window_opens=opens,
        due_from=max(opens, due_from),
        window_cut=cut,
    )


def _half(run: TermInForce, each: Length, times: int, window: Length) -> Length | None:
    """Half of the term that a window belongs to, where the window is longer than that; None where it is not.

    A one-year letter of intent is not due for renewal on the day on which it is signed.
    """
    term = each if times else run.length
    if term is None or (not times and run.anchor != run.start):
        end = run.end()
        assert end is not None
        if (end - run.start).days >= 2 * _about(window):
            return None
        term = between(run.start, add_days(end, 1))
    half = Length(term.months // 2, term.days // 2 + (term.months % 2) * 15)
    return half if _about(half) < _about(window) else None


def _about(length: Length) -> float:
    """A length in days, months at their mean."""
    return length.months * MEAN_MONTH + length.days


def _fewer(times: int, most: int | None) -> int:
    return times if most is None else min(times, most)


def first_time(day_of: Callable[[int], date], day: date, period: Length) -> int:
    """The smallest n >= 0 whose day is not before `day`, for days that advance by `period` (closed form).

    Starts from the mean length of a month and corrects by the few steps that clipping and leap days can cost.
    """
    times = max(0, ceil((day - day_of(0)).days / _about(period)))
    reached = day_of(times)
    if reached >= day:
        while times and day_of(times - 1) >= day:
            times -= 1
        return times
    while reached < day and reached < date.max:
        times += 1
        reached = day_of(times)
    return times


def latest_end(as_of: date, period: Length) -> date:
    """The latest last day of a renewed term that runs on a day: the term before it ended at the latest on the eve.

    A term whose end was clipped to a month's last day may be followed by one that ends later in its month; where days
    are added to months, months of other lengths may be passed.
    """
    eve = add_days(as_of, -1)
    last = ahead(eve, period)
    if period.months and period.days:
        return add_days(last, 3)
    return month_end(last) if period.months and eve == month_end(eve) else last
