"""The partners of a row, of which a cell may name several, and their countries."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields.countries import Ambiguous, meant
from mou_tracker.sheets.cells import CannotTake, countries_in, enumerated, names_in, partners_in, squeezed
from mou_tracker.sheets.headings import Column
from mou_tracker.sheets.known_headings import partner_class
from mou_tracker.sheets.rows.record import Draft, Trouble, keep

# Of names that hold none of these signs no list is made.
_ONE_NAME = pattern(r"[^;.)]*")
# What is named behind its university is a part of it.
_UNIT = pattern(
    r"(?:fakultas|faculty|jurusan|prodi|program studi|departemen|department|dept|school of|sekolah pascasarjana|"
    r"graduate school|pascasarjana|college of)\b",
    re.IGNORECASE,
)


def several_partners(draft: Draft, number: int) -> Trouble | None:
    """The partners of a row that names several: as many as there are countries; of one country only where the cell
    counts them, or parts them by semicolons into institutions or governments.
    """
    if not draft.countries and not draft.others and _ONE_NAME.fullmatch(draft.names):
        return None
    partner = draft.part("partner") if draft.names else {}
    if draft.countries:
        column, text = draft.countries
        codes = countries_in(text)
        names = names_in(draft.names, len(codes), "," not in text)
        if not names:
            return Trouble(f"{column.letter}{number}", squeezed(text), _which_country(text))
    else:
        parts = [squeezed(part) for part in draft.names.split(";")]
        of_one = any(_UNIT.match(part) for part in parts[1:])
        names = enumerated(draft.names) or (parts if all(map(partner_class, parts)) and not of_one else [])
        codes = [str(partner["country"])] * len(names) if "country" in partner else []
    if len(names) > 1 and codes:
        partner.update(name=squeezed(names[0]), country=codes[0])
        draft.others += [
            {"name": squeezed(name), "country": code} for name, code in zip(names[1:], codes[1:], strict=True)
        ]
    return None


# Lines below a name that are none of it: where it is, how to reach it, the number of a document.
_ABOUT = pattern(
    r"(?:jl|jalan|jln|alamat|address|telp?|telepon|phone|tel|fax|faks|hp|wa|whatsapp|e-?mail|web(?:site)?|situs|laman|"
    r"pic|cp|contact|kontak|narahubung|nomor|no)\b[ .:].*|\S+@\S+|(?:https?://|www\.)\S+|"
    r"[+()0-9][0-9 ()./+-]{6,}|(?=\S*[0-9])[A-Z0-9.-]+/[A-Z0-9.-]+/\S+",
    re.IGNORECASE,
)


def take_name(draft: Draft, text: str, column: Column) -> None:
    """A partner's name; lines below it that are none of it stay with it in the notes."""
    lines = [line for line in text.split("\n") if line.strip()]
    names = [line for at, line in enumerate(lines) if not at or not _ABOUT.fullmatch(squeezed(line))]
    draft.names = "\n".join(names)
    draft.part("partner")["name"] = squeezed(draft.names)
    if len(names) < len(lines):
        keep(draft, column, "; ".join(lines))


def take_partners(draft: Draft, text: str, countries: Mapping[str, str]) -> None:
    """The partners of a cell that names each with its country; `countries` are the map's words. Raises CannotTake."""
    partner, *others = ({"name": name, "country": code} for name, code in partners_in(text, countries))
    draft.part("partner").update(partner)
    draft.others += [dict(one) for one in others]


def take_country(draft: Draft, text: str, column: Column) -> None:
    """The country of a cell; one that names several waits for the names (`several_partners`). Raises CannotTake."""
    try:
        code = meant(text)
    except Ambiguous:
        code = None
    if code is not None:
        draft.part("partner")["country"] = code
    elif countries_in(text):
        draft.countries = column, text
    else:
        raise CannotTake(_which_country(text))


def _which_country(text: str) -> Phrase:
    plain = repr(squeezed(text))
    try:
        if not countries_in(text):
            meant(text)
            return phrase("{text} is no country: say in the map under `words` what it means", text=plain)
    except Ambiguous:
        pass
    return phrase("{text} could be two countries: say in the map under `words` which", text=plain)
