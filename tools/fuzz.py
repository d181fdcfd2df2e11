"""Fuzz everything that a register's bytes go through, guided by coverage.

`python tools/fuzz.py CORPUS [-max_total_time=3600]` drives the register, `python tools/fuzz.py texts CORPUS` the files
that `mou read` opens (PDFium itself apart, which is no Python). It needs atheris (`pip install atheris`). Any exception
is a bug: reading never raises on content. What it finds becomes a test. The folder CORPUS collects interesting inputs;
start it from copies of tests/corpus and data/agreements.yaml, or of docs/examples.
"""

from __future__ import annotations

import sys
from datetime import date

import atheris

with atheris.instrument_imports(include=["mou_tracker", "yaml"]):
    from mou_tracker.approvals.working_days import Calendar
    from mou_tracker.check.rule_table import check_book
    from mou_tracker.check.structural import sound
    from mou_tracker.language.wording import wording
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.register.read import read_book
    from mou_tracker.status.assess import assess
    from mou_tracker.texts.document import document
    from mou_tracker.texts.files.child import read_bytes
    from mou_tracker.texts.files.limits import Unreadable
    from mou_tracker.texts.reading import read_documents
    from mou_tracker.texts.shown import facts_json, facts_lines
    from mou_tracker.views.rows import status_json

SAY = wording("en")
CALENDAR = Calendar(lambda year: frozenset())
DAY = date(2026, 11, 21)


def one(data: bytes) -> None:
    """Read, check and assess one text."""
    book = read_book([("fuzz.yaml", data)], ShippedProcedures())
    for finding in [*book.diagnostics, *check_book(book)]:
        SAY(finding.message)
        assert finding.span.line >= 1
        assert finding.span.col >= 1
    good = sound(book)
    "".join(status_json("fuzz", DAY, assess(good, DAY, CALENDAR), good.unreadable, [], SAY))


def text(data: bytes) -> None:
    """Open bytes as each kind of file, and read what they state."""
    for name in ("fuzz.txt", "fuzz.html", "fuzz.docx", "fuzz.odt"):
        try:
            lines = read_bytes(name, data, False).lines
        except Unreadable:
            continue
        facts = read_documents([document(name, lines)], "Kota Bandung")
        facts_json([name], facts, [])
        facts_lines([name], facts, [], SAY)


if __name__ == "__main__":
    what = text if sys.argv[1:2] == ["texts"] else one
    atheris.Setup([sys.argv[0], *(sys.argv[2:] if what is text else sys.argv[1:])], what)
    atheris.Fuzz()
