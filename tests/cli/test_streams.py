"""Standard output and error never fail a run, whatever they are; and no text gives a build service orders."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mou_tracker.cli.main import COMMANDS
from mou_tracker.cli.streams import LISTENING, Stream
from tests.conftest import ROOT, Ran

Mou = Callable[..., Ran]
Write = Callable[..., Path]

DAY = ("--as-of", "2026-11-21", "--lang", "en")
SCRIPT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]["mou"]
HOSTILE = "'::warning::x ##[add-mask]y'"
REGISTER = f"""\
register: {{name: {HOSTILE}, owner: a@example.org, timezone: Asia/Jakarta}}
agreements:
  - {{id: pj, title: {HOSTILE}, partner: {{name: {HOSTILE}, country: MY}}, kind: ksdpl, instrument: mou,
     signed: 2015-11-27, term: 5 years, notes: "a\\n::error::b", follow_ups: [{{what: {HOSTILE}, due: 2016-01-01}}]}}
  - {{id: broken, title: {HOSTILE}, partner: {{name: X, country: MY}}, kind: {HOSTILE}, instrument: mou}}
"""

# One run of every command that prints, with its exit status where all goes well.
RUNS: dict[str, tuple[int, tuple[str, ...]]] = {
    "status": (1, ("status", "--all", *DAY)),
    "status --fail-on": (1, ("status", "--fail-on", "lapsed", *DAY)),
    "status -f json": (1, ("status", "-f", "json", *DAY)),
    "status -f csv": (1, ("status", "-f", "csv", *DAY)),
    "status -f markdown": (1, ("status", "-f", "markdown", *DAY)),
    "status -f nagios": (2, ("status", "-f", "nagios", *DAY)),
    "status -f prometheus": (1, ("status", "-f", "prometheus", *DAY)),
    "show": (1, ("show", "pj", *DAY)),
    "agenda": (1, ("agenda", *DAY)),
    "promises": (1, ("promises", *DAY)),
    "plan": (1, ("plan", "pj", *DAY)),
    "timeline": (1, ("timeline", *DAY)),
    "calendar": (1, ("calendar", *DAY)),
    "report": (1, ("report", *DAY)),
    "check": (1, ("check", "--lang", "en")),
    "check -f json": (1, ("check", "-f", "json")),
    "check --rules": (0, ("check", "--rules")),
    "schema": (0, ("schema",)),
    "diff": (1, ("diff", *DAY)),
    "export": (1, ("export", "-", "-f", "csv", *DAY)),
    "import": (1, ("import", "sheet.csv", *DAY)),
    "read": (0, ("read", "text.txt", "--lang", "en")),
    "init": (0, ("init", "new.yaml", "--name", "Baru")),
    "new": (0, ("new", "--id", "x-2026", "--title", "X", "--partner", "X", "--country", "MY", "--kind", "ksdpl",
                "--instrument", "mou", "--dry-run")),
    "set": (0, ("set", "pj", "title=Y", "--dry-run")),
    "edit": (2, ("edit", "pj")),
    "unset": (0, ("unset", "pj", "notes", "--dry-run")),
    "add": (0, ("add", "pj", "follow_ups", "what=x", "--dry-run")),
    "attach": (0, ("attach", "pj", "text.txt", "--dry-run")),
    "sign": (0, ("sign", "pj", "--on", "2015-11-27", "--dry-run")),
    "step": (0, ("step", "pj", "exploration", "--done", "2014-01-02", "--dry-run")),
    "extend": (0, ("extend", "pj", "--signed", "2020-01-02", "--term", "1 year", "--dry-run")),
    "renew": (0, ("renew", "pj", "--dry-run")),
    "close": (0, ("close", "pj", "--on", "2019-01-02", "--how", "terminated")),
    "done": (0, ("done", "pj", "1", "--on", "2016-01-02", "--dry-run")),
    "decide": (0, ("decide", "pj", "renew", "--dry-run")),
    "snooze": (0, ("snooze", "pj", "--until", "2 months", "--why", "x", "--dry-run")),
    "ack": (2, ("ack", "pj", "--dry-run")),
    "remind": (1, ("remind", "--dry-run", *DAY)),
    "completion": (0, ("completion", "bash")),
    "help": (0, ("--help",)),
    "wrong": (2, ("show", "nothing", *DAY)),
}  # fmt: skip


@pytest.fixture
def office(register: Write, request: pytest.FixtureRequest) -> Path:
    """A register whose every text is an order for a build service, with a record that cannot be read."""
    folder = register(REGISTER).parent
    (folder / "sheet.csv").write_text('Mitra,Negara,Tanggal TTD\n"##[x]\n::error::y",Nowhere,2015\n', "utf-8")
    (folder / "text.txt").write_bytes((ROOT / "docs" / "examples" / "memorandum.txt").read_bytes())
    if "diff" in request.node.name:
        (folder / "agreements.yaml").write_text(REGISTER.replace("2016-01-01", "2016-01-03"), "utf-8")
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
        for arguments in (("init", "-q"), ("add", "agreements.yaml"), ("commit", "-qm", "x")):
            subprocess.run([*git, *arguments], check=True)
        (folder / "agreements.yaml").write_text(REGISTER, "utf-8")
    return folder


@pytest.fixture
def run(mou: Mou, office: Path) -> Callable[[str], Ran]:
    """One of the runs, in the office as it was."""

    def again(name: str) -> Ran:
        (office / "agreements.yaml").write_text(REGISTER, "utf-8")
        (office / "new.yaml").unlink(missing_ok=True)
        return mou(*RUNS[name][1])

    return again


def test_the_table_has_every_command() -> None:
    """A new command must be tried too."""
    assert {arguments[0] for _, arguments in RUNS.values()} >= set(COMMANDS)


def full() -> TextIO:
    """A stream on a disk that is full."""
    return open("/dev/full", "w", encoding="utf-8")


def broken() -> TextIO:
    """A stream whose reader is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    return os.fdopen(writer, "w", encoding="utf-8")


