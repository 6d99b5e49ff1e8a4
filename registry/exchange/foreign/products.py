"""Products of other registers: registered under their own keys, brought up to date by each new edition."""

from __future__ import annotations

from collections import Counter

from registry.catalogue import service as catalogue
from registry.catalogue.model import ProductDraft
from registry.errors import NotFound
from registry.exchange.cells import RowReader
from registry.work import Work


def put(work: Work, source: str, key: str, about: ProductDraft) -> Counter[str]:
    """Register a product under the key of its register; where it is known, what this edition tells comes first."""
    try:
        known = catalogue.product_by_source(work, source, key)
    except NotFound:
        catalogue.register_product(work, about, source, key)
        return Counter(products=1)
    after = catalogue.amend_product(work, known.id, about, override=True)
    return Counter({"products completed": int(after.version != known.version)})


def was_told(row: RowReader, work: Work) -> bool:
    """Say whether a row beside this one was taken for all of them in this transaction: the whole is written once."""
    return any(one is work for one in row.told_in)
