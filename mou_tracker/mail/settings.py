"""How mail is sent: `[mail]` in `mou.toml`, and `MOU_MAIL_…` in the environment, which wins; and `[channels]`.

Each value keeps its place, so that a mistake in it can be named. Where the file may lie says `settings_place`.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from mou_tracker import rights
from mou_tracker.basics.addresses import wire_address
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.mail.channels import Channel, read_channels
from mou_tracker.mail.settings_place import BadSettings, check_safe, no_such_home

PREFIX = "MOU_MAIL_"
_NUMBER = pattern(r"[0-9]{1,9}")


TABLES = ("mail", "channels")


class Setting(NamedTuple):
    """One key: its type, and what it means."""

    type: type
    doc: Phrase


SETTINGS: Mapping[str, Setting] = {
    "transport": Setting(str, phrase("`smtp`, `sendmail` or `outbox`; else the one whose own key is given")),
    "from": Setting(str, phrase("the sender, `mou@example.org` or `Name <mou@example.org>`: a mailbox that is read")),
    "reply_to": Setting(str, phrase("where answers go, if not to the sender")),
    "host": Setting(str, phrase("the mail server's name")),
    "port": Setting(int, phrase("its port; else 587, with `tls` 465, to this machine 25")),
    "tls": Setting(str, phrase("`starttls` (the default), `tls`, or `none`, the default to this machine only")),
    "user": Setting(str, phrase("the name to log in with; needs TLS")),
    "password_file": Setting(str, phrase("a file with the password that only you can read; or MOU_MAIL_PASSWORD")),
    "ca_file": Setting(str, phrase("certificates to trust instead of the system's")),
    "sendmail": Setting(str, phrase("the path of a sendmail program, such as msmtp")),
    "outbox": Setting(str, phrase("a folder into which mails are written as .eml files instead of being sent")),
    "max_messages": Setting(int, phrase("at most so many mails in one run, the most urgent first; 500")),
    "timeout": Setting(
        int, phrase("the longest wait for an answer or between two tries, in seconds; else as RFC 5321 asks")
    ),
    "deadline": Setting(int, phrase("the longest that a whole run may take, in seconds; 900")),
}


def tables(file: Path) -> dict[str, object]:
    """The tables of a settings file, none where there is no file. Raises BadSettings."""
    try:
        check_safe(file)
        text = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSettings(phrase("{where}: {message}", where=str(file), message=error.strerror or str(error))) from None
    from tomllib import loads

    try:
        read = loads(text.decode("utf-8-sig"))  # editors on Windows begin a file with a mark
    except ValueError as error:  # not TOML, or not UTF-8
        raise BadSettings(phrase("{where}: {message}", where=str(file), message=str(error))) from None
    except RecursionError:
        raise BadSettings(phrase("{where}: it is nested too deeply", where=str(file))) from None
    for key in read:
        if key not in TABLES:
            raise _unknown(key, str(file), TABLES)
    return read


def from_file(read: Mapping[str, object], file: Path) -> dict[str, tuple[object, str]]:
    """The values of the table on mail. Raises BadSettings."""
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
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1)
    hint = phrase("did you mean `{key}`?", key=near[0]) if near else phrase("known are {keys}", keys=", ".join(known))
    place = phrase("{where}: unknown key `{key}`", where=where, key=key)
    return BadSettings(place if where else phrase("unknown setting {key}", key=key), hint)


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


# The ways that a mail can go (`transports.TRANSPORTS`), each with the key that chooses it.
OWN_KEYS: Mapping[str, str] = {"smtp": "host", "sendmail": "sendmail", "outbox": "outbox"}
_TLS = ("starttls", "tls", "none")
_MAILBOX = pattern(r"(?:(?P<name>[^<>]*?)\s*<(?P<angled>[^<>]+)>|(?P<bare>[^<>\s]+))")


class Settings(Struct, frozen=True):
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
    reply_to: tuple[str | None, str] | None = None
    channels: Mapping[str, Channel] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return self.address.rpartition("@")[2]


def read_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a file (which need not exist) and the environment. Raises BadSettings."""
    read = tables(file)
    given = _Given({**from_file(read, file), **from_environment(environment)}, file)
    transport = _transport(given)
    host, user = given.text("host") or "", given.text("user")
    tls = given.word("tls", _TLS) or ("none" if _is_here(host) and not user else "starttls")
    if user and tls == "none":
        raise given.bad("user", phrase("a password is never sent without TLS; set `tls` to starttls or tls"))
    name, address = _sender(given, transport)
    password = _password(given, environment)
    if bool(user) != bool(password):
        text = phrase(
            "{where}: `user` and its password (`password_file` or {name}) go together",
            where=str(file),
            name=f"{PREFIX}PASSWORD",
        )
        raise BadSettings(text)
    usual = {"tls": 465, "starttls": 587, "none": 25}[tls]
    return Settings(
        transport=transport,
        address=address,
        name=name,
        host=host,
        port=given.number("port", 65535) or usual,
        tls=tls,
        user=user,
        password=password,
        ca_file=given.path("ca_file"),
        sendmail=given.program("sendmail"),
        outbox=given.path("outbox"),
        max_messages=given.number("max_messages") or 500,
        timeout=given.number("timeout"),
        deadline=given.number("deadline") or 900,
        reply_to=given.mailbox("reply_to"),
        channels=read_channels(read.get("channels", {}), file),
    )


