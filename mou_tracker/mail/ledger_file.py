"""The ledger's file: made once, whole or not at all, and checked each time before anything is sent."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from mou_tracker.basics.phrases import phrase
from mou_tracker.mail.ledger import Ledger
from mou_tracker.mail.ledger_place import Unusable, check_folder, check_place, unusable
from mou_tracker.reminders.due import Reminder

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
    import tempfile  # with what it brings it takes 3 ms; a run that only looks at a ledger needs none of it

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
    import secrets

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
        import tempfile
        from shutil import copyfile

        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            for ending in ("", "-journal"):
                copyfile(f"{path}{ending}", f"{copy}{ending}")
            with _checked(copy, "rw") as database:
                yield Ledger(database, now)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns what SQLite says of a failing disk into Unusable."""
    try:
        yield
    except sqlite3.Error as error:
        raise unusable(path, str(error)) from None


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


@contextmanager
def in_memory(now: Callable[[], datetime]) -> Iterator[Ledger]:
    """A ledger that leaves nothing behind, for rehearsing years."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
        database.execute("INSERT INTO meta VALUES ('installation', 'memory'), ('begun', ?)", (now().isoformat(),))
        yield Ledger(database, now)
    finally:
        database.close()
