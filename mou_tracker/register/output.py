"""Everything that is written to a file: results where `-o` says, edits in their place, new files whole or not at all.

Where a file is put in place its folder is held against other writers, so what a killed one left there can be swept.
Raises OSError with the path where the world fails, Failure where a target must not be written to.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES
from pathlib import Path

from mou_tracker import rights
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.register.files import read_file

Content = str | bytes | Iterable[str]
STANDARD_OUTPUT = 1
_MOST_LINKS = 40
_DESCRIPTOR = pattern(r"/(?:dev/fd|proc/(?:self|thread-self|[0-9]+)/fd)/([0-9]+)", re.ASCII)
_NAMED = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
# Short whatever the file is called, and hidden, so that no register that is a folder takes it for one of its files.
_DRAFT_BEGINS, _DRAFT = ".mou-draft-", pattern(r"\.mou-draft-[a-z0-9_]{8}")
_SETTINGS = "mou.toml"


def put_out(target: str, content: Content, reads: Iterable[Path] = ()) -> None:
    """Write a result where it was asked for, but never over what the run reads.

    A file is replaced whole or not at all, where a link leads too, and stays whose it is and open to whom it was.
    Into pipes, devices and descriptors (`/dev/fd/3`) the result goes straight.
    """
    refuse(target, reads)
    with _naming(target):
        number = descriptor(target)
        if number is not None:
            _pour(os.dup(number), content)
            return
        path = Path(os.path.realpath(target))
        try:
            was = path.stat()
        except FileNotFoundError:
            was = None
        if was is None or stat.S_ISREG(was.st_mode):
            put_in_place(path, _pieces(content), lambda draft: _as_it_was(draft, was, path))
        else:
            _pour(os.open(path, os.O_WRONLY), content)


def refuse(target: str, reads: Iterable[Path]) -> None:
    """Refuse a target that is no file's name, a folder, or a file that the run reads, by whatever name or link.

    Raises OSError where the folder that it would lie in is not there: before anything else is done.
    """
    if not target:
        raise Failure(phrase("the name of the file to write is empty"), phrase("`-` is standard output"))
    found, real = _state(Path(target)), os.path.realpath(target)
    if target.endswith((os.sep, os.altsep or os.sep)) or (found and stat.S_ISDIR(found.st_mode)):
        raise Failure(phrase("{file} is a folder", file=target), phrase("name a file in it"))
    settings = found is not None and os.path.basename(real) == _SETTINGS
    if settings or any(_same(found, real, one) for one in reads):
        raise Failure(phrase("{file} is read by mou, and would be lost", file=target), phrase("name another file"))
    folder = os.path.dirname(real)
    if descriptor(target) is None and not os.path.isdir(folder):
        code = errno.ENOTDIR if os.path.exists(folder) else errno.ENOENT
        raise OSError(code, os.strerror(code), target)


def _same(found: os.stat_result | None, real: str, other: Path) -> bool:
    if os.path.realpath(other) == real:
        return True
    there = _state(other) if found and stat.S_ISREG(found.st_mode) else None
    return bool(found and there and os.path.samestat(found, there))


def _state(path: Path) -> os.stat_result | None:
    """What lies at a path, links followed; None where nothing does, or nothing that can be seen."""
    try:
        return path.stat()
    except OSError:
        return None


def descriptor(target: str) -> int | None:
    """The number of the open file that a name such as `/dev/stdout` or `/dev/fd/3` stands for, links followed.

    To open such a name anew would begin at the start of a file that is being written.
    """
    for _ in range(_MOST_LINKS):
        if target in _NAMED:
            return _NAMED[target]
        if match := _DESCRIPTOR.fullmatch(target):
            return int(match[1])
        if not os.path.islink(target):
            return None
        target = os.path.join(os.path.dirname(target), os.readlink(target))
    return None


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _pieces(content: Content) -> Iterator[bytes]:
    for piece in (content,) if isinstance(content, (str, bytes)) else content:
        yield piece.encode() if isinstance(piece, str) else piece


def _pour(handle: int, content: Content) -> None:
    with os.fdopen(handle, "wb") as file:
        file.writelines(_pieces(content))


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """Let every error name the file that was asked for, not a draft or a folder beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), path) from error


def _as_it_was(draft: str, was: os.stat_result | None, path: Path) -> None:
    """Give a draft the mode of the file that it replaces, and its owner; a Failure where that cannot be."""
    if was is None:
        os.chmod(draft, 0o666 & ~_umask())
        return
    if not _keep_owner(draft, was):
        raise Failure(
            phrase("{file} belongs to another user, and would not any more", file=str(path)),
            phrase("let that user write it, or name another file"),
        )
    os.chmod(draft, stat.S_IMODE(was.st_mode))


def put_in_place(path: Path, content: Iterable[bytes], finish: Callable[[str], object] = str) -> None:
    """Put a content in the place of a file, whole or not at all: THE way in which files are replaced.

    It is written beside the file and synced, `finish` gets the draft's name (to set its mode, or to refuse by raising),
    then it takes the file's name. Whatever fails, no draft is left behind.
    """
    with _naming(str(path)):
        if path.exists() and not _may_write(path):  # the folder would let us, but somebody has closed the file
            raise PermissionError(EACCES, os.strerror(EACCES))
    with _drafted(path, content) as draft:
        finish(draft)
        os.replace(draft, path)


@contextmanager
def _drafted(path: Path, content: Iterable[bytes]) -> Iterator[str]:
    """A file's content beside it, while the folder is held; the draft is gone afterwards, the folder synced."""
    import tempfile  # 3 ms with what it brings: no command that only reads needs it

    with _naming(str(path)), _held(path.parent):
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=_DRAFT_BEGINS)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(content)
                file.flush()
                os.fsync(file.fileno())
            yield draft
        finally:
            with suppress(OSError):
                os.unlink(draft)
        _sync_folder(path.parent)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder against other writers; drafts that lie there then are of writers that were killed, and go."""
    try:
        with rights.folder_lock(folder) as alone:
            if alone:
                _sweep(folder)
            yield
    except rights.Taken:
        text = phrase("another program has been writing in {folder} for long", folder=str(folder))
        raise Failure(text, phrase("run the command again when it has ended")) from None


def _sweep(folder: Path) -> None:
    with suppress(OSError):
        for name in filter(_DRAFT.fullmatch, os.listdir(folder)):
            with suppress(OSError):
                os.unlink(folder / name)


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

    def finish(draft: str) -> None:
        was = target.stat()
        _keep_owner(draft, was)
        os.chmod(draft, stat.S_IMODE(was.st_mode))
        if read_file(target) != old:
            raise ChangedMeanwhile

    put_in_place(target, (new,), finish)


def create_file(path: Path, content: bytes) -> None:
    """Make a file that is not there yet, with the folders above it. Raises FileExistsError and OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _drafted(path, (content,)) as draft:
        os.chmod(draft, 0o666 & ~_umask())
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with open(path, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())


def _keep_owner(name: str, was: os.stat_result) -> bool:
    """Only root may give a file away; a group is kept by its members. False where the system did not let us."""
    now = os.stat(name)
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (was.st_uid, was.st_gid):
        with suppress(PermissionError):
            os.chown(name, -1, was.st_gid)
        with suppress(PermissionError):
            os.chown(name, was.st_uid, -1)
        now = os.stat(name)
    return (now.st_uid, now.st_gid) == (was.st_uid, was.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
