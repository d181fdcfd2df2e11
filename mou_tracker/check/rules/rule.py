"""What a rule stands on, what it finds, and which rules may look at a damaged record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book, PartialRecord, Register
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Finding, Related, Severity, Span, nearest
from mou_tracker.basics.patterns import pattern
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.register.partial import without

DocumentState = Callable[[str, str, bool], str | None]
"""Looks at a document by the record's file and the path written there, and reads it only if its checksum is wanted:
None (nothing to say), `missing`, or the SHA-256 in hexadecimal."""


class Contradiction(Struct, frozen=True):
    """A field that the signed text gives otherwise: the field, what the text says, where, and its very sentence."""

    field: str
    value: str
    place: Phrase
    sentence: str


SignedText = Callable[[Agreement], Iterable[Contradiction]]
"""Reads a record's documents again and tells what in them contradicts it."""

BEGINNING = Span(1, 1, 1, 2)


class FieldFinding(Struct, frozen=True):
    """What a rule finds: the path of the field, one sentence, a hint, other places; `of` where it is another record."""

    path: str
    message: Phrase
    hint: Phrase | None = None
    related: tuple[Related, ...] = ()
    of: Agreement | Register | None = None


class RuleContext(Struct, frozen=True):
    """The register around a record. `ids` also holds those of records that could not be read."""

    book: Book
    by_id: Mapping[str, Agreement]
    ids: frozenset[str]
    document_state: DocumentState | None = None
    signed_text: SignedText | None = None


class Rule(Struct, frozen=True):
    """One rule: its function looks at one record or at the whole register; `given` are the fields that it is about.

    An agreement in which all of these are empty is not looked at; where none is named, each is. `reads` are the fields
    without which it would find what is not so: it passes over a record in which one of them is broken; where it looks
    at the items of the list `each` one by one, only over the items that lack it. A field whose absence only keeps it
    silent is not among them.
    """

    name: str
    severity: Severity
    function: Callable[..., Iterator[FieldFinding]]
    per: Literal["agreement", "book"] = "agreement"
    given: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    each: str | None = None


def rule(
    severity: Severity,
    *,
    per: Literal["agreement", "book"] = "agreement",
    given: tuple[str, ...] = (),
    reads: tuple[str, ...] = (),
    each: str | None = None,
) -> Callable[[Callable[..., Iterator[FieldFinding]]], Rule]:
    """Make a rule of the function that finds: its name is the function's, its manual page the docstring."""

    def made(function: Callable[..., Iterator[FieldFinding]]) -> Rule:
        return Rule(function.__name__.replace("_", "-"), severity, function, per, given, reads, each)

    return made


# What the day on which an agreement comes into force is read from; what was agreed of its terms; what becomes of them.
START = ("signed", "starts")
AGREED = (
    *START,
    "term",
    "ends",
    "end_of_term",
    "extensions.signed",
    "extensions.starts",
    "extensions.term",
    "extensions.ends",
)
TERM = (
    *AGREED,
    "notice_given",
    "renewal.mode",
    "renewal.period",
    "renewal.times",
    "renewal.notice",
)


def context_of(
    book: Book, document_state: DocumentState | None = None, signed_text: SignedText | None = None
) -> RuleContext:
    """The ground of a register."""
    by_id = {agreement.id: agreement for agreement in reversed(book.agreements)}
    unread = {record.id for record in book.unreadable if record.id}
    return RuleContext(book, by_id, frozenset(by_id.keys() | unread), document_state, signed_text)


def place(of: Agreement | Register, path: str) -> Span:
    """Where a field stands: its own place, else that of what it belongs to."""
    places = of.places
    while (span := places.get(path)) is None and path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return span or BEGINNING


def also(of: Agreement, path: str, message: Phrase) -> tuple[Related, ...]:
    """A second place that explains a finding."""
    return (Related(of.file, place(of, path), message),)


