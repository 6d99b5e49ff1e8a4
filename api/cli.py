"""The command `medreg`: make, fill, serve and check a register from a terminal.

Exit codes: 0 done, 1 refused or nothing found, 2 wrong use of the command, 3 a check failed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, ParamSpec  # Any: what `--json` prints comes from many commands

import click
from rich.console import Console
from rich.table import Table

from api.problems import describe
from registry.audit import service as audit
from registry.db.connection import Database
from registry.db.migrate import migrate, pending
from registry.errors import RegistryError
from registry.settings import Settings
from registry.work import SYSTEM, Workbench

P = ParamSpec("P")
REFUSED, FAILED = 1, 3
console = Console(stderr=True, highlight=False)


@contextmanager
def _register(settings: Settings) -> Iterator[Workbench]:
    """Open the register of `settings` for one command; tell a refusal in words and leave with its exit code."""
    workbench = Workbench(Database.open(settings.database_url))
    try:
        if missing := pending(workbench.database):
            raise click.ClickException(f"the database lacks {len(missing)} migrations; run: medreg init")
        yield workbench
    except RegistryError as error:
        _tell(error)
        sys.exit(REFUSED)
    finally:
        workbench.close()


def _tell(error: RegistryError) -> None:
    told = describe(error, "en")
    console.print(f"[bold red]{told['title']}[/] {told.get('detail', '')}")
    for fault in told.get("errors", ()):
        console.print(f"  {fault.get('pointer') or '/'}: {fault.get('detail') or fault['code']}")


def _print_json(value: Any) -> None:  # noqa: ANN401 - see the import
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="medreg")
@click.pass_context
def medreg(context: click.Context) -> None:
    """An open national registry for medical products."""
    try:
        context.obj = Settings.read()
    except RegistryError as error:
        _tell(error)
        sys.exit(REFUSED)


@medreg.command()
@click.pass_obj
def init(settings: Settings) -> None:
    """Make the database, or bring it to this release. Safe to repeat."""
    database = Database.open(settings.database_url)
    settings.secret()
    done = migrate(database)
    database.close()
    if done:
        console.print(f"database ready: {len(done)} migrations applied")


@medreg.command()
@click.option("--host", help="address to listen on (MEDREG_HOST)")
@click.option("--port", type=int, help="port to listen on (MEDREG_PORT)")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve the register: pages, API and standard interfaces, in one process that writes."""
    run_server(settings, host or settings.host, port or settings.port)


@medreg.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Say what this installation can do: database, migrations, barcode readers."""
    facts = installation(settings)
    for name, value in facts.items():
        console.print(f"{name:<12} {value}")
    sys.exit(FAILED if facts["migrations"] != "all applied" else 0)


@medreg.command("verify-journal")
@click.pass_obj
def verify_journal(settings: Settings) -> None:
    """Recompute every link of the journal's chain."""
    with _register(settings) as workbench, workbench.read(SYSTEM) as work:
        console.print(f"journal whole: {audit.check_chain(work)} entries")


@medreg.group()
def settings() -> None:
    """What an operator can set, by environment variables."""


@settings.command()
@click.pass_obj
def show(chosen: Settings) -> None:
    """Show every setting, its value and what it means; secrets are never shown."""
    table = Table("variable", "value", "meaning", box=None)
    for part in fields(Settings):
        table.add_row(f"MEDREG_{part.name.upper()}", str(getattr(chosen, part.name)), part.metadata["says"])
    Console().print(table)


def main() -> int:
    """Run the command line and return its exit code."""
    medreg(prog_name="medreg")
    return 0
