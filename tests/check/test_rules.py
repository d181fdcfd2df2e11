"""Rules about whole records: what they say, where they keep silent, and their manual pages."""

import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import product
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement, Closing, Extension, Partner, Renewal, Signature, Step
from mou_tracker.agreement.register import Book, Register
from mou_tracker.basics.dates import DAY, DateSpan, Period, parse_date
from mou_tracker.check.rule_table import RULES, check_book
from mou_tracker.check.rules.spreadsheets import turned_into
from mou_tracker.check.structural import STRUCTURAL, sound, structural
from mou_tracker.language.wording import Wording
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book

ENGLISH = Wording("en", lambda text: text, lambda one, many, n: one if n == 1 else many)
PROCEDURES = ShippedProcedures()
BASE = """
  - id: suwon
    title: MoU Bandung – Suwon
    partner: {name: Suwon, country: KR}
    kind: ksdpl
    instrument: mou
    sources: [{title: The signed text}]
"""


def register(*records: str, settings: str = "owner: office@example.org") -> Book:
    """A register of records like BASE, each with further lines; further records get ids suwon-2, suwon-3, …"""
    text = f"register: {{{settings}}}\nagreements:"
    for number, lines in enumerate(records, 1):
        base = BASE if number == 1 else BASE.replace("id: suwon", f"id: suwon-{number}")
        text += base + "".join(f"    {line}\n" for line in lines.strip("\n").split("\n") if line)
    book = read_book([("a.yaml", text.encode())], PROCEDURES)
    assert book.diagnostics == ()
    return book


def said(book: Book, state: Callable[[str, str, bool], str | None] | None = None) -> list[str]:
    """What the rules say, in English, with hints and the places that explain."""
    found = []
    for one in check_book(book, state):
        parts = [f"{one.rule}: {ENGLISH(one.message)}"]
        parts += [ENGLISH(one.hint)] if one.hint else []
        parts += [f"see {other.span.line}: {ENGLISH(other.message)}" for other in one.related]
        found.append("; ".join(parts))
    return found


