"""Rules about the term, its end, its extensions and the renewal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from mou_tracker.agreement.as_of import exact
from mou_tracker.agreement.record import UNKNOWN_SIGNING, Agreement, Extension
from mou_tracker.agreement.terms import ZERO, TermInForce, after_extension, as_extended, course, last_day_seen
from mou_tracker.basics.dates import At, Bound, DateSpan, EndRule, Period, last_day
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rules.rule import START, TERM, FieldFinding, RuleContext, also, rule, start_of

BOUNDS: tuple[Bound, Bound] = (0, 1)
BOTH: tuple[EndRule, EndRule] = ("anniversary", "eve")


@rule(
    "warning",
    given=("ends", "extensions"),
    reads=(*START, "end_of_term", "extensions.starts", "extensions.ends", "extensions.term"),
    each="extensions",
)
def ends_and_term_differ(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """`ends` and `term` give different last days.

    The end that is written counts. It agrees with the term if it is the corresponding day or the day before it, since
    texts use both readings. The same holds for an extension that says both, where it can be told from when its term
    counts.

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
    if any(extension.ends and extension.term for extension in agreement.extensions):
        yield from _extensions_differ(agreement, context.book.register.end_of_term)
    if agreement.ends is None:
        return
    ends, term, start = agreement.ends, agreement.term, start_of(agreement)
    related = also(agreement, "term", phrase("the term"))
    if term == "indefinite":
        yield FieldFinding("ends", phrase("it ends {when}, but its term is indefinite", when=At(ends)), related=related)
    if not isinstance(term, Period) or start is None:
        return
    computed = {rule: _computed(start[1], term, rule) for rule in BOTH}
    if all(span.latest < ends.earliest or ends.latest < span.earliest for span in computed.values()):
        last = computed[agreement.end_of_term or context.book.register.end_of_term]
        message = phrase(
            "it ends {when}, but {start} + {term} gives {last}", when=At(ends), start=start[1], term=term, last=last
        )
        yield FieldFinding("ends", message, related=related)


def _extensions_differ(agreement: Agreement, usual: EndRule) -> Iterator[FieldFinding]:
    """The extensions whose end is neither of the last days that their term gives."""
    read = {rule: replace(agreement, end_of_term=rule) for rule in BOTH}
    chains = [as_extended(read[rule], rule, bound) for rule in BOTH for bound in BOUNDS]
    for i, (extension, *before) in enumerate(zip(agreement.extensions, *chains, strict=False)):
        if extension.ends is None or not isinstance(extension.term, Period):
            continue
        term = replace(extension, ends=None)
        spans = {rule: _last_of(before[2 * n : 2 * n + 2], term, rule) for n, rule in enumerate(BOTH)}
        if all(
            span and (span.latest < extension.ends.earliest or extension.ends.latest < span.earliest)
            for span in spans.values()
        ):
            message = phrase(
                "it ends {when}, but its term, {term}, gives {last}",
                when=At(extension.ends),
                term=extension.term,
                last=spans[agreement.end_of_term or usual],
            )
            related = also(agreement, f"extensions[{i}].term", phrase("the term"))
            yield FieldFinding(f"extensions[{i}].ends", message, related=related)


def _last_of(before: Sequence[Sequence[TermInForce]], extension: Extension, rule: EndRule) -> DateSpan | None:
    """The last day of an agreement after an extension, as agreed, from both bounds of the times in force before it;
    None where it cannot be told.
    """
    early, late = (
        after_extension(chain[-1], extension, rule, bound).end() for chain, bound in zip(before, BOUNDS, strict=True)
    )
    return DateSpan(min(early, late), max(early, late)) if early and late else None


def _computed(start: DateSpan, term: Period, rule: EndRule) -> DateSpan:
    return DateSpan(last_day(start.earliest, term.length, rule), last_day(start.latest, term.length, rule))


