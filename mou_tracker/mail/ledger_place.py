"""Where the ledger lies, whether that place is safe, and the lock that lets one run work at a time."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mou_tracker import rights
from mou_tracker.agreement.register import Identity
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.register.files import named_file, own_folder

NAME = "ledger.sqlite"
_LONGEST_NAME = 150


class Unusable(Exception):
    """The ledger cannot be used; nothing was sent and nothing in it was changed. Says why, and what to do."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


class Missing(Unusable):
    """There is no ledger where one is looked for."""


class Foreign(Unusable):
    """The ledger is that of another register."""


class Busy(Exception):
    """Another run holds the ledger, since so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def state_folder(environment: Mapping[str, str], home: Path | None) -> Path:
    """Where the ledgers of this user lie. Raises Unusable where there is no home folder and none is named."""
    found = own_folder(environment, "XDG_STATE_HOME", home, os.path.join(".local", "state"))
    if found is None:
        hint = phrase("set HOME, or XDG_STATE_HOME to a folder that stays")
        raise Unusable(phrase("it is not known where your home folder is"), hint)
    return found


def named_ledger(given: str | None, environment: Mapping[str, str]) -> Path | None:
    """The file that `--ledger` or `MOU_LEDGER` names; in a folder that is named, the file of the usual name."""
    return named_file(given, environment, "MOU_LEDGER", NAME)


def may_remember(environment: Mapping[str, str], home: Path | None) -> bool:
    """Whether there can be a ledger at all where none is given."""
    named = named_ledger(None, environment)
    try:
        return named.exists() if named else state_folder(environment, home).is_dir()
    except Unusable:
        return False


def usual_ledger(state: Path, register: Identity) -> Path:
    """The file of a register where none is named: in a folder of its own, called after it."""
    from urllib.parse import quote

    name = quote(register.name, safe="")
    if len(name) > _LONGEST_NAME:
        from hashlib import sha256  # brings OpenSSL, which is slow to load

        name = f"{name[:_LONGEST_NAME]}-{sha256(register.name.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    return state / name / NAME


def missing(path: Path) -> Missing:
    """What to say where there is no ledger: a new one made without a word would repeat everything, daily."""
    hint = phrase(
        "if this is the first run: mou remind --init. If the register was moved or renamed: mou remind --adopt. Else "
        "point to the ledger with --ledger or MOU_LEDGER (a wrong HOME in cron looks just like this), or restore it "
        "from a backup"
    )
    return Missing(phrase("there is no ledger at {path}", path=str(path)), hint)


def foreign(path: Path, owner: Identity, register: Identity) -> Foreign:
    """What to say where a ledger is that of another register: its reminders would count as told here."""
    text = phrase(
        "the ledger {path} is that of the register {owner}, and this is {register}",
        path=str(path),
        owner=str(owner),
        register=str(register),
    )
    hint = phrase(
        "if that register was moved here or renamed: mou remind --adopt; else leave --ledger and MOU_LEDGER out"
    )
    return Foreign(text, hint)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each closed to others whatever the umask. Raises OSError."""
    missing_ones = []
    while not folder.exists():
        missing_ones.append(folder)
        folder = folder.parent
    for one in reversed(missing_ones):
        one.mkdir(mode=0o700, exist_ok=True)


def check_folder(folder: Path) -> None:
    """Refuse a folder in which others could replace the ledger. Raises Unusable, or OSError where it cannot be seen."""
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise Unusable(phrase("{path} is no folder", path=str(folder)))
    if rights.others_may_write(found):
        hint = phrase("give it to yourself and close it: chmod go-w {path}", path=str(folder))
        raise Unusable(phrase("others may write in the ledger's folder {path}", path=str(folder)), hint)


def check_place(path: Path) -> None:
    """Refuse a ledger that is not an ordinary file of ours alone. Raises Unusable; Missing where there is none."""
    try:
        check_folder(path.parent)
        found = path.lstat()
    except FileNotFoundError:
        raise missing(path) from None
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from None
    if stat.S_ISLNK(found.st_mode):
        hint = phrase("name the file itself with --ledger, or move it here")
        raise Unusable(phrase("the ledger {path} is a symbolic link", path=str(path)), hint)
    if not stat.S_ISREG(found.st_mode):
        raise Unusable(phrase("the ledger {path} is no ordinary file", path=str(path)))
    if not rights.ours_alone(found):
        hint = phrase("run as its owner and close it to others: chmod 600 {path}", path=str(path))
        raise Unusable(phrase("the ledger {path} is not yours alone", path=str(path)), hint)


def unusable(path: Path, why: str) -> Unusable:
    """The world's own word for what is wrong with the ledger."""
    hint = phrase("nothing was sent; see to the disk and its rights, then run again")
    return Unusable(phrase("the ledger {path} cannot be used: {why}", path=str(path), why=why), hint)


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the ledger for this process; the lock falls with it, so that none is left behind by a kill.

    Raises Busy where another run holds it, Unusable where it cannot be locked.
    """
    from filelock import FileLock, Timeout  # loads slowly; a run that only looks needs no lock

    check_place(path)
    name = f"{path}.lock"
    held = FileLock(name, timeout=0, mode=0o600, fallback_to_soft=False)
    try:
        held.acquire()
    except Timeout:
        raise Busy(_age(name)) from None
    except OSError as error:
        raise unusable(Path(name), error.strerror or str(error)) from None
    try:
        _say_since(Path(name))
        yield
    finally:
        held.release()


def _say_since(path: Path) -> None:
    """Write into the lock's file since when it is held.

    Not into its first byte, which Windows lets nobody else read while that is locked.
    """
    try:
        with open(path, "r+b", buffering=0) as file:
            file.truncate(0)
            file.write(b"\n%d\n" % time.time())
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from None


def _age(name: str) -> float:
    """Seconds since the run that holds the lock began; 0 where it has not said so yet."""
    try:
        with open(name, "rb", buffering=0) as file:
            file.seek(1)
            written = file.read(32)
    except OSError:
        return 0.0
    return max(0.0, time.time() - int(written)) if written.strip().isdigit() else 0.0
