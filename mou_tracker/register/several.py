"""Which registers a path holds: one, or a folder of many; and the short name by which each is told from the others.

A folder is one register, as long as not every part of it is plainly a register of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.scan import settings_slice

_HEAD = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\{[ \t]*)?[\"']?register[\"']?[ \t]*:", re.MULTILINE)
_NO_LETTERS = pattern("[^a-z0-9]+")
# What many a register's file or folder is called: that tells none from another.
COMMON = ("agreements", "register", "registers", "data")


class Who(NamedTuple):
    """Who a register says that it is. Two sections that say the same are one register's."""

    id: str | None = None
    name: str | None = None
    authority: str | None = None


class Named(NamedTuple):
    """A register among several: the short name that stands before its ids, and where it lies."""

    key: str
    path: Path
    refused: Phrase | None = None
    """Why it is not read, where it is no register but something in their folder that leads nowhere."""


class Found(NamedTuple):
    """The registers that a path holds, in path order; where several sections `register` are one's, why they are."""

    paths: tuple[Path, ...]
    doubt: Phrase | None = None
    ids: Mapping[Path, str | None] = {}
    """The id that each gives itself, as far as it is known."""
    refused: Mapping[Path, Phrase] = {}
    """What lies among the registers and is not read, such as a link that leaves the folder; it is in `paths` too."""


_UNKNOWN = Who("?")  # of a file that cannot be read: nobody knows what it says


def registers_at(path: Path) -> Found:
    """The registers that a path holds.

    A folder holds several where each of its parts, a file or a folder directly in it, has a section `register` of its
    own, and no two of these say the same; a part may hold several in turn. What cannot be read may be such a part.
    """
    if not path.is_dir():
        return Found((path,))
    parts, refused = _looked_at([path])
    split = _split(path, parts[path]) if parts else Found((path,))
    return _with_refused(split, refused) if len(split.paths) > 1 else Found((path,), split.doubt)


def registers_among(paths: Sequence[Path]) -> Found:
    """The registers that some files and folders are, as if they were the parts of one folder; none if they are one."""
    apart = distinct(paths)
    if len(apart) == 1:
        found = registers_at(apart[0])
        return found if len(found.paths) > 1 else Found((), found.doubt)
    parts, refused = _looked_at(apart)
    return _with_refused(_divided(parts), refused) if parts else Found(())


def _with_refused(found: Found, refused: Mapping[Path, Phrase]) -> Found:
    return found._replace(refused={one: refused[one] for one in found.paths if one in refused})


Heads = Mapping[Path, Who | None]


def _looked_at(paths: Sequence[Path]) -> tuple[Mapping[Path, Heads], Mapping[Path, Phrase]]:
    """By path, who each of its files says that its register is; nothing where fewer than two say it, so that no file of
    one register is read as YAML for this alone. And what is refused.
    """
    asked = {path: files.asked_for(path) for path in paths}
    refused = {one.path: one.refused for inner in asked.values() for one in inner if one.refused}
    if sum(map(len, asked.values())) < 2:
        return {}, refused
    found = {
        path: {one.path: _UNKNOWN if one.refused else _section(one.path) for one in inner}
        for path, inner in asked.items()
    }
    if sum(isinstance(section, str) for inner in found.values() for section in inner.values()) < 2:
        return {}, refused
    return {
        path: {file: _who(file, section) for file, section in inner.items()} for path, inner in found.items()
    }, refused


def _says(head: Who | None) -> bool:
    return head is not None and head is not _UNKNOWN


def _split(folder: Path, heads: Heads) -> Found:
    """The registers below a folder in whose files several sections stand."""
    parts: dict[Path, dict[Path, Who | None]] = {}
    for file, head in heads.items():
        parts.setdefault(folder / file.relative_to(folder).parts[0], {})[file] = head
    if len(parts) == 1:
        [(part, inner)] = parts.items()
        return _split(part, inner) if part.is_dir() else Found((folder,))
    found = _divided(parts)
    return found if found.paths else Found((folder,), found.doubt)


