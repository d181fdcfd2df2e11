"""What differs between two readings of a register, as values and in words."""

from __future__ import annotations

from typing import Any

import pytest

from mou_tracker.agreement.record import Agreement, Document, Source
from mou_tracker.basics.dates import DateSpan
from mou_tracker.history.changes import Standing, changes
from mou_tracker.language.wording import wording
from mou_tracker.status.statuses import Status, status_name
from tests.make import ENGLISH, agreement, assess_all, book, changed, span

BASE = agreement(
    "a",
    signed="2015-11-27",
    term="5 years",
    steps=[{"step": "initiative", "started": "2015"}],
    follow_ups=[{"what": "Magang"}],
)


def _standing(status: Status, last_day: DateSpan | None = None) -> Standing:
    return Standing(status, last_day, status_name(status, None))


def said(old: Agreement, new: Agreement) -> list[tuple[str, str, str | None, str | None]]:
    """Path, words and both values of all differences."""
    (change,) = changes(book(old), book(new)).agreements
    return [(one.path, ENGLISH(one.what), one.before, one.after) for one in change.differences]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"title": "New"}, ("title", "title: Bandung – a → New", "Bandung – a", "New")),
        ({"signed": "2015-11-28"}, ("signed", "signed: 2015-11-27 → 2015-11-28", "2015-11-27", "2015-11-28")),
        (
            {"signed": [("Bandung", "2015-11-27")]},
            ("signed", "signed: 2015-11-27 → day 2015-11-27, by Bandung", "2015-11-27", "on 2015-11-27, by Bandung"),
        ),
        ({"term": "18 months"}, ("term", "term: 5 years → 18 months", "5 years", "18 months")),
        ({"ends": "2020-12"}, ("ends", "last day as stated: 2020-12", None, "2020-12")),
        ({"term": "unknown", "signed": "2015-11-27"}, ("term", "term: 5 years → unknown", "5 years", "unknown")),
        ({"renewal": {"decision": "renew"}}, ("renewal.decision", "decision: renew", None, "renew")),
        ({"partner": ("Oslo", "MY")}, ("partner.name", "partner: Petaling Jaya → Oslo", "Petaling Jaya", "Oslo")),
        (
            {"closed": {"on": "2019", "how": "completed"}},
            ("closed", "closed: day 2019, how completed", None, "on 2019, how completed"),
        ),
        (
            {"steps": [{"step": "initiative", "started": "2015", "done": "2016-02"}]},
            ("steps[initiative].done", "step Initiative, done: 2016-02", None, "2016-02"),
        ),
        ({"steps": []}, ("steps[initiative]", "step Initiative removed, was started 2015", "started 2015", None)),
        (
            {"steps": [{"step": "initiative", "started": "2015"}, {"step": "initiative", "started": "2017"}]},
            ("steps[initiative 2]", "step Initiative 2: started 2017", None, "started 2017"),
        ),
        (
            {"follow_ups": [{"what": "Magang", "done": "2024"}]},
            ("follow_ups[Magang].done", "promise “Magang”, kept: 2024", None, "2024"),
        ),
        (
            {"follow_ups": [{"what": "Magang"}, {"what": "Kunjungan"}]},
            ("follow_ups[Kunjungan]", "promise “Kunjungan” added", None, None),
        ),
        ({"follow_ups": []}, ("follow_ups[Magang]", "promise “Magang” removed", None, None)),
        (
            {"extensions": [{"signed": "2020-01", "term": "2 years"}]},
            ("extensions[2020-01]", "extension signed 2020-01: term 2 years", None, "term 2 years"),
        ),
        ({"fields": ("a", "b")}, ("fields", "fields of cooperation: a, b", None, "a, b")),
        (
            {"documents": (Document("Naskah", "a.pdf"),)},
            ("documents[Naskah]", "document “Naskah”: file a.pdf", None, "path a.pdf"),
        ),
        (
            {"sources": (Source("Berita", says=("term",)),)},
            ("sources[Berita]", "source “Berita”: backs term", None, "says term"),
        ),
    ],
)
def test_each_kind_of_change_is_said_once(
    given: dict[str, object], expected: tuple[str, str, str | None, str | None]
) -> None:
    """Where it is, in words, and both values as a register writes them."""
    assert said(BASE, changed(BASE, **given)) == [expected]


def test_equal_registers_have_no_changes() -> None:
    """Order and place in the file are no change."""
    other = agreement("b")
    found = changes(book(BASE, other), book(other, BASE))
    assert (found.any, found.agreements) == (False, ())


def test_added_removed_and_moved_agreements() -> None:
    """By id; a record whose status moved by another one's signature is listed without a change of its own."""
    old = [agreement("gone"), agreement("old", signed="2015-11-27", term="5 years")]
    new = [
        agreement("old", signed="2015-11-27", term="5 years"),
        agreement("next", signed="2026-01-05", term="unknown", renews="old"),
    ]
    found = changes(book(*old), book(*new), assess_all("2026-11-21", *old), assess_all("2026-11-21", *new))
    last = span("2020-11-27")
    assert [(one.id, one.kind, one.before, one.after) for one in found.agreements] == [
        ("gone", "removed", _standing("exploring"), None),
        ("next", "added", None, _standing("unknown")),
        ("old", "changed", _standing("lapsed", last), _standing("renewed", last)),
    ]


@pytest.mark.parametrize(
    ("given", "said_in_indonesian"),
    [
        ({"renewal": {"decision": "renew"}}, "keputusan: diperbarui"),
        ({"renewal": {"mode": "automatic"}}, "pembaruan: tidak diketahui → otomatis"),
        ({"term": "18 months"}, "jangka waktu: 5 tahun → 18 bulan"),
        ({"term": "indefinite"}, "jangka waktu: 5 tahun → tanpa batas waktu"),
        ({"closed": {"on": "2019", "how": "completed"}}, "ditutup: tanggal 2019, cara selesai dilaksanakan"),
        ({"dprd": "not-required"}, "persetujuan DPRD: tidak diperlukan"),
        (
            {"extensions": [{"signed": "2020-01", "term": "2 years"}]},
            "perpanjangan 2020-01: jangka waktu 2 tahun",
        ),
        (
            {"steps": [{"step": "initiative", "started": "2015"}, {"step": "dprd-approval", "outcome": "approved"}]},
            "tahap Persetujuan DPRD: hasil disetujui",
        ),
    ],
)
def test_no_word_of_the_file_is_left_in_indonesian(given: dict[str, Any], said_in_indonesian: str) -> None:
    """What a register writes in English words is told in the reader's language, within items too."""
    (change,) = changes(book(BASE), book(changed(BASE, **given))).agreements
    assert [wording("id")(one.what) for one in change.differences] == [said_in_indonesian]
