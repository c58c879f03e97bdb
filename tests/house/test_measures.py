"""Every module says at its door what lives there, and none has grown out of its measure."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = ("app", "bot", "jobs", "sandbox", "storage", "news")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40

_ours = sorted(path for room in (*ROOMS, "benchmarks") for path in (HOUSE / room).rglob("*.py"))
_all = [*_ours, *sorted((HOUSE / "tests").rglob("*.py"))]


def _name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_not_empty(room: str) -> None:
    assert [path for path in _ours if path.is_relative_to(HOUSE / room)]


@pytest.mark.parametrize("path", _all, ids=_name)
def test_a_modules_first_line_is_one_sentence_that_says_what_lives_there(path: Path) -> None:
    doorplate = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0]

    assert doorplate, "has no docstring"
    assert "\n" not in doorplate
    assert doorplate[-1] in ".:?", "is not a sentence"


@pytest.mark.parametrize("path", _ours, ids=_name)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", _ours, ids=_name)
def test_no_function_is_too_long(path: Path) -> None:
    assert [
        f"{function.name}: {_lines(function)}"
        for function in _functions(path)
        if _lines(function) > LONGEST_FUNCTION
    ] == []
