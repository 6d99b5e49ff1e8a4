"""The French register of medicines (BDPM): products, packs with GTIN-13 and prices, substances, generics, shortages.

What it says is knowledge of the catalogue: it licenses nothing in this country. Source: Base de données publique des
médicaments (ANSM, HAS, UNCAM), Licence Ouverte Etalab 2.0.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from gs1 import Gs1Error, Gtin
from registry.catalogue import service as catalogue
from registry.catalogue.facts import MedicineFacts
from registry.catalogue.model import (
    IdentifierKind,
    IssuingAgency,
    ItemIdentifier,
    Product,
    ProductDraft,
    ProductKind,
    TradeItemDraft,
)
from registry.exchange.cells import RowReader
from registry.exchange.foreign.cells import comma_amount, day_first, read_day
from registry.exchange.foreign.doses import french_dose, is_read
from registry.exchange.foreign.forms import BDPM
from registry.exchange.foreign.products import put, was_told
from registry.exchange.layout import Layout, Take
from registry.exchange.own_cells import gtin_fault
from registry.identifiers import service as identifiers
from registry.money import Money
from registry.prices import service as prices
from registry.prices.model import PriceDraft, PriceKind
from registry.work import Work

SOURCE = "FR:BDPM"
MARKET = "FR"
PRICE_SOURCE = "Base de données publique des médicaments"
GENERIC_ROLES = {"0": "originator", "1": "generic", "2": "complementary", "4": "substitutable"}
PRODUCTS, PACKS, SUBSTANCES, GENERICS, ATC, AVAILABILITY = (form.columns for form in BDPM)
APPROVED = "date_amm"
ROUTES = "voies"
KEPT = ("statut_amm", APPROVED, "statut_bdm", "numero_europeen", ROUTES, "titulaires")
CIS = re.compile(r"\d{8}")
BETWEEN_GROUPS = " | "


def read_product(row: RowReader) -> Take | None:
    """Read a medicine (CIS_bdpm)."""
    cis = _cis(row)
    name = row.needed("denomination", "product-name")
    day_first(row, APPROVED)
    facts = MedicineFacts(
        procedure=row.text("procedure") or None,
        marketing=row.text("commercialisation") or None,
        watched=_yes(row.text("surveillance_renforcee")),
    )
    about = ProductDraft(
        ProductKind.MEDICINE,
        name,
        form=row.text("forme") or None,
        route=row.text("voies") or None,
        holder=row.text("titulaires").partition(";")[0].strip() or None,
        source={column: told for column in KEPT if (told := row.text(column))},
        facts=facts,
        market=MARKET,
    )

    def take(work: Work) -> Counter[str]:
        return put(work, SOURCE, cis, about)

    return take


def read_pack(row: RowReader) -> Take | None:
    """Read a pack with its GTIN-13 and its public price (CIS_CIP_bdpm)."""
    cis, cip7 = _cis(row), row.needed("cip7", "source-key-missing")
    label = row.needed("presentation", "pack-missing")
    declared = day_first(row, "date_declaration")
    gtin = _gtin(row, "cip13")
    price = _public_price(row)
    if row.is_refused or gtin is None:
        return None

    def take(work: Work) -> Counter[str]:
        product = catalogue.product_by_source(work, SOURCE, cis)
        if declared is not None and declared < (_approved(product) or declared):
            row.warn("date_declaration", "marketed-before-authorised")
        draft = TradeItemDraft(f"cip:{cip7}", "secondary", "pack", 1, "pack", label)
        item, new = catalogue.register_trade_item(work, product.id, draft)
        if item.gtin != gtin:
            identifiers.register_gtin(work, item.id, gtin)
        known = ItemIdentifier(IssuingAgency.NATIONAL, f"FR-CIP7:{cip7}", IdentifierKind.NATIONAL, item.id)
        catalogue.add_identifier(work, known)
        count = Counter({"trade items": int(new)})
        if price is not None:
            unit = f"pack {gtin.text}"
            told = PriceDraft(PriceKind.LISTED, product.id, price, unit, work.today, PRICE_SOURCE, printed=label[:900])
            count["prices"] += prices.record(work, [told]).new
        return count

    return take


def read_substance(row: RowReader) -> Take | None:
    """Read one substance of a medicine (CIS_COMPO_bdpm); its neighbours of the same medicine stand beside it."""
    cis = _cis(row)
    row.needed("substance", "ingredients-missing")
    if not row.text("dosage"):
        row.warn("dosage", "strength-missing")
    elif not is_read(_dose(row)):
        row.warn("dosage", "strength-unread")

    def take(work: Work) -> Counter[str]:
        if was_told(row, work):
            return Counter()
        product = catalogue.product_by_source(work, SOURCE, cis)
        parts = _parts(row.beside or (row,))
        about = ProductDraft(
            product.kind,
            product.name,
            "; ".join(name for name, _ in parts)[:4_000],
            form=product.form,
            route=product.source.get(ROUTES),
            parts=parts,
            market=MARKET,
        )
        new = _amended(work, product, about, "compositions")
        row.told_in[:] = [work]
        return new

    return take


def read_generic(row: RowReader) -> Take | None:
    """Read the place of a medicine in a group of generics (CIS_GENER_bdpm)."""
    cis, group = _cis(row), row.needed("groupe", "source-key-missing")
    role = GENERIC_ROLES.get(row.text("type_generique"))
    if role is None:
        row.warn("type_generique", "code-unknown")

    def take(work: Work) -> Counter[str]:
        product = catalogue.product_by_source(work, SOURCE, cis)
        known = product.facts if isinstance(product.facts, MedicineFacts) else MedicineFacts()
        groups = known.generic_group.split(BETWEEN_GROUPS) if known.generic_group else []
        told = BETWEEN_GROUPS.join(dict.fromkeys((*groups, f"{group}: {row.text('libelle_groupe')}")))
        facts = MedicineFacts(generic_group=told, generic_role=known.generic_role or role)
        return _amended(work, product, _amendment(product, facts=facts), "generic groups")

    return take


def read_atc(row: RowReader) -> Take | None:
    """Read the ATC code of a medicine of major therapeutic interest (CIS_MITM)."""
    cis, code = _cis(row), row.needed("code_atc", "code-unknown")

    def take(work: Work) -> Counter[str]:
        product = catalogue.product_by_source(work, SOURCE, cis)
        known = product.facts.atc if isinstance(product.facts, MedicineFacts) else ()
        codes = tuple(dict.fromkeys((*known, code)))
        return _amended(work, product, _amendment(product, facts=MedicineFacts(atc=codes, essential=True)), "ATC codes")

    return take


def read_availability(row: RowReader) -> Take | None:
    """Read a shortage or its end (CIS_CIP_Dispo_Spec); several packs of one medicine stand beside each other."""
    cis = _cis(row)
    for column in ("date_debut", "date_mise_a_jour", "date_remise"):
        day_first(row, column)

    def take(work: Work) -> Counter[str]:
        product = catalogue.product_by_source(work, SOURCE, cis)
        told = "; ".join(_state(one) for one in row.beside or (row,))
        return _amended(work, product, _amendment(product, facts=MedicineFacts(availability=told)), "availabilities")

    return take


def by_product(rows: Sequence[RowReader]) -> list[list[int]]:
    """Group the rows of one medicine, each knowing its neighbours."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.cells.get("cis", "").strip()].append(place)
    for group in places.values():
        beside = tuple(rows[place] for place in group)
        told_in: list[object] = []
        for place in group:
            rows[place].beside, rows[place].told_in = beside, told_in
    return [*places.values()]


