"""A git repository of the test's own, with fixed names and days."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import need

Commit = Callable[..., str]


@pytest.fixture
def commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Commit files of an empty repository, which is the working folder; gives the hash."""
    need("git")
    folder = tmp_path / "office"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def git(*arguments: str, **variables: str) -> str:
        environment = {**os.environ, **variables}
        ran = subprocess.run(["git", *arguments], check=True, capture_output=True, text=True, env=environment)
        return ran.stdout.strip()

    git("init", "-q", "-b", "main")

    def make(
        files: dict[str, str | None], day: str = "2026-01-05", author: str = "Ani Lestari", what: str = "x"
    ) -> str:
        for name, text in files.items():
            path = folder / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="")
        git("add", "-A")
        named = {"NAME": author, "EMAIL": "a@example.org", "DATE": f"{day}T12:00:00+0700"}
        variables = {f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in named.items()}
        git("commit", "-q", "--allow-empty", "-m", what, **variables)
        return git("rev-parse", "HEAD")

    return make
