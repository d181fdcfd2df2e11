"""The signing: one date, or a list of who signed when."""

from __future__ import annotations

from mou_tracker.agreement.record import Signature
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing.nodes import Node, Scalar
from mou_tracker.parsing.source_file import Page
from mou_tracker.reading.odd import BROKEN
from mou_tracker.reading.shapes import MOST_MEMORIES, Field, Reader, Shape, list_of, record
from mou_tracker.reading.values import any_date, text
from mou_tracker.reading.words import N_

SIGNATURE = Shape("signature", Signature, (
    Field("by", text, N_("Who signed."), required=True),
    Field("on", any_date, N_("When."), required=True),
))  # fmt: skip
_several = list_of(record(SIGNATURE), phrase("a date or a list of signatures"), least=1)


def _read(node: Node, key: str, page: Page) -> object:
    if not isinstance(node, Scalar):
        return _several.read(node, key, page)
    on = any_date.read(node, key, page)
    if not isinstance(on, DateSpan):
        return BROKEN
    value = (Signature(on),)
    if len(_memo) < MOST_MEMORIES:
        _memo[node.value] = value
    return value


_memo: dict[str, object] = {}
signatures = Reader(_read, {"anyOf": [any_date.schema, _several.schema]}, _memo)
