"""Readers of single values, by the scalar's text and never by YAML's typing: `NO` is Norway, `0123456` stays an id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from unicodedata import normalize

from mou_tracker.agreement.procedure import KINDS
from mou_tracker.agreement.record import UNKNOWN_SIGNING, WHERE_WRITTEN, Agreement, Extra, Offsets, Signature
from mou_tracker.basics.addresses import wire_address
from mou_tracker.basics.dates import BadDate, DateSpan, Period, parse_date, parse_period
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.fields import wrong_types, wrong_values
from mou_tracker.fields.countries import COUNTRIES, code_of, either_of
from mou_tracker.fields.misspelt_dates import date_problem, respelled
from mou_tracker.fields.value_types import (
    MOST_MEMORIES,
    Field,
    InvalidValue,
    MappingType,
    Schema,
    ValueType,
    list_of,
    mapping_of,
    record,
    scalar,
)
from mou_tracker.fields.wrong_types import BROKEN, NULLS, place_of, report_wrong_type
from mou_tracker.fields.wrong_values import not_allowed_word
from mou_tracker.parsing import yaml_findings
from mou_tracker.parsing.nodes import Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import SourceFile

LONGEST_TEXT = 65_536
LONGEST_ID = 64
_ID = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ANY_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
DATE_SCHEMA: Schema = {
    "anyOf": [
        {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
        {"type": "integer", "minimum": 1900, "maximum": 2200},
    ]
}
PERIOD_PATTERN = "[1-9][0-9]{0,4} [a-z]+( [1-9][0-9]{0,4} [a-z]+)*|P(?=.*[1-9])((0|[1-9][0-9]{0,4})[YMWD])+"


def _sound_text(found: str) -> str | None:
    """A text as it is kept; None for one that is blank or too long."""
    if not found or found.isspace() or len(found) > LONGEST_TEXT:
        return None
    kept = found if found.isascii() else normalize("NFC", found)
    return kept.rstrip("\n") if kept[-1] == "\n" else kept


def _text(node: Node, key: str, source: SourceFile) -> object:
    """Free text, composed (NFC), so that no name is another one by its accents; it loses line breaks at its end."""
    if not isinstance(node, Scalar):
        return report_wrong_type(node, key, source, phrase("a text"))
    found: str = node.value
    null = found in NULLS
    if (null and not node.style) or found.isspace() or not found:
        source.report(wrong_types.empty_value(place_of(node, source), key))
        return BROKEN
    kept = _sound_text(found)
    if kept is None:
        source.report(yaml_findings.scalar_too_long(source.at(node), len(found)))
        return BROKEN
    if len(_texts) < MOST_KEPT and not null and len(found) <= LONGEST_KEPT:
        _texts[found] = kept
    return kept


MOST_KEPT = 4096
LONGEST_KEPT = 40  # areas, places and names of reports come back; whole sentences do not
_texts: dict[str, object] = {}
text = ValueType(_text, {**ANY_SCALAR, "pattern": r"\S", "maxLength": LONGEST_TEXT}, _texts, sound=_sound_text)


def word(words: Sequence[str]) -> ValueType:
    """One of a few words."""

    def convert(found: str) -> str:
        if found in words:
            return found
        raise InvalidValue(lambda at: wrong_values.not_allowed_word(at, found, words))

    return scalar(convert, {"enum": list(words)}, phrase("a word"))


def _date(found: str) -> DateSpan:
    try:
        return parse_date(found)
    except BadDate as bad:
        raise InvalidValue(date_problem(found, bad.kind)) from None


def _day(found: str) -> date:
    try:
        span = parse_date(found)
    except BadDate as bad:
        raise InvalidValue(date_problem(found, bad.kind, whole_day=True)) from None
    if not span.certain:
        better = respelled(found)
        raise InvalidValue(lambda at: wrong_values.not_a_date(at, found, better, whole_day=True))
    return span.earliest


any_date = scalar(_date, DATE_SCHEMA, phrase("a date"))
day = scalar(_day, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, phrase("a date"))


def period_from(words: Sequence[str], found: str) -> object:
    """A period, or one of some words; raises Refused."""
    if found in words:
        return found
    read = parse_period(found)
    if read is None:
        raise InvalidValue(lambda at: wrong_values.not_a_period(at, found, words))
    return read


period = scalar(partial(period_from, ()), {"type": "string", "pattern": f"^({PERIOD_PATTERN})$"}, phrase("a period"))
term = scalar(
    partial(period_from, ("indefinite", "unknown")),
    {"type": "string", "pattern": f"^(indefinite|unknown|{PERIOD_PATTERN})$"},
    phrase("a period"),
)

period_or_none = scalar(
    partial(period_from, ("none",)),
    {"type": "string", "pattern": f"^(none|{PERIOD_PATTERN})$"},
    phrase("a period"),
)


def is_id(found: str) -> bool:
    """Whether a text has the form of an id."""
    return len(found) <= LONGEST_ID and _ID.fullmatch(found) is not None and found != "null"


def id_from(found: str) -> str:
    """An id as it stands; raises Refused."""
    if is_id(found):
        return found
    better: str | None = re.sub(r"[^a-z0-9]+", "-", found.lower()).strip("-") if found.isascii() else None
    better = better if better and is_id(better) else None
    raise InvalidValue(lambda at: wrong_values.not_an_id(at, found, better))


def _kind(found: str) -> str:
    """The name of a kind; whether there is such a kind is known when the whole register has been read."""
    if found and not found.isspace() and found not in NULLS:
        return found
    raise InvalidValue(lambda at: wrong_values.not_allowed_word(at, found, KINDS))


ID_SCHEMA: Schema = {**ANY_SCALAR, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": LONGEST_ID}
kind = scalar(_kind, {"anyOf": [{"enum": list(KINDS)}, ID_SCHEMA]}, phrase("a word"))
identifier = scalar(id_from, ID_SCHEMA, phrase("an id"), keep=False)


def _country(found: str) -> str:
    if found in COUNTRIES:
        return found
    raise InvalidValue(lambda at: wrong_values.no_such_country(at, found, code_of(found), either_of(found)))


country = scalar(_country, {"type": "string", "pattern": "^[A-Z]{2}$"}, phrase("the code of a country"))


_SAID = tuple(name for name in Agreement.__struct_fields__ if name not in WHERE_WRITTEN)


def N_(msgid: str) -> str:
    """Mark a text for translation and give it back as it is."""
    return msgid


def either(whole: ValueType, single: ValueType) -> ValueType:
    """What `single` reads if it is a scalar, else what `whole` reads."""

    def read(node: Node, key: str, source: SourceFile) -> object:
        return (single if isinstance(node, Scalar) else whole).read(node, key, source)

    return ValueType(
        read, {"anyOf": [whole.schema, single.schema]}, shape=whole.shape, item=whole.item, least=whole.least
    )


def _said(text: str) -> str:
    """A field's name, or a path into one: `renewal.notice`, `steps[0].done`."""
    if text.partition(".")[0].partition("[")[0] in _SAID:
        return text
    raise InvalidValue(lambda at: not_allowed_word(at, text, _SAID))


