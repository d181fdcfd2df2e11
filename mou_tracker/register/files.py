"""Finding, reading and writing a register's files.

Raises OSError with the path where the world fails.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
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


def write_atomically(path: Path, content: str | bytes | Iterable[str], encoding: str = "utf-8") -> None:
    """Replace a file whole or not at all; a link is replaced, not followed. Raises OSError that names the file.

    A large content comes in pieces.
    """
    pieces = (content,) if isinstance(content, (str, bytes)) else content
    try:
        _write(path, (piece.encode(encoding) if isinstance(piece, str) else piece for piece in pieces))
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _write(path: Path, content: Iterable[bytes]) -> None:
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    put_in_place(path, content, lambda draft: os.chmod(draft, mode))


def put_in_place(path: Path, content: Iterable[bytes], finish: Callable[[str], object] = str) -> None:
    """Put a content in the place of a file, whole or not at all: THE way in which files are replaced.

    It is written beside the file and synced, `finish` gets the draft's name (to set its mode, or to refuse by raising),
    then it takes the file's name. Whatever fails, no draft is left behind.
    """
    import tempfile  # 3 ms with what it brings: no command that only reads needs it

    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        finish(draft)
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
    _sync_folder(path.parent)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


class ChangedMeanwhile(Exception):
    """The file is not what it was when the edit was made."""


def replace_file(path: Path, old: bytes, new: bytes) -> None:
    """Replace the contents `old` of a file by `new`; a link stays, and the file that it leads to is replaced.

    Mode and, as far as the system lets us, owner and group stay. Raises ChangedMeanwhile and OSError.
    """
    target = Path(os.path.realpath(path))
    was = target.stat()

    def finish(draft: str) -> None:
        _keep_owner(draft, was)
        os.chmod(draft, stat.S_IMODE(was.st_mode))
        if read_file(target) != old:
            raise ChangedMeanwhile

    put_in_place(target, (new,), finish)


def create_file(path: Path, content: bytes) -> None:
    """Make a file that is not there yet, with the folders above it. Raises FileExistsError and OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep_owner(name: str, was: os.stat_result) -> None:
    """Only root may give a file away; a group is kept by its members."""
    now = os.stat(name)
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (was.st_uid, was.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(name, -1, was.st_gid)
        with contextlib.suppress(PermissionError):
            os.chown(name, was.st_uid, -1)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
