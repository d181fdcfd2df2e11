"""How much a file may be and take; each limit is named where it is met."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from mou_tracker.texts.document import Line

FILE_BYTES = 50_000_000
TEXT_SIGNS = 1_000_000
PAGES = 1_500
PART_BYTES = 40_000_000
SECONDS = 11
SECONDS_READING = 7
SECONDS_OCR = 300
MEMORY = 450_000_000

Reason = Literal[
    "missing",
    "format",
    "encoding",
    "encrypted",
    "broken",
    "empty",
    "large",
    "pages",
    "slow",
    "endless",
    "memory",
    "scan",
    "library",
    "ocr",
    "unread",
]


class Opened(Struct, frozen=True):
    """What came of one file: its lines, the pages without text, and why it could not be read at all, if so."""

    file: str
    lines: tuple[Line, ...] = ()
    scans: tuple[int, ...] = ()
    failed: Reason | None = None
    detail: str = ""


class Unreadable(Exception):
    """A file that cannot be read, and why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail
