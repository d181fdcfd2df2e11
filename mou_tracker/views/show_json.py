"""`mou show -f json`: the row of `mou status`, and the parts of the record that a row has no room for."""

from __future__ import annotations

from mou_tracker.approvals.path import StepState
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.details import Section
from mou_tracker.views.facts import iso
from mou_tracker.views.json import encode, listed
from mou_tracker.views.rows import Row, day, row


def show_json(found: Assessment, reminders: Section, say: Wording) -> str:
    """`mou-show/1`: one agreement."""
    agreement = found.agreement
    parts: dict[str, list[Row]] = {
        "path": [_step(step, say) for step in found.path.steps],
        "extensions": [
            {"signed": e.signed.iso(), "starts": iso(e.starts) or None, "ends": iso(e.ends) or None,
             "term": e.term.text() if isinstance(e.term, tuple) else e.term, "instrument": e.instrument}
            for e in agreement.extensions
        ],
        "follow_ups": [
            {"what": f.what, "due": iso(f.due) or None, "done": iso(f.done) or None, "owner": list(f.owner)}
            for f in agreement.follow_ups
        ],
        "documents": [{"title": d.title, "path": d.path, "url": d.url} for d in agreement.documents],
        "sources": [
            {"title": s.title, "publisher": s.publisher, "published": iso(s.published) or None, "url": s.url,
             "file": s.file, "says": list(s.says)}
            for s in agreement.sources
        ],
        "reminders": [
            {"day": row[0], "about": row[1] or None, "what": row[2]} for row in reminders.rows if len(row) == 3
        ],
    }  # fmt: skip
    head: Row = {"format": "mou-show/1", "as_of": day(found.as_of), "agreement": row(found, say)}
    head |= {"fields": list(agreement.fields), "notes": agreement.notes}
    lists = "".join(f',\n "{name}": {listed(values)}' for name, values in parts.items())
    return f"{encode(head)[:-1]}{lists}}}\n"


def _step(step: StepState, say: Wording) -> Row:
    return {
        "step": step.step.id,
        "name": say.spell(step.step.name),
        "actor": say.spell(step.step.actor) if step.step.actor else None,
        "state": step.state,
        "since": iso(step.since) or None,
        "due": day(step.due.earliest if step.due else None),
        "basis": step.step.basis,
        "limit": step.step.limit,
        "article": step.step.article,
        "days_late": step.days_late,
    }
