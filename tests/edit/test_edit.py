"""`mou edit`: a record alone in an editor. What is typed is checked, shown, written as it is, and never lost."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_tracker.edit.excerpt import excerpt, mark_for, reaches_beyond, with_notes, without_notes
from mou_tracker.register.drafts import Draft
from tests.conftest import Ran
from tests.edit.conftest import REGISTER, diff
from tests.edit.registers import Record, registers
from tests.edit.test_layout import lost, said, trimmed

Edit = Callable[..., Ran]
Write = Callable[..., Path]
CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
HEAD = """\
#! daegu in agreements.yaml: save and close, and what was changed is recorded.
#! Lines that begin with #! go again. Left as it is, or empty, it changes nothing.
"""
DAEGU = """\
id: daegu
title: Kota bersaudara Daegu
partner: {name: Daegu, country: KR}
kind: ksdpl
instrument: mou
term: 5 years
steps:
  - {step: exploration, started: 2022-03-18}  # third meeting
  - {step: dprd-approval, received: 2024-11-11}
sources: [{title: Berita}]
"""


@pytest.fixture
def types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Callable[[], list[str]]]:
    """An editor that carries out one sed script each time it is opened; gives what it was shown each time."""
    desk = tmp_path / "the editor's"
    desk.mkdir()

    def editor(*scripts: str, status: int = 0) -> Callable[[], list[str]]:
        for old in desk.iterdir():
            old.unlink()
        for number, script in enumerate(scripts, 1):
            (desk / f"{number}.sed").write_text(script + "\n")
        program = desk / "editor"
        program.write_text(
            f'#!/bin/sh\ncd "{desk}"\nn=$(( $(cat calls 2>/dev/null || echo 0) + 1 ))\necho $n >calls\n'
            'cp "$2" "seen-$n"\n[ -f $n.sed ] && sed -f $n.sed "seen-$n" >"$2"\n'
            f"[ -f then ] && sh ./then\nexit {status}\n"
        )
        program.chmod(0o755)
        monkeypatch.setenv("EDITOR", f"{shlex.quote(str(program))} --wait")
        return lambda: [one.read_text("utf-8") for one in sorted(desk.glob("seen-*"))]

    return editor


def kept(tmp_path: Path) -> list[Path]:
    """The texts that were left off."""
    return sorted((tmp_path / "home" / "mou" / "edits").glob("*.yaml"))


def test_a_change_is_shown_and_written(office: Path, edit: Edit, types: Callable[..., object]) -> None:
    """The editor has the record alone at the left margin; only the line that was typed changes, comments stay."""
    seen = types("s/^term: 5 years/term: 3 tahun/; s/^  - {step: dprd.*/&  # by post/")
    assert edit("edit", "daegu") == Ran(
        0,
        "--- a/agreements.yaml\n+++ b/agreements.yaml\n@@ -27,9 +27,9 @@\n"
        "     partner: {name: Daegu, country: KR}\n     kind: ksdpl\n     instrument: mou\n"
        "-    term: 5 years\n+    term: 3 tahun\n     steps:\n"
        "       - {step: exploration, started: 2022-03-18}  # third meeting\n"
        "-      - {step: dprd-approval, received: 2024-11-11}\n"
        "+      - {step: dprd-approval, received: 2024-11-11}  # by post\n"
        "     sources: [{title: Berita}]\n # end\n"
        "~ daegu  Kota bersaudara Daegu\n    term: 5 years → 3 years\n",
        "written to agreements.yaml\n",
    )
    assert seen() == [HEAD + DAEGU]
    assert diff(REGISTER, office.read_text("utf-8")) == [
        "-    term: 5 years",
        "+    term: 3 tahun",
        "-      - {step: dprd-approval, received: 2024-11-11}",
        "+      - {step: dprd-approval, received: 2024-11-11}  # by post",
    ]


def test_with_errors_it_opens_again(office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path) -> None:
    """Each error stands under its line, with what would be right; the notes are gone again from what is written."""
    seen = types(
        "s/^term: 5 years/term: five/; s/^instrument: mou/instrment: mou/",
        "s/^term: five/term: 4 years/",
        "s/^instrment/instrument/",
    )
    ran = edit("edit", "daegu")
    assert ran.status == 0, ran
    first, second, third = seen()
    assert first == HEAD + DAEGU
    assert second == HEAD + DAEGU.replace(
        "instrument: mou\nterm: 5 years\n",
        "instrment: mou\n#! ^ error: the key `instrment` is not known here\n#!   did you mean `instrument`?\n"
        "term: five\n#! ^ error: `five` is not a period\n"
        "#!   write for example `5 years`, `2 years 6 months` or `90 days`\n",
    )
    assert third == HEAD + DAEGU.replace(
        "instrument: mou\nterm: 5 years\n",
        "instrment: mou\n#! ^ error: the key `instrment` is not known here\n#!   did you mean `instrument`?\n"
        "term: 4 years\n",
    )
    assert diff(REGISTER, office.read_text("utf-8")) == ["-    term: 5 years", "+    term: 4 years"]
    assert kept(tmp_path) == []


def test_what_is_left_off_is_kept_and_offered(
    office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path
) -> None:
    """Closed again without mending it: nothing is written, the text is kept, and `--resume` goes on with it."""
    types("s/^term: 5 years/term: five/; s/^title: .*/title: Daegu, typed at length/")
    ran = edit("edit", "daegu")
    [text] = kept(tmp_path)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.endswith(
        "Nothing was written: the check would find this in the result.\n"
        f"Your text is kept in {text}; go on with: mou edit daegu --resume\n"
    )
    assert office.read_text("utf-8") == REGISTER
    assert "title: Daegu, typed at length\n" in text.read_text("utf-8")
    seen = types("")
    assert edit("edit", "daegu", "--resume").status == 1
    assert len(seen()) == 1  # closed without a change: not opened once more
    seen = types("s/^term: five/term: 4 years/")
    assert edit("edit", "daegu", "--resume").status == 0
    assert "title: Daegu, typed at length\n" in seen()[0]
    assert "term: five\n#! ^ error: `five` is not a period\n" in seen()[0]
    assert diff(REGISTER, office.read_text("utf-8")) == [
        "-    title: Kota bersaudara Daegu",
        "+    title: Daegu, typed at length",
        "-    term: 5 years",
        "+    term: 4 years",
    ]
    assert kept(tmp_path) == []


def test_a_new_edit_puts_a_kept_text_aside(
    office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path
) -> None:
    """Where nobody can be asked and `--resume` is not there, the old text gets another name, which is told."""
    types("s/^term: 5 years/term: five/")
    edit("edit", "daegu")
    [text] = kept(tmp_path)
    typed = text.read_bytes()
    types("s/^term: 5 years/term: 6 years/")
    ran = edit("edit", "daegu")
    [aside] = kept(tmp_path)
    assert (ran.status, aside.read_bytes(), aside != text) == (0, typed, True)
    assert f"The text that was left off before is now {aside}\n" in ran.err
    assert edit("edit", "daegu", "--resume").err.endswith(
        "mou: error: no text of daegu was left off\n     mou edit daegu opens it\n"
    )


def test_what_another_wrote_meanwhile_is_not_lost(
    office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path
) -> None:
    """The file changed while the editor was open: refused, the text kept; going on, the other's lines are named."""
    types("s/^term: 5 years/term: 6 years/")
    meanwhile = REGISTER.replace("country: KR", "country: KP")
    (tmp_path / "other").write_text(meanwhile)
    (tmp_path / "the editor's" / "then").write_text(f"cp '{tmp_path}/other' '{office}'\n")
    ran = edit("edit", "daegu")
    assert (ran.status, office.read_text("utf-8")) == (2, meanwhile)
    assert "mou: error: agreements.yaml was changed meanwhile; nothing was written\n" in ran.err
    assert "go on with: mou edit daegu --resume\n" in ran.err
    seen = types("s/country: KR/country: KP/")
    assert edit("edit", "daegu", "--resume").status == 0
    assert seen()[0].startswith(
        HEAD + "#! Meanwhile the register has got these lines, which your text would undo:\n"
        "#! -partner: {name: Daegu, country: KR}\n#! +partner: {name: Daegu, country: KP}\n"
    )
    assert diff(meanwhile, office.read_text("utf-8")) == ["-    term: 5 years", "+    term: 6 years"]


