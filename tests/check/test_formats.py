"""Findings in every format: whole outputs, read back by parsers that are not ours."""

import json
import pkgutil
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from msgspec.structs import replace
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from mou_tracker.basics.findings import Finding, Related, Span
from mou_tracker.basics.phrases import phrase
from mou_tracker.check import formats
from mou_tracker.check.formats import FORMATS, rendered
from mou_tracker.check.formats.github import step_summary
from mou_tracker.check.formats.json import check_schema
from mou_tracker.check.formats.report import Report
from mou_tracker.language.wording import Wording

TESTS = Path(__file__).parent.parent
Golden = Callable[[str, str], None]
ENGLISH = Wording("en", lambda text: text, lambda one, many, n: one if n == 1 else many)
SOURCES = {
    "data/agreements.yaml": [
        "agreements:",
        "  - {id: suwon, title: 日本: 😀, signed: 2015-02-30}",
        "    id: suwon",
        "\tnotes: \x1b[31mred ##[add-mask]e",
        "    title: " + "long " * 60 + "WRONG " + "tail " * 60,
        "    ends: 2014",
        "      - 2015",
        "",
    ],
    "data/more, files.yaml": ["agreements: []"],
}


def finding(rule: str, place: Span, message: str, hint: str | None = None, **more: object) -> Finding:
    """A finding in the first file."""
    said = phrase(message) if hint is None else phrase(hint)
    found = Finding(rule, "error", phrase(message), "data/agreements.yaml", place, said if hint else None)
    return replace(found, **more)  # type: ignore[arg-type]


FINDINGS = [
    finding("date-does-not-exist", Span(2, 39, 2, 49), "30 February does not exist", "February 2015 has 28 days"),
    finding(
        "duplicate-key",
        Span(3, 5, 3, 7),
        "the key `id` is given twice",
        "keep one of the two",
        agreement="suwon",
        related=(Related("data/agreements.yaml", Span(2, 6, 2, 8), phrase("it is given here first")),),
    ),
    finding("tab-outside-quotes", Span(4, 1, 4, 2), "a tab outside quotes", "use spaces"),
    finding("forbidden-character", Span(4, 9, 4, 10), "U+001B, 100% \x1b\u202e"),
    finding("unknown-key", Span(5, 312, 5, 317), "the key `WRONG` is not known", "did you mean `WRING`?"),
    finding("wrong-type", Span(6, 11, 7, 13), "a text and a list\nin two lines", severity="warning"),
    finding("file-empty", Span(9, 1, 9, 1), "nothing is written in this file", "write `agreements: []`"),
    finding("no-source", Span(1, 1, 1, 2), "::set-output name=a::b", file="data/more, files.yaml", severity="warning"),
]
PAGES = {"no-source": "A record names no source.\n\nWhoever reads it later cannot tell a fact from a guess.\n"}


def report(findings: list[Finding], colour: bool = False) -> Report:
    """A report in English over the two files above."""
    return Report(
        findings,
        tuple(SOURCES),
        41,
        ENGLISH,
        lambda file: SOURCES.get(file, ()),
        page_of=lambda rule: PAGES.get(rule, ""),
        colour=colour,
    )


def lone(form: str, one: Finding, **sources: list[str]) -> str:
    """One finding in one format, with the lines of its file."""
    return rendered(form, replace(report([one]), lines_of=lambda file: sources.get(file, [])))


