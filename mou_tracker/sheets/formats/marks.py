"""What a workbook says besides the values of its cells: errors, formulas without a result, hidden rows, merged cells.

python-calamine gives an error cell (`#REF!`) as an empty one, in every kind of workbook, and tells nothing of hidden
rows; so each kind is looked through for these marks: `marks_xml` (.xlsx, .ods), `marks_binary` (.xls, .xlsb).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from mou_tracker.sheets.formats.tables import FORMULA, MOST_ROWS, BadCell, Cells, error_cell, too_many

MOST_CELLS = 4_000_000
# How the binary kinds write an error.
ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


class Marks(Struct):
    """The marks of one sheet, by row and column from 0; `merged` holds first row, first column, last row, `columns` the
    first and the last of some that are hidden.
    """

    name: str
    wrong: dict[tuple[int, int], BadCell] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)

    def hidden_columns(self, rows: Sequence[Cells]) -> tuple[int, ...]:
        """The hidden columns that hold something."""
        return tuple(
            index
            for index in range(max(map(len, rows), default=0))
            if any(first <= index <= last for first, last in self.columns)
            and any(index < len(row) and row[index] is not None for row in rows)
        )

    def error(self, row: int, column: int, text: str) -> None:
        """Note an error cell, by the text that people see. Raises NotATable where there is no end of them."""
        self._put(row, column, error_cell(text))

    def formula(self, row: int, column: int, text: str) -> None:
        """Note a formula whose result the file does not hold."""
        self._put(row, column, BadCell(f"={text}", FORMULA, computed=True))

    def _put(self, row: int, column: int, cell: BadCell) -> None:
        if len(self.wrong) > MOST_CELLS // 10:
            raise too_many(self.name)
        if row <= MOST_ROWS and column < 16_384:
            self.wrong[row, column] = cell

    def onto(self, rows: list[Cells]) -> None:
        """Put the marks onto the rows that were read.

        A cell merged over several rows says the same for each; one merged over columns is a heading.
        """
        for (row, column), cell in self.wrong.items():
            rows.extend([] for _ in range(row + 1 - len(rows)))
            rows[row].extend([None] * (column + 1 - len(rows[row])))
            if rows[row][column] is None or rows[row][column] == cell.text:
                rows[row][column] = cell
        for top, left, bottom in self.merged:
            if top < len(rows) and left < len(rows[top]):
                for row in range(top + 1, min(bottom + 1, len(rows))):
                    if any(cell is not None for cell in rows[row]):
                        rows[row].extend([None] * (left + 1 - len(rows[row])))
                        rows[row][left] = rows[top][left]
        for row in self.hidden:
            if row < len(rows):
                rows[row] = []
