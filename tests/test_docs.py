"""What the documentation, the hook and the workflows say is run: examples work, and generated pages are up to date."""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from mou_tracker.check.checking import pages
from mou_tracker.cli.main import Commands
from mou_tracker.language.wording import wording
from tests.check.test_corpus import BAD, GOOD, defects
from tests.conftest import ROOT, Ran

Mou = Callable[..., Ran]
Write = Callable[[str], Path]
DOCS = ROOT / "docs"
CI = DOCS / "ci.md"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of code of a language on a Markdown page."""
    return [text for kind, text in _BLOCK.findall(page.read_text("utf-8")) if kind == language]


# Generated pages


def test_generated_pages_are_up_to_date() -> None:
    """`tools/docs.py --check` has nothing to say; else run it without `--check`."""
    command = [sys.executable, "tools/docs.py", "--check"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_the_schema_file_is_what_the_command_prints(mou: Mou) -> None:
    """An editor sees the same schema as a user of `mou schema`."""
    assert (DOCS / "register.schema.json").read_text("utf-8") == mou("schema").out


# Command lines


class Line(NamedTuple):
    """A command line of the documentation: where it stands, its arguments after `mou`, and the files that follow."""

    where: str
    arguments: tuple[str, ...]
    reports: tuple[str, ...] = ()


def mou_lines(script: str) -> Iterator[tuple[str, ...]]:
    """The arguments of every `mou` in a piece of shell, joined lines and chains included."""
    for line in script.splitlines():
        for part in line.split("&&"):
            program, *arguments = shlex.split(part, comments=True) or [""]
            if program.rpartition("/")[2] == "mou":
                yield tuple(arguments)


def lines_of_yaml(where: str, found: object) -> Iterator[Line]:
    """The command lines of a workflow, a GitLab job or a configuration of hooks."""
    if isinstance(found, list):
        for item in found:
            yield from lines_of_yaml(where, item)
    elif isinstance(found, dict):
        reports = tuple(values_of(found, "sarif_file", "codequality", "junit"))
        for script in (found.get("run"), *(found.get("script") or ())):
            yield from (Line(where, arguments, reports) for arguments in mou_lines(script or ""))
        if found.get("id") == "mou-check":
            known = {**HOOKS[0], **found}
            yield Line(where, tuple(shlex.split(known["entry"])[1:] + known.get("args", [])))
        for value in found.values():
            yield from (line._replace(reports=line.reports or reports) for line in lines_of_yaml(where, value))


def values_of(found: object, *keys: str) -> Iterator[str]:
    """The texts that stand under some keys, however deep."""
    items = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in items:
        if key in keys:
            yield value
        yield from values_of(value, *keys)


def all_lines() -> Iterator[Line]:
    """Every command line of docs/ci.md, the hooks, the workflows and the README's workflow."""
    yield from lines_of_yaml(".pre-commit-hooks.yaml", HOOKS)
    for workflow in WORKFLOWS:
        yield from lines_of_yaml(workflow.name, yaml.safe_load(workflow.read_text("utf-8")))
    for page in (CI, ROOT / "README.md"):
        for text in blocks(page, "yaml"):
            if "agreements:\n" not in text:
                yield from lines_of_yaml(page.name, yaml.safe_load(text))
    for text in (*blocks(CI, "sh"), *re.findall(r"`(mou check [^`]+)`", CI.read_text("utf-8"))):
        if "RULE" not in text:
            yield from (Line(CI.name, arguments) for arguments in mou_lines(text))


LINES = sorted(set(all_lines()))
CHECKS = [line for line in LINES if not {"--rules", "--explain"} & {*line.arguments}]
OTHERS = [line for line in LINES if line not in CHECKS]
HOOK = next(line for line in CHECKS if line.where == ".pre-commit-hooks.yaml")


def test_the_command_lines_are_found() -> None:
    """A change of layout must not make the tests below run nothing."""
    places = {line.where for line in CHECKS}
    assert places == {".pre-commit-hooks.yaml", "register.yml", "ci.md"}
    assert len(CHECKS) >= 8
    assert {report for line in CHECKS for report in line.reports} == {"mou.sarif"}


