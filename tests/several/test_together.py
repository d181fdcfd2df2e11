"""Commands on several registers: grouped, the worst first, with totals; each with its own day and words."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import icalendar
import jsonschema
import pytest

from mou_tracker.cli.completing import complete_ids, complete_kinds, complete_promises, complete_steps
from mou_tracker.cli.look import agenda, status
from mou_tracker.cli.several import agenda as several_agenda
from mou_tracker.cli.several import status as several_status
from tests.conftest import Ran, need
from tests.several.conftest import BANDUNG, DAY

Mou = Callable[..., Ran]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", ["table", "markdown", "nagios", "badge"])
def test_status_tells_of_all(
    mou: Mou, with_broken: Path, golden: Callable[[str, str], None], form: str, language: str
) -> None:
    """Whole outputs, of which a broken register hides none of the others."""
    ran = mou("status", "-r", "regs", "--as-of", DAY, "-f", form, "--lang", language)
    golden(f"several/{language}/status.{form}", ran.out)
    assert ran.status == (2 if form == "nagios" else 1)
    assert "garut: " in ran.err


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_agenda_tells_of_all(
    mou: Mou, with_broken: Path, golden: Callable[[str, str], None], form: str, language: str
) -> None:
    """Each under its name, and all that could be read."""
    ran = mou("agenda", "-r", "regs", "--as-of", DAY, "--days", "600", "-f", form, "--lang", language)
    golden(f"several/{language}/agenda.{form}", ran.out)
    assert ran.status == 1


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", ["full", "concise"])
def test_a_check_tells_how_each_fared(
    mou: Mou, with_broken: Path, golden: Callable[[str, str], None], form: str, language: str
) -> None:
    """The findings of the worst first; a line for each that has some, and what there was in all."""
    ran = mou("check", "regs", "-f", form, "--lang", language)
    golden(f"several/{language}/check.{form}", ran.out)
    assert ran.status == 1


def test_registers_named_one_by_one_are_those_of_their_folder(mou: Mou, registers: Path) -> None:
    """`-r` is repeatable, and what it names twice counts once."""
    day = ("--as-of", DAY)
    whole = mou("status", "-r", "regs", *day)
    assert whole.status == 0
    assert mou("status", "-r", "regs/cimahi", "-r", "regs/bandung.yaml", "-r", "regs", *day) == whole
    assert mou("check", "-r", "regs/cimahi", "-r", "regs/bandung.yaml") == mou("check", "regs")


@pytest.mark.parametrize("command", ["status", "agenda"])
def test_json_grows_by_keys_only(mou: Mou, with_broken: Path, command: str) -> None:
    """Each record as a register of its own would have it, with the register's key; and a list of registers."""
    both = json.loads(mou(command, "-r", "regs", "--as-of", DAY, "-f", "json").out)
    listed = "agreements" if command == "status" else "entries"
    alone = []
    for key, path in (("bandung", "regs/bandung.yaml"), ("cimahi-ks", "regs/cimahi")):
        one = json.loads(mou(command, "-r", path, "--as-of", DAY, "-f", "json").out)
        assert {*both} - {*one} == {"registers"}
        alone += [{**row, "register": key} for row in one[listed]]
    assert both[listed] == alone
    assert [(one["register"], one["error"] is None) for one in both["registers"]] == [
        ("garut", False),
        ("bandung", True),
        ("cimahi-ks", True),
    ]
    if command == "status":
        assert both["counts"]["lapsed"] == 1
        jsonschema.validate(both, json.loads(mou("schema", "--of", "status").out))
        jsonschema.validate(
            json.loads(mou("check", "regs", "-f", "json").out), json.loads(mou("schema", "--of", "check").out)
        )


@pytest.mark.parametrize("command", [("status",), ("agenda", "--days=800")])
def test_csv_has_one_table_with_the_register_last(mou: Mou, registers: Path, command: tuple[str, ...]) -> None:
    """One head, the rows of all."""

    def rows(path: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(mou(*command, "-r", path, "--as-of", DAY, "-f", "csv").out)))

    both, alone = rows("regs"), rows("regs/bandung.yaml")
    assert both[0] == [*alone[0], "register"]
    assert both[1 : len(alone)] == [[*row, "bandung"] for row in alone[1:]]
    assert {row[-1] for row in both[len(alone) :]} == {"cimahi-ks"}


