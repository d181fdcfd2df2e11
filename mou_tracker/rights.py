"""Owners, modes and locks of files, groups of processes: here alone is used what POSIX systems have and Windows lacks.

On Windows a file's rights are lists of access that Python's standard library cannot read. There nobody counts as
another one who could read or write: what `mou` refuses elsewhere it takes there, and docs/windows.md says so.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

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


LONGEST_WAIT, _PAUSE = 10.0, 0.02  # seconds


class Taken(Exception):
    """Somebody else holds a folder, and did so for longer than writing a file takes."""


@contextmanager
def folder_lock(folder: Path) -> Iterator[bool]:
    """Hold a folder for this process, after a wait if need be; True if nobody else who asks so can hold it now.

    The lock is on the folder itself: it leaves no file behind and falls with the process. Where a file system has no
    such locks nothing is held. Raises Taken, and OSError where there is no such folder.
    """
    try:
        import fcntl
    except ImportError:
        with _lock_elsewhere(folder):
            yield True
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except PermissionError:  # one may write in it and not see what it holds
        yield False
        return
    try:
        yield _locked(lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB))
    finally:
        os.close(handle)


def _locked(lock: Callable[[], object]) -> bool:
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            lock()
        except BlockingIOError:
            if time.monotonic() > until:
                raise Taken from None
            time.sleep(_PAUSE)
        except OSError:
            return False
        else:
            return True


@contextmanager
def _lock_elsewhere(folder: Path) -> Iterator[None]:
    """Where folders cannot be locked: a file for it among the temporary ones."""
    import tempfile
    from hashlib import sha256

    from filelock import FileLock, Timeout

    name = sha256(os.path.realpath(folder).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    held = FileLock(os.path.join(tempfile.gettempdir(), f"mou-{name}.lock"), timeout=LONGEST_WAIT)
    try:
        held.acquire()
    except Timeout:
        raise Taken from None
    try:
        yield
    finally:
        held.release()


def end_with_children(running: Popen[bytes]) -> None:
    """End a process that was started in a session of its own, and all that it started; on Windows it alone."""
    if not hasattr(os, "killpg"):
        running.kill()
        return
    from signal import SIGKILL

    with suppress(ProcessLookupError):
        os.killpg(running.pid, SIGKILL)


def processors() -> int:
    """How many processors may run this process; all of the machine where the system does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
