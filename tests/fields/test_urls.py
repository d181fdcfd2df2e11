"""Addresses of web pages: the usual ones are read by a pattern of their own, which is a part of the other one."""

from hypothesis import given
from hypothesis import strategies as st

from mou_tracker.fields import values

USUAL = values._USUAL_URL._text  # type: ignore[attr-defined]


@given(st.from_regex(USUAL, fullmatch=True))
def test_the_usual_pattern_is_a_part_of_the_other(address: str) -> None:
    """What the pattern of usual addresses takes, with its host, the pattern of all takes with the same host."""
    usual, whole = values._USUAL_URL.fullmatch(address), values._URL.fullmatch(address)
    assert usual is not None
    assert whole is not None
    assert usual[1] == whole[1]
