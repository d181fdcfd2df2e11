"""Pages in HTML, however they are written: the standard library's parser without its errors."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from mou_tracker.basics.patterns import pattern

_NUMBER = pattern("&#([0-9]{9,})")
_NO_CHARACTER = "65533"


class PageParser(HTMLParser):
    """The parser of which those of texts and tables are made. Nothing that a page may hold raises."""

    def read(self, text: str) -> None:
        """Read a whole page."""
        self.feed(_ended(_NUMBER.sub(_number, text)))
        self.close()

    def parse_html_declaration(self, i: int) -> int:
        """The end of what `<!` begins at an index, or -1.

        What has no meaning there, `<![x`, is a comment up to the next `>`, as browsers have it; older Pythons raise.
        """
        try:
            return super().parse_html_declaration(i)
        except AssertionError:
            return self.parse_bogus_comment(i)


def _ended(text: str) -> str:
    """A page in which no tag or comment begins that does not end: such a beginning is a text, and the parser would look
    for the end of each through all the rest.
    """
    last = text.rfind("-->") + 1
    text = text[:last] + text[last:].replace("<!--", "&lt;!--")
    last = text.rfind(">") + 1
    return text[:last] + text[last:].replace("<", "&lt;")


def _number(reference: re.Match[str]) -> str:
    """A character by its number. One with more digits than Python takes for a number is none."""
    digits = reference[1].lstrip("0") or "0"
    return f"&#{digits if len(digits) < 9 else _NO_CHARACTER}"
