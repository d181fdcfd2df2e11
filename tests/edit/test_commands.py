"""The commands that edit, as their users see them: what is written, what is said, what is refused."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.edit.patch import patch
from tests.conftest import Ran, need
from tests.edit.conftest import REGISTER, diff

Edit = Callable[..., Ran]
Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (("sign", "daegu", "--on", "2026-11-20"), ["+    signed: 2026-11-20"]),
        (
            ("sign", "daegu", "--on", "2026-11", "--starts", "2027-01-01", "--ends", "2031"),
            ["+    signed: 2026-11", "+    starts: 2027-01-01", "+    ends: 2031"],
        ),
        (
            ("sign", "daegu", "--on=20 November 2026", "--renewal=Automatic", "--owner=ksln", "--source=Naskah"),
            [
                "+    signed: 2026-11-20",
                "+    renewal: {mode: automatic}",
                "-    sources: [{title: Berita}]",
                "+    owner: ksln",
                "+    sources: [{title: Berita}, {title: Naskah, says: [signed, renewal]}]",
            ],
        ),
        (
            ("sign", "daegu", "--on", "2026-11-20", "--by", "Bandung"),
            ["+    signed:", "+      - {by: Bandung, on: 2026-11-20}"],
        ),
        (
            ("sign", "petaling-jaya-2015", "--on", "2015-11-28", "--replace"),
            ["-    signed: 2015-11-27", "+    signed: 2015-11-28"],
        ),
        (
            ("step", "daegu", "dprd-approval", "--done", "2025-03-25", "--outcome", "approved"),
            [
                "-      - {step: dprd-approval, received: 2024-11-11}",
                "+      - {step: dprd-approval, received: 2024-11-11, done: 2025-03-25, outcome: approved}",
            ],
        ),
        (
            ("step", "daegu", "draft-text", "--started", "2026-01-05", "--reference", "No. 5: a", "--note", "yes"),
            ['+      - {step: draft-text, started: 2026-01-05, reference: "No. 5: a", note: "yes"}'],
        ),
        (
            ("step", "petaling-jaya-2015", "deposit", "--done", "2016"),
            ["+    steps:", "+      - {step: deposit, done: 2016}"],
        ),
        (
            ("extend", "petaling-jaya-2015", "--signed", "2020-10-01", "--term", "2 tahun"),
            ["+    extensions:", "+      - signed: 2020-10-01", "+        term: 2 years"],
        ),
        (
            ("close", "petaling-jaya-2015", "--on", "2019-06-30", "--how", "terminated", "--reason", "tidak aktif"),
            ["+    closed: {on: 2019-06-30, how: terminated, reason: tidak aktif}"],
        ),
        (("done", "petaling-jaya-2015", "pegawai", "--on", "2024-01"), ["+        done: 2024-01"]),
        (
            ("done", "petaling-jaya-2015", "2", "--on", "2024-05-02"),
            [
                "-      - {what: Program magang, due: 2024}",
                "+      - {what: Program magang, due: 2024, done: 2024-05-02}",
            ],
        ),
        (("decide", "petaling-jaya-2015", "renew"), ["+    renewal: {decision: renew, decided: 2026-11-21}"]),
        (
            ("decide", "petaling-jaya-2015", "lapse", "--on", "2020-01"),
            ["+    renewal: {decision: lapse, decided: 2020-01}"],
        ),
        (
            ("renew", "petaling-jaya-2015"),
            [
                "+  - id: petaling-jaya-2026",
                "+    title: MoU kota bersaudara",
                "+    partner: {name: Petaling Jaya, country: MY, body: Majlis Bandaraya}",
                "+    kind: ksdpl",
                "+    instrument: mou",
                "+    since: 2026-11-21",
                "+    renews: petaling-jaya-2015",
                "+    fields: [UMKM, pengembangan SDM]",
                "+    owner: ksln",
                "+",
            ],
        ),
        (
            (
                "new",
                "--partner",
                "Kota Zürich",
                "--country",
                "CH",
                "--kind",
                "ksdpl",
                "--instrument",
                "loi",
                "--title",
                "LoI: Zürich",
                "--signed",
                "2026-11-02",
                "--term",
                "indefinite",
                "--field",
                "a, b",
                "--owner",
                "ksln",
            ),
            [
                "+",
                "+  - id: kota-zurich-2026",
                '+    title: "LoI: Zürich"',
                "+    partner: {name: Kota Zürich, country: CH}",
                "+    kind: ksdpl",
                "+    instrument: loi",
                "+    signed: 2026-11-02",
                "+    term: indefinite",
                '+    fields: ["a, b"]',
                "+    owner: ksln",
            ],
        ),
    ],
)
def test_each_command_writes_its_lines_and_no_others(
    office: Path, edit: Edit, arguments: tuple[str, ...], lines: list[str]
) -> None:
    """The whole difference that each command makes; saying it again changes nothing."""
    assert edit(*arguments).status == 0
    written = office.read_text("utf-8")
    assert diff(REGISTER, written) == lines
    if arguments[0] == "new":
        return
    again = edit(*arguments)
    assert (again.status, office.read_text("utf-8")) == (0, written)
    assert "nothing was changed" in again.out


def test_an_edit_says_what_was_recorded_and_how_the_status_moved(office: Path, edit: Edit) -> None:
    """In words, on the spot, and where it was written."""
    assert edit("sign", "daegu", "--on", "2026-11-20") == Ran(
        0,
        "~ daegu  Kota bersaudara Daegu\n"
        "    signed: 2026-11-20\n"
        "    → pending DPRD approval → active, last day 2031-11-20\n",
        "agreements.yaml:30:13: warning: signed on 20 November 2026 without the DPRD's consent on record "
        "[signed-without-dprd]\n"
        "   |\n"
        "30 |     signed: 2026-11-20\n"
        "   |             ^^^^^^^^^^ record the step `dprd-approval`, or `dprd: not-required`\n"
        "written to agreements.yaml\n",
    )
    assert office.exists()


VERIFICATION = "+      - {step: ministry-verification, done: 2026-11-02}"


@pytest.mark.parametrize(
    "name", ["ministry-verification", "Verifikasi Mendagri", "VERIFIKASI MENDAGRI", "home affairs verification"]
)
def test_a_step_is_meant_by_what_it_is_called(office: Path, edit: Edit, name: str) -> None:
    """In either language and any case, wherever its id may stand; it is told by its name, and written by its id."""
    ran = edit("step", "daegu", name, "--done", "2026-11-02")
    assert "    step Home Affairs verification: done 2026-11-02\n" in ran.out
    assert diff(REGISTER, office.read_text("utf-8")) == [VERIFICATION]
    assert edit("unset", "daegu", f"steps[{name}]").status == 0
    assert office.read_text("utf-8") == REGISTER
    assert edit("add", "daegu", "steps", f"step={name}", "done=2026-11-01").status == 0
    ran = edit("set", "daegu", f"steps[{name}].done=2026-11-02", "--lang", "id")
    assert "    tahap Verifikasi Mendagri, selesai: 2026-11-01 → 2026-11-02\n" in ran.out
    assert edit("set", "daegu", f"steps[3].step={name}").out == "daegu says so already; nothing was changed\n"
    assert diff(REGISTER, office.read_text("utf-8")) == [VERIFICATION]


def test_steps_are_told_by_their_names(office: Path, edit: Edit) -> None:
    """Also where one is missing, or a date of it is recorded already or still to come; in the reader's language."""
    ran = edit("unset", "daegu", "steps[Penandatanganan]", "--lang", "id")
    assert ran.err.endswith("     butirnya: 1 Penjajakan; 2 Persetujuan DPRD\n")
    ran = edit("step", "daegu", "signing", "--done", "2062-11-01", "--lang", "id")
    assert ran.err.startswith("mou: kesalahan: tahap Penandatanganan, selesai 1 November 2062 setelah hari ini")
    ran = edit("step", "daegu", "exploration", "--started", "2022-03-19", "--lang", "id")
    assert ran.err.startswith("mou: kesalahan: dimulai sudah tercatat sebagai 18 Maret 2022")
    assert office.read_text("utf-8") == REGISTER


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("sign", "petaling-jaya-2015", "--on", "2015-11-28"),
            "mou: error: signed is already recorded as 27 November 2015\n     --replace corrects what is recorded\n",
        ),
        (
            ("sign", "petaling-jaya-2015", "--on", "2015-11-27", "--by", "Bandung"),
            "mou: error: petaling-jaya-2015 has one date for all signatures: 27 November 2015\n",
        ),
        (
            ("step", "daegu", "dprd-approval", "--received", "2024-11-12"),
            "mou: error: received is already recorded as 11 November 2024\n     --replace corrects what is recorded\n",
        ),
        (
            ("step", "daegu", "offer", "--done", "2025"),
            "Usage: mou step [OPTIONS] ID STEP\nmou: error: STEP: `offer` is not one of the words allowed here\n"
            "     allowed: Initiative, Exploration, "
            "Coordination and consultation (consultation), Letter of intent, Cooperation plan, DPRD approval, "
            "Home Affairs verification (ministry-verification), Drafting of the text (draft-text), "
            "Interministerial meeting (interministry-meeting), Home Affairs approval (ministry-approval), "
            "Talks with the foreign partner (counterpart-talks), Confirmation letter, Signing, "
            "Deposit of the original (deposit)\n",
        ),
        (
            ("done", "petaling-jaya-2015", "pro gram", "--on", "2024"),
            "mou: error: petaling-jaya-2015 has no promise 'pro gram'\n"
            "     its promises: 1 Pertukaran pegawai; 2 Program magang\n",
        ),
        (
            ("done", "petaling-jaya-2015", "p", "--on", "2024"),
            "mou: error: 'p' fits several promises of petaling-jaya-2015\n"
            "     its promises: 1 Pertukaran pegawai; 2 Program magang\n",
        ),
        *(
            (
                ("done", "petaling-jaya-2015", number, "--on", "2024"),
                f"mou: error: petaling-jaya-2015 has no promise '{number}'\n"
                "     its promises: 1 Pertukaran pegawai; 2 Program magang\n",
            )
            for number in ("0", "3", "9" * 5000)
        ),
        (("renew", "daegu"), "mou: error: daegu was never signed: there is nothing to renew\n"),
        (
            ("close", "nobody", "--on", "2020", "--how", "completed"),
            "mou: error: there is no agreement 'nobody'\n     mou status --all lists them\n",
        ),
        (("sign", "daegu"), "Usage: mou sign [OPTIONS] ID\nmou: error: --on is missing\n"),
        (
            ("sign", "daegu", "--on", "soon"),
            "Usage: mou sign [OPTIONS] ID\nmou: error: --on: 'soon' is not a date as 2026-11-21, 2026-11 or 2026\n",
        ),
        (
            ("extend", "daegu", "--signed", "2026", "--term", "5"),
            "Usage: mou extend [OPTIONS] ID\n"
            "mou: error: --term: '5' is no term as `5 years`, `18 bulan` or `indefinite`\n",
        ),
        (
            ("step", "daegu", "signing", "--note", "a\u202eb"),
            "mou: error: 'a\\u202eb' holds a character that no register may hold\n",
        ),
        (
            ("step", "daegu", "signing"),
            "Usage: mou step [OPTIONS] ID STEP\nmou: error: give --received, --started, --done or --outcome\n",
        ),
    ],
)
def test_what_cannot_be_recorded_is_said_in_one_sentence(
    office: Path, edit: Edit, arguments: tuple[str, ...], message: str
) -> None:
    """Exit status 2, the reason and what would help; the file is as it was."""
    assert edit(*arguments) == Ran(2, "", message)
    assert office.read_text("utf-8") == REGISTER


