"""A map proposed from a sheet's headings and cells: a field only where most cells can be read as it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.apply import is_allowed
from mou_tracker.edit.serialize import scalar
from mou_tracker.fields.countries import Ambiguous, alike, by_name, meant
from mou_tracker.language.wording import Wording
from mou_tracker.sheets.cells import (
    SAYS_NOTHING,
    CannotTake,
    apart,
    countries_in,
    date_in,
    evening,
    is_endless,
    is_never,
    is_serial,
    is_until_done,
    last_part,
    partners_in,
    place_before,
    serial_day,
    span_in,
    squeezed,
    term_in,
    without_renewal,
)
from mou_tracker.sheets.columns import judged
from mou_tracker.sheets.formats.tables import BadCell, Cells, Table
from mou_tracker.sheets.headings import LONGEST, captions, headings, told_apart
from mou_tracker.sheets.import_map import FIELDS, ID, PARTNER, REST
from mou_tracker.sheets.known_headings import (
    DPRD,
    KINDS,
    PLANNED,
    RENEWALS,
    heading_scores,
    instrument_of,
    normal,
    partner_class,
    statuses_of,
)

ORDERS: tuple[Order, ...] = ("day-first", "month-first")
_LOOKED_AT = 20
SECTIONS = "partner.country"
_DAY_WORDS = {"tanggal", "tgl", "tarikh", "date", "dated", "tahun", "year"}
# Days of which a list's keeping speaks, or work on an agreement, not its beginning or end.
_RECORDED = pattern(
    r"\b(?:created|updated|deleted|uploaded|modified|edited|timestamp|input|diinput|dibuat|diubah|unggah|entry|"
    r"reviews?|reviewed|reviu|evaluasi|evaluation|monitoring|monev|reminder|pengingat|report|reported|laporan|visit|"
    r"kunjungan|meeting|rapat|birth|lahir|payment|pembayaran|received|diterima|submitted|submission|diajukan|pengajuan|"
    r"permohonan|request|usulan|proposal|persetujuan|approval|approved|dprd|draft|renewal|perpanjangan|extension|"
    rf"{'|'.join(sorted(PLANNED))})\b"
)
# So many rows prove which days are the beginning and the end.
_ENOUGH = 600
# A heading names a field only for more than this.
_LEAST = 1.2
# By how much a hidden column's heading counts less: an old `Expiry Date` may be hidden beside the one that holds.
_HIDDEN = 0.5
# By how much one counts less under which all rows of a list, longer than a short one, say the same.
_OWN, _SHORT = 2, 4
# Nearly all rows have the beginning before the end; most are whole years long, as hardly any two other days are.
_IN_ORDER, _WHOLE_YEARS, _FAR_AHEAD = 0.95, 0.5, 0.2
_MOST = 3000
_MOST_WORDS = 50
_DATES = ("signed", "starts", "ends")
# At least so many of the cells must be read; what no record needs is proposed only where all of them are.
_SHARES = {
    "id": 0.6,
    "signed": 0.6,
    "starts": 0.6,
    "ends": 0.6,
    "partner.country": 0.6,
    "instrument": 0.3,
    "status": 0.6,
}


class Choice(Struct, frozen=True):
    """What a column is proposed for, `share` of its cells being read as that; `unit` is that of bare numbers."""

    to: tuple[str, ...]
    share: float = 1.0
    unit: str | None = None


class Proposal(Struct, frozen=True):
    """The map as YAML, the fields that it finds columns for, and the columns of days that it takes for none of them."""

    text: str
    given: frozenset[str]
    days: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it says when the agreements begin or end."""
        return bool(self.given & {*_DATES, "term"})

    @property
    def whole(self) -> bool:
        """Whether it says with whom, from when and until when."""
        return {"partner.name", "partner.country"} <= self.given and all(
            self.given & one for one in ({"starts", "signed"}, {"ends", "term"})
        )


class NoProposal(Exception):
    """The headings and cells tell too little: a proposal would be made of noise."""


def heading_rows(table: Sequence[Cells]) -> tuple[int, ...]:
    """The rows of the headings: the one of the first rows, or two in a row, that name the most fields.

    A second row belongs to the headings only where it stands below gaps of the first and holds no data.
    """
    best: tuple[int, ...] = (1,)
    most = 0.0
    for row in range(1, min(_LOOKED_AT, len(table)) + 1):
        if not _is_heading(table[row - 1]):
            continue
        for rows in ((row,), (row, row + 1)):
            if len(rows) == 2 and not (row < len(table) and _continues(table[row - 1], table[row])):
                continue
            score = _named_fields(headings(table, rows))
            if score > most + (0.5 if len(rows) == 2 else 0):
                best, most = rows, score
    return best


