"""Write the reference pages from the tables that the program itself uses.

`python tools/docs.py` writes docs/check.md, docs/commands.md, docs/register.md and docs/register.schema.json; `--check`
only says which of them are not up to date. Sentences in English come from the code; what this file adds is how the
pages begin and the names of the kinds of values.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import dedent

import click

from mou_tracker.check.checking import Page, pages
from mou_tracker.check.reading_rules import READING_RULES
from mou_tracker.check.structural import STRUCTURAL
from mou_tracker.check.waivers import WAIVER_RULES
from mou_tracker.cli.inputs import Word, Words
from mou_tracker.cli.main import COMMANDS, Commands
from mou_tracker.fields import values
from mou_tracker.fields.schema import register_schema
from mou_tracker.fields.table import SHAPES, TOP
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.value_types import Field, ValueType
from mou_tracker.language.wording import wording

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MADE = "<!-- Made by tools/docs.py from the code. Change it there. -->\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [tuple(heads), *map(tuple, rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def code(words: Iterable[object]) -> str:
    """Words as code, joined by commas."""
    return ", ".join(f"`{word}`" for word in words)


# The rules of the check


CHECK_HEAD = """\
# Every rule of `mou check`

`mou check --rules` prints this list, and `mou check --explain RULE` one page of it. [CI](ci.md) tells how to run the
check and how to waive a rule for one line.

An **error** is a mistake; one that cannot be waived keeps its record out of every list until it is corrected. A
**warning** is something that a careful person looks at twice; it fails a run only with `--strict`. In the examples `#!`
marks the line of the finding and names its rule; it is not part of the register.

"""
CHECK_PARTS: tuple[tuple[str, Callable[[str, Page], bool]], ...] = (
    ("Errors in a file or a value", lambda name, _: name in READING_RULES),
    ("Errors in what a record says", lambda name, page: name not in READING_RULES and page.severity == "error"),
    ("Warnings about a record", lambda name, page: name not in WAIVER_RULES and page.severity == "warning"),
    ("Warnings about waivers", lambda name, _: name in WAIVER_RULES),
)
_EXAMPLE = re.compile(r"^(Bad|Good):\n((?:    .*\n|\n)+)", re.MULTILINE)


def check_page() -> str:
    """Every rule: a table of all, then the page of each."""
    known = pages()
    firm = {*READING_RULES, *WAIVER_RULES, *(rule.name for rule in STRUCTURAL)}
    rows = (
        (f"[`{name}`](#{name})", page.severity, "no" if name in firm else "yes", page.summary)
        for name, page in known.items()
    )
    parts = [MADE, CHECK_HEAD, table(("Rule", "Severity", "Can be waived", "Found where"), rows)]
    for title, belongs in CHECK_PARTS:
        parts.append(f"\n## {title}\n")
        parts += [f"\n### {name}\n\n{_with_fences(page.text)}" for name, page in known.items() if belongs(name, page)]
    return "".join(parts)


def _with_fences(page: str) -> str:
    """A rule's page with its examples as Markdown code."""
    text = _EXAMPLE.sub(lambda found: f"{found[1]}:\n\n```yaml\n{dedent(found[2]).strip(chr(10))}\n```\n\n", page)
    return text.strip("\n") + "\n"


# The fields of the register


