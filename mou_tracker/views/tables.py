"""CSV for spreadsheets and Markdown for pages: nothing from a register runs as a formula or counts as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from mou_tracker.basics.escaping import escape_text, guarded
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.cells import beside, facts, iso, todo, who
from mou_tracker.views.status import Shown, ahead_note, hidden_note


class CsvStyle(Struct, frozen=True):
    """How CSV is written: what stands between cells, and whether a mark tells old spreadsheets that it is UTF-8."""

    delimiter: str = ","
    bom: bool = False


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]], style: CsvStyle) -> str:
    """A header line and one line a row."""
    return "".join(csv_pieces(columns, rows, style))


def csv_pieces(columns: Sequence[str], rows: Iterable[Mapping[str, object]], style: CsvStyle) -> Iterator[str]:
    """The same in pieces: a large table need not be there as a whole."""
    yield ("\ufeff" if style.bom else "") + "".join(_csv_lines([columns], style))
    yield from csv_rows(columns, rows, style)


def csv_rows(columns: Sequence[str], rows: Iterable[Mapping[str, object]], style: CsvStyle) -> Iterator[str]:
    """The lines of the rows alone."""
    return _csv_lines(([_cell(row.get(column)) for column in columns] for row in rows), style)


def _csv_lines(rows: Iterable[Sequence[object]], style: CsvStyle) -> Iterator[str]:
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n", delimiter=style.delimiter)
    for row in rows:
        writer.writerow(row)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return guarded(escape_text(value))
    return value


_SPECIAL = pattern(r"([\\`*_{}\[\]|#~!])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, in a table cell too."""
    return "<br>".join(_SPECIAL.sub(r"\\\1", escape_text(line)).translate(_HTML) for line in text.split("\n"))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    lines = [heads, ["---"] * len(heads), *([escaped(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def status_markdown(shown: Shown, say: Wording) -> str:
    """The status view as Markdown: a section for each group, counts for the rest."""
    number = say(plural("{n} agreement", "{n} agreements", len(shown.assessments) + shown.hidden))
    parts = [f"# {escaped(shown.name)}\n", f"{say.day(shown.as_of)} · {number}\n"]
    names = shown.names
    for status, group in shown.spelled_out():
        parts.append(f"## {say(names[status])}: {len(group)}\n")
        if group:
            parts.append(table(_heads(say), (_row(one, say, shown.contacts) for one in group)))
    rest = [f"{len(group)} {say(names[status])}" for status, group in shown.counted()]
    if rest:
        parts.append(" · ".join(rest) + "\n")
    if shown.hidden:
        parts.append(escaped(say(hidden_note(len(shown.assessments), shown.hidden, shown.filters))) + "\n")
    if shown.ahead:
        parts.append(escaped(say(ahead_note(shown.ahead))) + "\n")
    if shown.unread:
        parts.append(f"**{escaped(say(shown.unread))}**\n")
    return "\n".join(parts)


def _heads(say: Wording) -> list[str]:
    heads = (
        phrase("Agreement"),
        phrase("Partner"),
        phrase("Instrument"),
        phrase("Dates"),
        phrase("Last day"),
        phrase("Next step"),
        phrase("Also"),
    )
    return [say(head) for head in heads]


def _row(assessment: Assessment, say: Wording, contacts: bool) -> list[str]:
    name, partner, instrument = who(assessment, say)
    besides = " · ".join(beside(assessment, say, contacts))
    dates = ", ".join(fact for fact in facts(assessment, say) if fact)
    return [name, partner, instrument, dates, iso(assessment.last_day), todo(assessment, say), besides]
