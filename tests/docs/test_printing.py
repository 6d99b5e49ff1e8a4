"""The pages on printing and reading: every command in them runs as it stands, in their order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import medreg
from scanner import SymbolKind
from scanner.drawing import PrintFaultCode
from tests.conftest import ROOT

PRINTING, SCANNING = (ROOT / "docs" / name for name in ("printing.md", "scanning.md"))


def commands(page: Path) -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert all(line.startswith("./run medreg ") for line in lines)
    return [shlex.split(line)[2:] for line in lines]


def test_every_command_of_both_pages_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDREG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(medreg, ["init"]).exit_code == 0
    for command in commands(PRINTING) + commands(SCANNING):
        told = CliRunner().invoke(medreg, command)
        assert told.exit_code == 0, (command, told.output)
        if "--out" in command:
            assert (tmp_path / command[command.index("--out") + 1]).stat().st_size > 0


def test_the_page_names_every_carrier_and_every_fault() -> None:
    page = PRINTING.read_text(encoding="utf-8")
    assert [kind for kind in SymbolKind if f"`{kind}`" not in page] == []
    assert [code for code in PrintFaultCode if f"`{code}`" not in page] == []