def closed() -> None:
    """What Python makes of a stream that is closed when it begins."""


@pytest.mark.parametrize("name", RUNS)
def test_lost_output_changes_no_verdict_but_the_good_one(
    run: Callable[[str], Ran], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Exit 1 in place of 0 and one line, where the disk is full or the stream closed; a reader may leave when he likes.

    On standard error nothing changes at all.
    """
    whole = run(name)
    assert (whole.status, "a mistake in mou" in whole.err) == (RUNS[name][0], False), whole.err
    for make, line in ((full, ": No space left on device"), (closed, " is closed"), (broken, None)):
        with monkeypatch.context() as now:
            now.setattr(sys, "stdout", make())
            ran = run(name)
        lost = line is not None and whole.out
        said = f"mou: error: standard output{line}\n" if lost else ""
        assert (ran.status, ran.err) == (whole.status or int(bool(lost)), whole.err + said)
        with monkeypatch.context() as now:
            now.setattr(sys, "stderr", make())
            ran = run(name)
        assert (ran.status, ran.out) == (whole.status, whole.out)


def test_an_edit_is_made_though_nobody_can_be_told(
    run: Callable[[str], Ran], monkeypatch: pytest.MonkeyPatch, office: Path
) -> None:
    """What was to be done is done; only the report of it is lost."""
    monkeypatch.setattr(sys, "stdout", full())
    assert run("close").status == 1
    assert "terminated" in (office / "agreements.yaml").read_text("utf-8")


def test_mails_that_went_out_are_remembered(
    mou: Mou, register: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`mou remind >&-` in a crontab: everybody is told once, and the exit status says that the report is lost."""
    register(REGISTER[: REGISTER.index("  - {id: broken")])
    monkeypatch.setenv("MOU_MAIL_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.setenv("MOU_MAIL_FROM", "mou@example.org")
    monkeypatch.setenv("MOU_LEDGER", str(tmp_path / "state" / "ledger.sqlite"))
    assert mou("remind", "--init", "--lang", "en").status == 0
    with monkeypatch.context() as now:
        now.setattr(sys, "stdout", closed())
        ran = mou("remind", "--lang", "en")
    assert (ran.status, ran.err) == (1, "mou: error: standard output is closed\n")
    assert len(list((tmp_path / "outbox").iterdir())) == 1
    assert mou("remind", "--lang", "en") == Ran(0, "", "")


@pytest.mark.parametrize(
    ("shell", "status", "said"),
    [
        ("{mou} schema >/dev/full", 1, "mou: error: standard output: No space left on device\n"),
        ("{mou} schema >&-", 1, "mou: error: standard output is closed\n"),
        ("{mou} --help >&- 2>&-", 1, ""),
        ("{mou} schema </dev/null >&- 2>/dev/full", 1, ""),
        ("{mou} schema -o x.json >&- 2>&- <&-", 0, ""),
        ("{mou} init x.yaml <&- 2>&1 >/dev/null | tail -n 1 >&2; exit ${{PIPESTATUS[0]}}", 2,
         "mou: error: --name is missing\n"),
        ("{mou} schema | true; exit ${{PIPESTATUS[0]}}", 0, ""),
        ("{mou} stauts", 2,
         "Usage: mou [OPTIONS] COMMAND [ARGS]...\nmou: error: there is no command 'stauts'\n"
         "     did you mean `status`?\n"),
        ("{mou} status --as-of x", 2,
         "Usage: mou status [OPTIONS] [ID]...\nmou: error: --as-of: 'x' is not a date as 2026-11-21\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("entry", ["the module", "the script"])
def test_the_program_itself(office: Path, tmp_path: Path, entry: str, shell: str, status: int, said: str) -> None:
    """With real descriptors, closed ones among them; nothing that is opened later takes their place.

    `python -m mou_tracker` and what pip makes of the entry in pyproject.toml are one program.
    """
    module, _, function = SCRIPT.partition(":")
    script = tmp_path / "bin" / "anything"  # whatever it is called, the program is `mou`
    script.parent.mkdir()
    script.write_text(f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n", "utf-8")
    program = f"{sys.executable} {'-m mou_tracker' if entry == 'the module' else script} --lang en"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    command = ["bash", "-c", shell.format(mou=program)]
    ran = subprocess.run(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, check=False)
    assert (ran.returncode, ran.stderr.decode()) == (status, said)
    assert (office / "agreements.yaml").read_text("utf-8") == REGISTER


# Build services

LIVE = re.compile(r"^[^\S\r\n]*::|##(?:vso|teamcity)?\[", re.MULTILINE)


@pytest.mark.parametrize("name", RUNS)
def test_no_text_gives_orders(run: Callable[[str], Ran], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """On both streams of every command; what is JSON says the same as elsewhere."""
    plain = run(name)
    for service in LISTENING:
        with monkeypatch.context() as now:
            now.setenv(service, "true")
            now.delenv("GITHUB_STEP_SUMMARY", raising=False)
            ran = run(name)
        found = [line for line in (ran.out + ran.err).splitlines() if LIVE.search(line)]
        if name == "check" and service == "GITHUB_ACTIONS":
            assert found
            found = [line for line in found if not re.match("::(error|warning) file=agreements.yaml,", line)]
        assert found == []
        assert ran.status == plain.status
        if "json" in name:
            assert json.loads(ran.out) == json.loads(plain.out)


def test_the_runs_do_hold_orders(run: Callable[[str], Ran]) -> None:
    """Elsewhere the texts are printed as they are: the test above has something to find."""
    assert LIVE.search(run("status").out)
    assert LIVE.search(run("show").out)
    assert LIVE.search(run("check").out)


@example([":", ":", ""])
@example([":", ":", "#"])
@example(["[#", "#["])
@given(st.lists(st.text(st.sampled_from(":#[\n\r \tx\\"), max_size=5), max_size=8))
def test_an_order_is_not_put_together_from_pieces(pieces: list[str]) -> None:
    """However a text is cut, what goes out holds no order, and everything of the text, be it JSON or not."""
    under = io.StringIO(newline="")
    stream = Stream(under, defused=True)
    for piece in pieces:
        stream.write(piece)
    out = under.getvalue()
    assert LIVE.search(out.replace("\r", "\n")) is None
    plain = out.replace("\\u0023", "#")
    assert re.sub(r"\\(?=::|:|\[)", "", plain) == re.sub(r"\\(?=::|:|\[)", "", "".join(pieces))


def test_bytes_that_are_text_are_made_safe_too() -> None:
    """A CSV file is printed as bytes; a workbook goes out untouched."""
    under = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    stream = Stream(under, defused=True)
    stream.buffer.write(b"::x::\r\n")
    stream.flush()
    stream.buffer.write(b"\n::\xff")
    stream.flush()
    assert under.buffer.getvalue() == b"\\::x::\r\n\n::\xff"  # type: ignore[attr-defined]
