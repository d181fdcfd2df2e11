"""`mou plan`: the way to a renewal without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from mou_tracker.approvals.planning import Plan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli import options
from mou_tracker.cli.register import LoadedRegister, calendar, drawn, load, the_one, write
from mou_tracker.language.wording import Wording
from mou_tracker.status.assess import Assessor
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.renewal_plans import plan_for, wanted
from mou_tracker.views.plans import (
    PLAN_COLUMNS,
    STEP_COLUMNS,
    all_lines,
    all_markdown,
    plan_lines,
    plan_markdown,
    plan_row,
    step_row,
)
from mou_tracker.views.status import ahead_note


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
            click.Argument(["name"], metavar="ID", shell_complete=options.ids, required=False),
            click.Option(
                ["--all", "everything"],
                is_flag=True,
                help=say(phrase("Every agreement in force, by its latest safe start.")),
            ),
            click.Option(
                ["--start"],
                type=options.Day(say),
                metavar="YYYY-MM-DD",
                help=say(phrase("What if it began on this day? Else the day looked from.")),
            ),
            click.Option(
                ["--sign-by"],
                type=options.Day(say),
                metavar="YYYY-MM-DD",
                help=say(phrase("What if it had to be signed by this day?")),
            ),
            *options.output(say, "table", "json", "csv", "markdown"),
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
) -> int:
    """Print one plan, or all of them."""
    if bool(name) == everything:
        raise click.UsageError(say(phrase("give an agreement's ID, or --all")))
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
        text = _one(loaded, found, plan, form, target)
    else:
        text = _all(loaded, sorted(_in_force(loaded, start), key=_by_start), form, target)
        if loaded.ahead and form != "json":
            click.echo(say(ahead_note(loaded.ahead)), err=True)
    write(text, target)
    return 1 if loaded.book.unreadable or loaded.book.diagnostics else 0


def _instead(assessment: Assessment) -> Phrase | None:
    """What to plan in its place."""
    return phrase("mou plan {id}", id=assessment.successor.id) if assessment.successor else None


def _assessor(loaded: LoadedRegister) -> Assessor:
    return Assessor(loaded.book, loaded.as_of, calendar(loaded.book))


def _in_force(loaded: LoadedRegister, start: date | None) -> Iterator[tuple[Assessment, Plan]]:
    assessor = _assessor(loaded)
    for found in loaded.assessments:
        if wanted(found):
            plan = plan_for(found, assessor, start)
            if plan and plan.sign_by:
                yield found, plan


def _by_start(pair: tuple[Assessment, Plan]) -> tuple[date, str]:
    return pair[1].latest_start or date.max, pair[0].agreement.id


def _one(loaded: LoadedRegister, assessment: Assessment, plan: Plan, form: str, target: str | None) -> str:
    words = loaded.document_words
    if form == "json":
        from mou_tracker.views.rows import plan_json

        return plan_json(loaded.as_of, plan_row(assessment, plan), (step_row(step, words) for step in plan.steps))
    if form == "csv":
        from mou_tracker.views.tables import csv_text

        return csv_text(STEP_COLUMNS, (step_row(step, words) for step in plan.steps))
    if form == "markdown":
        return plan_markdown(assessment, plan, words)
    return drawn(lambda width: plan_lines(assessment, plan, loaded.say, width), target)


def _all(loaded: LoadedRegister, planned: list[tuple[Assessment, Plan]], form: str, target: str | None) -> str:
    rows = [plan_row(found, plan) for found, plan in planned]
    if form == "json":
        from mou_tracker.views.rows import plans_json

        return plans_json(loaded.as_of, rows, loaded.ahead)
    if form == "csv":
        from mou_tracker.views.rows import flat
        from mou_tracker.views.tables import csv_text

        return csv_text(PLAN_COLUMNS, map(flat, rows))
    if form == "markdown":
        return all_markdown(planned, loaded.document_words)
    return drawn(lambda _: all_lines(planned, loaded.say), target)