SIGNED = "signed: 2015-11-27\nterm: 5 years"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            "signed: 2015-11-27\nends: 2015-11-26",
            "ends-before-start: the end, 26 November 2015, lies before the start, 27 November 2015; see 9: the start",
        ),
        (
            SIGNED + "\nclosed: {on: 2014, how: terminated}",
            "out-of-order: 2014 lies before the signing, 27 November 2015; see 9: the signing",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2020-11-28, term: 1 year}]",
            "extension-after-end: signed on 28 November 2020, after the term had ended on 27 November 2020; "
            "say from when it counts with `starts`",
        ),
        (
            SIGNED + "\nends: 2021-01-31",
            "ends-and-term-differ: it ends on 31 January 2021, but 27 November 2015 + 5 years gives 27 November 2020; "
            "see 10: the term",
        ),
        (
            "signed: 2015-11\nterm: 5 years\nend_of_term: eve\nends: 2021-01-31",
            "ends-and-term-differ: it ends on 31 January 2021, but November 2015 + 5 years gives "
            "31 October 2020 to 29 November 2020; see 10: the term",
        ),
        (
            SIGNED + "\nrenewal: {mode: automatic, period: 1 year, notice: 3 months}\nnotice_given: 2021-10-01",
            "notice-late: notice on 1 October 2021 came after 27 August 2021; it works at the end of the term that "
            "ends on 27 November 2022",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2023-05-02, starts: 2023-05-02, term: 1 year}]",
            "gap-between-terms: not in force from 28 November 2020 to 1 May 2023: 885 days",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2020-11-29, starts: 2020-11-29, term: 1 year}]",
            "gap-between-terms: not in force from 28 November 2020 to 28 November 2020: 1 day",
        ),
        (
            "signed: 2026-01-01\nterm: 1 month\ndprd: not-required\nrenewal: {mode: none, notice: 60 days}",
            "notice-longer-than-term: the notice period, 60 days, is longer than 1 month; "
            "see 10: shorter than the notice",
        ),
        (
            SIGNED + "\nnotes: Ditandatangani Kamis, 27 November 2015",
            "weekday-differs: Kamis is not the weekday of 27 November 2015; 27 November 2015 was a Friday",
        ),
        (
            "term: 5 years\nsteps: [{step: signing, done: 2015-11-27}]",
            "signing-day-missing: its signing is done, but it has no day of signing; it counts as not signed; "
            "write `signed` with the day, or `signed: unknown`",
        ),
        (
            "signed: 2015-11-27\nstarts: 1915-11-27\nterm: indefinite",
            "start-long-ago: it begins on 27 November 1915, before 1926: is the year right?",
        ),
        (
            "signed: 2015\nterm: 5 years\nextensions: [{signed: 2021-01, term: 1 year}]",
            "extension-after-end: signed in January 2021, after the term had ended in 2020; "
            "say from when it counts with `starts`",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2019-11-27, ends: 2018-12-31}]",
            "ends-before-start: the end, 31 December 2018, lies before its signing, 27 November 2019; "
            "see 11: the signing",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2016-11-27, starts: 2015-01-01, term: 1 year}]",
            "out-of-order: 1 January 2015 lies before the start, 27 November 2015; see 9: the start",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2019-11-27, term: 1 year}]\nclosed: {on: 2018, how: terminated}",
            "out-of-order: 2018 lies before the signing of an extension, 27 November 2019; see 11: the signing of an "
            "extension",
        ),
        (
            "steps: [{step: exploration, done: 2019-11-27}]\nclosed: {on: 2018, how: abandoned}",
            "out-of-order: 2018 lies before a step, 27 November 2019; see 9: a step",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2019-11-27, term: 1 year, ends: 2022-11-27}]",
            "ends-and-term-differ: it ends on 27 November 2022, but its term, 1 year, gives 27 November 2021; "
            "see 11: the term",
        ),
        (
            "signed: 2015-11-27\nterm: 5 years\ndprd: required",
            "signed-without-dprd: signed on 27 November 2015 without the DPRD's consent on record; record the step "
            "`dprd-approval`, or `dprd: not-required`",
        ),
        (
            SIGNED + "\nextensions: [{signed: 2019-11-27, ends: 2020-11-25}]",
            "extension-shortens: it ends on 25 November 2020, before the last day of what it extends, "
            "27 November 2020; if the agreement ended early, record `closed`",
        ),
        (
            SIGNED + "\nsteps: [{step: signing, done: 2016-01}]",
            "signing-days-differ: the signing is done in January 2016, but it was signed on 27 November 2015; "
            "see 9: the signature",
        ),
        (
            SIGNED + "\nrenews: suwan",
            "no-such-agreement: there is no agreement `suwan`; did you mean `suwon`?",
        ),
        (
            SIGNED + "\nowner: ksln",
            "no-such-contact: there is no contact `ksln`; write a mail address, or add it to the `contacts` of the "
            "register",
        ),
        (
            "signed: 2025-03-01\nterm: 5 years\nsteps: [{step: dprd-approval, done: 2025-03-25, outcome: approved}]",
            "signed-without-dprd: signed on 1 March 2025, before the DPRD consented on 25 March 2025; "
            "see 11: the consent",
        ),
    ],
)
def test_the_sentence(lines: str, sentence: str) -> None:
    """Each finding says both facts that contradict each other, and where the other one stands."""
    assert said(register(lines)) == [sentence]


MONTHS_AS_WRITTEN = """
januari january jan
februari pebruari february feb peb
maret march mar mrt
april apr
mei may
juni june jun
juli july jul
agustus august aug agu ags agt agst ag
september sept sep
oktober october okt oct
november nopember nov nop
desember december des dec
"""
WEEKDAYS_AS_WRITTEN = """
senin monday
selasa tuesday
rabu wednesday
kamis thursday
jumat jum'at jum’at friday
sabtu saturday
minggu ahad sunday
"""


def test_a_weekday_is_compared_with_its_day_however_both_are_spelt() -> None:
    """In a sentence only whole words are known, so each spelling counts."""
    weekdays = [words.split() for words in WEEKDAYS_AS_WRITTEN.strip().split("\n")]
    for month, names in enumerate(MONTHS_AS_WRITTEN.strip().split("\n"), 1):
        for name in names.split():
            notes = [f"{word.capitalize()}, 3 {name} 2018" for words in weekdays for word in words]
            found = check_book(register(SIGNED + "\nnotes: |\n" + "\n".join(f"  {note}" for note in notes)))
            wrong = [
                note for note in notes if note.partition(",")[0].lower() not in weekdays[date(2018, month, 3).weekday()]
            ]
            assert [ENGLISH(one.message).partition(" is")[0] for one in found] == [
                note.partition(",")[0] for note in wrong
            ]


