"""The ledger's file: made once, whole or not at all, and checked each time before anything is sent."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from mou_tracker.agreement.register import Identity
from mou_tracker.basics.phrases import phrase
from mou_tracker.mail.ledger import Ledger
from mou_tracker.mail.ledger_place import (
    NAME,
    Unusable,
    check_folder,
    check_place,
    foreign,
    make_folder,
    unusable,
    usual_ledger,
)
from mou_tracker.reminders.due import Reminder

# "mou1": tells a ledger from any other SQLite file (https://www.sqlite.org/pragma.html#pragma_application_id).
APPLICATION, SCHEMA = 0x6D6F7531, 2
# The SEQUENCE of each event that a mail's calendar told, by UID, and the day that the event had then.
_SEQUENCES = (
    "CREATE TABLE IF NOT EXISTS sequences (uid TEXT PRIMARY KEY, sequence INTEGER NOT NULL, day TEXT NOT NULL) "
    "WITHOUT ROWID"
)
_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE run (id INTEGER PRIMARY KEY, day TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, state TEXT NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '');
CREATE TABLE message (id TEXT PRIMARY KEY, recipient TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  first TEXT NOT NULL, last TEXT NOT NULL, day TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL DEFAULT '',
  text_sha256 TEXT NOT NULL, run INTEGER NOT NULL, doubtful INTEGER NOT NULL DEFAULT 0,
  unanswered TEXT NOT NULL DEFAULT '');
CREATE TABLE reminder (agreement TEXT NOT NULL, milestone TEXT NOT NULL, date TEXT NOT NULL, step TEXT NOT NULL,
  recipient TEXT NOT NULL, step_day TEXT NOT NULL, passed TEXT NOT NULL, message TEXT NOT NULL REFERENCES message(id),
  PRIMARY KEY (agreement, milestone, date, step, recipient)) WITHOUT ROWID;
CREATE INDEX reminder_message ON reminder (message);
CREATE TABLE trouble (recipient TEXT PRIMARY KEY, since TEXT NOT NULL, reply TEXT NOT NULL);
{_SEQUENCES};
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {SCHEMA};
"""
# What a ledger of an earlier schema lacks, by the schema that it has. Version 0.1 wrote schema 1.
_STEPS = {
    1: f"""
{_SEQUENCES};
ALTER TABLE message ADD COLUMN unanswered TEXT NOT NULL DEFAULT '';
UPDATE message SET unanswered = day WHERE state = 'intent';
PRAGMA user_version = 2;
"""
}


def create(
    path: Path,
    now: Callable[[], datetime],
    assumed: Sequence[Reminder],
    day: date,
    register: Identity | None = None,
) -> None:
    """Make a new ledger in which some reminders count as told; its folder too where there is none. Raises Unusable."""
    import tempfile  # with what it brings it takes 3 ms; a run that only looks at a ledger needs none of it

    try:
        make_folder(path.parent)
        check_folder(path.parent)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from None
    try:
        _fill(Path(draft), now, assumed, day, register)
        os.link(draft, path)  # unlike a rename this never replaces a ledger
    except FileExistsError:
        hint = phrase("a ledger begins once; mou remind goes on with it")
        raise Unusable(phrase("there is a ledger at {path} already", path=str(path)), hint) from None
    except (sqlite3.Error, OSError) as error:
        raise unusable(path, str(error)) from None
    finally:
        with suppress(OSError):
            os.unlink(draft)


def _fill(
    path: Path, now: Callable[[], datetime], assumed: Sequence[Reminder], day: date, register: Identity | None
) -> None:
    import secrets

    database = _connect(path, "rw")
    try:
        database.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
        database.execute(
            "INSERT INTO meta VALUES ('installation', ?), ('begun', ?)",
            (secrets.token_hex(16), now().isoformat(timespec="seconds")),
        )
        ledger = Ledger(database, now)
        ledger.assume(assumed, day)
        if register:
            ledger.belong(register)
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
def opened(
    path: Path,
    now: Callable[[], datetime],
    write: bool = True,
    register: Identity | None = None,
    adopt: bool = False,
) -> Iterator[Ledger]:
    """An existing ledger, checked; that of `register` where one is given, or made its own by `adopt`.

    Raises Missing, Foreign or Unusable. Nothing in it is changed by opening it to read; opened to write it is brought
    to this version's schema and says whose it is.
    """
    check_place(path)
    with _to_write(path) if write else _to_read(path) as database:
        ledger = Ledger(database, now)
        owner = ledger.owner()
        if register and owner and not owner.is_same(register) and not adopt:
            raise foreign(path, owner, register)
        if write and register and owner != register:
            with disk_errors(path):
                ledger.belong(register)
        yield ledger


@contextmanager
def _to_write(path: Path) -> Iterator[sqlite3.Connection]:
    with _checked(path, "rw") as database:
        with disk_errors(path):
            _bring_up(database)
        yield database


