#!/usr/bin/env python3
"""Breaks the code in small ways and tells which breaks no test notices: `python tools/mutants.py --seed 1`.

Each mutant changes one thing of one module in a copy of the project: a comparison's edge, `and` for `or`, a condition
without its second half, a number by one, a call left out, two arguments swapped, an element dropped, None returned.
Then the tests that reach its line run, its own room's first. What survives either does not change
behaviour or is a claim that no test makes. It is slow and gates nothing.

Which test reaches which line is measured first (`--map FILE` keeps it and takes it up again).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    *("agreement", "approvals", "basics", "status", "register", "parsing"),
    *("fields", "check", "edit", "reminders", "mail"),
)
# Rooms whose tests take a browser or an office, or read no code of these rooms.
NOT_MAPPED = ("report", "texts", "sheets")
# Rooms of tests with programs in processes of their own, which no map shows.
APART = ("tests/mail",)
# How many tests that reach a line are tried, first and at most.
NEAREST, FAR = 40, 400
# Made by a tool from data, and compared with it.
GENERATED = ("shipped.py", "holiday_table.py")
EDGES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OTHER_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
NOTHING = {
    "None": "None",
    "bool": "False",
    "str": "''",
    "int": "0",
    "tuple": "()",
    "list": "[]",
    "dict": "{}",
    "set": "set()",
}
# Keywords that say how a thing is made, and not what comes out.
MAKING = ("strict", "frozen", "kw_only", "flush", "ensure_ascii")


class Place(NamedTuple):
    """A node of a module, by its number in `ast.walk`, that can be changed; its lines are its statement's head."""

    file: Path
    number: int
    lines: range
    within: str


class Mutant(NamedTuple):
    """A module with one thing changed."""

    place: Place
    what: str
    text: str


def places(file: Path) -> Iterator[Place]:
    """Every place of a module that can be changed."""
    tree = _parsed(file)
    numbers = {node: number for number, node in enumerate(ast.walk(tree))}

    def under(node: ast.AST, lines: range, within: str) -> Iterator[Place]:
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = min(body[0].lineno - 1, node.end_lineno or 0) if body else node.end_lineno or 0
            lines = range(node.lineno, max(last, node.lineno) + 1)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            within = f"{within}.{node.name}" if within else node.name
        if _ways(node):
            yield Place(file, numbers[node], lines, within)
        for child in _changeable(node):
            yield from under(child, lines, within)

    yield from under(tree, range(0), "")


