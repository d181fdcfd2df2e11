"""Procedures from their files, and what a register may change in them."""

from datetime import date

import pytest
from msgspec.structs import replace

from mou_tracker.agreement.procedure import (
    SHIPPED,
    Council,
    Exploring,
    Procedure,
    ProcedureChange,
    ProcedureStep,
    RenewalPath,
    StepChange,
)
from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import Words
from mou_tracker.parsing.events import Loader
from mou_tracker.register.procedures import merged, procedure_file, read_procedure
from mou_tracker.register.read import read_book
from tests.parsing.helpers import LOADERS, PROCEDURES, Found, book_of, found, said

TEXT = """\
# A comment
kind: ksdpl
name: {id: Kerja sama, en: Cooperation}
partners: abroad
council:
  step: dprd-approval
  name: {id: DPRD, en: DPRD}
  needed: if-said
  since: 2018-07-13
  instruments: [mou, pks]
  pending: {id: menunggu, en: waiting}
exploring: {through: plan, name: {id: rencana, en: the plan}, to_do: {id: susun rencana, en: draw up a plan}}
signing: dprd-approval
renewal_window: {pks: 6 months, default: 18 months}
renewal: {starts_at: plan, council: required, certainty: unverified}
steps:
  - id: plan
    name: {id: Rencana, en: Plan}
    actor: {id: Pemda, en: city}
    document: {id: Naskah, en: text}
    clock: started
    limit: 30
    basis: target
    article: PP 28/2018 art. 28
    certainty: read
  - id: dprd-approval
    name: {id: Persetujuan, en: Approval}
    clock: received
    limit: 45
    basis: statute
    article: PP 28/2018 art. 30(4)
    returns_to: plan
    only_if: council-required
"""
PLAN = ProcedureStep(
    "plan",
    Words("Rencana", "Plan"),
    Words("Pemda", "city"),
    Words("Naskah", "text"),
    "started",
    30,
    "target",
    "PP 28/2018 art. 28",
    "read",
)
APPROVAL = ProcedureStep(
    "dprd-approval",
    Words("Persetujuan", "Approval"),
    None,
    None,
    "received",
    45,
    "statute",
    "PP 28/2018 art. 30(4)",
    None,
    "plan",
    "council-required",
)
RENEWAL = RenewalPath("plan", "required", "unverified")
PROCEDURE = Procedure(
    "ksdpl",
    Words("Kerja sama", "Cooperation"),
    (PLAN, APPROVAL),
    "dprd-approval",
    "abroad",
    Council(
        "dprd-approval",
        Words("DPRD", "DPRD"),
        "if-said",
        date(2018, 7, 13),
        ("mou", "pks"),
        Words("menunggu", "waiting"),
    ),
    Exploring("plan", Words("rencana", "the plan"), Words("susun rencana", "draw up a plan")),
    RENEWAL,
    {"pks": Period(months=6), "default": Period(months=18)},
)


@pytest.mark.parametrize("loader", LOADERS)
def test_a_procedure_is_read_from_its_file(loader: Loader) -> None:
    """All its keys, compared as one value."""
    assert read_procedure(TEXT, loader=loader) == PROCEDURE


@pytest.mark.parametrize("text", ["", "kind: ksdpl\n", TEXT.replace("limit: 30", "limit: soon"), TEXT + "more: x\n"])
def test_a_broken_procedure_raises(text: str) -> None:
    """It is shipped with the program: nobody could correct it in a register."""
    with pytest.raises(ValueError, match=r"^p\.yaml"):
        read_procedure(text, "p.yaml")


@pytest.mark.parametrize("kind", ["ksdpl", "ksdll", "ksdd", "ksdpk"])
def test_the_shipped_procedures_are_sound(kind: str) -> None:
    """Each is read, is of its kind, and names its own steps only."""
    procedure = read_procedure(procedure_file(kind).read_text("utf-8"), kind)
    known = {step.id for step in procedure.steps}
    assert procedure.kind == kind
    assert procedure.council
    assert procedure.exploring
    own = {procedure.renewal.starts_at, procedure.council.step, procedure.exploring.through, procedure.signing}
    assert {*own, *(step.returns_to for step in procedure.steps if step.returns_to)} <= known


