"""The ledger: what is remembered of each outcome, and each way in which its file can be unfit to be used."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mou_tracker.agreement.register import Identity
from mou_tracker.basics.phrases import Phrase
from mou_tracker.mail.ledger import Ledger, Pending, Run
from mou_tracker.mail.ledger_file import create, opened
from mou_tracker.mail.ledger_place import Busy, Missing, Unusable, lock, named_ledger, state_folder, usual_ledger
from mou_tracker.reminders.history import BadAddress, EventSequence, History, Key, PastReminder, Unconfirmed
from mou_tracker.reminders.run_plan import Message, Plan, Rules, make_plan
from tests.make import INDONESIA, agreement, assess_all, book, day

DAY = day("2026-12-24")


def clock() -> Callable[[], datetime]:
    """A clock that advances a second at each look."""
    moments = iter(datetime(2026, 12, 24, 1, tzinfo=UTC) + timedelta(seconds=n) for n in range(10**6))
    return lambda: next(moments)


def plan(*ids: str, memory: History | None = None) -> Plan:
    """A plan with one mail for each agreement and its owner of the same name."""
    usual = {"kind": "other", "signed": "2020-01-01", "ends": "2026-12-31"}
    records = [agreement(id, **usual, owner=(f"{id}@x.org",)) for id in ids]
    found = assess_all(DAY.isoformat(), *records)
    return make_plan(found, book(*records), INDONESIA, DAY, memory or History(), Rules())


def key(id: str) -> Key:
    return Key(id, "sign-by", "2026-12-31", "-1 week", f"{id}@x.org")


ID = plan("a").messages[0].id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    return folder / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    create(path, clock(), (), DAY)
    with opened(path, clock()) as found:
        found.begin(DAY)
        found.start_sending((), ())
        yield found


def intended(ledger: Ledger, *ids: str) -> list[Message]:
    made = list(plan(*ids).messages)
    for message in made:
        ledger.intend(message, DAY, "0" * 64)
    return made


def test_a_new_ledger_remembers_nothing(path: Path) -> None:
    """Begun on a day, with an installation id of its own."""
    create(path, clock(), (), DAY)
    with opened(path, clock(), write=False) as found:
        memory = found.memory()
    assert memory == History(last_run=DAY, installation=memory.installation)
    assert len(memory.installation) == 32


def test_intent_then_sent(ledger: Ledger) -> None:
    """An intent covers nothing; what is sent covers its step and all before it."""
    (message,) = intended(ledger, "a")
    assert (ledger.memory().intents, ledger.memory().through) == ({key("a"): message.id}, {})
    ledger.settle(message, DAY, "sent", 250, "queued as 1")
    memory = ledger.memory()
    assert (memory.intents, memory.open, memory.through) == ({}, {}, {key("a").matter: day("2026-12-23")})
    assert memory.dates == {("a", "sign-by", "a@x.org"): day("2026-12-31")}
    passed = ("-18 months", "-12 months", "-6 months", "-3 months", "-1 month", "-2 weeks")
    assert ledger.history("a") == [PastReminder(key("a"), passed, "sent", DAY)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("deferred", {"open": {key("a"): ID}, "troubles": {"a@x.org": BadAddress(DAY, "busy")}}),
        ("refused", {"refused": {key("a"): DAY}}),
        (
            "rejected",
            {"rejected": {key("a"): DAY}, "open": {key("a"): ID}, "troubles": {"a@x.org": BadAddress(DAY, "busy")}},
        ),
    ],
)
def test_what_is_not_sent_covers_nothing(ledger: Ledger, state: str, expected: dict[str, object]) -> None:
    """Each outcome is remembered as itself and covers nothing."""
    (message,) = intended(ledger, "a")
    ledger.settle(message, DAY, state, 450, "busy")
    memory = ledger.memory()
    assert memory == History(**expected, last_run=DAY, installation=memory.installation)  # type: ignore[arg-type]
    assert ledger.pending() == [Pending("a@x.org", state, 1, DAY, "busy")]


@pytest.mark.parametrize("state", ["deferred", "rejected", "refused"])
def test_once_doubtful_always(ledger: Ledger, state: str) -> None:
    """A mail that may have gone out keeps its Message-ID, whatever the later tries come to."""
    (message,) = intended(ledger, "a")
    ledger.settle(message, DAY, state, 450, "")
    assert ledger.memory().intents == {}
    intended(ledger, "a")
    intended(ledger, "a")
    ledger.settle(message, DAY, state, 450, "")
    assert ledger.memory().intents == {key("a"): message.id}


def test_trouble_of_nothing(ledger: Ledger) -> None:
    """An address to which nothing is left to be said is no trouble any more."""
    (message,) = intended(ledger, "a")
    ledger.settle(message, DAY, "deferred", 450, "busy")
    ledger.start_sending([message.id], ())
    assert (ledger.memory().troubles, ledger.pending()) == ({}, [])


def test_trouble_ends_with_a_mail_that_arrives(ledger: Ledger) -> None:
    """Trouble counts from its first day, and is over once a mail got through."""
    (message,) = intended(ledger, "a")
    ledger.settle(message, DAY, "deferred", 450, "busy")
    ledger.settle(message, DAY + timedelta(days=2), "deferred", 450, "still busy")
    assert ledger.memory().troubles == {"a@x.org": BadAddress(DAY, "still busy")}
    ledger.settle(message, DAY + timedelta(days=3), "sent", 250, "")
    assert (ledger.memory().troubles, ledger.pending()) == ({}, [])


def test_a_repeat_covers_only_what_it_says(ledger: Ledger) -> None:
    """An intent covered two things; the repeat, with the same id, says one: the other is not told by it."""
    one, two = plan("a", "b").messages
    both = Message(one.id, one.recipient, (*one.reminders, *two.reminders))
    ledger.intend(both, DAY, "")
    ledger.intend(Message(one.id, one.recipient, one.reminders, repeat=True), DAY, "")
    ledger.settle(one, DAY, "sent", 250, "")
    assert set(ledger.memory().through) == {key("a").matter}


def test_given_up(ledger: Ledger) -> None:
    """An intent of which nothing is due any more is given up: it neither covers nor repeats."""
    (message,) = intended(ledger, "a")
    ledger.start_sending([message.id], ())
    memory = ledger.memory()
    assert (memory.open, memory.through, ledger.history("a")) == ({}, {}, [])
    assert memory.intents == {key("a"): message.id}  # should it be due again, it keeps its Message-ID


def test_tries_without_an_answer(ledger: Ledger) -> None:
    """Each try counts until an answer comes; an answer that is no yes takes back its own try only."""
    (message,) = intended(ledger, "a")
    assert ledger.memory().waiting == {key("a"): DAY}
    later = DAY + timedelta(days=1)
    ledger.intend(message, later, "")
    assert ledger.memory().waiting == {key("a"): DAY + timedelta(days=2)}
    ledger.settle(message, later, "deferred", 450, "busy")
    assert (ledger.memory().waiting, ledger.memory().intents) == ({}, {key("a"): message.id})
    ledger.intend(message, later, "")
    assert ledger.memory().waiting == {key("a"): DAY + timedelta(days=2)}
    ledger.settle(message, later, "sent", 250, "")
    ledger.give_up()
    assert (ledger.memory().waiting, ledger.memory().unconfirmed) == ({}, {})


def test_tried_often_enough(ledger: Ledger) -> None:
    """After the first try and three more days it counts as sent, and is known as one that may not have arrived."""
    (message,) = intended(ledger, "a")
    for days in (1, 2, 4):
        ledger.give_up()
        assert set(ledger.memory().through) == set()
        ledger.intend(message, DAY + timedelta(days=days), "")
    assert ledger.memory().waiting == {}
    ledger.give_up()
    memory = ledger.memory()
    assert (set(memory.through), memory.intents) == ({key("a").matter}, {})
    assert memory.unconfirmed == {message.id: Unconfirmed("a@x.org", DAY, DAY + timedelta(days=4), 4)}


def test_closed_long_ago(ledger: Ledger) -> None:
    """What was told of an agreement is removed, with the mails that told of nothing else."""
    one, two = intended(ledger, "a", "b")
    both = Message(one.id, one.recipient, (*one.reminders, *two.reminders))
    ledger.intend(both, DAY, "")
    ledger.settle(both, DAY, "sent", 250, "")
    ledger.start_sending((), (), ["b"])
    assert (ledger.history("b"), [past.key for past in ledger.history("a")]) == ([], [key("a")])
    ledger.start_sending((), (), ["a"])
    assert (ledger.history("a"), ledger.memory().spent) == ([], frozenset())


def test_mended_problems_are_forgotten(ledger: Ledger) -> None:
    """What was told of a problem that is gone is forgotten, so that it would be told again."""
    (message,) = intended(ledger, "a")
    ledger.settle(message, DAY, "sent", 250, "")
    ledger.start_sending((), [key("a").matter])
    assert ledger.memory().through == {}


@pytest.mark.parametrize(("state", "counts"), [("good", True), ("failed", True), ("held", False)])
def test_last_run(path: Path, state: str, counts: bool) -> None:
    """A run that was held back does not count as the last one: it would unlock the next."""
    create(path, clock(), (), DAY)
    later = DAY + timedelta(days=9)
    with opened(path, clock()) as found:
        found.begin(later)
        if state != "held":
            found.start_sending((), ())
        found.end(state, 1, 2, "note")
    with opened(path, clock(), write=False) as found:
        last = found.last()
        assert last is not None
        assert last == Run(later, state, 1, 2, "note", last.started)
        assert (found.last_good() is not None, found.memory().last_run) == (state == "good", later if counts else DAY)


def test_assumed(path: Path) -> None:
    """What counts as told when a ledger begins is covered, and stands in the history as such."""
    create(path, clock(), plan("a").messages[0].reminders, DAY)
    with opened(path, clock(), write=False) as found:
        assert set(found.memory().through) == {key("a").matter}
        assert [past.state for past in found.history("a")] == ["assumed"]


def test_where_it_lies(tmp_path: Path) -> None:
    """`--ledger`, MOU_LEDGER, XDG_STATE_HOME, the home folder, in this order; a folder means the file in it."""
    home = tmp_path / "home"
    assert [
        named_ledger("l", {"MOU_LEDGER": "m"}),
        named_ledger(None, {"MOU_LEDGER": "m"}),
        named_ledger(str(tmp_path), {}),
        named_ledger(None, {"XDG_STATE_HOME": "/s"}),
    ] == [Path("l"), Path("m"), tmp_path / "ledger.sqlite", None]
    assert [
        state_folder({"XDG_STATE_HOME": "/s"}, home),
        state_folder({"XDG_STATE_HOME": "s"}, home),
    ] == [Path("/s/mou"), home / ".local/state/mou"]
    assert usual_ledger(Path("/s/mou"), Identity("id", "bandung", "/r")) == Path("/s/mou/bandung/ledger.sqlite")


def test_modes_under_any_umask(tmp_path: Path) -> None:
    """The folder is 0700 and each file in it 0600, even where the umask lets everything through."""
    before = os.umask(0)
    try:
        path = tmp_path / "a" / "ledger.sqlite"
        create(path, clock(), (), DAY)
        with lock(path), opened(path, clock()) as found:
            found.begin(DAY)
    finally:
        os.umask(before)
    modes = {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in [path.parent, *path.parent.iterdir()]}
    assert modes == {"a": "0o700", "ledger.sqlite": "0o600", "ledger.sqlite.lock": "0o600"}


def test_never_replaces_a_ledger(path: Path) -> None:
    """`--init` where there is one already: refused, the old one untouched."""
    path.write_bytes(b"old")
    with pytest.raises(Unusable):
        create(path, clock(), (), DAY)
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (b"old", [path])


def refused(path: Path) -> Phrase:
    """Opening it to send is refused; says why. Neither the file nor its folder has changed."""
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    with pytest.raises(Unusable) as caught, opened(path, clock()):
        pytest.fail("opened")
    assert {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()} == before
    return caught.value.message


def test_missing(path: Path) -> None:
    """No ledger: never a silent new one."""
    with pytest.raises(Missing), opened(path, clock()):
        pytest.fail("opened")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_no_ledger_at_all(path: Path, content: bytes) -> None:
    """Another file where the ledger should be."""
    path.write_bytes(content)
    path.chmod(0o600)
    assert refused(path).msgid in ("{path} is no ledger", "the ledger {path} is damaged")


@pytest.mark.parametrize("page", range(1, 10))
def test_corrupt(path: Path, ledger: Ledger, page: int) -> None:
    """Cut off at any page, or a page overwritten with rubbish: refused, untouched."""
    intended(ledger, *(f"a{n}" for n in range(20)))
    whole = path.read_bytes()
    path.write_bytes(whole[: page * 4096])
    assert refused(path).msgid == "the ledger {path} is damaged"
    path.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
    assert refused(path).msgid == "the ledger {path} is damaged"


def test_newer(path: Path) -> None:
    """A ledger of a newer version is not touched."""
    create(path, clock(), (), DAY)
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 3")
    assert refused(path).msgid == "the ledger {path} comes from a newer mou"


def test_symbolic_link(path: Path) -> None:
    """A link, also one that leads nowhere, is refused, and its target is not made."""
    target = path.parent / "target"
    path.symlink_to(target)
    assert refused(path).msgid == "the ledger {path} is a symbolic link"
    assert not target.exists()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_folder_of_others(path: Path, mode: int) -> None:
    """A folder in which others may write: they could replace the ledger."""
    create(path, clock(), (), DAY)
    path.parent.chmod(mode)
    assert refused(path).msgid == "others may write in the ledger's folder {path}"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_file_of_others(path: Path, mode: int) -> None:
    """A ledger that others may read or write: it holds addresses."""
    create(path, clock(), (), DAY)
    path.chmod(mode)
    assert refused(path).msgid == "the ledger {path} is not yours alone"


def test_a_folder_or_a_pipe(path: Path) -> None:
    """Nothing else is taken for a file."""
    os.mkfifo(path, 0o600)
    assert refused(path).msgid == "the ledger {path} is no ordinary file"


def test_two_at_once(path: Path) -> None:
    """The second is told that the first is at work, and since when; with the first process the lock falls too."""
    create(path, clock(), (), DAY)
    code = (
        f"from mou_tracker.mail.ledger_place import lock; from pathlib import Path; import time\n"
        f"with lock(Path({str(path)!r})): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(Busy) as busy, lock(path):
            pytest.fail("locked")
        assert 0 <= busy.value.seconds < 30
        os.utime(f"{path}.lock", (0, 0))
        Path(f"{path}.lock").write_text(f"\n{int(time.time()) - 7200}\n")
        with pytest.raises(Busy) as busy, lock(path):
            pytest.fail("locked")
        assert 7190 < busy.value.seconds < 7260
        first.kill()
    with lock(path):
        pass


def test_reading_plays_back_a_journal_elsewhere(path: Path, tmp_path: Path) -> None:
    """A killed run leaves a journal: looking shows the committed state and changes neither file."""
    create(path, clock(), (), DAY)
    code = f"""