def test_an_overlap_says_its_days() -> None:
    """The first and the last day on which both are in force, and where the other one stands."""
    assert said(register(SIGNED, "signed: 2017-03-01\nterm: 1 year")) == [
        "overlapping-agreements: suwon with the same partner is in force too from 1 March 2017 to 1 March 2018; "
        "see 3: suwon, in force at the same time"
    ]
    assert said(register(SIGNED, "signed: 2020-11-27\nterm: 1 year\ndprd: not-required")) == [
        "overlapping-agreements: suwon with the same partner is in force too on 27 November 2020; "
        "see 3: suwon, in force at the same time"
    ]


def test_capitals_make_no_other_partner() -> None:
    """A name that was typed in capitals once is the same partner."""
    book = register(SIGNED, "signed: 2017-03-01\nterm: 1 year")
    first, second = book.agreements
    shouted = replace(book, agreements=(first, replace(second, partner=replace(second.partner, name="SUWON"))))
    assert [text.partition(":")[0] for text in said(shouted)] == ["overlapping-agreements"]


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("2020-11-28", None),
        ("2020-11-27", "it begins on 27 November 2020, 1 day before suwon is over (27 November 2020)"),
        ("2020-11-20", "it begins on 20 November 2020, 8 days before suwon is over (27 November 2020)"),
        ("2020-11-29", "not in force from 28 November 2020 to 28 November 2020: 1 day"),
        ("2020-11", None),
    ],
)
def test_a_renewal_begins_on_the_day_after(start: str, sentence: str | None) -> None:
    """A renewal on the last day itself overlaps by one day; a partial date that may fit is left alone."""
    renewal = f"signed: 2020-11-01\ndprd: not-required\nstarts: {start}\nterm: 5 years\nrenews: suwon"
    found = said(register(SIGNED, renewal))
    assert [text.split("; see")[0].partition(": ")[2] for text in found] == ([sentence] if sentence else [])


def test_a_gap_counts_renewals_by_itself_and_a_closing() -> None:
    """An automatic renewal leaves no gap before the next instrument; a closing does."""
    automatic = SIGNED + "\nrenewal: {mode: automatic, period: 1 year}"
    after = "signed: 2023-11-28\ndprd: not-required\nterm: 5 years\nrenews: suwon"
    closed = "\nclosed: {on: 2022-11-27, how: terminated}"
    assert [text.partition(":")[0] for text in said(register(automatic, after))] == ["renewal-overlaps"]
    assert said(register(automatic + closed, after)) == [
        "gap-between-terms: not in force from 28 November 2022 to 27 November 2023: 365 days; see 20: in force again"
    ]


@pytest.mark.parametrize("anew", list(product((True, False), repeat=3)))
def test_a_gap_lies_before_each_extension_that_begins_anew(anew: tuple[bool, ...]) -> None:
    """Extensions that only lengthen lie between them: the gap is named where the next one says when it starts."""
    lines, last, gaps = [], date(2020, 11, 27), []
    for number, starts in enumerate(anew):
        if starts:
            first = last + 11 * DAY
            lines += [f"  - {{signed: {first}, starts: {first}, term: 1 year}}"]
            told = f"not in force from {ENGLISH.day(last + DAY)} to {ENGLISH.day(last + 10 * DAY)}: 10 days"
            gaps += [(12 + number, told)]
            last = first.replace(year=first.year + 1)
        else:
            lines += [f"  - {{signed: {last}, ends: {last + 100 * DAY}}}"]
            last += 100 * DAY
    found = check_book(register("\n".join((SIGNED, "extensions:", *lines))))
    assert [(one.span.line, ENGLISH(one.message)) for one in found] == gaps


@pytest.mark.parametrize(
    ("given", "late"),
    [("2020-08-27", False), ("2020-08-28", True), ("2020-08", False), ("2020", False), ("2021-08-27", False)],
)
def test_notice_is_late_from_the_day_after_its_last_day(given: str, late: bool) -> None:
    """The notice day itself is in time, for the first term as for a renewed one; a partial date may be in time."""
    lines = f"{SIGNED}\nrenewal: {{mode: automatic, period: 1 year, notice: 3 months}}\nnotice_given: {given}"
    assert bool(said(register(lines))) is late


