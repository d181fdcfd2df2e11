"""Agreements of several partners are renewed with all of them, and a number stands for the id."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

SEVERAL = """agreements:
  - id: delta-2020
    title: Delta cities
    partners: [{name: Alpha, country: MY}, {name: Beta, country: SG, place: Changi}]
    kind: ksdll
    instrument: mou
    numbers: {ours: 119/KS/2020}
    signed: 2020-01-01
    term: 5 years
    owner: officer@example.org
    sources: [{title: The signed text}]
"""
NEXT = """
  - id: delta-2024
    title: Delta cities
    kind: ksdll
    instrument: mou
    partners:
      - {name: Alpha, country: MY}
      - {name: Beta, country: SG, place: Changi}
    since: 2024-06-01
    renews: delta-2020
    owner: officer@example.org
"""


@pytest.mark.parametrize("name", ["delta-2020", "119/KS/2020", "119/ks/2020"])
def test_a_renewal_has_all_partners(name: str, mou: Callable[..., Ran], tmp_path: Path) -> None:
    """None of several partners is lost, whether the record is named by its id or by its number."""
    file = tmp_path / "r.yaml"
    file.write_text(SEVERAL)
    mou("renew", name, "-r", file, "--as-of=2024-06-01")
    assert file.read_text() == SEVERAL + NEXT
