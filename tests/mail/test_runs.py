"""Whole runs: the ledger missing, clocks that jump, weeks without cron, two at once, looking without touching."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from datetime import datetime, timedelta, tzinfo
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import icalendar
import pytest

from mou_tracker import clock
from tests.conftest import ROOT
from tests.mail.conftest import Desk
from tests.mail.registers import HEAD, THREE, record, register
from tests.mail.server import Server, scripted
from tests.mail.test_whose_ledger import OLD, as_left_by_0_1

DAY = "2027-06-01"


@pytest.fixture
def outbox(desk: Desk) -> Path:
    """Mail goes into a folder."""
    desk.settings(outbox=desk.folder / "out")
    return desk.folder / "out"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def subjects(outbox: Path) -> list[str]:
    """The subjects of all mails, by their recipients, each one's in the order in which they were sent."""
    files = sorted(outbox.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [f"{mail['To']}: {mail['Subject']}" for mail in sorted(mails, key=lambda mail: str(mail["To"]))]


def test_no_ledger_stops_the_run(desk: Desk, outbox: Path) -> None:
    """Without a ledger nothing is sent, and both ways on are said; so a wrong HOME in cron repeats nothing."""
    desk.write(THREE)
    ran = desk.remind(DAY)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"mou: error: there is no ledger at {desk.ledger}\n"
        "     if this is the first run: mou remind --init. If the register was moved or renamed: mou remind --adopt. "
        "Else point to the ledger with --ledger or MOU_LEDGER (a wrong HOME in cron looks just like this), or restore it "
        "from a backup\n"
    )
    assert not outbox.exists()
    assert not desk.ledger.parent.exists()


def test_init_then_run(desk: Desk, outbox: Path) -> None:
    """`--init` sends nothing and says how many will be told; the first run tells what is open, once."""
    desk.write(THREE)
    ran = desk.remind(DAY, "--init")
    assert (ran.status, ran.out.splitlines()[0]) == (0, f"ledger begun: {desk.ledger}")
    assert ran.out.splitlines()[1].startswith("3 people will be told what is due by the next run")
    assert not outbox.exists()
    assert (desk.remind(DAY).status, desk.remind(DAY).out) == (0, "")
    assert subjects(outbox) == [
        f"{name} <{name.split()[-1].lower()}@example.org>: Sign by 30 Jun 2027: {partner}"
        for name, partner in (("Ani", "Suwon"), ("Budi", "Oslo"), ("The Office", "Namur"))
    ]
    assert desk.remind(DAY, "--init").status == 2


def test_init_counts_what_is_long_past_as_told(desk: Desk, outbox: Path) -> None:
    """A one-off of long ago is not news when the ledger begins; a lapse that is still open is."""
    automatic = "    renewal: {mode: automatic, period: 5 years, notice: 3 months}\n"
    desk.write(
        register(
            record("old", ends="2026-12-31", more=automatic),
            record("open", ends="2026-12-01"),
            record("late", ends="2021-12-01"),
        )
    )
    desk.begin(DAY)
    assert desk.remind("2027-06-07").out == "2 mails sent, 3 reminders\n"
    # The office has the list of what is past its ladder, Ani her own one beside it.
    assert subjects(outbox) == [
        "Ani <ani@example.org>: Renew or close, lapsed 1 Dec 2026: Open",
        "The Office <office@example.org>: What is open without a day",
    ]


def test_three_weeks_without_cron(desk: Desk, outbox: Path) -> None:
    """One mail a person, one line an agreement, with the days that are really left."""
    desk.write(register(record("suwon"), record("oslo", ends="2027-06-20")))
    desk.begin("2027-05-31")
    assert desk.remind("2027-05-31").out == "1 mail sent, 2 reminders\n"
    assert desk.remind("2027-06-23").out == "1 mail sent, 2 reminders\n"
    assert subjects(outbox)[-1] == "Ani <ani@example.org>: Renew or close, lapsed 20 Jun 2027: Oslo +1"


