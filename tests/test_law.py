"""The law is in files: no code names a kind, a council or a step of a shipped procedure but where it must."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mou_tracker.agreement.procedure import SHIPPED
from mou_tracker.register.procedures import ShippedProcedures

PACKAGE = Path(__file__).parents[1] / "mou_tracker"
PROCEDURES = ShippedProcedures().values()
STEPS = {step.id for procedure in PROCEDURES for step in procedure.steps}
COUNCILS = {word.casefold() for one in PROCEDURES if one.council for word in (one.council.name.id, one.council.name.en)}
# Keys of a record, a register and JSON: they keep their names whatever the council is called.
KEYS = ("pending-dprd", "dprd_on_renewal", "dprd: required", "dprd: not-required", "--dprd")
# Module -> what it names of the law all the same.
MAY = {
    "agreement/procedure.py": set(SHIPPED),  # the list of shipped files, in the order in which people are asked
    "agreement/record.py": {"signing"},  # until the kind's procedure says which step is the signature
    "fields/table/procedures.py": {"signing"},  # the key of a procedure that names the step
    "edit/template.py": {  # a first record to be changed by whoever begins a register
        "  kind: ksdpl",
        "ksdpl, ksdll, ksdd, ksdpk or other; picks the approval path",
    },
}
# The procedures themselves, made from their files.
TABLE = "approvals/shipped.py"
# What Indonesian spreadsheets and texts say, from which records are proposed for a person to confirm.
READING = ("sheets/", "texts/", "cli/texts/")


def named(code: str) -> set[str]:
    """The texts of a module that name a kind, council or step; docstrings are pages and comments, not code."""
    tree = ast.parse(code)
    pages = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr)
    }
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pages
    }
    return {text for text in texts if text in STEPS or _names(text)}


def _names(text: str) -> bool:
    for key in KEYS:
        text = text.replace(key, "")
    return text != "dprd" and any(name in text.casefold() for name in (*SHIPPED, *COUNCILS))


MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.mark.parametrize("name", [name for name in MODULES if name != TABLE and not name.startswith(READING)])
def test_the_law_is_in_files(name: str) -> None:
    """What a module names of it is what the list above says, no more and no less."""
    assert named(MODULES[name].read_text("utf-8")) == MAY.get(name, set())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('if kind in ("ksdpl", "ksdll"): pass', {"ksdpl", "ksdll"}),
        ('STEP = "dprd-approval"', {"dprd-approval"}),
        ('SIGNING = "signing"', {"signing"}),
        ('text = phrase("asked of the DPRD")', {"asked of the DPRD"}),
        ('status = "pending-dprd"; key = "dprd"', set()),
        ('def f():\n    """Of the DPRD and a ksdpl."""', set()),
    ],
)
def test_what_names_the_law(code: str, found: set[str]) -> None:
    """Kinds, councils and steps in code are found; keys and pages are none."""
    assert named(code) == found
