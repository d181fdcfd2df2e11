"""`mou check` as its users and their build services see it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.check.comments import COMMENT_RULES
from mou_tracker.check.formats import FORMATS
from mou_tracker.check.reading_rules import READING_RULES
from mou_tracker.check.rule_table import RULES
from mou_tracker.check.waivers import WAIVER_RULES
from tests.conftest import ROOT, Ran
from tests.edit.terminal import at_a_terminal

Mou = Callable[..., Ran]
Write = Callable[..., Path]
SOUND = """\
register: {owner: office@example.org}
agreements:
  - id: suwon
    title: MoU Bandung – Suwon
    partner: {name: Suwon, country: KR}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 5 years
    sources: [{title: The signed text}]
"""
BROKEN = SOUND.replace("2015-11-27", "2015-02-30")
WARNED = SOUND + "    follow_ups: [{what: Open a garden}]\n"
SECOND = SOUND.partition("agreements:\n")[2]
FULL = """\
agreements.yaml:8:13: error: 30 February does not exist [date-does-not-exist]
  |
8 |     signed: 2015-02-30
  |             ^^^^^^^^^^ February 2015 has 28 days

1 file, 1 agreement read: 1 error, 0 warnings
"""
CONCISE = """\
agreements.yaml:8:13: error: 30 February does not exist [date-does-not-exist]
1 file, 1 agreement read: 1 error, 0 warnings
"""


def test_a_sound_register_says_what_was_read(mou: Mou, register: Write) -> None:
    """Silence would not tell a check of everything from a check of nothing."""
    register(SOUND)
    assert mou("check") == Ran(0, "1 file, 1 agreement read: 0 errors, 0 warnings\n", "")


def test_a_broken_register(mou: Mou, register: Write) -> None:
    """One line for each finding in a pipe, with the line itself where asked for; the exit status is 1."""
    register(BROKEN)
    assert mou("check") == Ran(1, CONCISE, "")
    assert mou("check", "-f", "full") == Ran(1, FULL, "")


def test_warnings_count_only_when_asked_to(mou: Mou, register: Write) -> None:
    """`--strict` makes a warning fail the run, and changes nothing else."""
    register(WARNED)
    lenient, strict = mou("check"), mou("check", "--strict")
    assert (lenient.status, strict.status) == (0, 1)
    assert lenient.out == strict.out
    assert lenient.out.endswith("1 file, 1 agreement read: 0 errors, 1 warning\n")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_prints(mou: Mou, register: Write, form: str) -> None:
    """Each format is reachable, ends with a newline, and leaves the exit status alone."""
    register(BROKEN)
    ran = mou("check", "-f", form)
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.endswith("\n")
    assert "date-does-not-exist" in ran.out


def test_several_outputs_of_one_run(mou: Mou, register: Write, tmp_path: Path) -> None:
    """Files are written whole, in their own formats, beside what is printed."""
    register(BROKEN)
    ran = mou(
        "check",
        "--output",
        "sarif:mou.sarif",
        "--output",
        "gitlab:quality.json",
        "-o",
        "junit:junit.xml",
        "--lang",
        "en",
    )
    assert ran == Ran(1, CONCISE, "")
    log = json.loads((tmp_path / "mou.sarif").read_text("utf-8"))
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["text"].startswith(
        "A day that the calendar does not have."
    )
    assert [item["check_name"] for item in json.loads((tmp_path / "quality.json").read_text("utf-8"))] == [
        "date-does-not-exist"
    ]
    assert (tmp_path / "junit.xml").read_text("utf-8").startswith("<?xml")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "agreements.yaml",
        "junit.xml",
        "mou.sarif",
        "quality.json",
    ]


def test_findings_are_printed_also_where_a_file_cannot_be_written(mou: Mou, register: Write) -> None:
    """The error comes after them, and names the file that was asked for."""
    register(BROKEN)
    ran = mou("check", "-o", "sarif:nowhere/mou.sarif", "-o", "json:found.json")
    assert ran == Ran(2, CONCISE, "mou: error: nowhere/mou.sarif: No such file or directory\n")


@pytest.mark.parametrize("form", FORMATS)
def test_what_programs_read_is_in_the_registers_language(mou: Mou, register: Write, form: str, tmp_path: Path) -> None:
    """Whatever the screen's language is; `--lang` decides where it is given, and text is in the screen's language."""
    register(BROKEN)
    english, indonesian = "30 February does not exist", "30 Februari tidak ada"
    printed = mou("check", "-f", form, "-o", f"{form}:found.txt").out
    expected = english if form in ("full", "concise", "github") else indonesian
    assert expected in printed
    assert (tmp_path / "found.txt").read_text("utf-8") == printed
    assert english in mou("check", "-f", form, "--lang", "en").out
    assert indonesian in mou("check", "-f", form, "--lang", "id").out
    register(BROKEN.replace("{owner", "{language: en, owner"))
    assert english in mou("check", "-f", form).out


def test_all_paths_are_one_register(mou: Mou, register: Write, tmp_path: Path) -> None:
    """Ids are unique over all files and folders named; a file that is reached twice counts once."""
    register(SOUND, "one/a.yaml")
    register("agreements:\n" + SECOND, "two/deeper/b.yml")
    assert mou("check", "one", "two").out == (
        "two/deeper/b.yml:2:9: error: the id `suwon` is used by another record [duplicate-id]\n"
        "2 files, 2 agreements read: 1 error, 0 warnings\n"
    )
    assert mou("check", "one", "one/a.yaml", tmp_path / "one").out.startswith("1 file, 1 agreement read: 0 errors")


def test_references_lead_over_files(mou: Mou, register: Write) -> None:
    """A record may renew one of another file."""
    register(SOUND, "a.yaml")
    later = SECOND.replace("id: suwon", "id: suwon-2").replace("2015-11-27", "2020-11-28\n    dprd: not-required")
    register("agreements:\n" + later + "    renews: suwon\n", "b.yaml")
    assert mou("check", ".") == Ran(0, "2 files, 2 agreements read: 0 errors, 0 warnings\n", "")


def test_standard_input(mou: Mou, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads what is piped in; documents cannot be looked at there."""
    text = BROKEN + "  - " + SECOND[4:].replace("id: suwon", "id: gumi").replace("name: Suwon", "name: Gumi")
    text += "    documents: [{title: T, path: nowhere.pdf}]\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert mou("check", "-") == Ran(
        1,
        "<stdin>:8:13: error: 30 February does not exist [date-does-not-exist]\n"
        "1 file, 2 agreements read: 1 error, 0 warnings\n",
        "",
    )


