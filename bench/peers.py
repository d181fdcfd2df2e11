"""`mou check` beside yamllint and check-jsonschema on the same file in the same run, as ratios.

`pip install yamllint check-jsonschema` first. `python bench/peers.py [--large N]`: 50 agreements, and with
--large N more. Prints; never fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ratios import FLOOR, MOU, ROOT, median, piped

SCHEMA = ROOT / "docs" / "register.schema.json"
RULES = "{extends: relaxed, rules: {line-length: disable}}"


def peers(path: str) -> dict[str, list[str]]:
    """What each checker is called with."""
    here = Path(sys.executable).parent
    return {
        "mou check": [*MOU, "check", path],
        "yamllint": [str(here / "yamllint"), "-d", RULES, path],
        "check-jsonschema": [str(here / "check-jsonschema"), "--schemafile", str(SCHEMA), path],
    }


def compare(number: int, times: int, folder: str) -> None:
    """Time all of them on a generated register."""
    path = str(Path(folder) / f"{number}.yaml")
    subprocess.run([sys.executable, str(ROOT / "bench" / "make_register.py"), str(number), path], check=True)
    base = median(piped, [sys.executable, "-c", "pass"], times)
    floor = median(piped, [sys.executable, "-c", FLOOR, path], times)
    print(f"{number} agreements, {os.path.getsize(path) / 1e6:.2f} MB; python -c pass {base * 1000:.0f} ms, "
          f"yaml.parse alone {floor:.2f} s")  # fmt: skip
    for name, command in peers(path).items():
        if not shutil.which(command[0]):
            print(f"  {name:18} is not installed")
            continue
        seconds = median(piped, command, times)
        print(f"  {name:18}{seconds:8.2f} s  {seconds / base:7.1f} x pass  {seconds / floor:6.2f} x yaml.parse")


def main() -> None:
    """Parse the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, metavar="N")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(50, 9, folder)
        if arguments.large:
            compare(arguments.large, 1, folder)


if __name__ == "__main__":
    main()
