"""Rules of the catalogue that no use case shows alone."""

from __future__ import annotations

from dataclasses import replace

from registry.catalogue.model import ProductDraft, ProductKind
from registry.catalogue.rules import describe


def test_products_of_another_market_are_compared_among_themselves_only() -> None:
    here = ProductDraft(ProductKind.MEDICINE, "A", "Prednison 5mg", form="Viên nén", route_code="1.01")
    there = replace(here, market="FR")
    assert describe(here).group_key is not None
    assert describe(there).group_key == f"fr:{describe(here).group_key}"
