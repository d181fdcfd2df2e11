"""What changed, and who recorded it when, in words: for a terminal, a merge request, and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.history.changes import AgreementChange, BookChange, Difference, Standing
from mou_tracker.language.wording import Wording
from mou_tracker.views.cells import iso
from mou_tracker.views.lines import Line, Part, line
from mou_tracker.views.rows import day as iso_day
from mou_tracker.views.rows import listed, whole
from mou_tracker.views.sections import Section

if TYPE_CHECKING:
    from mou_tracker.views.tables import CsvStyle

_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def change_lines(difference: BookChange, say: Wording) -> list[Line]:
    """All changes, each agreement with what was changed in it and how its status moved."""
    lines: list[Line] = []
    if difference.register:
        lines += [line(Part(say(phrase("Register")), "strong")), *_difference_lines(difference.register, say)]
    for change in difference.agreements:
        lines += [line()] if lines else []
        lines += agreement_lines(change, say)
    if difference.broken:
        lines += [line()] if lines else []
        lines.append(line(say(_broken(difference)), indent=2))
    return lines or [line(say(phrase("nothing changed")))]


def agreement_lines(change: AgreementChange, say: Wording) -> Iterator[Line]:
    """One agreement's changes."""
    yield line(_MARKS[change.kind], " ", Part(change.id, "strong"), "  ", change.title, indent=4)
    yield from _difference_lines(change.differences, say)
    moved = movement(change)
    if moved:
        style = change.after.status if change.after else ""
        yield line("    → ", Part(say(moved), style), indent=6)


def _difference_lines(found: tuple[Difference, ...], say: Wording) -> Iterator[Line]:
    for difference in found:
        yield line("    ", say(difference.what).replace("\n", " "), indent=6)


def _broken(difference: BookChange) -> Phrase:
    return plural(
        "{n} record can no longer be read: {ids}",
        "{n} records can no longer be read: {ids}",
        len(difference.broken),
        ids=difference.broken,
    )


def movement(change: AgreementChange) -> Phrase | None:
    """How the status moved, None if it did not."""
    if not change.moved:
        return None
    before, after = change.before, change.after
    if before is None:
        assert after is not None
        return _stands(after)
    if after is None:
        return phrase("was {standing}", standing=_stands(before))
    return phrase("{before} → {after}", before=_stands(before), after=_stands(after))


def _stands(standing: Standing) -> Phrase:
    name = standing.status_name
    if standing.last_day is None:
        return name
    return phrase("{status}, last day {day}", status=name, day=iso(standing.last_day))


def changes_markdown(difference: BookChange, old: str, new: str, as_of: date, say: Wording) -> str:
    """The changes as a comment for a merge request."""
    from mou_tracker.views.tables import escaped

    title = say(phrase("What changed from {old} to {new}", old=old, new=new))
    parts = [f"## {escaped(title)}\n", say(phrase("Status as of {day}", day=as_of)) + "\n"]
    settings = say(phrase("Register"))
    if difference.register:
        parts.append(f"**{settings}**\n\n{_markdown_list(difference.register, say)}")
    for change in difference.agreements:
        moved = movement(change)
        head = f"{_kind_word(change.kind, say)} **{escaped(change.id)}** {escaped(change.title)}"
        items = _markdown_list(change.differences, say) + (f"- → {escaped(say(moved))}\n" if moved else "")
        parts.append(f"{head}\n\n{items}")
    if difference.broken:
        parts.append(f"**{escaped(say(_broken(difference)))}**\n")
    if not difference.any:
        parts.append(say(phrase("nothing changed")) + "\n")
    return "\n".join(parts)


def _kind_word(kind: str, say: Wording) -> str:
    return say({"added": phrase("added"), "removed": phrase("removed"), "changed": phrase("changed")}[kind])


def _markdown_list(found: tuple[Difference, ...], say: Wording) -> str:
    from mou_tracker.views.tables import escaped

    return "".join(f"- {escaped(say(one.what))}\n" for one in found)


def changes_json(difference: BookChange, old: str, new: str | None, as_of: date) -> Iterator[str]:
    """`mou-diff/1`: the same as data; values as the register writes them, `null` for what was not there."""
    head = {
        "format": "mou-diff/1",
        "from": old,
        "to": new,
        "as_of": as_of.isoformat(),
        "broken": list(difference.broken),
        "register": [_row(one) for one in difference.register],
    }
    rows = (
        {
            "id": change.id,
            "title": change.title,
            "change": change.kind,
            "before": _standing(change.before),
            "after": _standing(change.after),
            "differences": [_row(one) for one in change.differences],
        }
        for change in difference.agreements
    )
    return whole(head, agreements=listed(rows))


def _row(one: Difference) -> dict[str, object]:
    return {"path": one.path, "before": one.before, "after": one.after}


def _standing(one: Standing | None) -> dict[str, object] | None:
    if one is None:
        return None
    last = one.last_day
    span = {"earliest": last.earliest.isoformat(), "latest": last.latest.isoformat()} if last else None
    return {"status": one.status, "last_day": span}


class Recorded(Struct, frozen=True):
    """One commit that changed a record: its day, hash, author and subject, and what it changed.

    `day` is None where the commit's date is none. `change` is None where a shallow clone has nothing older.
    """

    day: date | None
    commit: str
    author: str
    subject: str
    change: AgreementChange | None


def history_section(found: Sequence[Recorded], say: Wording) -> Section:
    """Newest first: day, commit, author, and what was recorded."""
    rows = tuple((iso_day(one.day) or "–", one.commit[:8], one.author, _what(one.change, say)) for one in found)
    return Section(phrase("Recorded in git"), rows or ((say(phrase("not committed yet")),),))


def _what(change: AgreementChange | None, say: Wording) -> str:
    if change is None:
        return say(phrase("history is cut here: what is older is not in this clone (git fetch --unshallow)"))
    if change.kind == "added":
        return say(phrase("added"))
    if change.kind == "removed":
        return say(phrase("removed"))
    return "; ".join(say(difference.what) for difference in change.differences)


def history_json(name: str, found: Sequence[Recorded]) -> Iterator[str]:
    """`mou-history/1`: the commits newest first, with both values of everything that they changed."""
    return whole({"format": "mou-history/1", "id": name}, commits=listed(map(_history_row, found)))


def history_csv(found: Sequence[Recorded], say: Wording, style: CsvStyle) -> str:
    """The same as a table."""
    from mou_tracker.views.tables import csv_text

    rows = ({**_history_row(one), "what": _what(one.change, say)} for one in found)
    return csv_text(("date", "commit", "author", "subject", "what"), rows, style)


def _history_row(one: Recorded) -> dict[str, object]:
    found = one.change.differences if one.change else ()
    differences = [{"path": d.path, "before": d.before, "after": d.after} for d in found]
    return {
        "date": iso_day(one.day),
        "commit": one.commit,
        "author": one.author,
        "subject": one.subject,
        "change": one.change.kind if one.change else "cut",
        "differences": differences,
    }
