"""What is due to be told: ladders, catch-up, silence, recipients. The day and what was told come in as values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement, DigestDays, Escalation, Ladder, Offsets
from mou_tracker.agreement.register import Book, Contact, Register, Unreadable
from mou_tracker.basics.dates import Period
from mou_tracker.basics.phrases import phrase
from mou_tracker.reminders.due import Due, due
from mou_tracker.reminders.history import BadAddress, HeldRun, History, Key, Subject, next_try
from mou_tracker.reminders.run_plan import Plan, Rules, make_plan, message_id
from mou_tracker.reminders.schedule import DEFAULTS, said, times
from mou_tracker.reminders.sentences import sentence
from mou_tracker.status.assess import assess
from tests.make import ENGLISH, INDONESIA, agreement, day, period

# Ladders are tested day by day: what lies ahead is urgent however far it is, and no lists are sent.
DAILY = Ladder(digest=DigestDays("monday", Period(months=1200)), housekeeping="none")
REGISTER = Register(
    reminders=DAILY,
    language="en",
    owner=("office",),
    maintainer=("keeper",),
    contacts={
        "office": Contact("Office", "office@example.org"),
        "keeper": Contact("Keeper", "keeper@example.org"),
        "ani": Contact("Ani", "ani@example.org", "id"),
        "gone": Contact("Gone", None),
    },
)


def mou(id: str = "suwon", **given: Any) -> Agreement:
    """An agreement to be renewed by agreement: signed 2020-01-01, the last day 2026-12-31."""
    usual = {"kind": "other", "signed": "2020-01-01", "ends": "2026-12-31", "owner": ("ani",)} | given
    return agreement(id, **{name: value for name, value in usual.items() if value is not None})


def told_on(as_of: str, *records: Agreement, register: Register = REGISTER, memory: History | None = None) -> Due:
    """What is due of records on a day."""
    book = Book(register, records, {})
    return due(assess(book, day(as_of), INDONESIA), book, INDONESIA, day(as_of), memory or History())


def steps(what: Due) -> list[tuple[str, str, str, str]]:
    """What is due as (agreement, milestone, step, recipient)."""
    return [(r.key.agreement, r.key.milestone, r.key.step, r.key.recipient) for r in what.reminders]


def remembering(what: Due) -> History:
    """A memory in which all that was due was told."""
    keys = [reminder.key for reminder in what.reminders]
    return History(
        through={r.key.matter: r.step.day for r in what.reminders},
        steps={r.key.matter: r.key.step for r in what.reminders},
        dates={(key.agreement, key.milestone, key.recipient): date.fromisoformat(key.date) for key in keys},
        last_run=date.min,
    )


@pytest.mark.parametrize(
    ("as_of", "step"),
    [
        ("2025-06-29", None),
        ("2025-06-30", "-18 months"),
        ("2025-12-30", "-18 months"),
        ("2025-12-31", "-12 months"),
        ("2026-06-30", "-6 months"),
        ("2026-09-30", "-3 months"),
        ("2026-11-30", "-1 month"),
        ("2026-12-17", "-2 weeks"),
        ("2026-12-24", "-1 week"),
        ("2026-12-30", "-1 day"),
        ("2026-12-31", "0 days"),
    ],
)
def test_the_default_ladder_of_a_decision(as_of: str, step: str | None) -> None:
    """On each day of the ladder, and until the next one, exactly that step is due."""
    expected = [("suwon", "sign-by", step, "ani@example.org")] if step else []
    assert steps(told_on(as_of, mou())) == expected


@pytest.mark.parametrize(
    ("as_of", "step"),
    [
        ("2027-01-01", "+1 day"),
        ("2027-01-30", "+1 day"),
        ("2027-02-01", "+1 month"),
        ("2027-04-05", "+3 months"),
        ("2027-06-29", "+3 months"),
        ("2027-07-05", "+6 months"),
        ("2326-12-31", "+6 months"),
    ],
)
def test_the_default_ladder_after_the_last_day(as_of: str, step: str) -> None:
    """Counted from the last day; the first at once, the others on the next Monday; then the ladder is at its end."""
    assert steps(told_on(as_of, mou())) == [("suwon", "last-day", step, "ani@example.org")]


@pytest.mark.parametrize(
    ("as_of", "step"),
    [("2027-04-05", "+3 months"), ("2027-10-04", "+6 months x1"), ("2326-12-31", "+6 months x599")],
)
def test_then_every_goes_on_for_ever(as_of: str, step: str) -> None:
    """A register that writes `then every` has it: repetitions do not drift, and 600 cost no more than one."""
    rungs = Offsets((period("1 day"), period("3 months")), period("6 months"))
    ours = replace(REGISTER, reminders=replace(DAILY, lapsed=rungs))
    assert steps(told_on(as_of, mou(), register=ours)) == [("suwon", "last-day", step, "ani@example.org")]


def test_a_missed_step_is_told_late() -> None:
    """The step's day itself missed: told late, with the days that are really left."""
    (reminder,) = told_on("2026-12-04", mou()).reminders
    assert (reminder.key.step, ENGLISH(sentence(reminder.about))) == (
        "-1 month",
        "sign the renewal by 31 December 2026: 27 days left",
    )


