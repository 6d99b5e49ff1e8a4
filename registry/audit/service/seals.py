"""The seals: the tree head of each day, proofs for one record, and what is published for everyone to check.

A day is sealed once it has ended. Whoever kept a checkpoint can tell later whether the journal under it was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from registry.audit import merkle, rules, store
from registry.audit.model import Entry, Proof, Seal
from registry.audit.service.records import as_of
from registry.clock import VIETNAM, day_in_vietnam, from_microseconds, to_microseconds
from registry.errors import NotFound, RuleBroken
from registry.work import Work

TILE = 256
Sign = Callable[[bytes], tuple[str, bytes]]
"""Signs a checkpoint; gives the name of the key and the signature."""


def seal_days(work: Work, sign: Sign | None = None) -> list[Seal]:
    """Seal every day that has ended and is not sealed yet; return the new seals, oldest first. Repeating adds none."""
    made: list[Seal] = []
    newest = store.seals.newest(work.db, 1)
    size = newest[0].size if newest else 0
    day = newest[0].day + timedelta(days=1) if newest else _first_day(work)
    while day is not None and day < work.today:
        size = store.seals.size_until(work.db, size, to_microseconds(_end_of(day)))
        _keep_tiles(work, size)
        unsigned = Seal(day, size, head(work, size), work.now)
        name, signature = sign(unsigned.checkpoint) if sign else (None, None)
        seal = Seal(day, size, unsigned.root, work.now, name, signature)
        if store.seals.add(work.db, seal):
            made.append(seal)
        day += timedelta(days=1)
    return made


def seals(work: Work, limit: int = 400) -> list[Seal]:
    """Return the newest seals, newest first."""
    return store.seals.newest(work.db, limit)


def seal_of(work: Work, day: date) -> Seal:
    """Return the seal of a day, or raise `NotFound`."""
    found = store.seals.of_day(work.db, day)
    if found is None:
        raise NotFound("seal-unknown", day=day.isoformat())
    return found


def head(work: Work, size: int) -> bytes:
    """Return the head of the tree over the first `size` entries."""
    return _subtree(work)(0, size)


def prove(work: Work, kind: str, key: str, valid_on: date | None = None, known_at: datetime | None = None) -> Proof:
    """Return the version that held on a day with its proof; raise `NotFound` until its day is sealed."""
    version = as_of(work, kind, key, valid_on, known_at)
    seal = store.seals.first_over(work.db, version.seq - 1)
    if seal is None:
        raise NotFound("seal-pending", day=day_in_vietnam(version.recorded_at).isoformat())
    entry = store.journal.entries_after(work.db, version.seq - 1, 1)[0]
    path = merkle.inclusion_path(version.seq - 1, 0, seal.size, _subtree(work))
    return Proof(version, entry, seal, tuple(path))


def published_day(work: Work, day: date) -> Iterator[Entry | tuple[int, bytes]]:
    """Walk what is published of a sealed day: public entries whole, of the others number and digest."""
    seal = seal_of(work, day)
    before = store.seals.of_day(work.db, day - timedelta(days=1))
    seq = before.size if before else 0
    while seq < seal.size:
        for entry in store.journal.entries_after(work.db, seq, min(1000, seal.size - seq)):
            yield entry if rules.is_public(entry.action) else (entry.seq, entry.digest)
            seq = entry.seq


def check_seals(work: Work) -> int:
    """Recompute the head of every seal from the leaves; return how many fit, raise `RuleBroken` otherwise."""
    leaves: list[bytes] = []
    checked = 0
    for seal in reversed(store.seals.newest(work.db, 100_000)):
        leaves += store.seals.digests(work.db, len(leaves), seal.size)
        if len(leaves) != seal.size or merkle.root_of(leaves) != seal.root:
            raise RuleBroken("seal-broken", day=seal.day.isoformat())
        checked += 1
    return checked


def _first_day(work: Work) -> date | None:
    at = store.seals.first_instant_after(work.db, 0)
    return None if at is None else day_in_vietnam(from_microseconds(at))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)


def _keep_tiles(work: Work, size: int) -> None:
    """Keep the hash of every subtree of 256, 65,536 ... leaves that is full by now."""
    level, unit = 1, TILE
    while size >= unit:
        for place in range(store.seals.tile_count(work.db, level), size // unit):
            if level == 1:
                parts = store.seals.digests(work.db, place * unit, (place + 1) * unit)
            else:
                below = store.seals.tiles(work.db, level - 1, place * TILE, (place + 1) * TILE)
                parts = [below[one] for one in range(place * TILE, (place + 1) * TILE)]
            store.seals.add_tile(work.db, level, place, merkle.root_of(parts))
        level, unit = level + 1, unit * TILE


def _subtree(work: Work) -> merkle.Subtree:
    """The hash of a range of leaves, from tiles where they are full and from the leaves elsewhere."""

    def over(start: int, stop: int) -> bytes:
        size = stop - start
        if size <= TILE:
            return merkle.root_of(store.seals.digests(work.db, start, stop))
        level, unit = 1, TILE
        while unit * TILE <= size and size & (size - 1) == 0:
            level, unit = level + 1, unit * TILE
        if size & (size - 1) == 0 and start % size == 0:
            kept = store.seals.tiles(work.db, level, start // unit, stop // unit)
            if len(kept) == size // unit:
                return merkle.root_of([kept[place] for place in sorted(kept)])
        middle = start + merkle.split(size)
        return merkle.node(over(start, middle), over(middle, stop))

    return over
