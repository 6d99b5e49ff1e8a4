"""`medreg scan`: barcodes in pictures and folders, now or as they come in; `medreg doctor`: with which readers."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, sleep

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from api.choices import OneOf
from api.commands import console, tell
from registry.settings import Settings
from scanner import (
    Picture,
    Reading,
    ScanError,
    SymbolKind,
    available_engines,
    draw,
    open_picture,
    read_symbols,
    to_reading,
)
from scanner.drawing.kinds import NATURES
from scanner.drawing.typeface import typeface
from scanner.enhance import Effort
from scanner.grouping import group
from scanner.marking import marked

PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
READ, NOTHING_READ, WEAK_ONLY, BAD_INPUT = 0, 1, 2, 3
LOOK_EVERY_S = 0.5
CAMERA_PAGE = "/kiem-tra"
COLUMNS = ("file", "carrier", "identifier", "confidence", "text", "bracketed", "faults")
SAMPLE = "(01)08936012345674(17)271231(10)LOT7(21)S1234567890"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to read, how, and how to tell it: the options of the command."""

    paths: Sequence[Path] = ()
    every: bool = False
    effort: Effort = Effort.NORMAL
    form: str = "table"
    explain: Path | None = None
    """Where marked copies go; votes and rungs are told too."""
    watch: Path | None = None
    camera: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture gave: readings, or why it is none."""

    name: str
    readings: tuple[Reading, ...] = ()
    rungs: tuple[str, ...] = ()
    refused: ScanError | None = None


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--all", "every", is_flag=True, help="find every symbol, not only the first sure one")
@click.option(
    "--effort",
    type=OneOf(Effort),
    default=Effort.NORMAL.value,
    show_default=True,
    help="how long to try",
)
@click.option("--json", "form", flag_value="json", help="print JSON")
@click.option("--csv", "form", flag_value="csv", help="print CSV")
@click.option("--table", "form", flag_value="table", default="table", help="print a table (the usual)")
@click.option(
    "--explain", type=click.Path(file_okay=False, path_type=Path), help="tell the votes; write marked copies there"
)
@click.option(
    "--watch", type=click.Path(file_okay=False, path_type=Path), help="read what comes into a folder; JSON lines"
)
@click.option("--camera", is_flag=True, help="say where a camera can be used")
@click.pass_obj
def scan(settings: Settings, /, **told: object) -> None:
    """Read barcodes in pictures or folders; `-` reads one picture from the input.

    Exit codes: 0 read, 1 nothing read, 2 weak or ambiguous readings only, 3 bad input.
    """
    asked = Asked(**told)  # type: ignore[arg-type]  # click made each by its option's type
    if asked.camera:
        console.print(
            f"No camera library is part of medreg: open {settings.stem}{CAMERA_PAGE} in a browser or a phone."
        )
        sys.exit(BAD_INPUT)
    if asked.watch is not None:
        watch_folder(asked.watch, asked)
        return
    lost = [path for path in asked.paths if str(path) != "-" and not path.exists()]
    if lost or not asked.paths:
        console.print(f"no such file or folder: {', '.join(map(str, lost))}" if lost else "name a picture or a folder")
        sys.exit(BAD_INPUT)
    seen = list(_with_progress([one for path in asked.paths for one in pictures_in(path)], asked))
    {"json": print_json, "csv": print_csv, "table": print_table}[asked.form](seen, asked.explain is not None)
    for one in seen:
        if one.refused is not None:
            console.print(one.name, markup=False)
            tell(one.refused)
    sys.exit(exit_code(seen))


def exit_code(seen: Sequence[Seen]) -> int:
    """Return 0 where something is believed, 2 where only weak texts were read, 3 where no picture was, else 1."""
    readings = [reading for one in seen for reading in one.readings]
    if any(reading.symbol.believed for reading in readings):
        return READ
    if readings:
        return WEAK_ONLY
    return BAD_INPUT if seen and all(one.refused is not None for one in seen) else NOTHING_READ


def pictures_in(path: Path) -> list[Path]:
    """Return a file as it is, and of a folder every picture below it in the order of their names."""
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.rglob("*") if one.suffix.lower() in PICTURES and one.is_file())


def watch_folder(folder: Path, asked: Asked, looks: int | None = None) -> None:
    """Read each picture that comes into `folder`, once and when it has stopped growing, until interrupted."""
    if not folder.is_dir():
        console.print(f"no such folder: {folder}", markup=False)
        sys.exit(BAD_INPUT)
    sizes: dict[Path, int] = {}
    done: set[Path] = set()
    console.print(f"watching {folder}; end with Ctrl-C", markup=False)
    while looks is None or looks > 0:
        for path in pictures_in(folder):
            size = path.stat().st_size if path.exists() else -1
            if path not in done and size >= 0 and sizes.get(path) == size:
                done.add(path)
                click.echo(json.dumps(_document(look(path, asked), votes=True), ensure_ascii=False))
                sys.stdout.flush()
            sizes[path] = size
        looks = None if looks is None else looks - 1
        sleep(LOOK_EVERY_S)


def look(path: Path, asked: Asked) -> Seen:
    """Read one picture; `-` is the standard input."""
    name = "-" if str(path) == "-" else str(path)
    try:
        picture = open_picture(sys.stdin.buffer.read() if name == "-" else path)
        found = read_symbols(picture, "all" if asked.every else "first", asked.effort)
    except ScanError as refused:
        return Seen(name, refused=refused)
    if asked.explain is not None:
        _keep_marked(picture, path, asked.explain, [to_reading(symbol) for symbol in found.symbols])
    return Seen(name, tuple(to_reading(symbol) for symbol in found.symbols), found.rungs_run)


def _keep_marked(picture: Picture, path: Path, folder: Path, readings: Sequence[Reading]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = "input" if str(path) == "-" else path.stem
    (folder / f"{stem}.seen.png").write_bytes(marked(picture, [reading.symbol for reading in readings]))


def _with_progress(pictures: Sequence[Path], asked: Asked) -> Iterator[Seen]:
    with Progress(console=console, disable=not console.is_terminal or len(pictures) < 2, transient=True) as progress:
        bar = progress.add_task("reading", total=len(pictures))
        for picture in pictures:
            yield look(picture, asked)
            progress.advance(bar)


def print_json(seen: Sequence[Seen], votes: bool) -> None:
    """One document for all pictures, in their order."""
    click.echo(json.dumps([_document(one, votes=votes) for one in seen], ensure_ascii=False, indent=2))


def print_csv(seen: Sequence[Seen], votes: bool) -> None:
    """One row for each symbol, and one for each picture without any."""
    written = io.StringIO()
    rows = csv.DictWriter(written, [*COLUMNS, *(["votes"] if votes else [])], lineterminator="\n")
    rows.writeheader()
    for one in seen:
        rows.writerows(_rows(one, votes) or [{"file": one.name, "faults": one.refused.code if one.refused else ""}])
    click.echo(written.getvalue(), nl=False)


def print_table(seen: Sequence[Seen], votes: bool) -> None:
    """A table for people."""
    table = Table(box=None)
    names = ("file", "carrier", "confidence", "text", *(("votes",) if votes else ()))
    for name in names:
        table.add_column(name, overflow="fold")
    for one in seen:
        for row in _rows(one, votes):
            shown = {**row, "file": Path(one.name).name, "text": row["bracketed"] or row["text"]}
            table.add_row(*(shown[name] for name in names))
    Console().print(table)


def _rows(seen: Seen, votes: bool) -> list[dict[str, str]]:
    rows = []
    for reading in seen.readings:
        symbol = reading.symbol
        row = {
            "file": seen.name,
            "carrier": str(symbol.carrier),
            "identifier": symbol.identifier,
            "confidence": str(symbol.confidence),
            "text": reading.text.replace("\x1d", "<GS>"),
            "bracketed": reading.message.bracketed() if reading.message else "",
            "faults": " ".join(fault.code for fault in reading.faults),
        }
        if votes:
            row["votes"] = ", ".join(f"{vote.engine}:{vote.rung}" for vote in symbol.votes)
        rows.append(row)
    return rows


def _document(seen: Seen, *, votes: bool) -> dict[str, object]:
    told: dict[str, object] = {"file": seen.name, "readings": [_reading(reading, votes) for reading in seen.readings]}
    products = group(reading.symbol for reading in seen.readings if reading.symbol.believed)
    told["products"] = [product.message.bracketed() for product in products if product.message is not None]
    if seen.refused is not None:
        told["problem"] = str(seen.refused.code)
    return {**told, "rungs": list(seen.rungs)} if votes else told


def _reading(reading: Reading, votes: bool) -> dict[str, object]:
    symbol = reading.symbol
    told: dict[str, object] = {
        "carrier": str(symbol.carrier),
        "identifier": symbol.identifier,
        "confidence": str(symbol.confidence),
        "text": reading.text,
        "bracketed": reading.message.bracketed() if reading.message else None,
        "faults": [str(fault.code) for fault in reading.faults],
        "polygon": [[round(corner.x, 1), round(corner.y, 1)] for corner in symbol.polygon],
    }
    return {**told, "votes": [asdict(vote) for vote in symbol.votes]} if votes else told


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def doctor(as_json: bool) -> None:
    """Say which barcode readers are here, what each is trusted with, and that a drawn symbol reads back."""
    engines = {engine.name: engine for engine in available_engines()}
    advice = {
        "zxing": "reads and draws",
        "tapir": "not installed: pip install tapirscan; without it fewer blurred and small codes are read",
        "zbar": "libzbar not found: apt-get install libzbar0; without it linear codes have one witness less",
    }
    rows = [
        (name, engines[name].version if name in engines else "absent", _trust(name) if name in engines else words)
        for name, words in advice.items()
    ]
    rows += [(name, engines[name].version, _trust(name)) for name in engines if name not in advice]
    started = perf_counter()
    draw(SAMPLE, SymbolKind.GS1_DATAMATRIX)
    took = (perf_counter() - started) * 1000
    rows.append(("drawing", "ready", f"a GS1 DataMatrix drawn and read back in {took:.1f} ms"))
    rows.append(("typeface", "ready" if typeface("Medium").is_file() else "absent", "for the words of labels"))
    if as_json:
        click.echo(json.dumps([dict(zip(("part", "version", "says"), row, strict=True)) for row in rows], indent=2))
        return
    for part, version, says in rows:
        click.echo(f"{part:<10} {version:<10} {says}")


def _trust(name: str) -> str:
    """The kinds of symbol that an engine is believed on."""
    engine = next(engine for engine in available_engines() if engine.name == name)
    return "reads " + ", ".join(kind for kind in SymbolKind if NATURES[kind].carrier in engine.carriers)


COMMANDS = {one.name: one for one in (scan, doctor)}
"""Name -> command, for `api.cli`."""
