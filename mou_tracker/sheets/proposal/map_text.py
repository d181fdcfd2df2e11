"""The proposed map as text, with a comment where a person has to look or to choose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.apply import is_allowed
from mou_tracker.edit.serialize import scalar
from mou_tracker.fields.countries import alike
from mou_tracker.language.called import PAPERS
from mou_tracker.language.wording import LANGUAGES, Wording, wording
from mou_tracker.sheets.cells import CannotTake, apart, date_in, last_part, span_in, squeezed
from mou_tracker.sheets.columns import judged
from mou_tracker.sheets.formats.tables import LONGEST, Cells, Table, sayable, told_apart, visible
from mou_tracker.sheets.formats.titles import paper_in
from mou_tracker.sheets.headings import REASON, aligned, captions, headings, letter
from mou_tracker.sheets.import_map import REST
from mou_tracker.sheets.known_headings import heading_scores, instrument_of, normal, partner_class
from mou_tracker.sheets.proposal.choices import choices
from mou_tracker.sheets.proposal.days import RECORDED, holds_days
from mou_tracker.sheets.proposal.heading_rows import heading_rows
from mou_tracker.sheets.proposal.one_column import FAILING, Choice
from mou_tracker.sheets.proposal.readable import CHECKS, DATES, MOST, ORDERS, as_country, as_term, column_cells

# What the parts of a list may say where no column does, by a caption or the title of a sheet.
SECTIONS: Mapping[str, Callable[[str], object]] = {
    "partner.country": lambda text: not paper_in(text),
    "instrument": paper_in,
}
_MOST_WORDS = 50
# A heading that is so like a field's own can mean no other, or may mean it.
_SURE, _LIKELY = 1.9, 1.2
# A row with more cells is one of the list.
_FULL = 2


class Unread(Struct, frozen=True):
    """A column headed as one of days, lengths or countries, of whose cells too few can be read as that."""

    field: str
    heading: str
    read: int
    said: int
    example: str


class Proposal(Struct, frozen=True):
    """The map as YAML, the fields that it finds columns for, the columns of days that it takes for none of them, those
    whose heading asks for days that their cells do not say (with how many do, and one that does not), and those that it
    leaves out because their formula fails.
    """

    text: str
    given: frozenset[str]
    days: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    failing: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it says when the agreements begin or end."""
        return bool(self.given & {*DATES, "term"})

    @property
    def whole(self) -> bool:
        """Whether it says with whom, from when and until when."""
        return {"partner.name", "partner.country"} <= self.given and all(
            self.given & one for one in ({"starts", "signed"}, {"ends", "term"})
        )


class NoProposal(Exception):
    """The headings and cells tell too little: a proposal would be made of noise."""


def proposal(table: Table, file: str, home: str, say: Wording) -> Proposal:
    """The map of a table; `file` is the sheet's name, `home` the office's country. Raises NoProposal."""
    rows = heading_rows(table.rows)
    names = headings(table.rows, rows)
    cells = [*map(list, aligned(table.rows, max(rows), names)[0])]
    found = choices(names, cells[max(rows) :], table.hidden)
    passed = captions(cells, max(rows), names, {index: choice.to for index, choice in found.items()})
    body = [row for number, row in enumerate(cells[max(rows) :], max(rows) + 1) if number not in passed]
    if passed:
        found = choices(names, body, table.hidden)
    given = {field for choice in found.values() for field in choice.to}
    said = {*filter(None, passed.values()), *(title for _, title in table.parts)}
    parted = next((field for field, says in SECTIONS.items() if field not in given and any(map(says, said))), None)
    told = given | ({parted} if parted else set())
    if "partner.name" not in given or len(given - {"ignore", "status"}) < 2:
        raise NoProposal
    lines = [_comment(phrase("A proposal, made from the headings and the cells. Look through every line."), say)]
    lines += _file(rows, table)
    lines += ["columns:", *_columns(names, body, found, say)]
    lines += _dates(body, names, found, say)
    lines += _century(body, found, say)
    above = " ".join(squeezed(str(cell)) for row in table.rows[: min(rows) - 1] for cell in row if cell is not None)
    lines += _defaults(told, names, found, body, home, _paper_of(above), say)
    lines += [f"sections: {parted}"] if parted else []
    lines += _words(found, body)
    lines += [f"source: {scalar(source, False)}"] if (source := sayable(file)) else []
    failing = tuple(names[index] or letter(index) for index, choice in found.items() if choice is FAILING)
    made = Proposal(
        "".join(f"{line}\n" for line in lines),
        frozenset(told),
        unread=tuple(_unread(names, body, found)),
        failing=failing,
    )
    free = (index for index, name in enumerate(names) if name and index not in found and not made.dated)
    days = (
        index for index in free if not RECORDED.search(normal(names[index])) and holds_days(column_cells(body, index))
    )
    return replace(made, days=tuple(names[index] for index in days))


