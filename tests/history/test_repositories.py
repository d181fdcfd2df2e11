"""Repositories as they are: moved, cut, partial, broken, somebody else's, with odd clocks and links."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.history.git import came_from
from tests.conftest import Ran
from tests.history.conftest import Commit

Mou = Callable[..., Ran]
DAY = "--as-of=2026-11-21"
ONE = """\
register: {name: Uji, language: en}
agreements:
  - id: pj
    title: Petaling Jaya
    partner: {name: Petaling Jaya, country: MY}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 5 years
"""
TWO = ONE.replace("5 years", "6 years")
THREE = ONE.replace("5 years", "7 years")


def git(*arguments: str) -> str:
    """What git prints."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def recorded(mou: Mou, *arguments: str | Path) -> list[tuple[str | None, str, str]]:
    """The history of the record: day, author, what."""
    ran = mou("show", "pj", "--history", "-f", "json", DAY, *arguments)
    assert (ran.status, ran.err) == (0, "")
    return [(one["date"], one["author"], one["change"]) for one in json.loads(ran.out)["commits"]]


MOVES = {
    "a file": ("agreements.yaml", "data/register.yaml", "data/register.yaml"),
    "a file twice": ("agreements.yaml", "data/register.yaml", "data/register.yaml"),
    "a folder": ("old/a.yaml", "deep/new/a.yaml", "deep/new"),
}


@pytest.mark.parametrize("move", MOVES)
def test_history_and_changes_follow_a_move(commit: Commit, mou: Mou, move: str) -> None:
    """Who moves a file records nothing; what is older is still known, and can be compared."""
    old, new, register = MOVES[move]
    first = commit({old: ONE}, "2026-01-05", "Ani")
    commit({old: TWO}, "2026-02-05", "Budi")
    if move == "a file twice":
        commit({old: None, "between.yaml": TWO}, "2026-02-10", "Mover")
        commit({"between.yaml": None, new: TWO}, "2026-03-05", "Mover")
    else:
        commit({old: None, new: TWO}, "2026-03-05", "Mover")
    commit({new: THREE}, "2026-04-05", "Citra")
    assert recorded(mou, "-r", register) == [
        ("2026-04-05", "Citra", "changed"),
        ("2026-02-05", "Budi", "changed"),
        ("2026-01-05", "Ani", "added"),
    ]
    ran = mou("diff", first, "-r", register, DAY)
    assert (ran.status, "term: 5 years → 7 years" in ran.out, ran.err) == (0, True, "")


def test_a_move_that_is_not_committed_yet(commit: Commit, mou: Mou) -> None:
    """`git mv`, then a look: the last version is that of the old place."""
    commit({"agreements.yaml": ONE}, "2026-01-05", "Ani")
    Path("data").mkdir()
    git("mv", "agreements.yaml", "data/agreements.yaml")
    Path("data/agreements.yaml").write_text(TWO, "utf-8")
    assert recorded(mou) == [("2026-01-05", "Ani", "added")]
    ran = mou("diff", DAY)
    assert (ran.status, "term: 5 years → 6 years" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("inside", "renames", "expected"),
    [
        ("a.yaml", [("b.yaml", "a.yaml")], "b.yaml"),
        ("a.yaml", [("b.yaml", "c.yaml")], None),
        ("new", [("old/a.yaml", "new/a.yaml"), ("x.txt", "new/x.txt")], "old"),
        ("new", [("old/a.yaml", "new/b.yaml")], None),
        ("new", [("one/a.yaml", "new/a.yaml"), ("two/b.yaml", "new/b.yaml"), ("two/c.yml", "new/c.yml")], "two"),
        ("new", [("a.yaml", "new/a.yaml")], None),
        ("new", [("old/a.txt", "new/a.txt")], None),
    ],
)
def test_where_a_register_came_from(inside: str, renames: list[tuple[str, str]], expected: str | None) -> None:
    """Its one file, or the folder that most of its files left under their names."""
    assert came_from(inside, renames) == expected


