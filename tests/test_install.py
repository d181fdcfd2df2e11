"""Installing works as printed: every command of the pages, the action, the job for GitLab and the hook are run.

Nothing is fetched: what the repository's address stands for is a clone of this one, packages are wheels made of what is
installed here.
"""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import FROZEN, ROOT, need
from tests.test_docs import blocks
from tests.wheels import wheels_of_this_environment

ADDRESS = "https://git.example.org/mou"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BROKEN = "agreements:\n  - {id: a, title: A, partner: {name: A, country: XX}, kind: ksdpl, instrument: mou}\n"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

pytestmark = pytest.mark.xdist_group("install")  # the wheels and the clone are made once


def run(command: list[str], folder: Path, environment: dict[str, str], status: int = 0) -> str:
    """What a command printed; a wrong exit status fails with all that it said."""
    ran = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert ran.returncode == status, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheels_of_this_environment(tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository as it is committed."""
    need("git")
    if not (ROOT / ".git").exists():
        pytest.skip("this test needs the repository's history")
    folder = tmp_path_factory.mktemp("clone") / "mou"
    run(["git", "clone", "--quiet", str(ROOT), str(folder)], ROOT, dict(os.environ))
    return folder


@pytest.fixture
def away(tmp_path: Path, wheels: Path, clone: Path) -> dict[str, str]:
    """The environment of somebody with pip, pipx, uv, pre-commit and git, and without a network or this environment."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("pipx", "uv", "pre-commit"):
        (programs / name).symlink_to(Path(sys.executable).parent / name)
    (programs / "python3").symlink_to(sys.executable)
    home = tmp_path / "home"
    home.mkdir()
    own = {
        name: value for name, value in os.environ.items() if not re.match(r"PIP_|UV_|VIRTUAL_ENV|PYTHON|GIT_|LC_", name)
    }
    return own | {
        "HOME": str(home),
        "PATH": f"{programs}:{home}/.local/bin:/usr/bin:/bin",
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": f"url.file://{clone}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
        "GIT_CONFIG_KEY_1": "safe.directory",
        "GIT_CONFIG_VALUE_1": "*",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_NO_COMPILE": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_NO_CONFIG": "1",
        "UV_OFFLINE": "1",
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": str(wheels),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
    }


def with_what_is_installed(away: dict[str, str]) -> dict[str, str]:
    """Hashes of a lock can only be those of the files on an index: pip finds these packages installed already."""
    return away | {"PYTHONPATH": site.getsitepackages()[0]}


def revision(clone: Path) -> str:
    return run(["git", "rev-parse", "HEAD"], clone, dict(os.environ)).strip()


# The pages


def pins() -> list[tuple[str, str]]:
    """Every commit of this repository that a page names, with the page."""
    text = {page: page.read_text("utf-8") for page in PAGES if page.exists()}
    own = r"(?:git\.example\.org/mou@|example/mou@|ref: |rev: )([0-9a-zA-Z.]+)"
    return [(pin, page.name) for page, words in text.items() for pin in re.findall(own, words)]


def test_every_pin_names_what_exists(clone: Path) -> None:
    """A full commit of this repository's history (fetch all of it in CI), which has what is used from it."""
    assert {page for _, page in pins()} >= {"install.md", "ci.md", "README.md"}
    for pin in {pin for pin, _ in pins()}:
        assert re.fullmatch("[0-9a-f]{40}", pin)
        for path in ("action.yml", ".pre-commit-hooks.yaml", "templates/mou-check.yml", "requirements-run.lock"):
            run(["git", "cat-file", "-e", f"{pin}:{path}"], clone, dict(os.environ))


def test_nothing_is_taken_from_an_index_by_this_name() -> None:
    """Anybody could take the name there: an installation names the repository, a folder or a file."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    wrong = re.compile(
        r"(?:pip|pipx|uv|tool) install\b(?!.*--no-index)[^\n]*['\" ]mou-tracker(?:\[\w+\])?(?! ?@)(?:['\"` ]|$)", re.M
    )
    texts = [ROOT / name for name in listed if name.endswith((".md", ".yml", ".yaml", ".py", ".toml", ".po"))]
    assert [str(path.relative_to(ROOT)) for path in texts if wrong.search(path.read_text("utf-8", "replace"))] == []


@pytest.mark.parametrize("at", range(len(blocks(ROOT / "docs" / "install.md", "sh"))))
def test_installing_as_printed(at: int, away: dict[str, str], clone: Path, tmp_path: Path) -> None:
    """Each block of shell on the page, with the commit at hand, gives a program that tells its version."""
    script = blocks(ROOT / "docs" / "install.md", "sh")[at]
    script = re.sub(r"/mou@[0-9a-zA-Z]+", f"/mou@{revision(clone)}", script)
    environment = with_what_is_installed(away) if "--require-hashes" in script else away
    folder = tmp_path / "work"
    folder.mkdir()
    out = run(["bash", "-euo", "pipefail", "-c", script], folder, environment)
    if "--version" not in script:
        out = run(["mou", "--version"], folder, away)
    assert out.splitlines()[-1] == f"mou {VERSION}"


# What other repositories use


def test_the_hook_runs(away: dict[str, str], clone: Path, tmp_path: Path) -> None:
    """pre-commit installs it from the repository and runs it, as each configuration on the page says."""
    found = [text for text in blocks(ROOT / "docs" / "ci.md", "yaml") if ADDRESS in text and "repos:" in text]
    assert len(found) == 2
    for at, text in enumerate(found):
        folder = repository(tmp_path / str(at), away)
        config = re.sub(r"rev: \w+", f"rev: {revision(clone)}", text)
        (folder / ".pre-commit-config.yaml").write_text(config, "utf-8")
        run(["git", "add", "-A"], folder, away)
        assert run(["pre-commit", "run", "--all-files"], folder, away).count("Passed") == 1
        (folder / "data" / "agreements.yaml").write_text(BROKEN, "utf-8")
        run(["git", "add", "-A"], folder, away)
        assert "XX" in run(["pre-commit", "run", "--all-files"], folder, away, status=1)


def repository(folder: Path, environment: dict[str, str], register: str | None = None) -> Path:
    """A repository with a register in data/."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "agreements.yaml").write_text(register or FROZEN.read_text("utf-8"), "utf-8")
    run(["git", "init", "--quiet"], folder, environment)
    run(["git", "config", "user.email", "ani@example.org"], folder, environment)
    return folder


def filled(texts: dict[str, str], place: str, values: dict[str, Any]) -> dict[str, str]:
    """Variables with the inputs in their places."""
    return {name: re.sub(place, lambda found: str(values[found[1]]), text) for name, text in texts.items()}


def steps(action: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(action.read_text("utf-8"))["runs"]["steps"]
    return found


INPUTS = [
    ({}, FROZEN, 0),
    ({}, None, 1),
    ({"path": "data/\n", "output": "sarif:mou.sarif\njson:a b.json", "format": "concise"}, None, 1),
    ({"path": "data/agreements.yaml", "strict": "true", "summary": "false"}, FROZEN, 0),
    ({"path": "$(touch pwned)"}, FROZEN, 2),
    ({"format": "x;touch pwned"}, FROZEN, 2),
    ({"strict": "perhaps"}, FROZEN, 2),
]


def test_the_action_runs(away: dict[str, str], clone: Path, tmp_path: Path) -> None:
    """Its steps, as a runner would: installed once from its own checkout, then with each of its inputs."""
    install, check = steps(clone / "action.yml")
    temp = tmp_path / "runner"
    temp.mkdir()
    runner = with_what_is_installed(away) | {
        "RUNNER_TEMP": str(temp),
        "GITHUB_ACTION_PATH": str(clone),
        "GITHUB_ENV": str(temp / "env"),
        "GITHUB_ACTIONS": "true",
    }
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
    run([*bash, install["run"]], tmp_path, runner)
    runner |= dict(line.split("=", 1) for line in (temp / "env").read_text().splitlines())
    known = {
        name: value["default"] for name, value in yaml.safe_load((clone / "action.yml").read_text())["inputs"].items()
    }
    for at, (given, register, status) in enumerate(INPUTS):
        folder = repository(tmp_path / str(at), away, register.read_text("utf-8") if register else BROKEN)
        summary = tmp_path / f"summary-{at}.md"
        values = filled(check["env"], r"\$\{\{ inputs\.(\w+) \}\}", known | given)
        where = runner | values | {"GITHUB_WORKSPACE": str(folder), "GITHUB_STEP_SUMMARY": str(summary)}
        out = run([*bash, check["run"]], folder, where, status)
        if status == 2:
            assert not list(folder.rglob("pwned"))
            continue
        assert summary.exists() == ("format" not in given and "summary" not in given)
        assert ("::error " in out) == (register is None and "format" not in given)
        written = {path.name for path in folder.iterdir() if path.is_file()}
        assert written == ({"mou.sarif", "a b.json"} if "output" in given else set())


def test_the_job_for_gitlab_runs(away: dict[str, str], clone: Path, tmp_path: Path) -> None:
    """The template with the inputs of the page: its script and reports; then on a broken register."""
    spec, jobs = yaml.safe_load_all((clone / "templates" / "mou-check.yml").read_text("utf-8"))
    example = next(text for text in blocks(ROOT / "docs" / "ci.md", "yaml") if "templates/mou-check.yml" in text)
    (include,) = yaml.safe_load(example)["include"]
    known = {name: str(value.get("default", "")) for name, value in spec["spec"]["inputs"].items()}
    assert set(include["inputs"]) <= set(known)
    source = re.sub("@.*", f"@{revision(clone)}", include["inputs"]["source"])
    (job,) = jobs.values()
    folder = repository(tmp_path / "work", away)
    for strict, register, status in (("False", FROZEN.read_text("utf-8"), 0), ("true", BROKEN, 1)):
        (folder / "data" / "agreements.yaml").write_text(register, "utf-8")
        inputs = known | include["inputs"] | {"source": source, "strict": strict}
        variables = filled(job["variables"], r"\$\[\[ inputs\.(\w+) \]\]", inputs)
        script = "\n".join(line for line in job["script"] if status == 0 or "install" not in line)
        run(["sh", "-ec", script], folder, away | variables | {"CI_PROJECT_DIR": str(folder)}, status)
        for report in job["artifacts"]["reports"].values():
            (folder / report).unlink()
