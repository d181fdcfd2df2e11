"""Rules about giving notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.terms import ZERO, course
from mou_tracker.basics.dates import DAY, At, Bound, DateSpan, Length, Period, last_day, notice_by
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rules.rule import START, TERM, FieldFinding, RuleContext, also, rule, start_of

SOME_DAY = date(2001, 1, 1)


@rule("warning", given=("renewal.notice",), reads=START)
def notice_longer_than_term(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """The notice period is longer than the term, or than the period of a renewal.

    Notice would have to be given before that term begins.

    Bad:
        agreements:
          - id: suwon-2026
            title: Trial agreement Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: pks
            signed: unknown
            starts: 2026-01-01
            term: 1 month
            renewal:
              mode: automatic
              notice: 60 days       #! notice-longer-than-term
            owner: officer@example.org
            sources: [{title: The draft}]

    Good:
        agreements:
          - id: suwon-2026
            title: Trial agreement Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: pks
            signed: unknown
            starts: 2026-01-01
            term: 6 months
            renewal:
              mode: automatic
              notice: 60 days
            owner: officer@example.org
            sources: [{title: The draft}]
    """
    notice = agreement.renewal.notice
    if notice is None:
        return
    doubtful = [
        (path, term)
        for path, term in (("term", agreement.term), ("renewal.period", agreement.renewal.period))
        if isinstance(term, Period) and not _clearly_shorter(notice.length, term.length)
    ]
    if not doubtful and agreement.ends is None:
        return
    start = start_of(agreement)
    first = start[1].earliest if start else SOME_DAY
    for path, term in doubtful:
        if notice_by(last_day(first, term.length, "anniversary"), notice.length) < first:
            message = phrase("the notice period, {notice}, is longer than {term}", notice=notice, term=term)
            yield FieldFinding(
                "renewal.notice", message, related=also(agreement, path, phrase("shorter than the notice"))
            )
            return
    if agreement.ends and start and notice_by(agreement.ends.latest, notice.length) < first:
        message = phrase("the notice period, {notice}, is longer than the term", notice=notice)
        yield FieldFinding("renewal.notice", message, related=also(agreement, "ends", phrase("the end")))


def _clearly_shorter(notice: Length, term: Length) -> bool:
    """Whether a notice period is shorter whatever the months: nearly all are, and to count the days is dear."""
    return notice.months * 31 + notice.days + 3 < term.months * 28 + term.days


@rule("warning", given=("notice_given",), reads=TERM)
def notice_late(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """Notice was given too late for the term that was running.

    The agreement renewed itself once more, and the notice works at the end of the term after that.

    Bad:
        agreements:
          - id: suwon-2020
            title: Student exchange Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: pks
            starts: 2020-01-01
            signed: 2019-12-20
            ends: 2020-12-31
            renewal: {mode: automatic, period: 1 year, notice: 3 months}
            notice_given: 2020-11-15        #! notice-late
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:
        agreements:
          - id: suwon-2020
            title: Student exchange Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: pks
            starts: 2020-01-01
            signed: 2019-12-20
            ends: 2020-12-31
            renewal: {mode: automatic, period: 1 year, notice: 3 months}
            notice_given: 2020-09-30
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    given = agreement.notice_given
    if given is None or agreement.renewal.mode != "automatic" or not agreement.renewal.notice:
        return
    one, other = _late(agreement, context, given.earliest, 0), _late(agreement, context, given.earliest, 1)
    if one and other:
        by, end = (DateSpan(*sorted(days)) for days in zip(one, other, strict=True))
        message = phrase(
            "notice {given} came after {by}; it works at the end of the term that ends on {end}",
            given=At(given),
            by=by,
            end=end,
        )
        yield FieldFinding("notice_given", message)


def _late(agreement: Agreement, context: RuleContext, given: date, bound: Bound) -> tuple[date, date] | None:
    """The day by which notice was due, and the last day of the term at whose end it works; None if it was in time."""
    rule, notice = context.book.register.end_of_term, agreement.renewal.notice
    assert notice is not None
    running = course(replace(agreement, notice_given=None), rule, ZERO, given, bound)
    if running is None or running.last_day is None:
        return None
    by = notice_by(running.last_day, notice.length)
    following = course(agreement, rule, ZERO, running.last_day + DAY, bound)
    if given <= by or following is None or following.last_day is None or following.last_day <= running.last_day:
        return None
    return by, following.last_day
