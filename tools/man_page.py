"""Make the manual page docs/mou.1 from the program's own help.

`python tools/man_page.py` writes it; `--check` only says whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from mou_tracker.cli.main import COMMANDS, Commands
from mou_tracker.language.wording import Wording

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "mou.1"
ENGLISH = Wording("en", lambda text: text, lambda one, many, n: one if n == 1 else many)
STATUSES = (
    ("0", "fine, also where an edit found nothing to change"),
    (
        "1",
        "findings: the check found errors, a status that was asked for matched, a record or row could not be taken, "
        "a mail was not delivered, an edit was refused",
    ),
    ("2", "wrong usage or settings, or nothing could be read at all; the message says which"),
)
VARIABLES = (
    ("MOU_REGISTER", "the register, where no -r is given"),
    ("LC_ALL, LC_MESSAGES, LANG", "the language of the screen: Indonesian or English"),
    ("NO_COLOR", "no colour on the terminal"),
)
FILES = (
    (
        "data/agreements.yaml, agreements.yaml",
        "the register, where neither -r nor MOU_REGISTER is given: the nearest one from the working folder upward",
    ),
)


def page() -> str:
    """The manual page as roff."""
    lines = [
        ".\\\" Made by tools/man_page.py from the program's help; do not edit.",
        '.TH MOU 1 "" "mou" "User commands"',
        ".SH NAME",
        "mou \\- tracks when partnership agreements end, and what to do next",
        ".SH SYNOPSIS",
        ".B mou",
        ".I COMMAND",
        "[\\fIOPTIONS\\fR]",
        ".SH DESCRIPTION",
        escaped(
            "The agreements are records in YAML, under version control. mou computes from them which are lapsed, "
            "due for renewal or pending the approval of the DPRD, and what to do by when."
        ),
        ".SH COMMANDS",
    ]
    group = Commands(ENGLISH)
    with click.Context(group, info_name="mou") as above:
        for name in COMMANDS:
            command = group.get_command(above, name)
            assert command is not None
            lines += _command(name, command, above)
    for title, entries in (("EXIT STATUS", STATUSES), ("ENVIRONMENT", VARIABLES), ("FILES", FILES)):
        lines += [f".SH {title}", *(line for entry in entries for line in _entry(*entry))]
    return "".join(f"{line}\n" for line in lines)


def _command(name: str, command: click.Command, above: click.Context) -> Iterator[str]:
    with click.Context(command, parent=above, info_name=name) as context:
        yield f".SS {escaped(' '.join(['mou', name, *command.collect_usage_pieces(context)]))}"
        yield escaped(" ".join((command.help or "").split()))
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            if record and record[1] and "--help" not in parameter.opts:
                yield from _entry(*record)


def _entry(term: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield f".B {escaped(term)}"
    yield escaped(" ".join(text.split()))


def escaped(text: str) -> str:
    """A text that roff prints as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    text = page()
    if "--check" in arguments:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != text)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
