"""`mou report` of several registers: a page of all with a tile for each; into a folder, with a page of each besides."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, files_read, write
from mou_tracker.cli.register import left_out as left_out_of_one
from mou_tracker.cli.several.gather import Job, jobs_for, share, together
from mou_tracker.language.wording import Wording
from mou_tracker.overview.data import pieces
from mou_tracker.overview.shares import Share
from mou_tracker.register.files import way_to
from mou_tracker.register.several import Named
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.filters import Query
from mou_tracker.views.lines import Quote

FIRST = "index"


def one(job: Job) -> Share:
    """One register's share of the page, and its own page where there is to be one."""
    return share(job, _made)


def _made(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> Mapping[str, Any]:
    from mou_tracker.report.overview import most_urgent
    from mou_tracker.report.page import report_html
    from mou_tracker.report.words import every_language

    made: dict[str, Any] = {"more": {"urgent": most_urgent(kept, every_language(job.say))}}
    if job.options["folder"]:
        says, notes = every_language(loaded.document_words), left_out_of_one(loaded, query, len(kept))
        base, contacts = partial(way_to, Path(job.options["folder"])), job.options["contacts"]
        proofs = _proofs(job, kept)
        page = report_html(loaded.book, kept, loaded.name, loaded.as_of, says, notes, base, contacts, proofs)
        made["body"] = job.kept(page)
    return made


def _proofs(job: Job, kept: list[Assessment]) -> Mapping[str, Sequence[Quote]]:
    """By id, what the documents of the records say, read now, where that was asked for."""
    if not job.options["proofs"]:
        return {}
    from mou_tracker.cli.documents import proofs

    return proofs(one.agreement for one in kept)


def run(
    say: Wording,
    registers: Sequence[Named],
    target: str | None,
    proofs: bool,
    contacts: bool,
    as_of: date | None,
    **given: Any,
) -> int:
    """Write the page of several registers, and each one's own where a folder is to take them."""
    from mou_tracker.report.overview import overview_html
    from mou_tracker.report.words import every_language

    folder = target if target and (target.endswith(("/", os.sep)) or Path(target).is_dir()) else None
    if (proofs or contacts) and not folder:
        text = phrase("--proofs and --contacts are for the registers' own pages: name a folder for them, -o FOLDER/")
        raise click.UsageError(say(text))
    asked: dict[str, Any] = {"folder": folder, "contacts": contacts, "proofs": proofs}
    jobs = jobs_for(say, registers, as_of, given, **asked)
    run = together(one, jobs, target, options.query((), given))
    page_of = (lambda key: f"{_name(key)}.html") if folder else (lambda key: "")
    page = overview_html(run.shares, every_language(run.documents), page_of, run.notes)
    if folder:
        _into(folder, {_name(one.key): one for one in run.shares if not one.failed}, page)
    else:
        write(page, target)
    run.tell_notes()
    return run.ended


def _name(key: str) -> str:
    """The name of a register's page; never that of the page of all."""
    return f"{key}-1" if key == FIRST else key


def _into(folder: str, pages: Mapping[str, Share], first: Any) -> None:
    from mou_tracker.register.output import put_out

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Failure(phrase("{path} is no folder", path=folder)) from None
    for name, made in pages.items():
        put_out(os.path.join(folder, f"{name}.html"), pieces(made.body), files_read())
    put_out(os.path.join(folder, f"{FIRST}.html"), first, files_read())
