"""Rules about what a record leaves out, and about the documents that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from mou_tracker.agreement.record import Agreement, Ladder
from mou_tracker.agreement.register import Register
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.rules.rule import FieldFinding, RuleContext, rule
from mou_tracker.parsing.locations import Places

MILESTONES = ("decision", "lapsed", "approval", "follow_up")


@rule("warning", reads=("sources",))
def no_source(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A record names no source for what it says.

    Whoever reads it later cannot tell a fact from a guess.

    Bad:
        agreements:
          - id: suwon-2015          #! no-source
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            owner: officer@example.org
            sources:
              - {title: The signed text, file: suwon-2015.pdf, says: [signed, term]}
    """
    if not agreement.sources:
        yield FieldFinding("id", phrase("no source is named"))


@rule("warning")
def text_not_composed(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A text has letters and their accents apart (NFD), as some programs on a Mac write them.

    It looks the same as the composed text (NFC) and is another one to programs. `mou` compares names in NFC, so it is
    no second partner; other programs, and a search in the file, miss it. Typing the letter anew mends it.

    Bad:
        agreements:
          - id: namur-2017
            title: MoU Bandung – Namur
            partner:
              name: "Pre\u0301vot"  #! text-not-composed
              country: BE
            kind: ksdpl
            instrument: loi
            owner: officer@example.org
            sources: [{title: The signed text}]

    Good:
        agreements:
          - id: namur-2017
            title: MoU Bandung – Namur
            partner: {name: Prévot, country: BE}
            kind: ksdpl
            instrument: loi
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    places = agreement.places
    if not isinstance(places, Places) or places.is_composed:
        return
    for path in places.decomposed():
        text = places.text_of(path)
        mended = normalize("NFC", text)
        at = next((i for i, pair in enumerate(zip(text, mended, strict=False)) if pair[0] != pair[1]), 0)
        apart = " ".join(f"U+{ord(sign):04X}" for sign in text[at : at + 2])
        message = phrase("letters and accents stand apart here (NFD)")
        hint = phrase(
            "write “{letter}” (U+{code}) in place of {apart}",
            letter=mended[at],
            code=f"{ord(mended[at]):04X}",
            apart=apart,
        )
        yield FieldFinding(path, message, hint)


@rule("warning", reads=("owner",))
def no_owner(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """Neither the record nor the register names an owner.

    Nobody would be reminded of it.

    Bad:
        agreements:
          - id: suwon-2015          #! no-owner
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]

    Good:
        register:
          owner: officer@example.org
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            sources: [{title: The signed text}]
    """
    register = context.book.register
    if not agreement.owner and not register.owner and "owner" not in register.places:
        yield FieldFinding("id", phrase("no owner is named: nobody would be reminded"))


@rule("warning", given=("follow_ups",), reads=("follow_ups.due", "follow_ups.done"), each="follow_ups")
def follow_up_without_due(agreement: Agreement, _: RuleContext) -> Iterator[FieldFinding]:
    """A promise has no day by which it is due.

    It can never be late, so it is never on a list of what to do.

    Bad:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            follow_ups:
              - what: Open the Suwon garden     #! follow-up-without-due
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
            follow_ups:
              - what: Open the Suwon garden
                due: 2017
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for i, follow_up in enumerate(agreement.follow_ups):
        if follow_up.due is None and follow_up.done is None:
            yield FieldFinding(f"follow_ups[{i}].what", phrase("a promise without a day by which it is due"))


@rule("warning", per="book")
def empty_ladder(context: RuleContext) -> Iterator[FieldFinding]:
    """A reminder ladder has no rungs.

    Nobody would be reminded. `reminders: none` says that in a record where it is meant; a left-out ladder keeps the
    default.

    Bad:
        register:
          owner: officer@example.org
          reminders:
            decision: []            #! empty-ladder
        agreements: []

    Good:
        register:
          owner: officer@example.org
          reminders:
            decision: [12 months, 6 months, 1 month]
        agreements: []
    """
    yield from _empty(context.book.register, context.book.register.reminders)
    for agreement in context.book.agreements:
        if isinstance(agreement.reminders, Ladder):
            yield from _empty(agreement, agreement.reminders)


def _empty(of: Agreement | Register, ladder: Ladder) -> Iterator[FieldFinding]:
    for name in MILESTONES:
        rungs = getattr(ladder, name)
        if rungs is not None and not rungs.steps and rungs.every is None:
            hint = phrase("leave it out to keep the default")
            yield FieldFinding(f"reminders.{name}", phrase("an empty ladder: nobody would be reminded"), hint, of=of)


def _states(agreement: Agreement, context: RuleContext) -> Iterator[tuple[int, str | None]]:
    """The state of each document with a path, None where nothing can be said."""
    if context.document_state is None:
        return
    for i, document in enumerate(agreement.documents):
        if document.path:
            yield i, context.document_state(agreement.file, document.path, document.sha256 is not None)


@rule("error", given=("documents",))
def document_missing(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """A document is not where the record says.

    The path is relative to the file that holds the record. Where files cannot be looked at, as with standard input,
    nothing is said.

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            documents: [{title: The signed text, url: "https://example.org/suwon-2015.pdf"}]
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for i, state in _states(agreement, context):
        if state == "missing":
            path = agreement.documents[i].path
            yield FieldFinding(f"documents[{i}].path", phrase("there is no file `{path}`", path=path))


@rule("error", given=("documents",))
def checksum_differs(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """A document is not the one of which the record has the checksum.

    It was changed, or replaced by another version: look which of the two is the signed text.

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            documents: [{title: The signed text, url: "https://example.org/suwon-2015.pdf"}]
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for i, state in _states(agreement, context):
        document = agreement.documents[i]
        if document.sha256 and state and state != "missing" and state != document.sha256.lower():
            message = phrase("`{path}` has another checksum", path=document.path)
            yield FieldFinding(f"documents[{i}].sha256", message, phrase("it is {sha256}", sha256=state))


@rule("warning", given=("documents",))
def text_differs(agreement: Agreement, context: RuleContext) -> Iterator[FieldFinding]:
    """The signed text says otherwise.

    `mou check --documents` reads every document of a record again, as `mou read` does, and compares what the text
    plainly states with the record. Look which of the two is right; where the record knows better, for instance from an
    addendum, waive the rule and say so.

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            documents: [{title: The signed text, url: "https://example.org/suwon-2015.pdf"}]
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    if context.signed_text is None:
        return
    for one in context.signed_text(agreement):
        message = phrase("the signed text says {value}: {place}", value=one.value, place=one.place)
        yield FieldFinding(one.field, message, phrase("“{sentence}”", sentence=one.sentence))
