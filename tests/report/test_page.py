"""The report as text: all in one page, nothing fetched, nothing of a register run. In a browser: tests/browser."""

from __future__ import annotations

import gc
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mou_tracker.agreement.record import Agreement, Document, Source
from mou_tracker.agreement.register import Unreadable
from mou_tracker.basics.phrases import phrase
from mou_tracker.language.wording import Wording
from mou_tracker.report.details import href
from mou_tracker.report.page import MOST_URGENT, Record, report_html
from mou_tracker.report.page import page as page_of
from mou_tracker.report.words import Tongues
from tests.conftest import Ran
from tests.make import ENGLISH, agreement, assess_all, book, changed, day
from tests.views.samples import DAY, NAME, OTHER, sample

BOTH = (ENGLISH, OTHER)


def page(*records: Agreement, says: tuple[Wording, ...] = BOTH) -> str:
    """The report of some records."""
    return "".join(
        report_html(book(*records), assess_all(DAY, *records), NAME, day(DAY), says, base=lambda _: "../data/")
    )


class Elements(HTMLParser):
    """Every element with its attributes, and the text of scripts and styles, as a browser's reader sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.assessment: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        self.assessment.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep what scripts and styles hold."""
        if self.lasttag in ("script", "style") and data.strip():
            self.raw.setdefault(f"{self.lasttag} {self.assessment[-1][1].get('type') or ''}".strip(), data)


def test_whole_page(golden: Callable[[str, str], None]) -> None:
    """What stands between <main> and </main> for a register with every shape, and all words of the other language."""
    made, found = sample()
    text = "".join(report_html(made, found, NAME, day(DAY), BOTH))
    golden("report-main.html", text[text.index("<main>") : text.index("<footer>")])


def test_nothing_is_fetched_and_only_our_style_and_script_apply() -> None:
    """No address but the empty icon, no attribute that runs or styles, a policy with the hashes of what is there."""
    elements = Elements("".join(report_html(*sample(), NAME, day(DAY), BOTH)))
    assert [
        value for _, attrs in elements.assessment for name, value in attrs.items() if name in ("src", "srcset", "style")
    ] == []
    assert [name for _, attrs in elements.assessment for name in attrs if name.startswith("on")] == []
    assert [attrs["href"] for tag, attrs in elements.assessment if tag == "link"] == ["data:,"]
    hashes = {
        kind: f"'sha256-{b64encode(sha256(elements.raw[kind].encode()).digest()).decode()}'"
        for kind in ("style", "script")
    }
    policies = [a["content"] for tag, a in elements.assessment if tag == "meta" and "http-equiv" in a]
    assert policies == [
        f"default-src 'none'; style-src {hashes['style']}; script-src {hashes['script']}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    ]


def test_every_text_that_differs_is_there_in_the_other_language() -> None:
    """Each number in the page has its entry, and hardly an entry is unused."""
    elements = Elements("".join(report_html(*sample(), NAME, day(DAY), BOTH)))
    numbers = {int(a["data-t"] or "") for _, a in elements.assessment if "data-t" in a}
    table = json.loads(elements.raw["script application/json"])
    assert table["shown"] == {
        "en": "{shown} of 14 agreements shown",
        "id": "¡{shown} of 14 agreements shown",
    }
    assert list(table["words"]) == ["id"]
    unused = [text for number, text in enumerate(table["words"]["id"]) if number not in numbers]
    assert unused == [
        "¡without a date",
        "¡Nothing needs attention.",
        "¡Nothing is due.",
        "¡What could not be read",
    ]
    assert max(numbers) < len(table["words"]["id"])


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)></script>{{ 7*7 }}\x1b\u202e'
EVIL = changed(
    agreement("evil", signed="2015-01-01", term="5 years", follow_ups=[{"what": HOSTILE, "due": "2027-01-01"}]),
    title=HOSTILE,
    partner=(HOSTILE, "MY", HOSTILE),
    notes=HOSTILE,
    fields=(HOSTILE,),
    owner=(f"{HOSTILE}@x",),
    documents=(Document(HOSTILE, url="javascript:alert(3)"),),
    sources=(Source(HOSTILE, HOSTILE, url="data:text/html,<script>alert(4)</script>"),),
)


def test_hostile_text_makes_no_element() -> None:
    """A register that is all markup gives a page with the same elements as one of plain letters."""
    plain = {"title": "T", "partner": ("P", "MY", "B"), "notes": "N", "fields": ("F",), "owner": ("o@x",)}
    harmless = changed(EVIL, documents=(Document("D", url="E"),), sources=(Source("S", "P", url="U"),), **plain)
    harmless = replace(harmless, follow_ups=(replace(EVIL.follow_ups[0], what="W"),))

    def tags(record: Agreement) -> list[str]:
        return [tag for tag, attrs in Elements(page(record)).assessment if tag != "a" or attrs["href"][:1] == "#"]  # type: ignore[index]

    assert tags(EVIL) == tags(harmless)
    assert [a["href"] for tag, a in Elements(page(EVIL)).assessment if tag == "a" and a["href"][:1] != "#"] == []  # type: ignore[index]
    assert "\x1b" not in page(EVIL)
    assert "\u202e" not in page(EVIL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("https://contoh.id/é", "https://contoh.id/é"),
        ("mailto:ksln@example.org", "mailto:ksln@example.org"),
        ("naskah/mou 2015.pdf", "../data/naskah/mou%202015.pdf"),
        ("naskah/mou-2015.pdf", "../data/naskah/mou-2015.pdf"),
        ("naskah/100%.pdf", "../data/naskah/100%25.pdf"),
        ("a?b#c", "../data/a%3Fb%23c"),
        ("../x.pdf", "../data/../x.pdf"),
        *(
            (bad, None)
            for bad in (
                "",
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "java\nscript:alert(1)",
                "\x01javascript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "ftp://example.org",
                "//evil.example",
                "/etc/passwd",
                "\\\\evil\\x",
                "https:evil.example",
                "https:/evil",
                "https://\\evil",
                "http://a b",
                "mailto:",
                "x:y",
                " https://example.org",
                "blob:https://x",
                "https://a\u202eb",
                "\u2003javascript:alert(1)",
            )
        ),
    ],
)
def test_which_texts_become_links(text: str, expected: str | None) -> None:
    """Web, mail and relative addresses; nothing that runs, leaves the folder's site or hides its aim."""
    assert href(text, "../data/") == expected


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_text_at_all_becomes_a_link_of_another_kind(text: str) -> None:
    """Whatever a link is made of, a browser reads http, https, mailto, or a path below or beside the page."""
    made = href(text, "d/")
    assert made is None or re.match(r"(?i)https?://|mailto:|d/", made)


