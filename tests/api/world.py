"""A register with little in it, always the same: the world that the examples of the contract speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from apiflask import APIFlask

from gs1 import Gln, Gtin
from registry.audit.model import Json
from registry.catalogue import service as catalogue
from registry.catalogue.model import (
    AuthorisationDraft,
    AuthorisationNumber,
    AuthorisationStep,
    Decision,
    Evidence,
    ProductDraft,
    ProductKind,
)
from registry.catalogue.packaging import PackReading, parse_pack
from registry.catalogue.proposals import ProposalDraft, Step
from registry.exchange import decisions, sent
from registry.exchange.decision_text import Published, PublishedRow
from registry.exchange.model import ImportOrder
from registry.exchange.sheets import read_sheet
from registry.identifiers import service as identifiers
from registry.identifiers.model import DEMONSTRATION_PREFIX, KeyKind
from registry.ids import format_id
from registry.money import Money
from registry.parties import service as parties
from registry.parties.model import ApiKeyDraft, PartyDraft, Place, RoleKind
from registry.prices import service as prices
from registry.prices.model import Buyer, PriceDraft, PriceKind
from registry.recalls import service as recalls
from registry.recalls.model import RecallDraft
from registry.trace import service as trace
from registry.work import SYSTEM, Actor, Work, Workbench
from seed import events
from tests.api.conftest import desk_of

EVENTS_AT = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
SERIALS = [f"MAU{n:04}" for n in range(1, 13)]
EVENT_ID = "urn:uuid:5f0c6b1e-0b3e-4f43-9a52-6b8a1c1f2e10"
BATCH, RECALLED = "A2601", "T2601"
SINCE = date(2020, 1, 1)
SCOPES = {
    "maker": {
        *("event:capture", "event:read", "serial:issue", "identifier:write", "batch:write", "trade-item:write"),
        *("authorisation:write", "party:write", "product:write", "subscription:write"),
    },
    "pharmacy": {"event:capture", "pack:verify", "pack:dispense", "pack:decommission"},
    "other": {"event:capture", "pack:verify", "pack:dispense"},
    "authority": {"*"},
    "officer": {"authorisation:propose", "authorisation:approve"},
    "checker": {"authorisation:approve"},
}
CITED = Decision("7/QĐ-QLD", date(2026, 2, 20), "Cục Quản lý Dược", "ab" * 32)
DECISION_ROW = {
    "phu_luc": "I",
    "hieu_luc": "5 năm",
    "so_dang_ky_moi": "893110000226",
    "so_dang_ky_cu": "VD-22739-15",
    "ten_thuoc": "Mẫu So Sánh",
    "hoat_chat_ham_luong": "Paracetamol 500mg",
    "dang_bao_che": "Viên nén",
    "quy_cach_dong_goi": "Hộp 10 vỉ x 10 viên",
    "co_so_dang_ky": "Mẫu maker",
    "dia_chi_dang_ky": "Huế",
    "co_so_san_xuat": "Mẫu maker",
    "dia_chi_san_xuat": "Huế",
    "quyet_dinh": "7/QĐ-QLD",
    "ngay_quyet_dinh": "2026-02-20",
}
"""A row of a decision, under the columns of a published annex."""


@dataclass(frozen=True, slots=True)
class World:
    """What an example may name: `{gtin}` in an example is the field `gtin` here."""

    gtin: str
    product: str
    twin: str
    serial: str
    other_serial: str
    batch: str
    recalled_batch: str
    recall: str
    capture: str
    event: str
    imported: str
    proposal: str
    decision: str
    pharmacy_gln: str
    maker_gln: str
    keys: dict[str, str]

    def headers(self, who: str) -> dict[str, str]:
        """The headers of a caller: maker, pharmacy, other, authority, or public."""
        return {} if who == "public" else {"Authorization": f"Bearer {self.keys[who]}"}


def build(app: APIFlask) -> World:
    """Fill the register of `app` through its services."""
    at = desk_of(app)
    places = {name: Gln.build("8938888", place) for place, name in enumerate(SCOPES, start=1)}
    keys, actors = at.workbench.write(SYSTEM, lambda work: _settle(work, at.pepper, places))
    gtin, product, twin = at.workbench.write(SYSTEM, _register)
    imported = _import(at.workbench, actors["maker"])
    recall, capture = at.workbench.write(SYSTEM, lambda work: _move(work, gtin, places, actors))
    proposal, decision = at.workbench.write(SYSTEM, lambda work: _propose(work, actors["officer"]))
    for name in ("dispensed", "outdated"):
        query: dict[str, Json] = {"eventType": ["ObjectEvent"], "EQ_bizStep": ["dispensing"]}
        at.workbench.write(SYSTEM, partial(trace.name_query, name=name, body=query))
    return World(
        gtin=gtin.text,
        product=format_id(product),
        twin=format_id(twin),
        serial=SERIALS[0],
        other_serial=SERIALS[1],
        batch=BATCH,
        recalled_batch=RECALLED,
        recall=format_id(recall),
        capture=format_id(capture),
        event=EVENT_ID,
        imported=format_id(imported),
        proposal=format_id(proposal),
        decision=format_id(decision),
        pharmacy_gln=places["pharmacy"].text,
        maker_gln=places["maker"].text,
        keys=keys,
    )


def _import(workbench: Workbench, actor: Actor) -> int:
    """Try a file of the maker's own, with one fault in it."""
    body = "product_key,kind,name\nA1,medicine,Mẫu Nạp Tệp\nA2,food,Mẫu Sai Loại\n".encode()
    sheet = read_sheet("import.csv", body)
    return sent.take_now(workbench, actor, sheet, body, ImportOrder(dry_run=True)).id


