"""One right value for each page, so that templates can be rendered, measured and looked at without a register."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from api.pages import pricing
from api.pages import values as v
from api.pages.formats import Both
from api.pages.packs import tree_of
from api.pages.words import Told
from gs1 import Gtin
from registry.catalogue.model import TradeItem, TradeItemState
from registry.ids import new_id
from registry.money import Money
from registry.prices.figures import series_of, summarise
from registry.prices.model import Buyer, ComparisonRow, Price, PriceDraft, PriceKind
from registry.prices.model import Comparison as Compared
from registry.prices.units import read_unit, unit_of

NOW = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
GTIN = Gtin.build("8936000", "00001").text
CASE = Gtin.build("8936000", "00001", 1).text
TABLET = Both("viên", "tablet")


def a_chip(tone: v.Tone = v.Tone.GREEN, state: str = "state.in-force") -> v.Chip:
    return v.Chip(tone, Told(state))


def a_recall_line(level: int = 2, batches: tuple[str, ...] = ("010823", "020823")) -> v.RecallLine:
    return v.RecallLine(
        "00zk3v9c0q8r1",
        "Methylprednisolon 16",
        level,
        "Không đạt tiêu chuẩn chất lượng về độ hoà tan",
        date(2026, 11, 18),
        batches,
        v.Chip(v.Tone.RED, Told("recalls.open")),
    )


def a_home() -> v.HomePage:
    lines = (a_recall_line(), a_recall_line(1, ()), a_recall_line(3, ("LOT7",)))
    return v.HomePage(9703, 8412, 14206, lines, NOW)


def a_card(
    name: str = "Sismyodine", price: v.UnitPrice | None = None, recalled: bool = False, chip: v.Chip | None = None
) -> v.Card:
    return v.Card(
        "00zk3v9c0q8r0",
        name,
        "medicine",
        "Eperison 50 mg",
        "Viên nén bao đường",
        "Công ty cổ phần dược phẩm Vĩnh Phúc",
        "893110304423",
        chip or a_chip(),
        price,
        recalled,
    )


def a_search() -> v.SearchPage:
    return v.SearchPage(
        "eperison",
        (
            a_card(price=v.UnitPrice("tender", Fraction(290), TABLET, 23)),
            a_card(
                "Myonal",
                v.UnitPrice("tender", Fraction(341550, 100), TABLET, 1),
                chip=a_chip(v.Tone.AMBER, "state.lapsed"),
            ),
            a_card("Eperison Hydroclorid Tablets 50 mg", recalled=True),
            a_card(
                "Ryzonal",
                v.UnitPrice("tender", Fraction(4125, 10), TABLET, 4),
                chip=a_chip(v.Tone.GREY, "state.unverified"),
            ),
        ),
        next="WyJhIl0",
    )


def a_price(
    day: date, amount: str, quantity: int | None = 20_000, per: int = 1, product_id: int = 7, unit: str = "viên"
) -> Price:
    draft = PriceDraft(
        PriceKind.TENDER,
        product_id,
        Money.parse(amount),
        unit,
        day,
        "Kết quả trúng thầu thuốc 2024-2025",
        per=per,
        quantity=quantity,
        buyer=Buyer("Trung tâm Y tế huyện Tây Sơn", "52185", "Tỉnh Bình Định"),
        supplier="Công ty Cổ phần Dược phẩm Khánh Hòa",
        decision="377/QĐ-TTYT",
    )
    return Price(new_id(), draft, read_unit(unit), NOW)


def some_prices() -> list[Price]:
    spread = [(9, 628), (9, 640), (9, 690), (10, 628), (10, 690), (10, 695), (11, 650), (11, 690), (11, 695)]
    single = [a_price(date(2024, month, 1 + place * 3), str(amount)) for place, (month, amount) in enumerate(spread)]
    return [a_price(date(2024, 12, 9), "6900", None, per=10), *reversed(single)]


def an_item_of(place: int, unit: str, inside: int | None, holds: int | None, base: int, gtin: str | None) -> TradeItem:
    return TradeItem(
        place,
        Gtin.parse(gtin) if gtin else None,
        7,
        "secondary",
        unit,
        inside,
        None,
        holds,
        base,
        "tablet",
        None,
        "Hộp 10 vỉ x 10 viên",
        TradeItemState.PUBLISHED,
        1,
    )


def some_items() -> list[TradeItem]:
    return [
        an_item_of(1, "blister", None, None, 10, None),
        an_item_of(2, "box", 1, 10, 100, GTIN),
        an_item_of(3, "case", 2, 48, 4800, CASE),
    ]


def some_groups() -> tuple[v.PriceGroup, ...]:
    prices = some_prices()
    return pricing.groups_of(series_of(prices), prices, some_items())


def a_comparison() -> v.Comparison:
    rows = []
    shared = summarise(Fraction(one) for one in (598, 610, 628, 690, 695, 3672))
    for key, (name, shares) in enumerate(
        {"Methylsolon 16": (598, 610), "Methylprednisolon 16": (628, 690, 695), "Medrol 16": (3672,)}.items()
    ):
        own = summarise(Fraction(one) for one in shares)
        maker = "Công ty Cổ phần Dược Hậu Giang - Chi nhánh nhà máy dược phẩm DHG tại Hậu Giang"
        latest, ratio = date(2024, 12, 9), own.median / shared.median
        rows.append(ComparisonRow(key + 1, name, maker, own, latest, ratio, key == 1, ratio > 5))
    told = Compared(
        2, PriceKind.TENDER, unit_of("tablet"), "VND", tuple(rows), shared, date(2024, 9, 1), latest, None, 2
    )
    made = pricing.comparison_of(told)
    assert isinstance(made, v.Comparison)
    return made


def a_licence() -> v.Licence:
    return v.Licence(
        "893110493125",
        a_chip(),
        Told("product.evidence_decision"),
        (v.OldNumber("VD-22739-15", date(2026, 12, 3)),),
        "720/QĐ-QLD",
        date(2025, 12, 3),
        date(2025, 12, 3),
        date(2030, 12, 3),
        "Công ty Cổ phần Dược phẩm Khánh Hòa",
    )


def a_banner(tone: v.Tone = v.Tone.GREEN) -> v.Banner:
    titles = {
        v.Tone.GREEN: v.Banner(
            tone,
            Told("banner.in_force"),
            (Told.of("banner.in_force_step", number="893110493125", until=date(2030, 12, 3)),),
        ),
        v.Tone.RED: v.Banner(
            tone,
            Told.of("banner.recalled_batches", level=2),
            (Told.of("banner.recalled_batches_step", batches="010823, 020823"),),
        ),
    }
    return titles.get(
        tone, v.Banner(tone, Told("banner.unverified"), (Told.of("banner.unverified_step", number="VD-20763-14"),))
    )


def a_product(tone: v.Tone = v.Tone.GREEN, **changed: object) -> v.ProductPage:
    told: dict[str, object] = {
        "id": "00zk3v9c0q8r0",
        "name": "Methylprednisolon 16",
        "kind": "medicine",
        "ingredients": (v.Ingredient("Methylprednisolon", Both.same("16 mg")),),
        "form": "Viên nén",
        "routes": (Both("Uống", "Oral"),),
        "maker": "Công ty Cổ phần Dược phẩm Khánh Hòa",
        "country": Both("Việt Nam", "Viet Nam"),
        "banner": a_banner(tone),
        "licence": a_licence(),
        "packs": tree_of(some_items()),
        "pack_text": "Hộp 10 vỉ x 10 viên",
        "prices": some_groups(),
        "comparison": a_comparison(),
        "recalls": (a_recall_line(),) if tone is v.Tone.RED else (),
        "sources": (v.Source("Kết quả trúng thầu thuốc 2024-2025", date(2025, 3, 17)),),
        "prescription": True,
        "version": 3,
    }
    return v.ProductPage(**(told | changed))  # type: ignore[arg-type]  # a builder takes any of the page's fields


def a_bare_product() -> v.ProductPage:
    licence = v.Licence("VD-20763-14", a_chip(v.Tone.GREY, "state.unverified"), Told("product.evidence_award"))
    refused = Told.of("compare.refused_too-few", prices=1, products=2)
    return a_product(v.Tone.GREY, licence=licence, packs=(), prices=(), comparison=refused, prescription=None)


def an_item(tone: v.Tone = v.Tone.GREEN, *, known: bool = True) -> v.ItemPage:
    step = Both("Ngừng cấp phát, để riêng và báo nơi cung cấp.", "Do not supply; set aside and tell the supplier.")
    reasons = (Both("Lô 010823 đang bị thu hồi mức 2.", "Batch 010823 is under recall, level 2."),)
    product = a_product(tone) if known else None
    batch = "010823" if known else None
    title = Told(f"verdict.title_{tone}")
    return v.ItemPage(GTIN, tone, title, step, reasons, NOW, product, batch, "7H3KQ2ZX91", date(2027, 8, 31))


def a_recall(level: int = 1) -> v.RecallPage:
    return v.RecallPage(
        "00zk3v9c0q8r1",
        "Methylprednisolon 16",
        level,
        "Không đạt tiêu chuẩn chất lượng về độ hoà tan",
        "812/QLD-CL",
        date(2026, 11, 18),
        date(2026, 11, 21),
        ("010823", "020823"),
        v.Chip(v.Tone.RED, Told("recalls.open")),
        GTIN,
        "00zk3v9c0q8r0",
        Told.of("recall.clock_due", day=date(2026, 11, 21), days=3, decided=date(2026, 11, 18)),
    )


def a_check() -> v.CheckPage:
    return v.CheckPage(
        "(01)08936000000018", Told("check.unread"), Told("check.no_gtin"), ("(01)0893600000001", "8", "")
    )


def a_problem(status: int = 404) -> v.ProblemPage:
    title = "Không tìm thấy mã này trong sổ đăng ký"
    faults = ((GTIN, "Chưa có cơ sở nào đăng ký mã này."),)
    return v.ProblemPage(title, None, "So lại với mã in trên hộp.", faults, status, "00zk3v9c0q8r0")


PAGES: dict[str, tuple[str, dict[str, object]]] = {
    "home": ("home.html", {"view": a_home()}),
    "search": ("search.html", {"view": a_search()}),
    "search-none": ("search.html", {"view": v.SearchPage("amoxycilin 5000")}),
    "search-empty": ("search.html", {"view": v.SearchPage("")}),
    "product": ("product.html", {"view": a_product()}),
    "product-recalled": ("product.html", {"view": a_product(v.Tone.RED)}),
    "product-bare": ("product.html", {"view": a_bare_product()}),
    "item-green": ("item.html", {"item": an_item()}),
    "item-red": ("item.html", {"item": an_item(v.Tone.RED)}),
    "item-amber": ("item.html", {"item": an_item(v.Tone.AMBER)}),
    "item-unknown": ("item.html", {"item": an_item(v.Tone.AMBER, known=False)}),
    "check": ("check.html", {"view": v.CheckPage()}),
    "check-fault": ("check.html", {"view": a_check()}),
    "recalls": (
        "recalls.html",
        {"lines": (a_recall_line(), a_recall_line(1, ()), a_recall_line(3)), "next": "WyJ4Il0"},
    ),
    "recalls-none": ("recalls.html", {"lines": (), "next": None}),
    "recall": ("recall.html", {"view": a_recall()}),
    "about": ("about.html", {}),
    "problem": ("problem.html", {"view": a_problem()}),
    "problem-500": ("problem.html", {"view": a_problem(500)}),
}
"""Every page of the house with a value that fills it."""
