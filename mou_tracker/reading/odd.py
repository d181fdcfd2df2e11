"""What is said of nodes that do not fit: unknown and repeated keys, values of the wrong kind, empty values."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import islice

from mou_tracker.basics.findings import nearest
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.parsing import yaml_findings
from mou_tracker.parsing.nodes import REPORTED_KEY, Mapping, Node, Reported, Scalar
from mou_tracker.parsing.source_file import At, Page
from mou_tracker.reading import problems_shape

BROKEN = object()  # stands where a value could not be read; its finding is on the page
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
LOOK_BACK = 300
_BEFORE = re.compile(r"(?:[\w-]+:|-)$")
_KEY_AND_TEXT = re.compile(r"([A-Za-z_]+):\S")


class Repeats:
    """The keys of a mapping that were given twice: where each stood first, found out once for the whole mapping."""

    __slots__ = ("_first", "_node", "_restarted")

    def __init__(self, node: Mapping) -> None:
        self._node = node
        self._first: dict[str, Scalar] = {}
        self._restarted = False
        for key, _ in node.pairs:
            self._first.setdefault(key.value, key)

    def first(self, text: str) -> Scalar:
        """The first key with this text."""
        return self._first[text]

    def restart(self, second: Scalar) -> Mapping | None:
        """What begins at the second `id`, if keys after it repeat keys before it as those of a further record do."""
        if self._restarted:
            return None
        self._restarted = True
        pairs = self._node.pairs
        index = next(at for at, (key, _) in enumerate(pairs) if key is second)
        before = {key.value for key, _ in pairs[:index]} - {"id"}
        again = any(key.value in before for key, _ in pairs[index + 1 :])
        return Mapping(pairs[index:], second.start_mark, self._node.end_mark) if again else None


def unknown(known: Collection[str], key: Scalar, page: Page) -> None:
    """Report a key that a mapping does not know."""
    if key.value == "<<":
        page.report(yaml_findings.merge_key(page.at(key)))
    elif key.value != REPORTED_KEY:
        page.report(problems_shape.unknown_key(page.at(key), key.value, tuple(known)))


def is_misspelt(name: str, node: Mapping, known: Collection[str]) -> bool:
    """Whether a key that is missing is there in another spelling, such as one with a forbidden character."""
    strangers = (key.value for key, _ in node.pairs if key.value not in known)
    return any(nearest(text, known) == name for text in islice(strangers, 10))


def repeated(repeats: Repeats, key: Scalar, page: Page, is_record: bool) -> bool:
    """Report a key that is given twice; True if a further record begins there, which is left on the page."""
    first = page.at(repeats.first(key.value))
    rest = repeats.restart(key) if is_record and key.value == "id" else None
    if rest is None:
        page.report(problems_shape.duplicate_key(page.at(key), key.value, first))
        return False
    page.report(problems_shape.missing_dash(page.at(key), first))
    page.leftover = rest
    return True


def mistyped(node: Node, key: str, page: Page, expected: Phrase) -> object:
    """Report a node of the wrong kind, unless it has been reported; always BROKEN."""
    first = node.pairs[0][0] if isinstance(node, Mapping) and node.pairs else None
    if isinstance(node, Reported) or (first and first.value == REPORTED_KEY):
        page.count += 1  # whoever asks whether something was wrong must hear of it here too
        return BROKEN
    if blank(node):
        page.report(problems_shape.empty_value(place_of(node, page), key))
        return BROKEN
    hint = None
    if isinstance(node, Scalar):
        found = phrase("a text")
        match = _KEY_AND_TEXT.match(node.value)
        if match:
            hint = phrase("write `{key}: ` with a space", key=match[1])
    elif isinstance(node, Mapping):
        found = phrase("a mapping")
        if first and first.value.startswith("-"):
            hint = phrase("a space is missing after the dash")
    else:
        found = phrase("a list")
    page.report(problems_shape.wrong_type(page.at(first or node), expected, found, hint))
    return BROKEN


def blank(node: Node) -> bool:
    """Whether a node is a scalar that says nothing: empty, spaces only, or an unquoted null."""
    if not isinstance(node, Scalar):
        return False
    return not node.value.strip() or (not node.style and node.value in NULLS)


def place_of(node: Node, page: Page) -> At:
    """Where a node stands; for an empty one its key or dash, as it has no place of its own."""
    start, end = node.start_mark.index, node.end_mark.index
    if start == end:
        before = page.lines.text[max(start - LOOK_BACK, 0) : start].rstrip()
        end = max(start - LOOK_BACK, 0) + len(before)
        match = _BEFORE.search(before)
        start = end - len(match[0]) if match else max(end - 1, 0)
    return page.between(start, end)
