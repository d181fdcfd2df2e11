"""Documents of one agreement become facts: what all forms read, decided field by field."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from mou_tracker.basics.patterns import pattern
from mou_tracker.texts.document import Document
from mou_tracker.texts.facts import Fact, Found, Proof, agreed, computed_end, proof
from mou_tracker.texts.headings import is_draft, surrounding
from mou_tracker.texts.matching import Tagged, readings, small, tagged
from mou_tracker.texts.vocabulary import MARK

FIELDS = (
    "title",
    "instrument",
    "partner",
    "numbers",
    "signed",
    "place",
    "starts",
    "term",
    "ends",
    "renewal.mode",
    "renewal.period",
    "renewal.times",
    "renewal.notice",
    "extension.notice",
    "termination.notice",
    "fields",
    "extra.languages",
    "extra.prevailing_language",
)
HEAD, TITLE = 5000, 2500
"""Where a text names its day at its head, and where a bare date belongs to its title: so many letters."""


def read_documents(documents: Sequence[Document], authority: str | None = None) -> list[Fact]:
    """All facts that the documents of one agreement state; `authority` is the own side, left out of the partners."""
    found: dict[str, list[Found]] = {}
    near: list[tuple[str, Proof]] = []
    for document in documents:
        unsigned = is_draft(document)
        for sentence in tagged(document):
            near += _nearest(document, sentence)
            for reading in readings(sentence):
                if unsigned and reading.field == "signed":
                    continue
                found.setdefault(reading.field, []).append(Found(document, reading))
    facts: dict[str, Fact] = surrounding(documents, authority)
    for field, all_found in found.items():
        kept = _signings(all_found) if field == "signed" else all_found
        fact = agreed(field, kept)
        if fact:
            facts[field] = fact
    end = computed_end(facts)
    if end and "ends" not in facts:
        facts["ends"] = end
    hints = dict(reversed(near))
    return [facts.get(name) or Fact(name, "not-said", hint=hints.get(name)) for name in FIELDS]


_NEAR = (
    ("term", "p", pattern(r"in force|in effect|valid|berlaku|jangka waktu|(?<![a-z])term(?![a-z])|duration")),
    ("renewal.mode", "", pattern(r"renew|extend|perpanjang")),
    ("starts", "", pattern(r"(?:enter|come)s? into force|take effect|mulai berlaku")),
    ("termination.notice", "p", pattern(r"terminat|diakhiri|mengakhiri")),
    ("ends", "d", pattern(r"expire|until|berakhir|sampai dengan")),
)


def _nearest(document: Document, sentence: Tagged) -> list[tuple[str, Proof]]:
    """The fields that a sentence might speak of, should no form read them: shown as a hint, never as a fact."""
    return [
        (field, proof(document, sentence.sentence, sentence.sentence.start, sentence.sentence.start))
        for field, mark, words in _NEAR
        if (not mark or MARK + mark in sentence.text) and words.search(sentence.text)
    ]


_SIGNED_BY = pattern(r"\W*(?:signed|ditandatangani)(?![\w])[^\n]{0,160}? (?:by|for|oleh|untuk)(?![\w])")


def _signings(found: list[Found]) -> list[Found]:
    """The day at the head of the text if one stands there, else what the end of it says."""
    head = [one for one in found if one.reading.start < (0, HEAD, TITLE, 0)[one.reading.rank]]
    if head:
        best = min(one.reading.rank for one in head)
        ranked = [one for one in head if one.reading.rank == best]
        first = min(ranked, key=lambda one: one.reading.start)
        return [
            one for one in ranked if one.reading.start - first.reading.start < 400 or one.document is not first.document
        ]
    ends = [one for one in found if one.reading.rank != 2]
    apart = [one for one in ends if _SIGNED_BY.match(small(one.document.text), one.reading.sentence.start)]
    if len(apart) == len(ends) and ends:
        # Each party signed on a day of its own: the last one counts, and all of them prove it.
        last = max(one.reading.value for one in ends)
        return [Found(one.document, replace(one.reading, value=last, other=None)) for one in ends]
    return ends