def test_an_edit_that_would_add_an_error_is_refused_with_that_error(office: Path, edit: Edit) -> None:
    """The error is shown where it would stand, and nothing is written."""
    assert edit("extend", "petaling-jaya-2015", "--signed", "2023-01-01", "--term", "5 years") == Ran(
        1,
        "",
        "agreements.yaml:16:17: error: signed on 1 January 2023, after the term had ended on 27 November 2020 "
        "[extension-after-end]\n"
        "   |\n"
        "16 |       - signed: 2023-01-01\n"
        "   |                 ^^^^^^^^^^ say from when it counts with `starts`\n"
        "Nothing was written: the check would find this in the result.\n",
    )
    assert office.read_text("utf-8") == REGISTER


def test_errors_elsewhere_do_not_hinder_an_edit(register: Write, edit: Edit) -> None:
    """A broken record is named, and another one is edited all the same; even after a syntax error."""
    broken = REGISTER.replace("country: MY", "country: XX").replace("# end", "  - id: [\n# end")
    path = register(broken)
    ran = edit("sign", "daegu", "--on", "2026-11-20")
    assert ran.status == 0
    assert diff(broken, path.read_text("utf-8")) == ["+    signed: 2026-11-20"]
    assert edit("sign", "petaling-jaya-2015", "--on", "2016").err.endswith(
        "mou: error: petaling-jaya-2015 cannot be edited while it has errors\n"
        "     mou edit petaling-jaya-2015 opens it with its errors; mou check shows them too\n"
    )