def test_clock_set_back(desk: Desk, outbox: Path) -> None:
    """An earlier day tells nothing twice, and the right day afterwards goes on as if nothing had been."""
    desk.write(THREE)
    desk.begin(DAY)
    assert [desk.remind(day).out for day in (DAY, "2027-05-31", "2020-01-01", "2027-06-02", "2027-06-16")] == [
        "3 mails sent, 3 reminders\n",
        "",
        "",
        "",
        "3 mails sent, 3 reminders\n",
    ]
    assert len(subjects(outbox)) == 6


HELD = (
    "held back: the last run was on 1 June 2027, {n} days before {day}",
    "see what is due with --dry-run; if the day is right, send it with --catch-up, or wait: after three runs on days "
    "that go on as the clock does it is sent by itself",
)


def test_clock_far_ahead(desk: Desk, outbox: Path) -> None:
    """A machine that wakes up in 2038: its keeper is mailed at once, all else waits; the right day needs nothing."""
    desk.write(THREE)
    desk.begin(DAY)
    for said in ("1 mail sent, 1 reminder\n", "", ""):
        ran = desk.remind("2038-01-19")
        assert (ran.status, ran.out) == (1, said)
        assert ran.err.splitlines() == [HELD[0].format(n=3885, day="19 January 2038"), HELD[1]]
    assert subjects(outbox) == ["Keeper <keeper@example.org>: Mails are held back"]
    text = message_from_bytes(next(outbox.glob("*.eml")).read_bytes(), policy=default).get_body(("plain",))
    assert text is not None
    assert (
        "! Reminders are held back, 3 mails: the last run was on 1 June 2027, 3885 days before 19 January 2038."
        in " ".join(str(text.get_content()).split())
    )
    assert "\nNot delivered 3\n  3 mails that the last run did not send\n" in desk.remind(DAY, "--status").out
    assert (desk.remind("2027-07-16").status, desk.remind("2027-07-17").status) == (0, 0)
    assert desk.remind("2038-01-19", "--catch-up").out == "3 mails sent, 6 reminders\n"
    assert len(subjects(outbox)) == 7


def test_a_hold_ends_by_itself(desk: Desk, outbox: Path) -> None:
    """A long pause, and then cron every day again: three runs are held, the fourth tells all. One mail said so."""
    desk.write(THREE)
    desk.begin(DAY)
    desk.remind(DAY)
    days = ("2027-08-02", "2027-08-03", "2027-08-04", "2027-08-05", "2027-08-06")
    assert [desk.remind(day).out for day in days] == [
        "1 mail sent, 1 reminder\n",
        "",
        "",
        "3 mails sent, 3 reminders\n",
        "",
    ]
    assert [desk.remind(day, "--status").status for day in days[-1:]] == [0]
    held = [subject for subject in subjects(outbox) if subject.endswith("Mails are held back")]
    assert held == ["Keeper <keeper@example.org>: Mails are held back"]


def test_killed_while_it_tells_of_a_hold(desk: Desk, outbox: Path) -> None:
    """A held run that dies does not count as the last one: it would unlock the next."""
    desk.write(THREE)
    desk.begin(DAY)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with desk.monkeypatch.context() as patched:
        patched.setattr("mou_tracker.mail.ledger.Ledger.settle", dies)
        desk.remind("2038-01-19")
    assert [desk.remind("2038-01-19").out for _ in range(2)] == ["1 mail sent, 1 reminder\n", ""]
    assert subjects(outbox) == ["Keeper <keeper@example.org>: Mails are held back"]


def test_long_ago_and_nothing_to_send(desk: Desk, outbox: Path) -> None:
    """A run with no mail has nothing to confirm, however long ago the last one was: it is a good run."""
    desk.write(register(record("suwon", ends="2040-01-01")))
    desk.begin(DAY)
    assert (desk.remind("2027-12-01").status, desk.remind("2027-12-01").err) == (0, "")
    assert desk.remind("2027-12-01", "--status").out.startswith("last good run: 2027-12-01, 0 mails sent\n\nNot deliv")


