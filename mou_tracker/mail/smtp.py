"""Mail over SMTP (RFC 5321), command by command: one transaction a recipient, and it is known how far each one got."""

from __future__ import annotations

import hmac
import re
import smtplib
import socket
import ssl
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import phrase
from mou_tracker.mail.message import CannotSend, Mail, Outcome, Reply, Send
from mou_tracker.mail.settings import Settings

_LONGEST_LINE, _LONGEST_REPLY = 8192, 65_536
_CONNECT = 60.0  # seconds; a machine that does not even answer is not waited for


class Conversation(smtplib.SMTP):
    """smtplib with time limits for a whole answer: its own count for each read, so that one byte a second holds it.

    Inherits since smtplib reads and opens its connection in its own methods.
    """

    def __init__(self, settings: Settings, context: ssl.SSLContext, until: float) -> None:
        self.until, self.limit, self._read = until, 300.0, b""
        self._name, self._context = settings.host, context
        self._at_once = settings.tls == "tls"
        name = socket.gethostname()
        super().__init__(local_hostname=name if "." in name and name.isascii() else "[127.0.0.1]")

    def _left(self, until: float) -> float:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    def _get_socket(self, host: str, port: int, timeout: object) -> socket.socket:
        made = socket.create_connection((host, port), min(self._left(self.until), self.limit, _CONNECT))
        return self._encrypted(made) if self._at_once else made

    def _encrypted(self, plain: socket.socket) -> socket.socket:
        plain.settimeout(min(self._left(self.until), self.limit))
        try:
            return self._context.wrap_socket(plain, server_hostname=self._name)
        except BaseException:
            plain.close()
            raise

    def getreply(self) -> tuple[int, bytes]:
        """One whole reply within the limit. Raises SMTPServerDisconnected or TimeoutError."""
        until = min(self.until, time.monotonic() + self.limit)
        lines: list[bytes] = []
        while True:
            line = self._line(until)
            lines.append(line[4:].strip(b" \t\r\n"))
            if not line[:3].isdigit() or len(b"".join(lines)) > _LONGEST_REPLY:
                raise smtplib.SMTPServerDisconnected("the server does not speak SMTP")
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._read:
            if self.sock is None or len(self._read) > _LONGEST_LINE:
                raise smtplib.SMTPServerDisconnected("the server does not speak SMTP")
            self.sock.settimeout(self._left(until))
            found = self.sock.recv(4096)
            if not found:
                raise smtplib.SMTPServerDisconnected("the server closed the connection")
            self._read += found
        line, _, self._read = self._read.partition(b"\n")
        return line

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        """All bytes within the limit."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        self.sock.settimeout(self._left(min(self.until, time.monotonic() + self.limit)))
        self.sock.sendall(s.encode("ascii") if isinstance(s, str) else s)

    def encrypt(self) -> None:
        """STARTTLS. What the server said in the clear after its yes could be anybody's words: refused."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn("starttls") or self.docmd("STARTTLS")[0] != 220 or self._read or self.sock is None:
            raise smtplib.SMTPNotSupportedError("no STARTTLS")
        self.sock = self._encrypted(self.sock)
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features, self.does_esmtp = {}, False

    def auth(
        self, mechanism: str, authobject: Callable[..., str | None], *, initial_response_ok: bool = True
    ) -> tuple[int, bytes]:
        """AUTH with names and passwords in UTF-8 (RFC 4616): smtplib's own takes ASCII only."""
        first = authobject() if initial_response_ok else None
        code, text = self.docmd("AUTH", mechanism.upper() + ("" if first is None else f" {_base64(first)}"))
        # How many answers were given: by it smtplib's own `auth_login` knows whether name or password is asked for.
        self._auth_challenge_count = int(first is not None)
        while code == 334 and self._auth_challenge_count < _MOST_QUESTIONS:
            self._auth_challenge_count += 1
            code, text = self.docmd(_base64(authobject(_unbase64(text)) or ""))
        if code in (235, 503):
            return code, text
        raise smtplib.SMTPAuthenticationError(code, text)

    def auth_cram_md5(self, challenge: bytes | None = None) -> str | None:  # type: ignore[override]
        """CRAM-MD5 (RFC 2195), its key in UTF-8."""
        if challenge is None:
            return None
        return f"{self.user} {hmac.new(str(self.password).encode(), challenge, 'md5').hexdigest()}"


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _unbase64(text: bytes) -> bytes:
    try:
        return b64decode(text)
    except ValueError:
        return b""  # a question that cannot be read; the answer will be wrong and the server says so


_MOST_QUESTIONS = 5
_BLOCK = 65_536
_PARTING = 10.0  # seconds; a server to which all is said is not waited for


class Limits(Struct, frozen=True):
    """How long to wait for what, in seconds (RFC 5321 section 4.5.3.2). Giving up early on the dot makes duplicates."""

    command: float = 300
    data: float = 120
    block: float = 180
    dot: float = 600

    def capped(self, most: float | None) -> Limits:
        """No wait longer than `most`."""
        if most is None:
            return self
        return Limits(*(min(most, limit) for limit in (self.command, self.data, self.block, self.dot)))


@contextmanager
def smtp(settings: Settings, until: float, limits: Limits | None = None) -> Iterator[Send]:
    """The way to a mail server, open and logged in, until the monotonic time `until`. Raises CannotSend."""
    session = _Session(settings, until, (limits or Limits()).capped(settings.timeout))
    session.connect()
    try:
        yield session.send
    finally:
        session.quit()


