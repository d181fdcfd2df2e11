"""Edits of files in particular handwriting: the whole result, byte for byte."""

from __future__ import annotations

import pytest

from mou_tracker.basics.dates import parse_date
from mou_tracker.edit.apply import with_changes, with_records
from mou_tracker.edit.edits import Add, Change, Drop, NewRecord, Put
from mou_tracker.edit.insert import CannotPlace

DAY = parse_date("2026-11-20")
SIGNED = Put(("signed",), DAY)
STEP = Add("steps", {"step": "signing", "done": DAY})
RECORD = NewRecord({"id": "new", "title": "T"})


@pytest.mark.parametrize(
    ("old", "change", "new"),
    [
        pytest.param(
            "agreements:\n- id: a\n  term: 5 years\n  # why\n  notes: |\n    x\n",
            SIGNED,
            "agreements:\n- id: a\n  signed: 2026-11-20\n  term: 5 years\n  # why\n  notes: |\n    x\n",
            id="after the key that comes before it, above the comment of the next",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    partner:\n        name: x  # who\n        # where\n        country: MY\n",
            SIGNED,
            "agreements:\n  - id: a\n    partner:\n        name: x  # who\n        # where\n        country: MY\n"
            "    signed: 2026-11-20\n",
            id="below a nested mapping of another indentation",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    steps:\n    - step: x\n      # of x\n\n    # of notes\n    notes: y\n",
            STEP,
            "agreements:\n  - id: a\n    steps:\n    - step: x\n      # of x\n"
            "    - step: signing\n      done: 2026-11-20\n"
            "\n    # of notes\n    notes: y\n",
            id="a list as deep as its key, comments keep their owners",
        ),
        pytest.param(
            "agreements:\n  -   id: a\n      steps:\n        -   step: x\n",
            STEP,
            "agreements:\n  -   id: a\n      steps:\n        -   step: x\n"
            "        -   step: signing\n            done: 2026-11-20\n",
            id="dashes with a wide gap",
        ),
        pytest.param(
            "agreements:\n  -\n    id: a\n    title: T",
            SIGNED,
            "agreements:\n  -\n    id: a\n    title: T\n    signed: 2026-11-20",
            id="no final newline, and a dash on its own line",
        ),
        pytest.param(
            "agreements:\r\n  - id: a\r\n    title: T\r\n",
            Put(("closed",), {"on": DAY, "how": "completed", "reason": "a\nb"}),
            "agreements:\r\n  - id: a\r\n    title: T\r\n"
            '    closed: {on: 2026-11-20, how: completed, reason: "a\\nb"}\r\n',
            id="line endings of Windows",
        ),
        pytest.param(
            "agreements: [{id: a, title: T}]\n",
            SIGNED,
            "agreements: [{id: a, title: T, signed: 2026-11-20}]\n",
            id="braces",
        ),
        pytest.param(
            '{"agreements": [{"id": "a", "title": "T"}]}\n',
            Put(("renewal",), {"decision": "renew", "decided": DAY, "times": 2}),
            '{"agreements": [{"id": "a", "title": "T", "renewal": {"decision": "renew", "decided": "2026-11-20", '
            '"times": 2}}]}\n',
            id="JSON stays JSON",
        ),
        pytest.param(
            "agreements:\n  - {\n      id: a,  # the id\n      title: T  # last\n    }\n",
            SIGNED,
            "agreements:\n  - {\n      id: a,  # the id\n      title: T,  # last\n      signed: 2026-11-20\n    }\n",
            id="braces over lines, the comment stays with its value",
        ),
        pytest.param(
            "agreements:\n  - {id: a,\n     title: T,\n     }\n",
            SIGNED,
            "agreements:\n  - {id: a,\n     title: T,\n     signed: 2026-11-20,\n     }\n",
            id="braces with a closing comma",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    steps: []  # none\n    notes: x\n",
            STEP,
            "agreements:\n  - id: a\n    steps:  # none\n      - step: signing\n        done: 2026-11-20\n"
            "    notes: x\n",
            id="an empty list",
        ),
        pytest.param(
            "agreements:\n  - {id: a, steps: [ ]}\n",
            STEP,
            "agreements:\n  - {id: a, steps: [{step: signing, done: 2026-11-20} ]}\n",
            id="an empty list in braces",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    steps: [step: x]\n",
            Put(("steps", 0), {"done": DAY}),
            "agreements:\n  - id: a\n    steps: [{step: x, done: 2026-11-20}]\n",
            id="a pair without braces",
        ),
        pytest.param(
            "agreements:\n  - ? id\n    : a\n    ? title\n    : T\n",
            SIGNED,
            "agreements:\n  - ? id\n    : a\n    ? title\n    : T\n    signed: 2026-11-20\n",
            id="explicit keys",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    notes: |+\n      x\n\n  - id: b\n",
            Put(("renews",), "b"),
            "agreements:\n  - id: a\n    renews: b\n    notes: |+\n      x\n\n  - id: b\n",
            id="a text that keeps its end",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    signed: '2015'  # old\n",
            SIGNED,
            "agreements:\n  - id: a\n    signed: '2026-11-20'  # old\n",
            id="a replaced value keeps its quotes",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    title: two\n      lines  # why\n",
            Put(("title",), "one"),
            "agreements:\n  - id: a\n    title: one  # why\n",
            id="a replaced text of several lines",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    owner:\n    title: T\n",
            Put(("owner",), ("x", "z"), any_kind=True),
            "agreements:\n  - id: a\n    owner: [x, z]\n    title: T\n",
            id="a list where nothing stands",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    title: T\n    renewal:  # how",
            Put(("renewal",), {"mode": "none"}, any_kind=True),
            "agreements:\n  - id: a\n    title: T\n    renewal: {mode: none}  # how",
            id="a mapping where nothing stands",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    signed:\n    title: T\n",
            SIGNED,
            "agreements:\n  - id: a\n    signed: 2026-11-20\n    title: T\n",
            id="a value where nothing stands",
        ),
        pytest.param(
            "agreements:\n  - id: a\n    owner:\n      -  # none\n      - x  # who\n",
            Drop(("owner", 0)),
            "agreements:\n  - id: a\n    owner:\n      - x  # who\n",
            id="an item without a value goes",
        ),
    ],
)
def test_a_change_goes_where_a_person_would_put_it(old: str, change: Change, new: str) -> None:
    """With the file's own indentation, brackets, quotes and line endings."""
    assert with_changes(old.encode(), "a", [change]).decode() == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("agreements: []\n", "agreements:\n  - id: new\n    title: T\n", id="the first"),
        pytest.param(
            "agreements: [] # none\r\n# end",
            "agreements: # none\r\n  - id: new\r\n    title: T\r\n# end",
            id="the first, before a comment",
        ),
        pytest.param(
            "register: {name: x}\n\n# end\n",
            "register: {name: x}\n\nagreements:\n  - id: new\n    title: T\n\n# end\n",
            id="with the key",
        ),
        pytest.param("# nothing\n", "# nothing\nagreements:\n  - id: new\n    title: T\n", id="in a file of comments"),
        pytest.param("{agreements: []}\n", "{agreements: [{id: new, title: T}]}\n", id="the first, in braces"),
        pytest.param(
            "agreements:\n- id: a\n- id: b\n",
            "agreements:\n- id: a\n- id: b\n- id: new\n  title: T\n",
            id="without empty lines",
        ),
        pytest.param(
            "agreements:\n\n- id: a\n\n# of b\n- id: b\n  # of b too\n\n# end",
            "agreements:\n\n- id: a\n\n# of b\n- id: b\n  # of b too\n\n- id: new\n  title: T\n\n# end",
            id="with empty lines, between comments",
        ),
        pytest.param(
            "agreements:\n  - {id: a}\n", "agreements:\n  - {id: a}\n  - {id: new, title: T}\n", id="in one line"
        ),
        pytest.param(
            "agreements: [\n  {id: a}\n]\n", "agreements: [\n  {id: a},\n  {id: new, title: T}\n]\n", id="in brackets"
        ),
        pytest.param(
            "agreements:\n  - id: a\n    x: [\n  - id: b\n    title: T\n",
            "agreements:\n  - id: a\n    x: [\n  - id: b\n    title: T\n  - id: new\n    title: T\n",
            id="after a record that cannot be read",
        ),
        pytest.param(
            "agreements:\n- id: a\n...\n",
            "agreements:\n- id: a\n- id: new\n  title: T\n...\n",
            id="before the end mark",
        ),
    ],
)
def test_a_new_record_goes_last_in_the_manner_of_the_file(old: str, new: str) -> None:
    """Whatever stands there already."""
    assert with_records(old.encode(), [RECORD]).decode() == new


