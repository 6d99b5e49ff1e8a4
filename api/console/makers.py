"""The desk of a maker: its products, registering one, its packs, and the GTINs that name them."""

from __future__ import annotations

from typing import Any  # Any: named values of a page and of a draft are of many types

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Answer

from api.auth import actor, reading, writing
from api.console import products
from api.console.frame import Sent, is_officer, journal_look, sent_values, show
from api.pages.answering import language_of
from api.pages.formats import Both
from api.pages.packs import unit_words
from api.pages.views import go_to, key_of
from api.pages.words import words_of
from gs1 import Gs1Error, Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.model import Product, ProductCard, ProductDraft, ProductKind, TradeItem
from registry.catalogue.packaging import PackReading, UnclearPack, parse_packs
from registry.catalogue.rules import plan_levels
from registry.catalogue.service import desks
from registry.errors import BadInput, Fault, NotAllowed, RegistryError
from registry.identifiers import service as identifiers
from registry.identifiers.model import KeyKind, Pool
from registry.ids import format_id
from registry.paging import Cursor
from registry.work import Work

makers = Blueprint("makers", __name__)
TEXTS = ("name", "substances", "strengths", "form", "route", "pack", "maker", "maker_country", "holder", "standard")
PAGE = 30


@makers.get("/console/san-pham")
def list_products() -> Response:
    """One's own products: search, state of the licence, and what is to be done."""
    query, cursor = request.args.get("q", ""), request.args.get("cursor")
    only = request.args.get("only", "")
    with reading() as work:
        todo = desks.to_do(work)
        page = desks.own_products(work, query, Cursor.parse(cursor) if cursor else None, PAGE)
        chosen = {"gtin": todo.without_gtin, "expiry": todo.expiring}.get(only, page.items)
        rows = [_row(work, card) for card in chosen]
    following = str(page.next) if page.next and not only else None
    given: dict[str, Any] = {"rows": rows, "todo": todo, "query": query, "only": only, "next": following}
    return show("products.html", "/console/san-pham", "products", **given)


@makers.get("/console/san-pham/<product_id>")
def show_product(product_id: str) -> Response:
    """One product with its licence, packs, GTINs and history; every look of an officer is journalled."""
    return _product_page(product_id, Sent())


@makers.get("/console/dang-ky")
def register_form() -> Response:
    """The form for a new product."""
    with reading() as work:
        work.require("product:write")
    return _register_page(Sent({"holder": actor().name, "maker_country": "VN"}))


@makers.post("/console/dang-ky")
def register() -> Answer:
    """Register a product; the form comes back with every fault at once and with what was written."""
    values = sent_values()
    try:
        made = writing(lambda work: desks.register_own(work, _draft(values)))
    except BadInput as error:
        return _register_page(Sent(values, error.faults), 422)
    return go_to(f"/console/san-pham/{format_id(made.id)}?done=registered")


@makers.post("/console/san-pham/<product_id>/quy-cach")
def add_pack(product_id: str) -> Answer:
    """Show how a pack text reads, with its arithmetic; register it when that was seen and said to be right."""
    values = sent_values()
    packs = parse_packs(values["pack"]) if values.get("pack") else ()
    unread = [one for one in packs if isinstance(one, UnclearPack)]
    faults = [Fault("pack-unclear", "/pack", one.text, facts={"reason": one.reason}) for one in unread]
    faults = faults or ([] if packs else [Fault("field-required", "/pack")])
    read = [one for one in packs if isinstance(one, PackReading)]
    if faults or values.get("step") != "keep":
        return _product_page(product_id, Sent(values, faults), 422 if faults else 200, read=read)

    def keep(work: Work) -> None:
        found = desks.own_product(work, key_of(product_id, "product-unknown"))
        for pack in read:
            catalogue.register_trade_items(work, found.id, pack)

    writing(keep)
    return go_to(f"/console/san-pham/{product_id}?done=packs")


@makers.post("/console/san-pham/<product_id>/gtin")
def give_gtins(product_id: str) -> Answer:
    """Give the chosen levels GTINs of a pool, or take in the maker's own GTIN of one level."""
    values, chosen = sent_values(), request.form.getlist("item")
    try:
        writing(lambda work: _give(work, product_id, values, chosen))
    except (Gs1Error, BadInput) as error:
        return _product_page(product_id, Sent(values, _faults_of(error, values)), 422)
    return go_to(f"/console/san-pham/{product_id}?done=gtin")


