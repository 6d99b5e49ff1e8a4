"""Whose rows these are: a maker writes about its own products only; who holds `import:any` writes about all."""

from __future__ import annotations

from registry.catalogue import service as catalogue
from registry.catalogue.model import AuthorisationNumber, Product
from registry.errors import BadInput, Fault, NotFound, RuleBroken
from registry.ids import format_id
from registry.work import Work

REGISTER = "register"


def is_free(work: Work) -> bool:
    """Say whether the caller may write about products and places of others."""
    return work.actor.party_id is None or work.actor.may("import:any")


def source_of(work: Work) -> str:
    """Return under which name the keys of the caller's own products are kept."""
    party = work.actor.party_id
    return REGISTER if party is None else f"party:{format_id(party)}"


def check_own(work: Work, product: Product) -> None:
    """Raise `RuleBroken` where a product is neither made nor held by the caller's party."""
    if not is_free(work) and work.actor.party_id not in (product.maker_id, product.holder_id):
        raise RuleBroken("product-not-own", name=product.name)


def product_told(work: Work, key: str, number: AuthorisationNumber | None) -> Product:
    """Return the caller's own product under a key or a number; raise `BadInput` at the column, or `RuleBroken`."""
    product = _by_key(work, key) if key else None
    if product is None and number is not None:
        product = catalogue.product(work, authorised(work, number))
    if product is None:
        raise BadInput.of([Fault("product-key-unknown", pointer="/product_key", value=key)])
    check_own(work, product)
    return product


def authorised(work: Work, number: AuthorisationNumber) -> int:
    """Return the product that a number names; raise `BadInput` at the column of the number."""
    try:
        return catalogue.find_by_number(work, number).product_id
    except NotFound:
        fault = Fault("number-unknown", pointer="/registration_number", value=number.text)
        raise BadInput.of([fault]) from None


def _by_key(work: Work, key: str) -> Product | None:
    try:
        return catalogue.product_by_source(work, source_of(work), key)
    except NotFound:
        return None
