"""Questions on a real terminal, in both languages: bad answers are asked again, and what was answered is never lost."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.edit.conftest import REGISTER, diff
from tests.edit.terminal import CTRL_C, CTRL_D, at_a_terminal

Answers = Sequence[tuple[str, str]]
DAY = "--as-of=2026-11-21"
Edit = Callable[..., Ran]


@pytest.mark.parametrize(
    ("arguments", "answers", "lines"),
    [
        (
            ("sign",),
            [
                ("Which agreement (daegu): ", "dae"),
                ("Error: there is no agreement 'dae' (did you mean `daegu`?)\nWhich agreement (daegu): ", "DAEGU"),
                ("Signed on [2026-11-21]: ", ""),
                ("automatic, none, unknown), or nothing: ", "NONE"),
            ],
            ["+    signed: 2026-11-21", "+    renewal: {mode: none}"],
        ),
        (
            ("sign", "daegu"),
            [
                ("Signed on [2026-11-21]: ", "31-12-2026"),
                ("31 December 2026 is after today. Is it meant? [y/N]: ", "no"),
                ("Signed on [2026-11-21]: ", "2026-12-31"),
                ("Is it meant? [y/N]: ", "YA"),
                ("or nothing: ", ""),
            ],
            ["+    signed: 2026-12-31"],
        ),
        (
            ("step", "daegu"),
            [
                ("Confirmation letter, Signing, Deposit of the original): ", "Penandatangan"),
                ("did you mean `Penandatanganan`?", "penandatanganan"),
                ("What happened (received, started, done): ", "doen"),
                ("Error: `doen` is not one of the words allowed here (did you mean `done`?)", "done"),
                ("When [2026-11-21]: ", "20 November 2026"),
                ("With what outcome (approved, refused, returned) [approved]: ", "Disetujui"),
            ],
            ["+      - {step: signing, done: 2026-11-20, outcome: approved}"],
        ),
        (
            ("close", "petaling-jaya-2015"),
            [("Last day in force [2026-11-21]: ", "2019"), ("abandoned): ", "wrong"), ("abandoned): ", "Completed")],
            ["+    closed: {on: 2019, how: completed}"],
        ),
        (
            ("decide", "petaling-jaya-2015"),
            [("What was decided (renew, lapse): ", "lapse")],
            ["+    renewal: {decision: lapse, decided: 2026-11-21}"],
        ),
        (
            ("done", "petaling-jaya-2015"),
            [
                ("Which promise (1 Pertukaran pegawai; 2 Program magang): ", "p"),
                ("Error: 'p' fits several promises of petaling-jaya-2015 (its promises: 1 Pert", "PEGAWAI"),
                ("Done on [2026-11-21]: ", "2024"),
            ],
            ["+        done: 2024"],
        ),
        (
            ("extend", "petaling-jaya-2015"),
            [
                ("Signed on [2026-11-21]: ", "2020-10-01"),
                ("indefinite): ", "for long"),
                ("Error: 'for long' is neither a term, as 5 years or indefinite, nor a date", "1 Oktober 2022"),
            ],
            ["+    extensions:", "+      - signed: 2020-10-01", "+        ends: 2022-10-01"],
        ),
        (
            ("snooze", "petaling-jaya-2015"),
            [
                ("Snoozed until (a day, or 3 months): ", "2020-01-01"),
                ("Error: 1 January 2020 does not lie ahead\n", "10 years"),
                ("Error: a snooze lasts 12 months at most; 21 November 2036 is later (the latest day is 21 ", "soon"),
                ("Error: 'soon' is not a date", "2 bulan"),
                ("Why: ", "  "),
                ("Error: an answer is needed\nWhy: ", " talks "),
            ],
            ["+    snooze: {until: 2027-01-21, why: talks, on: 2026-11-21}"],
        ),
    ],
)
def test_a_terminal_is_asked_for_what_is_missing(
    office: Path, arguments: tuple[str, ...], answers: Answers, lines: list[str]
) -> None:
    """With the valid choices and sensible defaults; a wrong answer is asked for again, with the reason."""
    status, screen = at_a_terminal(office.parent, [*arguments, DAY], answers)
    assert (status, diff(REGISTER, office.read_text("utf-8"))) == (0, lines), screen
    assert "goes on" not in screen


NEW = [
    "+",
    "+  - id: oslo-2015",
    "+    title: MoU Oslo",
    '+    partner: {name: Oslo, country: "NO"}',
    "+    kind: ksdpl",
    "+    instrument: mou",
    "+    signed: 2015-11-27",
    "+    term: 5 years",
    "+    renewal: {mode: automatic}",
    "+    dprd: not-required",
    "+    owner: a@example.org",
    "+    sources:",
    "+      - {title: Naskah MoU, says: [signed, term, renewal]}",
]


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        (
            "en",
            [
                ("With whom: ", "Oslo"),
                ("Country, as Malaysia or MY: ", "Norwayy"),
                ("'Norwayy' is no country's code or name, as MY or Malaysia (did you mean NO, Norway?)", "norway"),
                ("Kind (ksdpl, ksdll, ksdd, ksdpk, other): ", "KSDPL"),
                ("Instrument (loi, mou, pks, ia, addendum, other) [mou]: ", "MoU"),
                ("Title [MoU Oslo]: ", ""),
                ("Signed on, `unknown` if nobody knows the day, or nothing: ", "31 February 2015"),
                ("or nothing: ", "27 November 2015"),
                ("Id [oslo-2015]: ", ""),
                ("For how long, or until which day (5 years, 27 November 2030, indefinite), or nothing: ", "5 tahun"),
                ("What the text says of renewal (by-agreement, automatic, none, unknown), or nothing: ", "Automatic"),
                ("Who is told: ksln or a mail address (else ksln), or nothing: ", "somebody"),
                ("or nothing: ", "a@example.org"),
                ("Where these facts stand: the title of the text, a letter, a page, or nothing: ", "Naskah MoU"),
                ("Whether DPRD must approve (required, not-required), or nothing (then it must): ", "not-requird"),
                ("allowed here (did you mean `not-required`?)\nWhether DPRD", "Not required"),
            ],
        ),
        (
            "id",
            [
                ("Dengan siapa: ", "Oslo"),
                ("Negara, misalnya Malaysia atau MY: ", "Norwegia"),
                ("(ksdpl, ksdll, ksdd, ksdpk, kerja sama jenis lain): ", "Kspdl"),
                ("maksudnya `ksdpl`?", "ksdpl"),
                ("[MoU]: ", ""),
                ("[MoU Oslo]: ", ""),
                ("atau kosongkan: ", "27/11/2015"),
                ("[oslo-2015]: ", ""),
                ("atau kosongkan: ", "5 tahun"),
                ("atau kosongkan: ", "otomatis"),
                ("atau kosongkan: ", "a@example.org"),
                ("atau kosongkan: ", "Naskah MoU"),
                (
                    "Apakah DPRD wajib menyetujui (wajib, tidak diperlukan), atau kosongkan (berarti wajib): ",
                    "Tidak diperlukan",
                ),
            ],
        ),
    ],
)
def test_a_new_record_is_asked_for_what_it_lives_on(office: Path, language: str, answers: Answers) -> None:
    """Signed, term or end, renewal, owner, source; days, countries and words as people type them, in both languages."""
    status, screen = at_a_terminal(office.parent, ["new", DAY], answers, language)
    assert (status, diff(REGISTER, office.read_text("utf-8"))) == (0, NEW), screen


def test_an_id_that_is_none_is_asked_again(office: Path) -> None:
    """Beside the question and not after all the others: one that breaks the form, and one that another record has."""
    answers = [
        ("or nothing: ", ""),
        ("Id [oslo]: ", "5 tahun"),
        ("`5 tahun` is not an id (write `5-tahun`)\nId [oslo]: ", "daegu"),
        ("Error: another record has the id daegu\nId [oslo]: ", "oslo-2"),
        ("Whether DPRD must approve", ""),
    ]
    given = ["--partner=Oslo", "--country=NO", "--kind=ksdpl", "--instrument=mou", "--title=T", DAY]
    status, screen = at_a_terminal(office.parent, ["new", *given], answers)
    assert status == 0, screen
    assert "+  - id: oslo-2" in diff(REGISTER, office.read_text("utf-8"))
    assert "5 tahun" not in screen.rpartition("oslo-2")[2]


@pytest.mark.parametrize(
    ("kind", "council"),
    [
        ("ksdpl", "DPRD must approve (required, not-required), or nothing (then it must): "),
        ("ksdd", "DPRD must approve (required, not-required), or nothing (then it need not): "),
        ("doctorate", "Senate must approve (required, not-required), or nothing (then it must): "),
        ("sister", None),
        ("other", None),
    ],
)
def test_the_council_is_asked_about_where_the_procedure_has_one(
    register: Callable[[str], Path], kind: str, council: str | None
) -> None:
    """By the name that the procedure gives it, with what holds where nothing is said; and of no other kind."""
    own = """register:
  language: en
  procedures:
    doctorate:
      name: {id: Doktor, en: Doctorate}
      steps: [{id: vote, name: {id: Suara, en: Vote}}, {id: seal, name: {id: Segel, en: Seal}}]
      signing: seal
      council: {step: vote, name: {id: Senat, en: Senate}}
    sister:
      name: {id: Saudara, en: Sister}
      steps: [{id: seal, name: {id: Segel, en: Seal}}]
      signing: seal
