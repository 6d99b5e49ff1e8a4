"""The makers' layout of products: one row a medicine, device or supply, with all that the register keeps of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gs1 import Gs1Error
from gs1.gmn import Gmn
from registry.catalogue import service as catalogue
from registry.catalogue.facts import DEVICE_FLAGS
from registry.catalogue.model import (
    AuthorisationNumber,
    DeviceFacts,
    Facts,
    MedicineFacts,
    Product,
    ProductDraft,
    ProductKind,
)
from registry.catalogue.packaging import PackReading, parse_packs
from registry.errors import BadInput, Conflict, Fault, NotFound
from registry.exchange import own_cells as cells
from registry.exchange.cells import RowReader
from registry.exchange.columns import form_of
from registry.exchange.layout import Layout, Take, as_they_stand
from registry.exchange.ownership import authorised, check_own, is_free, source_of
from registry.text import fold_key
from registry.work import Work

FORM = form_of("products")
ATC = re.compile(r"[A-Z]\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?")
"""An ATC code of the second to the fifth level (WHO Collaborating Centre for Drug Statistics Methodology)."""
EMDN = re.compile(r"[A-Z]\d{2,12}")
"""A category and up to six pairs of digits (EMDN, MDCG 2021-12)."""
TEXTS = ("substances", "strengths", "form", "route", "pack", "maker", "maker_address", "holder", "holder_address")
MEDICINE_ONLY = ("atc", "national_group", "schedule", "essential")
DEVICE_ONLY = (
    *("device_class", "model", "catalogue_number", "brand", "emdn", "basic_udi_di", "configuration", "description"),
    *("units_in_base_pack", "mri_safety", "sterilisation", "product_codes", "flags", "not_flags", "sizes", "storage"),
    "accessories",
)
MONTHS_MOST = 240
UNITS_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """A row, read."""

    key: str
    number: AuthorisationNumber | None
    about: ProductDraft
    packs: tuple[PackReading, ...]


def read(row: RowReader) -> Told | None:
    """Read a row, or return None with its faults noted."""
    key = cells.key(row, FORM.column("product_key"))
    kind = cells.choice(row, FORM.column("kind"))
    name = _name(row)
    number = row.registration_number("registration_number", optional=True)
    texts = {one: cells.told(row, FORM.column(one)) or None for one in TEXTS}
    standard = cells.told(row, FORM.column("standard")) or None
    months = cells.whole(row, FORM.column("shelf_life_months"), 1, MONTHS_MOST)
    origin = row.origin("maker_country") if row.cells.get("maker_country") else None
    facts = _facts(row, kind)
    packs = _packs(row, texts["pack"])
    if row.is_refused or kind is None:
        return None
    about = ProductDraft(
        kind=ProductKind(kind),
        name=name,
        substances=texts["substances"] or "",
        maker_country=origin.first if origin else None,
        standard=standard,
        shelf_life_months=months,
        facts=facts,
        strengths=texts["strengths"],
        form=texts["form"],
        route=texts["route"],
        pack=texts["pack"],
        maker=texts["maker"],
        maker_address=texts["maker_address"],
        holder=texts["holder"],
        holder_address=texts["holder_address"],
    )
    return Told(key, number, about, packs)


def take(work: Work, told: Told) -> Counter[str]:
    """Register or complete a product under the caller's own key; count what is new."""
    work.require("product:write")
    about = told.about
    if not about.holder and not is_free(work):
        about = replace(about, holder=work.actor.name)
    product, new = _kept(work, told, about)
    check_own(work, product)
    if told.packs:
        before = len(catalogue.trade_items_of(work, product.id))
        for pack in told.packs:
            catalogue.register_trade_items(work, product.id, pack)
        new["trade items"] += len(catalogue.trade_items_of(work, product.id)) - before
    return +new


def arrange(rows: Sequence[RowReader]) -> list[list[int]]:
    """Refuse a key that an earlier row has; each row stands for itself."""
    first: dict[str, int] = {}
    for row in rows:
        key = row.cells.get("product_key", "").strip()
        if key and (seen := first.setdefault(key, row.number)) != row.number:
            row.refuse("product_key", "key-repeated", seen)
    return as_they_stand(rows)


def _kept(work: Work, told: Told, about: ProductDraft) -> tuple[Product, Counter[str]]:
    known = _known(work, told)
    if known is None:
        made, _ = catalogue.register_product(work, about, source_of(work), told.key)
        return made, Counter(products=1)
    check_own(work, known)
    override = known.authorisation_id is None
    after = catalogue.amend_product(work, known.id, about, override=override)
    return after, Counter({"products completed": 1} if after.version != known.version else {})


