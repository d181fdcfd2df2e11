"""Why a record is where it is and what comes next: whole English sentences, with the day by which."""

from __future__ import annotations

from typing import Any

import pytest

from mou_tracker.agreement.record import Agreement
from mou_tracker.status.reasons import ago, arithmetic, next_step, reason, renewal_under_way
from tests.make import ENGLISH, agreement, known

TODAY = "2026-11-21"
PETALING_JAYA = agreement("petaling-jaya-2015", signed="2015-11-27", term="5 years")


def said(record: Agreement, *others: Agreement, on: str = TODAY, **settings: Any) -> tuple[str, str | None, str | None]:
    """The reason, what to do next, and by when."""
    found = known(on, record, *others, **settings)
    following = next_step(found)
    return (
        ENGLISH(reason(found)),
        ENGLISH(following.what) if following.what else None,
        following.by.isoformat() if following.by else None,
    )


def steps(*entries: dict[str, str], **fields: Any) -> Agreement:
    """An unsigned record that has come this far."""
    return agreement("melbourne-2026", steps=entries, **fields)


RECEIVED = {"step": "dprd-approval", "received": "2026-02-02"}


@pytest.mark.parametrize(
    ("record", "on", "why", "what", "by"),
    [
        pytest.param(
            agreement(),
            TODAY,
            "Nothing is recorded beyond the letter of intent.",
            "sign a letter of intent or close it",
            None,
            id="exploring",
        ),
        pytest.param(
            agreement(since="2025-04"),
            TODAY,
            "Nothing is recorded beyond the letter of intent; the last entry is of April 2025.",
            "sign a letter of intent or close it",
            None,
            id="exploring-since",
        ),
        pytest.param(
            steps({"step": "letter-of-intent", "done": "2026-01-15"}),
            TODAY,
            "Nothing is recorded beyond the letter of intent; the last entry is of 15 January 2026.",
            "begin: Cooperation plan (city)",
            None,
            id="exploring-with-a-letter",
        ),
        pytest.param(
            steps({"step": "exploration", "started": "2026-11-02"}),
            TODAY,
            "Nothing is recorded beyond the letter of intent; the last entry is of 2 November 2026.",
            "Exploration: mayor to act",
            "2026-11-30",
            id="exploring-under-way",
        ),
        pytest.param(
            steps(RECEIVED),
            "2026-04-16",
            "Received by the DPRD on 2 February 2026 + 45 working days: due 16 April 2026.",
            "DPRD approval: DPRD to act",
            "2026-04-16",
            id="pending-in-time",
        ),
        pytest.param(
            steps(RECEIVED),
            "2026-04-17",
            "Received by the DPRD on 2 February 2026 + 45 working days: due 16 April 2026, 1 working day late.",
            "DPRD approval: DPRD to act",
            "2026-04-16",
            id="pending-a-day-late",
        ),
        pytest.param(
            steps(RECEIVED),
            "2026-04-20",
            "Received by the DPRD on 2 February 2026 + 45 working days: due 16 April 2026, 2 working days late.",
            "DPRD approval: DPRD to act",
            "2026-04-16",
            id="pending-late",
        ),
        pytest.param(
            steps({"step": "dprd-approval", "received": "2026-02"}),
            "2026-03-02",
            "Received by the DPRD in February 2026 + 45 working days: due 15 April 2026 to 12 May 2026.",
            "DPRD approval: DPRD to act",
            "2026-04-15",
            id="pending-since-some-day",
        ),
        pytest.param(
            steps({"step": "dprd-approval", "started": "2026-02-02"}),
            "2026-03-02",
            "The DPRD has been at it since 2 February 2026; when its clock began is not known.",
            "DPRD approval: DPRD to act",
            None,
            id="pending-without-a-clock",
        ),
        pytest.param(
            steps(RECEIVED, {"step": "ministry-verification", "started": "2026-02-20"}),
            "2026-03-02",
            "Received by the DPRD on 2 February 2026 + 45 working days: due 16 April 2026.",
            "DPRD approval: DPRD to act",
            "2026-04-16",
            id="pending-while-the-ministry-has-begun",
        ),
        pytest.param(
            agreement("bogor-2026", kind="ksdd", dprd="required", steps=[RECEIVED]),
            "2026-03-02",
            "The DPRD has been at it since 2 February 2026; no limit is known.",
            "DPRD approval: DPRD to act",
            None,
            id="pending-without-a-limit",
        ),
        pytest.param(
            steps({"step": "cooperation-plan", "started": "2026-11-02"}),
            TODAY,
            "Cooperation plan is under way since 2 November 2026.",
            "Cooperation plan: city to act",
            "2026-12-14",
            id="in-approval-under-way",
        ),
        pytest.param(
            steps({"step": "dprd-approval"}),
            TODAY,
            "DPRD approval is under way.",
            "DPRD approval: DPRD to act",
            None,
            id="in-approval-since-nobody-knows-when",
        ),
        pytest.param(
            steps({"step": "cooperation-plan", "done": "2026-11-02"}),
            TODAY,
            "Cooperation plan is done since 2 November 2026; nothing is recorded after it.",
            "begin: DPRD approval (DPRD)",
            None,
            id="in-approval-waiting",
        ),
        pytest.param(
            steps({"step": "cooperation-plan", "outcome": "approved"}),
            TODAY,
            "Its approval is under way.",
            "begin: DPRD approval (DPRD)",
            None,
            id="in-approval-done-nobody-knows-when",
        ),
        pytest.param(
            steps({"step": "signing", "done": "2026-11-02"}),
            TODAY,
            "Signing is done since 2 November 2026; nothing is recorded after it.",
            "begin: Deposit of the original",
            None,
            id="in-approval-a-step-of-nobody",
        ),
        pytest.param(
            steps({"step": "deposit", "started": "2026-11-02"}),
            TODAY,
            "Deposit of the original is under way since 2 November 2026.",
            "finish: Deposit of the original",
            None,
            id="in-approval-nobody-acts",
        ),
        pytest.param(
            steps(RECEIVED | {"done": "2026-03-20", "outcome": "refused"}),
            TODAY,
            "DPRD approval was refused; the path has stopped.",
            "revise the plan or close it",
            None,
            id="refused",
        ),
        pytest.param(
            steps({"step": "ministry-verification", "done": "2026-04-30", "outcome": "returned"}),
            TODAY,
            "Cooperation plan is under way since 30 April 2026.",
            "Cooperation plan: city to act",
            "2026-06-22",
            id="returned",
        ),
        pytest.param(
            agreement(signed="2026-10-01", starts="2027-01-01", term="1 year"),
            TODAY,
            "Signed 1 October 2026, in force from 1 January 2027.",
            "comes into force",
            "2027-01-01",
            id="upcoming",
        ),
        pytest.param(
            agreement(signed="2026-10-01", starts="2027-01"),
            TODAY,
            "Signed 1 October 2026, in force from January 2027.",
            "comes into force",
            "2027-01-01",
            id="upcoming-some-day",
        ),
        pytest.param(
            agreement(signed="2015"),
            TODAY,
            "Signed 2015; no term or end is recorded, so nothing can be said.",
            "look up the term in the signed text and record it",
            None,
            id="unknown",
        ),
        pytest.param(
            agreement(
                signed="2015-11-27",
                term="5 years",
                extensions=[{"signed": "2020-10", "term": "unknown"}, {"signed": "2022-01-01", "term": "1 year"}],
            ),
            TODAY,
            "The extension signed in October 2020 is of unknown term, so nothing can be said.",
            "look up the term in the signed text and record it",
            None,
            id="unknown-by-an-extension",
        ),
        pytest.param(
            agreement(signed="2015-11-27", ends_with="parent"),
            TODAY,
            "It ends with parent, whose end is not known.",
            "look up the term in the signed text and record it",
            None,
            id="unknown-with-another",
        ),
        pytest.param(
            agreement(signed="2015-11-27", term="indefinite"),
            TODAY,
            "Signed 27 November 2015; in force without an end.",
            None,
            None,
            id="indefinite",
        ),
        pytest.param(
            agreement(signed="2024-04-22", term="4 years"),
            "2026-10-20",
            "22 April 2024 + 4 years: last day 22 April 2028, in 1 year 6 months.",
            "the renewal window opens",
            "2026-10-21",
            id="active",
        ),
        pytest.param(
            agreement(signed="2024-04-22", ends="2030-12-31"),
            TODAY,
            "end as stated: last day 31 December 2030, in 4 years 1 month.",
            "the renewal window opens",
            "2029-06-30",
            id="active-until-a-stated-end",
        ),
        pytest.param(
            agreement(signed="2026-01-01", term="9 years", closed={"on": TODAY, "how": "terminated"}),
            TODAY,
            "terminated with 21 November 2026 as its last day, today.",
            None,
            None,
            id="active-on-its-last-day",
        ),
        pytest.param(
            PETALING_JAYA,
            "2019-05-26",
            "27 November 2015 + 5 years: last day 27 November 2020, in 1 year 6 months; "
            "the renewal window is open since 26 May 2019.",
            "begin the renewal (Cooperation plan)",
            "2020-02-02",
            id="due",
        ),
        pytest.param(
            PETALING_JAYA,
            "2020-11-27",
            "27 November 2015 + 5 years: last day 27 November 2020, today; "
            "the renewal window is open since 26 May 2019.",
            "too late for a renewal without a gap: 9 months; start it now or close it",
            "2020-11-26",
            id="due-on-the-last-day",
        ),
        pytest.param(
            agreement(signed="2015", term="5 years"),
            "2020-06-01",
            "2015 + 5 years: last day 2020; it may already have ended.",
            "too late for a renewal without a gap: 1 year 2 months; start it now or close it",
            "2019-12-31",
            id="due-some-day",
        ),
        pytest.param(
            agreement(signed="2024-01-01", term="3 years", renewal={"mode": "none"}),
            TODAY,
            "1 January 2024 + 3 years: last day 1 January 2027, in 41 days; "
            "the renewal window is open since 30 June 2025.",
            "decided to let it lapse; close it",
            "2027-01-01",
            id="due-but-not-renewable",
        ),
        pytest.param(
            PETALING_JAYA,
            "2020-02-02",
            "27 November 2015 + 5 years: last day 27 November 2020, in 9 months; "
            "the renewal window is open since 26 May 2019.",
            "begin the renewal (Cooperation plan)",
            "2020-02-02",
            id="due-on-the-day-to-begin",
        ),
        pytest.param(
            PETALING_JAYA,
            "2020-02-03",
            "27 November 2015 + 5 years: last day 27 November 2020, in 9 months; "
            "the renewal window is open since 26 May 2019.",
            "too late for a renewal without a gap: 1 day; start it now or close it",
            "2020-11-26",
            id="due-a-day-too-late",
        ),
        pytest.param(
            agreement(signed="2024-01-01", term="3 years", kind="other"),
            TODAY,
            "1 January 2024 + 3 years: last day 1 January 2027, in 41 days; "
            "the renewal window is open since 31 December 2025.",
            "renew it or close it",
            "2026-12-31",
            id="due-without-a-procedure",
        ),
        pytest.param(
            agreement(signed="2024-01-01", term="3 years", kind="other", renewal={"decision": "renew"}),
            TODAY,
            "1 January 2024 + 3 years: last day 1 January 2027, in 41 days; "
            "the renewal window is open since 31 December 2025.",
            "decided to renew; prepare the renewal",
            "2026-12-31",
            id="due-and-to-be-renewed",
        ),
        pytest.param(
            agreement(
                signed="2024-01-01",
                ends="2024-12-31",
                renewal={"mode": "automatic", "period": "1 year", "notice": "1 month"},
            ),
            TODAY,
            "end as stated, renewed by itself 2 times by 1 year: last day 31 December 2026, in 40 days; "
            "the renewal window, cut to half the term, 6 months, is open since 30 May 2026.",
            "give notice (else it renews by itself)",
            "2026-11-30",
            id="due-before-it-renews-itself",
        ),
        pytest.param(
            agreement(
                signed="2025-01-01",
                term="1 year",
                renewal={"mode": "automatic", "notice": "1 month", "decision": "lapse"},
            ),
            TODAY,
            "1 January 2025 + 1 year, renewed by itself 1 time by 1 year: last day 1 January 2027, in 41 days; "
            "the renewal window, cut to half the term, 6 months, is open since 1 June 2026.",
            "give notice (it is decided to let it lapse)",
            "2026-12-01",
            id="due-and-not-wanted",
        ),
        pytest.param(
            PETALING_JAYA,
            TODAY,
            "27 November 2015 + 5 years: last day 27 November 2020, 5 years 11 months ago; nothing signed renews it.",
            "renew it or close it",
            None,
            id="lapsed",
        ),
        pytest.param(
            PETALING_JAYA,
            "2020-11-28",
            "27 November 2015 + 5 years: last day 27 November 2020, 1 day ago; nothing signed renews it.",
            "renew it or close it",
            None,
            id="lapsed-yesterday",
        ),
        pytest.param(
            agreement(signed="2015-11-27", term="5 years", renewal={"decision": "lapse", "decided": "2020-01-01"}),
            TODAY,
            "27 November 2015 + 5 years: last day 27 November 2020, 5 years 11 months ago; nothing signed renews it.",
            "decided to let it lapse; close it",
            None,
            id="lapsed-as-decided",
        ),
        pytest.param(
            agreement(signed="2015-11-27", term="5 years", renewal={"decision": "renew"}),
            TODAY,
            "27 November 2015 + 5 years: last day 27 November 2020, 5 years 11 months ago; nothing signed renews it.",
            "decided to renew; prepare the renewal",
            None,
            id="lapsed-though-wanted",
        ),
        pytest.param(
            agreement(closed={"on": "2026-05-30", "how": "abandoned"}),
            TODAY,
            "abandoned; the last day was 30 May 2026.",
            None,
            None,
            id="closed",
        ),
        pytest.param(
            agreement(
                signed="2020-01-01", term="9 years", closed={"on": "2026-05", "how": "replaced", "by": "pj-2026"}
            ),
            TODAY,
            "replaced by pj-2026; the last day was May 2026.",
            None,
            None,
            id="closed-by-another",
        ),
    ],
)
def test_sentences(record: Agreement, on: str, why: str, what: str | None, by: str | None) -> None:
    """Each status says its reason with its arithmetic, what is to be done, and the safe day for it."""
    assert said(record, on=on) == (why, what, by)


