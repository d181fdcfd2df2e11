"""A real SMTP server whose behaviour is scripted: it can refuse, stall and hang up at any point of a conversation."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import ssl
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

# (stage, recipient) -> None to behave well, a reply, or "drop", "stall"; at the dot also "drop-after", "stall-after":
# the mail is taken, but the client never hears of it. Stages: connect, mail, rcpt, data, body, dot.
Script = Callable[[str, str], str | None]
USER, PASSWORD = "mou", "s3cret-Pass!word"


class Scripted(SMTP):
    """One conversation."""

    def __init__(self, owner: Server, **options: Any) -> None:
        super().__init__(owner, **options)
        self.owner = owner

    async def _acts(self, stage: str, recipient: str = "") -> bool:
        act = self.owner.script(stage, recipient)
        if act is None:
            return False
        if act == "drop":
            self.transport.abort()
        elif act == "stall":
            await asyncio.sleep(600)
        else:
            await self.push(act)
            if act.startswith("421"):
                self.transport.close()
        return True

    async def smtp_MAIL(self, arg: str) -> None:
        if not await self._acts("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self._acts("rcpt", arg.partition("<")[2].partition(">")[0]):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        recipient = self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else ""
        if self.owner.script("body", recipient) == "drop":
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
        elif not await self._acts("data", recipient):
            await super().smtp_DATA(arg)


class Server:
    """Runs in its own thread; `inbox` holds what it said yes to, or would have."""

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        login: bool = False,
        password: str = PASSWORD,
        without: tuple[str, ...] = (),
    ) -> None:
        self.script: Script = lambda _stage, _recipient: None
        self.inbox: list[tuple[str, EmailMessage]] = []
        self.logins = self.connections = 0
        self.password = password
        self._options: dict[str, Any] = {"hostname": "mail.example.org", "timeout": 600, "decode_data": False}
        if tls:
            self._options |= {"tls_context": tls, "require_starttls": True}
        if login:
            self._options |= {
                "authenticator": self._authenticated,
                "auth_required": True,
                "auth_exclude_mechanism": without,
            }
        self.loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _authenticated(self, *given: Any) -> AuthResult:
        data = given[-1]
        good = (data.login, data.password) == (USER.encode(), self.password.encode())
        self.logins += good
        return AuthResult(success=good, handled=False)

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)

        def conversation() -> asyncio.Protocol:
            self.connections += 1
            return Scripted(self, **self._options)

        self._asyncio = self.loop.run_until_complete(self.loop.create_server(conversation, "127.0.0.1", 0))
        self.port = self._asyncio.sockets[0].getsockname()[1]
        self._ready.set()
        self.loop.run_forever()

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        act = self.script("dot", recipient)
        if act is None or act in ("drop-after", "stall-after"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            message = email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.default)  # type: ignore[arg-type]
            assert isinstance(message, EmailMessage)
            self.inbox.append((recipient, message))
        if act in ("drop", "drop-after"):
            server.transport.abort()
            return "250 nobody hears this"
        if act in ("stall", "stall-after"):
            await asyncio.sleep(600)
        return act or f"250 2.0.0 Ok: queued as {len(self.inbox):06X}"

    def recipients(self) -> list[str]:
        """Who got mail, in order."""
        return [recipient for recipient, _ in self.inbox]

    def __enter__(self) -> Server:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        with contextlib.suppress(RuntimeError):
            self._asyncio.close()
            self.loop.close()


def scripted(*acts: tuple[str, str, str]) -> Script:
    """A script of (stage, recipient or empty for any, act)."""

    def script(stage: str, recipient: str) -> str | None:
        return next((act for at, who, act in acts if at == stage and who in ("", recipient)), None)

    return script


def once(stage: str, act: str) -> Script:
    """Acts once, then behaves well."""
    left: Iterator[str] = iter([act])
    return lambda at, _: next(left, None) if at == stage else None
