"""What CI promises: no test is skipped unseen, and nobody's machine is changed without a question."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SKIPPED = """
import pytest
from tests.conftest import need
def test_a(): need("no-such-tool")
@pytest.mark.skipif(True, reason="not today")
def test_b(): pass
@pytest.mark.xfail
def test_c(): assert False
def test_d(): pass
"""
WHOLE_MODULE = 'import pytest\npytest.skip("not here", allow_module_level=True)\n'
REFUSED = "no test may be skipped where CI is set. Skipped: "


@pytest.mark.parametrize(
    ("ci", "module", "lines"),
    [
        ("", SKIPPED, ["1 passed, 2 skipped, 1 xfailed"]),
        (
            "true",
            SKIPPED,
            [
                f"{REFUSED}not today",
                f"{REFUSED}this test needs no-such-tool: apt-get install no-such-tool",
                "1 failed, 1 passed, 1 xfailed, 1 error",
            ],
        ),
        ("true", WHOLE_MODULE, [f"{REFUSED}not here", "1 error"]),
    ],
)
def test_a_skip_is_an_error_in_ci(ci: str, module: str, lines: list[str], tmp_path: Path) -> None:
    """Its message names the missing tool; elsewhere it stays a skip, and an expected failure is none."""
    (tmp_path / "test_x.py").write_text(module, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-q", "."]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    said = [line.partition(" in ")[0] for line in ran.stdout.splitlines()]
    assert [line for line in said if line.startswith((REFUSED, "1 "))] == lines
    assert bool(ran.returncode) == bool(ci)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which there is no program but one that shows how apt-get would be called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("apt-get", "sudo"):
        (folder / name).write_text(f'#!/bin/bash\necho "{name} $*" >>"{tmp_path}/called"\n')
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


SYSTEM = ["/bin/bash", ROOT / ".ci" / "system"]
AS_ROOT = "" if os.geteuid() == 0 else "sudo "
NEEDED = "chromium strace git zsh fish tesseract-ocr tesseract-ocr-ind tesseract-ocr-eng systemd"
INSTALL = f"{AS_ROOT}apt-get install -y --no-install-recommends {NEEDED}"
CALLED = [f"{AS_ROOT}apt-get update -qq", f"{INSTALL} -qq"]


def called(folder: Path) -> list[str]:
    """How apt-get was called."""
    return (folder / "called").read_text().splitlines() if (folder / "called").exists() else []


def test_ci_installs_what_tests_need(bare: dict[str, str], tmp_path: Path) -> None:
    """Without a question: the machine is CI's own."""
    subprocess.run(
        ["/bin/bash", ROOT / ".ci" / "system"], env={**bare, "CI": "true"}, check=True, stdin=subprocess.DEVNULL
    )
    assert called(tmp_path) == CALLED


def test_nothing_is_installed_where_nobody_can_be_asked(bare: dict[str, str], tmp_path: Path) -> None:
    """Outside CI and without a terminal it says what to run, and stops."""
    ran = subprocess.run(
        ["/bin/bash", ROOT / ".ci" / "system"],
        env=bare,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr, called(tmp_path)) == (
        1,
        "",
        f"The tests need these programs, which are missing here: {NEEDED}\nInstall them and start again: {INSTALL}\n",
        [],
    )


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 1), ("", 1)])
def test_a_person_is_asked_first(answer: str, status: int, bare: dict[str, str], tmp_path: Path) -> None:
    """On a terminal; no answer is a no."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["/bin/bash", ROOT / ".ci" / "system"], env=bare, stdin=theirs, stderr=subprocess.PIPE
    ) as running:
        os.write(ours, f"{answer}\n".encode())
        said = running.communicate()[1].decode()
    os.close(ours)
    os.close(theirs)
    assert said.splitlines()[-1] == f"Run `{INSTALL}`? [y/N] "
    assert (running.returncode, called(tmp_path)) == (status, CALLED if status == 0 else [])


def test_the_lock_names_no_index() -> None:
    """It holds for everybody: hashes for every package, and no address of the machine where it was made."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    packages = [part for part in text.split("\n") if "==" in part]
    assert [part for part in packages if not part.endswith(" \\")] == []
    assert [line for line in text.splitlines() if "://" in line or line.startswith("-")] == []
