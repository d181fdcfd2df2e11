"""What every command that writes does: open the register, check the result of an edit, show it or write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from mou_tracker import clock
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.basics.findings import Failure, Finding
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.check.rule_table import check_book
from mou_tracker.check.structural import sound
from mou_tracker.cli.register import calendar, drawn, no_agreement, read_sources, register_path, report
from mou_tracker.edit.edits import Change, Contradiction, NewRecord
from mou_tracker.history.changes import changes
from mou_tracker.language.wording import Wording
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.register.reread import read_again
from mou_tracker.status.assess import assess, connected
from mou_tracker.status.filters import is_number

MOST_SHOWN = 5


class EditSession(Struct, frozen=True, dict=True):
    """A register opened for editing: its files by the names that people see, their contents, and what they say."""

    path: Path
    files: Mapping[str, Path]
    contents: Mapping[str, bytes | Finding]
    raw: Book
    today: date
    say: Wording

    @cached_property
    def book(self) -> Book:
        """The register without the records that contradict themselves."""
        return sound(self.raw)

    @property
    def ids(self) -> set[str]:
        """The ids of all records, broken ones too."""
        broken = {one.id for one in self.raw.unreadable if one.id}
        return {one.id for one in self.raw.agreements} | broken

    def with_content(self, name: str, content: bytes) -> EditSession:
        """The register as it would be with another content of one file."""
        contents = {**self.contents, name: content}
        before = self.contents[name]
        raw = None if isinstance(before, Finding) else read_again(self.raw, name, before, content)
        return replace(self, contents=contents, raw=raw or read_book(contents.items(), ShippedProcedures()))


def open_session(say: Wording, path: str | None, as_of: date | None = None) -> EditSession:
    """Read the register for an edit; what is broken in it is named on stderr and does not hinder edits elsewhere."""
    found = register_path(path)
    named = {files.shown_path(file, Path.cwd()): file for file in files.register_files(found)}
    contents = dict(read_sources(found))
    raw = read_book(contents.items(), ShippedProcedures())
    session = EditSession(found, named, contents, raw, as_of or clock.today(raw.register.timezone), say)
    report(session.book, say)
    return session


def agreement_of(session: EditSession, name: str) -> Agreement:
    """The record of an id; a Failure says why there is none."""
    places = [(one.file, one.line) for one in session.raw.agreements if one.id == name]
    places += [(one.file, one.line) for one in session.raw.unreadable if one.id == name]
    if len(places) > 1:
        where = ", ".join(f"{file}:{line}" for file, line in places)
        raise Failure(
            phrase("{n} records have the id {id}: {places}", n=len(places), id=name, places=where),
            phrase("give each an id of its own; until then none of them is edited"),
        )
    for agreement in session.book.agreements:
        if agreement.id == name:
            return agreement
    bearing = [agreement for agreement in session.book.agreements if is_number(name, agreement)]
    if len(bearing) == 1:
        return bearing[0]
    if any(broken.id == name for broken in session.book.unreadable):
        raise Failure(phrase("{id} cannot be edited while it has errors", id=name), phrase("mou check shows them"))
    raise no_agreement(name, session.ids)


def change(session: EditSession, agreement: Agreement, wanted: Callable[[], list[Change]], dry_run: bool) -> int:
    """Carry out changes of one record."""
    try:
        found = wanted()
    except Contradiction as contradiction:
        raise Failure(contradiction.message, contradiction.hint) from None
    if not found:
        return _unchanged(session, agreement)
    from mou_tracker.edit.apply import with_changes

    at = agreement.places[""][:2]
    old, new = edited(session, agreement.file, lambda data: with_changes(data, agreement.id, found, at))
    if old == new:
        return _unchanged(session, agreement)
    return put(session, agreement.file, lambda _: new, dry_run)


def _unchanged(session: EditSession, agreement: Agreement) -> int:
    click.echo(session.say(phrase("{id} says so already; nothing was changed", id=agreement.id)))
    return 0


def add(session: EditSession, name: str, records: list[NewRecord], dry_run: bool) -> int:
    """Carry out the adding of records to one file."""
    from mou_tracker.edit.apply import with_records

    return put(session, name, lambda data: with_records(data, records), dry_run)


def put(session: EditSession, name: str, edit: Callable[[bytes], bytes], dry_run: bool) -> int:
    """Check the result of an edit of one file, then show it as a patch or write it; returns the exit status."""
    old, new = edited(session, name, edit)
    after = session.with_content(name, new)
    if refused(session, after):
        return 1
    if dry_run:
        from mou_tracker.edit.apply import patch

        click.echo(patch(name, old, new), nl=False)
        return 0
    write(session, name, old, new)
    tell(session, after, name)
    return 0


def edited(session: EditSession, name: str, edit: Callable[[bytes], bytes]) -> tuple[bytes, bytes]:
    """A file's content before and after an edit; a Failure if it cannot be edited."""
    from mou_tracker.edit.insert import CannotPlace, NotAllowed

    old = session.contents[name]
    if isinstance(old, Finding):
        raise Failure(old.message)
    try:
        return old, edit(old)
    except CannotPlace:
        text = phrase("{file} is laid out so that this cannot be put in without changing more of it", file=name)
        raise Failure(text, phrase("edit this record by hand; mou check says whether it is right")) from None
    except NotAllowed as error:
        raise Failure(phrase("{text} holds a character that no register may hold", text=repr(error.text))) from None
    except UnicodeDecodeError:
        raise Failure(phrase("{file} is not UTF-8", file=name), phrase("save the file as UTF-8")) from None


