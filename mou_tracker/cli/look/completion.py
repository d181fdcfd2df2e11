"""`mou completion`: what makes a shell complete commands, options, ids, steps and statuses."""

from __future__ import annotations

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.main import Commands, language_option
from mou_tracker.language.wording import Wording

SHELLS = ("bash", "zsh", "fish")


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Print what makes a shell complete commands, ids and steps; docs/completion.md tells more."))
    return options.make(
        "completion",
        say,
        text,
        run,
        [
            click.Argument(["shell"], type=inputs.Word(SHELLS, say), metavar="[bash|zsh|fish]", required=False),
            language_option(say),
        ],
    )


def run(say: Wording, shell: str | None) -> int:
    """Print the script."""
    if shell is None:
        text = phrase("for which shell? {words}", words=", ".join(f"mou completion {one}" for one in SHELLS))
        raise click.UsageError(say(text))
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    # The script's own text does not depend on the shell's version; asking bash for it would need bash to be here.
    script = made(Commands(say), {}, "mou", "_MOU_COMPLETE")
    click.echo(script.source_template % script.source_vars(), nl=False)
    return 0