def test_every_module_is_a_format_of_the_table() -> None:
    """A format that is written and not listed could not be asked for."""
    modules = {one.name for one in pkgutil.iter_modules(formats.__path__)}
    assert modules - {"report"} == set(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_whole_output(form: str, golden: Golden) -> None:
    """Every format gives exactly the text that is kept for it."""
    golden(f"check/{form}.txt", rendered(form, report(FINDINGS)))


def test_whole_output_in_colour(golden: Golden) -> None:
    """On a terminal the severity, the margin and the caret are coloured, and nothing else changes."""
    coloured = rendered("full", report(FINDINGS, colour=True))
    golden("check/full-colour.txt", coloured)
    assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == rendered("full", report(FINDINGS))


def test_whole_step_summary(golden: Golden) -> None:
    """The summary of a step is one Markdown table with every finding."""
    golden("check/step-summary.txt", step_summary(report(FINDINGS)))


def test_a_clean_run_says_what_was_read() -> None:
    """A run without findings is not silent, and its machine formats are empty but valid."""
    clean = report([])
    assert rendered("full", clean) == "2 files, 41 agreements read: 0 errors, 0 warnings\n"
    assert rendered("concise", clean) == "2 files, 41 agreements read: 0 errors, 0 warnings\n"
    assert rendered("github", clean) == "2 files, 41 agreements read: 0 errors, 0 warnings\n"
    assert json.loads(rendered("gitlab", clean)) == []
    assert json.loads(rendered("sarif", clean))["runs"][0]["results"] == []
    assert json.loads(rendered("rdjson", clean)) == {"source": {"name": "mou"}, "diagnostics": []}
    assert [case.is_passed for suite in JUnitXml.fromstring(rendered("junit", clean).encode()) for case in suite] == [
        True,
        True,
    ]
    assert step_summary(clean) == "**2 files, 41 agreements read: 0 errors, 0 warnings**\n"


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_steers_a_terminal(form: str) -> None:
    """No format passes a control or bidi character on, whatever a register holds."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", rendered(form, report(FINDINGS)))


# The caret


@pytest.mark.parametrize(
    ("line", "span", "shown"),
    [
        ("signed: 2015-02-30", Span(1, 9, 1, 19), "1 | signed: 2015-02-30\n  |         ^^^^^^^^^^"),
        ("日本: 😀 x", Span(1, 7, 1, 8), "1 | 日本: 😀 x\n  |          ^"),
        ("日本: 😀 x", Span(1, 1, 1, 3), "1 | 日本: 😀 x\n  | ^^^^"),
        ("a\tb", Span(1, 3, 1, 4), "1 | a    b\n  |      ^"),
        ("\x1bab", Span(1, 2, 1, 3), "1 | \\x1bab\n  |     ^"),
        ("é́x", Span(1, 3, 1, 4), "1 | é́x\n  |  ^"),
        ("abc", Span(1, 4, 1, 4), "1 | abc\n  |    ^"),
        ("abc def", Span(1, 5, 9, 1), "1 | abc def\n  |     ^^^"),
    ],
)
def test_the_caret_stands_under_its_characters(line: str, span: Span, shown: str) -> None:
    """Columns are code points; the caret counts the cells of a terminal."""
    text = lone("full", finding("some-rule", span, "said", file="f"), f=[line])
    assert text.split("\n\n")[0] == f"f:1:{span.col}: error: said [some-rule]\n  |\n{shown}"


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=400) | st.text("a日\u0300\u0e31\t\x1b😀", max_size=400),
    st.integers(1, 400),
    st.integers(1, 400),
)
@example("0" * 161 + "\u0300" * 12 + "0", 1, 1)  # marks took no cells, so any number of them was shown
@example("\u65e5\u0300" * 200, 200, 220)
def test_no_line_and_no_place_breaks_the_picture(line: str, first: int, last: int) -> None:
    """Whatever the line and the place, the snippet stays within its width and its caret within the snippet.

    The width counts cells, two for a wide character, and one for a mark, which has no cell of its own.
    """
    line = line.replace("\n", "")
    place = Span(1, min(first, last), 1, max(first, last))
    lines = lone("full", finding("some-rule", place, "said", file="f"), f=[line]).split("\n\n")[0].split("\n")
    assert len(lines) in (1, 4)
    widths = [sum(1 + (east_asian_width(sign) in "WF") for sign in one) for one in lines[1:]]
    assert all(width <= len("1 | ") + len("…") + 160 + len("…") for width in widths)


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.text("a日\u0300 \t\x1b😀", max_size=200),
    st.integers(1, 200),
    st.integers(40, 120),
)
def test_a_terminal_of_any_width_breaks_no_line(line: str, first: int, width: int) -> None:
    """Neither the snippet nor what is said of it runs over: a caret in the next row would point at nothing."""
    line, said = line.replace("\n", ""), "words " * 30 + "end"
    place = Span(1, first, 1, first + 30)
    found = finding("some-rule", place, said, said, file="f", related=(Related("f", place, phrase(said)),))
    shown = replace(report([found]), lines_of=lambda file: [line], width=width)
    rows = rendered("full", shown).split("\n\n")[0].split("\n")
    assert [row for row in rows if sum(1 + (east_asian_width(sign) in "WF") for sign in row) > width] == []
    assert "".join(rows).count("words") == 90  # the message, the hint and the other place, each whole


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_a_terminal_shows_the_same_words(width: int) -> None:
    """Whatever is told elsewhere, in rows of its width."""

    def words(text: str) -> list[str]:
        told = (row for row in text.splitlines() if not re.match(r" *[0-9]* \|", row))
        return [word for row in told for word in row.split() if word != "="]

    findings = [one for one in FINDINGS if not one.hint]
    assert words(rendered("full", replace(report(findings), width=width))) == words(rendered("full", report(findings)))


def test_a_line_of_a_million_characters_is_cut_around_the_place() -> None:
    """A hostile line costs no time and fills no screen."""
    line = "x" * 700_000 + "HERE" + "y" * 700_000
    lines = lone("full", finding("some-rule", Span(1, 700_001, 1, 700_005), "said", file="f"), f=[line]).split("\n")
    assert lines[2] == "1 | …" + "x" * 60 + "HERE" + "y" * 96 + "…"
    assert lines[3] == "  | " + " " * 61 + "^^^^"


# GitHub: the runner's own reading of a line


class Command(NamedTuple):
    """A workflow command as the runner understands it."""

    name: str
    properties: dict[str, str]
    data: str


def unescaped(text: str, *more: tuple[str, str]) -> str:
    """The runner undoes the escapes in this order, `%25` last."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, char)
    return text


def commands(text: str) -> Iterator[Command]:
    """What the runner obeys in some output: `::name props::data` at a line's start, `##[name props]data` anywhere."""
    for line in text.split("\n"):
        new = re.match(r"\s*::([^ :]+)(?: (.*?))?::(.*)$", line)
        old = re.search(r"##\[([^ \]]+)(?: ([^\]]*))?\](.*)$", line)
        found = new or old
        if found:
            pairs = [pair.partition("=") for pair in (found[2] or "").split("," if new else ";") if pair]
            values = {name: unescaped(value, ("%3A", ":"), ("%2C", ",")) for name, _, value in pairs}
            yield Command(found[1], values, unescaped(found[3]))


def test_the_runner_reads_back_what_was_meant() -> None:
    """Each line is one command of ours, with its place, title and message, whatever these contain."""
    read = list(commands(rendered("github", report(FINDINGS))))
    assert {command.name for command in read} == {"error", "warning"}
    assert read[0] == Command(
        "error",
        {
            "file": "data/agreements.yaml",
            "line": "2",
            "endLine": "2",
            "col": "39",
            "endColumn": "49",
            "title": "date-does-not-exist",
        },
        "30 February does not exist\nFebruary 2015 has 28 days",
    )
    assert read[3].data == r"U+001B, 100% \x1b\u202e"
    assert read[-2].properties == {
        "file": "data/agreements.yaml",
        "line": "6",
        "endLine": "7",
        "title": "wrong-type",
    }
    assert read[-1].properties["file"] == "data/more, files.yaml"


def test_a_step_shows_ten_of_each_kind_and_the_tenth_names_the_rest() -> None:
    """GitHub drops what is over ten without a word."""
    many = [replace(FINDINGS[0], span=Span(n, 1, n, 2)) for n in range(1, 24)]
    read = list(commands(rendered("github", report([*many, *FINDINGS[-1:]]))))
    assert [command.name for command in read] == ["error"] * 10 + ["warning"]
    assert read[9].data.endswith("\nand 13 more findings: see the log")
    assert "more finding" not in read[8].data


def test_the_log_that_the_tenth_names_is_there() -> None:
    """After the annotations every finding has its line, and what was read is the last one."""
    many = [replace(FINDINGS[0], span=Span(n, 1, n, 2)) for n in range(1, 24)]
    lines = rendered("github", report(many)).splitlines()
    assert lines[10:] == rendered("concise", report(many)).splitlines()
    assert lines[-1] == "2 files, 41 agreements read: 23 errors, 0 warnings"


def test_what_people_print_in_actions_is_defused() -> None:
    """A register cannot make the runner obey: only our own commands are read."""
    hostile = finding("unknown-key", Span(1, 1, 1, 2), "##[stop-commands]t ##[add-mask]e")
    assert [command.name for command in commands(rendered("github", report([hostile])))] == ["error"]
    assert "##[" not in rendered("github", report([hostile]))


def test_a_summary_stays_below_its_limit() -> None:
    """A summary of over one megabyte would be refused whole."""
    many = [FINDINGS[1]] * 30_000
    text = step_summary(report(many))
    assert len(text.encode()) < 1_048_576
    assert re.search(r"\nand [0-9]+ more findings: see the log\n$", text)


def test_build_services_get_paths_from_the_top_of_the_repository() -> None:
    """A check that runs in a subfolder still annotates the right file."""
    moved = replace(report(FINDINGS[:1]), from_root=lambda file: f"city/{file}")
    assert next(commands(rendered("github", moved))).properties["file"] == "city/data/agreements.yaml"
    assert json.loads(rendered("gitlab", moved))[0]["location"]["path"] == "city/data/agreements.yaml"
    place = json.loads(rendered("sarif", moved))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "city/data/agreements.yaml"
    assert json.loads(rendered("json", moved))["findings"][0]["file"] == "data/agreements.yaml"


# The other services


@pytest.mark.parametrize(
    ("form", "schema"),
    [
        ("json", "mou-check"),
        ("gitlab", "gitlab-code-quality"),
        ("rdjson", "rdjson"),
        ("sarif", "sarif-used"),
    ],
)
def test_json_formats_obey_their_schemas(form: str, schema: str) -> None:
    """Each JSON format has all that its reader asks for, and nothing that it does not know."""
    rules = json.loads((TESTS / "schemas" / f"{schema}.schema.json").read_text("utf-8"))
    for findings in ([], FINDINGS):
        jsonschema.validate(json.loads(rendered(form, report(findings))), rules)


def test_the_schema_that_is_printed_describes_the_json() -> None:
    """`mou schema --of check` allows what is printed, and nothing with a key more or less."""
    schema = check_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    printed = json.loads(rendered("json", report(FINDINGS)))
    jsonschema.validate(printed, schema)
    for wrong in (printed | {"more": 1}, {key: value for key, value in printed.items() if key != "files"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_json_says_everything() -> None:
    """One finding of the JSON, whole."""
    assert json.loads(rendered("json", report(FINDINGS)))["findings"][1] == {
        "rule": "duplicate-key",
        "severity": "error",
        "message": "the key `id` is given twice",
        "hint": "keep one of the two",
        "file": "data/agreements.yaml",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 7,
        "agreement": "suwon",
        "related": [{"file": "data/agreements.yaml", "line": 2, "column": 6, "message": "it is given here first"}],
    }


def test_equal_findings_have_different_fingerprints_that_do_not_depend_on_lines() -> None:
    """Equal fingerprints collapse into one entry; one with a line in it would change with every edit."""

    def prints(findings: list[Finding]) -> list[str]:
        return [item["fingerprint"] for item in json.loads(rendered("gitlab", report(findings)))]

    twice = [FINDINGS[0], replace(FINDINGS[0], span=Span(5, 1, 5, 2))]
    assert len(set(prints(twice))) == 2
    moved = [replace(one, span=Span(one.span.line + 7, 1, one.span.line + 7, 2)) for one in FINDINGS]
    assert prints(moved) == prints(FINDINGS)


def test_sarif_names_its_rules_once_with_their_pages() -> None:
    """Every result leads to its rule, whose help is the rule's page."""
    run = json.loads(rendered("sarif", report(FINDINGS)))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [one.rule for one in FINDINGS]
    page = next(rule for rule in rules if rule["id"] == "no-source")
    assert page["shortDescription"]["text"] == "A record names no source."
    assert page["help"]["text"] == PAGES["no-source"].strip()
    uri = run["results"][-1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "data/more%2C%20files.yaml"


def test_sarif_is_what_an_independent_model_of_the_whole_schema_reads() -> None:
    """Every field is one that SARIF 2.1.0 knows, with a value that it allows."""
    log = Sarif.model_validate_json(rendered("sarif", report(FINDINGS)))
    assert [result.ruleId for result in log.runs[0].results] == [one.rule for one in FINDINGS]


def test_junit_reads_back() -> None:
    """An independent reader counts the same suites, cases and failures."""
    suites = list(JUnitXml.fromstring(rendered("junit", report(FINDINGS)).encode()))
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        ("data/agreements.yaml", 7, 6),
        ("data/more, files.yaml", 1, 0),
    ]
    assert [case.name for case in suites[0]][:2] == ["line 2 (date-does-not-exist)", "suwon (duplicate-key)"]
    root = ET.fromstring(rendered("junit", report(FINDINGS)))
    assert (root.get("tests"), root.get("failures")) == ("8", "6")


@pytest.mark.parametrize(("strict", "failing"), [(False, 1), (True, 2)])
def test_junit_fails_for_what_fails_the_run(strict: bool, failing: int) -> None:
    """A warning is a case that passed, and says what was found; with --strict it failed."""
    grave, slight = FINDINGS[0], replace(FINDINGS[1], severity="warning")
    text = rendered("junit", replace(report([grave, slight]), strict=strict))
    suites = list(JUnitXml.fromstring(text.encode()))
    assert sum(suite.failures for suite in suites) == failing
    assert ET.fromstring(text).get("failures") == str(failing)
    assert text.count(f"[{slight.rule}]") == 1


def test_rdjson_columns_count_bytes() -> None:
    """The same place has a larger column where characters before it take more than one byte."""
    found = json.loads(rendered("rdjson", report(FINDINGS)))["diagnostics"]
    line = SOURCES["data/agreements.yaml"][1].encode()
    place = found[0]["location"]["range"]
    assert place == {"start": {"line": 2, "column": 46}, "end": {"line": 2, "column": 56}}
    assert line[place["start"]["column"] - 1 : place["end"]["column"] - 1] == b"2015-02-30"
