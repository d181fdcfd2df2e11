"""`mou status` and `mou show` as their users see them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mou_tracker.cli.register import write
from mou_tracker.status.statuses import STATUSES
from mou_tracker.views.rows import status_json
from tests.conftest import Ran
from tests.make import ENGLISH, agreement, assess_all, day

Mou = Callable[..., Ran]
Write = Callable[[str], Path]
Golden = Callable[[str, str], None]
DAY = "--as-of=2026-11-21"

SMALL = """\
register: {name: Kecil, owner: a@example.org}
agreements:
  - {id: pj, title: One, partner: {name: Petaling Jaya, country: MY}, kind: ksdpl, instrument: mou, signed: 2015-11-27, term: 5 years}
  - {id: no, title: Two, partner: {name: Oslo, country: NO}, kind: ksdpl, instrument: mou, signed: 2024-01-01, term: indefinite}
"""


def run(mou: Mou, *arguments: str) -> Ran:
    """A run as of a fixed day that has nothing to object to."""
    ran = mou(*arguments, DAY)
    assert ran.err == ""
    return ran


def statuses(mou: Mou, day: str) -> dict[str, tuple[str, str | None]]:
    """Status and latest last day of every agreement on a day."""
    found = json.loads(mou("status", "--as-of", day, "-f", "json").out)["agreements"]
    return {a["id"]: (a["status"], a["last_day"] and a["last_day"]["latest"]) for a in found}


@pytest.mark.usefixtures("bandung")
def test_the_register_says_what_is_known_of_bandung(mou: Mou) -> None:
    """The cases that the tool was made for."""
    today = statuses(mou, "2026-11-21")
    assert today["petaling-jaya-2015"] == ("lapsed", "2020-11-27")
    assert today["kawasaki-ia-2023"] == ("lapsed", "2026-05-17")
    assert today["melbourne-2024"] == ("due", "2028-04-22")
    assert today["daegu"] == ("in-approval", None)
    assert sorted(name for name, (status, _) in today.items() if status == "unknown") == [
        "braunschweig-1960",
        "cotabato-2017",
        "cuenca-loi-2017",
        "fort-worth-1990",
        "hamamatsu-2019",
        "hamamatsu-2025",
        "jsca-loi-2014",
        "kawasaki-2020",
        "liuzhou-2005",
        "namur-2017",
        "suwon-1997",
        "toyota-loi-2017",
    ]  # the day of signing is known, the term is not
    assert statuses(mou, "2020-11-27")["petaling-jaya-2015"] == ("due", "2020-11-27")
    assert statuses(mou, "2020-11-28")["petaling-jaya-2015"] == ("lapsed", "2020-11-27")
    assert statuses(mou, "2025-03-24")["daegu"] == ("pending-dprd", None)


@pytest.mark.usefixtures("bandung")
def test_daegu_is_stalled_since_the_consent_of_the_dprd(mou: Mou) -> None:
    """Consent on 25 March 2025, nothing since: stalled from 25 March 2026 on, not a day before."""

    def stalled(day: str) -> bool:
        found = json.loads(mou("status", "daegu", "--as-of", day, "-f", "json").out)["agreements"]
        return bool(found[0]["stalled"])

    assert [stalled("2026-03-24"), stalled("2026-03-25"), stalled("2026-11-21")] == [False, True, True]


@pytest.mark.usefixtures("bandung")
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_status_of_the_register_of_bandung(mou: Mou, golden: Golden, form: str, language: str) -> None:
    """Every format in both languages, whole."""
    ran = run(mou, "status", "-f", form, "--lang", language)
    golden(f"status/bandung-{language}.{form}", ran.out)
    assert ran.status == 0


@pytest.mark.usefixtures("bandung")
@pytest.mark.parametrize("language", ["en", "id"])
def test_all_of_the_register_of_bandung(mou: Mou, golden: Golden, language: str) -> None:
    """`--all` lists every agreement under its status."""
    golden(f"status/all-{language}.table", run(mou, "status", "--all", "--lang", language).out)


@pytest.mark.usefixtures("bandung")
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("name", ["petaling-jaya-2015", "daegu"])
def test_show(mou: Mou, golden: Golden, name: str, form: str) -> None:
    """One agreement whole in every format."""
    ran = run(mou, "show", name, "-f", form, "--lang", "en")
    golden(f"show/{name}.{form}", ran.out)


@pytest.mark.usefixtures("bandung")
def test_show_in_indonesian(mou: Mou, golden: Golden) -> None:
    """What an official would sign off."""
    ran = run(mou, "show", "petaling-jaya-2015", "--lang", "id")
    golden("show/petaling-jaya-2015-id.table", ran.out)


@pytest.mark.usefixtures("bandung")
def test_json_has_exactly_the_keys_of_its_schema(mou: Mou) -> None:
    """`mou schema --of status` describes what `mou status -f json` prints."""
    schema = json.loads(mou("schema", "--of", "status").out)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(run(mou, "status", "-f", "json").out))


@pytest.mark.usefixtures("bandung")
def test_counts_add_up_to_the_records_shown(mou: Mou) -> None:
    """Every status is counted, and their sum is the number of agreements."""
    found = json.loads(run(mou, "status", "-f", "json").out)
    assert tuple(found["counts"]) == STATUSES
    assert sum(found["counts"].values()) == len(found["agreements"])


@pytest.mark.usefixtures("bandung")
def test_json_is_the_same_bytes_whatever_the_surroundings(mou: Mou, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zone, locale and the screen's language change nothing."""
    first = run(mou, "status", "-f", "json").out
    for name, value in (("TZ", "Pacific/Kiritimati"), ("LC_ALL", "id_ID.UTF-8"), ("LANG", "tr_TR.UTF-8")):
        monkeypatch.setenv(name, value)
        assert run(mou, "status", "-f", "json").out == first


