"""What must be said together, and what is said of records that contradict themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mou_tracker.agreement.record import Renewal
from mou_tracker.basics.findings import Finding, reading_rule
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields.wrong_types import BROKEN
from mou_tracker.parsing.nodes import MappingNode, Node, SequenceNode
from mou_tracker.parsing.source_file import Location, SourceFile
from mou_tracker.parsing.yaml_findings import also, clipped, error, suggested


@reading_rule
def register_twice(at: Location, first: Location) -> Finding:
    """A second file has a section `register`.

    The settings hold for the whole register, over all files of a folder, so they stand in one place only. The first
    section, by file name, is used.

    A folder whose files, or folders, are each a register of its own holds several registers. They are told from one
    another by `id` or `name` under `register`.
    """
    message = phrase("the section `register` stands in another file already")
    hint = phrase("write it once; registers of their own have an `id` or a `name` each")
    return error("register-twice", at, message, hint, also(first, phrase("it stands here first")))


@reading_rule
def duplicate_id(at: Location, name: str, first: Location) -> Finding:
    """Two records have the same id.

    Others refer to a record by its id, and reminders are counted by it, so it is unique over the whole register, in all
    files. The first record keeps it; the second is not read.

    Bad:
        agreements:
          - {id: oslo, title: First, partner: {name: Oslo, country: NO}, kind: other, instrument: loi,
             owner: office@example.org, sources: [{title: Annual report}]}
          - {id: oslo, title: Second, partner: {name: Oslo, country: NO}, kind: other, instrument: mou}  #! duplicate-id

    Good:
        register: {owner: office@example.org}
        agreements:
          - {id: oslo, title: First, partner: {name: Oslo, country: NO}, kind: other, instrument: loi,
             sources: [{title: Annual report}]}
    """
    message = phrase("the id `{id}` is used by another record", id=name)
    hint = phrase("choose another id, such as `{id}`", id=f"{name}-2")
    return error("duplicate-id", at, message, hint, also(first, phrase("it is used here first")))


@reading_rule
def incomplete(at: Location, message: Phrase, hint: Phrase | None = None) -> Finding:
    """Something is said by half: what belongs to it is missing.

    An extension says how long, by `term` or `ends`. An automatic renewal needs a period, its own or the agreement's
    term, or nobody can tell its next end. A step that a register adds to a procedure needs a name and its place.

    Bad:
        agreements:
          - id: oslo
            title: Memorandum
            partner: {name: Oslo, country: NO}
            kind: other
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            extensions:
              - signed: 2020-11-02  #! incomplete
            owner: office@example.org
            sources: [{title: Annual report}]

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: oslo
            title: Memorandum
            partner: {name: Oslo, country: NO}
            kind: other
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            extensions:
              - {signed: 2020-11-02, term: 2 years}
            sources: [{title: Annual report}]
    """
    return error("incomplete", at, message, hint)


@reading_rule
def no_such_step(at: Location, step: str, known: Sequence[str], kind: str | None = None) -> Finding:
    """A step that the procedure of this kind of agreement does not have.

    The steps come from the kind's procedure and from what the register adds to it under `procedures`. The nearest
    known step is named. A record of the kind `other` has no procedure and so no steps: they would be passed over.

    Bad:
        agreements:
          - id: oslo
            title: Memorandum
            partner: {name: Oslo, country: NO}
            kind: other
            instrument: mou
            steps: [{step: initiative}]  #! no-such-step
            owner: office@example.org
            sources: [{title: Annual report}]

    Bad:
        register:
          procedures:
            ksdpl:
              steps: {explorationn: 25}  #! no-such-step

    Good:
        register:
          procedures:
            ksdpl:
              steps: {exploration: 25}
    """
    if kind:
        message = phrase("no procedure is known for the kind `{kind}`, so it has no steps", kind=kind)
        return error(
            "no-such-step", at, message, phrase("choose the kind whose procedure it follows, or remove `steps`")
        )
    message = phrase("the procedure has no step `{step}`", step=clipped(step))
    return error("no-such-step", at, message, suggested(step, known))


@reading_rule
def step_twice(at: Location, step: str) -> Finding:
    """A procedure of the register's own has two steps of the same name.

    Records call a step by its name, so each has one of its own. The first one counts.

    Bad:
        register:
          procedures:
            alliance:
              name: {id: Aliansi kampus, en: Campus alliance}
              signing: signature
              steps:
                - {id: draft, name: {id: Rancangan, en: Draft}}
                - {id: draft, name: {id: Rancangan akhir, en: Final draft}}  #! step-twice
                - {id: signature, name: {id: Penandatanganan, en: Signature}}

    Good:
        register:
          procedures:
            alliance:
              name: {id: Aliansi kampus, en: Campus alliance}
              signing: signature
              steps:
                - {id: draft, name: {id: Rancangan, en: Draft}}
                - {id: final-draft, name: {id: Rancangan akhir, en: Final draft}}
                - {id: signature, name: {id: Penandatanganan, en: Signature}}
    """
    message = phrase("the procedure has another step `{step}`", step=clipped(step))
    return error("step-twice", at, message, phrase("give each step a name of its own"))


@reading_rule
def starts_after_signing(at: Location, step: str, signing: str, known: Sequence[str]) -> Finding:
    """A renewal is said to begin at a step that comes after the signing.

    The path of a renewal leads from where it begins to the signature, so that nothing would be left to plan.

    Bad:
        register:
          procedures:
            ksdpl: {renewal_starts_at: deposit}  #! starts-after-signing

    Good:
        register:
          procedures:
            ksdpl: {renewal_starts_at: draft-text}
    """
    message = phrase("`{step}` comes after the signing, `{signing}`", step=step, signing=signing)
    return error("starts-after-signing", at, message, phrase("choose one of: {steps}", steps=", ".join(known)))


@reading_rule
def partner_and_partners(at: Location, first: Location) -> Finding:
    """A record gives both `partner` and `partners`.

    With one partner write `partner`, with several `partners` alone: nobody could tell whether the one belongs to the
    others.

    Bad:
        agreements:
          - id: delta-cities
            title: Delta cities
            partner: {name: Rotterdam, country: NL}
            partners:
              - {name: Rotterdam, country: NL}  #! partner-and-partners
              - {name: Jakarta, country: ID}
            kind: other
            instrument: mou
            owner: office@example.org
            sources: [{title: Annual report}]

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: delta-cities
            title: Delta cities
            partners:
              - {name: Rotterdam, country: NL}
              - {name: Jakarta, country: ID}
            kind: other
            instrument: mou
            sources: [{title: Annual report}]
    """
    message = phrase("`partners` stands beside `partner`")
    hint = phrase("keep `partners` alone, with all of them, or `partner` where there is one")
    return error("partner-and-partners", at, message, hint, also(first, phrase("`partner` is given here")))


def numbers(values: dict[str, object], node: Node, source: SourceFile) -> None:
    """A document's numbers name one at least."""
    if not values:
        message = phrase("no number is given here")
        source.report(incomplete(source.at(_first(node)), message, phrase("add `ours` or `theirs`")))


