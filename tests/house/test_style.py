"""Sizes and names: what a reader can hold in mind, in the words of the field."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.tree import ROOMS, ROOT, functions, modules, parsed, shown

MODULE_LINES = 400
FUNCTION_LINES = 40
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "data", "info", "process"}
EMPTY_WORDS = re.compile(
    r"(?:^|_)(?:utils?|helpers?|managers?|infos?)(?:_|$)|^(?:handle|process)(?:_|$)", re.IGNORECASE
)
EXCUSES = re.compile(
    r"#\s{0,2}(?:noqa\b(?::\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*)?|type:\s{0,2}ignore(?:\[[^]]*\])?)(?P<why>.*)"
)
UNDONE = re.compile(r"\b(?:{})\b".format("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X"))))

ALL = [path for path in modules(*ROOMS) if path.parent.name != "migrations"]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without those of its docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def test_a_module_is_at_most_400_lines() -> None:
    lines = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ALL}
    assert {name: count for name, count in lines.items() if count > MODULE_LINES} == {}


def test_a_function_is_at_most_40_lines() -> None:
    lengths = {f"{shown(path)}:{node.name}": length(node) for path in ALL for node in functions(parsed(path))}
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_names_say_something() -> None:
    empty = []
    for path in ALL:
        tree = parsed(path)
        classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        names = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name) for name in classes]
        names += [node.name.lstrip("_") for node in functions(tree)]
        empty += [f"{shown(path)}:{name}" for name in names if EMPTY_WORDS.search(name)]
        empty += [shown(path)] if path.stem in EMPTY_NAMES else []
    assert empty == []


def test_every_excuse_has_its_reason_on_the_same_line() -> None:
    unexcused = []
    for path in modules(*ROOMS, "tests"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = EXCUSES.search(line)
            if found and not re.search(r"\w{3,}", found["why"]):
                unexcused.append(f"{shown(path)}:{number}: {line.strip()}")
    assert unexcused == []


def test_nothing_is_left_undone_in_a_comment() -> None:
    undone = {
        shown(path): UNDONE.findall(path.read_text(encoding="utf-8")) for path in modules(*ROOMS, "tests", "bench")
    }
    assert {name: found for name, found in undone.items() if found} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_that_it_is_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").is_file()
