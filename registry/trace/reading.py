"""Reads the life of a pack: its own thread of events, and those of the containers it was in meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from registry.trace.model import PackThen, TraceStep
from registry.trace.rules import changes_state
from registry.trace.stock import LEVELS_MAX, Role, Unit
from registry.trace.store import events, packs
from registry.trace.timeline import World, told_of
from registry.work import Work

NOW = 1 << 63
"""After every event."""


def life(work: Work, unit: Unit) -> tuple[TraceStep, ...]:
    """Return every event of a pack and of the containers around it, oldest first; nothing when it is unknown."""
    pack = packs.pack(work.db, unit)
    if pack is None:
        return ()
    found = dict(_thread(work, unit, pack.last_event, (0, NOW), 0))
    stored = events.events(work.db, [*found])
    return tuple(TraceStep(stored[event_id], *found[event_id]) for event_id in sorted(found))


def then(work: Work, unit: Unit, uri: str, at: datetime) -> PackThen | None:
    """Return how a pack stood at `at`; None when no event of it had happened by then."""
    bodies = [step.event.body for step in life(work, unit)]
    world = World(told_of(bodies, at))
    state = world.state(uri)
    return None if state is None else PackThen(at, state, world.place(uri), world.containers(uri))


def _thread(
    work: Work, unit: Unit, newest: int, span: tuple[int, int], depth: int
) -> Iterator[tuple[int, tuple[int, str | None]]]:
    """Walk a unit's thread back from `newest`, and into each container for the span that the unit was in it."""
    after, before = span
    container = None if unit.gtin else unit.serial
    event_id: int | None = newest
    left = before
    while event_id is not None and event_id > after:
        link = events.item(work.db, event_id, unit)
        if link is None:
            return
        role, previous = link
        if role is Role.PUT_IN and depth < LEVELS_MAX:
            yield from _around(work, event_id, (event_id, min(left, before)), depth)
        if event_id < before:
            yield event_id, (depth, container)
        if role is Role.TAKEN_OUT or (
            role is Role.SUBJECT and depth == 0 and changes_state(events.events(work.db, [event_id])[event_id])
        ):
            left = event_id
        event_id = previous


def _around(
    work: Work, event_id: int, span: tuple[int, int], depth: int
) -> Iterator[tuple[int, tuple[int, str | None]]]:
    parent = events.parent_of(work.db, event_id)
    fact = packs.container(work.db, parent.sscc) if parent else None
    if parent is not None and fact is not None:
        yield from _thread(work, parent, fact.last_event, span, depth + 1)
