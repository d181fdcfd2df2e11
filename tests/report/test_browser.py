"""What a reader does with the report: filter, sort, search, open, switch, by mouse and by keyboard."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from mou_tracker.report.page import report_html
from tests.make import ENGLISH, agreement, assess_all, book, day
from tests.report.conftest import Visit
from tests.report.test_page import EVIL, page
from tests.views.samples import DAY, NAME, OTHER, sample

Go = Callable[..., Visit]
BY_URGENCY = [
    "petaling-jaya-2015",
    "vague",
    "automatic",
    "extended",
    "melbourne-2024",
    "daegu",
    "refused",
    "braunschweig-1960",
    "bangkok",
    "no-date-at-all",
    "newer",
    "for-ever",
    "old",
    "ended-early",
]


@pytest.fixture(scope="module")
def report() -> str:
    """A register with every shape, in English and another language."""
    return "".join(report_html(*sample(), NAME, day(DAY), (ENGLISH, OTHER)))


def test_it_opens_quietly(visit: Go, report: str) -> None:
    """No console message, no request but the page itself; everything is listed, nothing is open."""
    seen = visit(report)
    assert seen.said == []
    assert [address for address in seen.asked if not address.endswith("/report.html")] == []
    assert (seen.shown(), seen.strips(), seen.opened()) == (BY_URGENCY, BY_URGENCY, [])
    assert seen.text("#_count") == "14 of 14 agreements shown"


def test_tiles_filter_and_add_up(visit: Go, report: str) -> None:
    """A tile keeps its status in table and timeline, a second one adds its own, pressing again takes it back."""
    seen = visit(report)
    seen.page.click('[data-status="lapsed"].tile')
    assert seen.shown() == seen.strips() == ["petaling-jaya-2015"]
    seen.page.click('[data-status="active"].tile')
    assert seen.shown() == seen.strips() == ["petaling-jaya-2015", "newer", "for-ever"]
    assert seen.text("#_count") == "3 of 14 agreements shown"
    assert seen.page.eval_on_selector_all(".tile[aria-pressed=true]", "all => all.map(one => one.dataset.status)") == [
        "lapsed",
        "active",
    ]
    seen.page.click('[data-status="lapsed"].tile')
    assert seen.shown() == ["newer", "for-ever"]
    seen.page.click("#_clear")
    assert seen.shown() == BY_URGENCY
    assert seen.said == []


def test_each_tile_shows_as_many_as_it_says(visit: Go, report: str) -> None:
    """Every filter returns exactly the records of its status, and the tiles add up to all."""
    seen = visit(report)
    total = 0
    for tile in seen.page.query_selector_all(".tile"):
        number = int((tile.query_selector("b") or tile).inner_text())
        tile.click()
        assert len(seen.shown()) == number
        tile.click()
        total += number
    assert total == len(BY_URGENCY)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("melbourne", ["melbourne-2024"]),
        ("MELB au", ["melbourne-2024"]),
        ("Terminated", ["ended-early"]),
        ("visit", ["bangkok"]),
        ("nothing like this", []),
        ("  ", BY_URGENCY),
        ("<script>", []),
    ],
)
def test_search(visit: Go, report: str, words: str, expected: list[str]) -> None:
    """All words have to occur, in any case, in the row or in the details."""
    seen = visit(report)
    seen.page.fill("#_search", words)
    assert seen.shown() == seen.strips() == expected
    assert seen.page.is_visible("#_none") == (not expected)
    assert seen.said == []


def test_sort(visit: Go, report: str) -> None:
    """By name, by last day and back by status; a second press turns the order, and what has no value stays last."""
    seen = visit(report)
    seen.page.click('th[data-sort="title"] button')
    assert seen.shown() == sorted(BY_URGENCY)
    seen.page.click('th[data-sort="title"] button')
    assert seen.shown() == sorted(BY_URGENCY, reverse=True)
    seen.page.click('th[data-sort="day"] button')
    undated = [
        name
        for name in BY_URGENCY
        if name
        in {
            "daegu",
            "refused",
            "braunschweig-1960",
            "bangkok",
            "no-date-at-all",
            "for-ever",
        }
    ]
    dated = ["ended-early", "old", "petaling-jaya-2015", "vague", "extended", "automatic", "melbourne-2024", "newer"]
    assert seen.shown() == dated + undated
    seen.page.click('th[data-sort="day"] button')
    assert seen.shown() == dated[::-1] + undated
    assert seen.page.eval_on_selector_all(
        "th[aria-sort]", "all => all.map(one => one.dataset.sort + one.ariaSort)"
    ) == ["daydescending"]
    seen.page.click('th[data-sort="rank"] button')
    assert seen.shown() == BY_URGENCY


def test_details_open_in_place(visit: Go, report: str) -> None:
    """A click opens and closes; a link from elsewhere on the page, or in the address, opens it too."""
    seen = visit(report, "#extended")
    assert seen.opened() == ["extended"]
    seen.page.click('.open[href="#melbourne-2024"]')
    assert seen.opened() == ["extended", "melbourne-2024"]
    seen.page.click('.open[href="#extended"]')
    assert seen.opened() == ["melbourne-2024"]
    seen.page.click('.group a[href="#daegu"]')
    seen.wait_for("document.activeElement.hash === '#daegu'")
    assert seen.opened() == ["daegu", "melbourne-2024"] or seen.opened() == ["melbourne-2024", "daegu"]
    seen.page.click("#_open")
    assert len(seen.opened()) == len(BY_URGENCY)
    seen.page.click("#_open")
    assert seen.opened() == []
    assert seen.said == []


def test_a_link_to_a_record_that_a_filter_hides_shows_it(visit: Go, report: str) -> None:
    """Who follows a link gets there."""
    seen = visit(report)
    seen.page.click('[data-status="active"].tile')
    seen.page.click('.urgent a[href="#petaling-jaya-2015"]')
    seen.wait_for("document.activeElement.hash === '#petaling-jaya-2015'")
    assert (seen.shown(), seen.opened()) == (BY_URGENCY, ["petaling-jaya-2015"])


def test_both_languages_are_in_the_page(visit: Go, report: str) -> None:
    """The switch exchanges every text, the count and the page's language; back again nothing is lost."""
    seen = visit(report)
    before = seen.text("main")
    assert "¡" not in before
    seen.page.click('[data-lang="id"]')
    assert seen.page.evaluate("document.documentElement.lang") == "id"
    assert seen.text("#_count") == "¡14 of 14 agreements shown"
    assert seen.text('[data-status="lapsed"].tile') == "1 ¡Lapsed"
    assert seen.text("#_all") == "¡All agreements"
    seen.page.fill("#_search", "¡exploring")
    assert seen.shown() == ["bangkok", "no-date-at-all"]
    seen.page.click('[data-lang="en"]')
    seen.page.fill("#_search", "")
    assert seen.text("main") == before
    assert seen.said == []


