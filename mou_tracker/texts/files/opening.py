"""Files opened one after the other in a process with limits; one that kills it is told, and the next goes on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue

import msgspec

from mou_tracker.texts.files.limits import SECONDS, SECONDS_OCR, Opened

SMALL_TEXT = (".txt", ".text", ".md")


def open_texts(paths: Sequence[str], ocr: bool = False) -> Iterator[Opened]:
    """What came of each file, in order. Plain texts are read here, all else in the other process."""
    if all(map(is_plain, paths)):
        from mou_tracker.texts.files.child import opened

        for path in paths:
            yield opened(path, False)
        return
    left = list(paths)
    while left:
        done = 0
        for found in _batch(left, ocr):
            done += 1
            yield found
        left = left[done:]


def is_plain(path: str) -> bool:
    """Whether a file is a text and nothing that has to be parsed, whatever its name says; a pipe might never end."""
    if not path.lower().endswith(SMALL_TEXT):
        return False
    try:
        if not Path(path).is_file():
            return not Path(path).exists()
        with Path(path).open("rb") as file:
            head = file.read(2048)
    except OSError:
        return True  # what opens it tells why
    return b"%PDF-" not in head and head[:2] not in (b"PK", b"\xd0\xcf") and not head.lstrip().startswith(b"<")


def _batch(paths: Sequence[str], ocr: bool) -> Iterator[Opened]:
    """As many files as one process opens; the last of them may be the one that ended it."""
    command = [sys.executable, "-I", "-m", "mou_tracker.texts.files.child", *(["--ocr"] if ocr else [])]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    assert child.stdout is not None
    lines: Queue[bytes] = Queue()
    reader = threading.Thread(target=_pump, args=(child.stdout, lines), daemon=True)
    try:
        child.stdin.write("\0".join(paths).encode("utf-8", "surrogateescape"))
        child.stdin.close()
        reader.start()
        for path in paths:
            try:
                line = lines.get(timeout=SECONDS_OCR if ocr else SECONDS)
            except Empty:
                yield Opened(path, failed="slow")
                return
            if not line:
                yield Opened(path, failed="memory" if child.wait() else "unread")
                return
            yield msgspec.json.decode(line, type=Opened)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _pump(stream: object, lines: Queue[bytes]) -> None:
    for line in stream:  # type: ignore[attr-defined]
        lines.put(line)
    lines.put(b"")
