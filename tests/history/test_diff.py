"""`mou diff` and `mou show --history`: from git, without touching the work tree or running what is in it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.history.conftest import Commit

Mou = Callable[..., Ran]
DAY = "--as-of=2026-11-21"
OLD = """\
register: {name: Uji, language: en}
agreements:
  - id: pj
    title: Petaling | Jaya
    partner: {name: Petaling Jaya, country: MY}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 5 years
  - {id: gone, title: Hilang, partner: {name: X, country: JP}, kind: ksdpl, instrument: mou}
"""
NEW = """\
register: {name: Uji, language: en, end_of_term: eve}
agreements:
  - id: pj
    title: Petaling | Jaya
    partner: {name: Petaling Jaya, country: MY}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 12 years
    follow_ups: [{what: Magang}]
  - {id: baru, title: Baru, partner: {name: Y, country: NO}, kind: ksdpl, instrument: mou, signed: 2026-01-05,
     term: 5 years}
"""
WORDS = """\
Register
    end of term: anniversary → eve

+ baru  Baru
    → active, last day 2031-01-04

- gone  Hilang
    → was exploring

~ pj  Petaling | Jaya
    term: 5 years → 12 years
    promise “Magang” added
    → lapsed, last day 2020-11-27 → due for renewal, last day 2027-11-26
