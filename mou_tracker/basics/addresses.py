"""THE grammar of mail addresses: what a register may hold is what a mail server gets."""

from __future__ import annotations

from mou_tracker.basics.patterns import pattern

_LOCAL = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = pattern(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_TOP = pattern(r"[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?")  # never a number: RFC 3696, section 2
# Letters of which the older standard of names (RFC 3490) made others, and so another domain: straße became strasse.
_DEVIANT = frozenset("ßς")


def wire_address(text: str) -> str | None:
    """An address as mail servers take it, None if it is none.

    One address per text, without comments, quotes or a display name: address parsers stop early or guess, and what
    comes after would be lost without a word. Its domain is put into lower case, and beyond ASCII into A-labels
    (RFC 5890); case in front of the `@` is the receiving server's affair and stays (RFC 5321 section 2.4).
    """
    local, at, domain = text.rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        return None
    labels = _labels(domain.lower())
    sound = len(labels) > 1 and all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels)
    wire = f"{local}@{'.'.join(labels)}"
    return wire if sound and len(wire) <= 254 and _TOP.fullmatch(labels[-1]) else None


def _labels(domain: str) -> list[str]:
    """The labels of a domain in ASCII; empty ones where a label cannot be written so, or would be another one."""
    if domain.isascii():
        return domain.split(".")
    from unicodedata import category, normalize

    if normalize("NFKC", domain) != normalize("NFC", domain) or any(category(sign) == "Cf" for sign in domain):
        return []
    return [_label(label) for label in normalize("NFC", domain).split(".")]


def _label(label: str) -> str:
    if label.isascii():
        return label
    try:
        # The codec loads tables that an ASCII domain does not need; what it checks is checked by `wire_address`.
        made = label.encode("punycode" if _DEVIANT.intersection(label) else "idna").decode("ascii")
    except UnicodeError:
        return ""
    return f"xn--{made}" if _DEVIANT.intersection(label) else made
