"""Words by what they are called: which of a register's own words or keys a text names in a language of the program."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from mou_tracker.basics.findings import nearest
from mou_tracker.basics.phrases import Called, Phrase, Words
from mou_tracker.language.labels import FIELD_NAMES
from mou_tracker.language.wording import LANGUAGES, wording

Labels = Sequence[Mapping[str, Phrase | Words]]
"""Tables of words with what they are called."""

# What papers are called besides, as offices write it, by the register's words.
PAPERS: Mapping[str, str] = {
    "mou": "mou",
    "memorandum of understanding": "mou",
    "nota kesepahaman": "mou",
    "nota kesepahaman bersama": "mou",
    "nota kesepakatan": "mou",
    "memorandum saling pengertian": "mou",
    "msp": "mou",
    "kesepakatan bersama": "mou",
    "kesepahaman bersama": "mou",
    "nk": "mou",
    "loi": "loi",
    "letter of intent": "loi",
    "pernyataan kehendak": "loi",
    "surat pernyataan kehendak": "loi",
    "pks": "pks",
    "perjanjian kerja sama": "pks",
    "perjanjian kerjasama": "pks",
    "moa": "pks",
    "memorandum of agreement": "pks",
    "cooperation agreement": "pks",
    "ia": "ia",
    "implementing arrangement": "ia",
    "implementing agreement": "ia",
    "implementation arrangement": "ia",
    "implementation agreement": "ia",
    "addendum": "addendum",
    "adendum": "addendum",
    "amandemen": "addendum",
    "amendment": "addendum",
    "other": "other",
    "others": "other",
    "lainnya": "other",
    "lain lain": "other",
}


def plain(text: str) -> str:
    """A text as it is compared: neither case nor the signs between words tell two apart."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def words_called(text: str, allowed: Iterable[str], labels: Labels) -> Iterator[str]:
    """The allowed words that a text says in another case or number, with other signs between, or by their names."""
    wanted, words = plain(text), tuple(allowed)
    yield from (word for word in words if plain(word) == wanted)
    yield from (word for word in words if wanted in _names_of(word, labels))
    yield from (word for word in words if PAPERS.get(wanted) == word or f"{plain(word)}s" == wanted)


def _names_of(word: str, labels: Labels) -> set[str]:
    """What a word is called in all languages."""
    found = [names[word] for names in labels if word in names]
    return {plain(say.spell(name)) for say in map(wording, LANGUAGES) for name in found}


def called(words: Iterable[str], labels: Labels) -> list[Called | str]:
    """Words with what they are called, those that are called something."""
    names = [(word, next((one[word] for one in labels if word in one), None)) for word in words]
    return [Called(word, name) if name else word for word, name in names]


def nearest_called(text: str, words: Iterable[str], labels: Labels) -> str | None:
    """The word, or the name of one in any language, that is most like a text; None where none is."""
    known = tuple(words)
    names = [one[word] for word in known for one in labels if word in one]
    return nearest(text, [*known, *(say.spell(name) for say in map(wording, LANGUAGES) for name in names)])


def field_called(text: str, allowed: Container[str]) -> str | None:
    """The field's path or key, one of the allowed, that a text names; None if it names none of them."""
    return next((path for path in _fields_by_name().get(plain(text), ()) if path in allowed), None)


@cache
def _fields_by_name() -> Mapping[str, Sequence[str]]:
    """The fields by what they are called in all languages."""
    found: dict[str, list[str]] = {}
    for path, name in FIELD_NAMES.items():
        for say in map(wording, LANGUAGES):
            found.setdefault(plain(say(name)), []).append(path)
    return found