@pytest.mark.parametrize(
    ("window", "on", "what", "by"),
    [
        ("18 months", "2019-01-01", "the renewal window opens", "2019-05-26"),
        ("6 months", "2019-01-01", "begin the renewal (Cooperation plan)", "2020-02-02"),
        ("6 months", "2020-02-02", "begin the renewal (Cooperation plan)", "2020-02-02"),
        (
            "6 months",
            "2020-02-03",
            "too late for a renewal without a gap: 1 day; start it now or close it",
            "2020-11-26",
        ),
    ],
)
def test_what_comes_first(window: str, on: str, what: str, by: str) -> None:
    """While it is active the next thing is the opening of the window, or the start of a renewal if that comes first."""
    assert said(PETALING_JAYA, on=on, renewal_window=window)[1:] == (what, by)


def test_an_uncertain_end_that_cannot_have_passed() -> None:
    """A record that renews itself on nobody knows which day has not ended, though its last day may be today, and so
    may the last day to give notice.
    """
    record = agreement(signed="2015", term="1 year", renewal={"mode": "automatic", "notice": "1 month"})
    how = "2015 + 1 year, renewed by itself 11 times by 1 year"
    why = f"{how}: last day 21 November 2026 to 20 November 2027, in 11 months at the latest"
    assert said(record, renewal_window="2 months") == (
        f"{why}; the renewal window is open since 21 September 2026.",
        "give notice (else it renews by itself)",
        "2026-11-21",
    )


