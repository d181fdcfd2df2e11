"""The map of an import: which column says what, how dates are written, what the sheet's own words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.findings import Finding
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields.paths import all_paths
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
from mou_tracker.fields.values import N_, country, either, kind, number, text, word
from mou_tracker.fields.wrong_types import BROKEN
from mou_tracker.fields.wrong_values import not_allowed_word
from mou_tracker.parsing.decode import scan
from mou_tracker.parsing.events import default_loader
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar
from mou_tracker.parsing.recovery import entries
from mou_tracker.parsing.source_file import SourceFile
from mou_tracker.sheets.cells import SAYS_NOTHING

_ALL = (
    "id",
    "title",
    "partner.name",
    "partner.country",
    "partner.body",
    "partner.place",
    "kind",
    "instrument",
    "since",
    "signed",
    "starts",
    "ends",
    "notice_given",
    "closed.on",
    "term",
    "ends_with",
    "renewal",
    "renewal.period",
    "renewal.notice",
    "renews",
    "under",
    "dprd",
    "fields",
    "owner",
    "unit",
    "numbers.ours",
    "numbers.theirs",
    "contact.name",
    "contact.email",
    "contact.phone",
    "place",
    "closed.how",
    "closed.reason",
    "notes",
)
_TAKES = dict(all_paths())
DATE_FIELDS = tuple(name for name in _ALL if name in _TAKES and _TAKES[name].date)
# The fields that a column may give, and three names for columns that are none: what kind of partner it is, which tells
# the kind of cooperation; the sheet's own status, which is compared and never taken; and nothing at all.
FIELDS = (*_ALL, "partner.type", "status", "ignore")
ID = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
STEP_PARTS = ("received", "started", "done", "reference")
MATCHES = ("id", "numbers", "identity")
# What one column gives whose cells say `Kyoto University, Japan`.
PARTNER = ("partner.name", "partner.country")
# Among `words`, any other word than those that are named or known.
REST = "*"
UNITS = ("years", "months", "weeks", "days")


class FileForm(Struct, frozen=True):
    """How the file is written. `header` are the numbers of its heading rows, from 1."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: tuple[str, ...] = ()
    header: tuple[int, ...] = (1,)


PLACE = pattern(r"\{([^{}]+)\}")  # what stands in a template for the cell below a heading


class ColumnRule(Struct, frozen=True):
    """What one column gives: a field, or two for a cell such as `1 Jan 2020 s.d. 31 Des 2024`.

    `unit` is that of a bare number, `unit_in` the column that names it; `dates` and `century` are the column's own.
    """

    to: tuple[str, ...] = ()
    unit: str | None = None
    unit_in: str | None = None
    dates: Order | None = None
    century: int | None = None


class Kinds(Struct, frozen=True):
    """How the kind follows from the partner where nothing says it: the office's own country, and what a partner abroad
    is taken for whose name and type do not tell a local government from another institution.
    """

    home: str
    otherwise: str = "ksdll"


class Rule(Struct, frozen=True):
    """What holds for the rows whose cells say what `when` names, by headings; `set` are fields."""

    when: Mapping[str, tuple[str, ...]]
    set: Mapping[str, str]


class ImportMap(Struct, frozen=True):
    """What the columns of a sheet mean.

    `words` gives for a field what the sheet's words stand for, `empty` the words that say nothing, `defaults` the
    fields that no column gives (with `{Heading}` for what stands there), `sections` the field that rows of one cell
    give for those below them, `source` the sheet's title as a source, `century` the first of the hundred years that
    two-digit years lie in.
    """

    columns: Mapping[str, ColumnRule] = field(default_factory=dict)
    file: FileForm = FileForm()
    dates: Order | None = None
    century: int | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    kinds: Kinds | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: tuple[str, ...] = SAYS_NOTHING
    match: tuple[str, ...] = MATCHES
    source: str | None = None
    sections: str | None = None

    def consulted(self) -> Iterator[str]:
        """The headings of columns that are no field's and are read all the same: for units, rules and templates."""
        yield from (rule.unit_in for rule in self.columns.values() if rule.unit_in)
        yield from (heading for rule in self.rules for heading in rule.when)
        yield from (found[1] for text in self.defaults.values() for found in PLACE.finditer(text))


