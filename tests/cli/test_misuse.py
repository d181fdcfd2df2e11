"""A command line that was typed wrongly is told so in one form, in both languages, whatever the command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from mou_tracker.cli import inputs
from mou_tracker.cli.main import COMMANDS, Commands
from mou_tracker.language.wording import wording
from tests.conftest import Ran

Mou = Callable[..., Ran]
# What a value of each kind cannot be.
WRONG: dict[type, str] = {
    inputs.Word: "zzqq",
    inputs.Words: "zzqq",
    inputs.Day: "soon",
    inputs.Number: "many",
    inputs.Country: "Atlantis",
    click.Choice: "zzqq",
}


def misuses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every command with what may be wrong about a line of it: as far as its options allow."""
    group = Commands(wording("en"))
    root = click.Context(group, info_name="mou")
    for name in COMMANDS:
        command = group.get_command(root, name)
        assert command
        shown = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
        arguments = [one for one in command.params if isinstance(one, click.Argument)]
        yield name, ("--no-such-option",)
        yield name, ("-Z",)
        takes = next(one for one in shown if not one.is_flag)
        yield name, (takes.opts[-1],)
        flag = next((one for one in shown if one.is_flag), None)
        if flag:
            yield name, (f"{flag.opts[-1]}=yes",)
        if all(one.nargs == 1 for one in arguments):
            yield name, ("a",) * (len(arguments) + 1)
        beside = ("a",) * len(arguments)
        for one in shown:
            if type(one.type) in WRONG and getattr(one.type, "words", True) is not None:
                yield name, (*beside, one.opts[-1], WRONG[type(one.type)])


LINES = [*misuses()]


def test_the_table_has_every_kind_of_misuse() -> None:
    """Of every command; so many that none of the kinds was lost."""
    assert {name for name, _ in LINES} == {*COMMANDS}
    assert len(LINES) > 200


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(("name", "arguments"), LINES, ids=lambda one: one if isinstance(one, str) else " ".join(one))
def test_every_misuse_is_told_alike(mou: Mou, name: str, arguments: tuple[str, ...], language: str) -> None:
    """Exit 2; the usage line, then what is wrong as our own sentences are, then what may be meant."""
    ran = mou(*(("--lang", language) if "--lang" not in arguments else ()), name, *arguments)
    said = ran.err.splitlines()
    usage, error = {"en": ("Usage: mou", "error"), "id": ("Penggunaan: mou", "kesalahan")}[
        language if "--lang" not in arguments else "en"
    ]
    assert (ran.status, ran.out) == (2, "")
    assert said[0].startswith(f"{usage} {name} ")
    assert said[1].startswith(f"mou: {error}: ")
    message = said[1].partition(f"{error}: ")[2]
    assert re.match(r"[a-z`'–-]|[A-Z]{2,}\b", message), message
    assert not message.endswith("."), message
    assert all(line.startswith("     ") for line in said[2:])
    assert len(said) <= 4
    assert arguments[-1] in message or arguments[-1].partition("=")[0] in message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("show", ("Usage: mou show [OPTIONS] ID", "ID is missing")),
        ("step", ("Usage: mou step [OPTIONS] ID STEP", "ID, STEP are missing")),
        ("status --sttus lapsed", ("Usage: mou status", "there is no option --sttus\n     did you mean `--status`?")),
        ("status --zzqq", ("Usage: mou status", "there is no option --zzqq\n     mou status --help lists the options")),
        ("--zzqq", ("Usage: mou [OPTIONS]", "there is no option --zzqq\n     mou --help lists the options")),
        ("status --as-of", ("Usage: mou status", "--as-of needs a value")),
        ("status --bom=3", ("Usage: mou status", "--bom takes no value")),
        ("agenda --days 3 --year 2027", ("Usage: mou agenda", "only one of --days, --year and --until can be given")),
        ("agenda --days x", ("Usage: mou agenda", "--days: 'x' is no whole number from 0 to 36525")),
        ("remind --max-age 3", ("Usage: mou remind", "--max-age: '3' is no period such as `2 days`")),
        ("remind --to nobody", ("Usage: mou remind", "--to: 'nobody' is no mail address")),
        ("remind --init --status", ("Usage: mou remind", "--init, --status do not go together")),
        ("agenda --what ned", ("Usage: mou agenda", "--what: `ned` is not one of the words allowed here")),
        ("zzqq", ("Usage: mou [OPTIONS]", "there is no command 'zzqq'\n     mou --help lists the commands")),
        ("schema --of x", ("Usage: mou schema", "--of: `x` is not one of the words allowed here\n     allowed: reg")),
    ],
)
def test_what_is_wrong_about_a_line(mou: Mou, line: str, said: tuple[str, str]) -> None:
    """Each in a sentence of its own."""
    ran = mou(*line.split())
    usage, message = said
    assert ran.status == 2
    assert ran.err.startswith(usage)
    assert f"\nmou: error: {message}" in ran.err