def test_notice_in_the_last_renewal_cannot_be_late() -> None:
    """Where the renewals are used up the agreement ends anyway."""
    lines = (
        f"{SIGNED}\nrenewal: {{mode: automatic, period: 1 year, times: 1, notice: 3 months}}\nnotice_given: 2021-11-01"
    )
    assert said(register(lines)) == []


@pytest.mark.parametrize(
    "lines",
    [
        "signed: 2015\nends: 2015",
        "signed: 2015-11\nterm: 5 years\nends: 2020-10-31",
        "signed: 2018\nterm: 5 years",
        "signed: 2015\nterm: 5 years\nextensions: [{signed: 2020-12-31, term: 1 year}]",
        "signed: 2015\nterm: 5 years\nclosed: {on: 2015, how: completed}",
        "signed: 2015-11-27\nterm: 5 years\nextensions: [{signed: 2020-12, starts: 2020-11, term: 1 year}]",
        "steps: [{step: dprd-approval, received: 2025-03-03, done: 2025-03}]",
        "steps: [{step: dprd-approval, done: 2025-03-03}, {step: draft-text, done: 2025}]",
        "signed: 2015\nterm: 5 years\nextensions: [{signed: 2019, ends: 2020, term: 1 year}]",
        SIGNED + "\nextensions: [{signed: 2019, ends: 2021-11-26, term: 1 year}]",
        SIGNED + "\nextensions: [{signed: 2019, ends: 2021, term: 1 year}]\nclosed: {on: 2019, how: terminated}",
        "signed: 2015\nterm: unknown\nextensions: [{signed: 2019, ends: 2021, term: 1 year}]",
        "signed: 2015-11\nterm: 5 years\nextensions: [{signed: 2019, ends: 2020-11-01}]",
        SIGNED + "\nextensions: [{signed: 2019, ends: 2020}]",
        "signed: 2015\nterm: 5 years\nsteps: [{step: signing, done: 2015-11-27}]",
        SIGNED + "\nsteps: [{step: signing, done: 2015}]",
        SIGNED + "\nsteps: [{step: signing, started: 2015}]",
    ],
)
def test_partial_dates_are_a_finding_only_where_no_reading_fits(lines: str) -> None:
    """A date known to the month or year is not held against a record that may be right."""
    assert said(register(lines)) == []


@pytest.mark.parametrize(
    "lines",
    [
        SIGNED + "\nextensions: [{signed: 2019-11-27, ends: 2020-11-26}]",
        SIGNED + "\nend_of_term: eve\nextensions: [{signed: 2019-11-27, ends: 2020-11-27}]",
        "signed: 2015-11-27\nterm: indefinite\nextensions: [{signed: 2019-11-27, ends: 2020-12-31}]",
        "signed: 2015-11-27\nterm: unknown\nextensions: [{signed: 2019-11-27, ends: 2019-12-31}]",
        SIGNED + "\nextensions: [{signed: 2019-11-27, term: indefinite}, {signed: 2020-05-01, ends: 2020-06-30}]",
        SIGNED + "\nextensions: [{signed: 2019-11-27, starts: 2020-01-01, term: unknown}]",
        SIGNED + "\nrenewal: {mode: automatic, period: 1 year}\nextensions: [{signed: 2021-11-27, ends: 2021-11-28}]",
    ],
)
def test_an_extension_lengthens_by_either_reading(lines: str) -> None:
    """The eve of the last day is the last day too; and what has no known end cannot be made shorter."""
    assert said(register(lines)) == []


@pytest.mark.parametrize("broken", ["signed: then, term: 1 year", "signed: 2019-06-01, ends: then"])
def test_an_extension_that_cannot_be_read_may_be_what_is_extended(broken: str) -> None:
    """Of the extensions of a record of which one is broken nothing is said."""
    lines = f"{SIGNED}\nextensions: [{{{broken}}}, {{signed: 2019-07-01, ends: 2019-12-31}}]".split("\n")
    text = f"register: {{owner: office@example.org}}\nagreements:{BASE}" + "".join(f"    {line}\n" for line in lines)
    assert said(read_book([("a.yaml", text.encode())], PROCEDURES)) == []