def _target(found: str) -> str:
    head, _, rest = found.partition(".")
    parts = found.split(".")
    if found in FIELDS or (head == "extra" and rest):
        return found
    if len(parts) == 3 and head == "steps" and parts[1] and parts[2] in STEP_PARTS:
        return found
    raise InvalidValue(lambda at: not_allowed_word(at, found, FIELDS))


_field = scalar(_target, {"type": "string"}, phrase("a field's name"))
_fields = list_of(_field, phrase("a field's name or a list of them"), least=1, lone=True)
_order = word(("day-first", "month-first"))
_words = list_of(text, phrase("a text or a list of them"), least=1, lone=True)
_FILE = MappingType(
    "file",
    FileForm,
    (
        Field("encoding", text, N_("How a text file's letters are encoded.")),
        Field("delimiter", word((",", ";", "tab", "|")), N_("What separates the columns of a CSV file.")),
        Field("sheet", _words, N_("Which sheet of a workbook, or several as one list; the first if it is not said.")),
        Field(
            "header",
            list_of(number, phrase("a row's number or a list of them"), least=1, lone=True),
            N_("In which rows the headings stand."),
        ),
    ),
)
_COLUMN = MappingType(
    "column",
    ColumnRule,
    (
        Field("to", _fields, N_("The field that it gives, or the two of a span of days."), required=True),
        Field("unit", word(UNITS), N_("The unit of a bare number.")),
        Field("unit_in", text, N_("The heading of the column that names the unit.")),
        Field("dates", _order, N_("What 03/04/2015 means in this column.")),
        Field("century", number, N_("The first of the hundred years that two-digit years lie in.")),
    ),
)
_KINDS = MappingType(
    "kinds",
    Kinds,
    (
        Field("home", country, N_("The office's own country."), required=True),
        Field("otherwise", kind, N_("The kind of a partner abroad whose name and type do not tell it.")),
    ),
)
_RULE = MappingType(
    "rule",
    Rule,
    (
        Field(
            "when", mapping_of(text, _words, phrase("a mapping")), N_("Headings and what stands there."), required=True
        ),
        Field("set", mapping_of(_field, text, phrase("a mapping")), N_("The fields of such rows."), required=True),
    ),
)
MAP = MappingType(
    "map",
    ImportMap,
    (
        Field("file", record(_FILE), N_("How the file is written.")),
        Field(
            "columns",
            mapping_of(text, either(record(_COLUMN), _field), phrase("a mapping")),
            N_("What each column says."),
            required=True,
        ),
        Field("dates", _order, N_("What 03/04/2015 means.")),
        Field("century", number, N_("The first of the hundred years that two-digit years lie in.")),
        Field("defaults", mapping_of(_field, text, phrase("a mapping")), N_("Fields that no column gives.")),
        Field("rules", list_of(record(_RULE), phrase("a list")), N_("What holds for some rows only.")),
        Field("kinds", record(_KINDS), N_("How the kind follows from the partner.")),
        Field(
            "words",
            mapping_of(_field, mapping_of(text, text, phrase("a mapping")), phrase("a mapping")),
            N_("What the sheet's own words mean, for a field."),
        ),
        Field("source", text, N_("The sheet's title, to stand in each record as the source of what it says.")),
        Field(
            "sections",
            word(("partner.country", "instrument")),
            N_("What rows with one cell only say for the rows below them."),
        ),
        Field("empty", list_of(text, phrase("a list")), N_("Words that say nothing.")),
        Field("match", list_of(word(MATCHES), phrase("a list"), lone=True), N_("By what a row is known again.")),
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
    columns = {
        name: one if isinstance(one, ColumnRule) else ColumnRule((one,))
        for name, one in values.pop("columns").items()  # type: ignore[attr-defined]
    }
    return ImportMap(columns=columns, **values), []  # type: ignore[arg-type]
