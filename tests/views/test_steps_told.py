"""The history of a record is what is recorded of its steps, each under its own name."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mou_tracker.agreement.record import Step
from mou_tracker.basics.dates import DateSpan
from mou_tracker.language.labels import OUTCOME_NAMES
from mou_tracker.views.sections import sections
from tests.make import ENGLISH, KSDPL, agreement, known, register

NAMES = {step.id: ENGLISH.spell(step.name) for step in KSDPL.steps}


def days() -> st.SearchStrategy[DateSpan]:
    """A day of a few years."""
    return st.integers(0, 1500).map(lambda n: date(2020, 1, 1) + timedelta(n)).map(lambda one: DateSpan(one, one))


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["cooperation-plan", "dprd-approval", "ministry-verification"]),
        received=st.none() | days(),
        started=st.none() | days(),
        done=st.none() | days(),
        outcome=st.none() | st.sampled_from(["approved", "refused", "returned"]),
        reference=st.none() | st.sampled_from(["No. 1", "No. 2"]),
    ),
    max_size=6,
)


@given(STEPS)
def test_every_recorded_day_of_a_step_is_told(steps: list[Step]) -> None:
    """Whatever the state of the path makes of them: none is left out, none is told of another step."""
    found = known("2026-11-21", replace(agreement(), steps=tuple(steps)))
    shown = sections(found, register(), ENGLISH, [], contacts=True)
    told = [" ".join(row) for one in shown if one.title.msgid == "History" for row in one.rows]
    for step in steps:
        end = OUTCOME_NAMES.get(step.outcome or "")
        ended = ENGLISH(end) if end else "done"
        for day, what in ((step.received, "received"), (step.started, "begun"), (step.done, ended)):
            if day:
                assert any(row.startswith(f"{day.iso()} {NAMES[step.step]}: {what}") for row in told)
        if step.reference:
            assert any(NAMES[step.step] in row and step.reference in row for row in told)
    dated = sum(bool(day) for step in steps for day in (step.received, step.started, step.done))
    undated = sum(not (step.received or step.started or step.done) for step in steps)
    assert len(told) == dated + undated