def test_metrics_name_the_register_and_each_family_once(mou: Mou, with_broken: Path) -> None:
    """What Prometheus refuses is a family that comes twice; one that could not be read is told of too."""
    text = mou("status", "-r", "regs", "--as-of", DAY, "-f", "prometheus").out
    families = re.findall(r"^# HELP (\S+)", text, re.MULTILINE)
    assert len(families) == len(set(families))
    assert 'mou_agreements{register="cimahi-ks",status="due"} 0' in text.splitlines()
    assert len(re.findall(r'^mou_unreadable_records\{register="[^"]*garut.yaml"\} 1$', text, re.MULTILINE)) == 1
    current = ""
    for one in text.splitlines():
        current = one.split()[2] if one.startswith("#") else current
        assert one.startswith(("#", current))


def test_each_has_its_own_today(mou: Mou, registers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At half past ten in the evening in Jakarta it is tomorrow in Jayapura."""
    monkeypatch.setattr("mou_tracker.clock.today", lambda zone: date(2026, 11, 22 if "Jayapura" in zone else 21))
    found = json.loads(mou("status", "-r", "regs", "-f", "json").out)
    assert {one["register"]: one["as_of"] for one in found["registers"]} == {
        "bandung": "2026-11-21",
        "cimahi-ks": "2026-11-22",
    }


def test_a_calendar_of_all_keeps_their_events_apart(mou: Mou, registers: Path) -> None:
    """Two registers may have one id and one partner; each speaks its own language, in the alarms too."""
    made = icalendar.Calendar.from_ical(mou("calendar", "-r", "regs", "--as-of", DAY).out)
    found = {str(one["uid"]): str(one["summary"]) for one in made.walk("VEVENT")}
    alarms = {str(alarm["description"]) for alarm in made.walk("VALARM")}
    assert alarms == {*found.values()}
    assert found["bandung/melbourne-2024.last-day@mou-tracker"] == "bandung · Melbourne AU: hari terakhir berlaku"
    assert found["cimahi-ks/petaling-jaya-2015.last-day@cimahi-ks"] == "cimahi-ks · Petaling Jaya MY: last day in force"


def test_calendars_of_two_offices_keep_their_events_apart(mou: Mou, tmp_path: Path, registers: Path) -> None:
    """Their registers lie under the same names in repositories of their own: who subscribes to both sees all."""
    need("git")
    calendars = []
    for office in ("north", "south"):
        folder = tmp_path / office
        shutil.copytree(registers, folder)
        said = ("-c", f"user.name={office}", "-c", "user.email=ks@example.org")
        for words in (("init", "-q"), ("add", "-A"), (*said, "commit", "-q", "-m", office)):
            subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)
        calendars.append(events(mou("calendar", "-r", folder / "bandung.yaml", "-r", folder / "cimahi").out))
    north, south = ({uid for uid in found if uid.startswith("bandung/")} for found in calendars)
    assert len(north) == len(south) > 0
    assert not north & south


def events(calendar: str) -> dict[str, str]:
    """What each event says, by its UID."""
    made = icalendar.Calendar.from_ical(calendar)
    return {str(one["uid"]): str(one["summary"]) for one in made.walk("VEVENT")}


def test_no_calendar_is_written_that_lacks_a_register(mou: Mou, with_broken: Path) -> None:
    """Whoever subscribes would take the missing events for ones that were called off: the old file stays."""
    Path("old.ics").write_text("old")
    ran = mou("calendar", "-r", "regs", "--as-of", DAY, "-o", "old.ics")
    assert (ran.status, Path("old.ics").read_text()) == (2, "old")


@pytest.mark.parametrize("slip", [("nope",), ("bandung/nope",), ("--owner", "c@example.org"), ("--kind", "pact")])
def test_a_probe_with_a_slip_is_unknown(mou: Mou, registers: Path, slip: tuple[str, ...]) -> None:
    """A line and the state, as with one register: nothing printed would be taken for critical."""
    ran = mou("status", "-r", "regs", "-f", "nagios", *slip)
    assert ran.status == mou("status", "-r", "regs/bandung.yaml", "-f", "nagios", *slip).status == 3
    assert re.fullmatch(r"MOU UNKNOWN: .*\n", ran.out)


COUNCIL = """\
  - id: waiting
    title: MoU Penang
    partner: {name: Penang, country: MY}
    kind: ksdpl
    instrument: mou
    steps: [{step: dprd-approval, received: 2026-01-05}]
"""


@pytest.mark.parametrize("form", ["nagios", "badge"])
def test_a_probe_of_several_says_what_that_of_one_says(mou: Mou, register: Callable[..., Path], form: str) -> None:
    """What is overdue at the council too; the line of all says besides how many registers there are."""
    register(f"register: {{name: A}}\nagreements:\n{COUNCIL}", "regs/a.yaml")
    register("register: {name: B}\nagreements: []\n", "regs/b.yaml")
    day = ("--as-of", DAY, "--lang", "en", "-f", form)
    one, all_ = mou("status", "-r", "regs/a.yaml", *day), mou("status", "-r", "regs", *day)
    told = "1 pending DPRD approval, 1 overdue at the DPRD"
    if form == "badge":
        assert (json.loads(one.out)["message"], json.loads(all_.out)["message"]) == (told, f"2 registers, {told}")
    else:
        assert all_.out == one.out.replace(told, f"2 registers, {told}").replace(": waiting", ": a/waiting").replace(
            "\n", " 'registers'=2;;;0 'failed'=0;;;0\n"
        )
    assert all_.status == one.status == (2 if form == "nagios" else 0)


def test_the_page_of_all_has_a_tile_for_each(mou: Mou, with_broken: Path) -> None:
    """Tiles in the order of need, each leading to what needs attention in it; both languages; nothing is run."""
    ran = mou("report", "-r", "regs", "--as-of", DAY, "-o", "all.html")
    page = Path("all.html").read_text("utf-8")
    assert ran.status == 1
    assert re.findall(r'<a class="tile [^"]*" href="#([^"]*)"', page) == ["garut", "bandung", "cimahi-ks"]
    assert {*re.findall(r'<section class="register" id="([^"]*)"', page)} == {"garut", "bandung", "cimahi-ks"}
    assert "bandung/petaling-jaya-2015" in page
    assert '<span lang="id" class="in-id">berakhir</span>' in page
    assert "<script" not in page


def test_into_a_folder_go_the_pages_of_each_too(mou: Mou, registers: Path) -> None:
    """The page of all leads to them; each is the page that the register has by itself."""
    assert mou("report", "-r", "regs", "--as-of", DAY, "-o", "site/").status == 0
    assert sorted(one.name for one in Path("site").iterdir()) == ["bandung.html", "cimahi-ks.html", "index.html"]
    assert re.findall(r'<a class="tile [^"]*" href="([^"]*)"', Path("site/index.html").read_text("utf-8")) == [
        "bandung.html",
        "cimahi-ks.html",
    ]
    mou("report", "-r", "regs/bandung.yaml", "--as-of", DAY, "-o", "site/alone.html")
    assert Path("site/alone.html").read_text("utf-8") == Path("site/bandung.html").read_text("utf-8")


def test_names_are_printed_as_they_are(mou: Mou, register: Callable[..., Path]) -> None:
    """They obey no page, table or line of a probe."""
    register("register: {id: a, name: '<i>x</i>|`# y'}\nagreements: []\n", "regs/a.yaml")
    register("register: {name: '=2+3'}\nagreements: [x]\n", "regs/<b>|b.yaml")
    markdown = mou("status", "-r", "regs", "--as-of", DAY, "-f", "markdown").out
    assert "&lt;i&gt;x&lt;/i&gt;\\|\\`\\# y" in markdown
    mou("report", "-r", "regs", "--as-of", DAY, "-o", "all.html")
    page = Path("all.html").read_text("utf-8")
    assert "&lt;i&gt;x&lt;/i&gt;|`# y" in page
    assert "<i>" not in page
    assert "<b>|b" not in page
    assert mou("status", "-r", "regs", "-f", "nagios").out.count("|") == 1


def test_all_broken_is_a_failed_run(mou: Mou, register: Callable[..., Path]) -> None:
    """Nothing could be read at all; monitoring is told so even then."""
    register("register: {name: A\n", "regs/a.yaml")
    register("register: {name: B\n", "regs/b.yaml")
    assert mou("status", "-r", "regs").status == 2
    assert mou("status", "-r", "regs", "-f", "badge", "-o", "b.json").status == 1
    assert json.loads(Path("b.json").read_text())["color"] == "lightgrey"


def test_what_is_in_doubt_is_one_register_and_says_so(mou: Mou, registers: Path, register: Callable[..., Path]) -> None:
    """A stray file among registers belongs to nobody."""
    register("agreements: []\n", "regs/stray.yaml")
    ran = mou("check", "regs")
    assert ran.status == 1
    assert "register-twice" in ran.out
    assert ran.err == "regs/stray.yaml has no section `register`, so all is read as one register\n"


def test_filters_hold_in_all_and_say_what_they_hide(mou: Mou, registers: Path) -> None:
    """An owner need be known in one register only; one that nobody knows is a slip."""
    ran = mou("status", "-r", "regs", "--as-of", DAY, "--owner", "b@cimahi.example", "--all")
    assert ran.status == 0
    assert "bandung/" not in ran.out
    assert ran.out.count("1 of 4 agreements shown; filter: owner=b@cimahi.example") == 1
    assert mou("status", "-r", "regs", "--owner", "c@example.org").status == 2


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        (("bandung/petaling-jaya-2015",), 0, "MoU Petaling Jaya\n"),
        (("cimahi-ks/petaling-jaya-2015",), 0, "MoU Cimahi – Petaling Jaya\n"),
        (("melbourne-2024",), 0, "MoU Melbourne\n"),
        (("petaling-jaya-2015",), 2, "say which: bandung/petaling-jaya-2015, cimahi-ks/petaling-jaya-2015"),
        (("cimahi/petaling-jaya-2015",), 2, "did you mean `cimahi-ks/petaling-jaya-2015`?"),
        (("cimahi-ks/melbourne-2024",), 2, "there is no agreement 'melbourne-2024'"),
        (("nowhere",), 2, "none of the 2 registers has an agreement 'nowhere'\n     mou status --all lists them\n"),
        (("melbuorne-2024",), 2, "did you mean one of these: bandung/melbourne-2024, bandung/melbourne-2019?"),
        (("petaling",), 2, "did you mean `bandung/petaling-jaya-2015`?"),
        (("075/KS/2015",), 0, "MoU Cimahi – Petaling Jaya\n"),
        (("075/ks/2015",), 0, "MoU Cimahi – Petaling Jaya\n"),
        (("cimahi-ks/075/KS/2015",), 0, "MoU Cimahi – Petaling Jaya\n"),
        (("bandung/075/KS/2015",), 2, "there is no agreement '075/KS/2015'"),
        (("076/KS/2015",), 2, "none of the 2 registers has an agreement '076/KS/2015'"),
    ],
)
def test_an_id_chooses_its_register(mou: Mou, registers: Path, given: tuple[str, ...], status: int, told: str) -> None:
    """Written with the register's name before it, or alone where only one has it."""
    ran = mou("show", "-r", "regs", *given)
    assert ran.status == status
    assert told in ran.out + ran.err


COMMANDS_BY_NAME = {
    "show": ("show", "NAME"),
    "plan": ("plan", "NAME"),
    "status": ("status", "NAME", "--all"),
    "step": ("step", "NAME", "signing", "--note", "x"),
    "set": ("set", "NAME", "place=Cimahi"),
    "extend": ("extend", "NAME", "--signed=2025-01-01", "--term=1 year"),
    "snooze": ("snooze", "NAME", "--until=2026-12-31", "--why=x"),
    "close": ("close", "NAME", "--on=2026-11-01", "--how=completed"),
    "renew": ("renew", "NAME"),
}


@pytest.mark.parametrize("command", COMMANDS_BY_NAME)
def test_a_number_means_what_its_id_means(mou: Mou, registers: Path, command: str) -> None:
    """Whatever the command, of one register or of several: the same is shown, and the same is written."""
    files = [Path("regs/bandung.yaml"), Path("regs/cimahi/2015.yaml")]
    before, found = [file.read_text("utf-8") for file in files], []
    for where, name in (
        ("regs", "cimahi-ks/petaling-jaya-2015"),
        ("regs", "075/ks/2015"),
        ("regs/cimahi", "075/KS/2015"),
    ):
        given = [one.replace("NAME", name) for one in COMMANDS_BY_NAME[command]]
        ran = mou(*given, "-r", where, "--as-of", DAY)
        assert ran.status == 0, ran.err
        shown = ran.out.replace(f"filter: {name}", "")
        found.append((shown if where == "regs" else None, [file.read_text("utf-8") for file in files]))
        for file, text in zip(files, before, strict=True):
            file.write_text(text, "utf-8")
    assert found[0] == found[1]
    assert found[2][1] == found[0][1]


def test_a_number_that_several_bear_means_none(mou: Mou, registers: Path) -> None:
    """Within a register and among them: all are named, and nothing is chosen, looking or writing."""
    file = Path("regs/bandung.yaml")
    file.write_text(BANDUNG.replace("    signed", "    numbers: {ours: 075/KS/2015}\n    signed"), "utf-8")
    told = "several agreements bear the number 075/KS/2015: petaling-jaya-2015, melbourne-2024, melbourne-2019"
    for command in (("show", "075/KS/2015"), ("set", "075/KS/2015", "place=x")):
        assert told in mou(*command, "-r", file, "--as-of", DAY).err
        ran = mou(*command, "-r", "regs", "--as-of", DAY)
        assert (ran.status, "say which: bandung/075/KS/2015, cimahi-ks/075/KS/2015" in ran.err) == (2, True)


def test_a_number_finds_what_lies_ahead(mou: Mou, registers: Path) -> None:
    """A record that is not known yet on the day is named by its number as by its id."""
    for name in ("075/KS/2015", "petaling-jaya-2015"):
        assert "is not known yet on" in mou("show", name, "-r", "regs/cimahi", "--as-of=2020-01-01").err
        assert "petaling-jaya-2015" in mou("status", name, "-r", "regs/cimahi", "--as-of=2020-01-01").out


def test_an_edit_goes_to_the_register_of_its_id(mou: Mou, registers: Path) -> None:
    """Nothing else is touched; without an id the command says that it works on one."""
    before = Path("regs/bandung.yaml").read_text("utf-8")
    assert mou("set", "-r", "regs", "cimahi-ks/petaling-jaya-2015", "place=Cimahi").status == 0
    assert "place: Cimahi" in Path("regs/cimahi/2015.yaml").read_text("utf-8")
    assert Path("regs/bandung.yaml").read_text("utf-8") == before == BANDUNG
    ran = mou("timeline", "-r", "regs")
    assert (ran.status, "this command works on one register, and 2 are named" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "understood"),
    [
        (("sign", "bandung/melbourne-2024", "--on", "05/12/2025"), True),
        (("sign", "--on", "05/12/2025", "bandung/melbourne-2024"), True),
        (("sign", "melbourne-2024", "--on", "05/12/2025"), True),
        (("sign", "cimahi-ks/petaling-jaya-2015", "--on", "05/12/2025"), False),
        (("sign", "petaling-jaya-2015", "--on", "05/12/2025"), False),
        (("plan", "bandung/melbourne-2024", "--from", "05/12/2025"), True),
        (("status", "--as-of", "05/12/2025"), False),
    ],
)
@pytest.mark.parametrize("paths", [("regs",), ("regs/bandung.yaml", "regs/cimahi"), ("regs/cimahi", "regs")])
def test_a_date_is_read_in_the_order_of_the_records_register(
    mou: Mou, registers: Path, paths: tuple[str, ...], arguments: tuple[str, ...], understood: bool
) -> None:
    """Bandung writes Indonesian, where the day comes first; Cimahi English, where nobody knows."""
    named = [part for path in paths for part in ("-r", path)]
    ran = mou(arguments[0], *named, *arguments[1:], *(("--dry-run", "--replace") if arguments[0] == "sign" else ()))
    assert ("it is not said whether the day or the month comes first" not in ran.err) == understood, ran


