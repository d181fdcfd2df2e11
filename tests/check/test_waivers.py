"""Waivers in comments: where they hold, what they drop, and what is wrong with them."""

import pytest

from mou_tracker.basics.findings import Finding, Span
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.checking import checked
from mou_tracker.check.waivers import Waiver, apply, find_waivers
from mou_tracker.register.procedures import ShippedProcedures

KNOWN = ("no-owner", "no-source")


def finding(line: int, rule: str = "no-owner", file: str = "a.yaml") -> Finding:
    """A warning somewhere in a line."""
    return Finding(rule, "warning", phrase("x"), file, Span(line, 3, line, 9))


def test_a_waiver_beside_a_value_holds_for_its_line() -> None:
    """Its place, its rules and its reason."""
    assert find_waivers("a.yaml", "a: 1\nb: 2  # mou: allow[no-owner, no-source] because of x\n") == [
        Waiver("a.yaml", 2, 2, ("no-owner", "no-source"), "because of x", Span(2, 7, 2, 53))
    ]


def test_a_waiver_alone_holds_for_the_line_below() -> None:
    """Also when it is indented."""
    [waiver] = find_waivers("a.yaml", "a:\n  # mou: allow[no-owner] because of x\r\n  b: 2\n")
    assert (waiver.line, waiver.target_line, waiver.reason) == (2, 3, "because of x")


@pytest.mark.parametrize(
    "text",
    [
        "a: '# mou: allow[no-owner]'\n",
        'a: "x # mou: allow[no-owner]"\n',
        "a: |\n  # mou: allow[no-owner]\n",
        "a: x# mou: allow[no-owner]\n",
        "a: [b, {c: d}]\ne: [x,\n  '# mou: allow[no-owner]']\n",
        'a: {b: [c],\n  d: 1,\n  e: "# mou: allow[no-owner]"}\n',
        "a: 1\nb: [c]\n\nd: >-\n  e: [f]\n\n  # mou: allow[no-owner]\n",
        "a: 'b\n  c: [d]\n  # mou: allow[no-owner]'\n",
    ],
)
def test_only_comments_waive(text: str) -> None:
    """Not what stands in quotes or in a block text, which is data."""
    assert find_waivers("a.yaml", text) == []


@pytest.mark.parametrize(
    "above",
    [
        "a: [b, {c: d}]\n\n- e\n",
        "a: b[\nc: d]\n",  # plain texts, which open nothing and close nothing
        "a: {b: [c, [d, {e: f}]]}\ng: h\n",
        "a: [b,\n  c: [d],\n  e]\nf: it's [\n",
        "a: >-\n  b 'c\n  d: [\ne: f\n",
        "a: 'b\n  [ # c'\nd: e\n",
        "a: ]\nb: [c]\n",
    ],
)
def test_a_comment_waives_whatever_stands_above(above: str) -> None:
    """The lines before may hold quotes, brackets and block texts, on one line or over several."""
    [waiver] = find_waivers("a.yaml", f"{above}x: y  # mou: allow[no-owner] because of z\n")
    assert (waiver.line, waiver.rules) == (above.count("\n") + 1, ("no-owner",))


def test_what_is_waived_is_gone_and_the_rest_stays() -> None:
    """By file, line and rule."""
    waivers = find_waivers("a.yaml", "b: 2  # mou: allow[no-owner] because of x\n")
    others = [finding(2), finding(1, "no-source"), finding(1, file="b.yaml")]
    assert list(apply([finding(1), *others], waivers, KNOWN)) == others


@pytest.mark.parametrize(
    ("comment", "rules"),
    [
        ("# mou: allow[no-owner] because of x", []),
        ("# mou: allow[no-owner]", ["waiver-without-reason"]),
        ("# mou: allow[no-owner] since x", ["waiver-without-reason"]),
        ("# mou: allow[no-owner] because", ["waiver-without-reason"]),
        ("# mou: allow[no-source] because of x", ["no-owner", "unused-waiver"]),
        ("# mou: allow[no-owner, no-source] because of x", ["unused-waiver"]),
        ("# mou: allow[no-ovner] because of x", ["no-owner", "unknown-rule-in-waiver"]),
        ("# mou: allow[not-a-date] because of x", ["no-owner", "unused-waiver"]),
        ("# mou: allow[] because of x", ["no-owner"]),
    ],
)
def test_a_waiver_must_waive_something_and_say_why(comment: str, rules: list[str]) -> None:
    """Otherwise it is a finding at its own place."""
    waivers = find_waivers("a.yaml", f"a: 1  {comment}\n")
    assert [one.rule for one in apply([finding(1)], waivers, KNOWN)] == rules


def test_errors_of_reading_cannot_be_waived() -> None:
    """A record that has one is not read, waived or not."""
    error = finding(1, "not-a-date")
    waivers = find_waivers("a.yaml", "a: 1  # mou: allow[not-a-date] because of x\n")
    assert [one.rule for one in apply([error], waivers, KNOWN)] == ["not-a-date", "unused-waiver"]


STRUCTURAL_ERRORS = {
    "duplicate-id": "id: a",
    "no-such-agreement": "renews: zz",
    "reference-circle": "renews: a",
    "ends-before-start": "signed: 2020-01-02, ends: 2019-12-31",
    "done-before-received": "steps: [{step: draft-text, started: 2020-01-02, done: 2020-01-01}]",
}


@pytest.mark.parametrize("rule", STRUCTURAL_ERRORS)
def test_a_waiver_of_an_error_that_stays_says_so(rule: str) -> None:
    """What makes a record unreadable stands on that very line: nobody is told that nothing is there."""
    said = "id: b, " * (rule != "duplicate-id") + STRUCTURAL_ERRORS[rule].replace("renews: a", "renews: b")
    record = "  - {%s, title: T, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou, sources: [{title: T}]}"
    text = "register: {owner: a@example.org}\nagreements:\n%s\n%s  # mou: allow[%s] because x\n"
    made = text % (record % "id: a", record % said, rule)
    findings = checked({"a.yaml": made.encode()}, ShippedProcedures()).findings
    assert [(one.rule, one.span.line) for one in findings if one.rule != "signed-without-dprd"] == [
        (rule, 4),
        ("unused-waiver", 4),
    ]
    assert findings[-1].message.msgid == "an error of the rule `{rule}` cannot be waived"


RENEWED = """\
register: {{owner: a@example.org}}
agreements:
  - id: old
    title: MoU Bandung – Suwon
    partner: {{name: Suwon, country: {country}}}
    kind: ksdpl
    instrument: mou
    dprd: not-required
    signed: 2015-11-27
    term: 1 year
    sources: [{{title: T}}]
  - id: new
    title: MoU Bandung – Suwon
    partner: {{name: Suwon, country: KR}}
    kind: ksdpl
    instrument: mou
    dprd: not-required
    signed: 2019-11-27
    term: 5 years
    # mou: allow[gap-between-terms] because nobody saw to it
    renews: old
    sources: [{{title: T}}]
"""


@pytest.mark.parametrize(("country", "rules"), [("KR", []), ("Korea", ["no-such-country"])])
def test_a_waiver_is_not_called_unused_where_an_error_elsewhere_hides_what_it_waives(
    country: str, rules: list[str]
) -> None:
    """The record that it is about refers to one that cannot be read now: who removes it would break the register."""
    found = checked({"r.yaml": RENEWED.format(country=country).encode()}, ShippedProcedures())
    assert [one.rule for one in found.findings] == rules
