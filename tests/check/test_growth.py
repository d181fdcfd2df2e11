"""Checks of registers that are hard in one way: four times as much of it takes four times the work, no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mou_tracker.check.checking import Checked, checked
from mou_tracker.register.procedures import ShippedProcedures
from tests.work import growth

LINEAR = 4.5
HEAD = "register:\n  owner: office@example.org\nagreements:\n"
RECORD = """  - id: {id}
    title: Memorandum of understanding
    partner: {{name: Suwon, country: KR}}
    kind: {kind}
    instrument: mou
    sources: [{{title: The signed text}}]
    signed: 1930-01-02
"""


def check(text: str) -> Checked:
    """A check of one file."""
    return checked({"agreements.yaml": text.encode()}, ShippedProcedures())


def extended(item: Callable[[date], str]) -> Callable[[int], str]:
    """A record with so many extensions, each signed eight days after the one before it."""

    def text(count: int) -> str:
        days = (date(1930, 1, 10) + timedelta(days=8 * n) for n in range(count))
        items = "".join(f"      - {{signed: {day}, {item(day)}}}\n" for day in days)
        return f"{HEAD}{RECORD.format(id='extended', kind='ksdpl')}    term: 1 month\n    extensions:\n{items}"

    return text


def broken(count: int) -> str:
    """So many records of which nothing can be read, as they have no kind, each with a waiver."""
    record = RECORD + "    # mou: allow[term-missing] because the archive has not answered yet\n    owner: ksln\n"
    return HEAD + "".join(record.format(id=f"broken-{n}", kind="sister") for n in range(count))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(extended(lambda _: "term: 8 days"), id="longer"),
        pytest.param(extended(lambda day: f"term: 8 days, ends: {day + timedelta(days=40)}"), id="until a day"),
        pytest.param(extended(lambda day: f"term: 8 days, starts: {day}"), id="anew"),
        pytest.param(extended(lambda day: f"term: 8 days, starts: {day}, ends: {day}"), id="anew until a day"),
        pytest.param(extended(lambda _: "term: 8 days, reason: none"), id="wrong key"),
        pytest.param(extended(lambda _: "term: 8 days, document: []"), id="wrong value"),
        pytest.param(broken, id="waivers"),
    ],
)
def test_growth(text: Callable[[int], str]) -> None:
    """One record of many extensions, in whatever manner, and many records that cannot be read."""
    assert growth(lambda count: check(text(count)), 60) < LINEAR
