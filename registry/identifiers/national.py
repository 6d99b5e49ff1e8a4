"""The national key of goods without a GTIN: openly no GS1 key, with a check character of its own.

`VNQG-` and ten characters: nine digits and one check character (ISO/IEC 7064, MOD 37-2, over the digits). The letters
before it keep anybody from taking it for a GTIN; it is never put into a GS1 element string.
"""

from __future__ import annotations

import re

from registry.audit import service as audit
from registry.catalogue import service as catalogue
from registry.catalogue.model import IdentifierKind, IssuingAgency, ItemIdentifier, TradeItem
from registry.errors import BadInput, Fault, NotFound, RuleBroken
from registry.identifiers import service as identifiers
from registry.identifiers.model import NationalKey
from registry.identifiers.store import reservations as store
from registry.ids import format_id
from registry.work import Work

LEAD = "VNQG-"
FORM = re.compile(r"VNQG-(\d{9})([0-9A-Z*])")
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
REASON_MOST = 400


def check_character(digits: str) -> str:
    """Return the check character of ISO/IEC 7064 MOD 37-2; it finds every single error and every transposition."""
    rest = 0
    for one in digits:
        rest = (rest + CHARACTERS.index(one)) * 2 % 37
    return CHARACTERS[(1 - rest) % 37]


def parse_key(text: str) -> str:
    """Return a national key in its one spelling; raise `BadInput` for another form or a wrong check character."""
    told = text.strip().upper()
    match = FORM.fullmatch(told)
    if match is None:
        raise BadInput.of([Fault("national-key-form", "/key", text[:40])])
    if check_character(match[1]) != match[2]:
        raise BadInput.of([Fault("national-key-check", "/key", text[:40], start=len(told) - 1, length=1)])
    return told


def give_national_key(work: Work, trade_item_id: int, reason: str) -> NationalKey:
    """Give a trade item without a GTIN its national key; asked again, the same one.

    Raise `RuleBroken` where it has a GTIN: the GTIN comes first, the national key is the fallback.
    """
    work.require("identifier:write")
    identifiers.check_own_item(work, trade_item_id)
    item = catalogue.trade_item_by_id(work, trade_item_id)
    known = store.national_of(work.db, trade_item_id)
    if known is not None:
        return known
    if item.gtin is not None:
        raise RuleBroken("national-key-needless", gtin=item.gtin.text)
    if not 1 <= len(reason.strip()) <= REASON_MOST:
        raise BadInput.of([Fault("field-length", "/reason", reason[:40], facts={"most": REASON_MOST})])
    digits = f"{store.take_national(work.db):09}"
    made = NationalKey(f"{LEAD}{digits}{check_character(digits)}", trade_item_id, reason.strip())
    store.add_national(work.db, made, work.now_us)
    named = ItemIdentifier(IssuingAgency.NATIONAL, made.value, IdentifierKind.NATIONAL, trade_item_id)
    catalogue.add_identifier(work, named)
    audit.record(work, "national-key:given", made.value, {"item": format_id(trade_item_id), "reason": made.reason})
    return made


def item_of_key(work: Work, text: str) -> tuple[NationalKey, TradeItem]:
    """Return the trade item that a national key names; everybody may ask."""
    value = parse_key(text)
    known = store.national(work.db, value)
    if known is None:
        raise NotFound("identifier-unknown", value=value)
    return known, catalogue.trade_item_by_id(work, known.trade_item_id)