"""


def test_changes_in_words_from_a_revision_to_the_files(commit: Commit, mou: Mou) -> None:
    """What was added, removed and changed, and how each status moved for the same day."""
    commit({"agreements.yaml": OLD})
    Path("agreements.yaml").write_text(NEW, "utf-8")
    assert mou("diff", "HEAD", DAY) == Ran(0, WORDS, "")
    assert mou("diff", DAY) == Ran(0, WORDS, "")


def test_two_revisions_are_compared_whatever_the_files_are(commit: Commit, mou: Mou) -> None:
    """The work tree is neither read nor touched."""
    first = commit({"data/agreements.yaml": OLD})
    commit({"data/agreements.yaml": NEW})
    Path("data/agreements.yaml").write_text("agreements: [", "utf-8")
    assert mou("diff", first, "HEAD", DAY) == Ran(0, WORDS, "")
    assert mou("diff", "HEAD", "HEAD", DAY) == Ran(0, "nothing changed\n", "")
    assert subprocess.run(["git", "status", "--porcelain"], capture_output=True, check=True).stdout == (
        b" M data/agreements.yaml\n"
    )


def test_markdown_for_a_merge_request(commit: Commit, mou: Mou) -> None:
    """Headings and lists, with everything from the register escaped."""
    commit({"agreements.yaml": OLD})
    Path("agreements.yaml").write_text(NEW, "utf-8")
    assert mou("diff", "HEAD", DAY, "-f", "markdown").out == (
        "## What changed from HEAD to the files as they are\n\n"
        "Status as of 21 November 2026\n\n"
        "**Register**\n\n- end of term: anniversary → eve\n\n"
        "added **baru** Baru\n\n- → active, last day 2031-01-04\n\n"
        "removed **gone** Hilang\n\n- → was exploring\n\n"
        "changed **pj** Petaling \\| Jaya\n\n- term: 5 years → 12 years\n- promise “Magang” added\n"
        "- → lapsed, last day 2020-11-27 → due for renewal, last day 2027-11-26\n"
    )


def test_json_for_programs(commit: Commit, mou: Mou) -> None:
    """Values as the register writes them, standings with both ends of an uncertain day."""
    commit({"agreements.yaml": OLD})
    Path("agreements.yaml").write_text(NEW.replace("12 years", "P12Y"), "utf-8")
    found = json.loads(mou("diff", "HEAD", DAY, "-f", "json").out)
    assert found["agreements"].pop() == {
        "id": "pj",
        "title": "Petaling | Jaya",
        "change": "changed",
        "before": {"status": "lapsed", "last_day": {"earliest": "2020-11-27", "latest": "2020-11-27"}},
        "after": {"status": "due", "last_day": {"earliest": "2027-11-26", "latest": "2027-11-26"}},
        "differences": [
            {"path": "term", "before": "5 years", "after": "12 years"},
            {"path": "follow_ups[Magang]", "before": None, "after": None},
        ],
    }
    assert [(one["id"], one["change"]) for one in found.pop("agreements")] == [("baru", "added"), ("gone", "removed")]
    assert found == {
        "format": "mou-diff/1",
        "from": "HEAD",
        "to": None,
        "as_of": "2026-11-21",
        "broken": [],
        "register": [{"path": "end_of_term", "before": "anniversary", "after": "eve"}],
    }


def test_a_folder_register_with_files_moved(commit: Commit, mou: Mou) -> None:
    """A record that moves to another file has not changed; names with line breaks and spaces are read all the same."""
    first, second = OLD.partition("  - {id: gone")[0], "agreements:\n" + OLD[OLD.index("  - {id: gone") :]
    commit({"reg/a.yaml": first, "reg/b c\nd.yml": second, "reg/.hidden/x.yaml": "agreements: ["})
    Path("reg/b c\nd.yml").rename("reg/z.yaml")
    assert mou("diff", "HEAD", "-r", "reg", DAY) == Ran(0, "nothing changed\n", "")
    assert mou("diff", "HEAD", "-r", "reg/a.yaml", DAY) == Ran(0, "nothing changed\n", "")


def test_a_record_that_breaks_is_named(commit: Commit, mou: Mou) -> None:
    """It is neither removed nor unchanged: it can no longer be read, and the exit status says so."""
    commit({"agreements.yaml": OLD})
    Path("agreements.yaml").write_text(OLD.replace("country: MY", "country: XX"), "utf-8")
    ran = mou("diff", "HEAD", DAY)
    assert (ran.status, ran.out) == (1, "1 record can no longer be read: pj\n")


def test_outside_of_git_and_without_that_revision(
    commit: Commit, mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, exit status 2."""
    commit({"agreements.yaml": OLD, "other.txt": "x"})
    assert mou("diff", "v9") == Ran(2, "", "mou: error: git knows no revision 'v9'\n")
    assert mou("diff", "HEAD:other.txt") == Ran(2, "", "mou: error: git knows no revision 'HEAD:other.txt'\n")
    Path("new").mkdir()
    Path("new/agreements.yaml").write_text(OLD, "utf-8")
    assert mou("diff", "HEAD", "-r", "new/agreements.yaml") == Ran(
        2, "", "mou: error: there is no register at new/agreements.yaml in HEAD\n"
    )
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "agreements.yaml").write_text(OLD, "utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert mou("diff", "HEAD", "-r", outside / "agreements.yaml") == Ran(
        2,
        "",
        f"mou: error: {outside}/agreements.yaml is in no git repository: not a git repository (or any of the parent "
        "directories): .git\n     put the register under version control: git init, git add, git commit\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="a shell script is the trap")
def test_nothing_of_the_repository_is_run(commit: Commit, mou: Mou, tmp_path: Path) -> None:
    """A checkout may come from anybody: its monitors, hooks, filters, text converters and pagers stay quiet."""
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n", "utf-8")
    trap.chmod(0o755)
    commit({"agreements.yaml": OLD, ".gitattributes": "*.yaml diff=x filter=x\n"})
    for key in (
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "diff.x.textconv",
        "diff.x.command",
        "filter.x.smudge",
        "filter.x.clean",
        "filter.x.process",
        "diff.external",
        "gpg.program",
        "core.sshCommand",
        "core.askpass",
    ):
        subprocess.run(["git", "config", key, str(trap)], check=True)
    for key in ("log.showSignature", "core.untrackedCache"):
        subprocess.run(["git", "config", key, "true"], check=True)
    hooks = Path(".git/hooks")
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "reference-transaction", "post-checkout"):
        (hooks / name).symlink_to(trap)
    Path("agreements.yaml").write_text(NEW, "utf-8")
    before = {path: path.stat().st_mtime_ns for path in Path(".git").rglob("*") if path.is_file()}
    assert mou("diff", "HEAD", DAY) == Ran(0, WORDS, "")
    assert mou("show", "pj", "--history", DAY).status == 0
    assert not (tmp_path / "sprung").exists()
    assert {path: path.stat().st_mtime_ns for path in Path(".git").rglob("*") if path.is_file()} == before


def test_who_recorded_what_and_when(commit: Commit, mou: Mou) -> None:
    """Newest first, from the commits that changed this record and no others; merges are no recording."""
    commit({"agreements.yaml": OLD.partition("    signed")[0]}, "2026-01-05", "Ani Lestari")
    commit({"agreements.yaml": OLD}, "2026-02-06", "Budi")
    commit({"agreements.yaml": OLD.replace("Hilang", "Lain")}, "2026-03-07", "Citra")
    commit({"agreements.yaml": OLD.replace("country: MY", "country: XX")}, "2026-04-08", "Slip")
    last = commit({"agreements.yaml": NEW}, "2026-05-09", "Dewi [bold]")
    out = mou("show", "pj", "--history", DAY).out
    assert out.partition("Recorded in git\n")[2] == (
        f"  2026-05-09  {last[:8]}  Dewi [bold]  term: 5 years → 12 years; promise “Magang” added\n"
        + "".join(line + "\n" for line in out.splitlines()[-2:])
    )
    rows = [line.split("  ")[1:] for line in out.splitlines()[-2:]]
    assert [(row[0], row[2], row[-1].strip()) for row in rows] == [
        ("2026-02-06", "Budi", "signed: 2015-11-27; term: 5 years"),
        ("2026-01-05", "Ani Lestari", "added"),
    ]
    found = json.loads(mou("show", "pj", "--history", DAY, "-f", "json").out)
    assert [one["date"] for one in found["commits"]] == ["2026-05-09", "2026-02-06", "2026-01-05"]
    assert found["commits"][0]["differences"][0] == {"path": "term", "before": "5 years", "after": "12 years"}


