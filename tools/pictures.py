"""Make the pictures of the pages: docs/status.svg, import.svg, timeline.svg, report.png and mail.png of a fixed day.

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
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from mou_tracker.cli.register import load, shown_of
from mou_tracker.language.wording import LANGUAGES, wording
from mou_tracker.status.filters import Query
from mou_tracker.views.status import status_lines
from mou_tracker.views.terminal import terminal

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DAY = date(2026, 11, 21)
WIDTH = 118
# The shape of a laptop's screen and a half: tiles, what needs attention, and the timeline.
SCREEN = {"width": 1240, "height": 1560}
MAIL = {"width": 1280, "height": 400}


def status_svg(language: str) -> str:
    """The terminal of `mou status` on the shipped register."""
    say = wording(language)
    office = load(say, str(ROOT / "data" / "agreements.yaml"), DAY)
    shown = shown_of(office, Query(), office.assessments, everything=False, contacts=False)
    return drawn("mou status", terminal(status_lines(shown, say, WIDTH), WIDTH))


def import_svg(language: str) -> str:
    """The preview of the example sheet, taken into an empty register."""
    command = [sys.executable, "-m", "mou_tracker", "import", str(DOCS / "examples" / "daftar-mou.csv"), "--dry-run"]
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "agreements.yaml"
        register.write_text("agreements: []\n", "utf-8")
        command += ["-r", str(register), "--as-of", DAY.isoformat(), "--lang", language]
        ran = subprocess.run(command, capture_output=True, check=False)  # exit status 1: a row is not taken
        return drawn("mou import daftar-mou.csv", ran.stdout.decode())


def drawn(title: str, screen: str) -> str:
    """A terminal with a title that shows some lines."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.from_ansi(screen), no_wrap=True, end="")
    # The letters that rich would fetch from elsewhere are left out: a picture asks nobody for anything.
    template = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return console.export_svg(title=title, code_format=template)


def run(*arguments: str) -> None:
    """Run `mou` on the shipped register as of the day."""
    command = [sys.executable, "-m", "mou_tracker", *arguments, "--as-of", DAY.isoformat()]
    subprocess.run([*command, "-r", "data/agreements.yaml"], cwd=ROOT, check=True)


def screenshot(page: Path, picture: Path, screen: dict[str, int], whole: bool = False) -> None:
    """A page as Chromium draws it: what fits the screen, or the whole of it."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        shot = browser.new_page(viewport=screen, color_scheme="light")  # type: ignore[arg-type]
        shot.goto(page.as_uri())
        shot.screenshot(path=str(picture), full_page=whole)
        browser.close()


def beside(language: str, page: Path) -> Path:
    """The example mail as a mail program draws it, and its plain text as a terminal does, side by side."""
    ending = "" if language == "en" else f".{language}"
    html, text = ((DOCS / "examples" / f"digest{ending}.{form}").read_text("utf-8") for form in ("html", "txt"))
    frame = "border:1px solid #8a8a8a;border-radius:6px;background:#fff"
    page.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><body style='margin:16px;display:flex;gap:16px;background:#eef0f2'>"
        f"<iframe srcdoc='{escape(html)}' style='{frame};width:610px' onload='this.style.height="
        f'this.contentDocument.documentElement.scrollHeight+"px"\'></iframe>'
        f"<pre style='{frame};margin:0;padding:16px;font:13px/1.45 monospace;color:#1a1a1a'>{escape(text)}</pre>",
        "utf-8",
    )
    return page


def main() -> None:
    """Write all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=list(LANGUAGES), default="en")
    language = parser.parse_args().lang
    (DOCS / "status.svg").write_text(status_svg(language), "utf-8")
    (DOCS / "import.svg").write_text(import_svg(language), "utf-8")
    run("timeline", "-f", "svg", "--lang", language, "-o", str(DOCS / "timeline.svg"))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        run("report", "--lang", language, "-o", str(page))
        screenshot(page, DOCS / "report.png", SCREEN)
        screenshot(beside(language, Path(folder) / "mail.html"), DOCS / "mail.png", MAIL, whole=True)


if __name__ == "__main__":
    main()
