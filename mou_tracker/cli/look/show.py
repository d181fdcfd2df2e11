"""`mou show`: one agreement whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, calendar, drawn, load, the_one, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import Gap, gaps
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.sections import Section, sections
from mou_tracker.views.show import proof_lines, show_lines

if TYPE_CHECKING:
    from mou_tracker.history.view import Recorded
    from mou_tracker.views.lines import Quote


class _Run(Struct, frozen=True):
    """What a format prints: one agreement, whole or by who recorded what.

    People see the person at the partner, programs if they ask for `contacts`.
    """

    loaded: LoadedRegister
    found: Assessment
    target: str | None
    contacts: bool
    proofs: list[Quote] | None = None

    def made(self, say: Wording) -> list[Section]:
        """All sections of the agreement."""
        register = self.loaded.book.register
        whole = sections(self.found, register, say, self.without(), contacts=True)
        return [*whole, _reminders(self.loaded, self.found, say)]

    def without(self) -> list[Gap]:
        """The times without an agreement."""
        by_id = {one.agreement.id: one for one in self.loaded.assessments}
        return gaps(self.found, self.loaded.book.register.end_of_term, by_id)


def _table(run: _Run) -> str:
    say, found, made = run.loaded.say, run.found, run.made(run.loaded.say)
    below = proof_lines(run.proofs, say) if run.proofs is not None else []
    return drawn(lambda width: [*show_lines(found, made, say, width, run.without()), *below], run.target)


def _json(run: _Run) -> Iterator[str]:
    from mou_tracker.views.show import show_json

    words = run.loaded.document_words
    return show_json(run.found, _reminders(run.loaded, run.found, words), words, run.contacts, run.proofs)


def _csv(run: _Run) -> str:
    from mou_tracker.views.rows import COLUMNS, flat, row
    from mou_tracker.views.tables import csv_text

    return csv_text(COLUMNS, [flat(row(run.found, run.loaded.document_words, run.contacts))], options.csv_style())


def _markdown(run: _Run) -> str:
    from mou_tracker.views.show import proof_markdown, show_markdown

    words = run.loaded.document_words
    below = proof_markdown(run.proofs, words) if run.proofs is not None else ""
    return "\n".join(filter(None, (show_markdown(run.found, run.made(words), words), below)))


def _recorded(run: _Run) -> list[Recorded]:
    """Who recorded what, from git."""
    from mou_tracker.history.versions import history

    return history(run.loaded.path, run.found.agreement.id)


def _history_table(run: _Run) -> str:
    from mou_tracker.history.view import history_section

    say, section = run.loaded.say, history_section(_recorded(run), run.loaded.say)
    return drawn(lambda width: show_lines(run.found, [section], say, width), run.target)


def _history_json(run: _Run) -> Iterator[str]:
    from mou_tracker.history.view import history_json

    return history_json(run.found.agreement.id, _recorded(run))


def _history_csv(run: _Run) -> str:
    from mou_tracker.history.view import history_csv

    return history_csv(_recorded(run), run.loaded.document_words, options.csv_style())


def _history_markdown(run: _Run) -> str:
    from mou_tracker.history.view import history_section
    from mou_tracker.views.show import show_markdown

    words = run.loaded.document_words
    return show_markdown(run.found, [history_section(_recorded(run), words)], words)


class _Format(Struct, frozen=True):
    """How a format prints an agreement whole, and who recorded what in its place."""

    whole: Callable[[_Run], str | Iterable[str]]
    history: Callable[[_Run], str | Iterable[str]]


# THE table of formats, the default one first; each loads what it needs when it is asked for.
FORMATS: Mapping[str, _Format] = {
    "table": _Format(_table, _history_table),
    "json": _Format(_json, _history_json),
    "csv": _Format(_csv, _history_csv),
    "markdown": _Format(_markdown, _history_markdown),
}


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Show one agreement whole: its dates and how each was reached, its history, path and sources."))
    return options.make(
        "show",
        say,
        text,
        run,
        [
            click.Argument(["name"], metavar="ID", shell_complete=options.ids, is_eager=True),
            click.Option(["--history"], is_flag=True, help=say(phrase("Who recorded what and when, from git."))),
            click.Option(
                ["--proofs"],
                is_flag=True,
                help=say(phrase("Read its documents, and print the sentences that prove its facts.")),
            ),
            options.contacts(say),
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
    )


def run(
    say: Wording,
    name: str,
    history: bool,
    proofs: bool,
    contacts: bool,
    form: str,
    target: str | None,
    path: str | None,
    as_of: date | None,
) -> int:
    """Print one agreement."""
    loaded = load(say, path, as_of)
    found = the_one(loaded, name)
    made, chosen = _Run(loaded, found, target, contacts, _proofs(found) if proofs else None), FORMATS[form]
    write(chosen.history(made) if history else chosen.whole(made), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0


def _proofs(found: Assessment) -> list[Quote]:
    """What the record's own documents say, read now."""
    from mou_tracker.cli.documents import proofs

    return proofs([found.agreement]).get(found.agreement.id, [])


def _reminders(loaded: LoadedRegister, assessment: Assessment, say: Wording) -> Section:
    """The reminders that went out and that come, or why the ledger cannot tell; opened only where there is one."""
    from mou_tracker.mail.ledger_place import Unusable, may_remember
    from mou_tracker.register.files import home_folder
    from mou_tracker.reminders.explain import reminded

    if not may_remember(os.environ, home_folder()):
        return reminded(assessment, loaded.book.register, calendar(loaded.book), [], None, say)
    from mou_tracker.cli.remind.session import remembered

    try:
        past, memory = remembered(loaded, assessment.agreement.id)
    except Unusable as error:
        return Section(phrase("Reminders"), ((say(error.message),),))
    return reminded(assessment, loaded.book.register, calendar(loaded.book), past, memory, say)
