"""What each column of a sheet is proposed for: by its heading first, then by its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from mou_tracker.sheets.formats.tables import Cells
from mou_tracker.sheets.known_headings import heading_scores
from mou_tracker.sheets.proposal.days import choose_days
from mou_tracker.sheets.proposal.one_column import FAILING, Choice, choice_of, fit, only_counts
from mou_tracker.sheets.proposal.partners import choose_by_cells, hardly_differs
from mou_tracker.sheets.proposal.readable import ColumnCells, as_institution, column_cells

# So many rows prove which days are the beginning and the end.
_ENOUGH = 600
# A heading names a field only for more than this.
_LEAST = 1.2
# By how much a hidden column's heading counts less: an old `Expiry Date` may be hidden beside the one that holds.
_HIDDEN = 0.5
# By how much one counts less under which all rows of a list say the same.
_OWN = 2
# So many institutions make a column of the partners' bodies one of the partners, beside one that names the office.
_THEIRS = 0.5
# What a record is known by: where a formula fails under such a heading, its rows wait until it is mended.
_FACTS = {"id", "partner.name", "partner.country", "instrument", "numbers.ours", "signed", "starts", "ends"}


def choices(names: Sequence[str], rows: Sequence[Cells], hidden: Collection[int] = ()) -> dict[int, Choice]:
    """What each column is proposed for; the surest heading first, hidden columns after equal ones, a field once."""
    columns = {index: column_cells(rows, index) for index in range(len(names))}
    counters = {index for index, cells in columns.items() if only_counts(cells, names[index])}
    own, alone, bodies = _own_names(names, columns)
    ranked: list[tuple[float, float, int, str]] = []
    for index, name in enumerate(names):
        for field, score in heading_scores(name).items():
            mistaken = (field == "partner.name" and index in alone) or (field == "partner.body" and index in bodies)
            if score > _LEAST and not mistaken:
                less = _HIDDEN if index in hidden else 0
                less += _OWN if field == "partner.name" and index in own else 0
                ranked.append((less - round(score, 2), -fit(field, columns[index]), index, field))
    found: dict[int, Choice] = {index: Choice(("ignore",)) for index in counters}
    used: set[str] = set()
    for _, _, index, field in sorted(ranked):
        if index in found:
            continue
        choice = choice_of(field, columns[index], names[index])
        if choice and not used & set(choice.to):
            found[index] = choice
            used |= {name for name in choice.to if name != "ignore"}
    choose_by_cells(names, columns, found, used)
    choose_days(names, rows[:_ENOUGH], columns, found)
    used = {field for choice in found.values() for field in choice.to}
    if "starts" in used and "ends" in used:
        # The days of a span decide; a length beside them only repeats them, or contradicts.
        # So too a day of signing that some cells do not say: no row is lost for what its span makes good.
        found = {index: one for index, one in found.items() if one.to not in (("term",), ("signed",)) or one.share == 1}
    return found | dict.fromkeys(_failing(names, columns, found), FAILING)


def _own_names(names: Sequence[str], columns: Mapping[int, ColumnCells]) -> tuple[set[int], set[int], set[int]]:
    """The columns that name the office itself, which count less as the partner's beside others; those that cannot be
    the partner's, as others headed as its bodies are the only ones left; and these.
    """
    named = {index for index, name in enumerate(names) if heading_scores(name).get("partner.name", 0) > _LEAST}
    own = {index for index in named if hardly_differs(columns[index])}
    if own and not any(_top(names[index]) == "partner.name" for index in named - own):
        bodies = {
            index
            for index, name in enumerate(names)
            if _top(name) == "partner.body"
            if columns[index].share(as_institution) >= _THEIRS and not hardly_differs(columns[index])
        }
        if bodies:
            return set(), own, bodies
    return (own if named - own else set()), set(), set()


def _top(heading: str) -> str:
    """The field that a heading names most surely; "" for none."""
    scores = heading_scores(heading)
    return max(scores, key=lambda field: scores[field], default="")


def _failing(names: Sequence[str], columns: Mapping[int, ColumnCells], found: Mapping[int, Choice]) -> Iterator[int]:
    """Columns whose formula fails in row after row, and that tell nothing which a record is known by."""
    given = {field for choice in found.values() for field in choice.to}
    facts = _FACTS if "ends" in given else _FACTS | {"term", "period"}
    for index, cells in columns.items():
        if cells.fails:
            named = {field for field, score in heading_scores(names[index]).items() if score > _LEAST}
            fields = {*found[index].to} if index in found else named
            if not fields & facts:
                yield index
