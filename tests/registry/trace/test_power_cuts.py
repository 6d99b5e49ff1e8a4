"""After a power cut at any instant, all that was acknowledged is there, and nothing is there by half (invariant 2)."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from registry.db.connection import Database
from registry.trace import service as trace
from registry.work import Workbench
from tests.registry.trace.chain import (
    FACTORY,
    GTIN,
    PHARMACY,
    build_chain,
    captured,
    commissioning,
    sgtin,
    shipping,
    stock_pharmacy,
)

pytest.importorskip("apsw", reason="apsw is not installed: no log of what the disk was told")
from tests.registry.trace.power_cuts import Film, opened, traced

LOG = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, list[str]]:
    """A register with stock, and the statements of captures, supplies, undos and a movement on it."""
    folder = tmp_path_factory.mktemp("recorded")
    shutil.copyfile(sqlite_template, folder / "medreg.db")
    bench = Workbench(Database.open(f"sqlite:///{folder / 'medreg.db'}"))
    chain = build_chain(bench)
    names = stock_pharmacy(bench, chain, 12)
    base = folder / "base.db"
    bench.write(chain.authority, lambda work: work.db.rows("SELECT 1"))
    with sqlite3.connect(folder / "medreg.db") as source, sqlite3.connect(base) as copy:
        source.backup(copy)
    copy.close()
    source.close()

    def day() -> None:
        for n in range(8):
            made = [f"NEW{n}-{letter}" for letter in "ABCDE"]
            captured(bench, chain.maker, commissioning(made, f"LOT{n}"))
            captured(bench, chain.maker, shipping([sgtin(made[0])], FACTORY, PHARMACY))
        for name in names:
            bench.write(chain.pharmacist, lambda work, name=name: trace.supply(work, GTIN, name, f"k-{name}"))  # type: ignore[misc]  # bound now
        for name in names[:6]:
            bench.write(chain.pharmacist, lambda work, name=name: trace.undo_supply(work, GTIN, name, f"u-{name}"))  # type: ignore[misc]  # bound now

    statements = traced(bench, day)
    bench.close()
    return base, statements


def found_after(film: Film, folder: Path, images: int, seed: int) -> Counter[str]:
    """Open images after cuts; count what was found: kept, kept-unanswered, lost, corrupt, half."""
    found: Counter[str] = Counter()
    for n, (acknowledged, files) in enumerate(film.images(images, seed)):
        place = folder / f"image{n}"
        place.mkdir()
        verdict, print_ = opened(files, place)
        shutil.rmtree(place)
        if verdict != "ok":
            found["corrupt"] += 1
        elif print_ not in film.prints:
            found["half"] += 1
        else:
            kept = film.prints.index(print_)
            found["lost" if kept < acknowledged else "kept" if kept == acknowledged else "kept-unanswered"] += 1
    return found


def test_60_power_cuts_lose_nothing_that_was_acknowledged(recorded: tuple[Path, list[str]], tmp_path: Path) -> None:
    film = Film.of(*recorded, tmp_path)
    assert len(set(film.prints)) > 30
    assert any(deed.file == "medreg.db" for deed in film.log if deed.kind == "write"), "no cut falls into a checkpoint"
    found = found_after(film, tmp_path, 60, seed=1)
    assert found["kept"] > 0
    assert set(found) <= {"kept", "kept-unanswered"}


@pytest.mark.slow
def test_500_power_cuts_lose_nothing_that_was_acknowledged(recorded: tuple[Path, list[str]], tmp_path: Path) -> None:
    found = found_after(Film.of(*recorded, tmp_path), tmp_path, 500, seed=2)
    LOG.warning("%s", dict(found))
    assert set(found) <= {"kept", "kept-unanswered"}
    assert found.total() == 500


def test_the_images_would_show_a_loss_if_there_were_one(recorded: tuple[Path, list[str]], tmp_path: Path) -> None:
    found = found_after(Film.of(*recorded, tmp_path, synchronous="off"), tmp_path, 40, seed=3)
    assert found["lost"] + found["corrupt"] + found["half"] > 0
