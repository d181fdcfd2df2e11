"""A whole register as read: its settings, the sound records, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mou_tracker.basics.findings import Diagnostic
from mou_tracker.basics.phrases import Phrase
from mou_tracker.core.model import Agreement
from mou_tracker.core.procedures import Procedure
from mou_tracker.core.register import Register


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be taken, with its first error; `id` is None where not even that could be read."""

    file: str
    line: int
    id: str | None
    message: Phrase


@dataclass(frozen=True, slots=True)
class Damaged:
    """What is sound of a record with errors, for looking for more of them; `broken` are the paths of the rest."""

    agreement: Agreement
    broken: frozenset[str]


@dataclass(frozen=True, slots=True)
class Book:
    """What all files of a register say together. Records with errors are in `unreadable`, not in `agreements`.

    `damaged` has those of them that can still be checked in part; it is of no other use.
    """

    register: Register
    agreements: tuple[Agreement, ...]
    procedures: Mapping[str, Procedure]
    diagnostics: tuple[Diagnostic, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    files: int = 1
    damaged: tuple[Damaged, ...] = ()
