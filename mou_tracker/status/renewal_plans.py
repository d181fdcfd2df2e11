"""Which plan an assessed record gets: its own path if it is under way, else that of a renewal to be begun."""

from __future__ import annotations

from datetime import date

from mou_tracker.agreement.procedure import Procedure
from mou_tracker.agreement.record import Agreement
from mou_tracker.approvals.planning import Plan, make_plan, remaining, renewal_plan
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.status.assess import Assessor
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.deadlines import decision


def plan_for(
    assessment: Assessment, assessor: Assessor, start: date | None = None, sign_by: date | None = None
) -> Plan | None:
    """The way to the next signature of a record, begun on `start` (else the day of looking).

    `assessor` is of the record's register and day: one for all records, since making it looks at every one of them.

    A record under way is planned from where it stands, and has to be signed by the decision day of the agreement that
    it renews; a signed one gets the plan of its renewal, its successor's if that is under way. None where the kind has
    no procedure.
    """
    agreement = assessment.agreement
    book, calendar = assessor.book, assessor.calendar
    procedure = book.procedures.get(agreement.kind)
    if procedure is None:
        return None
    begin = start or assessment.as_of
    if not agreement.signed:
        return _under_way(assessment, _renewed(assessor, agreement), procedure, calendar, begin, sign_by)
    if assessment.successor and not assessment.successor.signed:
        successor = assessor.assess(assessor.by_id[assessment.successor.id])
        own = book.procedures.get(successor.agreement.kind) if successor else None
        if successor and own:
            return _under_way(successor, assessment, own, calendar, begin, sign_by)
    by, last = _deadline(assessment)
    return renewal_plan(agreement, procedure, calendar, begin, sign_by or by, last)


def _renewed(assessor: Assessor, agreement: Agreement) -> Assessment | None:
    """The agreement that a record renews."""
    other = assessor.by_id.get(agreement.renews or "")
    return assessor.assess(other) if other else None


def _under_way(
    assessment: Assessment,
    renewed: Assessment | None,
    procedure: Procedure,
    calendar: Calendar,
    begin: date,
    sign_by: date | None,
) -> Plan:
    by, last = _deadline(renewed) if renewed else (None, None)
    steps = remaining(assessment.path, procedure, assessment.agreement)
    return make_plan(steps, calendar, begin, sign_by or by, last)


def _deadline(assessment: Assessment) -> tuple[date | None, date | None]:
    """By when to sign so that there is no gap, and the last day; only the last day once that is over."""
    last = assessment.last_day.earliest if assessment.last_day else None
    over = assessment.status in ("lapsed", "renewed", "closed")
    if assessment.closes:
        return last, last
    return (None if over or assessment.course is None else assessment.course.decision_day), last


def wanted_again(assessment: Assessment) -> bool:
    """Whether a lapsed agreement may still be renewed: nobody has decided against it, and nothing signed renews it."""
    return assessment.status == "lapsed" and assessment.decided != "lapse"


def at_stake(assessment: Assessment, plan: Plan) -> tuple[object, ...]:
    """Sort key of lapsed agreements, the one first with which most is lost: by open promises, by what was done under
    it, by what still runs under it, by how long it has been over, and by how soon its renewal could be signed.
    """
    agreement = assessment.agreement
    promises = sum(not follow_up.done for follow_up in agreement.follow_ups)
    gap = -(assessment.days_left or 0)
    stakes = (-promises, -len(agreement.activities), -len(assessment.running_children), -gap)
    return *stakes, plan.signature or date.max, agreement.id


def wanted(assessment: Assessment) -> bool:
    """Whether a renewal of an agreement in force is to be planned.

    Nobody has decided against it, and it does not renew by itself: then only a notice has its day.
    """
    to_decide = decision(assessment) if assessment.status in ("active", "due") else None
    return to_decide is not None and to_decide.kind == "sign-by"
