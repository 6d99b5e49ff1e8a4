from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.chart_axes import month_ticks, value_axis
from api.charts import LETTER, WIDTH, comparison_svg, price_history_svg
from registry.prices.figures import summarise
from registry.prices.model import ComparisonRow, PricePoint

SVG = "{http://www.w3.org/2000/svg}"
PHONE = 358
"""Width left for a chart on a telephone of 390 px with a margin of 16 px on both sides."""
PRICES = st.fractions(min_value=Fraction(1, 100), max_value=10**10, max_denominator=100)
DAYS = st.dates(date(1995, 1, 1), date(2045, 12, 31))


def a_point(amount: int | Fraction, day: date = date(2025, 1, 3), buyer: str | None = "Bệnh viện Ví dụ") -> PricePoint:
    return PricePoint(1, day, Fraction(amount), 100, buyer, "Hà Nội")


def a_row(name: str, *amounts: int, here: bool = False, outlier: bool = False) -> ComparisonRow:
    spread = summarise(map(Fraction, amounts))
    return ComparisonRow(1, name, "Công ty", spread, date(2025, 1, 1), Fraction(1), here, outlier)


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def history(points: list[PricePoint]) -> ET.Element:
    return drawn(price_history_svg(points, "viên", "vi", "Giá trúng thầu"))


def comparison(*rows: ComparisonRow) -> ET.Element:
    everything = summarise(row.summary.median for row in rows)
    return drawn(comparison_svg(rows, "viên", "vi", "So sánh", everything))


def words(picture: ET.Element) -> list[str]:
    return [(text.text or "").replace("\u00a0", " ") for text in picture.iter(f"{SVG}text")]


def places(picture: ET.Element) -> list[tuple[float, float]]:
    """Every place the drawing names, as x and y."""
    found = [(float(one.get("x", 0)), float(one.get("y", 0))) for one in picture.iter(f"{SVG}text")]
    found += [(float(one.get("cx", 0)), float(one.get("cy", 0))) for one in picture.iter(f"{SVG}circle")]
    for one in picture.iter(f"{SVG}polyline"):
        found += [(float(x), float(y)) for x, y in (pair.split(",") for pair in one.get("points", "").split())]
    return found