def diagnosed(rule: Rule, found: FieldFinding, agreement: Agreement | Register) -> Finding:
    """What a rule found, with its place."""
    of = found.of or agreement
    id = of.id if isinstance(of, Agreement) else None
    span = place(of, found.path)
    return Finding(rule.name, rule.severity, found.message, of.file, span, found.hint, found.related, id)


def start_of(agreement: Agreement) -> tuple[str, DateSpan] | None:
    """The field that says when it comes into force, and its day; None where neither start nor signing is known."""
    if agreement.starts:
        return "starts", agreement.starts
    signing = agreement.signing
    return (signed_path(agreement), signing) if signing else None


def signed_path(agreement: Agreement) -> str:
    """The field of the last signature."""
    days = agreement.signing_days
    last = max(range(len(days)), key=lambda i: days[i].latest) if len(days) > 1 else 0
    return f"signed[{last}].on"


def meant(name: str, known: Iterable[str]) -> Phrase | None:
    """A hint at the known name that is nearest to a mistyped one."""
    word = nearest(name, [other for other in known if abs(len(other) - len(name)) < 4])
    return phrase("did you mean `{word}`?", word=word) if word else None


_ITEM = pattern(r"\[[0-9]+\]")


class PlacedFinding(Struct, frozen=True):
    """A finding of a rule, with what it is about and the path of the field."""

    of: Agreement | Register
    path: str
    diagnostic: Finding


def damaged_by(book: Book, errors: Iterable[PlacedFinding]) -> Book:
    """The register with the records that have these errors among the damaged ones: their fields are broken too."""
    paths: dict[int, set[str]] = {}
    for error in errors:
        paths.setdefault(id(error.of), set()).add(error.path)
    known = {id(one.agreement): one for one in book.damaged}
    records = (*(one.agreement for one in book.damaged), *book.agreements)
    return replace(
        book,
        agreements=tuple(agreement for agreement in book.agreements if id(agreement) not in paths),
        damaged=tuple(
            _broken(known.get(id(one)) or PartialRecord(one, frozenset()), paths.get(id(one), ()))
            for one in records
            if id(one) in known or id(one) in paths
        ),
    )


def _broken(harm: PartialRecord, paths: Collection[str]) -> PartialRecord:
    return PartialRecord(without(harm.agreement, paths), harm.broken.union(paths)) if paths else harm


def context_for(rule: Rule, whole: RuleContext) -> tuple[RuleContext, dict[int, Collection[str]]]:
    """The ground with the damaged records that a rule may look at, and the paths at which its findings are doubtful."""
    doubtful: dict[int, Collection[str]] = {}
    records = []
    for harm in whole.book.damaged:
        paths = _doubtful(rule, harm.broken)
        if paths is not None:
            records.append(harm.agreement)
            doubtful[id(harm.agreement)] = paths
    ground = context_of(
        replace(whole.book, agreements=(*whole.book.agreements, *records)), whole.document_state, whole.signed_text
    )
    return replace(ground, ids=whole.ids), doubtful


def _doubtful(rule: Rule, broken: Iterable[str]) -> Collection[str] | None:
    """Where a record's findings are doubtful; None if all of them are, since the rule reads what is broken."""
    paths = set()
    for path in broken:
        paths.add(path)
        plain = _ITEM.sub("", path)
        for read in rule.reads:
            if not (within(plain, (read,)) or within(read, (plain,))):
                continue
            listed = rule.each is not None and within(read, (rule.each,))
            if listed and "." in read and path != plain:
                paths.add(path[: path.index("]") + 1])
            elif not listed or within(plain, (read,)):
                return None  # of a whole list that is broken nothing is left to look at one by one
    return paths


def within(path: str, others: Container[str]) -> bool:
    """Whether a path is one of the others, or leads below one."""
    return path in others or any(path[:at] in others for at, sign in enumerate(path) if sign in ".[")
