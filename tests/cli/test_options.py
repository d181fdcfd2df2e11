"""One name, one meaning: what an option is called and what stands after it are the same in every command."""

from __future__ import annotations

import click

from mou_tracker.cli import options
from mou_tracker.cli.main import COMMANDS, Commands
from mou_tracker.language.wording import wording

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
        if isinstance(one.type, options.Day):
            assert metavar == "DATE", (name, one.opts)
        if type(one.type) is options.Words:
            assert metavar.endswith(",..."), (name, one.opts)


def test_every_option_is_explained() -> None:
    """In a sentence that ends; nothing of the library's own, such as a range, stands for a word."""
    for name, one, metavar in all_options():
        assert one.help, (name, one.opts)
        assert "RANGE" not in metavar, (name, one.opts)
