"""The page on importing a workbook: its commands run as they stand, one after another."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from registry.exchange.sheets import open_sheet
from tests.conftest import ROOT
from tests.server import medreg

PAGE = ROOT / "docs/how-to/import-a-workbook.md"
COMMAND = re.compile(r"^medreg (import .+)$", re.MULTILINE)
FILES = {"products.xlsx", "corrected.xlsx", "reports"}


def test_the_commands_of_the_page_run_and_write_what_it_says(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert medreg(home, "init").returncode == 0
    commands = COMMAND.findall(PAGE.read_text(encoding="utf-8"))
    assert len(commands) == 3
    for command in commands:
        words = [str(tmp_path / word) if word in FILES else word for word in shlex.split(command)]
        said = medreg(home, *words)
        assert said.returncode == 0, f"{command}:\n{said.stdout}\n{said.stderr}"
    assert open_sheet(tmp_path / "corrected.xlsx").rows[0][1]["Mã sản phẩm"] == "0001-PARA500"
    assert [*(tmp_path / "reports").iterdir()]
