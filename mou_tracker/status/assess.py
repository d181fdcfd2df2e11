"""The one status that each record has on each day, and everything that goes beside it.

Every view, filter, mail and exit code uses `assess`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from msgspec.structs import replace

from mou_tracker.agreement.as_of import as_known, events, exact, first_known
from mou_tracker.agreement.procedure import WINDOW, Procedure, ProcedureStep
from mou_tracker.agreement.record import Agreement, Closing
from mou_tracker.agreement.register import Book, Register
from mou_tracker.agreement.terms import RenewalLimits, TermOutlook, course, latest_end
from mou_tracker.approvals.planning import latest_start, renewal_path
from mou_tracker.approvals.progress import Path, StepState, path
from mou_tracker.approvals.working_days import Calendar
from mou_tracker.basics.dates import Bound, DateSpan, Length, Period, add_days, ahead, back
from mou_tracker.status.assessment import Ahead, Assessment, Successor, urgency
from mou_tracker.status.statuses import Status

_YEAR = Length(12, 0)
_LATEST = itemgetter(1)
MOST_CLIPPED = 3  # days that a month may lack where a notice is counted back from the end of another one


class Assessor:
    """Assesses the records of one register on one day; remembers courses, since records can end with others."""

    def __init__(self, book: Book, as_of: date, calendar: Calendar) -> None:
        self.book, self.as_of, self.calendar = book, as_of, calendar
        self.by_id = {a.id: a for a in book.agreements}
        self.successors: dict[str, list[Agreement]] = {}
        self.renewals: dict[tuple[str, str | None], tuple[StepState, ...]] = {}
        self.courses: dict[tuple[str, Bound, Bound], TermOutlook | None] = {}
        self.announced: dict[str, Closing | None] = {}
        self.windows: dict[tuple[str, str], tuple[Length, bool]] = {}
        self.addresses: dict[tuple[str, ...], tuple[str, ...]] = {}
        for agreement in book.agreements:
            if agreement.renews:
                self.successors.setdefault(agreement.renews, []).append(agreement)

    def course(self, agreement: Agreement, known: Bound, bound: Bound, most: int | None = None) -> TermOutlook | None:
        """The course of a record as known, with the agreement that it ends with and its closing taken into account.

        `most` is how many automatic renewals at most may count as certain.
        """
        found = self._alone(agreement, known, bound, most)
        if found and agreement.ends_with and not agreement.ends:
            found = _with_other(found, self._followed(agreement, known, bound))
        return _closed(found, agreement, bound)

    def _alone(self, agreement: Agreement, known: Bound, bound: Bound, most: int | None = None) -> TermOutlook | None:
        """The course of a record by its own dates."""
        window, named = self._window(agreement)
        closed = agreement.closed.on[bound] if agreement.closed else self.as_of
        brakes = RenewalLimits(self._replaced(agreement, known, bound), most, named)
        return course(agreement, self.book.register.end_of_term, window, min(self.as_of, closed), bound, brakes)

    def _window(self, agreement: Agreement) -> tuple[Length, bool]:
        """How long before its decision day an agreement is due for renewal, and whether its procedure says so of its
        very instrument; records of a kind and an instrument share it.
        """
        key = (agreement.kind, agreement.instrument)
        found = self.windows.get(key)
        if found is None:
            register, procedure = self.book.register, self.book.procedures.get(agreement.kind)
            named = bool(procedure and procedure.names_window(agreement.instrument, register.renewal_window))
            found = self.windows[key] = (renewal_window(register, agreement, procedure).length, named)
        return found

    def _followed(self, agreement: Agreement, known: Bound, bound: Bound) -> TermOutlook | None:
        """The course of the record that this one ends with, None where there is none or they go round in a circle.

        A chain of them may be as long as the register. So it is walked, not called, and each course is kept: going on
        from where the last walk ended, all records together need each once.
        """
        passed: list[tuple[Agreement, TermOutlook]] = []
        seen = {agreement.id}
        found: TermOutlook | None = None
        circle = False
        while agreement.ends_with and not agreement.ends:
            name = agreement.ends_with
            circle = name in seen
            if circle:
                break
            if (name, known, bound) in self.courses:
                found = self.courses[name, known, bound]
                break
            seen.add(name)
            other = self.by_id.get(name)
            other = as_known(other, self.as_of, known) if other else None
            alone = self._alone(other, known, bound) if other else None
            if other is None or alone is None:
                break
            passed.append((other, alone))
            agreement = other
        for other, alone in reversed(passed):
            led = bool(other.ends_with and not other.ends)
            found = _closed(_with_other(alone, found) if led else alone, other, bound)
            if not circle:
                self.courses[other.id, known, bound] = found
        return found

    def _announced(self, agreement: Agreement) -> Closing | None:
        """The closing that is known to come: its own, or that of what it ends with, whichever comes first.

        Chains are walked, not called, and what is found is kept, as in `_followed`.
        """
        if not agreement.closed and not agreement.ends_with:
            return None
        passed: dict[str, Agreement] = {}
        one: Agreement | None = agreement
        while one and one.id not in self.announced and one.id not in passed:
            passed[one.id] = one
            one = self.by_id.get(one.ends_with) if one.ends_with and not one.ends else None
        found = self.announced.get(one.id) if one else None
        for name, one in reversed(passed.items()):
            own = one.closed if one.closed and one.closed.on.earliest > self.as_of else None
            found = min((c for c in (own, found) if c), key=lambda closing: closing.on, default=None)
            self.announced[name] = found
        return found

    def status(self, original: Agreement, known: Bound, bound: Bound) -> Status | None:
        """The status for one reading of the uncertain dates; None while the record is not known."""
        agreement = as_known(original, self.as_of, known)
        if agreement is None:
            return None
        found = self.course(agreement, known, bound)
        return self._status(agreement, found, self.path(agreement), known, bound)

    def path(self, agreement: Agreement) -> Path:
        """The approval path of a record as known."""
        return path(agreement, self.book.procedures, self.calendar, self.as_of)

    def _status(
        self, agreement: Agreement, outlook: TermOutlook | None, steps: Path, known: Bound, bound: Bound
    ) -> Status:
        if agreement.closed and self.as_of > agreement.closed.on[bound]:
            return "closed"
        if outlook is None:
            return _approval_status(steps)
        if self.as_of < outlook.begins:
            return "upcoming"
        if outlook.last_day is None:
            return "active" if outlook.open_ended else "unknown"
        if self.as_of > outlook.last_day:
            return "renewed" if self._signed_renewals(agreement, known) else "lapsed"
        until = outlook.notice_by or outlook.last_day
        return "due" if outlook.due_from and outlook.due_from <= self.as_of <= until else "active"

    def _signed_renewals(self, agreement: Agreement, known: Bound) -> list[Agreement]:
        """The records that renew this one and have been signed, be it on a day that nobody knows."""
        seen = (as_known(s, self.as_of, known) for s in self.successors.get(agreement.id, ()))
        return [s for s in seen if s and s.signed]

    def _replaced(self, agreement: Agreement, known: Bound, bound: Bound) -> date | None:
        """The day from which an agreement no longer renews by itself, since a renewal of it has been signed.

        Where nobody knows that day, it is the one from which the renewal is in force.
        """
        if agreement.renewal.mode != "automatic":
            return None
        days = (s.signing or s.starts for s in self._signed_renewals(agreement, known))
        return min((span[bound] for span in days if span), default=None)

    def assess(self, original: Agreement) -> Assessment | None:
        """Everything about one record on the day; None while it is not known."""
        agreement = as_known(original, self.as_of)
        if agreement is None:
            return None
        early = late = self.course(agreement, 0, 0)
        steps = self.path(agreement)
        first = last = self._status(agreement, early, steps, 0, 0)
        certain = True
        happened = events(original)
        if agreement.ends_with or not self._exact(original, happened):
            late = self.course(agreement, 0, 1)
            last = self._status(agreement, late, steps, 0, 1)
            certain = first == last and not _parted(first, early, late) and self._known_for_certain(original, first)
            if early and late and early.times_certain > late.times_certain and not (early.ending and late.ending):
                # Between the bounds lies a reading whose deadline is today: that is the safe one.
                early = self.course(agreement, 0, 0, most=late.times_certain)
                if early and early.notice_by and early.notice_by < self.as_of:
                    early = self._decided_today(early, agreement, notice_by=self.as_of)
        moved = max(happened if agreement is original else events(agreement), key=_LATEST, default=None)
        if early is late:
            last_day = DateSpan(early.last_day, early.last_day) if early and early.last_day else None
        else:
            replaced = [self._replaced(agreement, 0, bound) for bound in (0, 1)]
            last_day = _last_day(early, late, agreement, self.as_of, replaced)
        status = _combined(first, last)
        if status in ("lapsed", "renewed") and last_day and self.as_of <= last_day.latest:
            # A notice stopped it in a term that the two bounds do not agree on: between them it may still run.
            status, certain = "due", False
            early = self._decided_today(early, agreement) if early else None
        closes = self._announced(original) if not agreement.closed else None
        ends = last_day if early and late and early.ending and late.ending else None
        if closes and ends and ends.latest < closes.on.earliest:
            closes = None  # what is over by then can't close any more: a slip, which a check tells
        if closes and early and late:
            last_day = DateSpan(*map(min, ends, closes.on)) if ends else closes.on
            early, late = early.closing_on(closes.on[0]), late.closing_on(closes.on[1])
        successor = self._successor(agreement)
        safe_start, first_step = (None, None) if closes else self._safe_start(agreement, status, early, successor)
        return Assessment(
            agreement,
            self.as_of,
            status,
            certain,
            steps,
            courses=(early, late) if early and late else None,
            last_day=last_day,
            successor=successor,
            closes=closes,
            stalled=not agreement.signed
            and status != "closed"
            and bool(moved and ahead(moved.latest, _YEAR) <= self.as_of),
            last_move=moved,
            owner=self._addresses(agreement.owner),
            safe_start=safe_start,
            first_step=first_step,
            procedure=self.book.procedures.get(agreement.kind),
            renewal_begun=self._renewal_begun(successor),
            calendar_final=not (safe_start and early and early.decision_day)
            or self.calendar.is_final(early.decision_day),
        )

    def _addresses(self, owners: tuple[str, ...]) -> tuple[str, ...]:
        """The mail addresses of owners; records of a large register share them."""
        found = self.addresses.get(owners)
        if found is None:
            found = self.addresses[owners] = self.book.register.addresses(owners)
        return found

    def _decided_today(self, outlook: TermOutlook, agreement: Agreement, notice_by: date | None = None) -> TermOutlook:
        """The same where a reading between the bounds is to be decided on the day: that is the safe one."""
        opens = back(self.as_of, outlook.window_cut or self._window(agreement)[0])
        return replace(outlook, notice_by=notice_by, decision_day=self.as_of, window_opens=opens, due_from=opens)

    def _safe_start(
        self, agreement: Agreement, status: Status, outlook: TermOutlook | None, successor: Successor | None
    ) -> tuple[date | None, ProcedureStep | None]:
        """The latest safe start of a renewal that somebody still has to begin, and its first step; only the step where
        neither law nor target tells how long the approval takes.
        """
        procedure = self.book.procedures.get(agreement.kind) if status in ("active", "due") else None
        if procedure is None or outlook is None or outlook.decision_day is None or outlook.notice_by or successor:
            return None, None
        if agreement.renewal.mode == "none" or agreement.renewal.decision == "lapse":
            return None, None
        key = (agreement.kind, agreement.dprd)
        if key not in self.renewals:
            self.renewals[key] = renewal_path(procedure, agreement)
        steps = self.renewals[key]
        return latest_start(steps, self.calendar, outlook.decision_day), steps[0].step

    def _renewals(self, agreement: Agreement) -> list[Agreement]:
        """The records that say that they renew this one, known or not."""
        return self.successors.get(agreement.id, [])

    def _exact(self, original: Agreement, happened: Sequence[DateSpan]) -> bool:
        """Whether every date that decides its status is known to the day, the signing of its renewal included."""
        renewals = self._renewals(original)
        return exact(original, happened) and not [
            day for one in renewals for day in one.signing_days if not day.certain
        ]

    def _known_for_certain(self, original: Agreement, status: Status) -> bool:
        """Whether the status stays the same if the events of partial date happened on their latest day."""
        dated = (*events(original), *(day for one in self._renewals(original) for day in one.signing_days))
        if all(span[1] <= self.as_of or span[0] > self.as_of for span in dated):
            return True
        return self.status(original, 1, 1) == status

    def _successor(self, agreement: Agreement) -> Successor | None:
        """The record that renews this one: a signed one first, abandoned ones never, the latest in the file else."""
        found = None
        for candidate in self.successors.get(agreement.id, ()):
            seen = as_known(candidate, self.as_of)
            if seen is None or (seen.closed and not seen.signed):
                continue
            if found is None or seen.signed or not found.signed:
                first, last = self.status(candidate, 0, 0), self.status(candidate, 0, 1)
                assert first is not None
                assert last is not None
                procedure = self.book.procedures.get(candidate.kind)
                found = Successor(candidate.id, _combined(first, last), bool(seen.signed), procedure)
        return found or self._replacement(agreement)

    def _renewal_begun(self, successor: Successor | None) -> date | None:
        """When the record of a renewal that is not signed yet was begun."""
        other = self.by_id.get(successor.id) if successor and not successor.signed else None
        begun = first_known(other) if other else None
        return begun.earliest if begun else None

    def _replacement(self, agreement: Agreement) -> Successor | None:
        """The record that a closing names, though it does not say itself that it renews this one."""
        other = self.by_id.get(agreement.closed.by or "") if agreement.closed else None
        status = self.status(other, 0, 0) if other else None
        known = as_known(other, self.as_of) if other else None
        if other is None or status is None:
            return None
        return Successor(other.id, status, bool(known and known.signed), self.book.procedures.get(other.kind))


def assess(book: Book, as_of: date, calendar: Calendar, ids: Container[str] | None = None) -> list[Assessment]:
    """All records that are known on a day, or those of some ids, in the order in which an office wants to see them."""
    assessor = Assessor(book, as_of, calendar)
    found = (assessor.assess(agreement) for agreement in book.agreements if ids is None or agreement.id in ids)
    return sorted(_with_relatives([one for one in found if one], assessor), key=urgency)


def _with_relatives(found: Sequence[Assessment], assessor: Assessor) -> Iterable[Assessment]:
    """The records with the frameworks above and the agreements under them, though these be not among them."""
    known: dict[str, Assessment | None] = {one.agreement.id: one for one in found}
    under: dict[str, list[str]] = {}
    for agreement in assessor.book.agreements:
        if agreement.under:
            under.setdefault(agreement.under, []).append(agreement.id)

    def standing(name: str) -> Assessment | None:
        if name not in known:
            other = assessor.by_id.get(name)
            known[name] = assessor.assess(other) if other else None
        return known[name]

    for one in found:
        name, above = one.agreement.id, one.agreement.under
        if above or name in under:
            children = tuple(child for other in under.get(name, ()) if (child := standing(other)))
            framework = standing(above) if above else None
            yield replace(one, framework=framework, children=tuple(sorted(children, key=urgency)))
        else:
            yield one


def lying_ahead(book: Book, assessed: Iterable[Assessment]) -> list[Ahead]:
    """The records that are not known yet, since none of the assessments is theirs; the first to come first.

    They are never left out in silence.
    """
    known = {one.agreement.id for one in assessed}
    found = [
        Ahead(agreement.id, on)
        for agreement in book.agreements
        if agreement.id not in known and (on := first_known(agreement))
    ]
    return sorted(found, key=lambda one: (one.on, one.id))


def _closed(outlook: TermOutlook | None, agreement: Agreement, bound: Bound) -> TermOutlook | None:
    return outlook.closed_on(agreement.closed.on[bound]) if outlook and agreement.closed else outlook


def _with_other(outlook: TermOutlook, parent: TermOutlook | None) -> TermOutlook:
    """The course of a record that lives as long as another one: the other's end and decisions."""
    if parent is None:
        return TermOutlook(outlook.start, outlook.begins)
    return TermOutlook(
        outlook.start,
        outlook.begins,
        parent.last_day,
        parent.open_ended,
        notice_by=parent.notice_by,
        decision_day=parent.decision_day,
        window_opens=parent.window_opens,
        times_certain=parent.times_certain,
        due_from=parent.due_from,
        ending=parent.ending,
        window_cut=parent.window_cut,
    )