TWO_SIGNATURES = "signed: [{by: Suwon, on: 2015-11-20}, {by: Bandung, on: 2015-11-27}]\nterm: 5 years\n"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (TWO_SIGNATURES + "steps: [{step: signing, done: 2015-11-20}]", False),
        (TWO_SIGNATURES + "steps: [{step: signing, done: 2015-11-27}]", False),
        (TWO_SIGNATURES + "steps: [{step: signing, done: 2015-11-23}]", True),
        (SIGNED + "\nsteps: [{step: signing, done: 2015-11-01, outcome: refused}]", False),
        (SIGNED + "\nsteps: [{step: signing, done: 2015-11-01, outcome: approved}]", True),
        (SIGNED + "\nsteps: [{step: signing, received: 2015-11-28}]", True),
        (SIGNED + "\nsteps: [{step: signing, received: 2015-11-27}]", False),
        (SIGNED + "\nsteps: [{step: deposit, done: 2015-12-27}]", False),
        ("signed: unknown\nterm: 5 years\nsteps: [{step: signing, done: 2015-12-27}]", False),
    ],
)
def test_a_signing_has_the_day_of_a_signature(lines: str, found: bool) -> None:
    """Of one of them, where there are several; a signing that failed has its own day, and so has every other step."""
    rules = {one.rule for one in check_book(register(lines))}
    assert ("signing-days-differ" in rules) is found


def test_the_signing_is_the_step_that_the_procedure_names() -> None:
    """A later step that is a signature too, as that of the implementing text, has a day of its own."""
    steps = "{step: signing, done: 2016-01-01}, {step: implementing-signing, done: 2016-12-27}"
    text = f"register: {{owner: o@example.org}}\nagreements:{BASE}    signed: 2015-11-27\n    steps: [{steps}]\n"
    book = read_book([("a.yaml", text.replace("KR", "ID").replace("ksdpl", "ksdd").encode())], PROCEDURES)
    assert book.diagnostics == ()
    found = [one for one in check_book(book) if one.rule == "signing-days-differ"]
    assert [one.span.col for one in found] == [text.split("\n")[-2].index("2016-01-01") + 1]


def test_related_agreements_do_not_overlap() -> None:
    """Neither a renewal, nor a letter of intent, nor what stands under an MoU, nor another partner's agreement."""
    both = "\nterm: 5 years\ndprd: not-required"
    assert said(register("signed: 2015-11-27\nterm: unknown", "signed: 2016-11-27" + both + "\nrenews: suwon")) == []
    text = "register: {owner: office@example.org}\nagreements:" + "".join(
        BASE.replace("id: suwon", f"id: a{n}").replace("mou", instrument).replace("name: Suwon", f"name: {name}")
        + "    signed: 2016-11-27\n    term: 5 years\n"
        for n, (instrument, name) in enumerate(
            [
                ("mou", "Suwon"),
                ("loi", "Suwon"),
                ("loi", "Suwon"),
                ("ia", "Suwon"),
                ("pks", "Suwon"),
                ("pks", "Suwon"),
                ("mou", "Gumi"),
                ("addendum", "Suwon"),
            ]
        )
    )
    assert said(read_book([("a.yaml", text.encode())], PROCEDURES)) == []


def test_the_register_may_hold_that_renewals_need_no_consent() -> None:
    """`dprd_on_renewal: not-required` silences the warning for renewals alone."""
    after = "signed: 2020-11-28\nterm: 5 years\nrenews: suwon"
    asked = "owner: office@example.org"
    assert [text.partition(":")[0] for text in said(register(SIGNED, after, settings=asked))] == ["signed-without-dprd"]
    settled = asked + ", procedures: {ksdpl: {dprd_on_renewal: not-required}}"
    assert said(register(SIGNED, after, settings=settled)) == []


def test_documents_are_looked_at_only_where_that_is_possible() -> None:
    """Without a way to look nothing is said; a checksum is asked for only where the record has one."""
    lines = SIGNED + "\ndocuments: [{title: T, path: t.pdf}, {title: U, path: u.pdf, sha256: " + "A" * 64 + "}]"
    asked = []

    def state(file: str, path: str, wanted: bool) -> str | None:
        asked.append((file, path, wanted))
        return {"t.pdf": "missing", "u.pdf": "b" * 64}[path]

    assert said(register(lines)) == []
    assert said(register(lines), lambda *_: None) == []
    assert said(register(lines), lambda *_: "a" * 64) == []
    assert said(register(lines), state) == [
        "document-missing: there is no file `t.pdf`",
        f"checksum-differs: `u.pdf` has another checksum; it is {'b' * 64}",
    ]
    assert set(asked) == {("a.yaml", "t.pdf", False), ("a.yaml", "u.pdf", True)}


