"""The preview of an import: one screen that says what would become of the rows, and why some cannot be taken."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from msgspec import Struct

from mou_tracker.basics.escaping import guarded
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.edit.edits import Data
from mou_tracker.edit.serialize import text_of
from mou_tracker.language.wording import Wording
from mou_tracker.sheets.columns import Tally, proof
from mou_tracker.sheets.headings import REASON
from mou_tracker.sheets.known_headings import statuses_of
from mou_tracker.sheets.matching import Differing, Link, Record, partners_of
from mou_tracker.status.statuses import STATUSES, Status
from mou_tracker.views.lines import Line, Part, aligned, line

SAMPLES, FIRST = 10, 3


class Shown(Struct, frozen=True):
    """A row of the preview: its number, what becomes of it, the record, and the statuses that the record would have
    and that the sheet itself gives.
    """

    number: int
    fate: str
    record: Record
    status: Status | None = None
    status_name: Phrase | None = None
    sheet_status: str = ""


class Rejected(Struct, frozen=True):
    """A row that cannot be taken: its number, its cells as texts, and the cell, text and reason of each trouble."""

    number: int
    cells: tuple[str, ...]
    reasons: tuple[tuple[str, str, Phrase], ...]


class Preview(Struct, frozen=True):
    """What an import would do. `unmapped` are the headings of columns that the map does not name; `remarks` what the
    file holds that was not read; `kept` what was kept in the notes, by row.
    """

    shown: Sequence[Shown]
    rejected: Sequence[Rejected]
    kept: Sequence[tuple[int, Phrase]]
    differing: Sequence[tuple[int, str, Sequence[Differing]]]
    unmapped: Sequence[str]
    tallies: Sequence[Tally] = ()
    remarks: Sequence[Phrase] = ()
    missing: Sequence[str] = ()
    links: Sequence[Link] = ()
    update: bool = False
    chains: bool = False

    def count(self, fate: str) -> int:
        """How many rows share a fate."""
        return sum(one.fate == fate for one in self.shown)


FATES = {"new": phrase("new"), "same": phrase("same"), "changed": phrase("changed")}


def preview_lines(found: Preview, say: Wording, details: bool = False, width: int | None = None) -> list[Line]:
    """One screen: the columns with their proofs, some records, the statuses, the doubts; everything with details."""
    lines = [*_proofs(found, say)]
    lines += _records(found, say, details, width is not None and width < 120)
    lines += _statuses(found, say)
    lines += _differences(found, say, details)
    lines += _listed(found, say, details)
    lines += _reasons(found, say, details)
    return [*lines, line(Part(say(summary(found)), "strong"))]


def _proofs(found: Preview, say: Wording) -> list[Line]:
    lines = []
    proofs = [proof(one) for one in found.tallies]
    if proofs:
        rows = [
            [" ".join(one.heading.split()), f"→ {one.field}", ", ".join(map(say.spell, one.parts))] for one in proofs
        ]
        mixed = [bool(one.judged and one.judged.mixed) for one in found.tallies]
        texts = aligned(rows)
        lines += [line(Part(text, "lapsed" if bad else ""), indent=4) for text, bad in zip(texts, mixed, strict=True)]
    if found.unmapped:
        names = ", ".join(map(repr, found.unmapped))
        lines.append(line(say(phrase("not in the map, so not taken: {names}", names=names)), indent=2))
    lines += [line(Part(say(remark), "due"), indent=2) for remark in found.remarks]
    return [*lines, line()] if lines else []


def _records(found: Preview, say: Wording, details: bool, narrow: bool = False) -> list[Line]:
    """Some rows as a table, the new and the changed first; all of them with details."""
    rank = {"new": 0, "changed": 1, "same": 2}
    picked = list(found.shown) if details else sorted(found.shown, key=lambda one: rank[one.fate])[:SAMPLES]
    if not picked:
        return []
    heads = [
        say(head)
        for head in (
            phrase("row"),
            phrase("what"),
            phrase("id"),
            phrase("partner"),
            phrase("instrument"),
            phrase("signed or start"),
            phrase("term or end"),
            phrase("status"),
        )
    ]
    rows = [
        [
            str(one.number),
            say(FATES[one.fate]),
            *(_short(cell, 16 if narrow else 26) for cell in _facts(one.record)),
            say(one.status_name) if one.status_name else "",
        ]
        for one in picked
    ]
    if narrow:
        # The id tells least: it is made of what stands beside it.
        heads, rows = heads[:2] + heads[3:], [row[:2] + row[3:] for row in rows]
        heads[4:6] = [say(phrase("from")), say(phrase("to"))]
    first, *rest = aligned([heads, *rows])
    lines = [line(Part(first, "strong"), indent=4), *(line(text, indent=4) for text in rest)]
    left = len(found.shown) - len(picked)
    if left:
        lines.append(line(Part(say(plural("and {n} more row: -v", "and {n} more rows: -v", left)), "dim")))
    return [*lines, line()]


def _facts(record: Record) -> tuple[str, ...]:
    """The id, the partner, the paper, and from when until when, as the record says it."""
    partner = partners_of(record)[0]
    begins, lasting = record.get("signed") or record.get("starts"), record.get("ends") or record.get("term")
    whom = f"{partner['name']} {partner['country']}"
    return (str(record["id"]), whom, str(record["instrument"]), _text(begins), _text(lasting))


def _text(value: Data | None) -> str:
    return (text_of(value) or "") if value is not None else ""


def _short(text: str, most: int = 26) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _statuses(found: Preview, say: Wording) -> list[Line]:
    """How many rows come out with which status, and how often the sheet's own status column agrees."""
    counts: dict[Status, int] = {}
    names: dict[Status, Phrase] = {}
    for one in found.shown:
        if one.status and one.status_name:
            names.setdefault(one.status, one.status_name)
            counts[one.status] = counts.get(one.status, 0) + 1
    if not counts:
        return []
    told = " · ".join(f"{counts[status]} {say(names[status])}" for status in STATUSES if status in counts)
    lines = [line(Part(say(phrase("statuses that come out: ")), "strong"), told, indent=2)]
    known = [one for one in found.shown if one.status and statuses_of(one.sheet_status)]
    if known:
        differ = [one for one in known if one.status not in statuses_of(one.sheet_status)]
        text = phrase("the sheet's own status agrees in {n} of {all}", n=len(known) - len(differ), all=len(known))
        if differ:
            pairs = (
                phrase(
                    "row {n} {sheet}, computed {status}",
                    n=one.number,
                    sheet=repr(one.sheet_status),
                    status=one.status_name or "",
                )
                for one in differ[:FIRST]
            )
            text = phrase("{text}; not: {rows}", text=text, rows=[*pairs])
        lines.append(line(say(text), indent=2))
    return lines


