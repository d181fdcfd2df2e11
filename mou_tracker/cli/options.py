"""Options that several commands share, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from mou_tracker.agreement.procedure import KINDS
from mou_tracker.basics.dates import BadDate, parse_date
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli.main import language_option
from mou_tracker.language.wording import Wording
from mou_tracker.status.statuses import STATUSES

if TYPE_CHECKING:
    from mou_tracker.status.filters import Query

Params = list[click.Parameter]


class Day(click.ParamType):  # type: ignore[type-arg]
    """A full date, YYYY-MM-DD."""

    name = "date"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; anything but a full date that exists is refused."""
        try:
            span = parse_date(value)
        except BadDate:
            span = None
        if span is None or not span.certain:
            text = phrase("{value} is not a date as 2026-11-21", value=repr(value))
            self.fail(self.say(text), param, ctx)
        return span.earliest


class Words(click.ParamType):  # type: ignore[type-arg]
    """One of some words, or several joined by commas; any words where they are known only later."""

    name = "words"

    def __init__(self, words: tuple[str, ...] | None, say: Wording) -> None:
        self.words, self.say = words, say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The words given; an unknown one is refused with the known ones."""
        given = tuple(word for word in value.split(",") if word) if isinstance(value, str) else tuple(value)
        for word in given:
            if self.words is not None and word not in self.words:
                text = phrase("{word} is none of {words}", word=repr(word), words=", ".join(self.words))
                self.fail(self.say(text), param, ctx)
        return given

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that fit what was typed after the last comma."""
        before, comma, typed = incomplete.rpartition(",")
        return [CompletionItem(f"{before}{comma}{word}") for word in self.words or () if word.startswith(typed)]


def ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the register that begin so, for completion in the shell."""
    from mou_tracker.cli.completing import complete_ids

    return complete_ids(ctx, incomplete)


class Country(click.ParamType):  # type: ignore[type-arg]
    """A country's code of ISO 3166-1, in either case."""

    name = "country"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in capitals; what is no country is refused."""
        from mou_tracker.fields.countries import COUNTRIES

        code = str(value).upper()
        if code not in COUNTRIES:
            self.fail(self.say(phrase("{value} is no country's code as MY", value=repr(value))), param, ctx)
        return code


def reading(say: Wording) -> Params:
    """Which register, as of which day, in which language."""
    register = say(phrase("The register: a file or a folder. Else MOU_REGISTER, else the nearest agreements.yaml."))
    as_of = say(phrase("The day to look from. Else today in the register's time zone."))
    return [
        click.Option(["-r", "--register", "path"], type=click.Path(), metavar="PATH", help=register),
        click.Option(["--as-of"], type=Day(say), metavar="YYYY-MM-DD", help=as_of),
        language_option(say),
    ]


def output(say: Wording, *formats: str) -> Params:
    """In which format, and where to."""
    table = say(phrase("How to print it."))
    return [
        click.Option(["-f", "--format", "form"], type=click.Choice(formats), default=formats[0], help=table),
        click.Option(
            ["-o", "--output", "target"], metavar="FILE", help=say(phrase("Write to a file, whole or not at all."))
        ),
    ]


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
            type=Words(STATUSES, say),
            metavar="STATUS",
            help=say(phrase("Only these statuses.")),
        ),
        click.Option(["--owner"], multiple=True, help=say(phrase("Only these owners: contact or address."))),
        click.Option(
            ["--kind"],
            multiple=True,
            type=Words(None, say),
            metavar="KIND",
            help=say(phrase("Only these kinds: {kinds}, or the register's own.", kinds=", ".join(KINDS))),
            shell_complete=complete_kinds,
        ),
        click.Option(
            ["--country"],
            multiple=True,
            type=Country(say),
            metavar="CODE",
            help=say(phrase("Only these countries, as in MY.")),
        ),
        click.Option(
            ["--partner"], multiple=True, metavar="TEXT", help=say(phrase("Only partners whose name has this."))
        ),
    ]


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
    )


def make(name: str, say: Wording, text: str, run: Callable[..., int], params: Params) -> click.Command:
    """A command of its parameters; its function takes the wording and the parsed values and returns an exit status."""
    return click.Command(
        name,
        callback=lambda **values: run(say, **values),
        params=params,
        help=text,
        options_metavar=say(phrase("[OPTIONS]")),
    )
