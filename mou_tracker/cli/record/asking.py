"""Fields and their values as arguments: completed in the shell, asked for on a terminal with what may stand there."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from mou_tracker.agreement.record import Agreement
from mou_tracker.basics.dates_in_words import read_near
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli.inputs import Typed
from mou_tracker.cli.write.prompts import people_meant
from mou_tracker.cli.write.questions import ask, choose, is_terminal, maybe, names_of, remember
from mou_tracker.cli.write.session import EditSession
from mou_tracker.fields.paths import ITEM, all_paths, parts_of, reader_at, takes
from mou_tracker.fields.table.records import AGREEMENT


def assignments(name: str, metavar: str, lone: bool = False) -> click.Argument:
    """Fields by their paths, with values or without; completed in the shell."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from mou_tracker.cli.completing import complete_fields

        return complete_fields(ctx, metavar, incomplete)

    return click.Argument([name], metavar=metavar, required=False, nargs=1 if lone else -1, shell_complete=complete)


def asked_field(session: EditSession, agreement: Agreement, recorded: bool = False) -> str:
    """The field that somebody means; with `recorded` one of those that the record has, which is all that is asked."""
    known = [path for path, said in all_paths() if ITEM not in path and (recorded or said.single or said.values)]
    if recorded:
        known = [path for path in known if path in agreement.places]
    return choose(session.say, "FIELD" if recorded else "", phrase("Which field"), known)


def asked_assignment(session: EditSession, agreement: Agreement) -> str:
    """A field and its value."""
    path = asked_field(session, agreement)
    return _kept(f"{path}={asked_value(session, path)}")


def whole_assignment(session: EditSession, text: str) -> str:
    """An assignment as it was typed; of a field alone the value is asked for, if anybody is there."""
    path = text.strip()
    if "=" in text or not is_terminal() or reader_at(parts_of(path) or ()) is None:
        return text
    return f"{path}={asked_value(session, path)}"


def asked_value(session: EditSession, path: str) -> str:
    """What is to stand in a field; a bad answer is asked again, with the reason."""
    say, parts = session.say, parts_of(path)
    reader = reader_at(parts) if parts else None
    words = takes(reader).words if reader else ()
    about = (
        phrase("{field} ({words})", field=path, words=names_of(say, words)) if words else phrase("{field}", field=path)
    )
    answer: str = ask(say, "", about, Typed(path, say, as_typed=True))
    return answer


def _kept(assignment: str) -> str:
    remember("FIELD=VALUE", assignment)
    return assignment


def asked_list(session: EditSession) -> str:
    """The list that gets an item."""
    lists = [known.key for known in AGREEMENT.fields if takes(known.reader).items or takes(known.reader).values]
    return choose(session.say, "LIST", phrase("To which list"), lists)


def asked_item(session: EditSession, agreement: Agreement, listed: str) -> tuple[str, ...]:
    """The fields of a new item, those that it needs first; what is left out stays out."""
    say, reader = session.say, reader_at((listed,))
    said = takes(reader) if reader else None
    if said is None or not (said.items or said.values):
        return ()
    if not said.items:
        return (_kept(asked_value(session, listed)),)
    answers: list[str] = []
    for known in said.items.fields:
        path = f"{listed}[].{known.key}"
        if known.required:
            answers.append(_kept(f"{known.key}={asked_value(session, path)}"))
        elif answer := maybe(say, "", phrase("{field} (empty: not said)", field=path), Typed(path, say, as_typed=True)):
            answers.append(_kept(f"{known.key}={answer}"))
    return tuple(answers)


def as_meant(session: EditSession, path: str, text: str) -> str:
    """A value as it was typed, but people by the ids of contacts whose names it says, and a day such as `today`."""
    reader = reader_at(parts_of(path) or ())
    if reader and takes(reader).date:
        near = read_near(text, lambda: session.today)
        return near.isoformat() if near else text
    return _of_people(session, path, text)


_PEOPLE = ("owner", "to")  # the last parts of paths that name people


def _of_people(session: EditSession, path: str, text: str) -> str:
    """A value as it was typed, people by the ids of contacts whose names it says."""
    return people_meant(session, text) if path.rpartition(".")[2] in _PEOPLE else text
