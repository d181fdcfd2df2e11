"""Old versions of the register from git, and who recorded what about an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book, Register
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.check.structural import sound
from mou_tracker.history import git
from mou_tracker.history.changes import changes
from mou_tracker.history.view import Recorded
from mou_tracker.parsing.file_findings import file_unreadable
from mou_tracker.register.procedures import Procedures, ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.register.scan import record_slice, settings_slice


@contextmanager
def told() -> Iterator[None]:
    """Let what git cannot give end the run, in git's own words."""
    try:
        yield
    except git.GitFailed as error:
        hint = phrase("a clone that lacks something can fetch it: git fetch --refetch; git fsck tells what is broken")
        raise Failure(phrase("git: {reason}", reason=error.reason), hint) from None


def repository(path: Path) -> git.Repository:
    """The git repository of a register; a Failure says why there is none."""
    try:
        with told():
            return git.repository(path)
    except git.NoGit:
        raise Failure(phrase("git is not installed or cannot be run, and old versions are in git")) from None
    except git.NotARepository as error:
        if error.advice:
            text = phrase("git does not read the repository of {path}: {reason}", path=str(path), reason=error.reason)
            raise Failure(text, phrase("if you trust it: {command}", command=error.advice)) from None
        text = phrase("{path} is in no git repository: {reason}", path=str(path), reason=error.reason)
        raise Failure(text, phrase("put the register under version control: git init, git add, git commit")) from None


def book_at(where: git.Repository, revision: str) -> Book:
    """The register as of a revision; a Failure if there is no such revision, or no register in it."""
    with told():
        try:
            found = _files_at(where, git.commit_of(where, revision))
        except git.NoSuchRevision:
            hint = phrase("this clone has the latest commits only: git fetch --unshallow fetches the others")
            text = phrase("git knows no revision {revision}", revision=repr(revision))
            raise Failure(text, hint if where.shallow else None) from None
    if not found:
        text = phrase("there is no register at {path} in {revision}", path=where.inside or ".", revision=revision)
        raise Failure(text)
    return _book(found)


def version_before(where: git.Repository, moment: datetime) -> tuple[str | None, Book]:
    """The commit before a moment and the register as of it; None and an empty one where it was not there yet.

    A Failure where a shallow clone does not reach so far back.
    """
    with told():
        commit = git.last_before(where, moment)
        if commit is None and where.shallow:
            hint = phrase("this clone has the latest commits only: git fetch --unshallow fetches the others")
            raise Failure(phrase("git knows nothing from before {day}", day=moment.date()), hint)
        found = _files_at(where, commit) if commit else []
    return commit, _book(found) if found else Book(Register(), (), Procedures(ShippedProcedures(), {}))


Files = list[tuple[str, bytes | Phrase]]


def _files_at(where: git.Repository, commit: str) -> Files:
    """The register's files as of a commit: where it lies now, else where it lay then, if it was moved since."""
    found = git.files_at(where, commit)
    if found:
        return found
    for inside in git.paths_of(where)[1:]:
        if found := git.files_at(replace(where, inside=inside), commit):
            return found
    return []


def _book(found: Files) -> Book:
    files = ((path, file_unreadable(path, what) if isinstance(what, Phrase) else what) for path, what in found)
    return sound(read_book(files, ShippedProcedures()))


def history(path: Path, name: str) -> list[Recorded]:
    """What each commit changed in a record, newest first. A version in which it cannot be read is passed over.

    In a shallow clone the last one says that history is cut there.
    """
    where = repository(path)
    with told():
        commits = git.log(where)
        names = [
            found
            for commit in commits
            for found in ((commit.hash, commit.inside), *((one, commit.before) for one in commit.parents[:1]))
        ]
        slices = dict(zip(names, (_slice(contents, name) for contents in git.versions(where, names)), strict=True))
    made: list[Recorded] = []
    last: Agreement | None = None
    for commit in reversed(commits):
        new = slices[commit.hash, commit.inside]
        old = slices.get((commit.parents[0], commit.before)) if commit.parents else None
        after = _read(new, name)
        if commit.cut:
            made += [Recorded(commit.day, commit.hash, "", "", None)] if after else []
        elif new != old and (after or new is None):
            before = _read(old, name) or (last if old is not None else None)
            one = _recorded(commit, before, after)
            made += [one] if one else []
        last = after or last
    return made[::-1]


def _recorded(commit: git.Commit, old: Agreement | None, new: Agreement | None) -> Recorded | None:
    before, after = (Book(Register(), (one,) if one else (), Procedures(ShippedProcedures(), {})) for one in (old, new))
    found = changes(before, after).agreements
    return Recorded(commit.day, commit.hash, commit.author, commit.subject, found[0]) if found else None


def _slice(contents: Sequence[bytes], name: str) -> bytes | None:
    """The part of a version that holds the record, or the whole file where it is not laid out in lines.

    The settings come with it where they may say which steps and kinds there are.
    """
    for content in contents:
        if name.encode() in content:
            part = record_slice(_text(content), name)
            if part is not None:
                settings = next((s for c in contents if b"procedures" in c and (s := settings_slice(_text(c)))), "")
                return (settings + part).encode()
            if _read(content, name):
                return content
    return None


def _text(content: bytes) -> str:
    return content.decode(errors="replace").removeprefix("\ufeff")


def _read(content: bytes | None, name: str) -> Agreement | None:
    if content is None:
        return None
    found = read_book([("", content)], ShippedProcedures()).agreements
    return next((one for one in found if one.id == name), None)
