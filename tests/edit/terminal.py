"""A person at a real terminal: waits for each question, types, and sees all that stands on the screen."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.conftest import ROOT

PATIENCE = 15.0  # seconds; a slow machine is no failure
CTRL_C, CTRL_D = "\x03", "\x04"


def at_a_terminal(
    folder: Path,
    arguments: Sequence[str],
    answers: Sequence[tuple[str, str]],
    language: str = "en",
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run the program in a folder. Each answer is typed when its question stands on the screen, with Enter after it.

    Gives the exit status and the screen, with plain line ends. A question that never comes fails with the screen.
    """
    here, there = pty.openpty()
    # Whoever opens a terminal as the first of a session gets its Ctrl-C.
    program = ["sh", "-c", 'exec "$0" "$@" <"$SCREEN" >"$SCREEN" 2>&1', sys.executable, "-m", "mou_tracker", *arguments]
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TERM": "dumb",
        "LC_ALL": "id_ID.UTF-8" if language == "id" else "en_US.UTF-8",
        "SCREEN": os.ttyname(there),
        **(environment or {}),
    }
    with subprocess.Popen(program, cwd=folder, env=surroundings, stdin=there, start_new_session=True) as ran:
        os.close(there)
        try:
            screen, seen = "", 0
            for question, answer in answers:
                while question not in screen[seen:]:
                    part = _more(here, screen)
                    assert part, f"no {question!r} on the screen:\n{screen}"
                    screen = _plain(screen + part)
                seen = screen.index(question, seen) + len(question)
                if answer == CTRL_C:
                    time.sleep(0.2)  # Python misses a signal between printing a question and waiting for the answer
                os.write(here, (answer if answer in (CTRL_C, CTRL_D) else f"{answer}\n").encode())
            while part := _more(here, screen):
                screen = _plain(screen + part)
            return ran.wait(PATIENCE), screen
        finally:
            ran.kill()
            os.close(here)


def _plain(screen: str) -> str:
    """The screen with plain line ends, which may come in two parts."""
    return screen.replace("\r\n", "\n")


def _more(here: int, screen: str) -> str:
    """What comes next; nothing once the program has ended."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([here], [], [], 1.0)[0]:
            try:
                return os.read(here, 65536).decode(errors="replace")
            except OSError:  # Linux says so when the other end is closed
                return ""
    raise AssertionError(f"the program waits for an answer:\n{screen}")