def test_more_than_max_messages(desk: Desk, outbox: Path) -> None:
    """The most urgent first, the rest by the next runs; its keeper hears of it; exit 1 until all are told."""
    desk.write(
        register(record("suwon"), record("oslo", ends="2027-06-05", owner="budi"), record("namur", owner="office"))
    )
    desk.settings(max_messages=1)
    desk.begin(DAY)
    ran = desk.remind(DAY)
    assert (ran.status, ran.out) == (1, "2 mails sent, 2 reminders\n")
    assert ran.err.splitlines() == [
        "2 mails were not sent",
        "ani@example.org: 1 reminder not sent",
        "office@example.org: 1 reminder not sent",
    ]
    assert subjects(outbox) == [
        "Budi <budi@example.org>: Sign by 5 Jun 2027: Oslo",
        "Keeper <keeper@example.org>: Too many mails at once",
    ]
    assert "Not delivered 2\n" in desk.remind(DAY, "--status").out
    assert [desk.remind(DAY).out for _ in range(3)] == ["1 mail sent, 1 reminder\n"] * 2 + [""]
    assert desk.remind(DAY).status == 0
    assert len(subjects(outbox)) == 4


def test_max_messages_and_a_refusal(posted: Desk, server: Server) -> None:
    """Whoever stands in is told in this very run; it brings in no others beyond the limit."""
    posted.settings(max_messages=1)
    posted.write(
        register(*(record(f"a{n}", owner=f"p{n}@example.org") for n in range(4)), record("oslo", "2027-06-05", "budi"))
    )
    posted.begin(DAY)
    server.script = scripted(("rcpt", "budi@example.org", "550 no such user"))
    assert posted.remind(DAY).status == 1
    assert server.recipients() == ["keeper@example.org", "office@example.org"]


def test_max_messages_confirmed(desk: Desk, outbox: Path) -> None:
    """`--catch-up` sends all at once."""
    desk.write(THREE)
    desk.settings(max_messages=1)
    desk.begin(DAY)
    assert desk.remind(DAY, "--catch-up").out == "3 mails sent, 3 reminders\n"


def test_dry_run_twice_and_no_trace(desk: Desk, outbox: Path) -> None:
    """With a ledger or without: the same bytes, no file touched, no lock, no folder."""
    desk.write(THREE)
    before = tree(desk.folder)
    one, two = desk.remind(DAY, "--dry-run"), desk.remind(DAY, "--dry-run")
    assert (one, one.status, tree(desk.folder)) == (two, 0, before)
    desk.begin(DAY)
    desk.remind("2027-05-01")
    before = tree(desk.folder)
    stamps = {file: file.stat().st_mtime_ns for file in desk.folder.rglob("*")}
    one, two = desk.remind(DAY, "--dry-run"), desk.remind(DAY, "--dry-run")
    assert (one, tree(desk.folder)) == (two, before)
    assert {file: file.stat().st_mtime_ns for file in desk.folder.rglob("*")} == stamps
    assert (
        one.out
        == """\
Test register · 1 June 2027

to Ani <ani@example.org> · 1 reminder
  sign by 30 Jun 2027: Suwon
  · suwon  sign the renewal by 30 June 2027: 29 days left
      1 month before, 2027-05-28

to Budi <budi@example.org> · 1 reminder
  sign by 30 Jun 2027: Oslo
  · oslo  sign the renewal by 30 June 2027: 29 days left
      1 month before, 2027-05-28

to The Office <office@example.org> · 1 reminder
  sign by 30 Jun 2027: Namur
  · namur  sign the renewal by 30 June 2027: 29 days left
      1 month before, 2027-05-28

"""
    )


