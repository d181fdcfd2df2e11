"""The program on another day than today: `python on_day.py 2027-06-01 remind …`. A real run asks the clock."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mou_tracker import clock
from mou_tracker.cli.main import main


def noon(day: str) -> datetime:
    """That day at noon in Jakarta."""
    return datetime.combine(date.fromisoformat(day), time(5), UTC)


if __name__ == "__main__":
    day = sys.argv.pop(1)
    clock.today = lambda zone: date.fromisoformat(day)
    clock.now = lambda: noon(day)
    sys.exit(main(sys.argv[1:]))
