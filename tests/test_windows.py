"""Nothing needs what only POSIX systems have: all of it is taken away and every command still works."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mou_tracker.cli.main import COMMANDS
from tests.conftest import FROZEN, ROOT

PACKAGE = ROOT / "mou_tracker"
MODULES = {"fcntl", "grp", "posix", "pwd", "pty", "resource", "signal", "syslog", "termios", "tty"}
# What `os` has on Linux and not on Windows (Python's own documentation, "Availability: Unix"), as far as it matters.
NAMES = {
    "O_CLOEXEC",
    "O_DIRECTORY",
    "O_NOCTTY",
    "O_NOFOLLOW",
    "O_NONBLOCK",
    "O_SYNC",
    "chown",
    "chroot",
    "fchmod",
    "fchown",
    "fork",
    "forkpty",
    "getegid",
    "geteuid",
    "getgid",
    "getgroups",
    "getpgid",
    "getresuid",
    "getsid",
    "getuid",
    "initgroups",
    "killpg",
    "lchown",
    "mkfifo",
    "mknod",
    "nice",
    "openpty",
    "posix_fallocate",
    "posix_spawn",
    "pread",
    "preadv",
    "pwrite",
    "pwritev",
    "register_at_fork",
    "sched_getaffinity",
    "sched_yield",
    "setegid",
    "seteuid",
    "setgid",
    "setgroups",
    "setpgid",
    "setsid",
    "setuid",
    "statvfs",
    "sync",
    "sysconf",
    "tcgetpgrp",
    "uname",
    "wait",
    "wait3",
    "wait4",
}
# What stands there asks first whether the system has it.
AT_HOME = {"rights.py": NAMES | {"fcntl", "signal"}, "output.py": {"chown"}, "child.py": {"resource"}}

# Libraries may use what their system has; our own modules may not. `os` is bare for all, so that a call that comes by
# way of another module is noticed too.
WITHOUT = f"""
import builtins, os, shutil, sqlite3, subprocess, sys, tempfile, filelock
import asyncio, random, uuid, zoneinfo
whole = builtins.__import__
def without(name, globals=None, locals=None, fromlist=(), level=0):
    asking = (globals or {{}}).get("__name__") or ""
    if asking.startswith("mou_tracker") and name.partition(".")[0] in {sorted(MODULES)!r}:
        raise ImportError("there is no " + name + " on Windows")
    return whole(name, globals, locals, fromlist, level)
builtins.__import__ = without
class Bare:
    def __getattribute__(self, name):
        if name in {sorted(NAMES)!r}:
            raise AttributeError("os has no " + name + " on Windows")
        return getattr(os, name)
    def __setattr__(self, name, value):
        setattr(os, name, value)
import mou_tracker
bare = Bare()
def import_(name, globals=None, locals=None, fromlist=(), level=0):
    found = without(name, globals, locals, fromlist, level)
    asking = (globals or {{}}).get("__name__") or ""
    return bare if name == "os" and asking.startswith("mou_tracker") else found
builtins.__import__ = import_
sys.argv = ["mou", *sys.argv[1:]]
from mou_tracker.cli.main import run
run()
"""


def uses(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and name of everything that only POSIX has; with `getattr` and a default it may be asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name.partition(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os" and node.attr in NAMES:
            yield node.lineno, f"os.{node.attr}"


def test_what_only_posix_has_stays_in_one_module() -> None:
    """Whatever needs it asks that module, which knows what to do elsewhere."""
    found = [
        f"{path.relative_to(PACKAGE)}:{line} {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, name in uses(ast.parse(path.read_text("utf-8")))
        if name.removeprefix("os.") not in AT_HOME.get(path.name, set())
    ]
    assert found == []


class Office:
    """A folder with a register, in which `mou` runs as it would on Windows."""

    def __init__(self, folder: Path, ending: str, encoding: str) -> None:
        self.folder, self.encoding = folder, encoding
        register = FROZEN.read_text("utf-8").replace("\n", ending)
        (folder / "agreements.yaml").write_bytes(register.encode())
        (folder / "without.py").write_text(WITHOUT, "utf-8")

    def run(self, *arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MOU_", "LC_"))}
        environment |= {"PYTHONIOENCODING": self.encoding, "MOU_DEBUG": "1", "MOU_LEDGER": "state/ledger.sqlite"}
        environment |= {"MOU_MAIL_OUTBOX": "outbox", "MOU_MAIL_FROM": "mou@example.org", "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(
            [sys.executable, "without.py", *arguments],
            cwd=self.folder,
            env=environment,
            input=(stdin or "").encode(),
            capture_output=True,
            check=False,
        )
        return ran.returncode, ran.stdout.decode(self.encoding), ran.stderr.decode(self.encoding)


DAY = ("--as-of", "2026-11-21")
SIGN = ("--on", "2026-11-20", "--term", "5 years")
RUNS = {
    "status": ("status", "--all", *DAY),
    "show": ("show", "petaling-jaya-2015", *DAY),
    "agenda": ("agenda", "--days", "365", *DAY),
    "plan": ("plan", "melbourne-2024", *DAY),
    "timeline": ("timeline", *DAY),
    "calendar": ("calendar", "-o", "mou.ics", *DAY),
    "report": ("report", "-o", "report.html", *DAY),
    "check": ("check", "agreements.yaml", "--output", "sarif:mou.sarif"),
    "schema": ("schema",),
    "done": ("close", "petaling-jaya-2015", "--on", "2020-11-27", "--how", "completed"),
    "init": ("remind", "--init"),
    "dry-run": ("remind", "--dry-run"),
    "remind": ("remind",),
    "remind --status": ("remind", "--status"),
    "new register": (
        "init",
        "other.yaml",
        "--name",
        "Contoh",
        "--office",
        "Kerja Sama",
        "--email",
        "office@example.org",
    ),
}


@pytest.mark.parametrize(
    ("encoding", "ending", "language"), [("utf-8", "\n", "id"), ("cp1252", "\r\n", "en"), ("cp437", "\r\n", "id")]
)
def test_every_kind_of_command_works(encoding: str, ending: str, language: str, tmp_path: Path) -> None:
    """In order, on one register, with both languages, the code pages of Windows, and its ends of lines."""
    tmp_path.chmod(0o700)
    office = Office(tmp_path, ending, encoding)
    said = {name: office.run("--lang", language, *arguments) for name, arguments in RUNS.items()}
    assert {name: (status, err) for name, (status, _, err) in said.items() if "Traceback" in err or status == 2} == {}
    assert sorted(path.name for path in (tmp_path / "outbox").iterdir()) != []
    register = (tmp_path / "agreements.yaml").read_bytes()
    assert register.count(b"\r") == (register.count(b"\n") if ending == "\r\n" else 0)
    assert b"how: completed" in register


def test_the_table_of_runs_is_of_commands_that_there_are() -> None:
    """A renamed command must not leave this test running nothing."""
    assert {arguments[0] for arguments in RUNS.values()} <= set(COMMANDS)