def test_dry_run_says_why_nothing_is_told(desk: Desk, outbox: Path) -> None:
    """Each record that is silent stands there with its reason, and with its next step where there is one."""
    desk.write(
        register(
            record("told"),
            record("far", ends="2040-01-01"),
            record("shut", more="    closed: {on: 2027-01-01, how: terminated}\n"),
            record("decided", more="    renewal: {mode: none}\n"),
            record("quiet", more="    reminders: none\n"),
            head=HEAD + "  reminders: {housekeeping: none}\n",
        )
    )
    desk.begin(DAY)
    desk.remind(DAY)
    # ruff: noqa: E501
    assert (
        desk.remind(DAY, "--dry-run").out
        == """\
Test register · 1 June 2027

Nothing would be sent.

Silent 5
  decided  end, as decided 2027-06-30: ani@example.org has been told (1 month before)
  quiet    the record says `reminders: none`
  told     last day to sign the renewal 2027-06-30: ani@example.org has been told (1 month before); next: 2 weeks before, 2027-06-16
  far      last day to sign the renewal 2040-01-01: no rung is reached yet; next: 18 months before, 2038-07-01
  shut     it is closed
"""
    )


def test_a_look_before_the_beginning_is_what_the_first_run_does(desk: Desk, outbox: Path, bandung: Path) -> None:
    """What will count as told is shown as such, and by `mou show` too; and after it, what counted is not called told."""
    desk.monkeypatch.setenv("MOU_LEDGER", str(desk.ledger))
    text = bandung.read_text("utf-8")
    desk.write(text)
    ids = re.findall(r"^ *- id: (\S+)$", text, re.MULTILINE)
    counted, counts = 0, ("counts as told once a ledger begins", "counted as told when the ledger began")

    def seen(day: str) -> tuple[str, list[str]]:
        looked = desk.remind(day, "--dry-run", "--lang", "en")
        shown = [desk.run("show", id, "-r", "agreements.yaml", "--as-of", day, "--lang", "en").out for id in ids]
        return looked.out, [one.replace(*counts) for one in shown]

    for day in ("2024-06-03", "2026-11-27", "2027-06-01", "2031-01-06"):
        before = seen(day)
        desk.begin(day)
        assert seen(day) == before, day
        counted += before[0].count("counted as told when the ledger began")
        shutil.rmtree(desk.ledger.parent)
    assert counted > 3


def test_each(desk: Desk, outbox: Path) -> None:
    """`--each`: one mail an agreement instead of one a person."""
    desk.write(register(record("suwon"), record("oslo")))
    desk.begin(DAY)
    assert desk.remind(DAY, "--each").out == "2 mails sent, 2 reminders\n"
    assert (len(subjects(outbox)), desk.remind(DAY).out) == (2, "")


def test_rehearsal(desk: Desk, outbox: Path) -> None:
    """`--to`: everything to one address, as many times as one likes; the real run is not affected."""
    desk.write(THREE)
    desk.begin(DAY)
    before = tree(desk.ledger.parent)
    for _ in range(2):
        ran = desk.remind(DAY, "--to", "me@EXAMPLE.org")
        assert ran.status == 0
        told = [re.sub(r"mou\.rehearsal\.\w+\.eml", "FILE", line) for line in ran.out.splitlines()]
        whose = ("ani", "budi", "office")
        assert told == [f"me@example.org: sent FILE (for {who}@example.org)" for who in whose]
    assert tree(desk.ledger.parent) == before
    assert sorted(subjects(outbox)) == [
        f"me@example.org: [REHEARSAL of 1 June 2027, for {who}@example.org] Sign by 30 Jun 2027: {what}"
        for who, what in (("ani", "Suwon"), ("budi", "Oslo"), ("office", "Namur"))
    ]
    assert desk.remind(DAY).out == "3 mails sent, 3 reminders\n"


def test_test_mail(desk: Desk, outbox: Path) -> None:
    """`--test-mail` sends one mail, in the language of the register's mails, and needs no ledger."""
    desk.write(THREE)
    ran = desk.remind(DAY, "--test-mail", "me@example.org")
    assert (ran.status, ran.out[:30]) == (0, "me@example.org: sent mou.test.")
    assert subjects(outbox) == ["me@example.org: Test mail of Test register"]
    assert desk.remind(DAY, "--test-mail", "no address").status == 2
    desk.write(THREE.replace("language: en", "language: id"))
    desk.remind(DAY, "--test-mail", "me@example.org")
    assert "me@example.org: Surel uji Test register" in subjects(outbox)


