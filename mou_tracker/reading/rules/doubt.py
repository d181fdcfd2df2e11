"""Which rules may look at a damaged record: those that read no broken field of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Book, Damaged, Register
from mou_tracker.basics.findings import Diagnostic
from mou_tracker.reading.damage import without
from mou_tracker.reading.rules.ground import Ground, Rule, ground_of

_ITEM = re.compile(r"\[[0-9]+\]")


class Hit(NamedTuple):
    """A finding of a rule, with what it is about and the path of the field."""

    of: Agreement | Register
    path: str
    diagnostic: Diagnostic


def damaged_by(book: Book, errors: Iterable[Hit]) -> Book:
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
            _broken(known.get(id(one)) or Damaged(one, frozenset()), paths.get(id(one), ()))
            for one in records
            if id(one) in known or id(one) in paths
        ),
    )


def _broken(harm: Damaged, paths: Collection[str]) -> Damaged:
    return Damaged(without(harm.agreement, paths), harm.broken.union(paths)) if paths else harm


def ground_for(rule: Rule, whole: Ground) -> tuple[Ground, dict[int, Collection[str]]]:
    """The ground with the damaged records that a rule may look at, and the paths at which its findings are doubtful."""
    doubtful: dict[int, Collection[str]] = {}
    records = []
    for harm in whole.book.damaged:
        paths = _doubtful(rule, harm.broken)
        if paths is not None:
            records.append(harm.agreement)
            doubtful[id(harm.agreement)] = paths
    ground = ground_of(replace(whole.book, agreements=(*whole.book.agreements, *records)), whole.document_state)
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
            if rule.each and "." in read and path != plain:
                paths.add(path[: path.index("]") + 1])
            elif not rule.each or within(plain, (read,)):
                return None  # of a whole list that is broken nothing is left to look at one by one
    return paths


def within(path: str, others: Iterable[str]) -> bool:
    """Whether a path is one of the others, or leads below one."""
    return any(path.startswith(other) and path[len(other) : len(other) + 1] in ("", ".", "[") for other in others)
