"""The table of forms holds what it says beside each form, and short texts are read in just one way."""

from __future__ import annotations

import textwrap

import pytest

from mou_tracker.basics.dates import any_period
from mou_tracker.texts.document import Line, document
from mou_tracker.texts.facts import Fact
from mou_tracker.texts.forms import FORMS
from mou_tracker.texts.matching import Reading, readings, tagged
from mou_tracker.texts.reading import read_documents
from tests.conftest import ROOT

YES = [(index, text, value) for index, form in enumerate(FORMS) for text, value in form.yes]
NO = [(form.field, form.value, text) for form in FORMS for text in form.no]


def read(text: str) -> list[Reading]:
    """What each form reads in a text."""
    one = document("a.txt", [Line(row, n) for n, row in enumerate(text.split("\n"), 1)])
    return [reading for sentence in tagged(one) for reading in readings(sentence)]


def facts_of(*texts: str) -> dict[str, Fact]:
    """What one or several texts state, by field."""
    made = [
        document(f"{at}.txt", [Line(row, n) for n, row in enumerate(text.split("\n"), 1)])
        for at, text in enumerate(texts)
    ]
    return {fact.field: fact for fact in read_documents(made)}


@pytest.mark.parametrize(("index", "text", "value"), YES)
def test_a_form_reads_its_examples(index: int, text: str, value: str) -> None:
    """The very form, not another one, and the value that stands beside the example."""
    found = [(one.form, one.value) for one in read(text)]
    assert (index, value) in found, found


@pytest.mark.parametrize(("field", "value", "text"), NO)
def test_what_a_form_must_leave_alone_no_form_reads(field: str, value: str | None, text: str) -> None:
    """A sentence that looks alike and says something else gives no fact of that field; of a mode, not that mode."""
    fact = facts_of(text)[field]
    assert fact.value != value if value else fact.kind == "not-said"


@pytest.mark.parametrize("index", range(len(FORMS)))
def test_every_form_has_an_example_of_its_own(index: int) -> None:
    """What no other form reads in the same way: a form without one could go, and nobody would notice."""
    form = FORMS[index]
    others = [read_by_others(index, text, value) for text, value in form.yes]
    assert [] in others, others


def read_by_others(index: int, text: str, value: str) -> list[str]:
    """The other forms of the same field that read the value in an example."""
    found = [r for r in read(text) if r.form != index and (r.field, r.value) == (FORMS[index].field, value)]
    return [FORMS[one.form].form for one in found]


COLUMNS = {
    "signed": "signed",
    "effective": "starts",
    "term": "term",
    "ends": "ends",
    "renewal": "renewal.mode",
    "renewal_period": "renewal.period",
    "notice": "renewal.notice",
    "extension_notice": "extension.notice",
    "termination_notice": "termination.notice",
}
_ROWS = [row.split("\t") for row in (ROOT / "tests/data/text-traps.tsv").read_text("utf-8").splitlines()]


def shown(fact: Fact) -> str:
    """A fact as the table of traps writes it."""
    if fact.kind == "conflict":
        return "CONFLICT"
    if fact.kind != "stated" or not isinstance(fact.value, str):
        return "-"
    period = any_period(fact.value)
    if period is None:
        return fact.value
    months, days = period.length
    return f"m{months}" if months else f"d{days}"


@pytest.mark.parametrize("row", _ROWS[1:], ids=lambda row: str(row[0]))
def test_a_trap_is_read_in_just_this_way(row: list[str]) -> None:
    """Blanks, drafts, other papers' dates, words that contradict figures: each field as the table says, or nothing."""
    facts = facts_of(row[1].replace("\\n", "\n"))
    assert [shown(facts[COLUMNS[name]]) for name in _ROWS[0][2:]] == row[2:]


_CLAUSES = [row.split("\t") for row in (ROOT / "tests/data/text-clauses.tsv").read_text("utf-8").splitlines()]


def stated(text: str, names: list[str]) -> list[str]:
    """What a text states of some fields, `-` for nothing."""
    facts = facts_of(text)
    return [str(facts[name].value) if facts[name].kind == "stated" else "-" for name in names]


@pytest.mark.parametrize("row", _CLAUSES[1:], ids=lambda row: str(row[0])[:40])
def test_clauses_as_cities_write_them(row: list[str]) -> None:
    """Clauses of the project's own making, as memoranda of both languages have them: each field, or nothing."""
    assert stated(row[0].replace("\\n", "\n"), _CLAUSES[0][1:]) == row[1:]