def _parsed(file: Path) -> ast.AST:
    """A module in which every `return` knows the empty value of its function's type."""
    tree = ast.parse(file.read_text("utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.returns:
            said = ast.unparse(function.returns)
            empty = next((value for name, value in NOTHING.items() if re.search(rf"(^|\| ){name}\b", said)), None)
            for one in ast.walk(function):
                if isinstance(one, ast.Return) and empty:
                    one.nothing = ast.parse(empty, mode="eval").body  # type: ignore[attr-defined]
    return tree


def _changeable(node: ast.AST) -> Iterator[ast.AST]:
    """A node's children without types, decorators, claims and what says only how a thing is made."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "slice" if _is_type(node) else "") or (
            name == "keywords" and isinstance(node, ast.ClassDef)
        ):
            continue
        for child in value if isinstance(value, list) else [value]:
            made = isinstance(child, ast.keyword) and child.arg in MAKING
            if isinstance(child, ast.AST) and not made and not isinstance(child, ast.Assert | ast.Raise):
                yield child


def _is(node: ast.AST, kind: type) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, kind)


def _is_type(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in _TYPES


_TYPES = ("Literal", "dict", "list", "tuple", "type", "Callable", "Iterator", "Mapping", "Annotated", "Generator")


def _ways(node: ast.AST) -> int:
    """In how many ways a node can be changed."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in EDGES:
            return 1
        case ast.BoolOp(values=values):
            return 1 + len(values)
        case ast.BinOp(op=ast.Add() | ast.Sub(), left=left, right=right):
            return 0 if any(isinstance(one, ast.JoinedStr) or _is(one, str) for one in (left, right)) else 1
        case ast.UnaryOp(op=ast.Not()) | ast.Constant(value=bool() | int()):
            return 1
        case ast.Return(value=ast.expr() as value):
            nothing = getattr(node, "nothing", None)
            return 1 if nothing and ast.dump(nothing) != ast.dump(value) and not _is(value, bool) else 0
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            return 1
        case ast.If() | ast.IfExp():
            return 2
        case ast.comprehension(ifs=ifs):
            return len(ifs)
        case ast.Call(func=ast.Name(id=name)) if name in OTHER_CALLS:
            return 1
        case ast.Call(args=[first, second, *_]) if type(first) is type(second) and not isinstance(first, ast.Starred):
            return 1 if ast.dump(first) != ast.dump(second) else 0
        case ast.Tuple(elts=parts, ctx=ast.Load()) | ast.List(elts=parts, ctx=ast.Load()) | ast.Set(elts=parts):
            return len(parts) if len(parts) > 1 else 0
        case ast.Dict(values=values):
            return len(values)
    return 0


def _change(node: ast.AST, way: int) -> ast.AST:
    """The node changed in place, or what takes its place."""
    match node:
        case ast.Compare():
            node.ops = [EDGES[type(node.ops[0])]()]
        case ast.BoolOp() if way == 0:
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BoolOp():
            del node.values[way - 1]
            return node.values[0] if len(node.values) == 1 else node
        case ast.UnaryOp():
            return node.operand
        case ast.Constant(value=bool() | int() as value):
            node.value = not value if isinstance(value, bool) else value + 1
        case ast.BinOp():
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        case ast.Return():
            node.value = node.nothing  # type: ignore[attr-defined]
        case ast.Expr():
            return ast.Pass()
        case ast.If():
            node.test = ast.Constant(bool(way))
        case ast.IfExp():
            return node.orelse if way else node.body
        case ast.comprehension():
            del node.ifs[way]
        case ast.Call(func=ast.Name(id=name)) if name in OTHER_CALLS:
            node.func = ast.Name(OTHER_CALLS[name])
        case ast.Call():
            node.args[:2] = reversed(node.args[:2])
        case ast.Tuple() | ast.List() | ast.Set():
            del node.elts[way]
        case ast.Dict():
            del node.keys[way], node.values[way]
    return node


def mutant(place: Place, chance: random.Random) -> Mutant:
    """The place changed in one of its ways."""
    tree = _parsed(place.file)
    target = next(one for number, one in enumerate(ast.walk(tree)) if number == place.number)
    before = copy.deepcopy(target)
    changed = _change(target, chance.randrange(_ways(target)))
    if changed is not target:
        _put(tree, target, changed)
    what = f"{_short(before)} -> {_short(changed)}"
    return Mutant(place, what, ast.unparse(ast.fix_missing_locations(tree)))


def _short(node: ast.AST) -> str:
    """A node on one line; of an `if` its head only."""
    text = f"if {ast.unparse(node.test)}" if isinstance(node, ast.If) else ast.unparse(node)
    return " ".join(text.split())


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, new)
            elif isinstance(value, list):
                setattr(node, name, [new if one is old else one for one in value])


def _room(test: str) -> str:
    return test.split("/")[1]


class Reach:
    """Which tests reach a line, those of its room first, and of these the ones that reach least else."""

    def __init__(self, map_: Path) -> None:
        self.data = coverage.CoverageData(str(map_))
        self.data.read()
        self.files = {name.rpartition("/mou_tracker/")[2]: name for name in self.data.measured_files()}
        self.lines: dict[str, dict[int, set[str]]] = {}
        self.size: Counter[str] = Counter()
        for short, name in self.files.items():
            by_line = self.data.contexts_by_lineno(name)
            self.lines[short] = {at: {one.rpartition("|")[0] for one in who if one} for at, who in by_line.items()}
            for who in self.lines[short].values():
                self.size.update(who)

    def tests(self, place: Place) -> list[str]:
        """For what runs at import alone those that reach its module, from every room in turn."""
        of_file = self.lines.get(str(place.file.relative_to(ROOT / "mou_tracker")), {})
        found = set().union(*(of_file.get(line, set()) for line in place.lines)) if place.within else set()
        room = place.file.relative_to(ROOT).parts[1]
        if found:
            return sorted(found, key=lambda test: (_room(test) != room, self.size[test], test))
        order: Counter[str] = Counter()
        ranks = {}
        for test in sorted(set().union(*of_file.values()), key=lambda test: (self.size[test], test)):
            order[_room(test)] += 1
            ranks[test] = order[_room(test)]
        return sorted(ranks, key=lambda test: (ranks[test], _room(test) != room))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """As a plugin of pytest: only the tests that were chosen, in their order."""
    with contextlib.suppress(KeyError):
        chosen = Path(os.environ["MUTANTS_TESTS"]).read_text("utf-8").split("\n")
        order = {test: number for number, test in enumerate(chosen)}
        items[:] = sorted((one for one in items if one.nodeid in order), key=lambda one: order[one.nodeid])


def pytest_runtest_setup() -> None:
    """As a plugin of pytest: no test runs forever or fills the memory."""
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, resource.RLIM_INFINITY))
    signal.alarm(150)


