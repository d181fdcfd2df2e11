"""Owners and modes of files: the only module that uses what POSIX systems have and Windows has not.

On Windows a file's rights are lists of access that Python's standard library cannot read. There nobody counts as
another one who could read or write: what `mou` refuses elsewhere it takes there, and docs/windows.md says so.
"""

from __future__ import annotations

import os

_OTHERS_WRITE, _OTHERS_READ_OR_WRITE = 0o022, 0o077
HERE = hasattr(os, "geteuid")
"""Whether files have owners and modes here."""


def others_may_write(found: os.stat_result) -> bool:
    """Whether somebody besides us and root owns a file or folder, or may write in it."""
    return HERE and bool(found.st_mode & _OTHERS_WRITE or found.st_uid not in (os.geteuid(), 0))


def of_another(found: os.stat_result) -> bool:
    """Whether somebody besides us and root owns a file or folder."""
    return HERE and found.st_uid not in (os.geteuid(), 0)


def others_may_read(found: os.stat_result) -> bool:
    """Whether somebody besides us and root owns a file, or may read or write it."""
    return HERE and bool(found.st_mode & _OTHERS_READ_OR_WRITE or found.st_uid not in (os.geteuid(), 0))


def ours_alone(found: os.stat_result) -> bool:
    """Whether a file is ours, not even root's, and closed to all others."""
    return not HERE or (found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_READ_OR_WRITE)
