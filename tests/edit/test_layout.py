"""Edits of files: exactly what was meant is said afterwards, and every other line stays byte for byte."""

from __future__ import annotations

import copy
import difflib
import re
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_tracker.basics.dates import parse_date, parse_period
from mou_tracker.edit.apply import RecordChanges, with_changes, with_changes_of, with_records
from mou_tracker.edit.edits import Add, Change, NewRecord, Put
from mou_tracker.edit.insert import CannotPlace
from mou_tracker.edit.tree import tree
from tests.edit.registers import DATES, TEXTS, Hand, Record, records, registers

CALM = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def said(data: bytes) -> Any:
    """What a file says, by a reader that is not ours and takes every value as text."""
    return trimmed(yaml.load(data.decode("utf-8-sig"), yaml.BaseLoader))


def trimmed(value: Any) -> Any:
    """Without line breaks at the ends of texts, which a block text may have or not."""
    if isinstance(value, dict):
        return {key: trimmed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [trimmed(one) for one in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def lines(data: bytes) -> list[bytes]:
    """A file's lines with their endings."""
    return data.split(b"\n")


def lost(old: bytes, new: bytes) -> list[bytes]:
    """The lines of the old file that are not in the new one as they were, in their order."""
    matcher = difflib.SequenceMatcher(None, lines(old), lines(new), autojunk=False)
    return [line for tag, a, b, _, _ in matcher.get_opcodes() if tag != "equal" for line in lines(old)[a:b]]


def comments(data: bytes) -> list[bytes]:
    """All comments of these registers, in order, without their line breaks; none of their texts looks like one."""
    return re.findall(
        rb"(?:^|(?<=  )) *# (?:note|end|head|- id: old|- \{step: later\}|mou: allow[^\r\n]*)", data, re.MULTILINE
    )


def bare_breaks(data: bytes) -> int:
    """How many lines end as on Unix."""
    return data.replace(b"\r\n", b"").count(b"\n")


@given(st.data())
@CALM
def test_what_a_hand_writes_says_what_was_meant(data: st.DataObject) -> None:
    """The registers of the properties below: a comment after every line that may have one is never part of a text."""
    hand = Hand(data.draw)
    hand.commenting = 8
    made = [{**data.draw(records(f"r{number}")), "notes": "two\nlines", "owner": "ksln"} for number in range(2)]
    assert said("\n".join(hand.value("agreements", made, 0)).encode()) == {"agreements": trimmed(made)}


@st.composite
def changed(draw: st.DrawFn, record: Record) -> tuple[Change, Record, bool]:
    """A change of a record, the record that it should make, and whether it may change a line that stands in a block."""
    new = copy.deepcopy(record)
    kind = draw(st.sampled_from(["signed", "title", "closed", "renewal", "add step", "step", "done", "reason"]))
    day = draw(DATES)
    if kind == "signed":
        new["signed"] = day
        return Put(("signed",), parse_date(day)), new, "signed" in record
    if kind == "title":
        text = draw(TEXTS)
        new["title"] = text
        return Put(("title",), text), new, True
    if kind == "closed":
        reason = draw(st.one_of(TEXTS, st.just("first\nsecond")))
        new["closed"] = {"on": day, "how": "completed", "reason": reason}
        return Put(("closed",), {"on": parse_date(day), "how": "completed", "reason": reason}), new, False
    if kind == "renewal":
        new["renewal"] = {**record.get("renewal", {}), "decision": "renew", "decided": day, "notice": "3 months"}
        value = {"decision": "renew", "decided": parse_date(day), "notice": parse_period("3 bulan")}
        return Put(("renewal",), value), new, False  # type: ignore[arg-type]
    if kind == "step" and "steps" in record:
        new["steps"][0] = {**record["steps"][0], "received": day, "note": "yes"}
        return Put(("steps", 0), {"received": parse_date(day), "note": "yes"}), new, False
    if kind == "done" and "follow_ups" in record:
        at = len(record["follow_ups"]) - 1
        new["follow_ups"][at]["done"] = day
        return Put(("follow_ups", at), {"done": parse_date(day)}), new, False
    text = draw(TEXTS)
    new["steps"] = [*record.get("steps", []), {"step": "signing", "done": day, "note": text}]
    more: list[dict[str, str]] = draw(
        st.lists(st.fixed_dictionaries({"step": st.just("deposit"), "note": TEXTS}), max_size=2)
    )
    new["steps"] += more
    return Add("steps", {"step": "signing", "done": parse_date(day), "note": text}, (*more,)), new, False


@given(st.data())
@CALM
def test_an_edit_says_what_was_meant_and_touches_only_its_lines(data: st.DataObject) -> None:
    """Whatever the record says and however the file is written: no other value changes, no other line, no comment."""
    old, records = data.draw(registers())
    before = said(old)
    assert before["agreements"] == trimmed(records)
    at = data.draw(st.integers(0, len(records) - 1))
    change, record, replaces = data.draw(changed(records[at]))
    new = with_changes(old, f"r{at}", [change])
    whole = tree(old)
    node = whole.record(f"r{at}")
    assert node is not None
    assert with_changes(old, f"r{at}", [change], whole.lines.place(node.start_mark.index)) == new
    expected = [trimmed(record if n == at else one) for n, one in enumerate(records)]
    assert said(new) == {**before, "agreements": expected}
    gone = lost(old, new)
    if not replaces:  # a value in braces gets company on its line; all else is new lines, but for a missing line break
        assert len(gone) <= 1
        assert comments(old) == comments(new)
    assert old[:3] == new[:3]
    assert new.endswith(b"\n") == old.endswith(b"\n")
    assert bare_breaks(new) == bare_breaks(old) or b"\r\n" not in old


@given(st.data())
@CALM
def test_many_records_are_changed_at_once(data: st.DataObject) -> None:
    """Each in its own lines, as if it were the only one, and those that cannot be told apart."""
    old, records = data.draw(registers())
    places = tree(old)
    edits, expected, refused = [], [trimmed(one) for one in records], []
    for at in data.draw(st.lists(st.integers(0, len(records) - 1), min_size=1, unique=True)):
        change, record, _ = data.draw(changed(records[at]))
        node = places.record(f"r{at}")
        assert node is not None
        edit = RecordChanges(f"r{at}", places.lines.place(node.start_mark.index), [change])
        edits.append(edit)
        try:
            alone = with_changes(old, edit.name, edit.changes)
        except CannotPlace:
            refused.append(edit)
            continue
        assert with_changes_of(old, [edit]) == (alone, [])
        expected[at] = trimmed(record)
    new, failed = with_changes_of(old, edits)
    assert (said(new), failed) == ({**said(old), "agreements": expected}, refused)
    assert comments(old) == comments(new)


@given(st.data())
@CALM
def test_a_new_record_leaves_every_line_as_it_was(data: st.DataObject) -> None:
    """Last or after another one: only lines are added, but where everything stands in brackets."""
    old, records = data.draw(registers())
    before = said(old)
    assert before["agreements"] == trimmed(records)
    after = data.draw(st.sampled_from([None, *(record["id"] for record in records)]))
    text = data.draw(TEXTS)
    value = {
        "id": "new",
        "title": text,
        "partner": {"name": text, "country": "NO"},
        "fields": (text, "x"),
        "signed": parse_date("2015"),
        "notes": "a\nb",
    }
    new = with_records(old, [NewRecord(value, after)])
    made = {**value, "fields": [text, "x"], "signed": "2015"}
    place = next((n + 1 for n, one in enumerate(records) if one["id"] == after), len(records))
    assert said(new) == trimmed({**before, "agreements": [*records[:place], made, *records[place:]]})
    gone = lost(old, new)
    assert len(gone) <= 1  # all records in brackets on one line, or no final line break
    assert comments(old) == comments(new)
    assert old[:3] == new[:3]
    assert new.endswith(b"\n") == old.endswith(b"\n")
