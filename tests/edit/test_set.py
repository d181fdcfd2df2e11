"""`mou set`, `unset` and `add`: every field of the table of keys, and no line but its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.edit.apply import with_changes
from mou_tracker.edit.assign import assigned, taken_away
from mou_tracker.edit.edits import Contradiction
from mou_tracker.fields.paths import ITEM, all_paths, parts_of, reader_at, takes
from mou_tracker.fields.typed import NotMeant, meant
from mou_tracker.fields.value_types import Schema, ValueType
from mou_tracker.fields.values import DATE_SCHEMA, PERIOD_PATTERN, address, country
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from tests.conftest import Ran
from tests.edit.conftest import REGISTER, diff
from tests.edit.registers import DATES, TEXTS
from tests.edit.test_layout import lost, said

Edit = Callable[..., Ran]
CALM = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
# What a single value is: the paths of items name the first one of their list.
PATHS = [path for path, takes in all_paths() if takes.single or takes.values]
LAYOUTS = (
    """\
agreements:
  # block
  - id: a  # first
    title: A
    partner:
      name: X  # whom
      country: MY
    kind: ksdpl
    instrument: mou
    signed: # by each
      - by: Bandung
        on: 2015-01-01
      - {by: X, on: 2015-01-02}
    term: 5 years
    renewal:
      mode: automatic
      # how long
      period: 2 years
      times: 2
      notice: 3 months
      decision: renew
      decided: 2019-01
    notice_given: 2019
    extensions:
      - signed: 2019-01-01
        term: 2 years
        instrument: addendum
    closed: {on: 2030, how: completed, by: b, reason: "so"}
    steps:
    - step: signing
      done: 2015-01-02
      outcome: approved
    - {step: deposit, received: 2015}
    dprd: required
    follow_ups:
      - what: Satu  # promised
        owner: [x@example.org, y@example.org]
    fields:
      - one  # the first
      - two
    owner: x@example.org
    documents: [{title: Naskah, path: a.pdf}]
    sources:
      - title: Laporan
        says: [signed,
               term]
    reminders:
      decision: [1 year, 6 months]
      escalate: {after: 1 month, to: x@example.org}
    activities:
      - on: 2016
        what: Pameran  # the first
      - {on: 2017-03, what: Kunjungan}
    extra: {rak: "12"}
    notes: |
      first

      second  # no comment

  # the next one
  - {id: b, title: B, partner: {name: Y, country: JP}, kind: ksdpl, instrument: mou}
""",
    "agreements: [{id: a, title: A, partner: {name: X, country: MY}, kind: ksdpl, instrument: mou, steps: [{step: "
    "signing}], signed: [{by: A, on: 2015}], extensions: [{signed: 2015, term: 1 year}], follow_ups: [{what: x}], "
    "documents: [{title: x}], sources: [{title: x}], activities: [{on: 2016, what: x}]}]\n",
    """\
agreements:
- id: a
  title: A
  partners:
  - name: X
    country: MY
  - {name: Y, country: JP}  # the second
  kind: ksdpl
  instrument: mou
