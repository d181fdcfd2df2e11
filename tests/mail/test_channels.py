"""Channels: what a command is told, how long it may take, and that mail never depends on it."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from mou_tracker.mail.channels import Channel, Notification, call
from mou_tracker.mail.settings import read_settings
from mou_tracker.mail.settings_place import BadSettings, UnsafeSettings
from tests.conftest import ROOT
from tests.mail.conftest import Desk
from tests.mail.registers import HEAD, record, register
from tests.make import ENGLISH

TOLD = Notification("ani@example.org", "Sign by 30 Jun 2027: Suwon", "Text\n市 \u0000", ("suwon",), True)
CHAT = HEAD.replace("email: ani@example.org}", "email: ani@example.org, channel: chat}")
DAY = "2027-06-01"


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """A program that keeps what it is told, one line a call, and whether it sees the password."""
    program = tmp_path / "recorder.py"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys\ntold = json.load(sys.stdin)\n"
        "told['secret'] = os.environ.get('MOU_MAIL_PASSWORD')\n"
        f"open({str(tmp_path / 'calls')!r}, 'a').write(json.dumps(told) + '\\n')\n"
        "sys.stderr.write('first\\n\\x1b[31mlast word\\n\\n')\nsys.exit(int(*sys.argv[1:] or ['0']))\n"
    )
    program.chmod(0o755)
    return program


def calls(folder: Path) -> list[dict[str, object]]:
    """What the recorder was told."""
    file = folder / "calls"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def long() -> float:
    return time.monotonic() + 60


def test_what_a_command_is_told(recorder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON on standard input: recipient, subject, text, ids, urgent. The mail server's password is not for it."""
    monkeypatch.setenv("MOU_MAIL_PASSWORD", "s3cret")
    assert call(Channel((str(recorder),)), TOLD, long()) is None
    assert calls(tmp_path) == [
        {
            "recipient": "ani@example.org",
            "subject": "Sign by 30 Jun 2027: Suwon",
            "text": "Text\n市 \u0000",
            "ids": ["suwon"],
            "urgent": True,
            "secret": None,
        }
    ]


@pytest.mark.parametrize(
    ("command", "timeout", "why"),
    [
        (("{recorder}", "3"), 20, "exit status 3: \\x1b[31mlast word"),
        (("sh", "-c", "exit 4"), 20, "exit status 4"),
        (("sh", "-c", "kill -9 $$"), 20, "exit status -9"),
        (("/nowhere/at-all",), 20, "/nowhere/at-all: No such file or directory"),
        (("sh", "-c", "sleep 60"), 1, "it took longer than 1 s"),
        # It reads nothing, or leaves a child behind that holds its outputs open.
        (("sh", "-c", "exec <&-; exit 0"), 20, None),
        (("sh", "-c", "sleep 60 & exit 5"), 20, "exit status 5"),
    ],
)
def test_why_it_failed(recorder: Path, command: tuple[str, ...], timeout: int, why: str | None) -> None:
    """One line for a person, harmless to print; nobody waits longer than was said."""
    begun = time.monotonic()
    words = tuple(word.replace("{recorder}", str(recorder)) for word in command)
    told = call(Channel(words, timeout), Notification("a@b.org", "", "x" * 300_000, (), False), long())
    assert (ENGLISH(told) if told else None) == why
    assert time.monotonic() - begun < 10


def test_the_deadline_of_the_run_counts_too() -> None:
    """A channel is not called once the run's time is over, and cut off by it."""
    told = call(Channel(("sh", "-c", "sleep 60"), 20), TOLD, time.monotonic() + 1)
    assert told
    assert ENGLISH(told).startswith("it took longer than")
    none = call(Channel(("sh", "-c", "exit 1"), 20), TOLD, time.monotonic() - 1)
    assert none
    assert ENGLISH(none) == "the time for one run is over (`deadline`)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("channels = 1", "`channels` must be a table"),
        ("[channels]\nchat = 1", "`channels.chat` must be a table"),
        ("[channels.chat]", "`channels.chat.command` must be a list of texts"),
        ("[channels.chat]\ncommand = 'ntfy'", "`channels.chat.command` must be a list of texts"),
        ("[channels.chat]\ncommand = []", "`channels.chat.command` must be a list of texts"),
        ("[channels.chat]\ncommand = ['a', 1]", "`channels.chat.command` must be a list of texts"),
        ("[channels.chat]\ncommand = ['a']\nshell = true", "unknown key `channels.chat.shell`"),
        ("[channels.chat]\ncommand = ['a']\ntimeout = 0", "`channels.chat.timeout`: must be a number from 1 to 300"),
        ("[channel.chat]\ncommand = ['a']", "unknown key `channel`"),
    ],
)
def test_bad_settings(tmp_path: Path, text: str, said: str) -> None:
    """Named with the key, like all others."""
    file = tmp_path / "mou.toml"
    file.write_text(f"{text}\n")
    tmp_path.chmod(0o700)
    with pytest.raises(BadSettings) as caught:
        read_settings(file, {"MOU_MAIL_OUTBOX": "out"})
    assert ENGLISH(caught.value.message) == f"{file}: {said}"


