"""How many of the 400 degraded pictures we read, by family and by symbology, beside each engine alone in the same run.

    nice python -m bench.degraded [--folder F] [--only medreg-normal ...] [--per-family 20] [--seed 893]

The pictures are made by `tests.scanner.degrade` and kept in a folder named after seed and number. A picture is read
when one of its texts is told exactly, separators and symbology identifier with it; a text that is not in it is false.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from scanner import MEDICAL, Picture, open_picture, read_symbols
from scanner.engines import Pass, available_engines
from scanner.geometry import Point, Quad
from tests.scanner.degrade import FAMILIES, kept_set
from tests.scanner.degrade.overlap import shared_part

Seen = tuple[str, str, Quad]
"""Identifier, text and corners of one symbol that a reader would act on."""
Reader = Callable[[Picture, str], list[Seen]]
MATRIX = {"gs1-datamatrix", "gs1-qr", "link-qr"}
NAMES = {
    "gs1-datamatrix": "GS1 DataMatrix", "gs1-128": "GS1-128", "ean-13": "EAN-13", "link-qr": "QR",
}  # fmt: skip


@dataclass(slots=True)
class Score:
    """The marks of one reader."""

    tried: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    overlaps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    false: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    wanted_of_multi: int = 0
    found_of_multi: int = 0


def ours(effort: str) -> Reader:
    """Our ladder: all symbols where there are several, else the first."""

    def read(picture: Picture, family: str) -> list[Seen]:
        want = "all" if family == "multi" else "first"
        found = read_symbols(picture, want, effort, 10_000)  # type: ignore[arg-type] # the words come from the table
        return [
            (one.identifier, one.data.decode("utf-8", "replace"), one.polygon) for one in found.symbols if one.believed
        ]

    return read


def readers() -> dict[str, Reader]:
    """Our two efforts, and each engine alone with its usual settings."""
    table: dict[str, Reader] = {f"medreg-{effort}": ours(effort) for effort in ("normal", "thorough")}
    for engine in available_engines():

        def alone(picture: Picture, _: str, engine=engine) -> list[Seen]:  # type: ignore[no-untyped-def] # bound
            reads = engine.read(picture.grey, MEDICAL, Pass(invert=True, halve=True))
            return [(read.identifier, read.data.decode("utf-8", "replace"), read.polygon) for read in reads]

        table[engine.name] = alone
    return table


def mark(score: Score, row: dict, told: list[Seen]) -> None:  # type: ignore[type-arg] # one line of the manifest
    """Count one picture."""
    truth = {(one["identifier"], one["data"]): one for one in row["symbols"]}
    hits = [seen for seen in told if seen[:2] in truth]
    for key in (row["family"], NAMES.get(row["kind"], "none"), *(["all"] if truth else [])):
        score.tried[key] += 1
        score.right[key] += bool(hits)
    score.false += [f"{row['file']} {seen[0]}{seen[1]!r}" for seen in told if seen[:2] not in truth]
    for identifier, text, polygon in hits:
        one = truth[identifier, text]
        corners = Quad(*(Point(*corner) for corner in one["corners"]))
        score.overlaps["matrix" if one["kind"] in MATRIX else "linear"].append(shared_part(corners, polygon))
    if row["family"] == "multi":
        score.wanted_of_multi += len(truth)
        score.found_of_multi += len({seen[:2] for seen in hits})


def measure(manifest: Path, only: list[str]) -> dict[str, Score]:
    """Every reader over every picture, one after another."""
    table = {name: read for name, read in readers().items() if not only or name in only}
    scores = {name: Score() for name in table}
    for line in manifest.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        picture = open_picture(manifest.parent / row["file"])
        for name, read in table.items():
            started = perf_counter()
            told = read(picture, row["family"])
            scores[name].milliseconds.append((perf_counter() - started) * 1000)
            mark(scores[name], row, told)
    return scores


def show(scores: dict[str, Score]) -> None:
    """The table: rates first, then the other figures."""
    print(f"{'% read':18}{'n':>5}" + "".join(f"{name:>17}" for name in scores))
    counted = next(iter(scores.values())).tried
    for key in sorted(counted, key=[*FAMILIES, *NAMES.values(), "all", "none", "negative"].index):
        tried = counted[key]
        cells = "".join(f"{100 * score.right[key] / tried:16.1f}%" for score in scores.values())
        print(f"{key:18}{tried:5}{cells if key not in ('none', 'negative') else ''}")
    figures: dict[str, Callable[[Score], float]] = {
        "false readings": lambda score: len(score.false),
        "IoU matrix": lambda score: statistics.median(score.overlaps["matrix"] or [0]),
        "IoU linear": lambda score: statistics.median(score.overlaps["linear"] or [0]),
        "multi: symbols, %": lambda score: 100 * score.found_of_multi / max(1, score.wanted_of_multi),
        "mean ms": lambda score: statistics.mean(score.milliseconds),
        "p50 ms": lambda score: statistics.median(score.milliseconds),
        "p95 ms": lambda score: statistics.quantiles(score.milliseconds, n=20)[-1],
    }
    for name, figure in figures.items():
        print(f"{name:23}" + "".join(f"{figure(score):17.2f}" for score in scores.values()))
    for name, score in scores.items():
        print(f"\nfalse readings of {name}:", *score.false[:10], sep="\n  ")


def main() -> None:
    """Read the options, make what is missing, run, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "medreg-degraded")
    options.add_argument("--only", nargs="*", default=[])
    options.add_argument("--per-family", type=int, default=20)
    options.add_argument("--seed", type=int, default=893)
    asked = options.parse_args()
    started = perf_counter()
    manifest = kept_set(asked.folder / f"{asked.seed}-{asked.per_family}", asked.seed, asked.per_family)
    print(f"pictures ready after {perf_counter() - started:.1f} s")
    show(measure(manifest, asked.only))


if __name__ == "__main__":
    main()
