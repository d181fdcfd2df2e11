"""One name, one meaning: what an option is called and what stands after it are the same in every command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest

from mou_tracker import clock
from mou_tracker.basics.dates import DateSpan, Period
from mou_tracker.cli import inputs, options
from mou_tracker.cli.main import COMMANDS, Commands
from mou_tracker.language.wording import LANGUAGES, speaking, wording
from tests.conftest import Ran

# Where one word is another thing by its command: what a run looks at, and what it records.
BY_COMMAND = {"--status", "--owner", "--kind", "--partner", "--format", "--output", "--what", "--by"}


def all_options() -> list[tuple[str, click.Option, str]]:
    """Every option with its command and what the help shows after it."""
    group = Commands(wording("en"))
    root = click.Context(group, info_name="mou")
    found = []
    for name in COMMANDS:
        command = group.get_command(root, name)
        assert command
        context = click.Context(command, parent=root)
        found += [
            (name, one, "" if one.is_flag else one.make_metavar(context))
            for one in command.params
            if isinstance(one, click.Option) and not one.hidden
        ]
    return found


def test_one_name_takes_one_kind_of_value() -> None:
    """A stranger who has learned an option in one command knows it in all."""
    shown: dict[str, set[str]] = {}
    for _, one, metavar in all_options():
        shown.setdefault(one.opts[-1], set()).add(metavar)
    assert {name for name, metavars in shown.items() if len(metavars) > 1} == BY_COMMAND


def test_what_takes_a_day_says_so_and_what_takes_several_words_too() -> None:
    """A date may be written in words, so no form of it stands there; a comma joins words."""
    for name, one, metavar in all_options():
        if isinstance(one.type, inputs.Day):
            assert metavar == "DATE", (name, one.opts)
        if type(one.type) is inputs.Words:
            assert metavar.endswith(",..."), (name, one.opts)


def test_every_option_is_explained() -> None:
    """In a sentence that ends; nothing of the library's own, such as a range, stands for a word."""
    for name, one, metavar in all_options():
        assert one.help, (name, one.opts)
        assert "RANGE" not in metavar, (name, one.opts)


HELPS = [pytest.param(language, name, id=f"{language} {name}") for language in LANGUAGES for name in ("", *COMMANDS)]


def help_of(language: str, name: str) -> str:
    """The help of a command, or of all, as a terminal of 80 columns shows it."""
    group = Commands(wording(language))
    root = group.context_class(group, info_name="mou", terminal_width=80)
    command = group.get_command(root, name) if name else group
    assert command
    with speaking(language):
        return command.get_help(command.context_class(command, info_name=name, parent=root) if name else root)


@pytest.mark.parametrize(("language", "name"), HELPS)
def test_help_fits_a_terminal_and_breaks_no_word_that_is_typed(language: str, name: str) -> None:
    """Of 80 columns; a status such as pending-dprd is not torn at its hyphen."""
    said = help_of(language, name).splitlines()
    assert [row for row in said if len(row) > 80 or row.endswith("-")] == []


# Words of English that no word of Indonesian is, but that a sentence of help can hardly do without.
ENGLISH = {
    "the",
    "of",
    "and",
    "with",
    "which",
    "what",
    "when",
    "where",
    "how",
    "is",
    "was",
    "not",
    "no",
    "else",
    "if",
    "for",
}


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_english_is_left_in_indonesian_help(name: str) -> None:
    """Neither a sentence nor a word that stands for a value; what is typed is the same in all languages."""
    words = set(re.findall(r"[A-Za-z]+", re.sub(r"`[^`]*`|\[[^\]]*\]|--?[a-z-]+|\w+=", "", help_of("id", name))))
    foreign = {one for one in options.METAVARS if wording("id")(options.METAVARS[one]) != one}
    assert words & (ENGLISH | foreign) == set()


def test_every_value_has_a_word_of_the_list() -> None:
    """One thing has one word in every command, and no word stands there that nothing uses."""
    group = Commands(wording("en"))
    root = click.Context(group, info_name="mou")
    commands = [command for name in COMMANDS if (command := group.get_command(root, name))]
    used = {word for one in commands for param in one.params for word in re.findall("[A-Z]+", param.metavar or "")}
    assert used == set(options.METAVARS)


def test_one_of_some_words_is_asked_for_in_one_way() -> None:
    """In either case, refused with the nearest word, told on the page of commands: never the library's own choice."""
    assert [(name, one.opts) for name, one, _ in all_options() if isinstance(one.type, click.Choice)] == [
        (name, ["--lang"]) for name in COMMANDS
    ]


@pytest.mark.parametrize(("text", "day"), [("today", 21), ("Hari ini", 21), ("kemarin", 20), ("besok", 22)])
def test_every_option_that_takes_a_day_takes_today(text: str, day: int) -> None:
    """The output says *today* and *hari ini*; they mean the day that is looked from, where one is given."""
    taken = set()
    for name, one, metavar in all_options():
        if metavar != "DATE":
            continue
        with click.Context(click.Command("x", params=[])) as ctx:
            ctx.params["as_of"] = date(2026, 11, 21)
            value = one.type.convert(text, one, ctx)
        taken.add(name)
        assert value in (date(2026, 11, day), DateSpan(*2 * (date(2026, 11, day),)), Period(days=1)), (name, one.opts)
    assert len(taken) > 15


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", "2026-11-22"), ("Asia/Jayapura", "2026-11-23")])
def test_today_is_that_of_the_registers_zone(
    register: Callable[[str], Path], mou: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, zone: str, day: str
) -> None:
    """Whatever the machine's own zone is; and another option's `yesterday` is seen from `--as-of`, in either order."""
    monkeypatch.setattr(clock, "today", lambda zone: date(2026, 11, 22 if zone == "Asia/Jakarta" else 23))
    record = "{id: oslo, title: Oslo, partner: {name: Oslo, country: NO}, kind: ksdpl, instrument: mou}"
    register(f"register: {{name: Kota, timezone: {zone}}}\nagreements:\n  - {record}\n")
    assert json.loads(mou("status", "--as-of", "today", "-f", "json").out)["as_of"] == day
    for given in (("--as-of=2026-01-02", "--on=yesterday"), ("--on=yesterday", "--as-of=2026-01-02")):
        assert "signed: 2026-01-01" in mou("sign", "oslo", *given, "--dry-run").out


@pytest.mark.parametrize(
    ("field", "text", "reads"),
    [("id", "oslo", False), ("contact.email", "a@example.org", False), ("since", "2026", True)],
)
def test_only_a_date_needs_the_registers_language(bandung: Path, field: str, text: str, reads: bool) -> None:
    """What cannot be a date is judged without the register, which may be large."""
    command = click.Command("x", params=[])
    with click.Context(command) as ctx:
        ctx.params["path"] = str(bandung)
        inputs.Typed(field, wording("en")).convert(text, None, ctx)
        assert (inputs.REGISTERS in ctx.meta) is reads
