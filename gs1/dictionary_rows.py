"""Rows of an AI table, and the two file formats they can be read from: ours and the official Syntax Dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gs1.codes import ErrorCode
from gs1.errors import Gs1Error

_CSETS = ("N", "X", "Y", "Z")
_OFFICIAL_COMPONENT = r"(\[)?([NXYZ])(\.\.)?(\d+)\]?((?:,[a-z0-9]+)*)"
_OUR_MARK = "#medreg-ai-table\t"


class Component(NamedTuple):
    """One part of a value: its character set (N, X, Y or Z), its length bounds and the checks it must pass.

    >>> Component("N", 14, 14, False, ("csum",)).text()
    'N14:csum'
    """

    cset: str
    shortest: int
    longest: int
    optional: bool
    linters: tuple[str, ...]

    def text(self) -> str:
        """The component as our table writes it: `?N1-12:csum,gcppos1`.

        >>> Component("X", 1, 20, True, ()).text()
        '?X1-20'
        """
        size = f"{self.longest}" if self.shortest == self.longest else f"{self.shortest}-{self.longest}"
        checks = ":" + ",".join(self.linters) if self.linters else ""
        return f"{'?' if self.optional else ''}{self.cset}{size}{checks}"


class Row(NamedTuple):
    """One line of the table: an AI or a range of AIs that share everything but their last digits."""

    first: str
    last: str
    fixed: bool
    dl_attribute: bool
    components: tuple[Component, ...]
    requires: tuple[tuple[tuple[str, ...], ...], ...]
    excludes: tuple[str, ...]
    dl_primary_key: bool
    dl_qualifiers: tuple[tuple[str, ...], ...]
    title: str

    def ais(self) -> Iterator[str]:
        """Every AI of the row."""
        width = len(self.first)
        return (f"{number:0{width}}" for number in range(int(self.first), int(self.last) + 1))

    def line(self) -> str:
        """The row as a line of our table, columns parted by tabs."""
        ais = self.first if self.first == self.last else f"{self.first}-{self.last}"
        flags = ("f" if self.fixed else "") + ("a" if self.dl_attribute else "") + ("k" if self.dl_primary_key else "")
        return "\t".join(
            (
                ais,
                flags,
                " ".join(part.text() for part in self.components),
                ";".join(",".join("+".join(group) for group in rule) for rule in self.requires),
                ",".join(self.excludes),
                "|".join(" ".join(sequence) for sequence in self.dl_qualifiers),
                self.title,
            )
        )


def read_rows(text: str) -> tuple[str, list[Row]]:
    """Return the release and the rows of a table in either format; raise `Gs1Error` naming the bad line.

    The official format is told in the head of the GS1 Barcode Syntax Dictionary itself.

    >>> release, rows = read_rows("# Release: 2030-01-01" + chr(10) + "90  X..30  # INTERNAL")
    >>> release, rows[0].title, rows[0].components[0].text()
    ('2030-01-01', 'INTERNAL', 'X1-30')
    """
    lines = text.splitlines()
    ours = bool(lines) and lines[0].startswith(_OUR_MARK)
    release = lines[0].removeprefix(_OUR_MARK) if ours else _official_release(lines)
    rows = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            try:
                rows.append(_with_digits(_our_row(line) if ours else _official_row(line)))
            except ValueError as fault:
                raise Gs1Error.of(ErrorCode.BAD_REQUEST, line) from fault
    return release, rows


class ShippedRows(Mapping[str, Row]):
    """The rows of our own table by AI, each read when it is first asked for: a program uses a dozen of the 541 AIs.

    The table is ours, so its lines are believed here; the tests read every one of them.
    """

    def __init__(self, text: str) -> None:
        lines = text.splitlines()
        self.release = lines[0].removeprefix(_OUR_MARK)
        self.lines = [line for line in lines if line[:1] != "#"]
        self._line_of: dict[str, str] = {}
        self.dl_keys: list[str] = []
        for line in self.lines:
            ais, flags, _ = line.split("\t", 2)
            first, _, last = ais.partition("-")
            of_line = [f"{number:0{len(first)}}" for number in range(int(first), int(last) + 1)] if last else [first]
            self._line_of.update(dict.fromkeys(of_line, line))
            if "k" in flags:
                self.dl_keys += of_line
        self._rows: dict[str, Row] = {}

    def __getitem__(self, ai: str) -> Row:
        line = self._line_of[ai]
        row = self._rows.get(line)
        if row is None:
            row = self._rows[line] = _our_row(line)
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._line_of)

    def __len__(self) -> int:
        return len(self._line_of)


def _with_digits(row: Row) -> Row:
    """The row, if its AIs are two to four digits in order."""
    width = len(row.first)
    digits = row.first + row.last
    if not (digits.isascii() and digits.isdigit() and 2 <= width <= 4 and len(row.last) == width):
        raise ValueError(digits)
    if row.first > row.last:
        raise ValueError(digits)
    return row


def table_text(release: str, rows: list[Row]) -> str:
    """The whole table in our format."""
    columns = "#ais\tflags\tvalue\trequires\texcludes\tqualifiers\ttitle"
    return "\n".join([f"{_OUR_MARK}{release}", columns, *(row.line() for row in rows)]) + "\n"


def _our_row(line: str) -> Row:
    ais, flags, value, requires, excludes, qualifiers, title = line.split("\t")
    first, _, last = ais.partition("-")
    return Row(
        first, last or first, "f" in flags, "a" in flags, tuple(_our_component(part) for part in value.split(" ")),
        tuple(_alternatives(rule) for rule in requires.split(";")) if requires else (),
        tuple(excludes.split(",")) if excludes else (), "k" in flags,
        tuple(tuple(sequence.split(" ")) for sequence in qualifiers.split("|")) if qualifiers else (), title,
    )  # fmt: skip


_PARTS: dict[str, Component] = {}


def _our_component(text: str) -> Component:
    part = _PARTS.get(text)
    if part is None:
        form, _, checks = text.partition(":")
        optional, form = form[:1] == "?", form.removeprefix("?")
        low, _, high = form[1:].partition("-")
        if form[:1] not in _CSETS or not (low + high).isdecimal():
            raise ValueError(text)
        part = _PARTS[text] = Component(
            form[0], int(low), int(high or low), optional, tuple(filter(None, checks.split(",")))
        )
    return part


def _alternatives(rule: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("+")) for group in rule.split(","))


def _official_release(lines: list[str]) -> str:
    return next((line.partition("Release:")[2].strip() for line in lines if "Release:" in line), "")


def _official_row(line: str) -> Row:
    body, _, title = line.partition("#")
    ais, *words = body.split()
    first, _, last = ais.partition("-")
    flags = words.pop(0) if words and not words[0][0].isalnum() and words[0][0] != "[" else ""
    matches = [re.fullmatch(_OFFICIAL_COMPONENT, word) for word in words]
    components = tuple(_official_component(match) for match in matches if match)
    pairs = [word.partition("=") for word, match in zip(words, matches, strict=True) if not match]
    if not components or any(name not in ("req", "ex", "dlpkey") for name, _, _ in pairs):
        raise ValueError(line)
    keys = [value for name, _, value in pairs if name == "dlpkey"]
    return Row(
        first, last or first, "*" in flags, "?" in flags, components,
        tuple(_alternatives(value) for name, _, value in pairs if name == "req"),
        tuple(ai for name, _, value in pairs if name == "ex" for ai in value.split(",")), bool(keys),
        tuple(tuple(sequence.split(",")) for value in keys if value for sequence in value.split("|")), title.strip(),
    )  # fmt: skip


def _official_component(match: re.Match[str]) -> Component:
    optional, cset, upto, size, checks = match.groups()
    return Component(cset, 1 if upto else int(size), int(size), bool(optional), tuple(checks.split(",")[1:]))
