"""The command `mou`: finds the command asked for, loads only that one, and ends the run in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

import click
from click.core import augment_usage_errors

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli.streams import guarded, reserve, settled
from mou_tracker.language.wording import LANGUAGES, Wording, speaking, terminal_language, wording

COMMANDS: dict[str, tuple[str, Phrase]] = {
    "status": (
        "look.status",
        phrase("What needs attention: lapsed, due for renewal, pending approval."),
    ),
    "show": ("look.show", phrase("One agreement whole, with how each date was reached.")),
    "agenda": ("look.agenda", phrase("Everything dated, ahead or overdue.")),
    "promises": ("look.promises", phrase("What was promised to whom, kept or open.")),
    "plan": ("look.plan", phrase("The way to a renewal without a gap: when to start, when it can be signed.")),
    "timeline": ("look.timeline", phrase("All agreements over the years, drawn.")),
    "remind": ("remind.command", phrase("Send the reminders that are due, each once.")),
    "calendar": ("look.calendar", phrase("The dated things ahead as a calendar file, to subscribe to.")),
    "report": ("look.report", phrase("One web page with everything: to read, search, print and pass on.")),
    "check": ("look.check", phrase("Is the data sound? Every mistake with its line and column.")),
    "schema": ("look.schema", phrase("JSON Schema of the register, or of a JSON output.")),
    "diff": ("look.diff", phrase("What changed in the register since a git revision, in words.")),
    "import": ("sheets.import_", phrase("Take records from a spreadsheet.")),
    "export": ("sheets.export", phrase("The register as a spreadsheet, to change there and take back.")),
    "read": ("texts.read", phrase("Facts from a signed text, each with the sentence that proves it.")),
    "init": ("record.init", phrase("Make a new register with a commented example.")),
    "new": ("record.new", phrase("Begin the record of an agreement.")),
    "set": ("record.set", phrase("Record any field of an agreement by its name.")),
    "edit": ("record.edit", phrase("Edit a record alone in your editor; it is checked before it is written.")),
    "unset": ("record.unset", phrase("Take fields of an agreement away.")),
    "add": ("record.add", phrase("Add an item to a list of an agreement.")),
    "attach": ("record.attach", phrase("Keep the signed paper beside the register, with its checksum.")),
    "sign": ("write.sign", phrase("Record a signature.")),
    "step": ("write.step", phrase("Record how far an approval step is.")),
    "extend": ("write.extend", phrase("Record an extension of the same instrument.")),
    "renew": ("write.renew", phrase("Begin the record of the next instrument.")),
    "close": ("write.close", phrase("Record that an agreement ended.")),
    "done": ("write.done", phrase("Record that a promise was kept.")),
    "decide": ("write.decide", phrase("Record the decision to renew or to let it lapse.")),
    "snooze": ("write.snooze", phrase("Snooze the reminders of an agreement until a day, with the reason.")),
    "ack": ("write.ack", phrase("Snooze the reminders of an agreement until its next one.")),
    "completion": ("look.completion", phrase("What makes a shell complete commands, ids, steps and statuses.")),
}


_UNBROKEN = "\u2011"


class _Help(click.HelpFormatter):
    """Help in which no word is broken at its hyphen: `pending-dprd` and `--dry-run` are typed as they stand."""

    def write_text(self, text: str) -> None:
        """A paragraph."""
        super().write_text(text.replace("-", _UNBROKEN))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of names with what they mean."""
        super().write_dl([(name, text.replace("-", _UNBROKEN)) for name, text in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        """All of it."""
        return super().getvalue().replace(_UNBROKEN, "-")


class _Context(click.Context):
    formatter_class = _Help


class Command(click.Command):
    """A command whose help is laid out so, and whose usage whoever types it wrongly is shown."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments apart; the library does not always say of which command it refuses one."""
        with augment_usage_errors(ctx):
            return super().parse_args(ctx, args)


class Commands(click.Group):
    """The commands by name; a command's module loads when it runs or its own help is asked for.

    `given` are the arguments of this run as they were typed.
    """

    context_class = _Context

    def __init__(self, say: Wording, given: Sequence[str] = ()) -> None:
        super().__init__(
            name="mou",
            help=say(phrase("Tracks when partnership agreements end, and what to do next.")),
            params=[language_option(say), version_option(say)],
            options_metavar=say(phrase("[OPTIONS]")),
            subcommand_metavar=say(phrase("COMMAND [ARGS]...")),
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        self.say, self.given = say, tuple(given)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The same as of a command."""
        with augment_usage_errors(ctx):
            return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command asked for; what is none is refused with the nearest."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from mou_tracker.basics.findings import nearest
            from mou_tracker.cli.misuse import Misuse

            near = nearest(args[0], COMMANDS)
            hint = phrase("did you mean `{word}`?", word=near) if near else phrase("mou --help lists the commands")
            raise Misuse(self.say(phrase("there is no command {name}", name=repr(args[0]))), self.say(hint), ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"mou_tracker.cli.{COMMANDS[cmd_name][0]}")
        command = module.command(self.say)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table, without loading any."""
        with formatter.section(self.say(phrase("Commands"))):
            formatter.write_dl([(name, self.say(text)) for name, (_, text) in COMMANDS.items()])


def language_option(say: Wording) -> click.Option:
    """`--lang`, which is read before everything else since help is worded too."""
    choice = click.Choice(tuple(LANGUAGES))
    return click.Option(
        ["--lang"],
        type=choice,
        help=say(
            phrase("Language of the output; else the terminal's on the screen, the register's in files and mails.")
        ),
        expose_value=False,
    )


def version_option(say: Wording) -> click.Option:
    """`--version`."""

    def show(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            from importlib.metadata import version

            click.echo(f"mou {version('mou-tracker')}")
            ctx.exit()

    text = say(phrase("Show the version and exit."))
    return click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=text)


def asked_language(arguments: Sequence[str]) -> str | None:
    """The language that the arguments ask for; a wrong one is left for the option itself to refuse."""
    for at, argument in enumerate(arguments):
        value = argument[7:] if argument.startswith("--lang=") else None
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in LANGUAGES:
            return value
    return None


def main(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit status."""
    asked = asked_language(arguments)
    language = asked or terminal_language(os.environ)
    say = wording(language)
    with speaking(language), guarded(os.environ) as streams:
        return settled(_ran(arguments, say, asked), *streams, say)


def _ran(arguments: Sequence[str], say: Wording, asked: str | None) -> int:
    group = Commands(say, arguments)
    try:
        return caught(say, lambda: group.main(list(arguments), prog_name="mou", standalone_mode=False, obj=asked))
    except click.exceptions.Abort:
        return 130
    except SystemExit as leaving:  # completion in a shell
        return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))


def caught(say: Wording, work: Callable[[], object]) -> int:
    """The exit status of some work, whatever comes of it: what fails is told on stderr. Who breaks off is not held."""
    try:
        result = work()
        return result if isinstance(result, int) else 0
    except Failure as failure:
        return _failed(say, say(failure.message), say(failure.hint) if failure.hint else None)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return 2
    except click.exceptions.Abort:
        raise
    except click.ClickException as error:
        return _misused(say, error)
    except OSError as error:
        from mou_tracker.basics.system_errors import failed

        return _failed(say, say(failed(error)))
    except Exception as error:
        if os.environ.get("MOU_DEBUG"):
            raise
        text = phrase("a mistake in mou itself: {what}", what=f"{type(error).__name__}: {error}")
        return _failed(say, say(text), say(phrase("please report it; MOU_DEBUG=1 shows where it happened")))


def _misused(say: Wording, error: click.ClickException) -> int:
    from mou_tracker.cli.misuse import told

    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
    return _failed(say, *told(say, error))


def _failed(say: Wording, message: str, *hints: str | None) -> int:
    click.echo(f"mou: {say(phrase('error'))}: {escape_text(message)}", err=True)
    for hint in filter(None, hints):
        click.echo(f"     {escape_text(hint)}", err=True)
    return 2


def run() -> None:
    """One run of the program with its streams and its exit status; `__main__` is what begins it."""
    reserve()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    # Everything is written: taking a large register's values apart one by one would only cost time.
    os._exit(status)
