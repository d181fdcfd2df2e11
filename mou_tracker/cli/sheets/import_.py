"""`mou import`: records from an office's spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.cli import options
from mou_tracker.cli.progress import Progress, Unseen, progress
from mou_tracker.cli.register import drawn, files_read, note_read
from mou_tracker.cli.register import write as write_out
from mou_tracker.cli.sheets.import_plan import Import, Options, planned
from mou_tracker.cli.sheets.loading import (
    REJECTS,
    guess_map,
    home_of,
    load_file,
    load_map,
    load_sheet,
    load_table,
    map_of,
    own_export,
    proposed,
)
from mou_tracker.cli.write.prompts import file_of
from mou_tracker.cli.write.questions import confirm, is_terminal
from mou_tracker.cli.write.session import EditSession, fresh, open_session, refused, show, tell, write
from mou_tracker.language.wording import Wording
from mou_tracker.register import files
from mou_tracker.register.output import refuse
from mou_tracker.sheets.cells import shown
from mou_tracker.sheets.formats.files import SheetFile
from mou_tracker.sheets.formats.tables import Table
from mou_tracker.sheets.headings import REASON, hidden_columns, passed_over
from mou_tracker.sheets.import_map import ImportMap
from mou_tracker.sheets.own_sheet import OwnSheet
from mou_tracker.sheets.preview import Rejected, preview_lines, rejects_csv
from mou_tracker.sheets.register_sheet import COMPUTED
from mou_tracker.sheets.rows.reading import taken

MOST_TOLD = 10


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Take records from a spreadsheet: a workbook, CSV, an HTML table or a JSON list. What its columns "
            "mean says a map, FILE.map.yaml beside it; else one is proposed from its headings and cells. Shows what "
            "would become of the rows, then asks; a script says --yes. Rows that cannot be taken are listed and "
            "written to a file."
        )
    )
    return options.make(
        "import",
        say,
        text,
        run,
        [
            click.Argument(["source"], metavar="FILE"),
            click.Option(
                ["--map", "map_file"],
                metavar="FILE",
                help=say(phrase("What the columns mean, if not FILE.map.yaml; docs/import.md tells how to write one.")),
            ),
            click.Option(
                ["--guess"],
                is_flag=True,
                help=say(phrase("Propose a map, write it beside the sheet and do nothing else.")),
            ),
            click.Option(
                ["--into"], metavar="FILE", help=say(phrase("The file of a folder register that they go into."))
            ),
            click.Option(
                ["--rejects"],
                metavar="FILE",
                help=say(phrase("Where rows go that cannot be taken; else FILE.rejects.csv.")),
            ),
            click.Option(
                ["--update"], is_flag=True, help=say(phrase("Write the sheet's values over those of known records."))
            ),
            click.Option(["--chains"], is_flag=True, help=say(phrase("Record which agreement follows which."))),
            click.Option(["-v", "--verbose"], is_flag=True, help=say(phrase("Every row, and the difference."))),
            click.Option(["--yes"], is_flag=True, help=say(phrase("Write without asking."))),
            click.Option(["--dry-run"], is_flag=True, help=say(phrase("Show what would be done and write nothing."))),
            *options.reading(say),
        ],
    )


class _Mapped(Struct, frozen=True):
    """A sheet of an office's own, with the map that it is read by, and whether that is a proposal only."""

    table: Table
    by: ImportMap
    proposed: bool = False


class _Files(Struct, frozen=True):
    """Which files were named: the sheet, its map, the one that new records go into, the one for rows not taken."""

    source: str
    map_file: str | None
    into: str | None
    rejects: str | None


class _Answers(Struct, frozen=True):
    """What was said about writing."""

    verbose: bool
    yes: bool
    dry_run: bool

    @property
    def asks(self) -> bool:
        """Whether somebody is there who can be asked."""
        return not self.yes and not self.dry_run and is_terminal()


