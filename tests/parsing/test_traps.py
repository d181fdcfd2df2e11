"""What YAML loaders do in silence or with a traceback, and what is found here instead; with both parsers."""

import pytest

from mou_tracker.parsing.events import Loader
from tests.parsing.helpers import HEAD, LAST, RECORD, Found, book_of, both_loaders, found, with_lines, words

# A line of the record (line 7, from column 5), and its findings.
LINES = {
    "signed: 2015-02-30": [("date-does-not-exist", 13)],
    "signed: 2015-13-01": [("date-does-not-exist", 13)],
    "signed: 0000-00-00": [("date-does-not-exist", 13)],
    "signed: 0000-01-01": [("year-out-of-range", 13)],
    "signed: 0215-11-27": [("year-out-of-range", 13)],
    "signed: 2201": [("year-out-of-range", 13)],
    "signed: 10000-01-01": [("not-a-date", 13)],
    "signed: 20151127": [("not-a-date", 13)],
    "signed: 27-11-2015": [("not-a-date", 13)],
    "signed: 2015-1": [("not-a-date", 13)],
    "signed: 2015-11-27 10:00": [("not-a-date", 13)],
    "signed: 2015-11-27T23:30:00+05:00": [("not-a-date", 13)],
    "signed: 2015-11-27\u00a0": [("not-a-date", 13)],
    "signed: !!str 2015-11-27": [("tag", 13)],
    "signed: !!timestamp foo": [("tag", 13), ("not-a-date", 13)],
    "signed: '2015-11-27'": [],
    "signed: 2015": [],
    "signed: 2015-11": [],
    "ends:": [("empty-value", 5)],
    "ends: ~": [("empty-value", 11)],
    "ends: null": [("empty-value", 11)],
    "ends: ''": [("empty-value", 11)],
    "ends: none": [("not-a-date", 11)],
    "notes: '  '": [("empty-value", 12)],
    "notes: NULL": [("empty-value", 12)],
    "notes: 'null'": [],
    "notes: 12:30": [],
    "notes: 0123456": [],
    "notes: no": [],
    "notes: =": [],
    "notes: 1.10": [],
    "notes: .inf": [],
    "term: 012": [("not-a-period", 11)],
    "term: -5 years": [("not-a-period", 11)],
    "term: 99999 years": [("not-a-period", 11)],
    "term: 5 tahun": [],
    "renewal: {times: 0x1F}": [("not-a-number", 22)],
    "renewal: {times: 1_000}": [("not-a-number", 22)],
    "renewal: {times: '1,000'}": [("not-a-number", 22)],
    "renewal: {times: 1.0e+400}": [("not-a-number", 22)],
    "renewal: {times: 010}": [("not-a-number", 22)],
    "renewal: {times: 0}": [("not-a-number", 22)],
    "notcie: 3 months": [("unknown-key", 5)],
    "on: 2015": [("unknown-key", 5)],
    "2015: x": [("unknown-key", 5)],
    "true: x": [("unknown-key", 5)],
    "\u0456d: x": [("unknown-key", 5)],
    "te\u00a0rm: 5 years": [("unknown-key", 5)],
    "<<: {notes: x}": [("merge-key", 5)],
    "<<: *base": [("merge-key", 5), ("alias", 9)],
    "notes: &Co Ltd": [("anchor", 12)],
    "notes: *star": [("alias", 12)],
    "notes: &x [*x]": [("anchor", 12), ("wrong-type", 12), ("alias", 16)],
    "notes: !!python/object/apply:os.system [echo]": [("tag", 12), ("wrong-type", 12)],
    "fields: !!set {a, b}": [("tag", 13), ("wrong-type", 20)],
    "notes: {{ x }}": [("yaml-syntax", 13)],
    "notes: {{ x }} and more": [("yaml-syntax", 20)],
    "notes: {% if x %}": [("yaml-syntax", 13)],
    "? [a]\n    : b": [("yaml-syntax", 7)],
    'notes: "\\e[31m"': [("forbidden-character", 13)],
    'notes: "\\x1b]0;x\\x07"': [("forbidden-character", 13)],
    'notes: "\\0"': [("forbidden-character", 13)],
    'notes: "\\x9b31m"': [("forbidden-character", 13)],
    'notes: "\\ud83d"': [("forbidden-character", 13)],
    'notes: "\\U00110000"': [("forbidden-character", 13)],
    'notes: "a\\u202eb"': [("forbidden-character", 14)],
    'notes: "a\\rb"': [("uncounted-line-break", 14)],
    'notes: "a\\\\e b \\t c \\n"': [],
    "notes: '\\e[31m'": [],
    "notes: a\u202eb": [("forbidden-character", 13)],
    "notes: a\u200bb": [("forbidden-character", 13)],
    "notes: a\u00adb": [("forbidden-character", 13)],
    "notes: a\u200db\u200c": [],
    "notes: a\u2028b": [("uncounted-line-break", 13)],
    "notes: a\u0085b": [("uncounted-line-break", 13)],
    "notes: a\rb": [("uncounted-line-break", 13)],
    "notes: a\x07b": [("forbidden-character", 13)],
    "notes: a\ufeffb": [("forbidden-character", 13)],
    "notes: a\ufffeb": [("forbidden-character", 13)],
    "notes:\u00a0b": [("forbidden-character", 11)],
    "\u00a0 notes: b": [("forbidden-character", 5)],
    "notes: a : b\u00a0: c": [("yaml-syntax", 14)],
    "notes:\tb": [("tab-outside-quotes", 11)],
    "notes: a\tb": [("tab-outside-quotes", 13)],
    "notes: a\t# b": [("tab-outside-quotes", 13)],
    "fields: [a,\tb]": [("tab-outside-quotes", 16)],
    "notes: 'a\tb' # c\td": [],
    "notes: |\n      a\tb": [],
    "notes: |\n      a\n      \tb": [],
    "notes: |# not a comment\n      a": [],
    "fields: [?, a]": [("yaml-syntax", 17)],
    "fields: a": [("wrong-type", 13)],
    "partner: Oslo": [("duplicate-key", 5)],
    "owner: []": [("empty-value", 12)],
    "owner: [a, ]": [],
    "owner:\n      -": [("empty-value", 7)],
    "sources: [{title: t, url: https://example.org/?id=1}]": [],
    "sources: [{title: t, url: 'javascript:alert(1)'}]": [("not-a-url", 31)],
    "sources: [{title: t, says: [signed, renewal.notice, terms]}]": [("not-allowed-word", 57)],
    "documents: [{title: t, path: /etc/passwd}]": [("not-a-path", 34)],
    "documents: [{title: t, path: a/../../b}]": [("not-a-path", 34)],
    "documents: [{title: t, path: 'C:\\b'}]": [("not-a-path", 34)],
    "renews: A/B": [("not-an-id", 13)],
    "renews: null": [("empty-value", 13)],
    "owner: a@b.org, c@d.org": [("not-an-address", 12)],
    "owner: a@bücher.example": [],
    "owner: a@-b.org": [("not-an-address", 12)],
    "closed: {on: 2020}": [("missing-key", 14)],
    "extensions: [{signed: 2020}]": [("incomplete", 19)],
    "renewal: {mode: automatic}": [("incomplete", 15)],
    "renewal: {mode: auto}": [("not-allowed-word", 21)],
    "reminders: none": [],
    "reminders: never": [("not-allowed-word", 16)],
    "reminders: {decision: [1 month, 0 days, then every 1 week]}": [],
    "reminders: {decision: [then every 1 week, 1 month]}": [("not-a-period", 28)],
}


