"""Options that several commands share, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from mou_tracker.agreement.procedure import KINDS
from mou_tracker.agreement.record import COUNCIL_NEEDS
from mou_tracker.basics.dates import BadDate, DateSpan, parse_date
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.basics.phrases import Words as Names
from mou_tracker.cli.main import Command, language_option
from mou_tracker.cli.misuse import Misuse
from mou_tracker.language.wording import Wording
from mou_tracker.status.statuses import STATUSES

if TYPE_CHECKING:
    from mou_tracker.status.filters import Query
    from mou_tracker.views.tables import CsvStyle

Params = list[click.Parameter]
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
        from mou_tracker.fields.paths import parts_of, reader_at, takes
        from mou_tracker.fields.typed import NotMeant, meant, meant_of, order_in

        parts = parts_of(self.path)
        reader = reader_at(parts) if parts else None
        assert reader is not None
        said = takes(reader)
        known = order_in(asked_language(ctx)) if said.date else None
        key = self.path.rpartition(".")[2]
        try:
            found = meant_of(value, key, reader, known) if said.values else meant(value, key, reader, known)
        except NotMeant as bad:
            raise Misuse(self.say(bad.message), self.say(bad.hint) if bad.hint else None, ctx, param) from None
        if self.as_typed:
            return value
        return tuple(found) if isinstance(found, list) else found


LANGUAGE, AHEAD = "mou.language", "mou.ahead"


def asked_language(ctx: click.Context | None) -> str | None:
    """The language of the register that the command is about; None where it is not clear which, or it cannot be read.

    Of several registers together it is the language of all.
    """
    ctx = ctx or click.get_current_context(silent=True)
    if ctx is None:
        return None
    if LANGUAGE not in ctx.meta:
        ctx.meta[LANGUAGE] = _language_of(ctx)
    language: str | None = ctx.meta[LANGUAGE]
    return language


def _language_of(ctx: click.Context) -> str | None:
    from mou_tracker.basics.findings import Failure
    from mou_tracker.cli.choice import meant, several
    from mou_tracker.register import files
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.register.read import read_book

    given, name = ctx.params.get("path") or (), ctx.params.get("name")
    try:
        found = several(given)[0] if name is None else []
        known = set()
        for path in [one.path for one in found if not one.refused] or [meant(given, name)[0]]:
            contents = [(str(file), files.read_file(file)) for file in files.register_files(path)]
            known.add(read_book(contents, ShippedProcedures()).register.language)
    except (OSError, files.NoRegister, Failure):
        return None
    return known.pop() if len(known) == 1 else None


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
    from mou_tracker.basics.dates_in_words import NotADate, read_date
    from mou_tracker.fields.typed import date_hint, order_in

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
        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


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


def council_option(say: Wording) -> click.Option:
    """What a record says of the council's approval."""
    text = say(phrase("Whether the council must approve."))
    return click.Option(["--dprd"], type=Word(COUNCIL_NEEDS, say), help=text)


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


def given_as(name: str) -> tuple[click.Parameter, click.Context]:
    """The parameter of the running command that holds a value by this name, for a refusal of that value."""
    context = click.get_current_context()
    return next(one for one in context.command.params if one.name == name), context


def ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the register that begin so, for completion in the shell."""
    from mou_tracker.cli.completing import complete_ids

    return complete_ids(ctx, incomplete)


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


def reading(say: Wording) -> Params:
    """Which register, as of which day, in which language."""
    register = say(phrase("The register: a file or a folder. Else MOU_REGISTER, else the nearest agreements.yaml."))
    register += " " + say(phrase("Repeatable; a folder may hold several registers."))
    as_of = say(phrase("The day to look from. Else today in the register's time zone."))
    return [
        click.Option(
            ["-r", "--register", "path"],
            is_eager=True,
            multiple=True,
            type=click.Path(),
            metavar="PATH",
            help=register,
        ),
        click.Option(["--as-of"], type=Day(say), metavar="DATE", help=as_of),
        language_option(say),
    ]


def ahead(say: Wording) -> click.Option:
    """`--ahead`: that a day after today is meant; the session asks for it at the end."""

    def keep(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta[AHEAD] = value

    text = say(phrase("A day after today is meant; on a terminal it is asked."))
    return click.Option(["--ahead"], is_flag=True, expose_value=False, callback=keep, help=text)


def output(say: Wording, *formats: str) -> Params:
    """In which format, and where to."""
    table = say(phrase("How to print it."))
    return [
        click.Option(["-f", "--format", "form"], type=Word(formats, say), default=formats[0], help=table),
        *(_csv_options(say) if "csv" in formats else []),
        output_file(say),
    ]


def output_file(say: Wording) -> click.Option:
    """Where to; None is standard output, by whatever name."""

    def place(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value == "":
            raise click.BadParameter(say(phrase("the name of the file to write is empty")), ctx, param)
        return None if value is None or is_standard_output(value) else value

    text = say(phrase("Write to a file, whole or not at all; into a pipe or device as it comes; `-` prints."))
    return click.Option(["-o", "--output", "target"], metavar="FILE", help=text, callback=place)


def is_standard_output(target: str) -> bool:
    """Whether a target is what is printed anyway: `-`, `/dev/stdout`, or a link that leads there."""
    from mou_tracker.register.output import STANDARD_OUTPUT, descriptor

    return target == "-" or descriptor(target) == STANDARD_OUTPUT


DELIMITER, BOM = "mou.delimiter", "mou.bom"


def _csv_options(say: Wording) -> Params:
    """How CSV is written; kept for where it is, so that no command hands them on."""

    def keep(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        return lambda ctx, _, value: ctx.meta.__setitem__(key, value)

    between = say(phrase("What stands between the cells of CSV: a comma, a semicolon, `tab`."))
    mark = say(phrase("CSV for old spreadsheets: begin with a byte order mark."))
    signs = Word([",", ";", "tab"], say)
    return [
        click.Option(
            ["--delimiter"], type=signs, default=",", help=between, expose_value=False, callback=keep(DELIMITER)
        ),
        click.Option(["--bom"], is_flag=True, help=mark, expose_value=False, callback=keep(BOM)),
    ]


def csv_style() -> CsvStyle:
    """How CSV was asked for."""
    from mou_tracker.views.tables import CsvStyle

    given = click.get_current_context().meta
    delimiter = given.get(DELIMITER, ",")
    return CsvStyle("\t" if delimiter == "tab" else delimiter, given.get(BOM, False))


def complete_kinds(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that fit what was typed after the last comma."""
    from mou_tracker.cli import completing

    before, comma, typed = incomplete.rpartition(",")
    return [f"{before}{comma}{kind}" for kind in completing.complete_kinds(ctx, typed)]


