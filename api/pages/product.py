"""The page of a product: licence, packs, prices and recalls, gathered from the areas in one unit of work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.pages import licences, pricing
from api.pages.formats import Both
from api.pages.packs import tree_of
from api.pages.recalls import line_of
from api.pages.values import Ingredient, ProductPage
from registry.catalogue import service as catalogue
from registry.catalogue.countries import country_name
from registry.catalogue.ingredients import Ingredient as Substance
from registry.catalogue.model import Authorisation, Product
from registry.catalogue.routes import route_of_code
from registry.ids import format_id
from registry.paging import LIMIT_MAX
from registry.prices import service as prices
from registry.recalls import service as recalls
from registry.work import Work

DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")
"""The register keeps strengths with a point; Vietnamese writes a comma."""


def page_of(work: Work, product_id: int) -> ProductPage:
    """Return all that a page tells of a product; raise `NotFound` for no such product."""
    product = catalogue.product(work, product_id)
    one = _current(catalogue.authorisations_of(work, product_id), product)
    items = catalogue.trade_items_of(work, product_id)
    recalled = recalls.of_gtins(work, [item.gtin for item in items if item.gtin is not None])
    recorded = prices.of_product(work, product_id, limit=LIMIT_MAX).items
    series = prices.history(work, product_id).series
    return ProductPage(
        id=format_id(product.id),
        name=product.name,
        kind=product.kind,
        ingredients=ingredients_of(product),
        form=product.form,
        routes=tuple(_route(code) for code in product.routes),
        maker=product.maker_name,
        country=_country(product.maker_country),
        banner=licences.banner_of(one, [recall for recall in recalled if recall.is_open], work.today),
        licence=licences.licence_of(one, catalogue.steps_of(work, one.id), product.holder, work.today) if one else None,
        packs=tree_of(items),
        pack_text=product.pack_text,
        prices=pricing.groups_of(series, recorded, items),
        comparison=pricing.comparison_of(prices.compare(work, product_id)),
        recalls=tuple(line_of(recall, product.name) for recall in recalled),
        sources=pricing.sources_of(recorded),
        prescription=product.prescription,
        version=product.version,
        is_invented=one is not None and one.is_invented,
    )


def ingredients_of(product: Product) -> tuple[Ingredient, ...]:
    """Return the substances with their strengths; what could not be paired with certainty is told as written."""
    if product.ingredients and all(_strength(one) for one in product.ingredients):
        return tuple(Ingredient(one.name, _strength(one)) for one in product.ingredients)
    return (Ingredient(product.ingredients_text, Both.same(product.strength) if product.strength else None),)


def _strength(one: Substance) -> Both | None:
    if one.strength:
        return Both(DECIMAL_POINT.sub(",", one.strength.text), one.strength.text)
    return Both.same(one.strength_text) if one.strength_text else None


def _current(held: Sequence[Authorisation], product: Product) -> Authorisation | None:
    named = [one for one in held if one.id == product.authorisation_id]
    return next(reversed(named or held), None)


def _route(key: str) -> Both:
    route = route_of_code(key)
    return Both(route.vi, route.en) if route else Both.same(key)


def _country(text: str | None) -> Both | None:
    if text is None:
        return None
    try:
        return Both(country_name(text), country_name(text, "en"))
    except KeyError:
        return Both.same(text)
