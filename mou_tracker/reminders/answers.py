"""The commands that settle a matter, as mails and lists name them; on a terminal they ask for the rest.

The one place that writes them. A renewal that is begun is settled by its own record, not by the one that it renews.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mou_tracker.agreement.record import FollowUp
from mou_tracker.reminders.milestones import Milestone
from mou_tracker.status.assessment import Assessment

BETWEEN = " · "


def answers_to(*told: Milestone) -> str:
    """The commands that answer what is told of one record, the last one by silence; empty where none is to."""
    found = dict.fromkeys(command for one in told if one.kind in _COMMANDS for command in _COMMANDS[one.kind](one))
    return BETWEEN.join([*found, f"mou snooze {told[0].assessment.agreement.id}"]) if found else ""


def settled_by(one: Assessment, undated: Sequence[FollowUp]) -> str:
    """The commands that settle what a list says of a record; `undated` are its open promises without a day."""
    id = one.agreement.id
    if one.status == "lapsed":
        return BETWEEN.join([*_renewal(one), f"mou close {id}"])
    if one.status == "unknown":
        return f"mou set {id} term"
    if not one.agreement.signed:
        return BETWEEN.join([f"mou step {id}", f"mou close {id}"])
    return _kept(one, undated[0]) if undated else BETWEEN.join(_renewal(one))


def _renewal(one: Assessment) -> Iterator[str]:
    """What brings the next instrument on: its record is begun, or goes on to its signature."""
    following = one.successor
    if following and not following.signed:
        yield f"mou step {following.id}"
        yield f"mou sign {following.id}"
    else:
        yield f"mou renew {one.agreement.id}"


def _notice(one: Assessment) -> Iterator[str]:
    """A notice that is given stops it; deciding to renew says that none is wanted."""
    id = one.agreement.id
    yield f"mou set {id} notice_given"
    yield f"mou decide {id} renew"
    if one.decided != "lapse":
        yield f"mou decide {id} lapse"


def _kept(one: Assessment, promise: FollowUp | None) -> str:
    """That a promise was kept, by its number where the record has several that are open."""
    id, all_of_them = one.agreement.id, one.agreement.follow_ups
    number = next((at for at, other in enumerate(all_of_them, 1) if other is promise), None)
    several = sum(not other.done for other in all_of_them) > 1
    return f"mou done {id} {number}" if several and number else f"mou done {id}"


def _done(about: Milestone) -> Iterator[str]:
    yield _kept(about.assessment, about.promise)


def _over(about: Milestone) -> Iterator[str]:
    yield from _renewal(about.assessment)
    yield f"mou close {about.assessment.agreement.id}"


def _awake(about: Milestone) -> Iterator[str]:
    """What was snoozed is open again: what settles the record, where it needs anything."""
    one = about.assessment
    if one.status != "active":
        yield from settled_by(one, ()).split(BETWEEN)


def _step(about: Milestone) -> Iterator[str]:
    yield f"mou step {about.assessment.agreement.id}"


_COMMANDS: dict[str, Callable[[Milestone], Iterator[str]]] = {
    "safe-start": lambda about: _renewal(about.assessment),
    "sign-by": lambda about: _renewal(about.assessment),
    "last-day": _over,
    "notice-by": lambda about: _notice(about.assessment),
    "approval": _step,
    "next-step": _step,
    "receipt": _step,
    "follow-up": _done,
    "snooze-over": _awake,
}
