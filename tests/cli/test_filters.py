"""Whatever an output prints of a record finds that record again when it is typed as a filter."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mou_tracker.language.wording import wording
from mou_tracker.status.statuses import STATUSES, status_name
from tests.conftest import Ran

REGISTER = """\
register:
  name: Contoh
  owner: ksln
  contacts:
    ksln: {name: Bagian Kerja Sama, email: KSLN@example.org}
    budi: {name: Budi Santoso, email: budi@example.org}
agreements:
  - {id: oslo, title: A, partner: {name: Oslo kommune, country: "NO"}, kind: ksdpl, instrument: mou,
     signed: 2024-04-22, term: 4 years}
  - {id: bogor, title: B, partner: {name: Kota Bogor, country: ID, body: Dinas Pertanian}, kind: ksdd, instrument: pks,
     dprd: not-required, signed: 2020-01-08, term: 3 years, owner: budi}
  - {id: zuerich, title: C, partner: {name: "Zu\\u0308rich", country: CH}, kind: ksdpl, instrument: mou, since: 2020-01,
     owner: ani@example.org, follow_ups: [{what: Taman, due: 2027-01-15, owner: budi}]}
  - {id: suwon, title: D, partner: {name: Suwon, country: KR}, kind: ksdpl, instrument: mou,
     steps: [{step: dprd-approval, received: 2026-11-02}]}
"""
DAY = "--as-of=2026-11-21"
Mou = Callable[..., Ran]


def printed(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What JSON prints of a record, by the filter that it may be typed for."""
    partner = record["partner"]
    yield "--country", partner["country"]
    yield "--partner", partner["name"]
    if partner["body"]:
        yield "--partner", partner["body"]
    yield "--kind", record["kind"]
    yield "--status", record["status"]
    for owner in record["owner"]:
        yield "--owner", owner


@pytest.mark.parametrize("view", ["status", "agenda"])
@pytest.mark.parametrize("case", [str, str.upper, str.lower], ids=["as printed", "capitals", "small"])
def test_what_is_printed_finds_it_again(case: Callable[[str], str], view: str, mou: Mou, tmp_path: Path) -> None:
    """Addresses, names, codes and statuses, in any case, in every view that filters."""
    path = tmp_path / "r.yaml"
    path.write_text(REGISTER)
    whole = json.loads(mou("status", "-r", path, DAY, "-f", "json").out)["agreements"]
    dated = {
        entry["id"]
        for entry in json.loads(mou("agenda", "--days", "9999", "-r", path, DAY, "-f", "json").out)["entries"]
    }
    days = ("--days", "9999") if view == "agenda" else ()
    missed = []
    for record in whole:
        for option, value in printed(record):
            ran = mou(view, option, case(value), "-r", path, DAY, "-f", "json", *days)
            if ran.status == 2:
                missed.append((record["id"], option, case(value), ran.err))
                continue
            found = {one["id"] for one in json.loads(ran.out)["agreements" if view == "status" else "entries"]}
            # In an agenda an owner finds what is his own to do, which may be another record's promise.
            wanted = view == "status" or (record["id"] in dated and option != "--owner")
            if wanted and record["id"] not in found:
                missed.append((record["id"], option, case(value), str(found)))
    assert missed == []


@pytest.mark.parametrize("owner", ["budi", "Budi Santoso", "BUDI@EXAMPLE.ORG", "budi santoso"])
def test_one_owner_however_typed(owner: str, mou: Mou, tmp_path: Path) -> None:
    """Id, name and address give the same records, his promise in another's record too; the agenda has what is his."""
    path = tmp_path / "r.yaml"
    path.write_text(REGISTER)
    found = json.loads(mou("status", "--owner", owner, "-r", path, DAY, "-f", "json").out)["agreements"]
    assert sorted(one["id"] for one in found) == ["bogor", "zuerich"]
    entries = json.loads(mou("agenda", "--days", "365", "--owner", owner, "-r", path, DAY, "-f", "json").out)["entries"]
    assert [(one["id"], one["kind"]) for one in entries] == [("bogor", "last-day"), ("zuerich", "follow-up")]
    assert "zuerich.follow-up" in mou("calendar", "--owner", owner, "-r", path, DAY).out
    assert "1 lapsed: bogor" in mou("status", "--owner", owner, "-r", path, DAY, "-f", "nagios").out


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_status_may_be_typed_as_it_is_printed(language: str, mou: Mou, tmp_path: Path) -> None:
    """`due`, `due for renewal` and `perlu diperbarui` mean one status, whatever the language of the screen."""
    path = tmp_path / "r.yaml"
    path.write_text(REGISTER)
    for status in STATUSES:
        word = wording(language)(status_name(status, None))
        plain = mou("status", "--status", status, "-r", path, DAY, "-f", "csv").out
        assert (word, mou("status", "--status", word, "-r", path, DAY, "-f", "csv").out) == (word, plain)


FILTERS = {
    "--partner": "bogor",
    "--country": "ID",
    "--kind": "ksdd",
    "--status": "lapsed",
    "--owner": "budi@example.org",
    "--unit": "hukum",
    "--field": "sampah",
    "--search": "klausul",
}
VIEWS: dict[str, tuple[str, ...]] = {
    "status": ("status", "-f", "json"),
    "agenda": ("agenda", "--days", "9999", "-f", "json"),
    "calendar": ("calendar",),
    "report": ("report",),
    "plan": ("plan", "--all", "-f", "json"),
    "export": ("export", "-", "-f", "json"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_the_same_filters(view: str, mou: Mou, tmp_path: Path) -> None:
    """One record by each filter, the other hidden, in every view that filters; what is hidden is said."""
    path = tmp_path / "r.yaml"
    path.write_text(
        """\
register: {name: Contoh, contacts: {budi: {name: Budi, email: budi@example.org}}}
agreements:
  - {id: the-one, title: A, partner: {name: Kota Bogor, country: ID}, kind: ksdd, instrument: pks, dprd: not-required,
     signed: 2020-01-08, term: 3 years, owner: budi, unit: Bagian Hukum, fields: [Sampah], notes: Klausul 7,
     follow_ups: [{what: Taman, due: 2027-05-01}]}
  - {id: the-other, title: B, partner: {name: Suwon, country: KR}, kind: ksdpl, instrument: mou, signed: 2024-01-08,
     term: 5 years, owner: ani@example.org}
"""
    )
    for option, value in FILTERS.items():
        ran = mou(*VIEWS[view], option, value, "-r", path, DAY, "--lang", "en")
        assert (option, ran.status, "the-one" in ran.out, "the-other" in ran.out) == (option, 0, True, False)
        assert "1 of 2 agreements shown" in ran.err or "1 record is left out" in ran.err, option