def _named_fields(names: Sequence[str]) -> float:
    fields: dict[str, float] = {}
    for name in names:
        for field, score in heading_scores(name).items() if len(name) < 120 else ():
            fields[field] = max(fields.get(field, 0), score)
    return sum(1 if score > 2.5 else 0.4 for field, score in fields.items() if field != "ignore" and score > 1.4)


def _is_heading(row: Sequence[object]) -> bool:
    cells = [cell for cell in row if cell is not None]
    if any(isinstance(cell, date) or (isinstance(cell, str) and _is_day(cell)) for cell in cells):
        return False  # whatever its words are like, a row with a day is one of the list
    return bool(cells) and sum(not isinstance(cell, str) or _is_data(cell) for cell in cells) <= len(cells) // 3


def _is_day(cell: str) -> bool:
    for order in ORDERS:
        with suppress(CannotTake):
            return date_in(cell, order).certain
    return False


def _is_data(cell: object) -> bool:
    if not isinstance(cell, str):
        return True
    try:
        date_in(cell, "day-first", 2000)
        return True
    except CannotTake:
        return cell.strip().isdecimal() or (len(cell.strip()) > 3 and _country(cell, by_name) == 1)


def _continues(first: Sequence[object], second: Sequence[object]) -> bool:
    """Whether a row goes on with the headings above: below gaps, and without data."""
    if sum(cell is not None for cell in first) < 2:  # a title
        return False
    said = [index for index, cell in enumerate(second) if cell is not None]
    gaps = [index for index in said if index >= len(first) or first[index] is None]
    same = [index for index in said if index < len(first) and first[index] == second[index]]
    return bool(gaps) and len(gaps) + len(same) >= len(said) // 2 and not any(_is_data(second[index]) for index in said)


def _readable(read: Callable[[object], object]) -> Callable[[object], float]:
    def share(cell: object) -> float:
        try:
            read(cell)
        except CannotTake:
            return 0
        return 1

    return share


def _in_any_order(read: Callable[[object, Order | None, int | None], object]) -> Callable[[object], float]:
    def share(cell: object) -> float:
        for order in ORDERS:
            try:
                read(cell, order, 2000)
                return 1
            except CannotTake:
                continue
        return 0

    return share


_plain_date, _span = _in_any_order(date_in), _in_any_order(span_in)


@lru_cache(maxsize=1 << 15, typed=True)  # asked of a column for each field that it may be, and of its names
def _date(cell: object) -> float:
    return (
        1
        if is_serial(cell) or evening(cell)
        else _plain_date(place_before(apart(cell)[0])[1] if isinstance(cell, str) else cell)
    )


def _end(cell: object) -> float:
    text = squeezed(str(cell))
    if (
        is_never(cell)
        or is_endless(text)
        or (isinstance(cell, str) and (without_renewal(text)[1] or is_until_done(text)))
    ):
        return 1
    return _date(cell)


def _country(cell: object, read: Callable[[str], str | None] = meant) -> float:
    try:
        return 1 if isinstance(cell, str) and read(cell) else 0
    except Ambiguous:
        return 0


def _term(unit: str | None) -> Callable[[object], float]:
    return _readable(lambda cell: term_in(without_renewal(squeezed(str(cell)))[0] or "1 year", unit))


def _known(words: Mapping[str, object]) -> Callable[[object], float]:
    return lambda cell: 1 if normal(str(cell)) in words else 0


def _name(cell: object) -> float:
    return 1 if isinstance(cell, str) and any(sign.isalpha() for sign in cell) and not _date(cell) else 0


def _document_number(cell: object) -> float:
    text = str(cell).strip()
    return 1 if any(map(str.isdecimal, text)) and (not text.isdecimal() or len(text) > 5) and not _date(cell) else 0


def _split(cell: object) -> float:
    with suppress(CannotTake):
        return 1 if partners_in(str(cell)) else 0
    return 1 if alike(last_part(str(cell))) else 0


_MAIL = pattern(r"[A-Za-z0-9]+(?:[._%+-][A-Za-z0-9]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}")


