"""`mou report`: one self-contained web page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, asked, left_out, load, write
from mou_tracker.language.wording import LANGUAGES, Wording, wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.lines import Quote


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
    )


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

    loaded = load(say, path, as_of)
    query = asked(loaded, (), given)
    kept = [one for one in loaded.assessments if query.keeps(one)]
    notes = left_out(loaded, query, len(kept))
    if len(kept) < len(loaded.assessments):
        click.echo(say(notes[0]), err=True)
    base = _way(Path(target).parent if target else Path.cwd())
    quotes = _proofs(kept) if proofs else {}
    pieces = report_html(loaded.book, kept, loaded.name, loaded.as_of, _tongues(loaded), notes, base, contacts, quotes)
    write(pieces, target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0


def _proofs(kept: Sequence[Assessment]) -> Mapping[str, Sequence[Quote]]:
    """By id, what the documents of the records say, read now."""
    from mou_tracker.cli.documents import proofs

    return proofs(one.agreement for one in kept)


def _tongues(loaded: LoadedRegister) -> list[Wording]:
    """Every language, the one of documents first."""
    first = loaded.document_words
    return [first, *(wording(language) for language in LANGUAGES if language != first.language)]


def _way(page: Path) -> Any:
    """How a link on the page gets to the folder of a register's file; nothing where there is no way."""

    def lead(file: str) -> str:
        try:
            way = os.path.relpath(Path(file).parent, page)
        except ValueError:  # another drive
            return ""
        return "" if way == "." else Path(way).as_posix() + "/"

    return lead
