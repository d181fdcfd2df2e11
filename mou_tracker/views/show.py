"""`mou show`: one agreement's sections as lines with its time drawn as a bar, as Markdown, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from mou_tracker.agreement.record import as_data, without_contact
from mou_tracker.approvals.progress import StepState
from mou_tracker.basics.dates import add_days
from mou_tracker.basics.phrases import phrase
from mou_tracker.language.labels import worded
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import Gap
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.reasons import reason
from mou_tracker.views.cells import iso, todo
from mou_tracker.views.lines import PROOFS, Line, Part, Quote, aligned, line, where
from mou_tracker.views.rows import Row, day, listed, row, whole
from mou_tracker.views.sections import Section
from mou_tracker.views.tables import escaped


def show_lines(
    assessment: Assessment, made: Sequence[Section], say: Wording, width: int | None, without: Sequence[Gap] = ()
) -> list[Line]:
    """The whole view. `width` None means as wide as it takes."""
    agreement = assessment.agreement
    lines = [
        line(Part(agreement.title, "title"), indent=2),
        line(Part(agreement.id, "dim"), Part(f" · {say.day(assessment.as_of)}", "dim")),
        line(),
        line(
            Part(say(assessment.status_name).upper(), assessment.status),
            "  ",
            say(reason(assessment)),
            indent=2,
        ),
    ]
    following = todo(assessment, say)
    if following:
        lines.append(line("→ ", following, indent=2))
    bar = timeline(assessment, min(width or 80, 100) - 4, say, without)
    for section in (section for section in made if section.rows):
        lines += [line(), line(Part(say(section.title), "strong")), *_rows(section, width)]
        if bar and section.title.msgid == "How each date was reached":
            lines += [line(), *(line("  ", text) for text in bar)]
    return lines


def _rows(section: Section, width: int | None) -> Iterator[Line]:
    """Rows with aligned columns; where they would not fit the last cell goes below."""
    if len(section.rows[0]) == 1:
        for row in section.rows:
            for text in row[0].split("\n"):
                yield line("  ", text, indent=2)
        return
    heads = aligned([row[:-1] for row in section.rows])
    room = max(map(len, heads))
    stacked = width is not None and room > width // 2
    for head, row in zip(heads, section.rows, strict=True):
        if stacked:
            yield line("  ", row[0], indent=4)
            if any(row[1:]):
                yield line("      ", " · ".join(cell for cell in row[1:] if cell), indent=6)
        else:
            yield line("  ", head.ljust(room), "  ", row[-1], indent=room + 4)


def proof_lines(quotes: Sequence[Quote], say: Wording) -> list[Line]:
    """The sentences that prove a record's fields, the fact marked in each."""
    made = [line(), line(Part(say(PROOFS), "strong"))]
    if not quotes:
        return [*made, line("  ", say(NO_PROOF), indent=2)]
    for quote in quotes:
        before, fact, after = quote.pieces
        against = "" if quote.agrees else f"  {say(phrase('the record says otherwise'))}"
        fact_line = ("  ", say(worded(quote.field)), "  ", say.spell(quote.told), Part(against, "error"))
        made.append(line(*fact_line, indent=4))
        at = Part(f"    {where(quote, say)}: ", "dim")
        made.append(line(at, "“", before, Part(fact, "strong"), after, "”", indent=6))
    return made


NO_PROOF = phrase("No document of this record is a text that states its facts in a form that is understood.")


def proof_markdown(quotes: Sequence[Quote], say: Wording) -> str:
    """The same as Markdown, the fact in bold."""
    rows = [f"## {say(PROOFS)}\n\n"]
    for quote in quotes:
        before, fact, after = (escaped(piece) for piece in quote.pieces)
        sentence = f"“{before}**{fact}**{after}”" if fact.strip() else f"“{before}{fact}{after}”"
        said, at = escaped(say.spell(quote.told)), escaped(where(quote, say))
        rows.append(f"- {say(worded(quote.field))}: {said} · {at}: {sentence}\n")
    return "".join(rows if quotes else [*rows, f"{say(NO_PROOF)}\n"])


def proof_data(quotes: Sequence[Quote]) -> list[Row]:
    """The same for programs."""
    return [
        {
            "field": quote.field,
            "value": quote.value,
            "same": quote.agrees,
            "file": quote.place[0],
            "page": quote.place[1],
            "line": quote.place[2],
            "text": "".join(quote.pieces),
            "changed": quote.changed,
        }
        for quote in quotes
    ]