agreements: []
"""
    file = register(own)
    given = [
        "--partner=X",
        f"--country={'ID' if kind == 'ksdd' else 'MY'}",
        f"--kind={kind}",
        "--instrument=mou",
        "--title=T",
        "--id=x",
        DAY,
    ]
    answers = [("or nothing: ", ""), *([(f"Whether {council}", "required")] if council else [])]
    status, screen = at_a_terminal(file.parent, ["new", *given], answers)
    assert status == 0, screen
    assert ("Whether" in screen, "dprd: required" in file.read_text("utf-8")) == (bool(council), bool(council))


@pytest.mark.parametrize(("key", "status"), [(CTRL_C, 130), (CTRL_D, 130)])
def test_whoever_breaks_off_loses_nothing(office: Path, edit: Edit, key: str, status: int) -> None:
    """The command that goes on has all answers in it, and asks only for the rest."""
    answers = [("With whom: ", "Nong Khai's"), ("or MY: ", "Thailand"), ("other): ", "ksdpl"), ("[mou]: ", key)]
    ended, screen = at_a_terminal(office.parent, ["new", "--body", "Kota", DAY], answers)
    assert (ended, office.read_text("utf-8")) == (status, REGISTER)
    line = screen.rstrip().rpartition("\n")[2]
    said = "What was answered is kept in this command, which goes on: mou new --body Kota --as-of=2026-11-21 "
    assert line == said + shlex.join(["--partner=Nong Khai's", "--country=Thailand", "--kind=ksdpl"])
    command = shlex.split(line.partition("goes on: mou ")[2])
    assert edit(*command[:3], *command[4:], "--instrument=mou", "--title=T").status == 0
    assert diff(REGISTER, office.read_text("utf-8"))[3] == "+    partner: {name: Nong Khai's, country: TH, body: Kota}"


def test_a_day_that_was_not_meant_is_no_answer(office: Path) -> None:
    """What was taken back is not in the command that goes on."""
    answers = [
        ("or nothing: ", "2062-11-01"),
        ("Is it meant? [y/N]: ", "n"),
        ("or nothing: ", "2025-11-01"),
        ("Id [oslo-2025]: ", CTRL_C),
    ]
    given = ["--partner=Oslo", "--country=NO", "--kind=ksdpl", "--instrument=mou", "--title=T", DAY]
    _, screen = at_a_terminal(office.parent, ["new", *given], answers)
    assert screen.endswith(f"goes on: mou new {' '.join(given)} --signed=2025-11-01\n"), screen


def test_a_refusal_at_the_end_loses_nothing(office: Path) -> None:
    """What only the whole record shows to be wrong: the check's words, and the command with all answers."""
    answers = [
        ("Signed on [2026-11-21]: ", "2026-11-20"),
        ("What the text says of renewal", ""),
    ]
    status, screen = at_a_terminal(office.parent, ["sign", "daegu", "--ends", "2020", DAY], answers)
    assert (status, office.read_text("utf-8")) == (1, REGISTER), screen
    assert screen.endswith(
        "Nothing was written: the check would find this in the result.\n"
        "What was answered is kept in this command, which goes on: mou sign daegu --ends 2020 --as-of=2026-11-21 "
        "--on=2026-11-20\n"
    )