def _address(cell: object) -> float:
    return 1 if _MAIL.fullmatch(str(cell).strip()) else 0


_CHECKS: Mapping[str, Callable[[object], float]] = {
    "signed": _date,
    "starts": _date,
    "ends": _end,
    "partner.country": lambda cell: _country(cell) or _country(cell, alike) or (1 if countries_in(str(cell)) else 0),
    "partner.name": _name,
    "instrument": lambda cell: 1 if instrument_of(str(cell)) else 0,
    "kind": _known(KINDS),
    "renewal": lambda cell: 1 if normal(without_renewal(str(cell))[0]) in {"", *RENEWALS} else 0,
    "renewal.notice": _term(None),
    "dprd": _known(DPRD),
    "status": lambda cell: 1 if statuses_of(str(cell)) else 0,
    "owner": _address,
    "contact.email": _address,
    "partner.type": _name,
}


class _Cells(Struct):
    """The cells of one column that say something, those that are errors of the spreadsheet apart."""

    said: Sequence[object]
    distinct: Sequence[object]
    shares: dict[Callable[[object], float], float] = {}  # msgspec gives each column its own

    def share(self, check: Callable[[object], float]) -> float:
        """How much of the column can be read so."""
        if not self.said:
            return 0
        if check not in self.shares:
            good = {cell for cell in self.distinct if check(cell)}
            self.shares[check] = sum(cell in good for cell in self.said) / len(self.said)
        return self.shares[check]


def _cells(rows: Sequence[Cells], index: int) -> _Cells:
    said = [
        cell
        for row in rows[:_MOST]
        if index < len(row) and (cell := row[index]) is not None and not isinstance(cell, BadCell)
    ]
    said = [cell for cell in said if not (isinstance(cell, str) and squeezed(cell).casefold() in SAYS_NOTHING)]
    return _Cells(said, list(dict.fromkeys(said)))


def choices(names: Sequence[str], rows: Sequence[Cells], hidden: Collection[int] = ()) -> dict[int, Choice]:
    """What each column is proposed for; the surest heading first, hidden columns after equal ones, a field once."""
    columns = {index: _cells(rows, index) for index in range(len(names))}
    counters = {index for index, cells in columns.items() if _counts(cells, names[index])}
    named = {index for index, name in enumerate(names) if heading_scores(name).get("partner.name", 0) > _LEAST}
    own = {index for index in named if _hardly_differs(columns[index])}
    own = own if named - own else set()
    ranked: list[tuple[float, float, int, str]] = []
    for index, name in enumerate(names):
        for field, score in heading_scores(name).items():
            if score > _LEAST:
                less = _HIDDEN if index in hidden else 0
                less += _OWN if field == "partner.name" and index in own else 0
                ranked.append((less - round(score, 2), -_fit(field, columns[index]), index, field))
    found: dict[int, Choice] = {index: Choice(("ignore",)) for index in counters}
    used: set[str] = set()
    for _, _, index, field in sorted(ranked):
        if index in found:
            continue
        choice = _choice(field, columns[index], names[index])
        if choice and not used & set(choice.to):
            found[index] = choice
            used |= {name for name in choice.to if name != "ignore"}
    _by_cells(names, columns, found, used)
    _days(names, rows[:_ENOUGH], columns, found)
    used = {field for choice in found.values() for field in choice.to}
    if "starts" in used and "ends" in used:
        # The days of a span decide; a length beside them only repeats them, or contradicts.
        # So too a day of signing that some cells do not say: no row is lost for what its span makes good.
        found = {index: one for index, one in found.items() if one.to not in (("term",), ("signed",)) or one.share == 1}
    return found


def _hardly_differs(cells: _Cells) -> bool:
    """Whether all rows, or a long list's, say much the same: the office's own name, not its partners'."""
    said, distinct = len(cells.said), len(cells.distinct)
    return said > _SHORT and (distinct == 1 or (said > 10 * _SHORT and distinct * 20 < said))


def _counts(cells: _Cells, heading: str) -> bool:
    """Whether a column only numbers its rows; under a heading that says so in each part anew, or several rows alike."""
    said = [str(cell).strip(" .") for cell in cells.said]
    if len(said) < 3 or not all(one.isascii() and one.isdecimal() and len(one) < 6 for one in said):
        return False
    numbers = [int(one) for one in said]
    if "ignore" not in heading_scores(heading):
        return numbers == [*range(1, len(numbers) + 1)]
    steps = sum(after in (before, before + 1, 1) for before, after in pairwise(numbers))
    return steps >= 0.95 * (len(numbers) - 1)


