"""The report in a real browser: Debian's Chromium, driven by Playwright. Where there is no Chromium it is skipped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.conftest import need

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


USUAL = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}


class Visit:
    """A page that was opened, with everything it said and asked for besides."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", self._say)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))

    def _say(self, message: ConsoleMessage) -> None:
        self.said.append(message.text)

    def shown(self) -> list[str]:
        """The ids of the agreements in the table that can be seen, in order."""
        found = self.page.eval_on_selector_all("#_table > tbody:not([hidden])", "all => all.map(one => one.id)")
        assert isinstance(found, list)
        return found

    def strips(self) -> list[str]:
        """The ids of the agreements in the timeline that can be seen, in order."""
        found = self.page.eval_on_selector_all(
            ".group:not([hidden]) li:not([hidden]) a", "all => all.map(one => one.hash.slice(1))"
        )
        assert isinstance(found, list)
        return found

    def opened(self) -> list[str]:
        """The ids of the agreements whose details can be seen."""
        found = self.page.eval_on_selector_all(
            "#_table > tbody > .more", "all => all.filter(one => one.checkVisibility()).map(one => one.parentNode.id)"
        )
        assert isinstance(found, list)
        return found

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true, asking from outside: Playwright's own waiting evaluates text in the page,
        which the page's content policy forbids, so that it fails whenever the first answer is no.
        """
        until = time.monotonic() + 10
        while not self.page.evaluate(expression):
            assert time.monotonic() < until, expression
            self.page.wait_for_timeout(20)

    def text(self, selector: str) -> str:
        """The text of one element as it can be seen."""
        return " ".join(self.page.inner_text(selector).split())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    chromium = need("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Open a page of this text from disk; the options are those of a browser's context."""
    contexts = []

    def go(text: str, hash: str = "", **options: object) -> Visit:
        path = tmp_path / "report.html"
        path.write_text(text, "utf-8")
        context = browser.new_context(**{**USUAL, **options})  # type: ignore[arg-type]
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.goto(f"{path.as_uri()}{hash}")
        return seen

    yield go
    for context in contexts:
        context.close()
