"""Where settings come from: the keys there are, `mou.toml`, and the environment; each value with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from mou_tracker.basics.phrases import Phrase, phrase

FILE, PREFIX = "mou.toml", "MOU_MAIL_"
_NUMBER = re.compile(r"[0-9]{1,9}")


class BadSettings(Exception):
    """The settings cannot be used: names the key, and where it stands."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


class Setting(NamedTuple):
    """One key: its type, and what it means."""

    type: type
    doc: Phrase


SETTINGS: Mapping[str, Setting] = {
    "transport": Setting(str, phrase("`smtp`, `sendmail` or `outbox`; else the one whose own key is given")),
    "from": Setting(str, phrase("the sender, `mou@example.org` or `Name <mou@example.org>`: a mailbox that is read")),
    "host": Setting(str, phrase("the mail server's name")),
    "port": Setting(int, phrase("its port; else 587, with `tls` 465, to this machine 25")),
    "tls": Setting(str, phrase("`starttls` (the default), `tls`, or `none`, the default to this machine only")),
    "user": Setting(str, phrase("the name to log in with; needs TLS")),
    "password_file": Setting(str, phrase("a file with the password that only you can read; or MOU_MAIL_PASSWORD")),
    "ca_file": Setting(str, phrase("certificates to trust instead of the system's")),
    "sendmail": Setting(str, phrase("the path of a sendmail program, such as msmtp")),
    "outbox": Setting(str, phrase("a folder into which mails are written as .eml files instead of being sent")),
    "max_messages": Setting(int, phrase("more mails than this in one run need `--catch-up`; 500")),
    "timeout": Setting(int, phrase("the longest wait for one answer, in seconds; else as RFC 5321 asks")),
    "deadline": Setting(int, phrase("the longest that a whole run may take, in seconds; 900")),
}


def from_file(file: Path) -> dict[str, tuple[object, str]]:
    """The values of a settings file, none where there is no file. Raises BadSettings."""
    try:
        read = tomllib.loads(file.read_bytes().decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSettings(phrase("{where}: {message}", where=str(file), message=error.strerror or str(error))) from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise BadSettings(phrase("{where}: {message}", where=str(file), message=str(error))) from None
    for key in read:
        if key != "mail":
            raise _unknown(key, str(file), ("mail",))
    mail = read.get("mail", {})
    if not isinstance(mail, dict):
        raise BadSettings(phrase("{where}: `{key}` must be a table", where=str(file), key="mail"))
    if "password" in mail:
        hint = phrase("put it into a file that only you can read and name that: password_file")
        raise BadSettings(phrase("{where}: a password does not belong here", where=str(file)), hint)
    for key in mail:
        if key not in SETTINGS:
            raise _unknown(key, str(file), tuple(SETTINGS))
    return {key: (value, str(file)) for key, value in mail.items()}


def from_environment(environment: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    """The values of the environment but for the password. Raises BadSettings."""
    found: dict[str, tuple[object, str]] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name == f"{PREFIX}PASSWORD":
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in SETTINGS:
            raise _unknown(name, "", tuple(PREFIX + known.upper() for known in (*SETTINGS, "password")))
        found[key] = (int(value) if SETTINGS[key].type is int and _NUMBER.fullmatch(value) else value, name)
    return found


def _unknown(key: str, where: str, known: tuple[str, ...]) -> BadSettings:
    near = get_close_matches(key, known, 1)
    hint = phrase("did you mean `{key}`?", key=near[0]) if near else phrase("known are {keys}", keys=", ".join(known))
    place = phrase("{where}: unknown key `{key}`", where=where, key=key)
    return BadSettings(place if where else phrase("unknown setting {key}", key=key), hint)
