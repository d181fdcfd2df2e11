"""The shipped translations."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mou_tracker.core.wording import Wording

DOMAIN = "mou"
LANGUAGES = ("id", "en")


def locale_folder() -> Path:
    """Where the catalogues lie."""
    return Path(__file__).resolve().parent.parent / "locale"


def wording(language: str) -> Wording:
    """The words of a language, `id` or `en`."""
    catalogue = gettext.translation(DOMAIN, locale_folder(), [language], fallback=True)
    # The same few sentences are said of thousands of records.
    return Wording(language, cache(catalogue.gettext), cache(catalogue.ngettext))


def terminal_language(environment: Mapping[str, str]) -> str:
    """The language of the screen by the usual variables: Indonesian where they ask for it, English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "id" if environment[name].lower().startswith(("id", "in_")) else "en"
    return "en"


def speak(language: str) -> None:
    """Make the command line library say its own sentences in the language too."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, locale_folder())
    gettext.textdomain(DOMAIN)