@pytest.mark.parametrize(
    ("script", "status", "result"),
    [
        ("", 0, Ran(0, "daegu is as it was; nothing was changed\n", "")),
        ("d", 0, Ran(0, "daegu is as it was; nothing was changed\n", "")),
        ("", 1, Ran(2, "", "mou: error: the editor ended with status 1; nothing was written\n")),
    ],
)
def test_nothing_typed_changes_nothing(
    office: Path, edit: Edit, types: Callable[..., object], script: str, status: int, result: Ran, tmp_path: Path
) -> None:
    """Left as it is, emptied, or an editor that failed: no byte changes and no text is kept."""
    types(script, status=status)
    assert edit("edit", "daegu") == result
    assert (office.read_text("utf-8"), kept(tmp_path)) == (REGISTER, [])


def test_a_dry_run_keeps_what_was_typed(office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path) -> None:
    """The difference is shown, nothing is written, and the text is there to go on with."""
    types("s/^term: 5 years/term: 6 years/")
    ran = edit("edit", "daegu", "--dry-run")
    assert (ran.status, office.read_text("utf-8")) == (0, REGISTER)
    assert "\n-    term: 5 years\n+    term: 6 years\n" in ran.out
    assert ran.err == f"Your text is kept in {kept(tmp_path)[0]}; go on with: mou edit daegu --resume\n"


