"""Each invariant of the design has a rule, and a test that fails when the rule is taken out: shown by taking it out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any  # Any: a table of TOML

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("removed_rules.toml").read_text(encoding="utf-8"))[
    "removed"
]
ROOMS = ("gs1", "registry", "scanner", "api", "seed", "tests")
INVARIANTS = {1, 3, 5, 6, 7, 8, 9, 11, 12}
SOME_FAILED = 1


def named(row: dict[str, Any]) -> str:
    return f"{row['invariant']}-{row['says'][:40]}".replace(" ", "-")


@pytest.mark.parametrize("row", TABLE, ids=named)
def test_each_rule_stands_where_the_table_says(row: dict[str, Any]) -> None:
    assert (ROOT / row["file"]).read_text(encoding="utf-8").count(row["rule"]) == 1


def test_every_invariant_has_its_rule() -> None:
    assert {row["invariant"] for row in TABLE} == INVARIANTS


@pytest.mark.slow
@pytest.mark.parametrize("row", TABLE, ids=named)
def test_without_its_rule_a_test_of_the_invariant_fails(row: dict[str, Any], tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, tmp_path / file)
    maimed = tmp_path / row["file"]
    maimed.write_text(maimed.read_text(encoding="utf-8").replace(row["rule"], row["without"]), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *row["tests"]],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "MEDREG_SHARED": str(ROOT.parent / "shared")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == SOME_FAILED, told.stdout[-2000:] + told.stderr[-1000:]
