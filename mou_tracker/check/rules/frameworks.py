"""Rules about agreements that carry out another one or end with it, and about what was done under an agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.terms import runs
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rules.rule import AGREED, FieldFinding, RuleContext, also, rule, signed_path, start_of

_READ = ("closed.on", "renewal.mode", *AGREED)


def _last_day(agreement: Agreement, context: RuleContext, bound: int) -> date | None:
    """The last day that is sure to come, for one bound; None where it has none, or renews itself."""
    chain = runs(agreement, context.book.register.end_of_term, 1 if bound else 0)
    end = None if agreement.renewal.mode == "automatic" or not chain or chain[-1].open_ended else chain[-1].end()
    closed = agreement.closed.on[bound] if agreement.closed else None
    return min((day for day in (end, closed) if day), default=None)


def _on(day: date) -> DateSpan:
    return DateSpan(day, day)


@rule("warning", given=("under",), reads=("ends_with", *_READ))
def outlives_framework(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """An agreement runs on after the framework that it carries out has ended.

    What it rests on is gone then. Renew the framework, or check the dates of both.

    Bad:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]
          - id: suwon-waste-2019
            title: Arrangement on waste
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: ia
            under: suwon-2015       #! outlives-framework
            signed: 2019-01-15
            term: 3 years
            sources: [{title: The signed text}]

    Good:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]
          - id: suwon-waste-2019
            title: Arrangement on waste
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: ia
            under: suwon-2015
            signed: 2019-01-15
            term: 1 year
            sources: [{title: The signed text}]
    """
    framework = context.by_id.get(agreement.under or "")
    if framework is None or agreement.ends_with:
        return
    own, other = _last_day(agreement, context, 0), _last_day(framework, context, 1)
    if own and other and own > other:
        message = phrase(
            "it runs until {own}, its framework {id} until {other}", own=_on(own), id=framework.id, other=_on(other)
        )
        yield FieldFinding("under", message, related=also(framework, "id", phrase("the framework")))


@rule("warning", given=("under",), reads=_READ)
def signed_outside_framework(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """An agreement was signed before the framework that it carries out, or after that had ended.

    Either a date is wrong or it belongs to another framework.

    Bad:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]
          - id: suwon-waste-2014
            title: Arrangement on waste
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: ia
            under: suwon-2015
            signed: 2014-01-15      #! signed-outside-framework
            term: 2 years
            sources: [{title: The signed text}]

    Good:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]
          - id: suwon-waste-2016
            title: Arrangement on waste
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: ia
            under: suwon-2015
            signed: 2016-01-15
            term: 2 years
            sources: [{title: The signed text}]
    """
    framework, signing = context.by_id.get(agreement.under or ""), agreement.signing
    if framework is None or signing is None:
        return
    start, end = framework.signing or (start_of(framework) or (None, None))[1], _last_day(framework, context, 1)
    if start and signing.latest < start.earliest:
        message = phrase(
            "signed on {day}, before its framework {id}, {start}", day=signing, id=framework.id, start=start
        )
    elif end and signing.earliest > end:
        message = phrase(
            "signed on {day}, after its framework {id} had ended on {end}", day=signing, id=framework.id, end=_on(end)
        )
    else:
        return
    yield FieldFinding(signed_path(agreement), message, related=also(framework, "id", phrase("the framework")))


@rule("error", given=("ends_with",), reads=("ends", "closed.on", *_READ))
def over_before_start(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """An agreement is to end with another one that was over before it began.

    It would never have been in force. Either a date is wrong or it ends with another agreement, such as the renewal of
    that one.

    Bad:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]
          - id: suwon-waste-2021
            title: Arrangement on waste
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: ia
            signed: 2021-01-15
            ends_with: suwon-2015   #! over-before-start
            sources: [{title: The signed text}]

    Good:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]
          - id: suwon-waste-2019
            title: Arrangement on waste
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: ia
            signed: 2019-01-15
            ends_with: suwon-2015
            sources: [{title: The signed text}]
    """
    other, start = context.by_id.get(agreement.ends_with or ""), start_of(agreement)
    if other is None or other.ends_with or start is None or agreement.ends:
        return
    end = _last_day(other, context, 1)
    if end and start[1].earliest > end:
        message = phrase(
            "it begins on {day}, after {id}, with which it ends, was over on {end}",
            day=start[1],
            id=other.id,
            end=_on(end),
        )
        yield FieldFinding("ends_with", message, related=also(other, "id", phrase("it ends with this one")))


@rule("warning", given=("activities",), reads=("activities.on", *_READ), each="activities")
def activity_outside_term(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """Something is said to have been done under an agreement that was not in force.

    Either a date is wrong, or it was done without an agreement: then say so in a waiver with its reason.

    Bad:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            activities:
              - {on: 2021-05-01, what: Exchange of pupils}    #! activity-outside-term
            sources: [{title: The signed text}]

    Good:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            activities:
              - {on: 2019-05, what: Exchange of pupils}
            sources: [{title: The signed text}]
    """
    start, end = start_of(agreement), _last_day(agreement, context, 1)
    for i, activity in enumerate(agreement.activities):
        if start and activity.on.latest < start[1].earliest:
            message = phrase("done on {day}, before it was in force", day=activity.on)
        elif end and activity.on.earliest > end:
            message = phrase("done on {day}, after its last day, {end}", day=activity.on, end=_on(end))
        else:
            continue
        yield FieldFinding(f"activities[{i}].on", message)


@rule("error", per="book", reads=("numbers.ours",))
def number_twice(context: RuleContext) -> Iterator[FieldFinding]:
    """Two records bear one own number.

    A number is given once, and commands find a record by it.

    Bad:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: loi
            numbers: {ours: 119/KS/2015}
            sources: [{title: The signed text}]
          - id: namur-2017
            title: LoI Bandung – Namur
            partner: {name: Namur, country: BE}
            kind: ksdpl
            instrument: loi
            numbers: {ours: 119/KS/2015}    #! number-twice
            sources: [{title: The signed text}]

    Good:
        register: {owner: officer@example.org}
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: loi
            numbers: {ours: 119/KS/2015}
            sources: [{title: The signed text}]
    """
    bearing: dict[str, list[Agreement]] = {}
    for agreement in context.book.agreements:
        if agreement.numbers and agreement.numbers.ours:
            bearing.setdefault(" ".join(agreement.numbers.ours.casefold().split()), []).append(agreement)
    damaged = {id(one.agreement) for one in context.book.damaged}
    for group in bearing.values():
        if len(group) > 1:
            # In the order of the register, also of what is not written yet; only damaged ones come behind the others.
            if any(id(one) in damaged for one in group):
                group.sort(key=lambda one: (one.file, one.line))
            first, *others = group
            related = also(first, "numbers.ours", phrase("it stands here first"))
            for other in others:
                number = other.numbers.ours if other.numbers else ""
                message = phrase("{id} bears the number {number} too", id=first.id, number=number)
                yield FieldFinding("numbers.ours", message, related=related, of=other)
