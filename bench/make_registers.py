"""Write many registers, a file each: `make_registers.py 550 500 FOLDER`, with so many records in each."""

from __future__ import annotations

import sys
from pathlib import Path

import make_register


def write(registers: int, records: int, folder: Path) -> None:
    """The registers, each told from the others by its id."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(registers):
        file = folder / f"region-{number:03}.yaml"
        make_register.write(records, file, seed=number)
        text = file.read_text("utf-8")
        file.write_text(text.replace("register:\n", f"register:\n  id: region-{number:03}\n", 1), "utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
