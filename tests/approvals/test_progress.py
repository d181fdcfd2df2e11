"""Where a record stands on its approval path: whole paths compared."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mou_tracker.agreement.record import Step
from mou_tracker.approvals.progress import Path, StepState, due_days, path
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.register.procedures import ShippedProcedures
from tests.make import INDONESIA, KSDD, KSDPL, agreement, day, span

PROCEDURES = {"ksdpl": KSDPL, "ksdd": KSDD}
SHIPPED = ShippedProcedures()
NO_HOLIDAYS = Calendar(lambda _year: frozenset())


def path_on(on: str, *steps: dict[str, str], **fields: Any) -> Path:
    """The path of a record with these steps."""
    return path(agreement(steps=steps, **fields), PROCEDURES, INDONESIA, day(on))


def states(found: Path) -> dict[str, str]:
    """The state of every step that is recorded and not open again."""
    return {state.step.id: state.state for state in found.steps if state.entry and state.state != "open"}


def test_no_steps_no_path() -> None:
    """A record without steps, or of a kind without a procedure, stands nowhere."""
    none = path_on("2026-11-21")
    other = path_on("2026-11-21", {"step": "offer"}, kind="other")
    assert none == other == Path(())
    assert (none.current, none.refused, none.next, none.of("offer"), none.beyond_exploring) == (
        None,
        None,
        None,
        None,
        False,
    )


def test_a_whole_path() -> None:
    """What is done, what is under way, since when, due when, how late; what is not recorded was passed or is open."""
    entries = [
        {"step": "letter-of-intent", "done": "2025-11-10", "reference": "001/LoI"},
        {"step": "cooperation-plan", "started": "2025-11-20", "done": "2026-01-30"},
        {"step": "dprd-approval", "received": "2026-02-02"},
    ]
    loi, plan, asked = agreement(steps=entries).steps
    found = path_on("2026-04-20", *entries)
    made = {
        "letter-of-intent": StepState(KSDPL.steps[3], "done", loi, span("2025-11-10")),
        "cooperation-plan": StepState(KSDPL.steps[4], "done", plan, span("2026-01-30")),
        "dprd-approval": StepState(KSDPL.steps[5], "under-way", asked, span("2026-02-02"), span("2026-04-16"), 2),
    }
    passed = [StepState(step, "passed") for step in KSDPL.steps[:3]]
    to_come = [StepState(step) for step in KSDPL.steps[6:]]
    assert found == Path((*passed, *made.values(), *to_come), "dprd-approval", "letter-of-intent")
    assert (found.current, found.refused, found.beyond_exploring) == (made["dprd-approval"], None, True)
    assert (found.of("letter-of-intent"), found.of("nothing")) == (made["letter-of-intent"], None)
    assert found.next == StepState(KSDPL.steps[6])


@pytest.mark.parametrize(
    ("entry", "since", "due", "late"),
    [
        ({"step": "dprd-approval", "received": "2025-03-03"}, "2025-03-03", "2025-05-20", 0),
        ({"step": "dprd-approval", "received": "2026-08-03"}, "2026-08-03", "2026-10-07", 0),
        ({"step": "dprd-approval", "received": "2026-02"}, "2026-02", "2026-04-15/2026-05-12", 0),
        ({"step": "dprd-approval", "started": "2026-02-02"}, "2026-02-02", None, 0),
        ({"step": "dprd-approval", "started": "2026-01-28", "received": "2026-02-02"}, "2026-02-02", "2026-04-16", 0),
        ({"step": "dprd-approval"}, None, None, 0),
        ({"step": "draft-text", "started": "2026-02-02"}, "2026-02-02", "2026-02-25", 0),
        ({"step": "draft-text", "received": "2026-02-02"}, "2026-02-02", "2026-02-25", 0),
        ({"step": "initiative", "started": "2026-02-02"}, "2026-02-02", None, 0),
        ({"step": "deposit", "started": "2026-02-02"}, "2026-02-02", None, 0),
    ],
)
def test_clocks(entry: dict[str, str], since: str | None, due: str | None, late: int) -> None:
    """A clock that runs from receipt needs the receipt; any other runs from the beginning; no limit, no due day."""
    assert since is None or since
    found = path_on("2025-01-01", entry).current
    assert found
    assert (found.since, found.due, found.days_late) == (
        span(since) if since else None,
        span(due) if due else None,
        late,
    )


def test_due_days_of_an_uncertain_receipt() -> None:
    """Received some day in July 2026, without holidays: due between 45 working days from the first and the last."""
    entry = Step("dprd-approval", received=span("2026-07"))
    assert due_days(KSDPL.steps[5], entry, NO_HOLIDAYS) == span("2026-09-02/2026-10-02")


@pytest.mark.parametrize(("on", "late"), [("2026-09-03", 0), ("2026-10-02", 0), ("2026-10-05", 1), ("2026-10-07", 3)])
def test_late_from_the_latest_day(on: str, late: int) -> None:
    """Lateness counts working days from the latest due day: nothing is overdue while it may be in time."""
    record = agreement(steps=[{"step": "dprd-approval", "received": "2026-07"}])
    found = path(record, PROCEDURES, NO_HOLIDAYS, day(on)).current
    assert found
    assert found.days_late == late


def test_a_due_day_beyond_the_published_calendar() -> None:
    """A due day in a year without published collective leave says that it can still move."""
    published = Calendar(lambda _year: frozenset(), final_through=2027)
    finals = []
    for received in ("2027-10-01", "2027-12-01"):
        record = agreement(steps=[{"step": "dprd-approval", "received": received}])
        found = path(record, PROCEDURES, published, day("2027-12-15")).current
        assert found
        finals.append((found.due, found.final))
    assert finals == [(span("2027-12-03"), True), (span("2028-02-02"), False)]


def test_refused() -> None:
    """A refusal stops the path: nothing comes next, whatever was done after it."""
    found = path_on(
        "2026-11-21",
        {"step": "cooperation-plan", "done": "2026-01-30"},
        {"step": "dprd-approval", "received": "2026-02-02", "done": "2026-03-20", "outcome": "refused"},
    )
    assert states(found) == {"cooperation-plan": "done", "dprd-approval": "refused"}
    assert found.refused
    assert (found.refused.step.id, found.refused.since, found.current, found.next) == (
        "dprd-approval",
        span("2026-03-20"),
        None,
        None,
    )


RETURNED = (
    {"step": "cooperation-plan", "done": "2026-01-30"},
    {"step": "dprd-approval", "done": "2026-03-20", "outcome": "approved"},
    {"step": "ministry-verification", "started": "2026-03-25", "done": "2026-04-30", "outcome": "returned"},
)


def test_returned() -> None:
    """Returned by the ministry: the plan is under way again since that day, its 30 working days begin anew, and what
    follows it is open again.
    """
    found = path_on("2026-11-21", *RETURNED)
    assert states(found) == {"cooperation-plan": "under-way"}
    assert found.current
    assert found.next
    assert (found.current.since, found.current.due, found.next.step.id) == (
        span("2026-04-30"),
        span("2026-06-22"),
        "dprd-approval",
    )


def test_after_a_return() -> None:
    """The second round counts: its entries stand in the place of the first ones."""
    second = (
        {"step": "cooperation-plan", "done": "2026-06-01"},
        {"step": "dprd-approval", "done": "2026-07-01"},
        {"step": "ministry-verification", "started": "2026-07-06"},
    )
    found = path_on("2026-07-10", *RETURNED, *second)
    assert states(found) == {
        "cooperation-plan": "done",
        "dprd-approval": "done",
        "ministry-verification": "under-way",
    }
    plan = found.of("cooperation-plan")
    assert plan
    assert plan.since == span("2026-06-01")


def test_returned_by_a_step_that_names_no_other() -> None:
    """Where the procedure names no step to return to, the step itself is under way again."""
    found = path_on("2026-11-21", {"step": "draft-text", "done": "2026-05-05", "outcome": "returned"})
    assert states(found) == {"draft-text": "under-way"}


def test_the_furthest_step() -> None:
    """Of two steps under way the further one is current, and what comes next comes after it."""
    found = path_on(
        "2026-11-21",
        {"step": "interministry-meeting", "started": "2026-06-01"},
        {"step": "draft-text", "started": "2026-05-05"},
    )
    assert found.current
    assert found.next
    assert (found.current.step.id, found.next.step.id) == ("interministry-meeting", "ministry-approval")


def test_what_was_passed() -> None:
    """Once a later step is done an earlier one holds nothing up, recorded or not; while it is merely under way both
    are; and what is not needed was never passed. Only the DPRD is not passed by: its silence approves nothing.
    """
    gone_on = path_on(
        "2026-03-01", {"step": "exploration", "started": "2022"}, {"step": "letter-of-intent", "done": "2023"}
    )
    assert states(gone_on) == {"exploration": "passed", "letter-of-intent": "done"}
    assert gone_on.current is None
    begun = {"step": "dprd-approval", "received": "2026-02-02"}
    both = path_on("2026-03-01", begun, {"step": "ministry-verification", "started": "2026-02-20"})
    assert states(both) == {"dprd-approval": "under-way", "ministry-verification": "under-way"}
    after = path_on("2026-03-01", begun, {"step": "ministry-verification", "done": "2026-02-20"})
    assert states(after) == {"dprd-approval": "under-way", "ministry-verification": "done"}
    domestic = path_on("2026-03-01", {"step": "signing", "done": "2026-02-20"}, kind="ksdd")
    assert [state.state for state in domestic.steps] == ["passed", "passed", "passed", "not-needed", "done"]


@pytest.mark.parametrize(
    ("entries", "fields", "wanted", "signing"),
    [
        ([], {}, {"dprd-approval": "passed", "signing": "done"}, "2026-11-20"),
        (
            [{"step": "signing", "started": "2026-11-02"}],
            {},
            {"dprd-approval": "passed", "signing": "done"},
            "2026-11-20",
        ),
        (
            [{"step": "signing", "done": "2026-11-19"}],
            {},
            {"dprd-approval": "passed", "signing": "done"},
            "2026-11-19",
        ),
        (
            [{"step": "signing", "done": "2026-11-19", "outcome": "refused"}],
            {},
            {"dprd-approval": "passed", "signing": "done"},
            "2026-11-20",
        ),
        (
            [{"step": "signing", "done": "2026-11-19", "outcome": "returned"}],
            {},
            {"dprd-approval": "passed", "signing": "done"},
            "2026-11-20",
        ),
        (
            [{"step": "deposit", "started": "2026-11-21"}],
            {},
            {"dprd-approval": "passed", "signing": "done", "deposit": "under-way"},
            "2026-11-20",
        ),
        ([], {"signed": "2026"}, {"dprd-approval": "passed", "signing": "done"}, "2026"),
    ],
)
def test_what_is_signed_waits_for_no_approval(
    entries: list[dict[str, str]], fields: dict[str, Any], wanted: dict[str, str], signing: str
) -> None:
    """The signature is the end of the signing step, and of all before it, however that step is recorded, if at all."""
    begun = {"step": "dprd-approval", "received": "2026-08-03"}
    found = path_on("2026-11-22", begun, *entries, **{"signed": "2026-11-20", **fields})
    assert states(found) == wanted
    step = found.of("signing")
    assert step
    assert (step.since.iso() if step.since else None) == signing
    assert states(path_on("2026-11-22", begun)) == {"dprd-approval": "under-way"}


def test_the_end_of_the_path() -> None:
    """After the last step nothing comes."""
    found = path_on("2026-11-21", {"step": "deposit", "done": "2026-05-05"})
    assert (found.current, found.next) == (None, None)


def test_done_by_its_outcome_alone() -> None:
    """A step with an outcome is over, though nobody wrote down when."""
    found = path_on("2026-11-21", {"step": "dprd-approval", "outcome": "approved"})
    assert states(found) == {"dprd-approval": "done"}


def test_steps_that_the_procedure_does_not_know() -> None:
    """A step of another name stands nowhere on the path; a check names it."""
    found = path_on("2026-11-21", {"step": "lunch", "done": "2026-05-05"})
    assert found == Path(tuple(StepState(step) for step in KSDPL.steps), "dprd-approval", "letter-of-intent")


@pytest.mark.parametrize(
    ("kind", "dprd", "needed"),
    [
        ("ksdpl", None, True),
        ("ksdll", None, True),
        ("ksdd", None, False),
        ("ksdpk", None, False),
        ("ksdpl", "not-required", False),
        ("ksdd", "required", True),
    ],
)
def test_who_needs_the_dprd(kind: str, dprd: str | None, needed: bool) -> None:
    """Partners abroad need the DPRD, domestic ones where the record says so; the record has the last word."""
    assert SHIPPED[kind].council_needed(dprd) == needed


@pytest.mark.parametrize(
    ("dprd", "following"), [(None, "signing"), ("required", "dprd-approval"), ("not-required", "signing")]
)
def test_what_comes_after_the_joint_text(dprd: str | None, following: str) -> None:
    """The DPRD's step is passed over where it is not needed."""
    found = path_on("2026-11-21", {"step": "joint-text", "done": "2026-05-05"}, kind="ksdd", dprd=dprd)
    assert found.next
    assert found.next.step.id == following