@pytest.mark.skipif(os.name == "nt", reason="no modes of files")
def test_a_test_mail_proves_the_settings_alone(desk: Desk, outbox: Path) -> None:
    """Whatever is wrong with the ledger's place; that is for the first run to say."""
    desk.write(THREE)
    desk.usual = True
    state = Path(os.environ["XDG_STATE_HOME"]) / "mou"
    state.mkdir(parents=True)
    state.chmod(0o777)
    assert desk.remind(DAY, "--init").status == 2
    assert desk.remind(DAY, "--test-mail", "me@example.org").status == 0
    assert subjects(outbox) == ["me@example.org: Test mail of Test register"]


def test_unreadable_record(desk: Desk, outbox: Path) -> None:
    """A broken record: its keeper is told once, the others are reminded as usual, exit 1 until it is mended."""
    broken = record("oslo").replace("ends: 2027-06-30", "ends: 30-06-2027")
    desk.write(register(record("suwon"), broken))
    desk.begin(DAY)
    ran = desk.remind(DAY)
    assert (ran.status, ran.out) == (1, "2 mails sent, 2 reminders\n")
    assert subjects(outbox) == [
        "Ani <ani@example.org>: Sign by 30 Jun 2027: Suwon",
        "Keeper <keeper@example.org>: A record cannot be read",
    ]
    again = desk.remind(DAY)
    assert (again.status, again.out, "oslo" in again.err or "30-06-2027" in again.err) == (1, "", True)
    desk.write(register(record("suwon"), record("oslo")))
    assert desk.remind(DAY).out == "1 mail sent, 1 reminder\n"
    desk.write(register(record("suwon"), broken))
    assert desk.remind(DAY).out == "1 mail sent, 1 reminder\n"
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in outbox.glob("*.eml")]
    told = [mail for mail in mails if "keeper" in str(mail["To"])]
    assert (len(told), len({mail["Message-ID"] for mail in told})) == (2, 2)
    body = told[0].get_body(("plain",))
    assert body is not None
    assert re.search(r"^! agreements\.yaml:\d+: oslo: ", str(body.get_content()), re.M)


def test_status(desk: Desk, outbox: Path) -> None:
    """What monitoring needs: silence and failure differ, and a good run grows old."""
    desk.write(register(record("suwon")))
    assert desk.remind(DAY, "--status").status == 2
    desk.begin(DAY)
    assert desk.remind(DAY, "--status").status == 1
    desk.remind(DAY)
    ran = desk.remind(DAY, "--status")
    assert (ran.status, ran.out) == (
        0,
        """\
last good run: 2027-06-01, 1 mail sent

Not delivered 0

Next
  2027-06-16  suwon  last day to sign the renewal 2027-06-30 · 2 weeks before · Ani

Spoken of by nobody: none
""",
    )
    ages = [
        desk.remind(day, "--status", *more).status
        for day, more in (
            ("2027-06-03", ()),
            ("2027-06-04", ()),
            ("2027-06-04", ("--max-age", "3 days")),
            ("2027-06-04", ("--max-age", "x")),
        )
    ]
    assert ages == [0, 1, 0, 2]


def test_status_judges_by_the_clock(desk: Desk, outbox: Path) -> None:
    """By when a run really happened: a run whose clock was years ahead is no proof that one happened lately."""
    desk.write(register(record("suwon", ends="2040-06-30")))
    desk.begin(DAY)
    assert desk.remind(DAY).status == 0
    assert desk.remind("2038-01-19").status == 0
    assert desk.remind("2038-01-20", "--status").status == 0
    ran = desk.remind("2027-06-10", "--status")
    assert (ran.status, ran.out.splitlines()[0]) == (1, "last good run: 2027-06-01, 0 mails sent")


