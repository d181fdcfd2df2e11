"""Facts: what a text states, each with its proof; two places that differ are a conflict, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from mou_tracker.basics.dates import DateSpan, any_period, last_day, parse_date
from mou_tracker.basics.patterns import pattern
from mou_tracker.texts.document import Document, Sentence
from mou_tracker.texts.matching import Reading

Kind = Literal["stated", "computed", "conflict", "not-said"]
Value = str | tuple[str, ...]


class Proof(Struct, frozen=True):
    """The very sentence, where it begins, and which part of it says so (`mark`, offsets in `text`)."""

    file: str
    page: int | None
    line: int
    text: str
    mark: tuple[int, int] = (0, 0)
    ocr: bool = False


class Fact(Struct, frozen=True):
    """What the texts say of one field. `value` is as in a record; a conflict and what is not said have none.

    The proofs of a conflict are the places that differ. `hint` is the nearest sentence to what is not said, unread.
    """

    field: str
    kind: Kind
    value: Value | None = None
    proofs: tuple[Proof, ...] = ()
    hint: Proof | None = None
    alternatives: tuple[str, ...] = ()

    @property
    def ocr(self) -> bool:
        """Whether it rests on letters that were guessed from a picture."""
        return any(proof.ocr for proof in self.proofs)


class Found(Struct, frozen=True):
    """A reading with the document that it stands in."""

    document: Document
    reading: Reading


def proof(document: Document, sentence: Sentence, start: int, end: int) -> Proof:
    """A sentence as a proof, the part from `start` to `end` marked."""
    text = document.text[sentence.start : sentence.end]
    lead = len(text) - len(text.lstrip())
    line = document.line_at(sentence.start + lead)
    first = max(0, start - sentence.start - lead)
    clean = text.strip().replace("\n", " ")
    return Proof(
        document.file, line.page, line.number, clean, (first, min(end - sentence.start - lead, len(clean))), line.ocr
    )


def proven(found: Found) -> Proof:
    """The proof of a reading."""
    reading = found.reading
    return proof(found.document, reading.sentence, reading.start, reading.end)


def agreed(field: str, found: Sequence[Found]) -> Fact | None:
    """One fact of all readings of a field: stated where they agree, else a conflict; None without any."""
    if not found:
        return None
    first = min(one.reading.rank for one in found)
    heard = [one for one in found if one.reading.rank == first]
    values = list(dict.fromkeys(one.reading.value for one in heard))
    values = _most_exact(values)
    others = [one.reading.other for one in heard if one.reading.other]
    distinct = {_same(value): value for value in values}
    if len(distinct) > 1 or others:
        kept = {_same(one.reading.value): one for one in reversed(heard)}
        proofs = tuple(proven(kept[key]) for key in reversed(kept))
        return Fact(field, "conflict", None, proofs, None, tuple(dict.fromkeys([*values, *others])))
    value = values[0]
    places = [one for one in heard if one.reading.value == value]
    shown = {(one.file, one.line, one.text): one for one in map(proven, reversed(places[:3]))}
    return Fact(field, "stated", value, tuple(reversed(shown.values())))


def _same(value: str) -> object:
    """What makes two values one: a period by its length."""
    period = any_period(value)
    return period.length if period else value


def _most_exact(values: Iterable[str]) -> list[str]:
    """Without months and years that a day among the values lies in."""
    values = list(values)
    return [one for one in values if not any(other != one and other.startswith(f"{one}-") for other in values)]


_LATER = pattern(
    r"(?:effective|commencement|start|starting|launch|opening|closing|delivery|first) date|date (?:on|upon) which|"
    r"notif|pemberitahuan|diterima|tanggal efektif"
)


def computed_end(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The last day, by the anniversary, where signing or start and the term are stated; nothing else."""
    starts, term, signed = (facts.get(name) for name in ("starts", "term", "signed"))
    if term is None or term.kind != "stated" or not isinstance(term.value, str):
        return {}
    period = any_period(term.value)
    begun = starts if starts and starts.kind == "stated" and starts.value != "signing" else None
    if begun is None and not (starts and starts.kind == "conflict"):
        begun = signed if signed and signed.kind == "stated" else None
    if not begun or (starts is None and any(_LATER.search(proof.text.lower()) for proof in term.proofs)):
        return {}  # the term runs from another day than the signing
    if period is None or not isinstance(begun.value, str):
        return {}
    span = parse_date(begun.value)
    first, last = (last_day(day, period.length, "anniversary") for day in span)
    proofs = (*begun.proofs[:1], *term.proofs[:1])
    return {"ends": Fact("ends", "computed", DateSpan(first, last).iso(), proofs)}
