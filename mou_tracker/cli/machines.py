"""The formats of `mou status` that machines read: a spreadsheet, numbers for monitoring, a badge."""

from __future__ import annotations

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli.register import Office, write
from mou_tracker.language.wording import Wording
from mou_tracker.views.status import Shown

FORMATS = ("xlsx", "prometheus", "nagios", "badge")


def machine_output(office: Office, shown: Shown, form: str) -> str | bytes:
    """The records in one of these formats."""
    words, broken = office.document_words, len(office.book.unreadable)
    if form == "prometheus":
        from mou_tracker.views.monitoring import prometheus_text

        return prometheus_text(shown.found, broken)
    if form == "nagios":
        from mou_tracker.views.monitoring import nagios_line

        return nagios_line(shown.found, broken, office.say)
    if form == "badge":
        from mou_tracker.views.monitoring import badge_json

        return badge_json(shown.found, broken, words)
    return _spreadsheet(office, shown, words)


def _spreadsheet(office: Office, shown: Shown, words: Wording) -> bytes:
    from mou_tracker.views.rows import flat, row

    try:
        from mou_tracker.sheets.export import xlsx_bytes
    except ModuleNotFoundError:
        hint = phrase("pip install 'mou-tracker[xlsx]', or use -f csv")
        raise Failure(phrase("spreadsheets need XlsxWriter, which is not installed"), hint) from None
    return xlsx_bytes((flat(row(one, words)) for one in shown.found), office.name, office.as_of, words)


def probe_status(office: Office, shown: Shown) -> int:
    """The exit status that a monitoring system expects of `-f nagios`."""
    from mou_tracker.views.monitoring import state

    return int(state(shown.found, len(office.book.unreadable)))


def probe_failed(failure: Failure, say: Wording, target: str | None) -> int:
    """For a monitoring system a register that can't be read is unknown, not critical."""
    from mou_tracker.views.monitoring import State, failed_line

    write(failed_line(say(failure.message)), target)
    return int(State.UNKNOWN)
