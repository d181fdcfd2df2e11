"""The documents of a register read again: what their texts state against the records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.phrases import plural
from mou_tracker.check.rules.rule import Contradiction, SignedText
from mou_tracker.language.wording import Wording
from mou_tracker.texts.comparing import contradictions
from mou_tracker.texts.shown import place


def signed_text(say: Wording) -> SignedText:
    """What reads a record's documents, and counts on stderr those that could not be read."""
    from mou_tracker.cli.texts.read import together

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
