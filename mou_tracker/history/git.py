"""Reading old versions of the register from git, without touching the work tree and without running anything of the
repository's own: no hooks, no file-system monitor, no filters, no lazy fetching of what is not there.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.register.files import LEAVES, is_ours

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
_MOST_MOVES = 50
_SECONDS = 120


class NoGit(Exception):
    """Git itself is not there, or may not be run."""


class NotARepository(Exception):
    """The folder is in no git repository, or in one that git refuses to read.

    `reason` is git's own sentence, `advice` the command that it gives where it only wants to be asked.
    """

    def __init__(self, reason: str, advice: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


class NoSuchRevision(Exception):
    """The repository has no such commit."""


class GitFailed(Exception):
    """Git could not give what the repository ought to have: `reason` is its own sentence, or what is missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Commit(Struct, frozen=True):
    """Who recorded something and when; `parents` are hashes, and `day` is that of the commit in its own zone.

    A day that no calendar has is None. `inside` is where the register lay, `before` where it lay in the first parent;
    `cut` says that a shallow clone has nothing of what was before.
    """

    hash: str
    parents: tuple[str, ...]
    author: str
    day: date | None
    subject: str
    inside: str = ""
    before: str = ""
    cut: bool = False


class Repository(Struct, frozen=True):
    """A repository's top folder, the register's path below it, and whether the clone has the latest commits only."""

    top: Path
    inside: str
    shallow: bool


class TreeEntry(NamedTuple):
    """What lies at a path of a commit: its mode in octal, `blob` or `commit`, and its hash."""

    path: str
    mode: str
    kind: str
    object: str


def repository(register: Path) -> Repository:
    """The repository that a register lies in. Raises NoGit, NotARepository and GitFailed."""
    # The register itself may be a link: what git knows is where it leads, and only the real path is below the top.
    real = Path(os.path.realpath(register))
    folder = real if real.is_dir() else real.parent
    found = _git(folder, "rev-parse", "--is-shallow-repository", "--show-toplevel")
    if found.returncode:
        advice = [line.strip() for line in found.stderr.decode(errors="replace").split("\n") if "git config" in line]
        raise NotARepository(_reason(found), advice[0] if advice else None)
    cut, _, folder_name = os.fsdecode(found.stdout).removesuffix("\n").partition("\n")
    top = Path(os.path.realpath(folder_name))
    if not real.is_relative_to(top):  # a bare repository, or the folder `.git` itself
        raise NotARepository(f"{top} does not hold it")
    inside = real.relative_to(top).as_posix()
    return Repository(top, "" if inside == "." else inside, cut == "true")


def commit_of(where: Repository, revision: str) -> str:
    """The full hash of a revision; raises NoSuchRevision."""
    found = _git(where.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise NoSuchRevision
    return found.stdout.decode().strip()


def last_before(where: Repository, moment: datetime) -> str | None:
    """The hash of the main line's last commit before a moment; None where there is none."""
    stamp = f"--before={moment.timestamp() - 1:.0f}"
    try:
        return _said(where, "rev-list", "-1", "--first-parent", stamp, "HEAD").decode().strip() or None
    except GitFailed:
        if _has_commits(where):
            raise
        return None


def root_commit(where: Repository) -> str | None:
    """The hash of the commit with which the history of the main line begins; None where there is none or it is cut off.

    What is merged in from elsewhere has beginnings of its own, which do not count.
    """
    if where.shallow:
        return None
    found = _git(where.top, "rev-list", "--first-parent", "--max-parents=0", "HEAD")
    return None if found.returncode else found.stdout.decode().strip() or None


def files_at(where: Repository, commit: str) -> list[tuple[str, bytes | Phrase]]:
    """The register's files as of a commit in path order, with their paths below the top; hidden ones left out.

    What belongs to the register by its place and is no file has the reason why it is not read. A link to another file
    of the register adds nothing. Raises GitFailed where the repository lacks what the commit names.
    """
    found: list[tuple[str, str | Phrase]] = []
    tree = {entry.path: entry for entry in _tree(where, commit)}
    for entry in tree.values():
        if entry.kind == "commit":
            if not _hidden(where, entry.path):
                found.append((entry.path, phrase("it is a submodule, whose files are not in this repository")))
        elif _belongs(where, entry.path):
            if entry.mode.startswith("100"):
                found.append((entry.path, entry.object))
            elif (target := _link(where, tree, entry)) is not None:
                found.append((entry.path, target))
    contents = iter(_contents(where, [blob for _, blob in found if isinstance(blob, str)]))
    return [(path, what if isinstance(what, Phrase) else _there(next(contents), path, commit)) for path, what in found]


def _there(content: bytes | None, path: str, commit: str) -> bytes:
    if content is None:
        raise GitFailed(f"the content of {path} in {commit[:12]} is missing")
    return content


def _link(where: Repository, tree: dict[str, TreeEntry], entry: TreeEntry) -> str | Phrase | None:
    """What a link of a commit leads to: an object, the reason why it is not followed, or None if it is read anyway."""
    (content,) = _contents(where, [entry.object])
    to = _there(content, entry.path, entry.object).decode(errors="surrogateescape")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), to))
    target = tree.get(path)
    if target is None or target.kind != "blob" or not target.mode.startswith("100") or _hidden(where, path):
        return LEAVES
    return None if _belongs(where, path) and entry.path != where.inside else target.object


