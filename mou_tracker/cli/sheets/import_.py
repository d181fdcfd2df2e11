"""`mou import`: records from an office's spreadsheet."""

from __future__ import annotations

import sys
import threading
from datetime import date
from pathlib import Path

import click

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.cli import options
from mou_tracker.cli.register import drawn, files_read, note_read
from mou_tracker.cli.register import write as write_out
from mou_tracker.cli.sheets.import_plan import Import, Options, planned
from mou_tracker.cli.write.prompts import file_of, is_terminal
from mou_tracker.cli.write.session import EditSession, open_session, refused, tell, write
from mou_tracker.language.wording import Wording
from mou_tracker.register import files
from mou_tracker.register.output import create_file, refuse
from mou_tracker.sheets.formats.files import read_table
from mou_tracker.sheets.formats.tables import NotATable, Table
from mou_tracker.sheets.headings import BadSheet, Sheet, understood
from mou_tracker.sheets.import_map import ImportMap, read_map
from mou_tracker.sheets.own_sheet import OwnSheet, own_sheet
from mou_tracker.sheets.preview import preview_lines, rejects_csv
from mou_tracker.sheets.rows import shown, taken

MOST_TOLD = 10


class Progress:
    """Says on a terminal what is being done, once it has taken two seconds; nothing elsewhere."""

    def __init__(self, say: Wording) -> None:
        self.say, self.doing, self.ended = say, phrase("reading the sheet"), threading.Event()
        self.thread = threading.Thread(target=self._tell, daemon=True)
        if sys.stderr.isatty():
            self.thread.start()

    def now(self, doing: Phrase) -> None:
        """Another part begins."""
        self.doing = doing

    def end(self) -> None:
        """Nothing more is said."""
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join()

    def _tell(self) -> None:
        seconds = 2
        if self.ended.wait(2):
            return
        while not self.ended.is_set():
            text = self.say(phrase("{doing} … {n} s", doing=self.doing, n=seconds))
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
            self.ended.wait(1)
            seconds += 1
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


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


def load_table(path: Path, by: ImportMap | None) -> Table:
    """The cells of a file; a Failure says why they cannot be read."""
    try:
        if by is None:
            return read_table(path, guess=True)
        delimiter = "\t" if by.file.delimiter == "tab" else by.file.delimiter
        return read_table(path, by.file.encoding, delimiter, by.file.sheet)
    except NotATable as bad:
        raise Failure(bad.message, bad.hint) from None


def load_sheet(table: Table, by: ImportMap) -> Sheet:
    """The sheet with its headings understood; a Failure names a heading that is not there."""
    try:
        return understood(table.rows, by)
    except BadSheet as bad:
        raise Failure(bad.message, bad.hint) from None


def beside(source: Path) -> Path:
    """Where a sheet's map lies."""
    return source.with_name(f"{source.name}.map.yaml")


def propose(table: Table, source: Path, home: str, say: Wording) -> str:
    """A map that a person can correct, made from the headings and cells of a file; a Failure if they say too little."""
    from mou_tracker.sheets.proposal import NoProposal, proposal

    try:
        return proposal(table, source.name, home, say)
    except NoProposal:
        text = phrase("{file} has no headings that are recognised", file=str(source))
        hint = phrase(
            "write a map by hand, as docs/import.md tells; wanted is a heading such as {names}", names="Mitra, Negara"
        )
        raise Failure(text, hint) from None