def test_the_manual_is_true(recorder: Path, tmp_path: Path) -> None:
    """The channels of the page can be read, and their programs run with what they need beside a shell."""
    page = (ROOT / "docs" / "reminders.md").read_text("utf-8")
    file = tmp_path / "mou.toml"
    file.write_text(page.split("<!-- channels -->\n```toml\n")[1].split("```")[0], "utf-8")
    tmp_path.chmod(0o700)
    found = read_settings(file, {"MOU_MAIL_OUTBOX": "out"}).channels
    assert {name: one.timeout for name, one in found.items()} == {"chat": 20, "team": 30}
    for name, arguments in (("jq", "cat"), ("curl", f"{recorder}"), ("apprise", "cat >&2; exit 7")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{arguments}\n")
        (tmp_path / name).chmod(0o755)
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{tmp_path}{os.pathsep}{path}"
    try:
        told = {name: call(one, TOLD, long()) for name, one in found.items()}
    finally:
        os.environ["PATH"] = path
    assert told["chat"] is None
    assert [one["subject"] for one in calls(tmp_path)] == [TOLD.subject]
    assert told["team"]
    assert ENGLISH(told["team"]).startswith("exit status 7: {")


def test_a_program_of_others_is_not_run(recorder: Path, tmp_path: Path) -> None:
    """Who could write the program would run as whoever runs `mou`; a program that is not there fails when called."""
    tmp_path.chmod(0o700)
    file = tmp_path / "mou.toml"
    file.write_text("[channels.chat]\ncommand = ['./recorder.py', '3']\n[channels.gone]\ncommand = ['./gone']\n")
    found = read_settings(file, {"MOU_MAIL_OUTBOX": "out"}).channels
    assert found["chat"] == Channel((str(recorder), "3"))
    assert found["gone"].command == (str(tmp_path / "gone"),)
    recorder.chmod(0o777)
    with pytest.raises(UnsafeSettings):
        read_settings(file, {"MOU_MAIL_OUTBOX": "out"})


@pytest.fixture
def chatting(desk: Desk, recorder: Path) -> Desk:
    """A register whose Ani is told by chat besides."""
    desk.settings(outbox=desk.folder / "out")
    (desk.folder / "mou.toml").write_text(f"[channels.chat]\ncommand = ['{recorder}']\n")
    desk.write(register(record("suwon"), record("oslo", owner="budi"), record("kobe"), head=CHAT))
    desk.begin(DAY)
    return desk


def test_a_run_calls_channels_once(chatting: Desk) -> None:
    """Only of those whose mail was taken, in their words, once; a rehearsal and a look call nobody."""
    assert "to Ani <ani@example.org> · 2 reminders · also by chat" in chatting.remind(DAY, "--dry-run").out
    assert chatting.remind(DAY, "--to", "me@example.org").status == 0
    assert calls(chatting.folder) == []
    ran = chatting.remind(DAY)
    assert (ran.status, ran.out, ran.err) == (0, "2 mails sent, 3 reminders\n", "")
    (told,) = calls(chatting.folder)
    assert (told["recipient"], told["ids"], told["urgent"]) == ("ani@example.org", ["kobe", "suwon"], False)
    assert told["subject"] == "Sign by 30 Jun 2027: Kobe +1"
    assert "1. Kobe, MY – due for renewal" in str(told["text"]).split("\n")
    assert chatting.remind(DAY).out == ""
    assert len(calls(chatting.folder)) == 1
    chatting.remind("2027-06-16")
    assert [one["urgent"] for one in calls(chatting.folder)] == [False, True]


def test_a_channel_that_fails(chatting: Desk, recorder: Path) -> None:
    """The mails are out, the exit status is theirs; it is named on stderr, and by `--status` until it works."""
    settings = chatting.folder / "mou.toml"
    settings.write_text(f"[channels.chat]\ncommand = ['{recorder}', '3']\n")
    ran = chatting.remind(DAY)
    assert (ran.status, ran.out) == (0, "2 mails sent, 3 reminders\n")
    assert ran.err == ("channel chat did not reach ani@example.org, the mail did: exit status 3: \\x1b[31mlast word\n")
    assert "  channel chat: failed on 2027-06-01: exit status 3:" in chatting.remind(DAY, "--status").out
    assert chatting.remind(DAY).out == ""
    settings.write_text("")
    ran = chatting.remind("2027-06-16")
    assert (ran.status, ran.err.count("the settings have no [channels.chat]")) == (0, 1)
    settings.write_text(f"[channels.chat]\ncommand = ['{recorder}']\n")
    assert chatting.remind("2027-06-23").err == ""
    assert "channel" not in chatting.remind("2027-06-23", "--status").out


def test_mail_that_fails_calls_nobody(chatting: Desk) -> None:
    """A channel tells of a mail; where there is none, the next run tells of it."""
    (chatting.folder / "out").write_text("no folder")
    assert chatting.remind(DAY).status == 1
    assert calls(chatting.folder) == []
    os.unlink(chatting.folder / "out")
    assert chatting.remind(DAY).status == 0
    assert len(calls(chatting.folder)) == 1
