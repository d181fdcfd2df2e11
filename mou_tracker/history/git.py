"""Reading old versions of the register from git, without touching the work tree and without running anything of the
repository's own: no hooks, no file-system monitor, no filters, no lazy fetching of what is not there.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

_SAFE = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "log.showSignature=false",
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
)
_OUR_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
_SHOWN_BY = "%H%x00%P%x00%an%x00%as%x00%s"
_AT_ONCE = 64


class NoGit(Exception):
    """Git itself is not there."""


class NotARepository(Exception):
    """The folder is in no git repository, or in one that git refuses to read; `reason` is git's own sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoSuchRevision(Exception):
    """The repository has no such commit."""


class Commit(Struct, frozen=True):
    """Who recorded something and when; `parents` are hashes, and `day` is that of the commit in its own zone."""

    hash: str
    parents: tuple[str, ...]
    author: str
    day: date
    subject: str


class Repository(Struct, frozen=True):
    """A repository's top folder, and the register's path below it."""

    top: Path
    inside: str


def repository(register: Path) -> Repository:
    """The repository that a register lies in. Raises NoGit and NotARepository."""
    # The register itself may be a link: what git knows is where it leads, and only the real path is below the top.
    real = Path(os.path.realpath(register))
    folder = real if real.is_dir() else real.parent
    found = _git(folder, "rev-parse", "--show-toplevel")
    if found.returncode:
        raise NotARepository(found.stderr.decode(errors="replace").strip().removeprefix("fatal: ").split("\n")[0])
    top = Path(os.path.realpath(os.fsdecode(found.stdout).removesuffix("\n")))
    inside = real.relative_to(top).as_posix()
    return Repository(top, "" if inside == "." else inside)


def commit_of(where: Repository, revision: str) -> str:
    """The full hash of a revision; raises NoSuchRevision."""
    found = _git(where.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise NoSuchRevision
    return found.stdout.decode().strip()


def root_commit(where: Repository) -> str | None:
    """The hash of the commit with which the history of the main line begins; None where there is none or it is cut off.

    What is merged in from elsewhere has beginnings of its own, which do not count.
    """
    if _git(where.top, "rev-parse", "--is-shallow-repository").stdout.strip() != b"false":
        return None
    found = _git(where.top, "rev-list", "--first-parent", "--max-parents=0", "HEAD")
    return None if found.returncode else found.stdout.decode().strip() or None


def files_at(where: Repository, commit: str) -> list[tuple[str, bytes]]:
    """The register's files as of a commit in path order, with their paths below the top; hidden ones left out.

    Links and submodules are no files of the register there.
    """
    blobs = [(path, blob) for path, blob in _tree(where, commit) if _belongs(where, path)]
    contents = _contents(where, [blob for _, blob in blobs])
    return [(path, content) for (path, _), content in zip(blobs, contents, strict=True) if content is not None]


def log(where: Repository) -> list[Commit]:
    """The commits that touched the register, newest first; merges are left out, as they record nothing of their own."""
    path = (where.inside,) if where.inside else (".",)
    found = _git(where.top, "log", "-z", "--no-merges", f"--format=tformat:{_SHOWN_BY}", "HEAD", "--", *path)
    parts = found.stdout.decode(errors="replace").split("\0")
    rows = [parts[at : at + 5] for at in range(0, len(parts) - 4, 5)]
    return [
        Commit(name, tuple(parents.split()), author, date.fromisoformat(day), subject)
        for name, parents, author, day, subject in rows
    ]


def versions(where: Repository, commits: Sequence[str]) -> Iterator[list[bytes]]:
    """The contents of the register's files as of each commit; none where the register was not there."""
    if where.inside.endswith((".yaml", ".yml")) and "\n" not in where.inside:
        for start in range(0, len(commits), _AT_ONCE):
            names = [f"{commit}:{where.inside}" for commit in commits[start : start + _AT_ONCE]]
            yield from ([content] if content is not None else [] for content in _contents(where, names))
        return
    for commit in commits:
        yield [content for _, content in files_at(where, commit)]


def _tree(where: Repository, commit: str) -> Iterator[tuple[str, str]]:
    found = _git(
        where.top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *([where.inside] if where.inside else [])
    )
    for entry in found.stdout.split(b"\0")[:-1]:
        head, _, path = entry.partition(b"\t")
        mode, kind, blob = head.decode().split()[:3]
        if kind == "blob" and mode.startswith("100"):
            yield path.decode(errors="surrogateescape"), blob


def _belongs(where: Repository, path: str) -> bool:
    """Whether a path is a file of the register: the file itself, or a visible *.yaml or *.yml below the folder."""
    if path == where.inside:
        return True
    below = path[len(where.inside) :].lstrip("/").split("/")
    return path.endswith((".yaml", ".yml")) and not any(part.startswith(".") for part in below)


def _contents(where: Repository, objects: Sequence[str]) -> list[bytes | None]:
    """The contents of files, by one process for all; None for what is not there."""
    if not objects:
        return []
    names = "".join(f"{name}\n" for name in objects).encode("utf-8", "surrogateescape")
    data = _git(where.top, "cat-file", "--batch", stdin=names).stdout
    contents: list[bytes | None] = []
    position = 0
    for _ in objects:
        head_end = data.index(b"\n", position)
        head = data[position:head_end].rsplit(b" ", 2)
        if head[-1] == b"missing":
            contents.append(None)
            position = head_end + 1
            continue
        size = int(head[-1])
        contents.append(data[head_end + 1 : head_end + 1 + size] if head[-2] == b"blob" else None)
        position = head_end + 1 + size + 1
    return contents


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git; its messages are wanted in one language, and its settings only as far as they are safe."""
    kept = {name: value for name, value in os.environ.items() if name not in _OUR_OWN}
    environment = {**kept, "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(
            ["git", *_SAFE, "-C", str(folder), *arguments],
            input=stdin,
            capture_output=True,
            env=environment,
            check=False,
            timeout=120,
        )
    except FileNotFoundError:
        raise NoGit from None
