"""`mou read`: what it prints, how a record stands to its text, and what is written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from mou_tracker.language.wording import LANGUAGES, wording
from mou_tracker.texts.facts import Fact
from mou_tracker.texts.shown import name_of
from tests.conftest import ROOT, Ran

Mou = Callable[..., Ran]
EXAMPLE = ROOT / "docs" / "examples" / "memorandum.txt"
PDF = ROOT / "docs" / "examples" / "memorandum.pdf"

REGISTER = """\
register:
  name: Kerja Sama
  authority: Pemerintah Kota Bandung
  contacts: {k: {name: K, email: k@example.org}}
  owner: k
agreements:
  - id: taruma-2015
    title: MoU Taruma
    partner: {name: Taruma, country: MY}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 4 years
    documents: [{title: The text, path: memorandum.txt}]
    sources: [{title: A report}]
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register and a signed text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agreements.yaml").write_text(REGISTER, "utf-8")
    (tmp_path / "memorandum.txt").write_bytes(EXAMPLE.read_bytes())
    return tmp_path / "agreements.yaml"


def test_the_page_shows_a_real_run(mou: Mou, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/read.md prints what the command prints."""
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "read.md").read_text("utf-8")
    shown = re.search(r"<!-- mou read .*? -->\n```text\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert mou("read", "docs/examples/memorandum.pdf").out == shown[1]


def test_pdf_and_text_of_one_memorandum_state_the_same(mou: Mou) -> None:
    """Two columns and one below the other: the same values, in JSON of the documented shape."""
    stated = []
    for path in (PDF, EXAMPLE):
        found = json.loads(mou("read", path, "-f", "json").out)
        assert (found["format"], found["files"], found["unread"]) == ("mou-read/1", [str(path)], [])
        assert all(
            set(proof) == {"file", "page", "line", "text"} for fact in found["facts"] for proof in fact["proofs"]
        )
        stated.append({fact["field"]: fact["value"] for fact in found["facts"] if fact["kind"] != "not-said"})
    assert stated[0] == stated[1]
    assert {key: stated[0][key] for key in ("signed", "term", "starts", "ends", "renewal.mode", "renewal.period")} == {
        "signed": "2015-11-27",
        "term": "5 years",
        "starts": "signing",
        "ends": "2020-11-27",
        "renewal.mode": "by-agreement",
        "renewal.period": "3 years",
    }


def test_the_own_side_is_no_partner(mou: Mou, office: Path) -> None:
    """By the register's authority; without one both parties are named."""
    found = json.loads(mou("read", "memorandum.txt", "-f", "json").out)
    (partner,) = [fact for fact in found["facts"] if fact["field"] == "partner"]
    assert partner["value"] == "PEMERINTAH KOTA TARUMA, MALAYSIA"


def test_a_record_beside_its_text(mou: Mou, office: Path) -> None:
    """Field by field; nothing is written."""
    found = mou("read", "memorandum.txt", "--for", "taruma-2015")
    verdicts = [re.sub(r"\s+", " ", row) for row in found.out.splitlines()[2:] if row and not row.startswith(" ")]
    assert found.status == 0
    assert verdicts[:6] == [
        "instrument MoU the same",
        "signed 2015-11-27 the same",
        "in force from the day of signing the same",
        "term text 5 years, record 4 years differs",
        "renewal by agreement the record lacks it",
        "renewal period 3 years the record lacks it",
    ]
    assert office.read_text("utf-8") == REGISTER


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--partner Taruma", "--partner needs --new"),
        ("--country MY", "--country needs --new"),
        ("--kind ksdpl", "--kind needs --new"),
        ("--id taruma", "--id needs --new"),
        ("--into b.yaml", "--into needs --new"),
        ("--country MY --for taruma-2015", "--country needs --new"),
        ("--write", "--write needs --for"),
        ("--write --new", "--write needs --for"),
        ("--update", "--update needs --for"),
        ("-f json --new", "--format, --new do not go together"),
        ("-f yaml --for taruma-2015", "--format, --for do not go together"),
        ("-o out.txt --new", "--output, --new do not go together"),
        ("-o out.txt --for taruma-2015", "--output, --for do not go together"),
        ("--each --for taruma-2015", "--each, --for do not go together"),
        ("--each --new", "--each, --new do not go together"),
        ("--new --for taruma-2015", "--new, --for do not go together"),
    ],
)
def test_no_option_is_ignored(mou: Mou, office: Path, options: str, told: str) -> None:
    """What would mean nothing where it stands is refused, and names what it needs or does not go with."""
    ran = mou("read", "memorandum.txt", *options.split())
    assert (ran.status, ran.out, ran.err.splitlines()[-1]) == (2, "", f"mou: error: {told}")
    assert (office.read_text("utf-8"), sorted(os.listdir(office.parent))) == (
        REGISTER,
        ["agreements.yaml", "memorandum.txt"],
    )


