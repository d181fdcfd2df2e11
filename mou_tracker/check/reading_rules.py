"""The rules of reading: what can be wrong with a file, its shape and its values, by name.

Each is one function marked `reading_rule` that makes the finding; its docstring is the rule's manual page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from mou_tracker.basics.findings import Finding
from mou_tracker.fields import combinations, wrong_types, wrong_values
from mou_tracker.parsing import file_findings, yaml_findings


def marked(*modules: str) -> Mapping[str, Callable[..., Finding]]:
    """The functions that modules, given by name, define and mark as rules of reading, by the name of the rule."""
    return {
        name.replace("_", "-"): value
        for module in modules
        for name, value in vars(sys.modules[module]).items()
        if "is_reading_rule" in getattr(value, "__dict__", ()) and value.__module__ == module
    }


# Errors of these rules make a record unreadable, so no comment can waive them.
READING_RULES = marked(*(m.__name__ for m in (file_findings, yaml_findings, wrong_types, combinations, wrong_values)))