class _Session:
    """One connection after the other to one server: some close after so many mails."""

    def __init__(self, settings: Settings, until: float, limits: Limits) -> None:
        self.settings, self.until, self.limits = settings, until, limits
        self.talk: Conversation | None = None

    def connect(self) -> Conversation:
        settings = self.settings
        where = f"{settings.host}:{settings.port}"
        try:
            context = ssl.create_default_context(cafile=settings.ca_file)
            self.talk = Conversation(settings, context, self.until)
            self.talk.limit = self.limits.command
            code, text = self.talk.connect(settings.host, settings.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, text)
            if settings.tls == "starttls":
                self.talk.encrypt()
            self.talk.ehlo_or_helo_if_needed()
        except smtplib.SMTPNotSupportedError:
            hint = phrase('with TLS from the start: tls = "tls"; in the clear, if you must: tls = "none"')
            raise self._closed(CannotSend(phrase("{host} offers no STARTTLS", host=where), hint)) from None
        except ssl.SSLCertVerificationError as error:
            why = phrase("the certificate of {host} cannot be trusted: {why}", host=where, why=error.verify_message)
            raise self._closed(CannotSend(why, phrase("name the authority that signed it: ca_file"))) from None
        except (OSError, UnicodeError) as error:
            why = phrase("{host} cannot be reached: {why}", host=where, why=self._said(error))
            raise self._closed(CannotSend(why)) from None
        self._login(self.talk, where)
        return self.talk

    def _login(self, talk: Conversation, where: str) -> None:
        user, password = self.settings.user, self.settings.password
        if user is None or password is None:
            return
        hint = phrase("check `user` and the password; some servers just hang up on a wrong one")
        try:
            talk.login(user, password.reveal())
        except OSError as error:
            text = phrase("{host} did not let us in: {why}", host=where, why=self._said(error))
            raise self._closed(CannotSend(text, hint)) from None

    def _closed(self, error: CannotSend) -> CannotSend:
        self.hang_up()
        return error

    def hang_up(self) -> None:
        if self.talk:
            self.talk.close()
        self.talk = None

    def quit(self) -> None:
        if self.talk:
            self.talk.limit = min(self.talk.limit, _PARTING)
            with suppress(OSError):
                self.talk.quit()
        self.hang_up()

    def send(self, mail: Mail) -> Reply:
        """One transaction. On a connection that proves dead before it began, once more on a new one."""
        fresh = self.talk is None
        reply = self._transaction(self.talk or self.connect(), mail)
        if self.talk is None and reply.outcome == "deferred" and not self.begun and not fresh:
            reply = self._transaction(self.connect(), mail)
        return reply

    def _transaction(self, talk: Conversation, mail: Mail) -> Reply:
        self.begun = False
        try:
            talk.limit = self.limits.command
            code, text = talk.docmd(f"MAIL FROM:<{mail.sender}>")
            if code // 100 != 2:
                return self._turned_down(code, text, "rejected")
            self.begun = True
            code, text = talk.docmd(f"RCPT TO:<{mail.recipient}>")
            if code // 100 != 2:
                return self._turned_down(code, text, "refused")
            talk.limit = self.limits.data
            code, text = talk.docmd("DATA")
            if code != 354:
                return self._turned_down(code, text, "rejected")
            talk.limit = self.limits.block
            content = _stuffed(mail.content)
            for start in range(0, len(content), _BLOCK):
                talk.send(content[start : start + _BLOCK])
        except OSError as error:
            self.hang_up()
            return Reply("deferred", None, self._said(error))
        return self._dot(talk)

    def _dot(self, talk: Conversation) -> Reply:
        """The final dot and its answer: from here on only the answer tells whether the server has the mail."""
        try:
            talk.limit = self.limits.dot
            talk.send(b".\r\n")
            code, text = talk.getreply()
        except OSError as error:
            self.hang_up()
            return Reply("unknown", None, self._said(error))
        if code // 100 == 2:
            return Reply("sent", code, self._clean(text))
        return self._turned_down(code, text, "rejected")

    def _turned_down(self, code: int, text: bytes, permanent: Outcome) -> Reply:
        if code == 421 or not 400 <= code < 600:
            self.hang_up()
        elif self.talk:
            try:
                self.talk.rset()
            except OSError:
                self.hang_up()
        return Reply(permanent if code // 100 == 5 else "deferred", code, self._clean(text))

    def _said(self, error: Exception) -> str:
        """An error in the server's or the system's words."""
        if isinstance(error, smtplib.SMTPResponseException):
            text = error.smtp_error
            return f"{error.smtp_code} {self._clean(text if isinstance(text, bytes) else str(text).encode())}"
        if isinstance(error, TimeoutError):
            return "timed out"
        text = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return self._clean(text.encode("utf-8", "replace"))

    def _clean(self, text: bytes) -> str:
        """A server's words in one short line, and without the password if it should repeat it."""
        said = text.decode("utf-8", "replace").replace("\n", " ")
        if self.settings.password:
            secret = self.settings.password.reveal().encode()
            user = (self.settings.user or "").encode()
            for form in (secret, b64encode(secret), b64encode(b"\0" + user + b"\0" + secret)):
                said = said.replace(form.decode("utf-8", "replace"), "***")
        return escape_text(said)[:500]


def _stuffed(content: bytes) -> bytes:
    """The message for DATA: CRLF line ends, a dot before each line that begins with one (RFC 5321 section 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")