def guess_map(source: Path, home: str, say: Wording) -> int:
    """Print the proposal and keep it beside the sheet, where nothing is yet."""
    text = propose(load_table(source, None), source, home, say)
    click.echo(text, nl=False)
    target = beside(source)
    try:
        create_file(target, text.encode())
    except FileExistsError:
        click.echo(say(phrase("{file} is there already and stays as it is", file=str(target))), err=True)
        return 0
    click.echo(say(phrase("written to {file}", file=str(target))), err=True)
    return 0


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
                help=say(phrase("Where rows go that cannot be taken; FILE.rejects.csv if not said.")),
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
    sheet = Path(source)
    if guess:
        return guess_map(sheet, _home(path, say), say)
    session = open_session(say, path, as_of)
    chart = Path(map_file) if map_file else beside(sheet) if beside(sheet).exists() else None
    target = f"{source}.rejects.csv" if rejects is None else rejects
    note_read(sheet, *([chart] if chart else []))
    if not options.is_standard_output(target):
        refuse(target, files_read())
    progress = Progress(say)
    try:
        own = None if chart else own_export(sheet)
        if own:
            return _own(
                session,
                own,
                Options(file_of(session, into), ("id",), True, chains, own.differing),
                yes,
                dry_run,
                verbose,
                progress,
            )
        if chart:
            by = load_map(str(chart), files.read_file(chart), say)
            table = load_table(sheet, by)
        else:
            table = load_table(sheet, None)
            by = _proposed(table, sheet, session, say)
        understood_ = load_sheet(table, by)
        rows, tallies = taken(understood_, by)
        progress.now(phrase("comparing with the register"))
        asked = Options(file_of(session, into), by.match, update, chains)
        found = planned(session, rows, tallies, understood_.unmapped, table.remarks, asked)
        if found.preview.differing and not update and not dry_run and not yes and is_terminal():
            progress.end()
            _show(found, say, verbose)
            question = plural(
                "Write the sheet's values over {n} record that says otherwise?",
                "Write the sheet's values over {n} records that say otherwise?",
                len(found.preview.differing),
            )
            if click.confirm(say(question), err=True):
                asked = Options(asked.into, asked.match, True, chains)
                found = planned(session, rows, tallies, understood_.unmapped, table.remarks, asked)
        else:
            progress.end()
            _show(found, say, verbose)
    finally:
        progress.end()
    if chart is None:
        text = phrase(
            "the columns are read as proposed; {command} keeps the map to correct",
            command=f"mou import {source} --guess",
        )
        click.echo(say(text), err=True)
    written = not found.files or _put(session, found, yes, dry_run, verbose)
    if found.preview.rejected and not dry_run and (written or yes):
        _reject(found, table, by, target, say)
    left = bool(found.preview.rejected) or (bool(found.preview.differing) and not found.preview.update)
    stays = any(not one.changes for _, _, fields in found.preview.differing for one in fields)
    return 1 if left or stays or not (written or dry_run) else 0


def own_export(source: Path) -> OwnSheet | None:
    """The file as an export of this program, if it is one."""
    try:
        return own_sheet(source)
    except NotATable as bad:
        raise Failure(bad.message, bad.hint) from None


def _own(
    session: EditSession,
    own: OwnSheet,
    asked: Options,
    yes: bool,
    dry_run: bool,
    verbose: bool,
    progress: Progress,
) -> int:
    """Take back what was changed in an export; it needs no map, and rows that cannot be taken stay in it."""
    progress.now(phrase("comparing with the register"))
    found = planned(session, own.rows, (), (), own.remarks, asked)
    progress.end()
    _show(found, session.say, verbose)
    written = not found.files or _put(session, found, yes, dry_run, verbose)
    stays = any(not one.changes for _, _, fields in found.preview.differing for one in fields)
    return 1 if found.preview.rejected or own.remarks or stays or not (written or dry_run) else 0


def _home(path: str | None, say: Wording) -> str:
    """The office's country: that of its register, if there is one."""
    try:
        return open_session(say, path).raw.register.holidays.country
    except Failure:
        return "ID"


def _proposed(table: Table, source: Path, session: EditSession, say: Wording) -> ImportMap:
    text = propose(table, source, session.raw.register.holidays.country, say)
    return load_map(f"{source}.map.yaml", text.encode(), say)


def _show(found: Import, say: Wording, verbose: bool) -> None:
    click.echo(drawn(lambda width: preview_lines(found.preview, say, verbose, width), None), nl=False)


def _put(session: EditSession, found: Import, yes: bool, dry_run: bool, verbose: bool) -> bool:
    """Show the difference if details are wanted, and write it if that is; False if nothing was written."""
    from mou_tracker.edit.apply import patch

    say = session.say
    if verbose:
        for name, (old, new) in found.files.items():
            click.echo(patch(name, old, new), nl=False)
    if dry_run:
        return False
    names = ", ".join(found.files)
    if not yes and is_terminal():
        yes = click.confirm(say(phrase("Write this to {file}?", file=names)), err=True)
    if not yes:
        click.echo(say(phrase("Nothing was written; --yes writes it.")), err=True)
        return False
    if refused(session, found.after):
        return False
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
    write_out(rejects_csv(head, width, found.preview.rejected, say, delimiter), target)
    if not options.is_standard_output(target):
        click.echo(say(phrase("the rows that were not taken are in {file}", file=target)), err=True)
