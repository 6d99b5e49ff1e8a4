"""The country's firms, facilities and offices: all invented, and named so that nobody takes them for real ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gs1 import Gln
from registry.identifiers.model import DEMONSTRATION_PREFIX
from registry.parties import service as parties
from registry.parties import staff
from registry.parties.model import ApiKeyDraft, Party, Place, RoleKind
from registry.parties.staff_model import StaffDraft
from registry.work import Actor, Work
from seed.world import DemoKey

SINCE = date(2020, 1, 1)
MAKER_SCOPES = frozenset(
    {
        *("event:capture", "event:read", "serial:issue", "identifier:write", "batch:write", "trade-item:write"),
        *("label:draw", "product:write", "subscription:write"),
    }
)
TRADE_SCOPES = frozenset({"event:capture", "pack:verify"})
DESK_SCOPES = frozenset({"event:capture", "pack:verify", "pack:dispense"})
OFFICE_SCOPES = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented party: name, roles, province, and the scopes of its demonstration key."""

    role: str
    name: str
    kinds: tuple[RoleKind, ...]
    province: str
    scopes: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True)
class Resident:
    """A firm as it stands in the register, with its place."""

    firm: Firm
    party: Party
    place: Place


MAKES = (RoleKind.HOLDER, RoleKind.MANUFACTURER)
FIRMS = (
    Firm("maker", "Công ty CP Dược phẩm Sông Lam Minh Họa", MAKES, "Nghệ An", MAKER_SCOPES, "Nhà máy Nam Cấm"),
    Firm("maker", "Công ty CP Dược phẩm Núi Ngự Minh Họa", MAKES, "Huế", MAKER_SCOPES, "Nhà máy Phú Bài"),
    Firm("maker", "Công ty TNHH Dược phẩm Cửu Long Xanh Minh Họa", MAKES, "Cần Thơ", MAKER_SCOPES, "Nhà máy Trà Nóc"),
    Firm("maker", "Công ty CP Thiết bị Y tế Hoa Ban Minh Họa", MAKES, "Hà Nội", MAKER_SCOPES, "Xưởng Quang Minh"),
    Firm(
        "importer",
        "Công ty TNHH Nhập khẩu Y tế Biển Đông Minh Họa",
        (RoleKind.IMPORTER, RoleKind.HOLDER),
        "Hải Phòng",
        MAKER_SCOPES,
        "Kho Đình Vũ",
    ),
    Firm(
        "wholesaler", "Công ty CP Phân phối Dược Bắc Minh Họa", (RoleKind.WHOLESALER,), "Hà Nội", TRADE_SCOPES, "Kho A"
    ),
    Firm(
        "wholesaler",
        "Công ty CP Phân phối Dược Nam Minh Họa",
        (RoleKind.WHOLESALER,),
        "TP. Hồ Chí Minh",
        TRADE_SCOPES,
        "Kho B",
    ),
    Firm("pharmacy", "Nhà thuốc Hoa Sữa Minh Họa", (RoleKind.PHARMACY,), "Hà Nội", DESK_SCOPES, "Quầy 1"),
    Firm("pharmacy", "Nhà thuốc Bằng Lăng Minh Họa", (RoleKind.PHARMACY,), "TP. Hồ Chí Minh", DESK_SCOPES, "Quầy 1"),
    Firm("pharmacy", "Nhà thuốc Phượng Vĩ Minh Họa", (RoleKind.PHARMACY,), "Đà Nẵng", DESK_SCOPES, "Quầy 1"),
    Firm("hospital", "Bệnh viện Đa khoa Ba Sông Minh Họa", (RoleKind.HOSPITAL,), "Cần Thơ", DESK_SCOPES, "Khoa Dược"),
    Firm("hospital", "Bệnh viện Nhi Mặt Trời Minh Họa", (RoleKind.HOSPITAL,), "Hà Nội", DESK_SCOPES, "Khoa Dược"),
    Firm("authority", "Cơ quan Quản lý Dược Minh Họa", (RoleKind.AUTHORITY,), "Hà Nội", OFFICE_SCOPES, "Văn phòng"),
)


def settle(work: Work, pepper: bytes) -> tuple[list[Resident], list[DemoKey]]:
    """Register every firm with its roles, its place and one demonstration key."""
    residents, keys = [], []
    for number, firm in enumerate(FIRMS, start=1):
        party = parties.find_or_add_party(work, firm.name, "VN")
        for kind in firm.kinds:
            parties.add_role(work, party.id, kind, SINCE)
        gln = Gln.build(DEMONSTRATION_PREFIX, f"{number:05}")
        place = parties.add_place(work, Place(gln, party.id, firm.place, firm.province))
        draft = ApiKeyDraft(party.id, f"demonstration: {firm.role}", firm.scopes, gln.text)
        text, _ = parties.issue_key(work, pepper, draft)
        residents.append(Resident(firm, party, place))
        keys.append(DemoKey(firm.role, firm.name, text, gln.text))
    return residents, keys


def hire(work: Work, residents: list[Resident]) -> dict[str, dict[str, str]]:
    """Give the first firm of each role one account for a person: role -> log-in name, first password and party."""
    people: dict[str, dict[str, str]] = {}
    for one in residents:
        role = one.firm.role
        if role not in people:
            draft = StaffDraft(f"demo-{role}", one.party.id, one.firm.scopes)
            _, password = staff.add_staff(work, draft)
            people[role] = {"login": draft.login, "password": password, "party": one.party.name}
    return people


def of_role(residents: list[Resident], role: str) -> list[Resident]:
    """Return the residents of one role, in order."""
    return [one for one in residents if one.firm.role == role]


def actor(resident: Resident) -> Actor:
    """Return a resident as the one who asks."""
    return Actor(resident.party.name, resident.party.id, resident.firm.scopes, resident.place.gln.text)
