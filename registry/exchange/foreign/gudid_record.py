"""A device record of the FDA's GUDID as openFDA publishes it (device/udi): the members that the register reads."""

from __future__ import annotations

import msgspec


class Identifier(msgspec.Struct):
    """A device identifier (DI): of the device, or of a package that contains another DI so many times."""

    id: str
    type: str
    issuing_agency: str
    contains_di: str | None = None
    quantity_per_package: str | None = None


class Code(msgspec.Struct):
    """A product code of the FDA."""

    code: str
    name: str | None = None


class Size(msgspec.Struct):
    """A size: a number with its unit, or words."""

    type: str | None = None
    value: str | None = None
    unit: str | None = None
    text: str | None = None


class Storage(msgspec.Struct):
    """A storage or handling condition: a range with units, or words."""

    type: str | None = None
    low: str | None = None
    low_unit: str | None = None
    high: str | None = None
    high_unit: str | None = None
    special: str | None = None


class Sterilization(msgspec.Struct):
    """How a device is sterile, or is made so before use."""

    is_sterile: bool | None = None
    is_sterilization_prior_use: bool | None = None
    sterilization_methods: str | list[str] | None = None


class Device(msgspec.Struct):
    """A device with everything that is told of it; unknown members are passed over."""

    identifiers: list[Identifier]
    company_name: str
    brand_name: str = ""
    version_or_model_number: str | None = None
    catalog_number: str | None = None
    device_description: str | None = None
    commercial_distribution_status: str | None = None
    record_status: str | None = None
    device_count_in_base_package: str | None = None
    mri_safety: str | None = None
    is_single_use: bool | None = None
    is_kit: bool | None = None
    is_combination_product: bool | None = None
    is_hct_p: bool | None = None
    is_labeled_as_nrl: bool | None = None
    is_labeled_as_no_nrl: bool | None = None
    has_lot_or_batch_number: bool | None = None
    has_serial_number: bool | None = None
    has_manufacturing_date: bool | None = None
    has_expiration_date: bool | None = None
    has_donation_id_number: bool | None = None
    is_rx: bool | None = None
    is_otc: bool | None = None
    is_direct_marking_exempt: bool | None = None
    is_pm_exempt: bool | None = None
    product_codes: list[Code] = []
    device_sizes: list[Size] = []
    storage: list[Storage] = []
    sterilization: Sterilization | None = None


FLAGS = {
    "is_single_use": "single_use",
    "is_labeled_as_nrl": "latex",
    "is_labeled_as_no_nrl": "labelled_no_latex",
    "is_kit": "kit",
    "is_combination_product": "combination_product",
    "is_hct_p": "human_tissue",
    "has_lot_or_batch_number": "has_batch",
    "has_serial_number": "has_serial",
    "has_manufacturing_date": "has_made_on",
    "has_expiration_date": "has_expiry",
    "has_donation_id_number": "has_donation_id",
    "is_rx": "prescription_use",
    "is_otc": "over_the_counter",
    "is_direct_marking_exempt": "direct_marking_exempt",
    "is_pm_exempt": "premarket_exempt",
}
"""Member of the record -> flag of the register."""


def flags_of(device: Device) -> dict[str, bool]:
    """Return every yes-or-no question that the record answers, under the register's name."""
    told = {flag: getattr(device, member) for member, flag in FLAGS.items()}
    if device.sterilization is not None:
        told["sterile_packaged"] = device.sterilization.is_sterile
        told["sterilize_before_use"] = device.sterilization.is_sterilization_prior_use
    return {flag: answer for flag, answer in told.items() if answer is not None}


def size_text(size: Size) -> str:
    """Return a size in words: "Length: 75 Millimeter"."""
    told = size.text or " ".join(part for part in (size.value, size.unit) if part)
    return f"{size.type}: {told}" if size.type and not size.text else told


def storage_text(one: Storage) -> str:
    """Return a condition in words: "Storage Environment Temperature: 5 - 27 Degrees Celsius"."""
    if one.special:
        return one.special
    span = " - ".join(part for part in (one.low, one.high) if part)
    return f"{one.type or ''}: {span} {one.high_unit or one.low_unit or ''}".strip(" :")
