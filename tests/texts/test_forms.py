"""The table of forms holds what it says beside each form, and short texts are read in just one way."""

from __future__ import annotations

import pytest

from mou_tracker.basics.dates import any_period
from mou_tracker.texts.document import Line, document
from mou_tracker.texts.facts import Fact
from mou_tracker.texts.forms import FORMS
from mou_tracker.texts.matching import readings, tagged
from mou_tracker.texts.reading import read_documents
from tests.conftest import ROOT

YES = [(index, text, value) for index, form in enumerate(FORMS) for text, value in form.yes]
NO = [(form.field, form.value, text) for form in FORMS for text in form.no]


def facts_of(*texts: str) -> dict[str, Fact]:
    """What one or several texts state, by field."""
    made = [
        document(f"{at}.txt", [Line(row, n) for n, row in enumerate(text.split("\n"), 1)])
        for at, text in enumerate(texts)
    ]
    return {fact.field: fact for fact in read_documents(made)}


@pytest.mark.parametrize(("index", "text", "value"), YES)
def test_a_form_reads_its_examples(index: int, text: str, value: str) -> None:
    """The very form, not another one, and the value that stands beside the example."""
    one = document("a.txt", [Line(text, 1)])
    found = [(r.form, r.value) for sentence in tagged(one) for r in readings(sentence)]
    assert (index, value) in found, found


@pytest.mark.parametrize(("field", "value", "text"), NO)
def test_what_a_form_must_leave_alone_no_form_reads(field: str, value: str | None, text: str) -> None:
    """A sentence that looks alike and says something else gives no fact of that field; of a mode, not that mode."""
    fact = facts_of(text)[field]
    assert fact.value != value if value else fact.kind == "not-said"


def test_every_form_has_an_example() -> None:
    """A form without an example is a guess."""
    assert [form.form for form in FORMS if not form.yes] == []


COLUMNS = {
    "signed": "signed",
    "effective": "starts",
    "term": "term",
    "ends": "ends",
    "renewal": "renewal.mode",
    "renewal_period": "renewal.period",
    "notice": "renewal.notice",
    "extension_notice": "extension.notice",
    "termination_notice": "termination.notice",
}
_ROWS = [row.split("\t") for row in (ROOT / "tests/data/text-traps.tsv").read_text("utf-8").splitlines()]


def shown(fact: Fact) -> str:
    """A fact as the table of traps writes it."""
    if fact.kind == "conflict":
        return "CONFLICT"
    if fact.kind != "stated" or not isinstance(fact.value, str):
        return "-"
    period = any_period(fact.value)
    if period is None:
        return fact.value
    months, days = period.length
    return f"m{months}" if months else f"d{days}"


@pytest.mark.parametrize("row", _ROWS[1:], ids=lambda row: str(row[0]))
def test_a_trap_is_read_in_just_this_way(row: list[str]) -> None:
    """Blanks, drafts, other papers' dates, words that contradict figures: each field as the table says, or nothing."""
    facts = facts_of(row[1].replace("\\n", "\n"))
    assert [shown(facts[COLUMNS[name]]) for name in _ROWS[0][2:]] == row[2:]
