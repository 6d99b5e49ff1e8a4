"""One right value for each page, so that templates can be rendered, measured and looked at without a register."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from markupsafe import Markup

from api.pages import values as v
from api.pages.words import Told
from registry.money import Money

NOW = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
GTIN = "08936000000019"


class NoCharts:
    """Stands in for the charts of one language: an empty drawing with a name."""

    def history(self, group: v.PriceGroup) -> Markup:
        return Markup('<svg role="img" viewBox="0 0 640 200"><title>history</title></svg>')

    def comparison(self, comparison: v.Comparison) -> Markup:
        return Markup('<svg role="img" viewBox="0 0 640 90"><title>comparison</title></svg>')


def a_chip(tone: v.Tone = v.Tone.GREEN, state: str = "state.in_force") -> v.Chip:
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
    return v.HomePage(9703, 8412, 14206, 3434, lines, NOW)


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
        "Việt Nam",
        "893110304423",
        chip or a_chip(),
        price,
        recalled,
    )


def a_search() -> v.SearchPage:
    return v.SearchPage(
        "eperison",
        (
            a_card(price=v.UnitPrice(Fraction(290), "viên", 23)),
            a_card("Myonal", v.UnitPrice(Fraction(341550, 100), "viên", 1), chip=a_chip(v.Tone.AMBER, "state.lapsed")),
            a_card("Eperison Hydroclorid Tablets 50 mg", recalled=True),
            a_card("Ryzonal", v.UnitPrice(Fraction(4125, 10), "viên", 4), chip=a_chip(v.Tone.GREY, "state.unverified")),
        ),
        next="WyJhIl0",
    )


def some_awards() -> tuple[v.Award, ...]:
    hospital, city = "Trung tâm Y tế huyện Tây Sơn", "Tỉnh Bình Định"
    firm, decision = "Công ty Cổ phần Dược phẩm Khánh Hòa", "377/QĐ-TTYT"
    return (
        v.Award(date(2024, 12, 1), Fraction(690), Fraction(20000), hospital, city, firm, decision),
        v.Award(
            date(2024, 10, 1),
            Fraction(695),
            None,
            "Bệnh viện Thanh Nhàn",
            "Thành phố Hà Nội",
            firm,
            "1894/QĐ-BVTN",
            v.Arithmetic(Money.parse("69500"), "hộp", Fraction(100)),
        ),
        v.Award(date(2024, 9, 1), Fraction(628), Fraction(125000), hospital, city, firm, decision),
    )


def a_price_group() -> v.PriceGroup:
    months = tuple(
        v.Month(date(2024, month, 1), 2, Fraction(low), Fraction(middle), Fraction(high))
        for month, low, middle, high in ((9, 628, 640, 690), (10, 628, 690, 695), (11, 650, 690, 695), (12, 690, 690, 690))
    )
    return v.PriceGroup("viên", 24, Fraction(628), Fraction(690), Fraction(695), some_awards(), months, more=21)


def a_comparison() -> v.Comparison:
    def rival(name: str, median: int, percent: int, here: bool = False) -> v.Rival:
        return v.Rival("00zk3v9c0q8r2", name, "Công ty Cổ phần Dược Hậu Giang", Fraction(median), 5, Fraction(percent), here)

    return v.Comparison(
        "methylprednisolon 16 mg, viên nén, uống",
        "viên",
        (rival("Methylsolon 16", 598, -13), rival("Methylprednisolon 16", 690, 0, True), rival("Medrol 16", 3672, 432)),
    )


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


def some_packs() -> tuple[v.PackNode, ...]:
    blister = v.PackNode("primary", None, "Vỉ", (10, "viên"))
    box = v.PackNode("secondary", GTIN, "Hộp", (10, "vỉ"), (100, "viên"), (blister,))
    return (v.PackNode("case", "18936000000016", "Thùng", (48, "hộp"), (4800, "viên"), (box,)),)


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
        "ingredients": (v.Ingredient("Methylprednisolon", "16 mg"),),
        "form": "Viên nén",
        "routes": "Uống",
        "maker": "Công ty Cổ phần Dược phẩm Khánh Hòa",
        "country": "Việt Nam",
        "banner": a_banner(tone),
        "licence": a_licence(),
        "packs": some_packs(),
        "pack_text": "Hộp 10 vỉ x 10 viên",
        "prices": (a_price_group(),),
        "comparison": a_comparison(),
        "recalls": (a_recall_line(),) if tone is v.Tone.RED else (),
        "sources": (v.Source("Kết quả trúng thầu thuốc 2024-2025", date(2025, 3, 17)),),
        "prescription": True,
        "updated": NOW,
        "version": "3",
    }
    return v.ProductPage(**(told | changed))  # type: ignore[arg-type]  # a builder takes any of the page's fields


def a_bare_product() -> v.ProductPage:
    licence = v.Licence(
        "VD-20763-14", a_chip(v.Tone.GREY, "state.unverified"), Told("product.evidence_tender")
    )
    refused = v.Comparison("", refused=Told.of("compare.refused_too_few", least=3, n=1))
    return a_product(
        v.Tone.GREY, licence=licence, packs=(), prices=(), comparison=refused, prescription=None, version=None
    )


def an_item(tone: v.Tone = v.Tone.GREEN, product: v.ProductPage | None = None) -> v.ItemPage:
    steps = {v.Tone.RED: "banner.recalled_step_2", v.Tone.GREEN: "recall.todo_1"}
    banner = v.Banner(tone, Told(f"verdict.title_{tone}"), (Told(steps.get(tone, "recall.todo_1")),))
    reasons = (Told.of("banner.recalled_batches", level=2), Told("product.evidence_decision"))
    return v.ItemPage(GTIN, banner, reasons, NOW, product or a_product(tone), "010823", "7H3KQ2ZX91", date(2027, 8, 31))


def a_recall(level: int = 1) -> v.RecallPage:
    return v.RecallPage(
        "00zk3v9c0q8r1",
        "Methylprednisolon 16",
        level,
        "Không đạt tiêu chuẩn chất lượng về độ hoà tan",
        "812/QLD-CL",
        date(2026, 11, 18),
        date(2026, 11, 21),
        3,
        ("010823", "020823"),
        v.Chip(v.Tone.RED, Told("recalls.open")),
        GTIN,
        "00zk3v9c0q8r0",
        Told.of("recall.clock_due", day=date(2026, 11, 21), days=3, **{"from": date(2026, 11, 18)}),
    )


def a_check() -> v.CheckPage:
    return v.CheckPage("(01)08936000000018", Told("check.unread"), Told("problem.not_found_lead"), (17, 1))


def an_about() -> v.AboutPage:
    return v.AboutPage((v.Source("Kết quả trúng thầu thuốc 2024-2025", date(2025, 3, 17), 3434),))


def a_problem(status: int = 404) -> v.ProblemPage:
    if status >= 500:
        return v.ProblemPage(Told("problem.broken"), Told.of("problem.broken_lead", request="00zk3v9c0q8r0"), status)
    return v.ProblemPage(Told("problem.gtin_unknown"), Told.of("problem.gtin_unknown_lead", gtin=GTIN), status)


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
    "check": ("check.html", {"view": v.CheckPage()}),
    "check-fault": ("check.html", {"view": a_check()}),
    "recalls": ("recalls.html", {"lines": (a_recall_line(), a_recall_line(1, ()), a_recall_line(3))}),
    "recalls-none": ("recalls.html", {"lines": ()}),
    "recall": ("recall.html", {"view": a_recall()}),
    "about": ("about.html", {"view": an_about()}),
    "problem": ("problem.html", {"view": a_problem()}),
    "problem-500": ("problem.html", {"view": a_problem(500)}),
}
"""Every page of the house with a value that fills it."""
