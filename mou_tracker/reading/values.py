"""Readers of single values, by the scalar's text and never by YAML's typing: `NO` is Norway, `0123456` stays an id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from mou_tracker.basics.dates import BadDate, DateSpan, parse_date, parse_period
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing import yaml_findings
from mou_tracker.parsing.nodes import Node, Scalar
from mou_tracker.parsing.source_file import Page
from mou_tracker.reading import problems_shape, problems_values
from mou_tracker.reading.countries import COUNTRIES, code_of
from mou_tracker.reading.misspelt_dates import date_problem, respelled
from mou_tracker.reading.odd import BROKEN, NULLS, mistyped, place_of
from mou_tracker.reading.shapes import Reader, Refused, Schema, scalar

LONGEST_TEXT = 65_536
LONGEST_ID = 64
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ANY_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
DATE_SCHEMA: Schema = {
    "anyOf": [
        {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
        {"type": "integer", "minimum": 1900, "maximum": 2200},
    ]
}
PERIOD_PATTERN = "[1-9][0-9]{0,4} [a-z]+( [1-9][0-9]{0,4} [a-z]+)*|P(?=.*[1-9])((0|[1-9][0-9]{0,4})[YMWD])+"


def _text(node: Node, key: str, page: Page) -> object:
    """Free text, which loses nothing but line breaks at its end."""
    if not isinstance(node, Scalar):
        return mistyped(node, key, page, phrase("a text"))
    found: str = node.value
    if (not node.style and found in NULLS) or found.isspace() or not found:
        page.report(problems_shape.empty_value(place_of(node, page), key))
        return BROKEN
    if len(found) > LONGEST_TEXT:
        page.report(yaml_findings.scalar_too_long(page.at(node), len(found)))
        return BROKEN
    return found.rstrip("\n") if found[-1] == "\n" else found


text = Reader(_text, {**ANY_SCALAR, "pattern": r"\S", "maxLength": LONGEST_TEXT})


def word(words: Sequence[str]) -> Reader:
    """One of a few words."""

    def convert(found: str) -> str:
        if found in words:
            return found
        raise Refused(lambda at: problems_values.not_allowed_word(at, found, words))

    return scalar(convert, {"enum": list(words)}, phrase("a word"))


def _date(found: str) -> DateSpan:
    try:
        return parse_date(found)
    except BadDate as bad:
        raise Refused(date_problem(found, bad.kind)) from None


def _day(found: str) -> date:
    try:
        span = parse_date(found)
    except BadDate as bad:
        raise Refused(date_problem(found, bad.kind, whole_day=True)) from None
    if not span.certain:
        better = respelled(found)
        raise Refused(lambda at: problems_values.not_a_date(at, found, better, whole_day=True))
    return span.earliest


any_date = scalar(_date, DATE_SCHEMA, phrase("a date"))
day = scalar(_day, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, phrase("a date"))


def period_from(words: Sequence[str], found: str) -> object:
    """A period, or one of some words; raises Refused."""
    if found in words:
        return found
    read = parse_period(found)
    if read is None:
        raise Refused(lambda at: problems_values.not_a_period(at, found, words))
    return read


period = scalar(partial(period_from, ()), {"type": "string", "pattern": f"^({PERIOD_PATTERN})$"}, phrase("a period"))
term = scalar(
    partial(period_from, ("indefinite", "unknown")),
    {"type": "string", "pattern": f"^(indefinite|unknown|{PERIOD_PATTERN})$"},
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
    raise Refused(lambda at: problems_values.not_an_id(at, found, better))


ID_SCHEMA: Schema = {**ANY_SCALAR, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": LONGEST_ID}
identifier = scalar(id_from, ID_SCHEMA, phrase("an id"), keep=False)


def _country(found: str) -> str:
    if found in COUNTRIES:
        return found
    raise Refused(lambda at: problems_values.no_such_country(at, found, code_of(found)))


country = scalar(_country, {"type": "string", "pattern": "^[A-Z]{2}$"}, phrase("the code of a country"))