def test_the_shipped_procedures_are_the_files_there_are() -> None:
    """Each file of a procedure is in the list of kinds, and each kind has its file."""
    assert sorted(SHIPPED) == sorted(path.stem for path in procedure_file("").parent.glob("*.yaml"))


def test_the_table_of_procedures_is_made_from_their_files() -> None:
    """`python tools/procedures.py` makes it anew."""
    assert {kind: read_procedure(procedure_file(kind).read_text("utf-8"), kind) for kind in SHIPPED} == PROCEDURES


def test_a_target_is_replaced_and_a_step_added_after_another() -> None:
    """The office's number is a target without an article; the order is that of `after`."""
    talk = StepChange("talk", 5, Words("Bicara", "Talk"), None, "plan")
    more = StepChange("more", None, Words("Lagi", "More"), Words("Kita", "we"), "talk")
    change = ProcedureChange((StepChange("plan", 20), talk, more), "talk", "decide")
    steps = (
        replace(PLAN, limit=20, basis="target", article=None),
        ProcedureStep("talk", Words("Bicara", "Talk"), None, limit=5, basis="target"),
        ProcedureStep("more", Words("Lagi", "More"), Words("Kita", "we")),
        APPROVAL,
    )
    assert merged(PROCEDURE, change) == replace(PROCEDURE, steps=steps, renewal=RenewalPath("talk", "decide", None))
    assert merged(PROCEDURE, ProcedureChange()) == PROCEDURE