def test_every_fact_has_words_in_both_languages(mou: Mou, office: Path) -> None:
    """No key of a record and no word of a register stands for a field or its value; JSON has them."""
    facts = json.loads(mou("read", "memorandum.txt", "-f", "json").out)["facts"]
    names = {
        language: {one.field: wording(language)(name_of(one)) for one in map(fact, facts)} for language in LANGUAGES
    }
    assert [field for field, name in names["id"].items() if name in (field, names["en"][field])] == []
    said = mou("read", "memorandum.txt", "--lang", "id").out
    assert [one["field"] for one in facts if names["id"][one["field"]] not in said] == []
    assert re.findall(r"^(?:jangka waktu|pembaruan|berlaku mulai) +(.*)", said, re.MULTILINE) == [
        "hari penandatanganan",
        "5 tahun",
        "dengan kesepakatan",
    ]


def fact(value: dict[str, str]) -> Fact:
    """A fact of its field alone."""
    return Fact(value["field"], "not-said")


def test_write_fills_in_and_never_overwrites(mou: Mou, office: Path) -> None:
    """The term that differs stays; with --update it is corrected; each time the source says exactly what it proves."""
    assert mou("read", "memorandum.txt", "--for", "taruma-2015", "--write").status == 0
    text = office.read_text("utf-8")
    assert re.findall(r"    (term: .*|renewal: .*)", text) == [
        "term: 4 years",
        "renewal: {mode: by-agreement, period: 3 years}",
    ]
    assert mou("read", "memorandum.txt", "--for", "taruma-2015", "--update").status == 0
    text = office.read_text("utf-8")
    assert re.findall(r"    (term: .*)", text) == ["term: 5 years"]
    assert text.splitlines()[-1].endswith("{title: memorandum.txt, says: [term]}]")
    assert mou("check").status == 0


def test_a_dry_run_writes_nothing(mou: Mou, office: Path) -> None:
    """The difference is printed."""
    found = mou("read", "memorandum.txt", "--for", "taruma-2015", "--write", "--dry-run")
    assert (found.status, office.read_text("utf-8")) == (0, REGISTER)


def test_new_begins_a_record(mou: Mou, office: Path) -> None:
    """With the text as document and source; the check finds nothing to say of it."""
    found = mou("read", "memorandum.txt", "--new", "--kind", "ksdpl", "--id", "taruma")
    assert found.status == 0, found.err
    told = json.loads(mou("status", "taruma", "-f", "json", "--as-of", "2016-01-01").out)["agreements"][0]
    assert (told["signed"], told["term"], told["partner"]["country"]) == ("2015-11-27", "5 years", "MY")
    assert mou("check").status == 0


def test_new_goes_into_the_file_that_is_named(mou: Mou, office: Path) -> None:
    """Of a folder of several the file is asked for by the option that names it."""
    folder = office.with_name("several")
    folder.mkdir()
    (folder / "a.yaml").write_text(REGISTER, "utf-8")
    (folder / "b.yaml").write_text("agreements: []\n", "utf-8")
    (folder / "memorandum.txt").write_bytes(office.with_name("memorandum.txt").read_bytes())
    new = ("read", "several/memorandum.txt", "--new", "--kind", "ksdpl", "--id", "taruma", "-r", "several")
    refused = mou(*new)
    assert (refused.status, refused.err.splitlines()[-1]) == (2, "mou: error: --into is missing")
    assert mou(*new, "--into", "b.yaml").status == 0
    assert (folder / "a.yaml").read_text("utf-8") == REGISTER
    assert "- id: taruma\n" in (folder / "b.yaml").read_text("utf-8")


def test_a_text_from_elsewhere_is_copied_beside_the_register(mou: Mou, office: Path) -> None:
    """As `mou attach` does; a dry run and what is refused leave no copy, and the same text is copied once."""
    text = office.with_name("memorandum.txt").read_bytes()
    folder = office.with_name("register")
    folder.mkdir()
    register = folder / "agreements.yaml"
    register.write_text(REGISTER.replace("    documents: [{title: The text, path: memorandum.txt}]\n", ""), "utf-8")
    new = ("read", "memorandum.txt", "--new", "--kind", "ksdpl", "-r", str(register))
    assert mou(*new, "--id", "taruma", "--dry-run").status == 0
    assert mou(*new, "--id", "taruma-2015").status == 1  # another record has this id
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["agreements.yaml"]
    assert mou(*new, "--id", "taruma").status == 0
    assert (folder / "documents" / "taruma-memorandum.txt").read_bytes() == text
    assert "path: documents/taruma-memorandum.txt" in register.read_text("utf-8")
    fill = ("read", "memorandum.txt", "--for", "taruma-2015", "--write", "-r", str(register))
    assert mou(*fill).status == 0
    assert "path: documents/taruma-2015-memorandum.txt" in register.read_text("utf-8")
    once = register.read_text("utf-8")
    assert mou(*fill).status == 0
    assert register.read_text("utf-8") == once
    assert mou("check", str(register)).status == 0


