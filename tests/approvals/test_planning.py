"""Plans: when a renewal must start so that there is no gap, and how soon it can be signed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mou_tracker.approvals.planning import Plan, latest_start, make_plan, remaining, renewal_path
from mou_tracker.approvals.progress import StepState
from mou_tracker.status.assess import Assessor
from mou_tracker.status.renewal_plans import plan_for
from tests.make import INDONESIA, KSDD, KSDPL, agreement, book, day, known

MELBOURNE = agreement("melbourne-2024", signed="2024-04-22", term="4 years")
DAYS = st.dates(date(2016, 1, 1), date(2034, 12, 31))
LIMITS = st.lists(st.one_of(st.none(), st.integers(1, 60)), min_size=1, max_size=9)


def any_known(limits: list[int | None]) -> bool:
    """Whether any of these steps has a length."""
    return any(limit is not None for limit in limits)


def steps_of(limits: list[int | None]) -> tuple[StepState, ...]:
    """Steps not begun, of these lengths in working days."""
    base = KSDPL.steps[4]
    return tuple(StepState(replace(base, id=f"step-{i}", limit=n)) for i, n in enumerate(limits))


def planned(record_id: str, *records: object, on: str, **asked: date) -> Plan:
    """The plan of one record of a register on a day."""
    register = book(*records)  # type: ignore[arg-type]
    one = next(r for r in register.agreements if r.id == record_id)
    plan = plan_for(
        known(on, one, *(r for r in register.agreements if r is not one)),
        Assessor(register, day(on), INDONESIA),
        **asked,
    )
    assert plan is not None
    return plan


@given(LIMITS.filter(any_known), DAYS)
def test_backward_steps_tile_time_in_working_days(limits: list[int | None], sign_by: date) -> None:
    """Each step's latest start is the finish of the one before, and its working days are exactly its limit or the
    rest up to the next working day.
    """
    plan = make_plan(steps_of(limits), INDONESIA, sign_by, sign_by)
    for before, after in zip(plan.steps, plan.steps[1:], strict=False):
        assert before.finish_by == after.start_by
    for step in plan.steps:
        assert step.start_by is not None
        assert step.finish_by is not None
        assert INDONESIA.between(step.start_by, step.finish_by) == (step.takes or 0)


@given(LIMITS, DAYS)
def test_forward_steps_tile_time_in_working_days(limits: list[int | None], start: date) -> None:
    """Going forward each step begins when the one before has finished and takes exactly its limit."""
    plan = make_plan(steps_of(limits), INDONESIA, start)
    assert [s.starts for s in plan.steps] == [start, *(s.finishes for s in plan.steps[:-1])]
    for step in plan.steps:
        assert INDONESIA.between(step.starts, step.finishes) == (step.takes or 0)


@given(LIMITS.filter(any), DAYS)
def test_the_latest_safe_start_is_exact(limits: list[int | None], sign_by: date) -> None:
    """Begun on the latest safe start with every limit used up it signs on the day to sign by or on the last working
    day before it; begun one day later it misses that day.
    """
    steps = steps_of(limits)
    start = make_plan(steps, INDONESIA, sign_by, sign_by).latest_start
    assert start is not None
    signature = make_plan(steps, INDONESIA, start, sign_by).signature
    assert signature <= sign_by
    assert INDONESIA.between(signature, sign_by) == 0
    assert make_plan(steps, INDONESIA, start + timedelta(days=1), sign_by).signature > sign_by


@given(LIMITS, DAYS, st.integers(0, 8), st.integers(0, 40))
def test_doing_a_step_early_never_delays_the_signature(
    limits: list[int | None], start: date, which: int, days_early: int
) -> None:
    """If a step takes fewer working days than its limit, the signature comes no later."""
    at = which % len(limits)
    shorter = [*limits]
    shorter[at] = max(0, (limits[at] or 0) - days_early)
    slow, quick = (make_plan(steps_of(list(ls)), INDONESIA, start).steps[-1].finishes for ls in (limits, shorter))
    assert quick <= slow


def test_a_renewal_in_force_is_planned_from_the_cooperation_plan_to_the_signing() -> None:
    """Melbourne: nine steps of 200 working days that end on the day before the corresponding day."""
    plan = planned("melbourne-2024", MELBOURNE, on="2026-11-21")
    assert [step.id for step in plan.steps] == [
        "cooperation-plan",
        "dprd-approval",
        "ministry-verification",
        "draft-text",
        "interministry-meeting",
        "ministry-approval",
        "counterpart-talks",
        "confirmation-letter",
        "signing",
    ]
    assert sum(step.takes or 0 for step in plan.steps) == 200
    assert (plan.sign_by, plan.last_day) == (day("2028-04-21"), day("2028-04-22"))
    assert plan.latest_start is not None
    assert INDONESIA.between(plan.latest_start, day("2028-04-21")) == 200
    assert (plan.gap, plan.dprd, plan.final) == (0, "required", False)
    assert plan.spare == (day("2028-04-21") - plan.signature).days


def test_a_lapsed_agreement_is_planned_forward_and_its_gap_is_told() -> None:
    """There is no day to sign by any more; the gap runs from the day after the last day to the day before signing."""
    record = agreement(signed="2015-11-27", term="5 years")
    plan = planned(record.id, record, on="2026-11-21")
    assert (plan.sign_by, plan.latest_start, plan.spare) == (None, None, None)
    assert plan.signature == INDONESIA.after(day("2026-11-21"), 200)
    assert plan.gap == (plan.signature - day("2020-11-28")).days


def test_what_is_done_counts_and_what_is_late_ends_today_at_the_earliest() -> None:
    """Under way: the DPRD's 45 working days ran out on 2025-05-20; on 2025-06-02 it ends that day at the earliest."""
    record = agreement(
        "daegu",
        steps=[{"step": "letter-of-intent", "done": "2022"}, {"step": "dprd-approval", "received": "2025-03-03"}],
    )
    plan = planned("daegu", record, on="2025-06-02")
    first = plan.steps[0]
    assert (first.id, first.starts, first.finishes) == ("dprd-approval", day("2025-03-03"), day("2025-06-02"))
    assert (plan.begun, first.state.days_late) == (True, INDONESIA.between(day("2025-05-20"), day("2025-06-02")))
    assert plan.signature == INDONESIA.after(day("2025-06-02"), 20 + 15 + 20 + 15 + 30 + 15 + 10)


