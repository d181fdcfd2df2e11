"""`mou status`: what needs attention, with its dates and next step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec import Struct

from mou_tracker import clock
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.register import (
    LoadedRegister,
    asked,
    drawn,
    left_out,
    load,
    no_agreement,
    shown_of,
    tell_beside,
    write,
)
from mou_tracker.language.wording import Wording
from mou_tracker.status.filters import Query, is_number
from mou_tracker.status.statuses import STATUSES
from mou_tracker.views.status import Shown, status_lines

if TYPE_CHECKING:
    from mou_tracker.agreement.register import Identity
    from mou_tracker.register.several import Named
    from mou_tracker.views.monitoring import Figures
    from mou_tracker.views.rows import Row

Text = str | bytes | Iterable[str]


class _Run(Struct, frozen=True):
    """What a format is made of: the register, the records shown (and whether with contacts), and two options."""

    loaded: LoadedRegister
    shown: Shown
    target: str | None

    @property
    def rows(self) -> Iterator[Row]:
        """The records as flat rows, in the words of documents."""
        from mou_tracker.views.rows import flat, row

        say, contacts = self.loaded.document_words, self.shown.contacts
        return (flat(row(one, say, contacts)) for one in self.shown.assessments)


def _table(run: _Run) -> Text:
    return drawn(lambda width: status_lines(run.shown, run.loaded.say, width), run.target)


def _json(run: _Run) -> Text:
    from mou_tracker.views.rows import status_json

    loaded, shown = run.loaded, run.shown
    say, unreadable = loaded.document_words, loaded.book.unread
    return status_json(loaded.name, loaded.as_of, shown.assessments, unreadable, loaded.ahead, say, shown.contacts)


def _csv(run: _Run) -> Text:
    from mou_tracker.views.rows import COLUMNS
    from mou_tracker.views.tables import csv_pieces

    return csv_pieces(COLUMNS, run.rows, options.csv_style())


def _markdown(run: _Run) -> Text:
    from mou_tracker.views.tables import status_markdown

    return status_markdown(run.shown, run.loaded.document_words)


def _xlsx(run: _Run) -> Text:
    try:
        from mou_tracker.sheets.export import xlsx_bytes
    except ModuleNotFoundError:
        hint = phrase("pip install XlsxWriter, or use -f csv")
        raise Failure(phrase("spreadsheets need XlsxWriter, which is not installed"), hint) from None
    names = run.shown.names
    loaded, contacts = run.loaded, run.shown.contacts
    return xlsx_bytes(run.rows, loaded.name, loaded.as_of, loaded.document_words, names, contacts)


def _prometheus(run: _Run) -> Text:
    from mou_tracker.views.monitoring import prometheus_text

    loaded = run.loaded
    return prometheus_text(run.shown.assessments, len(loaded.book.unread), loaded.identity.name)


def _figures(run: _Run) -> Figures:
    from mou_tracker.views.monitoring import figures

    book = run.loaded.book
    return figures(run.shown.assessments, len(book.unread), bool(book.lost))


def _nagios(run: _Run) -> Text:
    from mou_tracker.views.monitoring import nagios_line

    return nagios_line(_figures(run), run.loaded.say)


def _badge(run: _Run) -> Text:
    from mou_tracker.views.monitoring import badge_json

    # A commit or a path would fill a badge: one that is read by people is named only by a name for people.
    return badge_json(_figures(run), run.loaded.document_words, run.loaded.book.register.id or "")


# THE table of formats, the default one first; each loads what it needs when it is asked for.
FORMATS: Mapping[str, Callable[[_Run], Text]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
    "xlsx": _xlsx,
    "prometheus": _prometheus,
    "nagios": _nagios,
    "badge": _badge,
}
SAY_WHAT_IS_HIDDEN = ("table", "markdown")  # the others cannot: a filter that hides something is told on stderr


def probe_status(run: _Run) -> int:
    """The exit status that a monitoring system expects of `-f nagios`."""
    from mou_tracker.views.monitoring import state

    return int(state(_figures(run)))


def probe_failed(failure: Failure | OSError, say: Wording, target: str | None) -> int:
    """For a monitoring system a register that can't be read is unknown, not critical."""
    from mou_tracker.basics.system_errors import failed
    from mou_tracker.views.monitoring import State, failed_line

    why = failure.message if isinstance(failure, Failure) else failed(failure)
    write(failed_line(say(why)), target)
    return int(State.UNKNOWN)


