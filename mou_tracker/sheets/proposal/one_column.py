"""What one column is proposed for, by its heading, where its cells can be read so."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.fields.countries import by_name
from mou_tracker.sheets.import_map import FIELDS, ID
from mou_tracker.sheets.known_headings import heading_scores, normal
from mou_tracker.sheets.proposal.readable import (
    CHECKS,
    COUNTRIES,
    DATES,
    ColumnCells,
    as_address,
    as_country,
    as_day,
    as_document_number,
    as_end,
    as_phone,
    as_span,
    as_term,
)

# At least so many of the cells must be read; what no record needs is proposed only where all of them are.
_SHARES = {
    "id": 0.6,
    "signed": 0.6,
    "starts": 0.6,
    "ends": 0.6,
    "partner.country": 0.6,
    "instrument": 0.3,
    "status": 0.6,
    "contact": 0.8,
}
_ASKED = pattern(r"\b(?:permohonan|usulan|pengajuan|undangan|disposisi|request|application|proposal)\b")
# So few rows that repeat a document's number are slips, each to be mended.
_REPEATED = 0.01


class Choice(Struct, frozen=True):
    """What a column is proposed for, `share` of its cells being read as that; `unit` is that of bare numbers."""

    to: tuple[str, ...]
    share: float = 1.0
    unit: str | None = None


# A column whose formula fails: it is left out, and that is said.
FAILING = Choice(("ignore",), 0)


def only_counts(cells: ColumnCells, heading: str) -> bool:
    """Whether a column only numbers its rows; under a heading that says so in each part anew, or several rows alike."""
    said = [str(cell).strip(" .") for cell in cells.said]
    if len(said) < 3 or not all(one.isascii() and one.isdecimal() and len(one) < 6 for one in said):
        return False
    numbers = [int(one) for one in said]
    if "ignore" not in heading_scores(heading):
        return numbers == [*range(1, len(numbers) + 1)]
    steps = sum(after in (before, before + 1, 1) for before, after in pairwise(numbers))
    return steps >= 0.95 * (len(numbers) - 1)


def fit(field: str, cells: ColumnCells) -> float:
    """How well the cells fit a field: in tenths, a half where it holds any text."""
    check = CHECKS.get(field)
    return round(cells.share(check), 1) if check else 0.5


def choice_of(field: str, cells: ColumnCells, heading: str) -> Choice | None:
    """What a column of this heading is, by its cells; None where they cannot be read as that."""
    if field == "period" or (field in DATES and cells.share(as_day) < _SHARES[field]):
        return _period(cells, heading)
    if field == "ignore":
        return Choice(("ignore",)) if cells.share(lambda cell: str(cell).strip(" .").isdecimal()) > 0.9 else None
    if field == "id":
        good = cells.share(lambda cell: isinstance(cell, str) and not cell.isdecimal() and bool(ID.fullmatch(cell)))
        numbers = cells.share(lambda cell: str(cell).strip().isdecimal())
        # A few bad ones and a few that stand twice are rows to reject by name; where most are so it is no id.
        ids = good >= _SHARES["id"] and len(cells.distinct) >= _SHARES["id"] * len(cells.said)
        return Choice(("id",), good) if ids else Choice(("ignore",)) if numbers > 0.9 else None
    if field not in FIELDS or (field == "place" and cells.share(as_day) >= _SHARES["signed"]):
        return None
    if field == "numbers.ours" and "ignore" in heading_scores(heading) and cells.share(as_document_number) < 0.6:
        return None  # a bare `No` numbers rows; `Nomor` with cells as 12/UN5/KS/2020 is the document's
    if field == "numbers.ours" and len(cells.said) - len(cells.distinct) > _REPEATED * len(cells.said):
        return None  # the register gives a number once; here several rows share it, or it says `none yet`
    if field == "partner.name" and cells.share(lambda cell: as_country(cell, by_name)) >= COUNTRIES:
        return None
    if field == "contact.name":
        for one, reads in (("contact.phone", as_phone), ("contact.email", as_address)):
            if cells.share(reads) >= _SHARES["contact"]:
                return Choice((one,))
    if field == "numbers.ours" and _ASKED.search(normal(heading)):
        return None  # the number of a letter that asked for the agreement
    check = CHECKS.get(field)
    share = cells.share(check) if check else 1.0
    if not cells.said and field not in ("partner.name", *DATES):
        return None
    return Choice((field,), share) if share >= _SHARES.get(field, 0.6 if field == "partner.name" else 1.0) else None


def _period(cells: ColumnCells, heading: str) -> Choice | None:
    """A column of validity: two days, the last day, or a length of time, with the heading's unit if it has one."""
    span = cells.share(as_span)
    if span >= 0.6:
        return Choice(("starts", "ends"), span)
    plain = normal(heading).split()
    units = (("years", ("tahun", "thn", "year", "years", "yrs")), ("months", ("bulan", "bln", "month", "months")))
    unit = next((unit for unit, words in units if any(word in plain for word in words)), None)
    numbers = cells.share(lambda cell: isinstance(cell, (int, float)) or str(cell).strip().isdecimal())
    small = cells.share(lambda cell: str(cell).strip().isdecimal() and int(str(cell)) <= 600)
    if numbers and not (unit and small == numbers):
        unit = None
    term, length = cells.share(as_term(unit)), as_term(None)
    # Last days and lengths in one column: an end may be either.
    end = cells.share(lambda cell: as_end(cell) or length(cell) if not (isinstance(cell, int) and cell < 1900) else 0)
    if term >= 0.6 and term >= end:
        return Choice(("term",), term, unit if numbers else None)
    return Choice(("ends",), end) if end >= 0.6 else None
