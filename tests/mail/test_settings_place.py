"""Whose settings are obeyed: where `mou.toml` is looked for, and who may be able to write it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from mou_tracker import rights
from mou_tracker.mail import settings_place as module
from mou_tracker.mail.settings import read_settings
from mou_tracker.mail.settings_place import BadSettings, SettingsPlace, UnsafeSettings, check_safe, settings_place
from tests.mail.conftest import Certificates, Desk
from tests.mail.registers import THREE
from tests.mail.server import Server
from tests.make import ENGLISH

DAY = "2027-06-01"
ANOTHER = 65_534  # nobody
MOVED = "move it: mkdir -p -m 700 ~/.config/mou && mv {file} "
# Only root can give a file away; `test_rights` says the same of everybody.
GIVEN_AWAY = [
    (lambda file: os.chown(file, ANOTHER, -1), "{file}", MOVED),
    (lambda file: os.chown(file.parent, ANOTHER, -1), "{folder}", MOVED),
][: 2 if os.geteuid() == 0 else 0]


@pytest.fixture(autouse=True)
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own settings lie in a folder of the test."""
    monkeypatch.setattr(module, "OF_THE_MACHINE", tmp_path / "etc")


def written(file: Path, text: str = "") -> Path:
    """A settings file whose mails go into a folder that is named for where the file lies."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_text(text or f"[mail]\noutbox = '{file.parent / 'out'}'\n", "utf-8")
    file.chmod(0o600)
    return file


def test_the_first_that_is_there(tmp_path: Path) -> None:
    """The one given, MOU_SETTINGS, the user's, the machine's, the one beside the register; each wins over the later."""
    register = tmp_path / "data" / "agreements.yaml"
    beside = written(tmp_path / "data" / "mou.toml")
    home = tmp_path / "home"
    given: list[SettingsPlace] = []

    def found(option: str | None = None, **environment: str) -> Path:
        given.append(settings_place(option, environment, home, register))
        return given[-1].file

    assert found() == beside
    etc = written(tmp_path / "etc" / "mou.toml")
    assert found() == etc
    usual = written(home / ".config" / "mou" / "mou.toml")
    assert found() == usual
    elsewhere = written(tmp_path / "config" / "mou" / "mou.toml")
    assert found(XDG_CONFIG_HOME=str(tmp_path / "config")) == elsewhere
    assert found(XDG_CONFIG_HOME="config") == usual, "the standard says that a relative path is to be ignored"
    named = written(tmp_path / "a.toml")
    assert found(MOU_SETTINGS=str(named)) == named
    assert found(str(tmp_path / "data"), MOU_SETTINGS=str(named)) == beside, "a folder is named too"
    assert {place.unread for place in given} == {None}


@pytest.mark.parametrize("named", ["option", "variable"])
def test_settings_that_are_named_and_not_there(desk: Desk, named: str) -> None:
    """A slip in the name is no reason to look elsewhere: exit 2."""
    desk.write(THREE)
    desk.begin(DAY)
    options = ["--settings", "none.toml"] if named == "option" else []
    if named == "variable":
        desk.monkeypatch.setenv("MOU_SETTINGS", "none.toml")
    ran = desk.remind(DAY, *options)
    assert (ran.status, ran.err) == (2, "mou: error: there are no settings at none.toml\n")


@pytest.mark.parametrize("kept", ["folder", "above", "worktree", "link"])
def test_what_git_brings_is_not_obeyed(desk: Desk, kept: str) -> None:
    """Beside a register in a git work tree: exit 2, nothing is sent, and the two commands that move it do."""
    data = desk.folder / "repository" / "data"
    written(data / "mou.toml")
    top = data if kept == "folder" else data.parent
    if kept == "worktree":
        (top / ".git").write_text("gitdir: /elsewhere\n")
    else:
        subprocess.run(["git", "init", "-q", str(top)], check=True)
    register = data / "agreements.yaml"
    register.write_text(THREE, "utf-8")
    if kept == "link":
        (desk.folder / "here").symlink_to(data)
        register = desk.folder / "here" / "agreements.yaml"
    desk.begin_at(register, DAY)
    ran = desk.remind_at(register, DAY)
    own = Path(os.environ["XDG_CONFIG_HOME"]) / "mou"
    file = register.parent / "mou.toml"
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"mou: error: {file} is not read: it lies in a git work tree, and whoever's commits are pulled there could "
        f"send the password away\n     move it: mkdir -p -m 700 {own} && mv {file} {own}/\n"
    )
    assert not (data / "out").exists()
    assert desk.remind_at(register, DAY, "--dry-run").status == 2
    subprocess.run(ran.err.partition("move it: ")[2], shell=True, check=True)
    assert desk.remind_at(register, DAY).out == "3 mails sent, 3 reminders\n"


def test_settings_elsewhere_need_nothing_beside(desk: Desk) -> None:
    """With settings of one's own, or all of them in the environment, what git brings is passed over without a word."""
    desk.write(THREE)
    subprocess.run(["git", "init", "-q", str(desk.folder)], check=True)
    desk.begin(DAY)
    written(desk.folder / "mou.toml", "[mail]\nhost = 'evil.example.org'\nfrom = 'a@example.org'\n")
    desk.settings(outbox=desk.folder / "out")
    ran = desk.remind(DAY)
    assert (ran.status, ran.out, ran.err) == (0, "3 mails sent, 3 reminders\n", "")