def _fit(field: str, cells: _Cells) -> float:
    check = _CHECKS.get(field)
    return round(cells.share(check), 1) if check else 0.5


def _choice(field: str, cells: _Cells, heading: str) -> Choice | None:
    """What a column of this heading is, by its cells; None where they cannot be read as that."""
    if field == "period" or (field in _DATES and cells.share(_date) < _SHARES[field]):
        return _period(cells, heading)
    if field == "ignore":
        return Choice(("ignore",)) if cells.share(lambda cell: str(cell).strip(" .").isdecimal()) > 0.9 else None
    if field == "id":
        good = cells.share(lambda cell: isinstance(cell, str) and not cell.isdecimal() and bool(ID.fullmatch(cell)))
        numbers = cells.share(lambda cell: str(cell).strip().isdecimal())
        # A few bad ones and a few that stand twice are rows to reject by name; where most are so it is no id.
        ids = good >= _SHARES["id"] and len(cells.distinct) >= _SHARES["id"] * len(cells.said)
        return Choice(("id",), good) if ids else Choice(("ignore",)) if numbers > 0.9 else None
    if field not in FIELDS or (field == "place" and cells.share(_date) >= _SHARES["signed"]):
        return None
    if field == "numbers.ours" and "ignore" in heading_scores(heading) and cells.share(_document_number) < 0.6:
        return None  # a bare `No` numbers rows; `Nomor` with cells as 12/UN5/KS/2020 is the document's
    if field == "numbers.ours" and len(cells.said) - len(cells.distinct) > _REPEATED * len(cells.said):
        return None  # the register gives a number once; here several rows share it, or it says `none yet`
    if field == "partner.name" and cells.share(lambda cell: _country(cell, by_name)) >= _COUNTRIES:
        return None
    check = _CHECKS.get(field)
    share = cells.share(check) if check else 1.0
    if not cells.said and field not in ("partner.name", *_DATES):
        return None
    return Choice((field,), share) if share >= _SHARES.get(field, 0.6 if field == "partner.name" else 1.0) else None


def _period(cells: _Cells, heading: str) -> Choice | None:
    """A column of validity: two days, the last day, or a length of time, with the heading's unit if it has one."""
    span = cells.share(_span)
    if span >= 0.6:
        return Choice(("starts", "ends"), span)
    plain = normal(heading).split()
    units = (("years", ("tahun", "thn", "year", "years", "yrs")), ("months", ("bulan", "bln", "month", "months")))
    unit = next((unit for unit, words in units if any(word in plain for word in words)), None)
    numbers = cells.share(lambda cell: isinstance(cell, (int, float)) or str(cell).strip().isdecimal())
    small = cells.share(lambda cell: str(cell).strip().isdecimal() and int(str(cell)) <= 600)
    if numbers and not (unit and small == numbers):
        unit = None
    term, length = cells.share(_term(unit)), _term(None)
    # Last days and lengths in one column: an end may be either.
    end = cells.share(lambda cell: _end(cell) or length(cell) if not (isinstance(cell, int) and cell < 1900) else 0)
    if term >= 0.6 and term >= end:
        return Choice(("term",), term, unit if numbers else None)
    return Choice(("ends",), end) if end >= 0.6 else None


def _by_cells(names: Sequence[str], columns: Mapping[int, _Cells], found: dict[int, Choice], used: set[str]) -> None:
    """What only the cells tell: a column of countries, of partners, of papers."""
    free = [index for index in columns if index not in found and names[index] and len(columns[index].said) > 2]
    if "partner.country" not in used:
        for index in free:
            if columns[index].share(_country) >= _COUNTRIES:
                found[index] = Choice(("partner.country",), columns[index].share(_country))
                used.add("partner.country")
                break
    if "partner.name" not in used:
        bodies = [index for index, choice in found.items() if choice.to == ("partner.body",)]
        open_ = [index for index in free if _is_open(names[index])]
        named = max(((columns[index].share(_institution), -index) for index in (*bodies, *open_)), default=(0.0, 0))
        if named[0] >= 0.5:
            found[-named[1]] = Choice(("partner.name",))
            used.add("partner.name")
    _better_name(names, columns, free, found)
    if "instrument" not in used:
        papers = [index for index in free if index not in found and _names_papers(columns[index])]
        if papers:
            found[papers[0]] = Choice(("instrument",), columns[papers[0]].share(_CHECKS["instrument"]))
            used.add("instrument")
    for index, choice in found.items():
        if choice.to == ("partner.name",) and "partner.country" not in used and columns[index].share(_split) >= 0.8:
            found[index] = Choice(PARTNER, columns[index].share(_split))
            used.add("partner.country")


