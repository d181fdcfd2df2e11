"""Tables of HTML pages, which programs export as `.xls`, and JSON lists of flat objects."""

from __future__ import annotations

import json

from mou_tracker.basics.phrases import phrase
from mou_tracker.basics.web_pages import PageParser
from mou_tracker.sheets.formats.tables import Cell, Cells, NotATable, Table, one_list, text_cell

_WIDEST, _LONGEST = 300, 50_001


class _Tables(PageParser):
    """Collects the rows of every table, cells over several columns or rows repeated below as a workbook has them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Cells]] = []
        self.titles: list[str] = []
        self.title: list[str] | None = None
        self.mark: list[str] | None = None
        self.open: list[list[Cells]] = []
        self.text: list[str] | None = None
        self.span = (1, 1)
        self.below: list[dict[int, tuple[int, Cell]]] = []
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row, a cell or a line break begins."""
        if tag in ("script", "style"):
            self.quiet += 1
        elif tag == "table":
            self.end_cell()
            table: list[Cells] = []
            self.tables.append(table)
            self.titles.append("")
            if self.title:
                self.titles[-1], self.title = " ".join("".join(self.title).split()), None
            self.open.append(table)
            self.below.append({})
        elif tag == "tr" and self.open:
            self.end_row()
            self.open[-1].append([])
        elif tag in ("td", "th") and self.open and self.open[-1]:
            self.end_cell()
            said = dict(attrs)
            self.text, self.span = [], (_count(said.get("colspan")), _count(said.get("rowspan")))
        elif tag in _TITLES and not self.open:
            self.title = []
        elif tag == "sup" and self.text is not None:
            self.mark = []
        elif tag in ("br", "p", "div", "li") and self.text:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A cell, row or table ends."""
        if tag in ("script", "style"):
            self.quiet = max(0, self.quiet - 1)
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag == "sup":
            self.end_mark()
        elif tag in ("tr", "table"):
            self.end_row()
            if tag == "table" and self.open:
                self.open.pop()
                self.below.pop()

    def handle_data(self, data: str) -> None:
        """The text of a cell, or of a title above a table."""
        if self.quiet:
            return
        if self.text is not None:
            (self.text if self.mark is None else self.mark).append(data)
        elif self.title is not None and not self.open:
            self.title.append(data)

    def end_mark(self) -> None:
        """Put what is raised into its cell, but for the mark of a footnote: `[3]`, `[note 1]`."""
        said, self.mark = "".join(self.mark or ()).strip(), None
        if self.text is not None and not (said.startswith("[") and said.endswith("]")):
            self.text.append(said)

    def end_row(self) -> None:
        """Put the cell that is open into its row, and behind it those that reach down from rows above."""
        self.end_cell()
        if self.open and self.open[-1]:
            row, waiting = self.open[-1][-1], self.below[-1]
            while waiting and max(waiting) >= len(row):
                _fill(row, waiting)
                if waiting and max(waiting) >= len(row):
                    row.append(None)

    def end_cell(self) -> None:
        """Put the cell that is open into its row."""
        self.end_mark()
        if self.text is None or not self.open or not self.open[-1]:
            self.text = None
            return
        lines = (" ".join(line.split()) for line in "".join(self.text).split("\n"))
        said = text_cell("\n".join(line for line in lines if line))
        row, waiting = self.open[-1][-1], self.below[-1]
        _fill(row, waiting)
        across, down = self.span
        for index in range(across):
            if len(row) >= _WIDEST:
                break
            if down > 1:
                waiting[len(row)] = (down - 1, said if index == 0 else None)
            row.append(said if index == 0 else None)
        self.text = None


def _fill(row: Cells, waiting: dict[int, tuple[int, Cell]]) -> None:
    while len(row) in waiting:
        left, said = waiting.pop(len(row))
        if left > 1:
            waiting[len(row)] = (left - 1, said)
        row.append(said)


def _count(text: str | None) -> int:
    return min(int(text), _LONGEST) if text and text.isdecimal() and len(text) < 9 and int(text) > 0 else 1


_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")


def html_table(text: str, name: str) -> Table:
    """The largest table of a page, with the others of the same headings as one list; raises NotATable if there is
    none.
    """
    if "urn:schemas-microsoft-com:office:spreadsheet" in text[:4000]:
        raise NotATable(
            phrase("{file} is {what}, not a table", file=name, what=phrase("a workbook in the XML form of 2003")),
            phrase("open it in a spreadsheet program and save it as .xlsx"),
        )
    parser = _Tables()
    parser.read(text)
    best = max(parser.tables, key=lambda table: sum(len(row) for row in table), default=[])
    if sum(any(cell is not None for cell in row) for row in best) < 2:
        raise NotATable(
            phrase("{file} is a page without a table", file=name), phrase("save the list itself as .xlsx or .csv")
        )
    return one_list(best, list(zip(parser.titles, parser.tables, strict=True)))


def json_rows(text: str, name: str) -> list[Cells]:
    """A list of flat objects as a head row and a row each, also where phpMyAdmin exports a table or an object holds the
    list; raises NotATable for anything else.
    """
    hint = phrase(
        "wanted is a list of flat objects: {example}", example='[{"partner": "Oslo", "signed": "2015-11-27"}]'
    )
    try:
        found = json.loads(text.removeprefix("\ufeff"), parse_constant=str)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nesting"
        found = _lines(text)
        if not found:
            raise NotATable(phrase("{file} is not JSON: {reason}", file=name, reason=reason), hint) from None
    if isinstance(found, dict):
        lists = [one for one in found.values() if isinstance(one, list)]
        found = lists[0] if len(lists) == 1 else found
    elif isinstance(found, list):
        tables = [one.get("data") for one in found if isinstance(one, dict) and one.get("type") == "table"]
        found = tables[0] if len(tables) == 1 else found
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise NotATable(phrase("{file} is JSON, but no list of objects", file=name), hint)
    heads = list(dict.fromkeys(key for one in found for key in one))
    for number, one in enumerate(found, 1):
        for key, value in one.items():
            if isinstance(value, (dict, list)) and value:
                text_ = phrase("{file}: object {n} holds a list or mapping under {key}", file=name, n=number, key=key)
                raise NotATable(text_, hint)
    return [list(heads), *([_cell(one.get(head)) for head in heads] for one in found)]


def _lines(text: str) -> list[object]:
    """The objects of a text with one in each line, as databases export them; none for any other."""
    try:
        found = [
            json.loads(line, parse_constant=str) for line in text.removeprefix("\ufeff").splitlines() if line.strip()
        ]
    except (ValueError, RecursionError):
        return []
    return found if all(isinstance(one, dict) for one in found) else []


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return text_cell(value) if isinstance(value, str) else None