def _differences(found: Preview, say: Wording, details: bool) -> list[Line]:
    lines: list[Line] = []
    shown = found.differing if details else found.differing[:FIRST]
    for number, name, fields in shown:
        head = (
            phrase("row {n} changes {id}:", n=number, id=name)
            if found.update
            else phrase(
                "row {n} is {id}, which says otherwise and stays as it is (--update changes it):", n=number, id=name
            )
        )
        lines.append(line(say(head), indent=2))
        for one in fields:
            text = phrase(
                "  {field}: the register {register}, the sheet {sheet}",
                field=one.field,
                sheet=_short(one.sheet, 60) or phrase("nothing"),
                register=_short(one.register, 60) if one.register else phrase("nothing"),
            )
            if not one.changes:
                text = phrase("{text}; this stays until it is changed by hand", text=text)
            lines.append(line(say(text), indent=4))
    left = len(found.differing) - len(shown)
    if left:
        lines.append(line(say(plural("and {n} more row differs: -v", "and {n} more rows differ: -v", left))))
    return lines


def _listed(found: Preview, say: Wording, details: bool) -> list[Line]:
    """What was kept in notes, what the sheet lacks, and chains."""
    lines = []
    kept = found.kept if details else found.kept[:FIRST]
    for number, remark in kept:
        lines.append(line(say(phrase("row {n}: {remark}", n=number, remark=remark)), indent=2))
    if len(found.kept) > len(kept):
        left = len(found.kept) - len(kept)
        lines.append(line(say(plural("and {n} more row like these: -v", "and {n} more rows like these: -v", left))))
    if found.missing:
        names = found.missing if details else found.missing[:FIRST]
        text = plural(
            "{n} record of the register is not in the sheet and stays: {names}",
            "{n} records of the register are not in the sheet and stay: {names}",
            len(found.missing),
            names=", ".join(names) + (" …" if len(names) < len(found.missing) else ""),
        )
        lines.append(line(say(text), indent=2))
    if found.links:
        some = found.links if details else found.links[:FIRST]
        names_ = "; ".join(f"{one.id} {one.field} {one.other}" for one in some)
        names_ += " …" if len(some) < len(found.links) else ""
        text = (
            plural("{n} chain: {names}", "{n} chains: {names}", len(found.links), names=names_)
            if found.chains
            else plural(
                "{n} chain is proposed (--chains takes it): {names}",
                "{n} chains are proposed (--chains takes them): {names}",
                len(found.links),
                names=names_,
            )
        )
        lines.append(line(say(text), indent=2))
    return lines


