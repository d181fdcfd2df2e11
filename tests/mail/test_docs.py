"""What docs/reminders.md shows is what the program makes."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import ROOT


def test_examples_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example mails and the tables are up to date; else run tools/reminder_docs.py."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import reminder_docs

    assert sorted(path.name for path in reminder_docs.outdated()) == []
    sys.modules.pop("reminder_docs")
