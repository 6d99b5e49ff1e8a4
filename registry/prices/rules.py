"""Rules of recording: what a price must say, how an amount becomes exact, and which prices are in force on a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from registry.errors import BadInput, Fault
from registry.money import SCALE, Money
from registry.prices.model import Price, PriceDraft, PriceKind
from registry.prices.units import read_unit
from registry.text import fold, squeeze

AMOUNT_MAX = 10**15
"""In hundredths: ten million million đồng for one unit is a slip of the pen, and exact in every client."""
FINEST = 6
"""Decimal places read at most; published awards have up to three."""
TEXT_MAX = 1_000
DIGEST_BYTES = 16
REPLACED_BY_LATER = frozenset(PriceKind) - {PriceKind.TENDER, PriceKind.NEGOTIATED}
"""Kinds of which a later statement ends the earlier one; two contracts stand side by side."""


def exact_amount(text: str, currency: str = "VND") -> tuple[Money, int]:
    """Return money and how many units it buys, so that "113.925" for one is kept exactly as 1139.25 for ten.

    Raise `BadInput` with the code "amount-form" for anything but a plain positive decimal with at most six places.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 < number < AMOUNT_MAX // SCALE:
        raise BadInput.of([Fault("amount-form", value=text[:40])])
    digits = number.normalize().as_tuple().exponent
    places = max(0, -digits) if isinstance(digits, int) else 0
    per = 10 ** max(0, places - 2)
    if places > FINEST or number * per * SCALE >= AMOUNT_MAX:
        raise BadInput.of([Fault("amount-form", value=text[:40])])
    return Money.parse(f"{number * per:.2f}", currency), per


def tidy(draft: PriceDraft) -> PriceDraft:
    """Return `draft` with single blanks in every text, None for what is empty, and for a quantity of 0."""
    buyer = draft.buyer
    if buyer is not None:
        name = squeeze(buyer.name)
        buyer = replace(buyer, name=name, code=_text(buyer.code), province=_text(buyer.province)) if name else None
    return replace(
        draft,
        unit=squeeze(draft.unit),
        source=squeeze(draft.source),
        quantity=draft.quantity or None,
        buyer=buyer,
        supplier=_text(draft.supplier),
        decision=_text(draft.decision),
        technical_group=_text(draft.technical_group),
        package=_text(draft.package),
        printed=_text(draft.printed),
    )


def check(drafts: Sequence[PriceDraft]) -> None:
    """Raise `BadInput` with every fault of `drafts`, which are tidy; a pointer begins with the place in the list."""
    faults = [
        Fault(code, pointer=f"/{place}/{field}", value=value)
        for place, draft in enumerate(drafts)
        for code, field, value in _faults(draft)
    ]
    if faults:
        raise BadInput.of(faults)


def _faults(draft: PriceDraft) -> Iterable[tuple[str, str, str]]:
    if not 0 < draft.money.minor < AMOUNT_MAX:
        yield "price-amount", "money", draft.money.amount
    if not 0 < draft.per <= 10**FINEST:
        yield "price-per", "per", str(draft.per)
    if not draft.unit:
        yield "price-unit", "unit", draft.unit
    if not draft.source:
        yield "price-source", "source", draft.source
    if draft.quantity is not None and not 0 < draft.quantity < AMOUNT_MAX:
        yield "price-quantity", "quantity", str(draft.quantity)
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        yield "price-period", "valid_until", draft.valid_until.isoformat()
    for field, text in _texts(draft):
        if len(text) > TEXT_MAX:
            yield "price-text-length", field, text[:80]


def check_reason(reason: str) -> str:
    """Return the reason of a correction with single blanks, or raise `BadInput` when there is none."""
    told = squeeze(reason)
    if not told or len(told) > TEXT_MAX:
        raise BadInput.of([Fault("price-reason", pointer="/reason", value=told[:80])])
    return told


def content_key(draft: PriceDraft) -> bytes:
    """Return the key of what a tidy draft says, so that another copy of the same list adds nothing.

    Accents, case and blanks do not part two prices; neither does the document they were read from.
    """
    buyer = draft.buyer
    until = draft.valid_until.isoformat() if draft.valid_until else None
    facts = [
        draft.kind.value,
        draft.product_id,
        str(draft.money.per(draft.per)),
        draft.money.currency,
        read_unit(draft.unit).key or draft.unit.lower(),
        draft.quantity,
        draft.valid_from.isoformat(),
        until,
        *(fold(part or "") for part in ((buyer.name, buyer.code, buyer.province) if buyer else ("", "", ""))),
        *(fold(part or "") for part in (draft.supplier, draft.decision, draft.technical_group, draft.package)),
        fold(draft.printed or ""),
    ]
    written = json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode()
    return hashlib.blake2b(written, digest_size=DIGEST_BYTES).digest()


def in_force(prices: Iterable[Price], day: date) -> tuple[Price, ...]:
    """Return which of `prices` hold on `day`: every contract over it; of statements, the latest by each supplier.

    A price without an end stays in force until another of its kind, unit, buyer and supplier begins.
    """
    standing: dict[object, Price] = {}
    for price in sorted(prices, key=lambda one: (one.draft.valid_from, one.recorded_at, one.id)):
        draft = price.draft
        if draft.valid_from > day:
            continue
        what = (draft.kind, price.unit.key or price.unit.text, draft.money.currency, draft.supplier, draft.buyer)
        standing[what if draft.kind in REPLACED_BY_LATER else price.id] = price
    return tuple(
        price for price in standing.values() if price.draft.valid_until is None or day <= price.draft.valid_until
    )


def _text(text: str | None) -> str | None:
    return squeeze(text or "") or None


def _texts(draft: PriceDraft) -> Iterable[tuple[str, str]]:
    buyer = (draft.buyer.name, draft.buyer.code, draft.buyer.province) if draft.buyer else ()
    yield from (("buyer", part) for part in buyer if part)
    for field in ("unit", "source", "supplier", "decision", "technical_group", "package", "printed"):
        yield field, getattr(draft, field) or ""
