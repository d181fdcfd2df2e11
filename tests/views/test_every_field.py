"""A field that is accepted is shown: no key of the table is half there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mou_tracker.agreement.record import ITEM_KEYS, Agreement, leaves, written
from mou_tracker.basics.phrases import Phrase
from mou_tracker.fields.table import SHAPES
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.table.settings import REGISTER
from mou_tracker.fields.value_types import MappingType
from mou_tracker.language.labels import worded
from mou_tracker.language.wording import wording
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from tests.conftest import Ran

# Every key of the table with a value that stands nowhere else.
FULL = """
register:
  language: en
  contacts: {ani: {name: Ani, email: ani@x.example.org}}
agreements:
  - {id: before-one, title: B, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou}
  - {id: framework-one, title: F, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou}
  - {id: other-one, title: O, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou}
  - id: full-record
    title: Title T01
    partner: {name: Partner T02, country: MY, body: Body T03, place: Place T33}
    kind: ksdpl
    instrument: mou
    numbers: {ours: Ours T24, theirs: Theirs T25}
    under: framework-one
    unit: Unit T26
    contact: {name: Contact T27, email: rina@t28.example.org, phone: Phone T29}
    since: 2006-01-17
    place: Place T30
    signed: [{by: Signer T04, on: 2006-03-04, name: Name T31, title: Office T32}, {by: Signer T05, on: 2006-03-05}]
    starts: 2006-04-06
    term: 61 months
    ends: 2011-05-09
    ends_with: other-one
    end_of_term: eve
    renewal: {mode: automatic, period: 62 months, times: 7, notice: 63 days, decision: renew, decided: 2010-10-11}
    termination: {notice: 71 days}
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
    activities: [{on: 2012-02-24, what: Activity T34, url: 'https://t35.example.org/'}]
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
                escalate: {after: 70 days, to: [chief@t23.example.org], for: [decision]},
                safe_start: [71 days], late: [72 days], idle: 73 days, housekeeping: 75 days,
                digest: {on: friday, urgent: 74 days}}
    snooze: {until: 2013-03-25, why: Why T36, by: By T37, on: 2013-01-26, what: approval}
    extra: {Own name T39: Extra T40, "NO": "yes"}
    notes: Notes T22
  - id: several-record
    title: Several
    partners:
      - {name: One T41, country: SG, body: Body T42, place: Place T43}
      - {name: Two T44, country: TH, body: Body T45, place: Place T46}
    kind: ksdll
    instrument: mou
""" % ("0123456789abcdef" * 4)
# Told in other words than the register's: a name instead of a code, a sentence instead of a date.
IN_WORDS = {
    "id": "full-record", "dprd": "not required",
    "partner.country": "MY", "kind": "KSDPL", "instrument": "MoU", "renewal.mode": "automatic",
    "renewal.times": "at most 7 times", "renewal.decision": "decided to renew", "closed.how": "completed",
    "snooze.what": "the approval",    "extra[NO]": "“NO”",
    "signed[Signer T04].on": "2006-03-04", "signed[Signer T05].on": "2006-03-05", "steps[dprd-approval].step": "DPRD",
    "extensions[2011-02-13].instrument": "addendum", "reminders.decision.every": "66 days",
    "follow_ups[Promise T10].owner": "ani", "sources[Source T17].says": "signed", "documents[Doc T13].path": "doc-t14",
}  # fmt: skip


def record(name: str) -> Agreement:
    """One of the records, read."""
    book = read_book([("r.yaml", FULL.encode())], ShippedProcedures())
    return next(one for one in (*book.agreements, *(d.agreement for d in book.damaged)) if one.id == name)


LEAVES = {path: written(value) or "" for path, value in leaves(record("full-record"))}
PARTNERS = {path: text for path, value in leaves(record("several-record")) if (text := written(value))}
ALL_LEAVES = {**PARTNERS, **LEAVES}
CONTACT = [path for path in LEAVES if path.startswith("contact.")]


def keys(mapping: MappingType, path: str = "") -> Iterator[str]:
    """All keys of a mapping's type by path, those of the mappings in it too: `steps`, `steps.done`."""
    for field in mapping.fields:
        here = f"{path}.{field.key}" if path else field.key
        yield here
        for name in re.findall(r"#/\$defs/([^\"]+)", json.dumps(field.reader.schema)):
            inner = next((shape for shape in SHAPES if shape.name == name), None)
            if inner is not None:
                yield from keys(inner, here)


def plain(path: str) -> str:
    """The path of a key: without what tells one item of a list from the other."""
    return re.sub(r"\[[^]]*\]", "", path)


def test_the_record_has_every_key() -> None:
    """A key that is added to the table, however deep, gets a value here, and with that every claim below."""
    given = {plain(path) for path in ALL_LEAVES}
    lacking = {key for key in keys(AGREEMENT) if not any(path == key or path.startswith(f"{key}.") for path in given)}
    assert lacking == set()


@pytest.mark.parametrize("form", ["table", "markdown", "json", "report"])
@pytest.mark.parametrize("path", LEAVES)
def test_every_field_is_shown(path: str, form: str, mou: Callable[..., Ran], tmp_path: Path) -> None:
    """`mou show` and the report tell each value, in a row of its own or under "Also recorded"; JSON in the record."""
    (tmp_path / "r.yaml").write_text(FULL)
    command = ("report",) if form == "report" else ("show", "full-record", "-f", form)
    shown = mou(*command, "-r", tmp_path / "r.yaml", "--as-of=2020-01-01", "--lang=en").out
    if path in CONTACT and form in ("json", "report"):
        assert LEAVES[path] not in shown
    elif form == "json":
        assert LEAVES[path].split(", ")[0] in json.dumps(json.loads(shown)["record"], ensure_ascii=False)
    else:
        assert IN_WORDS.get(path, LEAVES[path]) in shown


@pytest.mark.parametrize("form", ["table", "markdown", "json", "report"])
def test_every_partner_is_shown(form: str, mou: Callable[..., Ran], tmp_path: Path) -> None:
    """Where there are several partners each is told whole."""
    (tmp_path / "r.yaml").write_text(FULL)
    command = ("report",) if form == "report" else ("show", "several-record", "-f", form)
    shown = mou(*command, "-r", tmp_path / "r.yaml", "--as-of=2020-01-01", "--lang=en").out
    told = [text for path, text in PARTNERS.items() if path.startswith("partners[")]
    assert [text for text in told if text not in shown] == []
    assert len(told) == 8


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_field_has_words(language: str) -> None:
    """What differs is told in words, never by a key as a programmer writes it."""
    say = wording(language)
    paths = {*ALL_LEAVES, *keys(AGREEMENT), *keys(REGISTER)} - {"id", "file", "places"}
    said = {path: say(worded(path)) for path in sorted(paths)}
    assert [text for text in said.values() if "_" in text or re.search(r"\w\.\w", text)] == []
    assert [path for path, text in said.items() if text == path and language == "id"] == []


def test_every_part_of_an_item_has_a_word() -> None:
    """A part of a step, a document, a source is told by a word for it, not by its key."""
    named = {f"{name}.{part}" for name, part in ITEM_KEYS.items()}  # these name the item itself
    told = {
        plain(path): worded(path).args.get("field") for path in ALL_LEAVES if "]." in path and plain(path) not in named
    }
    assert [path for path, word in told.items() if not isinstance(word, Phrase)] == []