def test_status_names_who_hears_of_nothing(desk: Desk, outbox: Path) -> None:
    """Nobody can be reached and no list is sent: the records that need somebody are named."""
    head = HEAD.replace("  owner: office\n  maintainer: keeper\n", "  reminders: {housekeeping: none}\n")
    lost = record("lost", owner="office").replace("    owner: office\n", "")
    settled = record("shut", more="    closed: {on: 2027-01-01, how: terminated}\n")
    desk.write(register(record("told"), lost, settled, record("far", ends="2045-01-01"), head=head))
    desk.begin(DAY)
    out = desk.remind(DAY, "--status").out
    assert "\n  2027-06-16  told  last day to sign the renewal 2027-06-30 · 2 weeks before · Ani\n" in out
    assert "\n  2027-06-16  lost  last day to sign the renewal 2027-06-30 · 2 weeks before · nobody\n" in out
    assert out.endswith("\nSpoken of by nobody: lost\n")


def test_status_names_the_day_of_telling(desk: Desk, outbox: Path) -> None:
    """Not that of the rung: what waits for the digest is there until then, and then it goes out."""
    desk.write(register(record("suwon", ends="2027-01-02")))  # a month before is Wednesday 2 December
    desk.begin("2026-11-24")
    assert desk.remind("2026-11-24").status == 0
    row = "\nNext\n  2026-12-07  suwon  last day to sign the renewal 2027-01-02 · 1 month before · Ani\n"
    for day in ("2026-11-30", "2026-12-02", "2026-12-04"):
        assert desk.remind(day).status == 0
        assert row in desk.remind(day, "--status").out
        shown = desk.run("show", "suwon", "--as-of", day).out
        assert "2026-12-07  last day to sign the renewal 2027-01-02  1 month before" in shown
    assert len(subjects(outbox)) == 1
    desk.remind("2026-12-07")
    assert len(subjects(outbox)) == 2
    assert "\nNext\n  2026-12-18  suwon  last day" in desk.remind("2026-12-07", "--status").out


def test_a_refusal_is_over_once_mail_gets_through(posted: Desk, server: Server) -> None:
    """It is no news for ever that an address was refused once."""
    posted.write(register(record("suwon")))
    posted.begin(DAY)
    server.script = scripted(("rcpt", "ani@example.org", "550 no such user"))
    posted.remind(DAY)
    refused = "Not delivered 1\n  ani@example.org: address refused, others were told, 2027-06-01 no such user\n"
    assert refused in posted.remind(DAY, "--status").out
    server.script = scripted()
    assert refused in posted.remind("2027-06-15", "--status").out
    posted.remind("2027-06-16")
    assert server.recipients() == ["office@example.org", "ani@example.org"]
    assert "Not delivered 0\n" in posted.remind("2027-06-16", "--status").out


def test_a_refused_list_is_told_to_the_registers_owner(posted: Desk, server: Server) -> None:
    """Who has the whole list already; else nobody would hear that the address is refused."""
    unknown = record("suwon").replace("    ends: 2027-06-30\n", "    term: unknown\n")
    posted.write(register(unknown))
    posted.begin("2027-04-05")
    server.script = scripted(("rcpt", "ani@example.org", "550 no such user"))
    ran = posted.remind("2027-04-05")
    assert (ran.status, server.recipients()) == (1, ["office@example.org", "office@example.org"])
    text = "\n".join(message.get_body(("plain",)).get_content() for _, message in server.inbox)  # type: ignore[union-attr]
    assert (
        "! The mail server refused ani@example.org on 5 April 2027: the list of\n  what is open was not delivered.\n"
    ) in text.replace("\r", "")
    posted.remind("2027-04-06")
    assert len(server.inbox) == 2


