"""How well `mou read` reads labelled contracts: precision of what it states, recall of what is labelled, time a text.

`python bench/read_score.py FOLDER` where FOLDER holds `gold.jsonl` and `texts/`. A line of the first is one contract:
`file`, `signed`, `starts`, `ends`, `term`, `renewal_labelled`, `renewal_automatic`, `renewal_period`, `notice`,
`clauses`, the labelled passages by field (where one for `ends` is labelled and gave no date or term, neither is
counted), and `unclear`, the fields to leave out of the count. The labels that were used for the figures in this file
are those of the Contract Understanding Atticus Dataset (CC BY 4.0), which does not lie in this repository.

Measured on 292 contracts of it on 27 November 2026, odd ones tuned on, even ones looked at little:

    field           precision        recall
                    odd    even      odd    even
    signed          0.974  0.906     0.857  0.774
    starts          0.975  0.986     0.755  0.710
    ends            0.983  0.898     0.633  0.494
    term            1.000  0.975     0.672  0.600
    renewal         1.000  0.972     0.698  0.714
    renewal_period  1.000  1.000     0.717  0.810
    notice          1.000  1.000     0.733  0.679
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from mou_tracker.basics.dates import DateSpan, any_period, last_day, parse_date
from mou_tracker.texts.document import Line, document
from mou_tracker.texts.reading import read_documents

FIELDS = ("signed", "starts", "ends", "term", "renewal", "renewal_period", "notice")


def length(text: str | None) -> object:
    """A period by its length, or the word for one without end."""
    if not text:
        return None
    period = any_period(text)
    return period.length if period else "indefinite"


def alike(one: str, other: str) -> bool:
    """Whether two days agree as far as both say."""
    return one.startswith(other) or other.startswith(one)


def near(one: str, other: str) -> bool:
    """The corresponding day or its eve."""
    if len(one) < 10 or len(other) < 10:
        return alike(one, other)
    return abs((parse_date(one).earliest - parse_date(other).earliest).days) <= 1


def values_of(path: Path) -> dict[str, str]:
    """What one text states."""
    rows = path.read_text("utf-8").split("\n")
    facts = read_documents([document(path.name, [Line(row, at) for at, row in enumerate(rows, 1)])])
    return {fact.field: fact.value for fact in facts if fact.kind == "stated" and isinstance(fact.value, str)}


def ending(stated: dict[str, str], starts: str | None) -> str | None:
    """The last day as stated, or as it follows from start and term."""
    if "ends" in stated:
        return stated["ends"]
    period = any_period(stated.get("term", ""))
    if stated.get("term") == "indefinite":
        return "perpetual"
    if not period or not starts or len(starts) < 10:
        return None
    day = last_day(parse_date(starts).earliest, period.length, "anniversary")
    return DateSpan(day, day).iso()


def main() -> None:
    """Print precision and recall by field."""
    folder = Path(sys.argv[1])
    gold = [json.loads(row) for row in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    score = {field: [0, 0, 0] for field in FIELDS}
    took = time.perf_counter()
    read = {one["file"]: values_of(folder / "texts" / one["file"]) for one in gold}
    took = time.perf_counter() - took
    for one in gold:
        stated = read[one["file"]]
        signed = stated.get("signed")
        starts = signed if stated.get("starts") == "signing" else stated.get("starts")
        ends = ending(stated, starts or signed)
        mode = stated.get("renewal.mode")
        labelled = one["renewal_labelled"]
        told = mode == "automatic" or (labelled and mode == "by-agreement")
        period = length(stated.get("renewal.period")) if mode == "automatic" or labelled else None
        notices = [length(text) for text in one["notice"] or ()]
        notice = length(stated.get("renewal.notice"))
        term = length(stated.get("term"))
        closed = "ends" not in one["clauses"]
        rows = [
            ("signed", one["signed"], signed, bool(one["signed"] and signed and alike(one["signed"], signed))),
            ("starts", one["starts"], starts, bool(one["starts"] and starts and alike(one["starts"], starts))),
            (
                "renewal",
                labelled or None,
                told or None,
                labelled and (mode == "automatic" or not one["renewal_automatic"]),
            ),
            ("renewal_period", length(one["renewal_period"]), period, length(one["renewal_period"]) == period),
            ("notice", notices or None, notice, notice in notices),
        ]
        if one["term"] or closed:
            rows.append(("term", length(one["term"]), term, length(one["term"]) == term))
        if one["ends"] or closed:
            rows.append(("ends", one["ends"], ends, bool(one["ends"] and ends and near(one["ends"], ends))))
        for field, label, value, right in rows:
            if field in one["unclear"]:
                continue
            score[field][0] += value is not None and right
            score[field][1] += value is not None and not right
            score[field][2] += label is not None and not (value is not None and right)
    for field, (right, wrong, missed) in score.items():
        print(f"{field:15} {right / max(1, right + wrong):.3f}  {right / max(1, right + missed):.3f}")
    print(f"{len(gold)} texts, {1000 * took / len(gold):.0f} ms each")


if __name__ == "__main__":
    main()
