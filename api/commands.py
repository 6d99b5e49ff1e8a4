"""Commands of `medreg` that act on the register: fill it, give out GTINs, make keys."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import click
from rich.console import Console

from api.problems import describe
from registry.db.connection import Database
from registry.db.migrate import pending
from registry.errors import RegistryError
from registry.exchange import service as exchange
from registry.ids import parse_id
from registry.parties import service as parties
from registry.parties.model import ApiKeyDraft
from registry.settings import Settings
from registry.work import SYSTEM, Workbench
from scanner import available_engines
from seed.country import build_country

REFUSED, FAILED = 1, 3
ALL_APPLIED = "all applied"
console = Console(stderr=True, highlight=False)


@contextmanager
def opened(settings: Settings) -> Iterator[Workbench]:
    """Open the register of `settings` for one command; tell a refusal in words and leave with its exit code."""
    workbench = Workbench(Database.open(settings.database_url))
    try:
        if missing := pending(workbench.database):
            raise click.ClickException(f"the database lacks {len(missing)} migrations; run: medreg init")
        yield workbench
    except RegistryError as error:
        tell(error)
        sys.exit(REFUSED)
    finally:
        workbench.close()


def tell(error: Exception) -> None:
    """Print an error as a person reads it: what was wrong, where, and what to do."""
    told = describe(error, "en")
    console.print(f"[bold red]{told['title']}[/] {told.get('detail', '')}")
    faults = told.get("errors")
    for fault in faults if isinstance(faults, list) else ():
        console.print(f"  {fault.get('pointer') or '/'}: {fault.get('detail') or fault['code']}", markup=False)


@click.command()
@click.pass_obj
def seed(settings: Settings) -> None:
    """Build the seed country in an empty register and write its demonstration keys."""
    with opened(settings) as workbench:
        facts = build_country(workbench, settings, lambda step: console.print(f"  {step}"))
    keys = facts["keys"]
    console.print(f"the seed country stands; {len(keys) if isinstance(keys, dict) else 0} demonstration keys written")


@click.command("allocate")
@click.argument("decision")
@click.pass_obj
def allocate(settings: Settings, decision: str) -> None:
    """Give the packs of a decision's products their GTINs from the demonstration pool, where the pack is certain."""
    with opened(settings) as workbench:
        done = exchange.allocate_for_decision(workbench, SYSTEM, decision)
    console.print(f"{done.products} products, {done.published} trade items published, {done.unchanged} stood already")
    for name, why in done.left_out:
        console.print(f"  left out: {name}: {why}", markup=False)


@click.group()
def keys() -> None:
    """API keys: make and end them."""


@keys.command()
@click.argument("party")
@click.option("--name", required=True, help="what the key is for")
@click.option("--scope", "scopes", multiple=True, required=True, help="area:action; may be repeated")
@click.option("--place", help="GLN of the desk the key belongs to")
@click.option("--days", type=int, help="days until it expires")
@click.pass_obj
def issue(
    settings: Settings, party: str, name: str, scopes: Sequence[str], place: str | None, days: int | None
) -> None:
    """Make a key for PARTY (its id); the text is printed once."""
    with opened(settings) as workbench:
        until = workbench.clock.now() + timedelta(days=days) if days else None
        draft = ApiKeyDraft(parse_id(party), name, frozenset(scopes), place, until)
        text, _ = workbench.write(SYSTEM, lambda work: parties.issue_key(work, settings.secret(), draft))
    click.echo(text)


@keys.command()
@click.argument("key")
@click.pass_obj
def revoke(settings: Settings, key: str) -> None:
    """End KEY (its id) at once."""
    with opened(settings) as workbench:
        workbench.write(SYSTEM, lambda work: parties.revoke_key(work, parse_id(key)))


@click.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Say what this installation can do: database, migrations, barcode readers."""
    facts = installation(settings)
    for name, value in facts.items():
        console.print(f"{name:<12} {value}", markup=False)
    sys.exit(0 if facts["migrations"] == ALL_APPLIED else FAILED)


def installation(settings: Settings) -> dict[str, str]:
    """Return what this installation stands on: the database and its state, and the barcode readers found."""
    database = Database.open(settings.database_url)
    missing = pending(database)
    database.close()
    return {
        "database": f"{database.dialect} {settings.database_url.split('@')[-1]}",
        "migrations": f"missing: {', '.join(missing)}" if missing else ALL_APPLIED,
        "readers": ", ".join(f"{engine.name} {engine.version}" for engine in available_engines()),
    }


COMMANDS = {one.name: one for one in (seed, allocate, keys, check)}
"""Name -> command, for `api.cli`."""