@makers.post("/console/san-pham/<product_id>/cong-bo")
def publish(product_id: str) -> Answer:
    """Publish a level that has its GTIN; refused while no authorisation is in force."""
    chosen = request.form.get("item", "")

    def act(work: Work) -> TradeItem:
        found = desks.own_product(work, key_of(product_id, "product-unknown"))
        return catalogue.publish(work, _own_item(work, found, chosen).id)

    writing(act)
    return go_to(f"/console/san-pham/{product_id}?done=published")


def visible_product(work: Work, product_id: str) -> Product:
    """Return a product to its party, or to an officer; to all others it is as if it were not there."""
    key = key_of(product_id, "product-unknown")
    return catalogue.product(work, key) if is_officer(work.actor) else desks.own_product(work, key)


def levels_of(pack: PackReading) -> list[tuple[Both, int | None, Both | None, int, Both]]:
    """Return the arithmetic of a pack from the outside in: unit, count and unit inside, innermost units in all."""
    plans = plan_levels(pack)
    inner: list[Both | None] = [None, *(unit_words(plan.unit) for plan in plans)]
    told = [
        (unit_words(plan.unit), plan.holds, inner[place], plan.base_count, unit_words(plan.base_unit))
        for place, plan in enumerate(plans)
    ]
    return told[::-1]


def _row(work: Work, card: ProductCard) -> products.Row:
    day = words_of(language_of()).formats.day(card.valid_until) if card.valid_until else None
    return products.row_of(work, card, day)


def _product_page(product_id: str, sent: Sent, status: int = 200, *, read: list[PackReading] | None = None) -> Response:
    def look(work: Work) -> tuple[products.Sheet, list[Pool], bool]:
        found = visible_product(work, product_id)
        pools = [one for one in identifiers.pools(work) if one.kind is KeyKind.GTIN]
        return products.sheet_of(work, found, language_of()), pools, desks.is_own(work, found)

    if is_officer(actor()):
        journal_look("product", product_id)
    with reading() as work:
        sheet, pools, own = look(work)
    may = {scope: own and actor().may(scope) for scope in ("trade-item:write", "identifier:write")}
    reads = [(pack.text, levels_of(pack)) for pack in read or []]
    given = {"view": sheet, "sent": sent, "pools": pools, "own": own, "may": may, "reads": reads}
    done = request.args.get("done", "")
    section = "lookup" if is_officer(actor()) else "products"
    return show("product.html", f"/console/san-pham/{sheet.id}", section, status, **given, done=done)


def _register_page(sent: Sent, status: int = 200) -> Response:
    return show("register.html", "/console/dang-ky", "register", status, sent=sent, kinds=[*ProductKind])


def _draft(values: dict[str, str]) -> desks.OwnDraft:
    kind, months = values.get("kind", ""), values.get("shelf_life_months", "")
    strange = [] if kind in [*ProductKind] else [Fault("field-choice", "/kind", kind)]
    if months and not (months.isdecimal() and 1 <= int(months) <= 240):
        strange.append(Fault("field-range", "/shelf_life_months", months))
    texts: dict[str, Any] = {name: values.get(name) or None for name in TEXTS if name not in {"name", "substances"}}
    about = ProductDraft(
        ProductKind(kind) if kind in [*ProductKind] else ProductKind.MEDICINE,
        values.get("name", ""),
        values.get("substances", ""),
        shelf_life_months=int(months) if months and not strange else None,
        **texts,
    )
    return desks.OwnDraft(values.get("code", ""), about, values.get("number") or None, tuple(strange))


def _give(work: Work, product_id: str, values: dict[str, str], chosen: list[str]) -> None:
    found = desks.own_product(work, key_of(product_id, "product-unknown"))
    items = [_own_item(work, found, one) for one in chosen]
    if not items:
        raise BadInput.of([Fault("field-required", "/item")])
    if values.get("source") == "own":
        if len(items) != 1:
            raise BadInput.of([Fault("count-range", "/item", str(len(items)), facts={"most": 1})])
        identifiers.register_gtin(work, items[0].id, Gtin.parse(values.get("gtin", "")))
        return
    identifiers.allocate_gtins(work, [one.id for one in items], values.get("prefix", ""))


def _own_item(work: Work, found: Product, item_id: str) -> TradeItem:
    for one in catalogue.trade_items_of(work, found.id):
        if format_id(one.id) == item_id:
            return one
    raise NotAllowed("trade-item-unknown", id=item_id[:40])


def _faults_of(error: RegistryError | Gs1Error, values: dict[str, str]) -> tuple[Fault, ...]:
    if isinstance(error, Gs1Error):
        return (Fault(error.code, "/gtin", values.get("gtin")),)
    return error.faults
