"""Documents of one agreement become facts: what all forms read, decided field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from mou_tracker.basics.patterns import pattern
from mou_tracker.texts.document import Document
from mou_tracker.texts.facts import Fact, Found, Proof, agreed, computed_end, proof
from mou_tracker.texts.headings import is_draft, surrounding
from mou_tracker.texts.matching import Tagged, readings, small, tagged
from mou_tracker.texts.vocabulary import MARK, word
from mou_tracker.texts.written_values import days

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


class Endless(Exception):
    """Reading took longer than it may; what was read until then is not told, since the rest might contradict it."""


def read_documents(
    documents: Sequence[Document], authority: str | None = None, late: Callable[[], bool] = lambda: False
) -> list[Fact]:
    """All facts that the documents of one agreement state; `authority` is the own side, left out of the partners.

    `late` is asked before each sentence whether to give up: then `Endless` is raised.
    """
    found: dict[str, list[Found]] = {}
    near: list[tuple[str, Proof]] = []
    for document in documents:
        unsigned = is_draft(document)
        for sentence in tagged(document):
            if late():
                raise Endless
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
    hints = dict(reversed(near))
    if "ends" not in facts and ("starts" in facts or "starts" not in hints):
        # Where the text speaks of a start that no form reads, the term may run from another day than the signing.
        facts |= computed_end(facts)
    return [facts.get(name) or Fact(name, "not-said", hint=hints.get(name)) for name in FIELDS]


_NEAR = (
    ("term", "p", pattern(r"in force|in effect|valid|berlaku|jangka waktu|(?<![a-z])term(?![a-z])|duration")),
    ("renewal.mode", "", pattern(r"renew|extend|perpanjang")),
    ("starts", "", pattern(r"into (?:force|effect)|takes? effect|becomes? effective|mulai berlaku")),
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


LINES, BLOCK = 4, 2000
"""The rank of day lines in a block of signatures, and how many letters such a block has."""
_SLOT = pattern(r"(?<!effective )(?<![\w])(?:date(?: signed)?|tanggal) ?:")
_SIGNATORY = re.compile(word("signatory"))
_AT_HEAD = {1: HEAD, 2: TITLE}


def _last_of_block(lines: list[Found]) -> list[Found]:
    """Of the days in the first block of signatures the latest: only then all had signed."""
    if not lines:
        return []
    first = min(lines, key=lambda one: one.reading.start)
    whole, start = small(first.document.text), first.reading.start
    begin = max(0, start - BLOCK // 4)
    if "/s/" in whole[: max(0, start - BLOCK)] or any(
        _SIGNATORY.search(whole, slot.start() - 300, slot.start()) for slot in _SLOT.finditer(whole, 0, begin)
    ):
        return []  # another block stands before it
    text = whole[begin : start + BLOCK]
    filled = {day.start: day.value for day in days(text)}
    values = [
        next((filled[at] for at in range(slot.end(), slot.end() + 3) if at in filled), None)
        for slot in _SLOT.finditer(text)
    ]
    told = [value for value in values if value]
    if len(told) < len(values):
        return []  # somebody's day is blank, or written in a way that is not understood
    return [
        Found(one.document, replace(one.reading, value=max(told))) for one in lines if one.reading.start - start < BLOCK
    ]


_SIGNED_AT = pattern(
    r"\W*(?:signed|done|ditandatangani)(?:,? in duplicate)?,? (?:at|in|di) ([^\n\d,]{2,60}?)(?: on| pada|,)"
)


def _apart(signings: list[Found]) -> bool:
    """Whether each says by whom, or each names another place: then the days need not be the same."""
    texts = [(small(one.document.text), one.reading.sentence.start) for one in signings]
    if all(_SIGNED_BY.match(text, start) for text, start in texts):
        return True
    places = [match[1] for text, start in texts if (match := _SIGNED_AT.match(text, start))]
    return len(places) == len(signings) == len(set(places)) > 1


def _signings(found: list[Found]) -> list[Found]:
    """The day at the head of the text if one stands there, else what the end of it says."""
    head = [one for one in found if one.reading.start < _AT_HEAD.get(one.reading.rank, 0)]
    if head:
        best = min(one.reading.rank for one in head)
        ranked = [one for one in head if one.reading.rank == best]
        first = min(ranked, key=lambda one: one.reading.start)
        return [
            one for one in ranked if one.reading.start - first.reading.start < 400 or one.document is not first.document
        ]
    ends = [one for one in found if one.reading.rank not in (2, LINES)]
    if not ends:
        return _last_of_block([one for one in found if one.reading.rank == LINES])
    if ends and _apart(ends):
        # Each party signed on a day of its own: the last one counts, and all of them prove it.
        last = max(one.reading.value for one in ends)
        return [Found(one.document, replace(one.reading, value=last, other=None)) for one in ends]
    return ends
