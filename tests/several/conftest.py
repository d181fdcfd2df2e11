"""A folder of three registers: a file, a folder of two files, and one that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

DAY = "2026-11-21"
BANDUNG = """\
register: {name: Kota Bandung, authority: Pemerintah Kota Bandung, owner: a@bandung.example}
agreements:
  - id: petaling-jaya-2015
    title: MoU Petaling Jaya
    partner: {name: Petaling Jaya, country: MY}
    kind: ksdpl
    instrument: mou
    signed: 2015-11-27
    term: 5 years
  - id: melbourne-2024
    title: MoU Melbourne
    partner: {name: Melbourne, country: AU}
    kind: ksdpl
    instrument: mou
    signed: 2024-04-22
    term: 4 years
    renews: melbourne-2019
  - id: melbourne-2019
    title: MoU Melbourne
    partner: {name: Melbourne, country: AU}
    kind: ksdpl
    instrument: mou
    signed: 2019-04-22
    term: 5 years
"""
CIMAHI = """\
register: {id: cimahi-ks, name: Kota Cimahi, timezone: Asia/Jayapura, language: en, owner: b@cimahi.example}
"""
CIMAHI_2015 = """\
agreements:
  - id: petaling-jaya-2015
    title: MoU Cimahi – Petaling Jaya
    partner: {name: Petaling Jaya, country: MY}
    kind: ksdpl
    instrument: mou
    numbers: {ours: 075/KS/2015}
    signed: 2023-11-27
    term: 5 years
"""
BROKEN = "register: {name: Kabupaten Garut}\nagreements:\n  - {id: open\n"


@pytest.fixture
def registers(register: Callable[..., Path]) -> Path:
    """The folder of the two sound registers."""
    register(BANDUNG, "regs/bandung.yaml")
    register(CIMAHI, "regs/cimahi/settings.yaml")
    return register(CIMAHI_2015, "regs/cimahi/2015.yaml").parent.parent


@pytest.fixture
def with_broken(registers: Path, register: Callable[..., Path]) -> Path:
    """The folder with one more register, of which nothing can be read."""
    register(BROKEN, "regs/garut.yaml")
    return registers