def run(
    say: Wording,
    source: str,
    map_file: str | None,
    guess: bool,
    into: str | None,
    rejects: str | None,
    update: bool,
    chains: bool,
    verbose: bool,
    yes: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
) -> int:
    """Print the proposal, or show the rows and write them."""
    with progress(say, _READING) as doing:
        file = load_file(source)
        if guess:
            return guess_map(file, home_of(path, say), say)
        doing.now(phrase("reading the register"))
        session, answers = open_session(say, path, as_of), _Answers(verbose, yes, dry_run)
        wanted = Options("", (), update, chains, verbose or not dry_run)
        return _imported(session, file, _Files(source, map_file, into, rejects), wanted, answers, doing)


def _imported(
    session: EditSession,
    file: SheetFile,
    named: _Files,
    wanted: Options,
    answers: _Answers,
    doing: Progress | Unseen,
) -> int:
    say, into = session.say, _into(session, named.into)
    chart = map_of(file, named.map_file)
    target = f"{named.source}{REJECTS}" if file.ordinary else "rejects.csv"
    target = target if named.rejects is None else named.rejects
    note_read(*([file.path] if file.ordinary else []), *([chart] if chart else []))
    if not options.is_standard_output(target):
        refuse(target, files_read())
    doing.now(_READING)
    mapped: _Mapped | None = None
    own = None if chart else own_export(file)
    if own:
        doing.now(_COMPARING)
        asked = replace(wanted, into=into, match=("id",), update=True, compare=own.differing)
        found = planned(session, own.rows, (), (), (*own.unread, *own.remarks), asked)
    else:
        mapped = _mapped(session, file, chart)
        asked = replace(wanted, into=into, match=mapped.by.match)
        found = _from(session, mapped, asked, answers, doing)
    _show(found, say, answers.verbose)
    if mapped and chart is None and file.ordinary:
        command = f"mou import {named.source} --guess"
        text = phrase("the columns are read as proposed; {command} keeps the map to correct", command=command)
        click.echo(say(text), err=True)
    written = not found.files or _put(session, found, answers, doing)
    if found.preview.rejected and not answers.dry_run and (written or answers.yes):
        if mapped:
            _reject(found, mapped.table, mapped.by, target, say)
        if own:
            _reject_own(found, own, target, say)
    return 1 if _left(found, own) or not (written or answers.dry_run) else 0


_READING, _COMPARING = phrase("reading the sheet"), phrase("comparing with the register")


def _into(session: EditSession, named: str | None) -> str:
    """The file that new records go into; "" where several could be meant, which matters only where a row is new."""
    return file_of(session, named) if named or len(session.files) < 2 else ""


def _left(found: Import, own: OwnSheet | None) -> bool:
    """Whether something of the sheet did not go into the register, and would not."""
    unlike = [one for _, _, fields in found.preview.differing for one in fields]
    stays = any(not one.changes for one in unlike) or (bool(unlike) and not found.preview.update)
    return bool(found.preview.rejected) or stays or bool(own and own.remarks)


def _mapped(session: EditSession, file: SheetFile, chart: Path | None) -> _Mapped:
    if chart:
        by = load_map(str(chart), files.read_file(chart), session.say)
        return _Mapped(load_table(file, by), by)
    return _Mapped(*proposed(file, session), proposed=True)


def _from(session: EditSession, mapped: _Mapped, asked: Options, answers: _Answers, doing: Progress | Unseen) -> Import:
    """What becomes of the rows; where some would change records, somebody on a terminal is asked whether they may."""
    sheet = load_sheet(mapped.table, mapped.by)
    told = [
        *mapped.table.others,
        *mapped.table.remarks,
        *hidden_columns(sheet, mapped.table.hidden),
        *passed_over(sheet),
    ]
    if mapped.proposed and (words := mapped.by.words.get("partner.country")):
        names = "; ".join(f"{text} → {code}" for text, code in words.items())
        told.append(phrase("countries are taken as proposed: {names}", names=names))
    rows, tallies = taken(sheet, mapped.by)
    doing.now(_COMPARING)
    found = planned(session, rows, tallies, sheet.unmapped, told, asked)
    if not found.preview.differing or asked.update or not answers.asks:
        return found
    _show(found, session.say, answers.verbose)
    question = plural(
        "Write the sheet's values over {n} record that says otherwise?",
        "Write the sheet's values over {n} records that say otherwise?",
        len(found.preview.differing),
    )
    if not confirm(session.say, question, default=False):
        return found
    doing.now(_COMPARING)
    return planned(session, rows, tallies, sheet.unmapped, told, replace(asked, update=True))


