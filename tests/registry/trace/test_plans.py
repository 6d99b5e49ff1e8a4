"""No text of these areas scans a table that can hold millions of rows; models and migrations tell the same schema."""

from __future__ import annotations

import re
from types import ModuleType

from registry.db.base import Table
from registry.db.connection import Database, Value, plan
from registry.recalls import store as recalls
from registry.trace.store import answers, attempts, events, ledger, many, packs, stocks, tables

SMALL = {"recalls.OPEN_BEFORE"}
"""Texts that may walk a table in the order of its key: recalls in force are few, and read by pages."""
VERBS = re.compile(r"(SELECT|INSERT|UPDATE|DELETE|WITH) ")


def texts(*modules: ModuleType) -> list[tuple[str, str]]:
    found = []
    for module in modules:
        for name, text in vars(module).items():
            if name.isupper() and isinstance(text, str) and VERBS.match(text):
                found.append((f"{module.__name__.rpartition('.')[2]}.{name}", text))
    return found


ALL = texts(answers, attempts, events, ledger, packs, stocks, recalls)


def spoken(text: str) -> tuple[str, list[Value]]:
    """Return a text with its keys spelled out for two rows, and a value for each placeholder."""
    if "@k" in text:
        names = re.search(r"WITH k\(([^)]*)\)", text)
        assert names is not None
        row = "(" + ", ".join("?" for _ in names[1].split(",")) + ")"
        text = text.replace("@k", f"{row}, {row}")
    if "@rows" in text:
        columns = re.search(r"INTO \w+ \(([^)]*)\)", text)
        assert columns is not None
        text = text.replace("@rows", "(" + ", ".join("?" for _ in columns[1].split(",")) + ")")
    return text, [1] * text.count("?")


def test_the_texts_are_found() -> None:
    assert len(ALL) > 45


def test_no_text_scans_a_table_on_sqlite(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    plans = {name: plan(database, *spoken(text)) for name, text in ALL}
    database.close()
    scanning = {name for name, told in plans.items() if re.search(r"\bSCAN (?!k\b|\d+ CONSTANT ROWS)", told)}
    assert scanning <= SMALL


HOT: list[tuple[str, list[Value], str]] = [
    (packs.PACK, [1, "A", 1], "pack"),
    (packs.CHANGE_PACK, [3, 1, 1, 1, "A", 1, 1, 1], "pack"),
    (many._keyed(stocks.PACKS, stocks.UNIT_TYPES, 1), [1, "A", 1], "pack"),
    (many._keyed(stocks.CHANGE_PACKS, stocks.CHANGE_TYPES, 1), [1, "A", 1, 1, None, None, 1, 1], "pack"),
    (many._keyed(events.EVENTS, ("BIGINT",), 1), [1], "event"),
    (events.ITEM, [1, 1, "A", 1], "event_item"),
    (events.PUT_IN, [1, 1], "event_item"),
    (ledger.HOLDERS, [1], "holding"),
    (ledger.COUNT_PACKS, [1, 1], "pack"),
]


def test_hot_texts_have_a_key_to_go_by_on_postgresql(fresh_postgres_url: str) -> None:
    database = Database.open(fresh_postgres_url)
    with database.reading():
        database.run("SET LOCAL enable_seqscan = off")
        plans = [(table, plan(database, text, values)) for text, values, table in HOT]
    database.close()
    for table, told in plans:
        assert re.search(r"Index (Only )?(Scan|Cond)", told), told
        assert not re.search(rf"Seq Scan on {table}\b", told), told


def test_models_and_migrations_tell_the_same_columns_keys_and_indexes(database: Database) -> None:
    for table in (*tables.TABLES, *recalls.TABLES):
        with database.reading(), table.bind_ctx(database.engine):
            assert_same_schema(database, table)


def assert_same_schema(database: Database, table: type[Table]) -> None:
    meta = table._meta
    columns = {column.name: column.null for column in database.engine.get_columns(meta.table_name)}
    assert columns == {field.column_name: bool(field.null) for field in meta.sorted_fields}
    keys = set(database.engine.get_primary_keys(meta.table_name))
    assert keys == set(getattr(meta.primary_key, "field_names", None) or [getattr(meta.primary_key, "column_name", "")])
    indexes = {frozenset(index.columns) for index in database.engine.get_indexes(meta.table_name)}
    wished = {frozenset(field.column_name for field in index._expressions) for index in meta.fields_to_index()}
    assert indexes - {frozenset(keys)} == wished - {frozenset(keys)}
