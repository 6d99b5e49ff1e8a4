"""Charts of prices as SVG text, drawn by the server: no script, readable at 390 px, in light, dark and print.

Colours come from the page (`currentColor`, `--accent`, `--card`) with fallbacks, and never speak alone. Letters are 16
units high on a drawing 520 wide, which is 11 px on a telephone; the stylesheet sets them smaller where a chart is
shown larger.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from html import escape

from api.chart_axes import Axis, day_place, month_ticks, value_axis
from registry.prices.arithmetic import Language, money_text, number_text
from registry.prices.figures import periods, summarise
from registry.prices.model import ComparisonRow, PricePoint, Summary

WIDTH = 520
HEIGHT = 310
LETTER = 16
DIGIT = 9.2
"""Width of a digit at 16 units, a little generously."""
ACCENT = "var(--accent, currentColor)"
PAPER = "var(--card, Canvas)"
FEW, MANY = 12, 150
"""Dots are large, and lie over the line, up to the first count; they are small past the second."""
PERIODS = ((2, 1), (8, 3))
"""Years -> months of one median line: by month up to two years, by quarter up to eight, by year past them."""
TOLD_DOTS = 400
"""Up to so many dots say their day, price and buyer when a pointer rests on them."""
ROWS_MAX = 12
ROW = 58
NAME_LETTERS = 36

WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "one": "từng giá",
        "median_1": "trung vị tháng",
        "median_3": "trung vị quý",
        "median_12": "trung vị năm",
        "middle": "nửa giữa",
        "history": "{n} giá mỗi {unit}, từ {since} đến {until}: thấp nhất {least}, trung vị {median}, cao nhất {most}.",
        "compared": "{n} thuốc bằng nhau theo giá mỗi {unit}, rẻ nhất trước: từ {least} đến {most}.",
        "present": "Thuốc đang xem: {name}, {median}.",
        "here": "đang xem",
        "range": "khoảng giá",
        "row_median": "trung vị",
        "all": "trung vị mọi giá {median}",
        "rest": "và {n} thuốc nữa trong bảng",
        "outlier": "xem lại: trên 5 lần trung vị",
        "ratio": "thang tỉ lệ",
    },
    "en": {
        "one": "one price",
        "median_1": "month's median",
        "median_3": "quarter's median",
        "median_12": "year's median",
        "middle": "middle half",
        "history": "{n} prices per {unit}, {since} to {until}: lowest {least}, median {median}, highest {most}.",
        "compared": "{n} equal medicines by price per {unit}, cheapest first: {least} to {most}.",
        "present": "The medicine you look at: {name}, {median}.",
        "here": "this one",
        "range": "range",
        "row_median": "median",
        "all": "median of all prices {median}",
        "rest": "and {n} more in the table",
        "outlier": "check: over 5 times the median",
        "ratio": "ratio scale",
    },
}
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes words, numbers and marks of one chart in one language."""

    language: Language
    unit: str
    currency: str = "VND"

    def word(self, key: str, /, **facts: str) -> str:
        return WORDS[self.language][key].format(**facts)

    def money(self, value: Fraction) -> str:
        places = 0 if value >= 1000 and value.denominator == 1 else 2
        return money_text(value, self.language, self.currency, places)

    def month(self, day: date) -> str:
        return f"{day:%m/%Y}" if self.language == "vi" else f"{ENGLISH_MONTHS[day.month - 1]} {day.year}"

    def day(self, day: date) -> str:
        return f"{day:%d/%m/%Y}" if self.language == "vi" else f"{day.day} {self.month(day)}"