def test_a_chart_has_a_name_a_description_and_no_script() -> None:
    picture = history([a_point(1200), a_point(1300, date(2025, 3, 1))])
    told = {
        one.get("id"): one.text for one in (picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")) if one is not None
    }
    assert picture.get("role") == "img"
    assert list(told) == (picture.get("aria-labelledby") or "").split()
    title, description = told.values()
    assert title == "Giá trúng thầu"
    assert (description or "").replace("\u00a0", " ") == (
        "2 giá mỗi viên, từ 01/2025 đến 03/2025: thấp nhất 1.200 ₫, trung vị 1.250 ₫, cao nhất 1.300 ₫."
    )
    assert not [one for one in picture.iter() if one.tag.removeprefix(SVG) in {"script", "style", "image", "a"}]
    assert not [name for one in picture.iter() for name in one.attrib if name.startswith("on") or name == "style"]


def test_letters_are_at_least_11_px_on_a_telephone() -> None:
    picture = history([a_point(1200)])
    assert float(picture.get("font-size", 0)) == LETTER
    assert LETTER * PHONE / WIDTH >= 11
    assert not [one for one in picture.iter(f"{SVG}text") if one.get("font-size")]


def test_numbers_and_months_stand_as_each_language_writes_them() -> None:
    points = [a_point(Fraction("1234.5")), a_point(1600, date(2025, 4, 1))]
    assert "1.400" in words(drawn(price_history_svg(points, "viên", "vi", "Giá")))
    assert "01/2025" in words(drawn(price_history_svg(points, "viên", "vi", "Giá")))
    assert "1,400" in words(drawn(price_history_svg(points, "tablet", "en", "Price")))
    assert "Jan 2025" in words(drawn(price_history_svg(points, "tablet", "en", "Price")))


def test_colours_come_from_the_page() -> None:
    picture = price_history_svg([a_point(1200)], "viên", "vi", "Giá")
    assert "#" not in picture.replace("aria", "")
    assert "currentColor" in picture
    assert "var(--accent, currentColor)" in picture


def test_names_of_buyers_are_text_and_never_marks() -> None:
    hostile = '</title><script>alert("1")</script>'
    svg = price_history_svg([a_point(1200, buyer=hostile)], hostile, "vi", hostile)
    assert "<script" not in svg
    drawn(svg)


def test_prices_at_one_place_become_one_larger_dot() -> None:
    one, many = history([a_point(1200)]), history([a_point(1200)] * 5)
    assert len(list(one.iter(f"{SVG}circle"))) == len(list(many.iter(f"{SVG}circle"))) == 2
    sizes = [max(float(dot.get("r", 0)) for dot in picture.iter(f"{SVG}circle")) for picture in (one, many)]
    assert sizes[1] > sizes[0]


def test_a_wide_range_is_drawn_and_named_as_a_ratio_scale() -> None:
    picture = history([a_point(26), a_point(32_829_678)])
    assert "₫/viên (thang tỉ lệ)" in words(picture)


@pytest.mark.parametrize(("years", "word"), [(1, "trung vị tháng"), (5, "trung vị quý"), (12, "trung vị năm")])
def test_a_long_history_has_its_median_by_quarter_or_year(years: int, word: str) -> None:
    points = [a_point(1000 + day, date(2012, 1, 1) + timedelta(days=day)) for day in range(0, 365 * years, 30)]
    assert word in words(history(points))


def test_5000_prices_make_a_page_that_still_loads() -> None:
    chance = random.Random(1)
    points = [
        a_point(chance.randrange(900, 1500), date(2020, 1, 1) + timedelta(days=chance.randrange(1800)))
        for _ in range(5000)
    ]
    assert len(price_history_svg(points, "viên", "vi", "Giá")) < 600_000


def test_no_price_is_no_chart() -> None:
    with pytest.raises(ValueError, match="a price"):
        price_history_svg([], "viên", "vi", "Giá")
    with pytest.raises(ValueError, match="a row"):
        comparison_svg([], "viên", "vi", "So sánh", summarise([Fraction(1)]))


@given(st.lists(st.tuples(PRICES, DAYS), min_size=1, max_size=30))
def test_everything_stands_on_the_paper(pairs: list[tuple[Fraction, date]]) -> None:
    picture = history([a_point(amount, day) for amount, day in pairs])
    height = float((picture.get("viewBox") or "").split()[3])
    assert all(0 <= x <= WIDTH and 0 <= y <= height for x, y in places(picture))


@given(PRICES, PRICES)
def test_an_axis_covers_its_values_with_few_round_labels(one: Fraction, other: Fraction) -> None:
    least, most = sorted((one, other))
    axis = value_axis(least, most)
    assert axis.low <= least
    assert most <= axis.high
    assert 2 <= len(axis.ticks) <= 7
    up = axis.place(0, 100)
    assert 0 <= up(least) <= up(most) <= 100.001


@given(DAYS, DAYS)
def test_months_are_labelled_evenly_around_all_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    ticks = month_ticks(first, last)
    assert ticks[0] <= first < last + timedelta(days=1) <= ticks[-1]
    assert 2 <= len(ticks) <= 5
    steps = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(ticks)}
    assert len(steps) == 1


def test_the_present_medicine_is_marked_by_form_and_word() -> None:
    picture = comparison(a_row("Một", 100, 120), a_row("Hai", 150, here=True), a_row("Ba", 2000, outlier=True))
    assert len(list(picture.iter(f"{SVG}path"))) == 1
    assert [word for word in words(picture) if "đang xem" in word] == ["Hai ◂ đang xem"]
    assert [word for word in words(picture) if "!" in word] == ["Ba ! xem lại: trên 5 lần trung vị"]
    description = picture.find(f"{SVG}desc")
    assert description is not None
    assert "Thuốc đang xem: Hai, 150" in (description.text or "")


def test_a_long_list_keeps_the_first_and_the_present() -> None:
    rows = [a_row(f"Thuốc {place}", 100 + place, here=place == 30) for place in range(40)]
    told = words(comparison(*rows))
    assert "Thuốc 0" in told
    assert "Thuốc 30 ◂ đang xem" in told
    assert "và 28 thuốc nữa trong bảng" in told


@given(st.lists(st.lists(st.integers(1, 10**9), min_size=1, max_size=5), min_size=1, max_size=15))
def test_every_strip_stands_on_the_paper(rows: list[list[int]]) -> None:
    picture = comparison(*(a_row(f"Thuốc {place}", *amounts) for place, amounts in enumerate(rows)))
    height = float((picture.get("viewBox") or "").split()[3])
    assert all(0 <= x <= WIDTH and 0 <= y <= height for x, y in places(picture))
