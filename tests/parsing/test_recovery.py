"""Syntax errors: one finding in its own record, at the place where a person should look, and all others are read."""

import pytest

from mou_tracker.parsing.events import Loader
from tests.parsing.helpers import HEAD, LAST, RECORD, Found, book_of, both_loaders, found, said, with_lines

# A line of the record (line 7, from column 5), the column of the finding, and its sentence.
BROKEN = {
    'notes: "open': (12, "this quote is never closed"),
    "notes: 'open": (12, "this quote is never closed"),
    "notes: [a, b": (12, "this bracket is never closed"),
    "notes: {a: b": (12, "this bracket is never closed"),
    "notes: {a: b c: d}": (19, "a comma or the closing bracket is missing before this"),
    "notes:open": (5, "there is no space after the colon of `notes`"),
    "notes: {open:}": (13, "there is no space after the colon of `open`"),
    "notes: {open::]}": (13, "there is no space after the colon of `open`"),
    "notes: [open :]": (13, "there is no space after the colon of `open`"),
    "notes: [open::?]": (13, "there is no space after the colon of `open`"),
    "notes open": (5, "a key with a colon is expected here"),
    "notes: a: b": (13, "a second colon followed by a space stands in this line"),
    "notes: @home": (12, "a value cannot begin with `@`"),
    "notes: `home`": (12, "a value cannot begin with ```"),
    "notes: %home": (12, "a value cannot begin with `%`"),
    "notes: **bold**": (12, "a value cannot begin with `*`"),
    "notes: & Co": (12, "a value cannot begin with `&`"),
    "notes: ]": (12, "a value cannot begin with `]`"),
    "notes: |x": (12, "a value cannot begin with `|`"),
    "notes: >100": (12, "a value cannot begin with `>`"),
    'notes: "a\\qb"': (14, "this backslash begins no escape that YAML knows"),
    'notes: "\\x4"': (13, "this backslash begins no escape that YAML knows"),
    "notes: 'it's'": (16, "text follows after the closing `'`"),
    'notes: "MoU" with': (18, 'text follows after the closing `"`'),
    "notes: [draft] MoU": (20, "text follows after the closing `]`"),
    "notes: {% if x %}": (13, "a template's placeholder was left in"),
    "  notes: deeper": (12, "this does not fit the lines around it"),
    "- notes: dash": (5, "this does not fit the lines around it"),
    ": no key": (5, "this does not fit the lines around it"),
    "x" * 1100 + ": long": (5, "a key with a colon is expected here"),
}


@both_loaders
@pytest.mark.parametrize("line", BROKEN)
def test_a_syntax_error_is_one_finding_in_its_own_record(line: str, loader: Loader) -> None:
    """It stands where the mistake is; records before and after are read; the broken one is known by its id."""
    column, sentence = BROKEN[line]
    text = HEAD + RECORD.replace("oslo", "first") + with_lines(line, after=LAST).removeprefix(HEAD)
    book = book_of(text, loader)
    assert found(book) == [Found("yaml-syntax", 12, column)]
    assert said(book.diagnostics[0].message) == sentence
    assert [one.id for one in book.agreements] == ["first", "last"]
    assert [(one.id, one.line) for one in book.unreadable] == [("oslo", 7)]


@both_loaders
def test_a_quote_that_closes_in_a_later_record_loses_neither(loader: Loader) -> None:
    """YAML would read everything between two stray quotes as one text, without a word."""
    text = with_lines('notes: "open', after=LAST + '    notes: shut"\n')
    book = book_of(text, loader)
    assert found(book) == [Found("yaml-syntax", 7, 12)]
    assert [one.id for one in book.agreements] == ["last"]


# A line of the record after one with a quote that is never closed, and what is found in it beside that quote.
HIDDEN = {
    "notes: a\tb": [Found("tab-outside-quotes", 13, 13)],
    "fields: [a,\tb]": [Found("tab-outside-quotes", 13, 16)],
    'notes: "a\tb"': [],
    'notes: "a\\eb"': [Found("forbidden-character", 13, 14)],
    'notes: "a\\u202eb"\t# c': [Found("forbidden-character", 13, 14)],
    "notes: a\\eb": [],
}