def test_a_second_renewal_is_asked_about(office: Path, edit: Edit) -> None:
    """While the first is unsigned: on a terminal asked, in a script refused with another id, said without one."""
    edit("renew", "petaling-jaya-2015")
    once = office.read_text("utf-8")
    asked = "petaling-jaya-2026 renews petaling-jaya-2015 already and is not signed. Begin another one? [y/N]: "
    status, screen = at_a_terminal(office.parent, ["renew", "petaling-jaya-2015", DAY], [(asked, "")])
    assert (status, office.read_text("utf-8")) == (0, once), screen
    assert edit("renew", "petaling-jaya-2015", "--id", "pj-b") == Ran(
        2,
        "",
        "mou: error: petaling-jaya-2026 renews petaling-jaya-2015 already\n"
        "     --another begins one more; mou close ends one that came to nothing\n",
    )
    status, screen = at_a_terminal(office.parent, ["renew", "petaling-jaya-2015", DAY], [(asked, "ya")])
    assert (status, "id: petaling-jaya-2026-2" in office.read_text("utf-8")) == (0, True), screen


def test_a_day_ahead_in_a_script(office: Path, edit: Edit) -> None:
    """In every command that says something happened: refused with the day, taken with `--ahead`."""
    cases = (
        ("sign", "daegu", "--on", "2062-11-01"),
        ("step", "daegu", "signing", "--done", "2062-11-01"),
        ("set", "daegu", "signed=1 November 2062"),
        ("add", "daegu", "activities", "what=x", "on=2062-11-01"),
        ("done", "petaling-jaya-2015", "1", "--on", "2062-11-01"),
        ("decide", "petaling-jaya-2015", "renew", "--on", "2062-11-01"),
        ("extend", "petaling-jaya-2015", "--signed", "2062-11-01", "--term", "1 year", "--starts", "2020-11-28"),
    )
    for case in cases:
        ran = edit(*case)
        assert ran.status == 2, case
        assert "1 November 2062 is after today, 21 November 2026\n     --ahead records it if it is meant\n" in ran.err
        assert office.read_text("utf-8") == REGISTER
    for case in cases[:-1]:
        assert edit(*case, "--ahead").status == 0, case


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (("new",), "--partner, --country, --kind, --instrument, --title are missing"),
        (("new", "--partner=X", "--kind=ksdpl", "--title=T"), "--country, --instrument are missing"),
        (("sign",), "ID, --on are missing"),
        (("close",), "ID, --on, --how are missing"),
        (("extend", "daegu"), "--signed, --term are missing"),
        (("extend", "daegu", "--ends=2027"), "--signed is missing"),
        (("done",), "ID, FOLLOW-UP, --on are missing"),
        (("decide",), "ID, renew|lapse are missing"),
        (("step",), "ID, STEP are missing"),
        (("set",), "ID, FIELD=VALUE are missing"),
        (("add", "daegu"), "LIST, FIELD=VALUE are missing"),
        (("unset",), "ID, FIELD are missing"),
        (("edit",), "ID is missing"),
        (("renew",), "ID is missing"),
        (("attach",), "ID, FILE are missing"),
        (("attach", "daegu"), "FILE is missing"),
    ],
)
def test_all_that_is_missing_is_told_at_once(
    office: Path, edit: Edit, arguments: tuple[str, ...], missing: str
) -> None:
    """A script that lacks several options learns of all of them in one run."""
    ran = edit(*arguments)
    assert (ran.status, ran.err.splitlines()[-1]) == (2, f"mou: error: {missing}")