def _show(found: Import, say: Wording, verbose: bool) -> None:
    click.echo(drawn(lambda width: preview_lines(found.preview, say, verbose, width), None), nl=False)


def _put(session: EditSession, found: Import, answers: _Answers, doing: Progress | Unseen) -> bool:
    """Show the difference if details are wanted, and write it if that is; False if nothing was written."""
    from mou_tracker.edit.patch import patch

    say = session.say
    if answers.verbose:
        for name, (old, new) in found.files.items():
            click.echo(patch(name, old, new), nl=False)
    if answers.dry_run:
        return False
    names = ", ".join(found.files)
    yes = answers.yes
    if answers.asks:
        yes = confirm(say, phrase("Write this to {file}?", file=names), default=False)
    if not yes:
        click.echo(say(phrase("Nothing was written; --yes writes it.")), err=True)
        return False
    doing.now(phrase("checking what is to be written"))
    told = fresh(session, found.after)
    if refused(told, found.after):
        return False
    show(told, found.after)
    doing.now(phrase("writing the register"))
    for name, (old, new) in found.files.items():
        write(session, name, old, new)
    if found.records <= MOST_TOLD:
        tell(session, found.after, names)
    else:
        text = plural("{n} record written to {file}", "{n} records written to {file}", found.records, file=names)
        click.echo(say(text), err=True)
    return True


def _reject(found: Import, table: Table, by: ImportMap, target: str, say: Wording) -> None:
    """Keep the rows that were not taken, below the headings as they were, so that the same map reads them."""
    head = [["" if cell is None else shown(cell) for cell in row] for row in table.rows[: max(by.file.header)]]
    width = max((len(row) for row in head), default=0)
    delimiter = "\t" if by.file.delimiter == "tab" else by.file.delimiter or ","
    sheet = load_sheet(table, by) if by.sections else None
    before = next((one.index for one in sheet.columns if "partner.name" in one.rule.to), 0) if sheet else 0
    captions = {row: [*[""] * before, country] for row, country in sheet.sections.items()} if sheet else {}
    _put_out(rejects_csv(head, width, found.preview.rejected, say, delimiter, captions), target, say)


def _reject_own(found: Import, own: OwnSheet, target: str, say: Wording) -> None:
    """Keep the rows of an export that were not taken as one; what their reasons stand in is not read back."""
    reasons = f"{COMPUTED}{say(REASON)})"
    kept = [(one, own.kept(one.number)) for one in found.preview.rejected]
    places = {head: at for at, head in enumerate(own.heads) if head != reasons}
    heads = list(dict.fromkeys((*places, *(name for _, cells in kept for name in cells))))

    def cell(one: Rejected, cells: Mapping[str, str], head: str) -> str:
        """What was read of a cell, else as it stands there."""
        at = places.get(head, len(one.cells))
        return cells.get(head) or (one.cells[at] if at < len(one.cells) else "")

    rows = [replace(one, cells=tuple(cell(one, cells, head) for head in heads)) for one, cells in kept]
    _put_out(rejects_csv([heads], len(heads), rows, say, reasons=reasons), target, say)


def _put_out(text: str, target: str, say: Wording) -> None:
    write_out(text, target)
    if not options.is_standard_output(target):
        click.echo(say(phrase("the rows that were not taken are in {file}", file=target)), err=True)
