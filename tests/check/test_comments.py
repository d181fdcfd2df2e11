"""Texts that a comment cuts short: which of them nobody can have meant so."""

import pytest

from mou_tracker.check.comments import cut_texts

RECORD = "agreements:\n  - id: suwon\n    {0}\n"


def found(line: str) -> list[tuple[str, int, int, int]]:
    """What is cut off, and its line and columns."""
    text = RECORD.format(line)
    lines = text.split("\n")
    spans = [one.span for one in cut_texts("a.yaml", text)]
    return [(lines[s.line - 1][s.col - 1 : s.end_col - 1], s.line, s.col, s.end_col) for s in spans]


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("title: MoU #5 with X", "#5 with X"),
        ("title: MoU #5 with X  ", "#5 with X"),
        ("title:  Kerja sama “Smart City” #SmartCity", "#SmartCity"),
        ("- what: visit of class #3", "#3"),
        ("notes: see #1 and #2", "#1 and #2"),
        ("ours: 415.4/12 #2", "#2"),
        ("title: Zürich 日本 😀 #5", "#5"),
    ],
)
def test_what_is_cut_off(line: str, cut: str) -> None:
    """A free text in one piece with its number; columns count characters."""
    column = 5 + line.index(cut)
    assert found(line) == [(cut, 3, column, column + len(cut))]


@pytest.mark.parametrize(
    "line",
    [
        "title: MoU # 5 with X",  # as comments are written
        "title: MoU  #TODO look it up",
        'title: "MoU #5 with X"',
        "title: 'MoU #5'",
        'title: "MoU" #5',
        "title: MoU#5",
        "signed: 2015 #guess",  # a date is whole, or no date
        "kind: ksdpl #5",
        "fields: [water #5",  # an open bracket is an error of its own
        "notes: |\n      see #5",
        "title: |  #5\n      MoU",
        "#title: MoU #5",
        "# title: MoU #5",
        "title: MoU  # or #5",
        "title: MoU ##",
    ],
)
def test_what_is_meant_as_a_comment(line: str) -> None:
    """Nor is what quotes, a block or another kind of value hold."""
    assert found(line) == []