def timeline(assessment: Assessment, width: int, say: Wording, without: Sequence[Gap] = ()) -> list[str]:
    """The agreement's years as a bar, with a key below it."""
    if assessment.start is None:
        return []
    first = assessment.start.earliest
    last = max(
        assessment.last_day.latest if assessment.last_day else assessment.as_of, assessment.as_of, add_days(first, 365)
    )
    first, end = date(first.year, 1, 1), date(min(last.year, 9998) + 1, 1, 1)
    width = max(20, width)
    days = (end - first).days
    bar = "".join(
        _cell(assessment, add_days(first, (2 * cell + 1) * days // (2 * width)), without) for cell in range(width)
    )
    today = (assessment.as_of - first).days * width // days
    scale = [" "] * (width + 4)
    step = max(1, -(-(end.year - first.year) * 6 // width))
    for year in range(first.year, end.year, step):
        at = (date(year, 1, 1) - first).days * width // days
        scale[at : at + 4] = str(year)
    here, label = min(today, width - 1), say(phrase("today"))
    pointer = f"{' ' * here}^ {label}" if here + 2 + len(label) <= width else f"{label} ^".rjust(here + 1)
    key = say(phrase("━ in force   ▒ renewal window   · not in force   ? uncertain"))
    return ["".join(scale).rstrip(), bar, pointer, key]


def _cell(assessment: Assessment, day: date, without: Sequence[Gap]) -> str:
    course, start, last = assessment.course, assessment.start, assessment.last_day
    assert course is not None
    assert start is not None
    if day < start.earliest or (last is not None and day > last.latest):
        return "·"
    if any(gap.first <= day <= gap.last for gap in without):
        return "·"
    if day < start.latest or (last is None and not assessment.open_ended) or (last is not None and day > last.earliest):
        return "?"
    opens, decision = course.window_opens, course.decision_day
    return "▒" if opens and decision and opens <= day <= decision else "━"


def show_markdown(assessment: Assessment, made: Sequence[Section], say: Wording) -> str:
    """The same sections as Markdown."""
    parts = [
        f"# {escaped(assessment.agreement.title)}\n",
        f"`{assessment.agreement.id}` · {say.day(assessment.as_of)}\n",
    ]
    parts.append(f"**{say(assessment.status_name)}** {escaped(say(reason(assessment)))}\n")
    following = todo(assessment, say)
    if following:
        parts.append(f"→ {escaped(following)}\n")
    for section in made:
        parts.append(f"## {say(section.title)}\n")
        parts.append("".join(f"- {' · '.join(escaped(cell) for cell in row if cell)}\n" for row in section.rows))
    return "\n".join(parts)


def show_json(
    assessment: Assessment,
    reminders: Section,
    say: Wording,
    contacts: bool = False,
    proofs: Sequence[Quote] | None = None,
) -> Iterator[str]:
    """`mou-show/1`: one agreement; the person at the partner only with `contacts`, `proofs` only where asked for."""
    agreement = assessment.agreement
    parts: dict[str, list[Row]] = {
        "path": [_step(step, say) for step in assessment.path.steps],
        "extensions": [
            {
                "signed": e.signed.iso(),
                "starts": iso(e.starts) or None,
                "ends": iso(e.ends) or None,
                "term": e.term.text() if isinstance(e.term, tuple) else e.term,
                "instrument": e.instrument,
            }
            for e in agreement.extensions
        ],
        "follow_ups": [
            {"what": f.what, "due": iso(f.due) or None, "done": iso(f.done) or None, "owner": list(f.owner)}
            for f in agreement.follow_ups
        ],
        "documents": [{"title": d.title, "path": d.path, "url": d.url} for d in agreement.documents],
        "sources": [
            {
                "title": s.title,
                "publisher": s.publisher,
                "published": iso(s.published) or None,
                "url": s.url,
                "file": s.file,
                "says": list(s.says),
            }
            for s in agreement.sources
        ],
        "reminders": [
            {"day": row[0], "about": row[1] or None, "what": row[2]} for row in reminders.rows if len(row) == 3
        ],
    }
    if proofs is not None:
        parts["proofs"] = proof_data(proofs)
    head: Row = {"format": "mou-show/1", "as_of": day(assessment.as_of), "agreement": row(assessment, say, contacts)}
    head |= {
        "fields": list(agreement.fields),
        "notes": agreement.notes,
        "record": as_data(agreement if contacts else without_contact(agreement)),
    }
    return whole(head, **{name: listed(values) for name, values in parts.items()})


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
