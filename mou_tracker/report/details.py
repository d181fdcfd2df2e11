"""The details of one agreement in the report, in every language, and which of its texts may become links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from urllib.parse import quote, urlsplit

from msgspec import Struct

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Register
from mou_tracker.basics.escaping import escape_text
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import phrase
from mou_tracker.language.labels import worded
from mou_tracker.report.words import Said, Tongues
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.lines import Quote, where
from mou_tracker.views.sections import Section, sections

_SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALLOWED = pattern(r"(?i:https?://[^/\\]|mailto:[^/\\@]+@)[^\0- \x7f-\xa0]*\Z")


def href(text: str | None, base: str = "") -> str | None:
    """The address to link to, None where the text is no http, https or mailto address and no relative path.

    `base` is what leads from the page to the folder of the register. A path with a backslash, a control character or
    two leading slashes is none: browsers read some of these as addresses.
    """
    if not text or text != escape_text(text) or "\\" in text:
        return None
    if _SCHEME.match(text):
        return text if _ALLOWED.match(text) and not any(map(str.isspace, text)) else None
    if text.startswith("/") or text != text.strip():
        return None
    return quote(base, safe="/.") + quote(text, safe="/.")


class Row(Struct, frozen=True):
    """One row: its first cell, which may lead somewhere, and the others."""

    first: Said
    others: Sequence[Said]
    link: str | None = None


class Part(Struct, frozen=True):
    """A section; `wide` ones take the whole width."""

    title: Said
    rows: Sequence[Row]
    wide: bool


class Proof(Struct, frozen=True):
    """A fact to unfold: the sentence of the signed text in three pieces, the fact in the middle, and its place."""

    field: Said
    value: Said
    against: Said
    pieces: tuple[str, str, str]
    where: Said


def proved(quotes: Sequence[Quote], tongues: Tongues) -> list[Proof]:
    """What the signed texts of one agreement say, in every language of the page."""
    return [_proof(one, tongues) for one in quotes]


def _proof(one: Quote, tongues: Tongues) -> Proof:
    against = Said("") if one.agrees else tongues(phrase("the record says otherwise"))
    value = tongues.each(lambda say: say.spell(one.told))
    return Proof(tongues(worded(one.field)), value, against, one.pieces, tongues.each(lambda say: where(one, say)))


def parts(assessment: Assessment, register: Register, tongues: Tongues, base: str, contacts: bool) -> list[Part]:
    """All sections of one agreement; `base` leads from the page to the register's folder.

    The person at the partner is told only with `contacts`.
    """
    made = [sections(assessment, register, say, contacts=contacts) for say in tongues.says]
    told = [map(partial(_recorded, assessment), each) for each in made]
    return [_part(same, assessment.agreement, tongues, base) for same in zip(*told, strict=True) if same[0].rows]


def _recorded(assessment: Assessment, section: Section) -> Section:
    """The path of a signed agreement without steps of which nothing is recorded: they are neither news nor ahead."""
    if section.title.msgid != "Approval path" or not assessment.agreement.signed:
        return section
    rows = zip(assessment.path.steps, section.rows, strict=True)
    return Section(section.title, tuple(row for step, row in rows if step.entry))


def _part(same: Sequence[Section], agreement: Agreement, tongues: Tongues, base: str) -> Part:
    """One section as every language tells it."""
    links = _links(same[0].title.msgid, agreement, base)
    rows = []
    for number, told in enumerate(zip(*(section.rows for section in same), strict=True)):
        link = links[number] if number < len(links) else None
        first, *others = tongues.row([_without_address(cells, link) for cells in told])
        rows.append(Row(first, others, link))
    return Part(tongues(same[0].title), rows, len(same[0].rows[0]) > 2)


def _without_address(cells: Sequence[str], link: str | None) -> Sequence[str]:
    """A web address that the first cell leads to is told by its host alone."""
    host = urlsplit(link).netloc if link else ""
    return [cell.replace(link, host) for cell in cells] if link and host else cells


def _links(section: str, agreement: Agreement, base: str) -> list[str | None]:
    """Where the rows of a section lead: only those of sources, documents and activities do."""
    if section == "Sources":
        return [href(source.url) for source in agreement.sources]
    if section == "Activities":
        return [href(one.url) for one in sorted(agreement.activities, key=lambda one: one.on)]
    if section == "Documents":
        return [href(document.path, base) if document.path else href(document.url) for document in agreement.documents]
    return []
