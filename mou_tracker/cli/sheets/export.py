"""`mou export`: the register as a spreadsheet that `mou import` reads back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.cli import inputs, options
from mou_tracker.cli.progress import Progress, Unseen, progress
from mou_tracker.cli.register import LoadedRegister, asked, load, write
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Write what the records say as a spreadsheet: .xlsx, .csv or .json. Change it there and take it back with "
            "mou import, which then needs no map and changes only what was changed."
        )
    )

    def named_otherwise(_: click.Context, __: click.Parameter, value: str | None) -> None:
        """Other commands have this option for what they print; here the file is what the command is about."""
        if value is not None:
            raise click.UsageError(say(phrase("the file is named without an option: mou export {file}", file=value)))

    return options.make(
        "export",
        say,
        text,
        run,
        [
            click.Argument(["target"], metavar="FILE"),
            click.Option(
                ["-f", "--format", "form"],
                type=inputs.Word(tuple(FORMATS), say),
                help=say(phrase("The format, if the file's name does not tell it.")),
            ),
            click.Option(["-o", "--output"], is_eager=True, expose_value=False, hidden=True, callback=named_otherwise),
            *options.filters(say),
            *options.reading(say),
        ],
    )


def run(say: Wording, target: str, form: str | None, path: str | None, as_of: date | None, **given: Any) -> int:
    """Write the records that pass the filters."""
    wanted = form or Path(target).suffix.lower().lstrip(".")
    if wanted not in FORMATS:
        text = phrase("which format is {file}? -f xlsx, csv or json", file=target)
        if wanted:
            text = phrase(
                "a sheet is written as .xlsx, .csv or .json, not as .{ending}: {file}", ending=wanted, file=target
            )
        raise click.UsageError(say(text))
    with progress(say, phrase("reading the register")) as doing:
        return _exported(load(say, path, as_of), wanted, target, given, doing)


def _exported(loaded: LoadedRegister, wanted: str, target: str, given: dict[str, Any], doing: Progress | Unseen) -> int:
    say = loaded.say
    query = asked(loaded, (), given)
    shown = [one for one in loaded.assessments if query.keeps(one)]
    kept = {one.agreement.id for one in shown}
    everything = len(shown) == len(loaded.assessments)
    agreements = [one for one in loaded.book.agreements if everything or one.id in kept]
    doing.now(phrase("writing the sheet"))
    write(FORMATS[wanted](loaded, agreements), target)
    left = len(loaded.book.agreements) - len(agreements)
    if left:
        click.echo(say(plural("{n} record is left out", "{n} records are left out", left)), err=True)
    if not options.is_standard_output(target):
        text = plural("{n} record written to {file}", "{n} records written to {file}", len(agreements), file=target)
        click.echo(say(text), err=True)
    return 1 if loaded.book.unread else 0


def _json(loaded: LoadedRegister, agreements: Sequence[Agreement]) -> str:
    from mou_tracker.sheets import register_sheet as sheet

    return sheet.json_text(agreements, loaded.name)


def _csv(_: LoadedRegister, agreements: Sequence[Agreement]) -> bytes:
    from mou_tracker.sheets import register_sheet as sheet

    return sheet.csv_bytes([sheet.flat(one) for one in agreements])


def _xlsx(loaded: LoadedRegister, agreements: Sequence[Agreement]) -> bytes:
    from mou_tracker.sheets import register_sheet as sheet

    say = loaded.document_words
    computed = {
        one.agreement.id: sheet.Computed(say(one.status_name), one.last_day.iso() if one.last_day else "")
        for one in loaded.assessments
    }
    try:
        return sheet.xlsx_bytes([sheet.flat(one) for one in agreements], computed, loaded.name, loaded.as_of, say)
    except sheet.TooLong as long:
        text = phrase("{field} of {id} is longer than a cell of a workbook can be", field=long.field, id=long.id)
        raise Failure(text, phrase("export as .csv or .json")) from None


# THE table of formats, by the ending of a file's name.
FORMATS: Mapping[str, Callable[[LoadedRegister, Sequence[Agreement]], str | bytes]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "json": _json,
}