class _Given:
    """The values as they were given, each with the place that an error names."""

    def __init__(self, values: Mapping[str, tuple[object, str]], file: Path) -> None:
        self.values, self.file = values, file

    def bad(self, key: str, message: Phrase) -> BadSettings:
        where = self.values[key][1] if key in self.values else str(self.file)
        return BadSettings(phrase("{where}: `{key}`: {message}", where=where, key=key, message=message))

    def text(self, key: str) -> str | None:
        value = self.values.get(key, (None, ""))[0]
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        raise self.bad(key, phrase("must be a text"))

    def word(self, key: str, words: tuple[str, ...]) -> str | None:
        value = self.text(key)
        if value is None or value in words:
            return value
        raise self.bad(key, phrase("{word} is none of {words}", word=repr(value), words=", ".join(words)))

    def number(self, key: str, most: int = 1_000_000) -> int | None:
        value = self.values.get(key, (None, ""))[0]
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most):
            return value
        raise self.bad(key, phrase("must be a number from 1 to {most}", most=most))

    def mailbox(self, key: str) -> tuple[str | None, str] | None:
        """A name, if there is one, and an address as servers take it."""
        text = self.text(key)
        if text is None:
            return None
        match = _MAILBOX.fullmatch(text.strip())
        address = wire_address(match["angled"] or match["bare"]) if match else None
        if match is None or address is None:
            raise self.bad(key, phrase("{text} is no mail address", text=repr(text)))
        return (match["name"] or "").strip().strip('"') or None, address

    def path(self, key: str) -> Path | None:
        """Relative to the file that it stands in, one of the environment to the working folder."""
        value = self.text(key)
        if not value:
            return None
        try:
            path = Path(value).expanduser()
        except RuntimeError:
            raise self.bad(key, no_such_home(value)) from None
        return (self.file.parent if self.values[key][1] == str(self.file) else Path.cwd()) / path

    def program(self, key: str) -> Path | None:
        """A program, which nobody else may write or replace either."""
        path = self.path(key)
        if path and path.exists():
            check_safe(path)
        return path


def _transport(given: _Given) -> str:
    """The transport named, else the one whose own key is given."""
    named = given.word("transport", tuple(OWN_KEYS))
    keys = [key for key in OWN_KEYS.values() if key in given.values]
    if named:
        own = OWN_KEYS[named]
        if own not in given.values:
            raise given.bad("transport", phrase("`{word}` needs the key `{key}`", word=named, key=own))
        return named
    if len(keys) == 1:
        return next(name for name, key in OWN_KEYS.items() if key == keys[0])
    if keys:
        several = phrase(
            "{where}: {keys} are given; say with `transport` which one to use",
            where=str(given.file),
            keys=", ".join(keys),
        )
        raise BadSettings(several)
    hint = phrase(
        "give `host`, `sendmail` or `outbox` under [mail] in {file}, or MOU_MAIL_HOST and the like",
        file=str(given.file),
    )
    raise BadSettings(phrase("it is not said how mail is to be sent"), hint)


def _sender(given: _Given, transport: str) -> tuple[str | None, str]:
    """The sender's name and address; an outbox does with an address of this machine."""
    found = given.mailbox("from")
    if found is None and transport == "outbox":
        return None, "mou@localhost.invalid"
    if found is None:
        raise BadSettings(phrase("{where}: `from` is missing: the address that mails come from", where=str(given.file)))
    return found


def _password(given: _Given, environment: Mapping[str, str]) -> Secret | None:
    """The password, from the environment or from a file that nobody else can read."""
    if environment.get(f"{PREFIX}PASSWORD"):
        return Secret(environment[f"{PREFIX}PASSWORD"])
    file = given.path("password_file")
    if file is None:
        return None
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise given.bad("password_file", phrase("{path} is no ordinary file", path=str(file)))
        if rights.others_may_read(found):
            text = phrase("others can read {path}; close it: chmod 600 {path}", path=str(file))
            raise given.bad("password_file", text)
        text_read = file.read_text("utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise given.bad("password_file", phrase("{path}: {why}", path=str(file), why=_why(error))) from None
    if not text_read:
        raise given.bad("password_file", phrase("{path} is empty", path=str(file)))
    return Secret(text_read)


def _why(error: Exception) -> str:
    """What the world says, without any text of the file."""
    return (error.strerror or "") if isinstance(error, OSError) else "not UTF-8"


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        from ipaddress import ip_address

        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
