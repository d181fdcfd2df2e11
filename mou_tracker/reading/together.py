"""What must be said together: keys that mean nothing without another one."""

from __future__ import annotations

from mou_tracker.agreement.record import Renewal
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing.nodes import Mapping, Node
from mou_tracker.parsing.source_file import Page
from mou_tracker.reading.problems_records import incomplete


def extension(values: dict[str, object], node: Node, page: Page) -> None:
    """An extension says how long it lasts."""
    if "term" not in values and "ends" not in values:
        message = phrase("this extension says neither how long it lasts nor when it ends")
        page.report(incomplete(page.at(_first(node)), message, phrase("add `term` or `ends`")))


def agreement(values: dict[str, object], node: Node, page: Page) -> None:
    """An automatic renewal has a period, its own or the agreement's term."""
    renewal = values.get("renewal")
    if isinstance(renewal, Renewal) and renewal.mode == "automatic" and not renewal.period and "term" not in values:
        place = _value(node, "renewal")
        if place and _value(place, "period") is None:
            message = phrase("this renews itself, but it is not said for how long")
            hint = phrase("add `period` here, or the agreement's `term`")
            page.report(incomplete(page.at(_first(place)), message, hint))


def _value(node: Node, name: str) -> Node | None:
    """The value under a key of a mapping."""
    pairs = node.pairs if isinstance(node, Mapping) else []
    return next((value for key, value in pairs if key.value == name), None)


def _first(node: Node) -> Node:
    """The first key of a mapping."""
    return node.pairs[0][0] if isinstance(node, Mapping) and node.pairs else node
