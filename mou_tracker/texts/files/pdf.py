"""PDF by PDFium: words with their places become lines as they were printed, columns kept apart by spaces.

PDFium is built without scripts here and fetches nothing. A page that has pictures and hardly a letter is a scan.
"""

from __future__ import annotations

from typing import Any

from mou_tracker.texts.document import Line
from mou_tracker.texts.files.limits import PAGES, TEXT_SIGNS, Unreadable

SCAN_SIGNS = 25
MOST_DOTS = 40_000_000  # twice an A3 page
COLUMN_POINTS = 3.0
"""How wide one space is where words stand apart: narrower than letters, so that what follows keeps its column."""


def pdf_lines(data: bytes, ocr: bool) -> tuple[list[Line], list[int]]:
    """The lines of a PDF, and its pages that are pictures only; with `ocr` those are read by tesseract."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise Unreadable("library") from None
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        raise Unreadable("encrypted" if "password" in str(error).lower() else "broken") from None
    if count > PAGES:
        raise Unreadable("pages", str(count))
    lines: list[Line] = []
    scans: list[int] = []
    signs = 0
    for number in range(1, count + 1):
        try:
            page = document[number - 1]
            found = _page(page, number)
        except pdfium.PdfiumError:
            scans.append(number)
            continue
        signs += sum(len(line.text) for line in found)
        if signs > TEXT_SIGNS:
            raise Unreadable("large")
        if sum(len(line.text.replace(" ", "")) for line in found) < SCAN_SIGNS and _has_picture(page, pdfium):
            read = _recognised(page, number) if ocr else None
            if read:
                lines += read
            else:
                scans.append(number)
            continue
        lines += found
    return lines, scans


def _has_picture(page: Any, pdfium: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _page(page: Any, number: int) -> list[Line]:
    """The lines of one page from top to bottom, each made of the pieces that share its height."""
    words = page.get_textpage()
    pieces = []
    for at in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(at)
        text = words.get_text_bounded(left, bottom, right, top).replace("\r", " ").replace("\n", " ")
        if text.strip():
            pieces.append((left, bottom, right, top, text))
    if not pieces:
        return []
    margin = min(piece[0] for piece in pieces)
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for piece in sorted(pieces, key=lambda one: (-(one[1] + one[3]) / 2, one[0])):
        middle = (piece[1] + piece[3]) / 2
        if rows and rows[-1][0][1] <= middle <= rows[-1][0][3]:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines: list[Line] = []
    last: float | None = None
    for row in rows:
        bottom, height = row[0][1], row[0][3] - row[0][1]
        if last is not None and last - row[0][3] > 1.1 * height:
            lines.append(Line("", len(lines) + 1, number))
        last = bottom
        lines.append(Line(_row(row, margin), 0, number))
    full = [line for line in lines if line.text]
    numbers = {id(line): at for at, line in enumerate(full, 1)}
    return [Line(line.text, numbers.get(id(line), 0), number) for line in lines]


def _row(row: list[tuple[float, float, float, float, str]], margin: float) -> str:
    text, reached = "", margin
    for left, bottom, right, top, piece in sorted(row):
        gap, height = left - reached, max(1.0, top - bottom)
        if gap > 1.5 * height:
            column = round((left - margin) / COLUMN_POINTS)
            text = text.ljust(max(column, len(text) + 3))
        elif text and gap > 0.12 * height and not text.endswith(" "):
            text += " "
        text += piece.strip() if not text.strip() else piece
        reached = max(reached, right)
    return text.rstrip()


def scale(width: float, height: float) -> float:
    """How large a page of so many points is drawn: 300 dots an inch, fewer where the picture would be enormous."""
    return float(min(300 / 72, (MOST_DOTS / max(1.0, width * height)) ** 0.5))


def _recognised(page: Any, number: int) -> list[Line]:
    """The lines that tesseract sees on a page; none without it."""
    from mou_tracker.texts.files.ocr import recognised

    picture = page.render(scale=scale(*page.get_size()), grayscale=True)
    rows = recognised(picture.width, picture.height, picture.stride, bytes(picture.buffer))
    return [Line(row, at, number, True) for at, row in enumerate(rows, 1)]
