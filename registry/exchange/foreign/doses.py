"""Doses as other registers write them, brought into words that the catalogue reads surely, or left as they stand."""

from __future__ import annotations

import re
from fractions import Fraction

from registry.catalogue.strengths import plain, read_strength
from registry.exchange.cells import RowReader

ONE = re.compile(r"(?:pour )?une? .*|1 .*", re.IGNORECASE)
REFERENCE = re.compile(r"(?:pour )?(\d+(?:[,.]\d+)?) ?(ml|l|g|mg)\b.*", re.IGNORECASE)
THOUSANDS = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")
FRENCH_UNITS = (
    (re.compile(r"\bmicrogrammes?\b", re.IGNORECASE), "mcg"),
    (re.compile(r"\bmilligrammes?\b", re.IGNORECASE), "mg"),
    (re.compile(r"\bgrammes?\b", re.IGNORECASE), "g"),
    (re.compile(r"\bunités? internationales?\b|\bU\.I\.?", re.IGNORECASE), "UI"),
    (re.compile(r"\bmillilitres?\b", re.IGNORECASE), "ml"),
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
WITH_UNIT = re.compile(r"(\d+(?:[.,]\d+)?) ?([a-zA-Zµμ%/]+)")
NO_UNIT = "zzz"
"""What the South African register writes where it has no unit."""
PLACES = 4


def french_dose(dose: str, reference: str) -> str | None:
    """Return "0,4 mg" in one unit, or "800 mcg/2 ml" of its reference; what cannot be read so stands as written."""
    if not dose:
        return None
    text = THOUSANDS.sub("", dose)
    for words, unit in FRENCH_UNITS:
        text = words.sub(unit, text)
    if not reference or ONE.fullmatch(reference):
        return text if read_strength(text) else dose
    match = REFERENCE.fullmatch(reference)
    told = f"{text}/{match[1]}{match[2]}" if match else ""
    return told if told and read_strength(told) else f"{dose} ({reference})"


def is_read(dose: str | None) -> bool:
    """Say whether the catalogue reads a dose."""
    return dose is not None and read_strength(dose) is not None


def cells_dose(row: RowReader, column: str, unit_column: str) -> str | None:
    """Return number and unit of two cells in one text, with every oddity of them noted; None where there is none."""
    cell, unit, text = row.cells.get(column) or "", row.text(unit_column), row.text(column)
    if text != cell:
        row.warn(column, "blanks-inside")
    if not text:
        row.warn(column, "strength-missing")
        return None
    if match := WITH_UNIT.fullmatch(text):
        row.warn(column, "strength-holds-unit")
        text, unit = match[1], match[2]
    elif unit.lower() == NO_UNIT:
        row.warn(unit_column, "unit-placeholder")
        return text
    elif not unit:
        row.warn(unit_column, "unit-missing")
        return text
    if text.count(",") == 1:
        row.warn(column, "decimal-comma")
        text = text.replace(",", ".")
    if not NUMBER.fullmatch(text):
        row.warn(column, "strength-unread")
        return f"{text}{unit}"
    return f"{_decimal(text)}{unit}"


def _decimal(text: str) -> str:
    """Write a number with a decimal comma and no group of three, which nobody can take for thousands."""
    whole, _, places = plain(Fraction(text)).partition(".")
    return f"{whole},{places.ljust(PLACES, '0')}" if places else whole