import sqlite3, os, signal
db = sqlite3.connect({str(path)!r}, isolation_level=None)
db.execute("PRAGMA cache_size = 1"); db.execute("PRAGMA cache_spill = 1"); db.execute("BEGIN")
db.executemany("INSERT INTO trouble VALUES (?, '2026-01-01', '')", [(str(n) * 99,) for n in range(2000)])
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert Path(f"{path}-journal").stat().st_size > 0
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with opened(path, clock(), write=False) as found:
        assert found.memory().troubles == {}
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk; tests/remind/test_disk.py shows the same by injected errors")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "none", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_full_disk(small_disk: Path) -> None:
    """A full disk: not even the run's own row is taken, so nothing would be sent; the ledger is whole afterwards."""
    path = small_disk / "ledger.sqlite"
    create(path, clock(), (), DAY)
    fill(small_disk)
    with opened(path, clock()) as found, pytest.raises(sqlite3.OperationalError) as caught:
        found.begin(DAY)
    assert caught.value.sqlite_errorname.startswith(("SQLITE_FULL", "SQLITE_IOERR"))
    (small_disk / "filler").unlink()
    with opened(path, clock()) as found:
        found.begin(DAY)
        last = found.last()
        assert last is not None
        assert last == Run(DAY, "begun", 0, 0, "", last.started)


