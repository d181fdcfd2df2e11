"""`mou import`: records from an office's spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.asking import is_terminal
from mou_tracker.cli.desk import Desk, edited, open_desk, refused, tell, write
from mou_tracker.cli.editing import file_of
from mou_tracker.cli.importing import Import, load_map, load_sheet, planned
from mou_tracker.cli.register import drawn
from mou_tracker.edit.apply import patch
from mou_tracker.edit.edits import NewRecord
from mou_tracker.language.wording import Wording
from mou_tracker.register import files
from mou_tracker.sheets.preview import preview_lines, rejects_csv


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase(
        "Take records from a spreadsheet, with a map of its columns. Shows what would become of each row and the "
        "difference, then asks; a script says --yes. Rows that cannot be taken are listed and written to a file."
    ))  # fmt: skip
    return options.make("import", say, text, run, [
        click.Argument(["source"], metavar="FILE"),
        click.Option(["--map", "map_file"], metavar="FILE",
                     help=say(phrase("What the columns mean; docs/import.md tells how to write one."))),
        click.Option(["--guess"], is_flag=True, help=say(phrase("Print a proposal for the map and do nothing else."))),
        click.Option(["--into"], metavar="FILE", help=say(phrase("The file of a folder register that they go into."))),
        click.Option(["--rejects"], metavar="FILE",
                     help=say(phrase("Where rows go that cannot be taken; FILE.rejects.csv if not said."))),
        click.Option(["--yes"], is_flag=True, help=say(phrase("Write without asking."))),
        click.Option(["--dry-run"], is_flag=True, help=say(phrase("Print the difference and write nothing."))),
        *options.reading(say),
    ])  # fmt: skip


def run(
    say: Wording, source: str, map_file: str | None, guess: bool, into: str | None, rejects: str | None, yes: bool,
    dry_run: bool, path: str | None, as_of: date | None,
) -> int:  # fmt: skip
    """Print the proposal, or show the rows and write them."""
    if guess:
        from mou_tracker.cli.importing import proposal

        click.echo(proposal(Path(source), say), nl=False)
        return 0
    if map_file is None:
        raise Failure(phrase("--map is missing"), phrase("mou import {file} --guess proposes one", file=source))
    by = load_map(Path(map_file), say)
    desk = open_desk(say, path, as_of)
    name = file_of(desk, into)
    found = planned(desk, name, load_sheet(Path(source), by), by)
    click.echo(drawn(lambda _: preview_lines(found.preview, say), None), nl=False)
    if found.records and not _put(desk, name, found, dry_run, yes):
        return 1 if found.preview.rejected else 0
    if found.preview.rejected and not dry_run:
        _reject(found, Path(rejects or f"{source}.rejects.csv"), say)
    return 1 if found.preview.rejected else 0


def _put(desk: Desk, name: str, found: Import, dry_run: bool, yes: bool) -> bool:
    """Show the difference and write it if that is wanted; False if nothing was written."""
    from mou_tracker.edit.apply import with_records

    old, new = edited(desk, name, lambda data: with_records(data, [NewRecord(one) for one in found.records]))
    after = desk.with_content(name, new)
    if refused(desk, after):
        return False
    if not yes or dry_run:
        click.echo(patch(name, old, new), nl=False)
    if dry_run:
        return False
    if not yes and is_terminal():
        yes = click.confirm(desk.say(phrase("Write this to {file}?", file=name)), err=True)
    if not yes:
        click.echo(desk.say(phrase("Nothing was written; --yes writes it.")), err=True)
        return False
    write(desk, name, old, new)
    tell(desk, after, name)
    return True


def _reject(found: Import, target: Path, say: Wording) -> None:
    """Keep the rows that were not taken."""
    files.write_atomically(target, rejects_csv(found.headings, found.preview.rejected, say))
    click.echo(say(phrase("the rows that were not taken are in {file}", file=str(target))), err=True)
