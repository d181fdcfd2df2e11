"""Registers, servers and certificates for the reminders' tests."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mou_tracker import clock
from mou_tracker.mail import deliver, settings_place
from tests.conftest import Ran
from tests.mail.on_day import noon
from tests.mail.server import Server


@dataclass
class Desk:
    """A register with its ledger in an empty folder, and the program to run on it."""

    folder: Path
    run: Callable[..., Ran]
    monkeypatch: pytest.MonkeyPatch
    usual: bool = False
    """Whether the ledger lies where it lies when none is named."""

    @property
    def ledger(self) -> Path:
        return self.folder / "state" / "ledger.sqlite"

    def write(self, text: str) -> None:
        (self.folder / "agreements.yaml").write_text(text, "utf-8")

    def settings(self, **values: object) -> None:
        for key, value in values.items():
            self.monkeypatch.setenv(f"MOU_MAIL_{key.upper()}", str(value))

    def remind(self, day: str, *options: str) -> Ran:
        return self.remind_at(self.folder / "agreements.yaml", day, *options)

    def remind_at(self, register: Path, day: str, *options: str) -> Ran:
        self.monkeypatch.setattr(clock, "today", lambda zone: datetime.date.fromisoformat(day))
        self.monkeypatch.setattr(clock, "now", lambda: noon(day))
        return self.run("remind", "-r", register, *(() if self.usual else ("--ledger", self.ledger)), *options)

    def begin(self, day: str) -> None:
        self.begin_at(self.folder / "agreements.yaml", day)

    def begin_at(self, register: Path, day: str) -> None:
        assert self.remind_at(register, day, "--init").status == 0


@pytest.fixture
def desk(tmp_path: Path, mou: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Desk:
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings_place, "OF_THE_MACHINE", tmp_path / "etc")
    return Desk(tmp_path, mou, monkeypatch)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


@pytest.fixture
def posted(desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose mail goes to the server, without TLS since it is on this machine."""
    monkeypatch.setattr(deliver, "PAUSES", ())  # tests of trying again set their own
    desk.settings(host="127.0.0.1", port=server.port, **{"from": "mou@example.org"}, timeout=2)
    return desk


@dataclass(frozen=True)
class Certificates:
    """An authority and what it signed: one for localhost, one for another name."""

    authority: Path
    good: ssl.SSLContext
    other: ssl.SSLContext


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    folder = tmp_path_factory.mktemp("certificates")
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Test authority")
    authority = _signed(name, name, key, key, [], authority=True)
    path = folder / "authority.pem"
    path.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    localhost = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    other = [x509.DNSName("x.org")]
    return Certificates(
        path, _context(folder, "good", name, key, localhost), _context(folder, "other", name, key, other)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _signed(subject, issuer, own, signer, names, authority=False):  # type: ignore[no-untyped-def]
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names:
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return made.sign(signer, hashes.SHA256())


def _context(folder, name, issuer, signer, names):  # type: ignore[no-untyped-def]
    key = ec.generate_private_key(ec.SECP256R1())
    signed = _signed(_name(name), issuer, key, signer, names)
    path = folder / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