@pytest.mark.parametrize(
    ("record", "on", "how"),
    [
        pytest.param(
            {
                "signed": "2015-11-27",
                "term": "5 years",
                "extensions": [
                    {"signed": "2020-10-01", "term": "2 years"},
                    {"signed": "2022-10-01", "term": "6 months"},
                ],
            },
            TODAY,
            "27 November 2015 + 5 years + 2 years + 6 months: last day 27 May 2023",
            id="further-terms",
        ),
        pytest.param(
            {"signed": "2015-11-27", "starts": "2016-01-01", "term": "5 years"},
            TODAY,
            "1 January 2016 + 5 years: last day 1 January 2021",
            id="from-its-start",
        ),
        pytest.param(
            {
                "signed": "2025-01-01",
                "ends": "2025-08-31",
                "extensions": [{"signed": "2025-08-01", "term": "6 months"}],
            },
            TODAY,
            "31 August 2025 + 6 months: last day 28 February 2026",
            id="after-a-stated-end",
        ),
        pytest.param(
            {"signed": "2015-11-27", "term": "5 years", "extensions": [{"signed": "2020-10-01", "ends": "2022-06-30"}]},
            TODAY,
            "end as stated: last day 30 June 2022",
            id="a-new-stated-end",
        ),
        pytest.param(
            {"signed": "2015-11-27", "term": "5 years", "ends": "2020-12-31"},
            TODAY,
            "end as stated: last day 31 December 2020",
            id="a-stated-end-beside-a-term",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "ends": "2020-12-31",
                "extensions": [{"signed": "2023-04-20", "starts": "2023-05-01", "term": "5 years"}],
            },
            TODAY,
            "1 May 2023 + 5 years: last day 1 May 2028",
            id="a-new-start",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "ends": "2020-12-31",
                "extensions": [{"signed": "2023-04-20", "starts": "2023-05-01", "ends": "2028-04-30"}],
            },
            TODAY,
            "end as stated: last day 30 April 2028",
            id="a-new-start-and-end",
        ),
        pytest.param(
            {
                "signed": "2015-11-27",
                "term": "5 years",
                "extensions": [{"signed": "2020-04-20", "starts": "2023-05-01", "term": "5 years"}],
            },
            "2020-06-01",
            "27 November 2015 + 5 years: last day 27 November 2020",
            id="before-a-new-start-that-leaves-a-gap",
        ),
        pytest.param(
            {"signed": "2015-11", "term": "5 years"},
            TODAY,
            "November 2015 + 5 years: last day November 2020",
            id="a-month",
        ),
        pytest.param(
            {"signed": "2015-11-27", "ends": "2020"},
            TODAY,
            "end as stated: last day 2020",
            id="a-stated-year",
        ),
        pytest.param(
            {"signed": "2020-01-01", "term": "2 years", "renewal": {"mode": "automatic", "period": "6 months"}},
            TODAY,
            "1 January 2020 + 2 years, renewed by itself 10 times by 6 months: last day 1 January 2027",
            id="renewed-by-itself",
        ),
        pytest.param(
            {"signed": "2020-01-01", "term": "9 years", "closed": {"on": "2022-06-30", "how": "completed"}},
            TODAY,
            "completed with 30 June 2022 as its last day",
            id="closed-early",
        ),
        pytest.param(
            {"signed": "2020-01-01", "term": "1 year", "closed": {"on": "2022-06-30", "how": "completed"}},
            TODAY,
            "1 January 2020 + 1 year: last day 1 January 2021",
            id="closed-after-its-end",
        ),
    ],
)
def test_arithmetic(record: dict[str, Any], on: str, how: str) -> None:
    """How the last day was reached, counted from what it really was counted from."""
    assert ENGLISH(arithmetic(known(on, agreement(**record)))) == how