def test_a_step_that_was_not_needed_but_taken() -> None:
    """Consent that was asked for although it is not needed is shown as what it is."""
    found = path_on("2026-11-21", {"step": "dprd-approval", "received": "2026-05-05"}, kind="ksdd")
    assert states(found) == {"dprd-approval": "under-way"}


@pytest.mark.parametrize(
    ("step", "kind", "beyond"),
    [
        ("initiative", "ksdpl", False),
        ("letter-of-intent", "ksdpl", False),
        ("cooperation-plan", "ksdpl", True),
        ("deposit", "ksdpl", True),
        ("preparation", "ksdd", False),
        ("offer", "ksdd", False),
        ("joint-text", "ksdd", True),
    ],
)
def test_beyond_exploring(step: str, kind: str, beyond: bool) -> None:
    """Exploring ends with the letter of intent, or with the offer."""
    assert path_on("2026-11-21", {"step": step, "started": "2026-05-05"}, kind=kind).beyond_exploring == beyond


def test_positions() -> None:
    """A step is found by its id, in the order of the procedure."""
    assert [KSDPL.position(step) for step in ("initiative", "deposit", "nothing")] == [0, 13, -1]


def test_the_day_does_not_matter_without_a_clock() -> None:
    """Without a limit a path is the same on every day."""
    entry = {"step": "initiative", "started": "2026-02-02"}
    assert path_on("2026-02-02", entry) == path_on(date.max.isoformat(), entry)
