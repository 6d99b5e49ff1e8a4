"""What the records of the catalogue say, as the journal keeps it and the feed of changes shows it."""

from __future__ import annotations

from datetime import date

from registry.audit.model import Json, Snapshot, Version
from registry.catalogue.facts import facts_json
from registry.catalogue.ingredients import Ingredient
from registry.catalogue.model import (
    Authorisation,
    AuthorisationState,
    Evidence,
    NumberForm,
    NumberRecord,
    Product,
    ProductKind,
    TradeItem,
)
from registry.ids import format_id, parse_id

AUTHORISATION, PRODUCT, TRADE_ITEM = "authorisation", "product", "trade-item"
"""Kinds of records."""


def authorisation_snapshot(one: Authorisation, since: date | None, reason: str | None = None) -> Snapshot:
    """Return what an authorisation says, from the day `since` on."""
    body: dict[str, Json] = {
        "kind": one.kind,
        "number": one.number,
        "state": one.state,
        "product": format_id(one.product_id),
        "holder": _id(one.holder_id),
        "valid_from": _day(one.valid_from),
        "valid_until": _day(one.valid_until),
        "evidence": one.evidence,
        "decision": one.decision,
        "numbers": [_number(number) for number in one.numbers],
        "terms": one.terms,
        "is_emergency": one.is_emergency,
        "successor_of": _id(one.successor_of),
        "merged_into": _id(one.merged_into),
    }
    return Snapshot(AUTHORISATION, format_id(one.id), body, since, reason)


def authorisation_from(version: Version) -> Authorisation:
    """Return the authorisation as a kept version of it says."""
    body = version.body
    numbers = body["numbers"] if isinstance(body["numbers"], list) else []
    return Authorisation(
        id=parse_id(version.key),
        kind=ProductKind(str(body["kind"])),
        number=str(body["number"]),
        state=AuthorisationState(str(body["state"])),
        product_id=parse_id(str(body["product"])),
        holder_id=_read_id(body.get("holder")),
        valid_from=_read_day(body.get("valid_from")),
        valid_until=_read_day(body.get("valid_until")),
        evidence=Evidence(str(body["evidence"])),
        decision=_read_text(body.get("decision")),
        version=version.number,
        numbers=tuple(_read_number(one) for one in numbers if isinstance(one, dict)),
        terms=_read_text(body.get("terms")),
        is_emergency=bool(body.get("is_emergency")),
        successor_of=_read_id(body.get("successor_of")),
        merged_into=_read_id(body.get("merged_into")),
    )


def product_snapshot(one: Product, since: date | None = None, reason: str | None = None) -> Snapshot:
    """Return what a product says."""
    body: dict[str, Json] = {
        "kind": one.kind,
        "name": one.name,
        "form": one.form,
        "routes": [*one.routes],
        "ingredients_text": one.ingredients_text,
        "ingredients": [_ingredient(part) for part in one.ingredients],
        "strength": one.strength,
        "prescription": one.prescription,
        "control": one.control,
        "maker": _id(one.maker_id),
        "maker_name": one.maker_name,
        "maker_country": one.maker_country,
        "holder": _id(one.holder_id),
        "holder_name": one.holder,
        "pack_text": one.pack_text,
        "standard": one.standard,
        "shelf_life_months": one.shelf_life_months,
        "authorisation": _id(one.authorisation_id),
        "source": {**one.source},
        "facts": facts_json(one.facts),
    }
    return Snapshot(PRODUCT, format_id(one.id), body, since, reason)


def trade_item_snapshot(one: TradeItem, since: date | None = None, reason: str | None = None) -> Snapshot:
    """Return what a trade item says."""
    body: dict[str, Json] = {
        "gtin": str(one.gtin) if one.gtin else None,
        "product": format_id(one.product_id),
        "level": one.level,
        "unit": one.unit,
        "contains": _id(one.contains_id),
        "contains_count": one.contains_count,
        "base_count": one.base_count,
        "base_unit": one.base_unit,
        "content": one.content,
        "pack_text": one.pack_text,
        "state": one.state,
    }
    return Snapshot(TRADE_ITEM, format_id(one.id), body, since, reason)


def _number(number: NumberRecord) -> Json:
    return {
        "text": number.text,
        "form": number.form,
        "is_current": number.is_current,
        "usable_from": _day(number.usable_from),
        "usable_until": _day(number.usable_until),
        "note": number.note,
    }


def _ingredient(part: Ingredient) -> Json:
    return {"name": part.name, "strength": part.strength_text}


def _id(key: int | None) -> str | None:
    return format_id(key) if key is not None else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read_number(told: dict[str, Json]) -> NumberRecord:
    return NumberRecord(
        str(told["text"]),
        NumberForm(str(told["form"])),
        bool(told["is_current"]),
        _read_day(told.get("usable_from")),
        _read_day(told.get("usable_until")),
        _read_text(told.get("note")),
    )


def _read_id(told: Json) -> int | None:
    return parse_id(told) if isinstance(told, str) else None


def _read_day(told: Json) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) else None


def _read_text(told: Json) -> str | None:
    return told if isinstance(told, str) else None
