"""Forms held against sentences: each value that a sentence states, with the place that proves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from mou_tracker.basics.patterns import pattern
from mou_tracker.texts.document import Document, Sentence
from mou_tracker.texts.forms import FORMS
from mou_tracker.texts.forms.form import Form
from mou_tracker.texts.vocabulary import END, MARK, VALUES, expression, word
from mou_tracker.texts.written_values import Written, written


class Reading(Struct, frozen=True):
    """One value read: its field, the sentence, the value's own place in it, and what contradicts it at that place."""

    field: str
    value: str
    sentence: Sentence
    start: int
    end: int
    rank: int
    other: str | None = None
    form: int = -1


class Tagged(Struct, frozen=True):
    """A sentence in small letters whose values are marks, to be held against forms."""

    sentence: Sentence
    text: str
    values: tuple[Written, ...]
    shifts: tuple[tuple[int, int], ...]
    before: str = ""
    """What stands before it in the text, as far as a line of signatures is from its name."""

    def offset(self, place: int) -> int:
        """The offset in the document of a place in the marked text."""
        gained = 0
        for at, more in self.shifts:
            if at >= place:
                break
            gained = more
        return self.sentence.start + place + gained


# What a sentence must hold for any form to be worth trying.
_WORTH = pattern(
    f"{MARK}|automatic|indefinit|perpetu|undetermined|unlimited|until (?:\\w+ ){{0,4}}terminated|"
    f"otomatis|renew|extend|perpanjang|tidak terbatas|tanpa batas|tidak ditentukan|"
    "signing|signature|date hereof|penandatangan|ditandatangani|written above|set forth "
    "above|tacit|continu|sendirinya|into (?:force|effect)|takes? effect|mulai berlaku"
)


