"""Brings a database to the schema of this release, with peewee's own runner and the numbered files beside."""

from __future__ import annotations

from pathlib import Path

from playhouse.migrations import Runner

from registry.db.connection import Database

FOLDER = Path(__file__).with_name("migrations")


def migrate(database: Database) -> list[str]:
    """Apply every pending migration in order and return their names; none when the schema is already new."""
    return list(Runner(database.engine, str(FOLDER)).up())


def pending(database: Database) -> list[str]:
    """Return the names of the migrations that this database still lacks."""
    return [migration.name for migration in Runner(database.engine, str(FOLDER)).status() if not migration.applied]
