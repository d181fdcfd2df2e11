"""A spreadsheet's headings and rows: what offices call things, how a map finds them, and a map proposed from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.serialize import scalar
from mou_tracker.language.wording import Wording
from mou_tracker.sheets.cells import squeezed
from mou_tracker.sheets.import_map import ImportMap

INSTRUMENTS: Mapping[str, str] = {
    "mou": "mou",
    "memorandum of understanding": "mou",
    "nota kesepahaman": "mou",
    "memorandum saling pengertian": "mou",
    "msp": "mou",
    "kesepakatan bersama": "mou",
    "loi": "loi",
    "letter of intent": "loi",
    "pernyataan kehendak": "loi",
    "pks": "pks",
    "perjanjian kerja sama": "pks",
    "perjanjian kerjasama": "pks",
    "ia": "ia",
    "implementing arrangement": "ia",
    "implementing agreement": "ia",
    "addendum": "addendum",
    "adendum": "addendum",
    "other": "other",
    "lainnya": "other",
}
KINDS: Mapping[str, str] = {
    "ksdpl": "ksdpl",
    "ksdll": "ksdll",
    "ksdd": "ksdd",
    "ksdpk": "ksdpk",
    "other": "other",
    "lainnya": "other",
    "sister city": "ksdpl",
    "kota bersaudara": "ksdpl",
}
RENEWALS: Mapping[str, str] = {
    "by agreement": "by-agreement",
    "by-agreement": "by-agreement",
    "kesepakatan": "by-agreement",
    "dengan kesepakatan": "by-agreement",
    "atas kesepakatan": "by-agreement",
    "automatic": "automatic",
    "none": "none",
    "tidak diperpanjang": "none",
    "tidak ada": "none",
    "unknown": "unknown",
}
DPRD: Mapping[str, str] = {
    "required": "required",
    "not-required": "not-required",
    "perlu": "required",
    "wajib": "required",
    "ya": "required",
    "tidak perlu": "not-required",
    "tidak": "not-required",
}
HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("id", ("id", "kode")),
    ("partner.country", ("negara", "country", "negara mitra")),
    ("partner.body", ("instansi mitra", "lembaga penandatangan", "body")),
    (
        "partner.name",
        (
            "nama mitra",
            "mitra",
            "mitra kerja sama",
            "mitra kerjasama",
            "partner",
            "partner name",
            "kota mitra",
            "pihak kedua",
            "nama",
            "lembaga mitra",
            "counterpart",
        ),
    ),
    ("title", ("judul", "judul kerja sama", "judul mou", "nama kerja sama", "perihal", "tentang", "title", "subject")),
    ("kind", ("jenis kerja sama", "jenis kerjasama", "bentuk kerja sama", "kategori", "kind", "type of cooperation")),
    (
        "instrument",
        (
            "jenis dokumen",
            "bentuk dokumen",
            "naskah",
            "jenis naskah",
            "dokumen",
            "instrument",
            "document type",
            "jenis",
        ),
    ),
    (
        "signed",
        (
            "tanggal penandatanganan",
            "tanggal ttd",
            "tgl ttd",
            "tgl penandatanganan",
            "ditandatangani",
            "tanggal mou",
            "tgl mou",
            "signed",
            "date signed",
            "signing date",
            "tanggal",
        ),
    ),
    ("starts", ("mulai", "tanggal mulai", "tmt", "berlaku sejak", "mulai berlaku", "start", "start date", "from")),
    (
        "ends",
        (
            "berakhir",
            "tanggal berakhir",
            "tgl berakhir",
            "berlaku sampai",
            "sampai",
            "selesai",
            "akhir",
            "end",
            "end date",
            "expiry",
            "expires",
            "expiry date",
            "kedaluwarsa",
            "kadaluarsa",
        ),
    ),
    ("term", ("jangka waktu", "masa berlaku", "durasi", "lama", "term", "duration", "period", "validity")),
    ("renewal.notice", ("masa pemberitahuan", "notice", "notice period")),
    ("renewal", ("perpanjangan", "renewal", "pembaruan")),
    ("dprd", ("persetujuan dprd", "dprd")),
    (
        "fields",
        ("bidang", "bidang kerja sama", "bidang kerjasama", "ruang lingkup", "lingkup", "fields", "scope", "areas"),
    ),
    ("owner", ("pic", "penanggung jawab", "opd", "perangkat daerah", "owner", "contact")),
    ("notes", ("keterangan", "ket", "catatan", "notes", "remarks", "note")),
    ("ignore", ("no", "nomor", "no urut", "nr")),
)


def normal(text: str) -> str:
    """A heading or word without case, punctuation and doubled spaces."""
    return " ".join(re.sub(r"[^\w\s]+", " ", text.casefold()).split())


class Column(Struct, frozen=True):
    """One column: its place from 0, its letter, its heading, and the field that the map says it gives."""

    index: int
    heading: str
    field: str

    @property
    def letter(self) -> str:
        """As spreadsheets name it: A, Z, AA."""
        return letter(self.index)


class Sheet(Struct, frozen=True):
    """A table with its headings understood. `unmapped` are headings that the map says nothing of."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Sequence[object]], ...]
    unmapped: tuple[str, ...]
    headings: tuple[str, ...]


