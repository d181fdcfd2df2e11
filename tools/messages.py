"""Collect the program's sentences into the catalogues and compile them.

`python tools/messages.py` updates locale/*/LC_MESSAGES/mou.po and builds the .mo; `--check` only says whether the
former hold exactly today's sentences, all translated. English needs no catalogue: the code's sentences are English.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from catalogues import build

from mou_tracker.check.checking import pages
from mou_tracker.check.manual import prose
from mou_tracker.language.wording import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "mou_tracker" / "locale"
# How many of a call's first arguments are its message. (Babel's own extraction does not see calls within f-strings.)
KEYWORDS = {"phrase": 1, "plural": 2, "N_": 1}
# What click itself says in our name; what it refuses is told by `cli.misuse`.
CLICK = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "[OPTIONS]",
    "COMMAND [ARGS]...",
    "Error: {message}",
    "{value!r} is not one of {choices}.",
    "default: {default}",
    "required",
    "Aborted!",
)
CLICK_PLURALS = (
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)


def collected() -> Catalog:
    """All messages of the code, in order of file and line."""
    catalog = Catalog(project="mou", version="", charset="utf-8")
    for path in sorted((ROOT / "mou_tracker").rglob("*.py")):
        for message in messages_of(path.read_text(encoding="utf-8")):
            catalog.add(message)
    for page in pages().values():
        for message in prose(page.text):
            catalog.add(message)
    for message in CLICK:
        catalog.add(message)
    for one, many in CLICK_PLURALS:
        catalog.add((one, many))
    return catalog


def plural_forms(path: Path) -> str:
    """The plural forms that a catalogue's own header names: Babel is wrong about Indonesian, which has none."""
    found = re.search(r'"Plural-Forms: ([^"\\]+)', path.read_text("utf-8") if path.exists() else "")
    if found is None:
        raise SystemExit(f"{path}: begin it with a header that names its Plural-Forms, as the Indonesian one does")
    return found[1]


def messages_of(code: str) -> Iterator[str | tuple[str, str]]:
    """The messages of one module, in order; what is not written out cannot be collected."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        given = call.args[: KEYWORDS.get(call.func.id, 0)] if isinstance(call.func, ast.Name) else []
        texts = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(texts) == 2:
            yield texts[0], texts[1]
        elif texts:
            yield texts[0]


def updated(language: str) -> Catalog:
    """The language's catalogue with today's messages; translations that are no longer used are dropped."""
    path = po_path(language)
    template = collected()
    old = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    new = Catalog(locale=language, project="mou", version="", charset="utf-8", fuzzy=False)
    new.mime_headers = [("Plural-Forms", plural_forms(path))]
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id)
        string = known.string if known and known.string and any(known.string) else ""
        if isinstance(message.id, tuple):
            # A message that was added or lost its plural starts empty rather than wrong.
            string = tuple(string)[: new.num_plurals] if isinstance(string, (tuple, list)) else ("",) * new.num_plurals
        elif not isinstance(string, str):
            string = ""
        new.add(message.id, string)
    return new


def po_path(language: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALE / language / "LC_MESSAGES" / "mou.po"


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as text, without anything that depends on the clock."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, omit_header=False, no_location=True)
    volatile = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Generated-By',
        b'"Last-Translator',
        b'"Language-Team',
        b'"Report-Msgid',
        b"# ",
    )
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(volatile))


def said(catalog: Catalog) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    """What a catalogue says, whatever its order and layout, which change with Babel's version."""
    return {message.id: message.string for message in catalog if message.id}


def missing(catalog: Catalog) -> list[str]:
    """The messages that have no translation."""
    return [str(m.id) for m in catalog if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def main(arguments: list[str]) -> int:
    """Write the catalogues, or check them."""
    stale = 0
    for language in (language for language in LANGUAGES if language != "en"):
        catalog = updated(language)
        path = po_path(language)
        lacking = missing(catalog)
        for message in lacking:
            print(f"{language}: no translation: {message}")
        if "--check" in arguments:
            known = said(read_po(io.BytesIO(path.read_bytes()), locale=language))
            if known != said(catalog):
                print(f"{language}: not up to date: run tools/messages.py")
                stale += 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_po(catalog))
        stale += len(lacking)
    if "--check" not in arguments:
        build(ROOT)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
