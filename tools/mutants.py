#!/usr/bin/env python3
"""Breaks the code in small ways and tells which breaks no test notices: `python tools/mutants.py --sample 100`.

Each mutant changes one thing of one module in a copy of the project: a comparison's edge, `and` for `or`, a condition
without its second half, a `not` left out, a number by one, True for False. Then the tests of its room run. What
survives either does not change behaviour or is a claim that no test makes. It is slow and gates nothing.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("agreement", "approvals", "basics", "status", "register", "parsing", "fields", "check", "edit", "mail")
# Rooms whose claims are made elsewhere too.
ALSO = {
    "basics": ("agreement", "status"),
    "fields": ("check",),
    "register": ("check",),
    "mail": ("reminders",),
    "agreement": ("status",),
    "approvals": ("status",),
}
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


class Mutant(NamedTuple):
    """A module with one thing changed."""

    file: Path
    line: int
    what: str
    text: str


def mutants(file: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    source = file.read_text("utf-8")
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for way in range(_ways(node)):
            tree = ast.parse(source)
            target = next(one for i, one in enumerate(ast.walk(tree)) if i == number)
            before = ast.unparse(target)
            changed = _change(target, way)
            if changed is not target:
                _put(tree, target, changed)
            what = f"{before} -> {ast.unparse(changed)}"
            yield Mutant(file, getattr(node, "lineno", 0), what, ast.unparse(ast.fix_missing_locations(tree)))


def _ways(node: ast.AST) -> int:
    """In how many ways a node can be changed."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in EDGES:
            return 1
        case ast.BoolOp(values=values):
            return 1 + len(values)
        case ast.UnaryOp(op=ast.Not()):
            return 1
        case ast.Constant(value=bool()):
            return 1
        case ast.Constant(value=int()):
            return 1
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return 1
    return 0


def _change(node: ast.AST, way: int) -> ast.AST:
    """The node changed in place, or what takes its place."""
    match node:
        case ast.Compare():
            node.ops = [EDGES[type(node.ops[0])]()]
        case ast.BoolOp() if way == 0:
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BoolOp():
            left = [value for i, value in enumerate(node.values) if i != way - 1]
            return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
        case ast.UnaryOp():
            return node.operand
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant():
            assert isinstance(node.value, int)
            node.value += 1
        case ast.BinOp():
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    return node


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, copy.copy(new))
            elif isinstance(value, list):
                setattr(node, name, [new if one is old else one for one in value])


def noticed(mutant: Mutant, copied: Path) -> bool:
    """Whether a test of the mutant's room fails."""
    relative = mutant.file.relative_to(ROOT)
    target = copied / relative
    whole = target.read_text("utf-8")
    room = relative.parts[1]
    tests = [f"tests/{name}" for name in (room, *ALSO.get(room, ())) if (copied / "tests" / name).is_dir()]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", *tests]
    try:
        target.write_text(mutant.text, "utf-8")
        env = {**os.environ, "PYTHONPATH": str(copied), "PYTHONDONTWRITEBYTECODE": "1"}
        ran = subprocess.run(command, cwd=copied, capture_output=True, timeout=600, check=False, env=env)
        return ran.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(whole, "utf-8")


def main() -> None:
    """Try a sample, print what survived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=100, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("rooms", nargs="*", default=list(ROOMS), help="rooms of mou_tracker to break")
    given = parser.parse_args()
    files = sorted(file for room in given.rooms for file in (ROOT / "mou_tracker" / room).rglob("*.py"))
    all_of_them = [mutant for file in files for mutant in mutants(file)]
    chosen = random.Random(given.seed).sample(all_of_them, min(given.sample, len(all_of_them)))
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "copy"
        ignored = shutil.ignore_patterns(".git", ".venv*", ".hypothesis", "__pycache__")
        shutil.copytree(ROOT, copied, ignore=ignored)
        for number, mutant in enumerate(chosen, 1):
            if not noticed(mutant, copied):
                survivors += 1
                print(f"{mutant.file.relative_to(ROOT)}:{mutant.line}: {mutant.what}", flush=True)
            print(f"{number}/{len(chosen)}, {survivors} survived", file=sys.stderr, flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} noticed, of {len(all_of_them)} mutants; seed {given.seed}")


if __name__ == "__main__":
    main()
