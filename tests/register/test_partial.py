"""A record with errors is still checked as far as its fields are sound, and nothing that only follows is said."""

import pytest

from mou_tracker.check.checking import checked
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book

PROCEDURES = ShippedProcedures()
HEAD = "register: {owner: office@example.org}\nagreements:\n"
RECORD = """\
  - id: suwon
    title: MoU Bandung – Suwon
    partner: {name: Suwon, country: KR}
    kind: ksdpl
    instrument: mou
"""
SOURCES = "sources: [{title: The signed text}]"
OTHER = RECORD.replace("suwon", "gumi").replace("Suwon", "Gumi") + f"    {SOURCES}\n"


def rules(*lines: str, more: str = "") -> list[tuple[int, str]]:
    """What is found in the record with these lines, of which the first is line 1, and in further records."""
    text = HEAD + RECORD + "".join(f"    {line}\n" for line in lines) + more

    def state(_: str, path: str, __: bool) -> str | None:
        return "missing" if path == "nope.pdf" else None

    return [(one.span.line - 7, one.rule) for one in checked({"a.yaml": text.encode()}, PROCEDURES, state).findings]


def test_one_bad_value_hides_nothing_that_can_be_told() -> None:
    """All at once: whoever mends one mistake is not shown the next one then."""
    assert rules(
        "signed: 2015-02-30",
        "renews: zz",
        "owner: nobody",
        "documents: [{title: d, path: nope.pdf}]",
        "steps: [{step: nosuch}, {step: dprd-approval, received: 2025-03-03, done: 2025-03-01}]",
        "follow_ups: [{what: x}]",
    ) == [
        (-4, "no-source"),
        (1, "date-does-not-exist"),
        (2, "no-such-agreement"),
        (3, "no-such-contact"),
        (4, "document-missing"),
        (5, "no-such-step"),
        (5, "done-before-received"),
        (6, "follow-up-without-due"),
    ]


FOLLOWERS = {
    "a broken source is a source": (["sources: [{title: x, url: 'ftp://x'}]"], [(1, "not-a-url")]),
    "a broken list is no missing one": (["sources: [x]"], [(1, "wrong-type")]),
    "a broken owner is an owner": ([SOURCES, "owner: x y"], [(2, "not-an-id")]),
    "a broken term is a term": ([SOURCES, "signed: 2015-11-27", "term: long"], [(3, "not-a-period")]),
    "a broken due day is one": (
        [SOURCES, "follow_ups: [{what: a, due: soon}, {what: b}]"],
        [(2, "not-a-date"), (2, "follow-up-without-due")],
    ),
    "a mistyped key may be the one that is missing": (["source: [{title: x}]"], [(1, "unknown-key")]),
    "a strange key may be any": ([SOURCES, "signed: 2015-11-27", "expires: 2020"], [(3, "unknown-key")]),
    "a strange key beside what is there": (
        ["signed: 2015-11-27", "term: unknown", "xyzzy: x", "renews: zz"],
        [(3, "unknown-key"), (4, "no-such-agreement")],
    ),
    "a key twice": (
        [SOURCES, "signed: 2015-11-27", "ends: 2014", "ends: 2021", "term: 5 years"],
        [(4, "duplicate-key")],
    ),
    "a contradiction does not touch the rest": (
        ["signed: 2015-11-27", "ends: 2014", "term: 5 years", "notes: 'Thursday, 27 November 2015'", "renews: zz"],
        [(-4, "no-source"), (2, "ends-before-start"), (4, "weekday-differs"), (5, "no-such-agreement")],
    ),
    "nor what it points at": (
        [
            SOURCES,
            "signed: 2015-11-27",
            "term: 5 years",
            "extensions:",
            "  - {signed: 2021-01-15, term: 1 year}",
            "renewal: {mode: none, notice: 6 years}",
        ],
        [(5, "extension-after-end"), (6, "notice-longer-than-term")],
    ),
    "steps one by one": (
        [
            SOURCES,
            "steps:",
            "  - {step: offer-letter}",
            "  - {step: dprd-approval, received: 2025-05-01, done: 2025-04-01}",
            "  - {step: draft-text, done: 2024-01-01, outcome: maybe}",
        ],
        [(3, "no-such-step"), (4, "done-before-received"), (5, "not-allowed-word")],
    ),
    "a strange step, and nothing else, leaves the rest": (
        [SOURCES, "steps: [{step: offer-letter}]", "renews: zz"],
        [(2, "no-such-step"), (3, "no-such-agreement")],
    ),
    "a wrong day leaves the other steps": (
        [
            SOURCES,
            "steps:",
            "  - {step: cooperation-plan, done: 2025-02-30}",
            "  - {step: dprd-approval, done: 2025-04-01}",
            "  - {step: draft-text, done: 2024-01-01}",
        ],
        [(3, "date-does-not-exist"), (5, "steps-out-of-order")],
    ),
    "a waiver waits for the record to be mended": (
        [SOURCES, "signed: soon", "renews: gumi  # mou: allow[gap-between-terms] because it lay still"],
        [(2, "not-a-date")],
    ),
    "a list and an item of it": (
        [SOURCES, "steps: [{step: signing, done: 2015-02-30}, {step: x, done: {a: b}}, x]"],
        [(2, "date-does-not-exist"), (2, "wrong-type"), (2, "wrong-type")],
    ),
    "a head that is broken": (["country: KR", "title: Again"], [(1, "unknown-key"), (2, "duplicate-key")]),
}