def connected(books: Iterable[Book], ids: Iterable[str]) -> set[str]:
    """The records that may stand differently if these do: what ends with them, what they renew or renewed by closing.

    And what stands differently if those do, in any of these readings of a register.
    """
    touched: dict[str, set[str]] = {}
    for book in books:
        for agreement in book.agreements:
            if agreement.ends_with:
                touched.setdefault(agreement.ends_with, set()).add(agreement.id)
            if agreement.closed and agreement.closed.by:
                touched.setdefault(agreement.closed.by, set()).add(agreement.id)
            if agreement.renews:
                touched.setdefault(agreement.id, set()).add(agreement.renews)
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += touched.get(name, ())
    return found


def renewal_window(register: Register, agreement: Agreement, procedure: Procedure | None) -> Period:
    """How long before its decision day an agreement is due for renewal."""
    usual = register.renewal_window
    return procedure.window(agreement.instrument, usual) if procedure else usual or WINDOW


def _approval_status(steps: Path) -> Status:
    """What the council has returned is the city's to send again: it is pending no more."""
    council = steps.of_council
    if council and council.state == "under-way" and council.since and not (council.entry and council.entry.finished):
        return "pending-dprd"
    return "in-approval" if steps.beyond_exploring else "exploring"


def _combined(first: Status, last: Status) -> Status:
    """One status for an uncertain date: the earliest day counts, but nothing has lapsed while it may still run."""
    if (first in ("lapsed", "renewed") and last not in ("lapsed", "renewed")) or (first == "active" and last == "due"):
        return "due"
    return first


