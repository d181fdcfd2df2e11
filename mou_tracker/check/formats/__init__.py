"""Findings as text: one format a module, each a pure function of a report; a module loads when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mou_tracker.check.formats.report import Report


class Format(NamedTuple):
    """A format: the function of its module that writes it, and whether it is a document for programs.

    A document speaks the register's language, the others that of the screen.
    """

    function: str
    document: bool = False


# THE table of formats, each a module of that name. Options, `--output` and the reference pages follow from it.
FORMATS: Mapping[str, Format] = {
    "full": Format("full"),
    "concise": Format("concise"),
    "json": Format("json_text", document=True),
    "github": Format("github"),
    "gitlab": Format("gitlab", document=True),
    "sarif": Format("sarif", document=True),
    "junit": Format("junit", document=True),
    "rdjson": Format("rdjson", document=True),
}


def rendered(form: str, report: Report) -> str:
    """The report in one of the formats."""
    function = getattr(import_module(f"mou_tracker.check.formats.{form}"), FORMATS[form].function)
    text = function(report)
    assert isinstance(text, str)
    return text
