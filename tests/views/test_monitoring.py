"""What machines read from `mou status`: metrics, the line of a monitoring plugin, a badge."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mou_tracker.agreement.record import Agreement
from mou_tracker.views.monitoring import (
    State,
    badge_json,
    failed_line,
    failed_metrics,
    figures,
    nagios_line,
    prometheus_text,
    state,
)
from tests.conftest import Ran
from tests.make import ENGLISH, agreement, assess_all
from tests.views.samples import DAY, sample

LAPSED = agreement("lapsed", signed="2015-11-27", term="5 years")
DUE = agreement("due", signed="2024-04-22", term="4 years")
PENDING = agreement("pending", steps=[{"step": "dprd-approval", "received": "2026-11-02"}])
OVERDUE = agreement("overdue", steps=[{"step": "dprd-approval", "received": "2026-08-03"}])
ACTIVE = agreement("active", signed="2024-04-22", term="20 years")


def graphed(*numbers: int) -> str:
    """The numbers behind the line, in its order."""
    names = ("lapsed", "due", "pending-dprd", "overdue", "unreadable")
    return " ".join(f"'{name}'={number};;;0" for name, number in zip(names, numbers, strict=True))


def samples(text: str) -> dict[tuple[str, str], float]:
    """Every number by metric and by the label that names it, as another library reads them."""
    return {
        (s.name, s.labels.get("id", s.labels.get("status", ""))): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
    }


def test_metrics_read_back() -> None:
    """Counts add up to the records; days left, days to the decision and working days late are the right ones."""
    read = samples(prometheus_text(assess_all(DAY, LAPSED, DUE, PENDING, OVERDUE), 3, "r"))
    counted = {name: value for (metric, name), value in read.items() if metric == "mou_agreements" and value}
    assert counted == {"lapsed": 1, "due": 1, "pending-dprd": 2}
    assert {key: value for key, value in read.items() if key[0] != "mou_agreements"} == {
        ("mou_unreadable_records", ""): 3,
        ("mou_days_left", "due"): 518,
        ("mou_days_left", "lapsed"): -2185,
        ("mou_decision_days_left", "due"): 517,
        ("mou_decision_days_left", "lapsed"): -2186,
        ("mou_approval_days_late", "overdue"): 32,
        ("mou_approval_days_late", "pending"): 0,
    }


def test_whole_metrics(golden: Callable[[str, str], None]) -> None:
    """All metrics of a register with every shape."""
    golden("status.prom", prometheus_text(sample()[1], 0, "bandung-ksln"))


def test_every_series_names_its_register() -> None:
    """Files of two registers in one folder are different series, also where a register cannot be read."""
    now = datetime(2026, 11, 21, tzinfo=UTC)
    for text in (
        prometheus_text(assess_all(DAY, LAPSED, DUE, PENDING), 1, "1:a.yaml"),
        failed_metrics(now, "1:a.yaml"),
    ):
        found = [s for family in text_string_to_metric_families(text) for s in family.samples]
        assert len(found) > 1
        assert {s.labels["register"] for s in found} == {"1:a.yaml"}


def test_a_badge_of_a_register_with_an_id() -> None:
    """Several badges on one page are told apart."""
    assert json.loads(badge_json(figures([], 0), ENGLISH, "bandung-ksln"))["label"] == "MoU bandung-ksln"


def test_labels_are_escaped() -> None:
    """A partner with quotes, backslashes and line breaks stays one label on one line."""
    name = 'a"b\\c\nmou_evil 1\x1b'
    text = prometheus_text(
        assess_all(DAY, agreement("x", signed="2020-01-01", term="5 years", partner=(name, "MY"))), 0, "r"
    )
    families = [family for family in text_string_to_metric_families(text) if family.name == "mou_days_left"]
    assert [s.labels["partner"] for s in families[0].samples] == ['a"b\\c\\x0amou_evil 1\\x1b']


@pytest.mark.parametrize(
    ("records", "unreadable", "expected", "text", "numbers"),
    [
        ([], 0, State.OK, "MOU OK: nothing needs attention", (0, 0, 0, 0, 0)),
        ([ACTIVE], 0, State.OK, "MOU OK: nothing needs attention", (0, 0, 0, 0, 0)),
        ([DUE], 0, State.WARNING, "MOU WARNING: 1 due for renewal: due", (0, 1, 0, 0, 0)),
        ([PENDING], 0, State.WARNING, "MOU WARNING: 1 pending DPRD approval: pending", (0, 0, 1, 0, 0)),
        (
            [OVERDUE],
            0,
            State.CRITICAL,
            "MOU CRITICAL: 1 pending DPRD approval, 1 overdue at the DPRD: overdue",
            (0, 0, 1, 1, 0),
        ),
        ([DUE], 1, State.UNKNOWN, "MOU UNKNOWN: 1 due for renewal, 1 record could not be read: due", (0, 1, 0, 0, 1)),
        (
            [LAPSED, DUE],
            2,
            State.CRITICAL,
            "MOU CRITICAL: 1 lapsed, 1 due for renewal, 2 records could not be read: lapsed, due",
            (1, 1, 0, 0, 2),
        ),
    ],
)
def test_one_line_and_its_exit_status(
    records: list[Agreement], unreadable: int, expected: State, text: str, numbers: tuple[int, ...]
) -> None:
    """What has lapsed or is overdue is critical, what cannot be read unknown, what is due or pending a warning."""
    found = figures(assess_all(DAY, *records), unreadable)
    line = f"{text} | {graphed(*numbers)}\n"
    assert (state(found), nagios_line(found, ENGLISH)) == (expected, line)


def test_many_names_are_cut() -> None:
    """The line stays short: five names and a sign that there are more."""
    found = assess_all(DAY, *(agreement(f"r{n}", signed="2015-11-27", term="5 years") for n in range(7)))
    assert nagios_line(figures(found, 0), ENGLISH).split(" | ")[0] == "MOU CRITICAL: 7 lapsed: r0, r1, r2, r3, r4, …"


@pytest.mark.parametrize(
    ("records", "unreadable", "message", "colour"),
    [
        ([ACTIVE], 0, "nothing needs attention", "brightgreen"),
        ([DUE], 0, "1 due for renewal", "orange"),
        ([LAPSED, DUE], 0, "1 lapsed, 1 due for renewal", "red"),
    ],
)
def test_badge(records: list[Agreement], unreadable: int, message: str, colour: str) -> None:
    """The four keys of the endpoint schema of shields.io, in the worst state's colour."""
    made = json.loads(badge_json(figures(assess_all(DAY, *records), unreadable), ENGLISH))
    assert made == {"schemaVersion": 1, "label": "MoU", "message": message, "color": colour}


