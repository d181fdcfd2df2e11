"""Signed papers kept beside a register: where one lies already, or the place in the folder `documents` for a copy."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from mou_tracker.register.output import create_file

FOLDER = "documents"


class Paper(Struct, frozen=True):
    """A paper and its place below a register's file, as a record names it; `is_new` where it has to be copied there."""

    beside: Path
    place: Path
    data: bytes
    is_new: bool

    @property
    def path(self) -> str:
        """Relative to the register's file."""
        return self.place.relative_to(self.beside).as_posix()

    @property
    def checksum(self) -> str:
        """SHA-256 of its bytes."""
        return sha256(self.data).hexdigest()


def paper_beside(register_file: Path, paper: Path, data: bytes, stem: str) -> Paper:
    """Where a paper goes: it stays where it lies beside the register already; a copy is called by `stem`.

    The same bytes under that name are the paper itself, and no other file is ever overwritten.
    """
    beside, real = register_file.resolve().parent, paper.resolve()
    if real.is_relative_to(beside):
        return Paper(beside, real, data, False)
    suffix = "".join(sign for sign in paper.suffix.lower() if sign.isascii() and (sign.isalnum() or sign == "."))
    number = 1
    while True:
        place = beside / FOLDER / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        if not os.path.lexists(place):
            return Paper(beside, place, data, True)
        if place.is_file() and not place.is_symlink() and place.read_bytes() == data:
            return Paper(beside, place, data, False)
        number += 1


def kept(papers: Sequence[Paper], dry_run: bool, edit: Callable[[], int]) -> int:
    """The exit status of an edit that names papers: they are copied before it, and where it fails they go again."""
    made: list[Path] = []
    status = 1
    try:
        for paper in papers:
            if paper.is_new and not dry_run:
                create_file(paper.place, paper.data)
                made.append(paper.place)
        status = edit()
    finally:
        if status:
            for place in made:
                place.unlink(missing_ok=True)
    return status
