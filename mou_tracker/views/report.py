"""`mou report`: one page of HTML with everything in it; nothing is fetched, and nothing of a register is run."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from mou_tracker.agreement.register import Book
from mou_tracker.basics.escaping import visible
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.report_page import page
from mou_tracker.views.report_words import Tongues
from mou_tracker.views.strips import DEFINITIONS
from mou_tracker.views.svg import label

STYLES = ("colours.css", "timeline.css", "report.css")
TALL = 60


def report_html(
    book: Book, found: Sequence[Assessment], name: str, as_of: date, says: Sequence[Wording],
    note: Phrase | None = None, base: Callable[[str], str] = lambda _: "",
) -> str:  # fmt: skip
    """The whole page in some languages, the first of them shown; `note` tells what a filter hides."""
    tongues = Tongues(says)
    style, script = "".join(map(_text, STYLES)), _text("report.js")
    shown = phrase("{shown} of {total} agreements shown", shown="{shown}", total=len(found))
    return _template().render(
        page=page(book, found, name, as_of, tongues, base),
        t={name: tongues(said) for name, said in _HEADINGS.items()},
        number=tongues(plural("{n} agreement", "{n} agreements", len(found))),
        shown=says[0](shown).replace("{shown}", str(len(found))),
        note=tongues(note) if note else None,
        words=tongues.table(shown=shown),
        language=says[0].language,
        languages=[(say.language, _LANGUAGES[say.language]) for say in says],
        as_of=as_of.isoformat(),
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        definitions=Markup(DEFINITIONS),
        tall=len(found) > TALL,
    )


_LANGUAGES = {"id": "Indonesia", "en": "English"}


def _text(name: str) -> str:
    return (files("mou_tracker") / "views" / "templates" / name).read_text("utf-8")


def _template() -> Template:
    loader = DictLoader({name: _text(name) for name in ("report.html.j2", "record.html.j2")})
    made = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined,
        keep_trailing_newline=True, finalize=_finalized,
    )  # fmt: skip
    made.filters["label"] = label
    return made.get_template("report.html.j2")


def _finalized(value: object) -> object:
    """Whatever a template prints is made harmless, also where it is escaped later."""
    return value if not isinstance(value, str) or isinstance(value, Markup) else visible(value)


def _policy(style: str, script: str) -> str:
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
    "unreadable": phrase("Records that could not be read"),
    "method": phrase(
        "The last day is the last day in force. Dates are computed from the register as it was known on the day above. "
        "A deadline from an uncertain date is counted from its earliest day. The office's own targets are not law."
    ),
}
