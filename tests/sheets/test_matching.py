"""Ids of new records and the chains that they make, also where thousands have one partner."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.agreement.record import Partner
from mou_tracker.edit.edits import Ids, id_for
from mou_tracker.sheets.matching import Link, Placed, links
from tests.make import agreement, span
from tests.work import growth

DAYS = st.one_of(
    st.sampled_from([None, "2015", "2015-12", "2016-01"]).map(lambda text: span(text) if text else None),
    st.integers(1, 28).map(lambda day: span(f"2016-01-{day:02}")),
)


@st.composite
def placed(draw: st.DrawFn, name: str) -> Placed:
    """A paper with one of two partners or with both, some days, and maybe what it follows."""
    some = st.sampled_from([("Oslo", "NO"), ("OSLO", "NO"), ("Kyoto", "JP")])
    one = agreement(
        name,
        partner=draw(some),
        instrument=draw(st.sampled_from(["mou", "mou", "pks", "ia"])),
        unit=draw(st.sampled_from([None, None, "A"])),
        renews=draw(st.sampled_from([None, None, None, "0"])),
        under=draw(st.sampled_from([None, None, "1"])),
        partners=draw(st.sampled_from([(), (), (Partner("Oslo", "NO"), Partner("Kyoto", "JP"))])),
    )
    return Placed(one, draw(DAYS), draw(DAYS))


def by_definition(records: Sequence[Placed], new: set[str]) -> list[Link]:
    """Each paper compared with each other."""
    found: list[Link] = []
    for later in records:
        series = [one for one in records if _series(one) == _series(later)]
        renewed = {one.agreement.renews for one in series}
        before = [
            one
            for one in series
            if one is not later and one.first and one.last and later.first and one.agreement.id not in renewed
            if abs((later.first.earliest - one.last.latest).days) <= 31 and one.first.earliest < later.first.earliest
        ]
        if later.agreement.id in new and not later.agreement.renews and len(before) == 1:
            found.append(Link(later.agreement.id, "renews", before[0].agreement.id))
    found = [one for one in found if sum(one.other == other.other for other in found) == 1]
    for one in records:
        if one.agreement.id not in new or one.agreement.instrument == "mou" or one.agreement.under or not one.first:
            continue
        frames = [
            frame
            for frame in records
            if frame.agreement.instrument == "mou" and _parties(one) <= _parties(frame) and frame.first
            if frame.first.earliest <= one.first.earliest
            if frame.last is None or frame.last.latest >= one.first.earliest
        ]
        if len(frames) == 1:
            found.append(Link(one.agreement.id, "under", frames[0].agreement.id))
    return sorted(found)


def _parties(one: Placed) -> set[tuple[str, str]]:
    return {(party.name.casefold(), party.country) for party in one.agreement.parties}


def _series(one: Placed) -> tuple[object, ...]:
    return sorted(_parties(one)), one.agreement.instrument, one.agreement.unit


@given(st.data())
def test_chains_are_those_of_their_definition(data: st.DataObject) -> None:
    """A paper is followed, or carried out under another one, only where one alone can be meant."""
    records = [data.draw(placed(str(number))) for number in range(data.draw(st.integers(1, 8)))]
    new = set(data.draw(st.lists(st.sampled_from([one.agreement.id for one in records]))))
    assert links(records, new, True) == by_definition(records, new)


def test_thousands_of_papers_of_one_partner_are_linear() -> None:
    """Ids that are numbered and papers that may follow one another."""

    def number(count: int) -> None:
        taken = Ids()
        for _ in range(count):
            taken.add(id_for("Oslo", 2015, taken))

    def chain(count: int) -> None:
        days = [span(f"{1900 + at // 12 % 300}-{1 + at % 12:02}-01") for at in range(count)]
        papers = [agreement(str(at), instrument="mou" if at % 2 else "pks") for at in range(count)]
        records = [Placed(one, day, day) for one, day in zip(papers, days, strict=True)]
        links(records, {one.agreement.id for one in records}, True)

    assert growth(number, 200) < 5
    assert growth(chain, 100) < 5.5


@pytest.mark.parametrize(
    ("taken", "expected"),
    [((), "oslo-2015"), (("oslo-2015",), "oslo-2015-2"), (("oslo-2015", "oslo-2015-2"), "oslo-2015-3")],
)
def test_ids_are_numbered_from_the_first_free_one(taken: tuple[str, ...], expected: str) -> None:
    """As they are one by one."""
    known = Ids(taken)
    assert (id_for("Oslo", 2015, taken), id_for("Oslo", 2015, known)) == (expected, expected)
    known.add(expected)
    assert id_for("Oslo", 2015, known) == id_for("Oslo", 2015, {*taken, expected})
