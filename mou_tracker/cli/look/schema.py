"""`mou schema`: JSON Schema of the register, or of a JSON output."""

from __future__ import annotations

import json

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.main import language_option
from mou_tracker.cli.register import write
from mou_tracker.language.wording import Wording


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Print the JSON Schema of the register, for editors, or of a JSON output."))
    return options.make(
        "schema",
        say,
        text,
        run,
        [
            click.Option(
                ["--of", "what"],
                type=inputs.Word(["register", "status", "check"], say),
                default="register",
                help=say(phrase("What to describe.")),
            ),
            options.output_file(say),
            language_option(say),
        ],
    )


def run(say: Wording, what: str, target: str | None) -> int:
    """Print a schema."""
    write(json.dumps(_schema(what), indent=2, ensure_ascii=False) + "\n", target)
    return 0


def _schema(what: str) -> dict[str, object]:
    if what == "status":
        from mou_tracker.views.status import status_schema

        return status_schema()
    if what == "check":
        from mou_tracker.check.formats.json import check_schema

        return check_schema()
    from mou_tracker.fields.schema import register_schema

    return register_schema()