def test_registers_of_one_language_read_dates_in_its_order(mou: Mou, register: Callable[..., Path]) -> None:
    """There is nothing unclear."""
    for name in "ab":
        register(f"register: {{name: {name}, language: id}}\nagreements: []\n", f"regs/{name}.yaml")
    assert json.loads(mou("status", "-r", "regs", "-f", "json", "--as-of", "05/12/2025").out)["as_of"] == "2025-12-05"


def test_one_register_takes_ids_as_a_list_of_several_writes_them(mou: Mou, registers: Path) -> None:
    """What was copied from there is found here."""
    assert mou("show", "-r", "regs/bandung.yaml", "bandung/melbourne-2024").status == 0
    assert mou("status", "-r", "regs/cimahi", "cimahi-ks/petaling-jaya-2015").status == 0


def test_a_number_with_strokes_is_no_register(mou: Mou, registers: Path) -> None:
    """Offices number their papers so."""
    ran = mou("status", "-r", "regs", "--as-of", DAY, "075/KS/2015")
    assert (ran.status, "cimahi-ks/petaling-jaya-2015" in ran.out) == (0, True)
    assert mou("show", "-r", "regs/cimahi", "075/KS/2015").status == 0


@pytest.mark.parametrize(
    ("ids", "status", "shown"),
    [
        (("bandung/melbourne-2024",), 0, {("bandung", "melbourne-2024")}),
        (("petaling-jaya-2015",), 0, {("bandung", "petaling-jaya-2015"), ("cimahi-ks", "petaling-jaya-2015")}),
        (("bandung/nope",), 2, set()),
        (("nope",), 2, set()),
    ],
)
def test_status_shows_the_ids_asked_for(
    mou: Mou, registers: Path, ids: tuple[str, ...], status: int, shown: set[tuple[str, str]]
) -> None:
    """An id alone is that of every register that has it."""
    ran = mou("status", "-r", "regs", "--as-of", DAY, "-f", "json", *ids)
    assert ran.status == status
    if not status:
        assert {(one["register"], one["id"]) for one in json.loads(ran.out)["agreements"]} == shown


