"""What a row gives: a record, and the troubles for which it cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.edits import Data
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.sheets.cells import squeezed
from mou_tracker.sheets.headings import Column
from mou_tracker.sheets.import_map import ImportMap, Kinds
from mou_tracker.sheets.known_headings import partner_class

# How a title calls the instruments that it can name.
TITLES = {"mou": "MoU", "loi": "LoI", "pks": "PKS", "ia": "IA", "addendum": "Addendum"}
_ORDER = tuple(known.key for known in AGREEMENT.fields)
# The keys of a partner, in their order.
_PARTNER = ("name", "country", "body", "place")
# Keys of a record that hold mappings, whose keys are fields of a map as `partner.name`.
MAPPINGS = ("partner", "renewal", "numbers", "contact", "closed", "extra")


class Trouble(Struct, frozen=True):
    """Why a row cannot be taken: the cell (`D12`; a column's letter and row, or the row), its text, and the reason."""

    cell: str
    text: str
    reason: Phrase


class Row(Struct, frozen=True):
    """One row: its number from 1, what it says as a record without an id of its own making, what is wrong with it,
    what was kept in the notes because no field can hold it, the status that the sheet itself gives, and the fields that
    no cell gives but this program (`made`), which differ from nothing.
    """

    number: int
    cells: Sequence[object]
    record: Mapping[str, Data]
    troubles: tuple[Trouble, ...] = ()
    remarks: tuple[Phrase, ...] = ()
    status: str = ""
    made: frozenset[str] = frozenset()


class Draft(Struct):
    """A record while its row is read: values of its own, mappings (`parts`), steps by their names, lines of notes.

    `partner_type` and `status` are what the sheet says that no field holds; `paper` is the cell's word for an
    instrument without a title of its own, `by_itself` the heading and text that say it renews so, `from_signing`
    whether its term counts from there. `names` is the cell of the partner's name, `countries` that of several
    countries with its column, `others` are the partners after the first.
    """

    by: ImportMap
    values: dict[str, Data] = field(default_factory=dict)
    parts: dict[str, dict[str, Data]] = field(default_factory=dict)
    steps: dict[str, dict[str, Data]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    by_itself: tuple[str, str] | None = None
    remarks: list[Phrase] = field(default_factory=list)
    partner_type: str = ""
    status: str = ""
    paper: str = ""
    made: set[str] = field(default_factory=set)
    from_signing: bool = False
    names: str = ""
    countries: tuple[Column, str] | None = None
    others: list[dict[str, Data]] = field(default_factory=list)

    def part(self, name: str) -> dict[str, Data]:
        """The keys of a mapping of the record."""
        return self.parts.setdefault(name, {})


def has(draft: Draft, name: str) -> bool:
    """Whether a field is given already."""
    head, _, part = name.partition(".")
    if head in MAPPINGS:
        return (part or "mode") in draft.parts.get(head, {})
    return name in draft.values or (head == "steps" and part.partition(".")[0] in draft.steps)


def keep(draft: Draft, column: Column, text: str) -> None:
    """A text of which a field can hold a part, or nothing, stays whole in the notes."""
    draft.notes.append(f"{column.heading}: {squeezed(text)}")


def record_of(draft: Draft) -> dict[str, Data]:
    """The record in the order of the table of keys, with a title if none is given."""
    values = draft.values
    _settle_renewal(draft)
    values.update((name, part) for name, part in draft.parts.items() if part)
    partner = draft.parts.get("partner", {})
    if partner:
        first: dict[str, Data] = {key: partner[key] for key in _PARTNER if key in partner}
        if draft.others:
            values["partners"] = (first, *draft.others)
            values.pop("partner", None)
        else:
            values["partner"] = first
    if draft.steps:
        values["steps"] = [{"step": step, **parts} for step, parts in draft.steps.items()]
    if draft.notes:
        values["notes"] = "\n".join(draft.notes)
    if "kind" not in values and draft.by.kinds and "country" in partner:
        draft.made.add("kind")
        abroad = [one for one in (partner, *draft.others) if one["country"] != draft.by.kinds.home]
        whose = abroad[0] if abroad else partner
        values["kind"] = kind_of(str(whose["country"]), draft.partner_type, str(whose.get("name", "")), draft.by.kinds)
    if "title" not in values and "name" in partner and "instrument" in values:
        draft.made.add("title")
        instrument = str(values["instrument"])
        paper = TITLES.get(instrument) or draft.paper or instrument.removeprefix("other")
        values["title"] = f"{paper} {', '.join(str(one['name']) for one in (partner, *draft.others))}".strip()
    if draft.by.source:
        values["sources"] = _sources(draft.by.source, tuple(values))
        draft.made.add("sources")
    return {key: values[key] for key in _in_order(tuple(values))}


@lru_cache(maxsize=1024)
def _in_order(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the keys that a record has, in the order of the table; most rows have the same ones."""
    return tuple(key for key in _ORDER if key in keys)


@lru_cache(maxsize=1024)
def _sources(title: str, keys: tuple[str, ...]) -> Sequence[Mapping[str, Data]]:
    """That the sheet is the source of what a record says."""
    return [{"title": title, "says": [key for key in _in_order(keys) if key not in ("id", "title")]}]


def kind_of(country: str, kind_of_partner: str, name: str, kinds: Kinds) -> str:
    """The kind of cooperation with a partner: local governments abroad and at home, other institutions likewise."""
    whose = partner_class(kind_of_partner) or partner_class(name)
    if country == kinds.home:
        return "ksdd" if whose == "government" else "ksdpk"
    if whose is None:
        return kinds.otherwise
    return "ksdpl" if whose == "government" else "ksdll"


def _settle_renewal(draft: Draft) -> None:
    """Renewing by itself needs a period; without one it cannot be computed with, and is kept as a note."""
    if draft.by_itself is None:
        return
    heading, text = draft.by_itself
    renewal = draft.part("renewal")
    if isinstance(draft.values.get("term"), Period) or "period" in renewal:
        draft.parts["renewal"] = {"mode": "automatic", **renewal}
    else:
        draft.notes.append(f"{heading}: {text}")
        said = phrase(
            "{text} under {heading}: no period is given, so it is kept in the notes",
            text=repr(text),
            heading=repr(heading),
        )
        draft.remarks.append(said)


def missing(record: Mapping[str, Data], draft: Draft) -> list[Phrase]:
    """The fields that every record needs and this row does not give."""
    partner = draft.parts.get("partner", {})
    if "kind" in record and "instrument" in record and "name" in partner and "country" in partner:
        return []
    wanted = {
        "partner.name": "name" in partner,
        "partner.country": "country" in partner,
        "kind": "kind" in record,
        "instrument": "instrument" in record,
    }
    if not wanted["partner.country"]:
        del wanted["kind"]
    return [_missing(name, draft) for name, there in wanted.items() if not there]


def _missing(name: str, draft: Draft) -> Phrase:
    """That a field is not given. The kind need not be: the partner tells it, where the map says whose list it is."""
    if name == "kind" and draft.by.kinds is None:
        return phrase("kind is missing: in the map `kinds` tells it by the partner, or `defaults` one for all")
    return phrase("{field} is missing: neither a cell nor the map's defaults give it", field=name)
