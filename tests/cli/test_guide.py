"""docs/id/panduan.md and docs/questions.md: what an office is told to type is typed, in order, and prints what the page
shows.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from tests.conftest import ROOT, need

GUIDE = ROOT / "docs" / "id" / "panduan.md"
QUESTIONS = ROOT / "docs" / "questions.md"
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
TABLED = re.compile(r"^\|[^|]*\| `mou ([^`|]+)` \|$", re.MULTILINE)
DAY = "--as-of=2026-11-21"
WITHOUT_DAY = ("init", "check")


def typed(line: str, language: str = "id") -> tuple[int, str]:
    """The exit status of a command, and what stands on the screen after it: results and remarks as they come."""
    from mou_tracker.cli.main import main

    arguments = shlex.split(line)
    day = [] if arguments[0] in WITHOUT_DAY else [DAY]
    screen = TextIOWrapper(BytesIO(), "utf-8", newline="\n", write_through=True)
    with redirect_stdout(screen), redirect_stderr(screen):
        status = main([*arguments, *day, "--lang", language])
    screen.flush()
    screen.seek(0)
    return status, screen.read()


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what is printed below it."""
    for part in block.split("$ mou ")[1:]:
        line, _, printed = part.partition("\n")
        yield line, printed


def test_the_guide_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """From `mou init` to the monthly meeting. `--golden` writes what is printed into the page: read that diff."""
    page = GUIDE.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    Path("naskah-suwon.pdf").write_bytes(b"%PDF-1.7\n")
    found, failed = [], []
    for block in CONSOLE.findall(page):
        made = ""
        for line, _ in commands(block):
            status, printed = typed(line)
            failed += [(line, status, printed)] if status else []
            made += f"$ mou {line}\n{printed}"
            if line.startswith("init "):
                monkeypatch.chdir(tmp_path / "kerja-sama")
        found.append(made)
    assert failed == []
    if request.config.getoption("--golden"):
        pieces = iter(found)
        GUIDE.write_text(CONSOLE.sub(lambda _: next(pieces), page), "utf-8")
    assert CONSOLE.findall(GUIDE.read_text("utf-8")) == found
    for line in TABLED.findall(page):
        status, printed = typed(line)
        assert (line, status) == (line, 0), printed
    made = sorted(path.name for path in Path().iterdir())
    assert made == ["agreements.yaml", "daftar.xlsx", "documents", "rapat.html"]


def commit_on(day: str, register: str) -> None:
    """Let the register be in git as it was on a day."""
    need("git")
    Path("agreements.yaml").write_text(register, "utf-8")
    named = {"NAME": "Ani", "EMAIL": "ani@example.org", "DATE": f"{day}T12:00:00+0700"}
    variables = {f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in named.items()}
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "The register")):
        subprocess.run(["git", *command], check=True, env={**os.environ, **variables})


def test_the_questions_are_answered_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Each command of the page, of the register on it. `--golden` writes what is printed into the page."""
    page = QUESTIONS.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    register = page.split("<!-- register -->\n```yaml\n")[1].split("```\n")[0]
    (promise,) = re.findall(r"^ *follow_ups: .*\n", register, re.MULTILINE)
    commit_on("2026-10-30", register.replace(promise, ""))
    Path("agreements.yaml").write_text(register, "utf-8")
    found, statuses = [], set()
    for block in CONSOLE.findall(page):
        ((line, _),) = commands(block)
        status, printed = typed(line, "en")
        statuses.add(status)
        found.append(f"$ mou {line}\n{printed}")
    assert statuses == {0}
    if request.config.getoption("--golden"):
        pieces = iter(found)
        QUESTIONS.write_text(CONSOLE.sub(lambda _: next(pieces), page), "utf-8")
    assert CONSOLE.findall(QUESTIONS.read_text("utf-8")) == found


def blocks(page: str, kind: str) -> list[str]:
    """The blocks of code of a kind on a page of the root, without remarks and the spaces before them."""
    text = (ROOT / page).read_text("utf-8")
    found = re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(r" *#.*", "", block) for block in found]


@pytest.mark.parametrize("kind", ["sh", "cron"])
def test_both_readmes_tell_the_same_commands(kind: str) -> None:
    """What the English page shows is run elsewhere; the Indonesian one has the same, word for word."""
    assert blocks("README.id.md", kind) == blocks("README.md", kind) != []


def test_the_record_of_the_indonesian_readme_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is checked as it stands there, and its last day is the one that the page names."""
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "README.id.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    Path("agreements.yaml").write_text(block, "utf-8")
    assert typed("check --strict") == (0, "1 berkas, 1 perjanjian dibaca: 0 kesalahan, 0 peringatan\n")
    assert "last_day_earliest,last_day_latest" in typed("status -f csv")[1]
    assert ",2020-11-27,2020-11-27," in typed("status -f csv")[1]
