"""Manual pages of rules in the reader's language: the prose is worded, the examples stay as they are."""

from __future__ import annotations

import re
import textwrap

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.language.wording import Wording

_HEADS = {"Bad:": phrase("Bad:"), "Good:": phrase("Good:")}
WIDTH = 112


def prose(page: str) -> list[str]:
    """The paragraphs of a page that are sentences, each on one line: these are its messages."""
    return [" ".join(part.split()) for part in _parts(page) if not _is_example(part)]


def worded(page: str, say: Wording, width: int = WIDTH) -> str:
    """The page with its prose and headings in the reader's language, the prose in lines of a width."""
    return "\n\n".join(_worded(part, say, width) for part in _parts(page)) + "\n"


def summary(page: str, say: Wording) -> str:
    """The page's first sentence."""
    return say(Phrase(prose(page)[0], {}))


def _parts(page: str) -> list[str]:
    return re.split(r"\n\n(?!    )", page.strip("\n"))


def _is_example(part: str) -> bool:
    return part.split("\n", 1)[0] in _HEADS


def _worded(part: str, say: Wording, width: int) -> str:
    if _is_example(part):
        head, _, example = part.partition("\n")
        return f"{say(_HEADS[head])}\n{example}"
    return textwrap.fill(say(Phrase(" ".join(part.split()), {})), width, break_long_words=False, break_on_hyphens=False)
