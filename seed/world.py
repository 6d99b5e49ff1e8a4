"""The one number from which the seed country is drawn, and the frame every part of it shares."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SEED = 20_260_302
KEYS_FILE = "demo-keys.json"
"""Where the demonstration keys stand, in the home folder."""
FOLDER = Path(__file__).with_name("data")
AUTHORITY_DECISION = "DEMO-01/QĐ-QLD"
GRANTED_ON = date(2026, 1, 15)
"""The day of the invented decision that grants every demonstration number."""


@dataclass(frozen=True, slots=True)
class DemoKey:
    """One key of the demonstration: whose it is, for which desk, and its text."""

    role: str
    party: str
    text: str
    place: str | None


def chance(part: str) -> random.Random:
    """Return the chance of one part of the country: the same at every run, and apart from the other parts."""
    return random.Random(f"{SEED}/{part}")


def rows(name: str) -> Iterator[dict[str, str]]:
    """Read one of the country's tables."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