def _unread(names: Sequence[str], rows: Sequence[Cells], found: Mapping[int, Choice]) -> Iterator[Unread]:
    """The columns of days, lengths and countries that are proposed for none because of their cells, where no other
    column makes it good.
    """
    given = {field for choice in found.values() for field in choice.to}
    wanted = {"partner.country", "ends"} | (set() if given & {"starts", "signed"} else {"starts", "signed"})
    wanted |= set() if given & {"ends", "term"} else {"term", "period"}
    dated = bool(given & {*DATES, "term"})
    for index, name in enumerate(names):
        scores = heading_scores(name)
        field = max(scores, key=lambda field: scores[field], default="")
        if not dated:  # then whatever may say one is asked for
            days = (day for day in DATES if scores.get(day, 0) > _LIKELY)
            field = next(days, field)
        least = _SURE if dated or field not in DATES else _LIKELY
        if index in found or field not in wanted - given or scores[field] < least or RECORDED.search(normal(name)):
            continue
        cells = column_cells(rows, index)
        reads = CHECKS.get(field, as_term(None))
        bad = [cell for cell in cells.said if not reads(cell)]
        if bad:
            yield Unread(field, name, len(cells.said) - len(bad), len(cells.said), sayable(squeezed(str(bad[0]))[:40]))


def _comment(said: Phrase, say: Wording) -> str:
    return f"# {visible(say(said))}"


def _file(rows: tuple[int, ...], table: Table) -> list[str]:
    said = [f"encoding: {table.encoding}"] if table.encoding else []
    names = [scalar(name, True) for name in table.sheet]
    said += [f"sheet: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}"] if names else []
    said += [f"header: {rows[0] if len(rows) == 1 else list(rows)}"] if rows != (1,) else []
    return [f"file: {{{', '.join(said)}}}"] if said else []


