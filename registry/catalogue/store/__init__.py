"""Tables and texts of the catalogue: products, authorisations, trade items."""

from registry.catalogue.store import authorisations, products, proposals, trade_items
from registry.catalogue.store.tables import TABLES

__all__ = ["TABLES", "authorisations", "products", "proposals", "trade_items"]
