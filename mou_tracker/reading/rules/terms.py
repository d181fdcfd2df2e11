"""Rules about the term, its end, and the renewal."""

from __future__ import annotations

from collections.abc import Iterator

from mou_tracker.core.dates import DateSpan, EndRule, Period, last_day
from mou_tracker.core.model import Agreement
from mou_tracker.core.phrases import phrase
from mou_tracker.reading.rules.ground import Found, Ground, also, start_of

BOTH: tuple[EndRule, EndRule] = ("anniversary", "eve")


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
    computed = {rule: _computed(start[1], term, rule) for rule in BOTH}
    if all(span.latest < ends.earliest or ends.latest < span.earliest for span in computed.values()):
        last = computed[agreement.end_of_term or ground.book.register.end_of_term]
        message = phrase(
            "it ends on {ends}, but {start} + {term} gives {last}", ends=ends, start=start[1], term=term, last=last
        )
        yield Found("ends", message, related=related)


def _computed(start: DateSpan, term: Period, rule: EndRule) -> DateSpan:
    return DateSpan(last_day(start.earliest, term.length, rule), last_day(start.latest, term.length, rule))


def term_missing(agreement: Agreement, _: Ground) -> Iterator[Found]:
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


def renewal_without_period(agreement: Agreement, _: Ground) -> Iterator[Found]:
    """A renewal by agreement is foreseen, but neither its period nor the term is given.

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
    if renewal.mode == "by-agreement" and renewal.period is None and agreement.term is None:
        yield Found("renewal.mode", phrase("a renewal without a period"), phrase("say for how long with `period`"))