def completing(*paths: str, name: str | None = None) -> click.Context:
    """A command line of which this much is typed."""
    context = click.Context(click.Command("x"))
    context.params = {"path": paths, "name": name}
    return context


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("c", ["cimahi-ks/petaling-jaya-2015"]),
        ("bandung/m", ["bandung/melbourne-2024", "bandung/melbourne-2019"]),
        ("mel", ["melbourne-2024", "melbourne-2019"]),  # only one register has it, so it may be typed alone
        ("pet", []),  # whose?
    ],
)
def test_the_shell_completes_ids_of_several(registers: Path, typed: str, offered: list[str]) -> None:
    """With the register's name before them, or alone where that says enough."""
    assert complete_ids(completing("regs"), typed) == offered


@pytest.mark.parametrize(
    ("typed", "offered"), [("pet", ["petaling-jaya-2015"]), ("cimahi-ks/p", ["cimahi-ks/petaling-jaya-2015"])]
)
def test_the_shell_completes_both_spellings_in_one(registers: Path, typed: str, offered: list[str]) -> None:
    """An id that was copied from a list of several is gone on with."""
    assert complete_ids(completing("regs/cimahi"), typed) == offered


OWN_LAW = """\
  procedures:
    pact:
      name: {id: Pakta, en: Pact}
      signing: seal
      steps:
        - {id: open, name: {id: Buka, en: Opening}}
        - {id: seal, name: {id: Segel, en: Sealing}}
"""