def test_light_and_dark(visit: Go, report: str) -> None:
    """The page follows the system, and the switch overrides it and is remembered."""
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (visit(report, color_scheme=scheme).page.evaluate(ground) for scheme in ("light", "dark"))
    assert light != dark
    seen = visit(report, color_scheme="dark")
    seen.page.click("#_theme")
    assert (seen.page.evaluate(ground), seen.page.get_attribute("#_theme", "aria-pressed")) == (light, "false")
    seen.page.reload()
    assert seen.page.evaluate(ground) == light


def test_keyboard_alone(visit: Go, report: str) -> None:
    """From the first Tab: skip to the table, filter by a tile, search, sort and open without a mouse."""
    seen = visit(report)
    press = seen.page.keyboard.press
    press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    for _ in range(4):
        press("Tab")
    assert seen.page.evaluate("document.activeElement.dataset.status") == "lapsed"
    press("Space")
    assert seen.shown() == ["petaling-jaya-2015"]
    press("Space")
    seen.page.focus("#_search")
    seen.page.keyboard.type("namur")
    assert seen.shown() == ["extended"]
    press("Shift+Tab")
    seen.page.focus(".skip")
    press("Enter")
    press("Tab")
    press("Enter")
    assert seen.page.get_attribute('th[data-sort="title"]', "aria-sort") == "ascending"
    for _ in range(4):
        press("Tab")
    assert seen.page.evaluate("document.activeElement.hash") == "#extended"
    press("Enter")
    assert seen.opened() == ["extended"]
    assert seen.page.get_attribute('.open[href="#extended"]', "aria-expanded") == "true"


AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_accessibility_checker_finds_nothing(visit: Go, report: str, scheme: str, width: int) -> None:
    """axe-core, all its rules, with everything open: no violation."""
    seen = visit(report, color_scheme=scheme, viewport={"width": width, "height": 800})
    seen.page.click("#_open")
    seen.page.evaluate(AXE)
    result: Any = seen.page.evaluate("() => axe.run()")
    found = [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in result["violations"]]
    assert found == []
    assert len(result["passes"]) > 30


