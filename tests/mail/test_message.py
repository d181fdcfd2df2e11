"""Mails as bytes, the settings, and the transports that need no server."""

from __future__ import annotations

import re
import ssl
import stat
import time
import traceback
from base64 import b64decode
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.mail.message import CannotSend, Envelope, Letter, Mail, Reply, compose, mailbox, one_line
from mou_tracker.mail.settings import OWN_KEYS, SETTINGS, Secret, Settings, read_settings
from mou_tracker.mail.settings_place import BadSettings
from mou_tracker.mail.smtp import Conversation, _stuffed
from mou_tracker.mail.transports import TRANSPORTS, outbox, sendmail
from tests.make import ENGLISH

WHEN = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)
LETTER = Letter("Subject", "Text\n", "<p>HTML</p>\n", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
ID = "<mou.0123@example.org>"
LONG = 'Office of International Relations, Secretariat of the University of Somewhere, Department of "Sister" Cities'


def parsed(mail: Mail) -> EmailMessage:
    """A mail as an independent reader sees it."""
    return message_from_bytes(mail.content, _class=EmailMessage, policy=default)  # type: ignore[arg-type,return-value]


def made(name: str | None = None, subject: str = "Subject", text: str = "Text\n") -> Mail:
    letter = Letter(subject, text, LETTER.html, LETTER.calendar)
    return compose(letter, Envelope(("Kota Bandung", "mou@example.org"), (name, "ani@example.org")), ID, WHEN)


def test_headers_and_parts() -> None:
    """All headers that a careful mail needs, text before HTML, and the calendar as a part of its own."""
    message = parsed(made("Ani"))
    assert dict(message.items()) | {"Content-Type": ""} == {
        "From": "Kota Bandung <mou@example.org>",
        "To": "Ani <ani@example.org>",
        "Subject": "Subject",
        "Message-ID": ID,
        "List-Id": "<reminders.mou.example.org>",
        "Date": "Sat, 21 Nov 2026 01:02:03 +0000",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": "",
    }
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = next(message.iter_attachments())
    assert dict(calendar["Content-Type"].params) == {"method": "PUBLISH", "charset": "utf-8"}


@pytest.mark.parametrize(
    "name",
    [
        "Ani",
        "Wali Kota, Bandung",
        LONG,
        LONG * 8,
        "Ani" * 120,
        "n\\" * 180,
        'He said "no" \\ twice',
        "Bagian Kerja Sama Ünïcode, Kota",
        "市" * 120,
        "a@b.org",
        "<evil@x.org>",
        "=?utf-8?q?x?=",
        "مدينة باندونغ, قسم",
        "x; y: z (comment)",
        "Müller, Hans" * 20,
    ],
)
def test_names_parse_back(name: str) -> None:
    """Names of any length and script parse back equal, to one address."""
    mail = made(name)
    (address,) = parsed(mail)["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "ani@example.org")
    assert max(map(len, mail.content.split(b"\r\n"))) <= 998


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_any_name_and_subject(text: str) -> None:
    """Whatever the text: one address, one subject, no further header, no raw control character."""
    mail = made(text, text, text)
    message = parsed(mail)
    (address,) = message["To"].addresses
    assert (address.addr_spec, address.display_name) == ("ani@example.org", one_line(text))
    assert [name for name, _ in message.items()] == [
        "From",
        "To",
        "Subject",
        "Message-ID",
        "List-Id",
        "Date",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "MIME-Version",
        "Content-Type",
    ]
    head = mail.content.partition(b"\r\n\r\n")[0]
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]", head)
    assert all(len(line) <= 998 for line in mail.content.split(b"\r\n"))
    assert max(map(len, re.findall(rb"=\?[^?\s]+\?[bq]\?[^?]*\?=", head)), default=0) <= 75


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_a_name_reads_back_for_every_reader(text: str) -> None:
    """Encoded words of 75 octets at most, which both of Python's parsers put together again, like mutt and Thunderbird.

    These two drop the white space between encoded words, in quotes too, before they look at anything else.
    """
    name = one_line(text)
    line = mailbox(name, "ani@example.org")
    words = re.findall(r"=\?utf-8\?b\?[^?]*\?=", line)
    assert all(len(word) <= 75 for word in words)
    lines = [line for line in f"Reply-To: {line}".split("\r\n") if "=?utf-8?b?" in line]
    assert max(map(len, lines), default=0) <= 76
    old = parseaddr(line.replace("\r\n", ""))
    told = str(make_header(decode_header(old[0])))
    assert (told if words else old[0], old[1]) == (name, "ani@example.org")
    if words:
        rest = re.sub(r"(?<=\?=)\s+(?==\?)", "", line.rpartition("<")[0]).strip().strip('"')
        assert re.sub(r"=\?utf-8\?b\?([^?]*)\?=", lambda word: b64decode(word[1]).decode(), rest) == name


def test_ids_and_answers() -> None:
    """The agreements that a mail speaks of, folded between ids, and where answers go."""
    ids = tuple(f"{'a' * 60}-{n}" for n in range(9))
    letter = Letter("Subject", "Text\n", LETTER.html, agreements=ids)
    answers = ("Kota, Bandung", "kota@example.org")
    envelope = Envelope((None, "mou@example.org"), (None, "ani@example.org"), answers, "bandung-ksln")
    message = parsed(compose(letter, envelope, ID, WHEN))
    assert re.split(r",\s+", str(message["X-Mou-Agreements"])) == list(ids)
    assert message["List-Id"] == "<bandung-ksln.mou.example.org>"
    (address,) = message["Reply-To"].addresses
    assert (address.display_name, address.addr_spec) == ("Kota, Bandung", "kota@example.org")


@pytest.mark.parametrize(
    "attack",
    [
        "x\r\nBcc: evil@example.net",
        "x\nBcc: evil@example.net",
        "x\u2028Bcc: evil@example.net",
        "x\x85Bcc: e@x",
        "x\x0b\x1bBcc: y",
        "a\x00b",
        "a\u202eb",
    ],
)
def test_header_injection(attack: str) -> None:
    """A line break or a hidden character in a name or subject ends up as a space, or written out."""
    message = parsed(made(attack, attack))
    assert "Bcc" not in message
    assert str(message["Subject"]) == one_line(attack)
    assert not re.search(r"[\r\n\x00\x1b\u2028\u202e\x85]", one_line(attack))


def test_long_subject() -> None:
    """A subject stays readable in a list of mails."""
    assert len(str(parsed(made(subject="Suwon " * 100))["Subject"])) == 150


def test_dot_stuffing() -> None:
    """Lines that are a dot, and bare line ends, cannot end a mail early."""
    assert _stuffed(b".\n..a\rb\r\n.") == b"..\r\n...a\r\nb\r\n..\r\n"


GOOD = {"MOU_MAIL_HOST": "mail.example.org", "MOU_MAIL_FROM": "Kota Bandung <mou@example.org>"}


def settings(tmp_path: Path, text: str = "", **environment: str) -> Settings:
    file = tmp_path / "mou.toml"
    if text:
        file.write_text(text, "utf-8")
    return read_settings(file, environment)


def test_settings_from_file_and_environment(tmp_path: Path) -> None:
    """The environment wins; what is not given is what is usual."""
    file = '[mail]\nhost = "mail.example.org"\nfrom = "mou@example.org"\nport = 2525\n'
    assert settings(tmp_path, file) == Settings("smtp", "mou@example.org", None, "mail.example.org", 2525)
    answers = settings(tmp_path, file, MOU_MAIL_REPLY_TO="Kota <Kota@Example.ORG>").reply_to
    assert answers == ("Kota", "Kota@example.org")
    assert settings(tmp_path, file, MOU_MAIL_PORT="25", MOU_MAIL_TLS="none") == Settings(
        "smtp", "mou@example.org", None, "mail.example.org", 25, "none"
    )


@pytest.mark.parametrize(
    ("environment", "port", "tls"),
    [
        ({}, 587, "starttls"),
        ({"MOU_MAIL_TLS": "tls"}, 465, "tls"),
        ({"MOU_MAIL_TLS": "none"}, 25, "none"),
        ({"MOU_MAIL_HOST": "localhost"}, 25, "none"),
        ({"MOU_MAIL_HOST": "127.0.0.1"}, 25, "none"),
        ({"MOU_MAIL_HOST": "::1"}, 25, "none"),
        ({"MOU_MAIL_HOST": "localhost.example.org"}, 587, "starttls"),
        ({"MOU_MAIL_HOST": "localhost", "MOU_MAIL_USER": "u", "MOU_MAIL_PASSWORD": "p"}, 587, "starttls"),
    ],
)
def test_tls_is_the_default(tmp_path: Path, environment: dict[str, str], port: int, tls: str) -> None:
    """In the clear only to this machine or where it is spelled out; never with a login."""
    found = settings(tmp_path, **(GOOD | environment))
    assert (found.port, found.tls) == (port, tls)


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("", {}, "it is not said how mail is to be sent"),
        ("[mail]\nhots = 'x'\n", {}, "{file}: unknown key `hots`"),
        ("[smtp]\n", {}, "{file}: unknown key `smtp`"),
        ("mail = 1\n", {}, "{file}: `mail` must be a table"),
        ("[mail\n", {}, "{file}: Expected ']' at the end of a table declaration (at line 1, column 6)"),
        ("[mail]\nport = '25'\n", GOOD, "{file}: `port`: must be a number from 1 to 65535"),
        ("[mail]\nport = 0\n", GOOD, "{file}: `port`: must be a number from 1 to 65535"),
        ("[mail]\nport = true\n", GOOD, "{file}: `port`: must be a number from 1 to 65535"),
        ("", GOOD | {"MOU_MAIL_PORT": "x"}, "MOU_MAIL_PORT: `port`: must be a number from 1 to 65535"),
        ("[mail]\nuser = ' '\n", GOOD, "{file}: `user`: must be a text"),
        ("[mail]\nuser = 1\n", GOOD, "{file}: `user`: must be a text"),
        ("", GOOD | {"MOU_MAIL_TLS": "yes"}, "MOU_MAIL_TLS: `tls`: 'yes' is none of starttls, tls, none"),
        ("", GOOD | {"MOU_MAIL_PASWORD": "x"}, "unknown setting MOU_MAIL_PASWORD"),
        (
            "",
            GOOD | {"MOU_MAIL_FROM": "a@b.org, c@d.org"},
            "MOU_MAIL_FROM: `from`: 'a@b.org, c@d.org' is no mail address",
        ),
        ("", GOOD | {"MOU_MAIL_REPLY_TO": "me@"}, "MOU_MAIL_REPLY_TO: `reply_to`: 'me@' is no mail address"),
        ("", {"MOU_MAIL_HOST": "x.org"}, "{file}: `from` is missing: the address that mails come from"),
        ("", GOOD | {"MOU_MAIL_OUTBOX": "o"}, "{file}: host, outbox are given; say with `transport` which one to use"),
        (
            "",
            GOOD | {"MOU_MAIL_TRANSPORT": "sendmail"},
            "MOU_MAIL_TRANSPORT: `transport`: `sendmail` needs the key `sendmail`",
        ),
        (
            "",
            GOOD | {"MOU_MAIL_USER": "u"},
            "{file}: `user` and its password (`password_file` or MOU_MAIL_PASSWORD) go together",
        ),
        (
            "",
            GOOD | {"MOU_MAIL_USER": "u", "MOU_MAIL_PASSWORD": "p", "MOU_MAIL_TLS": "none"},
            "MOU_MAIL_USER: `user`: a password is never sent without TLS; set `tls` to starttls or tls",
        ),
        ("[mail]\npassword = 'hunter2'\n", GOOD, "{file}: a password does not belong here"),
    ],
)
def test_bad_settings_name_the_key(tmp_path: Path, text: str, environment: dict[str, str], said: str) -> None:
    """Each error names the key and where it stands."""
    with pytest.raises(BadSettings) as caught:
        settings(tmp_path, text, **environment)
    assert ENGLISH(caught.value.message) == said.replace("{file}", str(tmp_path / "mou.toml"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"secret\xe9\n", "{file}: not UTF-8"),
        (b"\n", "{file} is empty"),
        (None, "{file}: No such file or directory"),
    ],
)
def test_a_password_file_that_is_of_no_use(tmp_path: Path, content: bytes | None, said: str) -> None:
    """It is said why, and nothing of what stands in it."""
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
        file.chmod(0o600)
    with pytest.raises(BadSettings) as caught:
        settings(tmp_path, "", **GOOD, MOU_MAIL_USER="u", MOU_MAIL_PASSWORD_FILE=str(file))
    told = said.replace("{file}", str(file))
    assert ENGLISH(caught.value.message) == f"MOU_MAIL_PASSWORD_FILE: `password_file`: {told}"


