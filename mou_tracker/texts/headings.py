"""What stands around the articles: the paper's title and kind, the parties, numbers, place, fields, languages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from mou_tracker.basics.patterns import pattern
from mou_tracker.texts.document import Document, Sentence
from mou_tracker.texts.facts import Fact, Proof, Value, proof
from mou_tracker.texts.matching import small

HEAD_LINES = 40
LONGEST_TITLE = 300
MOST_FIELDS = 30

_INSTRUMENTS = (
    ("addendum", pattern(r"(?:addendum|amendment|amandemen|perubahan atas)\b")),
    ("ia", pattern(r"(?:implement(?:ing|ation) (?:arrangement|agreement)|pengaturan pelaksanaan)\b")),
    ("loi", pattern(r"(?:letter of intent|surat pernyataan (?:minat|kehendak)|pernyataan kehendak)\b")),
    (
        "mou",
        pattern(
            r"(?:memorandum of understanding|memorandum saling pengertian|nota (?:kesepahaman|saling pengertian|"
            r"kesepakatan)|memorandum kesepahaman|kesepakatan bersama)\b"
        ),
    ),
    ("pks", pattern(r"(?:perjanjian kerja ?sama|(?:co-?operation|cooperative) agreement)\b")),
)
_BETWEEN = pattern(
    r"\b(?:between|by and between|antara)\s+(?P<one>.{3,120}?)\s+(?:and|dan|dengan)\s+(?:the\s+)?(?P<two>.{3,120}?)"
    r"(?:\s+(?:concerning|on|regarding|for|about|in|tentang|mengenai|dalam)\b|\s*$)",
    re.IGNORECASE,
)
_NUMBER = pattern(
    r"(?:nomor|number|no\.?)\s*[:.]\s*(?P<number>[A-Za-z0-9][\w./() -]{2,40}[A-Za-z0-9])\s*$", re.IGNORECASE
)
_PLACE = pattern(
    r"(?:[Bb]ertempat di|[Dd](?:one|ONE)(?: in duplicate| in two originals)?,? (?:at|in)|(?:[Ss]igned|SIGNED)"
    r"(?: in duplicate)?,? (?:at|in)|[Dd]itandatangani di|[Dd]ibuat(?: dan ditandatangani)? di|[\d/-]{8,10} in|"
    r"(?:1|2)[0-9]{3},? in|(?:[Ss]igned|SIGNED) on [^.;]{6,90}?,? (?:at|in))\s+(?:the [Cc]ity of |[Kk]ota )?"
    r"(?!(?:English|Indonesian|Bahasa|Two|Three|Duplicate|Triplicate)\b)"
    r"(?P<place>[A-Z][\w’'-]+(?: (?!Pada|On)[A-Z][\w’'-]+){0,2})"
)
_SCOPE = pattern(
    r"(?:ruang lingkup|bidang[- ]bidang|bidang kerja|lingkup kerja|areas? of co-?operation|fields? of co-?operation|"
    r"scope of (?:the )?co-?operation|following (?:areas|fields)|bidang[- ]bidang berikut|"
    r"meliputi bidang|dalam bidang)",
)
_ITEM = pattern(r"\s*(?:\(?[a-z0-9]{1,2}[.)]|[-•–])\s+(?P<item>[^\s].{2,120})$")
_LANGUAGES = pattern(
    r"(?:in(?: the)?|dalam)\s+(?P<list>(?:(?:bahasa\s+)?(?:english|indonesian?|inggris|bahasa "
    r"indonesia|chinese|mandarin|"
    r"japanese|jepang|korean|korea|french|prancis|german|jerman|spanish|spanyol|portuguese|"
    r"dutch|belanda|arabic|arab|thai|"
    r"vietnamese|malay|melayu|russian|rusia)(?:\s+languages?)?(?:,\s*|\s+and\s+(?:the\s+)?|"
    r"\s+dan\s+|,\s*(?:and|dan)\s+)?)+)",
    re.IGNORECASE,
)
_PREVAILS = pattern(
    r"(?:the\s+)?(?:(?P<one>\w+)\s+(?:text|version|language)|(?:naskah|versi|"
    r"teks)?\s*(?:dalam\s+)?bahasa\s+(?P<two>\w+))\s+"
    r"(?:shall\s+|will\s+)?(?:prevail|govern|yang (?:berlaku|digunakan|mengikat)|berlaku)",
    re.IGNORECASE,
)
_NAMES = {
    "english": "English",
    "inggris": "English",
    "indonesia": "Indonesian",
    "indonesian": "Indonesian",
    "chinese": "Chinese",
    "mandarin": "Chinese",
    "japanese": "Japanese",
    "jepang": "Japanese",
    "korean": "Korean",
    "korea": "Korean",
    "french": "French",
    "prancis": "French",
    "german": "German",
    "jerman": "German",
    "spanish": "Spanish",
    "spanyol": "Spanish",
    "portuguese": "Portuguese",
    "dutch": "Dutch",
    "belanda": "Dutch",
    "arabic": "Arabic",
    "arab": "Arabic",
    "thai": "Thai",
    "vietnamese": "Vietnamese",
    "malay": "Malay",
    "melayu": "Malay",
    "russian": "Russian",
    "rusia": "Russian",
}
# What a sentence must hold to be worth a closer look.
_WORTH = pattern(
    r"[Ll]anguage|LANGUAGE|[Bb]ahasa|BAHASA|prevail|[Dd]one |DONE|[Ss]igned|SIGNED|[Dd]itandatangani|[Dd]ibuat|"
    r"[Bb]ertempat"
)
_DRAFT = pattern(
    r"\W*(?:draft|rancangan|konsep|naskah awal)(?:\W+(?:v|versi|version)?\W*[0-9.]{0,6})?\W*", re.IGNORECASE
)


def rows(document: Document, first: int = 0, last: int | None = None) -> Iterator[tuple[int, int]]:
    """The lines of a document by their offsets."""
    begins = document.begins
    for at in range(first, min(len(begins), last or len(begins))):
        end = begins[at + 1] if at + 1 < len(begins) else len(document.text)
        yield begins[at], end


def is_draft(document: Document) -> bool:
    """Whether the text calls itself a draft at its head: nobody has signed it."""
    return any(_DRAFT.fullmatch(document.text[a:b].strip()) for a, b in rows(document, 0, 6))


def surrounding(documents: Sequence[Document], authority: str | None) -> dict[str, Fact]:
    """The facts around the articles; each only where the text says it in a shape of its own."""
    found: dict[str, list[tuple[Value, Proof]]] = {}
    for document in documents:
        for field, value, shown in _of(document, authority):
            found.setdefault(field, []).append((value, shown))
    return {field: _fact(field, told) for field, told in found.items()}


def _fact(field: str, told: list[tuple[Value, Proof]]) -> Fact:
    if field in ("title", "partner", "fields", "place", "numbers", "extra.languages"):
        value, shown = told[0]
        return Fact(field, "stated", value, (shown,))
    values = list(dict.fromkeys(value for value, _ in told))
    if len(values) > 1:
        return Fact(field, "conflict", None, tuple(p for _, p in told[:2]), None, tuple(map(str, values)))
    return Fact(field, "stated", values[0], (told[0][1],))


def _of(document: Document, authority: str | None) -> Iterator[tuple[str, Value, Proof]]:
    yield from _title(document, authority)
    numbers = []
    for start, end in rows(document, 0, HEAD_LINES):
        match = _NUMBER.search(document.text[start:end].strip())
        if match:
            numbers.append((match["number"].strip(), _line(document, start, end)))
    if numbers:
        yield "numbers", tuple(dict.fromkeys(number for number, _ in numbers)), numbers[0][1]
    begins = [sentence.start for sentence in document.sentences]
    worth = dict.fromkeys(bisect_right(begins, match.start()) - 1 for match in _WORTH.finditer(document.text))
    for sentence in (document.sentences[at] for at in worth if at >= 0):
        text = document.text[sentence.start : sentence.end]
        if match := _LANGUAGES.search(text):
            names = [_NAMES[word] for word in re.findall(r"\w+", match["list"].lower()) if word in _NAMES]
            if len(set(names)) > 1 or (names and re.search(r"language|bahasa", text, re.IGNORECASE)):
                yield "extra.languages", ", ".join(dict.fromkeys(names)), _part(document, sentence, match)
        if (match := _PREVAILS.search(text)) and (name := _NAMES.get((match["one"] or match["two"]).lower())):
            yield "extra.prevailing_language", name, _part(document, sentence, match)
        if _about_signing(text) and (match := _PLACE.search(text)):
            yield "place", match["place"], _part(document, sentence, match, "place")
    yield from _fields(document)


def _about_signing(text: str) -> bool:
    lowered = text.lower().lstrip('"“ ')
    return lowered.startswith(
        ("done", "signed", "in witness", "pada hari ini", "ditandatangani", "dibuat", "demikian")
    ) or (
        lowered.startswith("this ")
        and " letter of intent" not in lowered.removeprefix("this letter of intent")
        and "signed" in lowered
    )


def _title(document: Document, authority: str | None) -> Iterator[tuple[str, Value, Proof]]:
    """The paper's name at the head, and the parties in it."""
    for start, end in rows(document, 0, HEAD_LINES):
        line = document.text[start:end].strip()
        kind = next((name for name, shape in _INSTRUMENTS if shape.match(line.lower())), None)
        if kind is None or len(line) > LONGEST_TITLE:
            continue
        yield "instrument", kind, _line(document, start, end)
        whole, last = _heading_block(document, start)
        complete = not _JOINT.fullmatch(whole.rsplit(maxsplit=1)[-1])
        if complete and (len(whole) > len(line) or line.isupper()):
            yield "title", whole, _line(document, start, last)
        between = _BETWEEN.search(whole)
        if between:
            names = [between["one"].strip(" ,"), between["two"].strip(" ,")]
            others = [name for name in names if not _own(name, authority)]
            if authority and len(others) == 1:
                yield "partner", others[0], _line(document, start, last)
            else:
                yield "partner", tuple(names), _line(document, start, last)
        return


