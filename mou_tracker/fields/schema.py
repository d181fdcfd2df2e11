"""The JSON Schema of a register, for editors: made from the table of keys, so that it never says less or other.

Everything the schema refuses the reading refuses too. The reading knows more: calendars, countries, other records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from mou_tracker.fields.table import SHAPES, TOP
from mou_tracker.fields.value_types import Field, Schema
from mou_tracker.fields.values import N_

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def register_schema(say: Callable[[str], str] = str) -> Schema:
    """The schema of a register's file, with descriptions worded by `say`."""
    return {
        "$schema": _DIALECT,
        "title": say(N_("A register of agreements, as mou reads it.")),
        **_object(TOP, say),
        "minProperties": 1,
        "$defs": {shape.name: _object(shape.fields, say, shape.instead) for shape in SHAPES},
    }


def _object(fields: Iterable[Field], say: Callable[[str], str], instead: Mapping[str, str] = {}) -> Schema:
    """The schema of one kind of mapping; `instead` are keys that may stand in the place of one that must be there."""
    known = tuple(fields)
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: {"description": say(field.doc), **field.reader.schema} for field in known},
    }
    required = [field.key for field in known if field.required and field.key not in instead]
    if instead:
        schema["allOf"] = [{"oneOf": [{"required": [one]}, {"required": [other]}]} for one, other in instead.items()]
    return {**schema, "required": required} if required else schema
