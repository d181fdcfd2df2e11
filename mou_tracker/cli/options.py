"""Options that several commands share, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from mou_tracker.agreement.procedure import KINDS
from mou_tracker.agreement.record import COUNCIL_NEEDS
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli.inputs import Country, Day, Word, Words, names, status_labels
from mou_tracker.cli.main import Command, language_option
from mou_tracker.language.wording import Wording
from mou_tracker.status.statuses import STATUSES

if TYPE_CHECKING:
    from mou_tracker.status.filters import Query
    from mou_tracker.views.tables import CsvStyle

Params = list[click.Parameter]
AHEAD = "mou.ahead"


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
        # Eager: a day such as `yesterday` in another option is seen from it.
        click.Option(["--as-of"], is_eager=True, type=Day(say), metavar="DATE", help=as_of),
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


def complete_kinds(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that fit what was typed after the last comma."""
    from mou_tracker.cli import completing

    before, comma, typed = incomplete.rpartition(",")
    return [f"{before}{comma}{kind}" for kind in completing.complete_kinds(ctx, typed)]


def ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the register that begin so, for completion in the shell."""
    from mou_tracker.cli.completing import complete_ids

    return complete_ids(ctx, incomplete)


def contacts(say: Wording) -> click.Option:
    """Whether the persons at the partners are told, whose data nobody gets without asking."""
    text = say(phrase("Show the contacts at the partners too: name, mail address, telephone."))
    return click.Option(["--contacts"], is_flag=True, help=text)


def council_option(say: Wording) -> click.Option:
    """What a record says of the council's approval."""
    text = say(phrase("Whether the council must approve."))
    return click.Option(["--dprd"], type=Word(COUNCIL_NEEDS, say), help=text)


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


def given_as(name: str) -> tuple[click.Parameter, click.Context]:
    """The parameter of the running command that holds a value by this name, for a refusal of that value."""
    context = click.get_current_context()
    return next(one for one in context.command.params if one.name == name), context


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
