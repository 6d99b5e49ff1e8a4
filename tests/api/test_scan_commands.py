"""`medreg scan`, `medreg draw`, `medreg label` and `medreg doctor`, as a person at a terminal calls them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from api.cli import medreg
from api.scan_commands import Seen, exit_code
from gs1 import parse, parse_scan_data
from scanner import (
    Carrier,
    Confidence,
    ScanCode,
    ScanError,
    Symbol,
    SymbolKind,
    draw,
    open_picture,
    read_symbols,
    to_reading,
)
from scanner.geometry import Point, Quad
from tests.server import MEDREG, environment

TEXT = "(01)08936012345674(17)271231(10)LOT7"
Call = Callable[..., Result]
SSCC = "389360123400000014"


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("MEDREG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(medreg, ["init"])
    return lambda *arguments, **more: CliRunner().invoke(medreg, [str(one) for one in arguments], **more)


def a_photo(path: Path, text: str = TEXT, kind: SymbolKind = SymbolKind.GS1_DATAMATRIX) -> Path:
    path.write_bytes(draw(text, kind).png())
    return path


def test_a_picture_is_read_and_told_in_three_forms(call: Call, tmp_path: Path) -> None:
    photo = a_photo(tmp_path / "pack.png")
    told: Result = call("scan", photo, "--json")
    assert told.exit_code == 0
    (seen,) = json.loads(told.stdout)
    assert seen["readings"][0]["bracketed"] == TEXT
    assert len(seen["readings"][0]["polygon"]) == 4
    (row,) = csv.DictReader(io.StringIO(call("scan", photo, "--csv").stdout))
    assert (row["identifier"], row["confidence"], row["bracketed"]) == ("]d2", "sure", TEXT)
    assert "pack.png" in call("scan", photo).stdout


def test_the_input_is_read_as_a_picture(call: Call, tmp_path: Path) -> None:
    told = call("scan", "-", "--json", input=a_photo(tmp_path / "pack.png").read_bytes())
    assert (told.exit_code, json.loads(told.stdout)[0]["file"]) == (0, "-")


def test_a_folder_is_read_picture_by_picture_and_a_bad_one_spoils_no_other(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    a_photo(folder / "b.png")
    (folder / "a.png").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("not looked at")
    told = call("scan", folder, "--json")
    assert told.exit_code == 0
    assert [Path(one["file"]).name for one in json.loads(told.stdout)] == ["a.png", "b.png"]
    assert json.loads(told.stdout)[0]["problem"].startswith("picture-")


def test_exit_codes_tell_nothing_read_and_bad_input(call: Call, tmp_path: Path) -> None:
    Image.new("L", (200, 200), 255).save(tmp_path / "white.png")
    (tmp_path / "bad.png").write_bytes(b"no picture")
    assert call("scan", tmp_path / "white.png").exit_code == 1
    assert call("scan", tmp_path / "bad.png").exit_code == 3
    assert call("scan", tmp_path / "nowhere.png").exit_code == 3
    assert call("scan").exit_code == 3


@pytest.mark.parametrize(
    ("confidences", "code"),
    [
        ([Confidence.SURE], 0),
        ([Confidence.WEAK, Confidence.CONFIRMED], 0),
        ([Confidence.WEAK], 2),
        ([Confidence.AMBIGUOUS, Confidence.AMBIGUOUS], 2),
        ([], 1),
    ],
)
def test_weak_and_ambiguous_texts_alone_end_with_exit_code_2(confidences: list[Confidence], code: int) -> None:
    place = Quad(Point(0, 0), Point(9, 0), Point(9, 9), Point(0, 9))
    symbols = [Symbol(Carrier.EAN_13, "]E0", b"8936012345674", place, one, ()) for one in confidences]
    readings = tuple(to_reading(symbol) for symbol in symbols)
    assert exit_code([Seen("a.png", readings), Seen("b.png", refused=ScanError(ScanCode.PICTURE_BROKEN))]) == code


def test_who_asks_for_a_camera_is_told_the_page(call: Call) -> None:
    told = call("scan", "--camera")
    assert told.exit_code == 3
    assert "/kiem-tra" in told.stderr


def test_an_explanation_tells_votes_and_paints_a_copy(call: Call, tmp_path: Path) -> None:
    photo = a_photo(tmp_path / "pack.png")
    told = call("scan", photo, "--json", "--explain", tmp_path / "seen")
    (seen,) = json.loads(told.stdout)
    assert seen["rungs"]
    assert seen["readings"][0]["votes"][0]["engine"] == "zxing"
    with Image.open(tmp_path / "seen" / "pack.seen.png") as copy:
        picture = open_picture(photo)
        assert (copy.mode, copy.size) == ("RGB", (picture.width, picture.height))


def test_a_watched_folder_is_read_as_pictures_come_in(tmp_path: Path) -> None:
    folder = tmp_path / "hot"
    folder.mkdir()
    a_photo(folder / "first.png")
    command = [*MEDREG, "scan", "--watch", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(tmp_path)
    ) as watcher:
        assert watcher.stdout is not None
        try:
            assert json.loads(watcher.stdout.readline())["readings"][0]["bracketed"] == TEXT
            a_photo(tmp_path / "later.tmp", "(01)08936012345674").rename(folder / "second.png")
            second = json.loads(watcher.stdout.readline())
            assert second["file"].endswith("second.png")
            assert second["readings"][0]["text"] == "0108936012345674"
            time.sleep(0.1)
            assert watcher.poll() is None
        finally:
            watcher.terminate()


@pytest.mark.parametrize("suffix", ["pdf", "png", "svg", "zpl"])
def test_a_symbol_is_drawn_in_every_form(call: Call, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"symbol.{suffix}"
    told = call("draw", "gs1-datamatrix", TEXT, "--out", out, "--titles", "--hri", "right")
    assert told.exit_code == 0, told.stderr
    assert out.read_bytes().startswith({"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<svg", "zpl": b"^XA"}[suffix])


def test_what_must_not_be_printed_is_refused_by_name(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "no.png"
    narrow = call("draw", "gs1-datamatrix", TEXT, "--out", out, "--dpi", "203", "--x", "0.250")
    assert (narrow.exit_code, "x-too-small" in narrow.stderr) == (1, True)
    assert call("draw", "gs1-datamatrix", TEXT, "--out", out, "--x", "0.3").exit_code == 1
    assert call("draw", "gs1-datamatrix", TEXT, "--out", out, "--shape", "8x64").exit_code == 1
    assert call("draw", "gs1-qr", TEXT, "--out", out, "--use", "healthcare").exit_code == 1
    assert call("draw", "ean-13", "(01)08936012345671", "--out", out).exit_code == 1
    assert call("draw", "ean-13", "(01)08936012345674", "--out", tmp_path / "no.gif").exit_code == 2
    assert not out.exists()
    assert call("draw", "gs1-qr", TEXT, "--out", out, "--use", "healthcare", "--force").exit_code == 0


def test_labels_of_packs_count_serial_numbers_and_copies(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "packs.png"
    more = ("--serial", "MAU0098", "--count", 3, "--copies", 2, "--sheet", "a4-5x13", "--out", out)
    assert call("label", "pack", TEXT, *more).exit_code == 0
    found = read_symbols(open_picture(out), "all", "fast", 20_000, frozenset({Carrier.DATA_MATRIX})).symbols
    told = [parse_scan_data(symbol.identifier + symbol.data.decode()).serial for symbol in found]
    assert set(told) == {"MAU0098", "MAU0099", "MAU0100"}
    assert call("label", "pack", TEXT, "--serial", "A9", "--count", 2, "--out", out).exit_code == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("pack", TEXT),
        ("link", TEXT),
        ("case", "(01)18936012345671(17)271231(10)LOT7"),
        ("pallet", f"(00){SSCC}(02)18936012345671(17)271231(10)LOT7(37)48"),
    ],
)
def test_every_kind_of_label_is_written_in_every_form(call: Call, tmp_path: Path, kind: str, text: str) -> None:
    for suffix in ("pdf", "png", "svg", "zpl"):
        out = tmp_path / f"{kind}.{suffix}"
        told = call("label", kind, text, "--out", out)
        assert told.exit_code == 0, told.stderr
        assert out.stat().st_size > 500


def test_the_symbols_of_a_logistic_label_are_told_as_one_product(call: Call, tmp_path: Path) -> None:
    text = f"(00){SSCC}(02)18936012345671(17)271231(10)LOT7(37)48"
    assert call("label", "pallet", text, "--out", tmp_path / "pallet.png").exit_code == 0
    (seen,) = json.loads(call("scan", tmp_path / "pallet.png", "--all", "--json").stdout)
    assert len(seen["readings"]) == 3
    (product,) = seen["products"]
    assert dict(parse(product).pairs) == dict(parse(text).pairs)


def test_the_doctor_names_every_reader_and_what_to_do_for_one_that_lacks(call: Call) -> None:
    told = call("doctor", "--json")
    parts = {row["part"]: row for row in json.loads(told.stdout)}
    assert {"zxing", "tapir", "zbar", "drawing"} <= set(parts)
    assert all(row["version"] != "absent" or "install" in row["says"] for row in parts.values())
    assert "gs1-datamatrix" in parts["zxing"]["says"]
