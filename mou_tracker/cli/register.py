"""What every command that reads does first and last: find the register, read it, report, print the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct, field
from msgspec.structs import replace

from mou_tracker import clock
from mou_tracker.agreement.procedure import OTHER
from mou_tracker.agreement.register import Book, Holidays, Identity
from mou_tracker.approvals import working_days
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure, Finding, meant_instead, nearest, nearest_ids
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.check.structural import sound, with_told
from mou_tracker.cli import options
from mou_tracker.language.wording import Wording, wording
from mou_tracker.parsing.file_findings import file_unreadable
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.status.assess import assess, lying_ahead
from mou_tracker.status.assessment import Ahead, Assessment, status_words
from mou_tracker.status.filters import Query, is_number, owners_meant, written
from mou_tracker.status.statuses import ATTENTION, STATUSES, Status, status_names
from mou_tracker.views.lines import Line, plain

if TYPE_CHECKING:
    from mou_tracker.agreement.record import Agreement
    from mou_tracker.views.status import Shown


def screen_width(target: str | None) -> int | None:
    """The terminal's width, None where the output goes elsewhere."""
    if target is not None or not sys.stdout.isatty():
        return None
    import shutil

    return max(40, shutil.get_terminal_size().columns)


def drawn(lines: Callable[[int | None], list[Line]], target: str | None) -> str:
    """Lines as text: through rich on a terminal, plain and uncut elsewhere."""
    width, colour = screen_width(target), target is None and in_colour()
    if width is None and not colour:
        return plain(lines(None))
    from mou_tracker.views.terminal import terminal

    return terminal(lines(width), width or UNCUT, colour)


UNCUT = 100_000  # columns


def in_colour() -> bool:
    """Whether what is printed is coloured: on a terminal that can, or where FORCE_COLOR asks; NO_COLOR forbids it."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    return forced not in ("", "0") or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


# Beyond this a run's real output would drown; `mou check` lists them all.
MOST_TOLD = 20


def register_path(given: str | None) -> Path:
    """Where the register is; a Failure says what to do if there is none."""
    try:
        path = files.find_register(given, os.environ, Path.cwd())
    except files.NoRegister:
        hint = phrase("name one with -r FILE, go to the folder that holds data/agreements.yaml, or make one: mou init")
        raise Failure(phrase("no register found from here upward"), hint) from None
    note_read(path)
    if not path.exists():
        hint = phrase("see whether the name is right, or make one there: mou init {path}", path=str(path))
        raise Failure(phrase("there is no register at {path}", path=str(path)), hint)
    return path


def read_sources(path: Path) -> list[tuple[str, bytes | Finding]]:
    """All that a register's path asks for, by the names that people see: the one place where it is read.

    What is not read, a folder that may not be entered or a link that leaves it among it, is a finding in its place.
    """
    return [read_source(one.path) if one.refused is None else not_read(one) for one in files.asked_for(path)]


def not_read(one: files.Asked) -> tuple[str, Finding]:
    """The name of what is not read, and why."""
    name = files.shown_path(one.path, Path.cwd())
    return name, file_unreadable(name, one.refused or "")


def read_source(file: Path) -> tuple[str, bytes | Finding]:
    """A file's name as people see it, and its bytes or why it could not be read."""
    name = files.shown_path(file, Path.cwd())
    note_read(file)
    try:
        return name, files.read_file(file)
    except OSError as error:
        from mou_tracker.basics.system_errors import reason

        return name, file_unreadable(name, reason(error))


def lines_in(data: bytes | Finding | None) -> list[str]:
    """The lines of a file without their breaks, none of one that could not be read."""
    if not isinstance(data, bytes) or b"\0" in data[:4096]:
        return []
    text = data.removeprefix(b"\xef\xbb\xbf").decode(errors="surrogateescape")
    return [line.removesuffix("\r") for line in text.split("\n")]


def report(book: Book, say: Wording) -> None:
    """Name on stderr whatever is wrong; the rest is shown as if nothing was."""
    errors = [finding for finding in book.diagnostics if finding.severity == "error"]
    for finding in errors[:MOST_TOLD]:
        place = f"{finding.file}:{finding.span.line}:{finding.span.col}"
        text = say(finding.message) + (f"; {say(finding.hint)}" if finding.hint else "")
        click.echo(escape_text(f"{place}: {say(phrase('error'))}: {text} [{finding.rule}]"), err=True)
    if len(errors) > MOST_TOLD:
        more = len(errors) - MOST_TOLD
        click.echo(say(plural("{n} more error: mou check", "{n} more errors: mou check", more)), err=True)
    if not book.agreements:
        return  # there is no rest that would be shown
    if book.lost:
        said = plural(
            "{n} part of the register could not be read; the rest is shown.",
            "{n} parts of the register could not be read; the rest is shown.",
            len(book.unread),
        )
        click.echo(say(said), err=True)
    elif book.unreadable:
        said = plural(
            "{n} record could not be read; the others are shown.",
            "{n} records could not be read; the others are shown.",
            len(book.unreadable),
        )
        click.echo(say(said), err=True)


