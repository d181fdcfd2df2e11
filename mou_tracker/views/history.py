"""Who recorded what and when, as a section of `mou show`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mou_tracker.basics.phrases import phrase
from mou_tracker.core.changes import AgreementChange
from mou_tracker.language.wording import Wording
from mou_tracker.views.sections import Section


@dataclass(frozen=True, slots=True)
class Recorded:
    """One commit that changed a record: its day, hash, author and subject, and what it changed."""

    day: date
    commit: str
    author: str
    subject: str
    change: AgreementChange


def history_section(found: Sequence[Recorded], say: Wording) -> Section:
    """Newest first: day, commit, author, and what was recorded."""
    rows = tuple((one.day.isoformat(), one.commit[:8], one.author, _what(one.change, say)) for one in found)
    return Section(phrase("Recorded in git"), rows or ((say(phrase("not committed yet")),),))


def _what(change: AgreementChange, say: Wording) -> str:
    if change.kind == "added":
        return say(phrase("added"))
    if change.kind == "removed":
        return say(phrase("removed"))
    return "; ".join(say(difference.what) for difference in change.differences)


def history_json(name: str, found: Sequence[Recorded]) -> str:
    """`mou-history/1`: the commits newest first, with both values of everything that they changed."""
    from mou_tracker.views.rows import encode, listed

    return f'{encode({"format": "mou-history/1", "id": name})[:-1]},\n "commits": {listed(map(_row, found))}}}\n'


def history_csv(found: Sequence[Recorded], say: Wording) -> str:
    """The same as a table."""
    from mou_tracker.views.tables import csv_text

    rows = ({**_row(one), "what": _what(one.change, say)} for one in found)
    return csv_text(("date", "commit", "author", "subject", "what"), rows)


def _row(one: Recorded) -> dict[str, object]:
    differences = [{"path": d.path, "before": d.before, "after": d.after} for d in one.change.differences]
    return {"date": one.day.isoformat(), "commit": one.commit, "author": one.author, "subject": one.subject,
            "change": one.change.kind, "differences": differences}  # fmt: skip
