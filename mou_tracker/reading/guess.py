"""A proposal for an import's map, from the headings and cells of a sheet. What would be a guess stays open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.serialize import scalar
from mou_tracker.language.wording import Wording
from mou_tracker.reading.sheet import headings
from mou_tracker.reading.sheet_words import HEADINGS, normal

_LOOKED_AT = 20
_NUMERIC = re.compile(r"\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*[0-9]{4}\s*")


def field_of(heading: str) -> str | None:
    """The field that a heading names, by the whole of it or by its last part."""
    for text in (heading, heading.rpartition(" / ")[2], heading.partition(" / ")[0]):
        plain = normal(text)
        for field, names in HEADINGS:
            if plain in names:
                return field
    return None


def heading_rows(table: Sequence[Sequence[object]]) -> tuple[int, ...]:
    """The rows of the headings: the one of the first rows, or two in a row, that name the most fields."""
    best: tuple[int, ...] = (1,)
    most = 0
    for row in range(1, min(_LOOKED_AT, len(table)) + 1):
        for rows in ((row,), (row, row + 1)):
            if rows[-1] <= len(table):
                fields = {field for name in headings(table, rows) if (field := field_of(name))}
                if len(fields) > most:
                    best, most = rows, len(fields)
    return best


def guessed(table: Sequence[Sequence[object]], encoding: str, name: str, say: Wording) -> str:
    """The map as YAML; `name` is the file's."""
    rows = heading_rows(table)
    names = [name for name in headings(table, rows) if name]
    lines = [_comment(phrase("A proposal. Look through every line before you use it."), say), *_file(rows, encoding)]
    lines += ["columns:", *_columns(names, say), *_dates(table[max(rows) :], say)]
    lines += [
        _comment(phrase("What no column says, for all rows:"), say),
        *_defaults(names),
        _comment(phrase("What the words of the sheet mean, for a field:"), say),
        "# words:",
        "#   partner.country: {Inggris Raya: GB}",
        f"source: {scalar(name, False)}",
        'empty: [n/a, "-", "–", "?"]',
    ]
    return "".join(f"{line}\n" for line in lines)


def _comment(said: Phrase, say: Wording) -> str:
    return f"# {say(said)}"


def _file(rows: tuple[int, ...], encoding: str) -> list[str]:
    said = [f"encoding: {encoding}"] if encoding != "utf-8" else []
    said += [f"header: {rows[0] if len(rows) == 1 else list(rows)}"] if rows != (1,) else []
    return [f"file: {{{', '.join(said)}}}"] if said else []


def _columns(names: Sequence[str], say: Wording) -> list[str]:
    """Each heading with its field; a field goes to one column, other columns that name it go to the notes."""
    unknown = _comment(phrase("not recognised"), say)
    used: set[str] = set()
    lines = []
    for name in names:
        field = field_of(name)
        if field is None:
            lines.append(f"  {scalar(name, False)}: ignore  {unknown}")
            continue
        target = "notes" if field in used and field not in ("ignore", "notes") else field
        used.add(field)
        lines.append(f"  {scalar(name, False)}: {target}")
    return lines


def _defaults(names: Sequence[str]) -> list[str]:
    given = {field_of(name) for name in names}
    said = [f"  {field}: {value}" for field, value in (("kind", "ksdpl"), ("instrument", "mou")) if field not in given]
    return ["defaults:", *said] if said else []


def _dates(rows: Sequence[Sequence[object]], say: Wording) -> list[str]:
    """A question about the order of day and month where the sheet has such dates, never an answer."""
    found = [match for row in rows for cell in row if isinstance(cell, str) and (match := _NUMERIC.fullmatch(cell))]
    if not found:
        return []
    question = phrase("Which comes first in {example}? Uncomment one:", example=found[0][0].strip())
    return [f"# {say(question)}", "# dates: day-first", "# dates: month-first"]
