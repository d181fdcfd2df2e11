"""`mou read`: facts from a signed text, each with the sentence that proves it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

import click
from click.core import ParameterSource

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.documents import ReadAgreement, each_read, together
from mou_tracker.cli.register import drawn, note_read, read_sources, write
from mou_tracker.language.wording import Wording
from mou_tracker.texts.shown import facts_json, facts_lines, unread_lines


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
            click.Option(["--new"], is_flag=True, help=say(phrase("Begin a record with what the texts state."))),
            click.Option(
                ["--for", "record"],
                metavar="ID",
                shell_complete=options.ids,
                help=say(phrase("Compare with a record: the same, different, lacking, not said.")),
            ),
            click.Option(["--write", "fill_in"], is_flag=True, help=say(phrase("Fill in what the record lacks."))),
            click.Option(
                ["--update"], is_flag=True, help=say(phrase("Correct what the record gives otherwise, as well."))
            ),
            *[
                click.Option([f"--{key}", name], metavar=meta, type=kind, help=say(text))
                for key, name, meta, kind, text in (
                    ("id", "name", "ID", None, phrase("With --new: its id.")),
                    ("partner", "partner", "NAME", None, phrase("With --new: with whom.")),
                    (
                        "country",
                        "country",
                        "COUNTRY",
                        inputs.Country(say),
                        phrase("With --new: the partner's country, as in MY or Malaysia."),
                    ),
                    ("kind", "kind", "KIND", None, phrase("With --new: the kind of cooperation.")),
                    ("into", "into", "FILE", None, phrase("With --new: the file of a folder register for it.")),
                )
            ],
            options.ahead(say),
            click.Option(["--dry-run"], is_flag=True, help=say(phrase("Print the difference and write nothing."))),
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
    )


def run(
    say: Wording,
    sources: tuple[str, ...],
    each: bool,
    ocr: bool,
    new: bool,
    record: str | None,
    fill_in: bool,
    update: bool,
    dry_run: bool,
    form: str,
    target: str | None,
    path: str | None,
    as_of: date | None,
    **given: str | None,
) -> int:
    """Print what the texts state."""
    if ocr:
        _need_tesseract()
    _agree(say)
    note_read(*map(Path, sources))
    authority = None if each else _authority(path)
    read = list(each_read(sources, ocr)) if each else [together(sources, ocr, authority)]
    if new or record:
        if all(one.page is None for one in read[0].unread) and len(read[0].unread) == len(sources):
            write(drawn(lambda _: unread_lines(read[0].unread, say), None), None)
            return 2
        from mou_tracker.cli.texts.record import begin, compare

        if record:
            return compare(say, read[0], record, path, as_of, fill_in, update, dry_run)
        return begin(say, read[0], given, path, as_of, dry_run, ocr and update)
    write(FORMATS[form](read, say, target), target)
    return status(read)


def _table(read: Sequence[ReadAgreement], say: Wording, target: str | None) -> str:
    def one(agreement: ReadAgreement) -> str:
        if status([agreement]) == 2:
            return drawn(lambda _: unread_lines(agreement.unread, say), target)
        return drawn(lambda _: facts_lines(agreement.files, agreement.facts, agreement.unread, say), target)

    return "\n".join(map(one, read))


def _json(read: Sequence[ReadAgreement], *_: object) -> str:
    return "".join(facts_json(one.files, one.facts, one.unread) for one in read)


def _yaml(read: Sequence[ReadAgreement], *_: object) -> str:
    from mou_tracker.cli.texts.record import record_yaml

    return "".join(record_yaml(one.facts, one.files) for one in read)


# THE table of formats, the default one first.
FORMATS: Mapping[str, Callable[[Sequence[ReadAgreement], Wording, str | None], str]] = {
    "table": _table,
    "json": _json,
    "yaml": _yaml,
}


def status(read: Sequence[ReadAgreement]) -> int:
    """0 if all was read, 1 if a file or page was not, 2 if nothing could be read at all."""
    failed = [one for one in read if any(unread.page is None for unread in one.unread)]
    if any(one.unread for one in read):
        return 2 if len(failed) == len(read) and not any(fact.proofs for one in read for fact in one.facts) else 1
    return 0


# What means nothing without one of others, and what prints or writes so that no other of these can.
_NEEDED = {
    "fill_in": ("record",),
    "update": ("record", "new"),
    **dict.fromkeys(("name", "partner", "country", "kind", "into"), ("new",)),
}
_ALONE = (("each", "new", "record"), ("form", "new", "record"), ("target", "new", "record"))


def _agree(say: Wording) -> None:
    """Refuse options that would be ignored, and those that exclude each other."""
    context = click.get_current_context()
    called = {one.name: max(one.opts, key=len) for one in context.command.params if one.name}
    given = [name for name in called if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
    for first, second in (pair for several in _ALONE for pair in combinations(several, 2)):
        if first in given and second in given:
            text = phrase("{options} do not go together", options=f"{called[first]}, {called[second]}")
            raise click.UsageError(say(text))
    for name, others in _NEEDED.items():
        if name in given and not any(other in given for other in others):
            text = phrase("{option} needs {other}", option=called[name], other=called[others[0]])
            raise click.UsageError(say(text))


def _authority(path: str | None) -> str | None:
    """The own side by the register, if there is one; broken registers are told of by what writes to them."""
    from mou_tracker.register.files import NoRegister, find_register
    from mou_tracker.register.procedures import ShippedProcedures
    from mou_tracker.register.read import read_book

    try:
        found = find_register(path, os.environ, Path.cwd())
    except NoRegister:
        return None
    if not found.exists():
        return None
    return read_book(read_sources(found), ShippedProcedures()).register.authority


def _need_tesseract() -> None:
    from mou_tracker.texts.files.ocr import available

    if not available():
        raise Failure(
            phrase("--ocr needs tesseract with the languages ind and eng"),
            phrase("on Debian: apt install tesseract-ocr tesseract-ocr-ind tesseract-ocr-eng"),
        )
