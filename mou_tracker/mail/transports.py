"""The ways a mail can go: a server, a sendmail program, or a folder of .eml files."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import phrase
from mou_tracker.mail.message import CannotSend, Mail, Reply, Send
from mou_tracker.mail.settings import Settings
from mou_tracker.register.output import put_in_place

# sysexits.h: what a sendmail program says. Only "no such user" is about the address; all else may pass.
_NO_USER = 67
_PATIENCE = 600.0


def transport(settings: Settings, until: float) -> AbstractContextManager[Send]:
    """The way that the settings name, not opened yet; it closes itself at the monotonic time `until`."""
    return TRANSPORTS[settings.transport](settings, until)


def _smtp(settings: Settings, until: float) -> AbstractContextManager[Send]:
    from mou_tracker.mail.smtp import smtp

    return smtp(settings, until)


def _sendmail(settings: Settings, until: float) -> AbstractContextManager[Send]:
    assert settings.sendmail is not None
    return sendmail(settings.sendmail, min(settings.timeout or _PATIENCE, _PATIENCE), until)


def _outbox(settings: Settings, _: float) -> AbstractContextManager[Send]:
    assert settings.outbox is not None
    return outbox(settings.outbox)


# THE table of ways. The key by which the settings choose each stands in `settings.OWN_KEYS`.
TRANSPORTS: Mapping[str, Callable[[Settings, float], AbstractContextManager[Send]]] = {
    "smtp": _smtp,
    "sendmail": _sendmail,
    "outbox": _outbox,
}


@contextmanager
def sendmail(program: Path, patience: float, until: float) -> Iterator[Send]:
    """A sendmail program. Raises CannotSend where it cannot be run."""
    if not os.access(program, os.X_OK) or not program.is_file():
        raise CannotSend(phrase("{path} cannot be run", path=str(program)))

    def send(mail: Mail) -> Reply:
        command = [str(program), "-i", "-f", mail.sender, "--", mail.recipient]
        try:
            limit = max(0.1, min(patience, until - time.monotonic()))
            done = subprocess.run(
                command, input=mail.content.replace(b"\r\n", b"\n"), capture_output=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return Reply("unknown", None, "timed out")
        except OSError as error:
            return Reply("deferred", None, error.strerror or "")
        said = escape_text(" ".join(done.stderr.decode("utf-8", "replace").split()))[:500]
        if done.returncode == 0:
            return Reply("sent", 0, said)
        # Killed: it may have handed the mail on before.
        if done.returncode < 0:
            return Reply("unknown", done.returncode, said)
        return Reply("refused" if done.returncode == _NO_USER else "deferred", done.returncode, said)

    yield send


@contextmanager
def outbox(folder: Path) -> Iterator[Send]:
    """A folder into which each mail is written whole or not at all; a repeat has the same name. Raises CannotSend."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotSend(phrase("{path}: {why}", path=str(folder), why=error.strerror or str(error))) from None

    def send(mail: Mail) -> Reply:
        name = re.sub(r"[^A-Za-z0-9.-]", "", mail.id.partition("@")[0]) + ".eml"
        try:
            put_in_place(folder / name, (mail.content,))
        except OSError as error:
            return Reply("deferred", None, error.strerror or str(error))
        return Reply("sent", None, name)

    yield send
