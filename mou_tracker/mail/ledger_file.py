"""Where the ledger lies, whether that place is safe, and the lock that lets one run work at a time."""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile
from urllib.parse import quote

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.mail.ledger import Ledger
from mou_tracker.reminders.due import Reminder

NAME = "ledger.sqlite"


class Unusable(Exception):
    """The ledger cannot be used; nothing was sent and nothing in it was changed. Says why, and what to do."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


class Missing(Unusable):
    """There is no ledger where one is looked for."""


class Busy(Exception):
    """Another run holds the ledger, since so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def ledger_path(given: str | None, environment: Mapping[str, str], home: Path) -> Path:
    """The ledger's file: the one given, `MOU_LEDGER`, or that of the state folder (XDG base directories)."""
    named = given or environment.get("MOU_LEDGER")
    if named:
        return Path(named) / NAME if Path(named).is_dir() else Path(named)
    state = environment.get("XDG_STATE_HOME", "")
    # The standard says that a relative path is to be ignored.
    return (Path(state) if os.path.isabs(state) else home / ".local" / "state") / "mou" / NAME


def missing(path: Path) -> Missing:
    """What to say where there is no ledger: a new one made without a word would repeat everything, daily."""
    hint = phrase(
        "if this is the first run: mou remind --init. Else point to the ledger with --ledger or MOU_LEDGER (a wrong "
        "HOME in cron looks just like this), or restore it from a backup"
    )
    return Missing(phrase("there is no ledger at {path}", path=str(path)), hint)


def check_folder(folder: Path) -> None:
    """Refuse a folder in which others could replace the ledger. Raises Unusable, or OSError where it cannot be seen."""
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise Unusable(phrase("{path} is no folder", path=str(folder)))
    if found.st_mode & 0o022 or found.st_uid not in (os.geteuid(), 0):
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
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
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
    check_place(path)
    name = f"{path}.lock"
    try:
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise unusable(Path(name), error.strerror or str(error)) from None
    try:
        _hold(handle, Path(name))
        yield
    finally:
        os.close(handle)


def _hold(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Busy(_age(os.pread(handle, 32, 0))) from None
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from None
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, b"%d\n" % time.time(), 0)
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from None


def _age(written: bytes) -> float:
    """Seconds since the run that holds the lock began; 0 where it has not said so yet."""
    return max(0.0, time.time() - int(written)) if written.strip().isdigit() else 0.0


# "mou1": tells a ledger from any other SQLite file (https://www.sqlite.org/pragma.html#pragma_application_id).
APPLICATION, SCHEMA = 0x6D6F7531, 1
_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE run (id INTEGER PRIMARY KEY, day TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, state TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '');
CREATE TABLE message (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  first TEXT NOT NULL, last TEXT NOT NULL, day TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL DEFAULT '',
  text_sha256 TEXT NOT NULL, run INTEGER NOT NULL, doubtful INTEGER NOT NULL DEFAULT 0);
CREATE TABLE reminder (agreement TEXT NOT NULL, milestone TEXT NOT NULL, date TEXT NOT NULL, step TEXT NOT NULL,
  recipient TEXT NOT NULL, step_day TEXT NOT NULL, passed TEXT NOT NULL, message TEXT NOT NULL REFERENCES message(id),
  PRIMARY KEY (agreement, milestone, date, step, recipient)) WITHOUT ROWID;
CREATE INDEX reminder_message ON reminder (message);
CREATE TABLE trouble (recipient TEXT PRIMARY KEY, since TEXT NOT NULL, reply TEXT NOT NULL);
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {SCHEMA};
"""


def create(path: Path, now: Callable[[], datetime], assumed: Sequence[Reminder], day: date) -> None:
    """Make a new ledger in which some reminders count as told; its folder too where there is none. Raises Unusable."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_folder(path.parent)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from None
    try:
        _fill(Path(draft), now, assumed, day)
        os.link(draft, path)  # unlike a rename this never replaces a ledger
    except FileExistsError:
        hint = phrase("a ledger begins once; mou remind goes on with it")
        raise Unusable(phrase("there is a ledger at {path} already", path=str(path)), hint) from None
    except (sqlite3.Error, OSError) as error:
        raise unusable(path, str(error)) from None
    finally:
        with suppress(OSError):
            os.unlink(draft)


def _fill(path: Path, now: Callable[[], datetime], assumed: Sequence[Reminder], day: date) -> None:
    database = _connect(path, "rw")
    try:
        database.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
        database.execute(
            "INSERT INTO meta VALUES ('installation', ?), ('begun', ?)",
            (secrets.token_hex(16), now().isoformat(timespec="seconds")),
        )
        Ledger(database, now).assume(assumed, day)
    finally:
        database.close()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    database = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)
    if mode == "rw":
        # A rollback journal leaves one file; EXTRA syncs the folder too once it is gone (sqlite.org/pragma.html).
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA synchronous = EXTRA")
    return database


@contextmanager
def opened(path: Path, now: Callable[[], datetime], write: bool = True) -> Iterator[Ledger]:
    """An existing ledger, checked. Raises Missing or Unusable; nothing in it is changed by opening it to read."""
    check_place(path)
    if write:
        with _checked(path, "rw") as database:
            yield Ledger(database, now)
        return
    try:
        with _checked(path, "ro") as database:
            yield Ledger(database, now)
    except _Journal:
        # A killed run left a journal that only a writer may play back: that is done on a copy.
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            for ending in ("", "-journal"):
                copyfile(f"{path}{ending}", f"{copy}{ending}")
            with _checked(copy, "rw") as database:
                yield Ledger(database, now)


class _Journal(Exception):
    """The ledger can be read only after its journal is played back."""


@contextmanager
def _checked(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    database = None
    try:
        database = _connect(path, mode)
        _check(database, path)
    except sqlite3.Error as error:
        if database:
            database.close()
        if mode == "ro" and error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise _Journal from None
        raise _damaged(path, error) from None
    try:
        yield database
    finally:
        database.close()


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no ledger, one of a newer version, and a damaged one."""
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    hint = phrase("move it away and restore a backup, or begin anew: mou remind --init")
    if application != APPLICATION:
        raise Unusable(phrase("{path} is no ledger", path=str(path)), hint)
    if version > SCHEMA:
        newer = phrase("update mou; the ledger was not touched")
        raise Unusable(phrase("the ledger {path} comes from a newer mou", path=str(path)), newer)
    if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise Unusable(phrase("the ledger {path} is damaged", path=str(path)), hint)


def _damaged(path: Path, error: sqlite3.Error) -> Unusable:
    if getattr(error, "sqlite_errorname", "") in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
        hint = phrase("move it away and restore a backup, or begin anew: mou remind --init")
        return Unusable(phrase("the ledger {path} is damaged", path=str(path)), hint)
    return unusable(path, str(error))
