#!/usr/bin/env python3
"""Fuzz everything that bytes from outside go through: any exception but a refusal is a bug, and becomes a test.

`python tools/fuzz.py --seconds 25` shares the time between all targets, with texts that are changed at random; it needs
nothing besides the program, and `.ci/run` calls it. `python tools/fuzz.py TARGET CORPUS [-max_total_time=3600]` is
guided by coverage and needs atheris (`pip install atheris`); the folder CORPUS collects interesting inputs.

The targets: `register`, a register's bytes through reading, check and status; `texts`, the files that `mou read` opens
(PDFium itself apart, which is no Python); `sentences`, texts made of the words that its grammar knows;
`git`, what git prints; `settings`, a `mou.toml`; `map`, the map of a sheet; `sheets`, a file of any kind with a table,
up to the records that its rows become.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parent.parent


def instrumented() -> AbstractContextManager[None]:
    """Where a target is named, atheris watches the modules that are loaded now."""
    if "--seconds" in sys.argv or __name__ != "__main__":
        return nullcontext()
    import atheris

    watched: AbstractContextManager[None] = atheris.instrument_imports(include=["mou_tracker", "yaml"])
    return watched


with instrumented():
    from mou_tracker.approvals.working_days import Calendar
    from mou_tracker.check.rule_table import check_book
    from mou_tracker.check.structural import sound
    from mou_tracker.history import git
    from mou_tracker.language.wording import wording
    from mou_tracker.mail.settings import read_settings
    from mou_tracker.mail.settings_place import BadSettings
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.register.read import read_book
    from mou_tracker.sheets.columns import proof
    from mou_tracker.sheets.formats.files import SheetFile, read_sheets, read_table
    from mou_tracker.sheets.formats.tables import NotATable
    from mou_tracker.sheets.headings import understood
    from mou_tracker.sheets.import_map import read_map
    from mou_tracker.sheets.own_sheet import own_sheet
    from mou_tracker.sheets.proposal.map_text import NoProposal, proposal
    from mou_tracker.sheets.rows.reading import taken
    from mou_tracker.status.assess import assess
    from mou_tracker.texts.document import Line, document
    from mou_tracker.texts.files.child import read_bytes
    from mou_tracker.texts.files.limits import Unreadable
    from mou_tracker.texts.reading import read_documents
    from mou_tracker.texts.shown import facts_json, facts_lines
    from mou_tracker.views.rows import status_json

SAY = wording("en")
CALENDAR = Calendar(lambda year: frozenset())
DAY = date(2026, 11, 21)
SLOW = 10.0  # seconds of the processor that no input may take


def register(data: bytes) -> None:
    """Read, check and assess one text."""
    book = read_book([("fuzz.yaml", data)], ShippedProcedures())
    for finding in [*book.diagnostics, *check_book(book)]:
        SAY(finding.message)
        assert finding.span.line >= 1
        assert finding.span.col >= 1
    good = sound(book)
    assert bool(good.unread) == any(finding.severity == "error" for finding in good.diagnostics)
    "".join(status_json("fuzz", DAY, assess(good, DAY, CALENDAR), good.unread, [], SAY))


def texts(data: bytes) -> None:
    """Open bytes as each kind of file, and read what they state."""
    for name in ("fuzz.txt", "fuzz.html", "fuzz.docx", "fuzz.odt"):
        try:
            lines = read_bytes(name, data, False).lines
        except Unreadable:
            continue
        facts = read_documents([document(name, lines)], "Kota Bandung")
        facts_json([name], facts, [])
        facts_lines([name], facts, [], SAY)


# Words of the grammar and values in it: a byte is one of these, or a sign of its own.
VOCABULARY = (
    "this agreement|nota kesepahaman ini|shall|will|may|be|not|remain in force|berlaku|valid for|untuk jangka waktu|"
    "term|of|5 (lima) tahun|five (5) years|5 (enam) tahun|two years|until|sampai dengan|31 Desember 2020|27-11-2015|"
    "on this __ day of May 2015|automatically|renewed|dapat diperpanjang|for successive periods of|at least|unless|"
    "paling lambat|3 (tiga) bulan|prior to|sebelum|its expiry|berakhirnya|written notice|pemberitahuan tertulis|"
    "either party|terminate|signed|date:|Pada hari ini|tanggal dua puluh|bulan|tahun dua ribu|it|;|,|.|\n|\n\n|      |"
    "(|)|_|-|a. "
)
WORDS = VOCABULARY.split("|")


def sentences(data: bytes) -> None:
    """A text made of words; every proof lies in its text, and its mark in it."""
    made = " ".join(WORDS[byte] if byte < len(WORDS) else chr(byte) for byte in data[:1200])
    lines = [Line(row, at) for at, row in enumerate(made.split("\n"), 1)]
    for fact in read_documents([document("fuzz.txt", lines)], "Kota Bandung"):
        for proof in fact.proofs:
            assert 0 <= proof.mark[0] <= proof.mark[1] <= len(proof.text)
            assert 1 <= proof.line <= len(lines)


def git_output(data: bytes) -> None:
    """What git may print, whatever version it is and however it dies."""
    git.parsed_log(data)
    moved = git.parsed_renames(data)
    git.came_from("data/agreements.yaml", moved)
    git.came_from("data", moved)
    for read in (git.parsed_tree, lambda out: git.parsed_contents(out, 3)):
        with suppress(git.GitFailed):
            read(data)


def settings(data: bytes) -> None:
    """A settings file, in a folder that is ours alone."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "mou.toml")
        file.touch(0o600)
        file.write_bytes(data)
        try:
            read_settings(file, {})
        except BadSettings as bad:
            SAY(bad.message)