@pytest.mark.parametrize(
    ("wrong", "arguments", "mended"),
    [
        ("term: 5 yearz", ("set", "term=5 tahun"), "term: 5 years"),
        ("term: 2014-02-30", ("set", "term=5 tahun"), "term: 5 years"),
        ("starts: 2014-02-30", ("unset", "starts"), None),
        ("owner: budi", ("set", "owner=ksln"), "owner: ksln"),
        ("renews: nobody", ("unset", "renews"), None),
        ("renewal: {mode: maybe}", ("set", "renewal.mode=none"), "renewal: {mode: none}"),
        ("ends: 2014", ("set", "ends=2020-11-27"), "ends: 2020-11-27"),
        ("fields: {a: b}", ("set", "fields=UMKM"), "fields: [UMKM]"),
        ("follow_ups: [{what: x, due: soon}]", ("set", "follow_ups[1].due=2027"), "follow_ups: [{what: x, due: 2027}]"),
        ("fields: 7\n    owner: budi", ("set", "fields=UMKM", "owner=ksln"), "fields: [UMKM]\n    owner: ksln"),
    ],
)
def test_a_record_is_set_free_of_its_error(
    register: Write, edit: Edit, wrong: str, arguments: tuple[str, ...], mended: str | None
) -> None:
    """What corrects a record with errors is written; what leaves it with one is not, and the way out is named."""
    text = f"""\
register: {{contacts: {{ksln: {{email: ksln@example.org}}}}}}
agreements:
  - id: oslo
    title: T
    partner: {{name: Oslo, country: NO}}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    {wrong}
"""
    path = register(text)
    ran = edit("set", "oslo", "title=U")
    assert (ran.status, path.read_text("utf-8")) == (2, text)
    assert ran.err.endswith(
        "mou: error: oslo would still have errors; nothing was written\n"
        "     mou edit oslo opens it with its errors; mou check shows them too\n"
    )
    ran = edit(arguments[0], "oslo", *arguments[1:])
    assert ran.status == 0, ran
    wanted = text.replace(wrong, mended) if mended else text.replace(f"    {wrong}\n", "")
    assert path.read_text("utf-8") == wanted


