"""Rules about the approval path: the DPRD's consent and the order of steps."""

from __future__ import annotations

from collections.abc import Iterator

from mou_tracker.agreement.procedure import OTHER, Council
from mou_tracker.agreement.record import Agreement, Step
from mou_tracker.basics.dates import At, DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rules.rule import FieldFinding, RuleContext, also, rule, signed_path


@rule("warning", given=("signed",), reads=("steps", "dprd", "renews"))
def signed_without_dprd(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """Signed without the DPRD's consent, although its kind requires it.

    PP 28/2018, in force since 13 July 2018, requires consent before the signing for partners abroad (art. 30 and 38),
    and for domestic ones where the record says `dprd: required`, which counts for older ones too. Letters of intent,
    implementing agreements and addenda are not looked at. A record that rightly has none says `dprd: not-required`.

    Bad:
        agreements:
          - id: suwon-2025
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2025-11-27      #! signed-without-dprd
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:
        agreements:
          - id: suwon-2025
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            steps:
              - {step: dprd-approval, received: 2025-03-03, done: 2025-04-28, outcome: approved}
            signed: 2025-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    signing, procedure = agreement.signing, context.book.procedures.get(agreement.kind)
    council = procedure.council if procedure else None
    if signing is None or procedure is None or council is None or not council.asked_for(agreement.instrument):
        return
    if council.since and signing.earliest < council.since and agreement.dprd != "required":
        return
    needless = agreement.renews and procedure.renewal.council == "not-required"
    if needless or not procedure.council_needed(agreement.dprd):
        return
    consents = [(i, step) for i, step in enumerate(agreement.steps) if _is_consent(step, council)]
    if any(step.done is None or step.done.earliest <= signing.latest for _, step in consents):
        return
    if consents:
        i, step = consents[0]
        assert step.done is not None
        message = phrase(
            "signed {when}, before the {council} consented {done}",
            when=At(signing),
            council=council.name,
            done=At(step.done),
        )
        related = also(agreement, f"steps[{i}].done", phrase("the consent"))
        yield FieldFinding(signed_path(agreement), message, related=related)
    else:
        message = phrase(
            "signed {when} without the {council}'s consent on record", when=At(signing), council=council.name
        )
        hint = phrase("record the step `{step}`, or `dprd: not-required`", step=council.step)
        yield FieldFinding(signed_path(agreement), message, hint)


def _is_consent(step: Step, council: Council) -> bool:
    return step.step == council.step and step.finished and step.outcome in (None, "approved")


@rule("warning", reads=("dprd",))
def dprd_not_said(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """A domestic agreement does not say whether the DPRD's consent is needed.

    It depends on the content (PP 28/2018 art. 6(2)): a burden on society or region, or money that is not in this year's
    budget. Only a person can tell, so the record says `dprd: required` or `dprd: not-required`.

    Bad:
        agreements:
          - id: cimahi-2024
            title: Kesepakatan bersama Bandung – Cimahi
            partner: {name: Kota Cimahi, country: ID}
            kind: ksdd              #! dprd-not-said
            instrument: mou
            signed: 2024-05-02
            term: 5 tahun
            owner: officer@example.org
            sources: [{title: Naskah}]

    Good:
        agreements:
          - id: cimahi-2024
            title: Kesepakatan bersama Bandung – Cimahi
            partner: {name: Kota Cimahi, country: ID}
            kind: ksdd
            instrument: mou
            signed: 2024-05-02
            term: 5 tahun
            dprd: not-required
            owner: officer@example.org
            sources: [{title: Naskah}]
    """
    procedure = context.book.procedures.get(agreement.kind)
    council = procedure.council if procedure else None
    if council and council.needed == "if-said" and agreement.dprd is None:
        message = phrase("whether the {council}'s consent is needed is not said", council=council.name)
        yield FieldFinding("kind", message, phrase("add `dprd: required` or `dprd: not-required`"))


@rule("error")
def kind_elsewhere(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """The kind is for partners in another place than this one's.

    Which partners a kind is for, abroad or in the register's own country, its procedure says: a KSDPL is made with a
    local government abroad, a KSDD with another Indonesian region. A wrong one leads along the wrong approval path. The
    own country is that of the register's `holidays`.

    Bad:
        agreements:
          - id: cimahi-2024
            title: Kesepakatan bersama Bandung – Cimahi
            partner: {name: Kota Cimahi, country: ID}
            kind: ksdpl             #! kind-elsewhere
            instrument: mou
            owner: officer@example.org
            sources: [{title: Naskah}]

    Good:
        agreements:
          - id: cimahi-2024
            title: Kesepakatan bersama Bandung – Cimahi
            partner: {name: Kota Cimahi, country: ID}
            kind: ksdd
            instrument: mou
            dprd: not-required
            owner: officer@example.org
            sources: [{title: Naskah}]
    """
    own = context.book.register.holidays.country
    at_home = [partner.country == own for partner in agreement.parties]
    procedure = context.book.procedures.get(agreement.kind)
    if procedure is None or procedure.fits(at_home):
        return
    if all(at_home):
        message = phrase(
            "`{kind}` is for partners abroad, and this one is in {country}", kind=agreement.kind, country=own
        )
    else:
        message = phrase(
            "`{kind}` is for partners in {own}, and this one is in {country}",
            kind=agreement.kind,
            own=own,
            country=next(partner.country for partner in agreement.parties if partner.country != own),
        )
    kinds = [kind for kind, one in context.book.procedures.items() if one.fits(at_home)]
    yield FieldFinding("kind", message, phrase("choose one of: {kinds}", kinds=", ".join([*kinds, OTHER])))


@rule("error", given=("steps",), reads=("steps.outcome",))
def steps_out_of_order(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """A step of the approval path was done before an earlier step of the path.

    One of the two dates is a slip, or a step was done out of its turn, which a waiver may say. A partial date is a
    finding only where no reading of it fits. A step that was returned is not looked at.

    Bad:
        agreements:
          - id: suwon-2025
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            steps:
              - step: dprd-approval
                done: 2025-04-28
                outcome: approved
              - step: draft-text
                done: 2024-09-15        #! steps-out-of-order
            owner: officer@example.org
            sources: [{title: The council's minutes}]

    Good:
        agreements:
          - id: suwon-2025
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            steps:
              - step: dprd-approval
                done: 2025-04-28
                outcome: approved
              - step: draft-text
                done: 2025-09-15
            owner: officer@example.org
            sources: [{title: The council's minutes}]
    """
    procedure = context.book.procedures.get(agreement.kind)
    if procedure is None or len(agreement.steps) < 2:
        return
    done = [
        (position, i, step.done)
        for i, step in enumerate(agreement.steps)
        if step.done and step.outcome != "returned" and (position := procedure.position(step.step)) >= 0
    ]
    latest: tuple[int, int, DateSpan] | None = None
    for position, i, day in sorted(done):
        if latest and latest[0] < position and day.latest < latest[2].earliest:
            earlier = procedure.steps[latest[0]].name
            message = phrase("done {when}, before {step}, {done}", when=At(day), step=earlier, done=latest[2])
            also_done = also(agreement, f"steps[{latest[1]}].done", phrase("the step before it"))
            yield FieldFinding(f"steps[{i}].done", message, related=also_done)
        elif latest is None or latest[2].earliest < day.earliest:
            latest = (position, i, day)


@rule("warning", given=("steps",), reads=("signed", "steps.step", "steps.done", "steps.outcome"), each="steps")
def signing_days_differ(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """The path's signing was done on another day than `signed` says.

    The term counts from `signed`, so the day matters. Where the parties signed on several days any of them will do, and
    a partial date that may be the same day is left alone. A signing that was refused or returned is not looked at; one
    that is not done may not have begun after the last signature.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            steps:
              - {step: signing, done: 2015-12-27}     #! signing-days-differ
            signed: 2015-11-27
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
            steps:
              - {step: signing, done: 2015-11-27}
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    signing, days = agreement.signing, agreement.signing_days
    if signing is None:
        return
    for i, step in enumerate(agreement.steps):
        if step.step != agreement.signing_step or step.outcome in ("refused", "returned"):
            continue
        path, begun = f"steps[{i}]", step.received or step.started
        related = also(agreement, signed_path(agreement), phrase("the signature"))
        if step.done:
            if all(step.done.latest < day.earliest or day.latest < step.done.earliest for day in days):
                message = phrase(
                    "the signing is done {when}, but it was signed {day}", when=At(step.done), day=At(signing)
                )
                yield FieldFinding(f"{path}.done", message, related=related)
        elif begun and signing.latest < begun.earliest:
            path += ".received" if step.received else ".started"
            message = phrase("the signing begins {when}, but it was signed {day}", when=At(begun), day=At(signing))
            yield FieldFinding(path, message, related=related)
