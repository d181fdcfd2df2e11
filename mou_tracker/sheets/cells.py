"""What the cells of an office's spreadsheet say: dates, terms and words as people write them, nothing guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta

from mou_tracker.basics.dates import FIRST_YEAR, LAST_YEAR, DateSpan, Period, ahead, parse_date
from mou_tracker.basics.dates_in_words import WEEKDAY_BEFORE, NotADate, Order, month_of, read_date, read_term
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.fields.countries import Ambiguous, by_name
from mou_tracker.sheets.formats.tables import BadCell
from mou_tracker.sheets.known_headings import normal

_BY_ITSELF = pattern(
    r"\b(?:rolling(?: basis)?|auto(?:matic(?:ally)?)?[\s-]*(?:renew(?:al|ed|s|ing)?|exten(?:sion|ded|ds|d))|"
    r"(?:renewed|extended) automatically|diperpanjang (?:secara )?otomatis|perpanjangan otomatis|"
    r"otomatis (?:diperpanjang|perpanjangan)|otomatis|automatic(?:ally)?|auto)\b",
    re.IGNORECASE,
)


# What offices and databases write into a cell that says nothing.
SAYS_NOTHING = (
    *("n/a", "-", "--", "–", "—", "?", ".", "null", "\\n", "nan", "nat"),
    *("0000-00-00", "0000-00-00 00:00:00", "00/00/0000"),
)


# What stands where a day is missing; of an end it does not say that there is none.
NO_DAY = frozenset(
    (
        *("none", "nil", "tba", "tbd", "belum ada", "tidak ada", "nihil", "ongoing", "on going", "present"),
        *("until now", "sekarang"),
    )
)


class CannotTake(Exception):
    """A cell does not say what its column is for; carries the reason."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.msgid)
        self.reason = reason


def squeezed(text: str) -> str:
    """A text with single spaces, composed (NFC): no-break spaces and line breaks of a cell are spaces too."""
    plain = " ".join(text.split())
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def shown(value: object) -> str:
    """A cell as people see it."""
    return value.text if isinstance(value, BadCell) else squeezed(str(value))


# How spreadsheets count days, and the numbers of those from 1970 to 2099.
_FIRST_SERIAL = date(1899, 12, 30)
_SERIALS = range(25_569, 73_051)


def is_serial(cell: object) -> bool:
    """Whether a cell may hold the number of a day, having lost its format; in a CSV file it is a text."""
    if isinstance(cell, str) and len(cell) == 5 and cell.isascii() and cell.isdecimal():
        cell = int(cell)
    return isinstance(cell, (int, float)) and _SERIALS.start <= cell < _SERIALS.stop


def serial_day(number: float | str) -> DateSpan:
    """The day of such a number."""
    day = _FIRST_SERIAL + timedelta(int(number))
    return DateSpan(day, day)


# Midnight of a zone east of Greenwich, as programs write it in universal time: the day before, towards evening.
_EVENING = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]((?:1[0-9]|2[0-3]):(?:00|30))(?::00(?:\.0+)?)?(?:Z|\+00:?00)")


def evening(value: object) -> str:
    """The time of day of such a cell; "" for any other."""
    found = _EVENING.fullmatch(value.strip()) if isinstance(value, str) and value[-1:] in ("Z", "0") else None
    return found[2] if found else ""


def next_day(value: str) -> DateSpan:
    """The day that such a cell means."""
    day = parse_date(value.strip()[:10]).earliest + timedelta(1)
    return DateSpan(day, day)