@pytest.mark.parametrize("several", [False, True])
def test_the_way_on_names_the_register_that_was_named(
    office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path, several: bool
) -> None:
    """Of several ones that of the record; and it leads there."""
    other = tmp_path / "other.yaml"
    other.write_text("register: {name: Other}\nagreements: []\n")
    named = ("-r", str(office), "-r", str(other)) if several else ("-r", str(office))
    types("s/^term: 5 years/term: 6 years/")
    ran = edit("edit", "daegu", "--dry-run", *named)
    assert ran.err.endswith(f"go on with: mou edit daegu --resume -r {office}\n")
    assert edit("edit", "daegu", "--resume", "-r", str(office)).status == 0
    assert diff(REGISTER, office.read_text("utf-8")) == ["-    term: 5 years", "+    term: 6 years"]


@pytest.mark.parametrize(
    ("script", "note"),
    [
        ('s/^title: .*/title: "open/', "#! ^ error: this quote is never closed\n"),
        ("s/^partner: .*/partner: {name: Daegu,/", "#! ^ error: "),
        ("s/^term: .*/signed: 2026-13-40/", "#! ^ error: "),
        ("s/^id: daegu/id: petaling-jaya-2015/", "error: "),
        ("s/^kind: .*/owner: nobody/", "#! ^ error: "),
        ("$s/$/\\\n- id: another/", "#! ^ error: "),
    ],
)
def test_what_would_harm_the_register_is_refused(
    office: Path, edit: Edit, types: Callable[..., object], script: str, note: str
) -> None:
    """Open quotes and brackets, wrong values, a second record: told at the line, and nothing is written."""
    seen = types(script)
    assert edit("edit", "daegu").status == 1
    assert note in seen()[1]
    assert office.read_text("utf-8") == REGISTER


def test_an_edit_stays_in_its_record(register: Write, edit: Edit, types: Callable[..., object]) -> None:
    """In a list of braces a text may be right and still say more than its own record."""
    text = "agreements: [{id: a, title: A, partner: {name: X, country: MY}, kind: ksdpl, instrument: mou}]\n"
    path = register(text)
    seen = types("s/^{id: a.*/&, {id: b, title: B, partner: {name: Y, country: MY}, kind: ksdpl, instrument: mou}/")
    assert edit("edit", "a").status == 1
    assert (
        "#! This reaches beyond the record: a quote or bracket is open, or it is more than one record.\n" in seen()[1]
    )
    assert path.read_text("utf-8") == text
    types("s/title: A/title: B/")
    assert edit("edit", "a").status == 0
    assert path.read_text("utf-8") == text.replace("title: A", "title: B")


def test_a_broken_record_can_be_mended(register: Write, edit: Edit, types: Callable[..., object]) -> None:
    """What no other command may edit opens with its errors beside it; one that two records have is refused."""
    broken = REGISTER.replace("term: 5 years\n    steps", "term: five\n    steps")
    path = register(broken)
    seen = types("s/^term: five/term: 5 years/")
    assert edit("edit", "daegu").status == 0
    assert "term: five\n#! ^ error: `five` is not a period\n" in seen()[0]
    assert path.read_text("utf-8") == REGISTER
    register(REGISTER.replace("id: daegu", "id: petaling-jaya-2015"))
    assert "2 records have the id petaling-jaya-2015" in edit("edit", "petaling-jaya-2015").err


