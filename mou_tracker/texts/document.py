"""A text with its places: pages and lines become one string, and every offset in it knows where it stood.

Undone on the way: hyphenated line ends, letter-spaced headings, running heads, page numbers, and two columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from mou_tracker.basics.patterns import pattern

LONGEST_SENTENCE = 3000


class Line(Struct, frozen=True):
    """One line as it was printed; `page` and `number` count from 1, `page` is None where a format has no pages."""

    text: str
    number: int
    page: int | None = None
    ocr: bool = False


class Unread(Struct, frozen=True):
    """A page, or a whole file where `page` is None, that could not be read, and why."""

    file: str
    page: int | None
    reason: str


class Sentence(Struct, frozen=True):
    """A sentence by its offsets in the text, with the number of the paragraph that it stands in."""

    start: int
    end: int
    paragraph: int


class Document(Struct, frozen=True):
    """A whole text: one string, where its lines begin in it, and its sentences."""

    file: str
    text: str
    lines: tuple[Line, ...]
    begins: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    def line_at(self, offset: int) -> Line:
        """The line that a place in the string comes from."""
        return self.lines[max(0, bisect_right(self.begins, offset) - 1)]


_SPACED = pattern(r"(?<![^\s])(?:[^\W_] ){3,}[^\W_](?![^\s])")
_SPACED_SHORT = pattern(r"(?<![^\s])(?<!\S )(?:[^\W_] ){1,2}[^\W_](?![^\s])(?! \S)")
_NAMES_OF_PAPERS = (
    "MEMORANDUM OF UNDERSTANDING",
    "MEMORANDUM SALING PENGERTIAN",
    "NOTA KESEPAHAMAN",
    "NOTA KESEPAHAMAN BERSAMA",
    "KESEPAKATAN BERSAMA",
    "PERJANJIAN KERJA SAMA",
    "LETTER OF INTENT",
    "IMPLEMENTING ARRANGEMENT",
    "COOPERATION AGREEMENT",
)
_RUN_TOGETHER = {name.replace(" ", "").lower(): name for name in _NAMES_OF_PAPERS}
_PAGE_NUMBER = pattern(
    r"\s*(?!(?:1[89]|20|21)[0-9]{2}\W*$)(?:[-–—|(\[]?\s*[0-9]{1,4}\s*[-–—|)\]]?|(?:page|halaman|hal\.?|hlm\.?)\s*[-–—:]?\s*[0-9ivx]{1,4}"
    r"(?:\s*(?:of|dari|/)\s*[0-9]{1,4})?|[0-9]{1,4}\s*(?:of|dari|/)\s*[0-9]{1,4})\s*\.?\s*"
)
_GUTTER = pattern(r"(?<=\S) {3,}(?=\S)")
_HYPHEN = pattern(r"([^\W\d_]{2,})[-\u00ad\u2010]$")
_RULE = pattern(r"[-=~*–—]{4,}")
_FIGURES = pattern(r"[0-9ivx]+")
_END = pattern(r"[.!?][\"”’')\]]{0,3}\s+(?=[\"“‘(\[]{0,2}[A-Z0-9]|\(?[a-z][.)]\s+[A-Z])")
_SHORT = pattern(
    r"(?:\b(?:no|nos|art|sec|sect|inc|ltd|co|corp|mr|mrs|ms|dr|drs|ir|jl|st|h|hj|prof|nip|vs|etc|viz|cf|approx|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ttd|tgl|kab|kec|rp|pt|cv|ps|ph|m|s|u\.s|"
    r"d/b/a)|\b[A-Za-z])\.[\"”’')\]]{0,3}\s+$",
    re.IGNORECASE,
)
_SIGNATURE = pattern(
    r"(?:signed|done|dated?|name|title|for and on|ditandatangani|dibuat|nama|jabatan|tertanda)(?![\w])"
)
_HEADING = pattern(
    r"\s*(?:(?:article|section|clause|pasal|bab|bagian|ayat)\s+[0-9ivxlc]+|"
    r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]?\s|\([a-z0-9]{1,3}\)\s|[a-z0-9]{1,2}[.)]\s)"
)
_ARTICLE = pattern(r"(?:article|section|clause|pasal|bab|bagian)\s+[0-9ivxlc]+\W*")
_NUMBERED = pattern(r"(?:nomor|number|no\.?)\s*:")  # the paper's own number, which ends no sentence
_LABEL = pattern(r"\W*(?:effective|commencement|start|expir\w+|termination|end) date\W*", re.IGNORECASE)
_NUMBER_WORD = pattern(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty|thirty|forty|"
    r"fifty|sixty|ninety|non|co)"
)


def document(file: str, lines: Iterable[Line]) -> Document:
    """Lines, in the order of their printing, as one text with sentences."""
    kept = _columns(_without_running_heads(list(lines)))
    parts: list[str] = []
    begins: list[int] = []
    sources: list[Line] = []
    breaks: list[int] = []
    length = 0
    blank = False
    for line in kept:
        text = " ".join(_closed_up(_plain(line.text)).split())
        if _RULE.fullmatch(text):
            continue
        if not text:
            blank = True
            continue
        joint = _joint(parts[-1] if parts else "", text, blank)
        if joint == "-":
            parts[-1] = parts[-1][:-1]
            length -= 1
        elif joint == "\n":
            breaks.append(length + 1)
        if parts and joint != "-":
            separator = "\n" if joint == "\n" else " " if joint else ""
            parts[-1] += separator
            length += len(separator)
        begins.append(length)
        sources.append(line)
        parts.append(text)
        length += len(text)
        blank = False
    whole = "".join(parts)
    return Document(file, whole, tuple(sources), tuple(begins), tuple(_sentences(whole)))


_STRANGE = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u200b": "",
        "\ufeff": "",
        "\u00ad": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb00": "ff",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ue000": " ",
        "\ue001": " ",
        "\u0130": "I",
    }
)


def _plain(text: str) -> str:
    return text.translate(_STRANGE)


def _closed_up(text: str) -> str:
    """Letter-spaced words closed up: `P A S A L  9` is `PASAL 9`."""
    if text.count(" ") * 4 < len(text):
        return text
    closed = _SPACED.sub(lambda match: _parted(match[0].replace(" ", "")), text)
    # Where words are set so, wider gaps are those between words, and a short one is spaced like the long ones.
    return _SPACED_SHORT.sub(lambda match: match[0].replace(" ", ""), closed) if closed != text else text


def _parted(word: str) -> str:
    """A paper's name whose words were spaced no wider than its letters, in words again."""
    return _RUN_TOGETHER.get(word.lower(), word) if word.isupper() else word


