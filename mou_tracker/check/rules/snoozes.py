"""Rules about silence: a snooze says why, and does not last too long."""

from __future__ import annotations

from collections.abc import Iterator

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rules.rule import FieldFinding, RuleContext, rule
from mou_tracker.status.snoozes import limit


@rule("warning", given=("snooze",))
def snooze_too_long(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A snooze lasts longer than 12 months from the day on which it was decided.

    Silence of years is how agreements are forgotten: reminders go on after 12 months whatever the record says. Snooze
    it again then, or record what was decided (`mou decide`, `mou close`).

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: mou
            signed: 2015-11-27
            term: 20 years
            owner: officer@example.org
            sources: [{title: The signed text}]
            snooze:
              until: 2030-01-01         #! snooze-too-long
              why: the partner has no budget
              on: 2026-11-21

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: mou
            signed: 2015-11-27
            term: 20 years
            owner: officer@example.org
            sources: [{title: The signed text}]
            snooze: {until: 2027-11-21, why: the partner has no budget, on: 2026-11-21}
    """
    snooze = agreement.snooze
    if snooze and snooze.on and limit(snooze) < snooze.until.earliest:
        text = phrase("snoozed until {until}, more than 12 months after {on}", until=snooze.until, on=snooze.on)
        yield FieldFinding("snooze.until", text, phrase("reminders go on from {day} all the same", day=limit(snooze)))


@rule("warning", given=("snooze",), reads=("snooze.why",))
def snooze_without_why(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A snooze does not say why.

    Whoever looks after the agreement next cannot tell a decision from an oversight. `mou snooze ID --why TEXT` writes
    the reason.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: mou
            signed: 2015-11-27
            term: 20 years
            owner: officer@example.org
            sources: [{title: The signed text}]
            snooze: {until: 2027-03-01, on: 2026-11-21}   #! snooze-without-why

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: other
            instrument: mou
            signed: 2015-11-27
            term: 20 years
            owner: officer@example.org
            sources: [{title: The signed text}]
            snooze: {until: 2027-03-01, why: talks in March, on: 2026-11-21}
    """
    if agreement.snooze and not agreement.snooze.why:
        yield FieldFinding("snooze", phrase("a snooze without its reason"), phrase("say it with `why`"))
