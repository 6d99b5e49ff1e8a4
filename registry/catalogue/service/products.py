"""Use cases on products: complete them from several sources, list them, find their equals."""

from __future__ import annotations

from dataclasses import replace

from registry.audit import service as audit
from registry.catalogue import bodies, rules, store
from registry.catalogue.model import AuthorisationNumber, Product, ProductCard, ProductDraft
from registry.errors import Conflict, NotFound, Stale
from registry.ids import format_id, new_id
from registry.paging import check_limit
from registry.parties import service as parties
from registry.text import squeeze
from registry.work import Work


def product(work: Work, product_id: int) -> Product:
    """Return a product, or raise `NotFound`."""
    found = store.products.by_id(work.db, product_id)
    if found is None:
        raise NotFound("product-unknown", id=format_id(product_id))
    return found


def amend_product(
    work: Work,
    product_id: int,
    about: ProductDraft,
    *,
    override: bool = False,
    number: AuthorisationNumber | None = None,
) -> Product:
    """Complete a product from another source; with `override`, what it tells comes first. No news, no change."""
    work.require("product:write")
    current = product(work, product_id)
    filled = rules.complete(current, about, rules.describe(about), override=override)
    filled = with_parties(work, filled, about)
    if number is not None:
        filled = rules.with_number(filled, number)
    if filled == current:
        return current
    if not store.products.change(work.db, filled, work.now_us):
        raise Stale("product-changed", id=format_id(product_id))
    audit.keep(work, bodies.product_snapshot(filled), "product:amended", {"name": filled.name})
    return replace(filled, version=filled.version + 1)


def register_product(work: Work, about: ProductDraft, source: str, key: str) -> tuple[Product, bool]:
    """Register a product under the key of another register, or complete the one it names; say whether it is new.

    For products that have no authorisation here: devices of another country's register, goods before their licence.
    """
    work.require("product:write")
    known = store.products.id_by_source(work.db, source, key)
    if known is not None:
        return amend_product(work, known, about), False
    rules.check_draft(about)
    made = new_product(work, about)
    store.products.add(work.db, made, work.now_us)
    store.products.add_source(work.db, made.id, source, key, work.now_us)
    audit.keep(work, bodies.product_snapshot(made), "product:registered", {"name": made.name, "source": source})
    return made, True


def product_by_source(work: Work, source: str, key: str) -> Product:
    """Return the product that another register knows under a key, or raise `NotFound`."""
    known = store.products.id_by_source(work.db, source, key)
    if known is None:
        raise NotFound("product-unknown", id=f"{source}:{key}"[:80])
    return product(work, known)


def products_of_maker(work: Work, maker_id: int, limit: int = 200) -> list[int]:
    """Return the keys of the products of a maker, newest first."""
    return store.products.ids_of_maker(work.db, maker_id, check_limit(limit))


def products_with_substance(work: Work, substance_key: str, limit: int = 200) -> list[int]:
    """Return the keys of the products with an active substance, newest first."""
    return store.products.ids_with_substance(work.db, substance_key, check_limit(limit))


def know_as(work: Work, product_id: int, source: str, key: str) -> bool:
    """Keep under which key another register knows a product; False when that key names a product already."""
    work.require("product:write")
    return store.products.add_source(work.db, product_id, source, key, work.now_us)


def check_same_product(work: Work, product_id: int, about: ProductDraft, number: str) -> None:
    """Raise `Conflict` when a source uses a number for what cannot be the product it names in the register."""
    current = product(work, product_id)
    if not rules.is_same_product(current, about):
        raise Conflict("number-names-another", number=number, registered=current.name, told=about.name)


def cards(work: Work, product_ids: list[int]) -> list[ProductCard]:
    """Return the cards of some products, in the order asked for."""
    return store.products.cards(work.db, product_ids)


def of_group(work: Work, group_key: str, limit: int = 200) -> list[ProductCard]:
    """Return the products whose prices are compared under one key."""
    return store.products.of_group(work.db, group_key, check_limit(limit))


def new_product(work: Work, about: ProductDraft) -> Product:
    """Return a product as a draft describes it, not yet written; maker and holder become parties."""
    told = rules.describe(about)
    made = Product(
        id=new_id(),
        kind=about.kind,
        name=squeeze(about.name),
        form=squeeze(about.form) if about.form else None,
        form_key=told.form.key if told.form else None,
        routes=told.routes,
        ingredients_text=squeeze(about.substances),
        ingredients=told.composition.ingredients,
        strength=told.strength,
        prescription=None,
        control=None,
        maker_id=None,
        maker_name=None,
        maker_country=None,
        holder_id=None,
        holder=None,
        pack_text=squeeze(about.pack) if about.pack else None,
        standard=about.standard,
        shelf_life_months=about.shelf_life_months,
        group_key=told.group_key,
        authorisation_id=None,
        source=about.source,
        version=1,
        facts=about.facts,
    )
    return with_parties(work, made, about)


def with_parties(work: Work, made: Product, about: ProductDraft) -> Product:
    """Add maker and holder where the product has none; both become parties of the register."""
    if made.maker_name is None and about.maker:
        maker = parties.find_or_add_party(work, about.maker, about.maker_country, about.maker_address)
        made = replace(made, maker_id=maker.id, maker_name=maker.name, maker_country=about.maker_country)
    if made.holder is None and about.holder:
        holder = parties.find_or_add_party(work, about.holder, None, about.holder_address)
        made = replace(made, holder_id=holder.id, holder=holder.name)
    return made
