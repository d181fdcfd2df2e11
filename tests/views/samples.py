"""A register with one record of every shape that a picture or a calendar has to cope with."""

from __future__ import annotations

from mou_tracker.agreement.register import Book
from mou_tracker.language.wording import Wording
from mou_tracker.status.assess import assess
from mou_tracker.status.assessment import Assessment
from tests.make import INDONESIA, agreement, book, day

DAY = "2026-11-21"
NAME = "Kerja Sama Kota Bandung"
# Not Indonesian, but different from English everywhere, and not dependent on the catalogue.
OTHER = Wording("id", lambda text: f"¡{text}", lambda one, many, n: f"¡{one if n == 1 else many}")
SAMPLES = (
    agreement("petaling-jaya-2015", signed="2015-11-27", term="5 years"),
    agreement("vague", signed="2022", term="4 years", partner=("Oslo", "NO")),
    agreement("automatic", signed="2010-02-03", term="3 years", renewal={"mode": "automatic", "notice": "3 months"}),
    agreement(
        "melbourne-2024",
        signed="2024-04-22",
        term="4 years",
        partner=("Melbourne", "AU"),
        steps=[
            {"step": "letter-of-intent", "done": "2019"},
            {"step": "dprd-approval", "done": "2023-03-30"},
            {"step": "signing", "done": "2024-04-22"},
        ],
    ),
    agreement(
        "extended",
        signed="2018-01-01",
        term="3 years",
        partner=("Namur", "BE"),
        extensions=[
            {"signed": "2020-12-01", "term": "2 years"},
            {"signed": "2024-01-01", "starts": "2024-02-01", "term": "4 years"},
        ],
    ),
    agreement(
        "daegu",
        partner=("Daegu", "KR"),
        steps=[{"step": "exploration", "started": "2022-03-18"}, {"step": "dprd-approval", "received": "2026-08-03"}],
    ),
    agreement(
        "refused",
        steps=[{"step": "dprd-approval", "received": "2025-02-03", "done": "2025-04-01", "outcome": "refused"}],
    ),
    agreement("braunschweig-1960", signed="1960-05-24", term="unknown", partner=("Braunschweig", "DE")),
    agreement("for-ever", signed="2019-05", term="indefinite"),
    agreement("ended-early", signed="2012-05-05", term="10 years", closed={"on": "2016-06-30", "how": "terminated"}),
    agreement("old", signed="2012-05-05", term="5 years"),
    agreement("newer", signed="2019-05-05", term="10 years", renews="old"),
    agreement(
        "bangkok",
        since="2015-12-16",
        partner=("Bangkok", "TH"),
        follow_ups=[{"what": "Visit", "due": "2027-03"}, {"what": "Letter", "due": "2026-01-01"}, {"what": "Someday"}],
    ),
    agreement("no-date-at-all"),
)


def sample() -> tuple[Book, list[Assessment]]:
    """The register and its records on the day."""
    made = book(*SAMPLES, contacts={"ksln": "ksln@example.org"}, owner=("ksln",), name=NAME)
    return made, assess(made, day(DAY), INDONESIA)
