"""Devices of the FDA's GUDID with their identifiers and packaging tree; check digits are verified, not believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from gs1 import Gs1Error, Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.facts import DeviceFacts
from registry.catalogue.model import (
    IdentifierKind,
    IssuingAgency,
    ItemIdentifier,
    ProductDraft,
    ProductKind,
    TradeItem,
    TradeItemDraft,
)
from registry.exchange.cells import RowReader
from registry.exchange.foreign.forms import RECORD
from registry.exchange.foreign.gudid_record import Device, Identifier, flags_of, size_text, storage_text
from registry.exchange.foreign.products import put
from registry.exchange.layout import Layout, Take
from registry.exchange.own_cells import gtin_fault
from registry.identifiers import service as identifiers
from registry.work import Work

SOURCE = "US:GUDID"
MARKET = "US"
COLUMNS = ("brand_name", "company_name", "identifiers", RECORD)
DIGITS = 14
KINDS = {
    "Primary": IdentifierKind.PRIMARY,
    "Package": IdentifierKind.PACKAGE,
    "Secondary": IdentifierKind.SECONDARY,
    "Unit of Use": IdentifierKind.UNIT_OF_USE,
    "Direct Marking": IdentifierKind.DIRECT_MARKING,
    "Previous": IdentifierKind.PREVIOUS,
}
PRIMARY, PACKAGE = "Primary", "Package"


def read(row: RowReader) -> Take | None:
    """Read a device, or return None with its faults noted."""
    try:
        device = msgspec.json.decode(row.cells.get(RECORD, ""), type=Device)
    except (msgspec.DecodeError, RecursionError) as error:
        row.note(RECORD, "record-form", str(error))
        return None
    primary = next((one for one in device.identifiers if one.type == PRIMARY), None)
    if primary is None:
        row.refuse("identifiers", "primary-missing")
    if not device.brand_name.strip() or not device.company_name.strip():
        row.refuse("brand_name", "product-name")
    gtins = {one.id: _gtin(row, one) for one in device.identifiers}
    count = device.device_count_in_base_package or "1"
    if not count.isdigit() or int(count) < 1:
        row.warn("identifiers", "pack-count")
        count = "1"
    if primary is None or row.is_refused:
        return None
    about = _about(device)
    base = TradeItemDraft(f"di:{primary.id}", "primary", "device", int(count), "device", f"{count} device")

    def take(work: Work) -> Counter[str]:
        made = put(work, SOURCE, primary.id, about)
        product = catalogue.product_by_source(work, SOURCE, primary.id)
        item, is_new = catalogue.register_trade_item(work, product.id, base)
        made["trade items"] += int(is_new)
        made["identifiers"] += _name(work, item, primary, gtins[primary.id])
        for one in device.identifiers:
            if one.type not in {PRIMARY, PACKAGE}:
                made["identifiers"] += _beside(work, item, one)
        return made + _packages(work, row, item, (primary.id, device.identifiers, gtins))

    return take


def _gtin(row: RowReader, one: Identifier) -> Gtin | None:
    """Return the GTIN of an identifier of GS1; a wrong check digit refuses the device, a wrong agency is noted."""
    looks_like_gtin = one.id.isdigit() and len(one.id) == DIGITS
    if one.issuing_agency != IssuingAgency.GS1:
        if looks_like_gtin:
            row.warn("identifiers", "identifier-agency")
        if one.issuing_agency not in {*IssuingAgency}:
            row.refuse("identifiers", "agency-unknown")
        return None
    try:
        return Gtin.parse(one.id)
    except Gs1Error as error:
        row.note("identifiers", gtin_fault(error), one.id)
        return None


def _about(device: Device) -> ProductDraft:
    flags = flags_of(device)
    methods = device.sterilization.sterilization_methods if device.sterilization else None
    facts = DeviceFacts(
        model=device.version_or_model_number,
        catalogue_number=device.catalog_number,
        brand=device.brand_name,
        description=device.device_description,
        units_in_base_pack=_whole(device.device_count_in_base_package),
        mri_safety=device.mri_safety,
        sterilisation=(methods,) if isinstance(methods, str) else tuple(methods or ()),
        product_codes=tuple(" ".join(part for part in (one.code, one.name) if part) for one in device.product_codes),
        flags=tuple(flag for flag, answer in flags.items() if answer),
        not_flags=tuple(flag for flag, answer in flags.items() if not answer),
        sizes=tuple(size_text(one) for one in device.device_sizes),
        storage=tuple(storage_text(one) for one in device.storage),
        marketing=device.commercial_distribution_status,
    )
    return ProductDraft(
        ProductKind.DEVICE,
        device.brand_name[:500],
        maker=device.company_name,
        source={"record_status": device.record_status or ""},
        facts=facts,
        market=MARKET,
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _name(work: Work, item: TradeItem, one: Identifier, gtin: Gtin | None) -> int:
    """Give a trade item its GTIN, or the identifier of another agency; return 1 when it is new."""
    if gtin is None:
        return _beside(work, item, one)
    if item.gtin == gtin:
        return 0
    identifiers.register_gtin(work, item.id, gtin)
    return 1


def _beside(work: Work, item: TradeItem, one: Identifier) -> int:
    kind = KINDS.get(one.type, IdentifierKind.SECONDARY)
    told = ItemIdentifier(IssuingAgency(one.issuing_agency), one.id, kind, item.id)
    return int(catalogue.add_identifier(work, told))


def _packages(
    work: Work, row: RowReader, base: TradeItem, told: tuple[str, Sequence[Identifier], dict[str, Gtin | None]]
) -> Counter[str]:
    """Register packages around the device from the inside out; one that contains nothing known is noted."""
    primary, identifiers, gtins = told
    items = {primary: base}
    made: Counter[str] = Counter()
    waiting = [one for one in identifiers if one.type == PACKAGE]
    while ready := [one for one in waiting if one.contains_di in items]:
        for one in ready:
            waiting.remove(one)
            inner, count = items[str(one.contains_di)], _whole(one.quantity_per_package)
            if not count:
                row.warn("identifiers", "pack-count")
                continue
            item, new = catalogue.register_trade_item(work, base.product_id, _package(one, inner, count))
            items[one.id] = item
            made["trade items"] += int(new)
            made["identifiers"] += _name(work, item, one, gtins[one.id])
    if waiting:
        row.warn("identifiers", "pack-contains-unknown")
    return made


def _package(one: Identifier, inner: TradeItem, count: int) -> TradeItemDraft:
    text = f"{count} x {inner.pack_text}"[:400]
    total = inner.base_count * count
    return TradeItemDraft(f"di:{one.id}", "case", "package", total, inner.base_unit, text, inner.id, count)


LAYOUT = Layout("gudid", COLUMNS, "identifiers", read)
