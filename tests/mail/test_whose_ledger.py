"""Whose ledger: one for each register, found again after a move, and that of version 0.1 taken over."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from mou_tracker.agreement.register import Identity
from mou_tracker.history.identity import identity
from mou_tracker.mail.ledger_place import usual_ledger
from tests.conftest import ROOT
from tests.mail.conftest import Desk
from tests.mail.registers import HEAD, THREE, record, register
from tests.mail.server import Server

DAY = "2027-06-01"
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


@pytest.fixture
def out(desk: Desk) -> Path:
    """Mail goes into a folder, and no ledger is named."""
    desk.settings(outbox=desk.folder / "out")
    desk.usual = True
    return desk.folder / "out"


def state() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "mou"


def committed(folder: Path, name: str = "data/agreements.yaml", text: str = THREE) -> Path:
    """A register in a git repository of its own."""
    file = folder / name
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", f"Register {folder.name}"]):
        subprocess.run([*GIT, *command], cwd=folder, check=True)
    return file


def root(folder: Path) -> str:
    ran = subprocess.run(["git", "rev-list", "--max-parents=0", "HEAD"], cwd=folder, stdout=subprocess.PIPE, check=True)
    return ran.stdout.decode().strip()


def test_who_a_register_is(tmp_path: Path) -> None:
    """Its id, else the first commit with the path inside (of a clone too, wherever it lies), else where it lies."""
    file = committed(tmp_path / "one")
    git = f"{root(tmp_path / 'one')}:data/agreements.yaml"
    assert identity(file, "bandung") == Identity("id", "bandung", str(file))
    assert identity(file, None) == Identity("git", git, str(file))
    assert identity(file.parent, None) == Identity("git", git.rpartition("/")[0], str(file.parent))
    subprocess.run(["git", "clone", "-q", tmp_path / "one", tmp_path / "two"], check=True)
    clone = tmp_path / "two" / "data" / "agreements.yaml"
    assert identity(clone, None) == Identity("git", git, str(clone))
    (tmp_path / "link.yaml").symlink_to(clone)
    assert identity(tmp_path / "link.yaml", None) == Identity("git", git, str(clone))
    alone = tmp_path / "alone.yaml"
    alone.write_text(THREE)
    assert identity(alone, None) == Identity("path", str(alone), str(alone))


def test_a_path_of_any_bytes(desk: Desk, out: Path) -> None:
    """A folder whose name is no UTF-8 has a ledger like any other."""
    file = desk.folder / os.fsdecode(b"caf\xe9") / "agreements.yaml"
    file.parent.mkdir()
    file.write_text(THREE)
    desk.begin_at(file, DAY)
    assert [desk.remind_at(file, DAY).out for _ in range(2)] == ["3 mails sent, 3 reminders\n", ""]


def test_a_merge_changes_nobody(tmp_path: Path) -> None:
    """What is merged in from elsewhere has a beginning of its own, and the register stays who it is."""
    file = committed(tmp_path / "one")
    before = identity(file, None)
    committed(tmp_path / "two", "other.txt", "x")
    one = tmp_path / "one"
    subprocess.run([*GIT, "fetch", "-q", "../two"], cwd=one, check=True)
    merge = ["merge", "-q", "--no-edit", "--allow-unrelated-histories", "FETCH_HEAD"]
    subprocess.run([*GIT, *merge], cwd=one, check=True, stdout=subprocess.DEVNULL)
    assert len(root(one).split()) == 2
    assert identity(file, None) == before


def test_a_history_that_is_cut_off(tmp_path: Path) -> None:
    """A shallow clone does not know the first commit: it goes by its path, and not by whichever commit it has."""
    file = committed(tmp_path / "one")
    file.write_text(THREE + "\n")
    subprocess.run([*GIT, "commit", "-qam", "Second"], cwd=tmp_path / "one", check=True)
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{tmp_path}/one", tmp_path / "two"], check=True)
    clone = tmp_path / "two" / "data" / "agreements.yaml"
    assert identity(clone, None) == Identity("path", str(clone), str(clone))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Identity("id", "a", "/x"), Identity("id", "a", "/y"), True),
        (Identity("id", "a", "/x"), Identity("id", "b", "/x"), False),
        (Identity("git", "1:a", "/x"), Identity("git", "1:a", "/y"), True),
        (Identity("git", "1:a", "/x"), Identity("git", "2:a", "/x"), False),
        (Identity("path", "/x", "/x"), Identity("path", "/y", "/y"), False),
        (Identity("path", "/x", "/x"), Identity("git", "1:a", "/x"), True),  # it was put under git
        (Identity("git", "1:a", "/x"), Identity("id", "a", "/x"), True),  # it was given an id
        (Identity("git", "1:a", "/x"), Identity("id", "a", "/y"), False),
    ],
)
def test_the_same_register(one: Identity, other: Identity, same: bool) -> None:
    """By names of one kind; where the kind has changed, by the place."""
    assert (one.is_same(other), other.is_same(one)) == (same, same)


def test_two_registers_of_one_user(desk: Desk, out: Path) -> None:
    """Each has a ledger in a folder of its own: nothing of one counts as told of the other."""
    one, two = (committed(desk.folder / name) for name in ("one", "two"))
    for file in (one, two):
        desk.begin_at(file, DAY)
        assert desk.remind_at(file, DAY).out == "3 mails sent, 3 reminders\n"
        assert desk.remind_at(file, DAY).out == ""
    assert len(sorted(state().glob("*/ledger.sqlite"))) == 2
    for file in (one, two):
        ran = desk.remind_at(file, DAY, "--status")
        assert ran.out.startswith("last good run: 2027-06-01, 0 mails sent\n")


@pytest.mark.parametrize("mode", [(), ("--dry-run",), ("--status",), ("--to", "a@example.org")])
def test_a_ledger_of_another_register(desk: Desk, out: Path, mode: tuple[str, ...]) -> None:
    """Exit 2, nothing sent, both named, in every mode that looks into it."""
    desk.usual = False
    one, two = (committed(desk.folder / name, text=HEAD + f"  id: {name}\nagreements: []\n") for name in ("one", "two"))
    desk.begin_at(one, DAY)
    before = desk.ledger.read_bytes()
    ran = desk.remind_at(two, DAY, *mode)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"mou: error: the ledger {desk.ledger} is that of the register one ({one}), and this is two ({two})\n"
        "     if that register was moved here or renamed: mou remind --adopt; else leave --ledger and MOU_LEDGER out\n"
    )
    assert (out.exists(), desk.ledger.read_bytes()) == (False, before)


@pytest.mark.parametrize("named", [False, True], ids=["usual place", "named ledger"])
def test_adopted_after_a_move(desk: Desk, out: Path, named: bool) -> None:
    """A register that is known by its path alone is moved: loud until `--adopt`, then it goes on where it was."""
    desk.usual = not named
    old, new = desk.folder / "old" / "agreements.yaml", desk.folder / "new" / "agreements.yaml"
    old.parent.mkdir()
    old.write_text(THREE)
    desk.begin_at(old, DAY)
    assert desk.remind_at(old, DAY).out == "3 mails sent, 3 reminders\n"
    old.parent.rename(new.parent)
    assert desk.remind_at(new, DAY).status == 2
    ran = desk.remind_at(new, DAY, "--adopt")
    path = desk.ledger if named else usual_ledger(state(), identity(new, None))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (f"the ledger {path} was that of {old}\nit is that of {new} now; mou remind goes on with it\n")
    assert (desk.remind_at(new, DAY).status, desk.remind_at(new, DAY).out) == (0, "")
    assert len(list(out.iterdir())) == 3
    assert desk.remind_at(new, DAY, "--adopt").status == 0, "what is its own already stays so"


def test_adopted_where_the_usual_folder_is_taken(desk: Desk, out: Path) -> None:
    """The ledger stays in the folder of its former name, and is found there."""
    old, new = desk.folder / "old" / "agreements.yaml", desk.folder / "new" / "agreements.yaml"
    old.parent.mkdir()
    old.write_text(THREE)
    desk.begin_at(old, DAY)
    desk.remind_at(old, DAY)
    old.parent.rename(new.parent)
    taken = usual_ledger(state(), identity(new, None)).parent
    taken.mkdir(mode=0o700)
    (taken / "notes.txt").write_text("mine")
    assert desk.remind_at(new, DAY, "--adopt").status == 0
    assert (desk.remind_at(new, DAY).status, desk.remind_at(new, DAY).out) == (0, "")
    assert len(list(out.iterdir())) == 3


def test_nothing_to_adopt(desk: Desk, out: Path) -> None:
    """No ledger is left over: as missing as before. Several: the person says which."""
    files = [desk.folder / name / "agreements.yaml" for name in "abc"]
    for file in files:
        file.parent.mkdir()
        file.write_text(THREE)
    assert desk.remind_at(files[2], DAY, "--adopt").status == 2
    for file in files[:2]:
        desk.begin_at(file, DAY)
    assert "there is no ledger at" in desk.remind_at(files[2], DAY, "--adopt").err, "theirs are still there"
    for file in files[:2]:
        file.unlink()
    ran = desk.remind_at(files[2], DAY, "--adopt")
    assert ran.status == 2
    assert "there are several ledgers whose register is gone: " in ran.err


def test_a_clone_elsewhere_goes_on(desk: Desk, out: Path) -> None:
    """A repository that is moved, or cloned anew on a new disk, needs nothing."""
    file = committed(desk.folder / "one")
    desk.begin_at(file, DAY)
    assert desk.remind_at(file, DAY).out == "3 mails sent, 3 reminders\n"
    (desk.folder / "one").rename(desk.folder / "two")
    moved = desk.folder / "two" / "data" / "agreements.yaml"
    assert (desk.remind_at(moved, DAY).status, desk.remind_at(moved, DAY).out) == (0, "")


def test_who_is_named_anew_in_place_goes_on(desk: Desk, out: Path) -> None:
    """Put under git, then given an id: the same register in the same place, and the same ledger."""
    file = desk.folder / "r" / "agreements.yaml"
    file.parent.mkdir()
    file.write_text(THREE)
    desk.begin_at(file, DAY)
    assert desk.remind_at(file, DAY).out == "3 mails sent, 3 reminders\n"
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
        subprocess.run([*GIT, *command], cwd=file.parent, check=True)
    assert (desk.remind_at(file, DAY).status, desk.remind_at(file, DAY).out) == (0, "")
    file.write_text(THREE.replace("  owner: office\n", "  owner: office\n  id: bandung\n", 1))
    assert (desk.remind_at(file, DAY).status, desk.remind_at(file, DAY).out) == (0, "")
    assert len(list(state().glob("*/ledger.sqlite"))) == 1


def test_the_state_folder_of_others(desk: Desk, out: Path) -> None:
    """It is made closed under any umask; where others may write in it, they could swap the ledgers: exit 2."""
    desk.write(THREE)
    before = os.umask(0)
    try:
        desk.begin(DAY)
    finally:
        os.umask(before)
    made = [path for path in [state(), *state().rglob("*")] if path.is_dir()]
    assert ({oct(path.stat().st_mode & 0o777) for path in made}, len(made)) == ({"0o700"}, 2)
    state().chmod(0o777)
    ran = desk.remind(DAY)
    assert (ran.status, f"others may write in the ledger's folder {state()}" in ran.err) == (2, True)


def test_long_and_strange_paths(tmp_path: Path) -> None:
    """The folder is called after the register, whatever that is called: one name for each, none too long."""
    names = ["a/b.yaml", "a-b.yaml", "a b.yaml", "ä.yaml", "x" * 300, "x" * 301, ".."]
    made = [usual_ledger(tmp_path, Identity("path", name, name)) for name in names]
    assert len(set(made)) == len(names)
    assert all(path.parent.parent == tmp_path and len(path.parent.name.encode()) < 200 for path in made)


# The ledger of version 0.1


def as_left_by_0_1(path: Path) -> None:
    """Make the file again that version 0.1 left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    with closing(sqlite3.connect(path)) as database:
        database.executescript((ROOT / "tests" / "data" / "ledger-0.1.sql").read_text("utf-8"))
    path.chmod(0o600)