def test_read_only_disk(small_disk: Path) -> None:
    """A disk that can only be read."""
    path = small_disk / "ledger.sqlite"
    create(path, clock(), (), DAY)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(Unusable), lock(path):
        pytest.fail("locked")
    with opened(path, clock(), write=False) as found:
        assert found.memory().last_run == DAY


def test_init_on_a_full_disk(small_disk: Path) -> None:
    """A ledger that cannot be made whole is not made at all."""
    fill(small_disk)
    with pytest.raises(Unusable):
        create(small_disk / "ledger.sqlite", clock(), (), DAY)
    assert [file.name for file in small_disk.iterdir()] == ["filler"]


def fill(disk: Path) -> None:
    """Write until nothing more fits."""
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            pass


def test_sequences_of_what_is_long_past_are_forgotten(path: Path) -> None:
    """What comes later has a greater one anyway; those of agreements long closed are forgotten with all of them."""
    create(path, clock(), (), DAY)
    later = DAY + timedelta(days=731)
    told = {
        "a.sign-by@x": EventSequence(DAY.toordinal(), DAY),
        "a.last-day@x": EventSequence(later.toordinal(), DAY),
        "b.sign-by@x": EventSequence(later.toordinal(), later),
        "b.follow-up.1@x": EventSequence(later.toordinal(), later),
        "b-2.sign-by@x": EventSequence(later.toordinal(), later),
    }
    (message,) = plan("a").messages
    with opened(path, clock()) as found:
        found.begin(DAY)
        found.intend(message, DAY, "0" * 64, told)
    for days, closed, kept in (
        (731, (), [*told]),
        (732, (), [*told][1:]),
        (732, ("b",), ["a.last-day@x", "b-2.sign-by@x"]),
    ):
        with opened(path, clock()) as found:
            found.begin(DAY + timedelta(days=days))
            found.start_sending((), (), closed)
            assert set(found.sequences()) == set(kept)


def test_sequences_are_read_once_a_run(ledger: Ledger) -> None:
    """Not for each of its mails; what one of them tells the next ones know."""
    asked: list[str] = []
    ledger._db.set_trace_callback(asked.append)
    for number, message in enumerate(plan("a", "b", "c").messages):
        assert len(ledger.sequences()) == number
        ledger.intend(message, DAY, "0" * 64, {f"{number}": EventSequence(1, DAY)})
    assert sum("FROM sequences" in one for one in asked) == 1


def test_sequences_of_calendars(path: Path) -> None:
    """What a mail told of an event stays until another mail tells it otherwise."""
    create(path, clock(), (), DAY)
    message = plan("a").messages[0]
    told = {"a.sign-by@mou-tracker": EventSequence(7, DAY), "a.last-day@mou-tracker": EventSequence(8, DAY)}
    with opened(path, clock()) as ledger:
        assert ledger.sequences() == {}
        ledger.intend(message, DAY, "", told)
        ledger.intend(message, DAY, "", {"a.sign-by@mou-tracker": EventSequence(9, DAY)})
    with opened(path, clock()) as ledger:
        assert ledger.sequences() == told | {"a.sign-by@mou-tracker": EventSequence(9, DAY)}
