"""Words of the report in every language of the page: the first stands in the text, the others in one table beside it.

A text that differs between the languages carries its number in the table, `data-t`; the page's script exchanges the
texts when the reader changes the language. Equal texts have equal numbers, so what is said of a thousand agreements is
stored once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase
from mou_tracker.language.wording import LANGUAGES, Wording, wording


def every_language(first: Wording) -> list[Wording]:
    """Every language, the one of documents first."""
    return [first, *(wording(language) for language in LANGUAGES if language != first.language)]


class Said(Struct, frozen=True):
    """A text in the page's own language, and its number in the table of the others, None where all are equal."""

    text: str
    number: int | None = None

    @property
    def attr(self) -> Markup:
        """The attribute for an element that holds this text and nothing else."""
        return Markup() if self.number is None else Markup(f" data-t={self.number}")

    def __html__(self) -> str:
        """As a piece of a page, with an element of its own where it needs one."""
        text = escape(self.text)
        return str(text) if self.number is None else f"<span data-t={self.number}>{text}</span>"

    def __bool__(self) -> bool:
        return bool(self.text)


class Tongues:
    """Says phrases in several languages at once, the page's own first, and remembers what differs."""

    def __init__(self, says: Sequence[Wording]) -> None:
        self.says = tuple(says)
        self._numbers: dict[tuple[str, ...], int] = {}

    def __call__(self, said: Phrase) -> Said:
        """The phrase in the first language, numbered."""
        return self.each(lambda say: say(said))

    def each(self, text: Callable[[Wording], str]) -> Said:
        """What the function says, in the first language, numbered."""
        return self.together([text(say) for say in self.says])

    def together(self, texts: Sequence[str]) -> Said:
        """The same text in every language: the first one, numbered if the others differ."""
        shown = tuple(escape_text(text) for text in texts)
        if all(text == shown[0] for text in shown):
            return Said(shown[0])
        return Said(shown[0], self._numbers.setdefault(shown, len(self._numbers)))

    def row(self, cells: Sequence[Sequence[str]]) -> list[Said]:
        """The cells of one row, given as each language tells them."""
        return [self.together(texts) for texts in zip(*cells, strict=True)]

    def table(self, **patterns: Phrase) -> Markup:
        """All numbered texts by language as JSON that is safe inside a page, with some patterns for the script."""
        words = {say.language: [texts[number] for texts in self._numbers] for number, say in enumerate(self.says)}
        said = {name: {say.language: say(text) for say in self.says} for name, text in patterns.items()}
        del words[self.says[0].language]
        text = json.dumps({"words": words, **said}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