_BODY = re.compile(
    r"(?:pada hari ini|nomor|number|no[.:]|on this|this |the |whereas|dated|tanggal|recalling|"
    r"considering|pasal|article|[0-9(])",
    re.IGNORECASE,
)


# What begins the text proper even in capitals: a party's name may begin with THE.
_ARTICLES = pattern(r"(?:pada hari ini|nomor|number|no[.:]|whereas|pasal|article|[0-9(])", re.IGNORECASE)
_JOINT = pattern(r"(?:between|and|antara|dan|dengan|tentang|concerning|on|mengenai)", re.IGNORECASE)


def _heading_block(document: Document, start: int) -> tuple[str, int]:
    """The lines of a heading from one on, until the text proper begins."""
    text: list[str] = []
    last = start
    for a, b in rows(document):
        if a < start:
            continue
        line = document.text[a:b].strip()
        begins = _ARTICLES if line.isupper() else _BODY
        if text and (begins.match(line) or line.endswith((".", ";", ":")) or len(" ".join(text)) > LONGEST_TITLE):
            break
        capitals = all(before.isupper() or _JOINT.fullmatch(before) for before in text)
        if text and not (line.isupper() or _JOINT.fullmatch(line) or (not capitals and len(line) < 60)):
            break
        text.append(line)
        last = b
        if len(text) > 12:
            break
    return " ".join(text), last


