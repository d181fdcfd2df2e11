"""Make the pictures of the README: docs/status.svg, docs/timeline.svg and docs/report.png, as of a fixed day.

`python tools/pictures.py [--lang en]` needs the test extra and a Chromium (`CHROMIUM`, else the one on the path).
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from mou_tracker.cli.register import load
from mou_tracker.language.wording import LANGUAGES, wording
from mou_tracker.status.statuses import ATTENTION
from mou_tracker.views.status import Shown, status_lines
from mou_tracker.views.terminal import terminal

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DAY = date(2026, 11, 21)
WIDTH = 118
# The shape of a laptop's screen and a half: tiles, what needs attention, and the timeline.
SCREEN = {"width": 1240, "height": 1560}


def status_svg(language: str) -> str:
    """The terminal of `mou status` on the shipped register."""
    say = wording(language)
    office = load(say, str(ROOT / "data" / "agreements.yaml"), DAY)
    shown = Shown(office.name, office.as_of, office.assessments, ATTENTION)
    screen = terminal(status_lines(shown, say, WIDTH), WIDTH)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.from_ansi(screen), no_wrap=True, end="")
    # The letters that rich would fetch from elsewhere are left out: a picture asks nobody for anything.
    template = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return console.export_svg(title="mou status", code_format=template)


def run(*arguments: str) -> None:
    """Run `mou` on the shipped register as of the day."""
    command = [sys.executable, "-m", "mou_tracker", *arguments, "--as-of", DAY.isoformat()]
    subprocess.run([*command, "-r", "data/agreements.yaml"], cwd=ROOT, check=True)


def report_png(page: Path, picture: Path) -> None:
    """The upper part of the report as Chromium draws it."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        shot = browser.new_page(viewport=SCREEN, color_scheme="light")  # type: ignore[arg-type]
        shot.goto(page.as_uri())
        shot.screenshot(path=str(picture))
        browser.close()


def main() -> None:
    """Write all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=list(LANGUAGES), default="en")
    language = parser.parse_args().lang
    (DOCS / "status.svg").write_text(status_svg(language), "utf-8")
    run("timeline", "-f", "svg", "--lang", language, "-o", str(DOCS / "timeline.svg"))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        run("report", "--lang", language, "-o", str(page))
        report_png(page, DOCS / "report.png")


if __name__ == "__main__":
    main()
