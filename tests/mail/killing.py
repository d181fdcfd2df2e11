"""Kills a run with SIGKILL at the N-th of each kind of system call, runs again, and counts who was told how often."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import need
from tests.mail.certificates import Certificates
from tests.mail.registers import THREE
from tests.mail.server import PASSWORD, USER, Server, scripted

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("pwrite64", "write", "fdatasync", "fsync", "unlink", "ftruncate", "flock", "connect", "sendto", "recvfrom")
# Over TLS the conversation is `write` and `read`, and only what is not of files is worth a kill: the rest is above.
TLS_CALLS = ("write", "read", "fdatasync", "connect")
PEOPLE = ("ani@example.org", "budi@example.org", "office@example.org")
DAY = "2027-06-01"


@dataclass(frozen=True)
class Point:
    """One disturbed run and the normal run after it. `ids` holds the Message-IDs that arrived, by recipient; `before`
    is how many mails had arrived, and `left` what lay in the state folder, between the two runs.
    """

    call: str
    number: int
    killed: bool
    status: int
    said: str
    told: Counter[str]
    ids: dict[str, set[str]]
    before: int
    left: tuple[str, ...] = ()
    first_status: int = 0
    first_said: str = ""

    @property
    def lost(self) -> list[str]:
        """Who was told by neither run."""
        return [who for who in PEOPLE if not self.told[who]]

    @property
    def repeated(self) -> list[str]:
        """Who was told twice."""
        return [who for who in PEOPLE if self.told[who] > 1]

    @property
    def kept(self) -> bool:
        """The promise: nobody untold, at most one mail repeated, and that one under its own Message-ID."""
        same = all(len(self.ids[who]) == 1 for who in self.repeated)
        copies = sum(self.told.values()) - len(PEOPLE)
        return self.status == 0 and not self.said and not self.lost and copies == len(self.repeated) <= 1 and same


class Place:
    """A folder with a register and a ledger that has begun, and a server of its own."""

    def __init__(self, folder: Path, server: Server, authority: Path | None = None) -> None:
        """With an `authority`, whose certificate the server has, a run speaks TLS and logs in."""
        need("strace")
        self.folder, self.server, self.authority = folder, server, authority
        (folder / "state").mkdir(mode=0o700)
        (folder / "agreements.yaml").write_text(THREE, "utf-8")
        self._run("--init", check=True)
        shutil.copytree(folder / "state", folder / "begun")

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
            "MOU_MAIL_HOST": "127.0.0.1",
            "MOU_MAIL_PORT": str(self.server.port),
            "MOU_MAIL_FROM": "mou@example.org",
            "MOU_MAIL_TIMEOUT": "20",
            **self._secured(),
        }

    def _secured(self) -> dict[str, str]:
        if self.authority is None:
            return {}
        return {
            "MOU_MAIL_TLS": "starttls",
            "MOU_MAIL_CA_FILE": str(self.authority),
            "MOU_MAIL_USER": USER,
            "MOU_MAIL_PASSWORD": PASSWORD,
        }

    def _command(self, *options: str) -> list[str]:
        return [
            sys.executable,
            str(ROOT / "tests" / "mail" / "on_day.py"),
            DAY,
            "remind",
            "-r",
            "agreements.yaml",
            "--ledger",
            "state/ledger.sqlite",
            *options,
        ]

    def _run(self, *options: str, under: Iterable[str] = (), check: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*under, *self._command(*options)],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=check,
            timeout=120,
        )

    def _begin(self) -> None:
        shutil.rmtree(self.folder / "state")
        shutil.copytree(self.folder / "begun", self.folder / "state")
        self.server.inbox.clear()

    def count(self, call: str) -> int:
        """How often an undisturbed run makes a call."""
        return len(self._calls(call))

    def after_each_mail(self, call: str) -> list[int]:
        """Which of an undisturbed run's calls of a kind are the first after the end of a mail's text."""
        calls = self._calls(call, "sendto")
        ends = [at for at, line in enumerate(calls) if re.search(r'sendto\(\d+, "(.*\\n)?\.\\r\\n"', line)]
        return [1 + sum(f" {call}(" in line for line in calls[:end]) for end in ends]

    def from_the_server_on(self, call: str) -> range:
        """Which of an undisturbed run's calls of a kind come once it has reached the server."""
        calls = self._calls(call, "connect")
        reached = next(at for at, line in enumerate(calls) if f"sin_port=htons({self.server.port})" in line)
        before = sum(f" {call}(" in line for line in calls[:reached])
        return range(before + 1, sum(f" {call}(" in line for line in calls) + 1)

    def _calls(self, *calls: str) -> list[str]:
        """All such calls of an undisturbed run, as strace writes them."""
        self._begin()
        log = self.folder / "calls"
        trace = ["strace", "-f", "-qq", "-s", "65536", "-e", "signal=none", "-e", f"trace={','.join(calls)}"]
        ran = self._run(under=[*trace, "-o", str(log)])
        assert ran.returncode == 0, ran.stderr
        return [line for line in log.read_text().splitlines() if any(f" {call}(" in line for call in calls)]

    def kill(self, call: str, number: int) -> Point:
        """Kill a run at the N-th such call, then run normally."""
        return self.disturb(call, number, f"signal=SIGKILL:when={number}")

    def disturb(self, call: str, number: int, how: str) -> Point:
        """Disturb a run at a call, then run normally."""
        self._begin()
        first = self._run(under=disturbing(call, how))
        return self._then(call, number, first.returncode, first.stderr)

    def kill_awaiting(self, recipient: str) -> Point:
        """Kill a run when the server has taken the mail to somebody and has not answered yet, then run normally."""
        self._begin()
        self.server.script = scripted(("dot", recipient, "stall-after"))
        first = subprocess.Popen(self._command(), cwd=self.folder, env=self._environment())
        deadline = time.monotonic() + 60
        while recipient not in self.server.recipients() and time.monotonic() < deadline:
            time.sleep(0.01)
        first.kill()
        self.server.script = scripted()
        return self._then("answer", 1, first.wait(), "")

    def _then(self, call: str, number: int, status: int, said: str) -> Point:
        """What there was after the disturbed run, and what a normal one makes of it."""
        before, left = len(self.server.inbox), self.state()
        then = self._run()
        ids: dict[str, set[str]] = {}
        for who, message in self.server.inbox:
            ids.setdefault(who, set()).add(str(message["Message-ID"]))
        told = Counter(self.server.recipients())
        killed = status in (-9, 137)
        return Point(call, number, killed, then.returncode, then.stderr, told, ids, before, left, status, said)

    def begin_disturbed(self, call: str, how: str) -> subprocess.CompletedProcess[str]:
        """Disturb the making of a ledger where there is none."""
        shutil.rmtree(self.folder / "state")
        (self.folder / "state").mkdir(mode=0o700)
        return self._run("--init", under=disturbing(call, how))

    def state(self) -> tuple[str, ...]:
        """The names of the files in the state folder."""
        return tuple(sorted(file.name for file in (self.folder / "state").iterdir()))