def test_badge_of_a_register_that_cannot_be_read_whole() -> None:
    """Grey, and marked as an error."""
    made = json.loads(badge_json(figures([], 1), ENGLISH))
    assert made == {
        "schemaVersion": 1,
        "label": "MoU",
        "message": "1 record could not be read",
        "color": "lightgrey",
        "isError": True,
    }


SOUND = """agreements:
  - {id: a, title: A, partner: {name: Oslo, country: NO}, kind: ksdpl, instrument: mou,
     signed: 2024-04-22, term: 4 years}
"""


@pytest.mark.parametrize(
    ("text", "status", "line"),
    [
        (SOUND, 1, f"MOU WARNING: 1 due for renewal: a | {graphed(0, 1, 0, 0, 0)}\n"),
        (
            SOUND + "  - {id: b}\n",
            3,
            f"MOU UNKNOWN: 1 due for renewal, 1 record could not be read: a | {graphed(0, 1, 0, 0, 1)}\n",
        ),
        ("agreements: [\n", 3, "MOU UNKNOWN: nothing in agreements.yaml could be read\n"),
    ],
)
def test_the_plugin_as_it_runs(
    text: str, status: int, line: str, mou: Callable[..., Ran], register: Callable[[str], Path]
) -> None:
    """Exit status and the only line on stdout, also where the register is broken."""
    ran = mou("status", "-r", register(text), "--as-of", DAY, "-f", "nagios")
    assert (ran.status, ran.out) == (status, line)


def test_no_register_is_unknown_not_critical(mou: Callable[..., Ran], tmp_path: Path) -> None:
    """Exit status 2 would mean that something has lapsed."""
    path = tmp_path / "missing.yaml"
    ran = mou("status", "-r", path, "-f", "nagios")
    assert (ran.status, ran.out) == (3, f"MOU UNKNOWN: there is no register at {path}\n")


@pytest.mark.parametrize("text", ["no register | 'lapsed'=0", "two\nlines", "a\x1b[2Jb"])
def test_a_message_neither_ends_the_line_nor_begins_its_numbers(text: str) -> None:
    """What a failure says may come from a file's name: one line, no pipe before the numbers, no control character."""
    line = failed_line(text)
    assert (line.count("\n"), line.count("|"), line.isprintable(), line[:-1].isprintable()) == (1, 0, False, True)
