"""Texts and web pages."""

from __future__ import annotations

from mou_tracker.basics.web_pages import PageParser
from mou_tracker.texts.document import Line
from mou_tracker.texts.files.limits import TEXT_SIGNS, Unreadable


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8, UTF-16 with its mark, or what old Windows programs write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("encoding") from None
    if b"\x00" in data:
        raise Unreadable("format")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252", errors="replace")


def text_lines(data: bytes) -> list[Line]:
    """The lines of a text; form feeds divide pages."""
    text = decoded(data)
    if len(text) > TEXT_SIGNS:
        raise Unreadable("large")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    pages = text.split("\f")
    paged = len(pages) > 1
    lines = []
    for number, page in enumerate(pages, 1):
        # With pages, lines count within their page, as in a PDF.
        rows = page.split("\n")
        lines += [Line(row, at, number if paged else None) for at, row in enumerate(rows, 1)]
    return lines


_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "title",
    ]
)
_HIDDEN = frozenset(["script", "style", "template", "noscript", "svg", "math", "object", "iframe", "head"])


class _Page(PageParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.row: list[str] = []
        self.begun = 1
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in _BLOCKS:
            self.close_row(tag != "br")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BLOCKS:
            self.close_row(tag != "br")

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if not self.row and data.strip():
            self.begun = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        if data.strip() or self.row:
            self.row.append(data)

    def close_row(self, ends: bool) -> None:
        text = " ".join("".join(self.row).split())
        if text:
            self.lines.append(Line(text, self.begun))
        if ends and self.lines and self.lines[-1].text:
            self.lines.append(Line("", self.begun))
        self.row = []


def html_lines(data: bytes) -> list[Line]:
    """The words of a web page; nothing in it is run or fetched."""
    text = decoded(data)
    if len(text) > TEXT_SIGNS:
        raise Unreadable("large")
    page = _Page()
    page.read(text)
    page.close_row(True)
    return page.lines