def test_json_does_not_depend_on_the_order_of_the_records(mou: Mou, register: Callable[..., Path]) -> None:
    """Swapping two records changes their line numbers and nothing else."""
    head, first, second = SMALL.split("  - ")
    runs = []
    for order in ((first, second), (second, first)):
        register(head + "".join(f"  - {item}" for item in order))
        found = json.loads(mou("status", "-f", "json", DAY).out)
        runs.append([{**a, "line": 0} for a in found["agreements"]])
    assert runs[0] == runs[1]


@pytest.mark.usefixtures("bandung")
def test_csv_reads_back_to_the_same_dates(mou: Mou) -> None:
    """An independent reader finds the JSON's values in the CSV."""
    rows = list(csv.DictReader(io.StringIO(run(mou, "status", "-f", "csv").out)))
    found = json.loads(run(mou, "status", "-f", "json").out)["agreements"]
    assert [(r["id"], r["status"], r["last_day_earliest"]) for r in rows] == [
        (a["id"], a["status"], (a["last_day"] or {}).get("earliest", "")) for a in found
    ]


@pytest.mark.usefixtures("bandung")
def test_a_byte_order_mark_only_on_request(mou: Mou) -> None:
    """Old spreadsheets want it, nothing else does."""
    assert run(mou, "status", "-f", "csv").out[0] == "i"
    assert run(mou, "status", "-f", "csv", "--bom").out[:3] == "\ufeffid"


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--status", "lapsed"), {"pj"}),
        (("--status", "lapsed,active"), {"pj", "no"}),
        (("--country", "NO"), {"no"}),
        (("--country", "NO", "--country", "MY"), {"pj", "no"}),
        (("--country", "NO", "--status", "lapsed"), set()),
        (("--kind", "ksdd"), set()),
        (("--partner", "jaya"), {"pj"}),
        (("--owner", "a@example.org"), {"pj", "no"}),
        (("pj",), {"pj"}),
    ],
)
def test_filters(mou: Mou, register: Write, arguments: tuple[str, ...], ids: set[str]) -> None:
    """Several values of one filter are or, several filters are and."""
    register(SMALL)
    ran = mou("status", "-f", "json", DAY, *arguments)
    assert {a["id"] for a in json.loads(ran.out)["agreements"]} == ids