def test_the_end_of_another() -> None:
    """A record that ends with another one names it."""
    parent = agreement("parent", signed="2016-01-01", ends="2026-12-31")
    child = agreement("child", signed="2020-01-15", ends_with="parent")
    assert said(child, parent) == (
        "it ends with parent: last day 31 December 2026, in 40 days; the renewal window is open since 30 June 2025.",
        "too late for a renewal without a gap: 8 months; start it now or close it",
        "2026-12-31",
    )


@pytest.mark.parametrize(
    ("on", "away"),
    [
        ("2019-11-27", "in 1 year"),
        ("2020-10-27", "in 31 days"),
        ("2020-10-28", "in 30 days"),
        ("2020-11-26", "in 1 day"),
        ("2020-11-27", "today"),
        ("2020-11-28", "1 day ago"),
        ("2020-12-26", "29 days ago"),
        ("2020-12-27", "30 days ago"),
        ("2026-11-21", "5 years 11 months ago"),
    ],
)
def test_how_far_away(on: str, away: str) -> None:
    """The last day is so many years and months, or days, away or ago: calendar days, not blocks of hours."""
    assert ENGLISH(ago(known(on, PETALING_JAYA))) == away


RENEWS = {"renews": "petaling-jaya-2015"}


def under_way(on: str, *others: Agreement) -> str | None:
    """What is said of the renewal of Petaling Jaya's record."""
    found = renewal_under_way(known(on, PETALING_JAYA, *others))
    return ENGLISH(found) if found else None


