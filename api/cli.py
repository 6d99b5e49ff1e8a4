"""The command `medreg`: make, fill, serve and check a register from a terminal.

Exit codes: 0 done, 1 refused or nothing found, 2 wrong use of the command, 3 a check failed; `scan` tells its own.
A command's own module is loaded when it is called, so that the light ones start at once.
"""

from __future__ import annotations

import sys
from dataclasses import fields
from importlib import import_module

import click

from registry.db.connection import Database
from registry.db.migrate import migrate
from registry.errors import RegistryError
from registry.settings import Settings

REFUSED = 1
LATER = {
    "staff": "api.staff_commands",
    "seed": "api.commands",
    "import": "api.import_commands",
    "allocate": "api.commands",
    "decision": "api.decision_commands",
    "scan": "api.scan_commands",
    "doctor": "api.scan_commands",
    "label": "api.label_commands",
    "draw": "api.label_commands",
    "keys": "api.commands",
    "check": "api.commands",
    "recount": "api.trace_commands",
    "rebuild": "api.trace_commands",
    "publish-journal": "api.journal_commands",
    "verify-journal": "api.journal_commands",
}
"""Command -> the module whose table COMMANDS holds it."""


class LateGroup(click.Group):
    """A group that imports the heavier commands only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, loaded or not."""
        return sorted({*super().list_commands(ctx), *LATER})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading its module when it is one of the heavier ones."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        found: click.Command = import_module(LATER[cmd_name]).COMMANDS[cmd_name]
        return found


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="medreg")
@click.pass_context
def medreg(context: click.Context) -> None:
    """An open national registry for medical products."""
    try:
        context.obj = Settings.read()
    except RegistryError as error:
        import_module("api.commands").tell(error)
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
        click.echo(f"database ready: {len(done)} migrations applied", err=True)


@medreg.command()
@click.option("--host", help="address to listen on (MEDREG_HOST)")
@click.option("--port", type=int, help="port to listen on (MEDREG_PORT)")
@click.option("--migrate", "migrate_first", is_flag=True, help="bring the database to this release first")
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None, migrate_first: bool) -> None:
    """Serve the register: pages, API and standard interfaces, in one process that writes."""
    settings: Settings = context.obj
    if migrate_first:
        context.invoke(init)
    import_module("api.serving").run_server(settings, host or settings.host, port or settings.port)


@medreg.group("settings")
def settings_group() -> None:
    """What an operator can set, by environment variables."""


@settings_group.command()
@click.pass_obj
def show(settings: Settings) -> None:
    """Show every setting, its value and what it means; secrets are never shown."""
    for part in fields(Settings):
        name = f"MEDREG_{part.name.upper()}"
        click.echo(f"{name:<28} {getattr(settings, part.name)!s:<16} {part.metadata['says']}")


def main() -> int:
    """Run the command line and return its exit code."""
    medreg(prog_name="medreg")
    return 0
