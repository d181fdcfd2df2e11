"""All figures that the project holds itself to, beside what others do, in one run.

`python bench/figures.py` prints them all; `start`, `scale`, `many` and `peers` choose some. `--quick` runs fewer
rounds. `--peers` first installs yamllint, check-jsonschema, khal and beancount, in a folder outside the project; where
they are missing they are left out.

    python bench/figures.py --quick start     while working on the start-up; half a minute
    python bench/figures.py --peers           everything; half an hour while something is worse than linear

A figure is a ratio of processor times (user and system) to a base that runs in turn with it: `python -c pass` for a
start-up, iterating over the events of the same file (`yaml.parse`) for a large register, the same with a quarter of the
size for growth (4 is linear). `wanted` is the most that it should be. It prints and gates nothing: the exit status is 0
whatever the figures are. What ended otherwise than it should is marked, for it measures something else.

`make_register.py`, `make_registers.py` and `hard_registers.py` write the registers; `remind.py` measures what the
reminders promise.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import hard_registers
import make_register
import make_registers
import peers
from measure import NOTHING, Pairs, Run, environment, on_terminal, pairs, piped, shared

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data" / "agreements.yaml"
MOU = [sys.executable, str(Path(sys.executable).with_name("mou"))]  # what people type: `-m` costs two milliseconds more
DAY = "2026-09-01"
FLOOR = """
import sys, yaml
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
for event in yaml.parse(text, Loader=yaml.CSafeLoader):
    pass