def price_history_svg(
    points: Sequence[PricePoint], unit: str, lang: Language, title: str, currency: str = "VND"
) -> str:
    """Return the prices of one unit in time: a dot for each price, the median of each month as a line, its
    middle half as a band; of each quarter over two years, of each year over eight. Raise `ValueError` without points.
    """
    if not points:
        raise ValueError("a chart needs a price")
    pen = _Pen(lang, unit, currency)
    spread = summarise(point.share for point in points)
    axis = value_axis(spread.least, spread.most)
    labels = [number_text(tick, lang) for tick in axis.ticks]
    left, right, top, bottom = 16 + DIGIT * max(map(len, labels)), WIDTH - 14, 70, HEIGHT - 34
    first, last = min(point.day for point in points), max(point.day for point in points)
    ticks = month_ticks(first, last)
    across, up = day_place(ticks, left + 12, right - 30), axis.place(bottom, top)
    period = next((length for years, length in PERIODS if (last - first).days <= 366 * years), 12)
    dots, line = _dots(pen, points, across, up), _medians(points, period, across, up)
    parts = [
        *_legend(pen, axis, period),
        *_value_lines(axis, labels, up, (left, right)),
        *_month_labels(pen, ticks, across, bottom),
        *([*line, *dots] if len(points) <= FEW else [*dots, *line]),
    ]
    return _drawing((title, _history_told(pen, points, spread)), HEIGHT, parts)


def comparison_svg(
    rows: Sequence[ComparisonRow], unit: str, lang: Language, title: str, summary: Summary, currency: str = "VND"
) -> str:
    """Return equal products as strips on one scale, in the order given: range, middle half and median of each.

    The present one carries a filled diamond, a frame and a word. `summary` is the spread of all prices. Past twelve
    rows, only the first and the present one are drawn. Raise `ValueError` without rows.
    """
    if not rows:
        raise ValueError("a comparison needs a row")
    pen = _Pen(lang, unit, currency)
    shown = _shown(rows)
    axis = value_axis(min(row.summary.least for row in shown), max(row.summary.most for row in shown), labels=4)
    height = 62 + ROW * len(shown) + (54 if len(shown) < len(rows) else 30)
    across = axis.place(22, WIDTH - 40)
    bottom = 56 + ROW * len(shown)
    parts = [
        *_comparison_scale(pen, axis, across, bottom),
        *_common_median(pen, summary, across, bottom),
    ]
    for place, row in enumerate(shown):
        parts.extend(_strip(pen, row, across, 56 + ROW * place))
    if len(shown) < len(rows):
        parts.append(_text(14, height - 8, pen.word("rest", n=number_text(len(rows) - len(shown), lang)), SOFT))
    return _drawing((title, _comparison_told(pen, rows)), height, parts)


def _drawing(told: tuple[str, str], height: int, parts: Sequence[str]) -> str:
    name = "c" + hashlib.blake2b("\n".join((*told, *parts)).encode(), digest_size=5).hexdigest()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="{name}-t {name}-d"'
        f' viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" font-size="{LETTER}" fill="currentColor">'
        f'<title id="{name}-t">{escape(told[0])}</title><desc id="{name}-d">{escape(told[1])}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _legend(pen: _Pen, axis: Axis, period: int) -> list[str]:
    """Name the unit of the axis, and each mark by its form."""
    scale = f" ({pen.word('ratio')})" if axis.is_ratio else ""
    x = 10.0
    marks: list[tuple[str, Callable[[float], str]]] = [
        ("one", lambda at: _circle(at + 7, 43, 5)),
        (f"median_{period}", lambda at: _line((at, 43), (at + 20, 43), f'stroke="{ACCENT}" stroke-width="3"')),
        ("middle", lambda at: f'<rect x="{at:.1f}" y="36" width="20" height="14" fill="{ACCENT}" fill-opacity=".22"/>'),
    ]
    parts = [_text(10, 19, f"{pen.money(Fraction(0)).split()[-1]}/{pen.unit}{scale}", SOFT)]
    for name, mark in marks:
        parts += [mark(x), _text(x + (20 if name == "one" else 27), 49, pen.word(name))]
        x += 44 + 8.8 * len(pen.word(name))
    return parts


def _value_lines(
    axis: Axis, labels: Sequence[str], up: Callable[[Fraction], float], sides: tuple[float, float]
) -> list[str]:
    parts = []
    for tick, label in zip(axis.ticks, labels, strict=True):
        y = up(tick)
        parts.append(_line((sides[0], y), (sides[1], y), 'stroke="currentColor" stroke-opacity=".16"'))
        parts.append(_text(sides[0] - 8, y + 5.5, label, anchor="end"))
    return parts