def partner_contact(values: dict[str, object], node: Node, source: SourceFile) -> None:
    """A person at the partner can be named or reached."""
    if not values:
        message = phrase("this contact says neither who it is nor how to reach them")
        source.report(incomplete(source.at(_first(node)), message, phrase("add `name`, `email` or `phone`")))


def says_how_long(values: Mapping[str, object]) -> bool:
    """Whether an extension says how long it lasts."""
    return "term" in values or "ends" in values


def extension(values: dict[str, object], node: Node, source: SourceFile) -> None:
    """An extension says how long it lasts."""
    if not says_how_long(values):
        message = phrase("this extension says neither how long it lasts nor when it ends")
        source.report(incomplete(source.at(_first(node)), message, phrase("add `term` or `ends`")))


def is_plain(values: Mapping[str, object]) -> bool:
    """Whether a record has one partner, and a period if it renews itself."""
    return "partners" not in values and not _renews_for_nobody_knows_how_long(values)


def _renews_for_nobody_knows_how_long(values: Mapping[str, object]) -> bool:
    renewal = values.get("renewal")
    if not isinstance(renewal, Renewal) or renewal.mode != "automatic":
        return False
    return not renewal.period and "term" not in values


def agreement(values: dict[str, object], node: Node, source: SourceFile) -> None:
    """An automatic renewal has a period, its own or the agreement's term. Several partners stand alone."""
    partners = values.get("partners")
    if partners is not None:
        _several_partners(values, partners, node, source)
    if _renews_for_nobody_knows_how_long(values):
        place = _value(node, "renewal")
        if place and _value(place, "period") is None:
            message = phrase("this renews itself, but it is not said for how long")
            hint = phrase("add `period` here, or the agreement's `term`")
            source.report(incomplete(source.at(_first(place)), message, hint))


def _several_partners(values: dict[str, object], partners: object, node: Node, source: SourceFile) -> None:
    """`partners` are two at least, and stand without a `partner`; the first of them is it."""
    place = _value(node, "partners")
    first = _value(node, "partner")
    assert place is not None
    if first is not None:
        source.report(partner_and_partners(source.at(place), source.at(first)))
    elif isinstance(partners, tuple) and len(partners) == 1 and isinstance(place, SequenceNode):
        if len(place.items) == 1:
            message = phrase("a list of partners names two at least")
            source.report(incomplete(source.at(place), message, phrase("write `partner` where there is one")))
        values["partner"] = partners[0]
    elif isinstance(partners, tuple) and partners:
        values["partner"] = partners[0]
    else:
        values["partner"] = BROKEN


def _value(node: Node, name: str) -> Node | None:
    """The value under a key of a mapping."""
    pairs = node.pairs if isinstance(node, MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def _first(node: Node) -> Node:
    """The first key of a mapping."""
    return node.pairs[0][0] if isinstance(node, MappingNode) and node.pairs else node