@pytest.mark.parametrize(
    ("spoil", "said", "todo"),
    [
        (lambda file: file.chmod(0o620), "{file}", "close it: chmod go-w {file}"),
        (lambda file: file.chmod(0o602), "{file}", "close it: chmod go-w {file}"),
        (lambda file: file.parent.chmod(0o770), "{folder}", "close it: chmod go-w {folder}"),
        (lambda file: file.parent.chmod(0o1777), "{folder}", MOVED),
        *GIVEN_AWAY,
    ],
)
def test_who_else_may_write_the_settings(desk: Desk, spoil, said: str, todo: str) -> None:  # type: ignore[no-untyped-def]
    """File and folder are the user's or root's and closed to all others: else exit 2, with what to type."""
    file = written(desk.folder / "own" / "mou.toml")
    desk.write(THREE)
    desk.begin(DAY)
    spoil(file)
    for mode in ((), ("--dry-run",), ("--test-mail", "a@example.org"), ("--to", "a@example.org")):
        ran = desk.remind(DAY, "--settings", str(file), *mode)
        first, hint = ran.err.splitlines()[-2:]
        names = {"file": file, "folder": file.parent}
        assert (ran.status, first) == (
            2,
            f"mou: error: others may write {said.format(**names)}, which says how mail is sent",
        )
        assert hint.strip().startswith(todo.format(**names))
    assert not (file.parent / "out").exists()


SMTP = "host = 'mail.example.org'\nfrom = 'a@b.org'\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("outbox = '~nobody-of-this-name/x'\n", "outbox"),
        (f"{SMTP}ca_file = '~nobody-of-this-name/x'\n", "ca_file"),
        (f"{SMTP}user = 'a'\npassword_file = '~nobody-of-this-name/x'\n", "password_file"),
        (f"{SMTP}[channels.chat]\ncommand = ['~nobody-of-this-name/x']\n", "channels.chat.command"),
    ],
)
def test_a_home_folder_that_nobody_knows(tmp_path: Path, text: str, key: str) -> None:
    """A path that begins with somebody else's, or with one's own where there is none: it is said, and made nowhere."""
    file = written(tmp_path / "mou.toml", f"[mail]\n{text}")
    with pytest.raises(BadSettings) as caught:
        read_settings(file, {})
    said = f"{file}: `{key}`: nobody knows which home folder ~nobody-of-this-name/x begins with"
    assert ENGLISH(caught.value.message) == said


@pytest.mark.skipif(os.name == "nt", reason="the home folder is the system's there")
def test_without_a_home_folder(desk: Desk) -> None:
    """A container runs as a user that it does not know: all goes on that needs no home, else that is said."""
    desk.write(THREE)
    desk.settings(outbox=desk.folder / "out")
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        desk.monkeypatch.delenv(name, raising=False)
    desk.monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    desk.begin(DAY)
    assert desk.remind(DAY).out == "3 mails sent, 3 reminders\n"
    assert desk.run("show", "suwon", "-r", "agreements.yaml").status == 0
    desk.usual = True
    desk.monkeypatch.setenv("EDITOR", "true")
    hint = "set HOME, or XDG_STATE_HOME to a folder that stays"
    said = f"mou: error: it is not known where your home folder is\n     {hint}\n"
    for ran in (
        desk.remind(DAY),
        desk.remind(DAY, "--dry-run"),
        desk.run("edit", "suwon", "-r", "agreements.yaml"),
    ):
        assert (ran.status, ran.err) == (2, said)


