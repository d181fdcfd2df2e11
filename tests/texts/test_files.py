"""Files become lines: every format, pages and columns, and what is hostile ends in a reason."""

from __future__ import annotations

import io
import os
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.cli.documents import facts_of
from mou_tracker.texts.document import Line, document
from mou_tracker.texts.files.limits import Opened
from mou_tracker.texts.files.ocr import available
from mou_tracker.texts.files.opening import is_plain, open_texts
from mou_tracker.texts.files.pdf import scale
from mou_tracker.texts.reading import read_documents

SENTENCES = [
    "MEMORANDUM OF UNDERSTANDING",
    "This Memorandum of Understanding is made on 27 November 2015 in Bandung.",
    "This Memorandum shall remain in force for a period of five (5) years.",
]


def pdf(pages: list[list[tuple[float, float, str]]]) -> bytes:
    """A PDF with words at places, in points from the lower left."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines_down(rows: list[str], x: float = 60, top: float = 780) -> list[tuple[float, float, str]]:
    """Rows below one another."""
    return [(x, top - 14 * at, row) for at, row in enumerate(rows)]


def zipped(**parts: str) -> bytes:
    """A zip of parts; `__` in a name is a slash, `_` a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCX = zipped(
    word__document_xml=f"<w:document {W}><w:body>"
    + "".join(f"<w:p><w:r><w:t>{s[:20]}</w:t></w:r><w:r><w:t>{s[20:]}</w:t></w:r></w:p>" for s in SENTENCES)
    + "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p></w:body></w:document>"
)
T = (
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
)
ODT = zipped(
    mimetype="application/vnd.oasis.opendocument.text",
    content_xml=f"<office:document {T}>" + "".join(f"<text:p>{s}</text:p>" for s in SENTENCES) + "</office:document>",
)
HTML = (
    "<html><head><title>x</title><script>This Memorandum shall be valid for nine years.</script></head><body><![x>"
    + "".join(f"<p>{s.replace('in force', 'in <b>force</b>')}</p>" for s in SENTENCES)
).encode()


def opened(tmp_path: Path, name: str, data: bytes) -> Opened:
    """What comes of one file."""
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = open_texts([str(path)])
    return found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "\n\n".join(SENTENCES).encode()),
        ("a.docx", DOCX),
        ("a.odt", ODT),
        ("a.html", HTML),
        ("a.pdf", pdf([lines_down(SENTENCES)])),
    ],
)
def test_every_format_states_the_same(tmp_path: Path, name: str, data: bytes) -> None:
    """The same three sentences give the same facts, whatever holds them."""
    found = opened(tmp_path, name, data)
    facts = {one.field: one.value for one in read_documents([document(name, found.lines)]) if one.kind == "stated"}
    assert (found.failed, facts["signed"], facts["term"]) == (None, "2015-11-27", "5 years")