def _reasons(found: Preview, say: Wording, details: bool) -> list[Line]:
    """Why rows are not taken: grouped by column and reason, with the first rows; each with details."""
    if details:
        return [
            line(Part(say(_reason(one.number, cell, reason)), "lapsed"), indent=2)
            for one in found.rejected
            for cell, _, reason in one.reasons
        ]
    groups: dict[tuple[str, str], list[tuple[int, str, Phrase]]] = {}
    for one in found.rejected:
        for cell, _, reason in one.reasons:
            column = cell.rstrip("0123456789")
            groups.setdefault((column, reason.msgid), []).append((one.number, cell, reason))
    lines = []
    for group in sorted(groups.values(), key=lambda group: (-len(group), group[0][0])):
        for number, cell, reason in group[:FIRST]:
            lines.append(line(Part(say(_reason(number, cell, reason)), "lapsed"), indent=2))
        if len(group) > FIRST:
            left = len(group) - FIRST
            text = plural("and {n} more row for this reason: -v", "and {n} more rows for this reason: -v", left)
            lines.append(line(Part(f"  {say(text)}", "lapsed")))
    return lines


def _reason(number: int, cell: str, reason: Phrase) -> Phrase:
    if cell.isdecimal():
        return phrase("row {n} not taken: {reason}", n=number, reason=reason)
    return phrase("row {n} not taken, {cell}: {reason}", n=number, cell=cell, reason=reason)


def summary(found: Preview) -> Phrase:
    """How many rows there are of each fate."""
    total = len(found.shown) + len(found.rejected)
    return phrase(
        "{rows}: {new} new, {changed} changed, {same} same, {rejected} not taken",
        rows=plural("{n} row", "{n} rows", total),
        new=found.count("new"),
        changed=found.count("changed"),
        same=found.count("same"),
        rejected=len(found.rejected),
    )


def rejects_csv(
    head: Sequence[Sequence[str]],
    width: int,
    rejected: Sequence[Rejected],
    say: Wording,
    delimiter: str = ",",
    captions: Mapping[int, Sequence[str]] | None = None,
    reasons: str = "",
) -> str:
    """The rows that were not taken as a sheet that the same map reads: the rows above them as they were, and the
    reasons in a last column of its own. `captions` are by row what says the country of it and of those below;
    `reasons` is another heading of that column.
    """
    lines = [_line(cells, width, "") for cells in head]
    if lines:
        lines[-1] = _line(head[-1], width, reasons or say(REASON))
    above: Sequence[str] = ()
    for one in rejected:
        if (caption := (captions or {}).get(one.number, above)) != above:
            lines.append(_line(caption, width, ""))
            above = caption
        lines.append(_line(one.cells, width, _joined(one, say)))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [guarded(cell) for cell in row] for row in lines
    )
    return "\ufeff" + out.getvalue()


def _line(cells: Sequence[str], width: int, reason: str) -> list[str]:
    # Cells beyond the last heading are told in the reason; below one they would be read as something else.
    return [*cells[:width], *("" for _ in range(width - len(cells))), reason]


def _joined(one: Rejected, say: Wording) -> str:
    return "; ".join(say(reason) if cell.isdecimal() else f"{cell}: {say(reason)}" for cell, _, reason in one.reasons)
