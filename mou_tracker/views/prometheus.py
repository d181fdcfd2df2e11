"""`mou status -f prometheus`: numbers to scrape or to lay down for the node exporter (text exposition format)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mou_tracker.basics.escaping import visible
from mou_tracker.status.assessment import Assessment, counts


def prometheus_text(found: Sequence[Assessment], unreadable: int) -> str:
    """Counts by status, and per agreement the days left and the working days by which its approval step is late."""
    return "".join(f"{line}\n" for line in _lines(found, unreadable))


def _lines(found: Sequence[Assessment], unreadable: int) -> Iterator[str]:
    yield from _head("mou_agreements", "Agreements by status.")
    for status, number in counts(found).items():
        yield _sample("mou_agreements", {"status": status}, number)
    yield from _head("mou_unreadable_records", "Records that could not be read.")
    yield _sample("mou_unreadable_records", {}, unreadable)
    yield from _head("mou_days_left", "Calendar days to the last day in force, 0 on it, negative once it is over.")
    yield from _each("mou_days_left", ((one, one.days_left) for one in found))
    yield from _head("mou_decision_days_left", "Calendar days to the day by which to renew or to give notice.")
    yield from _each("mou_decision_days_left", ((one, _decision(one)) for one in found))
    yield from _head("mou_approval_days_late", "Working days by which the approval step under way is past its limit.")
    yield from _each("mou_approval_days_late", ((one, _late(one)) for one in found))


def _decision(found: Assessment) -> int | None:
    course = found.course
    return (course.decision_day - found.as_of).days if course and course.decision_day else None


def _late(found: Assessment) -> int | None:
    step = found.under_way
    return step.days_late if step and step.due and found.status not in ("closed", "renewed") else None


def _head(name: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} gauge"


def _each(name: str, values: Iterable[tuple[Assessment, int | None]]) -> Iterator[str]:
    for found, value in sorted(values, key=lambda pair: pair[0].agreement.id):
        if value is not None:
            partner = found.agreement.partner
            labels = {"id": found.agreement.id, "partner": partner.name, "country": partner.country,
                      "kind": found.agreement.kind, "status": found.status}  # fmt: skip
            yield _sample(name, labels, value)


def _sample(name: str, labels: dict[str, str], value: int) -> str:
    inner = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inner}}} {value}" if inner else f"{name} {value}"


def _escaped(text: str) -> str:
    """A label's value; a line break in it is written out like every hidden character, then backslash and quote."""
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')
