"""Registers, servers and certificates for the reminders' tests."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mou_tracker import clock
from mou_tracker.mail import deliver, settings_place
from tests.conftest import Ran
from tests.mail.certificates import Certificates, signed_in
from tests.mail.on_day import noon
from tests.mail.server import Server


@dataclass
class Desk:
    """A register with its ledger in an empty folder, and the program to run on it."""

    folder: Path
    run: Callable[..., Ran]
    monkeypatch: pytest.MonkeyPatch
    usual: bool = False
    """Whether the ledger lies where it lies when none is named."""

    @property
    def ledger(self) -> Path:
        return self.folder / "state" / "ledger.sqlite"

    def write(self, text: str) -> None:
        (self.folder / "agreements.yaml").write_text(text, "utf-8")

    def settings(self, **values: object) -> None:
        for key, value in values.items():
            self.monkeypatch.setenv(f"MOU_MAIL_{key.upper()}", str(value))

    def remind(self, day: str, *options: str) -> Ran:
        return self.remind_at(self.folder / "agreements.yaml", day, *options)

    def remind_at(self, register: Path, day: str, *options: str) -> Ran:
        self.monkeypatch.setattr(clock, "today", lambda zone: datetime.date.fromisoformat(day))
        self.monkeypatch.setattr(clock, "now", lambda: noon(day))
        return self.run("remind", "-r", register, *(() if self.usual else ("--ledger", self.ledger)), *options)

    def begin(self, day: str) -> None:
        self.begin_at(self.folder / "agreements.yaml", day)

    def begin_at(self, register: Path, day: str) -> None:
        assert self.remind_at(register, day, "--init").status == 0


@pytest.fixture
def desk(tmp_path: Path, mou: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Desk:
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings_place, "OF_THE_MACHINE", tmp_path / "etc")
    monkeypatch.setattr(deliver, "PAUSES", ())  # tests of trying again set their own
    return Desk(tmp_path, mou, monkeypatch)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


@pytest.fixture
def posted(desk: Desk, server: Server) -> Desk:
    """A desk whose mail goes to the server, without TLS since it is on this machine."""
    desk.settings(host="127.0.0.1", port=server.port, **{"from": "mou@example.org"}, timeout=2)
    return desk


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return signed_in(tmp_path_factory.mktemp("certificates"))