def paths_of(where: Repository) -> list[str]:
    """Where the register lies now and lay before it was moved, newest first; a move not committed yet counts."""
    moved, commits = _followed(where)
    places = (place for commit in commits for place in (commit.inside, commit.before))
    return list(dict.fromkeys((where.inside, *([moved] if moved else []), *places)))


def log(where: Repository) -> list[Commit]:
    """The commits that touched the register, newest first, also before it was moved.

    Merges are left out, as they record nothing of their own. Raises GitFailed.
    """
    return _followed(where)[1]


def _followed(where: Repository) -> tuple[str | None, list[Commit]]:
    """Where the register lay before a move that is not committed yet, and its commits, newest first."""
    if not _has_commits(where):
        return None, []
    cut = _cut_at(where)
    found: list[Commit] = []
    start, inside = "HEAD", where.inside
    moved = _renamed(where, inside, "diff-index", "--cached", "HEAD")
    part = _log(where, start, inside, cut)
    if moved is not None and not part:
        inside = moved
        part = _log(where, start, inside, cut)
    for _ in range(_MOST_MOVES):
        if not part:
            break
        first = part[-1]
        came_from = None
        if first.parents:
            came_from = _renamed(where, inside, "diff-tree", "--no-commit-id", first.parents[0], first.hash)
        if came_from is None or came_from in {one.inside for one in found}:
            return moved, [*found, *part]
        found += [*part[:-1], replace(first, before=came_from)]
        start, inside = first.parents[0], came_from
        part = _log(where, start, inside, cut)
    return moved, found