def test_documents_are_held_against_their_records(mou: Mou, office: Path) -> None:
    """Only when asked for, at the field, and a waiver with a reason silences it."""
    assert json.loads(mou("check", "-f", "json").out)["findings"] == []
    found = json.loads(mou("check", "--documents", "-f", "json").out)["findings"]
    assert [(one["rule"], one["line"], one["severity"]) for one in found] == [("text-differs", 13, "warning")]
    waived = REGISTER.replace("term: 4 years", "term: 4 years  # mou: allow[text-differs] because of the addendum")
    office.write_text(waived, "utf-8")
    assert json.loads(mou("check", "--documents", "-f", "json").out)["findings"] == []


def test_show_reads_the_proofs_only_when_asked(mou: Mou, office: Path) -> None:
    """The very sentence with its place, and whether the record says the same; no file is opened without `--proofs`."""
    found = json.loads(mou("show", "taruma-2015", "--proofs", "-f", "json").out)["proofs"]
    assert [(one["field"], one["value"], one["same"], one["line"], one["changed"]) for one in found] == [
        ("instrument", "mou", True, 1, False),
        ("signed", "2015-11-27", True, 33, False),
        ("starts", "signing", True, 27, False),
        ("term", "5 years", False, 29, False),
    ]
    assert "berlaku untuk jangka waktu 5 (lima) tahun" in found[3]["text"]
    assert "the record says otherwise" in mou("show", "taruma-2015", "--proofs").out
    (office.parent / "memorandum.txt").unlink()
    assert "proofs" not in json.loads(mou("show", "taruma-2015", "-f", "json").out)
    assert json.loads(mou("show", "taruma-2015", "--proofs", "-f", "json").out)["proofs"] == []
    assert "No document of this record" in mou("show", "taruma-2015", "--proofs").out


def test_a_fact_unfolds_its_proof_in_the_report(mou: Mou, office: Path) -> None:
    """The sentence, the fact marked in it, harmless whatever the text holds; without `--proofs` there is none."""
    (office.parent / "memorandum.txt").write_text(
        "This Memorandum <script>alert(1)</script> shall remain in force for a period of five (5) years.\n", "utf-8"
    )
    page = mou("report", "--proofs").out
    assert page.count("<details><summary>") == 1
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; shall remain in force for a period of <mark>five (5) years</mark>."
        in page
    )
    assert "alert" not in mou("report").out


def test_a_proof_from_another_file_than_the_recorded_one_says_so(mou: Mou, office: Path) -> None:
    """The checksum in the record tells, in letters of either case."""
    own = sha256(EXAMPLE.read_bytes()).hexdigest()
    for checksum, said in (("0" * 64, True), (own, False), (own.upper(), False)):
        text = REGISTER.replace("path: memorandum.txt", f"path: memorandum.txt, sha256: {checksum}")
        office.write_text(text, "utf-8")
        shown = mou("show", "taruma-2015", "--proofs").out
        assert ("line 29 (not the file that was recorded): " in shown) == said


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("missing.txt",), 2),
        (("memorandum.txt", "missing.txt"), 1),
        (("memorandum.txt", "--write"), 2),
        (("memorandum.txt", "--for", "nobody"), 2),
        (("missing.txt", "--for", "taruma-2015"), 2),
    ],
)
def test_exit_status(mou: Mou, office: Path, arguments: tuple[str, ...], status: int) -> None:
    """1 where a part could not be read, 2 for what makes no sense or where nothing could be read."""
    found = mou("read", *arguments)
    assert (found.status, office.read_text("utf-8")) == (status, REGISTER)


def test_hostile_words_are_printed_harmless(mou: Mou, tmp_path: Path) -> None:
    """Escapes of a document reach no terminal."""
    path = tmp_path / "a.txt"
    path.write_text("This Memorandum \x1b[31mshall remain in force for a period of five (5) years.\n", "utf-8")
    found = mou("read", path)
    assert "\x1b" not in found.out
    assert r"\x1b[31m" in found.out


def test_yaml_is_a_record_to_complete(mou: Mou, office: Path) -> None:
    """What is stated, as a register writes it."""
    rows = mou("read", "memorandum.txt", "-f", "yaml").out.splitlines()
    assert [row for row in rows if row.startswith(("  signed", "  term", "  renewal"))] == [
        "  signed: 2015-11-27",
        "  term: 5 years",
        "  renewal: {mode: by-agreement, period: 3 years}",
        "  termination: {notice: 6 months}",
    ]
    assert rows[1] == '- id: ""'
    (record,) = yaml.safe_load("\n".join(rows))
    assert (record["partner"]["name"], record["sources"][0]["title"]) == (
        "PEMERINTAH KOTA TARUMA, MALAYSIA",
        "memorandum.txt",
    )


def test_a_file_that_is_not_there_is_all_that_is_told(mou: Mou) -> None:
    """No list of what nothing could say."""
    ran = mou("read", "nosuch.pdf", "--lang", "en")
    assert (ran.status, ran.out) == (2, "nosuch.pdf: it cannot be opened\n")
