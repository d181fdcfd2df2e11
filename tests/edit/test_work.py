"""What an edit of one record takes: about what it takes to check the register, whatever its size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.basics.dates import parse_date
from mou_tracker.edit.apply import RecordChanges, _verified, applied, is_what_was_meant, with_changes, with_changes_of
from mou_tracker.edit.edits import Put
from mou_tracker.edit.insert import CannotPlace
from mou_tracker.edit.patch import patch
from mou_tracker.edit.tree import plain, tree, tree_around
from mou_tracker.parsing.nodes import MappingNode
from tests.conftest import Ran
from tests.work import growth, work

RECORD = """  - id: oslo-{}
    title: Memorandum of understanding
    partner: {{name: Oslo, country: NO}}
    kind: ksdpl
    instrument: mou
    signed: 2024-04-22
    term: 4 years
    dprd: not-required
    owner: a@example.org
    sources: [{{title: The signed text}}]
"""
TEXT = "register:\n  owner: a@example.org\nagreements:\n" + "".join(map(RECORD.format, range(200)))
CLOSE = ("close", "oslo-120", "--on", "2026-08-31", "--how", "terminated", "--as-of", "2026-11-21")


def test_beside_a_check(register: Callable[[str], Path], mou: Callable[..., Ran]) -> None:
    """At most twice the work of a check, though what the register says is compared before and after."""
    path = register(TEXT)

    def close() -> None:
        path.write_text(TEXT, "utf-8")
        assert mou(*CLOSE).status == 0

    check = work(lambda: mou("check", path))
    assert work(close) < 2 * check
    assert work(lambda: mou(*CLOSE, "--dry-run")) < 2 * check


def test_changes_of_many_records_are_linear() -> None:
    """The file is not gone through for each of them."""

    def change(count: int) -> None:
        lines = 10
        edits = [
            RecordChanges(f"oslo-{at}", (4 + lines * at, 5), [Put(("signed",), parse_date("2024-04-23"))])
            for at in range(count)
        ]
        text = "register:\n  owner: a@example.org\nagreements:\n" + "".join(map(RECORD.format, range(count)))
        made, failed = with_changes_of(text.encode(), edits)
        assert (made.count(b"2024-04-23"), failed) == (count, [])

    assert growth(change, 40) < 5


def test_a_patch_of_many_changed_records_is_linear() -> None:
    """The lines of one record are not looked for among those of all others, nor told as moved there."""

    def show(count: int) -> None:
        old = "agreements:\n" + "".join(map(RECORD.format, range(count)))
        made = patch("a.yaml", old.encode(), old.replace("4 years", "5 years").encode())
        assert made.count("\n-    term: 4 years\n+    term: 5 years\n") == count
        assert made.count("\n@@ ") == count

    assert growth(show, 40) < 5


LAST = TEXT[TEXT.index("agreements:") :] + "register:\n  owner: a@example.org\n"


@pytest.mark.parametrize("text", [TEXT, LAST])
def test_nodes(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nodes of the one record and of those that show how the file is written, and not of all."""
    made = 0
    begin = MappingNode.__init__

    def counted(node: MappingNode, *given: object) -> None:
        nonlocal made
        made += 1
        begin(node, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(MappingNode, "__init__", counted)
    line = text[: text.index("id: oslo-120")].count("\n") + 1
    new = with_changes(text.encode(), "oslo-120", [Put(("notes",), "Seen")], (line, 5))
    assert new.decode() == text.replace(RECORD.format(120), RECORD.format(120) + "    notes: Seen\n")
    assert made < 100


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        pytest.param("term: 4 years\n", "term: 5 years\n", True, id="as meant"),
        pytest.param("term: 4 years\n", "term: 5 years # by letter\n", True, id="a comment says nothing"),
        pytest.param("term: 4 years\n", "term: 6 years\n", False, id="another value"),
        pytest.param("term: 4 years\n", "term: 5 years\n    notes: x\n", False, id="another key"),
        pytest.param("term: 4 years\n", "term: 5 years\n  - id: x\n", False, id="another record"),
        pytest.param("term: 4 years\n", "term: 5 years\nregister:\n", False, id="a key at the top"),
        pytest.param("term: 4 years\n", "term: 5 years\n  # ---\n---\n", False, id="another document"),
        pytest.param("term: 4 years\n", "term: &a 5 years\n", False, id="an anchor"),
        pytest.param("  - id: oslo-1\n", " - id: oslo-1\n", False, id="another dash"),
    ],
)
def test_guard(old: str, new: str, right: bool) -> None:
    """An edit is written only if its record says what was meant, and all around it is byte for byte what it was."""
    text = TEXT.encode()
    found = tree_around(text, (TEXT[: TEXT.index("id: oslo-1\n")].count("\n") + 1, 5))
    assert found
    before, piece = found
    record = before.record("oslo-1")
    assert record
    wanted = applied(plain(record), Put(("term",), "5 years"))
    whole = RECORD.format(1)
    meant = whole.replace("term: 4 years\n", "term: 5 years\n")
    damaged = whole.replace(old, new) if right or "term" in old else meant.replace(old, new)
    assert is_what_was_meant(text, TEXT.replace(whole, damaged).encode(), piece, wanted) is right
    for other in (0, 2):
        elsewhere = RECORD.format(other), RECORD.format(other).replace("NO", "SE")
        assert not is_what_was_meant(text, TEXT.replace(whole, meant).replace(*elsewhere).encode(), piece, wanted)


@pytest.mark.parametrize(
    "after",
    [
        b"register: {owner: b@example.org}\nagreements:\n  - {id: a}\n",
        b"agreements:\n  - {id: a}\n",
        b"register: {owner: a@example.org}\nagreements:\n  - {id: a}\n  - {id: b}\n",
        b"register: {owner: a@example.org}\nagreements:\n  - {id: a, title: x}\n",
    ],
)
def test_the_last_guard_refuses_whatever_else_has_changed(after: bytes) -> None:
    """Settings, another record, another field: a result that says anything but what was meant is never written."""
    before = tree(b"register: {owner: a@example.org}\nagreements:\n  - {id: a}\n")
    assert before.listed
    wanted = [plain(item) for item in before.listed.items]
    with pytest.raises(CannotPlace):
        _verified(before, after, wanted)