def test_a_day_ahead_is_refused_like_elsewhere(
    office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path
) -> None:
    """A slip in a year is asked about; in a script it needs `--ahead`, and the text is kept."""
    types("s/^term: .*/signed: 2062-11-01/")
    ran = edit("edit", "daegu")
    assert ran.status == 2
    assert "mou: error: signed 1 November 2062 is after today, 21 November 2026\n" in ran.err
    assert len(kept(tmp_path)) == 1
    types()
    assert edit("edit", "daegu", "--resume", "--ahead").status == 0
    assert "    signed: 2062-11-01\n" in office.read_text("utf-8")


def test_which_editor(office: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    """VISUAL before EDITOR; without a terminal one has to be named; one that is not there is told."""
    named = "     VISUAL or EDITOR names one, as EDITOR=nano\n"
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    assert edit("edit", "daegu") == Ran(2, "", f"mou: error: there is no terminal for an editor\n{named}")
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", "no-such-editor -w")
    missing = "mou: error: the editor 'no-such-editor' cannot be started: No such file or directory\n"
    assert edit("edit", "daegu") == Ran(2, "", missing + named)


def test_one_editor_at_a_time(office: Path, edit: Edit, types: Callable[..., object], tmp_path: Path) -> None:
    """A second edit of the same record would write over the text of the first: it is refused."""
    types("s/^term: .*/term: six/")
    edit("edit", "daegu")
    [text] = kept(tmp_path)
    with FileLock(f"{text.with_suffix('')}.lock"):
        assert edit("edit", "daegu").err == "mou: error: daegu is open in another mou edit\n     close that one first\n"


@given(registers())
@CALM
def test_each_record_alone_says_what_it_says(made: tuple[bytes, list[Record]]) -> None:
    """In any handwriting: put back as it is no byte changes; a further key is one further line and nothing else."""
    data, records = made
    for at, record in enumerate(records):
        part = excerpt(data, record["id"])
        assert part.file_with(part.text) == data
        assert trimmed(yaml.load(part.text, yaml.BaseLoader)) == trimmed(record)
        if part.text.startswith("{"):
            continue
        new = part.file_with("place: Bandung\n" + part.text)
        assert (lost(data, new), len(new.split(b"\n")) - len(data.split(b"\n"))) in (
            ([], 1),
            ([data.split(b"\n")[part.first - 1]], 1),  # the first line stood beside the dash
        )
        wanted = [{**one, "place": "Bandung"} if n == at else one for n, one in enumerate(said(data)["agreements"])]
        assert said(new)["agreements"] == wanted
        assert not reaches_beyond(data, new, record["id"])


@pytest.mark.parametrize(("length", "kept"), [(0, True), (1 << 20, True), ((1 << 20) + 1, False)])
def test_a_text_of_a_sensible_length_is_taken_up_again(tmp_path: Path, length: int, kept: bool) -> None:
    """One megabyte: what is longer is no record, whatever has written it there."""
    draft = Draft(tmp_path / "text", tmp_path / "origin")
    draft.begin("x" * length, "was")
    assert draft.kept() == (("x" * length, "was") if kept else None)


def test_texts_put_aside_are_numbered(tmp_path: Path) -> None:
    """From 2 on, in the place of the first; none takes the place of another."""
    draft = Draft(tmp_path / "a.yaml", tmp_path / "a.origin")
    for text in ("one", "two", "three"):
        draft.begin(text, "was")
        draft.set_aside()
    assert [(tmp_path / f"a-{n}.yaml").read_text() for n in (2, 3, 4)] == ["one", "two", "three"]
    assert not draft.exists()


@pytest.mark.parametrize("data", [b"", b"agreements: []\n", b"agreements: no list\n", REGISTER.encode()])
def test_a_record_that_is_not_there_cannot_be_cut_out(data: bytes) -> None:
    """Whatever else the file has."""
    with pytest.raises(LookupError):
        excerpt(data, "no-such-record")


@given(st.text("ab:#!-{}[]'\"|> \n\t\ufeff\u2028", max_size=60), st.sets(st.integers(0, 8)))
@CALM
def test_notes_go_again(text: str, lines: set[int]) -> None:
    """Whatever the text is: notes beside any of its lines are gone again, and nothing else is."""
    mark = mark_for(text)
    shown = with_notes(text, mark, ["head", ""], {line: ["one", "two"] for line in lines})
    assert without_notes(shown, mark) == text.removesuffix("\n") + "\n"
    assert re.search(rf"^\s*{mark}", text, re.MULTILINE) is None