REGISTER_HEAD = """\
# Every field of the register

A register is one YAML file in UTF-8, or a folder: then every `.yaml` and `.yml` file below it counts, in the order of
their paths; the map of an import (`rekap.xlsx.map.yaml`) does not. It has two keys, `agreements` and `register`. The
README shows [a whole record](../README.md#a-record).

A value means what its text says: `country: NO` is Norway. No status is ever written down; `mou` works it out. Whatever
does not fit this page is an error that [`mou check`](check.md) names with its line.

Editors that know YAML schemas complete and check these fields if the file's first line names
[register.schema.json](register.schema.json), relative to the file:

```yaml
# yaml-language-server: $schema=../docs/register.schema.json
```

## Several registers

A province has its cities, a university its faculties. `-r` may be given several times, and it may name a folder of
registers; so may `MOU_REGISTER`:

```
registers/
├── province.yaml              a register of one file
├── bandung/
│   ├── settings.yaml          has `register:`; the folder is one register
│   └── agreements-2015.yaml
└── cimahi/agreements.yaml
```

A folder is **one register**, as long as at most one `register:` stands below it. It holds **several** where each of its
parts, a file or a folder directly in it, has a `register:` of its own, and no two say the same `id`, `name` and
`authority`; a part that holds several in turn is taken apart likewise. So a section that was copied into a second file
of one register remains the error `register-twice`, and a stray file without `register:` makes all one register: `mou`
names it. A file that is empty or cannot be read may be a register of its own, so that it disturbs no other.

`status`, `agenda`, `check`, `calendar`, `report`, `remind` and the metrics take them together. Each register is read
by itself, with its own time zone (so its own today), language, holidays and owner. One that cannot be read is named
first, hides no other, and makes the exit status 1; but no calendar is written without it, since whoever subscribes
would take its events for called off, and `remind`, which goes from one to the next, ends with the worst status of
all. They stand by need: what has lapsed, is overdue, due, pending. An ID needs to be unique in its register only. On
the screen and in Markdown it is written `bandung/petaling-jaya-2015`; before the stroke stands the register's `id`,
else what its folder or file is called. So it may be typed wherever a command asks for a record, also where only that
one register is named; an ID alone is enough where only one register has it, and to `status` it means that of each.
Commands that work on one register choose it so:

```sh
mou status -r registers/
mou status -r registers/bandung -r registers/province.yaml
mou step -r registers/ bandung/petaling-jaya-2015 dprd-approval --done 2026-11-20
```

From two megabytes on they are read in as many processes as there are processors, and a terminal shows how far it is.
The output is the same, byte for byte; `MOU_PROCESSES` sets another number, such as 1.

## Kinds of values

"""
# Every reader of single values that the table of fields uses, its name on this page, and how it is written.
VALUES: tuple[tuple[ValueType, str, str], ...] = (
    (values.text, "text", "Anything but nothing. Quotes are needed where YAML wants them, as around a colon."),
    (values.any_date, "date", "`2015-11-27`, or `2015-11` or `2015` where no more is known."),
    (values.day, "day", "A whole date: `2026-12-24`."),
    (
        values.period,
        "period",
        "`5 years`, `18 months`, `2 years 6 months`, `6 weeks`, `90 days`, the same in "
        "Indonesian (`5 tahun`, `18 bulan`, `6 minggu`, `90 hari`), or `P5Y`.",
    ),
    (values.term, "term", "A period, `indefinite` or `unknown`."),
    (values.period_or_none, "period or none", "A period, or `none`."),
    (values.identifier, "id", "Small letters, digits and single dashes, at most 64: `petaling-jaya-2015`."),
    (values.country, "country", "Two capital letters of ISO 3166-1: `MY`."),
    (values.contact, "recipient", "The id of a contact of the register, or a mail address."),
    (values.address, "mail address", "One address without a name: `office@example.org`."),
    (values.url, "web address", "`https://…` or `http://…`."),
    (values.path, "path", "A file beside the register's file or below it: `papers/mou.pdf`."),
    (values.sha256, "checksum", "SHA-256: 64 hexadecimal digits."),
    (values.number, "number", "A whole number from 1."),
    (values.truth, "yes or no", "`true` or `false`."),
    (values.timezone, "time zone", "A name as `Asia/Jakarta`."),
    (values.rungs, "rungs", "A list of periods, `0 days` for the day itself; the last may be `then every 1 month`."),
    (values.said_fields, "field name", "The name of a field of the record, or of a part: `renewal.notice`."),
)
NAMES = {id(reader.schema): name for reader, name, _ in VALUES}