def small(text: str) -> str:
    """Small letters, sign by sign, so that offsets stay."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def tagged(document: Document) -> Iterator[Tagged]:
    """The sentences that could state something, with their values marked."""
    text = small(document.text)
    values = written(text)
    at, before = 0, ""
    for sentence in document.sentences:
        inside = []
        while at < len(values) and values[at].start < sentence.end:
            if values[at].start >= sentence.start and values[at].end <= sentence.end:
                inside.append(values[at])
            at += 1
        parts, shifts, last, gained, length = [], [], sentence.start, 0, 0
        for start, end, mark in _exchanged(text, sentence, inside, before):
            parts += [text[last:start].replace("\n", " "), mark]
            length += start - last + len(mark)
            gained += end - start - len(mark)
            shifts.append((length - 1, gained))
            last = end
        parts.append(text[last : sentence.end].replace("\n", " "))
        made = "".join(parts)
        if _WORTH.search(made):
            yield Tagged(
                sentence, made, tuple(inside), tuple(shifts), text[max(0, sentence.start - 300) : sentence.start]
            )
        before = text[sentence.start : sentence.end]


_ASIDE = re.compile(rf"(?:,? |^){word('aside')}[^,;\n]{{0,160}},(?= )")
_IT = pattern(r"(?:\W|[0-9]|[a-z][.)])*(it)(?= (?:shall|will|is|may|remains|enters|comes|can) )")
_AND_IT = pattern(r"[;.] (it)(?= (?:shall|will) )")
_OURS = re.compile(rf"[^;]{{0,90}}?{word('this')}")


def _exchanged(text: str, sentence: Sentence, values: Iterable[Written], before: str) -> list[tuple[int, int, str]]:
    """What stands in a sentence in place of its own words: marks for values, nothing for asides, a name for `it`."""
    made = []
    for number, value in enumerate(values):
        glued = " " if text[value.start - 1 : value.start].isalpha() else ""
        made.append((value.start, value.end, f"{glued}{MARK}{VALUES[value.kind]}{number}{END}"))
    asides = [match.span() for match in _ASIDE.finditer(text, sentence.start, sentence.end)]
    made += [(start, end, "") for start, end in asides if not any(a < end and start < b for a, b, _ in made)]
    it = _IT.match(text, sentence.start, sentence.end)
    if it and _OURS.match(before):
        made.append((it.start(1), it.end(1), "this agreement"))
    for it in _AND_IT.finditer(text, sentence.start, sentence.end):
        if _OURS.match(text, sentence.start, it.start()):
            made.append((it.start(1), it.end(1), "this agreement"))
    return sorted(made)


@cache
def _compiled(index: int) -> tuple[re.Pattern[str], list[re.Pattern[str] | None]]:
    form = FORMS[index]
    others = [re.compile(expression(text)) if text else None for text in (form.unless, form.never, form.after)]
    return re.compile(expression(form.form)), others


_NEEDS = {
    "day": f"{MARK}d",
    "period": f"{MARK}p",
    "anniversary": f"{MARK}a",
    "times": f"{MARK}t",
}


@cache
def _marks(index: int) -> tuple[str, ...]:
    return tuple(mark for name, mark in _NEEDS.items() if "{" + name + "}" in FORMS[index].form)


# Words of which a sentence must hold one for any form of a field to fit.
_WORDS_OF = {
    "renewal": pattern("remain|denunci|renew|exten|prolong|roll|perpanjang|perbar|perbaharu|continu"),
    "extension": pattern("renew|exten|prolong|perpanjang|perbar|perbaharu"),
    "termination": pattern(
        " end |terminat|withdraw|denounc|denunci|cancel|discontinu|rescind|akhir|batal|mengundurkan"
    ),
    "starts": pattern(
        "from|since|sejak|mulai|term|period|durat|jangka|masa|commenc|begin|start|effect|force|valid|berlaku|"
        "terhitung|sign|execut|tangan|date"
    ),
    "ends": pattern("until|till|through|expir|terminat|end|conclu|lapse|cease|akhir|sampai|hingga|s\\.?d|s/d|to "),
    "term": pattern(
        "remain|continu|last|run|exten|valid|effect|force|term|period|durat|berlaku|selama|jangka|expir|end|year"
    ),
    "signed": pattern(
        "witness|given under|"
        f"^\\W*{MARK}d[0-9]+{END}\\W*$|made|enter|execut|conclud|sign|date|agreed|as of|done|hari ini|dibuat|"
        "tangan|tanggal"
    ),
}


def readings(sentence: Tagged, fields: Iterable[str] | None = None) -> list[Reading]:
    """All that the forms read in one sentence."""
    found = []
    worth = {field for field, words in _WORDS_OF.items() if words.search(sentence.text)}
    for index, form in enumerate(FORMS):
        if (fields is not None and form.field not in fields) or form.field.partition(".")[0] not in worth:
            continue
        if form.needs and not any(word in sentence.text for word in form.needs):
            continue
        if any(mark not in sentence.text for mark in _marks(index)):
            continue
        reading = _reading(index, form, sentence)
        if reading:
            found.append(reading)
    return found


def _first(shape: re.Pattern[str], never: re.Pattern[str] | None, text: str) -> re.Match[str] | None:
    """The first place where a form fits and nothing stands within it that makes it say something else."""
    at = 0
    while match := shape.search(text, at):
        if never is None or not never.search(text, match.start(), match.end()):
            return match
        at = match.start() + 1
    return None


def _reading(index: int, form: Form, sentence: Tagged) -> Reading | None:
    shape, (unless, never, after) = _compiled(index)
    if unless and unless.search(sentence.text):
        return None
    match = _first(shape, never, sentence.text)
    if match is None or (after and not after.search(sentence.before + sentence.text[: match.start()])):
        return None
    if form.value is not None:
        start, end = sentence.offset(match.start()), sentence.offset(match.end())
        return Reading(form.field, form.value, sentence.sentence, start, end, form.rank, None, index)
    number = [value for value in match.groupdict().values() if value is not None][-1]
    value = sentence.values[int(number)]
    return Reading(form.field, value.value, sentence.sentence, value.start, value.end, form.rank, value.other, index)
