"""Whole registers: every field as a value, files together, places, and what cannot be read."""

from datetime import date

import pytest
from hypothesis import given

from mou_tracker.agreement.procedure import ProcedureChange, StepChange
from mou_tracker.agreement.record import (
    Agreement,
    Closing,
    Document,
    Escalation,
    Extension,
    FollowUp,
    Ladder,
    Offsets,
    Partner,
    Renewal,
    Signature,
    Source,
    Step,
)
from mou_tracker.agreement.register import Contact, Holidays, Register, Unreadable
from mou_tracker.basics.dates import DateSpan, Period, parse_date
from mou_tracker.basics.findings import Span
from mou_tracker.basics.phrases import Words, phrase
from mou_tracker.edit.tree import tree
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.parsing.events import Loader
from mou_tracker.parsing.file_findings import file_unreadable
from mou_tracker.register.read import read_book
from tests.edit.registers import registers
from tests.parsing.helpers import HEAD, LAST, PROCEDURES, RECORD, Found, book_of, both_loaders, found, with_lines

EVERYTHING = """\
agreements:
  - id: suwon-2019
    title: Memorandum of understanding
    partner: {name: Suwon, country: KR, body: City council}
    kind: ksdpl
    instrument: mou
    since: 2018
    signed:
      - {by: Suwon, on: 2019-04-22}
      - {by: Bandung, on: 2019-04}
    starts: 2019-05-01
    term: 2 years 6 months
    ends: 2021-11-01
    ends_with: frame
    end_of_term: eve
    renewal: {mode: automatic, period: P1Y, times: 2, notice: 90 hari, decision: renew, decided: 2021-06}
    notice_given: 2021-07-01
    extensions:
      - {signed: 2021-10-01, term: indefinite, starts: 2021-11-02, instrument: addendum, document: Letter}
      - {signed: 2022-10-01, ends: 2024}
    closed: {on: 2025-01-31, how: replaced, by: suwon-2025, reason: A new text}
    renews: suwon-2014
    steps:
      - {step: initiative, received: 2018-01-02, started: 2018-01-03, done: 2018-02, outcome: approved,
         reference: 12/KS, note: fine}
    dprd: not-required
    follow_ups:
      - {what: Call, due: 2020-01, owner: [ksln, a@example.org], done: 2020-02-01}
    fields: [education, 2015]
    owner: ksln
    documents:
      - {title: Text, path: texts/suwon.pdf, url: "https://example.org/x?a=1", sha256: %s}
    sources:
      - {title: Report, publisher: City, published: 2023-02-01, url: "http://example.org", file: a.txt, says: [signed]}
    reminders: {lapsed: [1 day, then every 6 months], decision: [0 days], escalate: {after: 2 weeks, to: ksln}}
    notes: |
      First.
      Second.
""" % ("AB" * 32)


@both_loaders
def test_every_field_is_read(loader: Loader) -> None:
    """A record that uses all keys, compared as one value."""
    book = book_of(EVERYTHING, loader)
    assert book.diagnostics == ()
    assert book.agreements == (
        Agreement(
            id="suwon-2019",
            title="Memorandum of understanding",
            partner=Partner("Suwon", "KR", "City council"),
            kind="ksdpl",
            instrument="mou",
            since=parse_date("2018"),
            signed=(Signature(parse_date("2019-04-22"), "Suwon"), Signature(parse_date("2019-04"), "Bandung")),
            starts=parse_date("2019-05-01"),
            term=Period(years=2, months=6),
            ends=parse_date("2021-11-01"),
            ends_with="frame",
            end_of_term="eve",
            renewal=Renewal("automatic", Period(years=1), 2, Period(days=90), "renew", parse_date("2021-06")),
            notice_given=parse_date("2021-07-01"),
            extensions=(
                Extension(parse_date("2021-10-01"), "indefinite", None, parse_date("2021-11-02"), "addendum", "Letter"),
                Extension(parse_date("2022-10-01"), None, parse_date("2024")),
            ),
            closed=Closing(parse_date("2025-01-31"), "replaced", "suwon-2025", "A new text"),
            renews="suwon-2014",
            steps=(
                Step(
                    "initiative",
                    parse_date("2018-01-02"),
                    parse_date("2018-01-03"),
                    parse_date("2018-02"),
                    "approved",
                    "12/KS",
                    "fine",
                ),
            ),
            dprd="not-required",
            follow_ups=(FollowUp("Call", parse_date("2020-01"), ("ksln", "a@example.org"), parse_date("2020-02-01")),),
            fields=("education", "2015"),
            owner=("ksln",),
            documents=(Document("Text", "texts/suwon.pdf", "https://example.org/x?a=1", "ab" * 32),),
            sources=(Source("Report", "City", parse_date("2023-02-01"), "http://example.org", "a.txt", ("signed",)),),
            reminders=Ladder(
                decision=Offsets((Period(),)),
                lapsed=Offsets((Period(days=1),), Period(months=6)),
                escalate=Escalation(Period(weeks=2), ("ksln",)),
            ),
            notes="First.\nSecond.",
        ),
    )