@pytest.mark.parametrize(
    ("paths", "name", "steps", "promises"),
    [
        (("regs",), "tartu/delft-2020", ["open", "seal"], ["1"]),
        (("regs",), "delft-2020", ["open", "seal"], ["1"]),
        (("regs/tartu.yaml",), "tartu/delft-2020", ["open", "seal"], ["1"]),
        (("regs",), "bandung/delft-2020", [], []),
    ],
)
def test_the_shell_completes_by_the_law_of_the_records_register(
    registers: Path,
    register: Callable[..., Path],
    paths: tuple[str, ...],
    name: str,
    steps: list[str],
    promises: list[str],
) -> None:
    """Whichever register is named first, and however the id is written."""
    record = BANDUNG[BANDUNG.index("  - id: mel") : BANDUNG.index("    renews")].replace("melbourne-2024", "delft-2020")
    record = record.replace("ksdpl", "pact") + "    follow_ups: [{what: Letter}]\n"
    register(f"register:\n  name: Tartu\n{OWN_LAW}agreements:\n{record}", "regs/tartu.yaml")
    context = completing(*paths, name=name)
    assert [one for one in complete_steps(context, "") if one in ("open", "seal")] == steps
    assert [one.value for one in complete_promises(context, "")] == promises
    assert "pact" in complete_kinds(completing("regs"), "")


