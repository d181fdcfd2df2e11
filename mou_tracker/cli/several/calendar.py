"""`mou calendar` of several registers: one calendar, each event in the words of its own register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, write
from mou_tracker.cli.several.gather import Job, jobs_for, share, together
from mou_tracker.language.wording import Wording
from mou_tracker.overview.shares import Share, qualified
from mou_tracker.overview.texts import title
from mou_tracker.register.several import Named
from mou_tracker.status.agenda import agenda, kinds_meant
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.filters import Query

_FIRST, _END = b"BEGIN:VEVENT", b"END:VCALENDAR"


def one(job: Job) -> Share:
    """One register's share of the output."""
    return share(job, _made)


def _made(job: Job, loaded: LoadedRegister, query: Query, kept: list[Assessment]) -> Mapping[str, Any]:
    """The events alone, as a calendar of the register's own has them but for the key before ids and summaries."""
    from mou_tracker.views.calendar import calendar_bytes, events_of

    wanted = job.options["kinds"]
    found = agenda(qualified(kept, job.key), loaded.book.register, None)
    entries = [entry for entry in found if entry.kind in wanted and query.owns(entry.owner)]
    events = events_of(entries, loaded.identity)
    before, revision, head = job.options["before"], job.options["revision"], f"{job.key} · "
    whole = calendar_bytes(events, loaded.name, loaded.document_words, before, revision, head=head)
    body = whole[whole.index(_FIRST) : whole.rindex(_END)] if _FIRST in whole else b""
    return {"body": body.decode()}


def run(
    say: Wording,
    registers: Sequence[Named],
    kinds: tuple[tuple[str, ...], ...],
    dates: tuple[tuple[str, ...], ...],
    alarms: tuple[int, ...],
    no_alarms: bool,
    revision: int | None,
    target: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Write the calendar of several registers."""
    from mou_tracker.views.calendar import USUAL_ALARMS, calendar_bytes

    wanted = kinds_meant(kind for words in (*kinds, *dates) for kind in words)
    before = () if no_alarms else alarms or USUAL_ALARMS
    jobs = jobs_for(say, registers, as_of, given, kinds=wanted, before=before, revision=revision)
    run = together(one, jobs, target, options.query((), given))
    if failed := [one.key for one in run.shares if one.failed]:
        # What subscribes to the file would take the events that are missing for ones that were called off.
        hint = phrase("mend them, or name the others with -r")
        raise Failure(phrase("no calendar without {registers}, which cannot be read", registers=failed), hint)
    empty = calendar_bytes({}, run.documents(title(run.shares)), run.documents)
    head = empty[: empty.rindex(_END)]
    events = b"".join(str(one.body).encode() for one in sorted(run.shares, key=lambda one: one.key))
    write(head + events + empty[len(head) :], target)
    run.tell_notes()
    return run.ended
