"""`mou report`: one page of HTML with everything in it. Nothing is fetched, and nothing of a register is run.

Tiles, what needs attention, timeline, table and agenda are values first; the templates draw them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from mou_tracker.agreement.register import Book
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import INSTRUMENT_NAMES, partner_name
from mou_tracker.language.wording import LANGUAGES, Wording
from mou_tracker.report.details import Part, Proof, parts, proved
from mou_tracker.report.segments import axis, bands, marks
from mou_tracker.report.svg import DEFINITIONS, LEGEND, grid, head, label, shipped_text, strip
from mou_tracker.report.words import Said, Tongues
from mou_tracker.status.agenda import Entry, agenda
from mou_tracker.status.assessment import Assessment, counts, status_words
from mou_tracker.status.reasons import next_step, reason
from mou_tracker.status.statuses import ATTENTION, Status
from mou_tracker.views.agenda import grouped, when
from mou_tracker.views.cells import BASES, beside, facts, iso, todo
from mou_tracker.views.lines import PROOFS, Quote
from mou_tracker.views.status import ORDER

DAYS_AHEAD = 365
MOST_URGENT = 8
AT_ONCE = 5000  # pieces of rows that are joined; one row has some three hundred


class Tile(Struct, frozen=True):
    """How many records have a status; the loud ones ask for attention."""

    status: Status
    name: Said
    number: int
    loud: bool


class Record(Struct, frozen=True):
    """One agreement: its row in the table, and what opens below it."""

    assessment: Assessment
    partner: Said
    instrument: Said
    status: Said
    until: Said
    beside: Said
    todo: Said
    besides: Said
    by: str
    reason: Said
    parts: Sequence[Part]
    proofs: Sequence[Proof] = ()
    proofs_title: Said = Said("")


class Strip(NamedTuple):
    """One agreement in the timeline."""

    assessment: Assessment
    instrument: Said
    picture: Markup


class Happening(Struct, frozen=True):
    """One line of the agenda."""

    entry: Entry
    day: str
    what: Said
    when: Said
    basis: Said


class Timeline(Struct, frozen=True):
    """What all strips share."""

    head: Markup
    grid: Markup
    legend: Sequence[tuple[Markup, Said]]


class Page(Struct, frozen=True):
    """The whole page. `rows` is the body of the table, drawn: a record is made when its row is, and not kept."""

    name: str
    authority: str | None
    day: Said
    tiles: Sequence[Tile]
    groups: Sequence[tuple[Tile, Sequence[Strip]]]
    urgent: Sequence[Record]
    rows: Drawn
    timeline: Timeline
    months: Sequence[tuple[Said, bool, Sequence[Happening]]]
    unreadable: Sequence[tuple[str, Said]]


class Drawn:
    """A long part of a page that waits to be written, as the bytes that it will be: less memory than its pieces."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._blocks: list[bytes] = []
        pieces = iter(pieces)
        while some := list(islice(pieces, AT_ONCE)):
            self._blocks.append("".join(some).encode())

    def __iter__(self) -> Iterator[Markup]:
        return (Markup(block.decode()) for block in self._blocks)


def page(
    book: Book,
    assessments: Sequence[Assessment],
    name: str,
    as_of: date,
    tongues: Tongues,
    base: Callable[[str], str],
    draw: Callable[[Iterable[Record]], Iterable[str]],
    contacts: bool = False,
    quotes: Mapping[str, Sequence[Quote]] | None = None,
) -> Page:
    """The page of these records; `base` gives the way from the page to the folder of a record's file.

    `draw` makes the rows of the table from the records; `contacts` tells the persons at the partners.
    """
    register = book.register
    others = {one.agreement.id: one for one in assessments}
    drawn = {one.agreement.id: bands(one, register.end_of_term, others) for one in assessments}
    years = axis((band for one in drawn.values() for band in one), as_of)
    numbers, names = counts(assessments), status_words(assessments)
    tiles = [Tile(s, tongues(names[s]), numbers[s], s in ATTENTION) for s in ORDER if numbers[s] or s in ATTENTION]

    groups: list[tuple[Tile, list[Strip]]] = [(tile, []) for tile in tiles]
    urgent: list[Record] = []

    def records() -> Iterator[Record]:
        """All records, the urgent ones first; on the way what else shows them is kept of each."""
        for tile, strips in groups:
            for one in assessments:
                if one.status == tile.status:
                    picture = strip(one, drawn[one.agreement.id], marks(one), years)
                    told = parts(one, register, tongues, base(one.agreement.file), contacts)
                    made = _record(one, tongues, told, proved((quotes or {}).get(one.agreement.id, ()), tongues))
                    strips.append(Strip(one, made.instrument, Markup(picture)))
                    if tile.loud and len(urgent) < MOST_URGENT:
                        urgent.append(made)
                    yield made

    # What is said first gets the first numbers, and a row is said when it is drawn.
    today, shown_day = tongues(phrase("today")), tongues(phrase("{day}", day=as_of))
    rows = Drawn(draw(records()))
    return Page(
        name,
        register.authority,
        shown_day,
        tiles,
        groups=groups,
        urgent=urgent,
        rows=rows,
        timeline=Timeline(
            Markup(head(years, as_of, _in_svg(today))),
            Markup(grid(years, as_of)),
            [(Markup(sign), tongues(meaning)) for sign, meaning in LEGEND],
        ),
        months=_months(agenda(assessments, register, DAYS_AHEAD), tongues),
        unreadable=[(f"{u.file}:{u.line}", tongues(u.message)) for u in book.unread],
    )


