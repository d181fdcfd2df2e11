"""smtplib with time limits for whole answers and with TLS that verifies."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time

from mou_tracker.edges.settings import Settings

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
