"""Old versions of the register from git, for commands; what git cannot give ends the run with a sentence."""

from __future__ import annotations

from pathlib import Path

from mou_tracker.agreement.register import Book
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.structural import sound
from mou_tracker.edges import git
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book


def repository(path: Path) -> git.Repository:
    """The git repository of a register; a Failure says why there is none."""
    try:
        return git.repository(path)
    except git.NoGit:
        raise Failure(phrase("git is not installed, and old versions are in git")) from None
    except git.NotARepository as error:
        text = phrase("{path} is in no git repository: {reason}", path=str(path), reason=error.reason)
        raise Failure(text, phrase("put the register under version control: git init, git add, git commit")) from None


def book_at(where: git.Repository, revision: str) -> Book:
    """The register as of a revision; a Failure if there is no such revision, or no register in it."""
    try:
        commit = git.commit_of(where, revision)
    except git.NoSuchRevision:
        raise Failure(phrase("git knows no revision {revision}", revision=repr(revision))) from None
    files = git.files_at(where, commit)
    if not files:
        text = phrase("there is no register at {path} in {revision}", path=where.inside or ".", revision=revision)
        raise Failure(text)
    return sound(read_book(files, ShippedProcedures()))