OLD = (ROOT / "tests" / "data" / "ledger-0.1.yaml").read_text("utf-8")
# What that version had not told by 1 June 2027: the mail whose answer was lost, and the lists, which it did not have.
UNTOLD = [
    ("ani@example.org", ("", "housekeeping")),
    ("office@example.org", ("", "housekeeping")),
    ("office@example.org", ("namur", "sign-by")),
]


def told(path: Path) -> list[tuple[str, tuple[str, str]]]:
    """Who was told what by runs of this version."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT r.recipient, agreement, milestone FROM reminder r JOIN message m ON m.id = r.message "
            "WHERE m.run > 4 AND state = 'sent' ORDER BY 1, 2, 3"
        )
        return [(who, (agreement, milestone)) for who, agreement, milestone in rows]


@pytest.fixture(params=["named", "usual"])
def old_desk(request: pytest.FixtureRequest, posted: Desk) -> tuple[Desk, Path]:
    """A desk where version 0.1 was at work, with the ledger's place as it is after the first run of this one."""
    posted.write(OLD)
    posted.usual = request.param == "usual"
    as_left_by_0_1(state() / "ledger.sqlite" if posted.usual else posted.ledger)
    file = posted.folder / "agreements.yaml"
    return posted, usual_ledger(state(), identity(file, None)) if posted.usual else posted.ledger


