"""Several registers as programs read them: the formats of one, grown by a key or a column that names the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mou_tracker.agreement.register import Unreadable
from mou_tracker.language.wording import Wording
from mou_tracker.overview.shares import Share, latest_day, totals
from mou_tracker.overview.texts import title
from mou_tracker.status.assessment import Ahead
from mou_tracker.views.rows import broken, encode


def described(share: Share, say: Wording) -> Mapping[str, object]:
    """A register in the list of registers."""
    return {
        "register": share.key,
        "name": share.name or None,
        "path": share.place,
        "as_of": share.as_of.isoformat() if share.as_of else None,
        "agreements": share.shown,
        "counts": dict(share.counts) if share.counts else totals(()),
        "unreadable": share.unreadable,
        "error": say(share.failed) if share.failed else None,
    }


def status_json(shares: Sequence[Share], say: Wording) -> Iterator[str]:
    """`mou-status/1` of several: totals, the registers, then the records of each in that order."""
    day = latest_day(shares)
    head = {
        "format": "mou-status/1",
        "register": say(title(shares)),
        "as_of": day.isoformat() if day else None,
        "counts": totals(shares),
    }
    yield f'{encode(head)[:-1]},\n "registers": '
    yield from joined([f"\n  {encode(described(share, say))}" for share in shares])
    yield ',\n "agreements": '
    yield from joined(share.body for share in shares)
    yield from _rest(shares)


def _rest(shares: Sequence[Share]) -> Iterator[str]:
    for name in ("unreadable", "ahead"):
        yield f',\n "{name}": '
        yield from joined(share.more.get(name, "") for share in shares)
    yield "}\n"


def rest_of(unreadable: Iterable[Unreadable], ahead: Iterable[Ahead], key: str, say: Wording) -> Mapping[str, str]:
    """A register's part of what could not be read and of what lies ahead."""
    later = ({"id": one.id, "on": one.on.iso()} for one in ahead)
    return {"unreadable": "".join(items(broken(unreadable, say), key)), "ahead": "".join(items(later, key))}


def agenda_json(shares: Sequence[Share], say: Wording) -> Iterator[str]:
    """`mou-agenda/1` of several."""
    day = latest_day(shares)
    head = {
        "format": "mou-agenda/1",
        "register": say(title(shares)),
        "as_of": day.isoformat() if day else None,
    }
    yield f'{encode(head)[:-1]},\n "registers": '
    yield from joined([f"\n  {encode(described(share, say))}" for share in shares])
    yield ',\n "entries": '
    yield from joined(share.body for share in shares)
    yield from _rest(shares)


def items(rows: Iterable[Mapping[str, object]], key: str) -> Iterator[str]:
    """The pieces of a register's part of a JSON list, one value a line, each with the register's key."""
    before = ""
    for row in rows:
        yield f"{before}\n  {encode({**row, 'register': key})}"
        before = ","


def joined(bodies: Iterable[object]) -> Iterator[str]:
    """A JSON list from the parts of several registers."""
    before = "["
    for body in bodies:
        first = True
        for piece in pieces(body):
            if piece:
                yield before + piece if first else piece
                before, first = ",", False
    yield "]" if before == "," else "[]"


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