SETTINGS = """\
register:
  name: Register
  authority: Kota
  timezone: Europe/Berlin
  language: en
  end_of_term: eve
  renewal_window: 18 months
  holidays: {country: DE, collective_leave: false, add: [2026-12-24], remove: ['2026-05-01']}
  contacts:
    ksln: {name: Office, email: office@example.org, language: id}
    42: {email: a.b+c@mail.example.org}
  owner: [ksln, a@example.org]
  id: bandung-ksln
  maintainer: ksln
  reminders: {approval: [1 week, 0 days, then every 1 week], follow_up: []}
  procedures:
    ksdpl:
      steps:
        exploration: 25
        briefing: {limit: 5, after: exploration, name: {id: Arahan, en: Briefing}, actor: {id: Wali kota, en: Mayor}}
      dprd_on_renewal: decide
      renewal_starts_at: briefing
"""


@both_loaders
def test_every_setting_is_read(loader: Loader) -> None:
    """A register section that uses all keys, compared as one value."""
    book = book_of(SETTINGS, loader)
    assert book.diagnostics == ()
    briefing = StepChange("briefing", 5, Words("Arahan", "Briefing"), Words("Wali kota", "Mayor"), "exploration")
    assert book.register == Register(
        name="Register",
        authority="Kota",
        timezone="Europe/Berlin",
        language="en",
        end_of_term="eve",
        renewal_window=Period(months=18),
        holidays=Holidays("DE", False, (date(2026, 12, 24),), (date(2026, 5, 1),)),
        contacts={
            "ksln": Contact("Office", "office@example.org", "id"),
            "42": Contact(None, "a.b+c@mail.example.org"),
        },
        owner=("ksln", "a@example.org"),
        maintainer=("ksln",),
        reminders=Ladder(approval=Offsets((Period(weeks=1), Period()), Period(weeks=1)), follow_up=Offsets(())),
        procedures={"ksdpl": ProcedureChange((StepChange("exploration", 25), briefing), "briefing", "decide")},
        id="bandung-ksln",
    )


@both_loaders
def test_broken_settings_leave_the_sound_ones(loader: Loader) -> None:
    """Each broken setting is a finding and keeps its default."""
    text = """\
register:
  name: Register
  timezone: Mars/Olympus
  language: fr
  renewal_window: long
  holidays: {add: [2026], country: XX, remove: [2026-05-01]}
  contacts: {ksln: {name: Office, email: nobody}, Front Office: {name: x}}
  owner: a b
  reminders: {decision: [soon], lapsed: [1 day]}
"""
    book = book_of(text, loader)
    assert found(book) == [
        Found("no-such-timezone", 3, 13),
        Found("not-allowed-word", 4, 13),
        Found("not-a-period", 5, 19),
        Found("not-a-date", 6, 20),
        Found("no-such-country", 6, 36),
        Found("not-an-address", 7, 42),
        Found("not-an-id", 7, 51),
        Found("not-an-id", 8, 10),
        Found("not-a-period", 9, 26),
    ]
    assert book.register == Register(
        name="Register",
        holidays=Holidays(remove=(date(2026, 5, 1),)),
        contacts={"ksln": Contact("Office")},
        reminders=Ladder(lapsed=Offsets((Period(days=1),))),
    )


def test_the_defaults_of_an_empty_register() -> None:
    """A file with records only has all settings at their defaults."""
    assert book_of(HEAD + RECORD).register == Register()


def test_an_empty_list_is_a_register_without_agreements() -> None:
    """It says so, and is sound."""
    book = book_of("agreements: []\n")
    assert (book.agreements, book.diagnostics, book.files) == ((), (), 1)


