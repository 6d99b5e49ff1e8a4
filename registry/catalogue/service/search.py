"""One box for everything: words, registration numbers old and new, GTINs."""

from __future__ import annotations

from gs1 import Gs1Error, Gtin
from registry.catalogue import store
from registry.catalogue.model import ProductCard
from registry.catalogue.service.authorisations import authorisation, ids_by_number
from registry.db.search import query_words
from registry.errors import BadInput
from registry.paging import LIMIT_USUAL, Cursor, Page, check_limit
from registry.text import has_accents, squeeze
from registry.work import Work


def search(
    work: Work, query: str, cursor: Cursor | None = None, limit: int = LIMIT_USUAL, kind: str | None = None
) -> Page[ProductCard]:
    """Find products by words (accents not needed), by any registration number old or new, or by GTIN.

    Rows that hold the query with its accents come first, then names that begin with it, then names that hold it.
    An empty query walks through all products by name.
    """
    limit = check_limit(limit)
    place = _place(cursor)
    words = query_words(query)
    if place is None and (exact := _by_identity(work, query)):
        return Page(tuple(store.products.cards(work.db, exact)))
    if words:
        accented = squeeze(query) if has_accents(query) else None
        found = store.products.search(work.db, words, accented, place, limit + 1, kind)
    else:
        found = store.products.page(work.db, place, limit + 1, kind)
    return Page.cut(found, limit, lambda one: one[1]).map(lambda one: one[0])


def _by_identity(work: Work, query: str) -> list[int]:
    """Return the products that the whole query names by a registration number or a GTIN."""
    text = squeeze(query)
    if not any(character.isdigit() for character in text) or len(text) > 60:
        return []
    found = [authorisation(work, one).product_id for one in ids_by_number(work, text)]
    try:
        item = store.trade_items.by_gtin(work.db, Gtin.parse(text.replace(" ", "")))
    except Gs1Error:
        item = None
    return list(dict.fromkeys([*found, *([item.product_id] if item else [])]))


def _place(cursor: Cursor | None) -> tuple[int, str, int] | None:
    if cursor is None:
        return None
    rank, name, key = (*cursor.key, None, None, None)[:3]
    if not (isinstance(rank, int) and isinstance(name, str) and isinstance(key, int)):
        raise BadInput("cursor-form")
    return rank, name, key