@contextmanager
def _to_read(path: Path, thoroughly: bool = True) -> Iterator[sqlite3.Connection]:
    try:
        with _checked(path, "ro", thoroughly) as database, _brought_up(database) as whole:
            yield whole
    except _Journal:
        # A killed run left a journal that only a writer may play back: that is done on a copy.
        import tempfile
        from shutil import copyfile

        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            for ending in ("", "-journal"):
                copyfile(f"{path}{ending}", f"{copy}{ending}")
            with _to_write(copy) as database:
                yield database


def _bring_up(database: sqlite3.Connection) -> None:
    """Bring a ledger of an earlier version to this one's schema, whole or not at all."""
    version = _version(database)
    while version < SCHEMA:
        database.executescript(f"BEGIN IMMEDIATE; {_STEPS[version]} COMMIT;")
        version = _version(database)


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _brought_up(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The same in memory, for who may only look."""
    if _version(database) == SCHEMA:
        yield database
        return
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.backup(copy)
        _bring_up(copy)
        yield copy
    finally:
        copy.close()


def find_ledger(state: Path, register: Identity, ids: Collection[str]) -> Path:
    """The ledger of a register where none is named: in the folder called after it, or what it was called before.

    Version 0.1 kept one ledger for all registers of a user, in `state` itself. That is found where it speaks of one of
    the `ids` or of nothing yet, until `take_over` has taken it over.
    """
    own = usual_ledger(state, register)
    if os.path.lexists(own) or not state.is_dir():
        return own
    for path, owner in ledgers_in(state):
        if owner.is_same(register):
            return path
    old = state / NAME
    return old if os.path.lexists(old) and _concerns(old, register, ids) else own


def ledgers_in(state: Path) -> Iterator[tuple[Path, Identity]]:
    """The ledgers of a user with the registers that they are of, as far as they can be read."""
    for path in sorted(state.glob(f"*/{NAME}")):
        try:
            found = path.lstat()
            owner = _owner(path, found.st_ino, found.st_mtime_ns)
        except (OSError, Unusable):
            continue
        if owner:
            yield path, owner


@cache
def _owner(path: Path, file: int, changed: int) -> Identity | None:
    """Whose a ledger is, asked once for each state of its file; whether it is sound is asked by who uses it."""
    check_place(path)
    with disk_errors(path), _to_read(path, thoroughly=False) as database:
        return Ledger(database, _no_clock).owner()


def _no_clock() -> datetime:
    raise AssertionError("who only reads a ledger needs no clock")


def _concerns(path: Path, register: Identity, ids: Collection[str]) -> bool:
    try:
        with opened(path, _no_clock, write=False) as ledger:
            owner, told = ledger.owner(), ledger.agreements()
            if owner:
                return owner.is_same(register)
            return not ledger.taken_by(register) and (not told or not told.isdisjoint(ids))
    except Unusable:
        return True  # the run is to stop at it and say so


def take_over(old: Path, state: Path, register: Identity, now: Callable[[], datetime]) -> Path:
    """Copy the ledger that version 0.1 kept for all registers into the folder of one; says where it lies then.

    The old one stays for the others and notes who has it. Whoever is killed in between begins again: the new one takes
    its name whole, and only then the old one is marked. Raises Unusable.
    """
    import tempfile

    new = usual_ledger(state, register)
    try:
        make_folder(new.parent)
        handle, draft = tempfile.mkstemp(dir=new.parent, prefix=f".{new.name}.")
        os.close(handle)
    except OSError as error:
        raise unusable(new, error.strerror or str(error)) from None
    try:
        with disk_errors(new), _checked(old, "rw") as source:
            target = _connect(Path(draft), "rw")
            try:
                source.backup(target)
                _bring_up(target)
                Ledger(target, now).belong(register)
            finally:
                target.close()
            with suppress(FileExistsError):
                os.link(draft, new)
            Ledger(source, now).mark_taken(register)
    except OSError as error:
        raise unusable(new, error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            os.unlink(draft)
    return new


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
def _checked(path: Path, mode: str, thoroughly: bool = True) -> Iterator[sqlite3.Connection]:
    database = None
    try:
        database = _connect(path, mode)
        _check(database, path, thoroughly)
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


def _check(database: sqlite3.Connection, path: Path, thoroughly: bool) -> None:
    """Refuse what is no ledger, one of a newer version, and, by reading all of it, a damaged one."""
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = _version(database)
    hint = phrase("move it away and restore a backup, or begin anew: mou remind --init")
    if application != APPLICATION:
        raise Unusable(phrase("{path} is no ledger", path=str(path)), hint)
    if version > SCHEMA:
        newer = phrase("update mou; the ledger was not touched")
        raise Unusable(phrase("the ledger {path} comes from a newer mou", path=str(path)), newer)
    if thoroughly and database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
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
