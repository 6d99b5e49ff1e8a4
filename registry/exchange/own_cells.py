"""Reads the cells of the register's own layouts: keys, codes, choices, GTINs and GLNs as spreadsheets leave them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from gs1 import Gln, Gs1Error, Gtin
from gs1.check_digit import check_digit
from registry.exchange.cells import RowReader
from registry.exchange.columns import Column
from registry.text import fold

KEY = re.compile(r"[^\s;,|](?:[^;,|]{0,58}[^\s;,|])?")
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
SEPARATORS = re.compile(r"[\s\-.]")
GTIN_LENGTHS = (8, 12, 13, 14)
GLN_LENGTH = 13
FEWEST_LEFT = 6
"""A number that lost more than its shortest form can lose is not restored."""
DIGIT_CODES = {"NON_DIGIT_CHARACTER": "form", "INCORRECT_CHECK_DIGIT": "check-digit", "INVALID_GCP_PREFIX": "prefix"}


def told(row: RowReader, column: Column) -> str:
    """Return a cell, faulted where it is needed and empty, or longer than it may be."""
    text = row.text(column.name)
    if not text:
        if column.is_needed and not row.cells.get(column.name):
            row.refuse(column.name, "cell-empty")
    elif len(text) > column.most:
        row.refuse(column.name, "text-length")
        return ""
    return text


def key(row: RowReader, column: Column) -> str:
    """Return a maker's own key; a spreadsheet's number is warned of, for its leading zeros may be lost."""
    text = told(row, column)
    if not text:
        return ""
    if SCIENTIFIC.fullmatch(text):
        row.refuse(column.name, "number-scientific")
        return ""
    if not KEY.fullmatch(text):
        row.refuse(column.name, "key-form")
        return ""
    if column.name in row.numbers:
        row.warn(column.name, "key-as-number")
    return text


def code(row: RowReader, column: Column, form: re.Pattern[str], fault: str) -> str | None:
    """Return a code in capitals, or None; anything but `form` is a fault."""
    text = told(row, column).upper()
    if not text:
        return None
    if form.fullmatch(text):
        return text
    row.refuse(column.name, "number-scientific" if SCIENTIFIC.fullmatch(text) else fault)
    return None


def choice(row: RowReader, column: Column) -> str | None:
    """Return the value of a choice, told by its name or by its word in either language."""
    text = told(row, column)
    if not text:
        return None
    value = value_of(column, text)
    if value is None:
        row.refuse(column.name, "choice-unknown")
    return value


@lru_cache(maxsize=4096)
def value_of(column: Column, text: str) -> str | None:
    """Return the value that a word of a choice means, in either language; None for any other word."""
    asked = fold(text)
    return next((one.value for one in column.choices if asked in (fold(one.value), fold(one.vi), fold(one.en))), None)


def parts(row: RowReader, column: Column) -> tuple[str, ...]:
    """Return the members of a list cell."""
    return tuple(part for one in told(row, column).split(";") if (part := one.strip()))


def whole(row: RowReader, column: Column, least: int, most: int) -> int | None:
    """Return a whole number between two bounds; empty is None."""
    number = row.whole(column.name, "whole-form")
    if number is not None and not least <= number <= most:
        row.refuse(column.name, "whole-range")
        return None
    return number


def day(row: RowReader, column: Column) -> date | None:
    """Return a date; faulted where it is needed and empty."""
    return row.day(column.name) if told(row, column) else None


def gtin(row: RowReader, column: Column) -> Gtin | None:
    """Return the GTIN of a cell (GS1 General Specifications 3.3.2).

    Zeros that a number cell lost are restored with a warning where one length alone fits the check digit.
    """
    digits = _digits(row, column)
    if digits is None:
        return None
    full = digits if len(digits) in GTIN_LENGTHS else _restored(row, column, digits, "gtin-length")
    if full is None:
        return None
    try:
        return Gtin.parse(full)
    except Gs1Error as error:
        row.refuse(column.name, gtin_fault(error))
        return None


def gtin_fault(error: Gs1Error) -> str:
    """Return the code under which an import tells what is wrong with a GTIN."""
    return f"gtin-{DIGIT_CODES.get(error.code.value, 'form')}"


def gln(row: RowReader, column: Column) -> Gln | None:
    """Return the GLN of a cell (GS1 General Specifications 3.4.2), its lost zeros restored as those of a GTIN."""
    digits = _digits(row, column)
    if digits is None:
        return None
    if len(digits) > GLN_LENGTH:
        row.refuse(column.name, "gln-length")
        return None
    full = digits if len(digits) == GLN_LENGTH else _restored(row, column, digits, "gln-length")
    if full is None:
        return None
    try:
        return Gln.parse(full)
    except Gs1Error as error:
        row.refuse(column.name, f"gln-{DIGIT_CODES.get(error.code.value, 'form')}")
        return None


def _digits(row: RowReader, column: Column) -> str | None:
    text = told(row, column)
    if not text:
        return None
    if SCIENTIFIC.fullmatch(text):
        row.refuse(column.name, "number-scientific")
        return None
    digits = SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdecimal()):
        row.refuse(column.name, f"{column.name}-form")
        return None
    return digits


def _restored(row: RowReader, column: Column, digits: str, fault: str) -> str | None:
    """Return digits with the zeros back that a number cell lost, or note why they cannot be put back.

    A check digit is counted from the right, so zeros in front never change it: that it fits proves the digits that are
    left, and the shortest length above is the number meant, for GTIN-12 to GTIN-14 are one number inside.
    """
    if column.name not in row.numbers or not FEWEST_LEFT <= len(digits) < max(GTIN_LENGTHS):
        row.refuse(column.name, fault)
        return None
    if check_digit(digits[:-1]) != digits[-1]:
        row.refuse(column.name, "zeros-lost")
        return None
    row.warn(column.name, "zeros-restored")
    length = GLN_LENGTH if fault.startswith("gln") else next(one for one in GTIN_LENGTHS if one > len(digits))
    return digits.zfill(length)
