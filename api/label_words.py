"""The words of a pack's label, as the register has them."""

from __future__ import annotations

from api.labels import Label
from gs1 import Message
from registry.catalogue import service as catalogue
from registry.errors import NotFound
from registry.work import Work


def label_for(work: Work, message: Message) -> Label:
    """Return a label with the words that the register has for its trade item; an unknown one carries its GTIN only."""
    try:
        if message.gtin is None:
            raise NotFound("gtin-missing")
        product = catalogue.product(work, catalogue.trade_item(work, message.gtin).product_id)
    except NotFound:
        return Label(message, message.gtin.text if message.gtin else "")
    words = " · ".join(part for part in (product.strength, product.form) if part)
    return Label(message, product.name, words, product.holder or product.maker_name or "")
