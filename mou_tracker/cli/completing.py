"""What the shell offers while somebody types: ids, steps and promises, from a scan of the text and never a whole read.

Whatever goes wrong, nothing is offered: a message in the middle of a command line helps nobody.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from mou_tracker.agreement.procedure import OTHER, Procedure
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.patterns import pattern
from mou_tracker.cli.choice import key_of, meant, several
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.scan import ids, record_slice, settings_slice

_KIND = pattern(r"\bkind: *[\"']?([\w-]+)")


def complete_ids(ctx: click.Context, incomplete: str) -> list[str]:
    """The ids of records that begin so, each once, in the order of the files.

    Those of several registers have the register's key before them; one that only one of them has may be typed alone.
    That of a single register may have the key before it too.
    """
    before, slash, _ = incomplete.partition("/")
    # Only one register can be meant by then: the texts of the others need not be searched.
    registers = [one for one in _registers(ctx) if not slash or one[0] in ("", before)]
    found = [(key, id) for key, path in registers for id in dict.fromkeys(id for t in _texts_of(path) for id in ids(t))]
    alone = [id for id, number in Counter(id for _, id in found).items() if number == 1]
    if slash and len(registers) == 1:
        found = [(key or key_of(registers[0][1]), id) for key, id in found]
    written = [f"{key}/{id}" if key else id for key, id in found]
    given = {*ctx.params.get("ids", ())} if isinstance(ctx.params.get("ids"), (tuple, list)) else set()
    offered = [name for name in written if name.startswith(incomplete)]
    offered = offered or [name for name in alone if name.startswith(incomplete)]
    return [name for name in offered if name not in given]


def complete_steps(ctx: click.Context, incomplete: str) -> list[str]:
    """The steps of the procedure of the record named before, those of all procedures where it names none."""
    part = _record(ctx)
    match = _KIND.search(part) if part else None
    known = _procedures(ctx)
    kinds = [match[1]] if match and match[1] in known else list(known)
    names = dict.fromkeys(step.id for kind in kinds for step in known[kind].steps)
    return [name for name in names if name.startswith(incomplete)]


def complete_kinds(ctx: click.Context, incomplete: str) -> list[str]:
    """The kinds that begin so: those shipped, the register's own, and the one without a procedure."""
    return [kind for kind in (*_procedures(ctx), OTHER) if kind.startswith(incomplete)]


def _procedures(ctx: click.Context) -> Mapping[str, Procedure]:
    """The procedures as the register has them, or the several ones together."""
    from mou_tracker.register.read import read_book

    found: dict[str, Procedure] = {}
    for path in _paths(ctx):
        found |= read_book(_settings(path), ShippedProcedures()).procedures
    return found


def _settings(path: Path) -> list[tuple[str, bytes]]:
    """The register's settings as a file of their own, if it has any; nothing else of its files is read as YAML."""
    parts = (part for text in _texts_of(path) if (part := settings_slice(text)))
    return [("settings", part.encode()) for part in islice(parts, 1)]


def complete_promises(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The numbers of the open follow-ups of the record named before, with their texts where the shell shows such.

    Their texts hold spaces, which not every shell would quote. The record is read properly, since it is only one.
    """
    part = _record(ctx)
    if part is None:
        return []
    from mou_tracker.register.read import read_book

    settings = [one for path in _paths(ctx) for one in _settings(path)]
    found = read_book([*settings, ("", part.encode())], ShippedProcedures()).agreements
    promises = [item for agreement in found for item in enumerate(agreement.follow_ups, 1) if not item[1].done]
    return [CompletionItem(str(n), help=one.what) for n, one in promises if str(n).startswith(incomplete)]


def complete_fields(ctx: click.Context, metavar: str, incomplete: str) -> list[CompletionItem]:
    """Fields that begin so, and after `=` the words that may stand there.

    bash takes `=` for a word of its own and completes only what follows it; other shells hand over the whole.
    """
    from mou_tracker.fields.paths import parts_of, reader_at, takes

    listed = ctx.params.get("listed")
    before = [str(one) for one in ctx.params.get("given") or ()]
    apart = os.environ.get("COMP_WORDS", "").rstrip("\n")
    path, equals, typed = incomplete.partition("=")
    if before[-1:] == ["="] or (not incomplete and before and apart.endswith("=")):
        path, equals, typed = (before[-2:-1] if before[-1] == "=" else before[-1:])[0], "", incomplete
    elif not equals:
        return _fields_offered(listed if metavar != "LIST" else None, metavar, incomplete)
    parts = parts_of(f"{listed}[].{path}" if listed else path)
    reader = reader_at(parts) if parts else None
    words = takes(reader).words if reader else ()
    return [CompletionItem(f"{path}=" * bool(equals) + word) for word in words if word.startswith(typed)]


def _fields_offered(listed: str | None, metavar: str, typed: str) -> list[CompletionItem]:
    from mou_tracker.fields.paths import ITEM, all_paths, mapping_at, takes
    from mou_tracker.fields.table.records import AGREEMENT

    if metavar == "LIST":
        keys = [one.key for one in AGREEMENT.fields if takes(one.reader).items or takes(one.reader).values]
        return [CompletionItem(key) for key in keys if key.startswith(typed)]
    equals = "=" * (metavar == "FIELD=VALUE")
    if listed:
        shape = mapping_at((listed,))
        return [
            CompletionItem(one.key + equals) for one in (shape.fields if shape else ()) if one.key.startswith(typed)
        ]
    known = [path for path, said in all_paths() if ITEM not in path and (not equals or said.single or said.values)]
    return [CompletionItem(path + equals) for path in known if path.startswith(typed)]


def _record(ctx: click.Context) -> str | None:
    """The text of the record named before, which is in one register."""
    name, paths = ctx.params.get("name"), _paths(ctx)
    if not name or len(paths) != 1:
        return None
    id = meant(_given(ctx), name)[1] or ""
    return next(filter(None, (record_slice(text, id) for text in _texts_of(paths[0]))), None)


def _given(ctx: click.Context) -> tuple[str, ...]:
    return tuple(ctx.params.get("path") or ())


def _paths(ctx: click.Context) -> list[Path]:
    """The register that the command line means by now, else all that it names."""
    with suppress(OSError, files.NoRegister, Failure):
        return [meant(_given(ctx), ctx.params.get("name"))[0]]
    return [path for _, path in _registers(ctx)]


def _registers(ctx: click.Context) -> list[tuple[str, Path]]:
    """The registers that are named, with the key of each: nothing where there is but one."""
    found = several(_given(ctx))[0]
    if found:
        return [(one.key, one.path) for one in found if not one.refused]
    with suppress(OSError, files.NoRegister):
        return [("", meant(_given(ctx), None)[0])]
    return []


def _texts_of(path: Path) -> Iterator[str]:
    """The texts of a register's files, as far as they can be found and read."""
    with suppress(OSError):
        for file in files.register_files(path):
            yield files.read_file(file).decode(errors="replace")
