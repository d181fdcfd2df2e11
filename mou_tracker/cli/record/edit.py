"""`mou edit`: one record alone in an editor; what comes back is checked, shown and written, and never lost."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

import click
from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.findings import Failure, Finding
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.formats.report import SEVERITIES
from mou_tracker.cli import options
from mou_tracker.cli.record.editor import edit_file, editor
from mou_tracker.cli.write.prompts import editing, name_or_ask, record_argument
from mou_tracker.cli.write.questions import confirm, finished, is_terminal, joined, need
from mou_tracker.cli.write.session import EditSession, ahead_is_meant, fresh, located, open_session, show, tell, write
from mou_tracker.edit.excerpt import Excerpt, excerpt, mark_for, reaches_beyond, with_notes, without_notes
from mou_tracker.language.wording import Wording
from mou_tracker.mail.ledger_place import Unusable, state_folder
from mou_tracker.register.drafts import BeingEdited, Draft, held
from mou_tracker.register.files import home_folder


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Open a record alone in your editor ($VISUAL, $EDITOR). On closing it is checked, shown as a difference "
            "and written; with errors it opens again, each beside its line. Nothing typed is lost."
        )
    )
    resume = say(phrase("Go on with the text that was left off, without being asked."))
    return options.make(
        "edit",
        say,
        text,
        run,
        [
            record_argument(),
            click.Option(["--resume"], is_flag=True, help=resume),
            *editing(say, replace=False),
        ],
    )


def run(say: Wording, name: str | None, resume: bool, dry_run: bool, path: str | None, as_of: date | None) -> int:
    """Edit the record until it is sound, unchanged, or left off."""
    need(say, {"ID": name})
    program = editor(os.environ, is_terminal())
    session = open_session(say, path, as_of)
    file, id = located(session, name_or_ask(session, name, lambda _: True))
    finished()
    old = session.contents[file]
    if isinstance(old, Finding):
        raise Failure(old.message)
    work = _Work(session, file, id, old, _excerpt(old, file, id), program)
    with _draft(session, id) as draft, _kept_if_left(draft, work):
        begun = _begin(work, draft, resume)
        return _until_sound(work, draft, begun, dry_run)


class _Work(Struct, frozen=True):
    """One record being edited: its file's content, and its part of it."""

    session: EditSession
    file: str
    id: str
    old: bytes
    part: Excerpt
    program: list[str]

    @property
    def say(self) -> Wording:
        return self.session.say


class _Result(NamedTuple):
    """The file with another text of the record, the register as it would be then, and what a check would newly find."""

    new: bytes
    after: EditSession
    found: Sequence[Finding]

    @classmethod
    def of(cls, work: _Work, typed: str) -> _Result:
        """What becomes of a typed text."""
        new = work.part.file_with(typed)
        after = work.session.with_content(work.file, new)
        return cls(new, after, fresh(work.session, after))

    @property
    def errors(self) -> list[Finding]:
        """What keeps it from being written."""
        return [one for one in self.found if one.severity == "error"]


class _Text(NamedTuple):
    """A text to open, with notes above it and beside its lines; `again` after errors in what was typed."""

    text: str
    head: Sequence[str]
    beside: dict[int, list[str]]
    again: bool = False


def _excerpt(old: bytes, file: str, id: str) -> Excerpt:
    try:
        return excerpt(old, id)
    except UnicodeDecodeError:
        raise Failure(phrase("{file} is not UTF-8", file=file), phrase("save the file as UTF-8")) from None
    except LookupError:
        text = phrase("{id} cannot be cut out of {file} as it is written", id=id, file=file)
        raise Failure(text, phrase("mou check shows what is wrong; edit the file itself")) from None


@contextmanager
def _draft(session: EditSession, id: str) -> Iterator[Draft]:
    try:
        folder = state_folder(os.environ, home_folder())
    except Unusable as error:
        raise Failure(error.message, error.hint) from None
    try:
        with held(folder, session.path, id) as draft:
            yield draft
    except BeingEdited:
        raise Failure(phrase("{id} is open in another mou edit", id=id), phrase("close that one first")) from None


@contextmanager
def _kept_if_left(draft: Draft, work: _Work) -> Iterator[None]:
    """Whatever ends the edit, a text that is not in the register is kept, and said to be."""
    try:
        yield
    finally:
        if draft.exists() and _left(draft.kept()) != "":
            # Of several registers that were named the one of this record, by whose own id it is called.
            named = click.get_current_context().params.get("path")
            where = ["-r", str(work.session.path)] if named else []
            goes_on = joined(["mou", "edit", work.id, "--resume", *where])
            text = phrase("Your text is kept in {path}; go on with: {command}", path=str(draft.path), command=goes_on)
            click.echo(escape_text(work.say(text)), err=True)
        else:
            draft.drop()


def _left(kept: tuple[str, str] | None) -> str | None:
    """What was typed of a kept text, empty if it says what the record said; None where it cannot be read."""
    if kept is None:
        return None
    typed = without_notes(kept[0], mark_for(kept[1]))
    return "" if typed.strip() == kept[1].strip() or not typed.strip() else typed