def filters(say: Wording) -> Params:
    """Which records to keep; each may be given several times."""
    return [
        click.Option(
            ["--status"],
            multiple=True,
            type=Words(STATUSES, say, status_labels),
            metavar="STATUS,...",
            help=say(phrase("Only these statuses: {words}.", words=names(STATUSES, status_labels))),
        ),
        click.Option(["--owner"], multiple=True, help=say(phrase("Only these owners: contact or address."))),
        click.Option(
            ["--kind"],
            multiple=True,
            type=Words(None, say),
            metavar="KIND,...",
            help=say(phrase("Only these kinds: {kinds}, or the register's own.", kinds=", ".join(KINDS))),
            shell_complete=complete_kinds,
        ),
        click.Option(
            ["--country"],
            multiple=True,
            type=Country(say),
            metavar="COUNTRY",
            help=say(phrase("Only these countries, as in MY.")),
        ),
        click.Option(
            ["--partner"], multiple=True, metavar="TEXT", help=say(phrase("Only partners whose name has this."))
        ),
        click.Option(
            ["--unit"], multiple=True, metavar="TEXT", help=say(phrase("Only units in charge whose name has this."))
        ),
        click.Option(
            ["--field"], multiple=True, metavar="TEXT", help=say(phrase("Only areas of cooperation that have this."))
        ),
        click.Option(
            ["--search"], multiple=True, metavar="TEXT", help=say(phrase("Only records that have this in any text."))
        ),
    ]


def contacts(say: Wording) -> click.Option:
    """Whether the persons at the partners are told, whose data nobody gets without asking."""
    text = say(phrase("Show the contacts at the partners too: name, mail address, telephone."))
    return click.Option(["--contacts"], is_flag=True, help=text)


def query(ids: tuple[str, ...], given: dict[str, Any]) -> Query:
    """The filters given on a command line."""
    from mou_tracker.status.filters import Query

    return Query(
        ids=ids,
        status=tuple(word for words in given["status"] for word in words),
        owner=given["owner"],
        kind=tuple(word for words in given["kind"] for word in words),
        country=given["country"],
        partner=given["partner"],
        unit=given["unit"],
        field=given["field"],
        search=given["search"],
    )


# THE list of words that stand for values in the help: one for one thing, in every command.
METAVARS: Mapping[str, Phrase] = {
    one.msgid: one
    for one in (
        phrase("ADDRESS"),
        phrase("CONTACT"),
        phrase("COUNTRY"),
        phrase("DATE"),
        phrase("DAYS"),
        phrase("FIELD"),
        phrase("FILE"),
        phrase("FORMAT"),
        phrase("ID"),
        phrase("KIND"),
        phrase("LIST"),
        phrase("N"),
        phrase("NAME"),
        phrase("PARTY"),
        phrase("PATH"),
        phrase("PERIOD"),
        phrase("PROMISE"),
        phrase("REVISION"),
        phrase("RULE"),
        phrase("STATE"),
        phrase("STATUS"),
        phrase("STEP"),
        phrase("TEXT"),
        phrase("TITLE"),
        phrase("VALUE"),
        phrase("YEAR"),
        phrase("ZONE"),
    )
}
_METAVAR = pattern("[A-Z]+")


def make(
    name: str,
    say: Wording,
    text: str,
    run: Callable[..., int],
    params: Params,
    several: Callable[..., int] | None = None,
) -> click.Command:
    """A command of its parameters; its function takes the wording and the parsed values and returns an exit status.

    `several` is what it does in place of that where several registers are named, if it can do anything with them.
    """
    from mou_tracker.cli.choice import carried_out

    for param in params:
        if param.metavar is None and param.type is click.STRING:
            param.metavar = "TEXT"
        if param.metavar is not None:
            param.metavar = _METAVAR.sub(lambda word: say(METAVARS[word[0]]), param.metavar)
    return Command(
        name,
        callback=lambda **values: carried_out(say, run, several, values),
        params=params,
        help=text,
        options_metavar=say(phrase("[OPTIONS]")),
    )