def test_a_filter_says_how_much_it_hides(mou: Mou, register: Write) -> None:
    """In the table itself; beside JSON on stderr."""
    register(SMALL)
    assert mou("status", "--country", "NO", DAY).out.splitlines()[-1] == "1 of 2 agreements shown; filter: country=NO"
    assert mou("status", "--country", "NO", "-f", "json", DAY).err == "1 of 2 agreements shown; filter: country=NO\n"


@pytest.mark.parametrize(("fail_on", "status"), [("lapsed", 1), ("due,lapsed", 1), ("due", 0), ("pending-dprd,due", 0)])
def test_fail_on(mou: Mou, register: Write, fail_on: str, status: int) -> None:
    """Exit with 1 if a record shown has one of the statuses."""
    register(SMALL)
    assert mou("status", DAY, "--fail-on", fail_on).status == status


def test_a_broken_record_is_named_and_the_rest_is_shown(mou: Mou, register: Write) -> None:
    """The error with its place on stderr, the others on stdout, exit 1."""
    register(SMALL.replace("2015-11-27", "2015-02-30"))
    ran = mou("status", "--all", DAY)
    assert ran.err == (
        "agreements.yaml:3:109: error: 30 February does not exist; February 2015 has 28 days [date-does-not-exist]\n"
        "1 record could not be read; the others are shown.\n"
    )
    assert "  no  Oslo NO" in ran.out
    assert ran.status == 1


def test_a_broken_record_is_listed_in_json(mou: Mou, register: Write) -> None:
    """With file, line, id and what is wrong."""
    register(SMALL.replace("2015-11-27", "2015-02-30"))
    found = json.loads(mou("status", "-f", "json", "--lang", "en", DAY).out)
    assert found["unreadable"] == [
        {"file": "agreements.yaml", "line": 3, "id": "pj", "message": "30 February does not exist"}
    ]
    assert [a["id"] for a in found["agreements"]] == ["no"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("status", "-r", "nowhere.yaml"),
            "mou: error: there is no register at nowhere.yaml\n"
            "     see whether the name is right, or make one there: mou init nowhere.yaml\n",
        ),
        (("status", "nobody", DAY), "mou: error: there is no agreement 'nobody'\n     mou status --all lists them\n"),
        (("show", "nobody", DAY), "mou: error: there is no agreement 'nobody'\n     mou status --all lists them\n"),
        (("show", "pj", "--as-of", "2015-11-26"), "mou: error: pj is not known yet on 26 November 2015\n"),
    ],
)
def test_wrong_usage_says_what_is_wrong(mou: Mou, register: Write, arguments: tuple[str, ...], error: str) -> None:
    """Exit 2 with one sentence, never a traceback."""
    register(SMALL)
    ran = mou(*arguments)
    assert (ran.status, ran.out, ran.err) == (2, "", error)