@both_loaders
@pytest.mark.parametrize("line", LINES)
def test_a_line_gives_its_findings_and_no_record_hides_another(line: str, loader: Loader) -> None:
    """All findings stand where the mistake is; the record is unreadable if there are any; the next one is read."""
    first, *more = line.split("\n")
    book = book_of(with_lines(first, *(one.removeprefix("    ") for one in more)), loader)
    expected = [Found(rule, 8 if "\n" in line and rule == "empty-value" else 7, col) for rule, col in LINES[line]]
    assert sorted(found(book)) == sorted(expected)
    assert [one.id for one in book.agreements] == (["last"] if expected else ["oslo", "last"])
    assert [(one.id, one.line) for one in book.unreadable] == ([("oslo", 2)] if expected else [])


VALUES = {
    "notes: 0123456": "0123456",
    "notes: 1.10": "1.10",
    "notes: 12:30": "12:30",
    "notes: on": "on",
    "notes: |\n      two\n      lines": "two\nlines",
    "notes: two\n      lines": "two lines",
    "notes: 'a  b'": "a  b",
    "notes: Cafe\u0301": "Caf\u00e9",  # names are compared and found in NFC
}


@both_loaders
@pytest.mark.parametrize("line", VALUES)
def test_a_value_is_what_its_text_says(line: str, loader: Loader) -> None:
    """YAML's typing changes nothing."""
    book = book_of(with_lines(*line.split("\n      ")) if "\n" not in line else HEAD + RECORD + f"    {line}\n", loader)
    assert book.agreements[0].notes == VALUES[line]


