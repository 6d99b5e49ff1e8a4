"""Workbooks with faults planted in known cells, for the benchmark of imports and for its test."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook

from gs1 import Gtin
from gs1.check_digit import check_digit
from registry.exchange.columns import form_of

Cells = dict[str, str]
Spoil = Callable[[list[Cells], int], None]
"""Spoils one row, given all rows and its place."""
FIRST = 2
"""The row of a spreadsheet that holds the first row under the header."""
FORMS = ("Viên nén", "Viên nang cứng", "Dung dịch tiêm", "Siro")
LEVELS_A_PRODUCT = 3


@dataclass(slots=True)
class Planted:
    """Rows with their planted faults as (row in the file, code), and cells that the spreadsheet keeps as numbers."""

    rows: list[Cells]
    faults: set[tuple[int, str]] = field(default_factory=set)
    as_numbers: set[tuple[int, str]] = field(default_factory=set)


def product_rows(count: int) -> list[Cells]:
    """Return right rows of products: three medicines to one device."""
    return [_device(place) if place % 4 == 3 else _medicine(place) for place in range(count)]


def pack_rows(count: int) -> list[Cells]:
    """Return right rows of packs: a primary, a secondary and a case of each product, each with its GTIN."""
    return [_pack(place) for place in range(count)]


def workbook(rows: Sequence[Cells], as_numbers: set[tuple[int, str]] | None = None, language: str = "vi") -> bytes:
    """Return rows as a workbook under the titles of their layout."""
    layout = "packs" if "pack_key" in rows[0] else "products"
    columns = form_of(layout).columns
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, text = book.add_worksheet(), book.add_format({"num_format": "@"})
    page.write_row(0, 0, [column.title(language) for column in columns])
    for line, cells in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = cells.get(column.name)
            if value and as_numbers and (line + 1, column.name) in as_numbers:
                page.write_number(line, place, int(value))
            elif value:
                page.write_string(line, place, value, text)
    book.close()
    return written.getvalue()


def plant(rows: list[Cells], each: int) -> Planted:
    """Plant each kind of fault of products `each` times, in rows of its own."""
    return _plant(Planted(rows), PRODUCT_FAULTS, each, step=4)


def plant_packs(rows: list[Cells], each: int) -> Planted:
    """Plant each kind of fault of packs `each` times, in cases: nothing rests on them."""
    return _plant(Planted(rows), PACK_FAULTS, each, step=LEVELS_A_PRODUCT)


def _plant(planted: Planted, kinds: dict[str, tuple[int, str, Spoil]], each: int, step: int) -> Planted:
    """Plant at places that are alike: every `step` rows stand one of each sort (medicine or device, level)."""
    blocks = len(planted.rows) // step
    apart = max(1, blocks // (len(kinds) * each))
    block = 0
    for _ in range(each):
        for code, (sort, column, spoil) in kinds.items():
            place = block * step + sort
            spoil(planted.rows, place)
            planted.faults.add((place + FIRST, code))
            if code == "zeros-lost":
                planted.as_numbers.add((place + FIRST, column))
            block += apart
    return planted


def _put(column: str, value: str) -> Spoil:
    def spoil(rows: list[Cells], place: int) -> None:
        rows[place][column] = value

    return spoil


def _numbered(column: str, value: str) -> Spoil:
    """Write a value with the place in it, so that no two rows share it."""

    def spoil(rows: list[Cells], place: int) -> None:
        rows[place][column] = value.format(place)

    return spoil


def _repeat(column: str, step: int) -> Spoil:
    """Write what the row of the same sort before has."""

    def spoil(rows: list[Cells], place: int) -> None:
        rows[place][column] = rows[place - step][column] if place >= step else rows[place + step][column]

    return spoil


def _wrong_check_digit(rows: list[Cells], place: int) -> None:
    gtin = rows[place]["gtin"]
    rows[place]["gtin"] = gtin[:-1] + str((int(gtin[-1]) + 1) % 10)


def _lost_zeros(rows: list[Cells], place: int) -> None:
    """Write ten digits, as of a GTIN-12 whose two zeros a number cell lost, that fit no check digit."""
    payload = f"360{place:06d}"
    rows[place]["gtin"] = payload + str((int(check_digit(payload)) + 3) % 10)


def _inside_out(rows: list[Cells], place: int) -> None:
    rows[place]["level"] = "Bao bì sơ cấp"


def _of_neighbour(rows: list[Cells], place: int) -> None:
    other = place - LEVELS_A_PRODUCT if place >= LEVELS_A_PRODUCT else place + LEVELS_A_PRODUCT
    rows[place]["contains"] = rows[other - 1]["gtin"]


MEDICINE, DEVICE = 1, 3
PRODUCT_FAULTS: dict[str, tuple[int, str, Spoil]] = {
    "cell-empty": (MEDICINE, "name", _put("name", "")),
    "key-form": (MEDICINE, "product_key", _numbered("product_key", "A;{}")),
    "choice-unknown": (MEDICINE, "kind", _put("kind", "Thực phẩm")),
    "product-name": (MEDICINE, "name", _put("name", "***")),
    "text-length": (MEDICINE, "standard", _put("standard", "T" * 300)),
    "text-damaged": (MEDICINE, "holder_address", _put("holder_address", "H\ufffd N\ufffdi")),
    "number-form": (MEDICINE, "registration_number", _put("registration_number", "SĐK?")),
    "number-unknown": (MEDICINE, "registration_number", _put("registration_number", "VD-99999-20")),
    "country-unknown": (MEDICINE, "maker_country", _put("maker_country", "Xứ Lạ")),
    "whole-form": (MEDICINE, "shelf_life_months", _put("shelf_life_months", "ba năm")),
    "whole-range": (MEDICINE, "shelf_life_months", _put("shelf_life_months", "0")),
    "atc-form": (MEDICINE, "atc", _put("atc", "NO2BE")),
    "pack-unclear": (MEDICINE, "pack", lambda rows, place: rows[place].update(pack="đủ loại", register_packs="Có")),
    "other-kind": (MEDICINE, "emdn", _put("emdn", "C0101")),
    "emdn-form": (DEVICE, "emdn", _put("emdn", "0101C")),
    "basic-udi-form": (DEVICE, "basic_udi_di", _put("basic_udi_di", "1987654Ad4X4bL5ttr2310cXX")),
    "flag-unknown": (DEVICE, "flags", _put("flags", "single_use; magic")),
    "flags-contradict": (DEVICE, "not_flags", _put("not_flags", "single_use")),
    "number-scientific": (DEVICE, "product_key", _numbered("product_key", "8.9{:06d}E+12")),
    "key-repeated": (DEVICE, "product_key", _repeat("product_key", 4)),
}
CASE = 2
PACK_FAULTS: dict[str, tuple[int, str, Spoil]] = {
    "cell-empty": (CASE, "unit", _put("unit", "")),
    "key-form": (CASE, "pack_key", _put("pack_key", "A;B")),
    "choice-unknown": (CASE, "level", _put("level", "Bậc lạ")),
    "text-length": (CASE, "content", _put("content", "5 ml " * 30)),
    "text-damaged": (CASE, "pack_text", _put("pack_text", "Th\ufffdng")),
    "number-form": (CASE, "registration_number", _put("registration_number", "SĐK?")),
    "product-not-told": (CASE, "product_key", _put("product_key", "")),
    "product-key-unknown": (
        CASE,
        "product_key",
        lambda rows, place: rows[place].update(
            product_key=f"KHÔNG-CÓ-{place}", contains="", contains_count="", base_count="10"
        ),
    ),
    "whole-form": (CASE, "contains_count", _put("contains_count", "hai mươi")),
    "whole-range": (CASE, "contains_count", _put("contains_count", "0")),
    "gtin-check-digit": (CASE, "gtin", _wrong_check_digit),
    "gtin-length": (CASE, "gtin", _numbered("gtin", "8{:06d}")),
    "gtin-form": (CASE, "gtin", _numbered("gtin", "8938888O{:05d}")),
    "gtin-repeated": (CASE, "gtin", _repeat("gtin", LEVELS_A_PRODUCT)),
    "zeros-lost": (CASE, "gtin", _lost_zeros),
    "number-scientific": (CASE, "gtin", _numbered("gtin", "8.9{:06d}E+12")),
    "contained-unknown": (CASE, "contains", _put("contains", "HỘP-LẠ")),
    "level-order": (CASE, "level", _inside_out),
    "pack-arithmetic": (CASE, "base_count", _put("base_count", "1999")),
    "pack-of-another-product": (CASE, "contains", _of_neighbour),
}
KINDS = {"products": PRODUCT_FAULTS, "packs": PACK_FAULTS}


def _medicine(place: int) -> Cells:
    return {
        "product_key": f"{place:06d}-T",
        "kind": "Thuốc",
        "name": f"Đường Minh Họa {place}",
        "substances": f"Paracetamol {100 + place % 9 * 50}mg",
        "form": FORMS[place % len(FORMS)],
        "route": "Uống",
        "atc": "N02BE01",
        "essential": "Có",
        "pack": "Hộp 10 vỉ x 10 viên",
        "maker": f"Công ty Minh Họa {place % 40}",
        "maker_country": "Việt Nam",
        "holder": f"Công ty Minh Họa {place % 40}",
        "standard": "TCCS",
        "shelf_life_months": "36",
    }


def _device(place: int) -> Cells:
    return {
        "product_key": f"{place:06d}-B",
        "kind": "Trang thiết bị",
        "name": f"Ống thông minh họa {place}",
        "maker": f"Công ty Minh Họa {place % 40}",
        "maker_country": "Việt Nam",
        "device_class": "C",
        "model": f"M{place}",
        "catalogue_number": f"{place:08d}",
        "emdn": "C0101",
        "basic_udi_di": "1987654Ad4X4bL5ttr2310c2K",
        "flags": "single_use; sterile_packaged",
        "sizes": "6 Fr; 8 Fr",
        "storage": "Nơi khô ráo",
    }


def _pack(place: int) -> Cells:
    product, level = divmod(place, LEVELS_A_PRODUCT)
    key = f"{product:06d}-{'B' if product % 4 == 3 else 'T'}"
    told = (
        {"level": "Bao bì sơ cấp", "unit": "Vỉ", "base_count": "10"},
        {"level": "Bao bì thứ cấp", "unit": "Hộp", "contains": "VI", "contains_count": "10", "base_count": "100"},
        {"level": "Thùng", "unit": "Thùng", "contains": "HOP", "contains_count": "20", "base_count": "2000"},
    )[level]
    gtin = Gtin.build("8938888", product % 100_000, indicator=level).text
    names = ("VI", "HOP", "THUNG")
    return {"product_key": key, "pack_key": names[level], "gtin": gtin, "base_unit": "Viên", **told}