def test_no_register_from_here_upward(mou: Mou, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to do."""
    monkeypatch.chdir(tmp_path)
    assert mou("status") == Ran(
        2,
        "",
        "mou: error: no register found from here upward\n"
        "     name one with -r FILE, go to the folder that holds data/agreements.yaml, or make one: mou init\n",
    )


def test_the_register_is_found_upward_or_by_the_environment(
    mou: Mou, register: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`data/agreements.yaml` goes before `agreements.yaml`, the nearest before all, MOU_REGISTER before them."""
    register(SMALL.replace("Kecil", "Upper"))
    register(SMALL.replace("Kecil", "Inner"), "deep/data/agreements.yaml")
    other = register(SMALL.replace("Kecil", "Named"), "named.yaml")

    def name() -> str:
        return str(json.loads(mou("status", "-f", "json", DAY).out)["register"])

    assert name() == "Upper"
    monkeypatch.chdir(Path.cwd() / "deep")
    assert name() == "Inner"
    monkeypatch.setenv("MOU_REGISTER", str(other))
    assert name() == "Named"


def test_a_folder_is_read_in_path_order(mou: Mou, register: Callable[..., Path]) -> None:
    """Every .yaml and .yml file below it; the register's settings count wherever they stand."""
    head, first, second = SMALL.split("  - ")
    settings, key = head.split("\n")[:2]
    register(f"{key}\n  - {first}", "r/b.yaml")
    register(f"{key}\n  - {second}", "r/a/x.yml")
    register(settings + "\n", "r/z.yaml")
    register("not read", "r/readme.txt")
    found = json.loads(mou("status", "-r", "r", "-f", "json", DAY).out)
    assert (found["register"], [a["file"] for a in found["agreements"]]) == ("Kecil", ["r/b.yaml", "r/a/x.yml"])


def test_output_goes_to_a_file_whole_or_not_at_all(mou: Mou, register: Write, tmp_path: Path) -> None:
    """`-o` writes what would have been printed, where a link leads, and leaves nothing behind."""
    register(SMALL)
    printed = mou("status", "-f", "json", DAY).out
    target = tmp_path / "kept.txt"
    target.write_text("kept")
    (tmp_path / "out.json").symlink_to(target)
    assert mou("status", "-f", "json", DAY, "-o", "out.json") == Ran(0, "", "")
    assert (tmp_path / "out.json").read_text("utf-8") == printed
    assert (tmp_path / "out.json").is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["agreements.yaml", "kept.txt", "out.json"]


def test_a_target_that_cannot_be_written(mou: Mou, register: Write) -> None:
    """Exit 2 with the path."""
    register(SMALL)
    ran = mou("status", DAY, "-o", "nowhere/out.txt")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("mou: error: ")


HOSTILE = "\\e[2K [bold red]x[/] [/] :warning: foo\\\\"


def test_text_from_a_register_is_never_markup(mou: Mou, register: Write) -> None:
    """rich's markup, emoji names and a trailing backslash are shown as typed."""
    register(SMALL.replace("Petaling Jaya", "'[bold red]X[/] [/] :warning: foo\\'"))
    assert "  pj  [bold red]X[/] [/] :warning: foo\\ MY" in mou("status", DAY).out


def test_a_formula_in_a_spreadsheet_is_defused(mou: Mou, register: Write) -> None:
    """Text cells that begin like a formula get an apostrophe; numbers stay numbers."""
    register(SMALL.replace("title: One", "title: '=HYPERLINK(1)'"))
    row = next(csv.DictReader(io.StringIO(mou("status", "pj", "-f", "csv", DAY).out)))
    assert (row["title"], row["days_left"]) == ("'=HYPERLINK(1)", "-2185")


def test_markdown_shows_hostile_text_as_typed(mou: Mou, register: Write) -> None:
    """Pipes, markup and HTML are escaped."""
    register(SMALL.replace("Petaling Jaya", "'a|b [x](javascript:y) <img> `c`'"))
    row = next(line for line in mou("status", "-f", "markdown", DAY).out.splitlines() if line.startswith("| pj"))
    assert row.split(" | ")[1] == "a\\|b \\[x\\](javascript:y) &lt;img&gt; \\`c\\` MY"


GAP = (
    SMALL
    + """\
  - {id: gap, title: Three, partner: {name: Perth, country: AU}, kind: ksdpl, instrument: mou, signed: 2015-11-27,
     term: 5 years, extensions: [{signed: 2023-05-01, starts: 2023-05-02, term: 5 years}]}
"""
)


def test_a_gap_stays_visible(mou: Mou, register: Write) -> None:
    """`mou show` says from when to when nothing was in force, and draws it so."""
    register(GAP)
    out = mou("show", "gap", "--as-of=2024-01-01").out
    assert "  not in force         2020-11-28 to 2023-05-01  885 days\n" in out
    bar = next(line for line in out.splitlines() if "━" in line and "·" in line)
    assert [bool(part) for part in bar.strip().strip("·").split("·")].count(True) == 2


def test_a_day_of_an_unpublished_year_is_provisional(mou: Mou, register: Write) -> None:
    """From 2028 on collective leave is not published: a due day there says so."""
    register(SMALL.replace("signed: 2015-11-27", "steps: [{step: dprd-approval, received: 2028-03-01}]"))
    out = mou("status", "--as-of=2028-03-02").out
    assert "due 2028-05-08 (provisional)" in out
    reason = json.loads(mou("status", "pj", "-f", "json", "--lang", "en", "--as-of=2028-03-02").out)
    assert "provisionally" in reason["agreements"][0]["reason"]


def test_without_a_command_it_helps(mou: Mou) -> None:
    """Usage on stderr, readable, exit 2."""
    ran = mou()
    assert (ran.status, ran.out, ran.err.splitlines()[0]) == (2, "", "Usage: mou [OPTIONS] COMMAND [ARGS]...")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("--country", "Jappan"),
            "--country: 'Jappan' is no country's code or name, as MY or Malaysia\n     did you mean JP, Japan?",
        ),
        (("--owner", "nobody"), "no owner is called 'nobody'\n     known: a@example.org"),
    ],
)
def test_a_mistyped_filter_is_refused(mou: Mou, register: Write, arguments: tuple[str, ...], error: str) -> None:
    """It would hide everything and look as if all was well."""
    register(SMALL)
    ran = mou("status", "--fail-on", "lapsed", DAY, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"mou: error: {error}\n")