def test_taken_over_without_a_repeat_or_a_loss(old_desk: tuple[Desk, Path], server: Server) -> None:
    """Day after day: what was confirmed is not told again, what was not is, and what comes is told when it comes."""
    desk, path = old_desk
    first = desk.remind(DAY)
    assert (first.out, told(path)) == ("3 mails sent, 3 reminders\n", UNTOLD)
    (again,) = [
        mail for who, mail in server.inbox if mail["Message-ID"] == "<mou.bbe3c1904abae72a71cabac46241c7ba@example.org>"
    ]
    assert "Namur" in str(again["Subject"]), "what may have been told keeps its Message-ID"
    assert (desk.remind(DAY).out, desk.remind("2027-06-02").out) == ("", "")
    days = [date(2027, 6, day).isoformat() for day in range(3, 31)]
    after = [day for day in days if desk.remind(day).out]
    assert (after[0], "2027-06-16" in after) == ("2027-06-04", True)
    steps = _steps(path)
    assert len(steps) == len(set(steps)), "no step of a matter was told twice to anybody, by either version"


def _steps(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT agreement, substr(milestone, 1, 6), date, step, r.recipient FROM reminder r JOIN message m "
            "ON m.id = r.message WHERE state = 'sent' AND agreement NOT IN ('', 'suwon')"
        )
        return rows.fetchall()


