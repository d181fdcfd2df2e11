"""What a reminder says: one sentence with the day and the true number of days, and a short form for the subject."""

from __future__ import annotations

from collections.abc import Callable

from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.reminders.due import Notice
from mou_tracker.reminders.milestones import Milestone


def sentence(about: Milestone | Notice) -> Phrase:
    """The fact itself, in the tense that is true on the day."""
    if isinstance(about, Notice):
        return about.text
    return _SENTENCES[about.kind](about)


def short(about: Milestone | Notice) -> Phrase:
    """The fact in a few words, with the partner."""
    if isinstance(about, Notice):
        return _NOTICES[about.kind]
    partner = about.assessment.agreement.partner.name
    return phrase("{partner}: {what}", partner=partner, what=_SHORT[about.kind](about))


def doubt(milestone: Milestone) -> Phrase | None:
    """That a day is not certain, and how exactly it is known; None where it is."""
    if milestone.certain:
        return None
    if milestone.last and not milestone.last.certain:
        return phrase("the last day is only known as {last}; this counts from its earliest day", last=milestone.last)
    return phrase("the day is only known as {day}; this counts from the earliest one", day=milestone.day)


def lapsed(milestone: Milestone) -> bool:
    """Whether the agreement is surely over, and not only perhaps."""
    return milestone.assessment.status == "lapsed"


def _last_day(about: Milestone) -> Phrase:
    n, day = -about.days, about.day.earliest
    if lapsed(about):
        last = about.last or about.day
        return plural(
            "lapsed: the last day in force was {last}, {n} day ago",
            "lapsed: the last day in force was {last}, {n} days ago",
            n,
            last=last,
        )
    return plural(
        "it may have lapsed: the last day in force was {day} at the earliest, {n} day ago",
        "it may have lapsed: the last day in force was {day} at the earliest, {n} days ago",
        n,
        day=day,
    )


def _sign_by(about: Milestone) -> Phrase:
    n, day = about.days, about.day.earliest
    if n > 0:
        return plural("sign the renewal by {day}: {n} day left", "sign the renewal by {day}: {n} days left", n, day=day)
    if n == 0:
        return phrase("today, {day}, is the last day to sign the renewal without a gap", day=day)
    return plural(
        "the renewal should have been signed by {day}, {n} day ago",
        "the renewal should have been signed by {day}, {n} days ago",
        -n,
        day=day,
    )


def _notice_by(about: Milestone) -> Phrase:
    n, day = about.days, about.day.earliest
    if n > 0:
        return plural(
            "give notice by {day} or it renews by itself: {n} day left",
            "give notice by {day} or it renews by itself: {n} days left",
            n,
            day=day,
        )
    return phrase("today, {day}, is the last day to give notice; else it renews by itself", day=day)


def _safe_start(about: Milestone) -> Phrase:
    n, day, step = about.days, about.day.earliest, about.subject
    if n > 0:
        return plural(
            "start the renewal ({step}) by {day} to sign in time: {n} day left",
            "start the renewal ({step}) by {day} to sign in time: {n} days left",
            n,
            step=step,
            day=day,
        )
    if n == 0:
        return phrase("today, {day}, is the latest safe start of the renewal ({step})", step=step, day=day)
    return plural(
        "the renewal ({step}) should have started by {day}, {n} day ago",
        "the renewal ({step}) should have started by {day}, {n} days ago",
        -n,
        step=step,
        day=day,
    )


def _approval(about: Milestone) -> Phrase:
    n, day, step = about.days, about.day.earliest, about.subject
    if n > 0:
        return plural(
            "{step} is due on {day}: {n} day left", "{step} is due on {day}: {n} days left", n, step=step, day=day
        )
    if n == 0:
        return phrase("{step} is due today, {day}", step=step, day=day)
    return plural(
        "{step} was due on {day}, {n} day ago", "{step} was due on {day}, {n} days ago", -n, step=step, day=day
    )


def _follow_up(about: Milestone) -> Phrase:
    n, day, what = about.days, about.day.earliest, about.subject
    if n > 0:
        return plural(
            "promised for {day}, {n} day left: {what}",
            "promised for {day}, {n} days left: {what}",
            n,
            day=day,
            what=what,
        )
    if n == 0:
        return phrase("promised for today, {day}: {what}", day=day, what=what)
    return plural(
        "promised for {day}, {n} day ago: {what}", "promised for {day}, {n} days ago: {what}", -n, day=day, what=what
    )


def _renewed_itself(about: Milestone) -> Phrase:
    course, day = about.assessment.course, about.day.earliest
    assert course is not None
    if course.times_renewed < course.times_certain:
        return phrase("no notice was given by {day}, so it goes on by itself after {last}", day=day, last=about.last)
    return phrase(
        "no notice was given by {day}, so it has renewed by itself; the last day is now {last}",
        day=day,
        last=about.last,
    )


_SENTENCES: dict[str, Callable[[Milestone], Phrase]] = {
    "last-day": _last_day,
    "sign-by": _sign_by,
    "notice-by": _notice_by,
    "safe-start": _safe_start,
    "approval": _approval,
    "follow-up": _follow_up,
    "renewed-itself": _renewed_itself,
}


def _short_end(about: Milestone) -> Phrase:
    if not lapsed(about):
        return phrase("may have lapsed")
    return plural("lapsed {n} day ago", "lapsed {n} days ago", -about.days)


def _short_sign(about: Milestone) -> Phrase:
    if about.days < 0:
        return phrase("too late to sign without a gap")
    return plural("{n} day left to sign the renewal", "{n} days left to sign the renewal", about.days)


def _short_notice(about: Milestone) -> Phrase:
    return plural("{n} day left to give notice", "{n} days left to give notice", about.days)


def _short_start(about: Milestone) -> Phrase:
    if about.days < 0:
        return phrase("the renewal should have started")
    return plural("{n} day left to start the renewal", "{n} days left to start the renewal", about.days)


def _short_due(about: Milestone) -> Phrase:
    if about.days < 0:
        return plural("{what} {n} day late", "{what} {n} days late", -about.days, what=about.subject)
    return plural("{what} due in {n} day", "{what} due in {n} days", about.days, what=about.subject)


_SHORT: dict[str, Callable[[Milestone], Phrase]] = {
    "last-day": _short_end,
    "sign-by": _short_sign,
    "notice-by": _short_notice,
    "safe-start": _short_start,
    "approval": _short_due,
    "follow-up": _short_due,
    "renewed-itself": lambda _: phrase("renews by itself"),
}
_NOTICES: dict[str, Phrase] = {
    "unreadable": phrase("a record cannot be read"),
    "undelivered": phrase("mail could not be delivered"),
}
