"""`mou init`: a new register, with a commented example."""

from __future__ import annotations

from pathlib import Path

import click

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Words, phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.main import language_option
from mou_tracker.cli.misuse import Misuse
from mou_tracker.cli.register import write
from mou_tracker.cli.write.questions import ask, finished, is_terminal, maybe, need, or_nothing
from mou_tracker.edit.template import starter
from mou_tracker.language.wording import LANGUAGES, Wording, wording
from mou_tracker.register.output import create_file
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book

DEFAULT = "data/agreements.yaml"
STANDARD_OUTPUT = "-"


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Make a new register with a commented example: agreements.yaml in the folder NAME, or the file NAME.yaml. "
            "A file that is there already is never touched."
        )
    )
    return options.make(
        "init",
        say,
        text,
        run,
        [
            click.Argument(["target"], metavar="[NAME]", required=False, default=DEFAULT),
            click.Option(["--name"], metavar="TEXT", help=say(phrase("The register's name, as reports show it."))),
            click.Option(
                ["--authority"], metavar="TEXT", help=say(phrase("The authority whose agreements these are."))
            ),
            click.Option(["--timezone"], metavar="ZONE", help=say(phrase("The time zone; else Asia/Jakarta."))),
            click.Option(
                ["--language"],
                type=_language(say),
                help=say(phrase("The language of mails and reports, and of the example's comments.")),
            ),
            click.Option(["--office"], metavar="TEXT", help=say(phrase("The office that looks after the register."))),
            click.Option(["--email"], metavar="ADDRESS", help=say(phrase("The office's mail address."))),
            language_option(say),
        ],
    )


def run(
    say: Wording,
    target: str,
    name: str | None,
    authority: str | None,
    timezone: str | None,
    language: str | None,
    office: str | None,
    email: str | None,
) -> int:
    """Write the register."""
    if not target:
        raise Misuse(say(phrase("the name of the file to write is empty")), say(phrase("`-` is standard output")))
    path = Path(target) if target == STANDARD_OUTPUT else _file(target)
    if target != STANDARD_OUTPUT and (path.exists() or path.is_symlink()):
        raise Failure(phrase("{path} is there already and was not touched", path=path.as_posix()))
    need(say, {"--name": name})
    asking = is_terminal()
    name = name or ask(say, "--name", phrase("Name of the register"))
    authority = authority or maybe(say, "--authority", or_nothing(phrase("Authority")))
    office = office or maybe(say, "--office", or_nothing(phrase("Office in charge")))
    address = inputs.Typed("contact.email", say, as_typed=True)
    email = email or maybe(say, "--email", or_nothing(phrase("Its mail address")), address)
    if language is None:
        asked = phrase("Language ({words})", words=", ".join(LANGUAGES))
        language = ask(say, "--language", asked, _language(say), "id") if asking else "id"
    text = starter(name, authority, timezone or "Asia/Jakarta", language, office, email, wording(language))
    findings = read_book([(path.as_posix(), text.encode())], ShippedProcedures()).diagnostics
    if findings:
        raise Failure(findings[0].message, findings[0].hint)
    if target == STANDARD_OUTPUT:
        write(text, None)
        finished()
        return 0
    try:
        create_file(path, text.encode())
    except FileExistsError:
        raise Failure(phrase("{path} is there already and was not touched", path=path.as_posix())) from None
    finished()
    click.echo(say(phrase("{path} was made. Next: mou new -r {path}", path=path.as_posix())))
    return 0


def _language(say: Wording) -> inputs.Word:
    """A language by its code or its own name."""
    names = [{code: Words(name, name) for code, name in LANGUAGES.items()}]
    return inputs.Word(tuple(LANGUAGES), say, lambda: names)


def _file(target: str) -> Path:
    """The register's file: the one named, or `agreements.yaml` in the folder named."""
    path = Path(target)
    return path if path.suffix in (".yaml", ".yml") and not path.is_dir() else path / "agreements.yaml"