def test_files_are_one_register() -> None:
    """Settings in one, records in others, an unreadable one beside them; `files` counts all."""
    files = [
        ("a.yaml", b"register: {name: Kota}\n"),
        ("b.yaml", (HEAD + RECORD).encode()),
        ("c.yaml", file_unreadable("c.yaml", "Permission denied")),
        ("d.yaml", (HEAD + LAST).encode()),
    ]
    book = read_book(files, PROCEDURES)
    assert (book.register.name, [(one.id, one.file, one.line) for one in book.agreements], book.files) == (
        "Kota",
        [("oslo", "b.yaml", 2), ("last", "d.yaml", 2)],
        4,
    )
    assert [(one.file, one.rule) for one in book.diagnostics] == [("c.yaml", "file-unreadable")]


@both_loaders
def test_the_settings_stand_in_one_file_only(loader: Loader) -> None:
    """A second section is an error that names the first, and changes nothing."""
    files = [("a.yaml", b"register: {name: One}\n"), ("b.yaml", b"register: {name: Two}\n")]
    book = read_book(files, PROCEDURES, loader)
    [finding] = book.diagnostics
    assert (finding.rule, finding.file, finding.span[:2], finding.related[0].file) == (
        "register-twice",
        "b.yaml",
        (1, 1),
        "a.yaml",
    )
    assert book.register.name == "One"


@both_loaders
def test_an_id_is_unique_over_all_files(loader: Loader) -> None:
    """The second record of an id is unreadable and names the first, which stays."""
    files = [("a.yaml", (HEAD + RECORD).encode()), ("b.yaml", (HEAD + LAST + RECORD).encode())]
    book = read_book(files, PROCEDURES, loader)
    [finding] = book.diagnostics
    assert (finding.rule, finding.agreement) == ("duplicate-id", "oslo")
    assert (finding.file, finding.span) == ("b.yaml", (7, 9, 7, 13))
    assert (finding.related[0].file, finding.related[0].span) == ("a.yaml", (2, 9, 2, 13))
    assert [(one.id, one.file) for one in book.agreements] == [("oslo", "a.yaml"), ("last", "b.yaml")]
    assert book.unreadable == (Unreadable("b.yaml", 7, "oslo", finding.message),)


@both_loaders
def test_a_record_with_any_error_is_unreadable_with_its_first(loader: Loader) -> None:
    """It is named with what could be read of it: its line, its id, the first message."""
    book = book_of(with_lines("ends: soon", "term: long") + "  - title: no id\n  - {id: Ä}\n  - text\n", loader)
    assert [(one.line, one.id) for one in book.unreadable] == [(2, "oslo"), (14, None), (15, None), (16, None)]
    assert book.unreadable[0].message == phrase("`{text}` is not a date", text="soon")
    assert [one.agreement for one in book.diagnostics[:2]] == ["oslo", "oslo"]
    assert [one.id for one in book.agreements] == ["last"]


@both_loaders
def test_missing_keys_are_told_at_the_first_key(loader: Loader) -> None:
    """All of them, at one place."""
    book = book_of("agreements:\n  - title: x\n    partner: {name: y}\n", loader)
    assert found(book) == [*[Found("missing-key", 2, 5)] * 3, Found("missing-key", 3, 15)]
    assert sorted(str(one.message.args["key"]) for one in book.diagnostics) == ["country", "id", "instrument", "kind"]


PLACES = {
    "": Span(2, 5, 12, 37),
    "id": Span(2, 9, 2, 13),
    "partner": Span(4, 14, 4, 39),
    "partner.country": Span(4, 36, 4, 38),
    "notes": Span(7, 12, 8, 13),
    "signed": Span(9, 13, 9, 25),
    "follow_ups[1]": Span(12, 9, 12, 37),
    "follow_ups[1].owner[1]": Span(12, 32, 12, 35),
}


@both_loaders
def test_places_are_those_of_the_values(loader: Loader) -> None:
    """For block texts, quotes, braces and nested lists, from the first to after the last character."""
    lines = [
        "notes: |  # a comment",
        "  a text",
        'signed: "2015-11-27"  # quoted',
        "follow_ups:",
        "  - what: a",
        "  - {what: b, owner: [abc, def]}",
    ]
    [first, last] = book_of(with_lines(*lines), loader).agreements
    assert {path: first.places[path] for path in PLACES} == PLACES
    assert (last.line, last.places["kind"]) == (13, Span(16, 11, 16, 16))
    assert "ends" not in first.places
    assert len(first.places) == len(list(first.places))


