"""Each row of the server's answers, against a real server: what is recorded, who is told, what the next run does."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
import time
from collections import Counter

import pytest

from mou_tracker.mail import deliver
from tests.mail.conftest import Certificates, Desk
from tests.mail.registers import THREE
from tests.mail.server import PASSWORD, USER, Server, once, scripted

DAY, NEXT = "2027-06-01", "2027-06-02"
ALL = ["ani@example.org", "budi@example.org", "office@example.org"]


@pytest.fixture(autouse=True)
def _begun(desk: Desk) -> None:
    desk.write(THREE)
    desk.begin(DAY)


def test_250_is_sent_once(posted: Desk, server: Server) -> None:
    """Accepted: everyone is told once, and never again on that step; a quiet run prints nothing at all."""
    ran = posted.remind(DAY)
    assert (ran.status, ran.out, ran.err) == (0, "3 mails sent, 3 reminders\n", "")
    assert server.recipients() == ALL
    again = posted.remind(DAY)
    assert (again.status, again.out, again.err, server.recipients()) == (0, "", "", ALL)


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "dot"])
def test_4xx_is_tried_again(posted: Desk, server: Server, stage: str) -> None:
    """4xx at any command: deferred, exit 1, named on stderr; the next run sends it."""
    server.script = scripted((stage, "", "451 4.7.1 greylisted"))
    ran = posted.remind(DAY)
    assert (ran.status, ran.out, server.recipients()) == (1, "", [])
    assert ran.err.splitlines() == [
        f"{who}: not delivered yet; the next run tries again (451 4.7.1 greylisted)" for who in ALL
    ]
    server.script = scripted()
    assert posted.remind(DAY).status == 0
    assert server.recipients() == ALL


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "body"])
def test_lost_before_the_dot(posted: Desk, server: Server, stage: str) -> None:
    """The connection is lost before the final dot: nobody has the mail, the next run sends it once."""
    server.script = scripted((stage, "", "drop"))
    assert (posted.remind(DAY).status, server.recipients()) == (1, [])
    server.script = scripted()
    assert (posted.remind(NEXT).status, server.recipients()) == (0, ALL)


def test_one_recipient_refused(posted: Desk, server: Server) -> None:
    """5xx for one: the others get theirs, whoever stands in is told in this very run with the reason, no repeat."""
    server.script = scripted(("rcpt", "ani@example.org", "550 5.1.1 no such user"))
    ran = posted.remind(DAY)
    assert (ran.status, server.recipients()) == (1, ["budi@example.org", "office@example.org", "office@example.org"])
    assert ran.err == "ani@example.org: the address was refused; whoever stands in is told (550 5.1.1 no such user)\n"
    assert "the mail server refused ani@example.org" in _text(server, 2)
    server.script = scripted()
    assert (posted.remind(NEXT).status, len(server.inbox)) == (0, 3)


def test_one_refused_and_another_deferred(posted: Desk, server: Server) -> None:
    """Two answers in one run: who stands in for the first is told at once, and the second alone is tried again."""
    server.script = scripted(("rcpt", "ani@example.org", "550 no such user"), ("rcpt", "budi@example.org", "451 busy"))
    ran = posted.remind(DAY)
    assert (ran.status, server.recipients()) == (1, ["office@example.org", "office@example.org"])
    assert sorted(ran.err.splitlines()) == [
        "ani@example.org: the address was refused; whoever stands in is told (550 no such user)",
        "budi@example.org: not delivered yet; the next run tries again (451 busy)",
    ]
    server.script = scripted()
    assert (posted.remind(NEXT).status, server.recipients()[2:]) == (0, ["budi@example.org"])


def test_the_server_dies_between_two_mails(posted: Desk, server: Server) -> None:
    """One mail is accepted, then nobody answers any more: those not told are named, and told once by the next run."""
    accepted: list[str] = []

    def script(stage: str, recipient: str) -> str | None:
        if stage == "dot" and not accepted:
            accepted.append(recipient)
            return None
        return "drop" if accepted else None

    server.script = script
    ran = posted.remind(DAY)
    assert (ran.status, len(server.inbox)) == (1, 1)
    told = server.recipients()
    assert all(who in ran.err for who in ALL if who not in told)
    server.script = scripted()
    assert (posted.remind(NEXT).status, sorted(server.recipients())) == (0, ALL)


def test_everyone_refused(posted: Desk, server: Server) -> None:
    """When nobody is left to stand in, every run says what is not told; the next day all are tried again."""
    server.script = scripted(("rcpt", "", "550 no"))
    assert posted.remind(DAY).status == 1
    ran = posted.remind(DAY)
    assert (ran.status, len(server.inbox)) == (1, 0)
    assert ran.err.splitlines() == [
        f"{name}: nobody can be told: no usable address is known, or all were refused"
        for name in ("namur", "oslo", "suwon")
    ]
    server.script = scripted()
    assert (posted.remind(NEXT).status, server.recipients()) == (0, ALL)


@pytest.mark.parametrize("stage", ["mail", "data", "dot"])
def test_rejected_for_all(posted: Desk, server: Server, stage: str) -> None:
    """5xx for the sender or the text: tried again at most daily."""
    server.script = scripted((stage, "", "554 5.6.0 not this"))
    assert posted.remind(DAY).status == 1
    server.script = scripted()
    ran = posted.remind(DAY)
    assert (ran.status, server.recipients()) == (1, [])
    assert ran.err.splitlines() == [f"{to}: the mail was rejected; it is tried again tomorrow" for to in ALL]
    assert posted.remind(DAY, "--status").out.startswith("no good run yet\n")
    assert (posted.remind(NEXT).status, server.recipients()) == (0, ALL)


@pytest.mark.parametrize(("act", "copies"), [("drop-after", 2), ("drop", 1), ("stall-after", 2)])
def test_answer_to_the_dot_lost(posted: Desk, server: Server, act: str, copies: int) -> None:
    """The answer to the dot is lost: the next run repeats that one mail, under the same Message-ID."""
    server.script = once("dot", act)
    ran = posted.remind(DAY)
    assert ran.status == 1
    said = "ani@example.org: the answer was lost; the next run may repeat it under the same Message-ID"
    assert ran.err.startswith(said)
    assert posted.remind(DAY).status == 0
    got = [str(message["Message-ID"]) for who, message in server.inbox if who == "ani@example.org"]
    assert (len(got), len(set(got))) == (copies, 1)
    assert sorted(server.recipients()) == sorted(ALL + ["ani@example.org"] * (copies - 1))


LOST_DAYS = [f"2027-06-{day:02}" for day in range(1, 16)]


def test_an_answer_that_is_always_lost(posted: Desk, server: Server) -> None:
    """Tried again after 1, 2 and 4 days, under one Message-ID; then it counts as sent, and the owner is told, once."""
    server.script = scripted(("dot", "ani@example.org", "drop-after"))
    status = [posted.remind(day).status for day in LOST_DAYS[:10]]
    days = [1, 2, 3, 5]
    got = [str(mail["Message-ID"]) for who, mail in server.inbox if who == "ani@example.org"]
    assert (len(got), len(set(got))) == (len(days), 1)
    assert status == [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], "the fifth day is the last try; the sixth tells the owner"
    told = [mail for who, mail in server.inbox if who == "office@example.org"]
    assert [str(mail["Subject"]) for mail in told[1:]] == ["A mail may not have arrived"]
    text = told[1].get_body(("plain",))
    assert text is not None
    said = "Mail of 1 June 2027 to ani@example.org may not have arrived: it counts as sent after 4 tries without an"
    assert said in " ".join(str(text.get_content()).split())


def test_several_runs_a_day_without_an_answer(posted: Desk, server: Server) -> None:
    """The next run repeats it at once, as after a crash; further runs of the day say that it waits, and until when."""
    server.script = scripted(("dot", "ani@example.org", "drop-after"))
    for _ in range(2):
        posted.remind(DAY)
    for _ in range(3):
        ran = posted.remind(DAY)
        assert (ran.status, ran.err) == (1, "ani@example.org: the answer was lost; it is tried again on 2 June 2027\n")
    assert server.recipients().count("ani@example.org") == 2
    server.script = scripted()
    assert posted.remind(NEXT).status == 0
    assert server.recipients().count("ani@example.org") == 3


def test_every_answer_is_lost(posted: Desk, server: Server) -> None:
    """Even the mail that tells of it: it ends, and nobody is told of that mail in turn."""
    server.script = scripted(("dot", "", "drop-after"))
    for day in LOST_DAYS:
        posted.remind(day)
    told = [str(mail["Message-ID"]) for _, mail in server.inbox if mail["Subject"] == "A mail may not have arrived"]
    assert (len(told), len(set(told))) == (4, 1)


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data", "dot"])
def test_greylisting(posted: Desk, server: Server, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    """4xx now, taken a little later: told in this very run, by one mail, and it is a good one."""
    monkeypatch.setattr(deliver, "PAUSES", (0.01, 0.02, 0.04))
    turned = Counter[str]()

    def grey(at: str, who: str) -> str | None:
        turned[at + who] += at == stage
        return "451 4.7.1 greylisted" if at == stage and turned[at + who] <= (6 if stage == "mail" else 2) else None

    server.script = grey
    ran = posted.remind(DAY)
    assert (ran.status, ran.out, ran.err) == (0, "3 mails sent, 3 reminders\n", "")
    assert server.recipients() == ALL


def test_greylisting_for_longer_than_a_run(posted: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run's deadline holds; who else can be told is told at once, and the next run goes on."""
    monkeypatch.setattr(deliver, "PAUSES", (0.01, 60))
    posted.settings(deadline=30, timeout=40)
    server.script = scripted(("rcpt", "ani@example.org", "450 4.2.0 greylisted"))
    started = time.monotonic()
    ran = posted.remind(DAY)
    assert (ran.status, server.recipients(), time.monotonic() - started < 20) == (1, ALL[1:], True)
    assert ran.err == "ani@example.org: not delivered yet; the next run tries again (450 4.2.0 greylisted)\n"


