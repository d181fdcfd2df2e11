"""What a reminder says: one sentence with the day and the true number of days, and a short form for the subject."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from mou_tracker.basics.dates import Brief, DateSpan, Period, distance
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.reminders.milestones import Milestone
from mou_tracker.reminders.program_notices import WHOLE, Notice
from mou_tracker.status.reasons import next_step


def _ago(about: Milestone) -> Phrase:
    """How long ago a day that is past was."""
    return phrase("{distance} ago", distance=distance(about.day.latest, about.assessment.as_of))


def _left(about: Milestone, day: date | None = None) -> Period:
    """How far away a day is, the milestone's earliest if no other is meant."""
    return distance(about.assessment.as_of, day or about.day.earliest)


def sentence(about: Milestone | Notice) -> Phrase:
    """The fact itself, in the tense that is true on the day."""
    if isinstance(about, Notice):
        return about.text
    return _SENTENCES[about.kind](about)


def short(about: Milestone | Notice, partner: str = "", what: str = "") -> Phrase:
    """What to do, by when, with whom: in few words, the day before the partner, so that it is never cut.

    `partner` and `what`, the step that is due, may be given in fewer letters than the record has.
    """
    if isinstance(about, Notice):
        whole = about.key.startswith(WHOLE)
        return phrase("the register cannot be read") if whole else _NOTICES[about.kind]
    given = replace(about, subject=what) if what else about
    agreement = about.assessment.agreement
    name: object = partner or agreement.partner.name
    if agreement.partners:
        name = phrase("{partner} and others", partner=name)
    return phrase("{what}: {partner}", partner=name, what=_SHORT[about.kind](given))


def doubt(milestone: Milestone) -> Phrase | None:
    """That a day is not certain, and how exactly it is known; None where it is."""
    if milestone.certain:
        return None
    counted_late = milestone.over and milestone.kind != "safe-start" and not _may_have_lapsed(milestone)
    if milestone.last and not milestone.last.certain:
        if counted_late:
            return phrase("the last day is only known as {last}; this counts from its latest day", last=milestone.last)
        return phrase("the last day is only known as {last}; this counts from its earliest day", last=milestone.last)
    if counted_late:
        return phrase("the day is only known as {day}; this counts from the latest one", day=milestone.day)
    return phrase("the day is only known as {day}; this counts from the earliest one", day=milestone.day)


def _may_have_lapsed(milestone: Milestone) -> bool:
    """Whether it is told of an end that may be past, counted from the first day on which it may have been."""
    return milestone.kind == "last-day" and not lapsed(milestone)


def lapsed(milestone: Milestone) -> bool:
    """Whether the agreement is surely over, and not only perhaps."""
    return milestone.assessment.status == "lapsed"


def _last_day(about: Milestone) -> Phrase:
    if lapsed(about):
        last = about.last or about.day
        return phrase("lapsed: the last day in force was {last}, {ago}", last=last, ago=_ago(about))
    day = about.day.earliest
    return phrase(
        "it may have lapsed: the last day in force was {day} at the earliest, {ago}",
        day=day,
        ago=phrase("{distance} ago", distance=distance(day, about.assessment.as_of)),
    )


def _sign_by(about: Milestone) -> Phrase:
    n, day = about.days, about.day.earliest
    if n >= 0 and about.late:
        return phrase(
            "it ends on {last}, in {time}: a renewal without a gap should have started by {start}",
            time=_left(about, about.last and about.last.earliest),
            last=about.last or day,
            start=about.late,
        )
    if n > 0:
        return phrase("sign the renewal by {day}: {time} left", time=_left(about), day=day)
    if n == 0:
        return phrase("today, {day}, is the last day to sign the renewal without a gap", day=day)
    return phrase("the renewal should have been signed by {day}, {ago}", day=about.day, ago=_ago(about))


def _notice_by(about: Milestone) -> Phrase:
    n, day = about.days, about.day.earliest
    if n > 0:
        return phrase("give notice by {day} or it renews by itself: {time} left", time=_left(about), day=day)
    return phrase("today, {day}, is the last day to give notice; else it renews by itself", day=day)


def _safe_start(about: Milestone) -> Phrase:
    n, day, step = about.days, about.day.earliest, about.subject
    if n > 0:
        return phrase(
            "start the renewal ({step}) by {day} to sign in time: {time} left", time=_left(about), step=step, day=day
        )
    if n == 0:
        return phrase("today, {day}, is the latest safe start of the renewal ({step})", step=step, day=day)
    return phrase(
        "too late for a renewal without a gap: {step} should have begun by {day}, {ago}",
        step=step,
        day=day,
        ago=_ago(about),
    )