def test_a_page_is_not_dumped_on_a_terminal(office: Path) -> None:
    """Somebody who forgot `-o` is told, and does not get kilobytes of HTML."""
    status, screen = at_a_terminal(office.parent, ["report", DAY], [])
    assert (status, screen) == (
        2,
        "Usage: mou report [OPTIONS]\nmou: error: a page needs a file to go to: -o FILE.html\n",
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("stauts",), "there is no command 'stauts'\n     did you mean `status`?"),
        (("xyz",), "there is no command 'xyz'\n     mou --help lists the commands"),
        (("completion",), "for which shell? mou completion bash, mou completion zsh, mou completion fish"),
        (
            ("decide", "daegu", "renw"),
            "`renw` is not one of the words allowed here\n     did you mean `renew`?\n     allowed: renew, lapse",
        ),
    ],
)
def test_a_slip_is_answered_with_the_nearest(office: Path, mou: Edit, arguments: tuple[str, ...], error: str) -> None:
    """Commands and words alike, in lines that hold no escapes."""
    ran = mou(*arguments)
    assert (ran.status, ran.err.endswith(f"{error}\n")) == (2, True), ran.err


def test_a_mistyped_address_is_asked_again(tmp_path: Path) -> None:
    """The fourth answer of `mou init` costs none of the first three, and what is made is sound."""
    answers = [
        ("Name of the register: ", "Kerja sama"),
        ("Authority, or nothing: ", ""),
        ("Office in charge, or nothing: ", "Bagian KS"),
        ("Its mail address, or nothing: ", "kantor@"),
        ("Error: ", "kantor@example.org"),
        ("Language (id, en) [id]: ", "English"),
    ]
    status, screen = at_a_terminal(tmp_path, ["init", "kantor"], answers)
    assert (status, screen.endswith("kantor/agreements.yaml was made. Next: mou new -r kantor/agreements.yaml\n")) == (
        0,
        True,
    ), screen
    text = (tmp_path / "kantor" / "agreements.yaml").read_text("utf-8")
    assert "    office: {name: Bagian KS, email: kantor@example.org}\n" in text
    assert "  language: en\n" in text


