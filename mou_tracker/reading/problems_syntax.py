"""The sentences of the rule `yaml-syntax`: one function for each way in which a text is not YAML."""

from __future__ import annotations

from collections.abc import Callable

from mou_tracker.basics.findings import Diagnostic
from mou_tracker.basics.phrases import phrase
from mou_tracker.reading.page import At
from mou_tracker.reading.problems_yaml import yaml_syntax


def unclosed_quote(at: At) -> Diagnostic:
    """A quote that is opened and never closed, or only in a later record."""
    return yaml_syntax(at, phrase("this quote is never closed"), phrase("close it at the end of its value"))


def unknown_escape(at: At) -> Diagnostic:
    """A backslash in double quotes that begins no escape."""
    hint = phrase("use single quotes, where a backslash is only a backslash")
    return yaml_syntax(at, phrase("this backslash begins no escape that YAML knows"), hint)


def unclosed_bracket(at: At) -> Diagnostic:
    """A bracket that is never closed."""
    return yaml_syntax(at, phrase("this bracket is never closed"), phrase("close it, or put the text in quotes"))


def missing_comma(at: At) -> Diagnostic:
    """Something between brackets that is neither a comma nor the end."""
    hint = phrase("separate the items by commas, or put the text in quotes")
    return yaml_syntax(at, phrase("a comma or the closing bracket is missing before this"), hint)


def no_space_after_colon(key: str) -> Callable[[At], Diagnostic]:
    """`key:value` on a line of its own."""

    def problem(at: At) -> Diagnostic:
        message = phrase("there is no space after the colon of `{key}`", key=key)
        return yaml_syntax(at, message, phrase("write `{key}: ` with a space", key=key))

    return problem


def no_colon(at: At) -> Diagnostic:
    """A line without a colon where a key must stand."""
    hint = phrase("write `key: value`, or indent the line if it continues the text above")
    return yaml_syntax(at, phrase("a key with a colon is expected here"), hint)


def cannot_begin(sign: str) -> Callable[[At], Diagnostic]:
    """A sign that no plain value may begin with."""

    def problem(at: At) -> Diagnostic:
        message = phrase("a value cannot begin with `{sign}`", sign=sign)
        return yaml_syntax(at, message, phrase("put the value in quotes"))

    return problem


def second_colon(at: At) -> Diagnostic:
    """A colon and a space inside a value without quotes."""
    message = phrase("a second colon followed by a space stands in this line")
    return yaml_syntax(at, message, phrase("put the value in quotes"))


def text_after_end(sign: str) -> Callable[[At], Diagnostic]:
    """Text after a closing quote or bracket."""

    def problem(at: At) -> Diagnostic:
        message = phrase("text follows after the closing `{sign}`", sign=sign)
        return yaml_syntax(at, message, phrase("put the whole value in quotes"))

    return problem


def wrong_indent(at: At) -> Diagnostic:
    """A line whose indentation fits nothing around it."""
    hint = phrase("keys of one record begin in the same column, and so do the dashes of one list")
    return yaml_syntax(at, phrase("this does not fit the lines around it"), hint)


def placeholder(at: At) -> Diagnostic:
    """A `{{ x }}` of a template that was not filled in."""
    return yaml_syntax(at, phrase("a template's placeholder was left in"), phrase("put the real value here"))


def key_not_text(at: At) -> Diagnostic:
    """A list or mapping in the place of a key."""
    return yaml_syntax(at, phrase("a key must be a text"), phrase("put it in quotes if it is meant as a text"))
