"""`mou attach`: the paper beside the register, its checksum in the record, nothing overwritten and nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.edit.conftest import REGISTER, diff
from tests.edit.terminal import at_a_terminal

Edit = Callable[..., Ran]
PAPER = b"%PDF-1.7 signed"
DIGEST = sha256(PAPER).hexdigest()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A scan somewhere else, with a name as scanners and people give them."""
    path = tmp_path / "elsewhere" / "Naskah MoU: Daegu (ttd) ../x.PDF".replace("/", "_")
    path.parent.mkdir()
    path.write_bytes(PAPER)
    return path


@pytest.fixture
def desk(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The register in a folder of its own."""
    folder = tmp_path / "kantor"
    folder.mkdir()
    office.rename(folder / "agreements.yaml")
    monkeypatch.chdir(folder)
    return folder


def test_a_paper_is_kept_and_checked(desk: Path, paper: Path, edit: Edit, mou: Edit) -> None:
    """It lies in `documents` under a safe name; the check notices when it is changed or gone."""
    assert edit("attach", "daegu", paper, "--title", "Naskah MoU").status == 0
    [kept] = (desk / "documents").iterdir()
    assert (kept.name, kept.read_bytes()) == ("daegu-naskah-mou-daegu-ttd-x.pdf", PAPER)
    added = diff(REGISTER, (desk / "agreements.yaml").read_text("utf-8"))
    assert added == [
        "+    documents:",
        "+      - title: Naskah MoU",
        f"+        path: documents/{kept.name}",
        f"+        sha256: {DIGEST}",
    ]
    assert "document" not in mou("check").out
    kept.write_bytes(b"another")
    assert "[checksum-differs]" in mou("check").out
    kept.unlink()
    assert "[document-missing]" in mou("check").out


def test_the_same_paper_twice_is_one(desk: Path, paper: Path, edit: Edit) -> None:
    """Told, and nothing changes; another paper of the same name gets a name of its own."""
    edit("attach", "daegu", paper)
    text = (desk / "agreements.yaml").read_text("utf-8")
    assert edit("attach", "daegu", paper) == Ran(0, "daegu has this paper already; nothing was changed\n", "")
    assert (desk / "agreements.yaml").read_text("utf-8") == text
    paper.write_bytes(b"the second one")
    assert edit("attach", "daegu", paper).status == 0
    names = sorted(one.name for one in (desk / "documents").iterdir())
    assert names == ["daegu-naskah-mou-daegu-ttd-x-2.pdf", "daegu-naskah-mou-daegu-ttd-x.pdf"]
    assert (desk / "documents" / names[1]).read_bytes() == PAPER


def test_a_paper_beside_the_register_stays_where_it_is(desk: Path, edit: Edit) -> None:
    """It is recorded, and not copied."""
    (desk / "scan.pdf").write_bytes(PAPER)
    assert edit("attach", "daegu", "scan.pdf").status == 0
    assert "        path: scan.pdf\n" in (desk / "agreements.yaml").read_text("utf-8")
    assert not (desk / "documents").exists()


def test_what_is_not_recorded_is_not_copied(desk: Path, paper: Path, edit: Edit, tmp_path: Path) -> None:
    """A dry run, a refusal by the check, a record or a file that is not there: no file is left behind."""
    assert edit("attach", "daegu", paper, "--dry-run").status == 0
    assert edit("attach", "daegu", paper, "--title", "a\u202eb").status == 2
    assert edit("attach", "nobody", paper).status == 2
    assert edit("attach", "daegu", tmp_path / "nowhere.pdf").err.startswith("mou: error: there is no file ")
    assert edit("attach", "daegu", tmp_path).status == 2
    assert edit("attach", "daegu").status == 2
    assert list((desk / "documents").glob("*") if (desk / "documents").exists() else ()) == []
    assert (desk / "agreements.yaml").read_text("utf-8") == REGISTER


@pytest.mark.parametrize("typed", ["{}", "'{}'", '"{}"', "~/{name}"])
def test_the_file_is_asked_for(desk: Path, paper: Path, typed: str) -> None:
    """On a terminal, like everything that is left out; as it is typed, dropped in quotes, or from the home folder."""
    answers = [
        ("Which agreement (petaling-jaya-2015, daegu): ", "daegu"),
        ("Which file: ", "nowhere.pdf"),
        ("Error: there is no file nowhere.pdf\nWhich file: ", typed.format(paper, name=paper.name)),
    ]
    home = {"HOME": str(paper.parent)}
    status, screen = at_a_terminal(desk, ["attach", "--as-of=2026-11-21"], answers, environment=home)
    assert status == 0, screen
    assert (desk / "documents" / "daegu-naskah-mou-daegu-ttd-x.pdf").read_bytes() == PAPER
