"""Regular expressions that are compiled when they are first used: in one run most of them never are."""

from __future__ import annotations

import re
from typing import cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Pattern:
    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> object:
        """Asked only for what is not there yet: compiles the pattern, whose methods are at hand from then on."""
        compiled = re.compile(self._text, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern by its text, with the methods of `re.Pattern`; a mistake in it shows at the first use."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