def test_status_names_what_is_not_delivered(posted: Desk, server: Server) -> None:
    """A failed run is named with each mail that is still to go."""
    posted.write(register(record("suwon")))
    posted.begin(DAY)
    server.script = scripted(("rcpt", "", "450 busy"))
    posted.remind(DAY)
    assert posted.remind(DAY, "--status").out.split("\n\n")[0:2] == [
        "no good run yet\nlast run: 2027-06-01, could not deliver everything, 0 sent, 1 not",
        "Not delivered 1\n  ani@example.org: to be tried again, 2027-06-01 busy",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--dry-run", "--init"), "--dry-run, --init do not go together"),
        (("--status", "--to", "a@b.org"), "--status, --to do not go together"),
        (("--max-age", "2 days"), "--max-age needs --status"),
        (("--dry-run", "--max-age", "1 minggu"), "--max-age needs --status"),
        (("--to", "a@b.org, c@d.org"), "--to: 'a@b.org, c@d.org' is no mail address"),
    ],
)
def test_wrong_use(desk: Desk, outbox: Path, options: tuple[str, ...], said: str) -> None:
    """Wrong options: exit 2 and a sentence."""
    desk.write(THREE)
    ran = desk.remind(DAY, *options)
    assert (ran.status, ran.err) == (2, f"Usage: mou remind [OPTIONS]\nmou: error: {said}\n")


