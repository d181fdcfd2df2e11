"""Looking at the documents that belong to a record."""

from __future__ import annotations

import os
import stat
from pathlib import Path

MISSING = "missing"


def document_state(register_file: str, path: str, wanted: bool) -> str | None:
    """Whether a document is there, and its SHA-256 if that is wanted; None where nothing can be said.

    The path is relative to the register's file. Only an ordinary file counts: a pipe would block for ever.
    """
    file = Path(register_file).parent / path
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (FileNotFoundError, NotADirectoryError):
        return MISSING
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return MISSING
    with os.fdopen(handle, "rb") as opened:
        if not wanted:
            return None
        from hashlib import file_digest  # costs more to load than a small register takes to check

        return file_digest(opened, "sha256").hexdigest()