def true_day(value: date) -> DateSpan:
    """The day of a cell of dates. Raises CannotTake, also for a bare year that was typed there: 2015 is 1905-07-07."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CannotTake(phrase("{text}: the year {year} cannot be meant", text=value.isoformat(), year=value.year))
    year = year_typed(value)
    if year:
        text = phrase(
            "{text}: the year {year} stands in a cell of dates; write it as text", text=value.isoformat(), year=year
        )
        raise CannotTake(text)
    return DateSpan(value, value)


def year_typed(day: date) -> int:
    """The year that somebody typed into a cell of dates, which makes a day of 1905 of it; 0 for any other day."""
    number = (day - _FIRST_SERIAL).days
    return number if FIRST_YEAR <= number <= LAST_YEAR else 0


def date_in(value: object, order: Order | None, century: int | None = None) -> DateSpan:
    """The date that a cell says; `order` tells what 03/04/2015 means. Raises CannotTake."""
    if isinstance(value, date):
        return true_day(value)
    if isinstance(value, int) and FIRST_YEAR <= value <= LAST_YEAR:
        return parse_date(str(value))
    if isinstance(value, (int, float)) and not 10**7 <= value < 10**8:
        raise CannotTake(phrase("{value} is a number, not a date: give its cells a date format", value=value))
    if evening(value):
        raise CannotTake(phrase("{text}: which day it is here is not said", text=value))
    try:
        return read_date(squeezed(str(value)), order, century)
    except NotADate as wrong:
        raise CannotTake(wrong.reason) from None


_BETWEEN = pattern(
    r"\s*(?:\bs\s*[./]?\s*d\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b|\bto\b|\buntil\b|\bthru\b|\btill\b|\bup\s?to\b|\bthrough\b|~|→)\s*|\s+[-–—]\s+|\s*[–—]\s*",
    re.IGNORECASE,
)


_LENGTH_BESIDE = (pattern(r"(.+?)\s*\(([^()]+)\)"), pattern(r"(.+?)\s*\((.+)\)"))
_SINCE = pattern(
    r"(?:dari|mulai|sejak|tmt|berlaku|from|valid|effective|starting)(?:\s+(?:mulai|dari|sejak|from|tanggal|tgl\.?))*"
    r"\s*:?\s+(?=[0-9a-z])",
    re.IGNORECASE,
)


def span_in(value: object, order: Order | None, century: int | None = None) -> tuple[DateSpan, DateSpan]:
    """The first and last day of a cell such as `1 Jan 2020 s.d. 31 Des 2024`. Raises CannotTake."""
    text = whole = squeezed(str(value))
    text, length = _without_length(text)
    lead = _SINCE.match(text)
    text = text[lead.end() :] if lead else text
    parts = [part.strip(" .:") for part in _BETWEEN.split(text)]
    if len(parts) == 1 and text.count("-") == 1:
        parts = text.split("-")
    if len(parts) != 2 or not all(parts):
        raise CannotTake(phrase("{text} is no span of two days", text=whole))
    first, last = date_in(parts[0], order, century), date_in(apart(parts[1])[0], order, century)
    if length and first.certain and last.certain:
        wanted = ahead(first.earliest, length.length)
        if abs((wanted - last.earliest).days) > _ABOUT:
            raise CannotTake(phrase("{text}: the length and the two days contradict one another", text=whole))
    return first, last


# By so many days a length beside two days may be out: offices end terms with a month.
_ABOUT = 45


def _without_length(text: str) -> tuple[str, Period | None]:
    """Two days without the length beside them, and that: `5 tahun (1 Jan 2020 - 31 Des 2024)`, or the other way."""
    for form in _LENGTH_BESIDE:
        found = form.fullmatch(text)
        for length, rest in ((found[2], found[1]), (found[1], found[2])) if found else ():
            if isinstance(period := read_term(length), Period):
                return rest, period
    return text, None


_EVERY = pattern(r"(?:every|each|setiap|tiap)\s+(?=[0-9a-z])|\b(?:for|per)\s+(?=[0-9])", re.IGNORECASE)
_YEARLY = pattern(r"(?:annual(?:ly)?|yearly|(?:every|each)\s+year|(?:setiap|tiap|per)\s+tahun)", re.IGNORECASE)


def without_renewal(text: str) -> tuple[str, bool]:
    """A text without words such as `auto renew`, and whether it had them; `every 5 years` is left as `5 years`."""
    rest, count = _BY_ITSELF.subn("", text)
    if not count:
        return text, False
    rest = squeezed(rest.strip(" ,;.()/-"))
    return ("1 year" if _YEARLY.fullmatch(rest) else _EVERY.sub("", rest)), True


_UNTIL = pattern(
    r"(?:s\s*[./]?\s*d\b\.?|(?:sampai(?:\s+dengan)?|hingga|(?:valid\s+)?(?:until|till)|to)\b)\s*:?\s*", re.IGNORECASE
)
_ASIDE = pattern(r"\s*(?:\(([^()]*)\)|[*†‡]+|\[[0-9a-z]{1,3}\])\s*$")


# A cell of a day with all that is said beside it.
_LONGEST_DAY = 1000


def apart(text: str) -> tuple[str, bool]:
    """A day without the word `until` before it and a remark behind it, and whether that remark says anything.

    `s.d. 31 Desember 2024`, `31 Desember 2024 (dapat diperpanjang)`, `31/12/2024 *`, `31/12/2024[3]`; what may be
    another day stays.
    """
    text, said = squeezed(text), False
    while len(text) < _LONGEST_DAY and (found := _ASIDE.search(text)):
        if found[1] and any(sign.isdecimal() for sign in found[1]) and read_term(found[1]) is None:
            break
        said = said or bool(found[1])
        text = text[: found.start()]
    lead = _UNTIL.match(text)
    return (text[lead.end() :] if lead else text), said


_PLACE = pattern(r"([^\W\d_]{2,}(?:[ .'’-]{1,2}[^\W\d_]+){0,4})\s*,\s*(?=\S)(.*[0-9]{4}.*)")


def place_before(text: str) -> tuple[str, str]:
    """The place that stands before a day, and the day: `Bandung, 27 November 2015`; "" where none does."""
    found = _PLACE.fullmatch(squeezed(text)) if "," in text else None
    first = found[1].casefold() if found else ""
    if not found or first in WEEKDAY_BEFORE or first in _WEEKDAYS_BESIDES or month_of(first):
        return "", text
    return found[1], found[2]


_WEEKDAYS_BESIDES = ("jumaat", "jum at", "isnin", "khamis", "sabat", "hari")
# With what databases fill an end that there is none of.
_NEVER = pattern(
    r"[29]999[-/.]?12[-/.]?31|(?:31[-/. ]12|12/31)[-/. ][29]999|31[ -](?:dec|des)[a-z]*[ -][29]999",
    re.IGNORECASE,
)


def is_never(value: object) -> bool:
    """Whether an end is the last day that programs know."""
    if isinstance(value, date):
        return value.year in (2999, 9999) and (value.month, value.day) == (12, 31)
    return bool(_NEVER.fullmatch(str(value).strip().partition(" 0")[0].partition("T")[0]))


_UNTIL_DONE = pattern(
    r"(?:(?:sampai|hingga|until|till|upto|up to)\b.*(?:selesai|complet|finish)|"
    r"selama (?:proyek|kegiatan|program|penelitian)|(?:for|during) the duration of|"
    r"(?:masih |sedang )?(?:dalam )?(?:proses|perpanjangan)(?: (?:perpanjangan|pembaruan|pembaharuan))?$|"
    r"(?:(?:in|on|under) )?(?:renewal|process|progress)(?: (?:in process|in progress|pending))?$|"
    r"pending renewal|(?:dapat|bisa) diperpanjang|renewable|extendable).*",
    re.IGNORECASE,
)


def is_until_done(text: str) -> bool:
    """Whether a cell says of an end what is no day: `sampai selesai`, `until completion of the project`, `renewal
    pending`.
    """
    return _UNTIL_DONE.fullmatch(squeezed(text)) is not None


# An end that only a step of somebody brings: nobody agreed on one.
_UNTIL_TOLD = pattern(
    r"(?:(?:remains )?(?:berlaku|valid|effective|in force) )?"
    r"(?:(?:s[./ ]?d\.?|sampai(?: dengan)?|hingga|until|till|unless)"
    r"(?: (?:ada|adanya|such time as|it is|either party))* (?:\w+ )?"
    r"(?:pemberitahuan|pencabutan|pembatalan|penghentian|perubahan|dicabut|dibatalkan|dihentikan|diakhiri|"
    r"further notice|terminat\w+|revoked|cancel\w+)|"
    r"selama (?:masih )?(?:di)?(?:perlukan|butuhkan|kehendaki|inginkan|sepakati)|"
    r"as long as (?:it is )?(?:needed|required))\b[^0-9]*",
    re.IGNORECASE,
)


def is_until_told(text: str) -> bool:
    """Whether a cell says that it runs until somebody ends it: `until further notice`, `sampai dicabut`."""
    return _UNTIL_TOLD.fullmatch(squeezed(text)) is not None


def is_endless(text: str) -> bool:
    """Whether a cell says that there is no end, or none before somebody ends it."""
    return read_term(text) == "indefinite" or is_until_told(text)


_NO_WORDS: Mapping[str, str] = {}
_BEFORE_COUNTRY = pattern(r"\s*(?:,|;|/|\n|\s[-–—]\s|\()\s*")
_SHORTEST_NAME, _LONGEST_REST = 3, 60


def _lines(text: str) -> str:
    """A text with single spaces in each of its lines."""
    return "\n".join(map(squeezed, text.strip().split("\n")))


def _at_country(text: str, words: Mapping[str, str] = _NO_WORDS) -> tuple[str, str, str] | None:
    """The name before the country that a text ends with, that country's name and its code: the longest such name."""
    text = _lines(text)
    for found in _BEFORE_COUNTRY.finditer(text, max(0, len(text) - 2 * _LONGEST_REST)):
        name, rest = squeezed(text[: found.start()]), text[found.end() :].strip()
        rest = rest.removesuffix(")") if "(" in found[0] else rest
        if len(name) < _SHORTEST_NAME or len(rest) > _LONGEST_REST or (len(rest) < _SHORTEST_NAME and rest != "UK"):
            continue
        with suppress(Ambiguous):
            if code := by_name(rest) or words.get(normal(rest)):
                return name, squeezed(rest), code
    return None


