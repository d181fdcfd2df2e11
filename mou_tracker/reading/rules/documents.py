"""Rules about the documents that belong to a record."""

from __future__ import annotations

from collections.abc import Iterator

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.phrases import phrase
from mou_tracker.reading.rules.ground import Found, Ground


def _states(agreement: Agreement, ground: Ground) -> Iterator[tuple[int, str | None]]:
    """The state of each document with a path, None where nothing can be said."""
    if ground.document_state is None:
        return
    for i, document in enumerate(agreement.documents):
        if document.path:
            yield i, ground.document_state(agreement.file, document.path, document.sha256 is not None)


def document_missing(agreement: Agreement, ground: Ground) -> Iterator[Found]:
    """A document is not where the record says.

    The path is relative to the file that holds the record. Where files cannot be looked at, as with standard input,
    nothing is said.

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            documents: [{title: The signed text, url: "https://example.org/suwon-2015.pdf"}]
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for i, state in _states(agreement, ground):
        if state == "missing":
            path = agreement.documents[i].path
            yield Found(f"documents[{i}].path", phrase("there is no file `{path}`", path=path))


def checksum_differs(agreement: Agreement, ground: Ground) -> Iterator[Found]:
    """A document is not the one of which the record has the checksum.

    It was changed, or replaced by another version: look which of the two is the signed text.

    Good:
        agreements:
          - id: suwon-2015
            title: MoU Bandung – Suwon
            partner: {name: Suwon, country: KR}
            kind: ksdpl
            instrument: mou
            signed: 2015-11-27
            term: 5 years
            documents: [{title: The signed text, url: "https://example.org/suwon-2015.pdf"}]
            owner: officer@example.org
            sources: [{title: The signed text}]
    """
    for i, state in _states(agreement, ground):
        document = agreement.documents[i]
        if document.sha256 and state and state != "missing" and state != document.sha256.lower():
            message = phrase("`{path}` has another checksum", path=document.path)
            yield Found(f"documents[{i}].sha256", message, phrase("it is {sha256}", sha256=state))