class BadSheet(Exception):
    """The table does not have the headings that the map names."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


def letter(index: int) -> str:
    """A column's letter by its index from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def headings(table: Sequence[Sequence[object]], rows: Sequence[int]) -> list[str]:
    """The heading of each column over some rows (numbers from 1), its parts joined by ` / `.

    A heading over several columns stands in the first of them only; it counts for those to its right that have a
    heading of their own below it.
    """
    picked = [list(table[row - 1]) for row in rows if 0 < row <= len(table)]
    width = max((len(row) for row in picked), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(picked):
        before = ""
        for index in range(width):
            text = squeezed(str(row[index])) if index < len(row) and row[index] is not None else ""
            below = any(len(other) > index and other[index] is not None for other in picked[number + 1 :])
            before = text or (before if below else "")
            if before and before not in parts[index]:
                parts[index].append(before)
    return _numbered([" / ".join(one) for one in parts])


def _numbered(names: list[str]) -> list[str]:
    """Equal headings told apart: the second `Tanggal` is `Tanggal (2)`."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return made


def understood(table: Sequence[Sequence[object]], by: ImportMap) -> Sheet:
    """The table's columns and rows; raises BadSheet where the map names a heading that is not there."""
    names = headings(table, by.file.header)
    wanted = {normal(name): field for name, field in by.columns.items()}
    found = {normal(name) for name in names}
    missing = [name for name in by.columns if normal(name) not in found]
    if missing:
        text = phrase("no column is headed {missing}", missing=", ".join(map(repr, missing)))
        raise BadSheet(text, phrase("the headings are: {names}", names=", ".join(repr(name) for name in names if name)))
    columns = tuple(
        Column(index, name, wanted[normal(name)]) for index, name in enumerate(names) if normal(name) in wanted
    )
    unmapped = tuple(
        name or letter(index)
        for index, name in enumerate(names)
        if normal(name) not in wanted and (name or _has_content(table, by, index))
    )
    rows = tuple(_rows(table, max(by.file.header)))
    return Sheet(columns, rows, unmapped, tuple(names))


def _has_content(table: Sequence[Sequence[object]], by: ImportMap, index: int) -> bool:
    return any(len(row) > index and row[index] is not None for row in table[max(by.file.header) :])


def _rows(table: Sequence[Sequence[object]], after: int) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows below the headings that say anything, with their numbers from 1."""
    for number, row in enumerate(table[after:], after + 1):
        if any(cell is not None for cell in row):
            yield number, row


_LOOKED_AT = 20
_NUMERIC = pattern(r"\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*[0-9]{4}\s*")


def field_of(heading: str) -> str | None:
    """The field that a heading names, by the whole of it or by its last part."""
    for text in (heading, heading.rpartition(" / ")[2], heading.partition(" / ")[0]):
        plain = normal(text)
        for field, names in HEADINGS:
            if plain in names:
                return field
    return None


def heading_rows(table: Sequence[Sequence[object]]) -> tuple[int, ...]:
    """The rows of the headings: the one of the first rows, or two in a row, that name the most fields."""
    best: tuple[int, ...] = (1,)
    most = 0
    for row in range(1, min(_LOOKED_AT, len(table)) + 1):
        for rows in ((row,), (row, row + 1)):
            if rows[-1] <= len(table):
                fields = {field for name in headings(table, rows) if (field := field_of(name))}
                if len(fields) > most:
                    best, most = rows, len(fields)
    return best


def guessed(table: Sequence[Sequence[object]], encoding: str, name: str, say: Wording) -> str:
    """The map as YAML; `name` is the file's."""
    rows = heading_rows(table)
    names = [name for name in headings(table, rows) if name]
    lines = [_comment(phrase("A proposal. Look through every line before you use it."), say), *_file(rows, encoding)]
    lines += ["columns:", *_columns(names, say), *_dates(table[max(rows) :], say)]
    lines += [
        _comment(phrase("What no column says, for all rows:"), say),
        *_defaults(names),
        _comment(phrase("What the words of the sheet mean, for a field:"), say),
        "# words:",
        "#   partner.country: {Inggris Raya: GB}",
        f"source: {scalar(name, False)}",
        'empty: [n/a, "-", "–", "?"]',
    ]
    return "".join(f"{line}\n" for line in lines)


def _comment(said: Phrase, say: Wording) -> str:
    return f"# {say(said)}"


def _file(rows: tuple[int, ...], encoding: str) -> list[str]:
    said = [f"encoding: {encoding}"] if encoding != "utf-8" else []
    said += [f"header: {rows[0] if len(rows) == 1 else list(rows)}"] if rows != (1,) else []
    return [f"file: {{{', '.join(said)}}}"] if said else []


def _columns(names: Sequence[str], say: Wording) -> list[str]:
    """Each heading with its field; a field goes to one column, other columns that name it go to the notes."""
    unknown = _comment(phrase("not recognised"), say)
    used: set[str] = set()
    lines = []
    for name in names:
        field = field_of(name)
        if field is None:
            lines.append(f"  {scalar(name, False)}: ignore  {unknown}")
            continue
        target = "notes" if field in used and field not in ("ignore", "notes") else field
        used.add(field)
        lines.append(f"  {scalar(name, False)}: {target}")
    return lines


def _defaults(names: Sequence[str]) -> list[str]:
    given = {field_of(name) for name in names}
    said = [f"  {field}: {value}" for field, value in (("kind", "ksdpl"), ("instrument", "mou")) if field not in given]
    return ["defaults:", *said] if said else []


def _dates(rows: Sequence[Sequence[object]], say: Wording) -> list[str]:
    """A question about the order of day and month where the sheet has such dates, never an answer."""
    found = [match for row in rows for cell in row if isinstance(cell, str) and (match := _NUMERIC.fullmatch(cell))]
    if not found:
        return []
    question = phrase("Which comes first in {example}? Uncomment one:", example=found[0][0].strip())
    return [f"# {say(question)}", "# dates: day-first", "# dates: month-first"]