def test_everything_is_readable_without_a_script(visit: Go, report: str) -> None:
    """With scripts off all details stand open, in the page's own language, and no control pretends to work."""
    seen = visit(report, java_script_enabled=False)
    page_ = seen.page
    for name in BY_URGENCY:
        assert page_.locator(f'[id="{name}"] > .more').is_visible()
    assert not page_.locator("#_search").is_visible()
    assert not page_.locator("#_theme").is_visible()
    assert page_.locator(".tile").first.is_disabled()
    assert page_.locator(".timeline svg.strip").count() == len(BY_URGENCY)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_runs_over_the_edge(visit: Go, report: str, width: int) -> None:
    """On a phone as on a desk the page does not scroll sideways, closed or open."""
    seen = visit(report, viewport={"width": width, "height": 800})
    for _ in range(2):
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        seen.page.click("#_open")


def test_hostile_text_runs_nothing(visit: Go) -> None:
    """A register full of markup: no dialog, no request, no message, and the text is shown as it was typed."""
    seen = visit(page(EVIL))
    seen.page.click("#_open")
    seen.page.click('[data-lang="id"]')
    seen.page.fill("#_search", "<script>")
    seen.page.wait_for_timeout(200)
    assert (seen.said, len(seen.asked), seen.shown()) == ([], 1, ["evil"])
    assert seen.page.inner_text('.open[href="#evil"]').startswith(
        '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    )


def test_the_policy_stops_a_script_that_got_in(visit: Go, report: str) -> None:
    """Even if markup slipped through, the browser would not run it."""
    broken = report.replace(
        "<main>", "<main><img src=data:, onerror=\"document.title='ran'\"><script>document.title='ran'</script>"
    )
    seen = visit(broken)
    seen.page.wait_for_timeout(200)
    assert seen.page.title() == f"{NAME} · {DAY}"
    assert len([said for said in seen.said if "Content Security Policy" in said]) == 2


def test_it_prints_on_paper(visit: Go, report: str) -> None:
    """A4, without controls, light, and only what is open is printed with its details."""
    seen = visit(report, color_scheme="dark")
    seen.page.click('.open[href="#extended"]')
    seen.page.emulate_media(media="print")
    assert seen.opened() == ["extended"]
    assert not seen.page.is_visible("#_search")
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert seen.page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")


def thousand() -> str:
    """A report of a thousand agreements of many shapes, in two languages."""
    dice = random.Random(1)
    records = [
        agreement(
            f"partner-{n}",
            partner=(f"Partner {n}", dice.choice(["JP", "KR", "AU"])),
            signed=f"{dice.randint(2005, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            term=dice.choice(["5 years", "3 years", "18 months", "indefinite", "unknown"]),
            steps=[{"step": "letter-of-intent", "done": "2004-05-01"}] if n % 5 == 0 else [],
            notes="Kept by the archive." if n % 10 == 0 else None,
            fields=("health", "culture and tourism"),
        )
        for n in range(1000)
    ]
    return "".join(report_html(book(*records), assess_all(DAY, *records), NAME, day(DAY), (ENGLISH, OTHER)))


def test_a_thousand_agreements_stay_usable(visit: Go) -> None:
    """Less than 3 MB; opening and filtering each take the main thread less than a second."""
    text = thousand()
    assert len(text.encode()) < 3_000_000
    seen = visit("<!doctype html><title>warm</title>")
    wire = seen.page.context.new_cdp_session(seen.page)
    wire.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        """Seconds of a processor that the main thread has used so far."""
        values = {m["name"]: m["value"] for m in wire.send("Performance.getMetrics")["metrics"]}
        return float(values["TaskDuration"])

    def spent(act: Callable[[], object]) -> float:
        """Main-thread seconds of one act until the next picture is drawn."""
        before = busy()
        act()
        seen.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return busy() - before

    path = seen.page.url.removeprefix("file://")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    taken = {
        "open": min(spent(seen.page.reload) for _ in range(3)),
        "search": spent(lambda: seen.page.fill("#_search", "partner 7")),
        "narrow": spent(lambda: seen.page.fill("#_search", "partner 77")),
        "clear": spent(lambda: seen.page.fill("#_search", "")),
    }
    assert {name: seconds for name, seconds in taken.items() if seconds >= 1} == {}
    seen.page.fill("#_search", "partner 77")
    assert len(seen.shown()) == 19