CHANGES = {
    "{ksdpl: {steps: {dprd-approval: 30}}}": [("statutory-limit", 47)],
    "{ksdll: {steps: {dprd-approval: {limit: 30}}}}": [("statutory-limit", 47)],
    "{ksdpl: {steps: {dprd-approval: {name: {id: a, en: b}}}}}": [],
    "{ksdpl: {steps: {exploratoin: 30}}}": [("no-such-step", 45)],
    "{ksdpl: {steps: {talk: {name: {id: a, en: b}}}}}": [("incomplete", 38)],
    "{ksdpl: {steps: {talk: {after: exploration}}}}": [("incomplete", 38)],
    "{ksdpl: {steps: {talk: {name: {id: a, en: b}, after: nowhere}}}}": [("no-such-step", 68)],
    "{ksdpl: {renewal_starts_at: nowhere}}": [("no-such-step", 43)],
    "{ksdpl: {dprd_on_renewal: perhaps}}": [("not-allowed-word", 41)],
    "{ksdpl: {steps: {exploration: 0}}}": [("not-a-number", 45)],
    "{other: {steps: {exploration: 5}}}": [("unknown-key", 16)],
    "{ksdpl: {steps: [exploration]}}": [("wrong-type", 31)],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_must_fit_the_procedure(change: str) -> None:
    """A limit of the law stays; steps must exist or be told with a name and a place."""
    book = book_of(f"register: {{procedures: {change}}}\n")
    assert [(one.rule, one.line) for one in found(book)] == [(rule, 1) for rule, _ in CHANGES[change]]


def test_a_refused_limit_names_the_article_and_changes_nothing() -> None:
    """The sound part of the change holds."""
    book = book_of("register:\n  procedures:\n    ksdpl:\n      steps: {dprd-approval: 30, exploration: 9}\n")
    assert found(book) == [Found("statutory-limit", 4, 30)]
    message = "the limit of `dprd-approval` is set by law (PP 28/2018 art. 30(4)) and cannot be changed"
    assert said(book.diagnostics[0].message) == message
    limits = {step.id: step.limit for step in book.procedures["ksdpl"].steps}
    assert (limits["dprd-approval"], limits["exploration"]) == (45, 9)
    assert book.register.procedures == {"ksdpl": ProcedureChange((StepChange("exploration", 9),))}


def test_the_procedures_of_a_book_are_all_kinds_that_have_one() -> None:
    """A mapping like any other, read when asked."""
    procedures = book_of("agreements: []\n").procedures
    assert sorted(procedures) == ["ksdd", "ksdll", "ksdpk", "ksdpl"]
    assert (len(procedures), "other" in procedures, procedures["ksdd"].kind) == (4, False, "ksdd")


OWN = """\
register:
  procedures:
    alliance:
      name: {id: Aliansi, en: Alliance}
      council: {step: vote, name: {id: senat, en: senate}}
      exploring: {through: draft}
      signing: signature
      renewal: {starts_at: draft}
      steps:
        - {id: draft, name: {id: Rancangan, en: Draft}}
        - {id: vote, name: {id: Pemungutan suara, en: Vote}, limit: 20, returns_to: draft}
        - {id: signature, name: {id: Tanda tangan, en: Signature}, only_if: council-required}
        - {id: archive, name: {id: Arsip, en: Archive}}
"""
# What is changed in a kind of the register's own; the findings; whether its procedure can still be used.
BROKEN_KINDS = [
    ("", "", [], True),
    ("      name: {id: Aliansi, en: Alliance}\n", "", [Found("missing-key", 4, 7)], False),
    ("      signing: signature\n", "", [Found("missing-key", 4, 7)], False),
    ("{id: Aliansi, en: Alliance}", "Aliansi", [Found("wrong-type", 4, 13)], False),
    ("{id: Aliansi, en: Alliance}", "{id: Aliansi}", [Found("missing-key", 4, 14)], False),
    ("signing: signature", "signing: signatur", [Found("no-such-step", 7, 16)], True),
    ("{step: vote,", "{step: votes,", [Found("no-such-step", 5, 23)], True),
    ("      council: {step: vote, name: {id: senat, en: senate}}\n", "", [Found("incomplete", 11, 77)], True),
    ("through: draft", "through: drafts", [Found("no-such-step", 6, 28)], True),
    ("starts_at: draft", "starts_at: drafts", [Found("no-such-step", 8, 28)], True),
    ("starts_at: draft", "starts_at: archive", [Found("starts-after-signing", 8, 28)], True),
    ("returns_to: draft", "returns_to: drafts", [Found("no-such-step", 11, 85)], True),
    ("id: archive", "id: draft", [Found("step-twice", 13, 16)], True),
    ("limit: 20", "limit: 20, basis: statute", [Found("incomplete", 11, 80)], True),
    ("limit: 20", "basis: target", [Found("incomplete", 11, 69)], True),
    ("council-required", "dprd-required", [Found("not-allowed-word", 12, 77)], True),
    ("exploring:", "exploration:", [Found("unknown-key", 6, 7)], True),
    ("      steps:\n", "      partners: nowhere\n      steps:\n", [Found("not-allowed-word", 9, 17)], True),
    ("    alliance:", "    Alliance:", [Found("not-an-id", 3, 5)], False),
    ("    alliance:", "    other:", [Found("unknown-key", 3, 5)], False),
]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(("old", "new", "findings", "usable"), BROKEN_KINDS)
def test_a_kind_of_the_registers_own_must_fit_in_itself(
    old: str, new: str, findings: list[Found], usable: bool, loader: Loader
) -> None:
    """Every slip has its place; what is sound of the kind is used all the same."""
    assert old in OWN
    book = book_of(OWN.replace(old, new, 1), loader)
    assert found(book) == findings
    assert ("alliance" in book.procedures) is usable
    if usable:
        procedure = book.procedures["alliance"]
        steps = {step.id for step in procedure.steps}
        council, exploring = procedure.council, procedure.exploring
        named = {procedure.signing, council and council.step, exploring and exploring.through}
        assert {*named, procedure.renewal.starts_at, *(step.returns_to for step in procedure.steps)} - {None} <= steps
        assert all(step.basis for step in procedure.steps if step.limit)


RECORD = """\
agreements:
  - id: uppsala
    title: Alliance
    partner: {name: Uppsala, country: SE}
    kind: alliance
    instrument: mou
    steps: [{step: draft, done: 2026-01-05}]
"""


@pytest.mark.parametrize("loader", LOADERS)
def test_records_before_the_settings_know_the_registers_own_kinds(loader: Loader) -> None:
    """Where the settings stand does not matter: below the records or in a later file."""
    for files in ([("a.yaml", RECORD + OWN)], [("a.yaml", RECORD), ("b.yaml", OWN)]):
        book = read_book([(name, text.encode()) for name, text in files], PROCEDURES, loader)
        assert (found(book), [one.kind for one in book.agreements]) == ([], ["alliance"])


def test_a_broken_kind_does_not_break_its_records() -> None:
    """One mistake is told once: the records of a kind that cannot be read are shown without an approval path."""
    book = book_of(RECORD + OWN.replace("      signing: signature\n", ""))
    assert [one.rule for one in book.diagnostics] == ["missing-key"]
    assert ([one.id for one in book.agreements], book.unreadable) == (["uppsala"], ())


def test_a_kind_whose_steps_are_all_broken_breaks_nothing_else() -> None:
    """Found by fuzzing: each step is told, and the kind is one that cannot be read."""
    text = """\
register:
  procedures:
    alliance: {name: {id: Aliansi, en: Alliance}, signing: draft, steps: [{id: draft, name: BE}]}
"""
    book = book_of(text + RECORD)
    assert found(book) == [Found("wrong-type", 3, 93)]
    assert ([one.id for one in book.agreements], "alliance" in book.procedures) == (["uppsala"], False)


def test_an_unknown_kind_makes_a_record_unreadable() -> None:
    """The nearest kind is named, the register's own among them."""
    book = book_of(RECORD.replace("kind: alliance", "kind: aliance") + OWN)
    assert found(book) == [Found("not-allowed-word", 5, 11)]
    assert said(book.diagnostics[0].hint) == "did you mean `alliance`?"
    assert ([one.id for one in book.unreadable], book.agreements) == (["uppsala"], ())


@pytest.mark.parametrize(("step", "signed"), [("{step: signature, done: 2026-01-05}", True), ("{step: draft}", False)])
def test_the_step_that_is_the_signature_is_the_procedures(step: str, signed: bool) -> None:
    """With dates of force and no signature, a record is signed by the step that its own kind calls the signature."""
    record = RECORD.replace("{step: draft, done: 2026-01-05}", step) + "    starts: 2026-01-05\n"
    book = book_of(record + OWN)
    assert ([one.is_signed for one in book.agreements], found(book)) == ([signed], [])


@pytest.mark.parametrize(
    ("partners", "own", "abroad"),
    [((True,), True, False), ((False,), False, True), ((True, False), False, True), ((True, True), True, False)],
)
def test_for_whom_a_kind_is(partners: tuple[bool, ...], own: bool, abroad: bool) -> None:
    """All partners of a domestic kind are at home; of one for abroad at least one is not."""
    places = ("own-country", "abroad", "any")
    assert [replace(PROCEDURE, partners=place).fits(partners) for place in places] == [own, abroad, True]


@pytest.mark.parametrize(
    ("steps", "signed"),
    [
        ("[{step: signature, done: 2024-01-01}]", True),
        ("[{step: vote, done: 2024-01-01}]", False),
        ("[{step: signature, done: 2024-01-01, outcome: refused}]", False),
        ("[]", True),
    ],
)
def test_the_signing_of_a_kind_of_ones_own_is_the_step_that_it_names(steps: str, signed: bool) -> None:
    """What has dates of force counts as signed once that step is done, whatever it is called."""
    record = "{id: a, title: A, partner: {name: P, country: MY}, kind: alliance, instrument: mou, starts: 2024-01-01"
    (agreement,) = book_of(f"{OWN}agreements:\n  - {record}, steps: {steps}}}\n").agreements
    assert agreement.is_signed is signed