def test_one_reminder_for_many_missed_steps() -> None:
    """Weeks without a run: the most urgent step only; those passed over are recorded with it, none twice."""
    first = told_on("2026-06-30", mou())
    (late,) = told_on("2026-12-25", mou(), memory=remembering(first)).reminders
    assert (late.key.step, late.passed) == ("-1 week", ("-3 months", "-1 month", "-2 weeks"))


def test_what_ended_is_told_in_the_past_tense() -> None:
    """A first run after the end says that it ended, how long ago, and nothing in the future tense."""
    (reminder,) = told_on("2027-01-11", mou()).reminders
    assert ENGLISH(sentence(reminder.about)) == "lapsed: the last day in force was 31 December 2026, 11 days ago"


def test_a_second_run_on_a_day_tells_nothing() -> None:
    """A second run on the same day, or on an earlier one, tells nothing: the clock may go back."""
    memory = remembering(told_on("2026-12-24", mou()))
    assert [steps(told_on(d, mou(), memory=memory)) for d in ("2026-12-24", "2026-12-29", "2026-10-01")] == [[], [], []]


def test_a_moved_date_begins_anew() -> None:
    """The date moves after a reminder: one reminder for the new date, which says so; none where it moved a little."""
    memory = remembering(told_on("2026-11-30", mou()))
    moved = told_on("2026-12-01", mou(ends="2026-12-18"), memory=memory)
    assert [(r.key.date, r.key.step, r.moved_from) for r in moved.reminders] == [
        ("2026-12-18", "-1 month", day("2026-12-31"))
    ]


def test_a_date_that_is_over_was_not_moved() -> None:
    """After an extension the next end is told as what it is: the last one has come, and did not change."""
    memory = remembering(told_on("2026-12-31", mou()))
    (reminder,) = told_on("2028-11-30", mou(ends="2028-12-31"), memory=memory).reminders
    assert (reminder.key.date, reminder.moved_from) == ("2028-12-31", None)
    on_the_day = told_on("2026-12-31", mou(ends="2027-01-29"), memory=memory).reminders
    assert [one.moved_from for one in on_the_day] == [day("2026-12-31")]


def test_another_promise_of_the_same_place_was_not_moved() -> None:
    """A promise is known by its place in the list and its day: what stands there now may be another one."""

    def told(as_of: str, due_on: str, memory: History | None = None) -> Due:
        promise = {"what": "Send teachers", "due": due_on}
        return told_on(as_of, mou(ends="2099-12-31", follow_ups=[promise]), memory=memory)

    memory = remembering(told("2026-12-30", "2026-12-31"))
    assert [key[1] for key in memory.dates] == ["follow-up:0"]
    found = told("2026-12-30", "2026-12-10", memory).reminders
    assert [(one.key.date, one.moved_from) for one in found] == [("2026-12-10", None)]


