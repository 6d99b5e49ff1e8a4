"""Texts of products: the row, its ingredients, its words in the search."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

from registry.catalogue.facts import facts_json, read_facts
from registry.catalogue.ingredients import Ingredient
from registry.catalogue.model import OTHER_NAMES, AuthorisationState, Evidence, Product, ProductCard, ProductKind
from registry.catalogue.strengths import Quantity, Strength
from registry.db.connection import Database, Row
from registry.db.search import MATCHES, like_text, match_text, set_text
from registry.text import fold, nfc

COLUMNS = (
    "id, kind, name, form, form_key, routes, ingredients_text, strength, prescription, control, maker_id, maker_name,"
    " maker_country, holder_id, holder_name, pack_text, standard, shelf_life_months, group_key, authorisation_id,"
    " source, facts, version"
)
BY_ID = f"SELECT {COLUMNS} FROM product WHERE id = ?"
INGREDIENTS = (
    "SELECT name, substance_key, amount, unit, per, written FROM product_ingredient WHERE product_id = ?"
    " ORDER BY position"
)
ADD = (
    f"INSERT INTO product ({COLUMNS}, name_folded, words, folded, recorded_at, changed_at)"
    f" VALUES ({', '.join('?' * 28)})"
)
CHANGE = (
    "UPDATE product SET "
    + ", ".join(f"{column} = ?" for column in COLUMNS.split(", ")[1:-1])
    + ", name_folded = ?, words = ?, folded = ?, version = version + 1, changed_at = ? WHERE id = ? AND version = ?"
)
ADD_INGREDIENT = (
    "INSERT INTO product_ingredient (product_id, position, name, substance_key, amount, unit, per, written)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
ADD_SOURCE = (
    "INSERT INTO product_source (source, key, product_id, recorded_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (source, key) DO NOTHING"
)
BY_SOURCE = "SELECT product_id FROM product_source WHERE source = ? AND key = ?"
OF_MAKER = "SELECT id FROM product WHERE maker_id = ? ORDER BY id DESC LIMIT ?"
WITH_SUBSTANCE = (
    "SELECT DISTINCT product_id FROM product_ingredient WHERE substance_key = ? ORDER BY product_id DESC LIMIT ?"
)
DROP_INGREDIENTS = "DELETE FROM product_ingredient WHERE product_id = ?"
CARD = (
    "SELECT p.id, p.kind, p.name, p.ingredients_text, p.strength, p.form, p.maker_name, p.holder_name, a.number,"
    " a.state, p.group_key, a.evidence, a.valid_until"
)
CARDS = (
    f"WITH k(id) AS (VALUES {{keys}}) {CARD} FROM k JOIN product p ON p.id = k.id"
    " LEFT JOIN authorisation a ON a.id = p.authorisation_id"
)
RANK = (
    "CASE WHEN ? = 1 AND p.words LIKE ? ESCAPE '!' THEN 0 WHEN substr(p.name_folded, 1, ?) = ? THEN 1"
    " WHEN p.name_folded LIKE ? ESCAPE '!' THEN 2 ELSE 3 END"
)
SEARCH = (
    f"WITH found(id, rank, name_folded) AS (SELECT p.id, {RANK}, p.name_folded FROM product p"
    " WHERE p.id IN ({matches}){kind})"
    f" {CARD}, f.rank, f.name_folded FROM found f JOIN product p ON p.id = f.id"
    " LEFT JOIN authorisation a ON a.id = p.authorisation_id"
    " WHERE (f.rank, f.name_folded, f.id) > (?, ?, ?) ORDER BY f.rank, f.name_folded, f.id LIMIT ?"
)
ALL = (
    f"{CARD}, 0, p.name_folded FROM product p LEFT JOIN authorisation a ON a.id = p.authorisation_id"
    " WHERE (p.name_folded, p.id) > (?, ?){kind} ORDER BY p.name_folded, p.id LIMIT ?"
)
GROUP = (
    f"{CARD} FROM product p LEFT JOIN authorisation a ON a.id = p.authorisation_id WHERE p.group_key = ?"
    " ORDER BY p.name_folded, p.id LIMIT ?"
)

Place = tuple[int, str, int]
"""Where a card stands in a search: rank, folded name, key."""


def by_id(database: Database, product_id: int) -> Product | None:
    """Return a product with its ingredients."""
    row = database.one(BY_ID, (product_id,))
    if row is None:
        return None
    found = database.rows(INGREDIENTS, (product_id,))
    return _product(row, tuple(_ingredient(one) for one in found))


def add(database: Database, product: Product, at: int) -> None:
    """Write a new product with its ingredients and its words."""
    words = _words(product)
    database.run(ADD, (*_columns(product), *words, at, at))
    set_text(database, product.id, words[2], known=False)
    _write_ingredients(database, product)


def change(database: Database, product: Product, at: int) -> bool:
    """Write a changed product; False when another has changed it since `version`."""
    words = _words(product)
    told = (*_columns(product)[1:-1], *words, at, product.id, product.version)
    if database.run(CHANGE, told) != 1:
        return False
    set_text(database, product.id, words[2], known=True)
    database.run(DROP_INGREDIENTS, (product.id,))
    _write_ingredients(database, product)
    return True


def add_source(database: Database, product_id: int, source: str, key: str, at: int) -> bool:
    """Keep under which key another register knows a product; False when the key is taken."""
    return database.run(ADD_SOURCE, (source, key, product_id, at)) == 1


def id_by_source(database: Database, source: str, key: str) -> int | None:
    """Return the product that another register knows under a key."""
    row = database.one(BY_SOURCE, (source, key))
    return row[0] if row else None


def ids_of_maker(database: Database, maker_id: int, limit: int) -> list[int]:
    """Return the products of a maker, newest first."""
    return [row[0] for row in database.rows(OF_MAKER, (maker_id, limit))]


def ids_with_substance(database: Database, substance_key: str, limit: int) -> list[int]:
    """Return the products with an active substance, newest first."""
    return [row[0] for row in database.rows(WITH_SUBSTANCE, (substance_key, limit))]


def cards(database: Database, product_ids: list[int]) -> list[ProductCard]:
    """Return the cards of some products, in the order asked for."""
    if not product_ids:
        return []
    text = CARDS.format(keys=", ".join(["(CAST(? AS BIGINT))"] * len(product_ids)))
    found = {row[0]: _card(row) for row in database.rows(text, product_ids)}
    return [found[one] for one in product_ids if one in found]


def search(
    database: Database, words: tuple[str, ...], accented: str | None, after: Place | None, limit: int, kind: str | None
) -> list[tuple[ProductCard, Place]]:
    """Return cards of products that hold every word, by rank and name; `accented` is the query as typed."""
    folded = " ".join(words)
    rank = (int(accented is not None), like_text((accented or "").lower()), len(folded), folded, like_text(folded))
    text = search_text(database, kind is not None)
    chosen = (kind,) if kind else ()
    start = after or (-1, "", 0)
    rows = database.rows(text, (*rank, match_text(database.dialect, words), *chosen, *start, limit))
    return [(_card(row), (row[-2], row[-1], row[0])) for row in rows]


def search_text(database: Database, by_kind: bool) -> str:
    """Return the search's text for the engine; the plan tests read it too."""
    return SEARCH.format(matches=MATCHES[database.dialect], kind=" AND p.kind = ?" if by_kind else "")