def test_show_tells_a_steps_reference_and_note(mou: Mou, register: Write) -> None:
    """What was recorded of a step beside its date is not lost in the view."""
    steps = "steps: [{step: dprd-approval, done: 2025-03-25, outcome: approved, reference: SK 7/2025, note: plenary}]"
    register(SMALL.replace("signed: 2015-11-27", steps))
    assert "  2025-03-25  DPRD approval: approved (SK 7/2025; plenary)\n" in mou("show", "pj", DAY).out


def test_json_record_by_record() -> None:
    """No piece of the output has more than one record: a large register is never one text."""
    records = [agreement(f"oslo-{n:02}", signed="2024-04-22", term="4 years") for n in range(50)]
    pieces = list(status_json("Kecil", day("2026-11-21"), assess_all("2026-11-21", *records), (), (), ENGLISH))
    named = [[record.id for record in records if f'"{record.id}"' in piece] for piece in pieces]
    assert named == [[], [], *([record.id] for record in records), [], [], [], [], [], []]
    assert [one["id"] for one in json.loads("".join(pieces))["agreements"]] == [record.id for record in records]


def test_pieces_into_a_file(tmp_path: Path) -> None:
    """A file is written from pieces as from a whole, and stays as it was if one of them fails."""

    def failing() -> Iterator[str]:
        yield "half"
        raise ValueError("no more")

    target = tmp_path / "out.txt"
    write(iter(("Córdoba ", "– ", "Bandung\n")), str(target))
    with pytest.raises(ValueError, match="no more"):
        write(failing(), str(target))
    assert {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()} == {"out.txt": "Córdoba – Bandung\n"}


@pytest.mark.parametrize(
    ("more", "offered"),
    [("", True), ("renewal: {decision: lapse}", False), ("renewal: {mode: none}", False)],
)
def test_no_renewal_is_offered_for_what_is_to_lapse(more: str, offered: bool, mou: Mou, tmp_path: Path) -> None:
    """Decided to lapse, or foreseen in its text: the next step is to close it, and no command renews it."""
    (tmp_path / "r.yaml").write_text(
        "agreements:\n  - {id: pj, title: A, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou, "
        f"signed: 2015-11-27, term: 5 years{', ' + more if more else ''}}}\n"
    )
    shown = mou("status", "-r", tmp_path / "r.yaml", DAY).out
    assert [line for line in shown.splitlines() if "mou renew" in line] == (
        ["     → renew it or close it · mou renew pj"] if offered else []
    )


