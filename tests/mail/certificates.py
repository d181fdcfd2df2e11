"""Certificates for servers that speak TLS."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True)
class Certificates:
    """An authority and what it signed: one for localhost, one for another name."""

    authority: Path
    good: ssl.SSLContext
    other: ssl.SSLContext


def signed_in(folder: Path) -> Certificates:
    """All of them, made anew in a folder."""
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