""",
)


def read(data: bytes) -> Agreement:
    """The first record, whatever the check would say of it."""
    book = read_book([("r.yaml", data)], ShippedProcedures())
    assert book.diagnostics == (), book.diagnostics
    return book.agreements[0]


def values(schema: Schema) -> st.SearchStrategy[str]:
    """Texts that a schema takes, as somebody may type them."""
    several = schema.get("anyOf")
    if isinstance(several, list):
        return st.one_of([values(one) for one in several if one.get("type") != "array" and "$ref" not in one])
    if isinstance(words := schema.get("enum"), list):
        return st.sampled_from(words).flatmap(lambda word: st.sampled_from([word, word.upper(), f" {word}"]))
    if "const" in schema:
        return st.just(str(schema["const"]))
    if schema.get("type") == "integer":
        return st.integers(1900, 2200).map(str)
    shape = schema.get("pattern")
    if not isinstance(shape, str) or shape == r"\S":
        return TEXTS
    if PERIOD_PATTERN in shape:
        several = ["2 years 6 months", "5 Tahun", "18 bulan", "P5Y", "dua tahun", "90 days"]
        words = [word for word in ("indefinite", "unknown", "0 days") if word in shape]
        return st.sampled_from([*several, *words])
    if schema in DATE_SCHEMA["anyOf"]:  # type: ignore[operator]
        return st.one_of(DATES, st.just("27 November 2015"))
    if schema == country.schema:
        return st.sampled_from(["MY", "no", "Jepang"])
    if schema == address.schema:
        return st.sampled_from(["a@example.org", "x.y@example.com"])
    return st.from_regex(re.compile(shape, re.ASCII), fullmatch=True)


def typed(path: str, reader: ValueType) -> st.SearchStrategy[str]:
    """What may be typed for a path, as far as its reader takes it."""

    def is_taken(text: str) -> bool:
        try:
            meant(text, path, reader)
        except NotMeant:
            return False
        return "\n" not in text and all(sign.isprintable() for sign in text)

    return values(reader.schema).filter(is_taken)


def item_reader(reader: ValueType) -> ValueType:
    """Of a list of values the reader of one of them."""
    from mou_tracker.fields.paths import one_of

    return one_of(reader) if takes(reader).values else reader


def as_typed(path: str) -> str:
    """A path whose items are the first of their lists."""
    return path.replace(ITEM, "[1]")


def data_of(path: str, reader: ValueType, text: str) -> object:
    """What a text says, for comparing with what an independent reader finds in the file."""
    value = meant(text, path, reader)
    if isinstance(value, DateSpan):
        return value.iso()
    return value.text() if isinstance(value, Period) else str(value)


def found(record: Any, path: str) -> Any:
    """What stands at a path of a record as PyYAML reads it, every value as text."""
    for part in parts_of(as_typed(path)) or ():
        record = record[int(part) - 1] if isinstance(record, list) else record[part]
    return record


@pytest.mark.parametrize("path", PATHS)
@given(st.data())
@CALM
def test_what_is_set_is_read_and_nothing_else_changes(path: str, data: st.DataObject) -> None:
    """For every path of the table, any value that it takes, in either layout: said is what was typed, once and again;
    only lines of that value change, and taking it away leaves all others.
    """
    lists = [
        one for one in LAYOUTS if ITEM not in path or path.partition(ITEM)[0] in said(one.encode())["agreements"][0]
    ]
    old = data.draw(st.sampled_from(lists)).encode()
    parts = parts_of(as_typed(path))
    reader = reader_at(parts or ())
    assert reader is not None
    text = data.draw(typed(path, item_reader(reader)))
    quoted = '"' + text.strip().replace('"', '""') + '"' if takes(reader).values else text
    before = read(old)
    changes = assigned(before, [(as_typed(path), quoted)], None)
    new = with_changes(old, "a", changes) if changes else old
    want = data_of(path, item_reader(reader), text)
    name = str(want) if path == "id" else "a"
    record = said(new)["agreements"][0]
    assert found(record, path) in (want, [want])
    others = said(old)["agreements"][0]
    assert without(record, path) == without(others, path)
    assert said(new)["agreements"][1:] == said(old)["agreements"][1:]
    if old == LAYOUTS[0].encode():
        assert all(belongs(line, others, path) for line in lost(old, new)), lost(old, new)
    book = read_book([("r.yaml", new)], ShippedProcedures())
    if not book.diagnostics:  # else it lacks a sibling that a record must have, or has two that exclude one another
        again = assigned(book.agreements[0], [(as_typed(path), quoted)], None)
        assert (with_changes(new, name, again) if again else new) == new


def belongs(line: bytes, record: Mapping[str, Any], path: str) -> bool:
    """Whether a line that went may be of the value that was set, or of the braces that it stands in."""
    text = line.decode()
    top, last = path.partition(".")[0].replace(ITEM, ""), path.rpartition(".")[2].replace(ITEM, "")
    return last in text or top in text or value_lines(record.get(top), text)


def value_lines(value: Any, text: str) -> bool:
    """Whether a line shows a part of a value."""
    parts = list(flat(value))
    return any(part in text for part in parts) or not text.strip()


def flat(value: Any) -> Iterator[str]:
    """All texts of a value, line by line."""
    if isinstance(value, str):
        yield from (line for line in value.split("\n") if line)
    elif isinstance(value, dict):
        for one in value.values():
            yield from flat(one)
    elif isinstance(value, list):
        for one in value:
            yield from flat(one)


def without(record: Any, path: str) -> Any:
    """A record without what stands at a path, and without what holds nothing else."""
    parts = list(parts_of(as_typed(path)) or ())
    return _without(record, parts)


def _without(value: Any, parts: list[str]) -> Any:
    if not parts:
        return None
    key, *rest = parts
    if isinstance(value, list):
        left = _without(value[int(key) - 1], rest)
        return [*value[: int(key) - 1], *([left] if left else []), *value[int(key) :]]
    if not isinstance(value, dict) or key not in value:
        return value
    left = _without(value[key], rest)
    return {name: left if name == key else one for name, one in value.items() if name != key or left}


@pytest.mark.parametrize("layout", LAYOUTS, ids=["block", "flow", "partners"])
@pytest.mark.parametrize("path", [path for path, _ in all_paths()])
def test_what_is_taken_away_is_gone_and_nothing_else(path: str, layout: str) -> None:
    """For every path that a record has, in either layout; what would be empty goes too, comments elsewhere stay."""
    old = layout.encode()
    try:
        changes = taken_away(read(old), [as_typed(path)])
    except Contradiction:  # there is no such item
        assert not _has(said(old)["agreements"][0], path)
        return
    there = _has(said(old)["agreements"][0], path)
    assert bool(changes) == there
    if not changes:
        return
    new = with_changes(old, "a", changes)
    assert said(new)["agreements"] == [without(said(old)["agreements"][0], path), *said(old)["agreements"][1:]]
    if layout == LAYOUTS[0]:  # a line in braces, or with a dash, gets shorter; all others are as they were, or gone
        assert len(lost(new, old)) <= 1


def _has(record: Any, path: str) -> bool:
    try:
        found(record, path)
    except (KeyError, IndexError, TypeError, ValueError):
        return False
    return True


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ("set", "petaling-jaya-2015", "renewal.mode=Automatic", "renewal.notice=3 Bulan", "notes=ya"),
            ["+    renewal: {mode: automatic, notice: 3 months}", "+    notes: ya"],
        ),
        (
            ("set", "petaling-jaya-2015", "signed=Jumat, 27 November 2015", "term=lima (5) tahun"),
            None,
        ),
        (
            ("set", "petaling-jaya-2015", "partner.country=Jepang", "kind=KSDPL", "instrument=PKS"),
            [
                "-    partner: {name: Petaling Jaya, country: MY, body: Majlis Bandaraya}",
                "+    partner: {name: Petaling Jaya, country: JP, body: Majlis Bandaraya}",
                "-    instrument: mou",
                "+    instrument: pks",
            ],
        ),
        (
            ("set", "petaling-jaya-2015", "follow_ups[magang].owner=ksln, budi@example.org"),
            [
                "-      - {what: Program magang, due: 2024}",
                "+      - {what: Program magang, due: 2024, owner: [ksln, budi@example.org]}",
            ],
        ),
        (
            ("set", "petaling-jaya-2015", 'fields=UMKM, "a, b", pariwisata'),
            [
                '-    fields: [UMKM, "pengembangan SDM"]',
                '+    fields: [UMKM, "a, b", pariwisata]',
            ],
        ),
        (
            ("unset", "petaling-jaya-2015", "follow_ups[1]", "follow_ups.2"),
            [
                "-    follow_ups:",
                "-      - what: Pertukaran pegawai",
                "-        due: 2023-12",
                "-      - {what: Program magang, due: 2024}",
            ],
        ),
        (
            ("unset", "petaling-jaya-2015", "partner.body"),
            [
                "-    partner: {name: Petaling Jaya, country: MY, body: Majlis Bandaraya}",
                "+    partner: {name: Petaling Jaya, country: MY}",
            ],
        ),
        (
            ("add", "petaling-jaya-2015", "follow_ups", "what=Pelatihan: guru", "due=3 Maret 2027"),
            ['+      - {what: "Pelatihan: guru", due: 2027-03-03}'],
        ),
        (
            ("add", "petaling-jaya-2015", "fields", "pariwisata", "UMKM"),
            [
                '-    fields: [UMKM, "pengembangan SDM"]',
                "+    fields: [UMKM, pengembangan SDM, pariwisata]",
            ],
        ),
        (
            ("add", "petaling-jaya-2015", "activities", "what=today", "on=Hari ini"),
            ["+    activities:", "+      - on: 2026-11-21", "+        what: today"],
        ),
        (("set", "daegu", "since=kemarin"), ["+    since: 2026-11-20"]),
        (
            ("set", "daegu", "steps[exploration].done=today"),
            [
                "-      - {step: exploration, started: 2022-03-18}  # third meeting",
                "+      - {step: exploration, started: 2022-03-18, done: 2026-11-21}  # third meeting",
            ],
        ),
        (
            ("add", "daegu", "signed", "by=Bandung", "on=20 Nov 2026"),
            ["+    signed:", "+      - {by: Bandung, on: 2026-11-20}"],
        ),
    ],
)
def test_any_field_is_typed_as_a_person_means_it(
    office: Path, mou: Edit, arguments: tuple[str, ...], lines: list[str] | None
) -> None:
    """The whole difference of each command; a dry run writes nothing, and saying it again changes nothing."""
    assert mou(*arguments, "--as-of=2026-11-21", "--dry-run").status == 0
    assert office.read_text("utf-8") == REGISTER
    ran = mou(*arguments, "--as-of=2026-11-21")
    assert ran.status == 0, ran
    written = office.read_text("utf-8")
    assert diff(REGISTER, written) == (lines or [])
    if arguments[0] == "unset" and "[" in arguments[-2]:
        return
    again = mou(*arguments, "--as-of=2026-11-21")
    assert (again.status, office.read_text("utf-8")) == (0, written)
    assert again.out.endswith("nothing was changed\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("set", "daegu", "rnewal.mode=automatic"),
            "a record has no field 'rnewal.mode'\n     did you mean `renewal.mode`?\n",
        ),
        (
            ("set", "daegu", "renewal.mode=automatik"),
            "renewal.mode: `automatik` is not one of the words allowed here\n     did you mean `automatic`?\n",
        ),
        (
            ("set", "daegu", "signed=32 Januari 2024"),
            "signed: 32 Januari 2024 is no day that exists\n",
        ),
        (
            ("set", "daegu", "partner.country=Koreaa"),
            "partner.country: `Koreaa` is not the code of a country\n     did you mean `KR`?\n",
        ),
        (("set", "daegu", "notes="), "no value is given for notes\n     mou unset takes a field away\n"),
        (("set", "daegu", "notes"), "no value is given for notes\n     write it as `term=5 years`, in quotes\n"),
        (
            ("set", "daegu", "partner=Daegu"),
            "partner has fields of its own\n     set one of these: partner.name, partner.country, partner.body\n",
        ),
        (
            ("set", "petaling-jaya-2015", "follow_ups[p].done=2020"),
            "'p' fits several items of follow_ups of petaling-jaya-2015\n"
            "     its items: 1 Pertukaran pegawai; 2 Program magang\n",
        ),
        *(
            (
                ("set", "petaling-jaya-2015", f"follow_ups[{number}].done=2020"),
                f"petaling-jaya-2015 has no item '{number}' of follow_ups\n"
                "     its items: 1 Pertukaran pegawai; 2 Program magang\n",
            )
            for number in ("0", "3", "9" * 5000)
        ),
        (
            ("set", "daegu", "documents[1].path=a.pdf"),
            "daegu has no item '1' of documents\n     mou add daegu documents begins one\n",
        ),
        (("add", "daegu", "follow_ups", "due=2027"), "an item of follow_ups needs what\n     write them as what=…\n"),
        (
            ("add", "daegu", "follow_ups", "what=x", "du=2027"),
            "an item of follow_ups has no field 'du'\n     did you mean `due`?\n",
        ),
        (
            ("add", "daegu", "followups", "what=x"),
            "a record has no field 'followups'\n     did you mean `follow_ups`?\n",
        ),
        (("set", "daegu-", "notes=x"), "there is no agreement 'daegu-'\n     did you mean `daegu`?\n"),
    ],
)
def test_what_is_no_field_or_value_is_told_with_what_would_be_right(
    office: Path, mou: Edit, arguments: tuple[str, ...], message: str
) -> None:
    """One sentence and the nearest right one; the file is as it was."""
    if arguments[2].startswith("partner="):  # all fields of a partner are named, however many there are
        names = ", ".join(path for path, _ in all_paths() if path.startswith("partner."))
        message = f"partner has fields of its own\n     set one of these: {names}\n"
    assert mou(*arguments, "--as-of=2026-11-21") == Ran(2, "", f"mou: error: {message}")
    assert office.read_text("utf-8") == REGISTER


def test_what_the_check_would_refuse_is_not_written(office: Path, mou: Edit) -> None:
    """As with every other edit: the finding, beside the line that it would stand on."""
    ran = mou("set", "petaling-jaya-2015", "ends=2014")
    assert (ran.status, ran.out, office.read_text("utf-8")) == (1, "", REGISTER)
    assert ran.err.endswith("Nothing was written: the check would find this in the result.\n")
    ran = mou("unset", "petaling-jaya-2015", "title")
    assert (ran.status, office.read_text("utf-8")) == (1, REGISTER)


def test_an_id_that_two_records_have_is_refused(register: Callable[[str], Path], mou: Edit) -> None:
    """Which of them is meant cannot be known: both are named, neither is touched."""
    text = REGISTER + REGISTER.partition("agreements:\n")[2].partition("\n\n")[0] + "\n"
    path = register(text)
    for arguments in (("set", "petaling-jaya-2015", "notes=x"), ("renew", "petaling-jaya-2015")):
        ran = mou(*arguments)
        assert ran.err.endswith(
            "mou: error: 2 records have the id petaling-jaya-2015: agreements.yaml:8, agreements.yaml:37\n"
            "     give each an id of its own; until then none of them is edited\n"
        ), ran.err
        assert (ran.status, path.read_text("utf-8")) == (2, text)


def test_the_register_settles_whether_the_day_or_the_month_comes_first(
    register: Callable[[str], Path], mou: Edit
) -> None:
    """In Indonesian the day does; in English nobody knows, and such a date is refused: in `set` and options alike."""
    path = register(REGISTER)
    for arguments in (("set", "daegu", "signed=05/12/2024"), ("sign", "daegu", "--on", "05/12/2024", "--replace")):
        assert mou(*arguments, "--as-of=2026-11-21").status == 0
        assert diff(REGISTER, path.read_text("utf-8")) == ["+    signed: 2024-12-05"]
    register(REGISTER.replace("register:\n", "register:\n  language: en\n"))
    reason = "05/12/2024: it is not said whether the day or the month comes first\n"
    hint = "     write a date as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known\n"
    assert mou("set", "daegu", "signed=05/12/2024") == Ran(2, "", f"mou: error: signed: {reason}{hint}")
    assert mou("sign", "daegu", "--on", "05/12/2024").err.endswith(f"mou: error: --on: {reason}{hint}")


def test_what_an_office_keeps_besides_has_any_name(office: Path, mou: Edit) -> None:
    """Each by its own name, where the table of keys leaves the names free."""
    assert mou("set", "daegu", "extra.nomor rak=7", "numbers.ours=019/12").status == 0
    assert diff(REGISTER, office.read_text("utf-8")) == [
        "+    numbers:",
        "+      ours: 019/12",
        "+    extra:",
        '+      nomor rak: "7"',
    ]
    assert mou("set", "daegu", "extra.nomor rak=7").out == "daegu says so already; nothing was changed\n"
    assert mou("unset", "daegu", "extra.nomor rak", "numbers").status == 0
    assert office.read_text("utf-8") == REGISTER


@pytest.mark.parametrize(
    ("recorded", "wanted", "after"),
    [
        ("x@example.org", "x@example.org", None),
        ("[x@example.org]", "x@example.org", None),
        ("[x@example.org, y@example.org]", "x@example.org", "x@example.org"),
        ("[x@example.org, y@example.org]", "x@example.org, y@example.org", None),
        ("x@example.org", "x@example.org, y@example.org", "[x@example.org, y@example.org]"),
    ],
)
def test_an_owner_more_or_less_is_a_change(
    recorded: str, wanted: str, after: str | None, register: Callable[[str], Path], mou: Callable[..., Ran]
) -> None:
    """One owner is the same alone and in a list of one; one of two is not both."""
    text = (
        "agreements:\n- id: a\n  title: A\n  partner: {name: X, country: MY}\n  kind: ksdpl\n  instrument: mou\n"
        f"  owner: {recorded}\n"
    )
    path = register(text)
    assert mou("set", "a", f"owner={wanted}").status == 0
    assert path.read_text("utf-8") == (text if after is None else text.replace(recorded, after))


PEOPLE = REGISTER.replace(
    "contacts: {ksln: {email: ksln@example.org}}",
    'contacts: {ksln: {name: Bagian Kerja Sama, email: k@x.org}, budi: {name: "Budi, Ir.", email: b@x.org}}',
)


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ("set|daegu|owner=bagian kerja sama", ["    owner: ksln"]),
        ("set|daegu|owner=Budi, Ir.", ["    owner: budi"]),
        ("set|daegu|owner=Bagian Kerja Sama, budi", ["    owner: [ksln, budi]"]),
        ("set|daegu|owner=c@x.org", ["    owner: c@x.org"]),
        (
            "set|petaling-jaya-2015|follow_ups[2].owner=Budi, Ir.",
            ["      - {what: Program magang, due: 2024, owner: budi}"],
        ),
        (
            "add|daegu|follow_ups|what=Budi, Ir.|owner=Budi, Ir.",
            ["    follow_ups:", "      - what: Budi, Ir.", "        owner: budi"],
        ),
        ("add|petaling-jaya-2015|owner|Budi, Ir.", ["    owner: [ksln, budi]"]),
        ("sign|daegu|--on|2025-01-01|--owner|BAGIAN KERJA SAMA", ["    signed: 2025-01-01", "    owner: ksln"]),
        ("sign|daegu|--on|unknown", ["    signed: unknown"]),
        ("sign|daegu|--on|tidak diketahui", ["    signed: unknown"]),
        ("sign|petaling-jaya-2015|--on|unknown|--replace", ["    signed: unknown"]),
    ],
)
def test_people_by_their_names_and_a_signing_on_an_unknown_day(
    arguments: str, lines: list[str], register: Callable[[str], Path], edit: Edit
) -> None:
    """A contact is typed by id or name, as at a prompt and in a filter; `unknown` is a day of signing too."""
    path = register(PEOPLE)
    ran = edit(*arguments.split("|"))
    changes = ndiff(PEOPLE.splitlines(), path.read_text("utf-8").splitlines())
    assert (ran.status, [line[2:] for line in changes if line[0] == "+"]) == (0, lines)


def test_who_signed_on_an_unknown_day_is_not_said(register: Callable[[str], Path], edit: Edit) -> None:
    """A party's own signature has a day; one that stands already is not undone by the way."""
    path = register(PEOPLE)
    assert edit("sign", "daegu", "--on", "unknown", "--by", "Daegu").err.endswith(
        "--by, --on unknown do not go together\n"
    )
    assert edit("sign", "petaling-jaya-2015", "--on", "unknown").status == 2
    assert path.read_text("utf-8") == PEOPLE
