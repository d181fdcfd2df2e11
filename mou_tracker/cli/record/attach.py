"""`mou attach`: the signed paper into the folder `documents` beside the register, with its checksum in the record."""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import click

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.write.prompts import editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import ask, finished, need
from mou_tracker.cli.write.session import agreement_of, change, open_session
from mou_tracker.edit.edits import Add, given, slug
from mou_tracker.language.wording import Wording
from mou_tracker.register.papers import kept, paper_beside

LIMIT = 200 * 1024 * 1024
_LONGEST = 80


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Copy the signed paper into the folder `documents` beside the register and record it with its checksum. "
            "The same paper twice is one; no file is ever overwritten."
        )
    )
    return options.make(
        "attach",
        say,
        text,
        run,
        [
            record_argument(),
            click.Argument(["file"], metavar="FILE", required=False, type=click.Path()),
            click.Option(
                ["--title"], metavar="TEXT", help=say(phrase("What the paper is called; else its file's name."))
            ),
            *editing(say, replace=False),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    file: str | None,
    title: str | None,
    dry_run: bool,
    path: str | None,
    as_of: date | None,
) -> int:
    """Copy the file, then record it; where that is refused the copy goes again."""
    need(say, {"ID": name, "FILE": file})
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name_or_ask(session, name, lambda _: True))
    paper, data = _paper(file) if file else ask(say, "FILE", phrase("Which file"), lambda text: _paper(_typed(text)))
    digest = sha256(data).hexdigest()
    if any(one.sha256 == digest for one in agreement.documents):
        finished()
        click.echo(say(phrase("{id} has this paper already; nothing was changed", id=agreement.id)))
        return 0
    stem = f"{agreement.id}-{slug(paper.stem) or 'paper'}"[:_LONGEST].strip("-")
    one = paper_beside(session.files[agreement.file], paper, data, stem)
    recorded = given(title=title or paper.stem, path=one.path, sha256=digest)
    return kept([one], dry_run, lambda: change(session, agreement, lambda: [Add("documents", recorded)], dry_run))


def _typed(text: str) -> str:
    """A file as a person types or drops it where no shell reads along: in quotes, or from the home folder."""
    bare = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
    return os.path.expanduser(bare)


def _paper(file: str) -> tuple[Path, bytes]:
    """An ordinary file of sensible size, and its bytes; a Failure says why it is none."""
    paper = Path(file)
    if not paper.is_file():
        raise Failure(phrase("there is no file {path}", path=str(paper)))
    if paper.stat().st_size > LIMIT:
        text = phrase("{path} is larger than {n} MB", path=str(paper), n=LIMIT // 1024**2)
        raise Failure(text, phrase("keep it elsewhere and record where: mou add ID documents title=… url=…"))
    return paper, paper.read_bytes()