def _month_labels(pen: _Pen, ticks: Sequence[date], across: Callable[[date], float], bottom: float) -> list[str]:
    parts = []
    for tick in ticks:
        x = across(tick)
        parts.append(_line((x, bottom), (x, bottom + 6), 'stroke="currentColor" stroke-opacity=".5"'))
        parts.append(_text(x, bottom + 24, pen.month(tick), anchor="middle"))
    return parts


def _medians(
    points: Sequence[PricePoint], period: int, across: Callable[[date], float], up: Callable[[Fraction], float]
) -> list[str]:
    """Draw the median of each period where the prices of the period stand, and the band of the middle half."""
    found = []
    for members in periods(points, period).values():
        days = [point.day.toordinal() for point in members]
        spread = summarise(point.share for point in members)
        middle = across(date.fromordinal(sum(days) // len(days)))
        found.append((middle, up(spread.lower), up(spread.median), up(spread.upper)))
    if len(found) == 1:
        x, lower, median, upper = found[0]
        found = [(x - 14, lower, median, upper), (x + 14, lower, median, upper)]
    there = [f"{x:.1f},{upper:.1f}" for x, _, _, upper in found]
    back = [f"{x:.1f},{lower:.1f}" for x, lower, _, _ in reversed(found)]
    line = " ".join(f"{x:.1f},{median:.1f}" for x, _, median, _ in found)
    return [
        f'<polygon points="{" ".join(there + back)}" fill="{ACCENT}" fill-opacity=".22"/>',
        f'<polyline points="{line}" fill="none" stroke="{PAPER}" stroke-width="6" stroke-linejoin="round"/>',
        f'<polyline points="{line}" fill="none" stroke="{ACCENT}" stroke-width="3" stroke-linejoin="round"/>',
    ]


def _dots(
    pen: _Pen, points: Sequence[PricePoint], across: Callable[[date], float], up: Callable[[Fraction], float]
) -> list[str]:
    """Draw each price; prices that fall on one place become one larger dot."""
    places = Counter((round(across(point.day), 1), round(up(point.share), 1)) for point in points)
    told: dict[tuple[float, float], list[PricePoint]] = {}
    for point in points if len(points) <= TOLD_DOTS else ():
        told.setdefault((round(across(point.day), 1), round(up(point.share), 1)), []).append(point)
    least = 6 if len(points) <= FEW else 4.5 if len(points) <= MANY else 3
    return [
        _circle(x, y, min(least + 1.6 * (count - 1) ** 0.5, 12), _told(pen, told.get((x, y), [])))
        for (x, y), count in sorted(places.items(), key=lambda item: -item[1])
    ]


def _told(pen: _Pen, points: Sequence[PricePoint]) -> str:
    lines = [
        " · ".join(part for part in (pen.day(one.day), pen.money(one.share), one.buyer, one.province) if part)
        for one in points[:6]
    ]
    return "\n".join([*lines, f"+ {len(points) - 6}"] if len(points) > 6 else lines)


def _shown(rows: Sequence[ComparisonRow]) -> list[ComparisonRow]:
    if len(rows) <= ROWS_MAX:
        return list(rows)
    first = list(rows[:ROWS_MAX])
    late = [row for row in rows[ROWS_MAX:] if row.is_present]
    return [*first[: ROWS_MAX - len(late)], *late]


def _comparison_scale(pen: _Pen, axis: Axis, across: Callable[[Fraction], float], bottom: float) -> list[str]:
    scale = f" ({pen.word('ratio')})" if axis.is_ratio else ""
    parts = [_text(14, 19, f"{pen.money(Fraction(0)).split()[-1]}/{pen.unit}{scale}", SOFT)]
    for tick in axis.ticks:
        x = across(tick)
        parts.append(_line((x, 50), (x, bottom), 'stroke="currentColor" stroke-opacity=".14"'))
        label = number_text(tick, pen.language)
        half = DIGIT * len(label) / 2
        parts.append(_text(min(max(x, half), WIDTH - half - 4), bottom + 18, label, anchor="middle"))
    return parts


def _common_median(pen: _Pen, summary: Summary, across: Callable[[Fraction], float], bottom: float) -> list[str]:
    x = min(max(across(summary.median), 0), WIDTH)
    label = pen.word("all", median=pen.money(summary.median))
    side = "start" if x < WIDTH / 2 else "end"
    dashes = 'stroke="currentColor" stroke-width="1.5" stroke-dasharray="5 4" stroke-opacity=".75"'
    return [_line((x, 46), (x, bottom), dashes), _text(x + (-4 if side == "start" else 4), 40, label, anchor=side)]


def _strip(pen: _Pen, row: ComparisonRow, across: Callable[[Fraction], float], top: float) -> list[str]:
    spread, y = row.summary, top + 40
    colour = ACCENT if row.is_present else "currentColor"
    name = _cut(row.name, NAME_LETTERS - (12 if row.is_present else 0))
    mark = f" ◂ {pen.word('here')}" if row.is_present else ""
    note = f" ! {pen.word('outlier')}" if row.is_outlier else ""
    x = across(spread.median)
    frame = (
        f'<rect x="4" y="{top + 2:.1f}" width="{WIDTH - 8}" height="{ROW - 4}" rx="8"'
        f' fill="{ACCENT}" fill-opacity=".08" stroke="{ACCENT}"/>'
    )
    start, end = across(spread.lower), across(spread.upper)
    middle = (
        f'<rect x="{start:.1f}" y="{y - 5:.1f}" width="{end - start:.1f}" height="10" rx="3"'
        f' fill="{colour}" fill-opacity=".3"/>'
    )
    diamond = f'<path d="M{x:.1f} {y - 9:.1f}l9 9-9 9-9-9z" fill="{colour}"/>'
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{PAPER}" stroke="{colour}" stroke-width="2.5"/>'
    parts = [
        frame if row.is_present else "",
        _text(14, top + 22, name + mark + note, BOLD if row.is_present else RIM),
        _text(WIDTH - 14, top + 22, pen.money(spread.median), BOLD if row.is_present else BOLD + RIM, "end"),
        _line(
            (across(spread.least), y),
            (across(spread.most), y),
            f'stroke="{colour}" stroke-width="2" stroke-opacity=".6"',
        ),
        middle,
        diamond if row.is_present else ring,
    ]
    return [part for part in parts if part]


def _history_told(pen: _Pen, points: Sequence[PricePoint], spread: Summary) -> str:
    return pen.word(
        "history",
        n=number_text(len(points), pen.language),
        unit=pen.unit,
        since=pen.month(min(point.day for point in points)),
        until=pen.month(max(point.day for point in points)),
        least=pen.money(spread.least),
        median=pen.money(spread.median),
        most=pen.money(spread.most),
    )


def _comparison_told(pen: _Pen, rows: Sequence[ComparisonRow]) -> str:
    told = pen.word(
        "compared",
        n=number_text(len(rows), pen.language),
        unit=pen.unit,
        least=pen.money(min(row.summary.median for row in rows)),
        most=pen.money(max(row.summary.median for row in rows)),
    )
    here = [pen.word("present", name=row.name, median=pen.money(row.summary.median)) for row in rows if row.is_present]
    return " ".join([told, *here])


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


SOFT = ' fill-opacity=".8"'
BOLD = ' font-weight="700"'
RIM = f' paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
"""A rim of paper round letters that cross lines."""


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{side}{style}>{escape(words)}</text>'


def _line(start: tuple[float, float], end: tuple[float, float], style: str) -> str:
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" {style}/>'


def _circle(x: float, y: float, radius: float, told: str = "") -> str:
    inside = f"<title>{escape(told)}</title>" if told else ""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill-opacity=".55" stroke="{PAPER}" stroke-width=".8">'
        f"{inside}</circle>"
    )