def partner_in(text: str, words: Mapping[str, str] = _NO_WORDS) -> tuple[str, str]:
    """The name and the country of a cell such as `Kyoto University, Japan`; `words` are other names of countries, as
    headings are compared. Raises CannotTake.
    """
    found = _at_country(text.strip(), words)
    if found is None:
        raise CannotTake(phrase("{text} does not end with a country", text=text))
    return found[0], found[2]


def last_part(text: str) -> str:
    """What stands where such a cell has its country."""
    found = _at_country(text.strip())
    rest = _BEFORE_COUNTRY.split(_lines(text)[-2 * _LONGEST_REST :])
    return found[1] if found else squeezed(rest[-1]).removesuffix(")") if len(rest) > 1 else ""


def partners_in(text: str, words: Mapping[str, str] = _NO_WORDS) -> list[tuple[str, str]]:
    """The names and countries of a cell: several if each partner ends with its country. Raises CannotTake."""
    text = _lines(text)
    for parts in _parted(text):
        with suppress(CannotTake):
            return [partner_in(part, words) for part in parts]
    return [partner_in(text, words)]


_MARK = pattern(r"(?:^|(?<=[\s;,]))\(?([1-9]|[a-i])[.)]\s*(?=\S)")
_AND = pattern(r"\s+(?:dan|and|serta|&)\s+")
_COUNTRIES_BETWEEN = pattern(r"\s*(?:[\n;/&]|\b(?:dan|and|serta)\b)\s*")