def run(copied: Path, *arguments: str, tests: Path | None = None) -> str:
    """What fails first, empty if nothing."""
    command = [sys.executable, "-m", "pytest", "-p", "mutants", "-x", "-q", "--hypothesis-profile=ci", *arguments]
    env = {**os.environ, "PYTHONPATH": f"{copied}:{copied / 'tools'}", "PYTHONDONTWRITEBYTECODE": "1"}
    if tests:
        env["MUTANTS_TESTS"] = str(tests)
    ran = subprocess.run(command, cwd=copied, capture_output=True, text=True, check=False, env=env)
    if ran.returncode in (0, 5):
        return ""
    told = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return told[0] if told else f"status {ran.returncode} {ran.stdout[-300:]} {ran.stderr[-300:]}"


def noticed(one: Mutant, copied: Path, reach: Reach) -> str:
    """What fails first, empty if nothing does."""
    target = copied / one.place.file.relative_to(ROOT)
    whole = target.read_text("utf-8")
    room = f"tests/{one.place.file.relative_to(ROOT).parts[1]}"
    tests = reach.tests(one.place)
    listed = copied / "chosen"
    try:
        target.write_text(one.text, "utf-8")
        for some in (tests[:NEAREST], tests[NEAREST:FAR]):  # to collect all takes longer than to run the nearest
            listed.write_text("\n".join(some), "utf-8")
            files = dict.fromkeys(test.partition("::")[0] for test in some)
            if files and (failed := run(copied, "-n", "0", *files, tests=listed)):
                return failed
        return "" if one.place.within and room not in APART else run(copied, "-n", "0", room)
    finally:
        target.write_text(whole, "utf-8")


def measured(copied: Path, map_: Path) -> None:
    """Run the tests once and keep which of them reach which line."""
    rooms = sorted(one.name for one in (copied / "tests").iterdir() if (one / "__init__.py").is_file())
    reached = [f"tests/{room}" for room in rooms if room not in NOT_MAPPED]
    failed = run(copied, "-n", "2", "--cov=mou_tracker", "--cov-context=test", "--cov-report=", *reached)
    if failed:
        raise SystemExit(f"fails as it is: {failed}")
    shutil.copy(copied / ".coverage", map_)


def main() -> None:
    """Try a sample, print what survived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=100, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--map", type=Path, help="a file that keeps which test reaches which line")
    parser.add_argument("rooms", nargs="*", default=list(ROOMS), help="rooms of mou_tracker to break")
    given = parser.parse_args()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # in the background it is ignored, and so by what is tested
    files = sorted(file for room in given.rooms for file in (ROOT / "mou_tracker" / room).rglob("*.py"))
    all_of_them = [place for file in files if file.name not in GENERATED for place in places(file)]
    chance = random.Random(given.seed)
    chosen = [mutant(one, chance) for one in chance.sample(all_of_them, min(given.sample, len(all_of_them)))]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(given.jobs) as pool:
        ignored = shutil.ignore_patterns(".git", ".venv*", ".hypothesis", "__pycache__")
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(given.jobs):
            copies.put(shutil.copytree(ROOT, Path(folder) / str(number) / "copy", ignore=ignored))
        map_ = given.map or Path(folder) / "map"
        if not map_.exists():
            measured(Path(folder) / "0" / "copy", map_)
        reach = Reach(map_)

        def tried(one: Mutant) -> str:
            copied = copies.get()
            try:
                return noticed(one, copied, reach)
            finally:
                copies.put(copied)

        survived = 0
        for number, (one, by) in enumerate(zip(chosen, pool.map(tried, chosen), strict=True), 1):
            at = f"{one.place.file.relative_to(ROOT)}:{one.place.lines.start} {one.place.within}: {one.what}"
            survived += not by
            if not by:
                print(f"{number}. {at}", flush=True)
            print(f"{number}/{len(chosen)}, {survived} survived; {at}; {by or 'SURVIVED'}", file=sys.stderr, flush=True)
    print(f"{len(chosen) - survived} of {len(chosen)} noticed, of {len(all_of_them)} places; seed {given.seed}")


if __name__ == "__main__":
    main()