# Records that are no use


def test_records_that_contradict_themselves_are_unreadable() -> None:
    """They leave the register with their first error; the others stay, also those that name them."""
    book = register(SIGNED + "\nends: 2014", "renews: suwon\nsince: 2015", SIGNED + "\nrenews: suwon-9")
    usable = sound(book)
    assert [agreement.id for agreement in usable.agreements] == ["suwon-2"]
    assert [(one.id, one.line, one.file, ENGLISH(one.message)) for one in usable.unreadable] == [
        ("suwon", 3, "a.yaml", "the end, 2014, lies before the start, 27 November 2015"),
        ("suwon-3", 22, "a.yaml", "there is no agreement `suwon-9`"),
    ]
    assert [one.rule for one in usable.diagnostics] == ["ends-before-start", "no-such-agreement"]
    assert sound(usable) == usable


def test_a_sound_register_is_handed_back_as_it_is() -> None:
    """Nothing is copied where nothing is wrong."""
    book = register(SIGNED)
    assert sound(book) is book
    assert structural(book) == []


@pytest.mark.parametrize("field", ["renews", "ends_with"])
def test_every_record_of_a_circle_is_named(field: str) -> None:
    """Three in a circle are three findings; a fourth that leads into it is sound."""
    lines = [f"since: 2015\n{field}: suwon{suffix}" for suffix in ("-2", "-3", "", "")]
    book = register(*lines)
    assert [(one.rule, one.agreement) for one in structural(book)] == [
        ("reference-circle", "suwon"),
        ("reference-circle", "suwon-2"),
        ("reference-circle", "suwon-3"),
    ]


def test_what_only_follows_from_an_error_is_not_looked_for() -> None:
    """One mistake is one finding: the end that cannot be is not compared with the term."""
    assert [text.partition(":")[0] for text in said(register("signed: 2015-11-27\nends: 2014\nterm: 5 years"))] == [
        "ends-before-start"
    ]


# Hostile and large registers


