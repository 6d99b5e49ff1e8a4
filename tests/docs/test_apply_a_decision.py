"""The page on decisions: its commands run on the real file, and every address it names exists."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.app import create_app
from api.cli import medreg
from registry.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/apply-a-decision.md"
FILE = "data/catalogue/vn/720_QD-QLD_2025-12-03_body_and_annex_I.txt"


def commands() -> list[list[str]]:
    return [line.split()[2:] for line in PAGE.read_text().splitlines() if line.startswith("./run medreg")]


def test_its_commands_show_and_apply_a_real_decision(
    shared: Path, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDREG_DATABASE", sqlite_url)
    monkeypatch.setenv("MEDREG_HOME", str(tmp_path))
    shutil.copyfile(shared / FILE, tmp_path / "decision.txt")
    assert len(commands()) == 2
    for command in commands():
        said = CliRunner().invoke(medreg, [*command, "--json"])
        assert (said.exit_code, said.output.count('"kind": "new"')) == (0, 26), said.output
    again = CliRunner().invoke(medreg, [*commands()[0], "--json"])
    assert again.output.count('"kind": "unchanged"') == 26


def test_every_address_that_it_names_is_served(tmp_path: Path, sqlite_url: str) -> None:
    app = create_app(Settings(home=tmp_path, database=sqlite_url))
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", "{}", str(rule)) for rule in app.url_map.iter_rules()}
    named = re.findall(r"`(?:GET|POST) (/v1[^`?\s]*)`?", PAGE.read_text())
    assert len(named) >= 6
    assert {re.sub(r"\{\w+\}", "{}", path) for path in named} <= rules