def test_pauses_are_no_longer_than_the_patience(posted: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """`timeout` bounds a pause as it bounds each wait for an answer."""
    slept: list[float] = []
    monkeypatch.setattr(deliver, "PAUSES", (1, 5, 600))
    monkeypatch.setattr(time, "sleep", slept.append)
    posted.settings(timeout=2)
    server.script = scripted(("rcpt", "", "450 no"))
    assert posted.remind(DAY).status == 1
    assert [pause for pause in slept if pause >= 1] == [1, 2, 2], "other threads sleep too"


def test_421_in_the_middle(posted: Desk, server: Server) -> None:
    """A server that closes after each mail costs nothing: the next one goes over a new connection."""
    calls = iter(range(100))
    server.script = lambda stage, _: "421 enough" if stage == "mail" and next(calls) % 2 else None
    assert (posted.remind(DAY).status, server.recipients()) == (0, ALL)


def test_stall(posted: Desk, server: Server) -> None:
    """A server that never answers is left within the time-out; nothing counts as told."""
    server.script = scripted(("mail", "", "stall"))
    posted.settings(timeout=1, deadline=2)
    assert (posted.remind(DAY).status, server.recipients()) == (1, [])
    server.script = scripted()
    posted.settings(timeout=2, deadline=60)
    assert (posted.remind(DAY).status, server.recipients()) == (0, ALL)


def test_no_server(posted: Desk, server: Server) -> None:
    """Nobody listens: exit 1, said once, nothing marked."""
    posted.settings(port=1)
    ran = posted.remind(DAY)
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "127.0.0.1:1 cannot be reached: Connection refused",
        "3 mails were not sent",
        *(f"{to}: 1 reminder not sent" for to in ALL),
    ]
    told = "Not delivered 3\n  3 mails that the last run did not send\n"
    assert told in posted.remind(DAY, "--status").out
    posted.settings(port=server.port)
    assert (posted.remind(DAY).status, server.recipients()) == (0, ALL)


