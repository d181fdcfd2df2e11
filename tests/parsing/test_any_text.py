"""Any bytes at all give a Book, never an exception, and both parsers give the same one."""

from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.register import Book
from mou_tracker.check.reading_rules import READING_RULES
from mou_tracker.check.waivers import find_waivers
from mou_tracker.parsing.characters import parts
from mou_tracker.parsing.events import Loader
from mou_tracker.register.read import read_book
from tests.parsing.helpers import LAST, PROCEDURES, both_loaders, with_lines, words
from tests.register.test_read import EVERYTHING, SETTINGS

SOUND = SETTINGS + EVERYTHING
SCRAPS = st.sampled_from(
    [
        "\n",
        " ",
        "  ",
        "- ",
        ": ",
        ":",
        "#",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ",",
        "|",
        ">",
        "&",
        "*",
        "!",
        "%",
        "@",
        "?",
        "? ",
        "\t",
        "---\n",
        "...\n",
        "<<",
        "\\",
        "\r",
        "\r\n",
        "\u00a0",
        "\u2028",
        "\ufeff",
        "\x00",
        "\x1b",
        "\ud83d",
        "é",
        "id: x\n",
        "<<<<<<< a\n",
        "=======\n",
        ">>>>>>> b\n",
        "agreements:\n",
        "register:\n",
        "{{ x }}",
        "2015-02-30",
        "~",
        "\n    ",
        "\n  - ",
        "\\e",
        "\U0001f600",
    ]
)


class Edit(NamedTuple):
    """A change of a text: at a place, as a share of its length, some signs are taken out and a scrap put in."""

    place: float
    out: int
    scrap: str


edits = st.builds(Edit, st.floats(0, 1), st.integers(0, 30), SCRAPS)


def edited(text: str, changes: list[Edit]) -> bytes:
    """A text after some edits, as bytes; a surrogate becomes bytes that are no UTF-8."""
    for change in changes:
        at = int(change.place * len(text))
        text = text[:at] + change.scrap + text[at + change.out :]
    return text.encode("utf-8", "surrogatepass")


def is_whole(book: Book) -> None:
    """Every record that is not read has a finding, and all findings are of known rules and within their file."""
    assert bool(book.unreadable) <= bool(book.diagnostics)
    assert {one.rule for one in book.diagnostics} <= set(READING_RULES)
    for one in book.diagnostics:
        line, col, end_line, end_col = one.span
        assert (1, 1) <= (line, col) <= (end_line, end_col)
    for agreement in book.agreements:
        assert agreement.places["id"].line >= agreement.line


def both(data: bytes) -> tuple[Book, Book]:
    """A file as both parsers have it read."""
    return read_book([("a.yaml", data)], PROCEDURES, "c"), read_book([("a.yaml", data)], PROCEDURES, "pure")


@both_loaders
@settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_book(data: bytes, loader: Loader) -> None:
    """Also those that are no text."""
    is_whole(read_book([("a.yaml", data)], PROCEDURES, loader))


@both_loaders
@settings(deadline=None)
@given(text=st.text(max_size=200) | st.lists(SCRAPS, max_size=60).map("".join))
def test_any_text_gives_a_book(text: str, loader: Loader) -> None:
    """Also one made of YAML's own signs."""
    data = text.encode("utf-8", "surrogatepass")
    is_whole(read_book([("a.yaml", b"agreements:\n  - " + data)], PROCEDURES, loader))
    is_whole(read_book([("a.yaml", data)], PROCEDURES, loader))


@settings(max_examples=300, deadline=None)
@given(changes=st.lists(edits, min_size=1, max_size=4))
@example([Edit(0.3359375, 13, "\t"), Edit(0.09916490376451528, 1, "\n")])  # a quote never closed hid the tab after it
@example([Edit(0.0, 19, "\n"), Edit(0.921875, 21, ":")])  # `{file::]}`, where each parser stumbled in another place
@example([Edit(0.875, 19, "\n"), Edit(0.921875, 21, ":")])  # the same in a line of wrong indentation: two mistakes
@example([Edit(0.8255520109620722, 30, "\n")])  # a line within braces that goes on with a question mark
@example([Edit(0.0, 14, "\n"), Edit(0.421875, 15, "? ")])  # a key that is not there, in braces
@example([Edit(0.9906777847004595, 0, "\t"), Edit(0.484375, 0, "\u2028")])  # a tab that indents a block text
@example([Edit(1.0, 0, "  "), Edit(1.0, 0, "[")])  # a bracket where no key can stand, and never closed
def test_a_damaged_register_gives_a_book_and_the_same_one_by_both_parsers(changes: list[Edit]) -> None:
    """Records, findings and their places do not depend on how PyYAML was built.

    Around tags the parsers stumble in different places; there it is enough that both find something.
    """
    data = edited(SOUND, changes)
    first, second = both(data)
    is_whole(first)
    assert [one.id for one in first.agreements] == [one.id for one in second.agreements]
    if b"!" in data:
        assert bool(first.diagnostics) == bool(second.diagnostics)
    else:
        assert read_alike(first) == read_alike(second)


def read_alike(book: Book) -> tuple[object, ...]:
    """What both parsers must make of a file: all of it."""
    said = [(one.rule, one.span, *words(one)) for one in book.diagnostics]
    return book.register, book.agreements, [(one.file, one.line, one.id) for one in book.unreadable], said


@settings(deadline=None)
@given(changes=st.lists(edits, min_size=1, max_size=3))
def test_damage_in_one_record_does_not_reach_the_next(changes: list[Edit]) -> None:
    """Whatever is written into a line of one record, the next record is read."""
    line = edited("notes: a text of some length, to be damaged", changes)
    if any(sign in line for sign in (b"\n", b"\r", b"\xe2\x80\xa8")):
        return
    data = with_lines("notes: @").encode().replace(b"notes: @", line)
    book = read_book([("a.yaml", data)], PROCEDURES)
    assert "last" in [one.id for one in book.agreements] or "agreements:" in line.decode(errors="ignore")


@settings(deadline=None)
@given(text=st.text(max_size=200) | st.lists(SCRAPS, max_size=60).map("".join))
def test_the_scan_for_parts_gives_parts_in_order(text: str) -> None:
    """They do not overlap and lie within the text; waivers can be looked for in any text."""
    end = 0
    for part in parts(text):
        assert end <= part.start <= part.end <= len(text)
        end = part.end
    find_waivers("a.yaml", text + LAST + "# mou: allow[x]")