@both_loaders
def test_norway_and_an_id_of_digits_stay_what_they_are(loader: Loader) -> None:
    """`NO` is no false, `0123456` no number."""
    book = book_of(HEAD + RECORD.replace("oslo", "0123456"), loader)
    assert [(one.id, one.partner.country) for one in book.agreements] == [("0123456", "NO")]


SUGGESTIONS = {
    "27-11-2015": "write `2015-11-27`",
    "27.11.2015": "write `2015-11-27`",
    "27/11/2015": "write `2015-11-27`",
    "11/27/2015": "write `2015-11-27`",
    "11-11-2015": "write `2015-11-11`",
    "31/12/2026": "write `2026-12-31`",
    "2015-1-7": "write `2015-01-07`",
    "2026-2-3": "write `2026-02-03`",
    "2015/11/27": "write `2015-11-27`",
    "20151127": "write `2015-11-27`",
    "2015\u201311\u201327": "write `2015-11-27`",
    "\u0662\u0660\u0661\u0665-\u0661\u0661-\u0662\u0667": "write `2015-11-27`",
    "2015-11-27,": "write `2015-11-27`",
    "2015-11-27\u00a0": "write `2015-11-27`",
    "2026-12-31T23:59:59Z": "write `2026-12-31`",
    "2026-12-31 23:59:59 +07:00": "write `2026-12-31`",
    "27 November 2015": "write `2015-11-27`",
    "27 Nopember 2015": "write `2015-11-27`",
    "27 Nov. 2015": "write `2015-11-27`",
    "1 Agt 2015": "write `2015-08-01`",
    "November 27th, 2015": "write `2015-11-27`",
    "November 2015": "write `2015-11`",
    "Mei 2015": "write `2015-05`",
    "2015-11-27Z": "write `2015-11-27`",
    "31 November 2015": None,
    "November 27": None,
    "27 Brumaire 2015": None,
    "07-11-2015": None,
    "15-11-27": None,
    "2015-1": None,
    "20159927": None,
    "soon": None,
}
FORM = "write a date as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known"


@pytest.mark.parametrize("text", SUGGESTIONS)
def test_a_date_is_respelled_only_where_it_is_certain(text: str) -> None:
    """A day above 12 tells the order; otherwise only the form is told, for a guess is worse than none."""
    [finding] = book_of(with_lines(f'signed: "{text}"')).diagnostics
    assert words(finding) == (f"`{text}` is not a date", SUGGESTIONS[text] or FORM)


REASONS = {
    "2015-02-30": ("30 February does not exist", "February 2015 has 28 days"),
    "2024-02-30": ("30 February does not exist", "February 2024 has 29 days"),
    "2026-06-31": ("31 June does not exist", "June 2026 has 30 days"),
    "2015-13-01": ("2015-13-01 does not exist", "there is no month 13"),
    "2015-00": ("2015-00 does not exist", "there is no month 0"),
    "0000-00-00": ("0000-00-00 does not exist", "there is no month 0"),
}