def test_what_the_register_has_not_is_no_misuse(mou: Mou, bandung: Path) -> None:
    """The line is right: its usage would be noise."""
    for line in ("show nosuch", "status --owner nobody", "status --kind pact", "set nosuch term=5", "plan nosuch"):
        ran = mou(*line.split(), "-r", bandung)
        assert (ran.status, ran.err.startswith("mou: error: ")) == (2, True), ran.err


@pytest.mark.parametrize(
    ("arguments", "near", "known"),
    [
        (("step", "daegu", "sgning"), "signing", "Initiative, "),
        (("step", "daegu", "dprd"), "dprd-approval", "Initiative, "),
        (("agenda", "--what", "last-dya"), "last-day", "ends, last-day, "),
        (("promises", "--state", "overdu"), "overdue", "overdue, open, kept"),
        (("set", "daegu", "renewal.mode=automatc"), "automatic", ""),
        (("status", "--status", "lapse"), "lapsed", "exploring, "),
    ],
)
def test_the_nearest_comes_first(mou: Mou, bandung: Path, arguments: tuple[str, ...], near: str, known: str) -> None:
    """Before all that is allowed, however much that is."""
    ran = mou(*arguments, "-r", bandung, "--lang", "en")
    said = ran.err.splitlines()
    at = next(i for i, one in enumerate(said) if "not one of the words allowed here" in one)
    assert said[at + 1] == f"     did you mean `{near}`?"
    assert said[at + 2 :] == [] if not known else said[at + 2].startswith(f"     allowed: {known}")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Atlantis", None),
        ("Wakanda", None),
        ("Narnia", None),
        ("Malasia", "MY, Malaysia"),
        ("Jappan", "JP, Japan"),
        ("Norwayy", "NO, Norway"),
        ("Austrlia", "AU, Australia"),
        ("Nederlands", "NL, Netherlands"),
        ("Jepan", "JP, Japan"),
        ("Philipines", "PH, Philippines"),
    ],
)
def test_only_a_country_that_is_near_is_proposed(mou: Mou, text: str, near: str | None) -> None:
    """Letters in common are not enough: nobody who types Atlantis means Albania."""
    said = mou("status", "--country", text, "--lang", "en").err.splitlines()[2:]
    assert said == ([f"     did you mean {near}?"] if near else [])


@pytest.mark.parametrize(
    ("language", "arguments", "same"),
    [
        ("id", ("agenda", "--what", "janji"), ("agenda", "--what", "follow-up")),
        ("id", ("agenda", "--what", "hari terakhir berlaku"), ("agenda", "--what", "ends")),
        ("en", ("agenda", "--what", "Latest safe start,promise"), ("agenda", "--what", "safe-start,follow-up")),
        ("id", ("agenda", "--by", "penanggung jawab"), ("agenda", "--by", "owner")),
        ("id", ("promises", "--state", "lewat batas waktu"), ("promises", "--state", "overdue")),
        ("id", ("promises", "--state", "dipenuhi,open"), ("promises", "--state", "kept,open")),
        ("id", ("status", "--status", "berakhir"), ("status", "--status", "lapsed")),
        ("id", ("calendar", "--what", "janji"), ("calendar", "--what", "follow-up")),
    ],
)
def test_words_are_taken_by_key_and_by_name(
    mou: Mou, bandung: Path, language: str, arguments: tuple[str, ...], same: tuple[str, ...]
) -> None:
    """What the program shows may be typed, and the keys stay."""
    beside = ("-r", bandung, "--lang", language, *(() if arguments[0] == "calendar" else ("--as-of=2026-11-21",)))
    ran = mou(*arguments, *beside)
    assert (ran.status, ran.err) == (0, "")
    assert ran == mou(*same, *beside)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("agenda", "--help"), "hari terakhir berlaku (last-day)"),
        (("promises", "--help"), "lewat batas waktu (overdue)"),
        (("calendar", "--help"), "janji (follow-up)"),
        (("status", "--help"), "berakhir (lapsed)"),
        (("agenda", "--what", "zzqq"), "yang diperbolehkan: ends, hari terakhir berlaku (last-day), "),
        (("promises", "--state", "zzqq"), "yang diperbolehkan: lewat batas waktu (overdue), "),
        (("set", "daegu", "renewal.mode=zzqq"), "yang diperbolehkan: dengan kesepakatan (by-agreement), "),
        (("set", "daegu", "renewal.mode=otomatsi"), "maksudnya `otomatis`?"),
    ],
)
def test_an_indonesian_reader_is_told_both(mou: Mou, bandung: Path, arguments: tuple[str, ...], told: str) -> None:
    """What a word is called, and the word itself where that is another one."""
    ran = mou(*arguments, *(() if "--help" in arguments else ("-r", bandung)), "--lang", "id")
    assert told in " ".join((ran.out + ran.err).split())