def test_several_records_go_in_at_once() -> None:
    """In their order, each in the manner of the file."""
    second = NewRecord({"id": "two"})
    assert with_records(b"agreements:\n- id: a\n\n- id: b\n", [RECORD, second]) == (
        b"agreements:\n- id: a\n\n- id: b\n\n- id: new\n  title: T\n\n- id: two\n"
    )
    assert (
        with_records(b"agreements: []\n", [RECORD, second]) == b"agreements:\n  - id: new\n    title: T\n  - id: two\n"
    )


@pytest.mark.parametrize(
    "old",
    [
        "agreements:\n  - id: a\n    steps: &x []\n    signed: {a: b}\n",
        "agreements:\n  - id: a\n    signed:\n    - {by: x, on: 2015}\n",
    ],
)
def test_what_cannot_be_placed_is_refused(old: str) -> None:
    """A value of another kind is never overwritten."""
    with pytest.raises(CannotPlace):
        with_changes(old.encode(), "a", [SIGNED])


def test_no_such_record_and_no_such_encoding() -> None:
    """Both are for the caller to say."""
    with pytest.raises(LookupError):
        with_changes(b"agreements: []\n", "a", [SIGNED])
    with pytest.raises(UnicodeDecodeError):
        with_changes(b"agreements:\n- id: a\n  title: \xe9\n", "a", [SIGNED])
