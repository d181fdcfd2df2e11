"""Word processors' files, .docx and .odt: XML in a zip, of which only the words are wanted.

Parsed with expat in a stream; a document type, the root of all expansion attacks, is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from mou_tracker.texts.document import Line
from mou_tracker.texts.files.limits import PART_BYTES, TEXT_SIGNS, Unreadable


def docx_lines(data: bytes) -> list[Line]:
    """The paragraphs of a .docx, each as a line; what was deleted with changes tracked is left out."""
    return _paragraphs(_part(data, "word/document.xml"), _DOCX)


def odt_lines(data: bytes) -> list[Line]:
    """The paragraphs of an .odt, each as a line."""
    return _paragraphs(_part(data, "content.xml"), _ODT)


class _Marks:
    """Which elements of a format are paragraphs, hold words, are a space, or are not read."""

    def __init__(self, paragraphs: str, words: str | None, spaces: str, breaks: str, left_out: str) -> None:
        self.paragraphs = frozenset(paragraphs.split())
        self.words = words
        self.spaces, self.breaks = frozenset(spaces.split()), frozenset(breaks.split())
        self.left_out = frozenset(left_out.split())


_DOCX = _Marks("w:p", "w:t", "w:tab", "w:br w:cr", "w:del w:moveFrom mc:Fallback w:instrText")
_ODT = _Marks(
    "text:p text:h", None, "text:s text:tab", "text:line-break", "text:tracked-changes office:annotation text:note"
)


def _part(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "META-INF/manifest.xml" in names and b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
                raise Unreadable("encrypted")
            if name not in names:
                raise Unreadable("format")
            return _member(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise Unreadable("broken") from None
    except RuntimeError:
        raise Unreadable("encrypted") from None


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, not a byte more than its limit, whatever the archive says of its size."""
    with archive.open(name) as part:
        data = part.read(PART_BYTES + 1)
    if len(data) > PART_BYTES:
        raise Unreadable("large")
    return data


def _paragraphs(data: bytes, marks: _Marks) -> list[Line]:
    lines: list[Line] = []
    row: list[str] = []
    state = {"skip": 0, "words": 0, "paragraph": 0, "signs": 0}

    def close() -> None:
        text = " ".join("".join(row).split())
        row.clear()
        lines.append(Line(text, len(lines) + 1))
        lines.append(Line("", len(lines)))

    def start(name: str, _: object) -> None:
        if name in marks.left_out:
            state["skip"] += 1
        elif name in marks.paragraphs:
            state["paragraph"] += 1
        elif name == marks.words:
            state["words"] += 1
        elif name in marks.spaces or name in marks.breaks:
            row.append(" ")

    def end(name: str) -> None:
        if name in marks.left_out:
            state["skip"] -= 1
        elif name in marks.paragraphs:
            state["paragraph"] -= 1
            close()
        elif name == marks.words:
            state["words"] -= 1

    def characters(text: str) -> None:
        if state["skip"] or not state["paragraph"] or (marks.words and not state["words"]):
            return
        state["signs"] += len(text)
        if state["signs"] > TEXT_SIGNS:
            raise Unreadable("large")
        row.append(text)

    _parse(data, start, end, characters)
    return [Line(line.text, at // 2 + 1) if line.text else line for at, line in enumerate(lines)]


def _parse(
    data: bytes, start: Callable[[str, object], None], end: Callable[[str], None], words: Callable[[str], None]
) -> None:
    def refuse(*_: object) -> None:
        raise Unreadable("broken", "DOCTYPE")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise Unreadable("broken") from None
