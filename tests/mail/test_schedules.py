"""The units and the crontab that run `mou remind`: systemd takes them, and what they run exists."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import click
import pytest

from mou_tracker.cli.main import Commands
from mou_tracker.language.wording import wording
from tests.conftest import ROOT, need

CRON = ROOT / "docs" / "cron"
UNITS = sorted(path.name for path in CRON.glob("mou-*"))


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """`systemd-analyze verify` has nothing to say of any of them, with a program where they look for one."""
    tool = need("systemd-analyze")
    assert [f"mou-remind{check}.{kind}" for check in ("-check", "") for kind in ("service", "timer")] == UNITS
    program = tmp_path / "mou"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name in UNITS:
        (tmp_path / name).write_text((CRON / name).read_text("utf-8").replace("/usr/local/bin/mou", str(program)))
    command = [tool, "verify", "--man=no", "--recursive-errors=no", *(str(tmp_path / name) for name in UNITS)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_timers_catch_up() -> None:
    """What was missed while the machine was off is run at once."""
    timers = [name for name in UNITS if name.endswith(".timer")]
    assert [("Persistent=true" in (CRON / name).read_text("utf-8").splitlines()) for name in timers] == [True, True]


def lines() -> list[str]:
    found = [
        line.partition("=")[2]
        for name in UNITS
        for line in (CRON / name).read_text("utf-8").splitlines()
        if line.startswith("ExecStart=")
    ]
    jobs = [
        line.split(maxsplit=6)[6] for line in (CRON / "crontab").read_text("utf-8").splitlines() if line[:1].isdigit()
    ]
    return found + [part.partition(">")[0] for job in jobs for part in job.split("||")]


@pytest.mark.parametrize("line", lines())
def test_what_is_run_exists(line: str) -> None:
    """Command and options of each line are parsed as the program would."""
    program, name, *arguments = shlex.split(line)
    group = Commands(wording("en"))
    root = click.Context(group, info_name="mou")
    command = group.get_command(root, name)
    assert program == "/usr/local/bin/mou"
    assert command
    command.make_context(name, arguments, parent=root)
