"""The project's own files, as the house tests look at them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("gs1", "scanner", "registry", "api", "seed")
AREAS = (
    "audit",
    "jobs",
    "subscriptions",
    "parties",
    "catalogue",
    "identifiers",
    "prices",
    "trace",
    "recalls",
    "alerts",
    "verification",
    "exchange",
)


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is part of the project, from git where there is git, else from the folder."""
    git = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if git.returncode == 0:
        files = [ROOT / name for name in git.stdout.split("\0") if name]
    else:
        files = [path for path in ROOT.rglob("*") if not {".venv", "var", "__pycache__"} & set(path.parts)]
    return tuple(sorted(path for path in files if path.is_file()))


def modules(*rooms: str) -> list[Path]:
    """Return the Python modules of `rooms`."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in rooms]


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(path: Path) -> str:
    """Return a path as a reader knows it: from the project's folder."""
    return path.relative_to(ROOT).as_posix()
