"""`mou check` of several registers: each by itself, the findings of the worst first, and how each fared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import click
from msgspec import Struct

from mou_tracker.basics.findings import Failure, Finding
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.check.formats.report import Checkup, Report
from mou_tracker.cli.register import lines_in, read_source
from mou_tracker.cli.several.processes import made, size_of
from mou_tracker.language.wording import Wording, wording
from mou_tracker.register import files
from mou_tracker.register.several import Named

FILES_AT_HAND = 8  # whose lines are kept while findings of other files are shown


class CheckJob(Struct, frozen=True):
    """A register to check, with the language of the screen, and whether its documents are read again."""

    key: str
    place: str
    path: Path
    language: str
    texts: bool
    refused: Phrase | None = None

    @property
    def say(self) -> Wording:
        """The words of the screen."""
        return wording(self.language)


class Found(Struct, frozen=True):
    """What is found in one register."""

    key: str
    place: str
    files: tuple[str, ...]
    findings: Sequence[Finding]
    agreements: int
    language: str
    told: str = ""
    """What goes to the standard error."""

    @property
    def checkup(self) -> Checkup:
        """How it fared, in numbers."""
        errors = sum(one.severity == "error" for one in self.findings)
        return Checkup(self.key, self.place, self.files, self.agreements, errors, len(self.findings) - errors)


def gathered(work: Callable[[CheckJob], Found], say: Wording, registers: Sequence[Named], texts: bool) -> list[Found]:
    """What is found in each, the worst first."""
    for one in registers:
        if not one.refused and not one.path.exists() and not one.path.is_symlink():
            raise Failure(phrase("there is no file or folder {path}", path=str(one.path)))
    jobs = [
        CheckJob(one.key, files.shown_path(one.path, Path.cwd()), one.path, say.language, texts, one.refused)
        for one in registers
    ]
    found = made(work, jobs, say, size_of(jobs))
    for register in found:
        click.echo(register.told, err=True, nl=False)
    return sorted(found, key=_order)


def _order(found: Found) -> tuple[int, int, str]:
    fared = found.checkup
    return -fared.errors, -fared.warnings, found.key


def report(
    found: Sequence[Found], say: Wording, from_root: Callable[[str], str], page_of: Callable[[str], str]
) -> Report:
    """All findings together."""
    return Report(
        [finding for one in found for finding in one.findings],
        [file for one in found for file in one.files],
        sum(one.agreements for one in found),
        say,
        _lines_of,
        from_root,
        page_of,
        registers=[one.checkup for one in found],
    )


@lru_cache(FILES_AT_HAND)
def _lines_of(file: str) -> Sequence[str]:
    """The lines of a file, read again: all files of many registers at once would fill the memory."""
    return lines_in(read_source(Path(file))[1])
