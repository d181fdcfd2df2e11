"""Files with one defect each, which must be found at their place and nothing else; and files without any.

A defect's line ends in ` #! rule` or ` #! rule@column`, which is taken off before reading. Where a mark cannot stand in
the file, NAME.expect beside it has lines of `line:column rule`.
"""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from mou_tracker.basics.findings import Finding
from mou_tracker.check.checking import checked, pages
from mou_tracker.register.procedures import ShippedProcedures

CORPUS = Path(__file__).parent.parent / "corpus"
BAD = sorted((CORPUS / "bad").glob("*.yaml"))
GOOD = sorted((CORPUS / "good").glob("*.yaml"))
_MARK = re.compile(rb"[ \t]*#! ([a-z0-9-]+)(?:@([0-9]+))?[ ]*$", re.MULTILINE)
PROCEDURES = ShippedProcedures()


class Defect(NamedTuple):
    """A finding as far as a file states it."""

    line: int
    rule: str
    column: int | None = None


def defects(file: Path) -> tuple[bytes, list[Defect]]:
    """A file's bytes without its marks, and the defects that they tell of."""
    data = file.read_bytes()
    beside = file.with_suffix(".expect")
    if beside.exists():
        found = [re.fullmatch(r"([0-9]+):([0-9]+) ([a-z0-9-]+)", line) for line in beside.read_text().splitlines()]
        return data, [Defect(int(m[1]), m[3], int(m[2])) for m in found if m]
    marks = [
        Defect(data.count(b"\n", 0, mark.start()) + 1, mark[1].decode(), int(mark[2]) if mark[2] else None)
        for mark in _MARK.finditer(data)
    ]
    return _MARK.sub(b"", data), marks


def document_state(_: str, path: str, wanted: bool) -> str | None:
    """What lies in the folder of bad files."""
    file = CORPUS / "bad" / path
    if not file.is_file():
        return "missing"
    return sha256(file.read_bytes()).hexdigest() if wanted else None


def findings(name: str, data: bytes) -> list[Finding]:
    """Everything that a check finds in one file."""
    return checked({name: data}, PROCEDURES, document_state)[0]


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_file_gives_exactly_its_finding(file: Path) -> None:
    """The defect is found by its rule, in its line, and in its column where that is stated; nothing else is said."""
    data, expected = defects(file)
    assert expected
    found = findings(file.name, data)
    if all(defect.column for defect in expected):
        places = [Defect(one.span.line, one.rule, one.span.col) for one in found]
    else:
        places = [Defect(one.span.line, one.rule) for one in found]
        expected = [defect._replace(column=None) for defect in expected]
    assert Counter(places) == Counter(expected)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_file_gives_no_finding(file: Path) -> None:
    """What a careful person writes is left alone."""
    assert findings(file.name, file.read_bytes()) == []


@pytest.mark.parametrize("text", ["agreements: []\n", "register: {name: Kota}\n", "{agreements: []}\n"])
def test_a_register_without_agreements_has_no_finding(text: str) -> None:
    """It may be a new one; only the command says that there was nothing to check."""
    assert findings("a.yaml", text.encode()) == []


# What no single small file can show: several files, the world, and sizes.
ELSEWHERE = {
    "text-differs",  # needs the documents: tests/texts/test_read.py
    "file-unreadable",
    "file-too-large",
    "too-many-findings",
    "record-too-large",
    "scalar-too-long",
    "register-twice",
}


def test_the_corpus_is_large_and_breaks_every_rule() -> None:
    """At least a hundred defects, twenty sound files, and no rule without a defect that it finds."""
    assert len(BAD) >= 100
    assert len(GOOD) >= 20
    broken = {defect.rule for file in BAD for defect in defects(file)[1]}
    assert broken == set(pages()) - ELSEWHERE


@pytest.mark.parametrize("rule", [None, "scalar-too-long"])
def test_a_text_may_be_long_but_not_longer(rule: str | None) -> None:
    """64 kB are the limit of one value."""
    length = 65_536 + (rule is not None)
    data = b"register: {name: " + b"x" * length + b"}\n"
    assert [one.rule for one in findings("a.yaml", data)] == ([rule] if rule else [])


@pytest.mark.parametrize("rule", [None, "file-too-large"])
def test_a_file_may_be_large_but_not_larger(rule: str | None) -> None:
    """16 MB are the limit of one file; a larger register is a folder."""
    data = b"agreements: []\n#"
    data += b" " * (16 * 1024 * 1024 - len(data) + (rule is not None))
    assert [one.rule for one in findings("a.yaml", data)] == ([rule] if rule else [])


def test_a_second_file_has_no_section_register() -> None:
    """Over all files the settings stand once; the finding names the first place."""
    found, *_ = checked({"a.yaml": b"register: {name: A}\n", "b.yaml": b"register: {name: B}\n"}, PROCEDURES)
    assert [(one.file, one.rule, one.related[0].file) for one in found] == [("b.yaml", "register-twice", "a.yaml")]


def test_waivers_silence_rules_but_not_errors_that_make_a_record_unreadable() -> None:
    """A record that contradicts itself stays out of every list, so its error cannot be waved through."""
    text = (CORPUS / "good" / "one-record.yaml").read_text("utf-8")
    waived = text + "    ends: 2014  # mou: allow[ends-before-start] because it is so printed\n"
    assert [one.rule for one in findings("a.yaml", waived.encode())] == ["ends-before-start", "unused-waiver"]
    waived = text + "    ends: 2021  # mou: allow[ends-and-term-differ] because it is so printed\n"
    assert findings("a.yaml", waived.encode()) == []