@pytest.mark.parametrize("signed", ["2026-12-16", "2026-12-17", "2026-12-18"])
def test_a_rung_that_falls_on_the_day_of_signing(signed: str) -> None:
    """It is told: on that day the agreement is there. A day later it had never come due."""
    told = steps(told_on("2026-12-18", mou(signed=signed)))
    assert told == ([("suwon", "sign-by", "-2 weeks", "ani@example.org")] if signed < "2026-12-18" else [])


@pytest.mark.parametrize(
    ("ends", "again"),
    [("2026-12-30", False), ("2026-12-22", False), ("2026-12-21", True), ("2027-01-08", False), ("2027-01-12", True)],
)
def test_a_date_that_moves_a_little_is_the_same(ends: str, again: bool) -> None:
    """At most five working days: what was told stays told; by more it begins anew."""
    memory = remembering(told_on("2026-11-30", mou()))
    assert bool(told_on("2026-12-07", mou(ends=ends), memory=memory).reminders) is again


def test_two_agreements_alike_are_two_reminders() -> None:
    """Two agreements of one owner with the same date are two reminders."""
    assert steps(told_on("2026-12-24", mou("a"), mou("b"))) == [
        ("a", "sign-by", "-1 week", "ani@example.org"),
        ("b", "sign-by", "-1 week", "ani@example.org"),
    ]


SUCCESSOR = agreement("suwon-2026", kind="other", signed="2026-11-01", term="indefinite", renews="suwon")


@pytest.mark.parametrize("as_of", ["2026-11-30", "2027-01-01", "2027-03-31"])
@pytest.mark.parametrize(
    "records",
    [
        (mou(), SUCCESSOR),
        (mou(closed={"on": "2026-11-15", "how": "terminated"}),),
        (mou(renewal={"mode": "automatic", "period": "1 year", "notice": "3 months", "decision": "renew"}),),
        (mou(reminders="none"),),
    ],
)
def test_settled_is_silent(records: tuple[Agreement, ...], as_of: str) -> None:
    """Renewed, closed, decided, or told so: nothing, at once and for ever."""
    assert steps(told_on(as_of, *records)) == []


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-11-30", ("suwon", "sign-by", "-1 month", "ani@example.org")),
        ("2027-01-01", ("suwon", "last-day", "+1 day", "ani@example.org")),
        ("2027-04-05", ("suwon", "last-day", "+3 months", "ani@example.org")),
    ],
)
def test_an_intention_to_renew_is_not_its_fulfilment(as_of: str, expected: tuple[str, ...]) -> None:
    """Decided to renew: the end is told all the same, until the successor is signed."""
    decided = mou(renewal={"decision": "renew"})
    assert steps(told_on(as_of, decided)) == [expected]
    assert steps(told_on(as_of, decided, SUCCESSOR)) == []


@pytest.mark.parametrize("renewal", [{"decision": "lapse"}, {"mode": "none"}])
def test_an_end_by_choice_is_announced_once(renewal: dict[str, str]) -> None:
    """Decided to lapse, or to end by its text: one word a month before the end, and nothing after it."""
    days = ("2026-11-29", "2026-11-30", "2026-12-31", "2027-01-01", "2027-04-05")
    got = [[step[1:3] for step in steps(told_on(d, mou(renewal=renewal)))] for d in days]
    once = [("ending", "-1 month")]
    assert got == [[], once, once, [], []]


def test_decided_to_lapse_still_needs_its_notice() -> None:
    """An automatic renewal that is to lapse renews unless notice is given: the notice day is told until it is."""
    automatic = {"mode": "automatic", "period": "1 year", "notice": "3 months", "decision": "lapse"}
    expected = [("suwon", "notice-by", "-1 week", "ani@example.org")]
    assert steps(told_on("2026-09-23", mou(renewal=automatic))) == expected
    assert steps(told_on("2026-09-23", mou(renewal=automatic, notice_given="2026-09-20"))) == []


