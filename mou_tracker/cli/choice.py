"""Which registers a command line names, and which of them an id such as `bandung/petaling-jaya-2015` means.

One register is handed on as it was named, untouched; only where there are several is more looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure, meant_instead, nearest, nearest_ids
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.wording import Wording
from mou_tracker.register import files

if TYPE_CHECKING:
    from mou_tracker.register.several import Found, Named

MOST_NAMED = 10
Together = Callable[..., int]


def carried_out(say: Wording, run: Callable[..., int], together: Together | None, values: dict[str, Any]) -> int:
    """Run a command on the register that is named, or on the several ones, by what the command can do."""
    if "path" not in values:
        return run(say, **values)
    given: tuple[str, ...] = values["path"]
    found = several_named(say, given)
    if not found:
        only = first_named(given)
        return run(say, **{**values, "path": only, **_without_key(only, values)})
    if together is not None:
        return together(say, found, **{name: value for name, value in values.items() if name != "path"})
    return run(say, **{**values, **_the_one(found, values.get("name"))})


def first_named(given: Sequence[str]) -> str | None:
    """The first of the paths that names something: an empty one, as of a variable that is not set, names nothing."""
    return next(filter(None, given), None)


def meant(given: Sequence[str], name: str | None) -> tuple[Path, str | None]:
    """Where the one register lies that paths and an id mean, and the id as it writes it.

    Fails where several are named and the id chooses none of them, or where none is found.
    """
    found = several(given)[0]
    if found:
        chosen = _the_one(found, name)
        return Path(chosen["path"]), chosen["name"]
    only = first_named(given)
    id: str | None = _without_key(only, {"name": name}).get("name", name)
    return files.find_register(only, os.environ, Path.cwd()), id


def several_named(say: Wording, given: Sequence[str]) -> list[Named]:
    """The registers that paths name where they are more than one, else nothing; a doubt is told on stderr."""
    return _told(say, *several(given))


def several(given: Sequence[str]) -> tuple[list[Named], list[Phrase]]:
    """The same, with what is in doubt."""
    named = [one for one in given if one] or [one for one in [os.environ.get("MOU_REGISTER")] if one]
    paths = [Path(one) for one in named]
    if not paths or (len(paths) == 1 and not paths[0].is_dir()):
        return [], []
    from mou_tracker.register.several import registers_at

    return _distinct([registers_at(path) for path in paths])


def several_among(say: Wording, given: Sequence[str]) -> list[Named]:
    """The registers that files and folders are where they are several and not the parts of one; else nothing."""
    paths = [Path(one) for one in given]
    if not paths or (len(paths) == 1 and not paths[0].is_dir()):
        return []
    from mou_tracker.register.several import registers_among

    return _told(say, *_distinct([registers_among(paths)]))


def _distinct(found: Sequence[Found]) -> tuple[list[Named], list[Phrase]]:
    from mou_tracker.register.several import distinct, keyed

    paths = distinct(path for one in found for path in one.paths)
    refused = {path: why for one in found for path, why in one.refused.items()}
    ids = {path: id for one in found for path, id in one.ids.items()}
    return keyed(paths, refused, ids) if len(paths) > 1 else [], [one.doubt for one in found if one.doubt]


def _told(say: Wording, found: list[Named], doubts: list[Phrase]) -> list[Named]:
    for doubt in doubts:
        click.echo(escape_text(say(doubt)), err=True)
    return found


def _without_key(path: str | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The ids as the one register writes them, where they were taken from a list of several."""
    name, ids = values.get("name"), values.get("ids")
    if "/" not in f"{name}{ids}":
        return {}
    try:
        where = files.find_register(path, os.environ, Path.cwd())
    except files.NoRegister:
        return {}
    before = f"{key_of(where)}/"
    made: dict[str, Any] = {}
    if isinstance(name, str):
        made["name"] = name.removeprefix(before)
    if isinstance(ids, tuple):
        made["ids"] = tuple(one.removeprefix(before) for one in ids)
    return made


def key_of(path: Path) -> str:
    """What stands before the ids of one register in a list of several."""
    from mou_tracker.register.several import keyed

    return keyed([path])[0].key


def _the_one(found: Sequence[Named], name: Any) -> dict[str, Any]:
    """The register that a command for one is to work on, and the id as that register writes it."""
    key, slash, rest = name.partition("/") if isinstance(name, str) else ("", "", "")
    for one in found:
        if slash and one.key == key and not one.refused:
            return {"path": str(one.path), "name": rest}
    having = [one for one in found if isinstance(name, str) and _mentions(one, name)]
    if not having and isinstance(name, str):
        having = [one for one in found if _bears(one, name)]
    if len(having) == 1:
        return {"path": str(having[0].path), "name": name}
    keys = [one.key for one in having or found]
    listed = _first_of(keys)
    if having:
        ids = _first_of([f"{key}/{name}" for key in keys])
        raise Failure(phrase("several registers have an agreement {id}", id=name), phrase("say which: {ids}", ids=ids))
    if slash and (near := nearest(key, keys)):
        hint = phrase("did you mean `{word}`?", word=f"{near}/{rest}")
        raise Failure(phrase("no register is called {key}; there are {keys}", key=repr(key), keys=listed), hint)
    if isinstance(name, str):
        text = phrase("none of the {n} registers has an agreement {id}", n=len(found), id=repr(name))
        raise Failure(text, _meant_instead(found, name))
    hint = phrase("name one of them with -r: {keys}", keys=_first_of([str(one.path) for one in found]))
    raise Failure(phrase("this command works on one register, and {n} are named", n=len(found)), hint)


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _meant_instead(found: Sequence[Named], name: str) -> Phrase:
    """What to try in place of an id that no register has."""
    from mou_tracker.register.scan import ids

    where = {id: one.key for one in reversed(found) for text in _texts(one) for id in ids(text)}
    return meant_instead([f"{where[id]}/{id}" for id in nearest_ids(name, where)])


def _mentions(register: Named, name: str) -> bool:
    """Whether a register has a record of an id, by a look at its text."""
    from mou_tracker.register.scan import ids

    return any(name in text and name in ids(text) for text in _texts(register))


def _bears(register: Named, number: str) -> bool:
    """Whether a document of a register bears a number; only one that has its first word somewhere is read."""
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.register.read import read_book
    from mou_tracker.status.filters import is_number, written

    texts = [*_texts(register)]
    first = next(iter(written(number).split()), "")
    if not first or not any(first in written(text) for text in texts):
        return False
    book = read_book([("", text.encode()) for text in texts], ShippedProcedures())
    return any(is_number(number, one) for one in book.agreements)


def _texts(register: Named) -> Iterator[str]:
    """The texts of a register's files, as far as they can be read."""
    if register.refused:
        return
    with suppress(OSError):
        for file in files.register_files(register.path):
            yield files.read_file(file).decode(errors="replace")
