"""Out to a spreadsheet, through LibreOffice, and back: `python tools/libreoffice.py` tells what came of it.

The register of Bandung is exported, LibreOffice (headless, driven by its own Python library) opens the workbook,
changes three cells, and saves it as .xlsx, .ods and .xls; each is imported into a copy of the register. Wanted are
three edits each. Needs Debian's `libreoffice-calc-nogui` and `python3-uno`. It is no test: they are 500 MB.
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "tests" / "data" / "register.yaml"
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
# Run by the system's Python, which has LibreOffice's library.
DRIVER = """
import sys, time, uno
from com.sun.star.beans import PropertyValue

def given(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())

source, pipe, *wanted = sys.argv[1:]
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for _ in range(100):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.3)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, given(Hidden=True))
sheet = book.Sheets.getByName("agreements")
heads = [sheet.getCellByPosition(n, 0).String for n in range(60)]
ids = [sheet.getCellByPosition(heads.index("id"), n).String for n in range(100)]

def cell(id, head):
    return sheet.getCellByPosition(heads.index(head), ids.index(id))

cell("petaling-jaya-2015", "term").String = "6 years"
cell("petaling-jaya-2015", "signed").FormulaLocal = "2015-11-28"
cell("daegu", "title").String = "Kota bersaudara Bandung - Daegu (naskah)"
for one in wanted:
    path, filter = one.split("=")
    book.storeToURL(uno.systemPathToFileUrl(path), given(FilterName=filter))
book.close(True)
try:
    desktop.terminate()
except Exception:
    pass
"""


def mou(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    command = [sys.executable, "-m", "mou_tracker", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})


def main() -> int:
    """Export, change, import; 0 if each way back made three edits and no other."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        exported = folder / "register.xlsx"
        print(mou("export", exported, "-r", REGISTER).stderr, end="")
        files = {kind: folder / f"changed.{kind}" for kind in FILTERS}
        pipe = f"mou{os.getpid()}"
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation=file://{folder}/profile",
                f"--accept=pipe,name={pipe};urp;",
            ]
        )
        wanted = [f"{path}={FILTERS[kind]}" for kind, path in files.items()]
        subprocess.run(["/usr/bin/python3", "-c", DRIVER, str(exported), pipe, *wanted], check=True, timeout=120)
        time.sleep(1)
        office.terminate()
        return max(compared(kind, path, folder) for kind, path in files.items())


def compared(kind: str, path: Path, folder: Path) -> int:
    """Import one file into a copy and print which lines changed."""
    register = folder / kind / "agreements.yaml"
    register.parent.mkdir()
    shutil.copy(REGISTER, register)
    ran = mou("import", path, "-r", register, "--update", "--yes")
    old, new = (one.read_text("utf-8").splitlines() for one in (REGISTER, register))
    lines = [
        line
        for line in difflib.unified_diff(old, new, lineterm="", n=0)
        if line[:1] in "+-" and line[1:3] != line[:1] * 2
    ]
    changed = sum(line.startswith("+") for line in lines)
    print(f"\n.{kind}: exit {ran.returncode}, {changed} lines changed")
    print("\n".join(f"  {line}" for line in lines))
    if ran.returncode or changed != 3:
        print(ran.stdout + ran.stderr)
    return int(ran.returncode != 0 or changed != 3)


if __name__ == "__main__":
    sys.exit(main())
