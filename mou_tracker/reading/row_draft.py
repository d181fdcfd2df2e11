"""What the cells of one row have said so far, and the record that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.edits import Data
from mou_tracker.fields.table import AGREEMENT
from mou_tracker.reading.import_map import ImportMap

_TITLES = {"mou": "MoU", "loi": "LoI", "pks": "PKS", "ia": "IA", "addendum": "Addendum"}
_ORDER = tuple(known.key for known in AGREEMENT.fields)


@dataclass(slots=True)
class Draft:
    """A record while its row is read."""

    by: ImportMap
    values: dict[str, Data] = field(default_factory=dict)
    renewal: dict[str, Data] = field(default_factory=dict)
    partner: dict[str, Data] = field(default_factory=dict)
    steps: dict[str, dict[str, Data]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    by_itself: tuple[str, str] | None = None
    remarks: list[Phrase] = field(default_factory=list)


def has(draft: Draft, name: str) -> bool:
    head, _, part = name.partition(".")
    if head in ("partner", "renewal") and (part or head == "renewal"):
        return (part or "mode") in (draft.partner if head == "partner" else draft.renewal)
    return name in draft.values or (head == "steps" and part.partition(".")[0] in draft.steps)


def record_of(draft: Draft) -> dict[str, Data]:
    """The record in the order of the table of keys, with a title if none is given."""
    values = draft.values
    _settle_renewal(draft)
    if draft.partner:
        values["partner"] = {key: draft.partner[key] for key in ("name", "country", "body") if key in draft.partner}
    if draft.renewal:
        values["renewal"] = draft.renewal
    if draft.steps:
        values["steps"] = [{"step": step, **parts} for step, parts in draft.steps.items()]
    if draft.notes:
        values["notes"] = "\n".join(draft.notes)
    if "title" not in values and "name" in draft.partner and "instrument" in values:
        instrument = str(values["instrument"])
        values["title"] = f"{_TITLES.get(instrument, instrument)} {draft.partner['name']}"
    if draft.by.source:
        said = [key for key in _ORDER if key in values and key not in ("id", "title")]
        values["sources"] = [{"title": draft.by.source, "says": said}]
    return {key: values[key] for key in _ORDER if key in values}


def _settle_renewal(draft: Draft) -> None:
    """Renewing by itself needs a period; without one it cannot be computed with, and is kept as a note."""
    if draft.by_itself is None:
        return
    heading, text = draft.by_itself
    if isinstance(draft.values.get("term"), Period) or "period" in draft.renewal:
        draft.renewal = {"mode": "automatic", **draft.renewal}
    else:
        draft.notes.append(f"{heading}: {text}")
        said = phrase("{text} under {heading}: no period is given, so it is kept in the notes",
                      text=repr(text), heading=repr(heading))  # fmt: skip
        draft.remarks.append(said)


def missing(record: Mapping[str, Data], draft: Draft) -> list[Phrase]:
    """The fields that every record needs and this row does not give."""
    wanted = {"partner.name": "name" in draft.partner, "partner.country": "country" in draft.partner,
              "kind": "kind" in record, "instrument": "instrument" in record}  # fmt: skip
    return [phrase("{field} is missing: neither a cell nor the map's defaults give it", field=name)
            for name, there in wanted.items() if not there]  # fmt: skip
