"""A small register to edit, and runs of the program on it as of a fixed day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

REGISTER = """\
# The agreements of a small office.
register:
  contacts: {ksln: {email: ksln@example.org}}
  owner: ksln

agreements:
  # abroad
  - id: petaling-jaya-2015  # the first one
    title: 'MoU kota bersaudara'
    partner: {name: Petaling Jaya, country: MY, body: Majlis Bandaraya}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 5 years
    dprd: not-required
    fields: [UMKM, "pengembangan SDM"]
    owner: ksln
    follow_ups:
      - what: Pertukaran pegawai
        due: 2023-12
      - {what: Program magang, due: 2024}
    sources: [{title: Naskah, says: [signed, term]}]

  # not signed yet
  - id: daegu
    title: Kota bersaudara Daegu
    partner: {name: Daegu, country: KR}
    kind: ksdpl
    instrument: mou
    term: 5 years
    steps:
      - {step: exploration, started: 2022-03-18}  # third meeting
      - {step: dprd-approval, received: 2024-11-11}
    sources: [{title: Berita}]
# end
"""


@pytest.fixture
def office(register: Callable[[str], Path]) -> Path:
    """The small register in an empty working folder."""
    return register(REGISTER)


@pytest.fixture
def edit(mou: Callable[..., Ran]) -> Callable[..., Ran]:
    """Run a command that writes, as of a fixed day."""
    return lambda *arguments: mou(*arguments, "--as-of=2026-11-21")


def diff(old: str, new: str) -> list[str]:
    """The lines that went (-) and came (+), in order."""
    import difflib

    made = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in made if not line.startswith(("---", "+++", "@@"))]
