"""Problems of keys and kinds of values; each docstring is the rule's manual page."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.basics.findings import Diagnostic, reading_rule
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.parsing.source_file import At
from mou_tracker.parsing.yaml_findings import also, clipped, error, suggested


@reading_rule
def duplicate_key(at: At, key: str, first: At) -> Diagnostic:
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
def missing_dash(at: At, first: At) -> Diagnostic:
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
def unknown_key(at: At, key: str, known: Sequence[str], hint: Phrase | None = None) -> Diagnostic:
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
    return error("unknown-key", at, message, hint or suggested(key, known))


@reading_rule
def missing_key(at: At, key: str) -> Diagnostic:
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
def wrong_type(at: At, expected: Phrase, found: Phrase, hint: Phrase | None = None) -> Diagnostic:
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
def empty_value(at: At, key: str) -> Diagnostic:
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
