"""Readers that the table of keys needs once: one of two readers, and the names of the fields themselves."""

from __future__ import annotations

import dataclasses

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing.nodes import Node, Scalar
from mou_tracker.parsing.source_file import Page
from mou_tracker.reading.problems_values import not_allowed_word
from mou_tracker.reading.shapes import Reader, Refused, scalar

_SAID = tuple(field.name for field in dataclasses.fields(Agreement) if field.compare)


def N_(msgid: str) -> str:
    """Mark a text for translation and give it back as it is."""
    return msgid


def either(whole: Reader, single: Reader) -> Reader:
    """What `single` reads if it is a scalar, else what `whole` reads."""

    def read(node: Node, key: str, page: Page) -> object:
        return (single if isinstance(node, Scalar) else whole).read(node, key, page)

    return Reader(read, {"anyOf": [whole.schema, single.schema]})


def _said(text: str) -> str:
    """A field's name, or a path into one: `renewal.notice`, `steps[0].done`."""
    if text.partition(".")[0].partition("[")[0] in _SAID:
        return text
    raise Refused(lambda at: not_allowed_word(at, text, _SAID))


_PATTERN = f"^({'|'.join(_SAID)})([.\\[].*)?$"
said_fields = scalar(_said, {"type": "string", "pattern": _PATTERN}, phrase("a field's name"))