@pytest.mark.parametrize("ledger", ["begun", "of version 0.1"])
def test_eight_runs_at_once(posted: Desk, server: Server, ledger: str) -> None:
    """Two rounds of eight that start together: one works, the others say so and exit 0; nobody gets anything twice."""
    slow = threading.Event()
    server.script = lambda stage, _: (slow.wait(0.1), None)[1] if stage == "dot" else None
    sentences = Counter[str]()
    for n in range(2):
        folder = posted.folder / f"home{n}"
        folder.mkdir(mode=0o700)
        environment = {
            "PYTHONPATH": str(ROOT),
            "XDG_STATE_HOME": str(folder),
            "MOU_MAIL_HOST": "127.0.0.1",
            "MOU_MAIL_PORT": str(server.port),
            "MOU_MAIL_FROM": "mou@example.org",
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, str(ROOT / "tests" / "mail" / "on_day.py"), DAY, "remind", "-r", "agreements.yaml"]
        if ledger == "begun":
            posted.write(THREE)
            subprocess.run([*command, "--init"], cwd=posted.folder, env=environment, check=True, capture_output=True)
        else:
            posted.write(OLD.partition("  - id: broken")[0])
            as_left_by_0_1(folder / "mou" / "ledger.sqlite")
        server.inbox.clear()
        runs = [
            subprocess.Popen(
                command, cwd=posted.folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            for _ in range(8)
        ]
        sentences.update(run.communicate(timeout=120)[0] for run in runs)
        assert [run.returncode for run in runs] == [0] * 8
        assert len(server.inbox) == 3
        assert len({mail["Message-ID"] for _, mail in server.inbox}) == 3
    busy = "another run is at work; this one sends nothing\n"
    assert sentences["3 mails sent, 3 reminders\n"] == 2
    assert set(sentences) <= {"3 mails sent, 3 reminders\n", busy, ""}
    assert sentences[busy] >= 2


def clock_at(moment: datetime) -> type[datetime]:
    """A clock that stands still."""

    class At(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    return At


def test_through_a_night_of_summer_time(desk: Desk, outbox: Path) -> None:
    """Every hour through the night in which an hour is left out, and the one in which it comes twice: told once."""
    zone = HEAD.replace("Asia/Jakarta", "Europe/Berlin")
    told = []
    for begins, ends in (("2027-03-27", "2027-03-29"), ("2027-10-30", "2027-11-01")):
        desk.write(register(record("suwon", ends=ends), record("oslo", ends=ends, owner="budi"), head=zone))
        moment = datetime.fromisoformat(f"{begins}T12:00:00+00:00")
        for hour in range(48):
            desk.monkeypatch.setattr(clock, "datetime", clock_at(moment + timedelta(hours=hour)))
            options = ("remind", "-r", desk.folder / "agreements.yaml", "--ledger", desk.folder / begins / "l.sqlite")
            if hour == 0:
                assert desk.run(*options, "--init").status == 0
            told.append((hour, desk.run(*options).out))
    # What is due at noon of Saturday, and the last day, a Monday, at its first hour in Berlin: 34 and 35 hours later.
    said = "2 mails sent, 2 reminders\n"
    assert [(hour, out) for hour, out in told if out] == [(0, said), (34, said), (0, said), (35, said)]


def test_an_hour_at_work(desk: Desk, outbox: Path) -> None:
    """A run that has held the ledger for an hour hangs: the next ones say so, exit 1."""
    import fcntl
    import time

    desk.write(THREE)
    desk.begin(DAY)
    with open(f"{desk.ledger}.lock", "w") as held:
        held.write(f"\n{int(time.time()) - 7300}\n")
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = desk.remind(DAY)
    assert (ran.status, ran.err) == (1, "another run is at work for 2 hours; end it if it hangs\n")


def test_many_at_once(posted: Desk, server: Server) -> None:
    """A thousand agreements of fifty people, all due: one mail each; bench/remind.py does 5,000 of 200."""
    people = [f"p{n}@example.org" for n in range(50)]
    posted.write(register(*(record(f"a{n}", owner=people[n % 50]) for n in range(1000))))
    posted.settings(max_messages=500)
    posted.begin(DAY)
    assert posted.remind(DAY).out == "50 mails sent, 1000 reminders\n"
    assert Counter(server.recipients()) == Counter(people)


def test_ladders_of_a_register(desk: Desk, outbox: Path) -> None:
    """Ladders and escalation as a register writes them."""
    head = HEAD + "  reminders: {decision: [40 days, then every 2 weeks], escalate: {after: 1 week, to: [keeper]}}\n"
    own = "    reminders: {lapsed: [1 week]}\n"
    desk.write(register(record("suwon"), record("oslo", ends="2027-06-10", owner="budi", more=own), head=head))
    desk.begin("2027-05-20")
    days = (
        "2027-05-20",
        "2027-05-21",
        "2027-06-03",
        "2027-06-04",
        "2027-06-16",
        "2027-06-17",
        "2027-07-01",
        "2027-07-07",
        "2027-08-02",
    )
    assert [desk.remind(day).out for day in days] == [
        "1 mail sent, 1 reminder\n",  # oslo: its own ladder leaves the default's, 1 month before
        "1 mail sent, 1 reminder\n",  # suwon: 40 days before
        "1 mail sent, 1 reminder\n",  # oslo: 1 week before
        "",  # suwon: 2 weeks after the first, which waits for Monday
        "1 mail sent, 1 reminder\n",  # suwon: that one, urgent by now
        "1 mail sent, 1 reminder\n",  # oslo: lapsed for a week; its own ladder escalates to nobody
        "1 mail sent, 1 reminder\n",  # suwon: lapsed yesterday
        "2 mails sent, 2 reminders\n",  # oslo is past its ladder: the list of it to Budi and the office
        "2 mails sent, 2 reminders\n",  # suwon: lapsed for a month, told to the keeper too
    ]
    assert [subject.partition(" <")[0] for subject in subjects(outbox)] == [
        *["Ani"] * 4,
        *["Budi"] * 4,
        "Keeper",
        "The Office",
    ]


def test_a_corrected_term_reaches_calendars(desk: Desk, outbox: Path) -> None:
    """A term of 8 years that was one of 7: the day moves back, the event's sequence grows, in every mail of the run."""
    desk.write(register(record("suwon", ends="2028-06-30")))
    desk.begin("2027-05-31")
    assert desk.remind("2027-05-31").out == "1 mail sent, 1 reminder\n"
    desk.write(register(record("suwon", ends="2027-06-30")))
    desk.remind("2027-06-03")
    desk.remind("2027-06-16")
    files = sorted(outbox.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    seen: dict[str, list[tuple[str, int]]] = {}
    for file in files:
        mail = message_from_bytes(file.read_bytes(), policy=default)
        assert mail["X-Mou-Agreements"] == "suwon"
        (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
        for event in icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT"):
            days = seen.setdefault(str(event["UID"]).partition("@")[0], [])
            days.append((event["DTSTART"].dt.isoformat(), int(event["SEQUENCE"])))
    assert seen.keys() == {"suwon.last-day", "suwon.sign-by"}
    for days in seen.values():
        (first, one), (second, two), (third, three) = days
        assert (first, second, third) == ("2028-06-30", "2027-06-30", "2027-06-30")
        assert one < two == three
