"""`mou status`: what needs attention, with its dates and next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, asked, drawn, load, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.filters import Query
from mou_tracker.status.statuses import ATTENTION, STATUSES
from mou_tracker.views.status import Shown, hidden_note, status_lines

FORMATS = ("xlsx", "prometheus", "nagios", "badge")


def machine_output(office: LoadedRegister, shown: Shown, form: str) -> str | bytes:
    """The records in one of these formats."""
    words, broken = office.document_words, len(office.book.unreadable)
    if form == "prometheus":
        from mou_tracker.views.monitoring import prometheus_text

        return prometheus_text(shown.assessments, broken)
    if form == "nagios":
        from mou_tracker.views.monitoring import nagios_line

        return nagios_line(shown.assessments, broken, office.say)
    if form == "badge":
        from mou_tracker.views.monitoring import badge_json

        return badge_json(shown.assessments, broken, words)
    return _spreadsheet(office, shown, words)


def _spreadsheet(office: LoadedRegister, shown: Shown, words: Wording) -> bytes:
    from mou_tracker.views.rows import flat, row

    try:
        from mou_tracker.sheets.export import xlsx_bytes
    except ModuleNotFoundError:
        hint = phrase("pip install 'mou-tracker[xlsx]', or use -f csv")
        raise Failure(phrase("spreadsheets need XlsxWriter, which is not installed"), hint) from None
    return xlsx_bytes((flat(row(one, words)) for one in shown.assessments), office.name, office.as_of, words)


def probe_status(office: LoadedRegister, shown: Shown) -> int:
    """The exit status that a monitoring system expects of `-f nagios`."""
    from mou_tracker.views.monitoring import state

    return int(state(shown.assessments, len(office.book.unreadable)))


def probe_failed(failure: Failure, say: Wording, target: str | None) -> int:
    """For a monitoring system a register that can't be read is unknown, not critical."""
    from mou_tracker.views.monitoring import State, failed_line

    write(failed_line(say(failure.message)), target)
    return int(State.UNKNOWN)


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(phrase("Show what needs attention: lapsed, due for renewal, pending DPRD approval."))
    fail_on = say(phrase("Exit with 1 if a record shown has one of these statuses (joined by commas)."))
    return options.make(
        "status",
        say,
        text,
        run,
        [
            click.Argument(["ids"], nargs=-1, metavar="[ID]...", shell_complete=options.ids),
            click.Option(["--all", "everything"], is_flag=True, help=say(phrase("List all agreements."))),
            click.Option(
                ["--fail-on"], type=options.Words(STATUSES, say), default="", metavar="STATUS,...", help=fail_on
            ),
            *options.filters(say),
            *options.output(say, "table", "json", "csv", "markdown", *FORMATS),
            click.Option(
                ["--bom"], is_flag=True, help=say(phrase("CSV for old spreadsheets: begin with a byte order mark."))
            ),
            *options.reading(say),
        ],
    )


def run(
    say: Wording,
    ids: tuple[str, ...],
    everything: bool,
    fail_on: tuple[str, ...],
    form: str,
    target: str | None,
    bom: bool,
    path: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print the status of the records that pass the filters."""
    if form == "xlsx" and target is None:
        raise click.UsageError(say(phrase("a spreadsheet needs a file to go to: -o FILE.xlsx")))
    try:
        office = load(say, path, as_of)
        shown = _shown(office, asked(office, ids, given), everything)
    except Failure as failure:
        if form == "nagios":
            return probe_failed(failure, say, target)
        raise
    write(_text(office, shown, form, target, bom), target)
    if form == "nagios":
        return probe_status(office, shown)
    if shown.hidden and form in ("json", "csv", *FORMATS):
        click.echo(hidden_note(shown, say), err=True)
    failed = any(one.status in fail_on for one in shown.assessments)
    return 1 if failed or office.book.unreadable or office.book.diagnostics else 0


def _shown(office: LoadedRegister, query: Query, everything: bool) -> Shown:
    known = {agreement.id for agreement in office.book.agreements} | {u.id for u in office.book.unreadable}
    for name in query.ids:
        if name not in known:
            raise Failure(phrase("there is no agreement {id}", id=repr(name)), phrase("mou status --all lists them"))
    kept = [one for one in office.assessments if query.keeps(one)]
    groups = STATUSES if everything or query.ids or query.status else ATTENTION
    return Shown(office.name, office.as_of, kept, groups, len(office.assessments) - len(kept), query.text())


def _text(
    office: LoadedRegister, shown: Shown, form: str, target: str | None, bom: bool
) -> str | bytes | Iterable[str]:
    words = office.document_words
    if form == "json":
        from mou_tracker.views.rows import status_json

        return status_json(office.name, office.as_of, shown.assessments, office.book.unreadable, words)
    if form == "csv":
        from mou_tracker.views.rows import COLUMNS, flat, row
        from mou_tracker.views.tables import csv_text

        return csv_text(COLUMNS, (flat(row(one, words)) for one in shown.assessments), bom)
    if form == "markdown":
        from mou_tracker.views.tables import status_markdown

        return status_markdown(shown, words)
    if form in FORMATS:
        return machine_output(office, shown, form)
    return drawn(lambda width: status_lines(shown, office.say, width), target)
