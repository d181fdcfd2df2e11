"""Options that the commands which write share, and the questions about records and days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from mou_tracker.agreement.procedure import council_of
from mou_tracker.agreement.record import COUNCIL_NEEDS, RENEWAL_MODES, Agreement, Term, written
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli import inputs, options
from mou_tracker.cli.options import Params
from mou_tracker.cli.register import no_agreement
from mou_tracker.cli.write.questions import ask, choose, is_terminal, maybe, missing, names_of, or_nothing, remember
from mou_tracker.cli.write.session import EditSession, meant_ahead
from mou_tracker.edit.edits import Data, given
from mou_tracker.fields.typed import word_meant
from mou_tracker.language.wording import Wording
from mou_tracker.register.files import shown_path
from mou_tracker.status.filters import is_number

MOST_LISTED = 20


class When(click.ParamType):  # type: ignore[type-arg]
    """A date as a person writes it: a day, a month or a year. With `unknown` that word may stand for it."""

    name = "date"

    def __init__(self, say: Wording, unknown: bool = False) -> None:
        self.say, self.unknown = say, unknown

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> DateSpan | str:
        """The date; anything else is refused."""
        if isinstance(value, DateSpan):
            return value
        if self.unknown and word_meant(str(value).strip(), ("unknown",)):
            return "unknown"
        text = phrase("{value} is not a date as 2026-11-21, 2026-11 or 2026", value=repr(value))
        return inputs.typed_date(self.say, value, param, ctx, text)


class Lasting(click.ParamType):  # type: ignore[type-arg]
    """How long a term is, as a register writes it."""

    name = "term"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Term:
        """The period, or one of the words for terms without one."""
        if isinstance(value, tuple):
            return value  # type: ignore[return-value]
        from mou_tracker.basics.dates_in_words import read_term

        period = read_term(value)
        if period is None:
            text = phrase("{value} is no term as `5 years`, `18 bulan` or `indefinite`", value=repr(value))
            self.fail(self.say(text), param, ctx)
        return period


class Ending(click.ParamType):  # type: ignore[type-arg]
    """A term or a last day, with the option that takes it."""

    name = "term or date"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Any]:
        """The option's name without its dashes, and the value."""
        with suppress(click.BadParameter):
            return "term", Lasting(self.say).convert(value, param, ctx)
        refusal = phrase(
            "{value} is neither a term, as 5 years or indefinite, nor a date, as 27 November 2030", value=repr(value)
        )
        return "ends", inputs.typed_date(self.say, value, param, ctx, refusal)


def ask_end(say: Wording, must: bool = False) -> dict[str, Data]:
    """The term or the last day, whichever the text says; nothing if that may be left out and is."""
    question = phrase("For how long, or until which day (5 years, 27 November 2030, indefinite)")
    question = question if must else or_nothing(question)
    found = ask(say, "", question, Ending(say)) if must else maybe(say, "", question, Ending(say))
    if not found:
        return {}
    option, value = found
    remember(f"--{option}", written(value) or "")
    return {option: value}


def fact_options(say: Wording) -> Params:
    """What a product lives on besides days and terms: the renewal's mode, who is told, where it stands."""
    return [
        click.Option(
            ["--renewal", "mode"],
            type=inputs.Word(RENEWAL_MODES, say),
            help=say(phrase("What the text says of renewal.")),
        ),
        click.Option(["--owner"], metavar="CONTACT", help=say(phrase("Who is told: a contact or a mail address."))),
        click.Option(
            ["--source"], metavar="TITLE", help=say(phrase("Where these facts stand: the text, a letter, a page."))
        ),
    ]


def facts_meant(session: EditSession, stated: Mapping[str, Any]) -> dict[str, Data]:
    """What the options say, the owner by the contact's id."""
    found = given(**stated)
    owner = found.get("owner")
    return {**found, "owner": people_meant(session, owner)} if isinstance(owner, str) else found


def ask_facts(session: EditSession, known: Mapping[str, object], signing: bool = False) -> dict[str, Data]:
    """What is not `known` yet of a signed record: term or end, renewal, owner, source. Each may be left out.

    Who is told is asked of a new record, and of one for which neither it nor the register names anybody.
    """
    say = session.say
    found: dict[str, Data] = {}
    if not known.get("term") and not known.get("ends"):
        found |= ask_end(say)
    if not known.get("mode"):
        what = phrase("What the text says of renewal ({words})", words=names_of(say, RENEWAL_MODES))
        found |= given(mode=maybe(say, "--renewal", or_nothing(what), inputs.Word(RENEWAL_MODES, say)))
    if not known.get("owner") and not (signing and session.raw.register.owner):
        found |= given(owner=ask_owner(session))
    if not known.get("source"):
        where = phrase("Where these facts stand: the title of the text, a letter, a page")
        found |= given(source=maybe(say, "--source", or_nothing(where)))
    return found


def ask_council(session: EditSession, kind: str, known: Mapping[str, object]) -> dict[str, Data]:
    """What is known of the council's approval, where the kind's procedure has a council; it may be left out.

    The question names the council as the procedure does, and tells what holds where nothing is said.
    """
    procedure = session.book.procedures.get(kind)
    council = council_of(procedure)
    if procedure is None or council is None or known.get("dprd"):
        return {}
    usual = phrase("then it must") if procedure.council_needed(None) else phrase("then it need not")
    words = names_of(session.say, COUNCIL_NEEDS)
    what = phrase("Whether {council} must approve ({words})", council=council, words=words)
    asked = phrase("{question} ({usual})", question=or_nothing(what), usual=usual)
    return given(dprd=maybe(session.say, "--dprd", asked, inputs.Word(COUNCIL_NEEDS, session.say)))