def enumerated(text: str) -> list[str]:
    """The parts of a list that counts them: `1. Oslo 2. Bergen`, `a) Oslo; b) Bergen`; none where it does not."""
    marks = [*_MARK.finditer(text.strip())]
    said = [one[1] for one in marks]
    if (
        len(marks) < 2
        or marks[0].start()
        or said not in (list("123456789")[: len(said)], list("abcdefghi")[: len(said)])
    ):
        return []
    ends = [*(one.start() for one in marks[1:]), None]
    parts = [text.strip()[one.end() : end].strip(" ;,\n") for one, end in zip(marks, ends, strict=True)]
    return parts if all(parts) else []


def _parted(text: str) -> Iterator[list[str]]:
    """A cell in several parts, in each way in which offices part them, the surest first."""
    ways = (enumerated(text), text.split("\n"), text.split(";"), _AND.split(text))
    for parts in ways:
        said = [part.strip(" ;,\n") for part in parts]
        if len(said) > 1 and all(said):
            yield said


def names_in(text: str, count: int, lines: bool) -> list[str]:
    """The names of so many partners in a cell; none where it does not have as many, or only `lines` part them and that
    may be one name.
    """
    for parts in _parted(text):
        if len(parts) == count and (lines or "\n" not in text or enumerated(text)):
            return [squeezed(part) for part in parts]
    return []