def register_page() -> str:
    """Every field of every kind of mapping, the agreement first."""
    at = SHAPES.index(AGREEMENT)
    rows = ((name, how) for _, name, how in VALUES)
    parts = [MADE, REGISTER_HEAD, table(("Kind", "How it is written"), rows), "\n## The file\n\n", _fields(TOP, None)]
    for shape in (*SHAPES[at:], *SHAPES[:at]):
        parts.append(f"\n## {_spoken(shape.name)}\n\n{_found_in(shape.name)}\n\n{_fields(shape.fields, shape.make)}")
        if shape.check and shape.check.__doc__:
            parts.append(f"\n{shape.check.__doc__}\n")
    return "".join(parts)


def _fields(fields: Iterable[Field], make: object) -> str:
    """The table of the fields of one kind of mapping."""
    defaults = _defaults(make)
    rows = (
        (
            f"`{field.key}`",
            described(field.reader.schema),
            "yes" if field.required else "",
            field.doc + (f" Else `{defaults[field.key]}`." if field.key in defaults else ""),
        )
        for field in fields
    )
    return table(("Field", "Value", "Required", "Meaning"), rows)


def _defaults(make: object) -> Mapping[str, str]:
    """What counts where a field is left out, as far as it is a plain value."""
    names: tuple[str, ...] = getattr(make, "__struct_fields__", ())
    given = getattr(make, "__struct_defaults__", ())
    found = dict(zip(names[len(names) - len(given) :], given, strict=True))
    plain = {name: value for name, value in found.items() if isinstance(value, (str, bool))}
    return {name: value if isinstance(value, str) else str(value).lower() for name, value in plain.items()}


def described(schema: object) -> str:
    """What may stand there, in words; KeyError for a kind of value that has no name here."""
    if id(schema) in NAMES:
        return NAMES[id(schema)]
    match schema:
        case {"enum": [*words]}:
            return code(words)
        case {"$ref": str(target)}:
            name = _spoken(target.rpartition("/")[2])
            return f"[{name}](#{name.replace(' ', '-')})"
        case {"anyOf": [*kinds]}:
            return ", or ".join(map(described, kinds))
        case {"type": "array", "items": {"enum": [*words]}}:
            return f"list, each one of {code(words)}"
        case {"type": "array", "items": items}:
            return f"list of {_several(described(items))}"
        case {"additionalProperties": inner, "propertyNames": names}:
            return f"for each {described(names)}: {described(inner)}"
    raise KeyError(json.dumps(schema))


def _several(name: str) -> str:
    """The plural of a name, which may be a link."""
    return name.replace("]", "s]", 1) if "]" in name else f"{name}s"


def _found_in(name: str) -> str:
    """Where a kind of mapping may stand."""
    places = []
    for owner, fields in (("file", TOP), *((shape.name, shape.fields) for shape in SHAPES)):
        keys = [field.key for field in fields if f'#/$defs/{name}"' in json.dumps(field.reader.schema)]
        if keys:
            title = "the file" if owner == "file" else _spoken(owner)
            places.append(f"{code(keys)} of [{title}](#{title.replace(' ', '-')})")
    return f"Under {', and '.join(places)}."


def _spoken(name: str) -> str:
    return name.replace("_", " ")


# The commands


COMMANDS_HEAD = """\
# Every command

`mou COMMAND --help` says the same on the screen, in Indonesian where the terminal speaks it or with `--lang id`.
Results go to the standard output; everything about the run goes to the standard error.

| Exit status | Meaning |
| --- | --- |
| 0 | All is well. |
| 1 | Something was found: an error, a status named by `--fail-on`, a record that cannot be read, a mail not sent. |
| 2 | It could not be done: a wrong option, wrong settings, no register, or nothing in it that can be read. |

`NO_COLOR` in the environment turns colours off, and `MOU_REGISTER` names the register where `-r` does not.

`-o FILE` replaces a file whole or not at all: where a link leads, with the mode and the owner that it had. Into a pipe,
a device or `/dev/fd/3` it writes straight, `-` is the standard output. What the run reads is never written over. A
standard output that is full or closed turns exit status 0 into 1, with one line; what was to be done is done.

"""
# An option that so many commands have in the same words is told once.
SHARED = 4
SHARED_HEAD = """\
They mean this in every command that refers here. All commands also have `-h`, `--help`.
"""
Row = tuple[str, str]


