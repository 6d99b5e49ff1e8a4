"""What the portal of the Drug Administration answers in JSON: registrations, and published wholesale prices."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from registry.catalogue import service as catalogue
from registry.catalogue.model import ProductDraft, ProductKind
from registry.errors import NotFound
from registry.exchange import registrations
from registry.exchange.cells import RowReader
from registry.exchange.layout import Layout, Take
from registry.exchange.registrations import Listed
from registry.money import Money
from registry.prices import service as prices
from registry.prices.model import PriceDraft, PriceKind
from registry.work import Work

REGISTRATIONS = ("soDangKy", "tenThuoc", "congTySanXuat.ten", "congTySanXuat.nuoc")
PRICES = ("soDangKy", "tenThuoc", "giaBanBuonDuKien", "donViTinh", "ngayTiepNhan")
SOURCE = "Giá bán buôn dự kiến, Cục Quản lý Dược"
TAG = re.compile(r"<[^<>]*>")
BASICS = "thongTinThuocCoBan."
LICENCE = "thongTinDangKyThuoc."
KEPT = (
    *(
        f"{LICENCE}{name}"
        for name in ("ngayCap", "ngayGiaHan", "ngayHetHan", "soQuyetDinh", "urlSoQuyetDinh", "dotCap")
    ),
    *("soDangKyCu", "isHetHan", "isDaRutSoDangKy", "thongTinRutSoDangKy.urlCongVan", "lastModificationTime"),
)
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?|(\d{2})/(\d{2})/(\d{4})")


def read_registration(row: RowReader) -> Take | None:
    """Read a registration of the portal: the number lists the product; the portal's list is no decision."""
    number = row.registration_number("soDangKy")
    name = row.needed("tenThuoc", "product-name")
    origin = row.origin("congTySanXuat.nuoc")
    if number is None or row.is_refused:
        return None
    months = row.text(f"{BASICS}tuoiTho")
    about = ProductDraft(
        ProductKind.DEVICE if number.is_device else ProductKind.MEDICINE,
        name,
        row.text(f"{BASICS}hoatChatChinh") or row.text(f"{BASICS}hoatChatHamLuong"),
        strengths=row.text(f"{BASICS}hamLuong") or None,
        form=row.text(f"{BASICS}dangBaoChe") or None,
        route_code=row.text(f"{BASICS}maDuongDung") or None,
        route=row.text(f"{BASICS}tenDuongDung") or None,
        pack=row.text(f"{BASICS}dongGoi") or None,
        maker=row.text("congTySanXuat.ten") or None,
        maker_country=origin.first if origin else None,
        maker_address=row.text("congTySanXuat.diaChi") or None,
        holder=row.text("congTyDangKy.ten") or None,
        holder_address=row.text("congTyDangKy.diaChi") or None,
        standard=row.text(f"{BASICS}tieuChuan") or None,
        shelf_life_months=int(match[0]) if (match := re.match(r"\d{1,3}", months)) else None,
        source={column: told for column in KEPT if (told := row.text(column))},
    )
    listed = Listed(number, about)
    return lambda work: registrations.take(work, listed)


def read_price(row: RowReader) -> Take | None:
    """Read a published wholesale price (Decree 163/2025/ND-CP): it stands beside the product that its number names."""
    number = row.registration_number("soDangKy")
    row.needed("tenThuoc", "product-name")
    price = row.price("giaBanBuonDuKien")
    unit = row.needed("donViTinh", "unit-unread")
    since = _day(row)
    state = TAG.sub("", row.cells.get("trangThaiCongBo", ""))
    if number is None or price is None or since is None or row.is_refused:
        return None

    def take(work: Work) -> Counter[str]:
        try:
            known = catalogue.find_by_number(work, number)
        except NotFound:
            raise NotFound("number-unknown", number=number.text) from None
        draft = PriceDraft(
            PriceKind.DECLARED,
            known.product_id,
            Money(price[0].minor, "VND"),
            unit,
            since,
            SOURCE,
            per=price[1],
            authorisation_id=known.id,
            supplier=row.text("donViKeKhai") or None,
            printed=" | ".join(
                part for part in (row.text("tenThuoc"), row.text("quyCachDongGoi"), state.strip()) if part
            ),
        )
        return Counter(prices=prices.record(work, [draft]).new)

    return take


def _day(row: RowReader) -> date | None:
    match = DAY.fullmatch(row.text("ngayTiepNhan"))
    try:
        if match is not None and match[1]:
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match is not None:
            return date(int(match[6]), int(match[5]), int(match[4]))
    except ValueError:
        pass
    row.refuse("ngayTiepNhan", "date-form")
    return None


LAYOUTS = (
    Layout("portal-registrations", REGISTRATIONS, "soDangKy", read_registration),
    Layout("portal-prices", PRICES, "soDangKy", read_price),
)
