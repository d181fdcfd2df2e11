"""Procedures from their files, and what a register may change in them."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

import mou_tracker
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
from mou_tracker.register.procedures import merged, read_procedure
from tests.parsing.helpers import LOADERS, PROCEDURES, Found, book_of, found, said

FILES = Path(mou_tracker.__file__).parent / "approvals" / "procedures"
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
    procedure = read_procedure(PROCEDURES[kind], kind)
    known = {step.id for step in procedure.steps}
    assert procedure.kind == kind
    assert procedure.council
    assert procedure.exploring
    own = {procedure.renewal.starts_at, procedure.council.step, procedure.exploring.through, procedure.signing}
    assert {*own, *(step.returns_to for step in procedure.steps if step.returns_to)} <= known


def test_the_shipped_procedures_are_the_files_there_are() -> None:
    """Each file of a procedure is in the list of kinds, and each kind has its file."""
    assert sorted(SHIPPED) == sorted(path.stem for path in FILES.glob("*.yaml"))


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