def test_documents_are_looked_for_beside_their_register(mou: Mou, register: Write, tmp_path: Path) -> None:
    """The path is relative to the register's file, from wherever the check is run; a folder is no document."""
    lines = "    documents: [{title: T, path: mou.pdf}, {title: U, path: papers}]\n"
    register(SOUND + lines, "city/agreements.yaml")
    (tmp_path / "city" / "papers").mkdir()
    (tmp_path / "city" / "mou.pdf").write_bytes(b"%PDF")
    assert mou("check", "city").out == (
        "city/agreements.yaml:11:61: error: there is no file `papers` [document-missing]\n"
        "1 file, 1 agreement read: 1 error, 0 warnings\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.yaml",), "mou: error: there is no file or folder nowhere.yaml\n"),
        (("empty",), "mou: error: empty holds no .yaml or .yml file\n"),
    ],
)
def test_nothing_to_check_is_no_success(
    mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """A check that found nothing ends with 2, never 0."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert mou("check", *arguments) == Ran(2, "", said)


def test_a_new_register_is_sound(mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office begins with an empty list, or with settings alone; so does what `mou init` makes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none.yaml").write_text("agreements: []\n")
    (tmp_path / "settings.yaml").write_text("register: {owner: office@example.org}\n")
    assert mou("check", "none.yaml") == Ran(0, "1 file, 0 agreements read: 0 errors, 0 warnings\n", "")
    assert mou("check", "none.yaml", "settings.yaml").status == 0
    assert mou("init", "data/agreements.yaml", "--name", "Baru").status == 0
    assert mou("check") == Ran(0, "1 file, 0 agreements read: 0 errors, 0 warnings\n", "")
    for command in ("status", "agenda", "timeline", "calendar", "report"):
        assert mou(command).status == 0


@pytest.mark.parametrize("arguments", [("none.yaml",), ("-r", "none.yaml"), ("none.yaml", "settings.yaml")])
def test_a_register_without_agreements_is_sound(
    mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """As `mou init` makes it; `-r` names the register as it does elsewhere."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none.yaml").write_text("agreements: []\n")
    (tmp_path / "settings.yaml").write_text("register: {owner: office@example.org}\n")
    files = "2 files" if "settings.yaml" in arguments else "1 file"
    assert mou("check", *arguments) == Ran(0, f"{files}, 0 agreements read: 0 errors, 0 warnings\n", "")


