"""Where the settings lie, and whether that place is safe: who writes them reads the password and runs programs.

Never in a git work tree, where whoever's commits are pulled would be obeyed: a `host` of theirs gets the password, a
`sendmail` of theirs runs as whoever runs `mou`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mou_tracker import rights
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.register.files import named_file, own_folder

FILE = "mou.toml"
OF_THE_MACHINE = Path("/etc/mou")


class BadSettings(Exception):
    """The settings cannot be used: names the key, and where it stands."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


class UnsafeSettings(BadSettings):
    """Somebody else could write the settings, or a program that they name; nothing of them was obeyed."""


class SettingsPlace(NamedTuple):
    """The settings' file, which need not be there, and one beside the register that is not read: git brings it."""

    file: Path
    unread: Path | None = None


def settings_place(
    given: str | None,
    environment: Mapping[str, str],
    home: Path | None,
    register: Path,
) -> SettingsPlace:
    """The first file that is there: the one given, `MOU_SETTINGS`, the user's, the machine's, that beside the register.

    The last only where its folder is in no git work tree. Raises BadSettings where one that is named is not there.
    """
    named = named_file(given, environment, "MOU_SETTINGS", FILE)
    if named:
        if not os.path.lexists(named):
            raise BadSettings(phrase("there are no settings at {path}", path=str(named)))
        return SettingsPlace(named)
    own = own_folder(environment, "XDG_CONFIG_HOME", home, ".config")
    beside = (register if register.is_dir() else register.parent) / FILE
    unread = beside if os.path.lexists(beside) and _in_work_tree(beside.parent) else None
    places = [*([own / FILE] if own else []), OF_THE_MACHINE / FILE, *([] if unread else [beside])]
    return SettingsPlace(next((file for file in places if os.path.lexists(file)), places[0]), unread)


def _in_work_tree(folder: Path) -> bool:
    """Whether git keeps a folder, by the path given or by where that leads."""
    places = {Path(os.path.abspath(folder)), Path(os.path.realpath(folder))}
    return any(os.path.lexists(above / ".git") for place in places for above in (place, *place.parents))


def not_read(unread: Path, own: Path) -> UnsafeSettings:
    """Why settings beside the register are not read, and the commands that move them."""
    why = phrase(
        "{path} is not read: it lies in a git work tree, and whoever's commits are pulled there could send the "
        "password away",
        path=str(unread),
    )
    hint = phrase(
        "move it: mkdir -p -m 700 {folder} && mv {path} {folder}/", path=_typed(unread), folder=_typed(own.parent)
    )
    return UnsafeSettings(why, hint)


def no_such_home(path: str) -> Phrase:
    """What is wrong with a path that begins with `~` and somebody's name, or none."""
    return phrase("nobody knows which home folder {path} begins with", path=path)


def check_safe(path: Path) -> None:
    """Refuse a file, of settings or a program, that somebody besides this user and root could write or replace.

    A link is followed: the file it leads to and that one's folder count too. Raises UnsafeSettings, and OSError where
    it cannot be seen.
    """
    real = Path(os.path.realpath(path))
    for one in dict.fromkeys((path, path.absolute().parent, real.parent)):
        found = one.stat()
        if not rights.others_may_write(found):
            continue
        here = phrase("others may write {path}, which says how mail is sent", path=str(one))
        away = phrase("name a copy of it that lies where only you or root may write")
        if rights.of_another(found) or found.st_mode & stat.S_ISVTX:
            if path.name == FILE:
                away = phrase(
                    "move it: mkdir -p -m 700 {folder} && mv {path} {folder}/",
                    path=_typed(path),
                    folder="~/.config/mou",
                )
            raise UnsafeSettings(here, away)
        raise UnsafeSettings(here, phrase("close it: chmod go-w {path}", path=_typed(one)))


def _typed(path: Path) -> str:
    """A path as it can be typed into a shell."""
    from shlex import quote

    return quote(str(path))
