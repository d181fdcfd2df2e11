"""What the reminders promise, at full size.

`python bench/remind.py kill`: SIGKILL at every system call of a run with three recipients, each followed by a normal
run; counts who stayed untold and what came twice. `kill-tls`: the same over STARTTLS with a login, from the first
connection on. `many`: 5,000 agreements of 200 people, all due at once. `years`: six years of reminders, day by day, for
the shipped register and a generated one of 60, on which nobody acts; beside what is wanted of them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from simulate import figures, generated, simulate  # noqa: E402

from mou_tracker.check.structural import sound  # noqa: E402
from mou_tracker.register.procedures import ShippedProcedures  # noqa: E402
from mou_tracker.register.read import read_book  # noqa: E402
from tests.mail.certificates import Certificates, signed_in  # noqa: E402
from tests.mail.killing import sweep  # noqa: E402
from tests.mail.registers import HEAD, record, register  # noqa: E402
from tests.mail.server import Server  # noqa: E402


def kill(tls: Certificates | None = None) -> int:
    """All points; exit 1 if the promise was broken at any."""
    started = time.monotonic()
    points = [point for point in sweep(tls=tls) if point.killed]
    for call, count in Counter(point.call for point in points).items():
        here = [point for point in points if point.call == call]
        repeated = sum(bool(point.repeated) for point in here)
        print(f"{call:10} {count:4} kills, {sum(map(len, (p.lost for p in here)))} lost, {repeated} repeated one mail")
    broken = [point for point in points if not point.kept]
    print(f"{len(points)} kills in {time.monotonic() - started:.0f} s, {len(broken)} broke the promise")
    for point in broken:
        print(point)
    return 1 if broken else 0


def kill_tls() -> int:
    """All points of a run over STARTTLS."""
    with tempfile.TemporaryDirectory() as folder:
        return kill(signed_in(Path(folder)))


# What is wanted of six years: at most so many mails; of items, so large a part is news. Before: 1,123 mails and 3,476.
WANTED = {"shipped register": 70, "generated 60, nobody acts": 800}
FIRST, LAST = date(2024, 1, 1), date(2029, 12, 31)


def years() -> int:
    """The simulator's figures; exit 1 where one is not what is wanted."""
    data = {
        "shipped register": (ROOT / "data" / "agreements.yaml").read_bytes(),
        "generated 60, nobody acts": generated(60).encode(),
    }
    bad = 0
    for name, content in data.items():
        book = sound(read_book([("agreements.yaml", content)], ShippedProcedures()))
        found = figures(simulate(book, FIRST, LAST), FIRST, LAST)
        rows = [
            ("mails", found.mails, f"<= {WANTED[name]}", found.mails <= WANTED[name]),
            ("news among items of ladders, %", round(found.news["item"]), ">= 50", found.news["item"] >= 50),
            ("lists with a new line, %", round(found.news["list"]), "they repeat what is open", True),
            ("never spoken of", len(found.silent), "0", not found.silent),
            ("renewals first spoken of after their latest safe start", len(found.late), "0", not found.late),
            ("days of silence after a missed safe start, at most", found.silence, "<= 31", found.silence <= 31),
        ]
        print(f"{name}, {FIRST} to {LAST}")
        for what, number, wanted, good in rows:
            print(f"  {'' if good else '! '}{what}: {number} ({wanted})")
            bad += not good
    return 1 if bad else 0


def many(agreements: int = 5000, people: int = 200) -> int:
    """One mail for each person; prints time and memory of the whole run."""
    owners = [f"person{n}@example.org" for n in range(people)]
    text = register(*(record(f"a{n}", owner=owners[n % people]) for n in range(agreements)), head=HEAD)
    with tempfile.TemporaryDirectory() as top, Server() as server:
        folder = Path(top)
        (folder / "state").mkdir(mode=0o700)
        (folder / "agreements.yaml").write_text(text, "utf-8")
        command = [
            sys.executable,
            str(ROOT / "tests" / "mail" / "on_day.py"),
            "2027-06-01",
            "remind",
            "-r",
            "agreements.yaml",
            "--ledger",
            "state/ledger.sqlite",
        ]
        environment = {
            "PYTHONPATH": str(ROOT),
            "HOME": top,
            "MOU_MAIL_HOST": "127.0.0.1",
            "MOU_MAIL_PORT": str(server.port),
            "MOU_MAIL_FROM": "mou@example.org",
        }
        subprocess.run([*command, "--init"], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        started = time.monotonic()
        subprocess.run(command, cwd=folder, env=environment, check=True)
        took = time.monotonic() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        told = Counter(server.recipients())
        mails = sum(told.values())
        print(f"{agreements} agreements, {people} people: {mails} mails in {took:.1f} s, {peak:.0f} MB at most")
        return 0 if told == Counter(owners) else 1


if __name__ == "__main__":
    sys.exit({"kill": kill, "kill-tls": kill_tls, "many": many, "years": years}[sys.argv[1]]())
