"""Who is told of a record whose own people cannot be told: nobody is forgotten."""

from __future__ import annotations

import pytest

from tests.mail.conftest import Desk
from tests.mail.registers import HEAD, record, register
from tests.mail.server import Server

DAY = "2027-06-01"
OFFICE, KEEPER, ANI = "office@example.org", "keeper@example.org", "ani@example.org"
PROMISE = "    follow_ups:\n      - {what: Report, due: 2027-06-02, owner: %s}\n"


def bodies(server: Server, to: str) -> str:
    """What the mails to somebody say, in one line."""
    texts = [mail.get_body(("plain",)) for who, mail in server.inbox if who == to]
    return " ".join(" ".join(str(text.get_content()).split()) for text in texts if text)


@pytest.mark.parametrize(
    ("owner", "others", "why"),
    [
        ("budi@", [], "budi@ has no address"),
        ("'bu di@example.org'", [], "bu di@example.org has no address"),
        ("nobody", [], "nobody has no address"),
        ("[ani, budi@]", [ANI], "budi@ has no address"),
        ("[budi@, ani]", [ANI], "budi@ has no address"),
        ("[ani, nobody]", [ANI], "nobody has no address"),
        ("", [], None),
        ("{email: ani@example.org}", [], None),
        ('"ani@example.org\\u202e"', [], None),
        ("ani@example.org\u200b", [], None),
        ("ani\n    owner: budi", [ANI, "budi@example.org"], None),
    ],
)
@pytest.mark.parametrize("besides", [True, False])
def test_an_owner_who_cannot_be_told(
    posted: Desk, server: Server, owner: str, others: list[str], why: str | None, besides: bool
) -> None:
    """The register's owner is told instead, and why; the maintainer is told of the mistake; each once.

    Also where it is the only record of the register.
    """
    posted.write(register(record("suwon", owner=owner), *([record("oslo", owner="keeper")] if besides else [])))
    posted.begin(DAY)
    assert posted.remind(DAY).status == 1
    stands_in = [] if "owner: budi" in owner else [OFFICE]
    assert sorted(server.recipients()) == sorted({KEEPER, *others, *stands_in})
    assert bodies(server, KEEPER).count("suwon: ") == 1
    told = bodies(server, (stands_in or others)[0])
    assert "MoU with suwon" in told or "Suwon" in told
    assert why is None or f"{why} that can be used" in told
    assert (posted.remind(DAY).status, len(server.inbox)) == (1, len({KEEPER, *others, *stands_in}))


@pytest.mark.parametrize("owner", ["budi@", "nobody", "[budi@]"])
def test_a_promise_of_somebody_who_cannot_be_told(posted: Desk, server: Server, owner: str) -> None:
    """It goes to the register's owner; the record's own owner hears of the rest as ever."""
    posted.write(register(record("suwon", more=PROMISE % owner)))
    posted.begin(DAY)
    assert posted.remind(DAY).status == 1
    assert sorted(server.recipients()) == [ANI, KEEPER, OFFICE]
    assert "Report" in bodies(server, OFFICE)
    assert "Report" not in bodies(server, ANI)


@pytest.mark.parametrize("to", ["budi@", "nobody"])
def test_others_who_cannot_be_told(posted: Desk, server: Server, to: str) -> None:
    """Whoever is to be told of what is late cannot be: its owner is told all the same."""
    ladder = f"    reminders:\n      escalate: {{after: 2 weeks, to: {to}}}\n"
    posted.write(register(record("suwon", more=ladder)))
    posted.begin(DAY)
    assert posted.remind(DAY).status == 1
    assert sorted(server.recipients()) == [ANI, KEEPER]


@pytest.mark.parametrize(
    "more",
    [
        "    closed: {on: 2019-01-01, how: terminated}\n",
        "    renews: bergen\n",
        "    since: then\n",
        "    kind: strange\n",
        "    steps: [{step: strange}]\n",
        "    colour: red\n",
    ],
)
@pytest.mark.parametrize("owner", ["budi@", "nobody"])
def test_a_record_that_is_wrong_besides(posted: Desk, server: Server, owner: str, more: str) -> None:
    """Its dates are not to be trusted: only the maintainer hears of it."""
    broken = record("suwon", owner=owner, more=more)
    if "kind" in more:
        broken = broken.replace("    kind: other\n", "", 1)
    posted.write(register(broken, record("oslo", "2037-06-30")))
    posted.begin(DAY)
    assert posted.remind(DAY).status == 1
    assert server.recipients() == [KEEPER]


def test_it_is_shown_by_a_dry_run_and_not_by_a_list(posted: Desk) -> None:
    """A list leaves out what is to be mended, and says so; nobody may act on it unseen."""
    posted.write(register(record("suwon", owner="budi@"), record("oslo")))
    posted.begin(DAY)
    assert "suwon" in posted.remind(DAY, "--dry-run").out
    listed = posted.run("status", "-r", "agreements.yaml", "--all", "--as-of", DAY)
    assert (listed.status, "suwon" in listed.out) == (1, False)


def test_once_it_is_mended_its_owner_is_told(posted: Desk, server: Server) -> None:
    """The rung that its stand-in has heard of is new to the owner."""
    posted.write(register(record("suwon", owner="budi@")))
    posted.begin(DAY)
    posted.remind(DAY)
    server.inbox.clear()
    posted.write(register(record("suwon", owner="ani"), head=HEAD))
    assert (posted.remind(DAY).status, server.recipients()) == (0, [ANI])
