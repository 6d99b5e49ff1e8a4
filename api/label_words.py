"""The words of a label, as the register has them."""

from __future__ import annotations

from api.labels import Label, LabelKind
from gs1 import Gtin, Message
from registry.catalogue import service as catalogue
from registry.errors import NotFound
from registry.work import Work


def label_for(work: Work, message: Message, kind: LabelKind = LabelKind.PACK) -> Label:
    """Return a label with the words that the register has for its trade item, or for the content of a logistic unit.

    An item that the register does not know carries its number only.
    """
    gtin = message.gtin or _contained(message)
    try:
        if gtin is None:
            raise NotFound("gtin-missing")
        product = catalogue.product(work, catalogue.trade_item(work, gtin).product_id)
    except NotFound:
        return Label(message, gtin.text if gtin else "", kind=kind)
    words = " · ".join(part for part in (product.strength, product.form) if part)
    return Label(message, product.name, words, product.holder or product.maker_name or "", kind=kind)


def _contained(message: Message) -> Gtin | None:
    """The trade item inside a logistic unit, AI (02)."""
    text = message.get("02")
    return Gtin.parse(text) if text else None
