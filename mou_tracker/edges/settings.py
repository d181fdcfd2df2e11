"""How mail is sent: `[mail]` in `mou.toml` beside the register, and `MOU_MAIL_…` in the environment, which wins."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from mou_tracker.core.phrases import Phrase, phrase
from mou_tracker.core.recipients import wire_address

FILE, PREFIX = "mou.toml", "MOU_MAIL_"


class BadSettings(Exception):
    """The settings cannot be used: names the key, and where it stands."""

    def __init__(self, message: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(message.msgid)
        self.message, self.hint = message, hint


class Secret:
    """A text that shows itself to nobody but who asks by `reveal`: not in a repr, a log or a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "***"


class Setting(NamedTuple):
    """One key: its type, and what it means."""

    type: type
    doc: Phrase


SETTINGS: Mapping[str, Setting] = {
    "transport": Setting(str, phrase("`smtp`, `sendmail` or `outbox`; else the one whose own key is given")),
    "from": Setting(str, phrase("the sender, `mou@example.org` or `Name <mou@example.org>`: a mailbox that is read")),
    "host": Setting(str, phrase("the mail server's name")),
    "port": Setting(int, phrase("its port; else 587, with `tls` 465, to this machine 25")),
    "tls": Setting(str, phrase("`starttls` (the default), `tls`, or `none`, which is the default to this machine only")),
    "user": Setting(str, phrase("the name to log in with; needs TLS")),
    "password_file": Setting(str, phrase("a file with the password that only you can read; or MOU_MAIL_PASSWORD")),
    "ca_file": Setting(str, phrase("certificates to trust instead of the system's")),
    "sendmail": Setting(str, phrase("the path of a sendmail program, such as msmtp")),
    "outbox": Setting(str, phrase("a folder into which mails are written as .eml files instead of being sent")),
    "max_messages": Setting(int, phrase("more mails than this in one run need `--catch-up`; 500")),
    "timeout": Setting(int, phrase("the longest wait for one answer, in seconds; else as RFC 5321 asks")),
    "deadline": Setting(int, phrase("the longest that a whole run may take, in seconds; 900")),
}
_TRANSPORTS, _TLS = ("smtp", "sendmail", "outbox"), ("starttls", "tls", "none")
_MAILBOX = re.compile(r"(?:(?P<name>[^<>]*?)\s*<(?P<angled>[^<>]+)>|(?P<bare>[^<>\s]+))")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to send mail. Times are in seconds; `timeout` None means the limits of RFC 5321."""

    transport: str
    address: str
    name: str | None = None
    host: str = ""
    port: int = 0
    tls: str = "starttls"
    user: str | None = None
    password: Secret | None = None
    ca_file: Path | None = None
    sendmail: Path | None = None
    outbox: Path | None = None
    max_messages: int = 500
    timeout: int | None = None
    deadline: int = 900

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return self.address.rpartition("@")[2]


def settings_file(register: Path) -> Path:
    """Where the settings lie: in the register's folder."""
    return (register if register.is_dir() else register.parent) / FILE


def read_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a file (which need not exist) and the environment. Raises BadSettings."""
    given = _from_file(file) | _from_environment(environment)
    values = {key: value for key, (value, _) in given.items()}

    def bad(key: str, message: Phrase) -> BadSettings:
        return BadSettings(phrase("{where}: `{key}`: {message}", where=given[key][1], key=key, message=message))

    for key, words in (("transport", _TRANSPORTS), ("tls", _TLS)):
        if key in values and values[key] not in words:
            raise bad(key, phrase("{word} is none of {words}", word=repr(values[key]), words=", ".join(words)))
    for key in ("port", "max_messages", "timeout", "deadline"):
        if key in values and not 1 <= values[key] <= (65535 if key == "port" else 1_000_000):
            raise bad(key, phrase("{n} is not a number that makes sense here", n=values[key]))
    transport = _transport(values, file)
    name, address = _sender(values, transport, file, bad)
    tls = values.get("tls") or ("none" if _here(values.get("host", "")) and "user" not in values else "starttls")
    if "user" in values and tls == "none":
        raise bad("user", phrase("a password is never sent without TLS; set `tls` to starttls or tls"))
    password = _password(values, file.parent, environment)
    if transport == "smtp" and ("user" in values) != (password is not None):
        raise BadSettings(phrase("{where}: `user` and a password (`password_file` or {name}) go together",
                                 where=str(file), name=f"{PREFIX}PASSWORD"))  # fmt: skip
    ports = {"tls": 465, "starttls": 587, "none": 25 if _here(values.get("host", "")) else 587}
    return Settings(
        transport, address, name, values.get("host", ""), values.get("port", ports[tls]), tls, values.get("user"), password,
        *(file.parent / values[key] if key in values else None for key in ("ca_file", "sendmail", "outbox")),
        max_messages=values.get("max_messages", 500), timeout=values.get("timeout"), deadline=values.get("deadline", 900),
    )  # fmt: skip
