"""One way out: wherever a result is to go, every command that writes one treats the place alike."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from mou_tracker import clock, rights
from mou_tracker.basics.findings import Failure
from mou_tracker.cli.main import COMMANDS, Commands
from mou_tracker.language.wording import wording
from mou_tracker.register.output import ChangedMeanwhile, put_in_place, replace_file
from tests.conftest import ROOT, Ran

Mou = Callable[..., Ran]
Write = Callable[..., Path]

DAY = ("--as-of", "2026-11-21", "--lang", "en")
REGISTER = """\
register: {name: Kecil, language: en, owner: a@example.org}
agreements:
  - {id: pj, title: One, partner: {name: Petaling Jaya, country: MY}, kind: ksdpl, instrument: mou,
     signed: 2024-11-27, term: 5 years, sources: [{title: x}]}
"""
SHEET = "Mitra,Negara,Tanggal TTD,Jangka Waktu\nKota A,Atlantis,2015-11-27,5 tahun\n"

# Every command that writes a result where it is told to; {} is the place.
WRITERS: dict[str, tuple[str, ...]] = {
    "status": ("status", "-f", "json", "-o", "{}", *DAY),
    "show": ("show", "pj", "-f", "json", "-o", "{}", *DAY),
    "agenda": ("agenda", "-f", "json", "-o", "{}", *DAY),
    "promises": ("promises", "-f", "json", "-o", "{}", *DAY),
    "plan": ("plan", "pj", "-f", "json", "-o", "{}", *DAY),
    "timeline": ("timeline", "-o", "{}", *DAY),
    "calendar": ("calendar", "-o", "{}", *DAY),
    "report": ("report", "-o", "{}", *DAY),
    "check": ("check", "agreements.yaml", "-f", "json", "-o", "json:{}"),
    "schema": ("schema", "-o", "{}"),
    "diff": ("diff", "-f", "json", "-o", "{}", *DAY),
    "export": ("export", "{}", "-f", "csv", *DAY),
    "import": ("import", "sheet.csv", "--rejects", "{}", "--yes", *DAY),
    "read": ("read", "text.txt", "-o", "{}", "--lang", "en"),
}
READS = {name: "text.txt" if name == "read" else "agreements.yaml" for name in WRITERS if name != "schema"}


def with_place(name: str, place: str | Path) -> list[str]:
    """The arguments of a writer with its place."""
    return [part.replace("{}", str(place)) for part in WRITERS[name]]


@pytest.fixture
def office(register: Write, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A register, a sheet whose one row cannot be taken, and a signed text."""
    register(REGISTER)
    (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
    (tmp_path / "text.txt").write_bytes((ROOT / "docs" / "examples" / "memorandum.txt").read_bytes())
    if "diff" in request.node.name:
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
        for arguments in (("init", "-q"), ("add", "agreements.yaml"), ("commit", "-qm", "x")):
            subprocess.run([*git, *arguments], check=True)
    return tmp_path


@pytest.fixture
def result(mou: Mou, office: Path) -> Callable[[str], bytes]:
    """What a writer writes into a file that is new."""

    def write(name: str) -> bytes:
        ran = mou(*with_place(name, "new.out"))
        assert (ran.status, (office / "new.out").exists()) == (1 if name == "import" else 0, True)
        return (office / "new.out").read_bytes()

    return write


def test_the_table_has_every_command_that_writes() -> None:
    """A new command with a place to write to must be tried too."""
    main, context = Commands(wording("en")), click.Context(click.Command("mou"))
    places = {"target", "targets", "rejects"}
    found = set()
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        if places & {parameter.name for parameter in command.params}:
            found.add(name)
    assert found - {"init"} == set(WRITERS)


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_keeps_its_mode_and_a_link_stays_one(
    mou: Mou, office: Path, result: Callable[[str], bytes], name: str
) -> None:
    """What the link leads to gets the result; nothing else is left in the folders."""
    wanted = result(name)
    inner = office / "inner"
    inner.mkdir()
    (inner / "kept.out").write_text("old")
    (inner / "kept.out").chmod(0o640)
    (office / "link.out").symlink_to("inner/kept.out")
    before = sorted(office.iterdir())
    mou(*with_place(name, "link.out"))
    assert (inner / "kept.out").read_bytes() == wanted
    assert stat.S_IMODE((inner / "kept.out").stat().st_mode) == 0o640
    assert (office / "link.out").is_symlink()
    assert (sorted(office.iterdir()), list(inner.iterdir())) == (before, [inner / "kept.out"])


@pytest.mark.parametrize("name", WRITERS)
def test_pipes_devices_and_descriptors_get_the_result_straight(
    mou: Mou, office: Path, result: Callable[[str], bytes], name: str
) -> None:
    """They are what they were afterwards; a descriptor is written on where it stands."""
    wanted = result(name)
    os.mkfifo(office / "pipe")
    heard: list[bytes] = []
    listener = threading.Thread(target=lambda: heard.append((office / "pipe").read_bytes()), daemon=True)
    listener.start()
    statuses = [mou(*with_place(name, "pipe")).status]
    listener.join(10)
    with open(office / "log", "wb") as log:
        log.write(b"before\n")
        log.flush()
        statuses.append(mou(*with_place(name, f"/dev/fd/{log.fileno()}")).status)
    statuses.append(mou(*with_place(name, os.devnull)).status)
    assert (heard, statuses) == ([wanted], [1 if name == "import" else 0] * 3)
    assert stat.S_ISFIFO((office / "pipe").stat().st_mode)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    assert (office / "log").read_bytes() == b"before\n" + wanted


@pytest.mark.parametrize("place", ["-", "/dev/stdout"])
@pytest.mark.parametrize("name", WRITERS)
def test_standard_output_by_its_names(
    mou: Mou, office: Path, result: Callable[[str], bytes], name: str, place: str
) -> None:
    """No file of that name is made."""
    wanted = result(name).decode().removeprefix("\ufeff")
    before = sorted(office.iterdir())
    ran = mou(*with_place(name, place))
    assert ran.out.removeprefix("\ufeff").replace("\r\n", "\n").endswith(wanted.replace("\r\n", "\n"))
    assert sorted(office.iterdir()) == before


@pytest.mark.parametrize("way", ["itself", "symbolic link", "hard link", "other spelling"])
@pytest.mark.parametrize("name", READS)
def test_what_the_run_reads_is_never_written_over(mou: Mou, office: Path, name: str, way: str) -> None:
    """By whatever name it is called."""
    read = office / READS[name]
    before = read.read_bytes()
    place = {"itself": READS[name], "other spelling": f"./{office.name}/../{READS[name]}"}.get(way, "way.out")
    (office / office.name).mkdir()
    if way == "symbolic link":
        (office / place).symlink_to(read)
    if way == "hard link":
        os.link(read, office / place)
    ran = mou(*with_place(name, place))
    assert (ran.status, read.read_bytes()) == (2, before)
    assert ran.err.splitlines()[-2:] == [
        f"mou: error: {place} is read by mou, and would be lost",
        "     name another file",
    ]


@pytest.mark.parametrize(
    ("name", "place"),
    [("import", "sheet.csv"), ("import", "map.yaml"), ("status", "mou.toml"), ("check", "paper.pdf")],
)
def test_sheets_maps_settings_and_documents_are_safe_too(mou: Mou, office: Path, name: str, place: str) -> None:
    """Whatever else a run or the next one reads."""
    register = REGISTER.replace("sources:", "documents: [{title: Paper, path: paper.pdf}], sources:")
    (office / "agreements.yaml").write_text(register, "utf-8")
    (office / "map.yaml").write_text("columns: {partner.name: Mitra}\n")
    (office / "mou.toml").write_text("[mail]\n")
    (office / "paper.pdf").write_bytes(b"%PDF")
    before = (office / place).read_bytes()
    ran = mou(*with_place(name, place), *(["--map", "map.yaml"] if name == "import" else []))
    assert (ran.status, (office / place).read_bytes()) == (2, before)
    assert f"{place} is read by mou" in ran.err


WRONG = {
    "folder": "folder is a folder",
    "folder/": "folder/ is a folder",
    "none/": "none/ is a folder",
    "none/x.out": "none/x.out: No such file or directory",
    "agreements.yaml/x.out": "agreements.yaml/x.out: Not a directory",
    "/dev/full": "/dev/full: No space left on device",
    "/dev/fd/987": "/dev/fd/987: Bad file descriptor",
    "loop": "loop: Too many levels of symbolic links",
    "n" * 256: f"{'n' * 256}: File name too long",
}


@pytest.mark.parametrize("place", WRONG, ids=lambda place: place[:12])
@pytest.mark.parametrize("name", WRITERS)
def test_an_error_names_the_place(mou: Mou, office: Path, name: str, place: str) -> None:
    """Exit 2 and one line that names what was asked for; nothing is made."""
    (office / "folder").mkdir()
    (office / "loop").symlink_to("loop")
    before = sorted(office.iterdir())
    ran = mou(*with_place(name, place))
    assert ran.status == 2
    said = [line for line in ran.err.splitlines() if line.startswith("mou: error: ")]
    assert said == [f"mou: error: {WRONG[place]}"]
    assert sorted(office.iterdir()) == before


@pytest.mark.parametrize("name", WRITERS)
def test_an_empty_name_is_refused(mou: Mou, office: Path, name: str) -> None:
    """A shell variable that is not set must not print, nor write a file beside."""
    before = sorted(office.iterdir())
    ran = mou(*with_place(name, ""))
    said = "is not FORMAT:FILE" if name == "check" else "the name of the file to write is empty"
    assert (ran.status, ran.out, said in ran.err, sorted(office.iterdir())) == (2, "", True, before)


@pytest.mark.parametrize("name", WRITERS)
def test_long_names_can_be_written_to(office: Path, result: Callable[[str], bytes], mou: Mou, name: str) -> None:
    """A file system takes 255 letters: the draft beside a file needs none of them."""
    wanted = result(name)
    mou(*with_place(name, "n" * 255))
    assert (office / ("n" * 255)).read_bytes() == wanted


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may give a file away")
@pytest.mark.parametrize("name", WRITERS)
def test_the_owner_stays(mou: Mou, office: Path, name: str) -> None:
    """Root writes over another user's file: it still belongs to that user."""
    (office / "theirs.out").write_text("old")
    os.chown(office / "theirs.out", 4321, 4322)
    mou(*with_place(name, "theirs.out"))
    found = (office / "theirs.out").stat()
    assert (found.st_uid, found.st_gid, (office / "theirs.out").read_bytes() != b"old") == (4321, 4322, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can be another user")
def test_whose_owner_cannot_stay_is_left_alone(mou: Mou) -> None:
    """Another user who may write in the folder would make the file his own: refused, nothing left behind."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        place = Path(folder, "theirs.out")
        place.write_text("old")
        place.chmod(0o666)
        os.seteuid(4321)
        try:
            ran = mou("schema", "-o", place)
        finally:
            os.seteuid(0)
        assert (ran.status, place.read_text(), os.listdir(folder)) == (2, "old", ["theirs.out"])
        assert "belongs to another user" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_a_file_that_is_closed_is_left_alone(mou: Mou) -> None:
    """Write-protected by hand: the folder would let us replace it, and we do not, for an edit neither."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        place = Path(folder, "kept.yaml")
        place.write_text(REGISTER, "utf-8")
        root = os.geteuid() == 0
        if root:
            os.chown(place, 4321, 4321)
        place.chmod(0o444)
        if root:
            os.setegid(4321)
            os.seteuid(4321)
        try:
            ran = mou("schema", "-o", place)
            edit = mou("close", "pj", "--on", "2025-01-01", "--how", "terminated", "-r", place)
        finally:
            if root:
                os.seteuid(0)
                os.setegid(0)
        assert (ran.status, ran.err) == (2, f"mou: error: {place}: Permission denied\n")
        assert (edit.status, edit.err.splitlines()[-1]) == (2, f"mou: error: {place}: Permission denied")
        assert (place.read_text("utf-8"), os.listdir(folder)) == (REGISTER, ["kept.yaml"])


def test_a_new_register_is_printed_for_a_dash(mou: Mou, register: Write, tmp_path: Path) -> None:
    """As every result; an empty name makes none."""
    ran = mou("init", "-", "--name", "Baru")
    assert (ran.status, "name: Baru" in ran.out, list(tmp_path.iterdir())) == (0, True, [])
    register(ran.out, "agreements.yaml")
    assert mou("check").status == 0
    assert mou("init", "", "--name", "Baru").status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["agreements.yaml"]


# Edits


def test_what_a_killed_writer_left_is_swept_by_the_next(mou: Mou, office: Path) -> None:
    """A draft lies there only while its writer holds the folder."""
    register = office / "agreements.yaml"
    program = f"""
import os, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from datetime import UTC, datetime
from pathlib import Path
from mou_tracker.register.output import put_in_place
put_in_place(Path(sys.argv[1]), (b"x",), lambda draft: os.kill(os.getpid(), signal.SIGKILL))
"""
    killed = subprocess.run([sys.executable, "-c", program, str(register)], check=False)
    left = [path.name for path in office.iterdir() if path.name.startswith(".mou-draft-")]
    assert (killed.returncode, len(left), register.read_text("utf-8")) == (-signal.SIGKILL, 1, REGISTER)
    assert mou("check").status == 0  # a register that is a folder takes no hidden file for its own
    assert mou("sign", "pj", "--on", "2024-11-27", "--replace", "--term", "6 years").status == 0
    assert [path.name for path in office.iterdir() if path.name.startswith(".mou-draft-")] == []


def test_two_edits_at_once_are_both_there(mou: Mou, office: Path) -> None:
    """The second of two that read one text is refused, even between the first one's comparison and renaming."""
    register = office / "agreements.yaml"
    old = register.read_bytes()
    held, go = threading.Event(), threading.Event()

    def first() -> None:
        def finish(draft: str) -> None:
            held.set()
            go.wait(10)

        put_in_place(register, (old + b"# first\n",), finish)

    writer = threading.Thread(target=first)
    writer.start()
    held.wait(10)
    threading.Timer(0.2, go.set).start()
    with pytest.raises(ChangedMeanwhile):
        replace_file(register, old, old + b"# second\n")
    writer.join()
    assert register.read_bytes() == old + b"# first\n"


def test_a_folder_that_stays_held_ends_the_wait(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever for a writer that hangs, and nothing is written."""
    monkeypatch.setattr(rights, "LONGEST_WAIT", 0.1)
    old = (office / "agreements.yaml").read_bytes()
    with rights.folder_lock(office), pytest.raises(Failure, match="another program has been writing"):
        replace_file(office / "agreements.yaml", old, b"new")
    assert (office / "agreements.yaml").read_bytes() == old


@pytest.mark.parametrize("way", ["edit", "-o", "init"])
def test_what_is_written_lasts_through_a_power_cut(
    mou: Mou, office: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The file is synced before it takes its name, and its folder afterwards."""
    done: list[str] = []
    sync, replace, link = os.fsync, os.replace, os.link

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def named(way: Callable[..., None]) -> Callable[..., None]:
        def name(*arguments: str) -> None:
            done.append("name")
            way(*arguments)

        return name

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", named(replace))
    monkeypatch.setattr(os, "link", named(link))
    ran = {
        "edit": ("close", "pj", "--on", "2025-01-01", "--how", "terminated"),
        "-o": ("status", "-o", "x.out", *DAY),
        "init": ("init", "new.yaml", "--name", "Baru"),
    }
    assert mou(*ran[way]).status == 0
    assert done == ["file", "name", "folder"]


# What monitors the register

UNREADABLE = {
    "gone": None,
    "syntax": "agreements: [\n",
    "list": "- a\n",
    "empty": "",
    "known": "register: {id: ks-bandung}\nagreements: [\n",
}
TOLD = {
    "prometheus": lambda text: dict(line.rsplit(" ", 1) for line in text.splitlines() if line[0] != "#"),
    "badge": lambda text: {name: value for name, value in json.loads(text).items() if name != "schemaVersion"},
    "nagios": lambda text: text.partition(":")[0],
}


@pytest.mark.parametrize("harm", UNREADABLE)
@pytest.mark.parametrize("form", TOLD)
def test_a_register_that_cannot_be_read_is_told_to_monitoring(
    mou: Mou, register: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, harm: str
) -> None:
    """The old file would look sound: a new one of the same name says so, while one for people stays as it was."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, tzinfo=UTC))
    (tmp_path / "m.out").write_text("old")
    text = UNREADABLE[harm]
    if text is not None:
        register(text)
    ran = mou("status", "-f", form, "-o", "m.out", "-r", "agreements.yaml", *DAY)
    who, label = ("ks-bandung", "MoU ks-bandung") if harm == "known" else (f"{tmp_path}/agreements.yaml", "MoU")
    said = {
        "prometheus": {
            f'mou_unreadable_records{{register="{who}"}}': "1",
            f'mou_read_failed_timestamp_seconds{{register="{who}"}}': "1795219200",
        },
        "badge": {"label": label, "message": "the register cannot be read", "color": "lightgrey", "isError": True},
        "nagios": "MOU UNKNOWN",
    }
    written = (tmp_path / "m.out").read_text("utf-8")
    assert (ran.status, TOLD[form](written)) == (3 if form == "nagios" else 2, said[form])
    (tmp_path / "m.out").write_text("old")
    assert mou("status", "-f", "json", "-o", "m.out", "-r", "agreements.yaml", *DAY).status == 2
    assert (tmp_path / "m.out").read_text() == "old"


@pytest.mark.parametrize("form", TOLD)
def test_monitoring_is_not_written_over_a_register_that_cannot_be_read(mou: Mou, register: Write, form: str) -> None:
    """Nor where one is missed."""
    path = register("agreements: [\n")
    assert mou("status", "-f", form, "-o", "agreements.yaml", *DAY).status == 2
    assert path.read_text() == "agreements: [\n"
    assert mou("status", "-f", form, "-o", "gone.yaml", "-r", "gone.yaml", *DAY).status == 2
    assert not path.with_name("gone.yaml").exists()