def people_meant(session: EditSession, text: str) -> str:
    """Contacts by their ids, who may be typed by their names; several stand with commas between, all else stays."""
    by_name = {one.name.casefold(): id for id, one in session.raw.register.contacts.items() if one.name}
    whole = by_name.get(text.strip().casefold())
    parts = [whole] if whole else [by_name.get(one.strip().casefold(), one) for one in text.split(",")]
    return ",".join(parts)


def ask_owner(session: EditSession) -> str | None:
    """Who is told of a record, a contact or a mail address; nothing where the register names the right one."""
    register = session.raw.register
    who = phrase("Who is told: {contacts} or a mail address", contacts=", ".join(register.contacts))
    who = who if register.contacts else phrase("Who is told: a mail address")
    if register.owner:
        who = phrase("{question} (else {owner})", question=who, owner=register.owner)

    def known(text: str) -> str:
        meant = people_meant(session, text)
        if meant not in register.contacts:
            inputs.Typed("contact.email", session.say).convert(text, None, None)
        return meant

    answer: str | None = maybe(session.say, "--owner", or_nothing(who), known)
    return answer


def new_id_option(say: Wording, name: str, text: Phrase) -> click.Option:
    """The id of a record that is to be made."""
    return click.Option(["--id", name], type=inputs.Typed("id", say), metavar="ID", help=say(text))


def ask_new_id(session: EditSession, proposal: str) -> str:
    """The id of a new record, one that no record has; the proposal if nothing is typed, or nobody can be asked."""
    if not is_terminal():
        return proposal
    say, typed = session.say, inputs.Typed("id", session.say)

    def free(text: str) -> str:
        found: str = typed.convert(text, None, None)
        if found in session.ids:
            raise click.UsageError(say(phrase("another record has the id {id}", id=found)))
        return found

    answer: str = ask(say, "--id", phrase("Id"), free, default=proposal)
    return answer


def record_argument() -> click.Argument:
    """The record that is meant; asked for where it is left out."""
    return click.Argument(["name"], metavar="ID", required=False, shell_complete=options.ids, is_eager=True)


def terms(say: Wording) -> Params:
    """How long something lasts."""
    return [
        click.Option(
            ["--term"],
            type=Lasting(say),
            metavar="PERIOD",
            help=say(phrase("For how long: 5 years, 18 bulan, indefinite.")),
        ),
        click.Option(
            ["--ends"], type=When(say), metavar="DATE", help=say(phrase("The last day, if the text prints one."))
        ),
        click.Option(
            ["--starts"],
            type=When(say),
            metavar="DATE",
            help=say(phrase("In force from, if not from the signing or the end before.")),
        ),
    ]


def ask_day(session: EditSession, option: str, question: Phrase) -> DateSpan:
    """The day on which something happened: today if nothing is typed; one ahead only if it is meant."""
    kind, today = When(session.say), session.today.isoformat()
    day: DateSpan = ask(session.say, option, question, kind, today, lambda day: meant_ahead(session, day))
    return day


def maybe_day(session: EditSession, option: str, question: Phrase) -> DateSpan | str | None:
    """The day on which something happened, `unknown`, or nothing; one ahead only if it is meant."""
    kind = When(session.say, unknown=True)

    def meant(day: DateSpan | str) -> bool:
        return isinstance(day, str) or meant_ahead(session, day)

    day: DateSpan | str | None = maybe(session.say, option, or_nothing(question), kind, meant)
    return day


def editing(say: Wording, replace: bool = True) -> Params:
    """What all edits take: what becomes of a contradiction, whether to write, where."""
    replacing = click.Option(["--replace"], is_flag=True, help=say(phrase("Correct what is recorded otherwise.")))
    return [
        *([replacing] if replace else []),
        options.ahead(say),
        click.Option(["--dry-run"], is_flag=True, help=say(phrase("Print the difference and write nothing."))),
        *options.reading(say),
    ]


def name_or_ask(session: EditSession, name: str | None, fits: Callable[[Agreement], bool]) -> str:
    """The id given, or the one that is answered; of the records that fit the first few are listed."""
    if name:
        return name
    fitting = [one.id for one in session.book.agreements if fits(one)]
    if not fitting:
        raise missing(session.say, ["ID"])

    def known(text: str) -> str:
        plain = "-".join(text.casefold().split())
        if plain in session.ids:
            return plain
        if not any(is_number(text, one) for one in session.book.agreements):
            raise no_agreement(text, session.ids)
        return text

    listed = [*fitting[:MOST_LISTED], *(["…"] if len(fitting) > MOST_LISTED else [])]
    answer: str = ask(session.say, "ID", phrase("Which agreement ({ids})", ids=listed), known)
    return answer


def file_of(session: EditSession, given_file: str | None) -> str:
    """The file that the record goes into, by the name that people see."""
    names = list(session.files)
    if given_file:
        shown = shown_path(Path(given_file), Path.cwd())
        inside = shown_path(session.path / given_file, Path.cwd())
        for name in (shown, inside):
            if name in names:
                return name
        raise Failure(
            phrase("{file} is no file of the register", file=given_file),
            phrase("its files: {files}", files=", ".join(names)),
        )
    if len(names) == 1:
        return names[0]
    if not names:
        raise Failure(phrase("{path} holds no .yaml or .yml file", path=str(session.path)))
    return choose(session.say, "--into", phrase("Into which file"), names)
