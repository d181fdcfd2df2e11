"""Registers for the reminders' tests."""

from __future__ import annotations

HEAD = """\
register:
  name: Test register
  timezone: Asia/Jakarta
  language: en
  contacts:
    office: {name: The Office, email: office@example.org}
    ani: {name: Ani, email: ani@example.org}
    budi: {name: Budi, email: budi@example.org}
    keeper: {name: Keeper, email: keeper@example.org}
  owner: office
  maintainer: keeper
"""


def record(name: str, ends: str = "2027-06-30", owner: str = "ani", more: str = "", kind: str = "other") -> str:
    """One agreement that is to be renewed by agreement, or what `more` makes of it."""
    return (
        f"  - id: {name}\n    title: MoU with {name}\n    partner: {{name: {name.title()}, country: MY}}\n"
        f"    kind: {kind}\n    instrument: mou\n    signed: 2020-01-01\n    ends: {ends}\n    owner: {owner}\n{more}"
    )


def register(*records: str, head: str = HEAD) -> str:
    """A whole register."""
    return f"{head}agreements:\n{''.join(records)}"


THREE = register(record("suwon", owner="ani"), record("oslo", owner="budi"), record("namur", owner="office"))