def test_an_empty_name_names_nothing(mou: Mou, registers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a variable that a script has not set: the working folder is not searched for it."""
    monkeypatch.chdir(registers)
    assert mou("status", "-r", "").err.startswith("mou: error: no register found from here upward")
    monkeypatch.setenv("MOU_REGISTER", "cimahi")
    for command in (("status", "--as-of", DAY), ("check",)):
        assert mou(*command, "-r", "", "-r", "bandung.yaml") == mou(*command, "-r", "bandung.yaml")
        assert mou(*command, "-r", "") == mou(*command)
    assert mou("check", "", "bandung.yaml") == mou("check", "bandung.yaml")
    assert mou("check", "") == mou("check")


def test_a_check_takes_paths_or_registers(mou: Mou, registers: Path) -> None:
    """One `-r` is as a path, be it named twice; with both nobody knows what is meant."""
    assert mou("check", "-r", "regs/cimahi") == mou("check", "regs/cimahi")
    assert mou("check", "-r", "regs/cimahi", "-r", "regs/cimahi/") == mou("check", "regs/cimahi")
    assert mou("check", "-r", "regs/cimahi", "regs/bandung.yaml").status == 2
    assert mou("check", "-r", "regs/nowhere", "-r", "regs/cimahi").status == 2


def test_the_environment_may_name_a_folder_of_registers(
    mou: Mou, registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `-r` does."""
    said = mou("status", "-r", "regs", "--as-of", DAY), mou("check", "regs")
    monkeypatch.setenv("MOU_REGISTER", "regs")
    assert (mou("status", "--as-of", DAY), mou("check")) == said


def test_no_result_is_written_over_a_register(mou: Mou, registers: Path) -> None:
    """Whatever reads it, in this process or another."""
    for target in ("regs/bandung.yaml", "regs/cimahi/2015.yaml"):
        before = Path(target).read_bytes()
        ran = mou("status", "-r", "regs", "-f", "json", "-o", target)
        assert (ran.status, Path(target).read_bytes()) == (2, before)


def test_every_format_is_there_for_several_too() -> None:
    """Whoever adds one to a command is told here; a workbook alone is left out, and says so."""
    assert {*status.FORMATS} - {"xlsx"} == {*several_status.BODIES} == {*several_status.WHOLE}
    assert {*agenda.FORMATS} == {*several_agenda.BODIES} == {*several_agenda.WHOLE}


def test_a_workbook_is_of_one_register(mou: Mou, registers: Path) -> None:
    """Its sheet has no column for another; CSV has."""
    ran = mou("status", "-r", "regs", "-f", "xlsx", "-o", "all.xlsx")
    assert (ran.status, Path("all.xlsx").exists()) == (2, False)
    assert "-f csv" in ran.err