def test_a_proof_names_page_and_line(tmp_path: Path) -> None:
    """A sentence over a page break, between running heads and page numbers, stands on the page where it begins."""
    filler = ["The annex is agreed.", "Both cities exchange students.", "Costs are shared."]
    pages = [
        [
            (60, 820, "City of Bandung"),
            *lines_down([*filler, "This Memorandum shall remain in force for a pe-"]),
            (290, 20, "- 1 -"),
        ],
        [
            (60, 820, "City of Bandung"),
            *lines_down(["riod of five (5) years from its signing.", *filler]),
            (290, 20, "- 2 -"),
        ],
        [
            (60, 820, "City of Bandung"),
            *lines_down(["Nothing else.", "Signed by both.", "Sealed."]),
            (290, 20, "- 3 -"),
        ],
    ]
    found = opened(tmp_path, "a.pdf", pdf(pages))
    (term,) = [one for one in read_documents([document("a.pdf", found.lines)]) if one.field == "term"]
    assert (term.value, [(p.page, p.line, p.text) for p in term.proofs]) == (
        "5 years",
        [(1, 5, "This Memorandum shall remain in force for a period of five (5) years from its signing.")],
    )


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Two languages side by side: sentences are not run together, and both prove the term."""
    left = [
        "Memorandum ini berlaku untuk",
        "jangka waktu 5 (lima) tahun",
        "terhitung sejak tanggal",
        "penandatanganan oleh Para Pihak.",
    ]
    right = [
        "This Memorandum shall remain",
        "in force for a period of five (5)",
        "years from the date of its",
        "signing by the Parties.",
    ]
    rows = [piece for at in range(4) for piece in ((60, 700 - 14 * at, left[at]), (320, 700 - 14 * at, right[at]))]
    found = opened(tmp_path, "a.pdf", pdf([rows]))
    (term,) = [one for one in read_documents([document("a.pdf", found.lines)]) if one.field == "term"]
    assert (term.value, [proof.text for proof in term.proofs]) == ("5 years", [" ".join(left), " ".join(right)])


def _entities() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    return zipped(word__document_xml=bomb + f"]><w:document {W}><w:p><w:t>&j;</w:t></w:p></w:document>")


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    return out.getvalue()


def _encrypted() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(60, 700, SENTENCES[1])
    canvas.save()
    return out.getvalue()


WHOLE = pdf([lines_down(SENTENCES)])


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.pdf", lambda: b"", "broken"),
        ("empty.txt", lambda: b"", "empty"),
        ("blank.txt", lambda: b" \n\t\r\n", "empty"),
        ("blank.html", lambda: b"<html><body><p> </p></body></html>", "empty"),
        (
            "blank.docx",
            lambda: zipped(word__document_xml=f"<w:document {W}><w:body><w:p/></w:body></w:document>"),
            "empty",
        ),
        ("cut.pdf", lambda: WHOLE[:200], "broken"),
        ("head.pdf", lambda: b"%PDF-1.7\n", "broken"),
        ("text.pdf", lambda: b"not a PDF", "broken"),
        ("locked.pdf", _encrypted, "encrypted"),
        ("bomb.docx", _zip_bomb, "large"),
        ("entities.docx", _entities, "broken"),
        ("cut.docx", lambda: DOCX[:300], "broken"),
        ("sheet.docx", lambda: zipped(xl__workbook_xml="<x/>"), "format"),
        ("deep.odt", lambda: zipped(content_xml="<a>" * 200_000), "broken"),
        ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "format"),
        ("binary.txt", lambda: bytes(range(256)) * 4, "format"),
    ],
)
def test_a_hostile_file_ends_in_a_reason(tmp_path: Path, name: str, data: Callable[[], bytes], reason: str) -> None:
    """Never an exception, a dead process that nobody tells of, or words that are not the text's."""
    assert opened(tmp_path, name, data()).failed == reason


