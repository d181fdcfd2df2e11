"""A register of which one part was edited, read again without reading all of it again."""

from __future__ import annotations

from bisect import bisect_right

from msgspec.structs import replace

from mou_tracker.agreement.procedure import OTHER
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.locations import Places
from mou_tracker.parsing.recovery import Piece, item_around, items_of
from mou_tracker.parsing.source_file import LineIndex, SourceFile
from mou_tracker.register.procedures import with_signing_step
from mou_tracker.register.records import Records, read_record

_BOM = b"\xef\xbb\xbf"


def read_again(book: Book, file: str, old: bytes, new: bytes) -> Book | None:
    """The Book after a file was changed from one content to another; None where the files have to be read whole.

    Only the lines of one record may have changed, into those of one or several sound ones. The rest is taken from the
    Book, with its places where they are now: it is text that was read before, and whole items of the same list stand
    around it as they did. A file with any finding is read whole, since a finding may come of more than its own lines.
    """
    ours = [one for one in book.agreements if one.file == file]
    if not ours or file in _files_with_findings(book):
        return None
    source = SourceFile(file)
    if not scan(source, new) or source.count:
        return None
    before, after = old.removeprefix(_BOM).decode(), new.removeprefix(_BOM).decode()
    start, by = _first_change(before, after), len(after) - len(before)
    at = bisect_right(ours, start, key=_start) - 1
    piece = item_around(before, _start(ours[at])) if at >= 0 else None
    if piece is None or before[piece.end :] != after[piece.end + by :]:
        return None
    lead = before[piece.start : _start(ours[at])]
    now = Piece(piece.start, piece.end + by, item=True)
    if not after.startswith(lead, now.start) or not (now.end == len(after) or after[now.end - 1] == "\n"):
        return None
    was = SourceFile(file)
    was.lines = LineIndex(before)
    if _records(was, piece) != [ours[at]]:
        return None
    made = _records(source, now)
    others = {one.id for one in book.agreements if one is not ours[at]} | {one.id for one in book.unreadable}
    if not made or _start(made[0]) != now.start + len(lead) or others & {one.id for one in made}:
        return None
    if not all(_has_known_steps(book, one) for one in made):
        return None
    made = [with_signing_step(one, book.procedures) for one in made]
    first = book.agreements.index(ours[0])
    moved = [replace(one, places=_moved(one.places, source.lines, by)) for one in ours[at + 1 :]]
    register = book.register
    if register.file == file and _index(register.places) > start:
        register = replace(register, places=_moved(register.places, source.lines, by))
    rest = book.agreements[first + len(ours) :]
    return replace(book, register=register, agreements=(*book.agreements[: first + at], *made, *moved, *rest))


def _files_with_findings(book: Book) -> set[str]:
    return {finding.file for finding in book.diagnostics} | {record.file for record in book.unreadable}


def _first_change(before: str, after: str) -> int:
    """How many characters two texts share at their beginning."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _records(source: SourceFile, piece: Piece) -> list[Agreement] | None:
    """The records in some lines; None if one of them is not sound or the lines are not whole items."""
    read = Records()
    state = source.state()
    for node in items_of(source, piece, default_loader()) or ():
        read_record(read, source, node, state)
    return None if source.count or read.unreadable or read.damaged else read.agreements


def _has_known_steps(book: Book, agreement: Agreement) -> bool:
    procedure = book.procedures.get(agreement.kind)
    if procedure is None and agreement.kind != OTHER:
        return False
    return all(procedure and procedure.position(step.step) >= 0 for step in agreement.steps)


def _start(agreement: Agreement) -> int:
    return _index(agreement.places)


def _index(places: object) -> int:
    assert isinstance(places, Places)
    return places.start


def _moved(places: object, lines: LineIndex, by: int) -> Places:
    assert isinstance(places, Places)
    return places.moved(lines, by)
