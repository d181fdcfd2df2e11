"""Readers of single values that have a form of their own: addresses, paths, numbers, time zones, reminder rungs."""

from __future__ import annotations

import re

from mou_tracker.agreement.record import Rungs
from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing.nodes import Node, Scalar, Sequence
from mou_tracker.parsing.source_file import Page
from mou_tracker.reading import problems_forms, problems_values
from mou_tracker.reading.odd import BROKEN, NULLS
from mou_tracker.reading.shapes import Reader, Refused, Schema, list_of, scalar
from mou_tracker.reading.values import ANY_SCALAR, PERIOD_PATTERN, id_from, period_from

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@((?:{_LABEL}\.)+[^\W\d_](?:[\w-]*[^\W_])?)")
_URL = re.compile(rf"(?i:https?)://((?:{_LABEL}\.)*{_LABEL})(?::[0-9]{{1,5}})?(?:[/?#][^\s<>\"\\^`{{|}}]*)?")
_PATH = re.compile(r"(?!/|~|[A-Za-z]:|(?:.*/)?\.\.(?:/|$))[^\\]+")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
_THEN_EVERY = "then every "
_ZONES = frozenset(("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura", "UTC"))


def _address(found: str) -> str:
    match = _ADDRESS.fullmatch(found) if len(found) <= 254 else None
    if match and len(match[1]) <= 64 and _is_host(match[2]):
        return found
    raise Refused(lambda at: problems_values.not_an_address(at, found))


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
    match = _URL.fullmatch(found)
    if match and _is_host(match[1]):
        return found
    raise Refused(lambda at: problems_forms.not_a_url(at, found))


def _path(found: str) -> str:
    if _PATH.fullmatch(found) and found not in NULLS and found == found.strip():
        return found
    raise Refused(lambda at: problems_forms.not_a_path(at, found))


url = scalar(_url, {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s]+$"}, phrase("an address"), keep=False)
path = scalar(_path, {**ANY_SCALAR, "pattern": "^[^/\\\\~][^\\\\]*$"}, phrase("a path"), keep=False)


def _sha256(found: str) -> str:
    if _SHA256.fullmatch(found):
        return found.lower()
    raise Refused(lambda at: problems_forms.not_a_checksum(at, found))


def _number(found: str) -> int:
    if _NUMBER.fullmatch(found):
        return int(found)
    raise Refused(lambda at: problems_forms.not_a_number(at, found))


def _truth(found: str) -> str:
    if found in ("true", "false"):
        return found
    raise Refused(lambda at: problems_values.not_allowed_word(at, found, ("true", "false")))


def _timezone(found: str) -> str:
    if found in _ZONES:
        return found
    from zoneinfo import ZoneInfo  # only registers outside Indonesia need it

    try:
        ZoneInfo(found)
    except (KeyError, ValueError, OSError):
        raise Refused(lambda at: problems_forms.no_such_timezone(at, found)) from None
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
        return Rungs((), period_from((), found[len(_THEN_EVERY) :]))  # type: ignore[arg-type]
    return _rung(found)


_RUNG_SCHEMA: Schema = {"type": "string", "pattern": f"^((then every )?({PERIOD_PATTERN})|0 days|0 hari)$"}
_steps = list_of(scalar(_rung, _RUNG_SCHEMA, phrase("a period")), phrase("a list of periods"))
_end = scalar(_last_rung, _RUNG_SCHEMA, phrase("a period"))


def _rungs(node: Node, key: str, page: Page) -> object:
    """A list of periods whose last item may be `then every PERIOD`. A broken one is not a shorter ladder."""
    count = page.count
    every = None
    if isinstance(node, Sequence) and node.items and _is_repeat(node.items[-1]):
        every = _end.read(node.items[-1], key, page)
        node = Sequence(node.items[:-1], node.start_mark, node.end_mark)
    steps = _steps.read(node, key, page)
    if page.count != count or not isinstance(steps, tuple):
        return BROKEN
    return Rungs(steps, every.every if isinstance(every, Rungs) else None)


def _is_repeat(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value.startswith(_THEN_EVERY)


rungs = Reader(_rungs, _steps.schema)
