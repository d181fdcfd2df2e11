"""Bytes and characters: encodings, line breaks, conflict markers, and columns that are true for any script."""

import pytest

from mou_tracker.parsing.events import Loader
from mou_tracker.parsing.locations import Places
from tests.parsing.helpers import HEAD, LAST, RECORD, Found, book_of, both_loaders, found, said, with_lines

SOUND = HEAD + RECORD + LAST


@both_loaders
def test_one_byte_order_mark_at_the_start_is_fine(loader: Loader) -> None:
    """Windows editors write it; places do not move."""
    book = book_of(("\ufeff" + with_lines("ends: soon")).encode(), loader)
    assert found(book) == [Found("not-a-date", 7, 11)]


@both_loaders
def test_a_second_byte_order_mark_is_not(loader: Loader) -> None:
    """It would become part of the first key."""
    assert found(book_of(("\ufeff\ufeff" + SOUND).encode(), loader)) == [Found("forbidden-character", 1, 1)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_named_with_the_cure(encoding: str) -> None:
    """PyYAML reads it without a word; git takes it for binary."""
    [finding] = book_of(SOUND.encode(encoding)).diagnostics
    assert (finding.rule, finding.span[:2], said(finding.hint)) == ("not-utf8", (1, 1), "save the file as UTF-8")


@both_loaders
def test_latin_1_names_the_first_byte_and_spares_the_other_records(loader: Loader) -> None:
    """Line and column of the byte, how many lines have one; records on such lines are not read."""
    text = with_lines("notes: Université", after=LAST.replace("Memorandum", "Mémorandum"))
    book = book_of((text + RECORD.replace("oslo", "third")).encode("latin-1"), loader)
    [finding] = book.diagnostics
    assert (finding.rule, finding.span) == ("not-utf8", (7, 21, 7, 22))
    assert said(finding.message) == (
        "this is not UTF-8, in 2 lines of the file, of which this is the first: "
        "the byte 0xE9 would be “é” in Latin-1 (Windows-1252)"
    )
    assert [one.id for one in book.agreements] == ["third"]
    assert [(one.id, one.message) for one in book.unreadable] == [("oslo", finding.message), ("last", finding.message)]


@both_loaders
def test_columns_are_code_points(loader: Loader) -> None:
    """Also after letters of many bytes, combining marks and emoji."""
    for before in ("é", "日本", "e\u0301", "\U0001f600", "\u200d"):
        flow = HEAD + RECORD.replace("name: Oslo, country: NO", f"name: {before}, country: XX")
        assert found(book_of(flow, loader)) == [Found("no-such-country", 4, 32 + len(before))]


@both_loaders
def test_lines_that_end_in_cr_lf_count_once(loader: Loader) -> None:
    """As editors count them."""
    text = with_lines("ends: soon").replace("\n", "\r\n")
    assert found(book_of(text, loader)) == [Found("not-a-date", 7, 11)]


@both_loaders
def test_a_lone_carriage_return_is_told_in_its_line(loader: Loader) -> None:
    """YAML counts a line there, editors do not; the lines after it keep their numbers."""
    book = book_of(with_lines("notes: a\rb", "ends: soon"), loader)
    assert found(book) == [Found("uncounted-line-break", 7, 13), Found("not-a-date", 8, 11)]


@both_loaders
def test_a_merge_conflict_is_one_finding_and_the_other_version_no_data(loader: Loader) -> None:
    """The record that it touches is not read, though its first version alone would be sound."""
    conflict = "<<<<<<< HEAD\n    ends: 2020\n||||||| base\n=======\n    ends: 2021\n>>>>>>> other\n"
    book = book_of(HEAD + RECORD + conflict + LAST, loader)
    assert found(book) == [Found("conflict-marker", 7, 1)]
    assert [one.id for one in book.agreements] == ["last"]
    assert [(one.id, one.line) for one in book.unreadable] == [("oslo", 2)]


@both_loaders
@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> other"])
def test_a_marker_left_alone_is_told(marker: str, loader: Loader) -> None:
    """Half a conflict was removed."""
    assert found(book_of(f"{HEAD}{RECORD}{marker}\n{LAST}", loader)) == [Found("conflict-marker", 7, 1)]


@both_loaders
def test_one_finding_a_line_tells_of_characters(loader: Loader) -> None:
    """What follows from a spoiled character is not told again."""
    book = book_of(HEAD + RECORD.replace("oslo", "os\u200blo\u200b").replace("kind", "ki\u200bnd"), loader)
    assert found(book) == [
        Found("forbidden-character", 2, 11),
        Found("forbidden-character", 5, 7),
    ]


@both_loaders
def test_a_character_in_a_comment_spoils_the_record_around_it(loader: Loader) -> None:
    """It is an error of the file, and the record's line cannot be trusted."""
    book = book_of(with_lines("ends: 2020  # bell \x07"), loader)
    assert found(book) == [Found("forbidden-character", 7, 24)]
    assert [one.id for one in book.agreements] == ["last"]


@both_loaders
def test_an_escape_spoils_its_own_record_however_long_the_text(loader: Loader) -> None:
    """The records before it stay, and what is wrong in them is told."""
    long = "\n      ".join(["some words"] * 40)
    text = with_lines("ends: soon", after=LAST + f'    notes: "{long}\n      and \\u0007"\n')
    book = book_of(text, loader)
    assert found(book) == [Found("not-a-date", 7, 11), Found("forbidden-character", 53, 11)]
    assert [(one.id, one.line) for one in book.unreadable] == [("oslo", 2), ("last", 8)]
    assert [one.id for one in book_of(text.replace("    ends: soon\n", ""), loader).agreements] == ["oslo"]


@both_loaders
@pytest.mark.parametrize("spoilt", ["    ends: 2020  # bell \x07\n", '    notes: "bell \\a"\n'])
def test_what_is_lost_outside_of_records_is_counted_once(spoilt: str, loader: Loader) -> None:
    """A bad setting is lost once, whether or not a record further down has a character that may not stand there."""
    for lines in ("", spoilt):
        book = book_of("register: {owner: x y}\n" + HEAD + RECORD + lines + LAST, loader)
        assert [(one.line, one.id) for one in book.lost] == [(1, None)]


@both_loaders
def test_where_reading_stops_is_no_place_in_the_file(loader: Loader) -> None:
    """That too much is wrong is said of the whole file, at its first character."""
    book = book_of("\x07\n" * 20_001, loader)
    assert [one.span for one in book.diagnostics if one.rule == "too-many-findings"] == [(1, 1, 1, 1)]


@both_loaders
def test_letters_and_accents_apart_are_told_at_each_value(loader: Loader) -> None:
    """And not again at what the value stands in."""
    text = with_lines("notes: Cafe\u0301", "fields: [a, e\u0301]").replace("name: Oslo", "name: A\u030aslo")
    (record, *_) = book_of(text, loader).agreements
    places = record.places
    assert isinstance(places, Places)
    assert list(places.decomposed()) == ["partner.name", "notes", "fields[1]"]


def test_joiners_are_refused_where_they_would_hide() -> None:
    """U+200D is fine in free text, not in an id, a key or a date."""
    lines = "notes: a\u200db", "renews: a\u200db", "ends: 2020\u200d", "no\u200dtes: x"
    assert [one.rule for one in book_of(with_lines(*lines)).diagnostics] == ["not-an-id", "not-a-date", "unknown-key"]
