"""Files read as agreements, and the documents of a register held against its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.phrases import plural
from mou_tracker.check.rules.rule import Contradiction, SignedText
from mou_tracker.language.wording import Wording
from mou_tracker.texts.comparing import contradictions
from mou_tracker.texts.document import Document, Unread, document
from mou_tracker.texts.facts import Fact
from mou_tracker.texts.files.opening import open_texts
from mou_tracker.texts.reading import read_documents
from mou_tracker.texts.shown import place


class ReadAgreement(Struct, frozen=True):
    """The files of one agreement and what they state."""

    files: tuple[str, ...]
    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...]


def documents(sources: Sequence[str], ocr: bool) -> Iterator[tuple[Document | None, list[Unread]]]:
    """Each file as a document, with what of it could not be read."""
    for opened in open_texts(sources, ocr):
        if opened.failed:
            yield None, [Unread(opened.file, None, opened.failed)]
        else:
            yield document(opened.file, opened.lines), [Unread(opened.file, page, "scan") for page in opened.scans]


def together(sources: Sequence[str], ocr: bool, authority: str | None = None) -> ReadAgreement:
    """All files as one agreement."""
    made, unread = [], []
    for one, missed in documents(sources, ocr):
        unread += missed
        if one:
            made.append(one)
    return ReadAgreement(tuple(sources), tuple(read_documents(made, authority)), tuple(unread))


def each_read(sources: Sequence[str], ocr: bool) -> Iterator[ReadAgreement]:
    """Every file as an agreement of its own."""
    for source, (one, unread) in zip(sources, documents(sources, ocr), strict=True):
        yield ReadAgreement((source,), tuple(read_documents([one] if one else [])), tuple(unread))


def signed_text(say: Wording) -> SignedText:
    """What reads a record's documents, and counts on stderr those that could not be read."""

    def told(agreement: Agreement) -> Iterator[Contradiction]:
        paths = [str(Path(agreement.file).parent / one.path) for one in agreement.documents if one.path]
        paths = [path for path in paths if Path(path).is_file()]
        if not paths:
            return
        read = together(paths, ocr=False)
        if read.unread:
            text = plural(
                "{n} document of {id} could not be read whole; see mou read",
                "{n} documents of {id} could not be read whole; see mou read",
                len({one.file for one in read.unread}),
                id=agreement.id,
            )
            click.echo(say(text), err=True)
        for one in contradictions(read.facts, agreement):
            shown = one.fact.proofs[0]
            yield Contradiction(one.fact.field, str(one.fact.value), place(shown, True), shown.text[:400])

    return told