def test_owner_told_after_three_days(posted: Desk, server: Server) -> None:
    """An address that cannot be reached for three days: the register's owner is told so, once."""
    server.script = scripted(("rcpt", "ani@example.org", "450 mailbox busy"))
    for day in ("2027-06-01", "2027-06-02", "2027-06-03"):
        assert posted.remind(day).status == 1
    assert server.recipients() == ["budi@example.org", "office@example.org"]
    for day in ("2027-06-04", "2027-06-05"):
        assert posted.remind(day).status == 1
    assert server.recipients()[2:] == ["office@example.org"]
    said = "Mail to ani@example.org could not be delivered since 1 June 2027: mailbox busy."
    assert said in " ".join(_text(server, 2).split())


def test_starttls_and_login(desk: Desk, certificates: Certificates) -> None:
    """STARTTLS with a certificate that verifies, then login: sent, with one login for the whole run."""
    with Server(tls=certificates.good, login=True) as server:
        _secured(desk, server, certificates)
        assert (desk.remind(DAY).status, server.recipients(), server.logins) == (0, ALL, 1)


def test_wrong_certificate(desk: Desk, certificates: Certificates) -> None:
    """A certificate of another name is not trusted: nothing is sent, no password leaves."""
    with Server(tls=certificates.other, login=True) as server:
        _secured(desk, server, certificates)
        ran = desk.remind(DAY)
        assert (ran.status, server.recipients(), server.logins) == (1, [], 0)
        assert "certificate of localhost" in ran.err


