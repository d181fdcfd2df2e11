"""Findings as text: one format a module, each a pure function of a report; a module loads when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mou_tracker.check.formats.report import Report

FORMATS = {
    "full": "full",
    "concise": "concise",
    "json": "json_text",
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
    "junit": "junit",
    "rdjson": "rdjson",
}


def rendered(form: str, report: Report) -> str:
    """The report in one of the formats."""
    function = getattr(import_module(f"mou_tracker.check.formats.{form}"), FORMATS[form])
    text = function(report)
    assert isinstance(text, str)
    return text
