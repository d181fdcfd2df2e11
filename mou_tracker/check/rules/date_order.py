"""Rules about dates that contradict each other. A partial date is a finding only where no reading of it fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import At, DateSpan
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.check.rules.rule import FieldFinding, RuleContext, also, rule, signed_path, start_of

LONG_AGO = date(1926, 1, 1)


def _before(one: DateSpan, other: DateSpan) -> bool:
    """Whether a day lies before another one for certain."""
    return one.latest < other.earliest


@rule(
    "error",
    given=("ends", "extensions"),
    reads=("signed", "starts", "extensions.signed", "extensions.starts"),
    each="extensions",
)
def ends_before_start(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """The end lies before the start.

    One of the two dates is a slip, and which one is for a person to say. The start is `starts`, or else the last
    signature; an extension is compared with its own `starts`, or else with the start of the agreement and with its own
    signing.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            ends: 2015-11-26                    #! ends-before-start
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
            ends: 2020-11-26
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    start = start_of(agreement)
    if start is None:
        return
    path, first = start
    if agreement.ends and _before(agreement.ends, first):
        yield _ends_early("ends", agreement.ends, agreement, path, first)
    for i, extension in enumerate(agreement.extensions):
        begins, at = (extension.starts, f"extensions[{i}].starts") if extension.starts else (first, path)
        if extension.ends and _before(extension.ends, begins):
            yield _ends_early(f"extensions[{i}].ends", extension.ends, agreement, at, begins)
        elif extension.ends and not extension.starts and _before(extension.ends, extension.signed):
            yield FieldFinding(
                f"extensions[{i}].ends",
                phrase(
                    "the end, {ends}, lies before its signing, {signed}", ends=extension.ends, signed=extension.signed
                ),
                related=also(agreement, f"extensions[{i}].signed", _SIGNING),
            )


def _ends_early(path: str, ends: DateSpan, agreement: Agreement, at: str, first: DateSpan) -> FieldFinding:
    return FieldFinding(
        path,
        phrase("the end, {ends}, lies before the start, {start}", ends=ends, start=first),
        related=also(agreement, at, phrase("the start")),
    )


@rule("error", given=("closed", "extensions", "notice_given", "renewal.decided"), reads=("signed", "starts"))
def out_of_order(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """Something is dated before what it follows.

    A decision about the renewal and an extension come after the signing, notice and an extension's own start after the
    start, a later extension after an earlier one, a closing after all signings and steps (or after `since` while
    nothing is signed).

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
              - {signed: 2015-11-20, term: 1 year}      #! out-of-order
            closed: {on: 2014-11-27, how: terminated}   #! out-of-order
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
              - {signed: 2020-11-20, term: 1 year}
            closed: {on: 2021-03-31, how: terminated}
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for path, day, after, since, what in _sequence(agreement):
        if day and since and _before(day, since):
            message = phrase("{day} lies before {what}, {since}", day=day, what=what, since=since)
            yield FieldFinding(path, message, related=also(agreement, after, what))


_SIGNING, _START = phrase("the signing"), phrase("the start")


def _sequence(agreement: Agreement) -> Iterator[tuple[str, DateSpan | None, str, DateSpan | None, Phrase]]:
    """Pairs of dates of which the first may not lie before the second, with their fields."""
    signing, at = agreement.signing, signed_path(agreement)
    start = start_of(agreement)
    yield "renewal.decided", agreement.renewal.decided, at, signing, _SIGNING
    if start:
        yield "notice_given", agreement.notice_given, start[0], start[1], _START
    for i, extension in enumerate(agreement.extensions):
        yield f"extensions[{i}].signed", extension.signed, at, signing, _SIGNING
        if i:
            earlier = agreement.extensions[i - 1].signed
            what = phrase("the extension before it")
            yield f"extensions[{i}].signed", extension.signed, f"extensions[{i - 1}].signed", earlier, what
        if start:
            yield f"extensions[{i}].starts", extension.starts, start[0], start[1], _START
    if agreement.closed:
        after = max(_before_closing(agreement), key=lambda one: one[1].earliest, default=None)
        if after:
            yield "closed.on", agreement.closed.on, *after


def _before_closing(agreement: Agreement) -> Iterator[tuple[str, DateSpan, Phrase]]:
    """What a closing may not come before, with its field; only the latest of it is said."""
    if agreement.signing:
        yield signed_path(agreement), agreement.signing, _SIGNING
    elif agreement.since:
        yield "since", agreement.since, phrase("the day on which it was first known of")
    for i, extension in enumerate(agreement.extensions):
        yield f"extensions[{i}].signed", extension.signed, phrase("the signing of an extension")
    for i, step in enumerate(agreement.steps):
        for name in ("received", "started", "done"):
            if day := getattr(step, name):
                yield f"steps[{i}].{name}", day, phrase("a step")


@rule("error", given=("steps",))
def done_before_received(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A step of the approval path is done before it was received or started.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            steps:
              - step: dprd-approval
                received: 2025-03-03
                done: 2025-02-28         #! done-before-received
                outcome: approved
            owner: officer@example.org
            sources: [{title: The council's minutes}]

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            steps:
              - step: dprd-approval
                received: 2025-03-03
                done: 2025-04-28
                outcome: approved
            owner: officer@example.org
            sources: [{title: The council's minutes}]
    """
    for i, step in enumerate(agreement.steps):
        if not step.done:
            continue
        for name, day in (("received", step.received), ("started", step.started)):
            if day and _before(step.done, day):
                what = phrase("received") if name == "received" else phrase("started")
                message = phrase("done {done}, but {what} {when}", done=At(step.done), what=what, when=At(day))
                yield FieldFinding(f"steps[{i}].done", message, related=also(agreement, f"steps[{i}].{name}", what))
                break


@rule("warning", reads=("starts",))
def start_long_ago(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """The agreement is said to begin before 1926.

    That is more often a mistyped year than a partnership of a hundred years.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 1915-11-27      #! start-long-ago
            term: indefinite
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
            term: indefinite
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    start = agreement.starts or agreement.signing
    if start and start.latest < LONG_AGO:
        path = "starts" if agreement.starts else signed_path(agreement)
        yield FieldFinding(path, phrase("it begins {when}, before 1926: is the year right?", when=At(start)))
