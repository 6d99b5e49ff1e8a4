"""How many real photographs we read, how often falsely, and how fast, beside the engines alone in the same run.

    python -m bench.scanner [--effort normal] [--limit N]

The folder MEDREG_SCANNER_VECTORS (default ../shared/vectors/scanner) holds pictures and `manifest.jsonl`, one object a
line: file, symbology, expected, also_present, other_symbols. Every reader meets the same pictures, one after another.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from scanner import MEDICAL, Confidence, Picture, ScanError, open_picture, read_symbols
from scanner.engines import Pass, available_engines

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = ROOT.parent / "shared" / "vectors" / "scanner"
Reader = Callable[[Picture], tuple[list[str], list[str]]]
"""The texts a reader would let a caller act on, and the texts it only suspects."""


@dataclass(slots=True)
class Score:
    """The marks of one reader over one kind of symbol."""

    pictures: int = 0
    right: int = 0
    false: int = 0
    doubted: int = 0
    false_texts: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)


def bare(text: str) -> str:
    """A text for the loose comparison: without brackets, separators and identifier, a GTIN in fourteen digits."""
    plain = "".join(letter for letter in text if letter not in "()[]\x1d\r").strip()
    if not plain.isdigit():
        return plain
    if len(plain) == 16 and plain.startswith("01"):
        plain = plain[2:]
    return plain.rjust(14, "0") if len(plain) in {8, 12, 13} else plain


def ours(effort: str) -> Reader:
    """Our ladder."""

    def read(picture: Picture) -> tuple[list[str], list[str]]:
        found = read_symbols(picture, "first", effort, 10_000)  # type: ignore[arg-type] # argparse checked the word
        believed = [symbol.data.decode("utf-8", "replace") for symbol in found.symbols if symbol.believed]
        doubted = [
            symbol.data.decode("utf-8", "replace") for symbol in found.symbols if symbol.confidence is Confidence.WEAK
        ]
        return believed, doubted

    return read


def readers(effort: str) -> dict[str, Reader]:
    """Our ladder and each engine alone with its usual settings."""
    table: dict[str, Reader] = {f"medreg {effort}": ours(effort)}
    for engine in available_engines():

        def alone(picture: Picture, engine=engine) -> tuple[list[str], list[str]]:  # type: ignore[no-untyped-def] # bound
            reads = engine.read(picture.grey, MEDICAL, Pass(invert=True, halve=True))
            return [read.data.decode("utf-8", "replace") for read in reads], []

        table[f"{engine.name} alone"] = alone
    return table


def rows(folder: Path, limit: int | None) -> Iterator[dict[str, object]]:
    """The manifest, one picture after another."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[:limit]:
        yield json.loads(line)


def expected_of(row: dict[str, object]) -> set[str]:
    """Every text that is truly in the picture, as far as known."""
    known = [row.get("expected"), row.get("raw")]
    others = row.get("also_present") or []
    known += others if isinstance(others, list) else [others]
    return {bare(text) for text in known if isinstance(text, str)}


def mark(score: Score, row: dict[str, object], told: tuple[list[str], list[str]]) -> None:
    """Count one picture."""
    truth = expected_of(row)
    believed, doubted = ([bare(text) for text in texts] for texts in told)
    score.pictures += 1
    score.right += bool(truth & set(believed))
    score.doubted += bool(truth & set(doubted))
    wrong = [text for text in believed if text not in truth]
    if wrong and row.get("other_symbols") != "unknown":
        score.false += 1
        score.false_texts += [f"{row['file']}: {text!r}" for text in wrong]


def measure(folder: Path, effort: str, limit: int | None) -> dict[str, dict[str, Score]]:
    """Every reader over every picture."""
    marks: dict[str, dict[str, Score]] = {name: defaultdict(Score) for name in readers(effort)}
    for row in rows(folder, limit):
        try:
            picture = open_picture(folder / str(row["file"]))
        except ScanError as refused:
            print(f"{row['file']}: {refused}")
            continue
        for name, read in readers(effort).items():
            started = perf_counter()
            told = read(picture)
            spent = (perf_counter() - started) * 1000
            for kind in (str(row["symbology"]), "all"):
                mark(marks[name][kind], row, told)
                marks[name][kind].milliseconds.append(spent)
    return marks


def show(marks: dict[str, dict[str, Score]]) -> None:
    """The table: rate, false readings, median and 95th percentile of each reader over each symbology."""
    print(f"{'symbology':24}{'reader':18}{'n':>5}{'read':>8}{'false':>7}{'weak':>6}{'p50 ms':>9}{'p95 ms':>9}")
    kinds = sorted({kind for scores in marks.values() for kind in scores}, key=lambda kind: (kind == "all", kind))
    for kind in kinds:
        for name, scores in marks.items():
            score = scores[kind]
            positives = score.pictures if kind != "none" else 0
            rate = f"{100 * score.right / positives:7.1f}%" if positives else "       -"
            slow = statistics.quantiles(score.milliseconds, n=20)[-1] if score.pictures > 1 else 0.0
            print(
                f"{kind:24}{name:18}{score.pictures:5}{rate}{score.false:7}{score.doubted:6}"
                f"{statistics.median(score.milliseconds):9.1f}{slow:9.1f}"
            )
    for name, scores in marks.items():
        print(f"\nfalse readings of {name}:", *scores["all"].false_texts[:12], sep="\n  ")


def main() -> None:
    """Read the options, run, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--effort", choices=["fast", "normal", "thorough"], default="normal")
    options.add_argument("--limit", type=int)
    asked = options.parse_args()
    folder = Path(os.environ.get("MEDREG_SCANNER_VECTORS") or DEFAULT)
    show(measure(folder, asked.effort, asked.limit))


if __name__ == "__main__":
    main()