def test_a_misspelt_key_is_one_finding(mou: Mou, register: Write) -> None:
    """The right key is named, and is not told to be missing besides."""
    for key in ("id", "title", "partner", "kind", "instrument"):
        text = (
            "register: {language: en}\nagreements:\n"
            "  - {partner: {name: P, country: MY}, title: T, kind: ksdpl, instrument: loi, id: a, "
            "owner: a@example.org, sources: [{title: S}]}\n"
        )
        wrong = key[:1] + key[2:] if len(key) > 2 else "idd"
        path = register(text.replace(f"{key}: ", f"{wrong}: ", 1))
        found = json.loads(mou("check", "-f", "json", str(path)).out)["findings"]
        assert [one["rule"] for one in found] == ["unknown-key"], (wrong, found)
        assert f"`{key}`" in found[0]["hint"]


@pytest.mark.parametrize("arguments", [("-f", "xml"), ("-o", "sarif"), ("-o", "xml:a"), ("-o", "sarif:"), ("--nope",)])
def test_a_wrong_option_is_refused(mou: Mou, register: Write, arguments: tuple[str, ...]) -> None:
    """With 2, before anything is read, and with a sentence on stderr only."""
    register(BROKEN)
    ran = mou("check", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "mou: error: " in ran.err


def test_without_a_register_it_says_how_to_name_one(mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without a register, and none above it."""
    monkeypatch.chdir(tmp_path)
    ran = mou("check")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("mou: error: no register found from here upward\n")


def test_odd_files_end_in_findings(mou: Mou, register: Write, tmp_path: Path) -> None:
    """A pipe, a folder with a file's name, a dangling link, a loop of links: no hang, and the rest is checked."""
    register(SOUND)
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "dangling.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "itself.yaml").symlink_to("itself.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "folder.yaml" / "up").symlink_to("..", target_is_directory=True)
    ran = mou("check", ".")
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == ["dangling.yaml", "itself.yaml", "pipe.yaml"]
    assert all(line.endswith("[file-unreadable]") for line in lines[:-1])
    assert lines[-1] == "4 files, 1 agreement read: 3 errors, 0 warnings"


def test_a_file_without_permission_is_a_finding(register: Write, tmp_path: Path) -> None:
    """The others are checked all the same, by a process that is not root."""
    register(SOUND)
    register(BROKEN, "secret.yaml").chmod(0)
    folders = [folder for folder in (tmp_path, *tmp_path.parents) if folder.stat().st_uid == os.geteuid()]
    modes = [(folder, folder.stat().st_mode) for folder in folders]
    try:
        for folder, mode in modes:
            folder.chmod(mode | 0o711)
        tmp_path.chmod(0o755)
        ran = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, "check", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    finally:
        for folder, mode in modes:
            folder.chmod(mode)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.splitlines() == [
        "secret.yaml:1:1: error: the file cannot be read: Permission denied [file-unreadable]",
        "2 files, 1 agreement read: 1 error, 0 warnings",
    ]


AS_NOBODY = """
import contextlib, io, os, sys
from mou_tracker.cli.main import main
with contextlib.redirect_stdout(io.StringIO()):
    main(["check", "."])  # all modules are read while that is allowed
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""


# GitHub Actions


def test_inside_actions_text_annotations_and_a_summary(
    mou: Mou, register: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody has to choose a format there; the summary is added to what earlier steps wrote."""
    register(BROKEN)
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    annotation = (
        f"::error file={tmp_path.name}/agreements.yaml,line=8,endLine=8,col=13,endColumn=23,title=date-does-not-exist::"
        "30 February does not exist%0AFebruary 2015 has 28 days\n"
    )
    findings, read = FULL[: FULL.rindex("\n\n") + 2], FULL[FULL.rindex("\n\n") + 2 :]
    assert mou("check") == Ran(1, findings + annotation + read, "")
    assert summary.read_text("utf-8") == (
        "# Before\n"
        "**1 file, 1 agreement read: 1 error, 0 warnings**\n"
        "\n"
        "| Place | Rule | Finding |\n"
        "|---|---|---|\n"
        "| agreements.yaml:8:13 | error date-does-not-exist "
        "| 30 February does not exist; February 2015 has 28 days |\n"
    )


def test_inside_actions_a_register_cannot_give_commands(
    mou: Mou, register: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The runner takes `##[command]` anywhere in a line, also in a line that is only quoted."""
    register(SOUND.replace("MoU Bandung – Suwon", "'##[stop-commands]x'").replace("5 years", "'##[add-mask]e'"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for arguments in ((), ("-f", "full"), ("-f", "concise")):
        ran = mou("check", *arguments)
        assert ran.status == 1
        assert "##[" not in ran.out


def test_a_format_that_was_asked_for_is_all_that_is_printed(
    mou: Mou, register: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside Actions too: JSON stays JSON."""
    register(BROKEN)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert json.loads(mou("check", "-f", "json").out)["errors"] == 1


def test_paths_are_those_from_the_top_of_the_repository(
    mou: Mou, register: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Wherever below it one stands, as services want them; text for people has the way from there."""
    register(BROKEN, "data/agreements.yaml")
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path / "data")
    assert '"path": "agreements.yaml"' in mou("check", "-f", "gitlab").out
    (tmp_path / ".git").mkdir()
    assert '"path": "data/agreements.yaml"' in mou("check", "-f", "gitlab").out
    assert '"uri": "data/agreements.yaml"' in mou("check", "-f", "sarif").out
    assert "::error file=data/agreements.yaml," in mou("check", "-f", "github").out
    assert mou("check", "-f", "concise").out.startswith("agreements.yaml:")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path.parent))
    assert f'"path": "{tmp_path.name}/data/agreements.yaml"' in mou("check", "-f", "gitlab").out


# The manual


def test_the_list_of_rules_is_whole(mou: Mou) -> None:
    """Every rule with its severity and what it is about."""
    ran = mou("check", "--rules")
    assert (ran.status, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()] == [*READING_RULES, *RULES, *COMMENT_RULES, *WAIVER_RULES]
    assert {line.split()[1] for line in ran.out.splitlines()} == {"error", "warning"}


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("asked", [("--rules",), ("--explain", "gap-between-terms")])
def test_the_manual_fits_a_terminal(mou: Mou, tmp_path: Path, asked: tuple[str, ...], language: str) -> None:
    """Sentences wrap between words, those of the list under themselves; the words are those of a pipe."""
    status, screen = at_a_terminal(tmp_path, ["check", *asked], [], language, {"COLUMNS": "80"})
    assert (status, screen.split()) == (0, mou("check", *asked, "--lang", language).out.split())
    assert max(map(len, screen.splitlines())) <= 80
    if asked == ("--rules",):
        column = screen.splitlines()[0].index("A file" if language == "en" else "Berkas")
        assert {len(row) - len(row.lstrip()) for row in screen.splitlines()} == {0, column}


@pytest.mark.parametrize("rule", ["duplicate-key", "gap-between-terms", "unused-waiver"])
def test_a_rule_explains_itself(mou: Mou, rule: str) -> None:
    """The page has the rule's name, severity, sentence and examples."""
    ran = mou("check", "--explain", rule)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{rule} (")
    assert "\nBad:\n" in ran.out
    assert "\nGood:\n" in ran.out


def test_an_unknown_rule_is_refused_with_the_nearest(mou: Mou) -> None:
    """A misspelt rule gets a hint, and exit status 2."""
    assert mou("check", "--explain", "duplicate-keys") == Ran(
        2,
        "",
        "Usage: mou check [OPTIONS] [PATH]...\nmou: error: --explain: there is no rule 'duplicate-keys'\n"
        "     did you mean `duplicate-key`?\n",
    )


# Hostile input


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b"- " * 500_000,
        b"{" * 500_000,
        b"agreements: [" + b"{}," * 300_000 + b"]",
        b"a: &a [x,x,x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (n, n, n - 1, n - 1) for n in range(98, 120)),
        b"agreements:\n" + b"  - {id: x, id: x}\n" * 50_000,
        b"title: " + b"9" * 5_000_000,
        b"#" * 15_000_000,
        bytes(range(256)) * 4_000,
        b"x" * (16 * 1024 * 1024 + 1),
        b"\xff\xfe" + b"a\0" * 100_000,
        b"agreements:\n  - id: '\n" * 20_000,
    ],
    ids=[
        "brackets",
        "dashes",
        "braces",
        "records",
        "laughs",
        "twice",
        "digits",
        "comments",
        "bytes",
        "large",
        "utf-16",
        "quotes",
    ],
)
def test_hostile_input_ends_in_findings_soon(data: bytes, tmp_path: Path) -> None:
    """Within seconds and little memory, with status 1 and no traceback, as a process of its own."""
    file = tmp_path / "hostile.yaml"
    file.write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "-c", HOSTILE, "check", "-f", "concise", str(file)],
        capture_output=True,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert b"Traceback" not in ran.stderr
    assert (ran.returncode, b"error" in ran.stdout) == (1, True)
    assert int(ran.stderr.split()[-1]) < MOST_KILOBYTES


HOSTILE = """
import gc, sys
from mou_tracker.cli.main import main
gc.disable()
status = main(sys.argv[1:])
# Not ru_maxrss, which a new program inherits from the one that started it.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(status)
"""
MOST_KILOBYTES = 200_000


def test_a_waiver_in_an_unreadable_record_is_no_finding(mou: Mou, tmp_path: Path) -> None:
    """A mistyped key leaves the record unread: nobody is told to take its waivers out for that."""
    path = tmp_path / "agreements.yaml"
    path.write_text(
        "register: {owner: a@example.org}\n"
        "agreements:\n"
        "  - id: a\n"
        "    title: t\n"
        "    partnr: {name: P, country: MY}\n"
        "    kind: ksdpl\n"
        "    instrument: mou\n"
        "    sources: [{title: s}]\n"
        "    follow_ups:\n"
        "      - what: visit  # mou: allow[follow-up-without-due] because no date was named\n"
    )
    found = json.loads(mou("check", "-f", "json", str(path)).out)["findings"]
    assert [(one["rule"], one["line"]) for one in found] == [("unknown-key", 5)]
