"""Who may import whom, and where SQL may stand: the walls of the house."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import AREAS, ROOMS, ROOT, modules, parsed, shown

SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR \w+ )?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(UNIQUE )?(TABLE|INDEX|VIEW)\s|WITH\s+\w+\s*(\([^)]*\))?\s+AS\s*\()",
    re.DOTALL,
)


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


def test_every_import_contract_is_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run(
        [str(linter), "--no-cache", "--no-logo"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_store_is_private_by_a_contract_of_its_own() -> None:
    stores = {shown(path).removesuffix(".py").replace("/", ".") for path in modules("registry") if path.stem == "store"}
    stores |= {shown(path.parent).replace("/", ".") for path in modules("registry") if path.parent.name == "store"}
    protected = {
        module: contract["allowed_importers"]
        for contract in contracts()
        if contract["type"] == "protected"
        for module in contract["protected_modules"]  # type: ignore[attr-defined]  # a list of names, as TOML gives it
    }
    assert protected == {store: [store.removesuffix(".store")] for store in stores}


def test_every_area_is_known_to_the_layers() -> None:
    folders = {path.parent.name for path in modules("registry") if path.parent.parent == ROOT / "registry"}
    assert folders - {"db", "migrations", "data"} <= set(AREAS)


def test_gs1_imports_only_itself_and_the_standard_library() -> None:
    strangers = []
    for path in modules("gs1"):
        roots = set()
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                roots |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                roots.add(str(node.module).partition(".")[0])
        strangers += [f"{shown(path)}: {root}" for root in roots - sys.stdlib_module_names - {"gs1"}]
    assert strangers == []


@pytest.mark.parametrize("room", ROOMS)
def test_sql_stands_only_in_stores_and_in_the_database_room(room: str) -> None:
    strangers = [
        f"{shown(path)}:{node.lineno}"
        for path in modules(room)
        if path.stem != "store" and path.parent.name != "store" and not shown(path).startswith("registry/db/")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    assert strangers == []