def _settle(work: Work, pepper: bytes, places: dict[str, Gln]) -> tuple[dict[str, str], dict[str, Actor]]:
    keys: dict[str, str] = {}
    actors: dict[str, Actor] = {}
    for name, gln in places.items():
        party = parties.add_party(work, PartyDraft(f"Mẫu {name}", "VN"))
        parties.add_role(work, party.id, RoleKind.AUTHORITY if name == "authority" else RoleKind.PHARMACY, SINCE)
        parties.add_place(work, Place(gln, party.id, f"Nơi {name}", "Huế"))
        draft = ApiKeyDraft(party.id, name, frozenset(SCOPES[name]), gln.text)
        keys[name], _ = parties.issue_key(work, pepper, draft)
        actors[name] = Actor(party.name, party.id, draft.scopes, gln.text, format_id(party.id))
    return keys, actors


def _register(work: Work) -> tuple[Gtin, int, int]:
    identifiers.open_pool(work, DEMONSTRATION_PREFIX)
    identifiers.open_pool(work, DEMONSTRATION_PREFIX, KeyKind.SSCC)
    products = []
    for name, number, price in (
        ("Đường Minh Họa 500", "893110000125", "1200.00"),
        ("Mẫu So Sánh", "VD-22739-15", "950.50"),
    ):
        about = ProductDraft(
            ProductKind.MEDICINE,
            name,
            substances="Paracetamol 500mg",
            form="Viên nén",
            route="Uống",
            pack="Hộp 10 vỉ x 10 viên",
            maker="Mẫu maker",
            maker_country="VN",
            holder="Mẫu maker",
        )
        draft = AuthorisationDraft(
            AuthorisationNumber.parse(number), Evidence.DECISION, Decision("1/QĐ-QLD"), SINCE, date(2028, 1, 1)
        )
        licence = catalogue.register_authorisation(work, draft, about)
        products.append(licence.product_id)
        prices.record(work, [_price(licence.product_id, price, day) for day in (1, 2, 3)])
    pack = parse_pack("Hộp 10 vỉ x 10 viên")
    assert isinstance(pack, PackReading)
    items = catalogue.register_trade_items(work, products[0], pack)
    gtins = identifiers.allocate_gtins(work, [item.id for item in items])
    for item in items:
        catalogue.publish(work, item.id)
    return gtins[-1], products[0], products[1]


def _propose(work: Work, officer: Actor) -> tuple[int, int]:
    """Leave a proposal for the checker and a decision for the officer to review."""
    acting = Work(officer, work.now, work.db)
    suspend = ProposalDraft(CITED, (Step("VD-22739-15", AuthorisationStep.SUSPEND),), "mẫu không đạt")
    made = catalogue.propose(acting, suspend)
    rows = (PublishedRow(1, 2, DECISION_ROW), PublishedRow(2, 3, {**DECISION_ROW, "so_dang_ky_moi": "?"}))
    return made.id, decisions.open_review(acting, Published("mau.csv", CITED, rows)).id


def _price(product_id: int, amount: str, day: int) -> PriceDraft:
    buyer = Buyer("Bệnh viện Mẫu", "00000", "Huế")
    at = date(2026, 1, day)
    return PriceDraft(
        PriceKind.TENDER, product_id, Money.parse(amount), "Viên", at, "mẫu", quantity=1000 * day, buyer=buyer
    )


def _move(work: Work, gtin: Gtin, places: dict[str, Gln], actors: dict[str, Actor]) -> tuple[int, int]:
    for batch, serials in ((BATCH, SERIALS[:8]), (RECALLED, SERIALS[8:])):
        lot = events.Lot(gtin, batch, date(2027, 12, 31))
        uris = [events.pack_uri(gtin, serial) for serial in serials]
        told = [
            events.commission(lot, serials, places["maker"], EVENTS_AT),
            events.ship(uris, places["maker"], places["pharmacy"], EVENTS_AT.replace(hour=2)),
        ]
        _capture(work, actors["maker"], told)
        _capture(work, actors["pharmacy"], [events.receive(uris, places["pharmacy"], EVENTS_AT.replace(hour=3))])
    declared = recalls.declare(
        work, RecallDraft(gtin, RECALLED, 2, "Không đạt độ hòa tan", "99/QĐ-QLD", date(2026, 3, 1))
    )
    uri = events.pack_uri(gtin, "MAU0100")
    made = events.commission(events.Lot(gtin, BATCH, date(2027, 12, 31)), ["MAU0100"], places["maker"], EVENTS_AT)
    sent = events.ship([uri], places["maker"], places["other"], EVENTS_AT.replace(hour=4))
    _capture(work, actors["maker"], [made, sent])
    seen: dict[str, Json] = {**events.receive([uri], places["other"], EVENTS_AT.replace(hour=5)), "eventID": EVENT_ID}
    return declared.id, _capture(work, actors["other"], [seen])


def _capture(work: Work, actor: Actor, told: list[dict[str, Json]]) -> int:
    job = trace.capture(Work(actor, work.now, work.db), events.document(told, work.now))
    assert job.success, job.faults
    return job.id
