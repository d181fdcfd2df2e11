"""The editor of the person at the terminal: which one it is, and running it on a file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase

USUAL = ("sensible-editor", "nano", "vi")
_NAMED = phrase("VISUAL or EDITOR names one, as EDITOR=nano")


def editor(environment: Mapping[str, str], terminal: bool) -> list[str]:
    """The command of the editor: `VISUAL`, `EDITOR`, or one that is there; a Failure where there is none.

    Without a terminal only one that was named is run.
    """
    named = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if named:
        return _words(named)
    if not terminal:
        raise Failure(phrase("there is no terminal for an editor"), _NAMED)
    usual = ("notepad",) if os.name == "nt" else USUAL
    found = next(filter(shutil.which, usual), None)
    if found is None:
        raise Failure(phrase("no editor was found"), _NAMED)
    return [found]


def _words(named: str) -> list[str]:
    """A command as it was named: a program whose path has spaces, or one with its options."""
    if shutil.which(named):
        return [named]
    try:
        return [word.strip('"') for word in shlex.split(named, posix=False)] if os.name == "nt" else shlex.split(named)
    except ValueError:
        raise Failure(phrase("{command} is no command for an editor", command=repr(named)), _NAMED) from None


def edit_file(command: list[str], path: Path) -> int:
    """Run an editor on a file until it is closed; gives its exit status. A Failure where it cannot be started.

    Ctrl-C meant for the editor does not end this program, which has to keep the text.
    """
    try:
        with subprocess.Popen([*command, str(path)]) as ran:
            while True:
                with suppress(KeyboardInterrupt):
                    return ran.wait()
    except OSError as error:
        why = error.strerror or str(error)
        text = phrase("the editor {command} cannot be started: {why}", command=repr(command[0]), why=why)
        raise Failure(text, _NAMED) from None
