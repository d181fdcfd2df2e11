"""How long the report, the calendar and the timeline take: `python bench/report.py [--large N]`.

The shipped register as ratios to `python -c pass` measured in the same run; then a report of N and of 2 N generated
agreements, which shows whether it grows in proportion. Prints; never fails.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data" / "agreements.yaml"
MOU = [sys.executable, "-m", "mou_tracker"]


def seconds(command: list[str]) -> float:
    """One run whose output is thrown away."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=ROOT)
    return time.perf_counter() - start


def median(command: list[str], times: int) -> float:
    """The median of some runs after one to warm up."""
    seconds(command)
    return statistics.median(seconds(command) for _ in range(times))


def small(times: int) -> None:
    """The commands on the shipped register."""
    base = median([sys.executable, "-c", "pass"], times)
    print(f"python -c pass       {base * 1000:7.1f} ms")
    for name in ("report", "calendar", "timeline", "status -f prometheus", "status -f nagios"):
        taken = median([*MOU, *name.split(), "-r", str(SHIPPED)], times)
        print(f"mou {name:20} {taken * 1000:7.1f} ms  {taken / base:5.1f} x")


def large(number: int) -> None:
    """The report of generated registers, one twice as large as the other."""
    with tempfile.TemporaryDirectory() as folder:
        for count in (number, 2 * number):
            register, page = Path(folder) / f"{count}.yaml", Path(folder) / f"{count}.html"
            subprocess.run([sys.executable, "bench/make_register.py", str(count), str(register)], check=True, cwd=ROOT)
            taken = min(seconds([*MOU, "report", "-r", str(register), "-o", str(page)]) for _ in range(3))
            size = os.path.getsize(page)
            print(f"report of {count:6} {taken:6.2f} s  {1000 * taken / count:5.2f} ms each  {size / 1e6:5.2f} MB")


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--large", type=int, metavar="N", default=1000)
    arguments = parser.parse_args()
    small(arguments.times)
    large(arguments.large)


if __name__ == "__main__":
    main()
