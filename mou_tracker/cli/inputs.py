"""What a person may type as a value: how click reads it, and how what is none is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from mou_tracker import clock
from mou_tracker.agreement.register import Register
from mou_tracker.basics.dates import BadDate, DateSpan, parse_date
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.basics.phrases import Words as Names
from mou_tracker.cli.misuse import Misuse
from mou_tracker.language.wording import Wording
from mou_tracker.status.statuses import STATUSES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Labels = Callable[[], Sequence[Mapping[str, Phrase | Names]]]


class Typed(click.ParamType):  # type: ignore[type-arg]
    """What a person types for a field of a record, named by its path, as a person means it.

    `as_typed`: checked, but given back as the text that it is.
    """

    def __init__(self, path: str, say: Wording, as_typed: bool = False) -> None:
        self.name, self.path, self.say, self.as_typed = path, path, say, as_typed

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value; what is none is refused with the reason and what would be right."""
        if not isinstance(value, str):
            return value
        from mou_tracker.basics.dates_in_words import read_near
        from mou_tracker.fields.paths import parts_of, reader_at, takes
        from mou_tracker.fields.typed import NotMeant, meant, meant_of, order_in

        parts = parts_of(self.path)
        reader = reader_at(parts) if parts else None
        assert reader is not None
        said = takes(reader)
        near = read_near(value, lambda: asked_today(ctx)) if said.date else None
        value = near.isoformat() if near else value
        known = order_in(asked_language(ctx)) if said.date else None
        key = self.path.rpartition(".")[2]
        try:
            found = meant_of(value, key, reader, known) if said.values else meant(value, key, reader, known)
        except NotMeant as bad:
            raise Misuse(self.say(bad.message), self.say(bad.hint) if bad.hint else None, ctx, param) from None
        if self.as_typed:
            return value
        return tuple(found) if isinstance(found, list) else found


REGISTERS = "mou.registers"


def asked_language(ctx: click.Context | None) -> str | None:
    """The language of the register that the command is about; None where it is not clear which, or it cannot be read.

    Of several registers together it is the language of all.
    """
    known = {one.language for one in _asked(ctx)}
    return known.pop() if len(known) == 1 else None


def asked_today(ctx: click.Context | None) -> date:
    """The day that is today for the command: the one to look from, if it is given, else today in the register's zone.

    Where it is not clear which register, or they have several zones, it is today in the zone that a register has
    unless it says otherwise.
    """
    ctx = ctx or click.get_current_context(silent=True)
    as_of = ctx.params.get("as_of") if ctx else None
    if isinstance(as_of, date):
        return as_of
    zones = {one.timezone for one in _asked(ctx)}
    return clock.today(zones.pop() if len(zones) == 1 else Register().timezone)


def _asked(ctx: click.Context | None) -> Sequence[Register]:
    """The settings of the registers that the command is about; nothing where that is not clear."""
    ctx = ctx or click.get_current_context(silent=True)
    if ctx is None:
        return ()
    if REGISTERS not in ctx.meta:
        ctx.meta[REGISTERS] = _registers_of(ctx)
    found: Sequence[Register] = ctx.meta[REGISTERS]
    return found


def _registers_of(ctx: click.Context) -> Sequence[Register]:
    from mou_tracker.basics.findings import Failure
    from mou_tracker.cli.choice import meant, several
    from mou_tracker.register import files
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.register.read import read_book

    given, name = ctx.params.get("path") or (), ctx.params.get("name")
    try:
        found = several(given)[0] if name is None else []
        known = []
        for path in [one.path for one in found if not one.refused] or [meant(given, name)[0]]:
            contents = [(str(file), files.read_file(file)) for file in files.register_files(path)]
            known.append(read_book(contents, ShippedProcedures()).register)
    except (OSError, files.NoRegister, Failure):
        return ()
    return known


class Day(click.ParamType):  # type: ignore[type-arg]
    """A full date, as a person writes it."""

    name = "date"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; anything but a full date that exists is refused."""
        if isinstance(value, date):
            return value
        span = typed_date(self.say, value, param, ctx, phrase("{value} is not a date as 2026-11-21", value=repr(value)))
        if not span.certain:
            self.fail(self.say(phrase("{value} is not a date as 2026-11-21", value=repr(value))), param, ctx)
        return span.earliest


class Past(Day):
    """A day, or how long ago it was."""

    name = "past"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day, or the period from it to the day that is looked from."""
        from mou_tracker.basics.dates_in_words import read_past

        return (read_past(value) if isinstance(value, str) else None) or super().convert(value, param, ctx)


def typed_date(
    say: Wording, text: str, param: click.Parameter | None, ctx: click.Context | None, refusal: Phrase
) -> DateSpan:
    """A date as a person writes it; a refusal by the reader of dates, or the one given."""
    with suppress(BadDate):
        return parse_date(text)
    from mou_tracker.basics.dates_in_words import NotADate, read_date, read_near
    from mou_tracker.fields.typed import date_hint, order_in

    near = read_near(text, lambda: asked_today(ctx))
    if near:
        return DateSpan(near, near)
    try:
        return read_date(text)
    except NotADate as bad:
        if bad.kind == "order" and (order := order_in(asked_language(ctx))):
            with suppress(NotADate):
                return read_date(text, order)
        hint = date_hint(bad)
        said = say(refusal if bad.kind == "form" else bad.reason)
        raise Misuse(said, say(hint) if hint else None, ctx, param) from None


