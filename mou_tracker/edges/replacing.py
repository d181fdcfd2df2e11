"""Putting an edited file in the place of the old one: whole or not at all, and never over somebody else's change."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from mou_tracker.edges.files import read_file


class ChangedMeanwhile(Exception):
    """The file is not what it was when the edit was made."""


def replace_file(path: Path, old: bytes, new: bytes) -> None:
    """Replace the contents `old` of a file by `new`; a link stays, and the file that it leads to is replaced.

    Mode and, as far as the system lets us, owner and group stay. Raises ChangedMeanwhile and OSError.
    """
    target = Path(os.path.realpath(path))
    was = target.stat()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(name, was)
        os.chmod(name, stat.S_IMODE(was.st_mode))
        if read_file(target) != old:
            raise ChangedMeanwhile
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
    _sync_folder(target.parent)


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
