"""`mou show`: one agreement whole."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, calendar, drawn, load, the_one, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import gaps
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.sections import Section, sections
from mou_tracker.views.show import show_lines


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Show one agreement whole: its dates and how each was reached, its history, path and sources."))
    return options.make(
        "show",
        say,
        text,
        run,
        [
            click.Argument(["name"], metavar="ID", shell_complete=options.ids),
            click.Option(["--history"], is_flag=True, help=say(phrase("Who recorded what and when, from git."))),
            *options.output(say, "table", "json", "csv", "markdown"),
            *options.reading(say),
        ],
    )


def run(
    say: Wording, name: str, history: bool, form: str, target: str | None, path: str | None, as_of: date | None
) -> int:
    """Print one agreement."""
    loaded = load(say, path, as_of)
    found = the_one(loaded, name)
    write(_history(loaded, found, form, target) if history else _text(loaded, found, form, target), target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0


def _history(loaded: LoadedRegister, assessment: Assessment, form: str, target: str | None) -> str:
    """Who recorded what, in place of the whole."""
    from mou_tracker.history.versions import history
    from mou_tracker.history.view import history_csv, history_json, history_section

    recorded = history(loaded.path, assessment.agreement.id)
    if form == "json":
        return history_json(assessment.agreement.id, recorded)
    if form == "csv":
        return history_csv(recorded, loaded.document_words)
    if form == "markdown":
        from mou_tracker.views.show import show_markdown

        return show_markdown(assessment, [history_section(recorded, loaded.document_words)], loaded.document_words)
    section = history_section(recorded, loaded.say)
    return drawn(lambda width: show_lines(assessment, [section], loaded.say, width), target)


def _text(loaded: LoadedRegister, assessment: Assessment, form: str, target: str | None) -> str:
    register, words = loaded.book.register, loaded.document_words
    without = gaps(assessment, register.end_of_term, {one.agreement.id: one for one in loaded.assessments})
    if form == "json":
        from mou_tracker.views.show import show_json

        return show_json(assessment, _reminders(loaded, assessment, words), words)
    if form == "csv":
        from mou_tracker.views.rows import COLUMNS, flat, row
        from mou_tracker.views.tables import csv_text

        return csv_text(COLUMNS, [flat(row(assessment, words))])
    if form == "markdown":
        from mou_tracker.views.show import show_markdown

        made = [*sections(assessment, register, words, without, contacts=True), _reminders(loaded, assessment, words)]
        return show_markdown(assessment, made, words)
    made = [
        *sections(assessment, register, loaded.say, without, contacts=True),
        _reminders(loaded, assessment, loaded.say),
    ]
    return drawn(lambda width: show_lines(assessment, made, loaded.say, width, without), target)


def _reminders(loaded: LoadedRegister, assessment: Assessment, say: Wording) -> Section:
    """The reminders that went out and that come, or why the ledger cannot tell; opened only where there is one."""
    from mou_tracker.mail.ledger_place import Unusable, ledger_path
    from mou_tracker.reminders.explain import reminded
    from mou_tracker.reminders.history import History

    if not ledger_path(None, os.environ, Path.home()).exists():
        return reminded(assessment, loaded.book.register, calendar(loaded.book), [], History(), say)
    from mou_tracker.cli.remind.session import remembered

    try:
        past, memory = remembered(assessment.agreement.id)
    except Unusable as error:
        return Section(phrase("Reminders"), ((say(error.message),),))
    return reminded(assessment, loaded.book.register, calendar(loaded.book), past, memory, say)
