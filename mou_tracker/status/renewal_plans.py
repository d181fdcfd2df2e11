"""Which plan an assessed record gets: its own path if it is under way, else that of a renewal to be begun."""

from __future__ import annotations

from datetime import date

from mou_tracker.agreement.procedure import Procedure
from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book
from mou_tracker.approvals.planning import Plan, make_plan, remaining, renewal_plan
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.status.assess import Assessor
from mou_tracker.status.assessment import Assessment


def plan_for(
    found: Assessment, book: Book, calendar: Calendar, start: date | None = None, sign_by: date | None = None
) -> Plan | None:
    """The way to the next signature of a record, begun on `start` (else the day of looking).

    A record under way is planned from where it stands, and has to be signed by the decision day of the agreement that
    it renews; a signed one gets the plan of its renewal, its successor's if that is under way. None where the kind has
    no procedure.
    """
    agreement = found.agreement
    procedure = book.procedures.get(agreement.kind)
    if procedure is None:
        return None
    assessor = Assessor(book, found.as_of, calendar)
    begin = start or found.as_of
    if not agreement.signed:
        return _under_way(found, _renewed(assessor, agreement), procedure, calendar, begin, sign_by)
    if found.successor and not found.successor.signed:
        successor = assessor.assess(assessor.by_id[found.successor.id])
        own = book.procedures.get(successor.agreement.kind) if successor else None
        if successor and own:
            return _under_way(successor, found, own, calendar, begin, sign_by)
    by, last = _deadline(found)
    return renewal_plan(agreement, procedure, calendar, begin, sign_by or by, last)


def _renewed(assessor: Assessor, agreement: Agreement) -> Assessment | None:
    """The agreement that a record renews."""
    other = assessor.by_id.get(agreement.renews or "")
    return assessor.assess(other) if other else None


def _under_way(
    found: Assessment,
    renewed: Assessment | None,
    procedure: Procedure,
    calendar: Calendar,
    begin: date,
    sign_by: date | None,
) -> Plan:
    by, last = _deadline(renewed) if renewed else (None, None)
    steps = remaining(found.path, procedure, found.agreement)
    return make_plan(steps, calendar, begin, sign_by or by, last)


def _deadline(found: Assessment) -> tuple[date | None, date | None]:
    """By when to sign so that there is no gap, and the last day; only the last day once that is over."""
    last = found.last_day.earliest if found.last_day else None
    over = found.status in ("lapsed", "renewed", "closed")
    return (None if over or found.course is None else found.course.decision_day), last


def wanted(found: Assessment) -> bool:
    """Whether a renewal of an agreement in force is to be planned: nobody has decided against it."""
    return found.status in ("active", "due") and found.decided != "lapse" and found.course is not None
