"""Rules about the term, its end, and the renewal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from mou_tracker.core.dates import DAY, Corner, DateSpan, EndRule, Period, last_day, notice_by
from mou_tracker.core.model import Agreement
from mou_tracker.core.phrases import phrase
from mou_tracker.core.terms import ZERO, course
from mou_tracker.reading.rules.ground import Found, Ground, also, start_of

RULES: tuple[EndRule, EndRule] = ("anniversary", "eve")
SOME_DAY = date(2001, 1, 1)


def ends_and_term_differ(agreement: Agreement, ground: Ground) -> Iterator[Found]:
    """`ends` and `term` give different last days.

    The end that is written counts. It agrees with the term if it is the corresponding day or the day before it, since
    texts use both readings.

    Bad:

        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            ends: 2020-12-31        #! ends-and-term-differ
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:

        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            ends: 2020-11-26
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    ends, term, start = agreement.ends, agreement.term, start_of(agreement)
    assert ends is not None
    related = also(agreement, "term", phrase("the term"))
    if term == "indefinite":
        yield Found("ends", phrase("it ends on {ends}, but its term is indefinite", ends=ends), related=related)
    if not isinstance(term, Period) or start is None:
        return
    computed = {rule: _computed(start[1], term, rule) for rule in RULES}
    if all(span.latest < ends.earliest or ends.latest < span.earliest for span in computed.values()):
        last = computed[agreement.end_of_term or ground.book.register.end_of_term]
        message = phrase(
            "it ends on {ends}, but {start} + {term} gives {last}", ends=ends, start=start[1], term=term, last=last
        )
        yield Found("ends", message, related=related)


def _computed(start: DateSpan, term: Period, rule: EndRule) -> DateSpan:
    return DateSpan(last_day(start.earliest, term.length, rule), last_day(start.latest, term.length, rule))


def term_missing(agreement: Agreement, ground: Ground) -> Iterator[Found]:
    """A signed record says nothing of its term.

    Without `term`, `ends`, `ends_with` or an extension nobody can be told when to act. Where the text is not known,
    `term: unknown` says so and satisfies this rule.

    Bad:

        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27      #! term-missing
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:

        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: unknown
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    if agreement.term is None and not (agreement.ends or agreement.ends_with or agreement.extensions):
        message = phrase("signed, but without a term or an end")
        yield Found("signed", message, phrase("write `term: unknown` where the text is not known"))


def renewal_without_period(agreement: Agreement, ground: Ground) -> Iterator[Found]:
    """A renewal is foreseen, but neither its period nor the term is given.

    The period of a renewal is the term where it is not written; with `ends` alone it cannot be told.

    Bad:

        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            ends: 2020-12-31
            renewal:
              mode: by-agreement    #! renewal-without-period
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:

        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            ends: 2020-12-31
            renewal:
              mode: by-agreement
              period: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    renewal = agreement.renewal
    if renewal.mode in ("by-agreement", "automatic") and renewal.period is None and agreement.term is None:
        yield Found("renewal.mode", phrase("a renewal without a period"), phrase("say for how long with `period`"))


def notice_longer_than_term(agreement: Agreement, ground: Ground) -> Iterator[Found]:
    """The notice period is longer than the term, or than the period of a renewal.

    Notice would have to be given before that term begins.

    Bad:

        agreements:
          - id: suwon-2026
            title: Trial agreement Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: pks
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
    start = start_of(agreement)
    first = start[1].earliest if start else SOME_DAY
    for path, term in (("term", agreement.term), ("renewal.period", agreement.renewal.period)):
        if isinstance(term, Period) and notice_by(last_day(first, term.length, "anniversary"), notice.length) < first:
            message = phrase("the notice period, {notice}, is longer than {term}", notice=notice, term=term)
            yield Found("renewal.notice", message, related=also(agreement, path, phrase("shorter than the notice")))
            return
    if agreement.ends and start and notice_by(agreement.ends.latest, notice.length) < first:
        message = phrase("the notice period, {notice}, is longer than the term", notice=notice)
        yield Found("renewal.notice", message, related=also(agreement, "ends", phrase("the end")))


def notice_late(agreement: Agreement, ground: Ground) -> Iterator[Found]:
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
    late = [_late(agreement, ground, given.earliest, corner) for corner in (Corner0, Corner1)]
    if late[0] and late[1]:
        (by, end), (other_by, other_end) = late
        message = phrase(
            "notice on {given} came after {by}; it works at the end of the term that ends on {end}",
            given=given, by=DateSpan(min(by, other_by), max(by, other_by)),
            end=DateSpan(min(end, other_end), max(end, other_end)),
        )  # fmt: skip
        yield Found("notice_given", message)


Corner0: Corner = 0
Corner1: Corner = 1


def _late(agreement: Agreement, ground: Ground, given: date, corner: Corner) -> tuple[date, date] | None:
    """The day by which notice was due, and the last day of the term at whose end it works; None if it was in time."""
    rule, notice = ground.book.register.end_of_term, agreement.renewal.notice
    assert notice is not None
    running = course(replace(agreement, notice_given=None), rule, ZERO, given, corner)
    if running is None or running.last_day is None:
        return None
    by = notice_by(running.last_day, notice.length)
    following = course(agreement, rule, ZERO, running.last_day + DAY, corner)
    if given <= by or following is None or following.last_day is None or following.last_day <= running.last_day:
        return None
    return by, following.last_day