def _columns(names: Sequence[str], rows: Sequence[Cells], found: Mapping[int, Choice], say: Wording) -> list[str]:
    """Each heading with what it gives; what no field holds is kept beside (`extra`), where records can keep it."""
    lines = []
    reasons = {normal(wording(language)(REASON)) for language in LANGUAGES}
    free = [name for index, name in enumerate(names) if name and index not in found and normal(name) not in reasons]
    beside = iter(told_apart([squeezed(name.replace(".", " ")) or "x" for name in free]))
    for index, name in enumerate(names):
        if not name:
            continue
        if normal(name) in reasons:
            lines.append(f"  {scalar(name, False)}: ignore")
            continue
        key = f"  {scalar(name, False)}: "
        choice = found.get(index)
        if choice is None:
            there = any(index < len(row) and row[index] is not None for row in rows)
            note = _comment(phrase("no field for it: kept beside") if there else phrase("not recognised"), say)
            kept = scalar(f"extra.{next(beside)}", False)
            lines.append(key + (kept if there else "ignore") + f"  {note}")
        elif choice is FAILING:
            lines.append(f"{key}ignore  {_comment(phrase('its cells are errors of the spreadsheet'), say)}")
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
    if not set(choice.to) & set(DATES) or not (_DAY_FIRST.search(name) or _MONTH_FIRST.search(name)):
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
        if any(field in DATES for field in choice.to):
            if _declared(names[index], choice, rows, index):
                continue
            one = judged((row[index] for row in rows if index < len(row)), None, None)
            for count, order in ((one.day_first, "day-first"), (one.month_first, "month-first")):
                if count[0]:
                    orders.add(order)
                    proof = count[1]
            open_ = open_ or one.open[1]
    if len(orders) == 1:
        said = _comment(phrase("proved by {example}", example=proof), say)
        return [f"dates: {orders.pop()}  {said}"]
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
        if set(choice.to) & set(DATES):
            for cell in column_cells(rows, index).distinct:
                if isinstance(cell, str) and _SHORT_YEAR.search(cell):
                    years |= dict.fromkeys(_two_digits(cell), cell)
    if not years or any(50 <= year < 70 for year in years):
        return []
    year, cell = max(years.items(), key=lambda one: one[1])
    said = phrase("{example} is in {year}", example=squeezed(cell), year=(1900 if year >= 70 else 2000) + year)
    return [f"century: 1970  {_comment(said, say)}"]


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
    given: set[str],
    names: Sequence[str],
    found: Mapping[int, Choice],
    rows: Sequence[Cells],
    home: str,
    paper: str,
    say: Wording,
) -> list[str]:
    lines = []
    if "kind" not in given:
        lines.append(_comment(phrase("The kind follows from the partner's country, type and name, row by row:"), say))
        lines.append(f"kinds: {{home: {home}, otherwise: {_otherwise(found, rows)}}}")
    if "instrument" not in given:
        lines += [_comment(phrase("What no column says, for all rows:"), say), "defaults:", f"  instrument: {paper}"]
    elif any(choice.to == ("instrument",) and _has_gaps(rows, index) for index, choice in found.items()):
        lines += [_comment(phrase("Where a row's cell says nothing:"), say), "defaults:", "  instrument: other"]
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


def _has_gaps(rows: Sequence[Cells], index: int) -> bool:
    """Whether some rows, of those that say much, say nothing here."""
    said = [row for row in rows if sum(cell is not None for cell in row) > _FULL]
    return len(column_cells(said, index).said) < len(said[:MOST])


def _paper_of(title: str) -> str:
    """The paper that the title above a list names, if it names one."""
    plain = f" {normal(title)} "
    found = {meaning for name, meaning in PAPERS.items() if f" {name} " in plain and meaning != "other"}
    return found.pop() if len(found) == 1 else "mou"


def _otherwise(found: Mapping[int, Choice], rows: Sequence[Cells]) -> str:
    """What a partner abroad is that neither type nor name tells: as most of the others of the sheet."""
    counts = {"government": 0, "institution": 0}
    for index, choice in found.items():
        if choice.to[0] in ("partner.name", "partner.type"):
            for row in rows[:MOST]:
                whose = partner_class(str(row[index])) if index < len(row) and row[index] is not None else None
                if whose:
                    counts[whose] += 1
    return "ksdll" if counts["institution"] > counts["government"] else "ksdpl"


def _words(found: Mapping[int, Choice], rows: Sequence[Cells]) -> list[str]:
    """Papers that are none of the known ones stand for `other`, each named, so that a person can say better; misspelt
    countries for the one that they are like.
    """
    lines = [
        line for index, choice in found.items() for line in _words_of(choice.to, column_cells(rows, index).distinct)
    ]
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
        strange = {one for one in texts if len(one) <= LONGEST and not as_country(one) and is_allowed(one)}
        meant_ = {text: alike(text) for text in strange if not codes}
        lines = [f"    {scalar(text, False)}: {code}" for text, code in sorted(meant_.items()) if code]
        return ["  partner.country:", *lines[:_MOST_WORDS]] if lines else []
    return []