def test_automatic_renewal_is_told_once() -> None:
    """After the notice day: once, as information; no alarm about the end, none about steps of the term before."""
    automatic = mou(renewal={"mode": "automatic", "period": "1 year", "notice": "3 months"})
    passed = told_on("2026-10-05", automatic)
    assert [(r.key, ENGLISH(sentence(r.about))) for r in passed.reminders] == [
        (
            Key("suwon", "renewed-itself", "2026-09-30", "info", "ani@example.org"),
            "no notice was given by 30 September 2026, so it goes on by itself after 31 December 2026",
        )
    ]
    memory = remembering(passed)
    days = [day("2026-10-06") + timedelta(days=n) for n in range(170)]
    later = {step for d in days for step in steps(told_on(d.isoformat(), automatic, memory=memory))}
    assert later == set()


def test_other_to_dos_do_not_suppress() -> None:
    """A promise due and the end due are told each by itself."""
    record = mou(follow_ups=({"what": "Exchange staff", "due": "2026-12-26", "owner": ("office",)},))
    assert [step[1:] for step in steps(told_on("2026-12-24", record))] == [
        ("sign-by", "-1 week", "ani@example.org"),
        ("follow-up:0", "0 days", "office@example.org"),
    ]


def test_own_ladder_replaces_the_whole() -> None:
    """A record's ladder replaces the register's whole one; kinds that it does not give are the default's."""
    ours = replace(REGISTER, reminders=replace(DAILY, lapsed=Offsets((period("2 weeks"),))))
    own = mou(reminders=Ladder(decision=Offsets((period("200 days"), period("5 days")))))
    got = [steps(told_on(d, own, register=ours)) for d in ("2026-06-11", "2026-06-12", "2026-12-23", "2027-01-01")]
    assert [[step[2] for step in one] for one in got] == [[], ["-200 days"], ["-5 days"], ["+1 day"]]


def test_empty_rungs_are_silent() -> None:
    """`decision: []` says nothing before the end."""
    assert steps(told_on("2026-12-31", mou(reminders=Ladder(decision=Offsets(()))))) == []


def test_an_end_without_a_term_is_told() -> None:
    """A record with an end and no term is told like any other."""
    assert steps(told_on("2026-12-30", mou(term=None))) == [("suwon", "sign-by", "-1 day", "ani@example.org")]


@pytest.mark.parametrize(
    ("owner", "register", "people"),
    [
        ((), REGISTER, ["office@example.org"]),
        (("gone",), REGISTER, ["office@example.org"]),
        (("ani", "gone"), REGISTER, ["ani@example.org", "office@example.org"]),
        (("nobody",), replace(REGISTER, owner=()), ["keeper@example.org"]),
        (("ani", "ani@example.org"), REGISTER, ["ani@example.org"]),
        (("x@münchen.example",), REGISTER, ["x@xn--mnchen-3ya.example"]),
    ],
)
def test_nobody_is_forgotten(owner: tuple[str, ...], register: Register, people: list[str]) -> None:
    """No owner, or one who cannot be reached: the register's owner, then its maintainer; each address once."""
    assert [step[3] for step in steps(told_on("2026-12-31", mou(owner=owner), register=register))] == people


def test_nobody_at_all_is_said() -> None:
    """Where nobody can be told, that is not silence but a failure."""
    what = told_on("2026-12-31", mou(owner=()), register=Register())
    assert (what.reminders, [(lost.agreement, lost.lost) for lost in what.lost]) == ((), [("suwon", True)])


def test_refused_address_is_stood_in_for() -> None:
    """A refusal is about one reminder: the stand-in gets that one, and the address is tried again on the next step."""
    refused = Key("suwon", "sign-by", "2026-12-31", "-1 week", "ani@example.org")
    memory = History(refused={refused: day("2026-12-24")})
    assert steps(told_on("2026-12-24", mou(), memory=memory)) == [("suwon", "sign-by", "-1 week", "office@example.org")]
    assert steps(told_on("2026-12-30", mou(), memory=memory)) == [("suwon", "sign-by", "-1 day", "ani@example.org")]


