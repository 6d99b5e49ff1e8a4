"""Use cases of the catalogue: register and renew authorisations, describe products, name packs, find them again."""

from registry.catalogue.service.authorisations import (
    authorisation,
    authorisations_by_decision,
    authorisations_of,
    change_state,
    find_by_number,
    keep_note,
    register_authorisation,
    renew,
    steps_of,
)
from registry.catalogue.service.products import amend_product, cards, check_same_product, of_group, product
from registry.catalogue.service.search import search
from registry.catalogue.service.trade_items import (
    assign_gtin,
    discontinue,
    publish,
    register_trade_items,
    trade_item,
    trade_item_by_id,
    trade_items_of,
)

__all__ = [
    "amend_product",
    "assign_gtin",
    "authorisation",
    "authorisations_by_decision",
    "authorisations_of",
    "cards",
    "change_state",
    "check_same_product",
    "discontinue",
    "find_by_number",
    "keep_note",
    "of_group",
    "product",
    "publish",
    "register_authorisation",
    "register_trade_items",
    "renew",
    "search",
    "steps_of",
    "trade_item",
    "trade_item_by_id",
    "trade_items_of",
]