def test_a_shallow_clone_says_that_history_is_cut(
    commit: Commit, mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last commit that is there has not added the record; what is older is not claimed."""
    first = commit({"agreements.yaml": ONE}, "2026-01-05", "Ani")
    commit({"agreements.yaml": TWO}, "2026-02-05", "Budi")
    commit({"agreements.yaml": THREE}, "2026-03-05", "Citra")
    git("clone", "-q", "--depth", "2", f"file://{Path.cwd()}", str(tmp_path / "cut"))
    monkeypatch.chdir(tmp_path / "cut")
    assert recorded(mou) == [("2026-03-05", "Citra", "changed"), ("2026-02-05", "", "cut")]
    out = mou("show", "pj", "--history", DAY).out
    assert out.splitlines()[-1].endswith(
        "history is cut here: what is older is not in this clone (git fetch --unshallow)"
    )
    assert mou("diff", first) == Ran(
        2,
        "",
        f"mou: error: git knows no revision '{first}'\n"
        "     this clone has the latest commits only: git fetch --unshallow fetches the others\n",
    )


@pytest.mark.parametrize("register", ["agreements.yaml", "."])
@pytest.mark.parametrize("harm", ["partial clone", "missing", "broken"])
def test_what_git_cannot_give_ends_the_run(
    commit: Commit, mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, register: str
) -> None:
    """A content that is not there is no register that was not there: git's own error, exit status 2."""
    commit({"agreements.yaml": ONE})
    commit({"agreements.yaml": TWO})
    blob = git("rev-parse", "HEAD~1:agreements.yaml")
    if harm == "partial clone":
        git("config", "uploadpack.allowFilter", "true")
        git("clone", "-q", "--filter=blob:none", f"file://{Path.cwd()}", str(tmp_path / "part"))
        monkeypatch.chdir(tmp_path / "part")
    else:
        path = Path(".git/objects") / blob[:2] / blob[2:]
        path.chmod(0o644)
        path.write_bytes(b"nonsense") if harm == "broken" else path.unlink()
    for arguments in (("diff", "HEAD~1"), ("show", "pj", "--history")):
        ran = mou(*arguments, "-r", register, DAY)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("mou: error: git: ")
        assert ran.err.endswith("git fetch --refetch; git fsck tells what is broken\n")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may give a folder away")
def test_a_repository_of_somebody_else(commit: Commit, mou: Mou) -> None:
    """Git refuses to read it: its own advice is passed on, not `git init`."""
    commit({"agreements.yaml": ONE})
    for path in (Path.cwd(), *Path.cwd().rglob("*")):
        os.chown(path, 4321, 4321)
    assert mou("diff") == Ran(
        2,
        "",
        f"mou: error: git does not read the repository of {Path('agreements.yaml').resolve()}: detected dubious "
        f"ownership in repository at '{Path.cwd()}'\n"
        f"     if you trust it: git config --global --add safe.directory {Path.cwd()}\n",
    )


@pytest.mark.parametrize("seconds", ["253402300800 +0000", "-1 +0000", "99999999999999 +0000"])
def test_a_clock_that_was_far_off(commit: Commit, mou: Mou, seconds: str) -> None:
    """A commit of the year 10000 or before 1970 is a line without its day; the others are told as ever."""
    commit({"agreements.yaml": ONE}, "2026-01-05", "Ani")
    Path("agreements.yaml").write_text(TWO, "utf-8")
    git("add", "-A")
    tree = git("write-tree")
    text = (
        f"tree {tree}\nparent {git('rev-parse', 'HEAD')}\nauthor Budi <b@example.org> {seconds}\n"
        f"committer Budi <b@example.org> {seconds}\n\nx\n"
    )
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    git("update-ref", "refs/heads/main", made.stdout.decode().strip())
    found = recorded(mou)
    assert found[1] == ("2026-01-05", "Ani", "added")
    assert (found[0][1:], found[0][0] is None or found[0][0] < "1971") == (("Budi", "changed"), True)
    assert mou("show", "pj", "--history", DAY).status == 0


def test_a_hook_does_not_lead_elsewhere(
    commit: Commit, mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git sets `GIT_DIR` for hooks: the repository is that of the register all the same."""
    commit({"agreements.yaml": ONE}, "2026-01-05", "Ani")
    git("init", "-q", str(tmp_path / "other"))
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE"):
        monkeypatch.setenv(name, str(tmp_path / "other" / ".git"))
    assert recorded(mou) == [("2026-01-05", "Ani", "added")]
    assert mou("diff", DAY) == Ran(0, "nothing changed\n", "")


def test_links_hidden_files_and_submodules_of_a_commit(commit: Commit, mou: Mou, tmp_path: Path) -> None:
    """As in the folder itself: links within it add nothing, those that leave it and submodules are named."""
    folder = Path("reg")
    folder.mkdir()
    (folder / "same.yaml").symlink_to("a.yaml")
    (folder / "other.yaml").symlink_to("other.txt")
    (folder / "out.yaml").symlink_to("../secret.yaml")
    (folder / "hidden.yaml").symlink_to(".b.yaml")
    record = "agreements:\n" + ONE[ONE.index("  - id") :].replace("pj", "x")
    revision = commit(
        {
            "reg/a.yaml": ONE,
            "reg/.b.yaml": "agreements: [",
            "secret.yaml": "agreements: [",
            "reg/other.txt": record,
            "reg/x.csv.map.yaml": "columns: {}",
        }
    )
    git("init", "-q", "reg/sub")
    git("-C", "reg/sub", "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x")
    git("-c", "advice.addEmbeddedRepo=false", "add", "reg/sub")
    git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "sub")
    shutil.rmtree("reg/sub/.git")
    ran = mou("diff", revision, "HEAD", "-r", "reg", DAY)
    leaves = "it is a link that leaves the register's folder, or leads to something hidden, and is not followed"
    assert (ran.status, ran.out) == (1, "nothing changed\n")
    assert ran.err.splitlines() == [
        f"reg/hidden.yaml:1:1: error: the file cannot be read: {leaves} [file-unreadable]",
        f"reg/out.yaml:1:1: error: the file cannot be read: {leaves} [file-unreadable]",
        "reg/sub:1:1: error: the file cannot be read: it is a submodule, whose files are not in this repository "
        "[file-unreadable]",
        "3 parts of the register could not be read; the rest is shown.",
    ]


@pytest.fixture
def started(commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with one line for each git that is started."""
    real, said = shutil.which("git"), tmp_path / "started"
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$*" >> {said}\nexec {real} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return said


@pytest.mark.skipif(os.name == "nt", reason="the program that counts is a shell's")
def test_how_often_git_is_asked(commit: Commit, mou: Mou, started: Path) -> None:
    """Each start takes as long as a small register takes to read: no question is asked twice."""
    commit({"agreements.yaml": ONE}, "2026-01-05")
    commit({"agreements.yaml": None, "data/agreements.yaml": ONE}, "2026-03-05")
    commit({"data/agreements.yaml": TWO}, "2026-04-05")
    counts = {}
    for name, arguments in {
        "who it is": ("status", "-f", "prometheus"),
        "before the move": ("diff", "--since", "2026-02-01"),
        "after the move": ("diff", "--since", "2026-03-10"),
    }.items():
        started.write_text("")
        assert mou(*arguments, DAY).status == 0
        asked = started.read_text().splitlines()
        assert len(set(asked)) == len(asked), "asked twice"
        counts[name] = len(asked)
    assert counts == {"who it is": 2, "before the move": 10, "after the move": 4}


NO_GIT: dict[str, Callable[[Path], object]] = {
    "absent": lambda file: None,
    "not to be run": lambda file: (file.write_text("#!/bin/sh\n"), file.chmod(0o644)),
    "no program": lambda file: (file.write_bytes(b"\0\0"), file.chmod(0o755)),
}


@pytest.mark.skipif(os.name == "nt", reason="no modes of files")
@pytest.mark.parametrize("harm", NO_GIT)
def test_without_a_git_that_runs(
    commit: Commit, mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    """A register is known by its path, and only what needs old versions fails."""
    commit({"agreements.yaml": ONE})
    (tmp_path / "bin").mkdir()
    NO_GIT[harm](tmp_path / "bin" / "git")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    ran = mou("status", "-f", "prometheus", DAY)
    assert (ran.status, f'{{register="{Path.cwd()}/agreements.yaml"}}' in ran.out, ran.err) == (0, True, "")
    assert mou("diff", "HEAD") == Ran(
        2, "", "mou: error: git is not installed or cannot be run, and old versions are in git\n"
    )
