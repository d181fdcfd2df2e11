"""The preview of an import: what becomes of each row, and why a row cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.sheets.matching import Differing
from mou_tracker.views.lines import Line, Part, aligned, line
from mou_tracker.views.tables import csv_text


class Shown(Struct, frozen=True):
    """A row of the preview: its number, the record's id and facts, and what becomes of it."""

    number: int
    fate: str
    cells: tuple[str, ...]


class Rejected(Struct, frozen=True):
    """A row that cannot be taken: its number, its cells as texts, and the cell, text and reason of each trouble."""

    number: int
    cells: tuple[str, ...]
    reasons: tuple[tuple[str, str, Phrase], ...]


class Preview(Struct, frozen=True):
    """What an import would do. `unmapped` are the headings of columns that the map does not name."""

    shown: Sequence[Shown]
    rejected: Sequence[Rejected]
    remarks: Sequence[tuple[int, Phrase]]
    differing: Sequence[tuple[int, str, Sequence[Differing]]]
    unmapped: Sequence[str]

    def count(self, fate: str) -> int:
        """How many rows share a fate."""
        return sum(one.fate == fate for one in self.shown)


FATES = {"new": phrase("new"), "known": phrase("known"), "differs": phrase("differs")}


def preview_lines(found: Preview, say: Wording) -> list[Line]:
    """The rows as a table, then everything that a person should look at."""
    lines: list[Line] = []
    if found.shown:
        heads = [
            say(head)
            for head in (
                phrase("row"),
                phrase("what"),
                phrase("id"),
                phrase("partner"),
                phrase("instrument"),
                phrase("signed"),
                phrase("term or end"),
            )
        ]
        rows = [[str(one.number), say(FATES[one.fate]), *one.cells] for one in found.shown]
        first, *rest = aligned([heads, *rows])
        lines += [line(Part(first, "strong")), *(line(text) for text in rest)]
    for number, remark in found.remarks:
        lines.append(line(say(phrase("row {n}: {remark}", n=number, remark=remark)), indent=2))
    for number, name, fields in found.differing:
        lines += _differing(number, name, fields, say)
    for one in found.rejected:
        lines += [line(Part(say(text), "lapsed"), indent=2) for text in _reasons(one)]
    if found.unmapped:
        names = ", ".join(map(repr, found.unmapped))
        lines.append(line(say(phrase("not in the map, so not taken: {names}", names=names)), indent=2))
    return [*lines, line(say(summary(found)))]


def _differing(number: int, name: str, fields: Sequence[Differing], say: Wording) -> list[Line]:
    head = phrase("row {n} is {id}, which says otherwise and stays as it is:", n=number, id=name)
    rows = (
        phrase(
            "  {field}: the register {register}, the sheet {sheet}",
            field=one.field,
            sheet=one.sheet,
            register=one.register or phrase("nothing"),
        )
        for one in fields
    )
    return [line(say(head), indent=2), *(line(say(row), indent=4) for row in rows)]


def _reasons(one: Rejected) -> list[Phrase]:
    return [
        phrase("row {n} not taken, {cell}: {reason}", n=one.number, cell=cell, reason=reason)
        if not cell.isdecimal()
        else phrase("row {n} not taken: {reason}", n=one.number, reason=reason)
        for cell, _, reason in one.reasons
    ]


def summary(found: Preview) -> Phrase:
    """How many rows there are of each fate."""
    total = len(found.shown) + len(found.rejected)
    return phrase(
        "{rows}: {new} new, {known} known, {differ} known but different, {rejected} not taken",
        rows=plural("{n} row", "{n} rows", total),
        new=found.count("new"),
        known=found.count("known"),
        differ=found.count("differs"),
        rejected=len(found.rejected),
    )


def rejects_csv(headings: Sequence[str], rejected: Sequence[Rejected], say: Wording) -> str:
    """The rows that were not taken, with their cells as they were, and the reasons in the last column."""
    columns = [
        say(phrase("row")),
        *(name or f"({number})" for number, name in enumerate(headings, 1)),
        say(phrase("reason")),
    ]
    rows = (
        dict(zip(columns, (str(one.number), *_padded(one.cells, len(headings)), _joined(one, say)), strict=True))
        for one in rejected
    )
    return csv_text(columns, rows, bom=True)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *("" for _ in range(width - len(cells))))


def _joined(one: Rejected, say: Wording) -> str:
    return "; ".join(f"{cell}: {say(reason)}" for cell, _, reason in one.reasons)
