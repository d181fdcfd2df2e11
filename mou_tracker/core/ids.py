"""Names for new records: short, made of the partner's name and a year, and free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST = 64
_YEAR = re.compile(r"-(?:19|20|21)[0-9]{2}$")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d"})


def slug(text: str) -> str:
    """A text as part of an id: small letters without accents, digits, single hyphens; empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def id_for(name: str, year: int | None, taken: Container[str]) -> str:
    """The id of a record with this partner that begins in this year, numbered from 2 on if it is taken."""
    ending = f"-{year}" if year else ""
    stem = slug(name)[: LONGEST - len(ending) - 4].strip("-") or "agreement"
    return free(stem + ending, taken)


def free(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first number that makes it free."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def next_id(name: str, year: int, taken: Container[str]) -> str:
    """The id of the instrument that follows the one of this id in a year."""
    stem = _YEAR.sub("", name)[: LONGEST - 9].strip("-")
    return free(f"{stem}-{year}", taken)
