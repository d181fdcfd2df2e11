"""Other ways to a person beside mail: a command that gets JSON on its standard input, for ntfy, apprise, a chat.

`contacts.ID.channel` of the register names a table `[channels.NAME]` of the settings. What a channel does is best
effort: it is called once, after the mail was taken, within a limit of time, and what fails is only named.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from mou_tracker import rights
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.mail.settings_place import BadSettings, check_safe, no_such_home

PATIENCE = 20  # seconds for one call
_SHOWN = 200
_SECRETS = ("MOU_MAIL_PASSWORD",)


class Channel(Struct, frozen=True):
    """A command and its arguments, and how many seconds it may take."""

    command: tuple[str, ...]
    timeout: int = PATIENCE


class Notification(Struct, frozen=True):
    """What a command is told: to whom the mail went, what it said, of which agreements, and whether it is urgent."""

    recipient: str
    subject: str
    text: str
    ids: tuple[str, ...]
    urgent: bool


def read_channels(given: object, file: Path) -> dict[str, Channel]:
    """The channels of a settings file. Raises BadSettings, and UnsafeSettings where others could write a program."""
    if not isinstance(given, dict):
        raise BadSettings(phrase("{where}: `{key}` must be a table", where=str(file), key="channels"))
    return {name: _channel(f"channels.{name}", table, file) for name, table in given.items()}


def _channel(key: str, table: object, file: Path) -> Channel:
    where = str(file)
    if not isinstance(table, dict):
        raise BadSettings(phrase("{where}: `{key}` must be a table", where=where, key=key))
    for name in table:
        if name not in ("command", "timeout"):
            hint = phrase("known are {keys}", keys="command, timeout")
            raise BadSettings(phrase("{where}: unknown key `{key}`", where=where, key=f"{key}.{name}"), hint)
    words, seconds = table.get("command"), table.get("timeout", PATIENCE)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        text = phrase("{where}: `{key}` must be a list of texts", where=where, key=f"{key}.command")
        raise BadSettings(text, phrase("such as {example}", example='["sh", "-c", "jq -r .text | ntfy publish topic"]'))
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 1 <= seconds <= 300:
        message = phrase("must be a number from 1 to {most}", most=300)
        raise BadSettings(phrase("{where}: `{key}`: {message}", where=where, key=f"{key}.timeout", message=message))
    program = words[0]
    if os.sep in program:
        try:
            program = str(file.parent / Path(program).expanduser())
        except RuntimeError:
            message = no_such_home(program)
            where, key = str(file), f"{key}.command"
            raise BadSettings(phrase("{where}: `{key}`: {message}", where=where, key=key, message=message)) from None
    from shutil import which

    found = which(program)
    if found:
        check_safe(Path(found))
    return Channel((program, *words[1:]), seconds)


def call(channel: Channel, told: Notification, until: float) -> Phrase | None:
    """Run a channel's command, till `until` of `time.monotonic` at most; why it failed, None where it did not.

    Its input and what it complains about are files, so that a command that reads nothing, or that leaves a child
    behind, holds up nobody. It never sees the mail server's password.
    """
    import subprocess
    from json import dumps
    from tempfile import TemporaryFile

    limit = min(float(channel.timeout), until - time.monotonic())
    if limit <= 0:
        return phrase("the time for one run is over (`deadline`)")
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    with TemporaryFile() as given, TemporaryFile() as complaint:
        given.write(dumps(_plain(told), ensure_ascii=False).encode("utf-8", "backslashreplace"))
        given.seek(0)
        try:
            running = subprocess.Popen(
                channel.command,
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=complaint,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            return phrase("{path}: {why}", path=channel.command[0], why=error.strerror or str(error))
        try:
            status = running.wait(limit)
        except subprocess.TimeoutExpired:
            rights.end_with_children(running)
            running.wait()
            return phrase("it took longer than {n} s", n=round(limit))
        if status == 0:
            return None
        complaint.seek(0)
        lines = complaint.read(65536).decode("utf-8", "replace").split("\n")
        said = escape_text(next((line.strip() for line in reversed(lines) if line.strip()), ""))[:_SHOWN]
        return phrase("exit status {n}: {why}", n=status, why=said) if said else phrase("exit status {n}", n=status)


def _plain(told: Notification) -> Mapping[str, object]:
    return {name: getattr(told, name) for name in told.__struct_fields__}