@rule("warning", reads=("signed", "steps"))
def signing_day_missing(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A record says from when or until when it is in force, or that the signing is done, and not when it was signed.

    With dates of force it counts as signed, on a day that nobody knows; with the step alone it stays in approval. Write
    the day, a month or a year, or `signed: unknown`.

    Bad:
        agreements:
          - id: suwon-2015          #! signing-day-missing
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            starts: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: unknown
            starts: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    implied = agreement.in_force_by_dates or (
        agreement.signed == UNKNOWN_SIGNING and agreement.dates_of_force and "signed" not in agreement.places
    )
    if implied:
        message = phrase("it has dates of force and no day of signing; it counts as signed on an unknown day")
        yield FieldFinding("id", message, phrase("write `signed` with the day, or `signed: unknown`"))
    elif not agreement.signed and agreement.signing_done(agreement.steps):
        message = phrase("its signing is done, but it has no day of signing; it counts as not signed")
        yield FieldFinding("id", message, phrase("write `signed` with the day, or `signed: unknown`"))


@rule("warning", given=("steps",), reads=("signed", "steps"))
def force_without_signature(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A record whose approval is under way says from when or until when it is in force, without a signature.

    It stays in approval. If it has been signed, record the day; else these dates are plans, and belong in the notes.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            starts: 2026-01-01      #! force-without-signature
            term: 5 years
            steps:
              - {step: dprd-approval, received: 2025-09-01}
            owner: officer@example.org
            sources: [{title: The council's minutes}]

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            term: 5 years
            steps:
              - {step: dprd-approval, received: 2025-09-01}
            owner: officer@example.org
            sources: [{title: The council's minutes}]
    """
    if agreement.dates_of_force and not agreement.is_signed:
        given = ("starts", "ends", "extensions", "notice_given")
        path = next(name for name in given if getattr(agreement, name))
        message = phrase("it has dates of force, but its approval is under way and nothing is signed")
        yield FieldFinding(path, message, phrase("record the day of signing, or leave the dates out until then"))


@rule("warning", given=("signed",), reads=("term", "ends", "ends_with", "extensions"))
def term_missing(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
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
        yield FieldFinding("signed", message, phrase("write `term: unknown` where the text is not known"))


@rule("warning", given=("renewal",), reads=("term", "renewal.period"))
def renewal_without_period(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
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
        yield FieldFinding(
            "renewal.mode", phrase("a renewal without a period"), phrase("say for how long with `period`")
        )


@rule("error", given=("extensions",), reads=TERM)
def extension_after_end(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
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
    rule = context.book.register.end_of_term
    chains = (as_extended(agreement, rule, bound) for bound in (BOUNDS[:1] if exact(agreement) else BOUNDS))
    for i, (extension, *before) in enumerate(zip(agreement.extensions, *chains, strict=False)):
        if extension.starts:
            continue
        last = _last_before(before, agreement, extension.signed.earliest)
        if last and last.latest < extension.signed.earliest:
            yield FieldFinding(
                f"extensions[{i}].signed",
                phrase("signed {when}, after the term had ended {last}", when=At(extension.signed), last=At(last)),
                phrase("say from when it counts with `starts`"),
            )


@rule("error", given=("extensions",), reads=TERM)
def extension_shortens(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """An extension ends before the term that it is to lengthen.

    One of its dates is a slip, most often in the year. The term is the one that ran on the day of the extension's
    signing, renewals counted. A partial date is a finding only where no reading of it fits, and so is a term's last
    day, which texts read as the corresponding day or the day before it. What ended early is not extended but `closed`.

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
              - {signed: 2019-06-14, ends: 2019-12-31}      #! extension-shortens
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
              - {signed: 2019-06-14, ends: 2021-12-31}
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    if not any(extension.ends or extension.starts for extension in agreement.extensions):
        return  # a term alone is added to what there is
    usual = agreement.end_of_term or context.book.register.end_of_term
    readings: tuple[EndRule, EndRule] = ("eve", usual)
    chains = [as_extended(replace(agreement, end_of_term=rule), rule, bound) for rule in readings for bound in BOUNDS]
    for i, (extension, *before) in enumerate(zip(agreement.extensions, *chains, strict=False)):
        if not (extension.ends or extension.starts):
            continue
        found = [_shortened(before[2 * n : 2 * n + 2], agreement, extension, rule) for n, rule in enumerate(readings)]
        if found[0] and found[1]:
            ends, last = found[1]
            path = f"extensions[{i}].{'ends' if extension.ends else 'term'}"
            message = phrase("it ends {when}, before the last day of what it extends, {last}", when=At(ends), last=last)
            yield FieldFinding(path, message, phrase("if the agreement ended early, record `closed`"))


def _shortened(
    before: Sequence[Sequence[TermInForce]], agreement: Agreement, extension: Extension, rule: EndRule
) -> tuple[DateSpan, DateSpan] | None:
    """The last day after an extension and the one before it, where the first one is the earlier one for certain."""
    last, ends = _last_before(before, agreement, extension.signed.earliest), _last_of(before, extension, rule)
    return (ends, last) if last and ends and ends.latest < last.earliest else None


def _last_before(before: Sequence[Sequence[TermInForce]], agreement: Agreement, day: date) -> DateSpan | None:
    """The last day of the term that an extension signed on a day was to lengthen, None where it is unknown or open."""
    found = [last_day_seen(chain, agreement, day, bound) for chain, bound in zip(before, BOUNDS, strict=False)]
    known = [last for last in found if last]
    return DateSpan(min(known), max(known)) if len(known) == len(found) else None


@rule("error", given=("closed",), reads=TERM)
def closed_after_end(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """An agreement is closed after its last day, when it was over already.

    `closed.on` is the last day in force. What its term ended by itself needs no closing; where it was lengthened,
    record the extension. What renews itself is closed on any day of a term that it has renewed into, and what ends with
    another agreement has that one's last day.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            closed: {on: 2021-03-31, how: terminated}   #! closed-after-end
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
            closed: {on: 2020-03-31, how: terminated}
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    closed = agreement.closed
    assert closed is not None
    led = agreement.ends_with and not agreement.ends
    ending = context.by_id.get(agreement.ends_with or "") if led else agreement
    if ending is None or (led and ending.ends_with):
        return
    usual = context.book.register.end_of_term
    found = [course(ending, usual, ZERO, closed.on.latest, bound) for bound in BOUNDS]
    if led and ending.closed:
        found = [one and one.closed_on(ending.closed.on[bound]) for one, bound in zip(found, BOUNDS, strict=True)]
    last = [one.last_day for one in found if one and one.last_day]
    if len(last) == len(BOUNDS) and closed.on.earliest > max(last):
        day = DateSpan(min(last), max(last))
        message = phrase("closed {when}, but its last day in force is {last}", when=At(closed.on), last=day)
        hint = phrase("it was over by then: leave `closed` out, or record what lengthened it")
        yield FieldFinding("closed.on", message, hint)
