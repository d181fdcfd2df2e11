"""Files read as agreements, and the documents of a register held against its records."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.phrases import plural
from mou_tracker.check.rules.rule import Contradiction, SignedText
from mou_tracker.language.wording import Wording
from mou_tracker.register.files import document_state
from mou_tracker.texts.comparing import compared, contradictions
from mou_tracker.texts.document import Document, Unread, document
from mou_tracker.texts.facts import Fact
from mou_tracker.texts.files.limits import SECONDS_READING
from mou_tracker.texts.files.opening import open_texts
from mou_tracker.texts.reading import Endless, read_documents
from mou_tracker.texts.shown import place, quote
from mou_tracker.views.lines import Quote


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
    facts, endless = facts_of(made, authority)
    return ReadAgreement(tuple(sources), tuple(facts), (*unread, *endless))


def facts_of(
    made: Sequence[Document], authority: str | None = None, seconds: float = SECONDS_READING
) -> tuple[list[Fact], list[Unread]]:
    """What documents state; where that takes too long nothing, and the files that took it."""
    end = time.monotonic() + seconds
    try:
        return read_documents(made, authority, lambda: time.monotonic() > end), []
    except Endless:
        return read_documents([]), [Unread(one.file, None, "endless") for one in made]


def each_read(sources: Sequence[str], ocr: bool) -> Iterator[ReadAgreement]:
    """Every file as an agreement of its own."""
    for source, (one, unread) in zip(sources, documents(sources, ocr), strict=True):
        facts, endless = facts_of([one] if one else [])
        yield ReadAgreement((source,), tuple(facts), (*unread, *endless))


def proofs(agreements: Iterable[Agreement]) -> dict[str, list[Quote]]:
    """By id, the sentences of the documents' texts that state what a record has, in order of the fields.

    A record keeps no sentence but the document and its checksum, so the text is read anew, all of them in one go.
    """
    by_id = {one.id: one for one in agreements}
    paths = {name: _texts(one) for name, one in by_id.items() if any(document.path for document in one.documents)}
    opened = documents([path for own in paths.values() for path in own], ocr=False)
    made = {}
    for name, own in paths.items():
        texts = [text for text, _ in (next(opened) for _ in own) if text]
        found = compared(facts_of(texts)[0], by_id[name])
        changed = _changed(by_id[name])
        quotes = [quote(one, one.fact.proofs[0].file in changed) for one in found if one.verdict in ("same", "differs")]
        if quotes:
            made[name] = quotes
    return made


def _texts(agreement: Agreement) -> list[str]:
    """The files that a record names and that are there."""
    paths = [str(Path(agreement.file).parent / one.path) for one in agreement.documents if one.path]
    return [path for path in paths if Path(path).is_file()]


def _changed(agreement: Agreement) -> set[str]:
    """The files that are other ones than those whose checksums were recorded."""
    return {
        str(Path(agreement.file).parent / one.path)
        for one in agreement.documents
        if one.path and one.sha256 and document_state(agreement.file, one.path, True) not in (one.sha256.lower(), None)
    }


def signed_text(say: Wording) -> SignedText:
    """What reads a record's documents, and counts on stderr those that could not be read."""

    def told(agreement: Agreement) -> Iterator[Contradiction]:
        paths = _texts(agreement)
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
