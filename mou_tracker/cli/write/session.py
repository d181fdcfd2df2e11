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
from mou_tracker.agreement.as_of import happening_later
from mou_tracker.agreement.procedure import Procedure
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure, Finding
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.check.rule_table import check_book
from mou_tracker.check.structural import sound
from mou_tracker.cli.options import AHEAD
from mou_tracker.cli.register import calendar, drawn, meant_by, no_agreement, read_sources, register_path, report
from mou_tracker.cli.write.questions import confirm, finished, is_terminal
from mou_tracker.edit.edits import Change, Contradiction, NewRecord
from mou_tracker.history.changes import changes
from mou_tracker.language.labels import worded
from mou_tracker.language.wording import Wording
from mou_tracker.parsing.recovery import Parsed
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.register.reread import read_again
from mou_tracker.status.assess import assess, connected
from mou_tracker.status.assessment import Assessment

MOST_SHOWN = 5
_MEANT = "mou.meant"


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

    def procedure(self, agreement: Agreement) -> Procedure | None:
        """The procedure of a record's kind; None where none is known."""
        return self.book.procedures.get(agreement.kind)

    def with_content(self, name: str, content: bytes, parsed: Parsed | None = None) -> EditSession:
        """The register as it would be with another content of one file, which may have been parsed already."""
        contents = {**self.contents, name: content}
        before = self.contents[name]
        raw = None if parsed or isinstance(before, Finding) else read_again(self.raw, name, before, content)
        known: dict[str, bytes | Parsed | Finding] = {**contents, name: parsed or content}
        return replace(self, contents=contents, raw=raw or read_book(known.items(), ShippedProcedures()))


def open_session(say: Wording, path: str | None, as_of: date | None = None) -> EditSession:
    """Read the register for an edit; what is broken in it is named on stderr and does not hinder edits elsewhere."""
    found = register_path(path)
    named = {files.shown_path(file, Path.cwd()): file for file in files.register_files(found)}
    contents = dict(read_sources(found))
    raw = read_book(contents.items(), ShippedProcedures())
    session = EditSession(found, named, contents, raw, as_of or clock.today(raw.register.timezone), say)
    report(session.book, say)
    return session


def located(session: EditSession, name: str) -> tuple[str, str]:
    """The file and the id of a record, broken or not; a Failure says why there is none."""
    for broken in session.book.unreadable:
        if broken.id == name:
            only_one(session, name)
            return broken.file, name
    agreement = agreement_of(session, name)
    return agreement.file, agreement.id


def only_one(session: EditSession, name: str) -> None:
    """Refuse an id that several records have; all are named."""
    places = [(one.file, one.line) for one in session.raw.agreements if one.id == name]
    places += [(one.file, one.line) for one in session.raw.unreadable if one.id == name]
    if len(places) > 1:
        where = ", ".join(f"{file}:{line}" for file, line in places)
        raise Failure(
            phrase("{n} records have the id {id}: {places}", n=len(places), id=name, places=where),
            phrase("give each an id of its own; until then none of them is edited"),
        )


def agreement_of(session: EditSession, name: str) -> Agreement:
    """The record of an id; a Failure says why there is none."""
    only_one(session, name)
    found = meant_by(name, session.book.agreements)
    if found:
        return found
    if any(broken.id == name for broken in session.book.unreadable):
        raise _has_errors(phrase("{id} cannot be edited while it has errors", id=name), name)
    raise no_agreement(name, session.ids)


def agreement_to_mend(session: EditSession, name: str) -> Agreement:
    """The record of an id, or what can be read of it where it has errors; a Failure says why there is none."""
    only_one(session, name)
    known = (*session.raw.agreements, *(one.agreement for one in session.raw.damaged))
    return meant_by(name, known) or agreement_of(session, name)


def standing(session: EditSession, name: str) -> Assessment | None:
    """How the record of an id stands on the day; None where it lies ahead of it."""
    found = assess(session.book, session.today, calendar(session.book), {name})
    return next((one for one in found if one.agreement.id == name), None)


def _has_errors(text: Phrase, name: str) -> Failure:
    return Failure(text, phrase("mou edit {id} opens it with its errors; mou check shows them too", id=name))


