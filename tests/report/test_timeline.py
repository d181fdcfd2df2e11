"""The timeline: pieces of time as hand-counted, the whole picture as text and as SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.record import Agreement
from mou_tracker.report.segments import FOREVER, Axis, Band, axis, bands, marks
from mou_tracker.report.svg import svg_document
from mou_tracker.report.timeline import timeline_lines
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.lines import cells, plain
from tests.make import ENGLISH, agreement, assess_all, changed, day, known
from tests.views.samples import DAY, NAME, sample
from tests.work import growth

Told = list[tuple[str, str, str]]


def told(on: str, record: Agreement, *others: Agreement) -> Told:
    """The bands of the first record: kind, start and end."""
    found = {one.agreement.id: one for one in assess_all(on, record, *others)}
    made = bands(found[record.id], "anniversary", found)
    return [(b.kind, b.start.iso(), "" if b.end == FOREVER else b.end.iso()) for b in made]


LAPSED = agreement("a", signed="2015-11-27", term="5 years")
EXTENDED = agreement(
    "a",
    signed="2018-01-01",
    term="3 years",
    extensions=[
        {"signed": "2020-12-01", "term": "2 years"},
        {"signed": "2024-01-01", "starts": "2024-02-01", "term": "4 years"},
    ],
)


@pytest.mark.parametrize(
    ("record", "others", "expected"),
    [
        (
            LAPSED,
            [],
            [
                ("term", "2015-11-27", "2020-11-27"),
                ("gap", "2020-11-28", "2026-11-21"),
                ("window", "2019-05-26", "2020-11-26"),
            ],
        ),
        (
            LAPSED,
            [agreement("b", signed="2022-03-01", term="9 years", renews="a")],
            [
                ("term", "2015-11-27", "2020-11-27"),
                ("gap", "2020-11-28", "2022-02-28"),
            ],
        ),
        (
            EXTENDED,
            [],
            [
                ("term", "2018-01-01", "2021-01-01"),
                ("extension", "2021-01-02", "2023-01-01"),
                ("term", "2024-02-01", "2028-02-01"),
                ("gap", "2023-01-02", "2024-01-31"),
                ("window", "2026-07-31", "2028-01-31"),
            ],
        ),
        (
            agreement("a", signed="2010-02-03", term="3 years", renewal={"mode": "automatic", "notice": "3 months"}),
            [],
            [
                ("term", "2010-02-03", "2013-02-03"),
                ("extension", "2013-02-04", "2028-02-03"),
                ("window", "2026-05-03", "2027-11-03"),
            ],
        ),
        (
            agreement("a", signed="2022", term="4 years"),
            [],
            [
                ("term", "2022", "2026"),
                ("window", "2024-06-30", "2025-12-31"),
            ],
        ),
        (agreement("a", signed="1960-05-24", term="unknown"), [], [("unknown", "1960-05-24", "2026-11-21")]),
        (agreement("a", signed="2019-05", term="indefinite"), [], [("open", "2019-05", "")]),
        (
            agreement("a", signed="2012-05-05", term="10 years", closed={"on": "2016-06-30", "how": "terminated"}),
            [],
            [
                ("term", "2012-05-05", "2016-06-30"),
            ],
        ),
        (
            agreement("a", signed="2020-01-01", term="unknown", closed={"on": "2021-06", "how": "terminated"}),
            [],
            [
                ("term", "2020-01-01", "2021-06"),
            ],
        ),
        (
            agreement("a", signed="2020-01-01", ends_with="b"),
            [agreement("b", signed="2019-01-01", ends="2029-12-31")],
            [
                ("term", "2020-01-01", "2029-12-31"),
                ("window", "2028-06-30", "2029-12-31"),
            ],
        ),
        (
            agreement("a", steps=[{"step": "dprd-approval", "received": "2026-08-03"}]),
            [],
            [
                ("approval", "2026-08-03", "2026-10-07"),
                ("late", "2026-10-08", "2026-11-21"),
            ],
        ),
        (
            agreement(
                "a", signed="2020-01-01", term="unknown", extensions=[{"signed": "2022-01-01", "ends": "2030-01-01"}]
            ),
            [],
            [
                ("term", "2020-01-01", "2030-01-01"),
                ("window", "2028-07-01", "2030-01-01"),
            ],
        ),
        (agreement("a"), [], []),
    ],
)
def test_pieces_of_time(record: Agreement, others: list[Agreement], expected: Told) -> None:
    """Terms, extensions, gaps, windows and approvals have the days that counting by hand gives."""
    assert told(DAY, record, *others) == expected


def test_events_have_a_sign_each() -> None:
    """Steps done, the one under way, a refusal, and for a record without steps the day it was first known of."""
    _, found = sample()
    made = {one.agreement.id: [(mark.kind, mark.day.iso()) for mark in marks(one)] for one in found}
    assert {name: signs for name, signs in made.items() if signs} == {
        "melbourne-2024": [("step", "2019"), ("step", "2023-03-30"), ("step", "2024-04-22")],
        "daegu": [("step", "2022-03-18"), ("step", "2026-08-03")],
        "refused": [("refused", "2025-04-01")],
        "bangkok": [("seen", "2015-12-16")],
    }


def test_the_axis_shows_twenty_years_back_and_twelve_ahead_at_most() -> None:
    """A partnership of 1960 and one until 2075 do not squeeze the others together."""
    record = agreement("a", signed="1960-05-24", ends="2075-01-01")
    found = {one.agreement.id: one for one in assess_all(DAY, record)}
    assert axis(bands(found["a"], "anniversary", found), day(DAY)) == Axis(date(2006, 1, 1), date(2042, 12, 31))


def test_an_empty_register_has_an_axis_too() -> None:
    """Without any date the axis is the years around today."""
    assert axis([], day(DAY)) == Axis(date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize("width", [60, 100, 160])
def test_whole_picture_as_text(width: int, golden: Callable[[str, str], None]) -> None:
    """The Gantt chart of a register with every shape, at three widths."""
    _, found = sample()
    golden(f"timeline/{width}.txt", plain(timeline_lines(found, "anniversary", NAME, day(DAY), ENGLISH, width)))


@given(width=st.integers(60, 300), shift=st.integers(-9000, 9000))
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_than_the_terminal(width: int, shift: int) -> None:
    """At any width from 60 columns and on any day nothing runs over, but the head where it has to wrap."""
    book, _ = sample()
    on = (day(DAY) + timedelta(shift)).isoformat()
    found = assess_all(on, *book.agreements)
    lines = timeline_lines(found, "anniversary", "K", day(on), ENGLISH, width)
    assert [line.text for line in lines if cells(line.text) > width] == []


def test_whole_picture_as_svg(golden: Callable[[str, str], None]) -> None:
    """The picture that stands for itself, read back as XML."""
    _, found = sample()
    text = svg_document(found, "anniversary", NAME, day(DAY), ENGLISH)
    ET.fromstring(text)
    golden("timeline/timeline.svg", text)


HOSTILE = "<script>alert(1)</script>\"' ]]> & \x1b[31m \u202e" + "宽" * 60


def test_hostile_text_stays_text_in_svg() -> None:
    """A title and a partner that try to be markup arrive as text, hidden characters written out."""
    record = changed(agreement("a", signed="2015-01-01", term="5 years"), title=HOSTILE, partner=(HOSTILE, "MY"))
    root = ET.fromstring(svg_document(assess_all(DAY, record), "anniversary", HOSTILE, day(DAY), ENGLISH))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "g", "title", "style", "defs", "pattern", "path", "rect", "text", "tspan", "line", "use"}
    shown = HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    assert [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")][1] == f"{shown} (a)"


def test_status_is_told_in_words(assessments: list[Assessment]) -> None:
    """Without any colour each record still stands below the name of its status."""
    lines = [line.text for line in timeline_lines(assessments, "anniversary", NAME, day(DAY), ENGLISH, 100)]
    at = lines.index("LAPSED 1")
    assert lines[at + 1].split()[0] == "petaling-jaya-2015"


@pytest.fixture
def assessments() -> list[Assessment]:
    """The sample's records."""
    return sample()[1]


def test_growth() -> None:
    """Four times as many extensions of one record are four times the work."""

    def drawn(count: int) -> tuple[Band, ...]:
        days = (date(1930, 1, 10) + timedelta(days=8 * n) for n in range(count))
        extensions = [{"signed": one.isoformat(), "term": "8 days"} for one in days]
        record = agreement(signed="1930-01-02", term="1 month", extensions=extensions)
        return bands(known("2026-11-21", record), "anniversary", {})

    assert len(drawn(60)) == 63  # the term, the extensions, the gap since, and the window before it
    assert growth(drawn, 60) < 4.5
