"""The approval procedures that come with the package, read from their files when one is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

KINDS = ("ksdpl", "ksdll", "ksdd", "ksdpk")


class ShippedProcedures(Mapping[str, str]):
    """Kind of agreement -> the procedure's YAML text."""

    def __getitem__(self, kind: str) -> str:
        if kind not in KINDS:
            raise KeyError(kind)
        return (Path(__file__).resolve().parent.parent / "procedures" / f"{kind}.yaml").read_text("utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)
