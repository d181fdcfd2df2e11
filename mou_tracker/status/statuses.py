"""The statuses that a record can have: exactly one on each day."""

from __future__ import annotations

from typing import Literal

Status = Literal[
    "exploring", "pending-dprd", "in-approval", "upcoming", "unknown", "active", "due", "lapsed", "renewed", "closed"
]
STATUSES: tuple[Status, ...] = (
    "exploring",
    "pending-dprd",
    "in-approval",
    "upcoming",
    "unknown",
    "active",
    "due",
    "lapsed",
    "renewed",
    "closed",
)
ATTENTION: tuple[Status, ...] = ("lapsed", "due", "pending-dprd")
