"""Finding and reading a register's files, and finding a user's own; `output` writes them.

Raises OSError with the path where the world fails.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase

READ_LIMIT = 16 * 1024 * 1024 + 1
ENDINGS = (".yaml", ".yml")
NAMES = ("data/agreements.yaml", "agreements.yaml")
_MAP = pattern(r"[^/]\.(?:xlsx|xlsm|xls|xlsb|ods|csv|tsv|txt|html?|json)\.map\.yaml\Z")


class NoRegister(Exception):
    """No register was named, and none was found from the working folder upward."""


def is_ours(name: str) -> bool:
    """Whether a file below a register's folder belongs to it by its name: any .yaml and .yml but an import's map, which
    lies beside its sheet as `rekap.xlsx.map.yaml`.
    """
    return name.endswith(ENDINGS) and not _MAP.search(name)


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


def named_file(given: str | None, environment: Mapping[str, str], variable: str, name: str) -> Path | None:
    """The file that an option or else a variable names; in a folder that is named, the one of the usual name."""
    named = given or environment.get(variable)
    if not named:
        return None
    return Path(named) / name if Path(named).is_dir() else Path(named)


def own_folder(environment: Mapping[str, str], variable: str, home: Path | None, usual: str) -> Path | None:
    """The folder of `mou` among a user's: where `variable` says, else `usual` in the home folder, if there is one.

    As the XDG base directories say, which want a relative path ignored.
    """
    given = environment.get(variable, "")
    if os.path.isabs(given):
        return Path(given) / "mou"
    return home / usual / "mou" if home else None


def home_folder() -> Path | None:
    """The user's home folder; None where nobody knows it, as in a container for a user that it has not heard of."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def shown_path(path: Path, folder: Path) -> str:
    """The path as people of that folder would write it: relative where it lies inside, with `/`."""
    absolute = Path(os.path.abspath(path))
    return absolute.relative_to(folder).as_posix() if absolute.is_relative_to(folder) else path.as_posix()


def way_to(page: Path, file: str) -> str:
    """How a link in a folder gets to that of a register's file; nothing where there is no way."""
    try:
        way = os.path.relpath(Path(file).parent, page)
    except ValueError:  # another drive
        return ""
    return "" if way == "." else Path(way).as_posix() + "/"


class Asked(Struct, frozen=True):
    """What belongs to a register by its place: a file to read, or something that is not read, and why."""

    path: Path
    refused: Phrase | None = None


LEAVES = phrase("it is a link that leaves the register's folder, or leads to something hidden, and is not followed")


def register_files(path: Path) -> list[Path]:
    """The files of a register: the file itself, or every *.yaml and *.yml below the folder in path order.

    An import's map is none of them.
    """
    return [one.path for one in asked_for(path) if one.refused is None]


def asked_for(path: Path) -> list[Asked]:
    """The files of a register, and whatever lies among them that is not read, so that nothing is left out in silence.

    Hidden files and folders belong to no register. A link to another of its files adds nothing; one that leads out of
    the folder, or to something hidden, is refused: what it shows might be anything on the machine.
    """
    if not path.is_dir():
        return [Asked(path)]
    return sorted(_below(path), key=lambda one: one.path.as_posix())


def _below(folder: Path) -> Iterator[Asked]:
    root = os.path.realpath(folder)
    closed: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(where, name) for name in folders):
            if path.is_symlink() and not is_inside(root, os.path.realpath(path)):
                yield Asked(path, LEAVES)
        for path in (Path(where, name) for name in names):
            if is_ours(path.name) and path.name[0] != ".":
                yield from _asked(root, path)
    for error in closed:
        from mou_tracker.basics.system_errors import reason

        yield Asked(Path(error.filename), reason(error))


def _asked(root: str, file: Path) -> Iterator[Asked]:
    """A file, unless it is a link to one that is read by its own name; refused where it leads away."""
    if not file.is_symlink():
        yield Asked(file)
        return
    real = os.path.realpath(file)
    if not is_inside(root, real):
        yield Asked(file, LEAVES)
    elif not (is_ours(real) and os.path.exists(real)):
        yield Asked(file)


def is_inside(root: str, path: str) -> bool:
    """Whether a path lies below a folder, and nothing on its way is hidden; both are free of links."""
    base = root.rstrip(os.sep) + os.sep
    if not (path + os.sep).startswith(base):
        return False
    return not any(part.startswith(".") for part in path[len(base) :].split(os.sep))


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
