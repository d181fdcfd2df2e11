"""What somebody meant who wrote something else."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_GUESS = 60


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known word that is most like a text, None where none is like it."""
    if len(text) > LONGEST_GUESS:
        return None
    from difflib import get_close_matches  # costs more to load than a whole sound register takes to check

    plain = text.lower().replace(" ", "-")
    found = get_close_matches(plain, {word.lower(): word for word in known}, n=1, cutoff=0.6)
    return next((word for word in known if word.lower() == found[0]), None) if found else None


def strange_sign(text: str) -> str | None:
    """The code point of a letter that is not ASCII in a text that otherwise is, such as U+0456; else None."""
    strange = [sign for sign in text if not sign.isascii()]
    if not strange or 2 * len(strange) > len(text):
        return None
    return f"U+{ord(strange[0]):04X}"