_PATTERN = f"^({'|'.join(_SAID)})([.\\[].*)?$"
said_fields = scalar(_said, {"type": "string", "pattern": _PATTERN}, phrase("a field's name"))


_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_URL = pattern(rf"(?i:https?)://((?:{_LABEL}\.)*{_LABEL})(?::[0-9]{{1,5}})?(?:[/?#][^\s<>\"\\^`{{|}}]*)?")
_USUAL_URL = pattern(r"https?://([a-z0-9]+(?:[.-][a-z0-9]+)*)(?:/[^\s<>\"\\^`{|}]*)?")  # a part of those, read sooner
_PATH = pattern(r"(?!/|~|[A-Za-z]:|(?:.*/)?\.\.(?:/|$))[^\\]+")
_NUMBER = pattern(r"[1-9][0-9]{0,5}")
_SHA256 = pattern(r"[0-9A-Fa-f]{64}")
_THEN_EVERY = "then every "
_ZONES = frozenset(("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura", "UTC"))


def _address(found: str) -> str:
    if wire_address(found):
        return found
    raise InvalidValue(lambda at: wrong_values.not_an_address(at, found))


def _is_host(name: str) -> bool:
    """Whether a domain can be written in ASCII, as mail servers need it."""
    if "_" in name or (name.isascii() and len(name) <= 63):
        return "_" not in name
    try:
        return len(name.encode("ascii" if name.isascii() else "idna")) <= 253 and max(map(len, name.split("."))) <= 63
    except UnicodeError:
        return False


def _contact(found: str) -> str:
    return _address(found) if "@" in found else id_from(found)


