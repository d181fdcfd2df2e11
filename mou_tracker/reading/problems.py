"""The rules of reading: what can be wrong with a file, its shape and its values, by name.

Each is one function that makes the finding; its docstring is the rule's manual page. They live in `problems_file`,
`problems_yaml`, `problems_shape`, `problems_records`, `problems_values`, `problems_forms` and `problems_waivers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mou_tracker.basics.findings import Diagnostic
from mou_tracker.fields import combinations, wrong_types, wrong_values
from mou_tracker.parsing import file_findings, yaml_findings
from mou_tracker.parsing.file_findings import file_unreadable
from mou_tracker.reading import problems_waivers

__all__ = ["READING_RULES", "WAIVER_RULES", "file_unreadable"]


def _rules(*modules: object) -> Mapping[str, Callable[..., Diagnostic]]:
    """The functions of modules that are marked as rules of reading, by the name of the rule."""
    return {
        name.replace("_", "-"): value
        for module in modules
        for name, value in vars(module).items()
        if "is_reading_rule" in getattr(value, "__dict__", ()) and value.__module__ == module.__name__  # type: ignore[attr-defined]
    }


# Errors of these rules make a record unreadable, so no comment can waive them.
READING_RULES = _rules(file_findings, yaml_findings, wrong_types, combinations, wrong_values)
WAIVER_RULES = _rules(problems_waivers)
