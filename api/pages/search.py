"""Search: words with or without accents, any number, any GTIN; what names one thing exactly leads straight to it."""

from __future__ import annotations

from datetime import date

from api.pages.licences import chip_on
from api.pages.pricing import unit_price_of
from api.pages.values import Card, SearchPage
from gs1 import Gs1Error, Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationNumber, ProductCard
from registry.errors import BadInput, NotFound
from registry.ids import format_id
from registry.paging import Cursor
from registry.prices import service as prices
from registry.prices.model import PriceCard
from registry.recalls import service as recalls
from registry.text import squeeze
from registry.work import Work

LIMIT = 20
QUERY_MAX = 200


def exact(work: Work, query: str) -> str | None:
    """Return the path of the one thing that the whole query names by a number or a GTIN; None for words."""
    text = squeeze(query)
    try:
        return f"/01/{catalogue.trade_item(work, Gtin.parse(text.replace(' ', ''))).gtin}"
    except (Gs1Error, NotFound):
        pass
    try:
        one = catalogue.find_by_number(work, AuthorisationNumber.parse(text))
    except (BadInput, NotFound):
        return None
    return f"/san-pham/{format_id(one.product_id)}"


def page_of(work: Work, query: str, cursor: str) -> SearchPage:
    """Return a page of products found; an empty query finds nothing, so that the page can say what to type."""
    asked = squeeze(query)[:QUERY_MAX]
    if not asked:
        return SearchPage("")
    found = catalogue.search(work, asked, Cursor.parse(cursor) if cursor else None, LIMIT)
    costs = prices.latest_cards(work, [card.id for card in found.items])
    cards = tuple(card_of(card, costs.get(card.id), is_recalled(work, card.id), work.today) for card in found.items)
    return SearchPage(asked, cards, str(found.next) if found.next else None, bool(cursor))


def is_recalled(work: Work, product_id: int) -> bool:
    """Say whether any pack of a product is under recall."""
    named = [item.gtin for item in catalogue.trade_items_of(work, product_id) if item.gtin is not None]
    return any(recall.is_open for recall in recalls.of_gtins(work, named))


def card_of(card: ProductCard, price: PriceCard | None, recalled: bool, today: date) -> Card:
    """Return a product as a card."""
    return Card(
        id=format_id(card.id),
        name=card.name,
        kind=card.kind,
        substances=_substances(card),
        form=card.form,
        maker=card.maker,
        number=card.number,
        state=chip_on(card, today),
        price=unit_price_of(price) if price else None,
        recalled=recalled,
    )


def _substances(card: ProductCard) -> str:
    strength = card.strength or ""
    return card.ingredients if strength in card.ingredients else f"{card.ingredients} {strength}"