def test_a_broken_off_init_makes_nothing(tmp_path: Path) -> None:
    """No file, no folder, and the command that goes on."""
    answers = [("Name of the register: ", "Uji"), ("Authority, or nothing: ", CTRL_C)]
    status, screen = at_a_terminal(tmp_path, ["init", "kantor"], answers)
    assert (status, (tmp_path / "kantor").exists()) == (130, False)
    assert screen.endswith("which goes on: mou init kantor --name=Uji\n")


def test_an_editor_on_a_terminal(office: Path, tmp_path: Path) -> None:
    """Ctrl-C in the editor is the editor's; a text that was left off is offered, and taken up at `ya`."""
    script = tmp_path / "ed.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\n"
        "try:\n    old, new = input('replace: ').split('/')\nexcept KeyboardInterrupt:\n    print('ignored')\n"
        "    old, new = input('replace: ').split('/')\n"
        "file.write_text(file.read_text().replace(old, new, 1))\nsys.exit(int(old == 'title'))\n"
    )
    environment = {"EDITOR": f"{sys.executable} {script}", "XDG_STATE_HOME": str(tmp_path / "state")}
    left = [("replace: ", CTRL_C), ("ignored\nreplace: ", "title/titel")]
    status, screen = at_a_terminal(office.parent, ["edit", "daegu", DAY], left, environment=environment)
    assert (status, office.read_text("utf-8")) == (2, REGISTER), screen
    assert "Your text is kept in " in screen
    again = [
        ("was left off on ", "ya"),
        ("replace: ", "titel/title"),
    ]
    status, screen = at_a_terminal(office.parent, ["edit", "daegu", DAY], again, environment=environment)
    assert (status, "daegu is as it was; nothing was changed\n" in screen) == (0, True), screen