def _in_svg(words: Said) -> str:
    """Words in several languages as SVG writes them."""
    return words.__html__().replace("span", "tspan")


def _record(assessment: Assessment, tongues: Tongues, details: Sequence[Part], proofs: Sequence[Proof]) -> Record:
    instrument = assessment.agreement.instrument
    return Record(
        assessment,
        partner=tongues(partner_name(assessment.agreement)),
        instrument=tongues(INSTRUMENT_NAMES[instrument]) if instrument != "other" else Said(""),
        status=tongues(assessment.status_name),
        until=Said(iso(assessment.last_day))
        if assessment.last_day
        else tongues.each(lambda say: _dates(assessment, say)[0]),
        beside=tongues.each(
            lambda say: facts(assessment, say)[2] if assessment.last_day else ", ".join(_dates(assessment, say)[1:])
        ),
        todo=tongues.each(lambda say: todo(assessment, say)),
        besides=tongues.each(lambda say: " · ".join(beside(assessment, say))),
        by=iso(next_step(assessment).by),
        reason=tongues(reason(assessment)),
        parts=details,
        proofs=proofs,
        proofs_title=tongues(PROOFS) if proofs else Said(""),
    )


def _dates(assessment: Assessment, say: Wording) -> list[str]:
    """What is known of the dates of a record without a last day."""
    return [fact for fact in facts(assessment, say) if fact] or ["–"]


def _months(entries: Sequence[Entry], tongues: Tongues) -> list[tuple[Said, bool, list[Happening]]]:
    """The agenda by months as every language heads them; promises without a date come last."""
    told = [grouped(entries, False, say) for say in tongues.says]
    heads: Iterable[Sequence[str]] = zip(*([head for head, _ in groups] for groups in told), strict=True)
    return [
        (tongues.together(texts), group[0].day is None, [_happening(e, tongues) for e in group])
        for texts, (_, group) in zip(heads, told[0], strict=True)
    ]


def _happening(entry: Entry, tongues: Tongues) -> Happening:
    far = tongues(when(entry)) if entry.day else Said("")
    return Happening(entry, iso(entry.day), tongues(entry.what), far, tongues(BASES[entry.basis]))


STYLES = ("colours.css", "timeline.css", "report.css")
TALL = 60


def report_html(
    book: Book,
    assessments: Sequence[Assessment],
    name: str,
    as_of: date,
    says: Sequence[Wording],
    notes: Sequence[Phrase] = (),
    base: Callable[[str], str] = lambda _: "",
    contacts: bool = False,
    quotes: Mapping[str, Sequence[Quote]] | None = None,
) -> Iterator[str]:
    """The whole page in some languages, the first of them shown; `notes` tell what is not shown.

    It comes in pieces, since the page of a large register need not be there as a whole.
    """
    tongues = Tongues(says)
    style, script = "".join(map(shipped_text, STYLES)), shipped_text("report.js")
    shown = phrase("{shown} of {total} agreements shown", shown="{shown}", total=len(assessments))
    made = templates("report.html.j2", "record.html.j2")

    def draw(records: Iterable[Record]) -> Iterable[str]:
        return made.get_template("record.html.j2").generate(records=records)

    return made.get_template("report.html.j2").generate(
        page=page(book, assessments, name, as_of, tongues, base, draw, contacts, quotes),
        t={name: tongues(said) for name, said in _HEADINGS.items()},
        number=tongues(plural("{n} agreement", "{n} agreements", len(assessments))),
        shown=says[0](shown).replace("{shown}", str(len(assessments))),
        notes=[tongues(note) for note in notes],
        words=tongues.table(shown=shown),
        language=says[0].language,
        languages=[(say.language, LANGUAGES[say.language]) for say in says],
        as_of=as_of.isoformat(),
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        definitions=Markup(DEFINITIONS),
        tall=len(assessments) > TALL,
    )


def templates(*names: str) -> Environment:
    """What draws pages from these templates."""
    made = Environment(
        loader=DictLoader({name: shipped_text(name) for name in names}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=_finalized,
        optimized=False,  # a page is drawn once: looking for constants takes longer than it saves
    )
    made.filters["label"] = label
    return made


def _finalized(value: object) -> object:
    """Whatever a template prints is made harmless, also where it is escaped later."""
    return value if not isinstance(value, str) or isinstance(value, Markup) else escape_text(value)


def policy(style: str, script: str) -> str:
    """What the page may do: apply this one style, run this one script, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


_HEADINGS = {
    "attention": phrase("Needs attention"),
    "nothing": phrase("Nothing needs attention."),
    "agenda": phrase("The year ahead"),
    "nothing_due": phrase("Nothing is due."),
    "no_date": phrase("Promises without a date"),
    "timeline": phrase("Over the years"),
    "timeline_note": phrase("The table below says the same in words."),
    "all": phrase("All agreements"),
    "search": phrase("Search"),
    "search_note": phrase("Name, country, field, source: any words"),
    "show_all": phrase("Show all"),
    "none": phrase("No agreement fits."),
    "agreement": phrase("Agreement"),
    "status": phrase("Status"),
    "last_day": phrase("Last day"),
    "next": phrase("Next step"),
    "open_all": phrase("Open all"),
    "close_all": phrase("Close all"),
    "skip": phrase("Skip to the table"),
    "language": phrase("Language"),
    "filter": phrase("Filter by status"),
    "dark": phrase("Dark"),
    "as_of": phrase("as of"),
    "unreadable": phrase("What could not be read"),
    "method": phrase(
        "The last day is the last day in force. Dates are computed from the register as it was known on the day above. "
        "A deadline from an uncertain date is counted from its earliest day. The office's own targets are not law."
    ),
}