def test_all_refused_are_tried_again_the_next_day() -> None:
    """When nobody is left to stand in, as with a server that refuses everybody, all are tried again, once a day."""
    people = ("ani", "office", "keeper")
    step = Key("suwon", "sign-by", "2026-12-31", "-1 week", "")
    refused = {step._replace(recipient=f"{who}@example.org"): day("2026-12-24") for who in people}
    today, tomorrow = (told_on(d, mou(), memory=History(refused=refused)) for d in ("2026-12-24", "2026-12-25"))
    assert (steps(today), [lost.agreement for lost in today.lost]) == ([], ["suwon"])
    assert steps(tomorrow) == [("suwon", "sign-by", "-1 week", "ani@example.org")]


def test_rejected_is_tried_the_next_day() -> None:
    """A rejected mail is due again on the next day, not on the same one."""
    key = Key("suwon", "sign-by", "2026-12-31", "-1 week", "ani@example.org")
    memory = History(rejected={key: day("2026-12-24")})
    assert steps(told_on("2026-12-24", mou(), memory=memory)) == []
    assert steps(told_on("2026-12-25", mou(), memory=memory)) == [("suwon", "sign-by", "-1 week", "ani@example.org")]


def test_escalation() -> None:
    """Late for so long: others get the first rung after that, and those of 1, 3 and 6 months; nobody gets it twice."""
    ladder = replace(DAILY, escalate=Escalation(Period(weeks=2), ("keeper",)))
    register = replace(REGISTER, reminders=ladder)
    days = ("2027-01-14", "2027-02-01", "2027-04-05", "2030-01-01")
    got = {d: [s[2:] for s in steps(told_on(d, mou(), register=register))] for d in days}
    assert got == {
        "2027-01-14": [("+1 day", "ani@example.org")],
        "2027-02-01": [("+1 month", "ani@example.org"), ("+1 month", "keeper@example.org")],
        "2027-04-05": [("+3 months", "ani@example.org"), ("+3 months", "keeper@example.org")],
        "2030-01-01": [("+6 months", "ani@example.org"), ("+6 months", "keeper@example.org")],
    }
    own = mou(owner=("keeper",))
    assert [s[3] for s in steps(told_on("2027-02-01", own, register=register))] == ["keeper@example.org"]
    other = replace(
        register, reminders=replace(ladder, escalate=Escalation(Period(weeks=2), ("keeper",), ("approval",)))
    )
    assert [s[3] for s in steps(told_on("2027-02-01", mou(), register=other))] == ["ani@example.org"]


def test_uncertain_end() -> None:
    """A year only: counts from its earliest day, says that it is uncertain; surely lapsed only after its latest."""
    record = mou(signed="2015", ends=None, term="5 years")
    early = told_on("2019-12-31", record).reminders[0]
    perhaps = told_on("2020-01-02", record).reminders[0]
    surely = told_on("2021-01-01", record).reminders[0]
    assert [(r.key.milestone, r.key.date, r.key.step, r.about.certain) for r in (early, perhaps, surely)] == [  # type: ignore[union-attr]
        ("sign-by", "2019-12-31", "0 days", False),
        ("last-day", "2020-01-01", "+1 day", False),
        ("last-day", "2020-01-01", "+6 months", False),
    ]
    assert ENGLISH(sentence(perhaps.about)) == (
        "it may have lapsed: the last day in force was 1 January 2020 at the earliest, 1 day ago"
    )


