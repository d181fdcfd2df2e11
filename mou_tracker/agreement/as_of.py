"""The register as it was known on a day: what is dated later has not happened yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from mou_tracker.agreement.record import UNKNOWN_SIGNING, Agreement, FollowUp, Step, leaves
from mou_tracker.basics.dates import Bound, DateSpan
from mou_tracker.basics.patterns import pattern


def events(agreement: Agreement) -> list[DateSpan]:
    """The dates at which something happened to the record: they decide whether it is known and when it last moved."""
    found = [agreement.since] if agreement.since else []
    found += agreement.signing_days
    for step in agreement.steps:
        found += step.days
    for extension in agreement.extensions:
        found.append(extension.signed)
    if agreement.notice_given:
        found.append(agreement.notice_given)
    if agreement.closed:
        found.append(agreement.closed.on)
    return found


def happened(agreement: Agreement) -> Sequence[DateSpan]:
    """The events that tell whether the record is known: a closing alone does not where it is known when it began.

    The closing that lies ahead of an agreement whose day of signing nobody knows is announced, not its first news.
    """
    if not (agreement.closed and agreement.starts):
        return events(agreement)
    found = events(agreement)
    return (agreement.starts,) if len(found) == 1 else found


_HAPPENED = pattern(
    r"notice_given|renewal\.decided|(signed|activities)\[.*\]\.on|extensions\[.*\]\.signed|follow_ups\[.*\]\.done"
    r"|steps\[.*\]\.(received|started|done)"
)


def happening_later(agreement: Agreement, day: date) -> set[tuple[str, DateSpan]]:
    """The fields whose dates say that something has happened, though they lie after a day: a slip, or known ahead.

    A closing is none of them: it is announced.
    """
    return {
        (path.replace("[].on", ""), value)
        for path, value in leaves(agreement)
        if isinstance(value, DateSpan) and value.earliest > day and _HAPPENED.fullmatch(path)
    }


def first_known(agreement: Agreement) -> DateSpan | None:
    """When a record was first known of; None where nothing in it is dated."""
    days = happened(agreement)
    return max(agreement.since, min(days)) if agreement.since else min(days, default=None)


def exact(agreement: Agreement, happened: Sequence[DateSpan] | None = None) -> bool:
    """Whether every date that decides its status is known to the day; `happened` are its events, if at hand."""
    spans = [*(events(agreement) if happened is None else happened), agreement.starts, agreement.ends]
    for extension in agreement.extensions:
        spans += (extension.starts, extension.ends)
    return not [span for span in spans if span is not None and span[0] != span[1]]


def as_known(agreement: Agreement, as_of: date, bound: Bound = 0) -> Agreement | None:
    """The record as known at the end of `as_of`, None if it was not known yet.

    A partial date counts from its earliest day (bound 0), or from its latest one (bound 1). What is in force by its own
    dates has a signature on an unknown day here.
    """
    days = [span[bound] for span in happened(agreement)]
    if (agreement.since and agreement.since[bound] > as_of) or (days and min(days) > as_of):
        return None
    if (not days or max(days) <= as_of) and not _later(agreement, as_of, bound):
        return with_signing(agreement)
    known = _without_later(agreement, as_of, bound)
    if agreement.in_force_by_dates and (not agreement.steps or agreement.signing_done(known.steps)):
        return replace(known, signed=UNKNOWN_SIGNING)
    return known


def with_signing(agreement: Agreement) -> Agreement:
    """The record with a signature on an unknown day, if it is in force by its own dates and names none."""
    return replace(agreement, signed=UNKNOWN_SIGNING) if agreement.in_force_by_dates else agreement


def _later(agreement: Agreement, as_of: date, bound: Bound) -> bool:
    """Whether anything that is no event of the record lies after the day."""
    decided = agreement.renewal.decided
    if decided and decided[bound] > as_of:
        return True
    if not agreement.follow_ups and not agreement.activities:  # as of nearly all
        return False
    return any(f.done and f.done[bound] > as_of for f in agreement.follow_ups) or any(
        activity.on[bound] > as_of for activity in agreement.activities
    )


def _without_later(agreement: Agreement, as_of: date, bound: Bound) -> Agreement:
    def past(span: DateSpan | None) -> DateSpan | None:
        return span if span and span[bound] <= as_of else None

    signing = agreement.signing
    renewal = agreement.renewal
    if renewal.decided and not past(renewal.decided):
        renewal = replace(renewal, decision=None, decided=None)
    return replace(
        agreement,
        signed=agreement.signed if signing is None or past(signing) else (),
        renewal=renewal,
        notice_given=past(agreement.notice_given),
        extensions=tuple(e for e in agreement.extensions if past(e.signed)),
        closed=agreement.closed if agreement.closed and past(agreement.closed.on) else None,
        steps=(*_steps(agreement, as_of, bound), *_signing_begun(agreement, as_of, bound)),
        follow_ups=tuple(_known_follow_up(f, as_of, bound) for f in agreement.follow_ups),
        activities=tuple(activity for activity in agreement.activities if past(activity.on)),
    )


def _steps(agreement: Agreement, as_of: date, bound: Bound) -> Iterator[Step]:
    return (known for step in agreement.steps if (known := _known_step(step, as_of, bound)))


def _signing_begun(agreement: Agreement, as_of: date, bound: Bound) -> Iterator[Step]:
    """The signing is under way from the first signature to the last one, if the path does not say so itself."""
    signing = agreement.signing
    begun = min((day for day in agreement.signing_days if day[bound] <= as_of), default=None)
    if (
        signing
        and signing[bound] > as_of
        and begun
        and not any(s.step == agreement.signing_step for s in agreement.steps)
    ):
        yield Step(agreement.signing_step, started=begun)


def _known_step(step: Step, as_of: date, bound: Bound) -> Step | None:
    days = {name: getattr(step, name) for name in ("received", "started", "done")}
    past: dict[str, Any] = {name: span if span and span[bound] <= as_of else None for name, span in days.items()}
    if past == days:
        return step
    if not any(past.values()):
        return None
    return replace(step, **past, outcome=step.outcome if past["done"] else None)


def _known_follow_up(follow_up: FollowUp, as_of: date, bound: Bound) -> FollowUp:
    if follow_up.done and follow_up.done[bound] > as_of:
        return replace(follow_up, done=None)
    return follow_up
