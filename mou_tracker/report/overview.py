"""The page of several registers: a tile for each, what needs attention in it, and the way to its own page, if any.

It needs no script: both languages stand in it, and the reader's choice hides one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup, escape
from msgspec import Struct

from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import LANGUAGES, Wording
from mou_tracker.overview.shares import Share, latest_day, names, totals
from mou_tracker.overview.texts import standing, title
from mou_tracker.report.page import MOST_URGENT, STYLES, policy, templates
from mou_tracker.report.svg import shipped_text
from mou_tracker.status.assessment import Assessment
from mou_tracker.status.reasons import reason
from mou_tracker.status.statuses import ATTENTION, Status
from mou_tracker.views.cells import todo
from mou_tracker.views.status import ORDER

Texts = Mapping[str, str]  # one text by the languages of the page


class Urgent(Struct, frozen=True):
    """A record that needs attention, worded in every language of the page."""

    id: str
    status: Status
    badge: Texts
    title: str
    reason: Texts
    todo: Texts


def most_urgent(assessments: Sequence[Assessment], says: Sequence[Wording]) -> list[Urgent]:
    """The records that need attention most."""

    def made(one: Assessment) -> Urgent:
        name, why = _each(says, lambda say: say(one.status_name)), _each(says, lambda say: say(reason(one)))
        return Urgent(
            one.agreement.id, one.status, name, one.agreement.title, why, _each(says, lambda say: todo(one, say))
        )

    return [made(one) for one in assessments if one.status in ATTENTION][:MOST_URGENT]


def _each(says: Sequence[Wording], text: Callable[[Wording], str]) -> Texts:
    return {say.language: text(say) for say in says}


class _Tile(Struct, frozen=True):
    share: Share
    style: str
    stands: Markup
    urgent: Sequence[Urgent]
    number: Markup
    more: Markup
    page: str


def overview_html(
    shares: Sequence[Share], says: Sequence[Wording], page_of: Callable[[str], str], notes: Sequence[Phrase] = ()
) -> Iterator[str]:
    """The whole page, its first language shown; `page_of` gives the address of a register's own page, or nothing;
    `notes` tell what is not shown.
    """

    def both(text: Callable[[Wording], str]) -> Markup:
        return _both(_each(says, text), says)

    def said(words: Phrase) -> Markup:
        return both(lambda say: say(words))

    def tile(share: Share) -> _Tile:
        left = share.urgent - MOST_URGENT
        more = plural(
            "and {n} more: mou status -r {path}", "and {n} more: mou status -r {path}", left, path=share.place
        )
        number = plural("{n} agreement", "{n} agreements", share.shown)
        return _Tile(
            share,
            "lapsed" if share.failed else next((s for s in ATTENTION if share.counts.get(s)), "active"),
            both(lambda say: standing(share, say)),
            share.more.get("urgent", ()),  # type: ignore[arg-type]
            Markup() if share.failed else said(number),
            said(more) if left > 0 else Markup(),
            "" if share.failed else page_of(share.key),
        )

    day, numbers, words = latest_day(shares), totals(shares), names(shares)
    style = "".join(map(shipped_text, (*STYLES, "overview.css"))) + _hiding(says)
    whole = plural("{n} agreement", "{n} agreements", sum(share.shown for share in shares))
    return (
        templates("overview.html.j2")
        .get_template("overview.html.j2")
        .generate(
            title=said(title(shares)),
            name=says[0](title(shares)),
            day=both(lambda say: say.day(day)) if day else "",
            number=said(whole),
            counts=[(s, numbers[s], said(words[s])) for s in ORDER if numbers[s] or s in ATTENTION],
            loud=ATTENTION,
            notes=[said(note) for note in notes],
            tiles=[tile(share) for share in shares],
            both=lambda texts: _both(texts, says),
            t={name: said(words) for name, words in _HEADINGS.items()},
            languages=[(say.language, LANGUAGES[say.language]) for say in says],
            style=Markup(style),
            policy=policy(style, ""),
        )
    )


def _both(texts: Texts, says: Sequence[Wording]) -> Markup:
    """A text in every language, once where all are equal."""
    safe = [escape(escape_text(texts[say.language])) for say in says]
    if all(text == safe[0] for text in safe):
        return safe[0]
    spans = (
        Markup('<span lang="{}" class="in-{}">{}</span>').format(say.language, say.language, text)
        for say, text in zip(says, safe, strict=True)
    )
    return Markup("").join(spans)


def _hiding(says: Sequence[Wording]) -> str:
    """The rules that hide the languages that are not chosen."""
    return "".join(
        f":root:has(#_{shown.language}:checked) .in-{other.language}{{display:none}}\n"
        for shown in says
        for other in says
        if other is not shown
    )


_HEADINGS = {
    "registers": phrase("Registers"),
    "as_of": phrase("as of"),
    "language": phrase("Language"),
    "whole": phrase("All agreements"),
    "all": phrase("All registers"),
}