def countries_in(text: str) -> list[str]:
    """The countries of a cell that names several; none where a part of it is no country."""
    with suppress(Ambiguous):
        for parts in (
            enumerated(text),
            _COUNTRIES_BETWEEN.split(text),
            _COUNTRIES_BETWEEN.split(text.replace(",", ";")),
        ):
            codes = [by_name(part) for part in parts if part.strip()]
            if len(codes) > 1 and all(codes):
                return [code for code in codes if code]
    return []


def term_in(text: str, unit: str | None = None) -> Period | str:
    """How long a term is: `5 tahun`, `2 thn 6 bln`, `5 (lima) tahun`, `unlimited`; `unit` is that of a bare number.

    Raises CannotTake.
    """
    plain = squeezed(text)
    if is_endless(plain):
        return "indefinite"
    found = read_term(plain) or read_term(_length(plain))
    if found is None and unit is not None and plain.removesuffix(".0").isdecimal():
        found = read_term(f"{plain.removesuffix('.0')} {unit}")
    if found is not None:
        return found
    if plain.isdecimal():
        raise CannotTake(phrase("{text} is a number without its unit", text=text))
    raise CannotTake(phrase("{text} is not a length of time", text=text))


_TERM_LEAD = pattern(
    r"(?:(?:valid|berlaku)\s+)?(?:for|selama|(?:a\s+)?period\s+of)\s+|(?:valid|berlaku)\s+(?=[0-9])", re.IGNORECASE
)
_TERM_END = pattern(
    r"\s*(?:,|;|dan|and|\s)\s*(?:dapat\s+diperpanjang|bisa\s+diperpanjang|renewable|extendable|extensible)\b.*|[;,]+$",
    re.IGNORECASE,
)
_HALVES = pattern(r"([0-9]{1,2})[.,]([05])0?\s*-?\s*(?:tahun|thn|years?|yrs?)\b\.?", re.IGNORECASE)
_HYPHEN = pattern(r"([0-9])-(?=[a-z])", re.IGNORECASE)


def _length(plain: str) -> str:
    """A length without words around it; the same in a second language and half years are read too."""
    rest = _TERM_END.sub("", without_signing(plain)[0])
    lead = _TERM_LEAD.match(rest)
    rest = _HYPHEN.sub(r"\1 ", rest[lead.end() :] if lead else rest)
    halves = _HALVES.fullmatch(rest)
    if halves:
        return f"{int(halves[1]) * 12 + 6} months" if halves[2] == "5" else f"{halves[1]} years"
    twice = rest.split("/")
    return twice[0] if len(twice) == 2 and read_term(twice[0]) and read_term(twice[0]) == read_term(twice[1]) else rest


_SIGNING = pattern(
    r"\s*,?\s*(?:(?:terhitung|dihitung|berlaku)\s+)?(?:sejak|dari|mulai|from|since|after|as of)\s+(?:saat\s+)?"
    r"(?:(?:the\s+)?(?:tanggal|tgl\.?|date)\s+(?:of\s+)?)?(?:the\s+)?"
    r"(?:ditandatangani|ditanda\s?tangani|penandatanganan|ttd|signing|signature|signed|it is signed)\b.*",
    re.IGNORECASE,
)


def without_signing(text: str) -> tuple[str, bool]:
    """A length without the words that count it from the signing, and whether it had them."""
    rest = _SIGNING.sub("", text, count=1)
    return rest, rest != text
