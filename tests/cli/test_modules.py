"""Pay for what you use: which modules each command may load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEAVY = (
    "rich",
    "holidays",
    "jinja2",
    "icalendar",
    "smtplib",
    "sqlite3",
    "ssl",
    "email.message",
    "openpyxl",
    "yaml",
    "dateutil",
    "dateutil.parser",
    "dateutil.rrule",
    "dateutil.tz",
    "dateutil.easter",
    "babel",
    "difflib",
    "json",
    "csv",
    "xml",
    "http",
    "asyncio",
    "inspect",
    "dataclasses",
    "tempfile",
    "shutil",
    "hashlib",
    "zoneinfo",
    "encodings.idna",
    "importlib.resources",
    "importlib.metadata",
    "secrets",
    "html",
    "email.policy",
    "multiprocessing",
    "concurrent.futures",
    "mou_tracker.cli.several",
    "mou_tracker.register.several",
)
PROGRAM = """
import sys
from mou_tracker.cli.main import main
status = main(sys.argv[2:])
print(",".join(name for name in sys.argv[1].split(",") if name in sys.modules), file=sys.stderr)
sys.stdout.flush()
sys.exit(status)
"""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Which of the heavy modules a run in a folder loads."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(HEAVY), *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        check=True,
    )
    return set(ran.stderr.splitlines()[-1].split(",")) - {""}


# click asks difflib for near misses before it tries a short option such as `-f`.
BY_CLICK = {"inspect", "difflib"}


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--help",), {"shutil"}),  # click asks it how wide the terminal is
        (
            ("--version",),
            {
                "email.message",
                "email.policy",
                "csv",
                "json",
                "importlib.metadata",
                "importlib.resources",
                "tempfile",
                "shutil",
                "hashlib",
            },
        ),
        (("status",), {"yaml", "dateutil"}),
        (("status", "--as-of=2025-03-24"), {"yaml", "dateutil"}),
        (("status", "-f", "json"), {"yaml", "dateutil", "json"}),
        (("show", "melbourne-2024"), {"yaml", "dateutil"}),
        (("plan", "melbourne-2024"), {"yaml", "dateutil"}),
        (("agenda",), {"yaml", "dateutil"}),
        (("timeline",), {"yaml", "dateutil"}),
        (("check", "data"), {"yaml", "dateutil", "mou_tracker.register.several"}),
        (
            ("report", "-o", "page.html"),
            {"yaml", "dateutil", "jinja2", "json", "html", "hashlib", "tempfile", "shutil"},
        ),
    ],
)
def test_a_command_loads_only_what_it_needs(bandung: Path, arguments: tuple[str, ...], allowed: set[str]) -> None:
    """Piped: no command that reads loads rich or the holidays library, and `--help` not even the YAML reader.

    Of dateutil only `relativedelta` comes: what guesses dates and what skips months is never at hand.
    """
    assert loaded(bandung.parent.parent, *arguments) - BY_CLICK <= allowed


def test_nothing_is_loaded_while_garbage_is_looked_for(bandung: Path) -> None:
    """To look through all that the libraries make would cost a twelfth of a run, so the entry comes before them."""
    program = """
import gc, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if gc.isenabled() and not name.startswith("mou_tracker.__main__"):
            print(name, file=sys.stderr)
import mou_tracker
sys.meta_path.insert(0, Watch())
from mou_tracker.__main__ import run
run()
"""
    command = [sys.executable, "-c", program, "status"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=bandung.parent.parent, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_look_at_what_is_due_loads_nothing_that_sends(bandung: Path) -> None:
    """A dry run reads its ledger, which is SQLite's, and prints; mail, locks and drafts are for runs that send."""
    folder = bandung.parent.parent
    folder.chmod(0o700)
    loaded(folder, "remind", "--init", "--ledger", "ledger.sqlite")
    # The keys of reminders are hashes.
    allowed = {"yaml", "dateutil", "sqlite3", "hashlib"}
    assert loaded(folder, "remind", "--dry-run", "--ledger", "ledger.sqlite") - BY_CLICK <= allowed


def test_a_second_run_of_another_country_leaves_the_library_alone(tmp_path: Path) -> None:
    """What the first run kept of Japan's days off, the next one reads."""
    (tmp_path / "r.yaml").write_text("register: {holidays: {country: JP}}\nagreements: []\n")
    assert ["holidays" in loaded(tmp_path, "status", "-r", "r.yaml") for _ in range(2)] == [True, False]


def test_a_dry_run_looks_for_garbage_among_its_own_things(bandung: Path) -> None:
    """What was loaded and read before stays, and is not looked through: that would take a tenth of the run."""
    folder = bandung.parent.parent
    folder.chmod(0o700)
    loaded(folder, "remind", "--init", "--ledger", "ledger.sqlite")
    program = """
import gc, sys
from mou_tracker.__main__ import run
gc.disable()
gc.callbacks.append(lambda phase, told: print("kept", gc.get_freeze_count() > 1000, file=sys.stderr))
run()
"""
    command = [sys.executable, "-c", program, "remind", "--dry-run", "--ledger", "ledger.sqlite"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert {line for line in ran.stderr.splitlines() if line.startswith("kept")} == {"kept True"}
