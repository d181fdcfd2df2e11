"""Today, in the register's zone: the only place that asks the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today(timezone: str) -> date:
    """The date that it is now in a zone such as Asia/Jakarta, whatever the machine's own zone is."""
    return datetime.now(ZoneInfo(timezone)).date()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