def test_unreadable_record_is_told_once_for_each_problem() -> None:
    """The maintainer is told once; again when the problem changes, not when the line moves, and again after a mend."""

    def broken(line: int, what: str) -> Book:
        return Book(REGISTER, (), {}, unreadable=(Unreadable("a.yaml", line, "oslo", phrase(what)),))

    first = due((), broken(4, "wrong"), INDONESIA, day("2026-01-01"), History())
    memory = History(through={r.key.matter: r.step.day for r in first.reminders})
    assert [r.key.recipient for r in first.reminders] == ["keeper@example.org"]
    assert due((), broken(9, "wrong"), INDONESIA, day("2026-02-01"), memory).reminders == ()
    assert len(due((), broken(4, "worse"), INDONESIA, day("2026-02-01"), memory).reminders) == 1
    plan = make_plan((), Book(REGISTER, (), {}), INDONESIA, day("2026-02-01"), memory, Rules())
    assert plan.mended == tuple(memory.through)


def test_what_a_reminder_speaks_of() -> None:
    """Its agreement; of a list each of its records; of something that has no id none."""
    without = Book(REGISTER, (), {}, unreadable=(Unreadable("a.yaml", 4, None, phrase("wrong")),))
    found = (
        *due((), without, INDONESIA, day("2026-01-01"), History()).reminders,
        *told_on("2026-12-24", mou()).reminders,
    )
    assert [one.agreements for one in found] == [(), ("suwon",)]


def test_long_trouble_is_told_to_the_owner() -> None:
    """An address in trouble for three days: the register's owner is told; not the address itself."""
    memory = History(troubles={"office@example.org": BadAddress(day("2026-01-01"), "busy")})
    book = Book(REGISTER, (), {})
    assert due((), book, INDONESIA, day("2026-01-03"), memory).reminders == ()
    (reminder,) = due((), book, INDONESIA, day("2026-01-04"), memory).reminders
    assert reminder.key.recipient == "keeper@example.org"


def test_steps_before_the_signature_never_fell_due() -> None:
    """A short agreement signed today is not told of steps whose day was before it was signed."""
    assert steps(told_on("2026-12-20", mou(signed="2026-12-20"))) == []
    expected = [("suwon", "sign-by", "-1 week", "ani@example.org")]
    assert steps(told_on("2026-12-24", mou(signed="2026-12-20"))) == expected


def test_hold() -> None:
    """A day more than 45 days after the last run needs to be confirmed."""
    book = Book(REGISTER, (mou(),), {})

    def held(as_of: str, **rules: Any) -> bool:
        found = assess(book, day(as_of), INDONESIA)
        return (
            make_plan(found, book, INDONESIA, day(as_of), History(last_run=day("2026-11-01")), Rules(**rules)).hold
            is not None
        )

    assert [held("2026-12-16"), held("2026-12-17"), held("2038-01-19"), held("2038-01-19", confirmed=True)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("held", "goes_on"),
    [
        ("", False),
        ("01-10 01-11", False),
        ("01-10 01-11 01-12", True),
        ("01-10 01-10 01-10", False),  # three runs of one day
        ("01-10 01-10 01-11 01-12", True),
        ("01-10 01-13 01-20", True),  # not every day, but the clock agrees
        ("01-10 01-12 01-11", False),  # back
        ("01-10 01-12 01-11 01-12 01-13", True),
        ("01-10 01-11 02-26", False),  # a leap
        ("01-10/06-01 01-11/06-02 01-12/06-03", True),  # another zone of the calendar, and the clock agrees
        ("01-10/06-01 01-11/06-01 01-12/06-01", True),  # within a day, as midnights of two zones differ
        ("01-10/06-01 01-14/06-01 01-18/06-01", False),  # days that pass while the clock stands still
        ("01-10/06-01 01-11/08-02 01-12/08-03", False),
    ],
)
def test_a_hold_lifts_by_itself(held: str, goes_on: bool) -> None:
    """After three runs whose clock and day advance together: neither one leap nor a long holiday ends in silence."""
    days = [(one.partition("/")[0], one.partition("/")[2] or one) for one in held.split()]
    runs = tuple(HeldRun(day(f"2027-{of}"), day(f"2027-{clock.partition('/')[0]}")) for of, clock in days)
    as_of = runs[-1].day + timedelta(days=1) if runs else day("2027-01-10")
    book = Book(REGISTER, (mou(),), {})
    memory = History(last_run=day("2026-11-01"), held=runs)
    plan = make_plan(assess(book, as_of, INDONESIA), book, INDONESIA, as_of, memory, Rules())
    assert (plan.hold is None) == goes_on


