"""Words of the report in every language of the page, beside each other: the page shows one of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from mou_tracker.core.phrases import Phrase
from mou_tracker.core.visible import visible
from mou_tracker.core.wording import Wording


@dataclass(frozen=True, slots=True)
class Tongues:
    """Says phrases in several languages at once, the page's own first."""

    says: tuple[Wording, ...]

    def __call__(self, said: Phrase) -> Markup:
        """The phrase in every language."""
        return self.each(lambda say: say(said))

    def each(self, text: Callable[[Wording], str]) -> Markup:
        """What the function says in every language."""
        return together([text(say) for say in self.says], [say.language for say in self.says])

    def rows(self, cells: Sequence[Sequence[str]]) -> list[Markup]:
        """The cells of one row as every language says them, each with its other languages."""
        languages = [say.language for say in self.says]
        return [together(texts, languages) for texts in zip(*cells, strict=True)]


def together(texts: Sequence[str], languages: Sequence[str]) -> Markup:
    """The same text in several languages; once where they do not differ."""
    first = texts[0]
    if all(text == first for text in texts):
        return escape(visible(first))
    spans = (f'<span lang="{language}">{escape(visible(t))}</span>' for t, language in zip(texts, languages, strict=True))
    return Markup("".join(spans))