def sheet_map(data: bytes) -> None:
    """The map of a sheet."""
    _, findings = read_map("fuzz.map.yaml", data)
    for finding in findings:
        SAY(finding.message)


def sheets(data: bytes) -> None:
    """A file with a table, through the map that is proposed for it, up to its rows as records.

    A text that begins with `KIND!PART` and a new line is that part of a workbook and is put into a sound one: what is
    changed within a packed file is noticed before anything is read.
    """
    file = SheetFile(Path("fuzz.xls"), _workbook_with(data))
    with suppress(NotATable):
        own_sheet(file)
    with suppress(NotATable):
        read_sheets(file)
    try:
        table = read_table(file, guess=True)
        proposed = proposal(table, "fuzz", "ID", SAY)
    except (NotATable, NoProposal):
        return
    by, findings = read_map("fuzz.map.yaml", proposed.text.encode())
    assert not findings, [SAY(finding.message) for finding in findings]
    rows, tallies = taken(understood(table.rows, by, table.from_1904, table.parts), by)
    for tally in tallies:
        SAY.spell(proof(tally).parts)
    for row in rows:
        for trouble in row.troubles:
            SAY(trouble.reason)


def _workbook_with(data: bytes) -> bytes:
    head, _, part = data.partition(b"\n")
    kind, _, name = head.decode("latin-1").partition("!")
    if kind not in WORKBOOKS or not name:
        return data
    made = io.BytesIO()
    with (
        ZipFile(io.BytesIO(WORKBOOKS[kind].read_bytes())) as old,
        ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
    return made.getvalue()


class Target(NamedTuple):
    """What is driven, and the texts with which to begin."""

    drive: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


def files(*patterns: str) -> list[bytes]:
    """The contents of the project's files of these names, none of them large."""
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path.read_bytes() for path in found if path.stat().st_size < 40_000]


GIT = [
    b"0123abcd\x004567abcd 89ab\x00Ani Lestari\x002026-01-05\x00subject\x0089ab\x00\x00B\x0010000-01-01\x00x\x00",
    b"R100\x00old/a.yaml\x00data/a.yaml\x00M\x00data/b.yaml\x00R087\x00x.yaml\x00data/agreements.yaml\x00",
    b"100644 blob 0123abcd\tdata/a.yaml\x00120000 blob 89ab\tdata/link.yaml\x00160000 commit ef\tdata/sub\x00",
    b"0123abcd blob 5\nhello\n89ab missing\nHEAD~1:data/a b.yaml missing\nef commit 3\nabc\n",
]
TOML = [
    b'[mail]\nfrom = "office@example.org"\nhost = "smtp.example.org"\nport = 587\nuser = "mou"\ntls = "starttls"\n',
    b'[mail]\noutbox = "/var/spool/mou"\nmax_messages = 5\ndeadline = 900\n[channels.chat]\ncommand = ["apprise"]\n',
    b'[mail]\nsendmail = ["/usr/sbin/sendmail"]\nfrom = "a@b"\nreply_to = "c@d"\n',
]
MAPS = [
    b"file: {encoding: cp1252, delimiter: ';', header: 1}\n"
    b"columns:\n  Mitra: partner.name\n  Negara: partner.country\n",
    b"columns:\n  Tanggal: {to: signed, dates: day-first}\n  Lama: {to: term, unit: years}\ndefaults: {kind: ksdpl}\n",
]
WORKBOOKS = {
    path.suffix[1:]: path for path in (ROOT / "tests" / "data" / "workbooks").iterdir() if path.suffix != ".xls"
}
TABLES = [
    b'Mitra;Negara;Tanggal TTD;Lama;Ket.\nOslo;Norwegia;31/12/2020;5 (lima) tahun;"a\n""b"""\nBonn;DE;2/1/2021;;x\n',
    b"sep=,\r\nPartner,Country,Start Date,End Date\r\nOslo,Norway,May 5 2020,1st of May 2025\r\nBonn,UK,2020,2024\r\n",
    "No\tUniversitas\tAsal Negara\tBerlaku\n1\tKyoto\tJepang\t2019 - 2024\n".encode("utf-16"),
    b"<table><tr><th>Mitra<th>Negara<th colspan=2>Masa<tr><td rowspan=2>Oslo<td>NO<td>2020<td>2021<tr><td>NO</table>",
    b'[{"Institution": "Oslo", "Country": "Norway", "Valid From": "Jan 5, 2020", "Valid Until": null, "n": 1.5}]',
    b'{"format": "mou-export/1", "agreements": [{"id": "a", "partner": {"name": "Oslo"}, "steps": [{"step": "x"}]}]}',
]


