"""What is said of texts that are no value of their kind: dates, periods, addresses, countries and words."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.agreement.procedure import article_words
from mou_tracker.basics.dates import LONGEST_YEARS, any_period, parse_period
from mou_tracker.basics.findings import Finding, nearest, reading_rule
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.parsing.source_file import Location
from mou_tracker.parsing.yaml_findings import clipped, error


@reading_rule
def not_allowed_word(at: Location, text: str, words: Sequence[str]) -> Finding:
    """A word other than those allowed here.

    The finding names the nearest allowed word, or all of them where none is near.

    Bad:
        register:
          language: indonesia  #! not-allowed-word

    Good:
        register:
          language: id
    """
    message = phrase("`{text}` is not one of the words allowed here", text=clipped(text))
    best = nearest(text, words)
    hint = phrase("did you mean `{word}`?", word=best) if best else phrase("allowed: {words}", words=", ".join(words))
    return error("not-allowed-word", at, message, hint)


@reading_rule
def not_a_date(at: Location, text: str, better: str | None, whole_day: bool = False) -> Finding:
    """A value that is not a date.

    A date is `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is known. Nothing else is: no other order, no time of
    day, no digits without dashes. Where what was meant is certain, the right spelling is given.

    Bad:
        register:
          holidays: {add: [24-12-2026]}  #! not-a-date

    Good:
        register:
          holidays: {add: [2026-12-24]}
    """
    if better:
        hint = phrase("write `{date}`", date=better)
    elif whole_day:
        hint = phrase("write a whole day as YYYY-MM-DD")
    else:
        hint = phrase("write a date as YYYY-MM-DD, or YYYY-MM or YYYY where no more is known")
    return error("not-a-date", at, phrase("`{text}` is not a date", text=clipped(text)), hint)


@reading_rule
def date_does_not_exist(at: Location, message: Phrase, reason: Phrase) -> Finding:
    """A day that the calendar does not have.

    The finding says why: how many days the month has, or that there is no such month.

    Bad:
        register:
          holidays: {add: [2015-02-30]}  #! date-does-not-exist

    Good:
        register:
          holidays: {add: [2015-02-28]}
    """
    return error("date-does-not-exist", at, message, reason)


@reading_rule
def year_out_of_range(at: Location, year: str) -> Finding:
    """A year before 1900 or after 2200.

    Such a year is a slip of the keyboard: `0215` for `2015`.

    Bad:
        register:
          holidays: {add: [0215-11-27]}  #! year-out-of-range

    Good:
        register:
          holidays: {add: [2015-11-27]}
    """
    message = phrase("the year {year} is outside 1900 to 2200", year=year)
    return error("year-out-of-range", at, message)


@reading_rule
def not_a_period(at: Location, text: str, words: Sequence[str] = ()) -> Finding:
    """A value that is not a length of time.

    A period is `5 years`, `18 months`, `2 years 6 months`, `6 weeks` or `90 days`, the same in Indonesian (`5 tahun`,
    `18 bulan`, `6 minggu`, `90 hari`) or ISO 8601 (`P5Y`). It is longer than nothing and at most 200 years. A term may
    also be `indefinite` or `unknown`.

    Bad:
        register:
          renewal_window: 18  #! not-a-period

    Good:
        register:
          renewal_window: 18 months
    """
    best, plain = nearest(text, words), " ".join(text.split())
    if any_period(text):
        message = phrase("`{text}` is too long for a period", text=clipped(text))
        return error("not-a-period", at, message, phrase("a period may be {n} years at most", n=LONGEST_YEARS))
    if best:
        hint = phrase("did you mean `{word}`?", word=best)
    elif parse_period(plain):
        hint = phrase("write `{word}`", word=plain)
    elif text.isdecimal():
        hint = plural(
            "write the unit: `{n} year` or `{n} month`", "write the unit: `{n} years` or `{n} months`", int(text[:6])
        )
    else:
        hint = phrase("write for example `5 years`, `2 years 6 months` or `90 days`")
    return error("not-a-period", at, phrase("`{text}` is not a period", text=clipped(text)), hint)


@reading_rule
def no_such_country(at: Location, text: str, better: str | None, either: Sequence[str] = ()) -> Finding:
    """A country code that does not exist.

    A country is written as its two capital letters in ISO 3166-1. Where a name was written, its code is given.

    Bad:
        agreements:
          - id: petaling-jaya
            title: Memorandum
            partner: {name: Petaling Jaya, country: Malaysia}  #! no-such-country
            kind: ksdpl
            instrument: mou

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: petaling-jaya
            title: Memorandum
            partner: {name: Petaling Jaya, country: MY}
            kind: ksdpl
            instrument: mou
            sources: [{title: Annual report}]
    """
    message = phrase("`{text}` is not the code of a country", text=clipped(text))
    hint = phrase("did you mean `{word}`?", word=better) if better else phrase("write its two letters, such as MY")
    if either:
        hint = phrase("two countries are called so: write {one} or {other}", one=either[0], other=either[1])
    return error("no-such-country", at, message, hint)


@reading_rule
def not_an_address(at: Location, text: str) -> Finding:
    """A value that cannot be a mail address.

    One address, without a name and without brackets: `office@example.org`. Several people are a list.

    Bad:
        register:
          contacts:
            office: {email: office at example.org}  #! not-an-address

    Good:
        register:
          contacts:
            office: {email: office@example.org}
    """
    message = phrase("`{text}` is not a mail address", text=clipped(text))
    return error("not-an-address", at, message, phrase("write one address, such as office@example.org"))


@reading_rule
def not_an_id(at: Location, text: str, better: str | None) -> Finding:
    """A value that does not have the form of an id.

    An id is made of small letters a to z, digits and single dashes, at most 64 characters: it is typed on command lines
    and becomes part of file names.

    Bad:
        register:
          contacts:
            Front Office: {email: office@example.org}  #! not-an-id

    Good:
        register:
          contacts:
            front-office: {email: office@example.org}
    """
    message = phrase("`{text}` is not an id", text=clipped(text))
    if better:
        return error("not-an-id", at, message, phrase("write `{word}`", word=better))
    hint = phrase("use small letters, digits and single dashes, at most 64 characters")
    return error("not-an-id", at, message, hint)


@reading_rule
def not_a_url(at: Location, text: str) -> Finding:
    """A value that is not an address on the web.

    Only `http://` and `https://` with a host are links that a reader can follow; anything else could run code in a
    report. A file beside the register is named by `path` or `file`.

    Bad:
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            sources:
              - {title: Report, url: "ftp://example.org/report"}  #! not-a-url
            owner: office@example.org

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            sources:
              - {title: Report, url: "https://example.org/report"}
    """
    message = phrase("`{text}` is not an address on the web", text=clipped(text))
    return error("not-a-url", at, message, phrase("write the whole address, beginning with https:// or http://"))


@reading_rule
def not_a_number(at: Location, text: str) -> Finding:
    """A value that is not a positive whole number.

    Digits only, without a leading zero: YAML programs disagree about `010`, `1_000` and `0x1F`.

    Bad:
        register:
          procedures:
            ksdpl:
              steps: {exploration: 010}  #! not-a-number

    Good:
        register:
          procedures:
            ksdpl:
              steps: {exploration: 10}
    """
    message = phrase("`{text}` is not a positive whole number", text=clipped(text))
    return error("not-a-number", at, message, phrase("write digits only, without a leading zero"))


@reading_rule
def not_a_checksum(at: Location, text: str) -> Finding:
    """A value that is not a SHA-256 checksum.

    It is 64 hexadecimal digits, as `sha256sum FILE` prints them.

    Bad:
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            documents:
              - {title: Letter, url: "https://example.org/letter", sha256: d41d8cd9}  #! not-a-checksum
            owner: office@example.org
            sources: [{title: Annual report}]

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            sources: [{title: Annual report}]
            documents:
              - title: Letter
                url: https://example.org/letter
                sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    """
    message = phrase("`{text}` is not a SHA-256 checksum", text=clipped(text))
    return error("not-a-checksum", at, message, phrase("write the 64 digits that `sha256sum` prints"))


@reading_rule
def not_a_path(at: Location, text: str) -> Finding:
    """A value that is not the path of a file beside or below the register's file.

    Paths are relative, with `/` between folders, and never lead upwards: a register must mean the same on every machine
    and must not point at files outside its folder.

    Bad:
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            documents:
              - {title: Letter, path: ../letter.pdf}  #! not-a-path
            owner: office@example.org
            sources: [{title: Annual report}]

    Good:
        register: {owner: office@example.org}
        agreements:
          - id: oslo
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
            sources: [{title: Annual report}]
    """
    message = phrase("`{text}` is not a path below the register's folder", text=clipped(text))
    return error("not-a-path", at, message, phrase("write it relative to this file, with / and without .."))


@reading_rule
def no_such_timezone(at: Location, text: str) -> Finding:
    """A time zone that does not exist.

    Zones have the names of the IANA database. Indonesia has Asia/Jakarta, Asia/Pontianak, Asia/Makassar and
    Asia/Jayapura.

    Bad:
        register:
          timezone: WIB  #! no-such-timezone

    Good:
        register:
          timezone: Asia/Jakarta
    """
    message = phrase("there is no time zone `{text}`", text=clipped(text))
    return error("no-such-timezone", at, message, phrase("write a name such as Asia/Jakarta or Asia/Makassar"))


@reading_rule
def statutory_limit(at: Location, step: str, article: str) -> Finding:
    """A register cannot replace a limit that the law sets.

    Only the office's own targets may be changed under `procedures`. The finding names the article.

    Bad:
        register:
          procedures:
            ksdpl:
              steps: {dprd-approval: 30}  #! statutory-limit

    Good:
        register:
          procedures:
            ksdpl:
              steps: {exploration: 30}
    """
    message = phrase(
        "the limit of `{step}` is set by law ({article}) and cannot be changed",
        step=step,
        article=article_words(article),
    )
    return error("statutory-limit", at, message, phrase("remove it"))