def _better_name(
    names: Sequence[str], columns: Mapping[int, _Cells], free: Sequence[int], found: dict[int, Choice]
) -> None:
    """A column of institutions under a heading that nobody knows, where the known one names places, or one office."""
    weak = next((index for index, one in found.items() if one.to == ("partner.name",)), None)
    if weak is None or (
        heading_scores(names[weak]).get("partner.name", 3) > _WEAK_NAME and not _hardly_differs(columns[weak])
    ):
        return
    better = [
        index
        for index in free
        if index not in found
        and _is_open(names[index])
        and columns[index].share(lambda cell: partner_class(str(cell)) == "institution") >= 0.6
        and not _hardly_differs(columns[index])
    ]
    if better:
        del found[weak]
        if "partner.place" in heading_scores(names[weak]) and not any("partner.place" in c.to for c in found.values()):
            found[weak] = Choice(("partner.place",))
        found[max(better, key=lambda index: len(columns[index].distinct))] = Choice(("partner.name",))


_WEAK_NAME, _COUNTRIES, _KNOWN = 1.3, 0.8, 2.5


def _is_open(heading: str) -> bool:
    """Whether a heading names no other field for sure."""
    return max(heading_scores(heading).values(), default=0) < _KNOWN


def _days(names: Sequence[str], rows: Sequence[Cells], columns: Mapping[int, _Cells], found: dict[int, Choice]) -> None:
    """The beginning and the end under headings that do not tell them: by their order in each row, and whole years."""
    free = [
        index
        for index in columns
        if index not in found and _holds_days(columns[index]) and not _RECORDED.search(normal(names[index]))
    ]
    # Numbers are days only where whole years prove it.
    sure = free + [
        index
        for index in columns
        if index not in found
        and _holds_days(columns[index], numbered=True)
        and not _RECORDED.search(normal(names[index]))
    ]
    given = {field: index for index, one in found.items() for field in one.to}
    begins, ends = given.get("starts", given.get("signed")), given.get("ends")
    if not sure or ("starts" in given and ends is not None):
        return
    dated = [index for index in free if set(normal(names[index]).split()) & _DAY_WORDS]
    taken: Mapping[str, int] = {}
    if begins is not None and ends is not None:  # a day of signing, and perhaps the beginning beside it
        pair = (
            None if _pair(rows, columns, [begins], [ends], sure=True) else _pair(rows, columns, sure, [ends], sure=True)
        )
        taken = {"starts": pair[0]} if pair else {}
    elif begins is not None:
        pair = _pair(rows, columns, [begins], sure, sure=True)
        if pair is None and "starts" not in given and (both := _pair(rows, columns, sure, sure, sure=True)):
            taken = {"starts": both[0], "ends": both[1]}
        elif pair := pair or _pair(rows, columns, [begins], free, sure="term" in given):
            taken = {"ends": pair[1]}
    elif ends is None:
        pair = _pair(rows, columns, sure, sure, sure=True) or _pair(rows, columns, free, free, sure=len(free) > 2)
        taken = {"starts": pair[0], "ends": pair[1]} if pair else {"signed": dated[0]} if len(dated) == 1 else {}
    elif pair := _pair(rows, columns, sure, [ends], sure=True):
        taken = {"signed" if pair[0] in dated else "starts": pair[0]}
    elif len(before := [index for index in dated if _pair(rows, columns, [index], [ends], sure=False)]) == 1:
        taken = {"signed": before[0]}
    elif pair := _pair(rows, columns, [ends], sure, sure=True):  # its heading was taken for the end's
        taken = {"starts": ends, "ends": pair[1]}
    for field, index in taken.items():
        found[index] = Choice((field,), columns[index].share(_date))


_SOME, _YEAR_ALONE = 20, 4
# So few rows that repeat a document's number are slips, each to be mended.
_REPEATED = 0.01