@pytest.mark.parametrize(("as_of", "goes_on"), [("2027-01-12", True), ("2027-02-26", True), ("2027-02-27", False)])
def test_a_leap_after_a_hold_was_about_to_lift(as_of: str, goes_on: bool) -> None:
    """The day of the run itself has to go on as well: 45 days after the last one that was held at most."""
    runs = tuple(HeldRun(day(f"2027-01-{n}"), day(f"2027-01-{n}")) for n in (10, 11, 12))
    book, memory = Book(REGISTER, (mou(),), {}), History(last_run=day("2026-11-01"), held=runs)
    plan = make_plan(assess(book, day(as_of), INDONESIA), book, INDONESIA, day(as_of), memory, Rules())
    assert (plan.hold is None) == goes_on


def test_too_many_mails() -> None:
    """The most urgent go first, the rest stays; the maintainer hears of it; to confirm it sends all."""
    ids = [f"a{n}" for n in range(6)]
    records = [mou(id, owner=(f"{id}@x.org",), ends=f"2026-12-{31 - n}") for n, id in enumerate(ids)]
    book, as_of = Book(REGISTER, tuple(records), {}), day("2026-12-21")

    def made(**rules: Any) -> Plan:
        return make_plan(assess(book, as_of, INDONESIA), book, INDONESIA, as_of, History(), Rules(**rules))

    plan = made(max_messages=2)
    told = [m.recipient.address for m in plan.messages]
    assert told == ["keeper@example.org", "a4@x.org", "a5@x.org"]
    assert sorted(m.recipient.address for m in plan.kept) == ["a0@x.org", "a1@x.org", "a2@x.org", "a3@x.org"]
    assert (plan.hold, plan.most) == (None, 2)
    for all_of_them in (made(max_messages=6), made(max_messages=2, confirmed=True)):
        assert (len(all_of_them.messages), all_of_them.kept) == (6, ())


@pytest.mark.parametrize(
    ("tried", "again"),
    [
        (["06-01"], "06-01"),
        (["06-01", "06-01"], "06-02"),
        (["06-01", "06-02"], "06-03"),
        (["06-01", "06-01", "06-02"], "06-03"),
        (["06-01", "06-02", "06-03"], "06-05"),
        (["06-01", "06-02", "06-03", "06-05"], None),
        (["06-01", "06-01", "06-02", "06-03", "06-05"], None),
        (["06-01", "06-08"], "06-09"),  # a weekly cron
        (["06-01", "06-08", "06-15"], "06-16"),
        (["06-01", "06-08", "06-15", "06-22"], None),
    ],
)
def test_when_a_mail_without_an_answer_is_tried_again(tried: list[str], again: str | None) -> None:
    """By the next run, then after 1, 2 and 4 days; then never."""
    found = next_try([day(f"2027-{one}") for one in tried])
    assert found == (day(f"2027-{again}") if again else None)


def test_what_is_forgotten() -> None:
    """What concerns agreements closed for two years, to the day."""
    book = Book(REGISTER, (mou("a", closed={"on": "2024-12-21", "how": "completed"}), mou("b")), {})
    for as_of, expected in (("2026-12-20", ()), ("2026-12-21", ("a",))):
        found = assess(book, day(as_of), INDONESIA)
        assert make_plan(found, book, INDONESIA, day(as_of), History(), Rules()).closed == expected


