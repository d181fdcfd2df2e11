"""Nothing that a page may hold raises, and the text around it is read."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.basics.web_pages import PageParser

ODD = {
    "<![CTYPE html>": "",
    "<![x>": "",
    "<![%entity;]>": "",
    "<![9]>": "",
    "<![>": "",
    "<![if !supportLists]>c<![endif]>": "c",
    "<!>": "",
    "<!x>": "",
    "<?x>": "",
    "</>": "",
    "&#65;": "A",
    "&#00000000000065;": "A",
    "&#0;": "\ufffd",
    "&#" + "0" * 5000 + ";": "\ufffd",
    "&#" + "9" * 20 + ";": "\ufffd",
    "&#" + "9" * 5000 + ";": "\ufffd",
    "&#x" + "9" * 5000 + ";": "\ufffd",
    "&#x41;": "A",
}
SIGNS = st.sampled_from(
    [
        *(
            "<",
            ">",
            "<!",
            "<![",
            "]>",
            "]]>",
            "<!--",
            "-->",
            "<!DOCTYPE",
            "<?",
            "</",
            "a",
            " ",
            "=",
            '"',
            "'",
            "\n",
            "<p>",
        ),
        *("CDATA[", "if", "%", "&", "&#", "&#x", "9" * 4400, "0", ";", "<script>", "</script", "\x00", "é", "<td a=&#"),
    ]
)


class _Text(PageParser):
    """The text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(page: str) -> str:
    """The text of a page."""
    parser = _Text()
    parser.read(page)
    return parser.text


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_in_a_page_raises_nothing(odd: str) -> None:
    """Declarations without meaning and numbers without end, in the text and in an attribute."""
    assert text_of(f"a{odd}") == f"a{ODD[odd]}"
    assert text_of(f"a{odd}b") == f"a{ODD[odd]}b"
    assert text_of(f"<p title='{odd}'>a</p>b") == "ab"


@given(signs=st.lists(SIGNS, max_size=30))
def test_any_page_is_read(signs: list[str]) -> None:
    """Whatever its signs are."""
    text_of("".join(signs))


BEGINNINGS = ("<!--", "<a ", "<a b='", "<a/", "<!x", "<?x", "<![x", "<![CDATA[", "</a ", "<!DOCTYPE [")


@pytest.mark.parametrize("begun", BEGINNINGS)
def test_what_never_ends_is_a_text_and_read_in_a_moment(begun: str) -> None:
    """The parser looks for the end of each through all the rest: for 50,000 comments that took a minute."""
    before = process_time()
    assert text_of(f"<p>a</p>{begun * 50_000}") == f"a{begun * 50_000}"
    assert process_time() - before < 10
