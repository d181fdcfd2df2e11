"""The process that opens files: paths come in, one JSON line a file goes out. It may fail; its parent tells so.

Its memory is limited where the system can do that. Nothing that a document holds is run or fetched.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from mou_tracker.texts.files.limits import FILE_BYTES, MEMORY, Opened, Unreadable


def opened(path: str, ocr: bool) -> Opened:
    """The lines of one file, or why there are none."""
    try:
        data = _bytes(path)
        found = read_bytes(path, data, ocr)
        return found if found.scans or any(line.text.strip() for line in found.lines) else Opened(path, failed="empty")
    except Unreadable as error:
        return Opened(path, failed=error.reason, detail=error.detail)
    except MemoryError:
        return Opened(path, failed="memory")
    except RecursionError:
        return Opened(path, failed="broken")


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise Unreadable("missing", error.strerror or str(error)) from None
    if len(data) > FILE_BYTES:
        raise Unreadable("large")
    return data


def read_bytes(path: str, data: bytes, ocr: bool) -> Opened:
    """By what the bytes are; the name decides only between text and HTML."""
    from mou_tracker.texts.files import office, plain

    head = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        from mou_tracker.texts.files.pdf import pdf_lines

        lines, scans = pdf_lines(data, ocr)
        return Opened(path, tuple(lines), tuple(scans))
    if data[:4] == b"PK\x03\x04":
        odt = data[30:200].startswith(b"mimetypeapplication/vnd.oasis.opendocument") or path.lower().endswith(".odt")
        return Opened(path, tuple((office.odt_lines if odt else office.docx_lines)(data)))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("format", ".doc")
    if head[:1] == b"<" and (path.lower().endswith((".html", ".htm", ".xhtml")) or b"<html" in data[:2048].lower()):
        return Opened(path, tuple(plain.html_lines(data)))
    if path.lower().endswith((".pdf", ".docx", ".odt")):
        raise Unreadable("broken")
    return Opened(path, tuple(plain.text_lines(data)))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    """Open the files named on standard input, divided by NUL."""
    ocr = "--ocr" in arguments
    if not ocr:
        _limit_memory()
    encode = msgspec.json.encode
    for path in sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\0"):
        made = opened(path, ocr)
        sys.stdout.buffer.write(encode(made) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