@both_loaders
@pytest.mark.parametrize("line", HIDDEN)
def test_a_quote_never_closed_hides_no_character_of_the_next_record(line: str, loader: Loader) -> None:
    """What the file's quotes seemed to hold is looked at again, record by record; none of it becomes a value."""
    book = book_of(with_lines("notes: 'open", after=f"{LAST}    {line}\n"), loader)
    assert found(book) == [Found("yaml-syntax", 7, 12), *HIDDEN[line]]
    assert [one.id for one in book.agreements] == ([] if HIDDEN[line] else ["last"])


@both_loaders
def test_every_broken_record_is_found(loader: Loader) -> None:
    """Each has its own finding, whatever kind of error it is."""
    text = with_lines('notes: "open', after="")
    for line in ("signed: 2015-02-30", "notes: [a", "ends_with: oslo", "notes:x"):
        text += RECORD.replace("oslo", f"r{text.count('- id')}") + f"    {line}\n"
    book = book_of(text, loader)
    assert found(book) == [
        Found("yaml-syntax", 7, 12),
        Found("date-does-not-exist", 13, 13),
        Found("yaml-syntax", 19, 12),
        Found("yaml-syntax", 31, 5),
    ]
    assert [one.id for one in book.agreements] == ["r3"]
    assert [one.id for one in book.unreadable] == ["oslo", "r1", "r2", "r4"]


@both_loaders
def test_a_broken_register_section_hides_no_record(loader: Loader) -> None:
    """The settings are lost, the records are not."""
    book = book_of('register:\n  name: "open\n' + HEAD + RECORD, loader)
    assert found(book) == [Found("yaml-syntax", 2, 9)]
    assert [one.id for one in book.agreements] == ["oslo"]


@both_loaders
def test_a_register_section_after_a_broken_record_is_read(loader: Loader) -> None:
    """Order does not matter."""
    book = book_of(with_lines('notes: "open', after=LAST + "register:\n  name: Kota\n"), loader)
    assert book.register.name == "Kota"
    assert [one.id for one in book.agreements] == ["last"]


@both_loaders
def test_dashes_at_the_left_margin_are_items_too(loader: Loader) -> None:
    """A list may stand in the column of its key."""
    text = with_lines('notes: "open').replace("\n  ", "\n").replace("\n- ", "\n- ")
    book = book_of(text, loader)
    assert found(book) == [Found("yaml-syntax", 7, 10)]
    assert [one.id for one in book.agreements] == ["last"]


@both_loaders
def test_lists_within_records_are_not_cut(loader: Loader) -> None:
    """Only the dashes of the records themselves begin a new record."""
    steps = ["follow_ups:", "  - what: a", "  - what: b", "notes: |", "  - not an item", "fields: [x"]
    book = book_of(with_lines(*steps), loader)
    assert found(book) == [Found("yaml-syntax", 12, 13)]
    assert [one.id for one in book.agreements] == ["last"]


@both_loaders
def test_an_error_that_no_piece_shows_is_still_told(loader: Loader) -> None:
    """A stray bracket after the last record belongs to no record, and is not lost."""
    book = book_of(HEAD + RECORD + "]\n", loader)
    assert [one.rule for one in book.diagnostics] == ["yaml-syntax"]
    assert [one.line for one in book.unreadable] in ([], [2])


@both_loaders
def test_a_line_of_wrong_indentation_breaks_its_record(loader: Loader) -> None:
    """The record above it is not taken for whole."""
    book = book_of(with_lines("ends: 2020").replace("    ends", "   ends"), loader)
    assert found(book) == [Found("yaml-syntax", 7, 4)]
    assert [one.id for one in book.agreements] == ["last"]


