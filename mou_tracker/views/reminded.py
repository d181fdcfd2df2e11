"""The reminders of one agreement for `mou show`: which went out, which are due or come next, and why none does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mou_tracker.agreement.register import Register
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.core.memory import Memory, Past
from mou_tracker.core.milestones import Milestone, coming
from mou_tracker.core.reminders import Reminder, of_record
from mou_tracker.core.rungs import said
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.remind_plan import MILESTONE_NAMES
from mou_tracker.views.sections import Row, Section

MOST_SENT, MOST_COMING = 10, 3
_STATES = {
    "sent": phrase("told"),
    "assumed": phrase("counted as told when the ledger began"),
    "intent": phrase("sent, perhaps: the answer is not known"),
    "deferred": phrase("not delivered yet"),
    "refused": phrase("address refused"),
    "rejected": phrase("rejected by the mail server"),
}


def reminded(found: Assessment, register: Register, past: Sequence[Past], memory: Memory, say: Wording) -> Section:
    """The section: `past` and `memory` are what the ledger knows of the record, both empty where there is none."""
    rows = [*_past(past[-MOST_SENT:], say), *_due(found, register, memory, say), *_coming(found, register, say)]
    return Section(phrase("Reminders"), tuple(rows))


def _past(past: Sequence[Past], say: Wording) -> Iterator[Row]:
    for one in past:
        kind = one.key.milestone.partition(":")[0]
        about = f"{say(MILESTONE_NAMES.get(kind) or phrase('{text}', text=kind))} {one.key.date}".rstrip()
        told = phrase("{state}: {address}, {step}", state=_STATES[one.state], address=one.key.recipient,
                      step=said(one.key.step))  # fmt: skip
        yield one.day.isoformat(), about, say(told)


def _due(found: Assessment, register: Register, memory: Memory, say: Wording) -> Iterator[Row]:
    """What the next run tells, or the one reason why nothing is ever told."""
    for one in of_record(found, register, memory):
        if isinstance(one, Reminder) and isinstance(one.about, Milestone):
            text = phrase("by the next run: {address}, {step}", address=one.key.recipient, step=said(one.step.label))
            yield found.as_of.isoformat(), _name(one.about, say), say(text)
        elif isinstance(one, Reminder):
            continue
        elif one.about is None:
            yield say(phrase("none")), "", say(phrase("because {why}", why=one.why))
        elif one.lost:
            yield say(phrase("none")), "", say(one.why)


def _coming(found: Assessment, register: Register, say: Wording) -> Iterator[Row]:
    for step, milestone in coming([found], register, MOST_COMING):
        text: Phrase = said(step.label)
        yield step.day.isoformat(), _name(milestone, say), say(text)


def _name(milestone: Milestone, say: Wording) -> str:
    return f"{say(MILESTONE_NAMES[milestone.kind])} {milestone.day.iso()}"