@pytest.mark.parametrize("by", ["file", "environment"])
@pytest.mark.parametrize("what", ["program", "its folder", "behind a link"])
def test_who_else_may_write_a_program(tmp_path: Path, by: str, what: str) -> None:
    """So is a program that the settings name, where it lies and where a link leads."""
    folder = tmp_path / "bin"
    folder.mkdir(mode=0o755)
    program = folder / "sendmail"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    file = written(tmp_path / "mou.toml", f"[mail]\nfrom = 'a@b.org'\nsendmail = '{program}'\n" if by == "file" else "")
    environment = {"MOU_MAIL_SENDMAIL": str(program), "MOU_MAIL_FROM": "a@b.org", "MOU_MAIL_TRANSPORT": "sendmail"}
    given = environment if by == "environment" else {}
    assert read_settings(file, given).sendmail == program
    spoiled = program if what == "program" else folder
    if what == "behind a link":
        spoiled = tmp_path / "real"
        spoiled.mkdir(mode=0o755)
        program.rename(spoiled / "sendmail")
        program.symlink_to(spoiled / "sendmail")
    spoiled.chmod(0o777)
    with pytest.raises(UnsafeSettings) as caught:
        read_settings(file, given)
    assert ENGLISH(caught.value.message) == f"others may write {spoiled}, which says how mail is sent"


@pytest.mark.parametrize(
    ("mode", "owner", "writes", "another"),
    [
        (0o644, "us", False, False),
        (0o644, "root", False, False),
        (0o664, "root", True, False),
        (0o646, "us", True, False),
        (0o644, "another", True, True),
        (0o600, "another", True, True),
    ],
)
def test_rights(mode: int, owner: str, writes: bool, another: bool) -> None:
    """Who may write a file: its owner, and whom its mode lets."""
    user = {"us": os.geteuid(), "root": 0, "another": ANOTHER}[owner]
    found = os.stat_result((mode, 0, 0, 1, user, 0, 0, 0, 0, 0))
    assert (rights.others_may_write(found), rights.of_another(found)) == (writes, another)


def test_root_is_trusted(tmp_path: Path) -> None:
    """The machine's own programs are root's, and closed."""
    check_safe(Path("/bin/sh"))


def test_marks_at_the_beginning(tmp_path: Path) -> None:
    """Editors on Windows begin a file with a mark, of settings and of the password alike: it belongs to neither."""
    secret = tmp_path / "password"
    secret.write_bytes(b"\xef\xbb\xbfs3cret\r\n")
    secret.chmod(0o600)
    file = tmp_path / "mou.toml"
    text = "[mail]\r\nhost = 'h.org'\r\nfrom = 'a@b.org'\r\nuser = 'u'\r\npassword_file = 'password'\r\n"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    found = read_settings(file, {})
    assert found.password is not None
    assert (found.host, found.password.reveal()) == ("h.org", "s3cret")


def test_paths_of_file_and_environment(tmp_path: Path) -> None:
    """Relative to the file that names them; those of the environment to the working folder."""
    file = written(tmp_path / "own" / "mou.toml", "[mail]\noutbox = 'out'\n")
    assert read_settings(file, {}).outbox == tmp_path / "own" / "out"
    assert read_settings(file, {"MOU_MAIL_OUTBOX": "out"}).outbox == tmp_path / "out"


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("password", ["pässwörd-日本", "k€y"])
def test_a_password_in_any_script(desk: Desk, certificates: Certificates, mechanism: str, password: str) -> None:
    """RFC 4616: a password is UTF-8, whatever the way of logging in."""
    desk.write(THREE)
    desk.begin(DAY)
    without = tuple(way for way in ("PLAIN", "LOGIN") if way != mechanism)
    with Server(tls=certificates.good, login=True, password=password, without=without) as server:
        desk.settings(host="localhost", port=server.port, **{"from": "m@x.org"}, tls="starttls", user="mou", timeout=5)
        desk.settings(ca_file=certificates.authority, password=password)
        ran = desk.remind(DAY)
        assert (ran.status, ran.err, server.logins) == (0, "", 1)
        desk.settings(password=password + "ß")
        wrong = desk.remind("2027-06-16").err
        assert ("did not let us in" in wrong, password in wrong) == (True, False)
