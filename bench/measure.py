"""One run of a program: the processor time and memory that it took, and pairs of runs as ratios.

Processor time (user and system) rather than time on the clock: on a machine that others use too, the clock says what
they do.
"""

from __future__ import annotations

import fcntl
import os
import pty
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

NOTHING = [sys.executable, "-c", "pass"]
SCREEN = (40, 120)  # lines and columns
_OURS = ("MOU_", "LC_", "LANG", "GITHUB_", "CI_", "NO_COLOR", "PYTHON", "XDG_", "COLUMNS", "LINES")


class Run(NamedTuple):
    """What one run took: `seconds` of processor time, `megabytes` at its peak, and its exit status."""

    seconds: float
    megabytes: float
    status: int


class Pairs(NamedTuple):
    """Runs in turn with a base: the medians of the ratio, of the processor time, and the highest memory of all."""

    ratio: float
    seconds: float
    megabytes: float
    status: int


def environment(home: Path) -> Mapping[str, str]:
    """An environment in which nothing of the caller's own changes what is measured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def piped(command: Sequence[str], home: Path, into: Path | None = None) -> Run:
    """One run whose output goes into a pipe and is thrown away, or into the file `into`; its errors are thrown away.

    The kernel counts the memory of the process that starts a program as the program's own until it begins, so this
    process stays small: it keeps nothing of the output.
    """
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        cwd=home,
        env=environment(home),
    )
    assert child.stdout
    with child.stdout as output, into.open("wb") if into else open(os.devnull, "wb") as kept:
        while part := output.read(65536):
            kept.write(part)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, child.returncode)


class Shared(NamedTuple):
    """What one run in several processes took: processor time of the first and of all others, and the memory of all."""

    first: float
    others: float
    megabytes: float
    status: int

    def busiest(self, processes: int) -> float:
        """The processor time of the one that works longest: what the run would last with a processor for each."""
        return self.first + self.others / processes


_TELLING = """
import gc, os, resource, sys
from mou_tracker.cli.main import main
from mou_tracker.cli.several import processes
gc.disable()
if sys.argv.pop(1) == "any":
    processes.WORTH = 0
status = main(sys.argv[2:])
sys.stdout.flush()
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
with open(sys.argv[1], "w") as out:
    print(*(one.ru_utime + one.ru_stime for one in used), file=out)
os._exit(status)
"""
_LOOK_AGAIN = 0.2  # seconds


def shared(arguments: Sequence[str], home: Path, processes: int, at_any_size: bool = False) -> Shared:
    """One run of ours in so many processes, its output thrown away. Memory that they share counts once (PSS).

    `at_any_size`: also where we would not share the work.
    """
    told = home / "used"
    command = [sys.executable, "-c", _TELLING, "any" if at_any_size else "large", str(told), *arguments]
    variables = {**environment(home), "MOU_PROCESSES": str(processes)}
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, cwd=home, env=variables)
        peak = 0
        while child.poll() is None:
            peak = max(peak, _kilobytes(child.pid))
            time.sleep(_LOOK_AGAIN)
    first, others = map(float, told.read_text("utf-8").split())
    return Shared(first, others, peak / 1024, child.returncode)


def _kilobytes(process: int) -> int:
    """The memory of a process and those that it has begun; 0 for one that has just ended."""
    folder = Path("/proc") / str(process)
    try:
        [own] = [one for one in (folder / "smaps_rollup").read_text("utf-8").splitlines() if one.startswith("Pss:")]
        begun = [one for task in (folder / "task").iterdir() for one in (task / "children").read_text("utf-8").split()]
    except (OSError, ValueError):
        return 0
    return int(own.split()[1]) + sum(_kilobytes(int(one)) for one in begun)


def on_terminal(command: Sequence[str], home: Path) -> Run:
    """One run whose output goes to a pseudo-terminal."""
    variables = environment(home)
    child, screen = pty.fork()
    if child == 0:
        os.chdir(home)
        os.execve(command[0], list(command), dict(variables))
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", *SCREEN, 0, 0))
    try:
        while os.read(screen, 65536):
            pass
    except OSError:
        pass  # the other side has closed: the program has ended
    _, status, used = os.wait4(child, 0)
    os.close(screen)
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def pairs(base: Callable[[], Run], cases: Mapping[str, Callable[[], Run]], times: int, warm: bool) -> dict[str, Pairs]:
    """Each case beside the base, as often as `times`: base, case, base, case … so that both meet the same machine.

    `warm` runs each case once before, which leaves the compiled modules and the files where a second run finds them.
    """
    found: dict[str, list[tuple[float, Run]]] = {name: [] for name in cases}
    if warm:
        base()
        for case in cases.values():
            case()
    for _ in range(times):
        for name, case in cases.items():
            before, run = base(), case()
            found[name].append((run.seconds / before.seconds, run))
    return {name: _median(runs) for name, runs in found.items()}


def _median(runs: Sequence[tuple[float, Run]]) -> Pairs:
    return Pairs(
        statistics.median(ratio for ratio, _ in runs),
        statistics.median(run.seconds for _, run in runs),
        max(run.megabytes for _, run in runs),
        max((run.status for _, run in runs), key=abs),
    )
