"""Texts that somebody is editing, kept in the user's state folder until they are in the register: none is ever lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from mou_tracker.register.output import put_in_place

LIMIT = 1024 * 1024


class BeingEdited(Exception):
    """Another run of the program has this text open."""


class Draft(Struct, frozen=True):
    """Where the text of one record lies while it is edited, and beside it the text that the edit began with."""

    path: Path
    origin: Path

    def begin(self, text: str, was: str) -> None:
        """Lay down the text to edit, and what the record says now."""
        put_in_place(self.origin, (was.encode("utf-8", "surrogatepass"),))
        put_in_place(self.path, (text.encode("utf-8", "surrogatepass"),))

    def exists(self) -> bool:
        """Whether there is a text."""
        return self.path.exists()

    def read(self) -> str:
        """The text as it is now; raises OSError, or ValueError for what is no text of a sensible length."""
        with open(self.path, "rb") as file:
            data = file.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise ValueError
        return data.decode()

    def kept(self) -> tuple[str, str] | None:
        """A text that was left off, and what the record said then; None where there is none."""
        try:
            return self.read(), self.origin.read_text("utf-8")
        except (OSError, ValueError):
            return None

    def since(self) -> datetime:
        """When it was last saved."""
        return datetime.fromtimestamp(self.path.stat().st_mtime).astimezone()

    def set_aside(self) -> Path:
        """Give a kept text another name, so that a new one may be begun; gives that name."""
        number = 2
        while (other := self.path.with_name(f"{self.path.stem}-{number}.yaml")).exists():
            number += 1
        self.path.rename(other)
        return other

    def drop(self) -> None:
        """What is in the register need not be kept."""
        self.path.unlink(missing_ok=True)
        self.origin.unlink(missing_ok=True)


@contextmanager
def held(folder: Path, register: Path, name: str) -> Iterator[Draft]:
    """The draft of a record of a register, held for this process alone; raises BeingEdited and OSError.

    The lock falls with the process, so that none is left behind by a kill.
    """
    from hashlib import sha256

    from filelock import FileLock, Timeout

    folder.parent.mkdir(parents=True, exist_ok=True)
    for one in (folder, folder / "edits"):
        one.mkdir(mode=0o700, exist_ok=True)
    which = sha256(os.path.realpath(register).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    stem = folder / "edits" / f"{name}-{which}"
    lock = FileLock(f"{stem}.lock", timeout=0, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise BeingEdited from None
    try:
        yield Draft(Path(f"{stem}.yaml"), Path(f"{stem}.was"))
    finally:
        lock.release()
