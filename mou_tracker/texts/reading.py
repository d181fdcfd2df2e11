"""Documents of one agreement become facts: what all forms read, decided field by field."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.texts.document import Document
from mou_tracker.texts.facts import Fact, Found, agreed, computed_end
from mou_tracker.texts.matching import readings, tagged

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


def read_documents(documents: Sequence[Document]) -> list[Fact]:
    """All facts that the documents of one agreement state."""
    found: dict[str, list[Found]] = {}
    for document in documents:
        for sentence in tagged(document):
            for reading in readings(sentence):
                found.setdefault(reading.field, []).append(Found(document, reading))
    facts: dict[str, Fact] = {}
    for field, all_found in found.items():
        kept = _signings(all_found) if field == "signed" else all_found
        fact = agreed(field, kept)
        if fact:
            facts[field] = fact
    end = computed_end(facts)
    if end and "ends" not in facts:
        facts["ends"] = end
    return [facts.get(name) or Fact(name, "not-said") for name in FIELDS]


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
    return [one for one in found if one.reading.rank != 2]