def commands_page() -> str:
    """Every command with its usage and options."""
    group = Commands(wording("en"))
    root = click.Context(group, info_name="mou")
    found = {name: group.get_command(root, name) for name in COMMANDS}
    rows = {name: list(_options(command)) for name, command in found.items() if command}
    often = Counter(row for listed in rows.values() for row in listed)
    shared = [row for row, times in often.items() if times >= SHARED]
    heads = ("Option", "Meaning")
    listed = table(("Command", "What for"), ((f"[`mou {n}`](#mou-{n})", group.say(COMMANDS[n][1])) for n in COMMANDS))
    parts = [MADE, COMMANDS_HEAD, listed]
    for name, command in found.items():
        assert command is not None
        own = [row for row in rows[name] if row not in shared]
        also = [row[0].rpartition("`--")[2].split()[0].strip("`") for row in rows[name] if row in shared]
        parts.append(f"\n## mou {name}\n\n{command.help}\n\n```text\n{_usage(name, command)}\n```\n")
        parts += [f"\n{table(heads, own)}"] if own else []
        parts += [f"\nAnd the [shared options](#shared-options) {code(f'--{one}' for one in also)}.\n"] if also else []
    parts.append(f"\n## Shared options\n\n{SHARED_HEAD}\n{table(heads, shared)}")
    return "".join(parts)


def _usage(name: str, command: click.Command) -> str:
    """How a command is called."""
    given = [one for one in command.params if isinstance(one, click.Argument)]
    return " ".join([f"mou {name} [OPTIONS]", *(_argument(one) for one in given)])


def _argument(argument: click.Argument) -> str:
    choices = argument.type.words if isinstance(argument.type, Word) else ()
    shown = "|".join(choices) if choices else (argument.name or "").upper()
    return argument.metavar or (shown if argument.required else f"[{shown}]")


def _options(command: click.Command) -> Iterator[Row]:
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            yield _names(option), _meaning(option)


def _names(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or _kind(option)}"
    *others, last = option.opts
    return code([*others, last + value])


def _words(option: click.Option) -> Sequence[str]:
    """The words of which one may stand there, if only some may."""
    if isinstance(option.type, click.Choice):
        return option.type.choices
    return option.type.words if isinstance(option.type, Word) else ()


def _kind(option: click.Option) -> str:
    """What stands for the value in an option's usage."""
    if _words(option):
        return option.opts[-1].lstrip("-").upper()
    return "NUMBER" if isinstance(option.type, click.types.IntParamType) else "TEXT"


def _meaning(option: click.Option) -> str:
    text = option.help or ""
    if words := _words(option):
        text += f" One of {code(words)}."
    if isinstance(option.type, Words) and option.type.words and option.type.words[0] not in text:
        text += f" Any of {code(option.type.words)}."
    if isinstance(option.default, (str, int)) and option.default and not option.is_flag:
        text += f" Else `{option.default}`."
    said = "epeatable" in text or "several times" in text
    return f"{text} Repeatable." if option.multiple and not said else text


# All of them


def schema_file() -> str:
    """The JSON Schema of the register, as `mou schema` prints it."""
    return json.dumps(register_schema(), indent=2, ensure_ascii=False) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "check.md": check_page,
    "commands.md": commands_page,
    "register.md": register_page,
    "register.schema.json": schema_file,
}


def main(arguments: list[str]) -> int:
    """Write what is not up to date, or name it."""
    stale = 0
    for name, made in PAGES.items():
        path, content = DOCS / name, made().encode()
        if path.exists() and path.read_bytes() == content:
            continue
        stale += 1
        if "--check" in arguments:
            print(f"docs/{name} is not up to date: run python tools/docs.py")
        else:
            DOCS.mkdir(exist_ok=True)
            path.write_bytes(content)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
