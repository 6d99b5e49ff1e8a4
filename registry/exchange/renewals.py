"""Annexes of renewal decisions of the Drug Administration: old and new numbers, period, packs, applicant, maker."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from registry.catalogue import service as catalogue
from registry.catalogue.model import Decision, ProductDraft, ProductKind, Renewal
from registry.catalogue.packaging import PackReading, parse_packs
from registry.catalogue.validity import Validity, read_validity
from registry.errors import NotFound
from registry.exchange.cells import RowReader
from registry.exchange.layout import Layout, Take
from registry.work import Work

COLUMNS = ("so_dang_ky_moi", "so_dang_ky_cu", "hieu_luc", "ten_thuoc", "hoat_chat_ham_luong", "quyet_dinh")
MIXED = re.compile(r"^(?P<name>[^()]+?)\s*\(Địa chỉ:\s*(?P<address>[^()]*)\)(?P<rest>.*)$", re.DOTALL)
"""A cell that holds a name, its address in brackets, and perhaps what a table's page break pushed into it."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A row of an annex, read."""

    renewal: Renewal
    about: ProductDraft


def read(row: RowReader) -> Renewed | None:
    """Read a row, or return None with its faults noted."""
    after = row.registration_number("so_dang_ky_moi")
    before = row.registration_number("so_dang_ky_cu", optional=True)
    decided_on = row.day("ngay_quyet_dinh")
    if decided_on is None and not row.is_refused:
        row.refuse("ngay_quyet_dinh", "date-form")
    number = row.needed("quyet_dinh", "number-missing")
    validity = _validity(row, decided_on)
    about = _product(row)
    if after is None or decided_on is None or validity is None or row.is_refused:
        return None
    decision = Decision(number, decided_on)
    return Renewed(Renewal(before or after, after, decision, decided_on, validity.until, validity.terms), about)


def take(work: Work, renewed: Renewed) -> Counter[str]:
    """Renew the authorisation, complete its product, register its packs that read with certainty; count what is new."""
    known = _known(work, renewed.renewal)
    done = catalogue.renew(work, renewed.renewal, renewed.about)
    count: Counter[str] = Counter(renewals=1)
    if not known:
        count.update(authorisations=1, products=1)
    if renewed.renewal.before.text != renewed.renewal.after.text:
        count["numbers replaced"] += 1
    before = len(catalogue.trade_items_of(work, done.product_id))
    for pack in parse_packs(renewed.about.pack or ""):
        if isinstance(pack, PackReading):
            catalogue.register_trade_items(work, done.product_id, pack)
    count["trade items"] += len(catalogue.trade_items_of(work, done.product_id)) - before
    return count


def _known(work: Work, renewal: Renewal) -> bool:
    for number in (renewal.before, renewal.after):
        try:
            catalogue.find_by_number(work, number)
        except NotFound:
            continue
        return True
    return False


def _product(row: RowReader) -> ProductDraft:
    maker, address = _maker(row)
    return ProductDraft(
        kind=ProductKind.MEDICINE,
        name=row.needed("ten_thuoc", "product-name"),
        substances=row.needed("hoat_chat_ham_luong", "ingredients-missing"),
        form=row.text("dang_bao_che"),
        pack=row.text("quy_cach_dong_goi"),
        maker=maker,
        maker_address=address,
        holder=row.needed("co_so_dang_ky", "party-name"),
        holder_address=row.text("dia_chi_dang_ky"),
        standard=row.text("tieu_chuan"),
        shelf_life_months=row.whole("tuoi_tho_thang", "months-form"),
        source={column: row.cells.get(column) or "" for column in ("hieu_luc", "co_so_san_xuat")},
    )


def _maker(row: RowReader) -> tuple[str, str]:
    cell, address = row.needed("co_so_san_xuat", "party-name"), row.text("dia_chi_san_xuat")
    match = MIXED.match(cell)
    if match is None:
        return cell, address
    row.warn("co_so_san_xuat", "maker-cell-mixed")
    return match["name"], match["address"]


def _validity(row: RowReader, decided_on: date | None) -> Validity | None:
    """Return the new period: some years after the decision, or until the day that is named."""
    text = row.needed("hieu_luc", "validity-form")
    if decided_on is None or not text:
        return None
    told = read_validity(text, decided_on)
    if told is None:
        row.refuse("hieu_luc", "validity-form")
    return told


def _read_and_take(row: RowReader) -> Take | None:
    renewed = read(row)
    return None if renewed is None else lambda work: take(work, renewed)


LAYOUT = Layout("renewals", COLUMNS, "so_dang_ky_moi", _read_and_take)
