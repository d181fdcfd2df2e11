"""`mou read`: facts from a signed text, each with the sentence that proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from msgspec import Struct

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.main import language_option
from mou_tracker.cli.register import drawn, write
from mou_tracker.language.wording import Wording
from mou_tracker.texts.document import Document, Unread, document
from mou_tracker.texts.facts import Fact
from mou_tracker.texts.files.opening import open_texts
from mou_tracker.texts.reading import read_documents
from mou_tracker.texts.shown import facts_json, facts_lines


class ReadAgreement(Struct, frozen=True):
    """The files of one agreement and what they state."""

    files: tuple[str, ...]
    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...]


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Read facts from signed texts: .pdf, .docx, .odt, .html, .txt. Each fact is shown with the sentence that "
            "proves it; what is not said plainly is never guessed. Several files are one agreement."
        )
    )
    return options.make(
        "read",
        say,
        text,
        run,
        [
            click.Argument(["sources"], metavar="FILE...", nargs=-1, required=True),
            click.Option(["--each"], is_flag=True, help=say(phrase("Every file is an agreement of its own."))),
            click.Option(
                ["--ocr"], is_flag=True, help=say(phrase("Read pages that are pictures with tesseract, if installed."))
            ),
            *options.output(say, "table", "json"),
            language_option(say),
        ],
    )


def run(
    say: Wording,
    sources: tuple[str, ...],
    each: bool,
    ocr: bool,
    form: str,
    target: str | None,
) -> int:
    """Print what the texts state."""
    if ocr:
        _need_tesseract()
    read = list(each_read(sources, ocr)) if each else [together(sources, ocr)]
    if form == "json":
        write("".join(facts_json(one.files, one.facts, one.unread) for one in read), target)
    else:
        write("\n".join(_table(one, say, target) for one in read), target)
    return status(read)


def _table(read: ReadAgreement, say: Wording, target: str | None) -> str:
    return drawn(lambda _: facts_lines(read.files, read.facts, read.unread, say), target)


def status(read: Sequence[ReadAgreement]) -> int:
    """0 if all was read, 1 if a file or page was not, 2 if nothing could be read at all."""
    failed = [one for one in read if any(unread.page is None for unread in one.unread)]
    if any(one.unread for one in read):
        return 2 if len(failed) == len(read) and not any(fact.proofs for one in read for fact in one.facts) else 1
    return 0


def _need_tesseract() -> None:
    from mou_tracker.texts.files.ocr import available

    if not available():
        raise Failure(
            phrase("--ocr needs tesseract with the languages ind and eng"),
            phrase("on Debian: apt install tesseract-ocr tesseract-ocr-ind tesseract-ocr-eng"),
        )


def documents(sources: Sequence[str], ocr: bool) -> Iterator[tuple[Document | None, list[Unread]]]:
    """Each file as a document, with what of it could not be read."""
    for opened in open_texts(sources, ocr):
        if opened.failed:
            yield None, [Unread(opened.file, None, opened.failed)]
        else:
            yield document(opened.file, opened.lines), [Unread(opened.file, page, "scan") for page in opened.scans]


def together(sources: Sequence[str], ocr: bool) -> ReadAgreement:
    """All files as one agreement."""
    made, unread = [], []
    for one, missed in documents(sources, ocr):
        unread += missed
        if one:
            made.append(one)
    return ReadAgreement(tuple(sources), tuple(read_documents(made)), tuple(unread))


def each_read(sources: Sequence[str], ocr: bool) -> Iterator[ReadAgreement]:
    """Every file as an agreement of its own."""
    for source, (one, unread) in zip(sources, documents(sources, ocr), strict=True):
        yield ReadAgreement((source,), tuple(read_documents([one] if one else [])), tuple(unread))