def test_a_step_under_way_in_time_ends_on_its_due_day() -> None:
    """The DPRD has until 2025-05-20; the next step begins there, not 45 working days from now."""
    record = agreement("daegu", steps=[{"step": "dprd-approval", "received": "2025-03-03"}])
    assert planned("daegu", record, on="2025-04-01").steps[0].finishes == day("2025-05-20")


def test_a_successor_under_way_is_what_gets_planned() -> None:
    """Asked for the old agreement, the plan is that of the record that renews it, towards the old one's deadline."""
    successor = agreement(
        "melbourne-2028", renews="melbourne-2024", steps=[{"step": "draft-text", "started": "2026-11-02"}]
    )
    plan = planned("melbourne-2024", MELBOURNE, successor, on="2026-11-21")
    assert plan == planned("melbourne-2028", MELBOURNE, successor, on="2026-11-21")
    assert (plan.begun, plan.sign_by, plan.steps[0].id) == (True, day("2028-04-21"), "draft-text")


def test_what_if_it_began_later_or_had_to_be_signed_earlier() -> None:
    """--start and --sign-by replace the day looked from and the decision day, nothing else."""
    plan = planned("melbourne-2024", MELBOURNE, on="2026-11-21", start=day("2027-01-04"), sign_by=day("2027-06-30"))
    assert (plan.start, plan.sign_by, plan.last_day) == (day("2027-01-04"), day("2027-06-30"), day("2028-04-22"))
    assert plan.signature == INDONESIA.after(day("2027-01-04"), 200)
    assert plan.spare is not None
    assert plan.spare < 0


def test_steps_of_no_known_length_are_named_and_not_counted_in_silence() -> None:
    """ksdd has neither limits nor targets: no safe start and no signature are claimed, every step is named."""
    record = agreement("bogor", kind="ksdd", dprd="required", signed="2024-01-08", term="5 years")
    plan = planned("bogor", record, on="2026-11-21")
    assert (
        [step.id for step in plan.unknown]
        == [step.id for step in plan.steps]
        == ["offer", "joint-text", "dprd-approval", "signing"]
    )
    assert (plan.latest_start, plan.signature, plan.spare, plan.gap) == (None, None, None, 0)
    assert [(step.start_by, step.finish_by) for step in plan.steps] == [(None, None)] * 4


def test_no_procedure_no_plan() -> None:
    """A kind without a procedure has no plan, rather than an empty one."""
    record = agreement("other", kind="other", signed="2024-01-08", term="5 years")
    assessor = Assessor(book(record), day("2026-11-21"), INDONESIA)
    assert plan_for(known("2026-11-21", record), assessor) is None


@pytest.mark.parametrize(("dprd", "expected"), [("required", True), ("not-required", False), ("decide", True)])
def test_the_dprd_is_part_of_a_renewal_unless_somebody_says_no(dprd: str, expected: bool) -> None:
    """Whether a renewal needs the DPRD anew is unsettled: the cautious reading counts it."""
    procedure = replace(KSDPL, renewal=replace(KSDPL.renewal, council=dprd))
    ids = [state.step.id for state in renewal_path(procedure, MELBOURNE)]
    assert ("dprd-approval" in ids) is expected


def test_a_record_that_says_not_required_is_planned_without_the_dprd() -> None:
    """The record's own word goes before the procedure's."""
    record = agreement("bogor", kind="ksdd", dprd="not-required")
    ids = [state.step.id for state in remaining(known("2026-11-21", record).path, KSDD, record)]
    assert ids == ["preparation", "offer", "joint-text", "signing"]


@given(DAYS)
def test_the_status_and_the_plan_agree_on_the_latest_safe_start(sign_by: date) -> None:
    """`mou status` computes only the first step's day; it is the plan's."""
    steps = renewal_path(KSDPL, MELBOURNE)
    assert latest_start(steps, INDONESIA, sign_by) == make_plan(steps, INDONESIA, sign_by, sign_by).latest_start


@pytest.mark.parametrize(("dprd", "counted"), [(None, True), ("required", True), ("not-required", False)])
def test_the_council_is_part_of_a_path_not_begun_unless_the_record_says_no(dprd: str | None, counted: bool) -> None:
    """A record without steps that renews nothing has the whole path before it."""
    record = agreement("gumi", since="2026-01-01", dprd=dprd)
    plan = plan_for(known("2026-11-21", record), Assessor(book(record), day("2026-11-21"), INDONESIA))
    assert plan
    assert ("dprd-approval" in [step.id for step in plan.steps]) is counted
    assert [plan.steps[0].id, plan.steps[-1].id] == ["initiative", "signing"]
