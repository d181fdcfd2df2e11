"""An edited register read again in part is the same as one that is read whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.register import Book
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.register.reread import read_again
from tests.edit.registers import registers

FRAGMENTS = (
    "\n",
    " ",
    "x",
    "#",
    "# note\n",
    "'",
    '"',
    "{",
    "}",
    "[",
    ",",
    "- ",
    "---\n",
    "...\n",
    "|",
    "&a ",
    "\t",
    "\u202e",
    "  - id: other\n",
    "- id: r0\n",
    "    owner: ksln\n",
    "    signed: 2015-11-27\n",
    "  owner: a@example.org\n",
    "register:\n",
    "agreements:\n",
)
HEAD = "register:\n  owner: a@example.org\nagreements:\n"
RECORD = """  - id: {}
    title: Memorandum of understanding
    partner: {{name: Suwon, country: KR}}
    kind: ksdpl
    instrument: mou
"""
THREE = HEAD + "".join(map(RECORD.format, "abc"))


def read(*contents: bytes) -> Book:
    """The Book of files with these contents."""
    return read_book([(f"{n}.yaml", content) for n, content in enumerate(contents)], ShippedProcedures())


def whole(book: Book) -> Any:
    """All that a Book says, the places of everything included."""
    said = (book.register, book.agreements, book.diagnostics, book.unreadable, book.damaged, book.files)
    places = [(one.file, dict(one.places)) for one in book.agreements]
    return said, (book.register.file, dict(book.register.places)), places


@given(st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_change(data: st.DataObject) -> None:
    """Whatever is changed in a file, and however it is written: what is not read again whole is what it would be."""
    written = st.one_of(registers().map(lambda made: made[0].decode("utf-8-sig")), st.just(THREE))
    text = data.draw(written)
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 40)))
    put = "".join(data.draw(st.lists(st.sampled_from(FRAGMENTS), max_size=3)))
    old, new = text.encode(), (text[:start] + put + text[end:]).encode()
    book = read(old)
    found = read_again(book, "0.yaml", old, new)
    assert found is None or whole(found) == whole(read(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("    kind: ksdpl\n", "    kind: ksdpl\n    signed: 2015-11-27\n", id="first"),
        pytest.param(RECORD.format("b"), RECORD.format("b") + "    term: 5 years\n", id="middle"),
        pytest.param(RECORD.format("c"), RECORD.format("c") + "    term: 5 years\n", id="last"),
        pytest.param(RECORD.format("b"), RECORD.format("b") + RECORD.format("between"), id="one more"),
        pytest.param(RECORD.format("c"), RECORD.format("c") + RECORD.format("d"), id="one more at the end"),
        pytest.param("id: b", "id: bee", id="another id"),
    ],
)
def test_read_in_part(old: str, new: str) -> None:
    """A record that changed, in whatever place, and a new one: the others are not read, and those after it move."""
    before, after = THREE.encode(), THREE.replace(old, new, 1).encode()
    book = read(b"agreements:\n" + RECORD.format("x").encode(), before, b"agreements:\n" + RECORD.format("y").encode())
    found = read_again(book, "1.yaml", before, after)
    assert found
    assert whole(found) == whole(
        read(b"agreements:\n" + RECORD.format("x").encode(), after, b"agreements:\n" + RECORD.format("y").encode())
    )
    kept = [one for one in found.agreements if any(one is other for other in book.agreements)]
    assert [one.id for one in kept[:1]] == ["x"]
    assert kept[-1].id == "y"


def test_register_after_the_records() -> None:
    """The register's settings may come last; their places move too."""
    text = "agreements:\n" + RECORD.format("a") + "register:\n  owner: a@example.org\n"
    old, new = text.encode(), text.replace("register:", "    term: 5 years\nregister:").encode()
    found = read_again(read(old), "0.yaml", old, new)
    assert found
    assert whole(found) == whole(read(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("id: b", "id: a", id="id twice"),
        pytest.param("id: b", "id: b\n    term: nonsense", id="error"),
        pytest.param("id: b", "id: b\n    steps: [{step: nonsense}]", id="no such step"),
        pytest.param("id: b", "id: b\n    notes: 'open", id="quote"),
        pytest.param("owner", "maintainer", id="settings"),
        pytest.param("id: a", "id: z\n    title: x", id="key twice"),
    ],
)
def test_read_whole(old: str, new: str) -> None:
    """What is not sound, or is no record, is left to a reading of the whole."""
    before, after = THREE.encode(), THREE.replace(old, new, 1).encode()
    assert read_again(read(before), "0.yaml", before, after) is None


def test_findings_elsewhere() -> None:
    """A file with a finding is read whole; one in another file does no harm."""
    broken = THREE.replace("ksdpl", "sister", 1).encode()
    sound = THREE.removeprefix(HEAD).replace("id: ", "id: other-")
    edited = sound.replace("id: other-b", "id: other-b\n    term: 5 years")
    twice = sound.replace("id: other-b", "id: a")
    before, after, wrong = (b"agreements:\n" + text.encode() for text in (sound, edited, twice))
    book = read(broken, before)
    assert read_again(book, "0.yaml", broken, broken.replace(b"id: b", b"id: b\n    term: 5 years")) is None
    assert read_again(book, "1.yaml", before, wrong) is None  # the id of a record that cannot be read
    found = read_again(book, "1.yaml", before, after)
    assert found
    assert whole(found) == whole(read(broken, after))
