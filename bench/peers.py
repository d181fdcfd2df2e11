"""The programs that others use for like work, at fixed versions, in an environment of their own outside this project.

What they are given says as much as ours: yamllint and check-jsonschema look at the same register, the latter with our
schema; bean-check reads a ledger with one entry an agreement and as many bytes; khal lists the calendar that
`mou calendar` writes, as `mou agenda` lists the register.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import gettempdir

VERSIONS = ("yamllint==1.38.0", "check-jsonschema==0.39.0", "khal==0.14.1", "beancount==3.2.3")
RULES = "{extends: relaxed, rules: {line-length: disable}}"
_KHAL = """[calendars]
[[mou]]
path = {folder}/calendar
type = calendar
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Jakarta
default_timezone = Asia/Jakarta
"""


def folder() -> Path:
    """Where they are: one folder for one set of versions and one Python."""
    home = os.environ.get("XDG_CACHE_HOME") or (os.path.expanduser("~/.cache") if "HOME" in os.environ else "")
    versions = "-".join(version.partition("==")[2] for version in VERSIONS)
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-{versions}"
    return Path(home or gettempdir()) / "mou-bench" / name


def installed() -> bool:
    """Whether all of them are there."""
    names = (version.partition("==")[0] for version in VERSIONS)
    return all((folder() / "bin" / ("bean-check" if name == "beancount" else name)).exists() for name in names)


def install() -> None:
    """Fetch them from the package index."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder())], check=True)
    subprocess.run([_program("pip"), "install", "--quiet", "--disable-pip-version-check", *VERSIONS], check=True)


def checkers(register: Path, schema: Path) -> Mapping[str, Sequence[str]]:
    """Those that look at the register itself."""
    return {
        "yamllint": [_program("yamllint"), "-d", RULES, str(register)],
        "check-jsonschema": [_program("check-jsonschema"), "--schemafile", str(schema), str(register)],
    }


def ledger_check(ledger: Path) -> Sequence[str]:
    """What reads and checks the whole ledger anew, as `mou check` does."""
    return [_program("bean-check"), "--no-cache", str(ledger)]


def write_ledger(count: int, size: int, path: Path) -> None:
    """Write a ledger of so many transactions and about so many bytes, which is free of errors."""
    head = "2005-01-01 open Assets:Cash IDR\n2005-01-01 open Expenses:Travel IDR\n"
    entry = (
        '{day} * "District {n}" "Memorandum of understanding no. {n} between Bandung and district {n}"\n'
        '  number: "{n}"\n  owner: "officer{n}@example.org"\n  source: "https://example.org/report/{n}"\n'
        '  notes: "{pad}"\n'
        "  Expenses:Travel  {n}.00 IDR\n  Assets:Cash\n\n"
    )
    bare = len(entry.format(day="2005-01-01", n=count, pad=""))
    pad = "x" * max(0, (size - len(head)) // count - bare)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(head)
        for n in range(1, count + 1):
            out.write(entry.format(day=f"{2005 + n % 20}-{n % 12 + 1:02}-{n % 28 + 1:02}", n=n, pad=pad))


def set_up_khal(calendar: Path, home: Path) -> None:
    """Hand a calendar file to khal, which keeps each of its events as a file and all of them in a database."""
    (home / "calendar").mkdir()
    (home / "khal.conf").write_text(_KHAL.format(folder=home), "utf-8")
    command = [_program("khal"), "-c", str(home / "khal.conf"), "import", "--batch", "-a", "mou", str(calendar)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def khal_list(home: Path, first: str, days: int) -> Sequence[str]:
    """All events of so many days from `first` on, from khal's database."""
    return [_program("khal"), "-c", str(home / "khal.conf"), "list", first, f"{days}d"]


def _program(name: str) -> str:
    return str(folder() / "bin" / name)
