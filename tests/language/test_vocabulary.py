"""One word for one thing: the catalogue keeps to the table in CONTRIBUTING.md."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from tests.conftest import ROOT

_PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("<!-- vocabulary -->\n")[2].partition("\n\n")[0]
ROWS = [[cell.strip() for cell in row.strip("|").split("|")] for row in _PAGE.splitlines()[2:]]
REFUSED = [(thing, word.strip()) for thing, _, _, words in ROWS for word in words.split(",") if word.strip()]


def sentences() -> list[str]:
    """All that is said in Indonesian, without what is typed."""
    with (ROOT / "mou_tracker/locale/id/LC_MESSAGES/mou.po").open("rb") as file:
        said = [
            text
            for one in read_po(file)
            if one.id
            for text in ([one.string] if isinstance(one.string, str) else one.string)
        ]
    return [re.sub(r"`[^`]*`|\{[^}]*\}|--[a-z-]+", "", text) for text in said]


@pytest.mark.parametrize(("thing", "word"), REFUSED)
def test_a_word_that_was_decided_against_is_not_said(thing: str, word: str) -> None:
    """As a whole word, whatever letters it begins with."""
    found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    assert [text for text in sentences() if found.search(text)] == [], thing


def test_every_word_that_was_decided_for_is_said() -> None:
    """A table that names a word which nothing says is out of date."""
    said = " ".join(sentences()).casefold()
    words = [word.strip(" …:") for row in ROWS for word in row[2].split(",")]
    assert [word for word in words if word.casefold() not in said] == []