def test_a_returned_step_begins_anew(register: Write, edit: Edit) -> None:
    """What contradicts a returned entry is a new round, not a correction."""
    path = register(
        REGISTER.replace("received: 2024-11-11}", "received: 2024-11-11, done: 2024-12-01, outcome: returned}")
    )
    old = path.read_text("utf-8")
    assert edit("step", "daegu", "dprd-approval", "--received", "2025-02-03").status == 0
    assert diff(old, path.read_text("utf-8")) == ["+      - {step: dprd-approval, received: 2025-02-03}"]


def test_parties_sign_on_their_own_days(register: Write, edit: Edit) -> None:
    """A second party's signature joins the first; a further one without a name is a contradiction."""
    path = register(REGISTER)
    edit("sign", "daegu", "--on", "2026-11-20", "--by", "Bandung")
    edit("sign", "daegu", "--on", "2026-11-21", "--by", "Daegu: kota")
    assert diff(REGISTER, path.read_text("utf-8")) == [
        "+    signed:",
        "+      - {by: Bandung, on: 2026-11-20}",
        '+      - {by: "Daegu: kota", on: 2026-11-21}',
    ]
    assert edit("sign", "daegu", "--on", "2026-11-25").err == (
        "mou: error: each party of daegu has its own signature\n     say whose this is: --by\n"
    )


@pytest.mark.parametrize("text", [REGISTER, REGISTER.replace("\n", "\r\n"), REGISTER.removesuffix("\n# end\n")])
def test_a_dry_run_prints_a_patch_that_git_applies(register: Write, edit: Edit, mou: Edit, text: str) -> None:
    """Nothing is written; the patch gives byte for byte what the command would have written."""
    need("git")
    path = register(text)
    arguments = ("step", "daegu", "signing", "--done", "2026-11-20")
    ran = edit(*arguments, "--dry-run")
    assert path.read_bytes() == text.encode()
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=ran.out.encode(), check=True)
    patched = path.read_bytes()
    path.write_bytes(text.encode())
    edit(*arguments)
    assert path.read_bytes() == patched != text.encode()


LINES = (st.lists(st.sampled_from("ab"), max_size=12) | st.lists(st.sampled_from("abcdefghijkl"), max_size=12)).map(
    lambda made: [f"{line}\n" for line in made]
)