_SILENT = (ROOT / "tests/data/text-silent.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("text", _SILENT, ids=lambda text: str(text)[:40])
def test_what_is_about_something_else_states_nothing(text: str) -> None:
    """Visas, warranties, payments, phases, other papers, amendments, laws, blanks: no day and no period is taken."""
    assert stated(text, _CLAUSES[0][1:]) == ["-"] * 9


@pytest.mark.parametrize("width", [34, 47, 61])
def test_line_breaks_change_nothing(width: int) -> None:
    """Each clause says the same in narrow columns and wide ones."""
    broken = {row[0]: "\n".join(textwrap.wrap(row[0], width)) for row in _CLAUSES[1:] if "\\n" not in row[0]}
    names = _CLAUSES[0][1:]
    assert [text for text, rows in broken.items() if stated(text, names) != stated(rows, names)] == []


MORE = [
    ("DRAFT\n\nMEMORANDUM\n\nThis MoU is made on 27 November 2015 between City A and City B.", {}),
    ("The mayor signed an MoU with Suwon on 12 March 2014, valid for five years.", {}),
    (
        "Signed in Melbourne on 22 April 2024 by the Lord Mayor of Melbourne\n\n"
        "Signed in Bandung on 24 April 2024 by the Mayor of Bandung",
        {"signed": "2024-04-24"},
    ),
    ("Pada hari ini Senin tanggal dua puluh tujuh bulan November tahun dua ribu lima belas", {"signed": "CONFLICT"}),
    (
        "Pada hari ini, Jumat tanggal dua puluh tujuh bulan November tahun dua ribu lima belas (28-11-2015)",
        {"signed": "CONFLICT"},
    ),
    ("Perjanjian ini berlaku untuk jangka waktu ... (…) tahun.", {}),
    (
        "Kesepakatan Bersama ini berlaku sejak tanggal 1 Januari 2020 sampai dengan 31 Desember 2024.",
        {"starts": "2020-01-01", "ends": "2024-12-31"},
    ),
    (
        "Perpanjangan dilakukan paling lambat 3 (tiga) bulan sebelum berakhirnya Nota Kesepahaman ini.",
        {"extension.notice": "m3"},
    ),
    (
        "Salah satu pihak dapat mengakhiri Nota Kesepahaman ini dengan memberitahukan secara "
        "tertulis kepada pihak "
        "lain paling lambat 3 (tiga) bulan sebelum tanggal pengakhiran.",
        {"termination.notice": "m3"},
    ),
    (
        "This Memorandum shall enter into force on the date of the last notification by which "
        "the Parties inform each "
        "other that their requirements have been fulfilled.",
        {},
    ),
    ("The warranty period is two years. Payment is due within thirty (30) days.", {}),
    ("The first phase of the programme lasts two years.", {}),
    ("Whereas the Agreement between the Parties of 2010 was valid for five years;", {}),
    (
        "Memorandum ini dapat diperpanjang secara otomatis untuk jangka waktu yang sama kecuali salah satu Pihak "
        "memberitahukan secara tertulis keinginannya untuk tidak memperpanjang "
        "sekurang-kurangnya 6 (enam) bulan "
        "sebelum berakhirnya Memorandum ini.",
        {"renewal.mode": "automatic", "renewal.notice": "m6"},
    ),
    (
        "This MOU takes effect upon signature and continues in force for five years, unless "
        "terminated by either Party "
        "upon ninety (90) days' written notice.",
        {"starts": "signing", "term": "m60", "termination.notice": "d90"},
    ),
    ("P A S A L 9\nMemorandum ini berlaku untuk jangka waktu 5 (lima) tahun.", {"term": "m60"}),
    ("P a s a l 9\nMemorandum ini berlaku untuk jangka waktu 5 (lima) tahun.", {"term": "m60"}),
    ("This Memorandum shall remain in force for a period of l0 (ten) years.", {}),
    (
        "Unless earlier terminated under Article 9, this Memorandum, subject to the laws of both countries, shall "
        "continue in full force and effect for an initial period of five (5) years.",
        {"term": "m60"},
    ),
    (
        "This Memorandum shall come into effect on the date of its signing. It shall remain in force for three years.",
        {"starts": "signing", "term": "m36"},
    ),
    ("The committee meets twice a year. It shall remain in force for three years.", {}),
    ("This Agreement shall be effective upon its\n-----------------\nsigning by both Parties.", {"starts": "signing"}),
    ("This Agreement is entered into on 2 Nov. 2019 between A and B.", {"signed": "2019-11-02"}),
    (
        "Name: A\nTitle: Mayor\nDate: 7 August 2018\n\nName: B\nTitle: Mayor\nDate: 8 August 2018",
        {"signed": "2018-08-08"},
    ),
    ("Name: A\nTitle: Mayor\nDate: 7 August 2018\n\nName: B\nTitle: Mayor\nDate: ________", {}),
    ("Name: A\nTitle: Mayor\nDate: 7 August 2018\n\nName: B\nTitle: Mayor\nDate: 7/8/18", {}),
    ("DONE at Bandung on 5 May 2010 and at Suwon on 7 May 2010.", {"signed": "2010-05-07"}),
    (
        "Signed at Bandung on 5 May 2010.\nSigned at Suwon on 7 May 2010.\n"
        "Signed at Namur on 9 May 2010.\nSigned at Fort Worth on 11 May 2010.",
        {"signed": "2010-05-11"},
    ),
    ("Signed at Bandung on 5 May 2010.\nSigned at Bandung on 6 May 2010.", {"signed": "CONFLICT"}),
    ("Name: A\nDate: 5 May 2010\nName: B\nDate: 9 May 2010\nName: C\nDate: 7 May 2010", {"signed": "2010-05-09"}),
    ("Cards are unaffected by this Agreement. f. From 1 May 2020 through 30 June 2020 the City may order them.", {}),
    ("EFFECTIVE DATE\n\n1 June 2018\n\nThe Parties meet.", {"starts": "2018-06-01"}),
]


@pytest.mark.parametrize(("text", "stated"), MORE)
def test_what_looks_alike_is_told_apart(text: str, stated: dict[str, str]) -> None:
    """Drafts, reports, several signatures, blanks, other papers, programmes, slips of a scanner."""
    facts = facts_of(text)
    assert {name: shown(facts[name]) for name in COLUMNS.values() if shown(facts[name]) != "-"} == stated


@pytest.mark.parametrize(
    ("starts", "kind"),
    [
        ("This MoU shall enter into force on the date of its signing.", "computed"),
        ("This MoU shall enter into force on the date of the last notification.", "not-said"),
        ("This MoU is valid for three years from the Commencement Date.", "not-said"),
        ("", "computed"),
    ],
)
def test_an_end_is_computed_only_from_a_start_that_is_known(starts: str, kind: str) -> None:
    """Where the text makes the start depend on something, the signing is not taken in its place."""
    signed = "This MoU is signed on 27 November 2015 in Bandung. This MoU shall be valid for three years. "
    assert facts_of(signed + starts)["ends"].kind == kind


def test_a_paragraph_with_gaps_is_no_column() -> None:
    """Lines far longer than two columns are read across their gaps."""
    row = "The term of this Agreement shall commence on its signing      and shall continue for        five years. "
    long = row + "The annexes name the conditions and the means for each of the fields of this co-operation. " * 2
    assert shown(facts_of("\n".join([long] * 5))["term"]) == "m60"


WHOLE = {
    "text-city-memorandum.txt": {
        "title": "MEMORANDUM OF UNDERSTANDING BETWEEN THE CITY GOVERNMENT OF BANDUNG, REPUBLIC OF INDONESIA AND THE "
        "CITY GOVERNMENT OF TARUMA, JAPAN CONCERNING SISTER CITY COOPERATION",
        "instrument": "mou",
        "partner": "CITY GOVERNMENT OF TARUMA, JAPAN",
        "signed": "2016-08-22",
        "place": "Bandung",
        "starts": "signing",
        "term": "5 years",
        "ends": "2021-08-22",
        "renewal.period": "5 years",
        "termination.notice": "6 months",
        "fields": (
            "Education and culture",
            "Tourism",
            "Human resources development",
            "Other areas agreed upon by the Parties",
        ),
        "extra.languages": "Indonesian, Japanese, English",
        "extra.prevailing_language": "English",
    },
    "text-kesepakatan.txt": {
        "title": "KESEPAKATAN BERSAMA ANTARA PEMERINTAH DAERAH KOTA BANDUNG DENGAN PEMERINTAH DAERAH KABUPATEN TARUMA "
        "TENTANG KERJA SAMA PEMBANGUNAN DAERAH",
        "instrument": "mou",
        "partner": "PEMERINTAH DAERAH KABUPATEN TARUMA",
        "numbers": ("119/KB.12-Bag.KS/2023", "134.4/05/KSB/2023"),
        "signed": "2023-03-14",
        "place": "Bandung",
        "starts": "signing",
        "term": "5 years",
        "ends": "2028-03-14",
        "renewal.mode": "by-agreement",
        "extension.notice": "3 months",
        "termination.notice": "2 months",
        "fields": ("pendidikan", "pengelolaan sampah", "ketahanan pangan"),
    },
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_text_in_the_usual_form(name: str) -> None:
    """As ministries recommend it in English, and as regions make it at home: each fact, and nothing besides."""
    rows = (ROOT / "tests/data" / name).read_text("utf-8").split("\n")
    one = document(name, [Line(row, n) for n, row in enumerate(rows, 1)])
    facts = read_documents([one], "Pemerintah Kota Bandung")
    assert {fact.field: fact.value for fact in facts if fact.kind != "not-said"} == WHOLE[name]


def test_versions_in_two_languages_that_differ_are_a_conflict() -> None:
    """Two files of one agreement: both places are shown, nothing is proposed."""
    term = facts_of(
        "Memorandum ini berlaku untuk jangka waktu 3 (tiga) tahun.",
        "This Memorandum shall remain in force for a period of five years.",
    )["term"]
    assert (term.kind, term.value, term.alternatives) == ("conflict", None, ("3 years", "5 years"))
    assert [proof.file for proof in term.proofs] == ["0.txt", "1.txt"]


HEADED = """\
{title}
ANTARA PEMERINTAH KOTA BANDUNG DAN PEMERINTAH KOTA TARUMA
Nomor: 415.4/12/KS
Pada hari ini Jumat tanggal dua puluh tujuh bulan November tahun dua ribu lima belas, bertempat di Bandung.
Pasal 9
Memorandum ini berlaku untuk jangka waktu 5 (lima) tahun.
Article 10.
{last}
"""


def headed(title: str = "NOTA KESEPAHAMAN", last: str = "") -> dict[str, Fact]:
    """The facts of a text without blank lines between headings and sentences."""
    return facts_of(HEADED.format(title=title, last=last))


def test_a_sentence_begins_below_its_heading() -> None:
    """An article's number and the paper's own end where their line ends; the proof is the sentence with its line."""
    found = headed()
    shown = {field: [(one.line, one.text) for one in found[field].proofs] for field in ("signed", "place", "term")}
    day = "Pada hari ini Jumat tanggal dua puluh tujuh bulan November tahun dua ribu lima belas, bertempat di Bandung."
    assert shown == {
        "signed": [(4, day)],
        "place": [(4, day)],
        "term": [(6, "Memorandum ini berlaku untuk jangka waktu 5 (lima) tahun.")],
    }
    assert found["place"].value == "Bandung"


@pytest.mark.parametrize(
    ("title", "instrument"),
    [
        ("N O T A   K E S E P A H A M A N", "mou"),
        ("N O T A K E S E P A H A M A N", "mou"),
        ("M E M O R A N D U M   O F   U N D E R S T A N D I N G", "mou"),
        ("M E M O R A N D U M  O F  U N D E R S T A N D I N G", "mou"),
        ("M E M O R A N D U M O F U N D E R S T A N D I N G", "mou"),
        ("P E R J A N J I A N   K E R J A   S A M A", "pks"),
        ("L E T T E R   O F   I N T E N T", "loi"),
        ("A B C D E F G H", None),
    ],
)
def test_a_letter_spaced_heading_names_the_paper(title: str, instrument: str | None) -> None:
    """Whether the gaps between its words are wider than those between its letters or not."""
    assert headed(title)["instrument"].value == instrument


@pytest.mark.parametrize(
    ("last", "place"),
    [
        (
            "This Memorandum is signed on this twenty-seventh day of November, Two Thousand and Fifteen, in Suwon.",
            "Suwon",
        ),
        ("Signed on 27 November 2015, in Suwon, in two originals.", "Suwon"),
        ("Done in Suwon on 27 November 2015.", "Suwon"),
        ("This Letter of Intent is signed in Suwon on May 7, 2018.", "Suwon"),
        ("This Memorandum follows the Letter of Intent signed in Suwon on May 7, 2018.", None),
        ("Signed on 27 November 2015 in English and Indonesian.", None),
        ("Signed on 27 November 2015 in Two originals.", None),
    ],
)
def test_the_place_behind_the_day(last: str, place: str | None) -> None:
    """Where it was signed stands before the day or behind it; a language and a number of copies are no places."""
    assert facts_of(f"MEMORANDUM OF UNDERSTANDING\n\n{last}")["place"].value == place