def _cis(row: RowReader) -> str:
    """Return the key of the medicine; a line with more or fewer cells than its list is refused as such."""
    first = next(iter(row.cells), "cis")
    if "\t" in row.cells.get(first, ""):
        row.refuse(first, "line-cells")
        return ""
    cis = row.needed("cis", "source-key-missing")
    if cis and not CIS.fullmatch(cis):
        row.refuse("cis", "code-form")
    return cis


def _yes(text: str) -> bool | None:
    return {"oui": True, "non": False}.get(text.lower())


def _gtin(row: RowReader, column: str) -> Gtin | None:
    text = row.needed(column, "gtin-missing")
    try:
        return Gtin.parse(text) if text else None
    except Gs1Error as error:
        row.refuse(column, gtin_fault(error))
        return None


def _public_price(row: RowReader) -> Money | None:
    """Return the public price; what its parts do not add up to is noted."""
    columns = ("prix_hors_honoraires", "prix_public", "honoraires")
    bare, public, fee = (comma_amount(row, column, "EUR") for column in columns)
    if bare is not None and public is not None and fee is not None and bare.minor + fee.minor != public.minor:
        row.warn("prix_public", "price-sum")
    return public


def _approved(product: Product) -> date | None:
    return read_day(product.source.get(APPROVED, ""))


def _parts(rows: Sequence[RowReader]) -> tuple[tuple[str, str | None], ...]:
    """Return (substance, dose): of a salt and its active part, told by one link number, the active part counts."""
    chosen: dict[tuple[str, str], tuple[str, str | None]] = {}
    for row in sorted(rows, key=lambda one: one.text("nature") == "FT"):
        told = (row.text("substance"), _dose(row))
        chosen[row.text("element"), row.text("lien") or row.text("code_substance")] = told
    return tuple(dict.fromkeys(chosen.values()))


def _state(row: RowReader) -> str:
    since, back, pack = row.text("date_debut"), row.text("date_remise"), row.text("cip13_dispo")
    told = f"{row.text('etat')} ({since}{' - ' + back if back else ''})"
    return f"{pack}: {told}" if pack else told


def _dose(row: RowReader) -> str | None:
    return french_dose(row.text("dosage"), row.text("reference_dosage"))


def _amendment(product: Product, facts: MedicineFacts) -> ProductDraft:
    return ProductDraft(product.kind, product.name, facts=facts, market=MARKET)


def _amended(work: Work, product: Product, about: ProductDraft, what: str) -> Counter[str]:
    after = catalogue.amend_product(work, product.id, about, override=True)
    return Counter({what: int(after.version != product.version)})


LAYOUTS = (
    Layout("bdpm-products", PRODUCTS, "cis", read_product),
    Layout("bdpm-packs", PACKS, "cis", read_pack),
    Layout("bdpm-ingredients", SUBSTANCES, "cis", read_substance, arrange=by_product),
    Layout("bdpm-generics", GENERICS, "cis", read_generic),
    Layout("bdpm-atc", ATC, "cis", read_atc),
    Layout("bdpm-availability", AVAILABILITY, "cis", read_availability, arrange=by_product),
)
"""In the order in which they must be taken: products first."""
