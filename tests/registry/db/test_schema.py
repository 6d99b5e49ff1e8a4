"""The schema: the numbered migrations make exactly the tables that the stores declare, on both engines."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

import registry
from registry.db.base import Table
from registry.db.connection import Database
from registry.db.migrate import FOLDER, migrate, pending


def store_modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(registry.__path__, "registry."):
        if ".store" in module.name:
            yield module.name


def tables() -> list[type[Table]]:
    for name in store_modules():
        importlib.import_module(name)
    found, queue = [], [Table]
    while queue:
        for table in queue.pop().__subclasses__():
            queue.append(table)
            if ".store" in table.__module__:
                found.append(table)
    return found


def test_the_migrations_make_what_the_stores_declare(database_url: str) -> None:
    database = Database.open(database_url)
    migrate(database)
    declared = tables()
    assert len(declared) > 20
    assert diff_models(database.engine, declared).create_tables == []
    difference = diff_models(database.engine, declared)
    assert not difference, str(difference)
    database.close()


def test_every_migration_goes_down_and_up_again(database_url: str) -> None:
    database = Database.open(database_url)
    migrate(database)
    runner = Runner(database.engine, str(FOLDER))
    names = [migration.name for migration in runner.status()]
    runner.down(names[0])
    assert pending(database) == names
    assert migrate(database) == names
    database.close()
