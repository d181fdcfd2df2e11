"""More problems of single values: addresses of documents, numbers and settings. Docstrings are the rules' pages."""

from __future__ import annotations

from mou_tracker.agreement.procedure import article_words
from mou_tracker.basics.findings import Diagnostic, reading_rule
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing.source_file import At
from mou_tracker.parsing.yaml_findings import clipped, error


@reading_rule
def not_a_url(at: At, text: str) -> Diagnostic:
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
def not_a_number(at: At, text: str) -> Diagnostic:
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
def not_a_checksum(at: At, text: str) -> Diagnostic:
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
def not_a_path(at: At, text: str) -> Diagnostic:
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
def no_such_timezone(at: At, text: str) -> Diagnostic:
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
def statutory_limit(at: At, step: str, article: str) -> Diagnostic:
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
