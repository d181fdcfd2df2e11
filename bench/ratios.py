"""How long the commands take, as ratios to `python -c pass` measured in the same run.

`python bench/ratios.py [--large N]`: the shipped register piped and on a terminal; with --large a generated register
of N agreements against merely iterating over `yaml.parse` on the same file. Prints; never fails.
"""

from __future__ import annotations

import argparse
import os
import pty
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "data" / "agreements.yaml"
MOU = [sys.executable, "-m", "mou_tracker"]
FLOOR = """
import sys, yaml
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
for event in yaml.parse(text, Loader=yaml.CSafeLoader):
    pass
"""


def piped(command: list[str]) -> float:
    """Seconds of one run whose output goes into a pipe."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    return time.perf_counter() - start


def on_terminal(command: list[str]) -> float:
    """Seconds of one run whose output goes to a pseudo-terminal."""
    start = time.perf_counter()
    child, screen = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execv(command[0], command)
    try:
        while os.read(screen, 65536):
            pass
    except OSError:
        pass  # the other side has closed: the program has ended
    os.waitpid(child, 0)
    os.close(screen)
    return time.perf_counter() - start


def median(run: object, command: list[str], times: int) -> float:
    """The median of some runs after one to warm up."""
    assert callable(run)
    run(command)
    return statistics.median(run(command) for _ in range(times))


def small(times: int) -> None:
    """The commands on the shipped register."""
    base = median(piped, [sys.executable, "-c", "pass"], times)
    print(f"python -c pass  {base * 1000:6.1f} ms")
    cases = [
        ("mou --help, piped", piped, ["--help"]),
        ("mou status, piped", piped, ["status", "-r", str(REGISTER)]),
        ("mou status, terminal", on_terminal, ["status", "-r", str(REGISTER)]),
        ("mou show, piped", piped, ["show", "petaling-jaya-2015", "-r", str(REGISTER)]),
        ("mou check, piped", piped, ["check", str(REGISTER)]),
    ]
    for name, run, arguments in cases:
        seconds = median(run, MOU + arguments, times)
        print(f"{name:22}{seconds * 1000:6.1f} ms  {seconds / base:5.1f} x")


def large(number: int) -> None:
    """The commands on a generated register."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "agreements.yaml")
        subprocess.run([sys.executable, str(ROOT / "bench" / "make_register.py"), str(number), path], check=True)
        floor = min(piped([sys.executable, "-c", FLOOR, path]) for _ in range(3))
        print(f"{number} agreements, {os.path.getsize(path) / 1e6:.1f} MB; yaml.parse alone {floor:.2f} s")
        for name, arguments in (("status -f json", ["status", "-f", "json", "-r", path]), ("check", ["check", path])):
            seconds = min(piped(MOU + arguments) for _ in range(3))
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"mou {name:16}{seconds:6.2f} s  {seconds / floor:5.2f} x  at most {memory:.0f} MB")


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--large", type=int, metavar="N")
    arguments = parser.parse_args()
    small(arguments.times)
    if arguments.large:
        large(arguments.large)


if __name__ == "__main__":
    main()
