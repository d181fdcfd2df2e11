"""What an import would do, worked out on a register that is open: which rows become records, which are not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.findings import Finding
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.check.rule_table import contradictions
from mou_tracker.cli.register import calendar
from mou_tracker.cli.write.prompts import file_of
from mou_tracker.cli.write.session import EditSession, edited
from mou_tracker.edit.edits import Change, Data, Ids, NewRecord, merged
from mou_tracker.parsing.recovery import Parsed
from mou_tracker.sheets.cells import shown
from mou_tracker.sheets.columns import Tally
from mou_tracker.sheets.matching import Differing, Link, Match, Placed, differing, links, matched, named
from mou_tracker.sheets.preview import Preview, Rejected, Shown
from mou_tracker.sheets.rows.record import Row, Trouble
from mou_tracker.status.assess import assess
from mou_tracker.status.assessment import Assessment

if TYPE_CHECKING:
    from mou_tracker.edit.unwritten import NewRecords


class Options(Struct, frozen=True):
    """What was asked for: the file that new records go into ("" if it is to be asked for), the keys by which rows are
    known again, whether the sheet's values are written over the register's, whether chains are taken, and whether the
    files are wanted as they would be, not the preview alone.
    """

    into: str
    match: Sequence[str]
    update: bool = False
    chains: bool = False
    written: bool = True
    compare: Callable[[Row, Agreement], list[Differing]] = differing


class Edits(Struct, frozen=True):
    """New records by row, and for known ones what changes."""

    new: Mapping[int, Mapping[str, Data]]
    changed: Mapping[int, tuple[Agreement, tuple[Change, ...]]]


class Import(Struct, frozen=True):
    """What an import does: the register afterwards, the files that change, and the preview of all rows. Where the
    files are not wanted only those are there that were needed for the preview.
    """

    after: EditSession
    files: Mapping[str, tuple[bytes, bytes]]
    preview: Preview
    records: int


def planned(
    session: EditSession,
    rows: Sequence[Row],
    tallies: Sequence[Tally],
    unmapped: Sequence[str],
    remarks: Sequence[object],
    options: Options,
) -> Import:
    """What becomes of each row: new, changed, the same, or not taken."""
    rows = _without_doubles(rows)
    good = [row for row in rows if not row.troubles]
    matches = dict(
        zip((row.number for row in good), matched(good, session.book.agreements, options.match), strict=True)
    )
    wrong = {row.number: row.troubles for row in rows if row.troubles}
    wrong |= {
        number: (Trouble(str(number), "", match.doubt),) for number, match in matches.items() if match.doubt is not None
    }
    unlike = {
        row.number: options.compare(row, match.agreement)
        for row in good
        if (match := matches[row.number]).agreement is not None
    }
    edits = _edits(session, [row for row in good if row.number not in wrong], matches, unlike, options.update)
    if edits.new and not options.into:
        options = replace(options, into=file_of(session, None))
    values = _values(session, edits, options.into)
    after, files, found = _tried(session, edits, options.into, values)
    wrong |= found
    assessed = _assessed(after)
    chains = _links(after, edits, wrong, assessed)
    if chains and options.chains:
        edits = _linked(edits, chains)
        after, files, found = _tried(session, _without(edits, wrong), options.into, values)
        wrong |= found
        assessed = _assessed(after)
    if values and options.written:
        read = after.book.agreements
        after, files, found = _tried(session, _without(edits, wrong), options.into, None)
        if found or read != after.book.agreements:  # the text is the judge
            wrong |= found
            assessed = _assessed(after)
    preview = _preview(rows, matches, unlike, edits, wrong, assessed, options)
    known = {match.agreement.id for match in matches.values() if match.agreement}
    preview = replace(
        preview,
        tallies=tuple(tallies),
        unmapped=tuple(unmapped),
        remarks=tuple(remarks),
        missing=sorted(one.id for one in session.book.agreements if one.id not in known),
        links=chains,
    )
    kept = _without(edits, wrong)
    return Import(after, files, preview, len(kept.new) + len(kept.changed))


def _without_doubles(rows: Sequence[Row]) -> list[Row]:
    """Rows that repeat an earlier one, or its id, get that as their trouble."""
    titles = Counter(_title(row) for row in rows if not row.troubles)
    seen: dict[object, int] = {}
    ids: dict[object, int] = {}
    made = []
    for row in rows:
        if not row.troubles:
            # Whose title no other row has repeats none: nothing else of most rows need be looked at.
            key = repr(row.record) + repr(row.status) if titles[_title(row)] > 1 else row.number
            name = row.record.get("id")
            first = seen.setdefault(key, row.number)
            trouble = phrase("it says the same as row {n}", n=first) if first != row.number else None
            if trouble is None and name is not None and (owner := ids.setdefault(name, row.number)) != row.number:
                trouble = phrase("row {n} has the id {id} already", n=owner, id=name)
            if trouble:
                row = Row(row.number, row.cells, row.record, (Trouble(str(row.number), "", trouble),))
        made.append(row)
    return made


def _title(row: Row) -> str:
    return str(row.record.get("title"))


def _edits(
    session: EditSession,
    rows: Sequence[Row],
    matches: Mapping[int, Match],
    unlike: Mapping[int, Sequence[Differing]],
    update: bool,
) -> Edits:
    ids = Ids(session.ids)
    new, changed = {}, {}
    for row in rows:
        agreement = matches[row.number].agreement
        if agreement is None:
            new[row.number] = named(row.record, ids)
        elif update:
            changes = merged(change for one in unlike[row.number] for change in one.changes)
            if changes:
                changed[row.number] = (agreement, changes)
    return Edits(new, changed)


def _without(edits: Edits, wrong: Mapping[int, object]) -> Edits:
    return Edits(
        {number: one for number, one in edits.new.items() if number not in wrong},
        {number: one for number, one in edits.changed.items() if number not in wrong},
    )


Troubles = dict[int, tuple[Trouble, ...]]


def _values(session: EditSession, edits: Edits, into: str) -> NewRecords | None:
    """The new records as they can be read without being written; None where only the file itself shows what they say.

    The first of them is put in for a trial: so it is known whether the file takes any.
    """
    from mou_tracker.edit.apply import with_records
    from mou_tracker.edit.unwritten import NewRecords, NotOrdinary

    new = list(edits.new.values())
    told = [one.file for one in session.raw.diagnostics] + [one.file for one in session.raw.unreadable]
    if not new or into in told:
        return None
    try:
        content = session.contents[into]
        values = NewRecords(into, len(content) if isinstance(content, bytes) else 0, session.ids, new)
    except NotOrdinary:
        return None
    harmed = values.added(session.raw, 0, new).damaged[len(session.raw.damaged) :]
    if any(one.agreement.numbers for one in harmed):
        return None  # another may bear the number of one with errors: the file says which of them stands above
    edited(session, into, lambda data: with_records(data, [NewRecord(new[0])]))
    return values


def _tried(
    session: EditSession, edits: Edits, into: str, values: NewRecords | None
) -> tuple[EditSession, dict[str, tuple[bytes, bytes]], Troubles]:
    """The register with the edits, without those that the check would refuse; each such row with what it says."""
    wrong: Troubles = {}
    while True:
        kept = _without(edits, wrong)
        after, files, found = _with(session, kept, into, values)
        if not found and after is not session:
            found = {number: tuple(troubles) for number, troubles in _errors(session, after, kept).items()}
        if not found:
            return after, files, wrong
        wrong |= found


def _with(
    session: EditSession, edits: Edits, into: str, values: NewRecords | None
) -> tuple[EditSession, dict[str, tuple[bytes, bytes]], Troubles]:
    """The register with all edits, the files that they change, before and after, and the rows whose record is written
    so that they cannot be put in. New records that are given as values are read, and not written.
    """
    from mou_tracker.edit.apply import RecordChanges, with_changes_of, with_records_parsed

    by_file: dict[str, list[tuple[int, Agreement, tuple[Change, ...]]]] = {}
    for number, (agreement, changes) in edits.changed.items():
        by_file.setdefault(agreement.file, []).append((number, agreement, changes))
    new = list(edits.new.values())
    if new and values is None:
        by_file.setdefault(into, [])
    after, files = session, {}
    parsed: dict[str, Parsed | None] = {}
    wrong: Troubles = {}
    for name, changed in by_file.items():
        places = {agreement.id: (number, agreement) for number, agreement, _ in changed}
        asked = [RecordChanges(agreement.id, agreement.places[""][:2], changes) for _, agreement, changes in changed]

        def put(
            data: bytes,
            name: str = name,
            asked: Sequence[RecordChanges] = asked,
            places: Mapping[str, tuple[int, Agreement]] = places,
        ) -> bytes:
            data, failed = with_changes_of(data, asked)
            for one in failed:
                number, agreement = places[one.name]
                wrong[number] = (Trouble(str(number), "", _by_hand(agreement)),)
            if name == into and new and values is None:
                data, parsed[name] = with_records_parsed(data, [NewRecord(one) for one in new])
            return data

        old, text = edited(after, name, put)
        if old != text:
            files[name] = (old, text)
            after = after.with_content(name, text, parsed.get(name))
    if values and new:
        order = {name: at for at, name in enumerate(session.contents)}
        at = sum(order[one.file] <= order[into] for one in after.raw.agreements)
        after = replace(after, raw=values.added(after.raw, at, new))
    return after, files, wrong


def _by_hand(agreement: Agreement) -> Phrase:
    where = f"{agreement.file}:{agreement.line}"
    return phrase(
        "{id} is written so that this cannot be put into it: correct {place} by hand", id=agreement.id, place=where
    )


def _errors(before: EditSession, after: EditSession, edits: Edits) -> dict[int, list[Trouble]]:
    """The errors of the check that are about new or changed records, by row."""
    numbers = {str(record["id"]): number for number, record in edits.new.items()}
    numbers |= {agreement.id: number for number, (agreement, _) in edits.changed.items()}
    found: dict[int, list[Trouble]] = {}
    known = {(one.rule, one.agreement) for one in contradictions(before.book)} if edits.changed else set()
    further = (one for one in contradictions(after.book) if (one.rule, one.agreement) not in known)
    for finding in (*after.book.diagnostics, *further):
        if finding.severity != "error":
            continue
        name = finding.agreement or _around(after, finding)
        if name is not None and name in numbers:
            found.setdefault(numbers[name], []).append(Trouble(str(numbers[name]), "", finding.message))
    lost = set(numbers) - {one.id for one in after.book.agreements} if not found else set()
    for name in lost:
        reason = phrase("the register could not be read with it")
        found[numbers[name]] = [Trouble(str(numbers[name]), "", reason)]
    return found


def _around(after: EditSession, finding: Finding) -> str | None:
    """The record in which a finding stands, by its line."""
    before = [one for one in after.raw.unreadable if one.file == finding.file and one.line <= finding.span.line]
    return max(before, key=lambda one: one.line).id if before else None


def _assessed(after: EditSession) -> dict[str, Assessment]:
    return {one.agreement.id: one for one in assess(after.book, after.today, calendar(after.book))}


def _links(after: EditSession, edits: Edits, wrong: Troubles, assessed: Mapping[str, Assessment]) -> list[Link]:
    from mou_tracker.fields.table.records import AGREEMENT

    new = {str(record["id"]) for number, record in edits.new.items() if number not in wrong}
    placed = []
    for agreement in after.book.agreements:
        one = assessed.get(agreement.id)
        placed.append(Placed(agreement, one.start if one else None, one.last_day if one else None))
    return links(placed, new, any(known.key == "under" for known in AGREEMENT.fields)) if new else []


def _linked(edits: Edits, chains: Sequence[Link]) -> Edits:
    told: dict[str, dict[str, Data]] = {}
    for link in chains:
        told.setdefault(link.id, {})[link.field] = link.other
    new = {
        number: {**record, **told[name]} if (name := str(record["id"])) in told else record
        for number, record in edits.new.items()
    }
    return Edits(new, edits.changed)


def _preview(
    rows: Sequence[Row],
    matches: Mapping[int, Match],
    unlike: Mapping[int, Sequence[Differing]],
    edits: Edits,
    wrong: Troubles,
    assessed: Mapping[str, Assessment],
    options: Options,
) -> Preview:
    lines, differ, kept = [], [], []
    for row in rows:
        if row.number in wrong:
            continue
        agreement = matches[row.number].agreement
        fate = "new" if agreement is None else "changed" if unlike[row.number] else "same"
        record = edits.new.get(row.number) or {"id": agreement.id if agreement else "", **row.record}
        found = assessed.get(str(record["id"]))
        name = found.status_name if found else None
        lines.append(Shown(row.number, fate, record, found.status if found else None, name, row.status))
        if agreement and unlike[row.number]:
            differ.append((row.number, agreement.id, unlike[row.number]))
        if agreement is None:
            kept += [(row.number, remark) for remark in row.remarks]
    rejected = [_rejected(row, wrong[row.number]) for row in rows if row.number in wrong]
    return Preview(lines, rejected, kept, differ, (), update=options.update, chains=options.chains)


def _rejected(row: Row, troubles: Sequence[Trouble]) -> Rejected:
    cells = tuple("" if cell is None else shown(cell) for cell in row.cells)
    return Rejected(row.number, cells, tuple((one.cell, one.text, one.reason) for one in troubles))