@given(LINES, LINES, LINES, LINES)
def test_a_patch_gives_the_lines_that_were_meant(
    head: list[str], before: list[str], after: list[str], tail: list[str]
) -> None:
    """Also where lines repeat, so that the same line may belong to what stands before a change or to what follows."""
    old, new = [*head, *before, *tail], [*head, *after, *tail]
    made = patch("a.yaml", "".join(old).encode(), "".join(new).encode())
    result, at = [], 0
    for line in made.splitlines(keepends=True)[2:]:
        if line.startswith("@@"):
            start, count = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+.* @@\n", line).groups()  # type: ignore[union-attr]
            first = int(start) - (count != "0")
            result += old[at:first]
            at = first
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if line[0] in " +":
            result.append(line[1:])
    assert [*result, *old[at:]] == new


def test_mode_and_link_stay(office: Path, edit: Edit, tmp_path: Path) -> None:
    """A register that is a link stays one; the file that it leads to is replaced and keeps its mode."""
    real = tmp_path / "elsewhere" / "real.yaml"
    real.parent.mkdir()
    office.rename(real)
    real.chmod(0o640)
    office.symlink_to(real)
    assert edit("sign", "daegu", "--on", "2026-11-20").status == 0
    assert office.is_symlink()
    assert diff(REGISTER, real.read_text("utf-8")) == ["+    signed: 2026-11-20"]
    assert real.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in real.parent.iterdir()] == ["real.yaml"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_stays(office: Path, edit: Edit) -> None:
    """A file of another user still belongs to that user afterwards."""
    os.chown(office, 4321, 4322)
    assert edit("sign", "daegu", "--on", "2026-11-20").status == 0
    assert (office.stat().st_uid, office.stat().st_gid) == (4321, 4322)


def test_a_change_by_somebody_else_is_not_lost(office: Path) -> None:
    """Between reading and writing the file changed: nothing is written over it."""
    from mou_tracker.register.output import ChangedMeanwhile, replace_file

    old = office.read_bytes()
    office.write_bytes(old + b"# more\n")
    with pytest.raises(ChangedMeanwhile):
        replace_file(office, old, b"new")
    assert office.read_bytes() == old + b"# more\n"
    assert [file.name for file in office.parent.iterdir()] == ["agreements.yaml"]


def test_a_folder_register_is_edited_in_the_file_of_the_record(register: Write, edit: Edit) -> None:
    """Other files stay; a new record needs the name of a file."""
    register("register: {name: Uji}\nagreements: []\n", "data/agreements.yaml/a.yaml")
    path = register(
        "agreements:\n- {id: x, title: X, partner: {name: X, country: MY}, kind: ksdpl, instrument: mou}\n",
        "data/agreements.yaml/sub/b.yml",
    )
    assert edit("sign", "x", "--on", "2026-01-02").status == 0
    assert path.read_text("utf-8") == (
        "agreements:\n- {id: x, title: X, partner: {name: X, country: MY}, kind: ksdpl, instrument: mou, "
        "signed: 2026-01-02}\n"
    )
    new = ("new", "--partner", "Oslo", "--country", "NO", "--kind", "ksdpl", "--instrument", "mou", "--title", "T")
    assert edit(*new).err == "Usage: mou new [OPTIONS]\nmou: error: --into is missing\n"
    assert edit(*new, "--file", "c.yaml").err == (
        "mou: error: c.yaml is no file of the register\n"
        "     its files: data/agreements.yaml/a.yaml, data/agreements.yaml/sub/b.yml\n"
    )
    assert edit(*new, "--file", "a.yaml").status == 0
    assert Path("data/agreements.yaml/a.yaml").read_text("utf-8") == (
        'register: {name: Uji}\nagreements:\n  - id: oslo\n    title: T\n    partner: {name: Oslo, country: "NO"}\n'
        "    kind: ksdpl\n    instrument: mou\n"
    )


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ((), None),
        (("--id=petaling-jaya-2026",), None),
        (("--title=MoU kota bersaudara", "--instrument=MoU"), None),
        (("--title=Lain",), "title"),
        (("--id=petaling-jaya-2026", "--instrument=ia"), "instrument"),
        (("--dprd=required",), "dprd"),
    ],
)
def test_a_renewal_that_is_there_says_what_is_asked_or_refuses(
    office: Path, edit: Edit, options: tuple[str, ...], refused: str | None
) -> None:
    """Asked for again nothing has to be done; what it says otherwise is not lost without a word."""
    assert edit("renew", "petaling-jaya-2015").status == 0
    written = office.read_text("utf-8")
    again = edit("renew", "petaling-jaya-2015", *options)
    already = "petaling-jaya-2026 renews petaling-jaya-2015 already"
    if refused is None:
        assert again == Ran(0, f"{already}; nothing was changed\n", "")
    else:
        assert (again.status, again.out) == (2, "")
        assert again.err.startswith(f"mou: error: {already}, with another ")
        assert f"mou set petaling-jaya-2026 {refused}=" in again.err
    assert office.read_text("utf-8") == written


