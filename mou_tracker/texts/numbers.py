"""Numbers in words, English and Indonesian: `one hundred and twenty`, `dua ribu lima belas`, `twenty-seventh`."""

from __future__ import annotations

import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENTHS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
_DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]

_VALUES: dict[str, int] = {
    **{word: n for n, word in enumerate(_UNITS)},
    **{word: n for n, word in enumerate(_ORDINALS)},
    **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{word: 10 * n for n, word in enumerate(_TENTHS, 2)},
    **{word: n for n, word in enumerate(_DIGITS)},
    "fourty": 40,
    "a": 1,
    "an": 1,
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
    "seribu": 1000,
    "kesatu": 1,
    "pertama": 1,
}
_TIMES = {"hundred": 100, "thousand": 1000, "puluh": 10, "ratus": 100, "ribu": 1000}
_BIG = {"thousand", "ribu"}
_KNIT = {"and", "dan"}

ONES = "|".join(sorted({*_VALUES, *_TIMES, "belas"} - {"a", "an"}, key=len, reverse=True))
WORDS = rf"(?:{ONES})(?:[\s-]+(?:and\s+)?(?:{ONES}))*"
"""A regular expression for numbers in words, in text of small letters."""


def number_in_words(text: str) -> int | None:
    """The number that a text in small letters writes out; None where it is none or its words do not fit together."""
    total = group = 0
    last = 10_000
    seen = False
    for word in re.split(r"[\s-]+", text.strip()):
        if word in _KNIT:
            continue
        if word == "belas":
            if not 2 <= last <= 9:
                return None
            group, last = group + 10, 10
        elif word in _TIMES:
            times = _TIMES[word]
            if not seen:
                return None
            if word in _BIG:
                total, group, last = (total + group) * times, 0, times
            elif word == "puluh":
                ones = group % 10
                if not ones:
                    return None
                group, last = group + ones * 9, 10
            else:
                ones = group % 100 or 1
                group, last = group - group % 100 + ones * times, times
        elif word in _VALUES:
            value = _VALUES[word]
            if seen and (value >= last or (last < 20 and last != 10) or (last == 10 and not _tens(text))):
                return None
            group, last = group + value, value if value < 20 or value >= 100 else 20
        else:
            return None
        seen = True
    return total + group if seen else None


def _tens(text: str) -> bool:
    """Whether tens are words of their own, as in `dua puluh tujuh`, so that ones may follow ten."""
    return "puluh" in text
