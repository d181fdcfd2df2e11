"""Who a register is, so that ledgers, calendars and metrics of several do not mix."""

from __future__ import annotations

import os
from pathlib import Path

from mou_tracker.agreement.register import Identity
from mou_tracker.history.git import GitFailed, NoGit, NotARepository, repository, root_commit


def identity(register: Path, given: str | None) -> Identity:
    """Its own `id`, else git's first commit with the path inside, else where it lies.

    A clone keeps the first commit wherever it lies; one that was cut off (`--depth`) does not know it.
    """
    path = _text(os.path.realpath(register))
    if given:
        return Identity("id", given, path)
    try:
        where = repository(register)
        root = root_commit(where)
    except (GitFailed, NoGit, NotARepository):
        return Identity("path", path, path)
    return Identity("git", _text(f"{root}:{where.inside}"), path) if root else Identity("path", path, path)


def _text(path: str) -> str:
    """A path as text that can be kept and shown, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