class Number(click.ParamType):  # type: ignore[type-arg]
    """A whole number within two bounds."""

    name = "number"

    def __init__(self, least: int, most: int, say: Wording) -> None:
        self.least, self.most, self.say = least, most, say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; anything else is refused with the bounds."""
        with suppress(ValueError):
            if self.least <= int(value) <= self.most:
                return int(value)
        text = phrase(
            "{value} is no whole number from {least} to {most}", value=repr(value), least=self.least, most=self.most
        )
        raise Misuse(self.say(text), None, ctx, param)


class Words(click.ParamType):  # type: ignore[type-arg]
    """One of some words, or several joined by commas; any words where they are known only later.

    `labels` make the tables of what the words are called, where those are not the words of a register.
    """

    name = "words"

    def __init__(self, words: tuple[str, ...] | None, say: Wording, labels: Labels | None = None) -> None:
        self.words, self.say, self.labels = words, say, labels

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The words given; an unknown one is refused with the known ones."""
        given = value.split(",") if isinstance(value, str) else value
        given = [word.strip() for word in given if word.strip()]
        if self.words is None:
            return tuple(word.lower() for word in given)
        return tuple(one_of(self.say, word, self.words, param, ctx, self.labels) for word in given)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that fit what was typed after the last comma."""
        from click.shell_completion import CompletionItem

        before, comma, typed = incomplete.rpartition(",")
        return [CompletionItem(f"{before}{comma}{word}") for word in self.words or () if word.startswith(typed)]


class Word(click.ParamType):  # type: ignore[type-arg]
    """One of some words, in any case, or as a language of the program calls it."""

    name = "word"

    def __init__(self, words: Sequence[str], say: Wording, labels: Labels | None = None) -> None:
        self.words, self.say, self.labels = tuple(words), say, labels

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """All of them, as the help shows what may stand there."""
        return f"[{'|'.join(self.words)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; another one is refused with the nearest."""
        return one_of(self.say, value, self.words, param, ctx, self.labels)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class Country(click.ParamType):  # type: ignore[type-arg]
    """A country by its code of ISO 3166-1 in either case, or by its name in English or Indonesian."""

    name = "country"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in capitals; what is no country is refused, with the nearest one."""
        from mou_tracker.fields.countries import COUNTRIES, code_of, either_of, named

        code = named(str(value))
        if code is None and (codes := either_of(str(value))):
            one, other = (f"{code} ({COUNTRIES[code]})" for code in codes)
            text = phrase("two countries are called {value}: write {one} or {other}", value=value, one=one, other=other)
            self.fail(self.say(text), param, ctx)
        if code is None:
            near = code_of(str(value))
            hint = self.say(phrase("did you mean {code}, {name}?", code=near, name=COUNTRIES[near])) if near else None
            text = phrase("{value} is no country's code or name, as MY or Malaysia", value=repr(value))
            raise Misuse(self.say(text), hint, ctx, param)
        return code


def one_of(
    say: Wording,
    text: str,
    words: tuple[str, ...],
    param: click.Parameter | None,
    ctx: click.Context | None,
    labels: Labels | None = None,
) -> str:
    """The word that was meant; refused with the nearest one, and then all of them."""
    if text in words:
        return text
    from mou_tracker.fields.typed import LABELS, word_meant
    from mou_tracker.language.called import called, nearest_called

    names = labels() if labels else LABELS
    found = word_meant(text.strip(), words, names)
    if found is not None:
        return found
    near = nearest_called(text, words, names)
    hint = say(phrase("did you mean `{word}`?", word=near)) if near else None
    known = say(phrase("allowed: {words}", words=called(words, names)))
    said = say(phrase("`{text}` is not one of the words allowed here", text=text))
    raise Misuse(said, hint, ctx, param, known)


def status_labels() -> list[Mapping[str, Phrase]]:
    """What the statuses are called, by the procedures that are shipped and where none is known."""
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.status.statuses import status_name

    shipped = ShippedProcedures()
    return [{status: status_name(status, one) for status in STATUSES} for one in (None, *map(shipped.get, shipped))]


def date_labels() -> list[Mapping[str, Phrase]]:
    """What the kinds of dates are called."""
    from mou_tracker.language.labels import DATE_NAMES

    return [DATE_NAMES]


def promise_labels() -> list[Mapping[str, Phrase]]:
    """What a promise's states are called."""
    from mou_tracker.language.labels import PROMISE_NAMES

    return [PROMISE_NAMES]


def names(words: Sequence[str], labels: Labels) -> Sequence[object]:
    """Words that may be typed, as the help lists them: by what they are called too, where that is another word."""
    from mou_tracker.language.called import called

    return called(words, labels())