"""
SHEET = """
import sys
from python_calamine import CalamineWorkbook
CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
"""
LARGE = 20_000
QUARTER = 5_000
FINE = (0, 1)  # 1 says that something was found, which is an answer too


class Rounds(NamedTuple):
    """How often each thing runs."""

    start: int
    scale: int


class Figure(NamedTuple):
    """One line of the table: a ratio or megabytes, and the most that is wanted."""

    name: str
    value: float
    wanted: float | None
    unit: str
    note: str = ""

    def __str__(self) -> str:
        most = f"{self.wanted:g}" if self.wanted is not None else ""
        over = "over" if self.wanted is not None and round(self.value, 2) > self.wanted else ""
        return f"{self.name:58}{self.value:8.2f} {self.unit:2} {most:>6}  {over:5}{self.note}".rstrip()


def mou(*arguments: str) -> list[str]:
    """A command line of ours."""
    return [*MOU, *arguments]


def on(register: Path, *arguments: str) -> list[str]:
    """A command line of ours for a register, seen from a fixed day."""
    return mou(*arguments, "-r", str(register), "--as-of", DAY)


def told(title: str, figures: Iterable[Figure]) -> None:
    """Print one part of the table."""
    print(f"\n{title:58}{'':11} wanted", flush=True)
    for figure in figures:
        print(figure, flush=True)


def _note(found: Pairs, memory: bool = False) -> str:
    took = f"{found.seconds * 1000:.0f} ms" if found.seconds < 1 else f"{found.seconds:.1f} s"
    size = f", {found.megabytes:.0f} MB" if memory else ""
    ended = "" if found.status in FINE else f", ended with {found.status}"
    return took + size + ended


def start_up(folder: Path, times: int) -> Iterable[Figure]:
    """The commands on a small register, as ratios to an interpreter that does nothing."""
    fifty, state = folder / "50.yaml", str(folder / "ledger.sqlite")
    make_register.write(50, fifty)
    text = fifty.read_text("utf-8")
    for country in ("ID", "JP"):
        (folder / f"{country}.yaml").write_text(hard_registers.of_country(text, country), "utf-8")
    begin = on(SHIPPED, "remind", "--init", "--ledger", state)
    subprocess.run(begin, check=True, stdout=subprocess.DEVNULL, cwd=folder, env=environment(folder))
    dry_run = on(SHIPPED, "remind", "--dry-run", "--ledger", state)
    record = on(SHIPPED, "show", "petaling-jaya-2015")
    click, yaml = ([sys.executable, "-c", f"import {names}"] for names in ("click", "click, yaml"))
    wanted: Mapping[str, tuple[Sequence[str], float | None]] = {
        "import click": (click, None),
        "import click, yaml": (yaml, None),
        "mou --help": (mou("--help"), 4.8),
        "mou status": (on(SHIPPED, "status"), 7.5),
        "mou status, of 50 generated agreements": (on(fifty, "status"), 7.5),
        "mou check": (mou("check", str(SHIPPED)), 8),
        "mou check, of 50 generated agreements": (mou("check", str(fifty)), 8),
        "mou show": (record, 8.5),
        "mou remind --dry-run": (dry_run, 10),
        "mou status, on a terminal": (on(SHIPPED, "status"), 10),
        "mou report": (on(SHIPPED, "report", "-o", str(folder / "page.html")), 15),
        "mou agenda": (on(SHIPPED, "agenda"), None),
        "mou calendar": (on(SHIPPED, "calendar"), None),
        "mou timeline": (on(SHIPPED, "timeline"), None),
        "mou status -f prometheus": (on(SHIPPED, "status", "-f", "prometheus"), None),
        "mou status --lang id": (on(SHIPPED, "status", "--lang", "id"), None),
        "mou status, Indonesia's working days": (on(folder / "ID.yaml", "status"), 7.5),
        "mou status, Japan's working days": (on(folder / "JP.yaml", "status"), 7.5),
    }
    runs = {
        name: partial(on_terminal if name.endswith("terminal") else piped, command, folder)
        for name, (command, _) in wanted.items()
    }
    found = pairs(partial(piped, NOTHING, folder), runs, times, warm=True)
    for name, one in found.items():
        yield Figure(name, one.ratio, wanted[name][1], "x", _note(one))
    here, abroad = found["mou status, Indonesia's working days"], found["mou status, Japan's working days"]
    yield Figure("Japan beside Indonesia", abroad.ratio / here.ratio, 1.05, "x")


def large(folder: Path, times: int) -> Iterable[Figure]:
    """Commands on a large register as ratios to reading its events, and what they need of memory."""
    register, page = folder / f"{LARGE}.yaml", folder / "page.html"
    cases: Mapping[str, tuple[Sequence[str], float | None, float | None]] = {
        "mou check": (mou("check", str(register)), 2.1, None),
        "mou status -f json": (on(register, "status", "-f", "json"), 3.6, 120),
        "mou report": (on(register, "report", "-o", str(page)), None, 400),
    }
    runs = {name: partial(piped, command, folder) for name, (command, _, _) in cases.items()}
    floor = partial(piped, [sys.executable, "-c", FLOOR, str(register)], folder)
    for name, one in pairs(floor, runs, times, warm=False).items():
        _, ratio, memory = cases[name]
        yield Figure(f"{name}, beside yaml.parse", one.ratio, ratio, "x", _note(one))
        yield Figure(f"{name}, at its peak", one.megabytes, memory, "MB")
    yield from edited(folder, register, times)


MANY, EACH = 550, 500
FLOOR_OF_ALL = """
import pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    for event in yaml.parse(path.read_text("utf-8"), Loader=yaml.CSafeLoader):
        pass
