"""Build the catalogues of translations, `mou.mo` beside each `mou.po`, whenever the package is installed or packed.

Hatch runs this file (`pyproject.toml` names it), and `tools/messages.py` uses it. It needs nothing but the standard
library, so that building needs no more than hatchling.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MAGIC, _HEADER = 0x950412DE, 7 * 4
_LINE = re.compile(r'(?:#.*|(?P<word>msgid(?:_plural)?|msgstr(?:\[\d\])?)? ?(?P<text>"(?:[^"\\]|\\.)*")|\s*)')


class Catalogues(BuildHookInterface[Any]):
    """The step of the build. The compiled files lie in the tree, where an editable install finds them too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue before files are collected."""
        build(Path(self.root))


def build(root: Path) -> None:
    """Write every catalogue of a tree."""
    for path in (root / "mou_tracker").rglob("*.po"):
        path.with_suffix(".mo").write_bytes(compiled(path.read_text("utf-8").splitlines()))


def compiled(lines: Iterable[str]) -> bytes:
    """A catalogue in the form that `gettext` reads: sorted originals, then their translations."""
    found = sorted((one.encode(), said.encode()) for one, said in messages(lines))
    tables = (_HEADER, _HEADER + 8 * len(found))
    at = _HEADER + 16 * len(found)
    places, texts = [], b""
    for text in (*(one for one, _ in found), *(said for _, said in found)):
        places += [len(text), at + len(texts)]
        texts += text + b"\0"
    return struct.pack(f"<7I{len(places)}I", _MAGIC, 0, len(found), *tables, 0, 0, *places) + texts


def messages(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The originals and translations of a catalogue as text; plural forms are joined by NUL, as `gettext` wants them.

    A message without translation is left out. Raises ValueError at a line that this small reader does not know.
    """
    parts: dict[str, str] = {}
    key = ""
    for line in (*lines, 'msgid ""'):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"not a line of a catalogue as tools/messages.py writes it: {line}")
        if found["word"] == "msgid":
            one, said = (_forms(parts, side) for side in ("msgid", "msgstr"))
            if said and all(said):
                yield "\0".join(one), "\0".join(said)
            parts = {}
        key = found["word"] or key
        if found["text"]:
            parts[key] = parts.get(key, "") + str(ast.literal_eval(found["text"]))


def _forms(parts: dict[str, str], side: str) -> list[str]:
    """The forms of one side of a message: the original and its plural, or the translations."""
    return [text for key, text in parts.items() if key.startswith(side)]