def test_history_of_a_folder_and_of_braces(commit: Commit, mou: Mou) -> None:
    """Whatever the layout; what is not committed yet has no history."""
    commit({"reg/a.yaml": OLD})
    commit({"reg/a.yaml": "agreements: []\n", "reg/b.yaml": OLD.replace("Hilang", "Ada")}, author="Budi")
    found = json.loads(mou("show", "gone", "--history", DAY, "-f", "json", "-r", "reg").out)
    assert [(one["author"], one["change"], [d["after"] for d in one["differences"]]) for one in found["commits"]] == [
        ("Budi", "changed", ["Ada"]),
        ("Ani Lestari", "added", []),
    ]
    Path("reg/c.yaml").write_text(
        OLD[OLD.index("agreements") :].replace("id: pj", "id: x").replace("id: gone", "id: y")
    )
    assert mou("show", "x", "--history", DAY, "-r", "reg").out.endswith("Recorded in git\n  not committed yet\n")


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-11-01", WORDS),  # from the beginning of that day on
        ("2026-11-11", "nothing changed\n"),
        ("2026-11-10", WORDS),
        ("10 November 2026", WORDS),
        ("2 weeks ago", WORDS),  # 7 November
        ("2 minggu yang lalu", WORDS),
        ("10 hari lalu", "nothing changed\n"),  # the 11th
        ("kemarin", "nothing changed\n"),
    ],
)
def test_changes_since_a_day(since: str, expected: str, commit: Commit, mou: Mou) -> None:
    """What was recorded on that day or later; a day in words, or how long ago it was."""
    commit({"agreements.yaml": OLD}, day="2026-10-01")
    commit({"agreements.yaml": NEW}, day="2026-11-10")
    assert mou("diff", "--since", since, DAY) == Ran(0, expected, "")


def test_a_register_in_a_repository_without_commits(commit: Commit, mou: Mou) -> None:
    """Before the first commit nothing was there."""
    commit({})
    subprocess.run(["git", "checkout", "-q", "--orphan", "new"], check=True)
    Path("agreements.yaml").write_text(OLD, "utf-8")
    ran = mou("diff", "--since", "2026-10-02", DAY, "-f", "json")
    assert (ran.status, json.loads(ran.out)["from"], len(json.loads(ran.out)["agreements"])) == (0, "2026-10-02", 2)


def test_a_register_that_is_younger_than_the_day(commit: Commit, mou: Mou) -> None:
    """All of it is new; JSON names the commit compared with, or the day where there was none."""
    commit({"README": "x"})
    commit({"agreements.yaml": OLD}, day="2026-10-01")
    assert mou("diff", "--since", "2000-01-01", DAY).out == (
        "Register\n    name of the register: Uji\n    language: id → en\n\n"
        "+ gone  Hilang\n    → exploring\n\n+ pj  Petaling | Jaya\n    → lapsed, last day 2020-11-27\n"
    )
    assert json.loads(mou("diff", "--since", "2000-01-01", DAY, "-f", "json").out)["from"] == "2000-01-01"
    found = json.loads(mou("diff", "--since", "2026-10-02", DAY, "-f", "json").out)
    assert (len(found["from"]), found["agreements"]) == (40, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("HEAD", "--since", "2026-01-01"), "give a revision or --since, not both"),
        (("--since", "soon"), "--since: 'soon' is not a date as 2026-11-21"),
        (("--since", "5 moons ago"), "--since: '5 moons ago' is not a date as 2026-11-21"),
    ],
)
def test_since_what_cannot_be_meant(arguments: tuple[str, ...], said: str, commit: Commit, mou: Mou) -> None:
    """A sentence and exit status 2."""
    commit({"agreements.yaml": OLD})
    ran = mou("diff", *arguments, DAY)
    assert (ran.status, ran.err.splitlines()[-1]) == (2, f"mou: error: {said}")