def tables() -> list[bytes]:
    """Files with a table, and the parts of workbooks."""
    found = [*TABLES, *files("tests/data/workbooks/*", "docs/examples/*.csv")]
    for kind, path in WORKBOOKS.items():
        with ZipFile(path) as book:
            found += [f"{kind}!{name}\n".encode() + book.read(name) for name in book.namelist() if name in PARTS_READ]
    return found


PARTS_READ = {
    *("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"),
    *("xl/workbook.bin", "xl/worksheets/sheet1.bin", "content.xml"),
}
TARGETS = {
    "register": Target(
        register, lambda: files("tests/data/*.yaml", "tests/corpus/*/*.yaml", "data/*.yaml", "templates/*.yaml")
    ),
    "texts": Target(
        texts, lambda: [part[:4000] for part in files("docs/examples/memorandum.txt", "docs/examples/digest.html")]
    ),
    "sentences": Target(sentences, lambda: [bytes(range(len(WORDS)))]),
    "git": Target(git_output, lambda: GIT),
    "settings": Target(settings, lambda: TOML),
    "map": Target(sheet_map, lambda: MAPS),
    "sheets": Target(sheets, tables),
}
# What is put in besides parts of the texts themselves: what readers stumble over.
PARTS = [
    *(b"\0", b"\n", b"\r", b"\t", b" ", b":", b"- ", b"[", b"]", b"{", b"}", b'"', b"'", b"#", b"&x ", b"*x", b"!!x "),
    *(b"---\n", b"%YAML", b"<<: ", b"? ", b"| ", b"> ", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x1b["),
    *(b"9" * 400, b"[" * 2000, b"{a: " * 300, b"-1", b"0", b"1e999", b"2026-02-30", b"\xf0\x9f\x98\x80", b"<", b"&#0;"),
    *(b"=", b"[[", b"\\u0000", b"missing", b"blob 99999999999999999999\n", b"R100\0", b"10000-01-01"),
]


def changed(data: bytes, others: Sequence[bytes], random_: random.Random) -> bytes:
    """A text with a few random changes."""
    for _ in range(random_.randint(1, 6)):
        at, length = random_.randint(0, len(data)), random_.choice((0, 1, 1, 2, 8, 40))
        part = random_.choice((random_.choice(PARTS), _piece(random_.choice(others), random_), b""))
        data = data[:at] + part + data[at + length :]
    return data


def _piece(data: bytes, random_: random.Random) -> bytes:
    at = random_.randint(0, len(data))
    return data[at : at + random_.choice((1, 4, 20, 120))]


def short_run(seconds: float, seed: int) -> int:
    """Drive every target for its share of the time; 1 if one of them failed, with the input kept in a file."""
    failed = 0
    for name, target in TARGETS.items():
        random_, seeds = random.Random(seed), target.seeds()
        until, tried, sound_ = time.monotonic() + seconds / len(TARGETS), 0, True
        while time.monotonic() < until and sound_:
            data = changed(random_.choice(seeds), seeds, random_)
            tried += 1
            begun = time.process_time()  # a machine that stands still is no slow input
            try:
                target.drive(data)
                if time.process_time() - begun > SLOW:
                    raise TimeoutError(f"{time.process_time() - begun:.0f} seconds")
            except Exception:
                traceback.print_exc()
                kept = Path(f"fuzz-{name}-{hashlib.sha256(data).hexdigest()[:12]}")
                kept.write_bytes(data)
                print(f"{name}: fails for the input in {kept}; seed {seed}", file=sys.stderr)
                failed, sound_ = 1, False
        print(f"{name}: {tried} inputs", flush=True)
    return failed


def main() -> int:
    """Drive what is asked for."""
    if sys.argv[1:2] and sys.argv[1] in TARGETS:
        import atheris

        atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]].drive)
        atheris.Fuzz()
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, required=True, help="for how long, all targets together")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="which random changes; new ones each time")
    given = parser.parse_args()
    return short_run(given.seconds, given.seed)


if __name__ == "__main__":
    sys.exit(main())
