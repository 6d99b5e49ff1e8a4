"""How many real photographs we read, how often falsely, and how fast, beside two engines alone in the same run.

    python -m bench.scanner [--limit N] [--exact]

The folder MEDREG_SCANNER_VECTORS (default ../shared/vectors/scanner) holds pictures and `manifest.jsonl`, one object a
line: file, symbology, expected, raw, symbology_identifier; also_present and other_symbols where known. Every reader
meets a picture before the next picture is opened, so that noise of the machine is shared. The engines alone run in
their default settings. A picture is read when a text that a caller may act on is one that is truly there; `--exact`
asks for the separators and the symbology identifier too, where the manifest tells them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

import zxingcpp
from PIL import Image

from gs1 import has_valid_check_digit
from scanner import Picture, ScanError, available_engines, open_picture, read_symbols, to_reading
from scanner.enhance import Effort

try:
    from pyzbar import pyzbar
except ImportError:
    pyzbar = None

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT.parent / "shared" / "vectors" / "scanner"
ALONE = "zxing-cpp alone"
NORMAL = "medreg normal"
TWO_MEGAPIXELS = range(1_700_000, 2_500_000)


@dataclass(frozen=True, slots=True)
class Told:
    """A text, the identifier told with it (None where the reader tells none), and whether it may be acted on."""

    text: str
    identifier: str | None
    believed: bool = True


Reader = Callable[[Picture], list[Told]]


@dataclass(slots=True)
class Score:
    """The marks of one reader over one kind of symbol; times are milliseconds by the clock and of the processor."""

    pictures: int = 0
    right: int = 0
    false: list[str] = field(default_factory=list)
    doubted: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def bare(text: str) -> str:
    """A text for the loose comparison: without brackets, separators and identifier, a GTIN in fourteen digits."""
    plain = "".join(letter for letter in text if letter not in "()[]\x1d\r").strip()
    if not plain.isdigit():
        return plain
    if len(plain) == 16 and plain.startswith("01"):
        plain = plain[2:]
    return plain.rjust(14, "0") if len(plain) in {8, 12, 13} else plain


def ours(effort: Effort, without: frozenset[str] = frozenset()) -> Reader:
    """Our ladder, with some engines switched off."""
    engines = [engine for engine in available_engines() if engine.name not in without]

    def read(picture: Picture) -> list[Told]:
        found = read_symbols(picture, "first", effort, 20_000, engines=engines)
        return [Told(to_reading(symbol).text, symbol.identifier, symbol.believed) for symbol in found.symbols]

    return read


def zxing_alone(picture: Picture) -> list[Told]:
    """zxing-cpp in its default settings, but for separators: its default text writes them as brackets and signs."""
    found = zxingcpp.read_barcodes(picture.grey, text_mode=zxingcpp.TextMode.Plain)
    return [Told(code.text, code.symbology_identifier) for code in found]


def pyzbar_alone(picture: Picture) -> list[Told]:
    """pyzbar as its first page shows it; it tells no identifier."""
    found = pyzbar.decode(Image.fromarray(picture.grey))
    return [Told(code.data.decode("utf-8", "replace"), None) for code in found]


def readers() -> dict[str, Reader]:
    """Everyone who takes part here."""
    table: dict[str, Reader] = {
        NORMAL: ours(Effort.NORMAL),
        "medreg thorough": ours(Effort.THOROUGH),
        "medreg zxing only": ours(Effort.NORMAL, frozenset({"tapir", "zbar"})),
        ALONE: zxing_alone,
    }
    return table if pyzbar is None else {**table, "pyzbar alone": pyzbar_alone}


def rows(folder: Path, limit: int | None) -> Iterator[Mapping[str, object]]:
    """The manifest, one picture after another."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[:limit]:
        yield json.loads(line)


def truth_of(row: Mapping[str, object]) -> set[str]:
    """Every text that is truly in the picture, as far as known."""
    others = row.get("also_present") or []
    known = [row.get("expected"), row.get("raw"), *(others if isinstance(others, list) else [others])]
    return {bare(text) for text in known if isinstance(text, str)}


def is_right(row: Mapping[str, object], told: Told, exact: bool) -> bool:
    """Is this what the picture holds? Exactly: with its separators and the identifier that tells GS1."""
    if bare(told.text) not in truth_of(row):
        return False
    raw, identifier = row.get("raw"), row.get("symbology_identifier")
    if not exact:
        return True
    same = not isinstance(raw, str) or "\x1d" not in raw or told.text == raw
    return same and (identifier is None or told.identifier == identifier)


def mark(score: Score, row: Mapping[str, object], told: list[Told], exact: bool) -> None:
    """Count one picture."""
    score.pictures += 1
    score.right += any(is_right(row, one, exact) for one in told if one.believed)
    score.doubted += any(is_right(row, one, exact) for one in told if not one.believed)
    if row.get("other_symbols") != "unknown":
        truth = truth_of(row)
        score.false += [f"{row['file']}: {one.text!r}" for one in told if one.believed and bare(one.text) not in truth]
        if row["symbology"] == "none":
            score.false += [f"{row['file']}: {one.text!r}, doubted" for one in told if not one.believed]