def test_an_intent_is_repeated_by_itself() -> None:
    """What may have gone out keeps its Message-ID and its own mail; anything new goes into another."""
    book = Book(REGISTER, (mou("a"), mou("b")), {})
    key = Key("a", "sign-by", "2026-12-31", "-1 week", "ani@example.org")
    memory = History(intents={key: "<old@x>"}, open={key: "<old@x>", key._replace(step="-1 month"): "<older@x>"})
    plan = make_plan(assess(book, day("2026-12-24"), INDONESIA), book, INDONESIA, day("2026-12-24"), memory, Rules())
    assert [(m.id == "<old@x>", m.repeat, [k.agreement for k in m.keys]) for m in plan.messages] == [
        (True, True, ["a"]),
        (False, False, ["b"]),
    ]
    assert plan.abandoned == ("<older@x>",)


def test_message_id_names_the_content() -> None:
    """The same recipient and content give the same id in any order; anything else gives another."""
    one, two = (Key(name, "sign-by", "2026-12-31", "-1 week", "x@y.org") for name in "ab")
    ids = [message_id("i", "x@y.org", keys, "y.org") for keys in ([one, two], [two, one], [one])]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("<mou.")
    assert ids[0].endswith("@y.org>")


PERIODS = st.builds(Period, st.integers(0, 2), st.integers(0, 18), st.integers(0, 8), st.integers(0, 40))


@given(
    st.lists(PERIODS, max_size=6),
    st.none() | PERIODS.filter(any),
    st.booleans(),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.integers(-900, 900),
)
def test_a_ladder_is_one_sequence(
    fixed: list[Period], every: Period | None, after: bool, on: date, offset: int
) -> None:
    """Reached and coming are neighbours; walking from step to step meets each day once, in order."""
    rungs, none = Offsets(tuple(fixed), every), Offsets(())
    ladder = times(on, none, rungs) if after else times(on, rungs)
    as_of = on + timedelta(days=offset)
    reached, coming = ladder.reached(as_of), ladder.coming(as_of)
    assert reached is None or reached.day <= as_of
    if coming:
        assert coming.day > as_of
        assert ladder.reached(coming.day) == coming
        assert ladder.passed(reached.day if reached else date.min, coming.day) == ()
    else:
        assert every is None


@pytest.mark.parametrize(
    ("after", "before", "labels"),
    [
        ("2026-12-31", "2027-01-01", ()),
        ("2026-12-31", "2027-01-02", ("+1 day",)),
        ("2027-01-01", "2027-09-30", ("+3 months",)),
        ("2027-01-01", "2027-10-01", ("+3 months", "+6 months x1")),
        ("2027-03-31", "2028-10-01", ("+6 months x1-x3",)),
        ("2027-09-29", "2028-10-01", ("+6 months x1-x3",)),
        ("2027-09-30", "2028-10-01", ("+6 months x2-x3",)),
        ("2027-09-30", "2028-09-30", ("+6 months x2",)),
        ("2027-09-30", "2028-03-31", ()),
    ],
)
def test_the_rungs_between_two_days(after: str, before: str, labels: tuple[str, ...]) -> None:
    """Neither day's own rung is among them; repetitions are one range."""
    ladder = times(day("2026-12-31"), Offsets(()), Offsets((period("1 day"), period("3 months")), period("6 months")))
    assert ladder.passed(day(after), day(before)) == labels


def test_labels_are_said() -> None:
    """Each label of the default ladders reads as words."""
    last, late = day("2026-12-31"), day("2030-01-01")
    before = [times(last, DEFAULTS[name]).reached(late) for name in DEFAULTS if name not in ("late", "lapsed")]
    after = [times(last, Offsets(()), DEFAULTS[name]).reached(late) for name in ("late", "lapsed")]
    repeated = times(last, Offsets((Period(),), Period(weeks=1))).reached(late)
    assert [ENGLISH(said(step.label)) for step in (*before, *after, repeated) if step] == [
        *["on the day"] * 4,
        *["6 months after"] * 2,
        "every 1 week, no. 156",
    ]


def test_a_matter_is_a_key_without_its_step() -> None:
    """What was told of a matter covers all its earlier steps."""
    assert Key("a", "m", "2026-01-01", "0 days", "x@y.org").matter == Subject("a", "m", "2026-01-01", "x@y.org")
