"""Finding and reading a register's files; `output` writes them.

Raises OSError with the path where the world fails.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

READ_LIMIT = 16 * 1024 * 1024 + 1
NAMES = ("data/agreements.yaml", "agreements.yaml")


class NoRegister(Exception):
    """No register was named, and none was found from the working folder upward."""


def find_register(given: str | None, environment: Mapping[str, str], folder: Path) -> Path:
    """The register to read: the one given, `MOU_REGISTER`, or the nearest one from the folder upward."""
    named = given or environment.get("MOU_REGISTER")
    if named:
        return Path(named)
    for above in (folder, *folder.parents):
        for name in NAMES:
            if (above / name).exists():
                return above / name
    raise NoRegister


def shown_path(path: Path, folder: Path) -> str:
    """The path as people of that folder would write it: relative where it lies inside, with `/`."""
    absolute = Path(os.path.abspath(path))
    return absolute.relative_to(folder).as_posix() if absolute.is_relative_to(folder) else path.as_posix()


def register_files(path: Path) -> list[Path]:
    """The files of a register: the file itself, or every *.yaml and *.yml below the folder in path order.

    Hidden folders and folders behind links are not entered, so that a loop of links ends.
    """
    if not path.is_dir():
        return [path]
    return sorted(_below(path), key=lambda file: file.as_posix())


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(where, name) for name in names if name.endswith((".yaml", ".yml")) and name[0] != ".")


def read_file(path: Path) -> bytes:
    """The bytes of an ordinary file, at most one more than a register file may have.

    Raises OSError for what cannot be read or is no ordinary file: a pipe would block for ever.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("not an ordinary file")
    with os.fdopen(handle, "rb") as file:
        return file.read(READ_LIMIT)


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
