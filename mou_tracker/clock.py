"""Today, in the register's zone: the only place that asks the clock, and that knows zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

# Hours before Greenwich. Indonesia has no summer time: its zones need no database.
_INDONESIA = {"Asia/Jakarta": 7, "Asia/Pontianak": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}


def today(zone: str) -> date:
    """The date that it is now in a zone such as Asia/Jakarta, whatever the machine's own zone is."""
    return datetime.now(_zone(zone)).date()


def beginning(day: date, zone: str) -> datetime:
    """The moment at which a day begins in a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=_zone(zone))


def _zone(name: str) -> tzinfo:
    if name in _INDONESIA:
        return timezone(timedelta(hours=_INDONESIA[name]))
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