def note_read(*paths: Path) -> None:
    """Remember what a run reads: no result of it is written over that."""
    context = click.get_current_context(silent=True)
    if context:
        context.meta.setdefault(_READ, []).extend(paths)


def files_read() -> list[Path]:
    """What the run has read."""
    context = click.get_current_context(silent=True)
    return list(context.meta.get(_READ, ())) if context else []


_READ = "mou_tracker.read"


def write(content: str | bytes | Iterable[str], target: str | None) -> None:
    """Print a result, or write it where it was asked for; a large one comes in pieces."""
    if target is not None and not options.is_standard_output(target):
        from mou_tracker.register.output import put_out

        put_out(target, content, files_read())
    elif isinstance(content, bytes):
        click.echo(content, nl=False)
    else:
        # Not through click, which would search a large output for colours to take out; ours has none by now.
        sys.stdout.writelines((content,) if isinstance(content, str) else content)


class LoadedRegister(Struct, frozen=True):
    """A register ready to be asked: its records on a day, and the words for documents in the register's language."""

    book: Book
    path: Path
    as_of: date
    say: Wording
    assessments: list[Assessment] = field(default_factory=list)
    ahead: list[Ahead] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The register's name, or where it lies."""
        return self.book.register.name or files.shown_path(self.path, Path.cwd())

    def status_names(self, kept: Sequence[Assessment]) -> Mapping[Status, Phrase]:
        """The statuses in words for some records; where there are none the council is that of all, or of the country's
        procedures.
        """
        shown = kept or self.assessments
        if shown or self.book.register.holidays.country != Holidays().country:
            return status_words(shown)
        return status_names(self.book.procedures.values())

    @property
    def identity(self) -> Identity:
        """Who the register is; asks git where it has no id of its own."""
        from mou_tracker.history.identity import identity

        return identity(self.path, self.book.register.id)

    @property
    def document_words(self) -> Wording:
        """The words for what is not the screen: as asked for, else in the register's language."""
        asked = click.get_current_context().find_root().obj
        return wording(asked or self.book.register.language)


def load(say: Wording, path: str | None, as_of: date | None, telling: bool = False) -> LoadedRegister:
    """Read the register; broken records are named on stderr, and the run fails only if nothing could be read.

    For `telling`, records of which nothing is wrong but whom to tell are among the others: somebody stands in.
    """
    found = register_path(path)
    sources = read_sources(found)
    if not sources:
        raise Failure(phrase("{path} holds no .yaml or .yml file", path=str(found)))
    raw = read_book(sources, ShippedProcedures())
    book = sound(raw)
    if telling:
        book = with_told(book, raw)
    report(book, say)
    if not book.agreements and book.diagnostics:
        raise Failure(phrase("nothing in {path} could be read", path=files.shown_path(found, Path.cwd())))
    day = as_of or clock.today(book.register.timezone)
    assessments = assess(book, day, calendar(book))
    return held(LoadedRegister(book, found, day, say, assessments, lying_ahead(book, assessments)))


_HELD: list[object] = []
T = TypeVar("T")


def held(value: T) -> T:
    """The same, kept until the program ends, or until another one is held.

    To take the values of a large register apart one by one costs time, which the end of a process spares (`main.run`).
    """
    _HELD[:] = [value]
    return value


def calendar(book: Book) -> Calendar:
    """The register's working days."""
    settings = book.register.holidays
    return working_days.calendar(
        settings.country,
        settings.collective_leave,
        frozenset(settings.add),
        frozenset(settings.remove),
        _library(settings.country),
    )


def _library(country: str) -> working_days.Library:
    """What knows the days off; Indonesia's stand in a table of our own."""
    if country == working_days.INDONESIA:
        return working_days.from_library
    from mou_tracker.register.kept_days import cache_folder, kept_in

    return kept_in(cache_folder(os.environ))


