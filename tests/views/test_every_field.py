"""A field that is accepted is shown: no key of the table is half there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.agreement.record import Agreement, leaves, written
from mou_tracker.fields.table import AGREEMENT, REGISTER
from mou_tracker.language.labels import worded
from mou_tracker.language.wording import wording
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from tests.conftest import Ran

# Every key of the table with a value that stands nowhere else.
FULL = """
register:
  contacts: {ani: {name: Ani, email: ani@x.example.org}}
agreements:
  - {id: before-one, title: B, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou}
  - {id: other-one, title: O, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou}
  - id: full-record
    title: Title T01
    partner: {name: Partner T02, country: MY, body: Body T03}
    kind: ksdpl
    instrument: mou
    since: 2006-01-17
    signed: [{by: Signer T04, on: 2006-03-04}, {by: Signer T05, on: 2006-03-05}]
    starts: 2006-04-06
    term: 61 months
    ends: 2011-05-09
    ends_with: other-one
    end_of_term: eve
    renewal: {mode: automatic, period: 62 months, times: 7, notice: 63 days, decision: renew, decided: 2010-10-11}
    notice_given: 2011-01-12
    extensions:
      - {signed: 2011-02-13, term: 64 months, ends: 2016-09-14, starts: 2011-05-15, instrument: addendum,
         document: Extension T06}
    closed: {on: 2015-07-16, how: completed, by: other-one, reason: Reason T07}
    renews: before-one
    steps:
      - {step: dprd-approval, received: 2005-01-18, started: 2005-01-19, done: 2005-01-20, outcome: approved,
         reference: Ref T08, note: Note T09}
    dprd: not-required
    follow_ups: [{what: Promise T10, due: 2012-01-21, owner: ani, done: 2012-01-22}]
    fields: [Field T11]
    owner: budi@t12.example.org
    documents:
      - {title: Doc T13, path: doc-t14.pdf, sha256: "%s"}
      - {title: Doc T15, url: 'https://t16.example.org/'}
    sources:
      - {title: Source T17, publisher: Publisher T18, published: 2006-02-23, url: 'https://t19.example.org/',
         says: [signed]}
      - {title: Source T20, file: file-t21.txt}
    reminders: {decision: [65 days, then every 66 days], lapsed: [67 days], approval: [68 days], follow_up: [69 days],
                escalate: {after: 70 days, to: [chief@t23.example.org]}}
    notes: Notes T22
""" % ("0123456789abcdef" * 4)
# Told in other words than the register's: a name instead of a code, a sentence instead of a date.
IN_WORDS = {
    "id": "full-record", "partner.country": "MY", "kind": "KSDPL", "instrument": "MoU", "renewal.mode": "automatic",
    "renewal.times": "at most 7 times", "renewal.decision": "decided to renew", "closed.how": "completed",
    "signed[Signer T04].on": "2006-03-04", "signed[Signer T05].on": "2006-03-05", "steps[dprd-approval].step": "DPRD",
    "extensions[2011-02-13].instrument": "addendum", "reminders.decision.every": "66 days",
    "follow_ups[Promise T10].owner": "ani", "sources[Source T17].says": "signed", "documents[Doc T13].path": "doc-t14",
}  # fmt: skip


def full() -> Agreement:
    """The record, read."""
    book = read_book([("r.yaml", FULL.encode())], ShippedProcedures())
    return next(one for one in (*book.agreements, *(d.agreement for d in book.damaged)) if one.id == "full-record")


LEAVES = {path: written(value) or "" for path, value in leaves(full())}


def keys(mapping: object, path: str = "") -> set[str]:
    """All keys of a mapping's type by path; of a list of mappings as `steps[].done`."""
    found = set()
    for field in mapping.fields:  # type: ignore[attr-defined]
        here = f"{path}.{field.key}" if path else field.key
        found.add(here)
    return found


def test_the_record_has_every_key() -> None:
    """A key that is added to the table gets a value here, and with that every claim below."""
    assert {re.sub(r"[.\[].*", "", path) for path in LEAVES} == keys(AGREEMENT)


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize("path", LEAVES)
def test_every_field_is_shown(path: str, form: str, mou: Callable[..., Ran], tmp_path: Path) -> None:
    """`mou show` tells each value, in a row of its own or under "Also recorded"; as JSON it is in the record."""
    (tmp_path / "r.yaml").write_text(FULL)
    shown = mou("show", "full-record", "-r", tmp_path / "r.yaml", "--as-of=2020-01-01", "-f", form, "--lang=en").out
    if form == "json":
        assert LEAVES[path].split(", ")[0] in json.dumps(json.loads(shown)["record"], ensure_ascii=False)
    else:
        assert IN_WORDS.get(path, LEAVES[path]) in shown


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_field_has_words(language: str) -> None:
    """What differs is told in words, never by a key as a programmer writes it."""
    say = wording(language)
    paths = {*LEAVES, *keys(AGREEMENT), *keys(REGISTER)} - {"id", "file", "places"}
    said = {path: say(worded(path)) for path in sorted(paths)}
    assert [text for text in said.values() if "_" in text or re.search(r"\w\.\w", text)] == []
    assert [path for path, text in said.items() if text == path and language == "id"] == []