@pytest.mark.parametrize("name", FOLLOWERS)
def test_what_only_follows_is_not_said(name: str) -> None:
    """A field that is broken is neither missing nor compared."""
    lines, found = FOLLOWERS[name]
    assert rules(*lines, more=OTHER) == found


def test_of_a_strange_kind_nothing_is_checked() -> None:
    """No procedure says what its steps and references have to be."""
    strange = OTHER.replace("ksdpl", "twinning") + "    steps: [{step: offer-letter}]\n    renews: zz\n"
    assert rules(SOURCES, more=strange) == [(5, "not-allowed-word")]


def test_damaged_records_are_named_by_others() -> None:
    """References to them lead somewhere, and what they say is compared as far as it is sound."""
    gumi = OTHER + "    signed: 2020-12-25\n    dprd: not-required\n    term: 1 year\n    renews: suwon\n"
    assert rules(SOURCES, "signed: soon", "term: 5 years", more=gumi) == [(2, "not-a-date")]
    assert rules(SOURCES, "signed: 2015-11-27", "term: 5 years", "owner: x y", more=gumi) == [
        (4, "not-an-id"),
        (14, "gap-between-terms"),
    ]


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("follow_ups: [{what: x, due: 2020, due: 2021}]", {"follow_ups[0]"}),
        ("follow_ups: [{what: x, due: soon}]", {"follow_ups[0].due"}),
        ("follow_ups: [{what: x}, {what: y, what: z}]", {"follow_ups[1]"}),
        ("numbers: {ours: a, ours: b}", {"numbers"}),
    ],
)
def test_a_mapping_with_a_key_twice_is_not_trusted(line: str, broken: set[str]) -> None:
    """Two mappings may have melted into one: of a wrong value only that is broken, of a key given twice the whole."""
    book = read_book([("a.yaml", f"{HEAD}{RECORD}    {line}\n".encode())], PROCEDURES)
    assert [harm.broken for harm in book.damaged] == [broken]


def test_a_broken_owner_of_the_register_is_an_owner() -> None:
    """It is not missing in each of the records."""
    text = HEAD.replace("office@example.org", "x y") + OTHER
    assert [one.rule for one in checked({"a.yaml": text.encode()}, PROCEDURES).findings] == ["not-an-id"]


def test_a_duplicate_is_checked_too() -> None:
    """The second record of an id says what else is wrong with it."""
    assert rules(SOURCES, more=RECORD + f"    {SOURCES}\n    renews: zz\n") == [
        (2, "duplicate-id"),
        (8, "no-such-agreement"),
    ]


def test_an_agreement_that_cannot_be_dated_keeps_what_stands_under_it() -> None:
    """Two agreements under an MoU do not overlap, only because the MoU has an error."""
    under = [
        OTHER.replace("id: gumi", f"id: under-{n}")
        .replace("Gumi", "Suwon")
        .replace("instrument: mou", "instrument: pks")
        + "    signed: 2016-01-01\n    term: 2 years\n"
        for n in (1, 2)
    ]
    assert rules(SOURCES, "signed: soon", "term: 5 years", more="".join(under)) == [(2, "not-a-date")]
