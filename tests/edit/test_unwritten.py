"""Records that are read from their values: the same register comes of it as of the file with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.register import Book
from mou_tracker.basics.dates import parse_date, parse_period
from mou_tracker.check.structural import sound
from mou_tracker.edit.apply import with_records
from mou_tracker.edit.edits import Data, NewRecord
from mou_tracker.edit.unwritten import NewRecords, NotOrdinary
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from tests.edit.registers import TEXTS, registers

OLD = b"""\
register: {contacts: {ksln: {email: ksln@example.org}}}
agreements:
  - id: old
    title: Old
    partner: {name: Old, country: NO}
    kind: ksdpl
    instrument: mou
    steps: [{step: initiative}]
"""
RECORD: Mapping[str, Data] = {
    "id": "oslo-2015",
    "title": "MoU Oslo",
    "partner": {"name": "Oslo", "country": "NO"},
    "kind": "ksdpl",
    "instrument": "mou",
}


def spoken(book: Book) -> tuple[object, ...]:
    """All that a Book says of its records, but for where it stands. Order counts within a record."""
    book = sound(book)
    findings = sorted(book.diagnostics, key=lambda one: str(one.agreement))
    return (
        book.agreements,
        [(one.rule, one.severity, one.message, one.hint, one.agreement) for one in findings],
        sorted((str(one.id), one.message) for one in book.unreadable),
        {one.agreement.id: (one.agreement, one.broken) for one in book.damaged},
    )


def both(old: bytes, new: Sequence[Mapping[str, Data]]) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """What comes of the values, and what of the file."""
    before = read_book([("r.yaml", old)], ShippedProcedures())
    values = NewRecords("r.yaml", len(old), {one.id for one in before.agreements}, new)
    written = with_records(old, [NewRecord(one) for one in new])
    read = values.added(before, len(before.agreements), new)
    return spoken(read), spoken(read_book([("r.yaml", written)], ShippedProcedures()))


DAYS = st.sampled_from(["2015", "2015-11", "2015-11-27", "2019-01-01"]).map(parse_date)
PERIODS = st.sampled_from(["5 years", "18 months", "P1Y6M", "2 tahun"]).map(parse_period)
ANY: Mapping[str, st.SearchStrategy[Any]] = {
    "title": TEXTS,
    "partner": st.fixed_dictionaries(
        {}, optional={"name": TEXTS, "country": st.sampled_from(["NO", "XX", "no"]), "body": TEXTS, "what": TEXTS}
    ),
    "kind": st.sampled_from(["ksdpl", "ksdd", "other", "strange", "null"]),
    "instrument": st.sampled_from(["mou", "pks", "paper"]),
    "signed": st.one_of(DAYS, st.just("unknown"), TEXTS),
    "starts": DAYS,
    "ends": st.one_of(DAYS, TEXTS),
    "term": st.one_of(PERIODS, st.sampled_from(["indefinite", "unknown", "long"])),
    "renews": st.sampled_from(["old", "nobody", "r0", "r1", "r2"]),
    "under": st.sampled_from(["old", "r0", "r2"]),
    "renewal": st.fixed_dictionaries(
        {}, optional={"mode": st.sampled_from(["automatic", "sometimes"]), "period": PERIODS, "times": st.just(2)}
    ),
    "steps": st.lists(
        st.fixed_dictionaries(
            {"step": st.sampled_from(["initiative", "signing", "offer", "nonsense"])},
            optional={"received": DAYS, "done": DAYS, "reference": TEXTS},
        ),
        min_size=1,
        max_size=3,
    ),
    "owner": st.sampled_from(["ksln", "nobody", "a@example.org", "a@"]),
    "fields": st.lists(TEXTS, min_size=1, max_size=3),
    "numbers": st.fixed_dictionaries({}, optional={"ours": TEXTS}),
    "extra": st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3),
    "notes": st.one_of(TEXTS, st.sampled_from(["a\nb", "a\n", "a\n\n b", " a\nb", "a\tb", "====\n=======", "\x85"])),
    "dprd": st.sampled_from(["required", "maybe"]),
}


@st.composite
def somewhat_wrong(draw: st.DrawFn, name: str) -> Mapping[str, Data]:
    """A record of which a few fields are given, left out or wrong."""
    given = {key: draw(ANY[key]) for key in draw(st.lists(st.sampled_from(sorted(ANY)), unique=True, max_size=5))}
    left = draw(st.sampled_from([None, None, None, *RECORD]))
    return {key: one for key, one in {**RECORD, **given, "id": name}.items() if key == "id" or key != left}


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_values_say_what_the_file_says(data: st.DataObject) -> None:
    """Sound or not, whatever stands in them, and whatever file they go into; or the file is asked for."""
    old = data.draw(st.one_of(st.just(OLD), registers().map(lambda made: made[0])))
    new = [data.draw(somewhat_wrong(f"new{number}")) for number in range(data.draw(st.integers(1, 4)))]
    try:
        read, written = both(old, new)
    except NotOrdinary:
        return
    assert read == written


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="sound"),
        pytest.param({"ends": parse_date("2014"), "signed": parse_date("2015")}, id="the end before the start"),
        pytest.param({"kind": "strange"}, id="a kind that is not known"),
        pytest.param({"steps": [{"step": "a"}, {"step": "b"}]}, id="steps that are not known"),
        pytest.param(
            {"instrument": "paper", "title": "~", "partner": {"name": "x"}, "dprd": "maybe"}, id="wrong in many ways"
        ),
        pytest.param({"partner": {"name": "null", "country": "NO"}, "title": "1e3"}, id="texts that look otherwise"),
        pytest.param({"notes": "a\n- b: c", "extra": {"No. urut": "1", "null": "2"}}, id="names of the office's own"),
        pytest.param({"renews": "new", "under": "nobody"}, id="references that lead nowhere"),
    ],
)
def test_what_is_ordinary_is_read_from_its_values(given: Mapping[str, Data]) -> None:
    """The property does not hold for want of records that are read so."""
    read, written = both(OLD, [{**RECORD, **given, "id": "new"}, RECORD])
    assert read == written


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ({"id": "old"}, {}),
        ({"id": "oslo-2015"}, {}),
        ({"id": "null"}, {}),
        ({"notes": "a\tb"}, {}),
        ({"notes": "a\n<<<<<<< b"}, {}),
        ({"title": "\u200b"}, {}),
        ({"extra": {"long" * 50: "a"}}, {}),
        ({"fields": [str(number) for number in range(1000)]}, {}),
        ({"title": "x" * 9_000_000}, {"title": "y" * 9_000_000}),
    ],
)
def test_what_is_not_is_left_to_the_file(given: Mapping[str, Data], first: Mapping[str, Data]) -> None:
    """Ids that others have, texts that a reader may stumble over, and what may make a file too large to be read."""
    with pytest.raises(NotOrdinary):
        NewRecords("r.yaml", len(OLD), {"old"}, [{**RECORD, **first}, {**RECORD, "id": "new", **given}])


def test_a_record_is_read_once() -> None:
    """Again it is read only where it says something else."""
    before = read_book([("r.yaml", OLD)], ShippedProcedures())
    second = {**RECORD, "id": "new"}
    values = NewRecords("r.yaml", len(OLD), {"old"}, [RECORD, second])
    first = values.added(before, 1, [RECORD, second]).agreements
    again = values.added(before, 1, [RECORD, {**second, "renews": "old"}]).agreements
    assert (again[1] is first[1], again[2].renews, first[2].renews) == (True, "old", None)