@given(made=registers())
def test_asking_for_a_place_is_quicker_and_says_the_same(made: tuple[bytes, object]) -> None:
    """Whether a record says a field is known without its places, where the field's name is not in its text."""
    names = [known.key for known in AGREEMENT.fields] + ["partner.name", "steps[0].done", "renewal.mode", "fields[0]"]
    for one in read_book([("r.yaml", made[0])], PROCEDURES).agreements:
        asked = {name for name in names if name in one.places}
        assert asked == {*names} & {*one.places}


@given(made=registers())
def test_a_parsed_file_is_read_as_its_text_is(made: tuple[bytes, object]) -> None:
    """With the same places, though nodes are asked for them and not the text."""
    parsed = tree(made[0]).parsed
    assert parsed
    text, nodes = (read_book([("r.yaml", one)], PROCEDURES) for one in (made[0], parsed))
    assert nodes == text
    for one, other in zip(text.agreements, nodes.agreements, strict=True):
        assert {path: other.places[path] for path in one.places} == dict(one.places) == dict(other.places)


def test_a_key_may_be_written_with_escapes() -> None:
    """As no hand writes it, but YAML allows it."""
    first, last = book_of(with_lines('"\\x72enewal": {mode: unknown}')).agreements
    assert ["renewal" in one.places for one in (first, last)] == [True, False]


FLOW = "{id: a, title: t, partner: {name: n, country: NO}, kind: other, instrument: mou}"
JSON = """\
{"agreements": [{"id": "a", "title": "t", "partner": {"name": "n", "country": "NO"},
 "kind": "other", "instrument": "mou"}]}
"""


@both_loaders
@pytest.mark.parametrize("text", [f"agreements: [{FLOW}]\n", f"{{agreements: [{FLOW}]}}\n", JSON])
def test_braces_and_json_are_yaml_too(text: str, loader: Loader) -> None:
    """Records in flow style are read, with places."""
    [agreement] = book_of(text, loader).agreements
    assert (agreement.partner.name, agreement.line) == ("n", 1)
    span = agreement.places["partner.country"]
    assert text.split("\n")[span.line - 1][span.col - 1 : span.end_col - 1].strip('"') == "NO"


@pytest.mark.parametrize(
    ("partners", "rules"),
    [
        ("[{name: Oslo, country: NO}, {name: Suwon, country: KR}]", []),
        ("[{name: Oslo, country: NO}]", ["incomplete"]),
        ("[{name: Oslo, country: NO}, {name: Suwon, country: XX}]", ["no-such-country"]),  # two stand there
    ],
)
def test_partners_are_two_at_least(partners: str, rules: list[str]) -> None:
    """Counted as they are written: one of two that cannot be read is no single one."""
    text = f"agreements:\n  - id: a\n    title: T\n    partners: {partners}\n    kind: other\n    instrument: mou\n"
    assert [one.rule for one in read_book([("a.yaml", text.encode())], PROCEDURES).diagnostics] == rules


def test_steps_are_those_of_the_kind_and_of_the_register() -> None:
    """An unknown one makes its record unreadable, with the nearest known one; so does any for a kind without steps."""
    steps = "    steps: [{step: initiatve}, {step: briefing}]\n"
    text = SETTINGS + HEAD + RECORD.replace("other", "ksdpl") + steps + LAST + "    steps: [{step: a}, {step: b}]\n"
    book = book_of(text)
    first, second = book.diagnostics
    assert (first.rule, first.span, first.agreement) == ("no-such-step", (29, 20, 29, 29), "oslo")
    assert first.hint == phrase("did you mean `{word}`?", word="initiative")
    assert (second.rule, second.span, second.agreement) == ("no-such-step", (35, 20, 35, 21), "last")
    assert second.message == phrase("no procedure is known for the kind `{kind}`, so it has no steps", kind="other")
    assert book.agreements == ()
    assert [(one.id, one.line) for one in book.unreadable] == [("oslo", 24), ("last", 30)]


def test_values_that_repeat_are_one_object() -> None:
    """Dates, words and owners of thousands of records share their memory."""
    first, second = book_of(with_lines("signed: 2019-04-22", after=LAST + "    signed: 2019-04-22\n")).agreements
    assert first.signed is second.signed
    assert isinstance(first.signed[0].on, DateSpan)
