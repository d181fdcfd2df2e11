"""What the titles of sheets and captions say of the list that they are a part of: its year, country, paper or unit."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.basics.patterns import pattern
from mou_tracker.language.called import PAPERS
from mou_tracker.sheets.known_headings import normal

_YEAR = pattern(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def series(read: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The sheets that go on with the one that is read, by their titles: each of a year, of a country, or of papers,
    partners or a unit of its own.

    A copy (`2023 lama`) is of a year that another has already, or says more than which part it is (`MoU lama`).
    """
    for part in (_year_in, _country_in, _part_in):
        parts = {title: part(title) for title in (*read, *rest)}
        own = [*parts.values()]
        if read and parts[read[0]] and own.count(parts[read[0]]) == 1:
            return [title for title in rest if parts[title] and own.count(parts[title]) == 1]
    return []


def _year_in(title: str) -> str | None:
    found = _YEAR.findall(title)
    return found[0] if len(found) == 1 else None


def _country_in(title: str) -> str | None:
    from mou_tracker.fields.countries import Ambiguous, by_name

    try:
        return by_name(title) if len(title) > 2 else None
    except Ambiguous:
        return None


_LONGEST_FIRST = sorted(PAPERS, key=len, reverse=True)
# Titles that say which part of a list a sheet is, whole: `MoU`, `PKS Luar Negeri 2024`, `Fakultas Teknik`, `FEB`.
_PART_WORD = (
    rf"(?:{'|'.join(_LONGEST_FIRST)}|dn|ln|(?:dalam|luar) negeri|nasional|internasional|lokal|"
    r"domestik|domestic|international|foreign|(?:non |tidak |masih )?(?:aktif|berlaku)|active|inactive|expired|lapsed|"
    r"berakhir|kadaluarsa|kedaluwarsa|kadaluwarsa|(?:19|20)[0-9]{2})"
)
_PART = pattern(
    rf"(?:(?:data|daftar|list|rekap|kerja ?sama|tahun) )*{_PART_WORD}(?: {_PART_WORD})*|"
    r"(?:fakultas|faculty of|sekolah|school of|jurusan|prodi|program studi|departemen) [^0-9]+"
)
_UNIT = pattern(r"f[a-z]{1,5}|pascasarjana|vokasi|lppm|rektorat|universitas")
_COUNTED = pattern(r"^(?:[a-z0-9]|[ivx]{1,4}) ")


def _part_in(title: str) -> str | None:
    plain = normal(title)
    return plain if _PART.fullmatch(plain) or _UNIT.fullmatch(plain) else None


def is_part(title: str) -> bool:
    """Whether a text names nothing but a part of a list: `MoU`, `A. Luar Negeri`, `Fakultas Teknik`, `Tahun 2024`."""
    return _PART.fullmatch(_COUNTED.sub("", normal(title), count=1)) is not None


def paper_in(title: str) -> str | None:
    """The paper that the title of a part of a list names: `MoU`, `B. MoA`, `PKS Luar Negeri`."""
    plain = f" {normal(title)} "
    return next((name for name in _LONGEST_FIRST if f" {name} " in plain), None) if is_part(title) else None


def telling(parts: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """The parts of a list whose titles say what all of their rows have: a country, or a paper."""
    titles = [title for _, title in parts]
    return tuple(parts) if len(parts) > 1 and (all(map(_country_in, titles)) or all(map(paper_in, titles))) else ()
