"""Write the tables of `gs1/data` from the published facts: `python tools/write_ai_table.py <folder with the facts>`."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gs1.dictionary_rows import read_rows, table_text

DATA = Path(__file__).resolve().parent.parent / "gs1" / "data"
_STATES = (
    ("reserved", ("reserved", "for future MO", "Unused", "General Manager Number", "demonstrations")),
    ("restricted", ("Restricted Circulation", "Refund receipts", "coupon")),
)


def write_ai_table(source: Path) -> None:
    """Write the AI table in our own format from the official dictionary."""
    release, rows = read_rows(source.read_text("utf-8"))
    (DATA / "application_identifiers.tsv").write_text(table_text(release, rows), "utf-8")


def write_code_lists(source: Path) -> None:
    """Write the code lists, one list a line."""
    lists: dict[str, list[str]] = json.loads(source.read_text("utf-8"))
    lines = [f"{name}\t{' '.join(sorted(codes))}" for name, codes in sorted(lists.items())]
    (DATA / "code_lists.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def write_prefixes(source: Path) -> None:
    """Write the GS1 prefix ranges with the state of each: known, reserved or restricted."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [[r["from"], r["to"], _state(r["usage"]), r["country_code"], r["usage"]] for r in csv.DictReader(file)]
    lines = ["#from\tto\tstate\tcountry\tusage", *("\t".join(row) for row in rows)]
    (DATA / "gs1_prefixes.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def write_company_prefixes(source: Path) -> None:
    """Write the company prefix lengths under 893, the only ones that are shipped."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [f"{r['from']},{r['to']},{r['gcp_length']}" for r in csv.DictReader(file) if r["from"].startswith("893")]
    text = "\n".join(["from,to,gcp_length", *rows]) + "\n"
    (DATA / "company_prefix_lengths.csv").write_text(text, "utf-8")


def _state(usage: str) -> str:
    return next((state for state, marks in _STATES if any(mark in usage for mark in marks)), "known")


def main() -> None:
    """Write every table from the folder named on the command line."""
    folder = Path(sys.argv[1])
    write_ai_table(folder / "gs1-syntax-dictionary.txt")
    write_code_lists(folder / "linter-code-lists.json")
    write_prefixes(folder / "gs1-prefixes.csv")
    write_company_prefixes(folder / "gcp-length-ranges.csv")


if __name__ == "__main__":
    main()