@pytest.mark.parametrize(
    "command", [("status",), ("agenda",), ("plan", "--all"), ("plan", "melbourne-2024"), ("show", "daegu")]
)
def test_csv_is_written_as_a_spreadsheet_wants_it(command: tuple[str, ...], bandung: Path, mou: Mou) -> None:
    """Semicolons where a comma is the decimal sign, tabs, a byte order mark: the same cells in every command."""
    plain = mou(*command, "-f", "csv", DAY).out
    cells = list(csv.reader(io.StringIO(plain, newline="")))
    assert len(cells[0]) > 5
    for sign, name in ((";", ";"), ("\t", "tab")):
        text = mou(*command, "-f", "csv", "--delimiter", name, "--bom", DAY).out
        assert text[0] == "\ufeff"
        assert list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=sign)) == cells


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"CLICOLOR_FORCE": "1"}, False),
    ],
)
def test_colour_where_no_terminal_is(
    mou: Mou, register: Write, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], coloured: bool
) -> None:
    """Only FORCE_COLOR brings it, and NO_COLOR goes before that; the text is the same and uncut."""
    register(SMALL)
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    plain = mou("status", "--all", DAY).out
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = mou("status", "--all", DAY).out
    assert ("\x1b[" in out) == coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", out) == plain
    assert mou("status", "--all", DAY, "-o", "x.txt").status == 0
    assert "\x1b[" not in Path("x.txt").read_text("utf-8")


@pytest.mark.parametrize("number", [3000])
def test_a_record_of_very_many_parts(mou: Mou, register: Write, number: int) -> None:
    """Every view words it: nothing is nested as deep as a list is long."""
    days = (date(1950, 6, 1) + timedelta(days=3 * n) for n in range(number))
    extensions = "".join(f"      - {{signed: {day.isoformat()}, term: 3 days}}\n" for day in days)
    register(f"""\
agreements:
  - id: long
    title: Long
    partner: {{name: X, country: MY}}
    kind: ksdpl
    instrument: mou
    signed: 1950-01-01
    term: 1 year
    extensions:
{extensions}""")
    for command in (("status",), ("show", "long"), ("status", "-f", "json"), ("report",), ("timeline",), ("calendar",)):
        ran = mou(*command, DAY)
        assert (ran.status, ran.err) == (0, ""), command


@pytest.mark.parametrize(
    ("text", "arguments", "council"),
    [
        ("register: {owner: a@example.org}\nagreements: []\n", (), "DPRD"),
        (SMALL, ("--search", "nothing that stands anywhere"), "DPRD"),
        ("register: {owner: a@example.org, holidays: {country: JP}}\nagreements: []\n", (), "COUNCIL"),
    ],
)
def test_the_council_has_its_name_where_no_record_is_shown(
    text: str, arguments: tuple[str, ...], council: str, register: Callable[..., Path], mou: Mou
) -> None:
    """That of the records hidden, or of the country's procedures."""
    register(text)
    assert f"PENDING {council} APPROVAL 0" in mou("status", *arguments, DAY).out.splitlines()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("kawasaki", "did you mean one of these: kawasaki-2016, kawasaki-2020, kawasaki-ia-2023?"),
        ("Kawasaki-20", "did you mean one of these: kawasaki-2016, kawasaki-2020?"),
        ("ia", "mou status --all lists them"),
        ("jaya", "did you mean `petaling-jaya-2015`?"),
        ("loi", "did you mean one of these: cuenca-loi-2017, jsca-loi-2014, seoul-loi-2015, toyota-loi-2017?"),
        ("hamamtsu-2025", "did you mean one of these: hamamatsu-2025, hamamatsu-2019?"),
        ("x" * 200, "mou status --all lists them"),
    ],
)
def test_an_id_that_is_none_is_answered_with_the_nearest_few(bandung: Path, mou: Mou, typed: str, hint: str) -> None:
    """Those that begin so, else those that have it, else those that are most like it; in looks and edits alike."""
    for command in (("show",), ("status",), ("done", "1", "--on", "2026-11-20")):
        ran = mou(command[0], typed, *command[1:], DAY, "--lang=en", "-r", bandung)
        assert (ran.status, ran.err.splitlines()[-1].strip()) == (2, hint), command
