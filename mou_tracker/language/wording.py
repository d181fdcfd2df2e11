"""Phrases worded in a language: the shipped translations, and dates and periods spelled out.

English has no catalogue: the sentences in the code are English. The compiled ones are made when the package is
installed (`tools/catalogues.py`).
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct, field

from mou_tracker.basics.dates import At, Brief, DateSpan, Period
from mou_tracker.basics.dates_in_words import MONTHS
from mou_tracker.basics.phrases import Called, Joined, Phrase, Words, phrase, plural

_UNITS: tuple[Callable[[int], Phrase], ...] = (
    lambda n: plural("{n} year", "{n} years", n),
    lambda n: plural("{n} month", "{n} months", n),
    lambda n: plural("{n} week", "{n} weeks", n),
    lambda n: plural("{n} day", "{n} days", n),
)


class Wording(Struct, frozen=True, eq=False):
    """Says phrases in one language, `id` or `en`."""

    language: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    periods: dict[Period, str] = field(default_factory=dict)
    days: dict[date, str] = field(default_factory=dict)

    def __call__(self, said: Phrase) -> str:
        """The phrase as text."""
        if said.many is None:
            text = self.gettext(said.msgid)
        else:
            number = said.args["n"]
            assert isinstance(number, int)
            text = self.ngettext(said.msgid, said.many, number)
        if not said.args:
            return text
        spelled = {}
        for name, value in said.args.items():
            speller = _SPELLERS.get(type(value))
            spelled[name] = speller(self, value) if speller else str(value)
        return text.format_map(spelled)

    def spell(self, value: object) -> str:
        """One argument as people write it: 27 November 2015, 5 years, a list with commas."""
        speller = _SPELLERS.get(type(value))
        return speller(self, value) if speller else str(value)

    def day(self, day: date) -> str:
        """27 November 2015."""
        text = self.days.get(day)
        if text is None:
            text = self.days[day] = f"{day.day} {self(MONTHS[day.month - 1])} {day.year}"
        return text

    def span(self, span: DateSpan) -> str:
        """A day, a month (November 2015), a year, or two days: never more than is known."""
        if span.certain:
            return self.day(span.earliest)
        text = span.iso()
        if "/" in text:
            return self(phrase("{first} to {last}", first=span.earliest, last=span.latest))
        return text if len(text) == 4 else f"{self(MONTHS[span.earliest.month - 1])} {span.earliest.year}"

    def at(self, at: At) -> str:
        """When something was: on a day, in a month or year, between two days."""
        first, last = at.day
        if at.day.certain:
            return self(phrase("on {day}", day=first))
        if "/" in at.day.iso():
            return self(phrase("between {first} and {last}", first=first, last=last))
        return self(phrase("in {day}", day=at.day))

    def brief(self, brief: Brief) -> str:
        """27 Nov 2015, Nov 2015, 2015; two days are joined by a dash. Both languages cut months to three letters."""
        first, last = brief.day
        text = brief.day.iso()
        if "/" in text:
            return f"{self.brief(Brief(DateSpan(first, first)))} – {self.brief(Brief(DateSpan(last, last)))}"
        month = self(MONTHS[first.month - 1])[:3]
        return " ".join(
            [*([str(first.day)] if brief.day.certain else []), *([month] if len(text) > 4 else []), text[:4]]
        )

    def called(self, called: Called) -> str:
        """What a word is called by a reader of this language, if that can be told apart in a list."""
        in_english = self.language == "en" and isinstance(called.name, Phrase)
        name = called.word if in_english else self.spell(called.name)
        return called.word if "," in name else name

    def key(self, called: Called) -> str:
        """What a word is called, with the word itself where that is another one."""
        name = self.called(called)
        return name if name.casefold().replace(" ", "-") == called.word else f"{name} ({called.word})"

    def period(self, period: Period) -> str:
        """2 years 6 months; nothing at all is 0 days."""
        if period not in self.periods:
            self.periods[period] = self._period(period)
        return self.periods[period]

    def _period(self, period: Period) -> str:
        said = [self(_UNITS[unit](n)) for unit, n in enumerate(period) if n]
        return " ".join(said) if said else self(_UNITS[3](0))


_SPELLERS: dict[type, Callable[[Wording, Any], str]] = {
    str: lambda _, text: text,
    Phrase: Wording.__call__,
    DateSpan: Wording.span,
    At: Wording.at,
    Brief: Wording.brief,
    Period: Wording.period,
    Called: Wording.key,
    date: Wording.day,
    Words: lambda say, words: getattr(words, say.language, words.en),
    Joined: lambda say, joined: joined.sign.join(map(say.spell, joined.parts)),
    tuple: lambda say, items: ", ".join(map(say.spell, items)),
    list: lambda say, items: ", ".join(map(say.spell, items)),
}


DOMAIN = "mou"
# THE list of languages, each with its own name for itself; all but English have a catalogue.
LANGUAGES: Mapping[str, str] = {"id": "Indonesia", "en": "English"}


def locale_folder() -> str:
    """Where the catalogues lie."""
    return os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "locale")  # pathlib costs 3 ms


def wording(language: str) -> Wording:
    """The words of a language, `id` or `en`; its catalogue is read for the first sentence.

    That raises FileNotFoundError where the package lacks it.
    """
    if language == "en":
        return Wording(language, str, lambda one, many, n: one if n == 1 else many)
    catalogue = cache(lambda: gettext.translation(DOMAIN, locale_folder(), [language]))
    # The same few sentences are said of thousands of records.
    return Wording(
        language,
        cache(lambda text: catalogue().gettext(text)),
        cache(lambda one, many, n: catalogue().ngettext(one, many, n)),
    )


def terminal_language(environment: Mapping[str, str]) -> str:
    """The language of the screen by the usual variables, one of LANGUAGES; English where they ask for another."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if not locale or _code(locale) in ("c", "posix"):
        return "en"
    # As gettext has it: the list of LANGUAGE goes before the locale, unless that is the plain one.
    for wish in environment.get("LANGUAGE", "").split(":"):
        if _code(wish) in LANGUAGES:
            return _code(wish)
    return _code(locale) if _code(locale) in LANGUAGES else "en"


def _code(locale: str) -> str:
    """The language of a locale's name, as `id` of `id_ID.UTF-8`."""
    code = locale.lower().replace(".", "_").replace("-", "_").partition("_")[0]
    return "id" if code == "in" else code  # Indonesian's code of old, which some systems still write


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let the command line library say its own sentences in the language too."""
    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, locale_folder())
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = before
