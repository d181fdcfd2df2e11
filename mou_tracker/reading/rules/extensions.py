"""The rule about extensions that come too late to be clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.terms import ZERO, course
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.reading.rules.ground import Found, Ground


def extension_after_end(agreement: Agreement, ground: Ground) -> Iterator[Found]:
    """An extension is signed after the term had ended and does not say from when it counts.

    It may continue the old term as if there had been no gap, or begin anew on its signing: the two give different last
    days, so the record has to say `starts`.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            extensions:
              - {signed: 2021-01-15, term: 5 years}     #! extension-after-end
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
            extensions:
              - {signed: 2021-01-15, starts: 2020-11-28, term: 5 years}
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for i, extension in enumerate(agreement.extensions):
        if extension.starts:
            continue
        last = _last_before(agreement, i, ground)
        if last and last.latest < extension.signed.earliest:
            yield Found(
                f"extensions[{i}].signed",
                phrase("signed on {day}, after the term had ended on {last}", day=extension.signed, last=last),
                phrase("say from when it counts with `starts`"),
            )


def _last_before(agreement: Agreement, extension: int, ground: Ground) -> DateSpan | None:
    """The last day of the term that an extension was to lengthen, None where it is unknown or open."""
    shorter = replace(agreement, extensions=agreement.extensions[:extension])
    day, rule = agreement.extensions[extension].signed.earliest, ground.book.register.end_of_term
    early, late = course(shorter, rule, ZERO, day, 0), course(shorter, rule, ZERO, day, 1)
    if not (early and late and early.last_day and late.last_day):
        return None
    return DateSpan(min(early.last_day, late.last_day), max(early.last_day, late.last_day))