def _parted(status: Status, early: TermOutlook | None, late: TermOutlook | None) -> bool:
    """Whether the bounds stand before different decisions: a day between them may be due though neither is."""
    if early is None or late is None or early.decision_day is None or status in ("lapsed", "renewed"):
        return False
    return early.times_certain != late.times_certain or early.times_renewed != late.times_renewed


def _stops(agreement: Agreement, replaced: Sequence[date | None]) -> Iterator[DateSpan]:
    """What stopped automatic renewals: a notice, as the ends that it is in time for, and the signing of a renewal."""
    if agreement.notice_given:
        first, last = agreement.notice_given
        notice = agreement.renewal.notice
        yield DateSpan(first, add_days(ahead(last, notice.length), MOST_CLIPPED) if notice else last)
    if all(replaced):
        yield DateSpan(*filter(None, replaced))


def _counted_from_one_day(agreement: Agreement) -> bool:
    """Whether nothing is uncertain of its terms, so that they end on known days, whenever they were stopped."""
    extended = (day for extension in agreement.extensions for day in (extension.starts, extension.ends))
    counted = (agreement.ends or agreement.starts or agreement.signing, *extended)
    return not (agreement.ends_with and not agreement.ends) and all(day is None or day.certain for day in counted)


def _last_day(
    early: TermOutlook | None,
    late: TermOutlook | None,
    agreement: Agreement,
    as_of: date,
    replaced: Sequence[date | None],
) -> DateSpan | None:
    if early is None or late is None:
        return None
    if early.last_day is None or late.last_day is None:
        # In one reading an extension or restart has begun and gives an end, in the other it has not: that end may come.
        only = early.last_day or late.last_day
        return DateSpan(only, only) if only else None
    first, last = sorted((early.last_day, late.last_day))
    period = agreement.renewal.period or agreement.term
    same = early.times_renewed == late.times_renewed or _counted_from_one_day(agreement)
    if same or agreement.closed or not isinstance(period, Period):
        return DateSpan(first, last)
    # The bounds run in different renewals: a day between them ends a term on any day from today on.
    first = min(first, max(as_of, early.start))
    if early.ending and late.ending:
        # The one that began later may have been renewed as often as the other one was, and no more.
        more = Length(0, 0).plus(period.length, early.times_renewed - late.times_renewed)
        latest = ahead(late.last_day, more)
        # The last term is the first one whose day of notice, or end, was not past when it was stopped.
        for stopped in _stops(agreement, replaced):
            first = min(first, max(stopped.earliest, early.start))
            latest = min(latest, latest_end(stopped.latest, period.length))
        return DateSpan(first, max(last, latest))
    return DateSpan(first, max(last, latest_end(as_of, period.length)))