def change(session: EditSession, agreement: Agreement, wanted: Callable[[], list[Change]], dry_run: bool) -> int:
    """Carry out changes of one record. One with errors is written only if it has none after that."""
    mended = None if any(one.id == agreement.id for one in session.book.agreements) else agreement.id
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
    return put(session, agreement.file, lambda _: new, dry_run, mended)


def _unchanged(session: EditSession, agreement: Agreement) -> int:
    finished()
    click.echo(session.say(phrase("{id} says so already; nothing was changed", id=agreement.id)))
    return 0


def add(session: EditSession, name: str, records: list[NewRecord], dry_run: bool) -> int:
    """Carry out the adding of records to one file."""
    from mou_tracker.edit.apply import with_records

    return put(session, name, lambda data: with_records(data, records), dry_run)


def put(
    session: EditSession, name: str, edit: Callable[[bytes], bytes], dry_run: bool, mended: str | None = None
) -> int:
    """Check the result of an edit of one file, then show it as a patch or write it; returns the exit status.

    `mended` is the id of a record that must have lost its errors by the edit.
    """
    old, new = edited(session, name, edit)
    after = session.with_content(name, new)
    found = fresh(session, after)
    if refused(found, after) or not ahead_is_meant(session, after):
        return 1
    show(found, after)
    if mended and all(one.id != mended for one in after.book.agreements):
        raise _has_errors(phrase("{id} would still have errors; nothing was written", id=mended), mended)
    finished()
    if dry_run:
        from mou_tracker.edit.patch import patch

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


def fresh(before: EditSession, after: EditSession) -> list[Finding]:
    """What the check would newly find, by place."""
    from mou_tracker.check.formats.report import fingerprints

    old, new = (
        sorted([*d.raw.diagnostics, *check_book(d.raw)], key=lambda f: (f.file, f.span)) for d in (before, after)
    )
    known = set(fingerprints(old))
    return [finding for finding, name in zip(new, fingerprints(new), strict=True) if name not in known]


def refused(found: list[Finding], after: EditSession) -> bool:
    """Whether an error is among what the check would newly find: it is named then."""
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        show(errors, after)
        click.echo(after.say(phrase("Nothing was written: the check would find this in the result.")), err=True)
    return bool(errors)


def show(findings: list[Finding], session: EditSession) -> None:
    """Findings with their lines, the first few of them."""
    from mou_tracker.check.formats.full import blocks
    from mou_tracker.check.formats.report import Report

    shown = findings[:MOST_SHOWN]
    for block in blocks(Report(shown, (), 0, session.say, lambda file: _lines(session.contents[file]))):
        click.echo(block, err=True, nl=False)
    if more := len(findings) - len(shown):
        click.echo(session.say(plural("{n} more finding: mou check", "{n} more findings: mou check", more)), err=True)


def ahead_is_meant(before: EditSession, after: EditSession) -> bool:
    """Whether what an edit newly says to have happened after today is meant.

    Asked on a terminal, and told there if nothing is written by that; elsewhere a Failure without `--ahead`.
    """
    old = {one.id: one for one in before.raw.agreements}
    for one in after.raw.agreements:
        was = old.get(one.id)
        if one == was:
            continue
        known = happening_later(was, before.today) if was else set()
        for field, day in sorted(happening_later(one, before.today) - known):
            if not is_terminal() and not click.get_current_context().meta.get(AHEAD):
                called = worded(field, after.procedure(one))
                text = phrase("{field} {day} is after today, {today}", field=called, day=day, today=before.today)
                raise Failure(text, phrase("--ahead records it if it is meant"))
            if not meant_ahead(before, day):
                click.echo(before.say(phrase("Nothing was written.")), err=True)
                return False
    return True


def meant_ahead(session: EditSession, day: DateSpan) -> bool:
    """Whether a day is past or today, or, though it is ahead, meant; asked once."""
    meta = click.get_current_context().meta
    if day.earliest <= session.today or meta.get(AHEAD) or day in meta.setdefault(_MEANT, set()):
        return True
    if confirm(session.say, phrase("{day} is after today. Is it meant?", day=day), default=False):
        meta[_MEANT].add(day)
        return True
    return False


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