def test_a_renewal_carries_neither_dates_nor_closings(register: Write, edit: Edit) -> None:
    """Partner, kind, fields and owner go over; dates, terms, decisions, steps and closings are the old text's own."""
    path = register("""\
agreements:
- id: old
  title: Lama
  partner: {name: X, country: MY}
  kind: ksdpl
  instrument: pks
  signed: 2015
  term: 5 years
  renewal: {mode: automatic, notice: 3 months, decision: lapse, decided: 2019}
  steps:
  - step: signing
    done: 2015
  fields:
  - a
  owner: [a@example.org, b@example.org]
  follow_ups:
  - what: Janji
  notes: |
    Catatan
""")
    assert edit("renew", "old", "--id", "baru", "--instrument", "mou").status == 0
    found = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert found[1] == {
        "id": "baru",
        "title": "Lama",
        "partner": {"name": "X", "country": "MY"},
        "kind": "ksdpl",
        "instrument": "mou",
        "since": "2026-11-21",
        "renews": "old",
        "fields": ["a"],
        "owner": ["a@example.org", "b@example.org"],
    }


def test_a_new_register_is_sound_and_never_overwrites(register: Write, mou: Edit, edit: Edit, tmp_path: Path) -> None:
    """It can be filled at once, its example is true YAML, and a second `init` touches nothing."""
    register("", "other.txt")
    made = mou(
        "init",
        "--name",
        "Uji: coba",
        "--authority",
        "Kota #1",
        "--office",
        "yes",
        "--email",
        "a@example.org",
        "--language",
        "en",
    )
    path = tmp_path / "data" / "agreements.yaml"
    assert made == Ran(0, "data/agreements.yaml was made. Next: mou new -r data/agreements.yaml\n", "")
    text = path.read_text("utf-8")
    example = "".join(line[4:] for line in text.splitlines(keepends=True) if line.startswith("  # ")).partition("\n")[2]
    found = yaml.safe_load(text)
    assert found["register"] == {
        "name": "Uji: coba",
        "authority": "Kota #1",
        "timezone": "Asia/Jakarta",
        "language": "en",
        "contacts": {"office": {"name": "yes", "email": "a@example.org"}},
        "owner": "office",
        "maintainer": "office",
    }
    again = mou("init", "--name", "Other")
    assert again == Ran(2, "", "mou: error: data/agreements.yaml is there already and was not touched\n")
    assert path.read_text("utf-8") == text
    register(f"agreements:\n{example}", "example.yaml")
    assert mou("check", "example.yaml").status == 0
    assert (
        edit(
            "new", "--partner", "Oslo", "--country", "NO", "--kind", "ksdpl", "--instrument", "mou", "--title", "T"
        ).status
        == 0
    )
    assert mou("check").status == 0


def test_init_refuses_settings_that_the_check_would_refuse(register: Write, mou: Edit) -> None:
    """A wrong mail address makes no file."""
    register("", "other.txt")
    ran = mou("init", "x.yaml", "--name", "Uji", "--email", "nobody")
    assert (ran.status, Path("x.yaml").exists()) == (2, False)
    assert mou("init", "x.yaml").err.endswith("mou: error: --name is missing\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("sign", "petaling-jaya-2015", "--on", "2016-01-01"),
            "ditandatangani sudah tercatat sebagai 27 November 2015",
        ),
        (
            ("done", "petaling-jaya-2015", "1", "--on", "2062-11-01"),
            "janji “Pertukaran pegawai”, dipenuhi 1 November 2062 setelah hari ini, 21 November 2026",
        ),
    ],
)
def test_a_refusal_names_the_field_in_the_readers_language(
    office: Path, edit: Edit, arguments: tuple[str, ...], told: str
) -> None:
    """No key of a record in a sentence that is not English."""
    assert edit(*arguments, "--lang", "id").err.splitlines()[0] == f"mou: kesalahan: {told}"