def page(database: Database, after: Place | None, limit: int, kind: str | None) -> list[tuple[ProductCard, Place]]:
    """Return cards of all products by name."""
    start = (after[1], after[2]) if after else ("", 0)
    chosen = (kind,) if kind else ()
    rows = database.rows(ALL.format(kind=" AND p.kind = ?" if kind else ""), (*start, *chosen, limit))
    return [(_card(row), (row[-2], row[-1], row[0])) for row in rows]


def of_group(database: Database, group_key: str, limit: int) -> list[ProductCard]:
    """Return the products whose prices are compared under one key, by name."""
    return [_card(row) for row in database.rows(GROUP, (group_key, limit))]


def _columns(product: Product) -> tuple[str | int | None, ...]:
    one = product
    prescription = None if one.prescription is None else int(one.prescription)
    source = _text(one.source)
    told = (
        one.id,
        one.kind,
        one.name,
        one.form,
        one.form_key,
        " ".join(one.routes),
        one.ingredients_text,
        one.strength,
    )
    made = (prescription, one.control, one.maker_id, one.maker_name, one.maker_country, one.holder_id, one.holder)
    rest = (one.pack_text, one.standard, one.shelf_life_months, one.group_key, one.authorisation_id, source)
    return (*told, *made, *rest, _text(facts_json(one.facts)), one.version)


def _text(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _words(product: Product) -> tuple[str, str, str]:
    texts = (
        product.name,
        product.ingredients_text,
        product.strength,
        product.maker_name,
        product.holder,
        product.source.get(OTHER_NAMES),
    )
    words = nfc(f"{product.name} {product.ingredients_text}").lower()
    return fold(product.name), words, fold(" ".join(text for text in texts if text))


def _write_ingredients(database: Database, product: Product) -> None:
    for position, one in enumerate(product.ingredients):
        strength = one.strength
        amount = (str(strength.amount.amount), strength.amount.unit, strength.per) if strength else (None, None, None)
        database.run(ADD_INGREDIENT, (product.id, position, one.name, one.key, *amount, one.strength_text))


def _ingredient(row: Row) -> Ingredient:
    name, key, amount, unit, per, written = row
    strength = Strength(Quantity(Fraction(amount), unit), per) if amount else None
    return Ingredient(name, key, strength, written)


def _product(row: Row, ingredients: tuple[Ingredient, ...]) -> Product:
    return Product(
        id=row[0],
        kind=ProductKind(row[1]),
        name=row[2],
        form=row[3],
        form_key=row[4],
        routes=tuple(row[5].split()),
        ingredients_text=row[6],
        ingredients=ingredients,
        strength=row[7],
        prescription=None if row[8] is None else bool(row[8]),
        control=row[9],
        maker_id=row[10],
        maker_name=row[11],
        maker_country=row[12],
        holder_id=row[13],
        holder=row[14],
        pack_text=row[15],
        standard=row[16],
        shelf_life_months=row[17],
        group_key=row[18],
        authorisation_id=row[19],
        source=json.loads(row[20]),
        facts=read_facts(json.loads(row[21])),
        version=row[22],
    )


def _card(row: Row) -> ProductCard:
    key, kind, name, ingredients, strength, form, maker, holder, number, state, group_key, evidence, until = row[:13]
    return ProductCard(
        key,
        ProductKind(kind),
        name,
        ingredients,
        strength,
        form,
        maker,
        holder,
        number,
        AuthorisationState(state) if state else None,
        group_key,
        Evidence(evidence) if evidence else None,
        date.fromisoformat(until) if until else None,
    )
