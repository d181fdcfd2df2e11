"""Columns of partners, their countries and papers that only the cells tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mou_tracker.sheets.import_map import PARTNER
from mou_tracker.sheets.known_headings import heading_scores, instrument_of, partner_class
from mou_tracker.sheets.proposal.one_column import Choice
from mou_tracker.sheets.proposal.readable import (
    CHECKS,
    COUNTRIES,
    ColumnCells,
    as_country,
    as_institution,
    as_partner_and_country,
)

# So few rows are a short list.
SHORT = 4
_WEAK_NAME, _KNOWN = 1.3, 2.5


def hardly_differs(cells: ColumnCells) -> bool:
    """Whether all rows, or a long list's, say much the same: the office's own name, not its partners'."""
    said, distinct = len(cells.said), len(cells.distinct)
    return said > SHORT and (distinct == 1 or (said > 10 * SHORT and distinct * 20 < said))


def choose_by_cells(
    names: Sequence[str], columns: Mapping[int, ColumnCells], found: dict[int, Choice], used: set[str]
) -> None:
    """What only the cells tell: a column of countries, of partners, of papers."""
    free = [index for index in columns if index not in found and names[index] and len(columns[index].said) > 2]
    if "partner.country" not in used:
        for index in free:
            if columns[index].share(as_country) >= COUNTRIES:
                found[index] = Choice(("partner.country",), columns[index].share(as_country))
                used.add("partner.country")
                break
    if "partner.name" not in used:
        bodies = [index for index, choice in found.items() if choice.to == ("partner.body",)]
        open_ = [index for index in free if _is_open(names[index])]
        named = max(((columns[index].share(as_institution), -index) for index in (*bodies, *open_)), default=(0.0, 0))
        if named[0] >= 0.5:
            found[-named[1]] = Choice(("partner.name",))
            used.add("partner.name")
    _better_name(names, columns, free, found)
    if "instrument" not in used:
        papers = [index for index in free if index not in found and _names_papers(columns[index])]
        if papers:
            found[papers[0]] = Choice(("instrument",), columns[papers[0]].share(CHECKS["instrument"]))
            used.add("instrument")
    for index, choice in found.items():
        if (
            choice.to == ("partner.name",)
            and "partner.country" not in used
            and columns[index].share(as_partner_and_country) >= 0.8
        ):
            found[index] = Choice(PARTNER, columns[index].share(as_partner_and_country))
            used.add("partner.country")


def _better_name(
    names: Sequence[str], columns: Mapping[int, ColumnCells], free: Sequence[int], found: dict[int, Choice]
) -> None:
    """A column of institutions under a heading that nobody knows, where the known one names places, or one office."""
    weak = next((index for index, one in found.items() if one.to == ("partner.name",)), None)
    if weak is None or (
        heading_scores(names[weak]).get("partner.name", 3) > _WEAK_NAME and not hardly_differs(columns[weak])
    ):
        return
    better = [
        index
        for index in free
        if index not in found
        and _is_open(names[index])
        and columns[index].share(lambda cell: partner_class(str(cell)) == "institution") >= 0.6
        and not hardly_differs(columns[index])
    ]
    if better:
        del found[weak]
        if "partner.place" in heading_scores(names[weak]) and not any("partner.place" in c.to for c in found.values()):
            found[weak] = Choice(("partner.place",))
        found[max(better, key=lambda index: len(columns[index].distinct))] = Choice(("partner.name",))


def _is_open(heading: str) -> bool:
    """Whether a heading names no other field for sure."""
    return max(heading_scores(heading).values(), default=0) < _KNOWN


def _names_papers(cells: ColumnCells) -> bool:
    """Whether the cells are a few short words for papers, under whatever heading."""
    few = len(cells.distinct) <= max(20, len(cells.said) // 5)
    return few and cells.share(lambda cell: 1 if len(str(cell)) < 60 and instrument_of(str(cell)) else 0) >= 0.6
