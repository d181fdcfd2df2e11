"""The map of an import: which column says what, how dates are written, what the sheet's own words mean."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.findings import Finding
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields.value_types import (
    Field,
    InvalidValue,
    MappingType,
    list_of,
    mapping_of,
    read_mapping,
    record,
    scalar,
)
from mou_tracker.fields.values import N_, number, text, word
from mou_tracker.fields.wrong_types import BROKEN
from mou_tracker.fields.wrong_values import not_allowed_word
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar
from mou_tracker.parsing.recovery import entries
from mou_tracker.parsing.source_file import SourceFile

DATE_FIELDS = ("since", "signed", "starts", "ends", "notice_given")
FIELDS = (
    "id",
    "title",
    "partner.name",
    "partner.country",
    "partner.body",
    "kind",
    "instrument",
    *DATE_FIELDS,
    "term",
    "renewal",
    "renewal.period",
    "renewal.notice",
    "renews",
    "dprd",
    "fields",
    "owner",
    "notes",
    "ignore",
)
STEP_PARTS = ("received", "started", "done", "reference")


class FileForm(Struct, frozen=True):
    """How the file is written. `header` are the numbers of its heading rows, from 1."""

    encoding: str = "utf-8"
    delimiter: str | None = None
    sheet: str | None = None
    header: tuple[int, ...] = (1,)


class ImportMap(Struct, frozen=True):
    """What the columns of a sheet mean. `words` gives for a field what the sheet's words stand for, `empty` the words
    that say nothing, `defaults` the fields that no column gives, `source` the sheet's title as a source.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    file: FileForm = FileForm()
    dates: Order | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: tuple[str, ...] = ("n/a", "-", "–", "?")
    source: str | None = None


def _target(found: str) -> str:
    parts = found.split(".")
    if found in FIELDS or (len(parts) == 3 and parts[0] == "steps" and parts[1] and parts[2] in STEP_PARTS):
        return found
    raise InvalidValue(lambda at: not_allowed_word(at, found, FIELDS))


_field = scalar(_target, {"type": "string"}, phrase("a field's name"))
_FILE = MappingType(
    "file",
    FileForm,
    (
        Field("encoding", word(("utf-8", "windows-1252")), N_("How a CSV file's letters are encoded.")),
        Field("delimiter", word((",", ";", "tab")), N_("What separates the columns of a CSV file.")),
        Field("sheet", text, N_("Which sheet of a workbook; the first if it is not said.")),
        Field(
            "header",
            list_of(number, phrase("a row's number or a list of them"), least=1, lone=True),
            N_("In which rows the headings stand."),
        ),
    ),
)
MAP = MappingType(
    "map",
    ImportMap,
    (
        Field("file", record(_FILE), N_("How the file is written.")),
        Field("columns", mapping_of(text, _field, phrase("a mapping")), N_("What each column says."), required=True),
        Field("dates", word(("day-first", "month-first")), N_("What 03/04/2015 means.")),
        Field("defaults", mapping_of(_field, text, phrase("a mapping")), N_("Fields that no column gives.")),
        Field(
            "words",
            mapping_of(_field, mapping_of(text, text, phrase("a mapping")), phrase("a mapping")),
            N_("What the sheet's own words mean, for a field."),
        ),
        Field("source", text, N_("The sheet's title, to stand in each record as the source of what it says.")),
        Field("empty", list_of(text, phrase("a list")), N_("Words that say nothing.")),
    ),
)


def read_map(file: str, data: bytes) -> tuple[ImportMap, list[Finding]]:
    """The map that a file describes, and all that is wrong with it; a map with findings is not to be used."""
    source = SourceFile(file)
    if not scan(source, data):
        return ImportMap(), source.findings
    pairs: list[tuple[Scalar, Node]] = [
        (entry.key, entry.node) for entry in entries(source, "", default_loader()) if entry.key is not None
    ]
    start = pairs[0][0].start_mark if pairs else None
    if start is None:
        from mou_tracker.parsing.file_findings import file_empty

        return ImportMap(), source.findings or [file_empty(source.between(0, min(1, len(source.lines.text))))]
    values = read_mapping(MAP, MappingNode(pairs, start, pairs[-1][1].end_mark), source)
    if source.findings or BROKEN in values.values():
        return ImportMap(), source.findings
    return ImportMap(**values), []  # type: ignore[arg-type]