def tell_monitoring(form: str, say: Wording, target: str | None, path: str | None) -> None:
    """Let what monitors the register know that it cannot be read; a file that stays as it was would look sound."""
    from mou_tracker.views.monitoring import failed_badge, failed_metrics

    if form == "prometheus":
        who = _which(path)
        write(failed_metrics(clock.now(), who.name if who else ""), target)
    elif form == "badge":
        who = _which(path)
        write(failed_badge(say, who.name if who and who.kind == "id" else ""), target)


def _which(path: str | None) -> Identity | None:
    """Which register could not be read, by what is left of its settings; None where none was found."""
    from mou_tracker.history.identity import identity
    from mou_tracker.register.files import NoRegister, find_register
    from mou_tracker.register.several import own_id

    try:
        found = find_register(path, os.environ, Path.cwd())
    except NoRegister:
        return None
    return identity(found, own_id(found))


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Show what needs attention: lapsed, due for renewal, pending approval."))
    fail_on = say(
        phrase(
            "Exit with status 1 if a record shown has one of these statuses (joined by commas): {words}.",
            words=STATUSES,
        )
    )
    return options.make(
        "status",
        say,
        text,
        run,
        [
            click.Argument(["ids"], nargs=-1, metavar="[ID]...", shell_complete=options.ids),
            click.Option(["--all", "everything"], is_flag=True, help=say(phrase("List all agreements."))),
            click.Option(
                ["--fail-on"],
                type=inputs.Words(STATUSES, say, inputs.status_labels),
                default="",
                metavar="STATUS,...",
                help=fail_on,
            ),
            options.contacts(say),
            *options.filters(say),
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
        _several,
    )


def _several(say: Wording, registers: Sequence[Named], **values: Any) -> int:
    """The same of several registers together."""
    from mou_tracker.cli.several import status

    try:
        return status.run(say, registers, **values)
    except (Failure, OSError) as failure:
        if values["form"] != "nagios":
            raise
        return probe_failed(failure, say, values["target"])


def run(
    say: Wording,
    ids: tuple[str, ...],
    everything: bool,
    fail_on: tuple[str, ...],
    form: str,
    target: str | None,
    contacts: bool,
    path: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print the status of the records that pass the filters."""
    asked_where = click.get_current_context().get_parameter_source("target") is not ParameterSource.DEFAULT
    if form == "xlsx" and not asked_where:
        raise click.UsageError(say(phrase("a spreadsheet needs a file to go to: -o FILE.xlsx")))
    loaded = None
    try:
        loaded = load(say, path, as_of)
        query = asked(loaded, ids, given)
        shown = _shown(loaded, query, everything, contacts)
    except (Failure, OSError) as failure:
        if form == "nagios":
            return probe_failed(failure, say, target)
        if loaded is None:
            tell_monitoring(form, say, target, path)
        raise
    made = _Run(loaded, shown, target)
    write(FORMATS[form](made), target)
    if form == "nagios":
        return probe_status(made)
    if form not in SAY_WHAT_IS_HIDDEN:
        tell_beside(say, left_out(loaded, query, len(shown.assessments)))
    failed = any(one.status in fail_on for one in shown.assessments)
    return 1 if failed or loaded.book.unreadable or loaded.book.diagnostics else 0


def _shown(loaded: LoadedRegister, query: Query, everything: bool, contacts: bool) -> Shown:
    known = {agreement.id for agreement in loaded.book.agreements} | {u.id for u in loaded.book.unreadable}
    for name in query.ids:
        if name not in known and not any(is_number(name, one) for one in loaded.book.agreements):
            raise no_agreement(name, [one for one in known if one])
    kept = [one for one in loaded.assessments if query.keeps(one)]
    return shown_of(loaded, query, kept, everything, contacts)
