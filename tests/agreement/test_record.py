"""Records as values."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement
from mou_tracker.agreement.register import Register
from mou_tracker.basics.findings import Span
from tests.make import agreement, register


@pytest.mark.parametrize("value", [agreement(signed="2015-11-27", term="5 years"), register(name="R")])
def test_a_value_is_the_same_wherever_it_is_written(value: Agreement | Register) -> None:
    """File and places count for nothing when two readings are compared."""
    elsewhere = replace(value, file="other.yaml", places={"": Span(7, 1, 8, 1)})
    assert elsewhere == value


def test_whatever_it_says_counts() -> None:
    """Two records that differ in one field are two."""
    one = agreement(signed="2015-11-27", term="5 years")
    assert len({one, replace(one, file="other.yaml"), replace(one, title="Another")}) == 2
    assert one != replace(one, title="Another")
    assert one != register()


@pytest.mark.parametrize(
    ("owners", "addresses"),
    [
        ((), ("Office@example.org",)),
        (("ani",), ("ani@example.org",)),
        (("ani", "ani@Example.ORG", "Ani@example.org"), ("ani@example.org", "Ani@example.org")),
        (("budi@kota-BANDUNG.go.id", "budi@Kota-Bandung.go.id"), ("budi@kota-bandung.go.id",)),
        (("nobody",), ()),
        (("nobody", "b@MÜNCHEN.de"), ("b@münchen.de",)),
    ],
)
def test_one_mailbox_is_one_owner(owners: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    """A domain has no case; what stands before the `@` is the receiving server's affair."""
    office = register(owner=("Office@EXAMPLE.org",), contacts={"ani": "ani@EXAMPLE.org", "cici": "c@example.org"})
    assert office.addresses(owners) == addresses