address = scalar(_address, {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$"}, phrase("a mail address"))
contact = scalar(_contact, {**ANY_SCALAR, "pattern": "^[^\\s]+$"}, phrase("a contact or mail address"))


def _url(found: str) -> str:
    match = _USUAL_URL.fullmatch(found) or _URL.fullmatch(found)
    if match and _is_host(match[1]):
        return found
    raise InvalidValue(lambda at: wrong_values.not_a_url(at, found))


def _path(found: str) -> str:
    if _PATH.fullmatch(found) and found not in NULLS and found == found.strip():
        return found
    raise InvalidValue(lambda at: wrong_values.not_a_path(at, found))


url = scalar(_url, {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s]+$"}, phrase("an address"), keep=False)
path = scalar(_path, {**ANY_SCALAR, "pattern": "^[^/\\\\~][^\\\\]*$"}, phrase("a path"), keep=False)


def _sha256(found: str) -> str:
    if _SHA256.fullmatch(found):
        return found.lower()
    raise InvalidValue(lambda at: wrong_values.not_a_checksum(at, found))


def _number(found: str) -> int:
    if _NUMBER.fullmatch(found):
        return int(found)
    raise InvalidValue(lambda at: wrong_values.not_a_number(at, found))


def _truth(found: str) -> str:
    if found in ("true", "false"):
        return found
    raise InvalidValue(lambda at: wrong_values.not_allowed_word(at, found, ("true", "false")))


def _timezone(found: str) -> str:
    if found in _ZONES:
        return found
    from zoneinfo import ZoneInfo  # only registers outside Indonesia need it

    try:
        ZoneInfo(found)
    except (KeyError, ValueError, OSError):
        raise InvalidValue(lambda at: wrong_values.no_such_timezone(at, found)) from None
    return found


sha256 = scalar(_sha256, {**ANY_SCALAR, "pattern": "^[0-9A-Fa-f]{64}$"}, phrase("a checksum"), keep=False)
number = scalar(
    _number,
    {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[1-9][0-9]{0,5}$"}]},
    phrase("a number"),
)
truth = scalar(lambda found: _truth(found) == "true", {"enum": [True, False, "true", "false"]}, phrase("true or false"))
timezone = scalar(_timezone, {"type": "string", "minLength": 1}, phrase("a time zone"))


def _rung(found: str) -> object:
    return Period() if found in ("0 days", "0 hari") else period_from((), found)


def _last_rung(found: str) -> object:
    if found.startswith(_THEN_EVERY):
        return Offsets((), period_from((), found[len(_THEN_EVERY) :]))  # type: ignore[arg-type]
    return _rung(found)


_RUNG_SCHEMA: Schema = {"type": "string", "pattern": f"^((then every )?({PERIOD_PATTERN})|0 days|0 hari)$"}
_steps = list_of(scalar(_rung, _RUNG_SCHEMA, phrase("a period")), phrase("a list of periods"))
_end = scalar(_last_rung, _RUNG_SCHEMA, phrase("a period"))


def _rungs(node: Node, key: str, source: SourceFile) -> object:
    """A list of periods whose last item may be `then every PERIOD`. A broken one is not a shorter ladder."""
    count = source.count
    every = None
    if isinstance(node, SequenceNode) and node.items and _is_repeat(node.items[-1]):
        every = _end.read(node.items[-1], key, source)
        node = SequenceNode(node.items[:-1], node.start_mark, node.end_mark)
    steps = _steps.read(node, key, source)
    if source.count != count or not isinstance(steps, tuple):
        return BROKEN
    return Offsets(steps, every.every if isinstance(every, Offsets) else None)


def _is_repeat(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value.startswith(_THEN_EVERY)


rungs = ValueType(_rungs, _steps.schema)


SIGNATURE = MappingType(
    "signature",
    Signature,
    (
        Field("by", text, N_("Who signed."), required=True),
        Field("on", any_date, N_("When."), required=True),
        Field("name", text, N_("Who put it there.")),
        Field("title", text, N_("As what: the office of who signed.")),
    ),
)
_several = list_of(record(SIGNATURE), phrase("a date or a list of signatures"), least=1)


def _read(node: Node, key: str, source: SourceFile) -> object:
    if not isinstance(node, Scalar):
        return _several.read(node, key, source)
    if node.value == "unknown":
        value = UNKNOWN_SIGNING
    else:
        on = any_date.read(node, key, source)
        if not isinstance(on, DateSpan):
            return BROKEN
        value = (Signature(on),)
    if len(_memo) < MOST_MEMORIES:
        _memo[node.value] = value
    return value


_memo: dict[str, object] = {}
signatures = ValueType(
    _read,
    {"anyOf": [any_date.schema, {"enum": ["unknown"]}, _several.schema]},
    _memo,
    item=_several.item,
    least=_several.least,
)


_mapping_of_texts = mapping_of(text, text, phrase("a mapping of texts"))


def _extras(node: Node, key: str, source: SourceFile) -> object:
    """Names and texts of the office's own, in the order in which they are written."""
    found = _mapping_of_texts.read(node, key, source)
    return tuple(Extra(name, said) for name, said in found.items()) if isinstance(found, dict) else BROKEN


extras = ValueType(_extras, _mapping_of_texts.schema)