@pytest.mark.parametrize("text", ["[mail]\nfrom = " + "[" * 5000, "[mail]\nfrom = " + "{a=" * 5000])
def test_settings_nested_without_end(tmp_path: Path, text: str) -> None:
    """One sentence, not a mistake of the program's own."""
    with pytest.raises(BadSettings) as caught:
        settings(tmp_path, text)
    assert ENGLISH(caught.value.message).startswith(f"{tmp_path / 'mou.toml'}: ")


def test_every_way_can_be_chosen_and_taken() -> None:
    """The settings know every way that mails can go and no other, each by a key of theirs."""
    assert (set(OWN_KEYS), set(OWN_KEYS.values()) - set(SETTINGS)) == (set(TRANSPORTS), set())


@pytest.mark.parametrize(
    ("machine", "said"),
    [("pc.example.org", "pc.example.org"), ("pc", "[127.0.0.1]"), ("büro.example.org", "[127.0.0.1]")],
)
def test_what_a_machine_calls_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str, said: str) -> None:
    """A whole name in letters that servers take; else that it is this machine, which each of them takes."""
    monkeypatch.setattr("socket.gethostname", lambda: machine)
    assert Conversation(settings(tmp_path, **GOOD), ssl.create_default_context(), 0).local_hostname == said


def test_password_file(tmp_path: Path) -> None:
    """A file that only its owner can read; its text shows nowhere."""
    file = tmp_path / "secret"
    file.write_text("s3cret\n")
    file.chmod(0o600)
    login = GOOD | {"MOU_MAIL_USER": "u", "MOU_MAIL_PASSWORD_FILE": "secret"}
    found = settings(tmp_path, **login)
    assert found.password is not None
    assert (found.password.reveal(), "s3cret" in f"{found} {found!r} {found.password}") == ("s3cret", False)
    for mode in (0o640, 0o604, 0o660):
        file.chmod(mode)
        with pytest.raises(BadSettings) as caught:
            settings(tmp_path, **login)
        said = f"others can read {file}; close it: chmod 600 {file}"
        assert ENGLISH(caught.value.message) == f"MOU_MAIL_PASSWORD_FILE: `password_file`: {said}"


