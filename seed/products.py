"""The country's medicines and devices: real substances and forms, invented trade names, numbers and decisions."""

from __future__ import annotations

from dataclasses import dataclass

from gs1 import Gtin
from registry import lawbook
from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    AuthorisationDraft,
    AuthorisationNumber,
    Decision,
    Evidence,
    ProductDraft,
    ProductKind,
)
from registry.catalogue.packaging import PackReading, parse_pack
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX, KeyKind
from registry.work import Work
from seed.companies import Resident, of_role
from seed.world import AUTHORITY_DECISION, GRANTED_ON, rows

VALIDITY_YEARS = 5


@dataclass(frozen=True, slots=True)
class Ware:
    """A product as the other parts of the country use it: its key, the GTIN of its sales pack, its maker and price."""

    product_id: int
    name: str
    gtin: Gtin
    maker: Resident
    unit: str
    price: int
    is_medicine: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """One row of the country's tables, with the firm that makes it."""

    draft: ProductDraft
    maker: Resident
    unit: str
    price: int


def stock_shelves(work: Work, residents: list[Resident]) -> list[Ware]:
    """Register, name and publish every product of the country, through the services that everyone uses."""
    for kind in KeyKind:
        identifiers.open_pool(work, DEMONSTRATION_PREFIX, kind)
    plans = [*_medicines(residents), *_devices(residents)]
    return [_register(work, number, plan) for number, plan in enumerate(plans, start=1)]


def _medicines(residents: list[Resident]) -> list[_Plan]:
    makers = [one for one in of_role(residents, "maker") if "Dược phẩm" in one.party.name]
    plans = []
    for row in rows("medicines.csv"):
        for place, maker in enumerate(makers):
            stem = row["substance"].partition(" (")[0]
            draft = ProductDraft(
                ProductKind.MEDICINE,
                f"{stem} {_brand(maker)} {row['strength']}",
                substances=row["substance"],
                strengths=row["strength"],
                form=row["form"],
                route=row["route"],
                pack=row["pack"],
                maker=maker.party.name,
                maker_country="VN",
                holder=maker.party.name,
                standard="DĐVN V",
                shelf_life_months=36,
            )
            plans.append(_Plan(draft, maker, row["unit"], int(row["price"]) * (92 + 11 * place) // 100))
    return plans


def _devices(residents: list[Resident]) -> list[_Plan]:
    firms = [
        *(one for one in of_role(residents, "maker") if "Thiết bị" in one.party.name),
        *of_role(residents, "importer"),
    ]
    return [_device(row, firms[place % len(firms)]) for place, row in enumerate(rows("devices.csv"))]


def _device(row: dict[str, str], firm: Resident) -> _Plan:
    draft = ProductDraft(
        ProductKind.DEVICE,
        f"{row['name']} {_brand(firm)}",
        form=f"Thiết bị y tế loại {row['class']}",
        pack=row["pack"],
        maker=firm.party.name,
        maker_country="VN",
        holder=firm.party.name,
        source={"model": row["model"], "class": row["class"], "emdn": row["emdn"]},
    )
    return _Plan(draft, firm, row["unit"], int(row["price"]))


def _register(work: Work, number: int, plan: _Plan) -> Ware:
    until = lawbook.add_months(GRANTED_ON, 12 * VALIDITY_YEARS)
    granted = AuthorisationDraft(
        AuthorisationNumber.parse(f"DEMO-{number:04}-26"),
        Evidence.DECISION,
        Decision(AUTHORITY_DECISION, GRANTED_ON),
        GRANTED_ON,
        until,
    )
    held = catalogue.register_authorisation(work, granted, plan.draft)
    return Ware(
        held.product_id,
        plan.draft.name,
        _name_levels(work, held.product_id, plan.draft.pack or ""),
        plan.maker,
        plan.unit,
        plan.price,
        plan.draft.kind is ProductKind.MEDICINE,
    )


def _name_levels(work: Work, product_id: int, pack_text: str) -> Gtin:
    """Give every level of the pack a GTIN, publish it, and return the GTIN of the outermost."""
    reading = parse_pack(pack_text)
    if not isinstance(reading, PackReading):
        raise LookupError(f"the seed country writes only packs that can be read, not {pack_text!r}")
    items = catalogue.register_trade_items(work, product_id, reading)
    gtins = identifiers.allocate_gtins(work, [item.id for item in items])
    for item in items:
        catalogue.publish(work, item.id)
    return gtins[-1]


def _brand(firm: Resident) -> str:
    """Return the two telling words of an invented firm's name ("Sông Lam")."""
    words = firm.party.name.removesuffix(" Minh Họa").split()
    return " ".join(words[-2:])