def test_a_renewal_under_way() -> None:
    """The record that is to renew this one is named with its own status, and is the next thing to bring about."""
    pending = agreement("bdg-pj-2026", steps=[RECEIVED | {"received": "2026-10-01"}], **RENEWS)
    assert (under_way(TODAY), under_way(TODAY, pending)) == (None, "renewal: pending DPRD approval, bdg-pj-2026")
    assert said(PETALING_JAYA, pending)[1:] == ("bring bdg-pj-2026 to signature", None)


def test_a_renewal_before_the_end() -> None:
    """While the old agreement runs, its renewal is to be signed by its decision day; once signed nothing is left."""
    begun = agreement("bdg-pj-2020", since="2020-01-01", **RENEWS)
    signed = agreement("bdg-pj-2020", signed="2020-10-01", starts="2020-11-28", term="5 years", **RENEWS)
    on = "2020-11-01"
    assert said(PETALING_JAYA, begun, on=on)[1:] == ("bring bdg-pj-2020 to signature", "2020-11-26")
    assert said(PETALING_JAYA, signed, on=on)[1:] == ("already renewed by bdg-pj-2020", None)
    assert under_way(on, signed) == "renewal: upcoming, bdg-pj-2020"


def test_renewed() -> None:
    """A renewed record names the one that renewed it, and asks for nothing."""
    signed = agreement("bdg-pj-2023", signed="2023-05-01", term="5 years", **RENEWS)
    assert said(PETALING_JAYA, signed) == (
        "27 November 2015 + 5 years: last day 27 November 2020; renewed by bdg-pj-2023.",
        None,
        None,
    )