def test_no_starttls_offered(desk: Desk, certificates: Certificates) -> None:
    """A server that offers no STARTTLS gets nothing: there is no falling back to plain text."""
    with Server() as server:
        _secured(desk, server, certificates)
        ran = desk.remind(DAY)
        assert (ran.status, server.recipients()) == (1, [])
        assert ran.err.splitlines()[0] == f"localhost:{server.port} offers no STARTTLS"


def test_wrong_password(desk: Desk, certificates: Certificates) -> None:
    """A wrong password: said in words, and the password itself nowhere."""
    with Server(tls=certificates.good, login=True) as server:
        _secured(desk, server, certificates)
        desk.monkeypatch.setenv("MOU_MAIL_PASSWORD", "Wr0ng-s3cret")
        ran = desk.remind(DAY)
        assert (ran.status, server.recipients()) == (1, [])
        assert f"localhost:{server.port} did not let us in" in ran.err
        assert "Wr0ng-s3cret" not in ran.out + ran.err


def test_a_server_that_repeats_the_password(desk: Desk, certificates: Certificates) -> None:
    """What a server says is recorded and shown without the password, in whatever form it comes back."""
    spoken = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    with Server(tls=certificates.good, login=True) as server:
        _secured(desk, server, certificates)
        alone = base64.b64encode(PASSWORD.encode()).decode()
        server.script = scripted(("rcpt", "", f"450 {PASSWORD} {spoken} {alone}"))
        ran = desk.remind(DAY)
        shown = ran.out + ran.err + desk.remind(DAY, "--status").out + desk.ledger.read_bytes().decode("latin-1")
        assert "450 *** *** ***" in ran.err
        assert not any(form in shown for form in (PASSWORD, spoken, alone))


def test_a_server_that_drips(posted: Desk) -> None:
    """One byte a second holds nobody: a whole answer has one limit, and the run another."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_drip, args=(listening,), daemon=True).start()
        posted.settings(port=listening.getsockname()[1], timeout=2, deadline=3)
        started = time.monotonic()
        ran = posted.remind(DAY)
        assert (ran.status, time.monotonic() - started < 6) == (1, True)
        assert "cannot be reached: timed out" in ran.err


def _drip(listening: socket.socket) -> None:
    talk, _ = listening.accept()
    with contextlib.suppress(OSError), talk:
        while True:
            talk.sendall(b"2")
            time.sleep(0.3)


def _secured(desk: Desk, server: Server, certificates: Certificates) -> None:
    desk.settings(
        host="localhost",
        port=server.port,
        **{"from": "mou@example.org"},
        tls="starttls",
        user=USER,
        ca_file=certificates.authority,
        timeout=5,
    )
    desk.monkeypatch.setenv("MOU_MAIL_PASSWORD", PASSWORD)


def _text(server: Server, number: int) -> str:
    body = server.inbox[number][1].get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())
