"""Dates that move after they were told, and promises that are worded anew: what is the same thing is not told again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.mail.conftest import Desk
from tests.mail.registers import HEAD, record, register
from tests.mail.server import Server

DAY, NEXT = "2027-06-01", "2027-06-02"
PROMISES = (
    "    follow_ups:\n      - {what: Send teh books, due: 2027-06-03}\n      - {what: Send the plan, due: 2027-06-03}\n"
)
BEFORE = register(
    record("suwon", more=PROMISES),
    '  - id: oslo\n    title: T\n    partner: {name: Oslo, country: "NO"}\n    kind: ksdpl\n    instrument: mou\n'
    "    owner: budi\n    steps: [{step: exploration, started: 2027-05-10}]\n",
    head=HEAD + "  procedures: {ksdpl: {steps: {exploration: 15}}}\n",
)


@pytest.fixture
def told(posted: Desk, server: Server) -> Desk:
    posted.write(BEFORE)
    posted.begin(DAY)
    for day in ("2027-05-31", DAY):
        posted.remind(day)
    assert sorted(set(server.recipients())) == ["ani@example.org", "budi@example.org"]
    server.inbox.clear()
    return posted


CHANGES: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "nothing": (lambda text: text, []),
    "a slip mended": (lambda text: text.replace("teh books", "the books"), []),
    "a promise told in other words": (lambda text: text.replace("Send the plan", "Send Suwon the plan of 2027"), []),
    "a holiday added": (
        lambda text: text.replace("  owner: office\n", "  owner: office\n  holidays: {add: [2027-05-27]}\n", 1),
        [],
    ),
    "a target changed by a day": (lambda text: text.replace("exploration: 15", "exploration: 16"), []),
    "an end five working days later": (lambda text: text.replace("ends: 2027-06-30", "ends: 2027-07-07"), []),
    "an end two months later": (lambda text: text.replace("ends: 2027-06-30", "ends: 2027-08-30"), ["ani@example.org"]),
    "a promise whose new ladder has not come": (
        lambda text: text.replace("books, due: 2027-06-03", "books, due: 2027-06-14"),
        [],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change(told: Desk, server: Server, change: str) -> None:
    """The run after the change tells what is new by it, and nothing else."""
    do, hears = CHANGES[change]
    told.write(do(BEFORE))
    assert told.remind(NEXT).status == 0
    assert server.recipients() == hears


def test_a_date_that_moves_far_says_so(told: Desk, server: Server) -> None:
    """The ladder begins anew, and the mail says what the day was before."""
    told.write(CHANGES["an end two months later"][0](BEFORE))
    told.remind(NEXT)
    body = server.inbox[0][1].get_body(("plain",))
    assert body is not None
    text = " ".join(str(body.get_content()).split())
    assert "(The date has changed: it was 30 June 2027 before.)" in text


def test_small_moves_do_not_creep(told: Desk, server: Server) -> None:
    """Moved by a little again and again: told once it is further than five working days from what was told."""
    ends = ["2027-07-05", "2027-07-07", "2027-07-12", "2027-07-14"]
    heard = []
    for end in ends:
        told.write(BEFORE.replace("ends: 2027-06-30", f"ends: {end}"))
        told.remind(NEXT)
        heard.append(server.recipients().count("ani@example.org"))
    assert heard == [0, 0, 1, 1]