def _joint(before: str, text: str, blank: bool) -> str:
    """What stands between two lines: `-` for a hyphen to undo, a line break between paragraphs, else a space."""
    if not before:
        return ""
    hyphen = _HYPHEN.search(before)
    if hyphen and text[:1].islower():
        return "" if _NUMBER_WORD.fullmatch(hyphen[1].lower()) or _doubled(hyphen[1], text) else "-"
    if _LABEL.fullmatch(before) and len(text) < 40:
        return " "
    if blank:
        small = text.lower()
        begins = bool(_HEADING.match(small)) or (bool(_SIGNATURE.match(small)) and text[:1].isupper())
        goes_on = text[:1].islower() or before[-1] in ",-" or (before[-1].islower() and not begins)
        return " " if goes_on and len(before) > 25 else "\n"
    return "\n" if _heading(before) or (_HEADING.match(text.lower()) and before[-1] in ".;:") else " "


def _doubled(word: str, after: str) -> bool:
    """Whether a hyphen is the word's own, as in `sekurang-kurangnya` and `bidang-bidang`."""
    return word.lower().endswith(after[:4].lower()) or after[:4].lower() in word.lower()


def _heading(text: str) -> bool:
    """Whether a line is a heading by itself: short and in capitals, or the number of an article."""
    if len(text) > 70:
        return False
    if text.isupper() and len(text) > 3 and text[-1] not in ",":
        return True
    small = text.lower()
    return len(text) > 3 and bool(
        _ARTICLE.fullmatch(small) or _NUMBERED.match(small) or _HEADING.fullmatch(f"{small} ")
    )


