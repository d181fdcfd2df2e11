"""Kills a run with SIGKILL at the N-th of each kind of system call, runs again, and counts who was told how often."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import need
from tests.remind.registers import THREE
from tests.remind.server import Server

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("pwrite64", "write", "fdatasync", "fsync", "unlink", "ftruncate", "flock", "connect", "sendto", "recvfrom")
PEOPLE = ("ani@example.org", "budi@example.org", "office@example.org")
DAY = "2027-06-01"


@dataclass(frozen=True)
class Point:
    """One kill and the normal run after it. `repeats` holds the Message-IDs that came twice, by recipient."""

    call: str
    number: int
    killed: bool
    status: int
    said: str
    told: Counter[str]
    ids: dict[str, set[str]]
    before: int
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

    def __init__(self, folder: Path, server: Server) -> None:
        need("strace")
        self.folder, self.server = folder, server
        (folder / "state").mkdir(mode=0o700)
        (folder / "agreements.yaml").write_text(THREE, "utf-8")
        self._run("--init", check=True)
        shutil.copytree(folder / "state", folder / "begun")

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8",
            "MOU_MAIL_HOST": "127.0.0.1", "MOU_MAIL_PORT": str(self.server.port),
            "MOU_MAIL_FROM": "mou@example.org", "MOU_MAIL_TIMEOUT": "20",
        }  # fmt: skip

    def _run(self, *options: str, under: Iterable[str] = (), check: bool = False) -> subprocess.CompletedProcess[str]:
        command = [*under, sys.executable, "-m", "mou_tracker", "remind", "-r", "agreements.yaml", "--as-of", DAY,
                   "--ledger", "state/ledger.sqlite", *options]  # fmt: skip
        return subprocess.run(command, cwd=self.folder, env=self._environment(), capture_output=True, text=True,
                              check=check, timeout=120)  # fmt: skip

    def _begin(self) -> None:
        shutil.rmtree(self.folder / "state")
        shutil.copytree(self.folder / "begun", self.folder / "state")
        self.server.inbox.clear()

    def count(self, call: str) -> int:
        """How often an undisturbed run makes a call."""
        self._begin()
        log = self.folder / "calls"
        ran = self._run(under=["strace", "-f", "-qq", "-e", "signal=none", "-e", f"trace={call}", "-o", str(log)])
        assert ran.returncode == 0, ran.stderr
        return sum(f" {call}(" in line for line in log.read_text().splitlines())

    def kill(self, call: str, number: int) -> Point:
        """Kill a run at the N-th such call, then run normally."""
        return self.disturb(call, number, f"signal=SIGKILL:when={number}")

    def disturb(self, call: str, number: int, how: str) -> Point:
        """Disturb a run at a call, then run normally."""
        self._begin()
        inject = f"inject={call}:{how}"
        first = self._run(under=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject])
        before = len(self.server.inbox)
        then = self._run()
        ids: dict[str, set[str]] = {}
        for who, message in self.server.inbox:
            ids.setdefault(who, set()).add(str(message["Message-ID"]))
        told = Counter(self.server.recipients())
        killed = first.returncode in (-9, 137)
        return Point(
            call, number, killed, then.returncode, then.stderr, told, ids, before, first.returncode, first.stderr
        )


def sweep(every: int = 1, workers: int = 2) -> Iterator[Point]:
    """Every `every`-th point of every call (the first and the last always), shared among some places."""
    with tempfile.TemporaryDirectory() as top, Server() as server:
        counter = Place(_folder(Path(top), "count"), server)
        points = [(call, n) for call in CALLS for n in chosen(counter.count(call), every)]
        with ThreadPoolExecutor(workers) as pool:
            shares = [points[share::workers] for share in range(workers)]
            folders = [_folder(Path(top), f"w{share}") for share in range(workers)]
            for done in pool.map(_share, folders, shares):
                yield from done


def chosen(count: int, every: int) -> list[int]:
    """Which of so many points are tried."""
    return sorted({*range(1, count + 1, every), *([1, count] if count else [])})


def _folder(top: Path, name: str) -> Path:
    folder = top / name
    folder.mkdir(mode=0o700)
    return folder


def _share(folder: Path, points: list[tuple[str, int]]) -> list[Point]:
    with Server() as server:
        place = Place(folder, server)
        return [place.kill(call, number) for call, number in points]