def _has_commits(where: Repository) -> bool:
    return _git(where.top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode == 0


def _cut_at(where: Repository) -> frozenset[str]:
    """The commits of a shallow clone whose parents it lacks."""
    if not where.shallow:
        return frozenset()
    file = where.top / os.fsdecode(_said(where, "rev-parse", "--git-path", "shallow")).removesuffix("\n")
    try:
        return frozenset(file.read_text("ascii", "replace").split())
    except OSError as error:
        raise GitFailed(f"{file}: {error.strerror}") from None


def _log(where: Repository, start: str, inside: str, cut: frozenset[str]) -> list[Commit]:
    out = _said(where, "log", "-z", "--no-merges", f"--format=tformat:{_SHOWN_BY}", start, "--", inside or ".")
    return [replace(one, inside=inside, before=inside, cut=one.hash in cut) for one in parsed_log(out)]


def parsed_log(out: bytes) -> list[Commit]:
    """The commits in what `git log` printed."""
    parts = out.decode(errors="replace").split("\0")
    rows = [parts[at : at + 5] for at in range(0, len(parts) - 4, 5)]
    return [
        Commit(name, tuple(parents.split()), author, _day(day), subject) for name, parents, author, day, subject in rows
    ]


def _day(text: str) -> date | None:
    """The day, None where the clock of whoever committed was far off."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _renamed(where: Repository, inside: str, *command: str) -> str | None:
    """What the register was called before a change, None if it was not moved by it."""
    if not inside:
        return None
    name, *rest = command
    return came_from(inside, parsed_renames(_said(where, name, "-r", "-z", "-M", "--name-status", *rest)))


def parsed_renames(out: bytes) -> list[tuple[str, str]]:
    """The old and new paths of moved files in what `git diff-tree --name-status` printed."""
    parts = out.decode(errors="surrogateescape").split("\0")
    found, at = [], 0
    while at < len(parts) and parts[at]:
        width = 3 if parts[at][0] in "RC" else 2
        if parts[at][0] == "R" and at + 2 < len(parts):
            found.append((parts[at + 1], parts[at + 2]))
        at += width
    return found


def came_from(inside: str, renames: Sequence[tuple[str, str]]) -> str | None:
    """Where a register was before some files were moved: its one file, or the folder that most of its files left."""
    folders: dict[str, int] = {}
    for old, new in renames:
        if new == inside:
            return old
        below = new.removeprefix(f"{inside}/")
        if below != new and is_ours(new) and old.endswith(f"/{below}") and len(old) > len(below) + 1:
            folder = old[: -len(below) - 1]
            folders[folder] = folders.get(folder, 0) + 1
    return max(sorted(folders), key=lambda folder: folders[folder]) if folders else None


def versions(where: Repository, commits: Sequence[tuple[str, str]]) -> Iterator[list[bytes]]:
    """The contents of the register's files as of each commit, given with where it lay; none where it was not there.

    Raises GitFailed where the repository lacks what a commit names.
    """
    if all(is_ours(inside) and "\n" not in inside for _, inside in commits):
        for start in range(0, len(commits), _AT_ONCE):
            some = commits[start : start + _AT_ONCE]
            contents = _contents(where, [f"{commit}:{inside}" for commit, inside in some])
            for (commit, inside), content in zip(some, contents, strict=True):
                if content is None and any(_tree(replace(where, inside=inside), commit)):
                    # A link to the register, or a content that is not there: the slow way tells which.
                    yield _read_at(replace(where, inside=inside), commit)
                else:
                    yield [content] if content is not None else []
        return
    for commit, inside in commits:
        yield _read_at(replace(where, inside=inside), commit)


def _read_at(where: Repository, commit: str) -> list[bytes]:
    return [content for _, content in files_at(where, commit) if isinstance(content, bytes)]


def _tree(where: Repository, commit: str) -> list[TreeEntry]:
    inside = [where.inside] if where.inside else []
    return parsed_tree(_said(where, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *inside))


def parsed_tree(out: bytes) -> list[TreeEntry]:
    """The entries in what `git ls-tree` printed. Raises GitFailed."""
    found = []
    for entry in out.split(b"\0")[:-1]:
        head, _, path = entry.partition(b"\t")
        words = head.decode(errors="replace").split()
        if len(words) != 3:
            raise GitFailed("git ls-tree printed something unknown")
        found.append(TreeEntry(path.decode(errors="surrogateescape"), *words))
    return found


def _belongs(where: Repository, path: str) -> bool:
    """Whether a path is a file of the register: the file itself, or a visible *.yaml or *.yml below the folder."""
    return path == where.inside or (is_ours(path) and not _hidden(where, path))


def _hidden(where: Repository, path: str) -> bool:
    """Whether a path lies outside of the register's folder, or something on its way is hidden."""
    base = f"{where.inside}/" if where.inside else ""
    return not path.startswith(base) or any(part.startswith(".") for part in path[len(base) :].split("/"))


def _contents(where: Repository, objects: Sequence[str]) -> list[bytes | None]:
    """The contents of files, by one process for all; None for what is not there. Raises GitFailed."""
    if not objects:
        return []
    names = "".join(f"{name}\n" for name in objects).encode("utf-8", "surrogateescape")
    return parsed_contents(_said(where, "cat-file", "--batch", stdin=names), len(objects))


def parsed_contents(data: bytes, number: int) -> list[bytes | None]:
    """The contents in what `git cat-file --batch` printed for so many names. Raises GitFailed."""
    contents: list[bytes | None] = []
    position = 0
    for _ in range(number):
        head_end = data.find(b"\n", position)
        head = data[position:head_end].rsplit(b" ", 2)
        if head_end >= 0 and head[-1] == b"missing":
            contents.append(None)
            position = head_end + 1
            continue
        if head_end < 0 or len(head) != 3 or not head[-1].isdigit() or head_end + 1 + int(head[-1]) >= len(data):
            raise GitFailed("git cat-file printed something unknown")
        size = int(head[-1])
        contents.append(data[head_end + 1 : head_end + 1 + size] if head[-2] == b"blob" else None)
        position = head_end + 1 + size + 1
    return contents


def _said(where: Repository, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git prints; raises GitFailed where it fails."""
    found = _git(where.top, *arguments, stdin=stdin)
    if found.returncode:
        raise GitFailed(_reason(found))
    return found.stdout


def _reason(found: subprocess.CompletedProcess[bytes]) -> str:
    """The first thing that git itself says is wrong."""
    lines = found.stderr.decode(errors="replace").strip().split("\n")
    fatal = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines
    said = fatal[0].partition(": ")[2] if fatal[0].startswith(("fatal: ", "error: ")) else fatal[0]
    return said or f"git ended with {found.returncode}"


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
            timeout=_SECONDS,
        )
    except OSError:
        raise NoGit from None
    except subprocess.TimeoutExpired:
        raise GitFailed(f"git did not answer within {_SECONDS} seconds") from None
