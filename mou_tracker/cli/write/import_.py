"""`mou import`: records from an office's spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click
from msgspec import Struct

from mou_tracker.basics.findings import Failure, Finding
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.check.structural import sound
from mou_tracker.cli import options
from mou_tracker.cli.register import drawn
from mou_tracker.cli.write.prompts import file_of, is_terminal
from mou_tracker.cli.write.session import EditSession, edited, open_session, refused, tell, write
from mou_tracker.edit.apply import patch
from mou_tracker.edit.edits import Data, NewRecord
from mou_tracker.edit.serialize import text_of
from mou_tracker.language.wording import Wording
from mou_tracker.register import files
from mou_tracker.sheets.files import NotATable, read_table
from mou_tracker.sheets.headings import BadSheet, Sheet, understood
from mou_tracker.sheets.import_map import ImportMap, read_map
from mou_tracker.sheets.matching import differing, matched, named
from mou_tracker.sheets.preview import Preview, Rejected, Shown, preview_lines, rejects_csv
from mou_tracker.sheets.rows import Row, Trouble, taken


class Import(Struct, frozen=True):
    """What an import does: the new records, the preview of all rows, and the sheet's headings."""

    records: Sequence[Mapping[str, Data]]
    preview: Preview
    headings: Sequence[str]


def load_map(path: Path, say: Wording) -> ImportMap:
    """The map in a file; what is wrong with it is listed, and ends the run."""
    from mou_tracker.check.formats.full import blocks
    from mou_tracker.check.formats.report import Report

    name, data = str(path), files.read_file(path)
    found, findings = read_map(name, data)
    if findings:
        lines = data.decode(errors="replace").split("\n")
        for block in blocks(Report(findings, (name,), 0, say, lambda _: lines)):
            click.echo(block, err=True, nl=False)
        raise Failure(phrase("the map {file} is not sound", file=name))
    return found


def load_sheet(path: Path, by: ImportMap) -> Sheet:
    """The sheet in a file, with its headings understood."""
    try:
        return understood(table(path, by), by)
    except BadSheet as bad:
        raise Failure(bad.message, bad.hint) from None


def table(path: Path, by: ImportMap) -> list[list[object]]:
    """The cells of a file; a Failure says why they cannot be read."""
    delimiter = "\t" if by.file.delimiter == "tab" else by.file.delimiter
    try:
        return [list(row) for row in read_table(path, by.file.encoding, delimiter, by.file.sheet)]
    except NotATable as bad:
        raise Failure(*_reason(str(path), bad)) from None


def _reason(name: str, bad: NotATable) -> tuple[Phrase, Phrase | None]:
    match bad.kind:
        case "openpyxl":
            return (
                phrase("{file} is a workbook, and openpyxl is not installed", file=name),
                phrase("pip install 'mou-tracker[xlsx]', or save the sheet as CSV"),
            )
        case "encoding":
            text = phrase("{file} is not in the encoding of the map: line {line}", file=name, line=bad.detail)
            return text, phrase(
                "for a file of old Windows programs the map says file: {example}", example="{encoding: windows-1252}"
            )
        case "sheet":
            return (phrase("{file} has no such sheet", file=name), phrase("its sheets: {sheets}", sheets=bad.detail))
        case "large":
            return phrase("{file} is too large for an import", file=name), None
    return phrase("{file} cannot be read as a table: {reason}", file=name, reason=bad.detail), None


def planned(session: EditSession, name: str, sheet: Sheet, by: ImportMap) -> Import:
    """What becomes of each row: new, known, known but different, or not taken."""
    rows = _without_doubles(taken(sheet, by))
    good = [row for row in rows if not row.troubles]
    ids = session.ids
    fates = list(zip(good, matched([row.record for row in good], session.book.agreements), strict=True))
    new = {row.number: named(row.record, ids) for row, agreement in fates if agreement is None}
    wrong = _wrong(session, name, new)
    shown, differ = [], []
    for row, agreement in fates:
        if row.number in wrong:
            continue
        unlike = differing(row.record, agreement) if agreement else []
        fate = "new" if agreement is None else "differs" if unlike else "known"
        record = new.get(row.number) or {"id": agreement.id if agreement else "", **row.record}
        shown.append(Shown(row.number, fate, _facts(record)))
        if agreement and unlike:
            differ.append((row.number, agreement.id, unlike))
    rejected = [
        _rejected(row, wrong.get(row.number, row.troubles)) for row in rows if row.troubles or row.number in wrong
    ]
    remarks = [
        (row.number, remark) for row in good if row.number in new and row.number not in wrong for remark in row.remarks
    ]
    records = [record for number, record in new.items() if number not in wrong]
    return Import(records, Preview(shown, rejected, remarks, differ, sheet.unmapped), sheet.headings)


def _without_doubles(rows: list[Row]) -> list[Row]:
    """Rows that repeat an earlier one get that as their trouble."""
    seen: dict[str, int] = {}
    made = []
    for row in rows:
        key = repr(row.record)
        if not row.troubles and key in seen:
            reason = phrase("it says the same as row {n}", n=seen[key])
            row = Row(row.number, row.cells, row.record, (Trouble(str(row.number), "", reason),))
        seen.setdefault(key, row.number)
        made.append(row)
    return made


