"""What is said of a value of the wrong kind, and of keys that are unknown, missing or given twice."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from itertools import islice

from mou_tracker.basics.findings import Finding, nearest, reading_rule
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.parsing import yaml_findings
from mou_tracker.parsing.nodes import REPORTED_KEY, MappingNode, Node, Reported, Scalar
from mou_tracker.parsing.source_file import Location, SourceFile
from mou_tracker.parsing.yaml_findings import also, clipped, error, suggested


@reading_rule
def duplicate_key(at: Location, key: str, first: Location) -> Finding:
    """A key is given twice.

    YAML programs keep one of the two values and drop the other without a word. Both places are shown.

    Bad:
        register:
          language: id
          language: en  #! duplicate-key

    Good:
        register:
          language: en
    """
    message = phrase("the key `{key}` is given twice", key=key)
    hint = phrase("keep one of the two")
    return error("duplicate-key", at, message, hint, also(first, phrase("it is given here first")))


@reading_rule
def missing_dash(at: Location, first: Location) -> Finding:
    """Two records melt into one, because the dash before the second was forgotten.

    The second `id` and all keys after it would replace those of the record above.

    Bad:
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            owner: office@example.org
            sources: [{title: Annual report}]

            id: bergen  #! missing-dash
            title: Letter of intent
            partner: {name: Bergen, country: NO}
            kind: ksdpl
            instrument: loi
            owner: office@example.org
            sources: [{title: Annual report}]

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            sources: [{title: Annual report}]
          - id: bergen
            title: Letter of intent
            partner: {name: Bergen, country: NO}
            kind: ksdpl
            instrument: loi
            sources: [{title: Annual report}]
    """
    message = phrase("a second record begins here, but the dash before it is missing")
    hint = phrase("write `- id:` as for the other records")
    return error("missing-dash", at, message, hint, also(first, phrase("the record above begins here")))


@reading_rule
def unknown_key(at: Location, key: str, known: Sequence[str], hint: Phrase | None = None) -> Finding:
    """A key that has no meaning here.

    A misspelt key would be passed over, and with it what it says: `notcie: 3 months` would never remind anybody. The
    nearest known key is named, and a letter from another script is pointed out.

    Bad:
        register:
          langauge: id  #! unknown-key

    Good:
        register:
          language: id
    """
    message = phrase("the key `{key}` is not known here", key=clipped(key))
    return error("unknown-key", at, message, hint or key_meant(key, known))


NO_STATUS = phrase("no status is written down: mou computes it")


def key_meant(key: str, known: Sequence[str]) -> Phrase | None:
    """A hint at the key that somebody meant: by what it is called in a language of the program, or the most like it."""
    if key.casefold() == "status":
        return NO_STATUS
    called = _called(key, known)
    return phrase("did you mean `{word}`?", word=called) if called else suggested(key, known)


def _called(key: str, known: Container[str]) -> str | None:
    """The known key whose name in a language of the program somebody wrote; loaded where a key is wrong only."""
    from mou_tracker.language.called import field_called

    return field_called(key, known)


@reading_rule
def missing_key(at: Location, key: str) -> Finding:
    """A key that must be there is missing.

    A record needs `id`, `title`, `partner`, `kind` and `instrument`; a partner needs `name` and `country`. The finding
    stands at the first key of what lacks it.

    Bad:
        agreements:
          - id: oslo  #! missing-key
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            sources: [{title: Annual report}]
    """
    return error("missing-key", at, phrase("the key `{key}` is missing here", key=key))


@reading_rule
def wrong_type(at: Location, expected: Phrase, found: Phrase, hint: Phrase | None = None) -> Finding:
    """A value of the wrong kind: a list where a text belongs, a text where a mapping belongs.

    A forgotten space after a colon or a dash is the usual reason, and then the finding says so.

    Bad:
        register:
          name: [Kota Bandung]  #! wrong-type

    Bad:
        agreements:
          - id:oslo  #! wrong-type

    Good:
        register:
          name: Kota Bandung
    """
    message = phrase("{expected} belongs here, but this is {found}", expected=expected, found=found)
    return error("wrong-type", at, message, hint)


@reading_rule
def empty_value(at: Location, key: str) -> Finding:
    """A key without a value.

    `ends:` with nothing after it, `~`, `null` and `""` say nothing, and it cannot be told whether something was
    forgotten. Leave the key out, or say `unknown` or `indefinite` where these words are allowed.

    Bad:
        register:
          owner:  #! empty-value

    Good:
        register:
          owner: office@example.org
    """
    message = phrase("`{key}` has no value", key=key)
    return error("empty-value", at, message, phrase("write a value or remove the key"))


BROKEN = object()  # stands where a value could not be read; its finding is on the source
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
LOOK_BACK = 300
_BEFORE = pattern(r"(?:[\w-]+:|-)$")
_KEY_AND_TEXT = pattern(r"([A-Za-z_]+):\S")


class DuplicateKeys:
    """The keys of a mapping that were given twice: where each stood first, found out once for the whole mapping."""

    __slots__ = ("_first", "_node", "_restarted")

    def __init__(self, node: MappingNode) -> None:
        self._node = node
        self._first: dict[str, Scalar] = {}
        self._restarted = False
        for key, _ in node.pairs:
            self._first.setdefault(key.value, key)

    def first(self, text: str) -> Scalar:
        """The first key with this text."""
        return self._first[text]

    def restart(self, second: Scalar) -> MappingNode | None:
        """What begins at the second `id`, if keys after it repeat keys before it as those of a further record do."""
        if self._restarted:
            return None
        self._restarted = True
        pairs = self._node.pairs
        index = next(at for at, (key, _) in enumerate(pairs) if key is second)
        before = {key.value for key, _ in pairs[:index]} - {"id"}
        again = any(key.value in before for key, _ in pairs[index + 1 :])
        return MappingNode(pairs[index:], second.start_mark, self._node.end_mark) if again else None


def unknown(known: Collection[str], key: Scalar, source: SourceFile) -> None:
    """Report a key that a mapping does not know."""
    if key.value == "<<":
        source.report(yaml_findings.merge_key(source.at(key)))
    elif key.value != REPORTED_KEY:
        source.report(unknown_key(source.at(key), key.value, tuple(known)))


def is_misspelt(name: str, node: MappingNode, known: Collection[str]) -> bool:
    """Whether a key that is missing is there in another spelling, such as one with a forbidden character."""
    strangers = (key.value for key, _ in node.pairs if key.value not in known)
    return any((_called(text, known) or nearest(text, known)) == name for text in islice(strangers, 10))


def repeated(repeats: DuplicateKeys, key: Scalar, source: SourceFile, is_record: bool) -> bool:
    """Report a key that is given twice; True if a further record begins there, which is left on the source."""
    first = source.at(repeats.first(key.value))
    rest = repeats.restart(key) if is_record and key.value == "id" else None
    if rest is None:
        source.report(duplicate_key(source.at(key), key.value, first))
        return False
    source.report(missing_dash(source.at(key), first))
    source.leftover = rest
    return True


def report_wrong_type(node: Node, key: str, source: SourceFile, expected: Phrase) -> object:
    """Report a node of the wrong kind, unless it has been reported; always BROKEN."""
    first = node.pairs[0][0] if isinstance(node, MappingNode) and node.pairs else None
    if isinstance(node, Reported) or (first and first.value == REPORTED_KEY):
        source.count += 1  # whoever asks whether something was wrong must hear of it here too
        return BROKEN
    if blank(node):
        source.report(empty_value(place_of(node, source), key))
        return BROKEN
    hint = None
    if isinstance(node, Scalar):
        found = phrase("a text")
        match = _KEY_AND_TEXT.match(node.value)
        if match:
            hint = phrase("write `{key}: ` with a space", key=match[1])
    elif isinstance(node, MappingNode):
        found = phrase("a mapping")
        if first and first.value.startswith("-"):
            hint = phrase("a space is missing after the dash")
    else:
        found = phrase("a list")
    source.report(wrong_type(source.at(first or node), expected, found, hint))
    return BROKEN


def blank(node: Node) -> bool:
    """Whether a node is a scalar that says nothing: empty, spaces only, or an unquoted null."""
    if not isinstance(node, Scalar):
        return False
    return not node.value.strip() or (not node.style and node.value in NULLS)


def place_of(node: Node, source: SourceFile) -> Location:
    """Where a node stands; for an empty one its key or dash, as it has no place of its own."""
    start, end = node.start_mark.index, node.end_mark.index
    if start == end:
        before = source.lines.text[max(start - LOOK_BACK, 0) : start].rstrip()
        end = max(start - LOOK_BACK, 0) + len(before)
        match = _BEFORE.search(before)
        start = end - len(match[0]) if match else max(end - 1, 0)
    return source.between(start, end)
