"""Arithmetic a reader can check: numbers as Viet Nam and as English write them, and each division in full."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from registry.money import SCALE
from registry.prices.model import Price, Unit

Language = Literal["vi", "en"]
SEPARATORS: dict[Language, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
"""Between thousands, and before decimals (Vietnamese 1.234,5; English 1,234.5)."""
SIGNS = {"VND": "₫"}
PLACES = 3


def number_text(value: Fraction | int, language: Language, places: int = PLACES) -> str:
    """Return `value` with at most `places` decimals, rounded half to even: "1.234,5" or "1,234.5"."""
    scaled = round(Fraction(value) * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    thousands, decimal = SEPARATORS[language]
    digits = str(part).rjust(places, "0").rstrip("0") if places else ""
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole:,}".replace(",", thousands) + (decimal + digits if digits else "")


def money_text(value: Fraction | int, language: Language, currency: str = "VND", places: int = 2) -> str:
    """Return an amount with its sign or code behind a blank that no line break takes: "1.234,5 ₫"."""
    return f"{number_text(value, language, places)}\u00a0{SIGNS.get(currency, currency)}"


def name_of(unit: Unit, language: Language) -> str:
    """Return the word for one unit."""
    return unit.vi if language == "vi" else unit.en


def unit_price_text(price: Price, language: Language) -> str:
    """Return the price of one unit with the division that gave it: "1.139,25 ₫ ÷ 10 viên = 113,925 ₫/viên"."""
    currency = price.draft.money.currency
    unit = name_of(price.unit.unit, language) if price.unit.unit else price.unit.text
    share = _equals(price.share, language, currency)
    if price.draft.per == 1:
        return f"{money_text(price.share, language, currency, PLACES)}/{unit}"
    amount = money_text(Fraction(price.draft.money.minor, SCALE), language, currency)
    return f"{amount} ÷ {number_text(price.draft.per, language)} {unit} {share}/{unit}"


def pack_price_text(share: Fraction, count: int, words: tuple[str, str], language: Language) -> str:
    """Return what a pack of `count` units comes to at `share` each; `words` are the pack and the unit.

    "630 ₫/viên × 30 viên = 18.900 ₫/hộp"
    """
    pack, unit = words
    one = money_text(share, language, places=PLACES)
    whole = _equals(share * count, language, "VND")
    return f"{one}/{unit} × {number_text(count, language)} {unit} {whole}/{pack}"


def per_strength_text(share: Fraction, amount: Fraction, unit: str, language: Language) -> str:
    """Return the price of one `unit` of a substance of which a dose holds `amount`: "630 ₫ ÷ 500 mg = 1,26 ₫/mg"."""
    each = _equals(share / amount, language, "VND")
    return f"{money_text(share, language, places=PLACES)} ÷ {number_text(amount, language)} {unit} {each}/{unit}"


def _equals(value: Fraction, language: Language, currency: str) -> str:
    exact = (value * 10**PLACES).denominator == 1
    return f"{'=' if exact else '≈'} {money_text(value, language, currency, PLACES)}"