@both_loaders
def test_a_text_without_spaces_after_its_colons_says_so(loader: Loader) -> None:
    """YAML reads such lines as one text."""
    book = book_of(HEAD + "  - id:oslo\n    title:Memorandum\n" + LAST, loader)
    [finding] = book.diagnostics
    assert (finding.rule, finding.span[:2], said(finding.hint)) == ("wrong-type", (2, 5), "write `id: ` with a space")
    assert [one.id for one in book.agreements] == ["last"]


@both_loaders
def test_dashes_without_a_space_say_so(loader: Loader) -> None:
    """YAML reads them as keys of a mapping."""
    book = book_of(HEAD + RECORD.replace("  - id", "  -id").replace("    ", "  "), loader)
    [finding] = book.diagnostics
    assert (finding.rule, finding.span[:2]) == ("wrong-type", (2, 3))
    assert said(finding.hint) == "a space is missing after the dash"


@both_loaders
@pytest.mark.parametrize("text", ["- id: oslo\n", "just a text\n", "[1, 2]\n"])
def test_a_file_of_another_kind_is_one_finding(text: str, loader: Loader) -> None:
    """A list or a text at the top level is no register."""
    assert [one.rule for one in book_of(text, loader).diagnostics] == ["wrong-type"]


@both_loaders
def test_a_record_at_the_top_level_is_told_where_it_belongs(loader: Loader) -> None:
    """One finding, not one for each of its keys."""
    book = book_of("id: oslo\ntitle: Memorandum\nkind: other\n", loader)
    [finding] = book.diagnostics
    assert (finding.rule, said(finding.hint)) == ("unknown-key", "records belong in the list under `agreements`")


@both_loaders
@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "---\n...\n", "{}\n", "null\n", "\ufeff"])
def test_a_file_that_says_nothing_is_an_error(text: str, loader: Loader) -> None:
    """A check of nothing must not look like one that passed."""
    assert [one.rule for one in book_of(text, loader).diagnostics] == ["file-empty"]


@both_loaders
def test_several_documents_are_told_and_read(loader: Loader) -> None:
    """Nothing after the second `---` is lost."""
    book = book_of("register: {name: Kota}\n---\n" + HEAD + RECORD, loader)
    assert found(book) == [Found("several-documents", 2, 1)]
    assert [one.id for one in book.agreements] == ["oslo"]


@both_loaders
@pytest.mark.parametrize("broken", ["", "    no colon\n"])
def test_a_stray_line_of_dashes_between_records_loses_none(broken: str, loader: Loader) -> None:
    """The list goes on after it, also where something else is wrong with the file."""
    book = book_of(HEAD + RECORD + "---\n" + RECORD.replace("oslo", "bergen") + LAST + broken, loader)
    assert [one.rule for one in book.diagnostics] == ["several-documents"] + (["yaml-syntax"] if broken else [])
    assert [one.id for one in book.agreements] == (["oslo", "bergen"] if broken else ["oslo", "bergen", "last"])
    assert [one.id for one in book.unreadable] == (["last"] if broken else [])


@both_loaders
@pytest.mark.parametrize(
    "text", ["agreements: [", "agreements: [a,\n", "register: {name: [a, {b: c}, [", "agreements: {"]
)
def test_a_bracket_that_the_file_never_closes(text: str, loader: Loader) -> None:
    """The last one that is open is shown."""
    [finding] = book_of(text, loader).diagnostics
    assert (said(finding.message), finding.span.col) == ("this bracket is never closed", max(map(text.rfind, "[{")) + 1)


@both_loaders
@pytest.mark.parametrize("line", ["%YAML 1.1", "%FOO bar", "%TAG ! x"])
def test_directives_are_refused_by_both_parsers_alike(line: str, loader: Loader) -> None:
    """The C parser refuses unknown ones, the other passes them over."""
    assert found(book_of(f"{line}\n---\n{HEAD}{RECORD}", loader)) == [Found("directive", 1, 1)]