def _is_page_number(text: str) -> bool:
    short = text.strip()
    return 0 < len(short) < 40 and bool(_PAGE_NUMBER.fullmatch(" ".join(short.lower().split())))


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """Without page numbers, and without what stands at the top or foot of most pages."""
    lines = [line for line in lines if not _is_page_number(line.text)]
    pages: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.page is not None and line.text.strip():
            pages.setdefault(line.page, []).append(at)
    if len(pages) < 3:
        return lines
    edges = {page: {*places[:2], *places[-2:]} for page, places in pages.items()}
    seen = Counter(text for places in edges.values() for text in {_edge(lines[at].text) for at in places} if text)
    often = {text for text, count in seen.items() if count >= max(3, (len(pages) + 1) // 2)}
    dropped = {at for places in edges.values() for at in places if _edge(lines[at].text) in often}
    return [line for at, line in enumerate(lines) if at not in dropped]


def _edge(text: str) -> str:
    return _FIGURES.sub("#", " ".join(text.lower().split()))


def _columns(lines: list[Line]) -> list[Line]:
    """Two columns that were printed side by side become one after the other."""
    made: list[Line] = []
    at = 0
    while at < len(lines):
        end, gutter = _block(lines, at)
        if gutter is None:
            made.append(lines[at])
            at += 1
            continue
        left = [_cut(line, 0, gutter) for line in lines[at:end]]
        right = [_cut(line, gutter, None) for line in lines[at:end]]
        blank = Line("", lines[at].number, lines[at].page)
        made += [blank, *left, blank, *right, blank]
        at = end
    return made


def _cut(line: Line, start: int, end: int | None) -> Line:
    return Line(line.text[start:end], line.number, line.page, line.ocr)


LEAST_ROWS = 4
MOST_GUTTERS, LONGEST_BLOCK, MOST_OTHERS = 4, 300, 30
"""How far columns are sought from one line on; without bounds a text of many gaps would take time squared."""
WIDEST_ROW = 240
"""Two columns hold no more letters than this side by side: what is longer is a paragraph with gaps in it."""


def _block(lines: Sequence[Line], at: int) -> tuple[int, int | None]:
    """The lines from one on that share a gutter, and its column; None where they have none."""
    first = _gutters(lines[at].text)
    if not first:
        return at, None
    best: tuple[int, int | None] = (at, None)
    for gutter in first[:MOST_GUTTERS]:
        end, rows, others = at, 0, 0
        while end < min(len(lines), at + LONGEST_BLOCK) and lines[end].page == lines[at].page:
            text = lines[end].text
            if not text.strip():
                end += 1
                continue
            if not (
                len(text) <= gutter
                or text[max(0, gutter - 2) : gutter].strip() == "" == text[gutter - 1 : gutter].strip()
            ):
                break
            if text[gutter:].strip() and text[:gutter].strip():
                rows += 1
            else:
                others += 1
                if others > rows + MOST_OTHERS:
                    break
            end += 1
        if rows >= max(LEAST_ROWS, others) and (best[1] is None or end > best[0]):
            best = (end, gutter)
    return best


def _gutters(text: str) -> list[int]:
    if "   " not in text or len(text) > WIDEST_ROW:
        return []
    return [match.end() for match in _GUTTER.finditer(text) if match.start() >= 12 and len(text) - match.end() >= 8]


def _sentences(text: str) -> list[Sentence]:
    made: list[Sentence] = []
    start = 0
    for number, paragraph in enumerate(text.split("\n")):
        at = 0
        for stop in _END.finditer(paragraph):
            if _SHORT.search(paragraph, max(0, stop.start() - 6), stop.end()):
                continue
            _add(made, paragraph, start, at, stop.start() + len(stop[0].rstrip()), number)
            at = stop.end()
        _add(made, paragraph, start, at, len(paragraph), number)
        start += len(paragraph) + 1
    return made


def _add(made: list[Sentence], paragraph: str, start: int, first: int, last: int, number: int) -> None:
    """Add a sentence; one of enormous length is cut where a clause ends."""
    while last - first > LONGEST_SENTENCE:
        cut = paragraph.rfind(";", first, first + LONGEST_SENTENCE)
        cut = cut + 1 if cut > first else first + LONGEST_SENTENCE
        made.append(Sentence(start + first, start + cut, number))
        first = cut
    if last > first:
        made.append(Sentence(start + first, start + last, number))
