"""A mail about an agreement of several parties tells that there are others than the first."""

from __future__ import annotations

from tests.mail.conftest import Desk

REGISTER = """\
register: {name: Contoh, language: en, owner: a@example.org}
agreements:
  - id: network
    title: MoU of three cities
    partners: [{name: Suwon, country: KR}, {name: Oslo, country: "NO"}, {name: Kyoto, country: JP}]
    kind: ksdpl
    instrument: mou
    signed: 2022-01-10
    term: 5 years
"""


def test_the_others_are_told(desk: Desk) -> None:
    """In the subject by one word, since it is short."""
    desk.write(REGISTER)
    out = desk.remind("2026-12-21", "--dry-run").out
    assert "Suwon and others" in out
