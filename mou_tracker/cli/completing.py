"""What the shell offers while somebody types: ids, steps and promises, from a scan of the text and never a whole read.

Whatever goes wrong, nothing is offered: a message in the middle of a command line helps nobody.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from mou_tracker.agreement.procedure import OTHER, Procedure
from mou_tracker.basics.patterns import pattern
from mou_tracker.cli.choice import several
from mou_tracker.register import files
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.scan import ids, record_slice, settings_slice

_KIND = pattern(r"\bkind: *[\"']?([\w-]+)")


def complete_ids(ctx: click.Context, incomplete: str) -> list[str]:
    """The ids of records that begin so, each once, in the order of the files."""
    found = (
        name
        for before, path in _registers(ctx)
        for text in _texts_of(path)
        for name in (before + id for id in ids(text))
        if name.startswith(incomplete)
    )
    given = {*ctx.params.get("ids", ())} if isinstance(ctx.params.get("ids"), (tuple, list)) else set()
    return [name for name in dict.fromkeys(found) if name not in given]


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
    """The procedures as the register has them. Of its files only the settings are read, and only where they are."""
    from mou_tracker.register.read import read_book

    return read_book(_settings(ctx), ShippedProcedures()).procedures


def _settings(ctx: click.Context) -> list[tuple[str, bytes]]:
    """The register's settings as a file of their own, if it has any."""
    parts = [part for text in _texts(ctx) if (part := settings_slice(text))]
    return [("settings", part.encode()) for part in parts[:1]]


def complete_promises(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """The numbers of the open follow-ups of the record named before, with their texts where the shell shows such.

    Their texts hold spaces, which not every shell would quote. The record is read properly, since it is only one.
    """
    part = _record(ctx)
    if part is None:
        return []
    from mou_tracker.register.read import read_book

    found = read_book([*_settings(ctx), ("", part.encode())], ShippedProcedures()).agreements
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
    from mou_tracker.fields.table import AGREEMENT

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
    name = ctx.params.get("name")
    if not name:
        return None
    slices = (
        record_slice(text, name.removeprefix(before))
        for before, path in _registers(ctx)
        if name.startswith(before)
        for text in _texts_of(path)
    )
    return next(filter(None, slices), None)


def _texts(ctx: click.Context) -> Iterator[str]:
    """The texts of the files of all registers."""
    for _, path in _registers(ctx):
        yield from _texts_of(path)


def _registers(ctx: click.Context) -> Iterator[tuple[str, Path]]:
    """The registers that are named, with what stands before their ids: nothing where there is but one."""
    given = ctx.params.get("path") or ()
    paths = (given,) if isinstance(given, str) else tuple(given)
    found = several(paths)[0]
    if found:
        yield from ((f"{one.key}/", one.path) for one in found if not one.refused)
        return
    with suppress(OSError, files.NoRegister):
        yield "", files.find_register(paths[0] if paths else None, os.environ, Path.cwd())


def _texts_of(path: Path) -> Iterator[str]:
    """The texts of a register's files, as far as they can be found and read."""
    with suppress(OSError):
        for file in files.register_files(path):
            yield files.read_file(file).decode(errors="replace")