def _document(pages: bytes, *more: bytes) -> bytes:
    """A PDF made by hand: a catalogue, its pages, and other objects."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>", pages, *more]
    return (
        b"%PDF-1.7\n"
        + b"".join(b"%d 0 obj\n%b\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
        + (b"trailer << /Root 1 0 R >>\n%%EOF\n")
    )


PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_document(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 100000 >>"), "pages"),
        (_document(b"<< /Type /Pages /Kids [" + b"3 0 R " * 2000 + b"] /Count 2000 >>", PAGE), "pages"),
        (b"%PDF-1.7\n1 0 obj\n" + b"<< /A " * 100_000 + b"\nendobj\ntrailer << /Root 1 0 R >>", "broken"),
    ],
)
def test_a_pdf_that_has_no_end_is_given_up(tmp_path: Path, data: bytes, reason: str) -> None:
    """Pages within themselves, pages without number, objects without bottom."""
    assert opened(tmp_path, "a.pdf", data).failed == reason


def test_what_is_no_text_is_opened_with_limits_whatever_its_name(tmp_path: Path) -> None:
    """A PDF, an archive, a page or a pipe called .txt goes to the process that may be killed."""
    found = {}
    for name, data in [("a", WHOLE), ("b", DOCX), ("c", HTML), ("d", b"A text."), ("e", b"")]:
        (tmp_path / f"{name}.txt").write_bytes(data)
        found[name] = is_plain(str(tmp_path / f"{name}.txt"))
    os.mkfifo(tmp_path / "f.txt")
    found["f"] = is_plain(str(tmp_path / "f.txt"))
    assert found == {"a": False, "b": False, "c": False, "d": True, "e": True, "f": False}


@pytest.mark.parametrize(("size", "dots"), [((595, 842), 2479), ((14_400, 14_400), 6325), ((1, 1e9), 0)])
def test_a_page_is_drawn_no_larger_than_memory_allows(size: tuple[float, float], dots: int) -> None:
    """However large a page says that it is."""
    drawn = scale(*size)
    assert (int(size[0] * drawn + 0.5), size[0] * size[1] * drawn**2 <= 40_000_001) == (dots, True)


GAPS = "aaaaaaaaaaaaaaa      bbbbbbbbbb\nx\nx\n"


@pytest.mark.parametrize("text", [GAPS * 2500, "1" + " " * 90_000 + "x", "abcd-\n" * 15_000, "x\n\n" * 30_000])
def test_lines_take_no_time_squared(text: str) -> None:
    """Gaps that are no columns, a number before many spaces, hyphens, single letters."""
    begun = time.process_time()
    document("a.txt", [Line(row, n) for n, row in enumerate(text.split("\n"), 1)])
    assert time.process_time() - begun < 3


def test_reading_gives_up_in_time() -> None:
    """What was read until then is not told: the rest might contradict it."""
    one = document("a.txt", [Line(SENTENCES[2], 1)] * 3)
    facts, unread = facts_of([one], seconds=-1)
    assert ({fact.kind for fact in facts}, [(u.file, u.page, u.reason) for u in unread]) == (
        {"not-said"},
        [("a.txt", None, "endless")],
    )


def test_one_bad_file_does_not_hide_the_next(tmp_path: Path) -> None:
    """Files come back in order, each with its own fate."""
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "good.pdf").write_bytes(WHOLE)
    paths = [str(tmp_path / name) for name in ("bad.pdf", "missing.pdf", "good.pdf")]
    assert [one.failed for one in open_texts(paths)] == ["broken", "missing", None]


def _scan(tmp_path: Path) -> Path:
    """A page that is a picture of the sentences."""
    import pypdfium2 as pdfium
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = pdfium.PdfDocument(WHOLE)[0].render(scale=200 / 72).to_pil()
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.save()
    return path


def test_a_scan_is_named_by_its_page(tmp_path: Path) -> None:
    """A picture of a text is not an empty text."""
    (found,) = open_texts([str(_scan(tmp_path))])
    assert (found.failed, found.scans) == (None, (1,))


@pytest.mark.skipif(not available(), reason="tesseract with ind and eng is not installed")
def test_ocr_reads_a_scan_and_says_so(tmp_path: Path) -> None:
    """What was guessed from a picture is marked so."""
    (found,) = open_texts([str(_scan(tmp_path))], ocr=True)
    (term,) = [one for one in read_documents([document("scan.pdf", found.lines)]) if one.field == "term"]
    assert (found.scans, term.value, term.ocr) == ((), "5 years", True)


def test_nothing_is_fetched_or_run(tmp_path: Path) -> None:
    """A page with links, pictures and scripts opens no socket and starts no program beside its own process."""
    import shutil
    import sys

    tracer = shutil.which("strace")
    if tracer is None:
        pytest.skip("strace is not installed")
    page = (
        b"<html><body><img src='http://127.0.0.1:9/x'><script src='http://127.0.0.1:9/y'></script><p>Hello</p></body>"
    )
    (tmp_path / "a.html").write_bytes(page)
    code = f"from mou_tracker.texts.files.child import opened; opened({str(tmp_path / 'a.html')!r}, False)"
    done = subprocess.run(
        [tracer, "-f", "-e", "trace=network,execve", sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    calls = [row for row in done.stderr.splitlines() if "socket(" in row or "execve(" in row]
    assert len(calls) == 1
