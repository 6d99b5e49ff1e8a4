"""What a medicine or a device says of itself beyond name and composition, under the field's own names.

Device fields follow the FDA's GUDID and EUDAMED; texts stay as the source wrote them, yes and no are booleans, and a
field that the source left out is absent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from registry.audit.model import Json

DEVICE_CLASSES = ("A", "B", "C", "D")
"""Risk classes of Decree 98/2021/ND-CP article 4."""
DEVICE_FLAGS = (
    "single_use",
    "sterile_packaged",
    "sterilize_before_use",
    "latex",
    "labelled_no_latex",
    "kit",
    "combination_product",
    "human_tissue",
    "implantable",
    "reusable",
    "has_batch",
    "has_serial",
    "has_made_on",
    "has_expiry",
    "has_donation_id",
    "prescription_use",
    "over_the_counter",
    "direct_marking_exempt",
    "premarket_exempt",
)
"""Yes-or-no questions of GUDID and EUDAMED, in the order in which pages show them."""


@dataclass(frozen=True, slots=True)
class MedicineFacts:
    """What a medicine says: ATC codes (WHO), national groups, procedure, and the marks of its source."""

    atc: tuple[str, ...] = ()
    national_group: str | None = None
    schedule: str | None = None
    procedure: str | None = None
    marketing: str | None = None
    generic_group: str | None = None
    generic_role: str | None = None
    watched: bool | None = None
    essential: bool | None = None
    availability: str | None = None

    kind: ClassVar[str] = "medicine"


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What a device says: class, model, EMDN code, flags, sizes, storage, configuration, family (Basic UDI-DI)."""

    device_class: str | None = None
    model: str | None = None
    catalogue_number: str | None = None
    brand: str | None = None
    emdn: str | None = None
    basic_udi_di: str | None = None
    configuration: str | None = None
    description: str | None = None
    units_in_base_pack: int | None = None
    mri_safety: str | None = None
    sterilisation: tuple[str, ...] = ()
    product_codes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    not_flags: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    storage: tuple[str, ...] = ()
    accessories: tuple[str, ...] = ()
    marketing: str | None = None

    kind: ClassVar[str] = "device"


Facts = MedicineFacts | DeviceFacts


def facts_json(facts: Facts | None) -> dict[str, Json]:
    """Return the facts that are told, as the register keeps them."""
    if facts is None:
        return {}
    told: dict[str, Json] = {"of": facts.kind}
    for part in fields(facts):
        value = getattr(facts, part.name)
        if value is not None and value != ():
            told[part.name] = [*value] if isinstance(value, tuple) else value
    return told


def read_facts(told: dict[str, Json]) -> Facts | None:
    """Return kept facts; the reverse of `facts_json`."""
    if not told:
        return None
    made = MedicineFacts if told["of"] == MedicineFacts.kind else DeviceFacts
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items() if name != "of"}
    return made(**values)  # type: ignore[arg-type] # written by facts_json from the same fields


def merge_facts(before: Facts | None, after: Facts | None, *, override: bool) -> Facts | None:
    """Complete facts by another source; with `override` what that one tells comes first."""
    if before is None or after is None or before.kind != after.kind:
        return after if before is None or (override and after is not None) else before
    first, second = (facts_json(after), facts_json(before)) if override else (facts_json(before), facts_json(after))
    return read_facts({**second, **first})