@dataclass(slots=True)
class Measured:
    """All marks, and the pictures that plain zxing-cpp reads or that are about 2 megapixels, by position."""

    marks: dict[str, dict[str, Score]]
    easy: list[int] = field(default_factory=list)
    easy_medical: list[int] = field(default_factory=list)
    large: list[int] = field(default_factory=list)


def measure(folder: Path, limit: int | None, exact: bool) -> Measured:
    """Every reader over every picture."""
    table = readers()
    measured = Measured({name: defaultdict(Score) for name in table})
    for row in rows(folder, limit):
        try:
            picture = open_picture(folder / str(row["file"]))
        except ScanError as refused:
            print(f"{row['file']}: {refused}")
            continue
        _meet(measured, table, row, picture, exact)
    return measured


def _meet(
    measured: Measured, table: dict[str, Reader], row: Mapping[str, object], picture: Picture, exact: bool
) -> None:
    place = measured.marks[ALONE]["all"].pictures
    if picture.pixels in TWO_MEGAPIXELS:
        measured.large.append(place)
    for name, read in table.items():
        wall, cpu = perf_counter(), process_time()
        told = read(picture)
        spent = (perf_counter() - wall) * 1000, (process_time() - cpu) * 1000
        for kind in (str(row["symbology"]), "all"):
            score = measured.marks[name][kind]
            mark(score, row, told, exact)
            score.wall.append(spent[0])
            score.cpu.append(spent[1])
        if name == ALONE and any(is_right(row, one, exact) for one in told):
            measured.easy.append(place)
            if not _is_short_itf(row):
                measured.easy_medical.append(place)


def _is_short_itf(row: Mapping[str, object]) -> bool:
    """Interleaved 2 of 5 that is no ITF-14: we refuse it by rule, and look on."""
    text = str(row.get("expected"))
    return row["symbology"] == "ITF" and not (len(text) == 14 and has_valid_check_digit(text))


def show(measured: Measured) -> None:
    """Rate, false readings, times of each reader over each symbology; then what the whole is held to."""
    marks = measured.marks
    titles = f"{'n':>5}{'read':>7}{'':>8}{'false':>7}{'weak':>6}{'p50 ms':>9}{'p95 ms':>9}{'p95 cpu':>9}"
    print(f"{'symbology':24}{'reader':19}{titles}")
    kinds = sorted({kind for scores in marks.values() for kind in scores}, key=lambda kind: (kind == "all", kind))
    for kind in kinds:
        for name, scores in marks.items():
            print(f"{kind:24}{name:19}" + _line(scores[kind], _positives(scores, kind)))
    for name, scores in marks.items():
        print(f"\nfalse readings of {name}:", *scores["all"].false[:12], sep="\n  ")
    print()
    for name, scores in marks.items():
        _show_speed(name, scores["all"], measured)
    count = _positives(marks[ALONE], "all")
    alone = {name: scores["all"].right for name, scores in marks.items() if name.endswith("alone")}
    for name, scores in marks.items():
        ahead = (
            f"{100 * (scores['all'].right - theirs) / count:+.1f} points on {other}" for other, theirs in alone.items()
        )
        print(f"{name:19}" + ", ".join(ahead))


def _positives(scores: Mapping[str, Score], kind: str) -> int:
    nothing = scores["none"].pictures if "none" in scores else 0
    return 0 if kind == "none" else scores[kind].pictures - (nothing if kind == "all" else 0)


def _line(score: Score, positives: int) -> str:
    rate = f"{100 * score.right / positives:6.1f}%" if positives else "      -"
    return (
        f"{score.pictures:5}{score.right:7}{rate:>8}{len(score.false):7}{score.doubted:6}"
        f"{statistics.median(score.wall):9.1f}{_p95(score.wall):9.1f}{_p95(score.cpu):9.1f}"
    )


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else sum(times)


def _show_speed(name: str, score: Score, measured: Measured) -> None:
    alone = measured.marks[ALONE]["all"]

    def ratio(places: list[int], which: str) -> str:
        theirs = sum(getattr(alone, which)[place] for place in places)
        return f"{sum(getattr(score, which)[place] for place in places) / theirs:.2f}" if theirs else "-"

    wall = _p95([score.wall[place] for place in measured.large])
    cpu = _p95([score.cpu[place] for place in measured.large])
    print(
        f"{name:19}mean time over {ALONE}, wall/cpu: easy pictures {ratio(measured.easy, 'wall')}/"
        f"{ratio(measured.easy, 'cpu')} (without short ITF {ratio(measured.easy_medical, 'wall')}/"
        f"{ratio(measured.easy_medical, 'cpu')}), all {ratio(list(range(score.pictures)), 'wall')};"
        f" p95 of {len(measured.large)} pictures of 2 MP {wall:.0f}/{cpu:.0f} ms"
    )


def main() -> None:
    """Read the options, run, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--limit", type=int)
    options.add_argument("--exact", action="store_true")
    asked = options.parse_args()
    folder = Path(os.environ.get("MEDREG_SCANNER_VECTORS") or DEFAULT)
    show(measure(folder, asked.limit, asked.exact))


if __name__ == "__main__":
    main()