"""


def many(folder: Path, times: int) -> Iterable[Figure]:
    """Commands on many registers in as many processes as there are processors, beside yaml.parse in one."""
    registers, processors = folder / "many", os.cpu_count() or 1
    make_registers.write(MANY, EACH, registers)
    cases = {
        "mou check": (("check", str(registers)), 1.6),
        "mou status -f json": (("status", "-f", "json", "-r", str(registers), "--as-of", DAY), 2.6),
    }
    for name, (arguments, wanted) in cases.items():
        for processes in sorted({1, processors}):
            ratios, memory = [], 0.0
            for _ in range(times):
                floor = piped([sys.executable, "-c", FLOOR_OF_ALL, str(registers)], folder)
                run = shared(arguments, folder, processes)
                ratios.append(run.busiest(processes) / floor.seconds)
                memory = max(memory, run.megabytes)
            most = wanted if processes > 1 else None
            title = f"{name}, {MANY} x {EACH}, {processes} processes"
            yield Figure(f"{title}, beside yaml.parse", statistics.median(ratios), most, "x", "the busiest process")
            yield Figure(f"{title}, all at the peak", memory, 900, "MB")
    yield from _worth(folder, processors, times)


def _worth(folder: Path, processors: int, times: int) -> Iterable[Figure]:
    """From which size on processes pay: below 1 they are quicker than one."""
    for kilobytes in (250, 500, 1000, 2000, 4000):
        registers = folder / f"many-{kilobytes}"
        make_registers.write(10, kilobytes // 4, registers)  # a record has some 400 bytes
        ratios = []
        for _ in range(5 * times):
            alone, together = (_forced(registers, folder, number) for number in (1, processors))
            ratios.append(together / alone)
        yield Figure(
            f"mou check, {kilobytes} kB: {processors} processes beside one", statistics.median(ratios), None, "x"
        )


def _forced(registers: Path, folder: Path, processes: int) -> float:
    """The processor time of the busiest process, whatever the size."""
    return shared(("check", str(registers)), folder, processes, at_any_size=True).busiest(processes)


def edited(folder: Path, register: Path, times: int) -> Iterable[Figure]:
    """An edit of one record beside a check of the same file."""
    original, copy = folder / "to-edit.yaml", folder / "edited.yaml"
    original.write_text(register.read_text("utf-8") + hard_registers.TO_EDIT, "utf-8")
    shutil.copyfile(original, copy)
    edits = {
        "mou close": ("close", "--on", "2026-08-31", "--how", "terminated"),
        "mou extend": ("extend", "--signed", "2026-08-31", "--term", "2 years"),
        "mou close --dry-run": ("close", "--on", "2026-08-31", "--how", "terminated", "--dry-run"),
    }
    check = partial(piped, mou("check", str(original)), folder)

    def edit(name: str, *options: str) -> Run:
        shutil.copyfile(original, copy)
        return piped(on(copy, name, hard_registers.EDITED, *options), folder)

    runs: dict[str, Callable[[], Run]] = {name: partial(edit, *options) for name, options in edits.items()}
    for name, one in pairs(check, runs, times, warm=False).items():
        yield Figure(f"{name} of one record, beside the check", one.ratio, 2, "x", _note(one, memory=True))


def sheets(folder: Path, times: int) -> Iterable[Figure]:
    """A workbook of 20,000 rows taken in, beside the library alone that reads it."""
    workbook, empty = folder / "list.xlsx", folder / "empty.yaml"
    make_register.write_workbook(LARGE, workbook)
    take = on(empty, "import", str(workbook))
    cases: Mapping[str, tuple[Sequence[str], float | None]] = {
        "mou import --guess": ([*take, "--guess"], 10),
        "mou import --dry-run": ([*take, "--dry-run"], 10),
        "mou import --yes": ([*take, "--yes"], None),
    }

    def taken(command: Sequence[str]) -> Run:
        empty.write_text("agreements: []\n", "utf-8")
        return piped(command, folder)

    runs = {name: partial(taken, command) for name, (command, _) in cases.items()}
    floor = partial(piped, [sys.executable, "-c", SHEET, str(workbook)], folder)
    for name, one in pairs(floor, runs, times, warm=False).items():
        yield Figure(f"{name}, beside python-calamine", one.ratio, cases[name][1], "x", _note(one, memory=True))


def growth(folder: Path, times: int) -> Iterable[Figure]:
    """What four times the size costs; linear is 4, and less where the start-up still counts."""
    for count in (1000, 4000):
        (folder / f"extended-{count}.yaml").write_text(hard_registers.extended(count), "utf-8")
    for count in (4000, 16_000):
        (folder / f"waived-{count}.yaml").write_text(hard_registers.waived(count), "utf-8")
    (folder / "chained.yaml").write_text(hard_registers.chained(500), "utf-8")
    plan = {count: on(folder / f"{count}.yaml", "plan", "--all") for count in (1000, 4000, QUARTER, LARGE)}
    page = str(folder / "page.html")
    extended = [folder / f"extended-{count}.yaml" for count in (1000, 4000)]
    waived = [folder / f"waived-{count}.yaml" for count in (4000, 16_000)]
    fourfold: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
        "mou plan --all: 4,000 beside 1,000 agreements": (plan[1000], plan[4000]),
        "mou plan --all: 20,000 beside 5,000 agreements": (plan[QUARTER], plan[LARGE]),
        "mou check: 20,000 beside 5,000 agreements": (
            mou("check", str(folder / f"{QUARTER}.yaml")),
            mou("check", str(folder / f"{LARGE}.yaml")),
        ),
        "mou report: 20,000 beside 5,000 agreements": (
            on(folder / f"{QUARTER}.yaml", "report", "-o", page),
            on(folder / f"{LARGE}.yaml", "report", "-o", page),
        ),
        "mou check: 4,000 beside 1,000 extensions of one record": (
            mou("check", str(extended[0])),
            mou("check", str(extended[1])),
        ),
        "mou status: 4,000 beside 1,000 extensions of one record": (
            on(extended[0], "status"),
            on(extended[1], "status"),
        ),
        "mou check: 16,000 beside 4,000 waivers in broken records": (
            mou("check", str(waived[0])),
            mou("check", str(waived[1])),
        ),
    }
    for name, (small, big) in fourfold.items():
        one = pairs(partial(piped, small, folder), {name: partial(piped, big, folder)}, times, warm=False)[name]
        yield Figure(name, one.ratio, 4.4, "x", _note(one))
    for command in (mou("check", str(folder / "chained.yaml")), on(folder / "chained.yaml", "status")):
        run = piped(command, folder)
        name = f"mou {command[len(MOU)]}, a chain of 500 `ends_with`: exit status"
        yield Figure(name, run.status, 1, "", f"{run.seconds:.1f} s")


def beside_peers(folder: Path, times: Rounds) -> Iterable[Figure]:
    """The same work done by others."""
    if not peers.installed():
        print("\nyamllint, check-jsonschema, khal and bean-check are left out: --peers installs them")
        return
    schema = folder / "schema.json"
    piped(mou("schema"), folder, into=schema)
    for count, rounds in ((50, times.start), (QUARTER, times.scale)):
        register, ledger = folder / f"{count}.yaml", folder / f"{count}.beancount"
        make_register.write(count, register)
        peers.write_ledger(count, register.stat().st_size, ledger)
        checks = {"mou check": mou("check", str(register)), **peers.checkers(register, schema)}
        checks |= {"bean-check, a ledger of that size": peers.ledger_check(ledger)}
        yield from _beside(f"{count} agreements", checks, folder, min(rounds, 7), count == 50)
    register, calendar = folder / "50.yaml", folder / "mou.ics"
    piped(on(register, "calendar", "-o", str(calendar)), folder)
    peers.set_up_khal(calendar, folder)
    lists = {
        "mou agenda": on(register, "agenda", "--days", "3650"),
        "khal list, its database made before": peers.khal_list(folder, DAY, 3650),
    }
    yield from _beside("50 agreements", lists, folder, min(times.start, 7), True)


def _beside(what: str, commands: Mapping[str, Sequence[str]], folder: Path, times: int, warm: bool) -> Iterable[Figure]:
    """Each as a ratio to `python -c pass`, with the memory."""
    runs = {name: partial(piped, command, folder) for name, command in commands.items()}
    for name, one in pairs(partial(piped, NOTHING, folder), runs, times, warm).items():
        yield Figure(f"{name}, {what}", one.ratio, None, "x", _note(one, memory=True))


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="start|scale|many|peers", help="only these parts; else all")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--peers", action="store_true", help="install what the figures are compared with")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - {"start", "scale", "many", "peers"}
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    parts = arguments.parts or ["start", "scale", "many", "peers"]
    times = Rounds(5, 1) if arguments.quick else Rounds(15, 3)
    if arguments.peers and not peers.installed():
        peers.install()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors; ratios of processor time, medians of "
        f"{times.start} pairs, {times.scale} where large; seen from {DAY}"
    )
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        # What is not installed would end at once, and look fast.
        subprocess.run(mou("--version"), check=True, stdout=subprocess.DEVNULL, cwd=folder, env=environment(folder))
        if "start" in parts:
            told("Start-up, beside `python -c pass`", start_up(folder, times.start))
        if "scale" in parts:
            for count in (1000, 4000, QUARTER, LARGE):
                make_register.write(count, folder / f"{count}.yaml")
            told(f"{LARGE} agreements", large(folder, times.scale))
            told(f"A workbook of {LARGE} rows", sheets(folder, times.scale))
            told("Growth", growth(folder, times.scale))
        if "many" in parts:
            told(f"{MANY} registers", many(folder, times.scale))
        if "peers" in parts:
            told("Peers, beside `python -c pass`", beside_peers(folder, times))


if __name__ == "__main__":
    main()
