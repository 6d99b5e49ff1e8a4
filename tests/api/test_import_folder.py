"""`medreg import` on a folder, as people start it: order, sums, faults by code, and the folder that is named once."""

from __future__ import annotations

import json
from pathlib import Path

from tests.registry.exchange.test_foreign import ATC, PACK, PRODUCT
from tests.server import medreg


def a_folder(home: Path) -> Path:
    folder = home / "published"
    (folder / "fr").mkdir(parents=True)
    (folder / "fr" / "a_atc.txt").write_text(ATC + "\n", encoding="cp1252")
    (folder / "fr" / "b_packs.txt").write_text(PACK + "\n" + PACK.replace("497294", "497295") + "\n", encoding="utf-8")
    (folder / "z_products.txt").write_text(PRODUCT + "\n", encoding="cp1252")
    (folder / "README.md").write_text("# nothing to import\n", encoding="utf-8")
    return folder


def test_a_folder_is_taken_in_the_order_in_which_its_files_rest_on_each_other(tmp_path: Path) -> None:
    folder, home = a_folder(tmp_path), tmp_path / "home"
    home.mkdir()
    assert medreg(home, "init").returncode == 0
    told = medreg(home, "import", str(folder), COLUMNS="200")
    assert told.returncode == 0, told.stderr
    lines = [line.split() for line in told.stderr.splitlines() if line.strip()]
    assert ["all", "files", "4", "3", "0", "1"] in [line[:6] for line in lines]
    assert [line[0] for line in lines[1:4]] == ["z_products.txt", "b_packs.txt", "a_atc.txt"]
    assert "gtin-check-digit" in told.stderr
    assert "README.md: no table that is known" in told.stderr
    again = medreg(home, "import", "--json", MEDREG_CATALOGUE=str(folder))
    counts = json.loads(again.stdout)
    assert [(one["rows"], one["taken"], one["unchanged"], one["refused"]) for one in counts] == [
        (1, 0, 1, 0),
        (2, 0, 1, 1),
        (1, 0, 1, 0),
    ]


def test_a_file_that_is_named_must_be_a_table(tmp_path: Path) -> None:
    assert medreg(tmp_path, "init").returncode == 0
    strange = tmp_path / "notes.csv"
    strange.write_text("a,b\n1,2\n", encoding="utf-8")
    told = medreg(tmp_path, "import", str(strange))
    assert told.returncode != 0
    assert "layout-unknown" in told.stderr + told.stdout