def _own(name: str, authority: str | None) -> bool:
    """Whether a party is the register's own side: the words that matter are the same."""
    if not authority:
        return False
    plain = {"pemerintah", "the", "of", "city", "kota", "kabupaten", "government", "republik", "republic", "indonesia"}
    ours = {word for word in re.findall(r"\w+", authority.lower()) if word not in plain}
    theirs = set(re.findall(r"\w+", name.lower()))
    return bool(ours) and ours <= theirs


def _fields(document: Document) -> Iterator[tuple[str, Value, Proof]]:
    """The list that follows the words for the scope."""
    lines = list(rows(document))
    for match in _SCOPE.finditer(small(document.text)):
        at = bisect_right(document.begins, match.start()) - 1
        start, end = lines[at]
        items: list[str] = []
        last = end
        for a, b in lines[at + 1 : at + 1 + MOST_FIELDS]:
            text = document.text[a:b].strip()
            found = _ITEM.match(text)
            if found:
                item = re.sub(r"[;,.]?\s*(?:and|dan|and/or|dan/atau)?\s*$", "", found["item"]).strip(" ;,.")
                items.append(item)
                last = b
            elif items or len(text) > 200:
                break
        if len(items) > 1:
            yield "fields", tuple(items), _line(document, start, last)
            return


def _line(document: Document, start: int, end: int) -> Proof:
    return proof(document, Sentence(start, end, 0), start, end)


def _part(document: Document, sentence: Sentence, match: re.Match[str], group: str | int = 0) -> Proof:
    return proof(document, sentence, sentence.start + match.start(group), sentence.start + match.end(group))