def disturbing(call: str, how: str) -> list[str]:
    """The command that runs another one and lets a system call of it fail, or kills it there."""
    return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{how}"]


def sweep(every: int = 1, workers: int = 2, tls: Certificates | None = None) -> Iterator[Point]:
    """Every `every`-th point of every call (the first and the last always), shared among some places.

    Over TLS only the calls from the first connection on: what comes before is the same.
    """
    with tempfile.TemporaryDirectory() as top, _server(tls) as server:
        counter = Place(_folder(Path(top), "count"), server, tls and tls.authority)
        points = [
            (call, n)
            for call in (TLS_CALLS if tls else CALLS)
            for n in (chosen_of(counter.from_the_server_on(call), every) if tls else chosen(counter.count(call), every))
        ]
        with ThreadPoolExecutor(workers) as pool:
            shares = [points[share::workers] for share in range(workers)]
            folders = [_folder(Path(top), f"w{share}") for share in range(workers)]
            for done in pool.map(_share, folders, shares, [tls] * workers):
                yield from done


def _server(tls: Certificates | None) -> Server:
    return Server(tls.good, login=True) if tls else Server()


def chosen_of(numbers: range, every: int) -> list[int]:
    """Every so manieth of some points, the first and the last always."""
    return sorted({*numbers[::every], *numbers[-1:]})


def chosen(count: int, every: int) -> list[int]:
    """Which of so many points are tried."""
    return chosen_of(range(1, count + 1), every)


def _folder(top: Path, name: str) -> Path:
    folder = top / name
    folder.mkdir(mode=0o700)
    return folder


def _share(folder: Path, points: list[tuple[str, int]], tls: Certificates | None) -> list[Point]:
    with _server(tls) as server:
        place = Place(folder, server, tls and tls.authority)
        return [place.kill(call, number) for call, number in points]