def _approval(about: Milestone) -> Phrase:
    n, day, step = about.days, about.day, about.subject
    if n > 0:
        return phrase("{step} is due on {day}: {time} left", time=_left(about), step=step, day=day)
    if not about.over:
        return phrase("{step} is due: {day}", step=step, day=day)
    return phrase("{step} was due on {day}, {ago}", step=step, day=day, ago=_ago(about))


def _follow_up(about: Milestone) -> Phrase:
    n, day, what = about.days, about.day, about.subject
    if n > 0:
        return phrase("promised for {day}, {time} left: {what}", time=_left(about), day=day, what=what)
    if not day.certain and not about.over:
        return phrase("promised for {day}: {what}", day=day, what=what)
    if n == 0:
        return phrase("promised for today, {day}: {what}", day=day, what=what)
    return phrase("promised for {day}, {ago}: {what}", day=day, ago=_ago(about), what=what)


def _next_step(about: Milestone) -> Phrase:
    what = next_step(about.assessment).what or phrase("say what comes next, or close it")
    refused = about.assessment.path.refused
    if refused:
        return phrase("{step} was refused, and nothing is recorded since: {what}", step=refused.step.name, what=what)
    return phrase("nothing is recorded since {day}: {what}", day=about.subject, what=what)


def _receipt(about: Milestone) -> Phrase:
    step = about.assessment.under_way
    begun = step.entry.started if step and step.entry else about.day
    return phrase(
        "{step} was begun ({day}), but no receipt is recorded: its time does not run yet",
        step=about.subject,
        day=begun,
    )


def _ending(about: Milestone) -> Phrase:
    return phrase("as decided or agreed it ends on {last}; nothing more is said of it", last=about.last or about.day)


def _snooze_over(about: Milestone) -> Phrase:
    if about.subject:
        return phrase("the snooze is over since {day} ({why}); reminders go on", day=about.day, why=about.subject)
    return phrase("the snooze is over since {day}; reminders go on", day=about.day)


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
    "next-step": _next_step,
    "receipt": _receipt,
    "ending": _ending,
    "snooze-over": _snooze_over,
}


def _brief(day: date) -> Brief:
    return Brief(DateSpan(day, day))


def _short_end(about: Milestone) -> Phrase:
    return (
        phrase("renew or close, lapsed {day}", day=Brief(about.day))
        if lapsed(about)
        else phrase("renew or close, may have lapsed {day}", day=Brief(about.day))
    )


def _short_sign(about: Milestone) -> Phrase:
    if about.late:
        return phrase("ends {day}", day=Brief(about.last or about.day))
    return phrase("sign by {day}", day=_brief(about.day.earliest))


def _short_notice(about: Milestone) -> Phrase:
    return phrase("give notice by {day}", day=_brief(about.day.earliest))


def _short_start(about: Milestone) -> Phrase:
    if about.days < 0:
        return phrase("start renewal, late since {day}", day=_brief(about.day.earliest))
    return phrase("start renewal by {day}", day=_brief(about.day.earliest))


def _short_due(about: Milestone) -> Phrase:
    if about.over:
        return phrase("{what}, due {day}", what=about.subject, day=Brief(about.day))
    return phrase("{step} by {day}", step=about.subject, day=Brief(about.day))


def _short_renewed(about: Milestone) -> Phrase:
    course, day = about.assessment.course, Brief(about.last or about.day)
    if course and course.times_renewed < course.times_certain:
        return phrase("goes on by itself after {day}", day=day)
    return phrase("renews by itself, now {day}", day=day)


def _short_promise(about: Milestone) -> Phrase:
    return phrase("promise for {day}", day=Brief(about.day))


_SHORT: dict[str, Callable[[Milestone], Phrase]] = {
    "last-day": _short_end,
    "sign-by": _short_sign,
    "notice-by": _short_notice,
    "safe-start": _short_start,
    "approval": _short_due,
    "follow-up": _short_promise,
    "renewed-itself": _short_renewed,
    "next-step": lambda about: phrase(
        "next step, none since {day}", day=Brief(about.assessment.last_move or about.day)
    ),
    "receipt": lambda _: phrase("receipt not recorded"),
    "ending": lambda about: phrase("ends {day}", day=Brief(about.last or about.day)),
    "snooze-over": lambda _: phrase("snooze over"),
}
_NOTICES: dict[str, Phrase] = {
    "unreadable": phrase("a record cannot be read"),
    "undelivered": phrase("mail could not be delivered"),
    "housekeeping": phrase("what is open without a day"),
    "unconfirmed": phrase("a mail may not have arrived"),
    "held": phrase("mails are held back"),
    "too-many": phrase("too many mails at once"),
}
