"""`mou plan`: the way to a renewal without a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import click
from msgspec import Struct

from mou_tracker.approvals.planning import Plan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.register import (
    LoadedRegister,
    asked,
    calendar,
    drawn,
    left_out,
    load,
    tell_beside,
    the_one,
    unread,
    write,
)
from mou_tracker.language.wording import Wording
from mou_tracker.status.assess import Assessor
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.filters import Query
from mou_tracker.status.renewal_plans import at_stake, plan_for, wanted, wanted_again
from mou_tracker.views.plans import (
    PLAN_COLUMNS,
    STEP_COLUMNS,
    Planned,
    all_lines,
    all_markdown,
    plan_lines,
    plan_markdown,
    plan_row,
    step_row,
)


class _One(Struct, frozen=True):
    """The plan of one agreement, as a format prints it."""

    loaded: LoadedRegister
    found: Assessment
    plan: Plan
    target: str | None


class _All(Struct, frozen=True):
    """The plans of all agreements, as a format prints them."""

    loaded: LoadedRegister
    planned: Planned
    target: str | None


def _one_table(run: _One) -> str:
    return drawn(lambda width: plan_lines(run.found, run.plan, run.loaded.say, width), run.target)


def _one_json(run: _One) -> Iterator[str]:
    from mou_tracker.views.rows import plan_json

    steps = (step_row(step, run.loaded.document_words) for step in run.plan.steps)
    return plan_json(run.loaded.as_of, plan_row(run.found, run.plan), steps)


def _one_csv(run: _One) -> str:
    from mou_tracker.views.tables import csv_text

    return csv_text(
        STEP_COLUMNS, (step_row(step, run.loaded.document_words) for step in run.plan.steps), options.csv_style()
    )


def _one_markdown(run: _One) -> str:
    return plan_markdown(run.found, run.plan, run.loaded.document_words)


def _all_table(run: _All) -> str:
    return drawn(lambda _: all_lines(run.planned, run.loaded.say, unread(run.loaded)), run.target)


def _all_json(run: _All) -> Iterator[str]:
    from mou_tracker.views.rows import plans_json

    loaded, rows = run.loaded, [plan_row(*pair) for pair in run.planned]
    return plans_json(loaded.as_of, rows, loaded.book.unread, loaded.ahead, loaded.document_words)


def _all_csv(run: _All) -> str:
    from mou_tracker.views.rows import flat
    from mou_tracker.views.tables import csv_text

    return csv_text(PLAN_COLUMNS, (flat(plan_row(*pair)) for pair in run.planned), options.csv_style())


def _all_markdown(run: _All) -> str:
    return all_markdown(run.planned, run.loaded.document_words, unread(run.loaded))


class _Format(Struct, frozen=True):
    """How a format prints the plan of one agreement, and those of all."""

    one: Callable[[_One], str | Iterable[str]]
    all: Callable[[_All], str | Iterable[str]]


# THE table of formats, the default one first; each loads what it needs when it is asked for.
FORMATS: Mapping[str, _Format] = {
    "table": _Format(_one_table, _all_table),
    "json": _Format(_one_json, _all_json),
    "csv": _Format(_one_csv, _all_csv),
    "markdown": _Format(_one_markdown, _all_markdown),
}


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase("Plan the way to a signature: when to start so that there is no gap, and how soon it can be had.")
    )
    return options.make(
        "plan",
        say,
        text,
        run,
        [
            click.Argument(["name"], metavar="[ID]", shell_complete=options.ids, required=False, is_eager=True),
            click.Option(
                ["--all", "everything"],
                is_flag=True,
                help=say(phrase("All in force by their latest safe start, the lapsed by what is at stake.")),
            ),
            click.Option(
                ["--start"],
                type=inputs.Day(say),
                metavar="DATE",
                help=say(phrase("What if it began on this day? Else the day looked from.")),
            ),
            click.Option(
                ["--sign-by"],
                type=inputs.Day(say),
                metavar="DATE",
                help=say(phrase("What if it had to be signed by this day?")),
            ),
            *options.filters(say),
            *options.output(say, *FORMATS),
            *options.reading(say),
        ],
    )


def run(
    say: Wording,
    name: str | None,
    everything: bool,
    start: date | None,
    sign_by: date | None,
    form: str,
    target: str | None,
    path: str | None,
    as_of: date | None,
    **given: Any,
) -> int:
    """Print one plan, or those of all that pass the filters."""
    if bool(name) == everything:
        raise click.UsageError(say(phrase("give an agreement's ID, or --all")))
    if name and any(given.values()):
        raise click.UsageError(say(phrase("filters go with --all, not with an agreement's ID")))
    loaded = load(say, path, as_of)
    if name:
        found = the_one(loaded, name)
        if found.status in ("renewed", "closed"):
            status = found.status_name
            raise Failure(phrase("{id} is {status}: there is nothing to plan", id=name, status=status), _instead(found))
        if found.successor and found.successor.signed:
            renewed = phrase("{id} is renewed by {other}: there is nothing to plan", id=name, other=found.successor.id)
            raise Failure(renewed, _instead(found))
        plan = plan_for(found, _assessor(loaded), start, sign_by)
        if plan is None:
            raise Failure(
                phrase("{id} is of kind {kind}: no procedure is known for it", id=name, kind=found.agreement.kind)
            )
        text = FORMATS[form].one(_One(loaded, found, plan, target))
    else:
        planned = _ranked(loaded, asked(loaded, (), given), start)
        text = FORMATS[form].all(_All(loaded, planned, target))
    write(text, target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0


def _instead(assessment: Assessment) -> Phrase | None:
    """What to plan in its place."""
    return phrase("mou plan {id}", id=assessment.successor.id) if assessment.successor else None


def _assessor(loaded: LoadedRegister) -> Assessor:
    return Assessor(loaded.book, loaded.as_of, calendar(loaded.book))


def _ranked(loaded: LoadedRegister, query: Query, start: date | None) -> Planned:
    """What is in force by its latest safe start, then what has lapsed by what is at stake.

    What is not among them is told: what a filter hides, and what has lapsed and is of a kind without a procedure.
    """
    kept, assessor = [one for one in loaded.assessments if query.keeps(one)], _assessor(loaded)
    ahead: list[tuple[Assessment, Plan]] = []
    over: list[tuple[Assessment, Plan]] = []
    without = []
    for found in kept:
        if wanted(found) or wanted_again(found):
            plan = plan_for(found, assessor, start)
            if plan and found.status == "lapsed":
                over.append((found, plan))
            elif plan and plan.sign_by:
                ahead.append((found, plan))
            elif found.status == "lapsed":
                without.append(found.agreement.id)
    ahead.sort(key=lambda pair: (pair[1].latest_start or date.max, pair[0].agreement.id))
    notes = left_out(loaded, query, len(kept))
    if without:
        notes.append(phrase("no procedure is known for the kind of: {ids}", ids=", ".join(without)))
    tell_beside(loaded.say, notes)
    return [*ahead, *sorted(over, key=lambda pair: at_stake(*pair))]
