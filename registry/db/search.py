"""Word search with the same answers on both engines: FTS5 on SQLite, a GIN index of tsvectors on PostgreSQL.

Both index folded words only (a-z, 0-9), so that no tokenizer or language rule of either engine can make a difference.
"""

from __future__ import annotations

from registry.db.connection import Database, Dialect
from registry.text import fold

WORDS_MAX = 12
"""Words of a query that are looked at; a longer query is a paste, not a search."""

MATCHES: dict[Dialect, str] = {
    "sqlite": "SELECT rowid FROM product_text WHERE product_text MATCH ?",
    "postgresql": "SELECT rowid FROM product_text WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', ?)",
}
"""Keys of the products that hold every word of a query, each as the beginning of a word."""


def query_words(query: str) -> tuple[str, ...]:
    """Return the folded words of `query`."""
    return tuple(fold(query).split()[:WORDS_MAX])


def match_text(dialect: Dialect, words: tuple[str, ...]) -> str:
    """Return the parameter of `MATCHES` for `words`, which are folded and so can hold no operator."""
    if dialect == "sqlite":
        return " ".join(f'"{word}"*' for word in words)
    return " & ".join(f"{word}:*" for word in words)


def set_text(database: Database, product_id: int, folded: str, *, known: bool) -> None:
    """Bring the index to the words of a product."""
    if known:
        database.run("DELETE FROM product_text WHERE rowid = ?", (product_id,))
    database.run("INSERT INTO product_text (rowid, folded) VALUES (?, ?)", (product_id, folded))


def like_text(query: str) -> str:
    """Return the LIKE parameter for "holds this text", the wildcards in it made plain (ESCAPE '!')."""
    plain = query.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"