def _wrong(session: EditSession, name: str, new: Mapping[int, Mapping[str, Data]]) -> dict[int, tuple[Trouble, ...]]:
    """The rows whose records the check would refuse, with what it says."""
    from mou_tracker.edit.apply import with_records

    wrong: dict[int, tuple[Trouble, ...]] = {}
    while len(wrong) < len(new):
        kept = {str(record["id"]): number for number, record in new.items() if number not in wrong}
        records = [NewRecord(new[number]) for number in kept.values()]
        _, content = edited(session, name, lambda data: with_records(data, records))  # noqa: B023  called at once
        found = _errors(session.with_content(name, content), kept)
        if not found:
            break
        for number, troubles in found.items():
            wrong[number] = tuple(troubles)
    return wrong


def _errors(after: EditSession, numbers: Mapping[str, int]) -> dict[int, list[Trouble]]:
    """The errors of the check that are about new records, by row."""
    found: dict[int, list[Trouble]] = {}
    for finding in sound(after.raw).diagnostics:
        name = finding.agreement or _around(after, finding)
        if finding.severity == "error" and name is not None and name in numbers:
            found.setdefault(numbers[name], []).append(Trouble(str(numbers[name]), "", finding.message))
    return found


def _around(after: EditSession, finding: Finding) -> str | None:
    """The record in which a finding stands, by its line."""
    before = [one for one in after.raw.unreadable if one.file == finding.file and one.line <= finding.span.line]
    return max(before, key=lambda one: one.line).id if before else None


def _rejected(row: Row, troubles: Sequence[Trouble]) -> Rejected:
    cells = tuple("" if cell is None else str(getattr(cell, "text", cell)) for cell in row.cells)
    return Rejected(row.number, cells, tuple((one.cell, one.text, one.reason) for one in troubles))


def _facts(record: Mapping[str, Data]) -> tuple[str, ...]:
    partner = record["partner"]
    assert isinstance(partner, Mapping)
    signed, lasting = record.get("signed"), record.get("ends") or record.get("term")
    whom = f"{partner['name']} {partner['country']}"
    return (str(record["id"]), whom, str(record["instrument"]), _text(signed), _text(lasting))


def _text(value: Data | None) -> str:
    return (text_of(value) or "") if value is not None else ""


def proposal(path: Path, say: Wording) -> str:
    """A map that a person can correct, made from the headings and the cells of a file."""
    from mou_tracker.sheets.headings import guessed

    encoding = "utf-8"
    try:
        cells = [list(row) for row in read_table(path)]
    except NotATable as bad:
        if bad.kind != "encoding":
            raise Failure(*_reason(str(path), bad)) from None
        encoding = "windows-1252"
        cells = [list(row) for row in read_table(path, encoding)]
    return guessed(cells, encoding, path.name, say)


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Take records from a spreadsheet, with a map of its columns. Shows what would become of each row and the "
            "difference, then asks; a script says --yes. Rows that cannot be taken are listed and written to a file."
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
                help=say(phrase("What the columns mean; docs/import.md tells how to write one.")),
            ),
            click.Option(
                ["--guess"], is_flag=True, help=say(phrase("Print a proposal for the map and do nothing else."))
            ),
            click.Option(
                ["--into"], metavar="FILE", help=say(phrase("The file of a folder register that they go into."))
            ),
            click.Option(
                ["--rejects"],
                metavar="FILE",
                help=say(phrase("Where rows go that cannot be taken; FILE.rejects.csv if not said.")),
            ),
            click.Option(["--yes"], is_flag=True, help=say(phrase("Write without asking."))),
            click.Option(["--dry-run"], is_flag=True, help=say(phrase("Print the difference and write nothing."))),
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
    yes: bool,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
) -> int:
    """Print the proposal, or show the rows and write them."""
    if guess:
        click.echo(proposal(Path(source), say), nl=False)
        return 0
    if map_file is None:
        raise Failure(phrase("--map is missing"), phrase("mou import {file} --guess proposes one", file=source))
    by = load_map(Path(map_file), say)
    session = open_session(say, path, as_of)
    name = file_of(session, into)
    found = planned(session, name, load_sheet(Path(source), by), by)
    click.echo(drawn(lambda _: preview_lines(found.preview, say), None), nl=False)
    if found.records and not _put(session, name, found, dry_run, yes):
        return 1 if found.preview.rejected else 0
    if found.preview.rejected and not dry_run:
        _reject(found, Path(rejects or f"{source}.rejects.csv"), say)
    return 1 if found.preview.rejected else 0


def _put(session: EditSession, name: str, found: Import, dry_run: bool, yes: bool) -> bool:
    """Show the difference and write it if that is wanted; False if nothing was written."""
    from mou_tracker.edit.apply import with_records

    old, new = edited(session, name, lambda data: with_records(data, [NewRecord(one) for one in found.records]))
    after = session.with_content(name, new)
    if refused(session, after):
        return False
    if not yes or dry_run:
        click.echo(patch(name, old, new), nl=False)
    if dry_run:
        return False
    if not yes and is_terminal():
        yes = click.confirm(session.say(phrase("Write this to {file}?", file=name)), err=True)
    if not yes:
        click.echo(session.say(phrase("Nothing was written; --yes writes it.")), err=True)
        return False
    write(session, name, old, new)
    tell(session, after, name)
    return True


def _reject(found: Import, target: Path, say: Wording) -> None:
    """Keep the rows that were not taken."""
    files.write_atomically(target, rejects_csv(found.headings, found.preview.rejected, say))
    click.echo(say(phrase("the rows that were not taken are in {file}", file=str(target))), err=True)