spans = st.sampled_from(
    ["1900", "1915-03", "2015", "2015-11", "2015-11-27", "2018-07-13", "2020-02-29", "2020-11-27", "2021", "2200-12-31"]
).map(parse_date)
periods = st.sampled_from([Period(days=1), Period(months=1), Period(years=5), Period(years=200), Period(weeks=6)])
maybe = st.none()
steps = st.builds(
    Step,
    st.sampled_from(["exploration", "dprd-approval", "signing"]),
    maybe | spans,
    maybe | spans,
    maybe | spans,
    st.sampled_from([None, "approved", "refused", "returned"]),
)
extensions = st.builds(Extension, spans, maybe | periods, maybe | spans, maybe | spans)
renewals = st.builds(
    Renewal,
    st.sampled_from(["automatic", "by-agreement", "none"]),
    maybe | periods,
    maybe | st.integers(0, 3),
    maybe | periods,
    st.none(),
    maybe | spans,
)
ids = st.sampled_from(["a", "b", "c", "nowhere"])
records = st.builds(
    Agreement,
    id=ids,
    title=st.just("T"),
    partner=st.just(Partner("Suwon", "KR")),
    kind=st.sampled_from(["ksdpl", "ksdd", "other"]),
    instrument=st.sampled_from(["mou", "loi", "pks"]),
    since=maybe | spans,
    signed=st.lists(st.builds(Signature, spans), max_size=2).map(tuple),
    starts=maybe | spans,
    term=maybe | periods | st.sampled_from(["indefinite", "unknown"]),
    ends=maybe | spans,
    ends_with=maybe | ids,
    end_of_term=st.sampled_from([None, "eve", "anniversary"]),
    renewal=renewals,
    notice_given=maybe | spans,
    extensions=st.lists(extensions, max_size=2).map(tuple),
    closed=maybe | st.builds(Closing, spans, st.just("terminated"), maybe | ids),
    renews=maybe | ids,
    steps=st.lists(steps, max_size=3).map(tuple),
    dprd=st.sampled_from([None, "required"]),
    notes=st.sampled_from([None, "Friday, 31 Feb 2015", "Minggu 2015-02-30 (Ahad)"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(records, max_size=3, unique_by=lambda record: record.id))
def test_no_combination_of_dates_and_references_raises(found: list[Agreement]) -> None:
    """Whatever sound values stand together, the rules give findings, in order of place, and the rest is sound."""
    procedures = read_book([], PROCEDURES).procedures
    book = Book(Register(), tuple(found), procedures)
    assert all(finding.rule in RULES for finding in check_book(book))
    assert structural(sound(book)) == [] or any(one.renews or one.ends_with or one.closed for one in found)


def test_many_agreements_with_one_partner_cost_no_more_than_a_sort() -> None:
    """Ten thousand that all overlap: comparing each with each would take minutes."""
    day = date(2015, 11, 27)
    found = tuple(
        Agreement(
            f"a{n}",
            "T",
            Partner("Suwon", "KR"),
            "other",
            "mou",
            signed=(Signature(DateSpan(day, day)),),
            term=Period(years=1 + n % 150),
            renews=f"a{n - 1}" if n % 2 else None,
        )
        for n in range(10_000)
    )
    begun = time.process_time()
    assert len(check_book(Book(Register(), found, {}))) > 9_000
    assert time.process_time() - begun < 5


def test_many_unknown_names_cost_little() -> None:
    """Suggestions stop after the first few: each looks through all ids."""
    found = tuple(
        Agreement(f"suwon-{n}", "T", Partner("Suwon", "KR"), "other", "mou", renews=f"suwan-{n}") for n in range(5_000)
    )
    begun = time.process_time()
    assert len(structural(Book(Register(), found, {}))) == 5_000
    assert time.process_time() - begun < 5


# The manual


def examples(page: str, kind: str) -> list[str]:
    """The YAML blocks of a page under `Bad:` or `Good:`."""
    blocks = re.split(r"^(Bad|Good):\n", page, flags=re.MULTILINE)
    return [dedent(text) for name, text in zip(blocks[1::2], blocks[2::2], strict=True) if name == kind]


@pytest.mark.parametrize("name", RULES)
def test_the_page_of_a_rule_tells_the_truth(name: str) -> None:
    """Each bad example gives exactly the findings marked in it, each good one none; and there is a summary."""
    page = dedent("    " + (RULES[name].function.__doc__ or "")).strip() + "\n"
    assert re.match(r"[A-Z`][^\n]*\.\n\n", page)
    bad, good = examples(page, "Bad"), examples(page, "Good")
    assert good
    assert bad or name in ("document-missing", "checksum-differs", "text-differs")
    for text in (*bad, *good):
        marked = [(text.count("\n", 0, m.start()) + 1, m[1]) for m in re.finditer(r" *#! ([a-z-]+)", text)]
        assert all(rule == name for _, rule in marked)
        book = read_book([("a.yaml", re.sub(r" *#! .*", "", text).encode())], PROCEDURES)
        found = [(one.span.line, one.rule) for one in (*book.diagnostics, *check_book(book))]
        assert Counter(found) == Counter(marked)
        assert bool(marked) is (text in bad)


def test_a_step_out_of_order_is_an_error_but_the_record_is_shown() -> None:
    """The order of steps can be odd in truth; a waiver says so, and no list loses the record."""
    book = register("steps: [{step: dprd-approval, done: 2025-03-03}, {step: draft-text, done: 2024}]")
    [finding] = check_book(book)
    assert (finding.rule, finding.severity) == ("steps-out-of-order", "error")
    assert sound(book) is book


def test_what_makes_a_record_unreadable_is_an_error() -> None:
    """A warning never takes a record away."""
    assert {rule.severity for rule in STRUCTURAL} == {"error"}


OLD = "signed: 2015-11-27\nterm: 9 years\ndprd: not-required"
NEW = "signed: 2020-11-27\nterm: 5 years\ndprd: not-required"


@pytest.mark.parametrize("lines", [(OLD, NEW + "\nrenews: suwon"), (NEW + "\nrenews: suwon-2", OLD)])
def test_a_renewal_is_no_overlap_in_either_order(lines: tuple[str, str]) -> None:
    """Whether the older record stands first in the file or last, it is the one that is renewed."""
    assert [text.partition(":")[0] for text in said(register(*lines))] == ["renewal-overlaps"]


@pytest.mark.parametrize("first_renews", [True, False])
def test_a_renewal_of_the_same_day_is_no_overlap(first_renews: bool) -> None:
    """Where both begin on one day the order of the file decides which is looked at first, and says nothing."""
    same = "signed: 2020-11-27\nterm: 5 years\ndprd: not-required"
    lines = (same + "\nrenews: suwon-2", same) if first_renews else (same, same + "\nrenews: suwon")
    assert "overlapping-agreements" not in {text.partition(":")[0] for text in said(register(*lines))}


@pytest.mark.parametrize(("outcome", "found"), [("returned", False), ("approved", True), ("refused", True)])
@pytest.mark.parametrize("returned_first", [True, False])
def test_a_step_that_was_returned_is_out_of_no_order(outcome: str, found: bool, returned_first: bool) -> None:
    """What follows it is done anew; every other outcome stands where it is done."""
    first, second = "{step: dprd-approval, done: 2025-03-03, %s}", "{step: draft-text, done: 2024-05-01, %s}"
    told = f"outcome: {outcome}"
    ends = (told, "note: x") if returned_first else ("note: x", told)
    steps = f"{first % ends[0]}, {second % ends[1]}"
    rules = [finding.rule for finding in check_book(register(f"steps: [{steps}]"))]
    assert ("steps-out-of-order" in rules) is found


@pytest.mark.parametrize("lines", [(OLD, NEW + "\nunder: suwon"), (NEW + "\nunder: suwon-2", OLD)])
def test_what_carries_out_another_one_is_no_overlap(lines: tuple[str, str]) -> None:
    """An MoU under an umbrella MoU with the same partner is in force beside it on purpose, in either order."""
    assert "overlapping-agreements" not in {text.partition(":")[0] for text in said(register(*lines))}


def test_an_uncertain_extension_is_no_overlap() -> None:
    """An extension that may begin after the other agreement has ended is not held against it."""
    again = "extensions: [{signed: 2015-11, starts: 2016, term: 1 year}]"
    first = f"signed: 2010-11-27\nterm: 5 years\ndprd: not-required\n{again}"
    second = "signed: 2015-12-01\nends: 2016-06-30\ndprd: not-required"
    assert "overlapping-agreements" not in {text.partition(":")[0] for text in said(register(first, second))}


def test_an_uncertain_term_overlaps_only_on_days_that_it_surely_holds() -> None:
    """Signed some day of 2015 for five years: in force for certain from the end of 2015 to the first day of 2020."""
    first = "signed: 2015\nterm: 5 years\ndprd: not-required"
    for start, found in (("2019-12-31", True), ("2020-06-01", False)):
        both = register(first, f"signed: {start}\nterm: 1 year\ndprd: not-required")
        assert ("overlapping-agreements" in {text.partition(":")[0] for text in said(both)}) is found


SPREADSHEETS = {
    "another number": ["1e5", "12E3", "0123", "123456789012"],
    "a date": ["2015-03", "2015-3-27", "27-3-2015", "3/27/2015", "1-2", "31-12", "12-31", "mar-2015", "mei-15",
               "27-mar", "27-mar-2015", "1 April 2015", "agustus-2020", "12-2015"],
    None: ["suwon-2015", "2015", "15", "2015-13", "32-13", "mar-del-plata-2019", "marseille-2019", "may-day-2020",
           "119/KS/2015", "99-99", "40-mar", "1-2-3-4", "e5", "1e5x", "may", "12-2015-x", "2015-03-suwon"],
}  # fmt: skip


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in SPREADSHEETS.items() for text in texts])
def test_what_a_spreadsheet_makes_of_a_text(what: str | None, text: str) -> None:
    """As Excel and LibreOffice read a cell of a CSV file, in English and Indonesian."""
    found = turned_into(text)
    assert (found and ENGLISH(found)) == what
    book = register(f"numbers: {{ours: '{text}'}}")
    said = [one for one in check_book(book) if one.rule == "changed-by-spreadsheet"]
    assert [ENGLISH(one.message) for one in said] == ([f"a spreadsheet turns {text!r} into {what}"] if what else [])


def test_a_contact_that_nothing_is_like_has_those_there_are() -> None:
    """Whoever writes a name is told what may stand there."""
    contacts = "contacts: {office: {name: Office, email: o@example.org}}, owner: office"
    assert said(register(SIGNED + "\ndprd: not-required\nowner: budi", settings=contacts)) == [
        "no-such-contact: there is no contact `budi`; write a mail address, or one of the contacts: office"
    ]