def _known(work: Work, told: Told) -> Product | None:
    """Return the product that a key or a number names; both must mean the same one."""
    try:
        by_key = catalogue.product_by_source(work, source_of(work), told.key)
    except NotFound:
        by_key = None
    if told.number is None:
        return by_key
    product_id = authorised(work, told.number)
    if by_key is not None and by_key.id != product_id:
        raise BadInput.of([Fault("product-key-taken", pointer="/product_key", value=told.key)])
    named = catalogue.product(work, product_id)
    check_own(work, named)
    try:
        catalogue.check_same_product(work, product_id, told.about, told.number.text)
    except Conflict as other:
        raise BadInput.of([Fault(other.code, pointer="/registration_number", value=told.number.text)]) from None
    catalogue.know_as(work, product_id, source_of(work), told.key)
    return named


def _name(row: RowReader) -> str:
    name = cells.told(row, FORM.column("name"))
    if name and not fold_key(name):
        row.refuse("name", "product-name")
    return name


def _packs(row: RowReader, text: str | None) -> tuple[PackReading, ...]:
    """Return the packs to be registered; a text that cannot be read surely is a fault where they are wanted."""
    wanted = cells.choice(row, FORM.column("register_packs")) == "yes"
    read_packs = parse_packs(text) if text else ()
    sure = tuple(one for one in read_packs if isinstance(one, PackReading))
    if wanted and (not sure or len(sure) < len(read_packs)):
        row.refuse("pack", "pack-unclear")
    elif len(sure) < len(read_packs):
        row.warn("pack", "pack-unclear")
    return sure if wanted else ()


def _facts(row: RowReader, kind: str | None) -> Facts | None:
    """Read the facts of the row's kind; a cell that belongs to the other kind is a fault."""
    if kind is None:
        return None
    is_medicine = kind == ProductKind.MEDICINE
    for name in DEVICE_ONLY if is_medicine else MEDICINE_ONLY:
        if row.text(name):
            row.refuse(name, "other-kind")
    facts: Facts = _medicine(row) if is_medicine else _device(row)
    return None if facts in (MedicineFacts(), DeviceFacts()) else facts


def _medicine(row: RowReader) -> MedicineFacts:
    codes = tuple(one.upper() for one in cells.parts(row, FORM.column("atc")))
    if not all(ATC.fullmatch(one) for one in codes):
        row.refuse("atc", "atc-form")
    essential = cells.choice(row, FORM.column("essential"))
    return MedicineFacts(
        atc=codes,
        national_group=cells.told(row, FORM.column("national_group")) or None,
        schedule=cells.told(row, FORM.column("schedule")) or None,
        essential=None if essential is None else essential == "yes",
    )


def _device(row: RowReader) -> DeviceFacts:
    texts = {
        name: cells.told(row, FORM.column(name)) or None
        for name in ("model", "catalogue_number", "brand", "configuration", "description")
    }
    lists = {
        name: cells.parts(row, FORM.column(name))
        for name in ("sterilisation", "product_codes", "sizes", "storage", "accessories")
    }
    flags, not_flags = _flags(row, "flags"), _flags(row, "not_flags")
    if set(flags) & set(not_flags):
        row.refuse("not_flags", "flags-contradict")
    return DeviceFacts(
        device_class=cells.choice(row, FORM.column("device_class")),
        emdn=cells.code(row, FORM.column("emdn"), EMDN, "emdn-form"),
        basic_udi_di=_basic_udi(row),
        units_in_base_pack=cells.whole(row, FORM.column("units_in_base_pack"), 1, UNITS_MOST),
        mri_safety=cells.choice(row, FORM.column("mri_safety")),
        flags=flags,
        not_flags=not_flags,
        model=texts["model"],
        catalogue_number=texts["catalogue_number"],
        brand=texts["brand"],
        configuration=texts["configuration"],
        description=texts["description"],
        sterilisation=lists["sterilisation"],
        product_codes=lists["product_codes"],
        sizes=lists["sizes"],
        storage=lists["storage"],
        accessories=lists["accessories"],
    )


def _flags(row: RowReader, name: str) -> tuple[str, ...]:
    told = tuple(one.lower().replace(" ", "_") for one in cells.parts(row, FORM.column(name)))
    if not set(told) <= set(DEVICE_FLAGS):
        row.refuse(name, "flag-unknown")
    return told


def _basic_udi(row: RowReader) -> str | None:
    """Return a Basic UDI-DI of GS1 (GS1 General Specifications 2.6.13), its check characters verified."""
    text = cells.told(row, FORM.column("basic_udi_di"))
    if not text:
        return None
    try:
        return str(Gmn.parse(text))
    except Gs1Error:
        row.refuse("basic_udi_di", "basic-udi-form")
        return None


def _read_and_take(row: RowReader) -> Take | None:
    told = read(row)
    return None if told is None else lambda work: take(work, told)


LAYOUT = Layout(
    "products", ("product_key", "kind", "name"), "product_key", _read_and_take, "product:write", FORM, arrange
)