def test_sources_and_documents_lead_somewhere() -> None:
    """A source leads to its address and names the host; a document to its file from where the page lies."""
    record = replace(
        agreement("a", signed="2015-01-01"),
        sources=(Source("Report", "Prolite", url="https://example.org/x"),),
        documents=(Document("Text", path="a/b.pdf"),),
    )
    links = [a["href"] for tag, a in Elements(page(record)).assessment if tag == "a" and a["href"][:1] != "#"]  # type: ignore[index]
    assert links == ["../data/a/b.pdf", "https://example.org/x"]
    assert '<a href="https://example.org/x" rel=noreferrer>Report</a><td>Prolite, example.org' in page(record)


def test_unreadable_records_are_named() -> None:
    """What could not be read stands on the page with its place."""
    made, found = sample()
    broken = replace(made, unreadable=(Unreadable("data/a.yaml", 40, None, phrase("the id is missing")),))
    text = "".join(report_html(broken, found, NAME, day(DAY), (ENGLISH,)))
    assert "<li><code>data/a.yaml:40</code> the id is missing</li>" in text


def test_one_language_alone() -> None:
    """With one language there is no switch and nothing is numbered."""
    text = page(agreement("a", signed="2015-01-01"), says=(ENGLISH,))
    assert [a for _, a in Elements(text).assessment if "data-t" in a or "data-lang" in a] == []


def test_an_empty_register_is_a_page_too() -> None:
    """No agreement, nothing due, nothing to attend to."""
    assert "Nothing needs attention." in page()


REGISTER = """register: {name: R, language: en}
agreements:
  - {id: a, title: A, partner: {name: Oslo, country: NO}, kind: ksdpl, instrument: mou,
     signed: 2024-04-22, term: 4 years,
     documents: [{title: T, path: naskah/a.pdf}]}
  - {id: b, title: B, partner: {name: Lima, country: PE}, kind: other, instrument: mou,
     signed: 2024-04-22, term: 4 years}
"""


def test_as_it_runs(mou: Callable[..., Ran], register: Callable[[str, str], Path], tmp_path: Path) -> None:
    """The page is written whole, says what a filter hides, and its links lead from where it lies."""
    path = register(REGISTER, "data/agreements.yaml")
    (tmp_path / "public").mkdir()
    target = tmp_path / "public" / "report.html"
    ran = mou("report", "-r", path, "--as-of", DAY, "--country", "NO", "-o", target)
    hidden = "1 of 2 agreements shown; filter: country=NO"
    assert (ran.status, ran.out, ran.err) == (0, "", f"{hidden}\n")
    text = target.read_text("utf-8")
    assert re.findall(r'<p class="note"><span data-t=\d+>(.*?)</span></p>', text) == [hidden]
    assert [a["href"] for tag, a in Elements(text).assessment if tag == "a" and a["href"][:1] != "#"] == [  # type: ignore[index]
        "../data/naskah/a.pdf"
    ]


def test_the_page_is_in_the_language_of_the_register(mou: Callable[..., Ran], register: Callable[[str], Path]) -> None:
    """Indonesian unless the register or the reader says otherwise."""
    path = register(REGISTER)
    assert '<html lang="en">' in mou("report", "-r", path, "--as-of", DAY).out
    assert '<html lang="id">' in mou("report", "-r", path, "--as-of", DAY, "--lang", "id").out


def test_records_are_not_kept() -> None:
    """A record with all its words is there while its row is drawn; only the urgent ones wait for their place."""
    records = [agreement(f"oslo-{n}", signed="2015-11-27", term="5 years") for n in range(50)]
    alive: list[int] = []

    def draw(made: Iterable[Record]) -> Iterator[str]:
        for record in made:
            alive.append(sum(type(one) is Record for one in gc.get_objects()))
            yield f"<tbody id={record.assessment.agreement.id}>"

    gc.collect()
    gc.freeze()  # what is there already is not looked through at every row
    try:
        found = page_of(book(*records), assess_all(DAY, *records), NAME, day(DAY), Tongues(BOTH), lambda _: "", draw)
    finally:
        gc.unfreeze()
    assert max(alive) == MOST_URGENT + 1
    assert "".join(found.rows) == "".join(f"<tbody id={name}>" for name in sorted(one.id for one in records))
