"""data/agreements.yaml: only checked, whatever officials correct in it. All other tests read tests/data/register.yaml.

What is red here is a mistake in the register, and `mou check --strict` names its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.conftest import ROOT, Ran

Mou = Callable[..., Ran]
REGISTER = ROOT / "data" / "agreements.yaml"
# Late enough that whatever was signed, and will be, is known by then: on an earlier day a record may not be listed yet.
DAY = "--as-of=2099-12-31"


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    """The records, every value a text, by a reader that is not ours."""
    found = yaml.load(REGISTER.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    assert isinstance(found, list)
    return found


def test_the_check_finds_nothing(mou: Mou, records: list[dict[str, Any]]) -> None:
    """Neither an error nor a warning; no record without a source is among the latter."""
    said = f"1 file, {len(records)} agreements read: 0 errors, 0 warnings\n"
    assert mou("check", "--strict", REGISTER) == Ran(0, said, "")


# What a record is about, what is said around its facts, and who looks after it here: no source need say that.
UNSOURCED = {"id", "title", "partner", "kind", "instrument", "owner", "reminders", "notes", "sources"}


def test_every_fact_has_a_source(records: list[dict[str, Any]]) -> None:
    """Each date, term, step and promise of a record is among what one of its sources says. `unknown` is no fact."""
    unsaid = []
    for record in records:
        facts = {key for key, value in record.items() if value != "unknown"} - UNSOURCED
        paths = [path for source in record.get("sources", ()) for path in source.get("says", ())]
        said = {re.split(r"[.\[]", path)[0] for path in paths}
        unsaid += [(record["id"], fact) for fact in sorted(facts - said)]
    assert unsaid == []


def test_an_editor_finds_the_schema_and_nothing_wrong() -> None:
    """The first line leads to the schema, and the schema has nothing to say."""
    text = REGISTER.read_text("utf-8")
    first = text.partition("\n")[0]
    schema = (REGISTER.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
    assert schema == ROOT / "docs" / "register.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(yaml.load(text, yaml.BaseLoader))] == []


def test_every_record_is_listed(mou: Mou, records: list[dict[str, Any]]) -> None:
    """`mou status` and the report hold each of them, and `mou show` shows it."""
    ids = sorted(record["id"] for record in records)
    data = mou("status", "-r", REGISTER, DAY, "-f", "json")
    table = mou("status", "--all", "-r", REGISTER, DAY)
    report = mou("report", "-r", REGISTER, DAY)
    shown = {id: mou("show", id, "-r", REGISTER, DAY) for id in ids}
    assert sorted(one["id"] for one in json.loads(data.out)["agreements"]) == ids
    assert [id for id in ids if re.search(f"^  {id}  ", table.out, re.MULTILINE)] == ids
    assert sorted(re.findall('<tbody id="([^"]+)"', report.out)) == ids
    assert [(ran.status, ran.err) for ran in (data, table, report, *shown.values())] == [(0, "")] * (3 + len(ids))


@pytest.mark.parametrize("command", ["status", "agenda --days 400", "plan --all", "timeline", "calendar", "report"])
def test_every_view_of_today_is_made(mou: Mou, command: str) -> None:
    """As cron and people run them: as of today."""
    ran = mou(*command.split(), "-r", REGISTER)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out


def test_reminders_can_be_made(mou: Mou, tmp_path: Path) -> None:
    """What is open today has somebody to whom it can be told; else the run fails."""
    assert mou("remind", "--dry-run", "-r", REGISTER, "--ledger", tmp_path / "ledger.sqlite").status == 0