def _holds_days(cells: _Cells, numbered: bool = False) -> bool:
    """Whether most cells are days by themselves; `numbered`, whether they are numbers that may be days."""
    few = cells.said[:: len(cells.said) // _SOME + 1]
    if sum(map(_date, few)) * 2 < len(few):  # most columns are texts
        return False
    numbers = cells.share(lambda cell: 1 if isinstance(cell, (int, float)) or str(cell).strip().isdecimal() else 0)
    if numbered:
        return numbers >= 0.5 and cells.share(lambda cell: _date(cell) if len(str(cell)) != _YEAR_ALONE else 0) >= 0.8
    return len(cells.said) > 2 and numbers < 0.5 and cells.share(_date) >= 0.8


def _pair(
    rows: Sequence[Cells], columns: Mapping[int, _Cells], firsts: Sequence[int], lasts: Sequence[int], sure: bool
) -> tuple[int, int] | None:
    """The one beginning and end among some columns; `sure` if only whole years may prove it."""
    spans = {
        (first, last): whole
        for first in firsts
        for last in lasts
        if first != last and (whole := _whole_years(rows, columns, first, last)) is not None
    }
    ranked = sorted(spans, key=lambda pair: -spans[pair])
    if not ranked or (len(ranked) > 1 and spans[ranked[0]] - spans[ranked[1]] < _FAR_AHEAD):
        return None
    return ranked[0] if spans[ranked[0]] >= _WHOLE_YEARS or (len(ranked) == 1 and not sure) else None


def _day_in(cell: object, order: Order) -> DateSpan:
    if isinstance(cell, (int, float, str)) and is_serial(cell):
        return serial_day(cell)
    return date_in(place_before(apart(cell)[0])[1] if isinstance(cell, str) else cell, order, 1970)


def _whole_years(rows: Sequence[Cells], columns: Mapping[int, _Cells], first: int, last: int) -> float | None:
    """How many of the spans from one column to another are whole years, to the day or the day before; None where they
    are no beginning and end.
    """
    order = judged([*columns[first].said, *columns[last].said], None, None).order or "day-first"
    whole, ordered, count, filled = 0, 0, 0, 0
    for row in rows:
        cells = [row[index] if index < len(row) else None for index in (first, last)]
        if None in cells:
            continue
        filled += 1
        with suppress(CannotTake):
            one, other = (_day_in(cell, order) for cell in cells)
            count += 1
            ordered += one.earliest <= other.latest
            whole += other.earliest.year > one.earliest.year and any(
                (day.month, day.day) == (one.earliest.month, one.earliest.day)
                for day in (other.earliest, other.earliest + timedelta(1))
            )
    return whole / count if count > 2 and count * 2 >= filled and ordered >= _IN_ORDER * count else None


def _institution(cell: object) -> float:
    return 1 if isinstance(cell, str) and len(cell) < 120 and partner_class(cell) else 0


def _names_papers(cells: _Cells) -> bool:
    """Whether the cells are a few short words for papers, under whatever heading."""
    few = len(cells.distinct) <= max(20, len(cells.said) // 5)
    return few and cells.share(lambda cell: 1 if len(str(cell)) < 60 and instrument_of(str(cell)) else 0) >= 0.6


def proposal(table: Table, file: str, home: str, say: Wording) -> Proposal:
    """The map of a table; `file` is the sheet's name, `home` the office's country. Raises NoProposal."""
    rows = heading_rows(table.rows)
    names = headings(table.rows, rows)
    found = choices(names, table.rows[max(rows) :], table.hidden)
    passed = captions(table.rows, max(rows), names, {index: choice.to for index, choice in found.items()})
    body = [row for number, row in enumerate(table.rows[max(rows) :], max(rows) + 1) if number not in passed]
    if passed:
        found = choices(names, body, table.hidden)
    given = {field for choice in found.values() for field in choice.to}
    parted = SECTIONS not in given and (any(passed.values()) or bool(table.parts))
    if "partner.name" not in given or len(given - {"ignore", "status"}) < 2:
        raise NoProposal
    lines = [_comment(phrase("A proposal, made from the headings and the cells. Look through every line."), say)]
    lines += _file(rows, table)
    lines += ["columns:", *_columns(names, body, found, say)]
    lines += _dates(body, names, found, say)
    lines += _century(body, found, say)
    lines += _defaults(given | ({SECTIONS} if parted else set()), names, found, body, home, say)
    lines += [f"sections: {SECTIONS}"] if parted else []
    lines += _words(found, body)
    lines.append(f"source: {scalar(file, False)}")
    made = Proposal("".join(f"{line}\n" for line in lines), frozenset(given | ({SECTIONS} if parted else set())))
    free = (index for index, name in enumerate(names) if name and index not in found and not made.dated)
    days = (index for index in free if not _RECORDED.search(normal(names[index])) and _holds_days(_cells(body, index)))
    return replace(made, days=tuple(names[index] for index in days))


def _comment(said: Phrase, say: Wording) -> str:
    return f"# {say(said)}"


def _file(rows: tuple[int, ...], table: Table) -> list[str]:
    said = [f"encoding: {table.encoding}"] if table.encoding else []
    names = [scalar(name, True) for name in table.sheet]
    said += [f"sheet: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}"] if names else []
    said += [f"header: {rows[0] if len(rows) == 1 else list(rows)}"] if rows != (1,) else []
    return [f"file: {{{', '.join(said)}}}"] if said else []


def _columns(names: Sequence[str], rows: Sequence[Cells], found: Mapping[int, Choice], say: Wording) -> list[str]:
    """Each heading with what it gives; what no field holds is kept beside (`extra`), where records can keep it."""
    lines, kept = [], []
    for index, name in enumerate(names):
        if not name:
            continue
        key = f"  {scalar(name, False)}: "
        choice = found.get(index)
        if choice is None:
            there = any(index < len(row) and row[index] is not None for row in rows)
            note = _comment(phrase("no field for it: kept beside") if there else phrase("not recognised"), say)
            kept.append(squeezed(name.replace(".", " ")) or "x")
            beside = scalar(f"extra.{told_apart(kept)[-1]}", False)
            lines.append(key + (beside if there else "ignore") + f"  {note}")
        elif len(choice.to) == 2:
            lines.append(f"{key}{{to: [{', '.join(choice.to)}]}}")
        elif order := _declared(name, choice, rows, index):
            lines.append(f"{key}{{to: {choice.to[0]}, dates: {order}}}")
        elif choice.unit:
            lines.append(f"{key}{{to: {choice.to[0]}, unit: {choice.unit}}}")
        else:
            lines.append(key + choice.to[0])
    return lines


_DAY_FIRST = pattern(
    r"\b(?:d{1,2}|tgl|hh?)\s*[/.-]\s*(?:m{1,3}|bln|bb?)\s*[/.-]\s*(?:y{1,4}|thn|t{2,4})\b", re.IGNORECASE
)
_MONTH_FIRST = pattern(r"\bm{1,3}\s*[/.-]\s*d{1,2}\s*[/.-]\s*y{1,4}\b", re.IGNORECASE)


def _declared(name: str, choice: Choice, rows: Sequence[Cells], index: int) -> Order | None:
    """The order of day and month that a heading asks for, as `Mulai (dd/mm/yyyy)`, where no cell contradicts it."""
    if not set(choice.to) & set(_DATES) or not (_DAY_FIRST.search(name) or _MONTH_FIRST.search(name)):
        return None
    proved = judged((row[index] for row in rows if index < len(row)), None, None)
    if proved.swapped:
        return None
    if _DAY_FIRST.search(name):
        return None if proved.month_first[0] else "day-first"
    return "month-first" if _MONTH_FIRST.search(name) and not proved.day_first[0] else None


def _dates(rows: Sequence[Cells], names: Sequence[str], found: Mapping[int, Choice], say: Wording) -> list[str]:
    """The order of day and month if columns prove it and none contradicts; a question where none proves it."""
    orders, proof, open_ = set(), "", ""
    for index, choice in found.items():
        if any(field in _DATES for field in choice.to):
            if _declared(names[index], choice, rows, index):
                continue
            one = judged((row[index] for row in rows if index < len(row)), None, None)
            for count, order in ((one.day_first, "day-first"), (one.month_first, "month-first")):
                if count[0]:
                    orders.add(order)
                    proof = count[1]
            open_ = open_ or one.open[1]
    if len(orders) == 1:
        said = say(phrase("proved by {example}", example=proof))
        return [f"dates: {orders.pop()}  # {said}"]
    if not open_:
        return []
    question = phrase("Which comes first in {example}? Uncomment one:", example=open_)
    if orders:
        question = phrase("The columns contradict one another; which comes first in {example}?", example=open_)
    return [_comment(question, say), "# dates: day-first", "# dates: month-first"]


def _century(rows: Sequence[Cells], found: Mapping[int, Choice], say: Wording) -> list[str]:
    """The hundred years from 1970 where a column writes years with two digits and none of them could be another."""
    years: dict[int, str] = {}
    for index, choice in found.items():
        if set(choice.to) & set(_DATES):
            for cell in _cells(rows, index).distinct:
                if isinstance(cell, str) and _SHORT_YEAR.search(cell):
                    years |= dict.fromkeys(_two_digits(cell), cell)
    if not years or any(50 <= year < 70 for year in years):
        return []
    year, cell = max(years.items(), key=lambda one: one[1])
    said = say(phrase("{example} is in {year}", example=squeezed(cell), year=(1900 if year >= 70 else 2000) + year))
    return [f"century: 1970  # {said}"]


_SHORT_YEAR = pattern(r"[^0-9][0-9]{2}(?![0-9])")


def _two_digits(cell: str) -> list[int]:
    """The years of a cell that only a century makes years."""

    def days(order: Order, century: int | None) -> tuple[DateSpan, ...]:
        with suppress(CannotTake):
            return (date_in(apart(cell)[0], order, century),)
        with suppress(CannotTake):
            return span_in(cell, order, century)
        return ()

    if any(days(order, None) for order in ORDERS):
        return []
    made = days(ORDERS[0], 1970) or days(ORDERS[1], 1970)
    return [day.earliest.year % 100 for day in made]


def _defaults(
    given: set[str], names: Sequence[str], found: Mapping[int, Choice], rows: Sequence[Cells], home: str, say: Wording
) -> list[str]:
    lines = []
    if "kind" not in given:
        lines.append(_comment(phrase("The kind follows from the partner's country, type and name, row by row:"), say))
        lines.append(f"kinds: {{home: {home}, otherwise: {_otherwise(found, rows)}}}")
    if "instrument" not in given:
        lines += [_comment(phrase("What no column says, for all rows:"), say), "defaults:", "  instrument: mou"]
    if "partner.country" not in given:
        lines.append(
            _comment(
                phrase(
                    "No column names the country; if it is one for all: {example}",
                    example="defaults: {partner.country: ID}",
                ),
                say,
            )
        )
    return lines


def _otherwise(found: Mapping[int, Choice], rows: Sequence[Cells]) -> str:
    """What a partner abroad is that neither type nor name tells: as most of the others of the sheet."""
    counts = {"government": 0, "institution": 0}
    for index, choice in found.items():
        if choice.to[0] in ("partner.name", "partner.type"):
            for row in rows[:_MOST]:
                whose = partner_class(str(row[index])) if index < len(row) and row[index] is not None else None
                if whose:
                    counts[whose] += 1
    return "ksdll" if counts["institution"] > counts["government"] else "ksdpl"


def _words(found: Mapping[int, Choice], rows: Sequence[Cells]) -> list[str]:
    """Papers that are none of the known ones stand for `other`, each named, so that a person can say better; misspelt
    countries for the one that they are like.
    """
    lines = [line for index, choice in found.items() for line in _words_of(choice.to, _cells(rows, index).distinct)]
    return ["words:", *lines] if lines else []


def _words_of(to: Sequence[str], cells: Sequence[object]) -> list[str]:
    if to == ("instrument",):
        unknown = sorted({squeezed(str(cell)) for cell in cells if instrument_of(str(cell)) is None})
        named = [word for word in unknown if len(word) <= LONGEST and is_allowed(word)][:_MOST_WORDS]
        lines = [f"    {scalar(word, False)}: other" for word in named]
        lines += [f'    "{REST}": other'] if len(named) < len(unknown) else []
        return ["  instrument:", *lines] if lines else []
    if "partner.country" in to:
        texts = [squeezed(cell) for cell in cells if isinstance(cell, str)]
        if len(to) > 1:
            texts = [last_part(cell) for cell in cells if isinstance(cell, str)]
        codes = sum(len(text) == 2 for text in texts) * 2 > len(texts)
        strange = {one for one in texts if len(one) <= LONGEST and not _country(one) and is_allowed(one)}
        meant_ = {text: alike(text) for text in strange if not codes}
        lines = [f"    {scalar(text, False)}: {code}" for text, code in sorted(meant_.items()) if code]
        return ["  partner.country:", *lines[:_MOST_WORDS]] if lines else []
    return []
