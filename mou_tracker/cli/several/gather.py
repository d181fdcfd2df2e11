"""Each register's share of an output, made alike in this process or in several: the same bytes come out.

A share is made from a job that says all that it needs, so that it can be made in another process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.basics.system_errors import failed
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, ahead_of, asked, load, tell_beside
from mou_tracker.cli.several.processes import WORTH, made, size_of
from mou_tracker.language.wording import Wording, wording
from mou_tracker.overview.data import Kept, pieces
from mou_tracker.overview.shares import Misfit, Share, names, qualified_ahead, worst_first
from mou_tracker.register import files
from mou_tracker.register.several import Named
from mou_tracker.status.assessment import Assessment, counts
from mou_tracker.status.filters import Query
from mou_tracker.status.statuses import council_name
from mou_tracker.views.monitoring import overdue
from mou_tracker.views.status import ahead_note, chained, hidden_note


class Job(Struct, frozen=True):
    """What one register's share is to be made of: the register, the day, two languages, filters and the form."""

    key: str
    path: Path
    as_of: date | None
    screen: str
    documents: str | None
    given: Mapping[str, Any]
    ids: tuple[str, ...] = ()
    form: str = ""
    options: Mapping[str, Any] = {}
    refused: Phrase | None = None
    file: str | None = None
    """Where a long piece is to be kept until it is printed; in the share itself where none is named."""

    @property
    def say(self) -> Wording:
        """The words of the screen."""
        return wording(self.screen)

    def kept(self, pieces: Iterable[str]) -> object:
        """A long text: in a file where one is named, else as it is."""
        if self.file is None:
            return "".join(pieces)
        with open(self.file, "w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        return Kept(self.file)


Made = Callable[[Job, LoadedRegister, Query, list[Assessment]], Mapping[str, Any]]


def jobs_for(
    say: Wording,
    registers: Sequence[Named],
    as_of: date | None,
    given: Mapping[str, Any],
    form: str = "",
    ids: Sequence[str] = (),
    **options: Any,
) -> list[Job]:
    """A job for each register; an id with a register's key before it is asked of that one alone."""
    keys = {one.key for one in registers}
    documents = click.get_current_context().find_root().obj
    return [
        Job(
            one.key,
            one.path,
            as_of,
            say.language,
            documents,
            given,
            tuple(_own(one.key, keys, ids)),
            form,
            options,
            one.refused,
        )
        for one in registers
    ]


NOBODY = "\0"  # no record has this id: a register of which none is asked for shows none


def _own(key: str, keys: set[str], ids: Sequence[str]) -> Iterator[str]:
    found = False
    for id in ids:
        before, slash, rest = id.partition("/")
        if not slash or before not in keys:
            found = True
            yield id
        elif before == key:
            found = True
            yield rest
    if ids and not found:
        yield NOBODY


class Together(Struct, frozen=True):
    """The shares of all, the words of the screen and of documents, where the output goes, and what it does not show."""

    shares: Sequence[Share]
    say: Wording
    documents: Wording
    target: str | None
    notes: Sequence[Phrase]

    def tell_notes(self) -> None:
        """What a format has no place for goes beside it."""
        tell_beside(self.say, self.notes)

    @property
    def ended(self) -> int:
        """The exit status: 1 where something of a register could not be read."""
        return int(any(one.failed or one.findings for one in self.shares))


def together(
    work: Callable[[Job], Share], jobs: Sequence[Job], target: str | None, query: Query, lenient: bool = False
) -> Together:
    """What the registers of these jobs give, the worst first."""
    shares, say = gathered(work, jobs, lenient), jobs[0].say
    words = document_words((one.language for one in shares if one.language), say)
    return Together(shares, say, words, target, left_out(shares, query))


def document_words(languages: Iterable[str], say: Wording) -> Wording:
    """The words for what is not the screen and of all registers: as asked for, else in their one language, else in that
    of the screen.
    """
    asked, known = click.get_current_context().find_root().obj, {*languages}
    return wording(asked or (known.pop() if len(known) == 1 else say.language))


def csv_body(job: Job, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> object:
    """A register's lines of a table."""
    from mou_tracker.views.tables import csv_rows

    return job.kept(
        csv_rows((*columns, "register"), ({**row, "register": job.key} for row in rows), job.options["csv"])
    )


def csv_of_all(columns: Sequence[str], shares: Iterable[Share]) -> Iterator[str]:
    """The table: one head, the lines of all."""
    from mou_tracker.views.tables import csv_pieces

    yield from csv_pieces((*columns, "register"), (), options.csv_style())
    for one in shares:
        yield from pieces(one.body)


def share(job: Job, make: Made) -> Share:
    """One register's share; why there is none where it cannot be read, and all else that is to be told."""
    told, place = StringIO(), files.shown_path(job.path, Path.cwd())
    if job.refused:
        return Share(job.key, place, failed=job.refused)
    with redirect_stderr(told), click.Context(click.Command("mou"), obj=job.documents):
        try:
            loaded = load(job.say, str(job.path), job.as_of)
        except Failure as failure:
            return Share(job.key, place, failed=failure.message, told=told.getvalue())
        except OSError as error:
            return Share(job.key, place, failed=failed(error), told=told.getvalue())
        book, misfit = loaded.book, None
        try:
            query = asked(loaded, job.ids, dict(job.given))
            kept = [one for one in loaded.assessments if query.keeps(one)]
        except Failure as failure:
            misfit, query, kept = (failure.message, failure.hint), Query(), []
        parts, late = make(job, loaded, query, kept), overdue(kept)
    return Share(
        job.key,
        place,
        loaded.name,
        book.register.language,
        loaded.as_of,
        counts(kept),
        loaded.status_names(kept),
        len(loaded.assessments),
        len(kept),
        len(late),
        council_name(one.procedure for one in late),
        len(book.unread),
        bool(book.lost),
        bool(book.unread or book.diagnostics),
        ahead=qualified_ahead(ahead_of(loaded, query), job.key),
        misfit=misfit,
        told=told.getvalue(),
        **parts,
    )


def gathered(work: Callable[[Job], Share], jobs: Sequence[Job], lenient: bool = False) -> list[Share]:
    """The shares, the worst first; what each register has to tell is on stderr by now.

    Fails where no register could be read, unless that is to be told by the output, or where a filter means something
    in none of them.
    """
    size = size_of(jobs)
    shares = made(work, _spread(jobs, size), jobs[0].say, size)
    for one in shares:
        if one.told:
            click.echo(one.told, err=True, nl=False)
    for one in shares:
        if one.failed:
            click.echo(f"{one.key}: {escape_text(jobs[0].say(one.failed))}", err=True)
    if all(one.failed for one in shares) and not lenient:
        raise Failure(phrase("none of the {n} registers could be read", n=len(shares)))
    misfits = {one.key: one.misfit for one in shares if one.misfit}
    if misfits and len(misfits) == sum(one.failed is None for one in shares):
        raise _fits_none(misfits)
    return worst_first(shares)


def _fits_none(misfits: Mapping[str, Misfit]) -> Failure:
    """That a filter means nothing in any register, with what it might mean in each."""
    message, hint = next(iter(misfits.values()))
    if all(one == (message, hint) for one in misfits.values()):
        return Failure(message, hint)
    told = [phrase("{register}: {what}", register=key, what=one[1] or one[0]) for key, one in misfits.items()]
    return Failure(message, chained(told))


def _spread(jobs: Sequence[Job], size: int) -> Sequence[Job]:
    """The jobs, those of a large run with a file each for the long piece: all of them would fill the memory."""
    if size < WORTH:
        return jobs
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="mou-")
    click.get_current_context().call_on_close(folder.cleanup)
    return [replace(job, file=os.path.join(folder.name, str(number))) for number, job in enumerate(jobs)]


def left_out(shares: Sequence[Share], query: Query) -> list[Phrase]:
    """What is not shown of all registers together: what a filter hides, and the records that lie ahead."""
    shown, total = sum(one.shown for one in shares), sum(one.total for one in shares)
    ahead = [later for one in shares for later in one.ahead]
    hidden = [hidden_note(shown, total - shown, query.text(names(shares)))] if shown < total else []
    return [*hidden, *([ahead_note(ahead)] if ahead else [])]
