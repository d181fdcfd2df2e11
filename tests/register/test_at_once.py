"""Records are read without nodes where nothing about them is unusual, and no Book tells that they were."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.fields.at_once import Reader
from mou_tracker.parsing.events import Loader
from mou_tracker.parsing.stream import Stream
from tests.parsing.helpers import LAST, LOADERS, RECORD, book_of, both_loaders
from tests.parsing.test_any_text import Edit, edited, edits
from tests.register.test_read import EVERYTHING, SETTINGS

USUAL = """\
agreements:
  - id: oslo
    title: 'Memorandum: of "understanding"'
    partner: {name: Oslo & Bærum!, country: NO, body: "Oslo\\u0020kommune"}
    numbers: {ours: 415.4/12/KS}
    contact:
      name: Kari
      email: kari@example.org
    kind: ksdpl
    instrument: mou
    signed:
      - {by: Oslo, on: 2015-11-27}
      - {by: Bandung, on: 2015-11-28}
    term: 5 years
    renewal:
      mode: automatic
      notice: 3 months
    extensions:
      - signed: 2020-11-02
        term: 2 years
    steps: [{step: exploration, done: 2014-01-02}, {step: dprd-approval, received: 2015-01-02, note: a note}]
    fields: [education, "health"]
    owner:
      - ksln
      - mayor@example.org
    documents: []
    sources:
      - title: Annual report
        url: https://example.org/a?b=c
        says: [signed, term]
    notes: |
      Two lines.
      And another one.

  - {id: bergen, title: 'Letter of
     intent', partner: {name: Bergen, country: NO}, kind: other, instrument: loi, signed: 2015, owner: ksln,
     sources: [{title: Annual report}]}
  - id: suwon   # with a comment
    title: Memorandum
    partner: {name: Suwon, country: KR}
    kind: other
    instrument: mou
    signed: unknown
    notes: >-
      folded
"""
UNUSUAL = {
    "several partners": "partners: [{name: Oslo, country: NO}, {name: Bergen, country: NO}]",
    "an anchor": "notes: &a here",
    "a tag": "notes: !t here",
    "an anchor at a list": "fields: &a [education]",
    "an anchor at a mapping": "closed: &a {on: 2015-11-27, how: completed}",
    "a key with an anchor": "&a notes: here",
    "an alias": "notes: *a",
    "a key that is no text": "[notes]: here",
    "a key twice": "title: again",
    "an unknown key": "titel: again",
    "a word that is none": "dprd: perhaps",
    "a text in place of a list": "steps: none",
    "a list in place of a text": "notes: [here]",
    "an empty list where one is wanted": "owner: []",
    "an extension without an end": "extensions: [{signed: 2020-11-02}]",
    "numbers of nothing": "numbers: {}",
    "a renewal of no period": "renewal: {mode: automatic}",
    "a quote that ends late": 'notes: "here\n    owner: ksln"',
    "a deep list": f"notes: {'[' * 40}{']' * 40}",
    "a large list": f"fields: [{', '.join(['education'] * 2500)}]",
    "too large a list": f"fields: [{', '.join(['education'] * 12_000)}]",
    "too large a list that does not end": f"fields: [{', '.join(['education'] * 12_000)}",
    "names of the office's own": "extra: {Kelurahan: Coblong}",
    "an id twice": "id: last",
}


def with_care(text: str | bytes, loader: Loader) -> Book:
    """The Book of one file, all of whose records become nodes first."""
    with patch.object(Reader, "read", lambda reader, _: reader.taken.clear()):
        return book_of(text, loader)


def all_of(book: Book) -> tuple[Any, ...]:
    """All that a Book says, with the places of its records, which are no part of what they say."""
    records = [*book.agreements, *(harm.agreement for harm in book.damaged)]
    return book, [(one.id, one.file, one.line, dict(one.places)) for one in records]


@both_loaders
def test_usual_records_need_no_nodes(loader: Loader) -> None:
    """A record with nothing unusual is read without a node, however it is laid out; and all of it is read."""
    with patch.object(Stream, "_other", side_effect=AssertionError):
        book = book_of(USUAL, loader)
    assert [type(one) for one in book.agreements] == [Agreement] * 3
    assert all_of(book) == all_of(with_care(USUAL, loader))


@both_loaders
@pytest.mark.parametrize("line", UNUSUAL.values(), ids=list(UNUSUAL))
def test_what_is_unusual_is_read_with_care(line: str, loader: Loader) -> None:
    """Whatever is unusual in a record gives what it gives where every record is read with care."""
    text = USUAL + RECORD.replace("oslo", "odd") + f"    {line}\n" + LAST
    assert all_of(book_of(text, loader)) == all_of(with_care(text, loader))


@given(
    st.sampled_from((USUAL, USUAL.replace("\n", "\r\n"), SETTINGS + EVERYTHING)),
    st.lists(edits, min_size=1, max_size=4),
    st.sampled_from(LOADERS),
)
@example(USUAL, [Edit(0.99, 0, "&")], "c")
@settings(max_examples=300)
def test_no_text_tells_how_it_was_read(text: str, changes: list[Edit], loader: Loader) -> None:
    """A register gives the same Book, with the same places, whether or not its records may be read at once."""
    data = edited(text, changes)
    book = book_of(data, loader)
    assert all_of(book) == all_of(with_care(data, loader))
    assert [one.line for one in book.agreements] == [one.places[""].line for one in book.agreements]