def _divided(parts: Mapping[Path, Heads]) -> Found:
    """The registers that parts are; none where not every part is plainly one of its own, or several."""
    for part, inner in parts.items():
        if not any(inner.values()):
            return Found((), _without(part))
    seen: set[Who] = set()
    for inner in parts.values():
        said = {head for head in inner.values() if head is not None and _says(head)}
        if said & seen:
            return Found(())  # one register's settings written twice: what reads it says so at the place
        seen |= said
    found = [_within(part, inner) for part, inner in parts.items()]
    doubts = [one.doubt for one in found if one.doubt]
    paths = tuple(path for one in found for path in one.paths)
    return Found(paths, doubts[0] if doubts else None, {path: id for one in found for path, id in one.ids.items()})


def _within(part: Path, heads: Heads) -> Found:
    if sum(map(_says, heads.values())) > 1:
        return _split(part, heads)
    return Found((part,), ids={part: next((head.id for head in heads.values() if head and _says(head)), None)})


def _without(part: Path) -> Phrase:
    return phrase("{part} has no section `register`, so all is read as one register", part=str(part))


def _section(file: Path) -> str | Who | None:
    """A text with the settings that stand in a file; None where none do."""
    try:
        data = files.read_file(file)
    except OSError:
        return _UNKNOWN
    if not data.strip() or b"\0" in data[:4096]:
        return _UNKNOWN
    if not _HEAD.search(data):
        return None
    text = data.removeprefix(b"\xef\xbb\xbf").decode(errors="replace").replace("\r\n", "\n")
    return settings_slice(text) or text


def _who(file: Path, section: str | Who | None) -> Who | None:
    """Who the register is whose settings those are; a section that cannot be read is no other one's."""
    if not isinstance(section, str):
        return section
    from mou_tracker.register.read import read_book

    book = read_book([("", section.encode())], ShippedProcedures())
    register = book.register
    if book.diagnostics and not (register.id or register.name):
        return Who(None, None, f"\0{file}")
    return Who(register.id, register.name, register.authority)


def own_id(path: Path) -> str | None:
    """The id that a register gives itself, None where it gives none."""
    for file in files.register_files(path):
        head = _who(file, _section(file))
        if head and _says(head):
            return head.id
    return None


def keyed(
    paths: Sequence[Path],
    refused: Mapping[Path, Phrase] | None = None,
    ids: Mapping[Path, str | None] | None = None,
) -> list[Named]:
    """Registers with the name that stands before their ids: their own id, else that of the folder or file.

    Names that are one are made longer by the folder above, then numbered.
    """
    closed, known = refused or {}, ids or {}
    own = (known[path] if path in known else None if path in closed else own_id(path) for path in paths)
    firsts = [id or _called(path, 1) for id, path in zip(own, paths, strict=True)]
    names = [name if firsts.count(name) == 1 else _called(path, 2) for name, path in zip(firsts, paths, strict=True)]
    taken: set[str] = set()
    made = []
    for name, path in zip(names, paths, strict=True):
        key, number = name, 1
        while key in taken:
            number += 1
            key = f"{name}-{number}"
        taken.add(key)
        made.append(Named(key, path, closed.get(path)))
    return made


def _called(path: Path, most: int) -> str:
    """What a register's place is called, by as many names as told, the last first."""
    absolute = path.absolute()
    own = absolute.name if absolute.is_dir() else absolute.stem
    names = [slug(name) for name in (own, *(above.name for above in absolute.parents))]
    telling = [name for name in names if name and name not in COMMON][:most]
    return "-".join(reversed(telling)) or "register"


def slug(text: str) -> str:
    """A name in the letters of ids."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NO_LETTERS.sub("-", plain).strip("-")


def distinct(paths: Iterable[Path]) -> list[Path]:
    """The paths without those that lead to a place named before."""
    seen: dict[Path, Path] = {}
    for path in paths:
        seen.setdefault(path.resolve(), path)
    return list(seen.values())
