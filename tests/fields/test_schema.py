"""The JSON Schema against the reading: what the schema refuses is refused, and sound registers pass it."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mou_tracker.agreement.record import WHERE_WRITTEN, Agreement
from mou_tracker.agreement.register import Register
from mou_tracker.fields.schema import register_schema
from mou_tracker.fields.table import SHAPES
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.table.settings import REGISTER
from mou_tracker.parsing.nodes import MappingNode, Node, Scalar, SequenceNode
from mou_tracker.parsing.source_file import SourceFile
from mou_tracker.parsing.stream import Stream
from tests.parsing.helpers import book_of, with_lines
from tests.parsing.test_traps import LINES, VALUES
from tests.register.test_read import EVERYTHING, SETTINGS

SCHEMA = register_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
GOOD = [file.read_text() for file in sorted((Path(__file__).parent.parent / "corpus" / "good").glob("*.yaml"))]


def typed(node: Node) -> object:
    """A node as an editor's YAML has it, by the core schema of YAML 1.2."""
    if isinstance(node, MappingNode):
        return {key.value: typed(value) for key, value in node.pairs}
    if isinstance(node, SequenceNode):
        return [typed(item) for item in node.items]
    assert isinstance(node, Scalar)
    text = node.value
    if node.style:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text) and len(text) < 4000:
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def instance(text: str) -> object:
    """What a schema is asked about a file."""
    page = SourceFile("a.yaml", text)
    return {entry.key.value: typed(entry.node) for entry in Stream(page, "c").entries() if entry.key is not None}


def test_the_schema_is_one_and_describes_every_key() -> None:
    """Valid by its own dialect, closed, with a description for each key and each reference resolved."""
    Draft202012Validator.check_schema(SCHEMA)
    kinds = SCHEMA["$defs"]
    assert isinstance(kinds, dict)
    assert set(kinds) == {shape.name for shape in SHAPES}
    assert set(re.findall(r'"#/\$defs/([a-z_]+)"', json.dumps(SCHEMA))) <= set(kinds)
    for kind in (*kinds.values(), SCHEMA):
        assert kind["additionalProperties"] is False
        assert all(value["description"] for value in kind["properties"].values())


def test_keys_are_the_attributes_of_the_values() -> None:
    """A record's table and its dataclass say the same names in the same order."""
    beside = {*WHERE_WRITTEN, "signing_step"}  # where it is written, and what its procedure calls the signing
    for table, values in ((AGREEMENT, Agreement), (REGISTER, Register)):
        assert tuple(table.by_key) == tuple(name for name in values.__struct_fields__ if name not in beside)


@pytest.mark.parametrize("text", [SETTINGS + EVERYTHING, *GOOD])
def test_a_sound_register_passes(text: str) -> None:
    """The schema never refuses what the reading accepts."""
    if book_of(text).diagnostics == () and "---" not in text:
        assert [error.message for error in VALIDATOR.iter_errors(instance(text.lstrip("\ufeff")))] == []


SOUND_LINES = [*LINES, *VALUES]


@pytest.mark.parametrize("line", SOUND_LINES)
def test_what_the_schema_refuses_the_reading_refuses(line: str) -> None:
    """Over all lines of the table of traps."""
    text = with_lines(line)
    if LINES.get(line) == [] or line in VALUES:
        assert [error.message for error in VALIDATOR.iter_errors(instance(text))] == []


KEYS = [field.key for shape in SHAPES for field in shape.fields]
SCALARS = st.sampled_from(
    [
        "2015",
        "2015-11-27",
        "5 years",
        "P5Y",
        "indefinite",
        "unknown",
        "none",
        "true",
        "false",
        "True",
        "null",
        "~",
        "''",
        '"x"',
        "oslo",
        "123",
        "0123",
        "1e3",
        ".5",
        "-1",
        "0x1F",
        "a@b.org",
        "https://example.org/x",
        "a/b.txt",
        "NO",
        "no",
        "mou",
        "other",
        "[]",
        "{}",
        "[a]",
        "[2015-01-01]",
        "{id: a, en: b}",
        "{on: 2020, how: completed}",
        "{mode: none}",
        "automatic",
        "[{signed: 2020, term: 1 year}]",
        "0 days",
        "[1 day, then every 1 week]",
        "'2015'",
        "'12'",
        "12",
        "anniversary",
        "required",
        "[{title: x}]",
        "id",
        "UTC",
    ]
)


@settings(max_examples=500, deadline=None)
@given(
    pairs=st.dictionaries(st.sampled_from(KEYS), SCALARS, max_size=4),
    inside=st.sampled_from(["record", "register", "renewal"]),
)
def test_the_reading_refuses_all_that_the_schema_refuses(pairs: dict[str, str], inside: str) -> None:
    """Keys with values of all kinds, in a record, in the settings and in a part of a record."""
    body = ", ".join(f"{key}: {value}" for key, value in pairs.items())
    if inside == "record":
        base = {"id": "oslo", "title": "T", "partner": "{name: O, country: NO}", "kind": "other", "instrument": "mou"}
        body = ", ".join(f"{key}: {value}" for key, value in {**base, **pairs}.items())
        text = f"agreements: [{{{body}}}]\n"
    elif inside == "register":
        text = f"register: {{{body}}}\n"
    else:
        text = with_lines(f"renewal: {{{body}}}")
    if not book_of(text).diagnostics:
        assert [error.message for error in VALIDATOR.iter_errors(instance(text))] == []