def run_on(mou: Mou, data: bytes, line: Line, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a line in a repository whose register says this, and which gets it by a pipe too."""
    Path("data").mkdir(exist_ok=True)
    Path("data/agreements.yaml").write_bytes(data)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return mou(*line.arguments).status


@pytest.mark.parametrize("line", CHECKS, ids=lambda line: f"{line.where}: {' '.join(line.arguments)}")
def test_a_check_passes_sound_registers_and_fails_broken_ones(
    mou: Mou, line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line as it stands: 0 for a sound file, 1 for an error, for a warning 1 if strict. The hook sees the whole
    corpus, the others a part of it.
    """
    monkeypatch.chdir(tmp_path)
    known, strict, whole = pages(), "--strict" in line.arguments, line == HOOK
    for file in GOOD if whole else GOOD[::9]:
        assert (file.name, run_on(mou, file.read_bytes(), line, monkeypatch)) == (file.name, 0)
    for file in BAD if whole else BAD[::15]:
        data, marks = defects(file)
        looked_for = [mark.rule for mark in marks if not (line.arguments == ("check", "-") and mark.rule in UNSEEN)]
        fails = bool(looked_for) and (strict or "error" in {known[rule].severity for rule in looked_for})
        assert (file.name, run_on(mou, data, line, monkeypatch)) == (file.name, int(fails))


# Documents cannot be looked at where a register comes by a pipe.
UNSEEN = {"document-missing", "checksum-differs"}


@pytest.mark.parametrize("file", [GOOD[0], BAD[0]], ids=["sound", "broken"])
def test_reports_are_where_the_build_service_looks(
    mou: Mou, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file that a workflow or job names as a report is written, whatever the check found."""
    for number, line in enumerate(CHECKS):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        run_on(mou, file.read_bytes(), line, monkeypatch)
        written = {path.name for path in folder.iterdir()} - {"data"}
        named = {option.partition(":")[2] for option in line.arguments if re.match(r"[a-z]+:[\w.-]+$", option)}
        assert written == named
        assert {*line.reports} <= written


@pytest.mark.parametrize("line", OTHERS, ids=lambda line: " ".join(line.arguments))
def test_pages_and_lists_are_printed(mou: Mou, line: Line) -> None:
    """Command lines that read no register work anywhere."""
    ran = mou(*line.arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out


def test_every_inline_command_parses() -> None:
    """`mou …` in the running text of the pages written by hand names commands and options that exist."""
    for page in (CI, DOCS / "json.md", ROOT / "README.md"):
        prose = _BLOCK.sub("", page.read_text("utf-8"))
        for text in re.findall(r"`(mou [a-z]+(?: [^`]+)?)`", prose):
            parsed(*next(mou_lines(text)))


def parsed(name: str, *arguments: str) -> None:
    """Parse a command line without running it; a wrong one raises."""
    group = Commands(wording("en"))
    root = click.Context(group, info_name="mou")
    command = group.get_command(root, name)
    assert command, f"there is no command {name}"
    command.make_context(name, list(arguments), parent=root)


# Hooks, workflows and examples


def test_the_hook_checks_the_whole_register_at_once() -> None:
    """Ids are compared over files, so no file names are handed over."""
    kept = [(hook["id"], hook["language"], hook["pass_filenames"]) for hook in HOOKS]
    assert kept == [("mou-check", "python", False)]


def test_our_own_workflow_runs_what_a_developer_runs() -> None:
    """CI has no steps of its own; it runs as root, since two tests need that and none is skipped."""
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]["all"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ['sudo env "PATH=$PATH" CI=true .ci/run']
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("page", [CI, ROOT / "README.md"], ids=lambda page: page.name)
def test_records_to_copy_are_sound(mou: Mou, register: Write, page: Path) -> None:
    """They pass the check without a finding, and the schema that editors use."""
    records = [text for text in blocks(page, "yaml") if "agreements:\n" in text]
    assert records
    for text in records:
        register(text)
        number = len(yaml.safe_load(text)["agreements"])
        assert mou("check", "--strict").out == f"1 file, {number} agreement read: 0 errors, 0 warnings\n"
        assert list(SCHEMA.iter_errors(yaml.load(text, yaml.BaseLoader))) == []


SCHEMA = Draft202012Validator(json.loads((DOCS / "register.schema.json").read_text("utf-8")))


def test_the_modeline_leads_an_editor_from_a_register_to_the_schema() -> None:
    """The README's record and docs/register.md name the schema relative to data/."""
    for page in (ROOT / "README.md", DOCS / "register.md"):
        found = re.findall(r"^# yaml-language-server: \$schema=(.*)$", page.read_text("utf-8"), re.MULTILINE)
        assert [(ROOT / "data" / path).resolve() for path in found] == [DOCS / "register.schema.json"]


# The README


@pytest.mark.usefixtures("bandung")
def test_commands_of_the_readme_run(mou: Mou) -> None:
    """Each `mou` of its shell blocks, on the register of Bandung."""
    lines = [arguments for text in blocks(ROOT / "README.md", "sh") for arguments in mou_lines(text)]
    assert len(lines) >= 5
    assert [(arguments, mou(*arguments).status) for arguments in lines] == [(arguments, 0) for arguments in lines]


def session(page: Path) -> str:
    """All that a page shows as typed on a terminal and answered, block after block."""
    return "".join(blocks(page, "console"))


def test_what_the_readme_prints_is_what_comes_out(mou: Mou, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every command of its sessions, in order in one folder, with all of its standard output.

    `pytest --golden` writes what comes out into the page.
    """
    shutil.copytree(DOCS / "examples", tmp_path / "docs" / "examples")
    page, answered = ROOT / "README.md", ""
    typed = re.findall(r"^\$ (?:.*\\\n)*.*\n", session(page), re.MULTILINE)
    assert len(typed) >= 6
    for command in typed:
        program, *arguments = shlex.split(command.removeprefix("$ ").replace("\\\n", " "))
        answered += command
        if program == "cp":
            shutil.copy(*arguments)
        else:
            assert program == "mou"
            answered += mou(*arguments).out
    if request.config.getoption("--golden"):
        _write_session(page, answered)
    assert session(page) == answered


def _write_session(page: Path, answered: str) -> None:
    """Put a session's answers into the blocks of a page, after the commands that stand there."""
    parts = re.split(r"^(?=\$ )", answered, flags=re.MULTILINE)[1:]

    def filled(block: re.Match[str]) -> str:
        number = len(re.findall(r"^\$ ", block[1], re.MULTILINE))
        made = "".join(parts[:number])
        del parts[:number]
        return f"```console\n{made}```"

    text = page.read_text("utf-8")
    page.write_text(re.sub(r"^```console\n(.*?)^```$", filled, text, flags=re.MULTILINE | re.DOTALL), "utf-8")


def test_the_cron_line_of_the_readme_parses() -> None:
    """Five fields of time, then a command and options that exist."""
    lines = [line for text in blocks(ROOT / "README.md", "cron") for line in text.splitlines()]
    assert lines
    for line in lines:
        *times, command = line.split(maxsplit=5)
        assert all(re.fullmatch(r"[0-9*,/-]+", time) for time in times)
        parsed(*next(mou_lines(command)))


# Links


def slugs(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and GitLab make them."""
    heads = re.findall(r"^#+ (.+)$", _BLOCK.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Files exist, and so do the headings named."""
    for link in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`\n]*`", "", _BLOCK.sub("", page.read_text("utf-8")))):
        file, _, anchor = link.partition("#")
        if not file.startswith("https://"):
            target = (page.parent / file) if file else page
            assert target.is_file(), link
            assert not anchor or anchor in slugs(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_tables_are_whole(page: Path) -> None:
    """Each begins with its heads and a rule below them, and has as many cells in every row."""
    rows = _BLOCK.sub("", page.read_text("utf-8")).splitlines()
    for first in (at for at, row in enumerate(rows) if row.startswith("|") and not rows[at - 1].startswith("|")):
        table = list(takewhile(lambda row: row.startswith("|"), rows[first:]))
        assert len(table) > 1, table
        assert re.fullmatch(r"[|: -]+", table[1]), table[:2]
        cells = [re.sub(r"\\\|", "", row).count("|") for row in table]
        assert set(cells) == {cells[0]}, table[0]


# The JSON outputs

RICH = """\
register: {name: Contoh, contacts: {office: {email: office@example.org}}, owner: office}
agreements:
  - id: suwon
    title: MoU Bandung – Suwon
    partner: {name: Suwon, country: KR}
    kind: ksdpl
    instrument: mou
    signed: 2022-11-27
    term: 5 years
    extensions: [{signed: 2023-01-01, term: 1 year}]
    follow_ups: [{what: Open a garden, due: 2026}, {what: Write a report}]
    documents: [{title: The signed text, path: suwon.txt}]
    sources: [{title: The signed text, says: [signed]}]
    contact: {name: Rina}
    activities: [{on: 2023-05, what: Visit}]
  - {id: training, title: Training, partner: {name: Suwon, country: KR}, kind: ksdpl, instrument: ia, under: suwon}
  - id: gumi
    title: Naskah Gumi
    partner: {name: Gumi, country: KR}
    kind: ksdpl
    instrument: mou
    steps: [{step: dprd-approval, received: 2026-10-01}]
  - id: ahead
    title: Naskah Suwon
    partner: {name: Suwon, country: KR}
    kind: other
    instrument: other
    since: 2062-11
  - {id: broken, id: broken}
"""
OUTPUTS = {
    "mou-status/1": [["status", "--contacts"]],
    "mou-show/1": [["show", "suwon", "--proofs"], ["show", "gumi"]],
    "mou-agenda/1": [["agenda", "--days", "9999"]],
    "mou-promises/1": [["promises"]],
    "mou-plan/1": [["plan", "suwon"], ["plan", "gumi"]],
    "mou-check/1": [["check"]],
}
# Told once, or as what they are: a span, a count for each status, the object of another output, the register's record.
WHOLE = {"start", "last_day", "day", "counts", "agreement", "record"}


def keys(value: object, at: str = "") -> Iterator[str]:
    """The paths of an output's keys, those of list items after `[]`."""
    if isinstance(value, dict) and at.rpartition("]")[2] not in WHOLE:
        for key, inner in value.items():
            yield from keys(inner, at + key if not at or at.endswith("]") else f"{at}.{key}")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield at
        for item in value:
            yield from keys(item, f"{at}[]")
    else:
        yield at


def told(section: str) -> set[str]:
    """The paths of the keys that a section of docs/json.md tells of."""
    found: set[str] = set()
    prefix = ""
    for line in section.splitlines():
        head = re.match(r"\| Key(?: of `(.+?)`)? \|", line)
        if head:
            prefix = (head[1] or "").replace("[].", "[]")
        elif line.startswith("| `"):
            found |= {prefix + key for key in re.findall(r"`([^`]+)`", line.split(" | ")[0])}
    return found


@pytest.mark.parametrize("name", OUTPUTS)
def test_json_outputs_have_the_keys_that_are_told(mou: Mou, register: Write, name: str) -> None:
    """Neither more nor fewer, over all runs of that output."""
    file = register(RICH)
    (file.parent / "suwon.txt").write_text("This Memorandum shall be valid for five (5) years.\n", "utf-8")
    _, _, section = (DOCS / "json.md").read_text("utf-8").partition(f"\n## {name}\n")
    day = [] if name == "mou-check/1" else ["--as-of", "2026-11-21"]
    runs = [json.loads(mou(*arguments, "-f", "json", *day).out) for arguments in OUTPUTS[name]]
    assert {run["format"] for run in runs} == {name}
    assert {key for run in runs for key in keys(run)} == told(section.partition("\n## ")[0])


def words_of(picture: str) -> list[str]:
    """The words that a picture of a terminal shows."""
    return re.sub(r"&#160;|<[^>]*>", " ", picture.partition("<text")[2]).split()


def test_pictures_show_what_the_program_prints() -> None:
    """The preview's as it is drawn anew; that of the shipped register, which changes, can be drawn."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        pictures = importlib.import_module("pictures")
    finally:
        sys.path.pop(0)
    assert words_of(pictures.import_svg("en")) == words_of((DOCS / "import.svg").read_text("utf-8"))
    assert "LAPSED" in words_of(pictures.status_svg("en"))
