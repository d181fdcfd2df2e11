"""The sentences of the rules about YAML itself: one function for each way in which a text is refused."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.basics.findings import Finding, Related, nearest, reading_rule, strange_sign
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.parsing.source_file import Location

LONGEST_QUOTE = 80


def error(
    rule: str, at: Location, message: Phrase, hint: Phrase | None = None, related: tuple[Related, ...] = ()
) -> Finding:
    """An error at a place."""
    return Finding(rule, "error", message, at.file, at.span, hint, related)


def warning(rule: str, at: Location, message: Phrase, hint: Phrase | None = None) -> Finding:
    """A warning at a place."""
    return Finding(rule, "warning", message, at.file, at.span, hint)


def also(at: Location, message: Phrase) -> tuple[Related, ...]:
    """A second place that explains a finding."""
    return (Related(at.file, at.span, message),)


def clipped(text: str) -> str:
    """A text of the register as findings quote it: not longer than a line."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def suggested(text: str, known: Sequence[str]) -> Phrase | None:
    """What was meant by a name that is not known."""
    if text.startswith("-"):
        return phrase("a space is missing after the dash")
    if strange_sign(text):
        return phrase("it contains {code}, which is not the letter it looks like", code=strange_sign(text))
    best = nearest(text, known)
    return phrase("did you mean `{word}`?", word=best) if best else None


@reading_rule
def yaml_syntax(at: Location, message: Phrase, hint: Phrase) -> Finding:
    """The text is not YAML.

    The finding says what YAML stumbled over, at the place where a person should look: an unclosed quote where it
    opens, a missing colon at its key. Only the record that holds it is lost; all others are read.

    Bad:
        register:
          name: "Kota Bandung  #! yaml-syntax
        agreements: []

    Bad:
        agreements:
          - id: oslo
            title:Letter of intent  #! yaml-syntax
            kind: ksdpl

    Bad:
        register:
          name: {{ name }}  #! yaml-syntax

    Good:
        register:
          name: "Kota Bandung"
    """
    return error("yaml-syntax", at, message, hint)


@reading_rule
def nesting_too_deep(at: Location) -> Finding:
    """Lists or mappings stand in each other more than 32 levels deep.

    No record needs more than five. The limit keeps hostile input from exhausting the machine.

    Bad:
        register:
          name: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]  #! nesting-too-deep

    Good:
        register:
          name: x
    """
    message = phrase("lists and mappings are nested more than 32 levels deep")
    return error("nesting-too-deep", at, message, phrase("put the text in quotes if brackets belong to it"))


@reading_rule
def record_too_large(at: Location) -> Finding:
    """A record, or the section `register`, holds more than 10,000 values.

    A long life of an agreement takes a few hundred. The limit keeps hostile input from exhausting the memory.
    """
    message = phrase("more than 10000 values stand in one record")
    return error("record-too-large", at, message, phrase("divide it into several records"))


@reading_rule
def scalar_too_long(at: Location, length: int) -> Finding:
    """A single value is longer than 64 kB (65536 characters).

    Long texts belong in a document that the record names under `documents`.
    """
    message = phrase("this value has {length} characters; the limit is 65536", length=length)
    return error("scalar-too-long", at, message, phrase("move the text into a document and name that"))


@reading_rule
def anchor(at: Location, name: str) -> Finding:
    """A value begins with `&`, which YAML takes for an anchor.

    `name: &Co Ltd` is read as the text `Ltd`. Anchors are refused altogether: a record is text for people, and copying
    serves better than referring.

    Bad:
        register:
          name: &Co Ltd  #! anchor

    Good:
        register:
          name: "&Co Ltd"
    """
    message = phrase("YAML takes `&{name}` for an anchor, which is not allowed", name=name)
    return error("anchor", at, message, phrase("put the value in quotes"))


@reading_rule
def alias(at: Location) -> Finding:
    """A value begins with `*`, which YAML takes for an alias.

    An alias stands for a value that was written elsewhere. A few hundred bytes of them can stand for millions of
    values, and whoever edits the original changes the copies unseen. Write the value out.

    Bad:
        register:
          name: *city  #! alias

    Good:
        register:
          name: "*city"
    """
    message = phrase("YAML takes this for an alias, which is not allowed")
    return error("alias", at, message, phrase("write the value out, or put it in quotes"))


@reading_rule
def merge_key(at: Location) -> Finding:
    """The key `<<` would merge another mapping into this one.

    Merging hides what a record says and loses keys without a word. Write the keys out.

    Bad:
        register:
          <<: {language: id}  #! merge-key

    Good:
        register:
          language: id
    """
    return error("merge-key", at, phrase("merge keys are not allowed"), phrase("write the keys out"))


@reading_rule
def tag(at: Location) -> Finding:
    """A value begins with `!`, which YAML takes for a tag.

    A tag tells a program to build something other than the text that stands there; some can run code. Values mean
    what their text says.

    Bad:
        register:
          name: !!str Kota Bandung  #! tag

    Good:
        register:
          name: Kota Bandung
    """
    message = phrase("YAML takes what begins with `!` for a tag, which is not allowed")
    return error("tag", at, message, phrase("remove the tag, or put the value in quotes"))