@pytest.mark.parametrize("text", REASONS)
def test_a_day_that_does_not_exist_says_why(text: str) -> None:
    """How many days the month has, or that there is no such month."""
    [finding] = book_of(with_lines(f"signed: {text}")).diagnostics
    assert words(finding) == REASONS[text]


HINTS = {
    "renewal: {notcie: 3 months}": ("the key `notcie` is not known here", "did you mean `notice`?"),
    "xyzzy: 3": ("the key `xyzzy` is not known here", None),
    "\u0456d: x": ("the key `\u0456d` is not known here", "it contains U+0456, which is not the letter it looks like"),
    "-id: x": ("the key `-id` is not known here", "a space is missing after the dash"),
    "renewal: {mode: automatik}": ("`automatik` is not one of the words allowed here", "did you mean `automatic`?"),
    "term: 18": ("`18` is not a period", "write the unit: `18 years` or `18 months`"),
    "term: 5  years": ("`5  years` is not a period", "write `5 years`"),
    "term: 300 years": ("`300 years` is too long for a period", "a period may be 200 years at most"),
    "term: P201Y": ("`P201Y` is too long for a period", "a period may be 200 years at most"),
    "term: P0Y": ("`P0Y` is not a period", "write for example `5 years`, `2 years 6 months` or `90 days`"),
    "term: indefinit": ("`indefinit` is not a period", "did you mean `indefinite`?"),
    "renews: Petaling Jaya": ("`Petaling Jaya` is not an id", "write `petaling-jaya`"),
}


@pytest.mark.parametrize("line", HINTS)
def test_what_was_probably_meant_is_said(line: str) -> None:
    """The nearest known word, the missing space, the letter of another script."""
    finding = book_of(with_lines(line)).diagnostics[0]
    assert words(finding) == HINTS[line]


NAMED = {"Malaysia": "MY", "no": "NO", "Jepang": "JP", "South Korea": "KR", "Republic of Korea": "KR", "UK": "GB"}


@pytest.mark.parametrize(("text", "code"), NAMED.items())
def test_a_country_written_otherwise_is_recognised(text: str, code: str) -> None:
    """Its name in English or Indonesian, or small letters."""
    [finding] = book_of(HEAD + RECORD.replace("country: NO", f"country: {text}")).diagnostics
    assert words(finding) == (f"`{text}` is not the code of a country", f"did you mean `{code}`?")


@both_loaders
def test_a_forgotten_dash_is_one_finding_and_hides_no_record(loader: Loader) -> None:
    """Both melted records are named as unreadable, the second with its own further errors."""
    second = RECORD.replace("  - id: oslo", "    id: bergen").replace("mou", "mow")
    book = book_of(HEAD + RECORD + second + LAST, loader)
    assert found(book) == [Found("missing-dash", 7, 5), Found("not-allowed-word", 11, 17)]
    assert [(one.id, one.line) for one in book.unreadable] == [("oslo", 2), ("bergen", 7)]
    assert [one.id for one in book.agreements] == ["last"]
    assert book.diagnostics[0].related[0].span[:2] == (2, 5)


def test_an_id_given_twice_without_other_keys_is_a_duplicate_key() -> None:
    """Only keys that repeat as well make it a second record."""
    assert found(book_of(with_lines("id: bergen"))) == [Found("duplicate-key", 7, 5)]


@both_loaders
def test_a_key_given_twice_names_both_places(loader: Loader) -> None:
    """The finding stands at the second and points to the first."""
    book = book_of(with_lines("ends: 2026-12-31", "ends: 2027-12-31"), loader)
    [finding] = book.diagnostics
    assert (finding.rule, finding.span[:2], finding.related[0].span[:2]) == ("duplicate-key", (8, 5), (7, 5))


@both_loaders
def test_the_list_given_twice_loses_nothing(loader: Loader) -> None:
    """It is an error, and the records of both lists are read."""
    book = book_of(HEAD + RECORD + HEAD + LAST, loader)
    assert found(book) == [Found("duplicate-key", 7, 1)]
    assert [one.id for one in book.agreements] == ["oslo", "last"]
