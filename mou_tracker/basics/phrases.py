"""Sentences as values: a message id with its arguments, worded later in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Phrase(Struct, frozen=True):
    """One sentence or part of one; `many` is its plural form, chosen by the argument `n`."""

    msgid: str
    args: Mapping[str, object]
    many: str | None = None


class Words(Struct, frozen=True):
    """A name in both languages of the office."""

    id: str
    en: str


class Called(Struct, frozen=True):
    """A word that a register or an option takes, with what it is called where its own language is not the reader's.

    The words are English, so that an English reader is told the word itself; a procedure names its steps in both.
    """

    word: str
    name: Phrase | Words


class Joined(Struct, frozen=True):
    """Values with a sign between them, however many: a day and the terms counted from it, the items of a list."""

    parts: tuple[object, ...]
    sign: str


def phrase(msgid: str, /, **args: object) -> Phrase:
    """A phrase with named arguments: dates, spans, periods, texts and other phrases."""
    return Phrase(msgid, args)


def plural(one: str, many: str, /, n: int, **args: object) -> Phrase:
    """A phrase that depends on the number `n`."""
    return Phrase(one, {"n": n, **args}, many)
