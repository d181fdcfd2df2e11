"""A sheet and its map, read for an import, or a Failure that says what is wrong with either."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.cli.streams import unheard
from mou_tracker.cli.write.session import EditSession, open_session
from mou_tracker.language.wording import Wording
from mou_tracker.register.output import create_file
from mou_tracker.sheets.formats.files import SheetFile, read_table, sheet_file
from mou_tracker.sheets.formats.tables import NotATable, Table, unescaped
from mou_tracker.sheets.headings import BadSheet, Sheet, understood
from mou_tracker.sheets.import_map import DATE_FIELDS, ImportMap, read_map
from mou_tracker.sheets.own_sheet import OwnSheet, own_sheet

if TYPE_CHECKING:
    from mou_tracker.sheets.proposal.map_text import Proposal, Unread


REJECTS = ".rejects.csv"


def load_file(source: str) -> SheetFile:
    """The bytes of a sheet: a file, a pipe, or for `-` standard input."""
    try:
        return sheet_file(Path(source))
    except NotATable as bad:
        raise Failure(bad.message, bad.hint) from None


def load_map(name: str, data: bytes, say: Wording) -> ImportMap:
    """The map in a file's bytes; what is wrong with it is listed, and ends the run."""
    from mou_tracker.check.formats.full import blocks
    from mou_tracker.check.formats.report import Report

    found, findings = read_map(name, data)
    if findings:
        lines = data.decode(errors="replace").split("\n")
        for block in blocks(Report(findings, (name,), 0, say, lambda _: lines)):
            click.echo(block, err=True, nl=False)
        raise Failure(phrase("the map {file} is not sound", file=name))
    return found


def load_table(file: SheetFile, by: ImportMap | None, start: str | None = None) -> Table:
    """The cells of a file; without a map of the sheet to `start` with, else the first. A Failure says why they cannot
    be read.
    """
    try:
        with unheard():
            if by is None:
                return unescaped(read_table(file, guess=True, start=start))
            delimiter = "\t" if by.file.delimiter == "tab" else by.file.delimiter
            return unescaped(read_table(file, by.file.encoding, delimiter, by.file.sheet))
    except NotATable as bad:
        raise Failure(bad.message, bad.hint) from None


def load_sheet(table: Table, by: ImportMap) -> Sheet:
    """The sheet with its headings understood; a Failure names a heading that is not there."""
    try:
        return understood(table.rows, by, table.from_1904, table.parts)
    except BadSheet as bad:
        raise Failure(bad.message, bad.hint) from None


def beside(file: SheetFile) -> Path | None:
    """Where a sheet's map lies; nowhere for what is no ordinary file."""
    return file.path.with_name(f"{file.path.name}.map.yaml") if file.ordinary else None


def map_of(file: SheetFile, named: str | None) -> Path | None:
    """The map to read a sheet by: the one that is named, else the one beside it, if it is there; rows that were not
    taken are read by that of their sheet.
    """
    if named:
        return Path(named)
    kept = beside(file)
    name = file.path.name
    while kept and not kept.exists() and name.endswith(REJECTS):
        name = name.removesuffix(REJECTS)
        kept = file.path.with_name(f"{name}.map.yaml")
    return kept if kept and kept.exists() else None


def propose(file: SheetFile, home: str, say: Wording) -> tuple[Table, Proposal]:
    """A map that a person can correct, made from the headings and cells of a file, and the table that it is of; a
    Failure if they say too little.

    Of a workbook it is the first sheet that is a list of agreements: summaries and legends before it are passed over.
    """
    from mou_tracker.sheets.proposal.map_text import NoProposal, proposal

    unnamed = str(file.path) == "-" or file.path.parts[:2] == ("/", "dev")
    name = say(phrase("standard input")) if unnamed else file.path.name
    first = load_table(file, None)
    found: list[tuple[Table, Proposal]] = []
    for title in (None, *first.rest):
        table = first if title is None else load_table(file, None, title)
        with suppress(NoProposal):
            made = proposal(table, name, home, say)
            if made.whole or (made.dated and not found):
                return table, made
            found.append((table, made))
    if found:
        return found[0]
    text = phrase("{file} has no headings that are recognised", file=str(file.path))
    hint = phrase(
        "write a map by hand, as docs/import.md tells; wanted is a heading such as {names}", names="Mitra, Negara"
    )
    raise Failure(text, hint)


def guess_map(file: SheetFile, home: str, say: Wording) -> int:
    """Print the proposal and keep it beside the sheet, where nothing is yet."""
    text = propose(file, home, say)[1].text
    click.echo(text, nl=False)
    target = beside(file)
    if target is None:
        return 0
    try:
        create_file(target, text.encode())
    except FileExistsError:
        click.echo(say(phrase("{file} is there already and stays as it is", file=str(target))), err=True)
        return 0
    click.echo(say(phrase("written to {file}", file=str(target))), err=True)
    return 0


def own_export(file: SheetFile) -> OwnSheet | None:
    """The file as an export of this program, if it is one."""
    try:
        with unheard():
            return own_sheet(file)
    except NotATable as bad:
        raise Failure(bad.message, bad.hint) from None


def home_of(path: str | None, say: Wording) -> str:
    """The office's country: that of its register, if there is one."""
    try:
        return open_session(say, path).raw.register.holidays.country
    except Failure:
        return "ID"


def _unread(one: Unread) -> Phrase:
    given = {
        "heading": repr(one.heading),
        "read": f"{one.read:,}",
        "said": f"{one.said:,}",
        "example": repr(one.example),
    }
    if one.field == "partner.country":
        return phrase("under {heading} {read} of {said} cells can be read as countries, {example} cannot", **given)
    if one.field in ("term", "period"):
        return phrase("under {heading} {read} of {said} cells are lengths with their unit, {example} is none", **given)
    return phrase("under {heading} {read} of {said} cells can be read as days, {example} cannot", **given)


def proposed(file: SheetFile, session: EditSession) -> tuple[Table, ImportMap]:
    """The table of a file, with what of it is left out, and the map that it is read by where there is none. A Failure
    where agreements would lose their days: where columns hold some, and none is known to be the beginning or the end.
    """
    table, made = propose(file, session.raw.register.holidays.country, session.say)
    days = [_unread(one) for one in made.unread if one.field in DATE_FIELDS]
    if (made.days or days) and not made.dated:
        question = phrase(
            "which column says the beginning and which the end? Days stand under {names}", names=[*made.days]
        )
        raise Failure(
            question if made.days else days[0],
            phrase(
                "{command} writes a map; say there `signed`, `starts` or `ends`",
                command=f"mou import {file.path} --guess",
            ),
        )
    said = [_unread(one) for one in made.unread]
    if said:
        table = replace(table, remarks=(*table.remarks, *said))
    if made.failing:
        text = plural(
            "column left out, its formula fails in many rows: {names}",
            "columns left out, their formulas fail in many rows: {names}",
            len(made.failing),
            names=", ".join(map(repr, made.failing)),
        )
        table = replace(table, remarks=(*table.remarks, text))
    return table, load_map(f"{file.path}.map.yaml", made.text.encode(), session.say)
