"""A register that cannot be read at all: whoever keeps it is mailed, once for each change of what is wrong."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.mail.conftest import Desk
from tests.mail.registers import HEAD, THREE, record, register
from tests.mail.server import Server, scripted
from tests.mail.test_whose_ledger import OLD, as_left_by_0_1, state

DAY, LATER = "2027-06-01", "2027-06-02"
KEEPER = "keeper@example.org"


@pytest.fixture
def begun(posted: Desk, server: Server) -> Desk:
    """A desk whose register was read yesterday, and all told."""
    posted.write(THREE)
    posted.begin(DAY)
    assert posted.remind(DAY).status == 0
    server.inbox.clear()
    return posted


def path(desk: Desk) -> Path:
    return desk.folder / "agreements.yaml"


HARMS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "syntax": (lambda desk: desk.write("agreements: [\n"), "agreements.yaml: "),
    "conflict": (lambda desk: desk.write("<<<<<<< HEAD\n" + THREE + "=======\n>>>>>>> x\n"), "agreements.yaml: "),
    "empty": (lambda desk: desk.write(""), "agreements.yaml: "),
    "gone": (lambda desk: path(desk).unlink(), "there is no register at "),
    "a list": (lambda desk: desk.write("- a\n- b\n"), "agreements.yaml: "),
    "binary": (lambda desk: path(desk).write_bytes(b"\xff\xfe\x00\x01" * 99), "agreements.yaml: "),
    "every record": (lambda desk: desk.write(THREE.replace("signed: 2020-01-01", "signed: then")), "agreements.yaml: "),
}


@pytest.mark.parametrize("harm", HARMS)
def test_its_keeper_is_told_once(begun: Desk, server: Server, harm: str) -> None:
    """Exit 2 as before, and one mail that says what is wrong; none on the days after; all goes on once it is mended."""
    do, said = HARMS[harm]
    do(begun)
    ran = begun.remind(LATER)
    assert (ran.status, ran.out, server.recipients()) == (2, "1 mail sent, 1 reminder\n", [KEEPER])
    mail = server.inbox[0][1]
    body = mail.get_body(("plain",))
    assert body is not None
    text = " ".join(str(body.get_content()).split())
    assert "! The register cannot be read, and nobody is reminded until it can: " + said[:10] in text.replace(
        "! the", "! The"
    )
    for day in (LATER, "2027-06-03", "2027-06-20"):
        assert (begun.remind(day).status, len(server.inbox)) == (2, 1)
    begun.write(THREE)
    assert (begun.remind("2027-06-20").status, len(server.inbox)) == (0, 4)


def test_a_change_of_the_problem_is_told(begun: Desk, server: Server) -> None:
    """Another problem, the first one again after it, and the same one after a mend: each is told."""
    gone, empty = HARMS["gone"][0], HARMS["empty"][0]
    told = []
    for do in (gone, empty, empty, gone, lambda desk: desk.write(THREE), gone):
        if path(begun).exists() or do is not gone:
            do(begun)
        begun.remind(LATER)
        told.append(server.recipients().count(KEEPER))
    assert told == [1, 2, 2, 3, 3, 4]
    assert len({mail["Message-ID"] for who, mail in server.inbox if who == KEEPER}) == 4


@pytest.mark.parametrize("harm", ["gone", "empty", "one record"])
def test_from_another_folder_it_is_the_same_problem(begun: Desk, server: Server, harm: str) -> None:
    """By hand in the checkout, and by cron from elsewhere: one mail."""
    if harm == "one record":
        begun.write(register(record("suwon"), record("oslo").replace("signed: 2020-01-01", "signed: then")))
    else:
        HARMS[harm][0](begun)
    (begun.folder / "elsewhere").mkdir()
    for place in (begun.folder, begun.folder / "elsewhere", begun.folder):
        begun.monkeypatch.chdir(place)
        begun.remind(LATER)
    begun.monkeypatch.chdir(begun.folder)
    begun.run("remind", "-r", "agreements.yaml", "--ledger", begun.ledger)
    assert server.recipients() == [KEEPER]


def test_what_waits_goes_on_afterwards(posted: Desk, server: Server) -> None:
    """A mail that was deferred before is not forgotten, and not told twice."""
    posted.write(THREE)
    posted.begin(DAY)
    server.script = scripted(("rcpt", "ani@example.org", "450 busy"))
    posted.remind(DAY)
    server.script = scripted()
    path(posted).unlink()
    posted.remind(LATER)
    posted.write(THREE)
    assert posted.remind(LATER).out == "1 mail sent, 1 reminder\n"
    assert sorted(server.recipients()) == ["ani@example.org", "budi@example.org", KEEPER, "office@example.org"]


def gone(desk: Desk) -> str:
    """What is said where no register lies at its place."""
    hint = f"see whether the name is right, or make one there: mou init {path(desk)}"
    return f"mou: error: there is no register at {path(desk)}\n     {hint}\n"


def test_a_keeper_who_cannot_be_reached(begun: Desk, server: Server) -> None:
    """Said on stderr beside the problem itself; the next run tries again."""
    path(begun).unlink()
    server.script = scripted(("rcpt", KEEPER, "450 busy"))
    ran = begun.remind(LATER)
    assert (ran.status, server.recipients()) == (2, [])
    assert ran.err.endswith(f"the register's maintainer could not be told of it\n{gone(begun)}")
    server.script = scripted()
    assert (begun.remind(LATER).status, server.recipients()) == (2, [KEEPER])


@pytest.mark.parametrize("mode", ["--dry-run", "--status", "--init", "--adopt"])
def test_looking_tells_nobody(begun: Desk, server: Server, mode: str) -> None:
    """A look sends nothing."""
    path(begun).unlink()
    before = begun.ledger.read_bytes()
    assert (begun.remind(LATER, mode).status, server.recipients()) == (2, [])
    assert begun.ledger.read_bytes() == before


def test_without_a_ledger(posted: Desk, server: Server) -> None:
    """Where no run has ever been nobody is known: the error as it is, and no ledger is made."""
    ran = posted.remind(DAY)
    assert (ran.status, ran.err) == (2, gone(posted))
    assert (server.recipients(), posted.ledger.exists()) == ([], False)


def test_the_owner_where_nobody_keeps_it(posted: Desk, server: Server) -> None:
    """Without a maintainer the register's owner is told, in the register's language."""
    head = HEAD.replace("  maintainer: keeper\n", "").replace("language: en", "language: id")
    posted.write(register(record("suwon"), head=head))
    posted.begin(DAY)
    posted.remind(DAY)
    server.inbox.clear()
    posted.write("")
    assert posted.remind(LATER).status == 2
    assert server.recipients() == ["office@example.org"]
    body = server.inbox[0][1].get_body(("plain",))
    assert body is not None
    assert "tidak dapat dibaca" in " ".join(str(body.get_content()).split())


@pytest.mark.parametrize("known", ["path", "id"])
def test_found_in_the_usual_place(begun: Desk, server: Server, known: str) -> None:
    """By where it lies, also one whose id cannot be read any more."""
    begun.usual = True
    if known == "id":
        begun.write(THREE.replace("  owner: office\n", "  owner: office\n  id: bandung\n", 1))
    begun.begin(DAY)
    begun.remind(DAY)
    server.inbox.clear()
    begun.write("")
    assert (begun.remind(LATER).status, server.recipients()) == (2, [KEEPER])
    assert len(list(state().glob("*/ledger.sqlite"))) == 1


def test_found_by_its_id_after_a_move(begun: Desk, server: Server) -> None:
    """As a sound one is: what is left of its settings says who it is."""
    begun.usual = True
    known = THREE.replace("  owner: office\n", "  owner: office\n  id: bandung\n", 1)
    begun.write(known)
    begun.begin(DAY)
    begun.remind(DAY)
    server.inbox.clear()
    path(begun).unlink()
    moved = begun.folder / "moved.yaml"
    moved.write_text(known.replace("agreements:", "agreements: ["))
    assert (begun.remind_at(moved, LATER).status, server.recipients()) == (2, [KEEPER])


@pytest.mark.skipif(os.name == "nt", reason="no modes of files")
def test_the_state_folder_of_others(begun: Desk, server: Server) -> None:
    """Where others could swap the ledgers none of them says whom to mail."""
    begun.usual = True
    begun.begin(DAY)
    begun.remind(DAY)
    server.inbox.clear()
    path(begun).unlink()
    state().chmod(0o777)
    ran = begun.remind(LATER)
    assert (ran.status, server.recipients()) == (2, [])
    assert f"others may write in the ledger's folder {state()}" in ran.err


def test_by_a_ledger_of_version_0_1(posted: Desk, server: Server) -> None:
    """It does not say who keeps the register, but whom it told last that something cannot be read."""
    as_left_by_0_1(posted.ledger)
    posted.write("")
    assert (posted.remind(LATER).status, server.recipients()) == (2, [KEEPER])
    posted.write(OLD)
    assert posted.remind(LATER).status == 1


def test_settings_that_cannot_be_used(begun: Desk, server: Server) -> None:
    """Both are said, and nothing hides the other."""
    path(begun).unlink()
    begun.settings(tls="perhaps")
    ran = begun.remind(LATER)
    assert (ran.status, server.recipients()) == (2, [])
    assert "MOU_MAIL_TLS" in ran.err
    assert ran.err.endswith(gone(begun))


def test_a_ledger_that_cannot_be_used(begun: Desk, server: Server) -> None:
    """So is a damaged ledger."""
    path(begun).unlink()
    begun.ledger.write_bytes(b"no ledger" * 999)
    ran = begun.remind(LATER)
    assert (ran.status, server.recipients(), "is damaged" in ran.err) == (2, [], True)


def test_of_a_folder_that_is_gone(begun: Desk, server: Server) -> None:
    """The whole checkout is gone."""
    begun.usual = True
    checkout = begun.folder / "checkout"
    checkout.mkdir()
    file = checkout / "agreements.yaml"
    file.write_text(THREE)
    begun.begin_at(file, DAY)
    begun.remind_at(file, DAY)
    server.inbox.clear()
    shutil.rmtree(checkout)
    assert (begun.remind_at(file, LATER).status, server.recipients()) == (2, [KEEPER])


@pytest.mark.parametrize(
    ("harm", "to", "told"),
    [
        ("  owner: office\n  maintainer: keeper\n", "  owner: [[]]\n  maintainer: 4\n", KEEPER),
        ("    keeper: {name: Keeper, email: keeper@example.org}\n", "", "office@example.org"),
    ],
)
def test_the_registers_own_section_is_broken(posted: Desk, server: Server, harm: str, to: str, told: str) -> None:
    """Records are read, but not who keeps them: the owner is told, else who kept it before, and the others as usual."""
    by_address = register(record("suwon", owner="ani@example.org"))
    posted.write(by_address)
    posted.begin(DAY)
    posted.remind(DAY)
    server.inbox.clear()
    posted.write(by_address.replace(harm, to))
    assert (posted.remind("2027-06-16").status, set(server.recipients())) == (1, {"ani@example.org", told})
    assert (posted.remind("2027-06-17").status, len(server.inbox)) == (1, 2)


def test_what_is_remembered_is_what_is_needed(begun: Desk) -> None:
    """The ledger keeps nobody's name that a mail would not need."""
    with closing(sqlite3.connect(begun.ledger)) as database:
        (known,) = database.execute("SELECT value FROM meta WHERE name = 'keepers'").fetchone()
    found = json.loads(known)
    people = [(one["address"], one["name"], one["language"]) for one in found.pop("people")]
    assert (found, people) == (
        {"name": "Test register", "timezone": "Asia/Jakarta", "language": "en"},
        [("keeper@example.org", "Keeper", "en")],
    )
