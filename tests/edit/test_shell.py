"""Completion in the shell, and the manual page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.register.scan import ids, record_slice
from tests.conftest import FROZEN, ROOT, Ran, need

Mou = Callable[..., Ran]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def complete(line: str, folder: Path) -> list[str]:
    """What is offered after a line, as bash asks."""
    words = {
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - (not line.endswith(" "))),
        "_MOU_COMPLETE": "bash_complete",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "mou_tracker"],
        cwd=folder,
        env={**ENVIRONMENT, **words},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""
    return [answer.partition(",")[2] for answer in ran.stdout.splitlines() if answer]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mou sta", ["status"]),
        ("mou show ", ["petaling-jaya-2015", "daegu"]),
        ("mou show d", ["daegu"]),
        ("mou status daegu ", ["petaling-jaya-2015"]),
        ("mou status --status lapsed,pend", ["lapsed,pending-dprd"]),
        ("mou step daegu dep", ["deposit"]),
        ("mou step daegu signing --outcome a", ["approved"]),
        ("mou done petaling-jaya-2015 ", ["1", "2"]),
        ("mou close daegu --how ", ["terminated", "replaced", "completed", "abandoned"]),
        ("mou decide daegu ", ["renew", "lapse"]),
        ("mou edit d", ["daegu"]),
        ("mou attach pet", ["petaling-jaya-2015"]),
        ("mou promises --state ov", ["overdue"]),
        ("mou sign daegu --renewal au", ["automatic"]),
        ("mou snooze d", ["daegu"]),
        ("mou snooze daegu --what ", ["end", "approval", "promises"]),
        ("mou show -r nowhere.yaml ", []),
        ("mou completion ", ["bash", "zsh", "fish"]),
    ],
)
def test_the_shell_completes(office: Path, line: str, offered: list[str]) -> None:
    """Commands, ids, steps, statuses, promises and choices; nothing, and no message, where there is no register."""
    assert complete(line, office.parent) == offered


def test_completion_is_quick_on_a_large_register(office: Path) -> None:
    """5,000 records cost no more than a moment over the start of the program: they are scanned, not read."""
    text = "agreements:\n" + "".join(
        f"  - id: a-{n}\n    title: T\n    partner: {{name: X, country: MY}}\n    kind: ksdpl\n    instrument: mou\n"
        for n in range(5000)
    )
    office.write_text(text, "utf-8")
    started = time.process_time()
    list(ids(text))
    assert record_slice(text, "a-4999") is not None
    assert time.process_time() - started < 0.5
    assert complete("mou show a-499", office.parent)[:2] == ["a-499", "a-4990"]


def test_a_scan_finds_what_a_read_finds() -> None:
    """On the register of Bandung, in any layout: all ids, and each record alone reads as it does in the whole."""
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.register.read import read_book

    text = FROZEN.read_text("utf-8")
    book = read_book([("", text.encode())], ShippedProcedures())
    assert list(ids(text)) == [one.id for one in book.agreements]
    for one in book.agreements:
        part = record_slice(text, one.id)
        assert part is not None
        assert read_book([("", part.encode())], ShippedProcedures()).agreements == (one,)
    assert list(ids('{"agreements": [{"id": "a"}, {"id": "b", "title": "x"}]}')) == ["a", "b"]
    assert list(ids("agreements:\n-\n  title: x\n  id: 'c' # d\n- {title: x, id: e}\n")) == ["c", "e"]


@pytest.mark.parametrize(
    "text",
    [
        '{"agreements": [{"id": "a"}]}\n',
        "agreements: [{id: a}]\n",
        "agreements: [{title: x,\n  id: a}]\n",
        "agreements:\n  id: a\n",
        "agreements:\n- id: b\n",
    ],
)
def test_a_record_that_has_no_lines_of_its_own_is_not_cut_out(text: str) -> None:
    """Then all is read."""
    assert record_slice(text, "a") is None


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_its_script(mou: Mou, shell: str) -> None:
    """The script is printed, and that shell finds no mistake in it."""
    ran = mou("completion", shell)
    assert (ran.status, ran.err, "_MOU_COMPLETE" in ran.out) == (0, "", True)
    anywhere = {**os.environ, "LC_ALL": "C"}  # bash warns of a locale that the machine does not have
    command = [need(shell), "-n"]
    parsed = subprocess.run(command, input=ran.out, env=anywhere, capture_output=True, text=True, check=False)
    assert (parsed.returncode, parsed.stdout, parsed.stderr) == (0, "", "")


def test_a_script_is_printed_without_its_shell(mou: Mou, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever packages the program need not have all shells."""
    with_shells = [mou("completion", shell) for shell in ("bash", "zsh", "fish")]
    monkeypatch.setenv("PATH", "")
    assert [mou("completion", shell) for shell in ("bash", "zsh", "fish")] == with_shells


def test_bash_completes_with_the_script(office: Path, mou: Mou, tmp_path: Path) -> None:
    """Sourced in a real bash, the function offers the ids."""
    bash = need("bash")
    (tmp_path / "mou").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mou_tracker "$@"\n')
    (tmp_path / "mou").chmod(0o755)
    (tmp_path / "script").write_text(mou("completion", "bash").out)
    program = (
        "source script; COMP_WORDS=(mou show d); COMP_CWORD=2; _mou_completion mou; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    path = {**ENVIRONMENT, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    ran = subprocess.run([bash, "-c", program], cwd=office.parent, env=path, capture_output=True, text=True, check=True)
    assert ran.stdout == "daegu\n"


def test_the_manual_page_is_made_from_the_help() -> None:
    """`python tools/man_page.py` makes it anew."""
    ran = subprocess.run([sys.executable, ROOT / "tools" / "man_page.py", "--check"], env=ENVIRONMENT, check=False)
    assert ran.returncode == 0
