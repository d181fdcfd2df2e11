"""`mou report`: one self-contained web page."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import asked, left_out, load, write
from mou_tracker.language.wording import Wording
from mou_tracker.register.files import way_to
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.lines import Quote

if TYPE_CHECKING:
    from mou_tracker.register.several import Named


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Make one web page with everything: it needs no network, and reads in Indonesian and English."))
    return options.make(
        "report",
        say,
        text,
        run,
        [
            click.Option(
                ["--proofs"],
                is_flag=True,
                help=say(phrase("Read the documents: a fact unfolds the sentence of the signed text that proves it.")),
            ),
            options.contacts(say),
            *options.filters(say),
            options.output_file(say),
            *options.reading(say),
        ],
        _several,
    )


def _several(say: Wording, registers: Sequence[Named], **values: Any) -> int:
    """The same of several registers together."""
    from mou_tracker.cli.several import report

    _needs_a_file(say, values["target"])
    return report.run(say, registers, **values)


def _needs_a_file(say: Wording, target: str | None) -> None:
    if target is None and sys.stdout.isatty():
        raise click.UsageError(say(phrase("a page needs a file to go to: -o FILE.html")))


def run(
    say: Wording,
    target: str | None,
    proofs: bool,
    contacts: bool,
    path: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Write the page of the records that pass the filters."""
    from mou_tracker.report.page import report_html
    from mou_tracker.report.words import every_language

    _needs_a_file(say, target)
    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    notes = left_out(loaded, query, len(kept))
    if len(kept) < len(loaded.assessments):
        click.echo(say(notes[0]), err=True)
    base, quotes = partial(way_to, Path(target).parent if target else Path.cwd()), _proofs(kept) if proofs else {}
    says = every_language(loaded.document_words)
    write(report_html(loaded.book, kept, loaded.name, loaded.as_of, says, notes, base, contacts, quotes), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0


def _proofs(kept: Sequence[Assessment]) -> Mapping[str, Sequence[Quote]]:
    """By id, what the documents of the records say, read now."""
    from mou_tracker.cli.documents import proofs

    return proofs(one.agreement for one in kept)
