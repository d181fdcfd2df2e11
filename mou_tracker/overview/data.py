"""Several registers as programs read them: the formats of one, grown by a key or a column that names the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mou_tracker.agreement.register import Unreadable
from mou_tracker.language.wording import Wording
from mou_tracker.overview.shares import Share, latest_day, totals
from mou_tracker.overview.texts import title
from mou_tracker.status.assessment import Ahead
from mou_tracker.views.rows import broken, day, items, joined, later, listed, whole


def described(share: Share, say: Wording) -> Mapping[str, object]:
    """A register in the list of registers."""
    return {
        "register": share.key,
        "name": share.name or None,
        "path": share.place,
        "as_of": day(share.as_of),
        "agreements": share.shown,
        "counts": dict(share.counts) if share.counts else totals(()),
        "unreadable": share.unreadable,
        "error": say(share.failed) if share.failed else None,
    }


def status_json(shares: Sequence[Share], say: Wording) -> Iterator[str]:
    """`mou-status/1` of several: totals, the registers, then the records of each in that order."""
    head = {**_head("mou-status/1", shares, say), "counts": totals(shares)}
    return whole(head, registers=_registers(shares, say), agreements=_bodies(shares), **_rest(shares))


def agenda_json(shares: Sequence[Share], say: Wording) -> Iterator[str]:
    """`mou-agenda/1` of several."""
    head = _head("mou-agenda/1", shares, say)
    return whole(head, registers=_registers(shares, say), entries=_bodies(shares), **_rest(shares))


def _head(name: str, shares: Sequence[Share], say: Wording) -> Mapping[str, object]:
    return {"format": name, "register": say(title(shares)), "as_of": day(latest_day(shares))}


def _registers(shares: Iterable[Share], say: Wording) -> Iterator[str]:
    return listed(described(share, say) for share in shares)


def _bodies(shares: Iterable[Share]) -> Iterator[str]:
    return joined(pieces(share.body) for share in shares)


def _rest(shares: Sequence[Share]) -> Mapping[str, Iterator[str]]:
    return {name: joined(pieces(share.more.get(name, "")) for share in shares) for name in ("unreadable", "ahead")}


def rest_of(unreadable: Iterable[Unreadable], ahead: Iterable[Ahead], key: str, say: Wording) -> Mapping[str, str]:
    """A register's part of what could not be read and of what lies ahead."""
    return {
        "unreadable": "".join(keyed_items(broken(unreadable, say), key)),
        "ahead": "".join(keyed_items(later(ahead), key)),
    }


def keyed_items(rows: Iterable[Mapping[str, object]], key: str) -> Iterator[str]:
    """A register's part of a JSON list, each value with the register's key."""
    return items({**row, "register": key} for row in rows)


def pieces(body: object) -> Iterator[str]:
    """A share's text, wherever it is kept."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, Kept):
        yield from body


class Kept:
    """A long text in a file, read again piece by piece."""

    SIZE = 1 << 20

    def __init__(self, file: str) -> None:
        self.file = file

    def __iter__(self) -> Iterator[str]:
        with open(self.file, encoding="utf-8", newline="") as opened:
            while piece := opened.read(self.SIZE):
                yield piece


def metrics(shares: Iterable[Share]) -> Iterator[str]:
    """The metrics of all registers: each family once, with the samples of all."""
    families: dict[str, list[str]] = {}
    family: list[str] = []
    for share in shares:
        for text in "".join(pieces(share.body)).splitlines(keepends=True):
            if text.startswith("# HELP "):
                family = families.setdefault(text, [])
            elif not text.startswith("# TYPE ") or text not in family:
                family.append(text)
    for head, samples in families.items():
        yield head
        yield from samples
