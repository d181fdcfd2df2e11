"""Lists of universities and cities come in by the proposal alone, nothing edited, with no wrong day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import Ran
from tests.sheets.lists import AS_OF, LISTS, truths

Mou = Callable[..., Ran]


@pytest.mark.parametrize("name", LISTS)
def test_every_row_comes_in_as_it_is(name: str, register: Callable[[str], Path], mou: Mou) -> None:
    """Partner, country, paper, first and last day; nothing in force is shown as exploring; all are known again."""
    path = register("agreements: []\n")
    said, chance = truths(len(name) + ord(name[0]))
    LISTS[name](Path(name), said, chance)
    ran = mou("import", name, "--yes", f"--as-of={AS_OF}")
    made = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["agreements"]
    ids = {one["id"]: one for one in json.loads(mou("status", "-f", "json", f"--as-of={AS_OF}").out)["agreements"]}
    assert ran.out.splitlines()[-1] == f"{len(said)} rows: {len(said)} new, 0 changed, 0 same, 0 not taken"
    assert ran.status == 0
    for one, record in zip(said, made, strict=True):
        ends = record.get("ends") or (record["term"] == "indefinite" and "indefinite") or ids[record["id"]]["last_day"]
        assert [
            *(record["partner"][key] for key in ("name", "country")),
            *(record["instrument"], record.get("starts") or record["signed"]),
            ends if isinstance(ends, str) else ends["earliest"],
        ] == [one.name, one.code, one.instrument, one.begins, one.ends]
        over = one.ends != "indefinite" and int(one.ends[:4]) < AS_OF.year
        assert (ids[record["id"]]["status"] in ("lapsed", "renewed")) >= over
        assert ids[record["id"]]["status"] not in ("exploring", "in-approval", "term-unknown")
    again = mou("import", name, "--dry-run", f"--as-of={AS_OF}")
    assert again.out.splitlines()[-1] == f"{len(said)} rows: 0 new, 0 changed, {len(said)} same, 0 not taken"