def refused(before: EditSession, after: EditSession) -> bool:
    """Name what the check would newly find; True if an error is among it."""
    from mou_tracker.check.formats.full import blocks
    from mou_tracker.check.formats.report import Report, fingerprints

    old, new = (
        sorted([*d.raw.diagnostics, *check_book(d.raw)], key=lambda f: (f.file, f.span)) for d in (before, after)
    )
    known = set(fingerprints(old))
    fresh = [finding for finding, name in zip(new, fingerprints(new), strict=True) if name not in known]
    errors = [finding for finding in fresh if finding.severity == "error"]
    shown = (errors or fresh)[:MOST_SHOWN]
    for block in blocks(Report(shown, (), 0, after.say, lambda file: _lines(after.contents[file]))):
        click.echo(block, err=True, nl=False)
    more = len(errors or fresh) - len(shown)
    if more:
        click.echo(after.say(plural("{n} more finding: mou check", "{n} more findings: mou check", more)), err=True)
    if errors:
        click.echo(after.say(phrase("Nothing was written: the check would find this in the result.")), err=True)
    return bool(errors)


def _lines(content: bytes | Finding) -> list[str]:
    return content.decode(errors="replace").split("\n") if isinstance(content, bytes) else []


def write(session: EditSession, name: str, old: bytes, new: bytes) -> None:
    """Write the file, whole or not at all; a Failure if it is not what it was."""
    from mou_tracker.register.output import ChangedMeanwhile, replace_file

    try:
        replace_file(session.files[name], old, new)
    except ChangedMeanwhile:
        raise Failure(
            phrase("{file} was changed meanwhile; nothing was written", file=name), phrase("run the command again")
        ) from None


def tell(before: EditSession, after: EditSession, name: str) -> None:
    """Say in words what was recorded, and how the status moved by it."""
    from mou_tracker.history.view import change_lines

    old, new = ({one.id: one for one in session.book.agreements} for session in (before, after))
    differing = (id for id in old.keys() | new.keys() if old.get(id) != new.get(id))
    ids = connected((before.book, after.book), differing)
    stood, stands = (assess(session.book, session.today, calendar(session.book), ids) for session in (before, after))
    found = changes(before.book, after.book, stood, stands)
    click.echo(drawn(lambda _: change_lines(found, before.say), None), nl=False)
    click.echo(before.say(_written(name)), err=True)


def _written(name: str) -> Phrase:
    return phrase("written to {file}", file=name)
