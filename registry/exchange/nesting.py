"""Compares the packs of one file: keys and GTINs told twice, circles, levels, counts; inner levels are taken first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from registry.exchange.cells import RowReader
from registry.exchange.columns import form_of
from registry.exchange.own_cells import value_of

LEVELS = ("primary", "intermediate", "secondary", "case", "pallet")
"""From the inside out; a level never holds one that stands further out."""
DEPTH_MOST = 8
UNTOLD = "#"
"""What stands for the product of a row that names none."""


@dataclass(slots=True)
class _Nest:
    """The rows of a file by what names them, and which row holds which."""

    rows: Sequence[RowReader]
    by_key: dict[tuple[str, str], int] = field(default_factory=dict)
    by_gtin: dict[str, int] = field(default_factory=dict)
    inner: dict[int, int] = field(default_factory=dict)


def arrange(rows: Sequence[RowReader]) -> list[list[int]]:
    """Note what contradicts between rows, and return the rows of each product with inner levels first."""
    nest = _Nest(rows)
    for place, row in enumerate(rows):
        _name(nest, place, row)
    for place, row in enumerate(rows):
        _find_inner(nest, place, row)
    _refuse_circles(nest)
    for place in nest.inner:
        _compare(nest, place)
    for place in sorted(nest.inner, key=lambda one: _depth(nest, one)):
        _wait(nest, place)
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(_product(row), []).append(place)
    return [sorted(group, key=lambda one: (_depth(nest, one), one)) for group in groups.values()]


def _name(nest: _Nest, place: int, row: RowReader) -> None:
    key = row.cells.get("pack_key", "").strip()
    if key and _product(row) != UNTOLD and (first := nest.by_key.setdefault((_product(row), key), place)) != place:
        row.refuse("pack_key", "key-repeated", nest.rows[first].number)
    gtin = _digits(row.cells.get("gtin", ""))
    if gtin and (first := nest.by_gtin.setdefault(gtin, place)) != place:
        row.refuse("gtin", "gtin-repeated", nest.rows[first].number)


def _find_inner(nest: _Nest, place: int, row: RowReader) -> None:
    reference = row.cells.get("contains", "").strip()
    if not reference:
        return
    found = nest.by_key.get((_product(row), reference))
    if found is None:
        found = nest.by_gtin.get(_digits(reference))
    if found is not None:
        nest.inner[place] = found


def _refuse_circles(nest: _Nest) -> None:
    """Refuse every row from which the way inwards comes back to itself, and take it out of the order."""
    circular = {place for place in nest.inner if _returns(nest, place)}
    for place in circular:
        nest.rows[place].refuse("contains", "pack-circle")
        del nest.inner[place]


def _returns(nest: _Nest, place: int) -> bool:
    at, seen = nest.inner.get(place), {place}
    while at is not None and at not in seen:
        seen.add(at)
        at = nest.inner.get(at)
    return at == place


def _compare(nest: _Nest, place: int) -> None:
    """Compare a level with the one it holds: order of levels, and base units in all."""
    outer, inner = nest.rows[place], nest.rows[nest.inner[place]]
    if _product(outer) != _product(inner):
        outer.refuse("contains", "pack-of-another-product")
    known = [LEVELS.index(level) for row in (inner, outer) if (level := _level(row))]
    if len(known) == 2 and known[0] > known[1]:
        outer.refuse("level", "level-order")
    counts = [_number(outer, "base_count"), _number(outer, "contains_count"), _number(inner, "base_count")]
    if all(counts) and counts[0] != (counts[1] or 0) * (counts[2] or 0):
        outer.refuse("base_count", "pack-arithmetic")
    if _depth(nest, place) > DEPTH_MOST:
        outer.refuse("contains", "pack-depth")


def _wait(nest: _Nest, place: int) -> None:
    """A row whose inner level is refused waits for it; one that may be taken is told which row it rests on."""
    outer, inner = nest.rows[place], nest.rows[nest.inner[place]]
    outer.waits_on.append(inner.number)
    if inner.is_refused and not outer.is_refused:
        outer.wait("contains", "row-waits", inner.number)


def _level(row: RowReader) -> str | None:
    return value_of(form_of("packs").column("level"), row.cells.get("level", ""))


def _depth(nest: _Nest, place: int) -> int:
    depth, at = 0, nest.inner.get(place)
    while at is not None and depth <= DEPTH_MOST:
        depth, at = depth + 1, nest.inner.get(at)
    return depth


def _product(row: RowReader) -> str:
    return row.cells.get("product_key", "").strip() or f"{UNTOLD}{row.cells.get('registration_number', '').strip()}"


def _digits(text: str) -> str:
    plain = text.strip()
    return plain.zfill(14) if plain.isascii() and plain.isdecimal() else ""


def _number(row: RowReader, column: str) -> int | None:
    text = row.cells.get(column, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else None
