"""The commands that mails and lists name: each settles what it stands under, and is taken as it stands."""

from __future__ import annotations

import email
import re
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from mou_tracker.agreement.register import Book, Register
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.reminders.answers import answers_to
from mou_tracker.reminders.due import due
from mou_tracker.reminders.history import History
from mou_tracker.reminders.program_notices import Notice
from mou_tracker.status.assess import assess
from tests.edit.terminal import at_a_terminal
from tests.mail.conftest import Desk
from tests.mail.registers import record, register
from tests.make import INDONESIA, agreement, day

SHIPPED = read_book([("r.yaml", b"agreements: []\n")], ShippedProcedures()).procedures
END: dict[str, Any] = {"kind": "other", "signed": "2022-01-20", "term": "5 years"}
NEXT = agreement("next", kind="other", renews="kota", since="2026-12-01")
AUTOMATIC = {"mode": "automatic", "notice": "1 month"}
PROMISES = [{"what": "Visit", "due": "2026-12-20"}, {"what": "Trees"}, {"what": "Report", "due": "2026-12-21"}]


@pytest.mark.parametrize(
    ("as_of", "given", "others", "commands"),
    [
        ("2026-12-21", END, (), ["mou renew kota"]),
        ("2027-01-07", END, (NEXT,), ["mou step next", "mou sign next"]),
        ("2027-02-01", END, (), ["mou renew kota", "mou close kota"]),
        ("2027-02-01", END, (NEXT,), ["mou step next", "mou sign next", "mou close kota"]),
        (
            "2026-12-20",
            {**END, "renewal": AUTOMATIC},
            (),
            ["mou set kota notice_given", "mou decide kota renew", "mou decide kota lapse"],
        ),
        (
            "2026-12-20",
            {**END, "renewal": {**AUTOMATIC, "decision": "lapse"}},
            (),
            ["mou set kota notice_given", "mou decide kota renew"],
        ),
        (
            "2026-12-21",
            {**END, "term": "indefinite", "follow_ups": PROMISES},
            (),
            ["mou done kota 1", "mou done kota 3"],
        ),
        ("2026-12-21", {**END, "term": "indefinite", "follow_ups": PROMISES[:1]}, (), ["mou done kota"]),
        (
            "2026-12-21",
            {"kind": "ksdpl", "steps": [{"step": "dprd-approval", "received": "2026-10-19"}]},
            (),
            ["mou step kota"],
        ),
    ],
)
def test_each_settles_what_it_stands_under(
    as_of: str, given: dict[str, Any], others: tuple[Any, ...], commands: list[str]
) -> None:
    """A renewal that is begun goes on in its own record; a notice is recorded; of several promises the one is named."""
    book = Book(Register(owner=("a@example.org",)), (agreement("kota", **given), *others), SHIPPED)
    found = due(assess(book, day(as_of), INDONESIA), book, INDONESIA, day(as_of), History()).reminders
    told = [one.about for one in found if not isinstance(one.about, Notice) and one.key.agreement == "kota"]
    assert answers_to(*told).split(" · ") == [*commands, "mou snooze kota"]


MANY = register(
    record("lapsed", ends="2027-05-20"),
    record("due", ends="2027-06-30"),
    record("begun", ends="2027-06-10"),
    record("next", ends="2032-06-30").replace("    signed: 2020-01-01\n    ends: 2032-06-30\n", "    renews: begun\n"),
    record("automatic", ends="2027-07-10", more="    renewal: {mode: automatic, period: 1 year, notice: 1 month}\n"),
    record("unknown").replace("    ends: 2027-06-30\n", "    term: unknown\n"),
    record("promise", more="    follow_ups: [{what: Visit, due: 2027-05-30}, {what: Trees}]\n", ends="2040-01-01"),
    record("letter", kind="ksdpl").replace(
        "    signed: 2020-01-01\n    ends: 2027-06-30\n",
        "    steps: [{step: letter-of-intent, done: 2027-02-15}]\n",
    ),
)


def test_every_command_of_a_mail_is_taken_as_it_stands(desk: Desk) -> None:
    """Copied into a terminal each does its work or asks for what is missing; none is refused."""
    (desk.folder / "box").mkdir(mode=0o700)
    desk.settings(transport="outbox", outbox="box", **{"from": "mou@example.org"})
    desk.write(MANY)
    desk.begin("2027-06-01")
    told = desk.remind("2027-06-01", "--dry-run").out
    assert desk.remind("2027-06-01").status == 0
    mails = [email.message_from_bytes(path.read_bytes(), policy=default) for path in (desk.folder / "box").iterdir()]
    parts = [mail.get_body(("plain",)) for mail in mails]
    text = "\n".join(part.get_content().replace("\r", "") for part in parts if part)
    commands = sorted({one.strip() for one in re.findall(r"(?m)mou [a-z]+ [^·\n<\"%]*", text)})
    assert {one.split()[1] for one in commands} >= {"renew", "close", "set", "decide", "done", "step", "sign", "snooze"}
    assert told
    for command in commands:
        words = command.split()[1:]
        ran = desk.run(*words, "--dry-run", "-r", desk.folder / "agreements.yaml", "--as-of=2027-06-01")
        # Without a terminal nobody can be asked: then it says what is missing, all at once.
        asks = ran.err.endswith((" is missing\n", " are missing\n")) or "no value is given for" in ran.err
        asks = asks or "give --received, --started" in ran.err
        assert ran.status in (0, 1) or asks, (command, ran.err)


@pytest.mark.parametrize(
    ("command", "answers", "line"),
    [
        (("set", "unknown", "term"), [("term: ", "for long"), ("is not", "5 tahun")], "    term: 5 years"),
        (
            ("set", "automatic", "notice_given"),
            [("notice_given: ", "30 May 2027")],
            "    notice_given: 2027-05-30",
        ),
    ],
)
def test_a_field_alone_is_asked_for(
    tmp_path: Path, command: tuple[str, ...], answers: list[tuple[str, str]], line: str
) -> None:
    """As a mail names it: `mou set ID term` asks for the term, again after a slip."""
    file = tmp_path / "agreements.yaml"
    file.write_text(MANY, "utf-8")
    status, screen = at_a_terminal(tmp_path, [*command, "--as-of=2027-06-01"], answers)
    assert (status, line in file.read_text("utf-8").splitlines()) == (0, True), screen