def _begin(work: _Work, draft: Draft, resume: bool) -> _Text:
    """The text to open: the record as it is, or one that was left off."""
    say, kept = work.say, draft.kept() if draft.exists() else None
    typed = _left(kept)
    if not draft.exists() or typed == "":
        if resume:
            hint = phrase("mou edit {id} opens it", id=work.id)
            raise Failure(phrase("no text of {id} was left off", id=work.id), hint)
    elif not resume or kept is None:
        asked = phrase("A text of {id} was left off on {day}. Go on with it?", id=work.id, day=draft.since().date())
        resume = kept is not None and is_terminal() and confirm(say, asked, default=True)
        if not resume:
            aside = draft.set_aside()
            click.echo(say(phrase("The text that was left off before is now {path}", path=str(aside))), err=True)
    if kept and typed and resume:
        errors = _Result.of(work, typed).errors
        head, beside = _notes(work, errors, typed)
        return _Text(typed, [*_meanwhile(work, kept[1]), *head], beside, bool(errors))
    errors = [one for one in work.session.book.diagnostics if one.severity == "error" and one.file == work.file]
    ours = [one for one in errors if 0 <= work.part.line_of(one.span.line) < len(work.part.lines)]
    return _Text(work.part.text, *_notes(work, ours, work.part.text))


def _meanwhile(work: _Work, was: str) -> list[str]:
    """What became of the record in the register since a text was left off."""
    now = work.part.text
    if now == was:
        return []
    import difflib

    made = difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=0)
    lines = [escape_text(line) for line in made if not line.startswith(("---", "+++", "@@"))]
    return [work.say(phrase("Meanwhile the register has got these lines, which your text would undo:")), *lines]


def _until_sound(work: _Work, draft: Draft, begun: _Text, dry_run: bool) -> int:
    """Open the text until what comes back can be written, is as it was, or is left off."""
    say, mark = work.say, mark_for(work.part.text)
    now = begun
    while True:
        shown = with_notes(now.text, mark, [*_how(work, mark), *now.head], now.beside)
        draft.begin(shown, work.part.text)
        status = edit_file(work.program, draft.path)
        try:
            typed = without_notes(draft.read(), mark)
        except (OSError, ValueError) as error:
            raise Failure(phrase("the edited text cannot be read: {why}", why=str(error) or draft.path.name)) from None
        if status:
            raise Failure(phrase("the editor ended with status {status}; nothing was written", status=status))
        if typed.strip() in ("", work.part.text.strip()):
            draft.drop()
            click.echo(say(phrase("{id} is as it was; nothing was changed", id=work.id)))
            return 0
        result = _Result.of(work, typed)
        again = _again(work, typed, result)
        if again is None:
            return _put(work, draft, result, dry_run)
        if now.again and typed.strip() == now.text.strip():
            show(result.errors, result.after)
            click.echo(say(phrase("Nothing was written: the check would find this in the result.")), err=True)
            return 1
        now = again


def _again(work: _Work, typed: str, result: _Result) -> _Text | None:
    """The text to open once more where it cannot be taken, with what is wrong beside its lines."""
    if result.errors:
        return _Text(typed, *_notes(work, result.errors, typed), True)
    if reaches_beyond(work.old, result.new, work.id):
        why = phrase("This reaches beyond the record: a quote or bracket is open, or it is more than one record.")
        return _Text(typed, [work.say(why)], {}, True)
    return None


def _how(work: _Work, mark: str) -> list[str]:
    """What an editor shows above the record."""
    what = phrase("{id} in {file}: save and close, and what was changed is recorded.", id=work.id, file=work.file)
    unchanged = phrase("Lines that begin with {mark} go again. Left as it is, or empty, it changes nothing.", mark=mark)
    return [escape_text(work.say(what)), work.say(unchanged)]


def _notes(work: _Work, findings: Sequence[Finding], text: str) -> tuple[list[str], dict[int, list[str]]]:
    """Findings as notes: beside the lines of the text that they are about, the others above it."""
    head: list[str] = []
    beside: dict[int, list[str]] = {}
    last = len(text.rstrip("\n").split("\n"))
    for finding in findings:
        said = escape_text(f"{work.say(SEVERITIES[finding.severity])}: {work.say(finding.message)}")
        hint = [escape_text(f"  {work.say(finding.hint)}")] if finding.hint else []
        line = work.part.line_of(finding.span.line)
        if finding.file == work.file and 0 <= line < last:
            beside.setdefault(line, []).extend([f"^ {said}", *hint])
        else:
            head += [escape_text(f"{finding.file}:{finding.span.line}: ") + said, *hint]
    return head, beside


def _put(work: _Work, draft: Draft, result: _Result, dry_run: bool) -> int:
    """Show the difference and write it."""
    from mou_tracker.edit.patch import patch

    if not ahead_is_meant(work.session, result.after):
        return 1
    show([one for one in result.found if one.severity == "warning"], result.after)
    click.echo(patch(work.file, work.old, result.new), nl=False)
    if dry_run:
        return 0
    write(work.session, work.file, work.old, result.new)
    draft.drop()
    tell(work.session, result.after, work.file)
    return 0