def test_looking_changes_nothing(old_desk: tuple[Desk, Path], server: Server) -> None:
    """A look at the old ledger: the same plan as the run's, and no byte is changed."""
    desk, path = old_desk
    files = {file: file.read_bytes() for file in [*state().rglob("*"), desk.ledger] if file.is_file()}
    ran = desk.remind(DAY, "--dry-run")
    assert ("to Ani" in ran.out, "to The Office" in ran.out, "to Budi" in ran.out) == (True, True, False)
    assert desk.remind(DAY, "--status").out.startswith("last good run: 2027-05-21, 2 mails sent\n")
    assert {file: file.read_bytes() for file in [*state().rglob("*"), desk.ledger] if file.is_file()} == files
    assert path.exists() != desk.usual


def test_each_register_takes_its_own(desk: Desk, out: Path) -> None:
    """Version 0.1 kept one ledger for all of a user's registers: each takes it over, a stranger does not."""
    as_left_by_0_1(state() / "ledger.sqlite")
    one, two, new = (desk.folder / name / "agreements.yaml" for name in ("one", "two", "new"))
    for file in (one, two, new):
        file.parent.mkdir()
        file.write_text(OLD if file != new else register(record("basel", owner="ani")))
    for file in (one, two):
        assert desk.remind_at(file, DAY).out == "3 mails sent, 3 reminders\n"
        assert desk.remind_at(file, DAY).out == ""
    assert desk.remind_at(new, DAY).status == 2, "it never had a ledger"
    shutil.rmtree(usual_ledger(state(), identity(one, None)).parent)
    lost = desk.remind_at(one, DAY)
    assert (lost.status, "there is no ledger at" in lost.err) == (2, True), (
        "what was taken over once is not taken again"
    )


@pytest.mark.parametrize("content", [b"", b"no ledger" * 999])
def test_an_old_ledger_that_cannot_be_read(desk: Desk, out: Path, content: bytes) -> None:
    """What lies in the old place and is none stops the run: it is not passed over as if there were nothing."""
    desk.write(OLD)
    state().mkdir(mode=0o700, parents=True)
    (state() / "ledger.sqlite").write_bytes(content)
    (state() / "ledger.sqlite").chmod(0o600)
    ran = desk.remind(DAY)
    assert (ran.status, f"{state() / 'ledger.sqlite'}" in ran.err) == (2, True)


@pytest.mark.parametrize("then", ["made", "marked"])
def test_killed_while_taking_over(desk: Desk, out: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    """Killed before the new ledger has its name, or before the old one is marked: the next run goes on the same."""
    desk.write(OLD)
    as_left_by_0_1(state() / "ledger.sqlite")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if then == "made":
            patched.setattr(os, "link", killed)
        else:
            patched.setattr("mou_tracker.mail.ledger.Ledger.mark_taken", killed)
        desk.remind(DAY)
    assert not out.exists()
    path = usual_ledger(state(), identity(desk.folder / "agreements.yaml", None))
    assert path.exists() == (then == "marked")
    assert desk.remind(DAY).out == "3 mails sent, 3 reminders\n"
    assert told(path) == UNTOLD
