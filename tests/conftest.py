"""What all tests share: running the program as a user would, and comparing whole outputs with golden files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
FROZEN = ROOT / "tests" / "data" / "register.yaml"
R = TypeVar("R", pytest.TestReport, pytest.CollectReport)


# A slow machine is no counter-example. CI draws the same examples every time, a developer's run new ones, and
# `--hypothesis-profile=fresh` new ones in CI too: on failure it prints the line that draws that example again.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("fresh", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden` writes the golden files anew instead of comparing with them."""
    parser.addoption("--golden", action="store_true", help="rewrite the golden files")


@pytest.fixture(autouse=True)
def _no_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the real home folder, the real register or the developer's language, nor writes into the clone."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MOU_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    for name in ("NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def need(tool: str) -> str:
    """The path of a program that is no Python package. Where there is none a test is skipped.

    A variable like `CHROMIUM` may name another one; one like `ZSH`, which people set to a folder, does not.
    """
    path = shutil.which(os.environ.get(tool.upper(), tool)) or shutil.which(tool)
    if path is None:
        pytest.skip(f"this test needs {tool}: apt-get install {tool}")
    return path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that CI skips would be one that nobody runs: there a skip is an error."""
    return not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    return not_skipped((yield))


def not_skipped(report: R) -> R:
    """The report, failed where a test was skipped in CI; an expected failure is none."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        report.outcome = "failed"
        report.longrepr = f"no test may be skipped where CI is set. {why}"
    return report


@dataclass(frozen=True)
class Ran:
    """One run: exit status and what it printed."""

    status: int
    out: str
    err: str


@pytest.fixture
def mou(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the program in this process with these arguments."""
    # Here and not above: tests of one room import nothing of the commands, so that a change there cannot break them.
    from mou_tracker.cli.main import main

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], None]]:
    """Compare a whole output with `tests/golden/NAME`, byte for byte."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert text.encode() == path.read_bytes(), f"differs from {path.relative_to(ROOT)}"

    return compare


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write a register into an empty working folder and go there."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "agreements.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        return path

    return write


@pytest.fixture
def bandung(register: Callable[..., Path]) -> Path:
    """The frozen register where a user has his: data/agreements.yaml of the working folder, found without `-r`."""
    return register(FROZEN.read_text("utf-8"), "data/agreements.yaml")