def test_a_secret_in_a_traceback() -> None:
    """An error raised where a secret is at hand shows it neither in the traceback nor in its repr."""

    def fails(secret: Secret) -> None:
        raise ValueError(f"{secret} {secret!r}")

    try:
        fails(Secret("s3cret"))
    except ValueError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "s3cret" not in shown.replace('fails(Secret("s3cret"))', "")


def test_outbox(tmp_path: Path) -> None:
    """Each mail is one whole file that only its owner can read; a repeat takes the place of the first."""
    folder = tmp_path / "out"
    with outbox(folder) as send:
        replies = [send(made()), send(made())]
    (file,) = folder.iterdir()
    assert replies == [Reply("sent", None, "mou.0123.eml")] * 2
    assert (file.name, file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == ("mou.0123.eml", made().content, 0o600)


def test_outbox_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where the folder should be: said before anything is sent."""
    (tmp_path / "out").write_text("")
    with pytest.raises(CannotSend), outbox(tmp_path / "out"):
        pytest.fail("opened")


@pytest.mark.parametrize(
    ("does", "outcome"),
    [
        ("exit 0", Reply("sent", 0, "")),
        ("echo no such user >&2; exit 67", Reply("refused", 67, "no such user")),
        ("echo try later >&2; exit 75", Reply("deferred", 75, "try later")),
        ("exit 69", Reply("deferred", 69, "")),
        ("kill -9 $$", Reply("unknown", -9, "")),
        ("sleep 9", Reply("unknown", None, "timed out")),
    ],
)
def test_sendmail(tmp_path: Path, does: str, outcome: Reply) -> None:
    """What each exit status of a sendmail program means (sysexits.h)."""
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\ncat > {tmp_path}/mail\n{does}\n')
    program.chmod(0o755)
    with sendmail(program, 1, time.monotonic() + 60) as send:
        assert send(made()) == outcome
    assert (tmp_path / "arguments").read_text() == "-i -f mou@example.org -- ani@example.org\n"
    assert (tmp_path / "mail").read_bytes() == made().content.replace(b"\r\n", b"\n")


def test_no_sendmail(tmp_path: Path) -> None:
    """A program that is not there."""
    with pytest.raises(CannotSend), sendmail(tmp_path / "none", 1, time.monotonic() + 60):
        pytest.fail("opened")
