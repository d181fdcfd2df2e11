"""What a person types, taken as a person means it: the ONE place for options, questions and `mou set` alike.

A text that the reader of a key takes is taken as it is. Else the other ways to write it are tried: a date in words, a
country's name, a word in capitals or in another language. What then is no value is told with the reader's own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from mou_tracker.basics.dates import BadDate, DateSpan, Period, parse_date
from mou_tracker.basics.dates_in_words import NotADate, Order, read_date, read_term
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields.countries import named
from mou_tracker.fields.paths import one_of, takes
from mou_tracker.fields.value_types import Schema, ValueType
from mou_tracker.fields.values import PERIOD_PATTERN, country, kind
from mou_tracker.language import labels
from mou_tracker.language.called import Labels, called, nearest_called, words_called
from mou_tracker.parsing.nodes import Point, Scalar
from mou_tracker.parsing.source_file import SourceFile

Value = DateSpan | Period | int | str
_QUOTED = '"'
NOT_ALLOWED = "not-allowed-word"
LABELS: Labels = tuple(labels.WORD_NAMES.values())


class NotMeant(ValueError):
    """A text that is no value of the wanted kind, whichever way it is taken; the sentence says why, a hint what is."""

    def __init__(self, message: Phrase, hint: Phrase | None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


def order_in(language: str | None) -> Order | None:
    """Which of day and month comes first in a date of digits, where the language settles it."""
    return "day-first" if language == "id" else None


def meant(text: str, key: str, reader: ValueType, order: Order | None = None) -> Value:
    """The value that was meant for a key, as an edit puts it into a register; raises NotMeant.

    `order` settles which of day and month comes first in `05/12/2024`.
    """
    return _as_data(*_taken(text, key, reader, order))


def meant_text(text: str, key: str, reader: ValueType, order: Order | None = None) -> str:
    """The text that a register would have for what was meant; a text that its reader takes stays. Raises NotMeant."""
    return _taken(text, key, reader, order)[0]


def _taken(text: str, key: str, reader: ValueType, order: Order | None) -> tuple[str, object]:
    """The first way to write a text that the reader takes, and what it takes it for."""
    # A kind that no procedure has is found out only when the whole register is read; its name is an id.
    plain = text.strip().lower() if reader is kind else text.strip()
    for candidate in (plain, *_other_ways(plain, reader, order)):
        found, _ = _read(candidate, key, reader)
        if found is not None:
            return candidate, found
    _, problem = _read(plain, key, reader)
    if takes(reader).date:
        try:
            read_date(plain, order)
        except NotADate as bad:
            if bad.kind != "form":
                raise NotMeant(bad.reason, date_hint(bad)) from None
    assert problem is not None
    words = takes(reader).words
    raise NotMeant(problem.message, _among(plain, words) if problem.rule == NOT_ALLOWED and words else problem.hint)


def _among(text: str, words: Sequence[str]) -> Phrase:
    """The word that may be meant, or all of them by what they are called: who types may say either."""
    near = nearest_called(text, words, LABELS)
    return (
        phrase("did you mean `{word}`?", word=near) if near else phrase("allowed: {words}", words=called(words, LABELS))
    )


def meant_of(text: str, key: str, reader: ValueType, order: Order | None = None) -> list[Value]:
    """The values of a list that were meant, with commas between them; one that holds a comma stands in quotes.

    Raises NotMeant.
    """
    plain = text.strip()
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1]
    one = one_of(reader)
    return [meant(item, key, one, order) for item in _split(plain)]


def _split(text: str) -> list[str]:
    import csv  # nobody who looks only needs it

    return [item for row in csv.reader([text], skipinitialspace=True) for item in row if item.strip()] or [text]


def _read(text: str, key: str, reader: ValueType):  # type: ignore[no-untyped-def]
    """What the reader takes a text for, and the first thing that it finds wrong with it."""
    source = SourceFile("", text)
    node = Scalar(None, None, (False, True), text, Point(0), Point(len(text)))
    node.style = _QUOTED  # a text that looks like nothing at all is written in quotes
    value = reader.read(node, key, source)
    if source.count:
        return None, source.findings[0]
    return value, None


def _as_data(text: str, found: object) -> Value:
    """A value for an edit: dates, periods and numbers as such, all else as its text."""
    if isinstance(found, DateSpan | Period | str) or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    try:
        return parse_date(text) if not isinstance(found, tuple) or not _is_text(found) else text
    except BadDate:
        return text


def in_other_ways(reader: ValueType) -> bool:
    """Whether people write a value otherwise than a register does: dates, periods, countries, a few words."""
    said, schema = takes(reader), reader.schema
    return bool(said.date or said.words) or schema == country.schema or PERIOD_PATTERN in str(schema)


def _is_text(found: tuple[object, ...]) -> bool:
    return all(isinstance(one, str) for one in found)


def _other_ways(text: str, reader: ValueType, order: Order | None) -> Iterator[str]:
    """What may be meant by a text, by what the reader takes; a guess that is not certain is not among it."""
    schema = reader.schema
    yield from words_called(text, _allowed(schema), LABELS)
    if schema == country.schema:
        code = named(text)
        yield from (code,) if code else ()
    if takes(reader).date:
        with suppress(NotADate):
            yield read_date(text, order).iso()
    if PERIOD_PATTERN in str(schema):
        term = read_term(text)
        yield from () if term is None else (term,) if isinstance(term, str) else (term.text(),)
    yield text.lower()


def word_meant(text: str, allowed: Sequence[str], labels: Labels | None = None) -> str | None:
    """The allowed word that a text says; None if it says none of them.

    `labels` are tables of what the words are called; those of a register's words where none are given.
    """
    return text if text in allowed else next(words_called(text, allowed, LABELS if labels is None else labels), None)


def _options(schema: Schema) -> Iterator[Schema]:
    several = schema.get("anyOf")
    if isinstance(several, list):
        for one in several:
            yield from _options(one)
        yield schema
        return
    items = schema.get("items")
    if isinstance(items, dict):
        yield from _options(items)
    yield schema


def _allowed(schema: Schema) -> Iterator[str]:
    for one in _options(schema):
        words = one.get("enum")
        yield from map(str, words) if isinstance(words, list) else ()


def date_hint(bad: NotADate) -> Phrase | None:
    """How to write a date that may mean several days."""
    if bad.kind in ("order", "century"):
        return phrase("write a date as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known")
    return None