def asked(loaded: LoadedRegister, ids: tuple[str, ...], given: dict[str, Any]) -> Query:
    """The filters given; an owner or kind that nobody knows is a slip that would hide everything, and a Failure."""
    query = options.query(ids, given)
    kinds = (*loaded.book.procedures, OTHER)
    for kind in query.kind:
        if kind not in kinds:
            near = nearest(kind, kinds)
            hint = (
                phrase("did you mean `{word}`?", word=near)
                if near
                else phrase("allowed: {words}", words=", ".join(kinds))
            )
            raise Failure(phrase("`{text}` is not one of the words allowed here", text=kind), hint)
    if not query.owner:
        return query
    register = loaded.book.register
    known = {way for id, one in register.contacts.items() for way in (id, one.email, one.name) if way}
    for one in loaded.assessments:
        known |= {*one.owner, *one.agreement.owner, *(who for f in one.agreement.follow_ups for who in f.owner)}
    query = replace(query, owners=owners_meant(query.owner, register))
    for owner in query.owner:
        if written(owner) not in {written(name) for name in known}:
            names = ", ".join(sorted(known))
            raise Failure(
                phrase("no owner is called {owner}", owner=repr(owner)), phrase("known: {names}", names=names)
            )
    return query


def unread(loaded: LoadedRegister) -> list[Phrase]:
    """What a list says at its end where something of the register could not be read."""
    from mou_tracker.views.status import unread_note

    book = loaded.book
    return [unread_note(len(book.unread), bool(book.lost))] if book.unread else []


def left_out(loaded: LoadedRegister, query: Query, kept: int) -> list[Phrase]:
    """What a list does not show, for its end: what a filter hides, and the records that lie ahead."""
    from mou_tracker.views.status import ahead_note, hidden_note

    hidden, ahead = len(loaded.assessments) - kept, ahead_of(loaded, query)
    notes = [hidden_note(kept, hidden, query.text(loaded.status_names(())))] if hidden else []
    return [*notes, *([ahead_note(ahead)] if ahead else [])]


def ahead_of(loaded: LoadedRegister, query: Query) -> list[Ahead]:
    """The records that lie ahead, of those that are asked for."""
    if not query.ids:
        return loaded.ahead
    asked_for = {a.id for a in loaded.book.agreements if any(id == a.id or is_number(id, a) for id in query.ids)}
    return [one for one in loaded.ahead if one.id in asked_for]


def tell_beside(say: Wording, notes: Iterable[Phrase]) -> None:
    """Notes on stderr, where the format that was asked for has no place for them."""
    for note in notes:
        click.echo(escape_text(say(note)), err=True)


def shown_of(loaded: LoadedRegister, query: Query, kept: list[Assessment], everything: bool, contacts: bool) -> Shown:
    """What is shown of one register: the records that a query keeps, and what is not shown of it."""
    from mou_tracker.views.status import Shown

    return Shown(
        loaded.name,
        loaded.as_of,
        kept,
        loaded.status_names(kept),
        STATUSES if everything or query.ids or query.status else ATTENTION,
        len(loaded.assessments) - len(kept),
        query.text(loaded.status_names(())),
        ahead_of(loaded, query),
        contacts,
        next(iter(unread(loaded)), None),
    )


def meant_by(name: str, agreements: Iterable[Agreement]) -> Agreement | None:
    """The record that an id or a document's number means, None if it means none; a Failure if it means several."""
    known = {one.id: one for one in agreements}
    if name in known:
        return known[name]
    bearing = [one for one in known.values() if is_number(name, one)]
    if len(bearing) > 1:
        ids = ", ".join(one.id for one in bearing)
        raise Failure(phrase("several agreements bear the number {number}: {ids}", number=name, ids=ids))
    return bearing[0] if bearing else None


def the_one(loaded: LoadedRegister, name: str) -> Assessment:
    """The record of that id; a Failure says why there is none."""
    found = meant_by(name, [one.agreement for one in loaded.assessments])
    if found:
        return next(one for one in loaded.assessments if one.agreement is found)
    for broken in loaded.book.unreadable:
        if broken.id == name:
            text = phrase(
                "{id} cannot be read: {file}:{line}: {message}",
                id=name,
                file=broken.file,
                line=broken.line,
                message=broken.message,
            )
            raise Failure(text)
    if meant_by(name, loaded.book.agreements):
        raise Failure(phrase("{id} is not known yet on {day}", id=name, day=loaded.as_of))
    raise no_agreement(name, {one.agreement.id for one in loaded.assessments})


def no_agreement(name: str, ids: Iterable[str]) -> Failure:
    """That no record has an id, and the nearest few that there are."""
    return Failure(phrase("there is no agreement {id}", id=repr(name)), meant_instead(nearest_ids(name, ids)))
