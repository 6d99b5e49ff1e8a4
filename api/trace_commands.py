"""Commands of `medreg` that prove the trace: count packs one by one, and replay every event."""

from __future__ import annotations

import sys

import click

from api.commands import FAILED, console, opened
from gs1 import Gtin
from registry.errors import NotFound
from registry.settings import Settings
from registry.trace import service as trace
from registry.trace.model import Recount
from registry.work import SYSTEM


@click.command()
@click.argument("gtin")
@click.argument("batch")
@click.pass_obj
def recount(settings: Settings, gtin: str, batch: str) -> None:
    """Count the packs of BATCH of GTIN one by one and hold the ledger against it; exit code 3 when they differ."""
    with opened(settings) as workbench, workbench.read(SYSTEM) as work:
        found = trace.find_batch(work, Gtin.parse(gtin), batch)
        if found is None:
            raise NotFound("batch-unknown", gtin=gtin, batch=batch)
        told = trace.recount(work, found.id)
    _print(told)
    sys.exit(0 if told.agrees else FAILED)


def _print(told: Recount) -> None:
    console.print(f"made {told.made}")
    for place, state in sorted(told.ledger.keys() | told.packs.keys()):
        ledger, packs = told.ledger.get((place, state), 0), told.packs.get((place, state), 0)
        mark = "" if ledger == packs else "   differs"
        console.print(f"  {place}  {state.value:<12} ledger {ledger:>9}  packs {packs:>9}{mark}", markup=False)


@click.command()
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Replay every event and hold every table made from events against it; exit code 3 when they differ."""
    with opened(settings) as workbench, workbench.read(SYSTEM) as work:
        told = trace.rebuild(work)
    console.print(f"{told.events} events replayed, {told.rows} rows rebuilt, {told.differing} differ")
    for one in told.differences:
        console.print(f"  {one.table} {one.key}: stands {one.stands}, events tell {one.rebuilt}", markup=False)
    for event_id, faults in told.refused:
        console.print(f"  event {event_id} does not apply: {', '.join(fault.code for fault in faults)}", markup=False)
    sys.exit(0 if told.agrees else FAILED)


COMMANDS = {one.name: one for one in (recount, rebuild)}
"""Name -> command, for `api.cli`."""
